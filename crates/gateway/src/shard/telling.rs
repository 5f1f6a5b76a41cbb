//! Who listens to what on this shard, and how all of them are brought up to date.

use std::time::Instant;

use bytes::{Bytes, BytesMut};
use protocol::{FeedId, UserId, frame::ServerFrame};
use tokio::sync::oneshot;

use super::{Piece, Place, Shard, connection::Connection};
use crate::{
    order::Hint,
    resume,
    ring::{After, Ring},
    socket::Socket,
    wire,
};

/// A feed with listeners.
pub struct Feed {
    id: FeedId,
    ring: Ring,
    listeners: Vec<Listener>,
    is_dirty: bool,
}

/// Somebody's place in a feed.
struct Listener {
    /// Slot of the connection.
    connection: usize,
    /// Position told; [`UNBEGUN`] until it's known from where to tell.
    cursor: u64,
    /// Nothing beyond is told; [`NO_FENCE`] for most.
    fence: u64,
    /// What was missed is being read from the store.
    is_reading: bool,
}

const UNBEGUN: u64 = u64::MAX;
const NO_FENCE: u64 = u64::MAX;

/// One of a connection's feeds: which, and where among its listeners.
pub struct Following {
    feed: usize,
    at: usize,
}

/// How far a listener was brought.
enum Step {
    /// As far as there is, or as its socket takes.
    Done,
    /// To its fence.
    Fenced,
    /// The ring has moved on.
    Missing,
    /// Its connection is gone.
    Broken,
}

/// What a pass wrote.
#[derive(Default)]
struct Sent {
    writes: u64,
    bytes: u64,
}

impl Listener {
    /// Writes what follows the cursor. `memo` has what the listener before was told: most
    /// stand at the same place, so it's put together once.
    fn advance(
        &mut self,
        ring: &Ring,
        socket: &mut Socket,
        memo: &mut Option<(u64, After)>,
        sent: &mut Sent,
    ) -> Step {
        if self.cursor == UNBEGUN {
            return Step::Done;
        }
        while socket.is_clear() {
            let after = if self.fence == NO_FENCE {
                if memo.as_ref().is_none_or(|(cursor, _)| *cursor != self.cursor) {
                    *memo = Some((self.cursor, ring.after(self.cursor, NO_FENCE)));
                }
                memo.as_ref().map_or(After::UpToDate, |(_, after)| after.clone())
            } else {
                ring.after(self.cursor, self.fence)
            };
            match after {
                After::UpToDate if self.fence != NO_FENCE && ring.last() >= self.fence => {
                    return Step::Fenced;
                }
                After::UpToDate => return Step::Done,
                After::Missing => return Step::Missing,
                After::Frames(bytes, to) => {
                    if socket.write(&bytes).is_err() {
                        return Step::Broken;
                    }
                    self.cursor = to;
                    sent.writes += 1;
                    sent.bytes += bytes.len() as u64;
                    if to == ring.last() && self.fence == NO_FENCE {
                        return Step::Done;
                    }
                }
            }
        }
        Step::Done
    }
}

impl Shard {
    /// A frame for those of a feed.
    pub(super) fn moved(&mut self, id: FeedId, hint: Hint) {
        let Hint { frame, removed, arrived } = hint;
        let Some(at) = self.by_id.get(&id).copied() else { return };
        let feed = &mut self.feeds[at];
        for (user, position) in removed {
            for listener in &mut feed.listeners {
                if self.connections.get(listener.connection).is_some_and(|it| it.user == user) {
                    listener.fence = listener.fence.min(position);
                }
            }
        }
        feed.ring.push(frame);
        self.arrived.push(arrived);
        self.mark(at);
    }

    fn mark(&mut self, at: usize) {
        if !std::mem::replace(&mut self.feeds[at].is_dirty, true) {
            self.dirty.push(at);
        }
    }

    /// Frames were dropped on their way here: everything up to the positions that the node
    /// has reached is read from the store by those who lack it.
    pub(super) fn skip_what_was_missed(&mut self) {
        let behind: Vec<(usize, u64)> = self
            .feeds
            .iter()
            .filter_map(|(at, feed)| Some((at, self.node.order.last(feed.id)?)))
            .filter(|(at, last)| *last > self.feeds[*at].ring.last())
            .collect();
        for (at, last) in behind {
            self.feeds[at].ring.skip_to(last);
            self.mark(at);
        }
    }

