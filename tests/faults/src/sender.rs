//! People who talk without pause: they send, repeat what they aren't sure of with the same
//! nonce, edit, react and mark as read, each time at any node.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use protocol::{ChannelId, Message, UserId};
use tokio::sync::watch;
use url::Url;

use crate::{
    attempt::attempt,
    cast::{Cast, Person},
    chance::Chance,
    history::{History, Outcome, What},
};

/// Between two things a person does, at most.
const PAUSE: Duration = Duration::from_millis(120);
/// Between two tries of one thing, at most.
const RETRY: Duration = Duration::from_millis(500);
/// After the end of a run, what is open must have been settled.
pub const SETTLING: Duration = Duration::from_secs(30);
/// Messages that others may react to, at most.
const WALL: usize = 200;

/// What senders share.
pub struct Sender {
    /// Who.
    pub person: Person,
    /// Everybody, and where.
    pub cast: Arc<Cast>,
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// Where everything is noted.
    pub history: History,
    /// The newest messages of all: (channel, id).
    pub wall: Arc<Mutex<Vec<Message>>>,
    /// This sender's own.
    pub chance: Chance,
    /// True once no more is to be begun.
    pub over: watch::Receiver<bool>,
}

/// What one sender remembers.
#[derive(Default)]
struct Memory {
    order: u64,
    own: Vec<Message>,
    generations: std::collections::BTreeMap<ChannelId, u64>,
}

impl Sender {
    /// Talks until it's over; returns when nothing is open any more.
    pub async fn run(mut self) {
        let mut memory = Memory::default();
        while !*self.over.borrow() {
            let channel = if self.chance.percent(60) { self.cast.quay } else { self.cast.deck };
            match self.chance.below(100) {
                0..72 => self.send(channel, &mut memory).await,
                72..82 => self.edit(&mut memory).await,
                82..90 => self.react().await,
                _ => self.mark(channel, &mut memory).await,
            }
            tokio::time::sleep(self.chance.time(PAUSE)).await;
        }
    }

    async fn send(&mut self, channel: ChannelId, memory: &mut Memory) {
        memory.order += 1;
        let order = memory.order;
        let nonce = format!("{}-{order}", self.person.name);
        let mut roots = memory.own.iter().rev().filter(|it| it.channel == channel && it.thread.is_none());
        let thread = roots.next().map(|root| root.id).filter(|_| self.chance.percent(10));
        let addressed: String = match self.chance.below(20) {
            0 => "<!channel> ".to_owned(),
            1 | 2 => {
                self.chance.pick(&self.cast.talkers).map(|it| format!("<@{}> ", it.user)).unwrap_or_default()
            }
            _ => String::new(),
        };
        let text = format!("{addressed}{nonce} {}.", "x".repeat(self.chance.below(120)));
        let what = What::Send { channel, thread, nonce, text, order, files: Vec::new() };
        let stored = match self.chance.below(100) {
            // The same at two nodes at once.
            0..12 => self.twice(what).await,
            // The line is cut while it is being stored, or just before or after.
            12..24 => {
                let patience = self.chance.time(Duration::from_millis(12));
                let first = self.once(what.clone(), Some(patience)).await;
                if let Some(message) = stored(first) { Some(message) } else { self.until_stored(what).await }
            }
            _ => self.until_stored(what).await,
        };
        let Some(message) = stored else { return };
        if self.chance.percent(20) {
            self.look(&message).await;
        }
        let mut wall = self.wall.lock();
        if wall.len() >= WALL {
            wall.remove(0);
        }
        wall.push(message.clone());
        memory.own.push(message);
        if memory.own.len() > WALL {
            memory.own.remove(0);
        }
    }

    async fn twice(&mut self, what: What) -> Option<Message> {
        let (one, other) = (self.node(), self.node());
        let (history, person, nodes) = (&self.history, &self.person, &self.nodes);
        let (first, second) = tokio::join!(
            attempt(history, person, nodes, one, what.clone(), None),
            attempt(history, person, nodes, other, what.clone(), None),
        );
        match stored(first).or(stored(second)) {
            Some(message) => Some(message),
            None => self.until_stored(what).await,
        }
    }

    async fn edit(&mut self, memory: &mut Memory) {
        let Some(message) = self.chance.pick(&memory.own).cloned() else { return };
        memory.order += 1;
        let text = format!("{} edited {}", self.person.name, memory.order);
        let (channel, message) = (message.channel, message.id);
        if let Some(edited) = self.until_stored(What::Edit { channel, message, text }).await
            && self.chance.percent(30)
        {
            self.look(&edited).await;
        }
    }

