//! Holds the log, every reader's state and a fresh look at each node against each other,
//! by the properties of docs/GATEWAY.md. It knows nothing of how the run went, so that it
//! can be tested with histories that are wrong.

mod outsiders;
mod plans;
mod reading;
mod sends;
mod states;
#[cfg(test)]
mod tests;
mod times;

use std::{collections::BTreeMap, time::Duration};

use protocol::{ChannelId, FeedId, Item, Message, MessageId, Reading, Timestamp, UserId};
use serde::Serialize;

use crate::{
    courier::Held,
    history::Entry,
    replica::{Objects, Replica, Sightings},
};

/// Violations told of each property; one bug breaks thousands of things.
const TOLD: usize = 20;

/// A property that didn't hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// `P1` to `P17`.
    pub property: &'static str,
    /// What was seen.
    pub what: String,
}

impl Violation {
    /// Of this property.
    pub fn new(property: &'static str, what: impl Into<String>) -> Self {
        Self { property, what: what.into() }
    }
}

/// What a reader ended with.
#[derive(Debug, Clone)]
pub struct End {
    /// For people.
    pub name: String,
    /// Whose device it is.
    pub user: UserId,
    /// Its state, and what it saw.
    pub replica: Replica,
    /// How long after the last write it had everything; none when it never had.
    pub converged: Option<Duration>,
}

/// A fresh look at one node, over REST.
#[derive(Debug, Clone, Default)]
pub struct Fresh {
    /// Head and objects of each feed.
    pub feeds: BTreeMap<FeedId, (u64, Objects)>,
    /// Channels' conversations as their history tells them.
    pub conversations: BTreeMap<ChannelId, Vec<Message>>,
    /// What each person's snapshot says.
    pub people: BTreeMap<UserId, Own>,
    /// The SHA-256 of each message's files as they can be fetched, or why they can't.
    pub files: Held,
    /// All objects at their positions.
    pub sightings: Sightings,
}

/// One person's snapshot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Own {
    /// Feeds followed, and how far they are.
    pub cursors: BTreeMap<FeedId, u64>,
    /// Read cursors of the channels one is in, with what is derived from them.
    pub channels: BTreeMap<ChannelId, OwnChannel>,
}

/// A channel in a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnChannel {
    /// The cursor.
    pub reading: Reading,
    /// The newest message's number.
    pub last_seq: u64,
    /// Unread messages that mention one.
    pub mentions: Vec<u64>,
}

/// Everything there is to judge a run by.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The log.
    pub entries: Vec<Entry>,
    /// The readers.
    pub readers: Vec<End>,
    /// A look at each node.
    pub nodes: Vec<Fresh>,
    /// How soon all must have converged.
    pub bound: Duration,
    /// Who was let in and put out again and again.
    pub outsider: UserId,
    /// When the log began, where what nodes say of the time is to be believed.
    pub begun: Option<Timestamp>,
}

impl Evidence {
    /// Everything that is wrong; at most so many of each property.
    pub fn judge(&self) -> Vec<Violation> {
        let mut found: Vec<Violation> =
            self.readers.iter().flat_map(|reader| reader.replica.broken.clone()).collect();
        found.extend(sends::judge(self));
        found.extend(states::judge(self));
        found.extend(reading::judge(self));
        found.extend(outsiders::judge(self));
        found.extend(plans::judge(self));
        found.extend(times::judge(self));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        found.retain(|violation| {
            let count = counts.entry(violation.property).or_default();
            *count += 1;
            *count <= TOLD
        });
        found
    }

    /// Plans that became messages, and pages that devices took beside their feeds.
    pub fn planned_and_paged(&self) -> (usize, u64) {
        let nonces = self.messages();
        let planned = nonces.values().filter_map(|message| message.nonce.as_deref());
        let planned = planned.filter(|nonce| nonce.starts_with(plans::NONCE)).count();
        (planned, self.readers.iter().map(|reader| reader.replica.pages).sum())
    }

    /// A channel's messages in their final state, as the first node has them.
    fn messages(&self) -> BTreeMap<MessageId, &Message> {
        let feeds = self.nodes.iter().take(1).flat_map(|node| node.feeds.values());
        let items = feeds.flat_map(|(_, objects)| objects.values());
        items.filter_map(|item| if let Item::Message(it) = item { Some((it.id, it)) } else { None }).collect()
    }
}
