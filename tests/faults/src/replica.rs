//! What a client holds of its feeds, kept as docs/GATEWAY.md says; and what it saw on the
//! way, for the checker.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    time::Instant,
};

use protocol::{Changes, FeedId, Item, MessageId, MessageKind, Reading, frame::ServerFrame};

use crate::checker::Violation;

/// The objects of one feed, by what they are.
pub type Objects = BTreeMap<String, Item>;

/// An object at a position, told apart by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Hash of what it is.
    pub object: u64,
    /// Hash of its state.
    pub state: u64,
}

/// Who saw what at which position: (feed, object's hash, rev) → state.
pub type Sightings = HashMap<(FeedId, u64), Vec<Sighting>>;

/// A `changes` frame that brought texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Of which feed.
    pub feed: FeedId,
    /// The frame's end.
    pub to: u64,
    /// The highest position of a text in it.
    pub text: u64,
}

/// What the reader has to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Read on.
    Nothing,
    /// Ask what changed in this feed after the cursor.
    Ask(FeedId),
    /// Fetch all of this feed; the cursor is this one then.
    Fetch(FeedId, u64),
    /// Everything is caught up.
    Ready,
    /// Come back after so many milliseconds, to any node.
    Move(u32),
}

/// Frames that bring texts, kept for the checker at most.
const TOLD: usize = 100_000;

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    /// Whose cursors these are; empty at first.
    pub epoch: String,
    /// Feed → position applied.
    pub cursors: BTreeMap<FeedId, u64>,
    /// What is held of each feed.
    pub feeds: BTreeMap<FeedId, Objects>,
    /// Everything ever seen.
    pub sightings: Sightings,
    /// The frames that brought texts, in order.
    pub told: Vec<Told>,
    /// Every state of a read cursor, in order of arrival.
    pub readings: Vec<Reading>,
    /// Rules of the gateway that a frame broke.
    pub broken: Vec<Violation>,
    /// Frames that followed a gap: none was expected.
    pub gaps: u64,
    /// Feeds in which something had been missed when the device came back.
    pub caught_up: u64,
    /// When each message was first met.
    pub met: HashMap<MessageId, Instant>,
    /// How often each feed was forgotten: what was fetched before isn't of it any more.
    pub forgotten: BTreeMap<FeedId, u64>,
    /// Pages taken beside the feeds.
    pub pages: u64,
    /// Between hello and ready, what comes was missed.
    pub is_catching_up: bool,
    /// Feeds reset.
    pub resets: u64,
    /// Feeds that couldn't be fetched after a reset, because one had been put out meanwhile.
    /// One who is let in again at once may be told of them without another reset.
    pub unfetched: BTreeSet<FeedId>,
}

impl Replica {
    /// Takes in a frame.
    pub fn take(&mut self, frame: ServerFrame) -> Next {
        match frame {
            ServerFrame::Changes(changes) => return self.changes(changes),
            ServerFrame::Reset { feed, to } => {
                // Without a cursor until it is fetched: a connection lost meanwhile is told again.
                self.forget(feed);
                self.resets += 1;
                return Next::Fetch(feed, to);
            }
            ServerFrame::Gone { feed } => self.forget(feed),
            ServerFrame::Ready { epoch, .. } => {
                if !self.epoch.is_empty() && self.epoch != epoch {
                    self.broken.push(Violation::new("P13", format!("the epoch became {epoch}")));
                }
                self.epoch = epoch;
                self.is_catching_up = false;
                return Next::Ready;
            }
            ServerFrame::Move { after } => return Next::Move(after),
            ServerFrame::Heartbeat {} | ServerFrame::Typing { .. } | ServerFrame::Presence { .. } => {}
        }
        Next::Nothing
    }

    fn forget(&mut self, feed: FeedId) {
        self.cursors.remove(&feed);
        self.feeds.remove(&feed);
        self.unfetched.remove(&feed);
        *self.forgotten.entry(feed).or_default() += 1;
    }