    /// Brings the listeners of all feeds that moved up to date.
    pub(super) fn deliver(&mut self) {
        let mut sent = Sent::default();
        for at in std::mem::take(&mut self.dirty) {
            let Some(feed) = self.feeds.get_mut(at) else { continue };
            feed.is_dirty = false;
            let mut memo = None;
            let mut others = Vec::new();
            for listener in &mut feed.listeners {
                let Some(it) = self.connections.get_mut(listener.connection) else { continue };
                match listener.advance(&feed.ring, &mut it.socket, &mut memo, &mut sent) {
                    Step::Done => {}
                    step => others.push((listener.connection, step)),
                }
            }
            let id = feed.id;
            for (slot, step) in others {
                self.step_aside(slot, id, step);
            }
        }
        let counters = self.handle.counters();
        counters.sent(sent.writes, sent.bytes);
        if !self.arrived.is_empty() {
            let now = Instant::now();
            self.arrived.drain(..).for_each(|arrived| counters.took(now.saturating_duration_since(arrived)));
        }
    }

    /// Writes what a connection has missed while its socket took nothing.
    pub(super) fn catch_up(&mut self, slot: usize) {
        let mut sent = Sent::default();
        let mut others = Vec::new();
        if let Some(it) = self.connections.get_mut(slot) {
            for following in &it.feeds {
                let Feed { id, ring, listeners, .. } = &mut self.feeds[following.feed];
                match listeners[following.at].advance(ring, &mut it.socket, &mut None, &mut sent) {
                    Step::Done => {}
                    step => others.push((*id, step)),
                }
            }
        }
        self.handle.counters().sent(sent.writes, sent.bytes);
        for (id, step) in others {
            self.step_aside(slot, id, step);
        }
    }

    /// What can't be done for a listener in passing.
    fn step_aside(&mut self, slot: usize, id: FeedId, step: Step) {
        match step {
            Step::Done => {}
            Step::Broken => self.end(slot, None),
            Step::Fenced => {
                let Some(it) = self.connections.get(slot) else { return };
                let place = Place { slot, id: it.id };
                self.leave(place, id, true);
                // Let in again since, perhaps: its joining may have been told before.
                self.begin_following(slot, id);
            }
            Step::Missing => {
                let Some(cursor) = self.listener(slot, id).map(|listener| listener.cursor) else { return };
                self.read(slot, id, cursor);
            }
        }
    }

    /// Has what follows a cursor read from the store, unless that is under way.
    pub(super) fn read(&mut self, slot: usize, id: FeedId, cursor: u64) {
        let Some(listener) = self.listener(slot, id).filter(|it| !it.is_reading) else { return };
        listener.is_reading = true;
        let Some(it) = self.connections.get(slot) else { return };
        let place = Place { slot, id: it.id };
        self.handle.counters().missed();
        let task = resume::read(self.node.clone(), self.handle.clone(), place, it.user, id, cursor);
        self.node.runtime.spawn(task);
    }

    /// Frames of a connection's own, and where they bring its cursors.
    pub(super) fn tell(&mut self, to: Place, pieces: Vec<Piece>, done: Option<oneshot::Sender<()>>) {
        if !self.is_there(to) {
            return;
        }
        let mut all = Vec::with_capacity(pieces.len());
        for Piece { wire, cursor } in pieces {
            if let Some((id, position)) = cursor {
                // Left since it was read, or about to be: whatever it was isn't told.
                let Some(listener) = self.listener(to.slot, id) else { continue };
                listener.is_reading = false;
                if listener.fence < position {
                    self.step_aside(to.slot, id, Step::Fenced);
                    continue;
                }
                listener.cursor = position;
            }
            all.push(wire);
        }
        let wire = match &all[..] {
            [] => Bytes::new(),
            [one] => one.clone(),
            many => many
                .iter()
                .fold(BytesMut::new(), |mut all, one| {
                    all.extend_from_slice(one);
                    all
                })
                .freeze(),
        };
        let Some(it) = self.connections.get_mut(to.slot) else { return };
        if !wire.is_empty() && it.socket.write(&wire).is_err() {
            return self.end(to.slot, None);
        }
        if let Some(done) = done {
            if it.socket.is_clear() {
                // Whoever asked may have given up.
                let _ = done.send(());
            } else {
                it.waiting.push(done);
            }
        }
        self.catch_up(to.slot);
    }

