//! Who listens to what, and the newest frames of each feed that has listeners.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use parking_lot::Mutex;
use protocol::{ChannelId, FeedId, SessionId, UserId};
use tokio::sync::Notify;

/// Frames kept per feed; whoever is further behind reads from the store.
const RING: usize = 64;
/// Hints kept that came before the one they follow.
const AHEAD: usize = 256;
/// Fleeting frames kept for a connection that is busy; more are dropped.
const FLEETING: usize = 64;

/// One encoded `changes` frame.
#[derive(Clone)]
pub struct Frame {
    pub from: u64,
    pub to: u64,
    pub bytes: Bytes,
}

/// What a connection finds after its cursor.
pub enum After {
    /// Nothing.
    UpToDate,
    /// These frames, in order.
    Frames(Vec<Frame>),
    /// The ring has moved on: read `changes`.
    Missing,
}

/// What a hint did to a ring.
pub enum Pushed {
    /// It was next in line: listeners have something to write.
    Moved,
    /// Old, or nobody listens.
    Dropped,
    /// It came before the one it follows.
    Early,
}

#[derive(Default)]
struct Ring {
    /// Position reached; unknown until the first listener has read the head.
    last: Option<u64>,
    frames: VecDeque<Frame>,
    early: BTreeMap<u64, Frame>,
    listeners: HashMap<u64, Arc<Listener>>,
}

impl Ring {
    fn push(&mut self, frame: Frame) -> Pushed {
        let Some(last) = self.last else { return self.keep_early(frame) };
        if frame.to <= last {
            return Pushed::Dropped;
        }
        if frame.from > last {
            return self.keep_early(frame);
        }
        self.last = Some(frame.to);
        self.frames.push_back(frame);
        while let Some((_, next)) = self.early.pop_first() {
            let last = self.last.unwrap_or(0);
            if next.to <= last {
                continue;
            }
            if next.from > last {
                self.early.insert(next.to, next);
                break;
            }
            self.last = Some(next.to);
            self.frames.push_back(next);
        }
        while self.frames.len() > RING {
            self.frames.pop_front();
        }
        Pushed::Moved
    }

    fn keep_early(&mut self, frame: Frame) -> Pushed {
        self.early.insert(frame.to, frame);
        if self.early.len() > AHEAD {
            self.early.pop_last();
        }
        Pushed::Early
    }
}

/// A connection as the relay sees it.
pub struct Listener {
    pub id: u64,
    pub user: UserId,
    pub session: SessionId,
    inbox: Mutex<Inbox>,
    wake: Notify,
}

/// What happened for a connection since it last looked.
#[derive(Default)]
pub struct Inbox {
    /// Feeds that moved.
    pub dirty: Vec<FeedId>,
    /// Typing and presence.
    pub fleeting: VecDeque<Bytes>,
    /// Channels joined.
    pub follow: Vec<ChannelId>,
    /// Nothing of the feed may be told past this position.
    pub fences: Vec<(FeedId, u64)>,
    /// The session ended.
    pub revoked: bool,
}

impl Listener {
    fn tell(&self, what: impl FnOnce(&mut Inbox)) {
        what(&mut self.inbox.lock());
        self.wake.notify_one();
    }

    /// Waits until something happened, and takes it.
    pub async fn next(&self) -> Inbox {
        loop {
            let waiting = self.wake.notified();
            let inbox = std::mem::take(&mut *self.inbox.lock());
            if inbox.revoked
                || !(inbox.dirty.is_empty()
                    && inbox.fleeting.is_empty()
                    && inbox.follow.is_empty()
                    && inbox.fences.is_empty())
            {
                return inbox;
            }
            waiting.await;
        }
    }
}

/// All feeds and connections of this node.
#[derive(Default)]
pub struct Hub {
    rings: Mutex<HashMap<FeedId, Ring>>,
    connections: Mutex<HashMap<u64, Arc<Listener>>>,
    ids: AtomicU64,
}

impl Hub {
    /// Adds a connection.
    pub fn enter(&self, user: UserId, session: SessionId) -> Arc<Listener> {
        let id = self.ids.fetch_add(1, Ordering::Relaxed);
        let listener = Arc::new(Listener { id, user, session, inbox: Mutex::default(), wake: Notify::new() });
        self.connections.lock().insert(id, listener.clone());
        listener
    }

    /// Removes a connection and its listening.
    pub fn exit(&self, listener: &Listener, feeds: impl Iterator<Item = FeedId>) {
        for feed in feeds {
            self.unlisten(feed, listener);
        }
        self.connections.lock().remove(&listener.id);
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.connections.lock().len()
    }

    /// Listens to a feed: from now on its ring is filled.
    pub fn listen(&self, feed: FeedId, listener: &Arc<Listener>) {
        self.rings.lock().entry(feed).or_default().listeners.insert(listener.id, listener.clone());
    }

    /// Stops listening; a feed without listeners keeps nothing.
    pub fn unlisten(&self, feed: FeedId, listener: &Listener) {
        let mut rings = self.rings.lock();
        if let Some(ring) = rings.get_mut(&feed) {
            ring.listeners.remove(&listener.id);
            if ring.listeners.is_empty() {
                rings.remove(&feed);
            }
        }
    }

