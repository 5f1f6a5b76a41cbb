//! One connection: how it begins, what makes it late, and how it ends.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use bytes::Bytes;
use mio::Token;
use protocol::{
    FeedId, SessionId, UserId,
    frame::{Presence, ServerFrame, close},
    limits,
};
use tokio::sync::oneshot;

use super::{Newcomer, Shard, telling::Following};
use crate::{HEARTBEAT, codec, pace::Pace, resume, socket::Socket, wire};

/// Until `hello`.
const HELLO: Duration = Duration::from_secs(5);
/// Nothing accepted for so long: the client is cut and comes back.
const STALLED: Duration = Duration::from_secs(20);
/// For the other side to close too.
const GOODBYE: Duration = Duration::from_secs(2);
/// Bytes that may wait for a client that sends without reading.
const WAITING: usize = 512 * 1024;

/// Which connection; its slot may have been given to another since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub slot: usize,
    /// Never given twice on a node.
    pub id: u64,
}

/// What a shard knows of a connection.
pub struct Connection {
    pub id: u64,
    pub user: UserId,
    pub session: SessionId,
    pub socket: Socket,
    pub phase: Phase,
    /// What it listens to.
    pub feeds: Vec<Following>,
    /// Cursors that the client reported lower than told, last time.
    pub behind: BTreeMap<FeedId, u64>,
    /// Told when everything was accepted.
    pub waiting: Vec<oneshot::Sender<()>>,
    pub state: Presence,
    pub heard: Instant,
    pub pace: Pace,
}

/// Where in its life a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Has to say hello, since then.
    Silent(Instant),
    /// Said it.
    Live,
    /// Was told why it ends, then; what it says isn't heard any more.
    Closing(Instant),
}

impl Connection {
    pub fn is_closing(&self) -> bool {
        matches!(self.phase, Phase::Closing(_))
    }
}

impl Shard {
    pub(super) fn enter(&mut self, newcomer: Newcomer) {
        let Newcomer { stream, read, user, session } = newcomer;
        let entry = self.connections.vacant_entry();
        let slot = entry.key();
        let begun = Socket::new(stream, limits::FRAME_BYTES).and_then(|mut socket| {
            socket.register(self.poll.registry(), Token(slot))?;
            Ok(socket)
        });
        let socket = match begun {
            Ok(socket) => socket,
            Err(error) => {
                tracing::warn!(%error, "a connection can't be taken over");
                self.node.left();
                return;
            }
        };
        entry.insert(Connection {
            id: self.node.next_id(),
            user,
            session,
            socket,
            phase: Phase::Silent(self.now),
            feeds: Vec::new(),
            behind: BTreeMap::new(),
            waiting: Vec::new(),
            state: Presence::Active,
            heard: self.now,
            pace: Pace::new(),
        });
        if !read.is_empty() {
            self.take_in(slot, &read);
        }
    }

    /// Looks who is late, and asks after the sessions of those who gave a sign of life.
    pub(super) fn tick(&mut self) {
        let mut late = Vec::new();
        for (slot, it) in &self.connections {
            let since = |then| self.now.saturating_duration_since(then);
            let is_stalled = it.socket.stuck_for(self.now) > STALLED;
            late.extend(match it.phase {
                Phase::Closing(told) if since(told) > GOODBYE => Some((slot, None)),
                Phase::Closing(_) => None,
                Phase::Silent(begun) if since(begun) > HELLO => {
                    Some((slot, Some((close::NO_HELLO, "say hello within 5 seconds"))))
                }
                _ if is_stalled => Some((slot, Some((close::TOO_SLOW, "too slow: come back and catch up")))),
                _ if since(it.heard) > HEARTBEAT * 2 + Duration::from_secs(5) => {
                    Some((slot, Some((close::SILENT, "no heartbeat: come back"))))
                }
                _ => None,
            });
        }
        for (slot, reason) in late {
            if reason.is_some_and(|(code, _)| code == close::TOO_SLOW) {
                self.handle.counters().slow();
            }
            self.end(slot, reason);
        }
        self.send_away();
        let beating = std::mem::take(&mut self.beating);
        let beating: Vec<resume::Beating> = beating
            .into_iter()
            .filter_map(|place| {
                let it = self.connections.get(place.slot).filter(|it| it.id == place.id)?;
                Some(resume::Beating { place, user: it.user, session: it.session, state: it.state })
            })
            .collect();
        if !beating.is_empty() {
            let task = resume::revalidate(self.node.clone(), self.handle.clone(), beating);
            self.node.runtime.spawn(task);
        }
    }