    async fn react(&mut self) {
        let wall = self.wall.lock().clone();
        let Some(message) = self.chance.pick(&wall) else { return };
        let emoji = self.chance.pick(&["👍", "🎉", "👀"]).copied().unwrap_or("👍").to_owned();
        self.until_stored(What::React { channel: message.channel, message: message.id, emoji }).await;
    }

    /// Marks read from what this device knows, now and then too far, too late or of an
    /// earlier generation; or marks unread.
    async fn mark(&mut self, channel: ChannelId, memory: &mut Memory) {
        let last = self.wall.lock().iter().filter(|it| it.channel == channel).map(|it| it.seq).max();
        let last = usize::try_from(last.unwrap_or(0)).unwrap_or(0);
        let known = memory.generations.get(&channel).copied().unwrap_or(0);
        let what = if self.chance.percent(25) {
            What::Unread { channel, seq: 1 + self.chance.below(last) as u64 }
        } else {
            let seq = self.chance.below(last + 3) as u64;
            let generation = if self.chance.percent(10) { known.saturating_sub(1) } else { known };
            What::Read { channel, seq, generation }
        };
        if let Outcome::Stored { reading: Some(reading), .. } = self.once(what, None).await {
            memory.generations.insert(channel, reading.generation);
        }
    }

    async fn look(&mut self, message: &Message) {
        let what = What::Look { channel: message.channel, message: message.id, rev: message.rev };
        self.once(what, None).await;
    }

    fn node(&mut self) -> usize {
        self.chance.below(self.nodes.len())
    }

    async fn once(&mut self, what: What, patience: Option<Duration>) -> Outcome {
        let node = self.node();
        attempt(&self.history, &self.person, &self.nodes, node, what, patience).await
    }

    /// Again and again until it is answered 2xx; or given up, now and then, after nothing but
    /// refusals, so that it can be seen that nothing was stored.
    async fn until_stored(&mut self, what: What) -> Option<Message> {
        let (mut was_unknown, mut over) = (false, None);
        loop {
            match self.once(what.clone(), None).await {
                Outcome::Stored { message, .. } => return message.map(|message| *message),
                Outcome::Unknown { .. } => was_unknown = true,
                Outcome::Refused { .. } if !was_unknown && self.chance.percent(5) => return None,
                Outcome::Refused { .. } => {}
            }
            if *self.over.borrow() && over.get_or_insert_with(Instant::now).elapsed() > SETTLING {
                return None;
            }
            tokio::time::sleep(self.chance.time(RETRY)).await;
        }
    }
}

fn stored(outcome: Outcome) -> Option<Message> {
    match outcome {
        Outcome::Stored { message, .. } => message.map(|message| *message),
        _ => None,
    }
}

/// Lets somebody in and puts them out, and lets them try to read while they are out.
pub struct Porter {
    /// Who opens and shuts.
    pub porter: Person,
    /// Who comes and goes.
    pub guest: Person,
    /// Where.
    pub channel: ChannelId,
    /// The nodes' addresses.
    pub nodes: Arc<Vec<Url>>,
    /// Where everything is noted.
    pub history: History,
    /// The porter's own.
    pub chance: Chance,
    /// True once no more is to be begun.
    pub over: watch::Receiver<bool>,
}

impl Porter {
    /// Until it's over; the guest is out at the end.
    pub async fn run(mut self) {
        let (channel, user): (ChannelId, UserId) = (self.channel, self.guest.user);
        while !*self.over.borrow() {
            self.until(What::Add { channel, user }).await;
            tokio::time::sleep(self.chance.time(Duration::from_secs(2))).await;
            if !self.until(What::Remove { channel, user }).await {
                return;
            }
            for node in 0..self.nodes.len() {
                attempt(&self.history, &self.guest, &self.nodes, node, What::Peep { channel }, None).await;
            }
            tokio::time::sleep(self.chance.time(Duration::from_secs(2))).await;
        }
    }

    async fn until(&mut self, what: What) -> bool {
        let mut over = None;
        loop {
            let node = self.chance.below(self.nodes.len());
            match attempt(&self.history, &self.porter, &self.nodes, node, what.clone(), None).await {
                // Gone already: an attempt whose outcome was unknown.
                Outcome::Stored { .. } | Outcome::Refused { status: 404, .. } => return true,
                _ if *self.over.borrow() && over.get_or_insert_with(Instant::now).elapsed() > SETTLING => {
                    return false;
                }
                _ => tokio::time::sleep(self.chance.time(RETRY)).await,
            }
        }
    }
}