    /// There is room again: what waits goes out first, then what was missed.
    pub(super) fn make_room(&mut self, slot: usize) {
        let Some(it) = self.connections.get_mut(slot).filter(|it| !it.socket.is_clear()) else { return };
        if it.socket.flush().is_err() {
            return self.end(slot, None);
        }
        if !it.socket.is_clear() {
            return;
        }
        if it.is_closing() {
            return it.socket.finish();
        }
        for done in std::mem::take(&mut it.waiting) {
            let _ = done.send(());
        }
        self.catch_up(slot);
    }

    /// Typing or presence; whoever is busy misses it.
    pub(super) fn flash(&mut self, id: FeedId, wire: &Bytes) {
        let Some(at) = self.by_id.get(&id) else { return };
        let mut broken = Vec::new();
        for listener in self.feeds[*at].listeners.iter().filter(|it| it.cursor != UNBEGUN) {
            let Some(it) = self.connections.get_mut(listener.connection) else { continue };
            if it.socket.is_clear() && it.socket.write(wire).is_err() {
                broken.push(listener.connection);
            }
        }
        broken.into_iter().for_each(|slot| self.end(slot, None));
    }

    pub(super) fn listen(&mut self, to: Place, ids: Vec<FeedId>) {
        let is_there = self.is_there(to);
        for id in ids {
            if !is_there || self.listener(to.slot, id).is_some() {
                self.node.order.unlisten(id, self.handle.index);
                continue;
            }
            let at = *self.by_id.entry(id).or_insert_with(|| {
                let feed = Feed { id, ring: Ring::default(), listeners: Vec::new(), is_dirty: false };
                self.feeds.insert(feed)
            });
            let listeners = &mut self.feeds[at].listeners;
            let following = Following { feed: at, at: listeners.len() };
            let listener =
                Listener { connection: to.slot, cursor: UNBEGUN, fence: NO_FENCE, is_reading: false };
            listeners.push(listener);
            self.connections[to.slot].feeds.push(following);
        }
    }

    pub(super) fn leave(&mut self, to: Place, id: FeedId, is_told: bool) {
        if !self.is_there(to) {
            return;
        }
        let Some(at) = self.by_id.get(&id) else { return };
        let feeds = &mut self.connections[to.slot].feeds;
        let Some(place) = feeds.iter().position(|it| it.feed == *at) else { return };
        let following = feeds.swap_remove(place);
        self.unlisten(following);
        if is_told {
            self.write(to.slot, &wire(&ServerFrame::Gone { feed: id }));
        }
    }

    pub(super) fn unlisten_all(&mut self, slot: usize) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        for following in std::mem::take(&mut it.feeds) {
            self.unlisten(following);
        }
    }

    /// Takes a listener out; the last one takes its place.
    fn unlisten(&mut self, following: Following) {
        let feed = &mut self.feeds[following.feed];
        feed.listeners.swap_remove(following.at);
        if let Some(moved) = feed.listeners.get(following.at) {
            let its = &mut self.connections[moved.connection].feeds;
            if let Some(it) = its.iter_mut().find(|it| it.feed == following.feed) {
                it.at = following.at;
            }
        }
        let id = feed.id;
        if feed.listeners.is_empty() {
            self.feeds.remove(following.feed);
            self.by_id.remove(&id);
        }
        self.node.order.unlisten(id, self.handle.index);
    }

    /// A connection's place in a feed.
    fn listener(&mut self, slot: usize, id: FeedId) -> Option<&mut Listener> {
        let at = *self.by_id.get(&id)?;
        let following = self.connections.get(slot)?.feeds.iter().find(|it| it.feed == at)?;
        self.feeds[at].listeners.get_mut(following.at)
    }

    /// The position told of a feed; `None` if it isn't known or not listened to.
    pub(super) fn told(&mut self, slot: usize, id: FeedId) -> Option<u64> {
        self.listener(slot, id).map(|listener| listener.cursor).filter(|cursor| *cursor != UNBEGUN)
    }

    /// A person may follow a feed now.
    pub(super) fn follow(&mut self, user: UserId, feed: FeedId) {
        let Some(at) = self.by_id.get(&FeedId::User(user)) else { return };
        let slots: Vec<usize> = self.feeds[*at].listeners.iter().map(|it| it.connection).collect();
        for slot in slots {
            self.begin_following(slot, feed);
        }
    }

    fn begin_following(&mut self, slot: usize, id: FeedId) {
        if self.listener(slot, id).is_some() {
            return;
        }
        let Some(it) = self.connections.get(slot) else { return };
        let Connection { id: number, user, .. } = *it;
        let place = Place { slot, id: number };
        let task = resume::follow(self.node.clone(), self.handle.clone(), place, user, id);
        self.node.runtime.spawn(task);
    }
}