    fn changes(&mut self, changes: Changes) -> Next {
        let Changes { feed, from, to, .. } = changes;
        if self.unfetched.contains(&feed) {
            return Next::Fetch(feed, to);
        }
        let Some(&cursor) = self.cursors.get(&feed) else {
            self.broken.push(Violation::new("P10", format!("{feed}: {from}..{to} though it isn't followed")));
            return Next::Nothing;
        };
        if let Some(item) =
            changes.items.iter().find(|item| !(from < rev(feed, item) && rev(feed, item) <= to))
        {
            let why = format!("{feed}: {from}..{to} carries {} of {}", name(item), rev(feed, item));
            self.broken.push(Violation::new("P4", why));
        }
        let texts = changes.items.iter().filter(|item| is_text(item));
        if let Some(text) = texts.map(|item| rev(feed, item)).max()
            && self.told.len() < TOLD
        {
            self.told.push(Told { feed, to, text });
        }
        if from > cursor {
            self.gaps += 1;
            return Next::Ask(feed);
        }
        if to > cursor {
            self.caught_up += u64::from(self.is_catching_up && !changes.items.is_empty());
            self.keep(&changes);
            self.cursors.insert(feed, to);
        }
        Next::Nothing
    }

    /// Takes in what was asked for over REST; the cursor only moves forward.
    pub fn fill(&mut self, changes: &Changes) {
        self.keep(changes);
        let cursor = self.cursors.entry(changes.feed).or_default();
        *cursor = changes.to.max(*cursor);
    }

    /// The higher `rev` wins.
    pub fn keep(&mut self, changes: &Changes) {
        let objects = self.feeds.entry(changes.feed).or_default();
        for item in &changes.items {
            see(&mut self.sightings, changes.feed, item);
            let rev_here = rev(changes.feed, item);
            if let Item::Reading(reading) = item
                && self.readings.last() != Some(reading)
            {
                self.readings.push(reading.clone());
            }
            if let Item::Message(message) = item {
                self.met.entry(message.id).or_insert_with(Instant::now);
            }
            let known = objects.entry(name(item)).or_insert_with(|| item.clone());
            if rev_here > rev(changes.feed, known) {
                *known = item.clone();
            }
        }
    }
}

/// Notes an object's state at its position.
pub fn see(sightings: &mut Sightings, feed: FeedId, item: &Item) {
    let seen = sightings.entry((feed, rev(feed, item))).or_default();
    let sighting = Sighting { object: hash(&name(item)), state: hash(&content(item)) };
    if !seen.contains(&sighting) {
        seen.push(sighting);
    }
}

/// An object's position in this feed.
pub fn rev(feed: FeedId, item: &Item) -> u64 {
    item.rev(matches!(feed, FeedId::Workspace(_)))
}

/// What an object is: its type and id.
pub fn name(item: &Item) -> String {
    match item {
        Item::Message(it) => format!("message {}", it.id),
        Item::Channel(it) => format!("channel {}", it.id),
        Item::Member(it) => format!("member {} of {}", it.user, it.channel),
        Item::Person(it) => format!("person {}", it.user),
        Item::Emoji(it) => format!("emoji {}", it.name),
        Item::Group(it) => format!("group {}", it.id),
        Item::Workspace(it) => format!("workspace {}", it.id),
        Item::Membership(it) => format!("membership in {}", it.channel),
        Item::Reading(it) => match it.thread {
            Some(thread) => format!("reading of {thread}"),
            None => format!("reading of {}", it.channel),
        },
        Item::Alert(it) => format!("alert {}", it.message),
        Item::Saved(it) => format!("saved {}", it.message),
        Item::Planned(it) => format!("planned {}", it.id),
        Item::Draft(it) => format!("draft in {} {:?}", it.channel, it.thread),
        Item::Account(it) => format!("account {}", it.id),
    }
}

/// A person wrote it.
pub fn is_text(item: &Item) -> bool {
    matches!(item, Item::Message(message) if message.kind == MessageKind::Text)
}

fn content(item: &Item) -> String {
    // A public channel is in two feeds, and each knows the other's position only by and by.
    let mut item = item.clone();
    if let Item::Channel(channel) = &mut item {
        (channel.rev, channel.workspace_rev) = (0, 0);
    }
    serde_json::to_string(&item).unwrap_or_default()
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
