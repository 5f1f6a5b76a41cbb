//! People who talk without pause: they send, repeat what they aren't sure of with the same
//! nonce, edit, react and mark as read, each time at any node.

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;
use protocol::{ChannelId, Message};

use crate::{
    actor::Actor,
    attempt::attempt,
    history::{Outcome, What},
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
    /// Who, and where.
    pub actor: Actor,
    /// The newest messages of all: (channel, id).
    pub wall: Arc<Mutex<Vec<Message>>>,
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
        while !self.actor.is_over() {
            let channel =
                if self.actor.chance.percent(60) { self.actor.cast.quay } else { self.actor.cast.deck };
            match self.actor.chance.below(100) {
                0..72 => self.send(channel, &mut memory).await,
                72..82 => self.edit(&mut memory).await,
                82..90 => self.react().await,
                _ => self.mark(channel, &mut memory).await,
            }
            self.actor.pause(PAUSE).await;
        }
    }

    async fn send(&mut self, channel: ChannelId, memory: &mut Memory) {
        memory.order += 1;
        let order = memory.order;
        let nonce = format!("{}-{order}", self.actor.person.name);
        let mut roots = memory.own.iter().rev().filter(|it| it.channel == channel && it.thread.is_none());
        let thread = roots.next().map(|root| root.id).filter(|_| self.actor.chance.percent(10));
        let addressed: String = match self.actor.chance.below(20) {
            0 => "<!channel> ".to_owned(),
            1 | 2 => self
                .actor
                .chance
                .pick(&self.actor.cast.talkers)
                .map(|it| format!("<@{}> ", it.user))
                .unwrap_or_default(),
            _ => String::new(),
        };
        let text = format!("{addressed}{nonce} {}.", "x".repeat(self.actor.chance.below(120)));
        let what = What::Send { channel, thread, nonce, text, order, files: Vec::new() };
        let stored = match self.actor.chance.below(100) {
            // The same at two nodes at once.
            0..12 => self.twice(what).await,
            // The line is cut while it is being stored, or just before or after.
            12..24 => {
                let patience = self.actor.chance.time(Duration::from_millis(12));
                let first = self.actor.attempt_within(what.clone(), Some(patience)).await;
                if let Some(message) = stored(first) { Some(message) } else { self.until_stored(what).await }
            }
            _ => self.until_stored(what).await,
        };
        let Some(message) = stored else { return };
        if self.actor.chance.percent(20) {
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
        let (one, other) = (self.actor.node(), self.actor.node());
        let (history, person, nodes) = (&self.actor.history, &self.actor.person, &self.actor.nodes);
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
        let Some(message) = self.actor.chance.pick(&memory.own).cloned() else { return };
        memory.order += 1;
        let text = format!("{} edited {}", self.actor.person.name, memory.order);
        let (channel, message) = (message.channel, message.id);
        if let Some(edited) = self.until_stored(What::Edit { channel, message, text }).await
            && self.actor.chance.percent(30)
        {
            self.look(&edited).await;
        }
    }

    async fn react(&mut self) {
        let wall = self.wall.lock().clone();
        let Some(message) = self.actor.chance.pick(&wall) else { return };
        let emoji = self.actor.chance.pick(&["👍", "🎉", "👀"]).copied().unwrap_or("👍").to_owned();
        self.until_stored(What::React { channel: message.channel, message: message.id, emoji }).await;
    }

    /// Marks read from what this device knows, now and then too far, too late or of an
    /// earlier generation; or marks unread.
    async fn mark(&mut self, channel: ChannelId, memory: &mut Memory) {
        let last = self.wall.lock().iter().filter(|it| it.channel == channel).map(|it| it.seq).max();
        let last = usize::try_from(last.unwrap_or(0)).unwrap_or(0);
        let known = memory.generations.get(&channel).copied().unwrap_or(0);
        let what = if self.actor.chance.percent(25) {
            What::Unread { channel, seq: 1 + self.actor.chance.below(last) as u64 }
        } else {
            let seq = self.actor.chance.below(last + 3) as u64;
            let generation = if self.actor.chance.percent(10) { known.saturating_sub(1) } else { known };
            What::Read { channel, seq, generation }
        };
        if let Outcome::Stored { reading: Some(reading), .. } = self.actor.attempt(what).await {
            memory.generations.insert(channel, reading.generation);
        }
    }

    async fn look(&mut self, message: &Message) {
        let what = What::Look { channel: message.channel, message: message.id, rev: message.rev };
        self.actor.attempt(what).await;
    }

    /// Again and again until it is answered 2xx; or given up, now and then, after nothing but
    /// refusals, so that it can be seen that nothing was stored.
    async fn until_stored(&mut self, what: What) -> Option<Message> {
        let (mut was_unknown, mut ended) = (false, None);
        loop {
            match self.actor.attempt(what.clone()).await {
                Outcome::Stored { message, .. } => return message.map(|message| *message),
                Outcome::Unknown { .. } => was_unknown = true,
                Outcome::Refused { .. } if !was_unknown && self.actor.chance.percent(5) => return None,
                Outcome::Refused { .. } => {}
            }
            if self.actor.is_late(SETTLING, &mut ended) {
                return None;
            }
            self.actor.pause(RETRY).await;
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
pub struct Porter(pub Actor);

impl Porter {
    /// Until it's over; the guest is out at the end.
    pub async fn run(mut self) {
        let (channel, guest) = (self.0.cast.deck, self.0.cast.cleo.clone());
        while !self.0.is_over() {
            self.until(What::Add { channel, user: guest.user }).await;
            self.0.pause(Duration::from_secs(2)).await;
            if !self.until(What::Remove { channel, user: guest.user }).await {
                return;
            }
            for node in 0..self.0.nodes.len() {
                attempt(&self.0.history, &guest, &self.0.nodes, node, What::Peep { channel }, None).await;
            }
            self.0.pause(Duration::from_secs(2)).await;
        }
    }

    async fn until(&mut self, what: What) -> bool {
        let mut ended = None;
        loop {
            match self.0.attempt(what.clone()).await {
                // Gone already: an attempt whose outcome was unknown.
                Outcome::Stored { .. } | Outcome::Refused { status: 404, .. } => return true,
                _ if self.0.is_late(SETTLING, &mut ended) => return false,
                _ => self.0.pause(RETRY).await,
            }
        }
    }
}
