//! From the bus to the shards: next in line is passed on, old is dropped, a gap is read
//! from the store once. A hint that was lost last has no successor to betray it, so every
//! second the heads are compared too.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use bus::{News, Received};
use bytes::Bytes;
use parking_lot::Mutex;
use protocol::{Changes, FeedId, Item, MembershipState, Role, UserId, frame::ServerFrame, limits};

use crate::{
    codec::{self, Opcode},
    node::Node,
    order::{Hint, Pushed},
    ring::Frame,
    shard::Command,
    wire,
};

/// How long a hint waits for the one it follows.
const PATIENCE: Duration = Duration::from_millis(20);
/// How often heads are compared.
const COMPARE: Duration = Duration::from_secs(1);

/// Starts the two tasks; they end with the bus.
pub fn start(node: &Arc<Node>) {
    let relay = Relay { node: node.clone(), reading: Arc::default() };
    let mut news = node.chat.subscribe();
    let compare = relay.clone();
    tokio::spawn(async move {
        loop {
            match news.next().await {
                Received::News(news) => relay.take(news).await,
                Received::Missed => relay.compare_all().await,
                Received::Closed => return,
            }
        }
    });
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(COMPARE);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            compare.compare_all().await;
        }
    });
}

#[derive(Clone)]
struct Relay {
    node: Arc<Node>,
    /// Feeds being read from the store: one reader each.
    reading: Arc<Mutex<HashSet<FeedId>>>,
}

impl Relay {
    async fn take(&self, news: News) {
        match news {
            News::Changed { feed, from, to, frame } => {
                if self.arrive(feed, from, to, &frame).await == Pushed::Early {
                    let this = self.clone();
                    tokio::spawn(async move {
                        tokio::time::sleep(PATIENCE).await;
                        if this.node.order.last(feed).is_some_and(|last| last < to) {
                            this.fill(feed).await;
                        }
                    });
                }
            }
            // Apart: others' news needn't wait for the store.
            News::Moved { feeds } => {
                let last = |feed| self.node.order.last(feed);
                let behind =
                    feeds.into_iter().filter(|(feed, to)| last(*feed).is_some_and(|last| last < *to));
                let behind: Vec<FeedId> = behind.map(|(feed, _)| feed).collect();
                if !behind.is_empty() {
                    let this = self.clone();
                    tokio::spawn(async move {
                        for feed in behind {
                            this.fill(feed).await;
                        }
                    });
                }
            }
            News::Followed { feeds } => {
                let last = |feed| Some((feed, self.node.order.last(feed)?));
                let positions: Vec<(FeedId, u64)> = feeds.into_iter().filter_map(last).collect();
                let this = self.clone();
                tokio::spawn(async move { this.compare(&positions).await });
            }
            News::Typing { channel, thread, user } => {
                self.flash(FeedId::Channel(channel), &ServerFrame::Typing { channel, thread, user });
            }
            News::Presence { user, state, workspaces } => {
                for workspace in workspaces {
                    self.flash(FeedId::Workspace(workspace), &ServerFrame::Presence { user, state });
                }
            }
            News::Revoked { sessions } => {
                let sessions: Arc<[_]> = sessions.into();
                for shard in &self.node.shards {
                    shard.tell(Command::Revoke { sessions: sessions.clone() }).await;
                }
            }
        }
    }

    fn flash(&self, feed: FeedId, frame: &ServerFrame) {
        let shards = self.node.order.shards(feed);
        if shards.is_empty() {
            return;
        }
        let wire = wire(frame);
        shards.into_iter().for_each(|shard| self.node.shards[shard].flash(feed, wire.clone()));
    }

    async fn arrive(&self, feed: FeedId, from: u64, to: u64, frame: &[u8]) -> Pushed {
        let node = &self.node;
        // Nobody here: nothing to frame. But who comes into a workspace may be here.
        let is_heard = !node.order.shards(feed).is_empty();
        if !is_heard && !matches!(feed, FeedId::Workspace(_)) {
            return Pushed::Dropped;
        }
        let moves = moves(feed, frame);
        let removed: Vec<(UserId, u64)> = moves
            .removed
            .iter()
            // A frame that goes on after the removal isn't told to the removed at all.
            .map(|(user, rev)| (*user, if *rev == to { to } else { from }))
            .collect();
        let mut pushed = Pushed::Dropped;
        if is_heard {
            let frame = Frame { from, to, wire: codec::encode(Opcode::Text, frame) };
            let hint = Hint { frame, removed, arrived: Instant::now() };
            pushed = node.order.push(feed, hint, |shard, hint| node.shards[shard].moved(feed, hint));
        }
        for (user, feed) in moves.joined {
            for shard in node.order.shards(FeedId::User(user)) {
                node.shards[shard].tell(Command::Follow { user, feed }).await;
            }
        }
        pushed
    }

    /// Reads what is missing of a feed, unless somebody is at it.
    async fn fill(&self, feed: FeedId) {
        if !self.reading.lock().insert(feed) {
            return;
        }
        while let Some(last) = self.node.order.last(feed) {
            let read = self.node.chat.changes_of(feed, last, limits::CATCH_UP).await;
            let Ok(changes) = read else { break };
            if changes.to <= last {
                break;
            }
            let (from, to) = (changes.from, changes.to);
            let more = changes.more;
            let frame: Bytes = chat::announce::encode(changes);
            self.arrive(feed, from, to, &frame).await;
            if !more {
                break;
            }
        }
        self.reading.lock().remove(&feed);
    }

    async fn compare_all(&self) {
        self.compare(&self.node.order.positions()).await;
    }

    async fn compare(&self, positions: &[(FeedId, u64)]) {
        for part in positions.chunks(1_000) {
            let feeds: Vec<FeedId> = part.iter().map(|(feed, _)| *feed).collect();
            let Ok(heads) = self.node.chat.heads(&feeds).await else { return };
            for ((feed, last), head) in part.iter().zip(heads) {
                if head > *last {
                    self.fill(*feed).await;
                }
            }
        }
    }
}

/// Who comes and goes by a frame.
#[derive(Default)]
struct Moves {
    /// Out of this feed, with the position of that.
    removed: Vec<(UserId, u64)>,
    /// Into these feeds.
    joined: Vec<(UserId, FeedId)>,
}

/// Decodes only frames that can hold a coming or going; most are messages.
fn moves(feed: FeedId, frame: &[u8]) -> Moves {
    let mark: &[u8] = match feed {
        FeedId::Channel(_) => b"\"type\":\"member\"",
        FeedId::User(_) => b"\"type\":\"membership\"",
        FeedId::Workspace(_) => b"\"type\":\"person\"",
    };
    let mut moves = Moves::default();
    if !frame.windows(mark.len()).any(|part| part == mark) {
        return moves;
    }
    let Ok(changes) = serde_json::from_slice::<Changes>(frame) else { return moves };
    for item in changes.items {
        match item {
            Item::Member(member) if !member.active => moves.removed.push((member.user, member.rev)),
            // Guests don't follow the workspace.
            Item::Person(person) if person.active && person.role > Role::Guest => {
                moves.joined.push((person.user, feed));
            }
            Item::Person(person) => moves.removed.push((person.user, person.rev)),
            Item::Membership(it) if it.state == MembershipState::Joined => {
                if let FeedId::User(user) = feed {
                    moves.joined.push((user, FeedId::Channel(it.channel)));
                }
            }
            _ => {}
        }
    }
    moves
}
