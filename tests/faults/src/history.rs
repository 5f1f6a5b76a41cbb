//! What the senders did and what they were answered: the log that is held against the store.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use protocol::{
    ChannelId, FileId, Message, MessageId, Planned, PlannedAction, PlannedId, Reading, Timestamp, UserId,
};
use serde::Serialize;

/// Entries of one run. A run that needs more is too long for its memory, and says so.
pub const BOUND: usize = 200_000;

/// One attempt and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// When it began, milliseconds since the run did.
    pub at: u64,
    /// How long it took, milliseconds.
    pub took: u64,
    /// By whom.
    pub who: UserId,
    /// At which node.
    pub node: usize,
    /// What.
    pub what: What,
    /// What became of it.
    pub outcome: Outcome,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum What {
    /// A message, the sender's `order`-th.
    Send {
        channel: ChannelId,
        thread: Option<MessageId>,
        nonce: String,
        text: String,
        order: u64,
        files: Vec<FileId>,
    },
    /// A file, from its announcement to its end.
    Upload { bytes: usize },
    /// Another text for one's own message.
    Edit { channel: ChannelId, message: MessageId, text: String },
    /// An emoji on a message.
    React { channel: ChannelId, message: MessageId, emoji: String },
    /// Everything up to here is read.
    Read { channel: ChannelId, seq: u64, generation: u64 },
    /// Unread from here on.
    Unread { channel: ChannelId, seq: u64 },
    /// A message that was answered for, looked at through another node: it must have come
    /// at least so far.
    Look { channel: ChannelId, message: MessageId, rev: u64 },
    /// Something is planned, for so soon.
    Plan { channel: ChannelId, nonce: String, action: PlannedAction, text: String, due: Timestamp },
    /// Another text or time for it.
    Replan { plan: PlannedId, text: Option<String>, due: Option<Timestamp> },
    /// It is cancelled, or dismissed.
    Unplan { plan: PlannedId },
    /// It is to be sent now.
    SendNow { plan: PlannedId },
    /// Somebody is let in.
    Add { channel: ChannelId, user: UserId },
    /// Somebody is put out.
    Remove { channel: ChannelId, user: UserId },
    /// Somebody who was put out tries to read.
    Peep { channel: ChannelId },
}

/// What is known of an attempt.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// 2xx.
    Stored {
        status: u16,
        message: Option<Box<Message>>,
        reading: Option<Reading>,
        planned: Option<Box<Planned>>,
    },
    /// Answered, and not 2xx: nothing was stored.
    Refused { status: u16, code: String },
    /// No answer, or one that says so.
    Unknown { why: String },
}

impl Outcome {
    /// Why there is no outcome when the client itself wanted none.
    pub const HUNG_UP: &str = "hung up";

    /// It came to nothing by the server's fault: no answer though one waited for it, or 5xx.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Stored { .. } => false,
            Self::Refused { status, .. } => *status >= 500,
            Self::Unknown { why } => why != Self::HUNG_UP,
        }
    }
}

/// The log of one run.
#[derive(Clone)]
pub struct History {
    begin: Instant,
    entries: Arc<Mutex<Vec<Entry>>>,
}

impl History {
    /// Empty; the clock starts.
    pub fn new() -> Self {
        Self { begin: Instant::now(), entries: Arc::default() }
    }

    /// Notes an attempt that began at this moment and has just ended.
    pub fn note(&self, began: Instant, who: UserId, node: usize, what: What, outcome: Outcome) {
        let (at, took) = (millis(began - self.begin), millis(began.elapsed()));
        let mut entries = self.entries.lock();
        if entries.len() < BOUND {
            entries.push(Entry { at, took, who, node, what, outcome });
        }
    }

    /// When the sender of each message was first answered.
    pub fn answered(&self) -> HashMap<MessageId, Instant> {
        let mut answered = HashMap::new();
        for Entry { at, took, what, outcome, .. } in self.entries.lock().iter() {
            if let (What::Send { .. }, Outcome::Stored { message: Some(message), .. }) = (what, outcome) {
                let when = self.begin + Duration::from_millis(at + took);
                answered.entry(message.id).or_insert(when);
            }
        }
        answered
    }

    /// Messages that were answered for so far.
    pub fn acknowledged(&self) -> usize {
        self.answered().len()
    }

    /// All of it; an error when it didn't fit.
    pub fn entries(&self) -> anyhow::Result<Vec<Entry>> {
        let entries = self.entries.lock().clone();
        anyhow::ensure!(entries.len() < BOUND, "more than {BOUND} attempts: make the run shorter");
        Ok(entries)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
