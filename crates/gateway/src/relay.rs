//! From the bus to the rings: next in line is delivered, old is dropped, a gap is read from
//! the store once. A hint that was lost last has no successor to betray it, so every second
//! the heads are compared too.

use std::{collections::HashSet, sync::Arc, time::Duration};

use bus::{News, Received};
use bytes::Bytes;
use parking_lot::Mutex;
use protocol::{Changes, FeedId, Item, MembershipState, UserId, frame::ServerFrame, limits};

use crate::{
    Gateway,
    hub::{Frame, Pushed},
};

/// How long a hint waits for the one it follows.
const PATIENCE: Duration = Duration::from_millis(20);
/// How often heads are compared.
const COMPARE: Duration = Duration::from_secs(1);

/// Starts the two tasks; they end with the process.
pub fn start(gateway: &Gateway) {
    let relay = Relay { gateway: gateway.clone(), reading: Arc::default() };
    let mut news = gateway.0.chat.subscribe();
    let compare = relay.clone();
    tokio::spawn(async move {
        loop {
            match news.next().await {
                Received::News(news) => relay.take(news),
                Received::Missed => relay.compare().await,
                Received::Closed => return,
            }
        }
    });
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(COMPARE);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            compare.compare().await;
        }
    });
}

#[derive(Clone)]
struct Relay {
    gateway: Gateway,
    /// Feeds being read from the store: one reader each.
    reading: Arc<Mutex<HashSet<FeedId>>>,
}

impl Relay {
    fn take(&self, news: News) {
        let hub = &self.gateway.0.hub;
        match news {
            News::Changed { feed, from, to, frame } => {
                if hub.last(feed).is_none_or(|last| to > last) {
                    self.arrive(feed, Frame { from, to, bytes: frame });
                }
            }
            News::Typing { channel, thread, user } => {
                flash(self, FeedId::Channel(channel), &ServerFrame::Typing { channel, thread, user });
            }
            News::Presence { user, state, workspaces } => {
                for workspace in workspaces {
                    flash(self, FeedId::Workspace(workspace), &ServerFrame::Presence { user, state });
                }
            }
            News::Revoked { sessions } => hub.revoke(&sessions),
        }
    }

    fn arrive(&self, feed: FeedId, frame: Frame) {
        let hub = &self.gateway.0.hub;
        let (from, to) = (frame.from, frame.to);
        let moves = moves(feed, &frame.bytes);
        let removed: Vec<(UserId, u64)> = moves
            .removed
            .iter()
            // A frame that goes on after the removal isn't told to the removed at all.
            .map(|(user, rev)| (*user, if *rev == to { to } else { from }))
            .collect();
        if matches!(hub.push(feed, frame, &removed), Pushed::Early) {
            let this = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(PATIENCE).await;
                if this.gateway.0.hub.last(feed).is_some_and(|last| last < to) {
                    this.fill(feed).await;
                }
            });
        }
        if let FeedId::User(user) = feed {
            for channel in moves.joined {
                hub.follow(user, channel);
            }
        }
    }

    /// Reads what is missing of a feed, unless somebody is at it.
    async fn fill(&self, feed: FeedId) {
        if !self.reading.lock().insert(feed) {
            return;
        }
        while let Some(last) = self.gateway.0.hub.last(feed) {
            let read = self.gateway.0.chat.changes_of(feed, last, limits::CATCH_UP).await;
            let Ok(changes) = read else { break };
            if changes.to <= last {
                break;
            }
            let (from, to) = (changes.from, changes.to);
            let more = changes.items.len() >= limits::CATCH_UP;
            self.arrive(feed, Frame { from, to, bytes: chat::announce::encode(changes) });
            if !more {
                break;
            }
        }
        self.reading.lock().remove(&feed);
    }

    async fn compare(&self) {
        let positions = self.gateway.0.hub.positions();
        for part in positions.chunks(1_000) {
            let feeds: Vec<FeedId> = part.iter().map(|(feed, _)| *feed).collect();
            let Ok(heads) = self.gateway.0.chat.heads(&feeds).await else { return };
            for ((feed, last), head) in part.iter().zip(heads) {
                if head > *last {
                    self.fill(*feed).await;
                }
            }
        }
    }
}

fn flash(relay: &Relay, feed: FeedId, frame: &ServerFrame) {
    let bytes = serde_json::to_vec(frame).map(Bytes::from).unwrap_or_default();
    relay.gateway.0.hub.flash(feed, &bytes);
}

/// Who comes and goes by a frame.
#[derive(Default)]
struct Moves {
    removed: Vec<(UserId, u64)>,
    joined: Vec<protocol::ChannelId>,
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
            Item::Person(person) if !person.active => moves.removed.push((person.user, person.rev)),
            Item::Membership(it) if it.state == MembershipState::Joined => moves.joined.push(it.channel),
            _ => {}
        }
    }
    moves
}
