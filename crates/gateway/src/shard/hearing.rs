//! What clients say.

use std::collections::BTreeMap;

use protocol::{
    FeedId,
    frame::{ClientFrame, Presence, ServerFrame, close},
};

use super::{Place, Shard, connection::Phase};
use crate::{
    codec::{self, Event, Opcode, Violation},
    resume,
    socket::Read,
    wire,
};

impl Shard {
    /// Reads all that has arrived; to the end if the other side has ended.
    pub(super) fn hear(&mut self, slot: usize, is_ended: bool) {
        loop {
            let Some(it) = self.connections.get_mut(slot) else { return };
            if it.is_closing() {
                return self.read_to_the_end(slot);
            }
            let mut events = std::mem::take(&mut self.events);
            let read = it.socket.read(&mut self.scratch, &mut events);
            let (outcome, frames) = match read {
                Ok((outcome, frames)) => (Ok(outcome), frames),
                Err(violation) => (Err(violation), 0),
            };
            self.take_events(slot, &mut events, frames);
            self.events = events;
            match outcome {
                Ok(Read::More) => {}
                Ok(Read::Short) if is_ended => {}
                Ok(Read::Short | Read::Drained) => return,
                Ok(Read::Ended) => return self.end(slot, None),
                Err(violation) => return self.end(slot, Some(reason(violation))),
            }
        }
    }

    /// What was read before the shard had the connection.
    pub(super) fn take_in(&mut self, slot: usize, read: &[u8]) {
        let mut events = Vec::new();
        let Some(it) = self.connections.get_mut(slot) else { return };
        match it.socket.take_in(read, &mut events) {
            Ok(frames) => self.take_events(slot, &mut events, frames),
            Err(violation) => self.end(slot, Some(reason(violation))),
        }
    }

    /// Nobody listens any more; what comes is read so that our close isn't lost (RFC 6455
    /// §7.1.1), and thrown away.
    fn read_to_the_end(&mut self, slot: usize) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        loop {
            match it.socket.skip(&mut self.scratch) {
                Read::More | Read::Short => {}
                Read::Drained => return,
                Read::Ended => return self.ended.push(slot),
            }
        }
    }

    fn take_events(&mut self, slot: usize, events: &mut Vec<Event>, frames: u32) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        if frames > 0 {
            it.heard = self.now;
        }
        let is_fine = (0..frames).all(|_| it.pace.take(self.now));
        for event in events.drain(..) {
            if self.connections.get(slot).is_none_or(|it| it.is_closing()) {
                continue;
            }
            match event {
                Event::Text(text) => match serde_json::from_str(&text) {
                    Ok(frame) => self.frame(slot, frame),
                    Err(_) => {
                        let reason = "not a frame of this protocol: see docs/GATEWAY.md";
                        self.end(slot, Some((close::BAD_FRAME, reason)));
                    }
                },
                Event::Binary(_) => self.end(slot, Some((close::BAD_FRAME, "frames are JSON text"))),
                Event::Ping(bytes) => self.write(slot, &codec::encode(Opcode::Pong, &bytes)),
                Event::Pong => {}
                Event::Close(code) => {
                    let answer = match code {
                        Some(code) => codec::close(code, ""),
                        None => codec::encode(Opcode::Close, &[]),
                    };
                    self.close(slot, &answer);
                }
            }
        }
        if !is_fine {
            self.end(slot, Some((close::TOO_MANY, "slow down: 20 frames a second")));
        }
    }

    fn frame(&mut self, slot: usize, frame: ClientFrame) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        let place = Place { slot, id: it.id };
        let user = it.user;
        let chat = self.node.chat.clone();
        let is_live = it.phase == Phase::Live;
        match frame {
            ClientFrame::Hello { .. } if is_live => {
                self.end(slot, Some((close::BAD_FRAME, "hello comes once")));
            }
            ClientFrame::Hello { epoch, cursors } => {
                it.phase = Phase::Live;
                let welcome = resume::Welcome { place, user, epoch, cursors };
                self.node.runtime.spawn(welcome.run(self.node.clone(), self.handle.clone()));
            }
            _ if !is_live => self.end(slot, Some((close::BAD_FRAME, "say hello first"))),
            ClientFrame::Heartbeat { cursors } => {
                self.beating.push(place);
                self.write(slot, &wire(&ServerFrame::Heartbeat {}));
                self.repair(slot, cursors);
            }
            ClientFrame::Typing { channel, thread } => {
                self.node.runtime.spawn(async move {
                    // Told or not: typing in a channel one can't write to is nobody's news.
                    let _ = chat.typing(user, channel, thread).await;
                });
            }
            ClientFrame::Presence { state } => {
                it.state = if state == Presence::Offline { Presence::Away } else { state };
                let state = it.state;
                self.node.runtime.spawn(async move {
                    // Said again with the next heartbeat.
                    let _ = chat.present(user, place.id, Some(state)).await;
                });
            }
        }
    }

    /// A cursor reported behind what was told, twice the same, means that something was
    /// lost on the way: it's told again. This catches our own bugs end to end.
    fn repair(&mut self, slot: usize, reported: BTreeMap<FeedId, u64>) {
        let Some(it) = self.connections.get_mut(slot) else { return };
        let before = std::mem::take(&mut it.behind);
        let mut behind = BTreeMap::new();
        for (feed, cursor) in reported {
            let Some(told) = self.told(slot, feed).filter(|told| cursor < *told) else { continue };
            if before.get(&feed) == Some(&cursor) {
                tracing::warn!(%feed, cursor, told, "a client lost frames; telling again");
                self.read(slot, feed, cursor);
            } else {
                behind.insert(feed, cursor);
            }
        }
        if let Some(it) = self.connections.get_mut(slot) {
            it.behind = behind;
        }
    }
}

/// RFC 6455 §7.4.1.
fn reason(violation: Violation) -> (u16, &'static str) {
    let words = match violation {
        Violation::Framing => "not a WebSocket frame",
        Violation::NotText => "text must be UTF-8",
        Violation::TooLong => "at most 64 KiB a message",
    };
    (violation.code(), words)
}
