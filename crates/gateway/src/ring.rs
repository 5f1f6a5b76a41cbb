//! The newest frames of one feed on one shard, already framed for the wire and shared by
//! all who listen.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

/// Frames kept; whoever is further behind reads from the store.
const FRAMES: usize = 64;
/// Bytes kept, the newest frame always.
const BYTES: usize = 1024 * 1024;
/// Bytes handed out at once.
const BATCH: usize = 256 * 1024;

/// One `changes` frame as it goes out.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Position it follows.
    pub from: u64,
    /// Position it reaches.
    pub to: u64,
    /// A WebSocket frame.
    pub wire: Bytes,
}

/// What a cursor is followed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Nothing.
    UpToDate,
    /// These frames in one piece, up to this position.
    Frames(Bytes, u64),
    /// The ring has moved on: read `changes`.
    Missing,
}

/// See the module. Frames come in order; the shard's feeds each have one.
#[derive(Debug, Default)]
pub struct Ring {
    last: u64,
    frames: VecDeque<Frame>,
    bytes: usize,
}

impl Ring {
    /// The position reached; 0 before the first frame.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Takes the next frame in; an old one changes nothing.
    pub fn push(&mut self, frame: Frame) {
        if frame.to <= self.last {
            return;
        }
        if frame.from > self.last {
            // Begun after some frames, or after some were lost: what is here follows nothing.
            self.frames.clear();
            self.bytes = 0;
        }
        self.last = frame.to;
        self.bytes += frame.wire.len();
        self.frames.push_back(frame);
        while self.frames.len() > FRAMES || (self.bytes > BYTES && self.frames.len() > 1) {
            self.bytes -= self.frames.pop_front().map_or(0, |frame| frame.wire.len());
        }
    }

    /// The feed has come as far as this, by frames that never arrived here.
    pub fn skip_to(&mut self, last: u64) {
        if last > self.last {
            (self.frames, self.bytes, self.last) = (VecDeque::new(), 0, last);
        }
    }

    /// What follows a cursor, but nothing beyond `fence`.
    pub fn after(&self, cursor: u64, fence: u64) -> After {
        if self.last <= cursor {
            return After::UpToDate;
        }
        let Some(at) = self.frames.iter().position(|frame| frame.from <= cursor && cursor < frame.to) else {
            return After::Missing;
        };
        let (mut count, mut size, mut to) = (0, 0, cursor);
        for frame in self.frames.iter().skip(at) {
            let is_enough = count > 0 && size + frame.wire.len() > BATCH;
            if is_enough || frame.to > fence {
                break;
            }
            (count, size, to) = (count + 1, size + frame.wire.len(), frame.to);
        }
        match count {
            0 => After::UpToDate,
            1 => After::Frames(self.frames[at].wire.clone(), to),
            _ => {
                let mut all = BytesMut::with_capacity(size);
                self.frames.iter().skip(at).take(count).for_each(|frame| all.extend_from_slice(&frame.wire));
                After::Frames(all.freeze(), to)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_FENCE: u64 = u64::MAX;

    fn frame(from: u64, to: u64) -> Frame {
        Frame { from, to, wire: Bytes::from(format!("{to} ")) }
    }

    fn filled(to: u64) -> Ring {
        let mut ring = Ring::default();
        (0..to).for_each(|position| ring.push(frame(position, position + 1)));
        ring
    }

    #[test]
    fn all_that_follows_comes_in_one_piece() {
        let ring = filled(5);
        assert_eq!(ring.after(5, NO_FENCE), After::UpToDate);
        assert_eq!(ring.after(4, NO_FENCE), After::Frames("5 ".into(), 5));
        assert_eq!(ring.after(2, NO_FENCE), After::Frames("3 4 5 ".into(), 5));
    }

    #[test]
    fn a_fence_ends_it() {
        let ring = filled(5);
        assert_eq!(ring.after(2, 4), After::Frames("3 4 ".into(), 4));
        assert_eq!(ring.after(4, 4), After::UpToDate);
    }

    #[test]
    fn whoever_fell_behind_the_ring_is_sent_to_the_store() {
        let mut ring = filled(200);
        assert_eq!(ring.after(3, NO_FENCE), After::Missing);
        assert!(matches!(ring.after(136, NO_FENCE), After::Frames(_, 200)));
        ring.push(frame(150, 151));
        assert_eq!(ring.last(), 200);
        ring.skip_to(300);
        assert_eq!(ring.after(200, NO_FENCE), After::Missing);
        ring.push(frame(400, 401));
        assert_eq!(ring.after(300, NO_FENCE), After::Missing);
        assert_eq!(ring.after(400, NO_FENCE), After::Frames("401 ".into(), 401));
    }

    #[test]
    fn a_ring_is_bounded_in_bytes_and_so_is_what_it_hands_out() {
        let mut ring = Ring::default();
        for position in 0..60 {
            ring.push(Frame { from: position, to: position + 1, wire: vec![0; 100_000].into() });
        }
        assert_eq!(ring.frames.len(), 10);
        assert!(matches!(ring.after(55, NO_FENCE), After::Frames(bytes, 57) if bytes.len() == 200_000));
        ring.push(Frame { from: 60, to: 61, wire: vec![0; 2_000_000].into() });
        assert!(matches!(ring.after(60, NO_FENCE), After::Frames(bytes, 61) if bytes.len() == 2_000_000));
    }
}