    /// The head of a feed was read: a new ring begins there.
    pub fn begin(&self, feed: FeedId, head: u64) {
        if let Some(ring) = self.rings.lock().get_mut(&feed)
            && ring.last.is_none()
        {
            ring.last = Some(head);
            let early: Vec<Frame> = std::mem::take(&mut ring.early).into_values().collect();
            for frame in early {
                ring.push(frame);
            }
        }
    }

    /// What follows a cursor.
    pub fn after(&self, feed: FeedId, cursor: u64) -> After {
        let rings = self.rings.lock();
        let Some(ring) = rings.get(&feed) else { return After::UpToDate };
        if ring.last.is_none_or(|last| last <= cursor) {
            return After::UpToDate;
        }
        match ring.frames.iter().position(|frame| frame.from <= cursor && cursor < frame.to) {
            Some(at) => After::Frames(ring.frames.iter().skip(at).cloned().collect()),
            None => After::Missing,
        }
    }

    /// Takes a frame in. `removed`: people whom the frame takes out of the feed, with the
    /// position after which they hear nothing.
    pub fn push(&self, feed: FeedId, frame: Frame, removed: &[(UserId, u64)]) -> Pushed {
        let mut rings = self.rings.lock();
        let Some(ring) = rings.get_mut(&feed) else { return Pushed::Dropped };
        for (user, position) in removed {
            for listener in ring.listeners.values().filter(|listener| listener.user == *user) {
                listener.tell(|inbox| inbox.fences.push((feed, *position)));
            }
        }
        let pushed = ring.push(frame);
        if matches!(pushed, Pushed::Moved) {
            for listener in ring.listeners.values() {
                listener.tell(|inbox| {
                    if !inbox.dirty.contains(&feed) {
                        inbox.dirty.push(feed);
                    }
                });
            }
        }
        pushed
    }

    /// The position a feed's ring has reached; `None` when nobody listens.
    pub fn last(&self, feed: FeedId) -> Option<u64> {
        self.rings.lock().get(&feed)?.last
    }

    /// All feeds that have listeners, with their positions.
    pub fn positions(&self) -> Vec<(FeedId, u64)> {
        self.rings.lock().iter().filter_map(|(feed, ring)| Some((*feed, ring.last?))).collect()
    }

    /// A person joined a channel: their connections follow it.
    pub fn follow(&self, user: UserId, channel: ChannelId) {
        if let Some(ring) = self.rings.lock().get(&FeedId::User(user)) {
            for listener in ring.listeners.values() {
                listener.tell(|inbox| inbox.follow.push(channel));
            }
        }
    }

    /// A fleeting frame for all listeners of a feed; dropped for those who are busy.
    pub fn flash(&self, feed: FeedId, bytes: &Bytes) {
        if let Some(ring) = self.rings.lock().get(&feed) {
            for listener in ring.listeners.values() {
                listener.tell(|inbox| {
                    if inbox.fleeting.len() < FLEETING {
                        inbox.fleeting.push_back(bytes.clone());
                    }
                });
            }
        }
    }

    /// These sessions ended.
    pub fn revoke(&self, sessions: &[SessionId]) {
        for listener in self.connections.lock().values() {
            if sessions.contains(&listener.session) {
                listener.tell(|inbox| inbox.revoked = true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(from: u64, to: u64) -> Frame {
        Frame { from, to, bytes: Bytes::new() }
    }

    fn listening(feed: FeedId, head: u64) -> (Hub, Arc<Listener>) {
        let hub = Hub::default();
        let ada = hub.enter(UserId::new(), SessionId::new());
        hub.listen(feed, &ada);
        hub.begin(feed, head);
        (hub, ada)
    }

    #[test]
    fn hints_out_of_order_come_out_in_order() {
        let feed = FeedId::Channel(ChannelId::new());
        let (hub, _ada) = listening(feed, 5);
        assert!(matches!(hub.push(feed, frame(6, 7), &[]), Pushed::Early));
        assert!(matches!(hub.push(feed, frame(5, 6), &[]), Pushed::Moved));
        let After::Frames(frames) = hub.after(feed, 5) else { panic!("two frames follow") };
        assert_eq!(frames.iter().map(|frame| frame.to).collect::<Vec<_>>(), [6, 7]);
        assert!(matches!(hub.push(feed, frame(5, 6), &[]), Pushed::Dropped));
    }

    #[test]
    fn a_cursor_that_fell_behind_the_ring_is_sent_to_the_store() {
        let feed = FeedId::Channel(ChannelId::new());
        let (hub, _ada) = listening(feed, 0);
        for position in 0..200 {
            hub.push(feed, frame(position, position + 1), &[]);
        }
        assert!(matches!(hub.after(feed, 3), After::Missing));
        assert!(matches!(hub.after(feed, 150), After::Frames(_)));
        assert!(matches!(hub.after(feed, 200), After::UpToDate));
    }

    #[tokio::test]
    async fn a_removal_fences_the_removed_and_nobody_else() {
        let feed = FeedId::Channel(ChannelId::new());
        let (hub, ada) = listening(feed, 0);
        let bela = hub.enter(UserId::new(), SessionId::new());
        hub.listen(feed, &bela);
        hub.push(feed, frame(0, 1), &[(bela.user, 1)]);
        assert_eq!(bela.next().await.fences, [(feed, 1)]);
        assert!(ada.next().await.fences.is_empty());
    }
}