    /// While stopping: each connection's turn comes at a moment of its own.
    fn send_away(&mut self) {
        let Some((begun, time)) = self.draining else { return };
        let passed = self.now.saturating_duration_since(begun);
        // The golden ratio spreads consecutive numbers evenly.
        let turn = |id: u64| time.mul_f64(0.8 * (id as f64 * 0.618_033_988_749_895).fract());
        let due: Vec<(usize, u64)> = self
            .connections
            .iter()
            .filter(|(_, it)| !it.is_closing() && turn(it.id) <= passed)
            .map(|(slot, it)| (slot, it.id))
            .collect();
        for (slot, id) in due {
            // Turns are spread already: more would only be a longer gap.
            let after = u32::try_from(200 + id % 800).unwrap_or(200);
            self.write(slot, &wire(&ServerFrame::Move { after }));
            self.end(slot, Some((close::RESTART, "the server restarts: come back")));
        }
    }

    pub(super) fn revoke(&mut self, sessions: &[SessionId]) {
        let met = |it: &Connection| !it.is_closing() && sessions.contains(&it.session);
        let slots: Vec<usize> =
            self.connections.iter().filter(|(_, it)| met(it)).map(|(slot, _)| slot).collect();
        for slot in slots {
            self.end(slot, Some((close::SIGNED_OUT, "the session ended: sign in")));
        }
    }

    /// Writes a frame of the connection's own, if it's still there.
    pub(super) fn write(&mut self, slot: usize, frame: &Bytes) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        if it.is_closing() {
            return;
        }
        if it.socket.write(frame).is_err() {
            self.end(slot, None);
        } else if it.socket.waiting_bytes() > WAITING {
            self.handle.counters().slow();
            self.end(slot, Some((close::TOO_SLOW, "too slow: come back and catch up")));
        }
    }

    /// Ends a connection: with a reason by the closing handshake of RFC 6455 §7.1.2,
    /// without one at once.
    pub(super) fn end(&mut self, slot: usize, reason: Option<(u16, &str)>) {
        match reason {
            Some((code, reason)) => self.close(slot, &codec::close(code, reason)),
            None => {
                self.stop_telling(slot);
                self.ended.push(slot);
            }
        }
    }

    /// Says goodbye, then waits for the end of the other side's stream.
    pub(super) fn close(&mut self, slot: usize, frame: &Bytes) {
        let Some(it) = self.connections.get_mut(slot).filter(|it| !it.is_closing()) else { return };
        match it.socket.write(frame) {
            Ok(()) if it.socket.is_clear() => it.socket.finish(),
            Ok(()) => {}
            Err(_) => self.ended.push(slot),
        }
        self.stop_telling(slot);
    }

    /// From here on the connection hears nothing and counts as gone.
    fn stop_telling(&mut self, slot: usize) {
        let Some(it) = self.connections.get_mut(slot).filter(|it| !it.is_closing()) else { return };
        it.phase = Phase::Closing(self.now);
        it.waiting = Vec::new();
        let (user, id) = (it.user, it.id);
        self.unlisten_all(slot);
        self.node.left();
        let chat = self.node.chat.clone();
        self.node.runtime.spawn(async move {
            // Forgotten by itself if it can't be said now.
            let _ = chat.present(user, id, None).await;
        });
    }

    /// Takes away what has ended.
    pub(super) fn sweep(&mut self) {
        for slot in std::mem::take(&mut self.ended) {
            if let Some(mut gone) = self.connections.try_remove(slot) {
                gone.socket.deregister(self.poll.registry());
            }
        }
    }
}
