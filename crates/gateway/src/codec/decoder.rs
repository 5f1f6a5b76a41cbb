//! Makes messages of what arrives, however it was cut. Lengths are judged before anything
//! is allocated, text before it's whole.

use super::{Event, Opcode, Violation};

/// What a control frame may carry.
const MOST_CONTROL: u64 = 125;

/// One direction of one connection. Between messages it holds nothing, see [`Self::is_idle`].
#[derive(Debug)]
pub struct Decoder {
    most: usize,
    head: [u8; 14],
    have: usize,
    frame: Option<Frame>,
    control: Vec<u8>,
    message: Vec<u8>,
    /// What the message begun is.
    kind: Option<Opcode>,
    /// So much of a text is known to be UTF-8.
    checked: usize,
    begun: u32,
}

/// The frame whose payload is being read.
#[derive(Debug, Clone, Copy)]
struct Frame {
    opcode: Opcode,
    is_last: bool,
    left: u64,
    mask: [u8; 4],
}

impl Decoder {
    /// Takes messages of at most so many bytes.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            head: [0; 14],
            have: 0,
            frame: None,
            control: Vec::new(),
            message: Vec::new(),
            kind: None,
            checked: 0,
            begun: 0,
        }
    }

    /// Whether nothing of a frame or message is held, so that a new one would do as well.
    pub fn is_idle(&self) -> bool {
        self.have == 0 && self.frame.is_none() && self.kind.is_none()
    }

    /// How many frames began since this was asked last.
    pub fn take_begun(&mut self) -> u32 {
        std::mem::take(&mut self.begun)
    }

    /// Reads from the input until something is whole; `None` when the input is used up.
    ///
    /// # Errors
    /// The client broke the protocol; nothing more can be read.
    pub fn next(&mut self, input: &mut &[u8]) -> Result<Option<Event>, Violation> {
        loop {
            let Some(frame) = self.frame else {
                if !self.read_head(input)? {
                    return Ok(None);
                }
                continue;
            };
            let frame = self.read_payload(frame, input)?;
            if frame.left > 0 {
                self.frame = Some(frame);
                return Ok(None);
            }
            self.frame = None;
            if let Some(event) = self.finish(frame)? {
                return Ok(Some(event));
            }
        }
    }

    fn read_head(&mut self, input: &mut &[u8]) -> Result<bool, Violation> {
        loop {
            let wanted = if self.have < 2 { 2 } else { head_length(self.head[1]) };
            if self.have >= 2 && self.have == wanted {
                self.have = 0;
                self.frame = Some(self.begin()?);
                self.begun += 1;
                return Ok(true);
            }
            let some = (wanted - self.have).min(input.len());
            if some == 0 {
                return Ok(false);
            }
            self.head[self.have..self.have + some].copy_from_slice(&input[..some]);
            *input = &input[some..];
            self.have += some;
            if self.have == 2 {
                self.judge_start()?;
            }
        }
    }

    /// What can be told from the first two bytes.
    fn judge_start(&self) -> Result<(), Violation> {
        let opcode = opcode(self.head[0])?;
        let (is_last, is_masked) = (self.head[0] & 0x80 != 0, self.head[1] & 0x80 != 0);
        let is_fine = match opcode {
            Opcode::Continuation => self.kind.is_some(),
            Opcode::Text | Opcode::Binary => self.kind.is_none(),
            Opcode::Close | Opcode::Ping | Opcode::Pong => {
                is_last && u64::from(self.head[1] & 0x7f) <= MOST_CONTROL
            }
        };
        // No extension was agreed on, so the reserved bits are zero; clients must mask.
        if is_fine && is_masked && self.head[0] & 0x70 == 0 { Ok(()) } else { Err(Violation::Framing) }
    }

    fn begin(&mut self) -> Result<Frame, Violation> {
        let head = &self.head;
        let (length, mask_at) = match head[1] & 0x7f {
            126 => (u64::from(u16::from_be_bytes([head[2], head[3]])), 4),
            127 => {
                let mut long = [0; 8];
                long.copy_from_slice(&head[2..10]);
                (u64::from_be_bytes(long), 10)
            }
            short => (u64::from(short), 2),
        };
        let is_shortest = match mask_at {
            4 => length > 125,
            10 => length > 0xffff && length < 1 << 63,
            _ => true,
        };
        if !is_shortest {
            return Err(Violation::Framing);
        }
        let mut mask = [0; 4];
        mask.copy_from_slice(&head[mask_at..mask_at + 4]);
        let frame = Frame { opcode: opcode(head[0])?, is_last: head[0] & 0x80 != 0, left: length, mask };
        if !is_control(frame.opcode) {
            if length > (self.most - self.message.len()) as u64 {
                return Err(Violation::TooLong);
            }
            if frame.opcode != Opcode::Continuation {
                self.kind = Some(frame.opcode);
            }
        }
        Ok(frame)
    }

    fn read_payload(&mut self, mut frame: Frame, input: &mut &[u8]) -> Result<Frame, Violation> {
        let some = usize::try_from(frame.left).unwrap_or(usize::MAX).min(input.len());
        let into = if is_control(frame.opcode) { &mut self.control } else { &mut self.message };
        let start = into.len();
        into.extend_from_slice(&input[..some]);
        for (byte, mask) in into[start..].iter_mut().zip(frame.mask.iter().cycle()) {
            *byte ^= mask;
        }
        frame.mask.rotate_left(some % 4);
        frame.left -= some as u64;
        *input = &input[some..];
        if !is_control(frame.opcode) && self.kind == Some(Opcode::Text) {
            self.check_text()?;
        }
        Ok(frame)
    }

    fn check_text(&mut self) -> Result<(), Violation> {
        match std::str::from_utf8(&self.message[self.checked..]) {
            Ok(text) => self.checked += text.len(),
            // A letter that was cut may still become one.
            Err(error) if error.error_len().is_none() => self.checked += error.valid_up_to(),
            Err(_) => return Err(Violation::NotText),
        }
        Ok(())
    }

    fn finish(&mut self, frame: Frame) -> Result<Option<Event>, Violation> {
        match frame.opcode {
            Opcode::Ping => Ok(Some(Event::Ping(std::mem::take(&mut self.control)))),
            Opcode::Pong => {
                self.control = Vec::new();
                Ok(Some(Event::Pong))
            }
            Opcode::Close => close_code(&std::mem::take(&mut self.control)).map(|it| Some(Event::Close(it))),
            Opcode::Continuation | Opcode::Text | Opcode::Binary if !frame.is_last => Ok(None),
            Opcode::Continuation | Opcode::Text | Opcode::Binary => {
                self.checked = 0;
                let message = std::mem::take(&mut self.message);
                if self.kind.take() == Some(Opcode::Binary) {
                    return Ok(Some(Event::Binary(message)));
                }
                String::from_utf8(message).map(|text| Some(Event::Text(text))).map_err(|_| Violation::NotText)
            }
        }
    }
}

fn is_control(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::Close | Opcode::Ping | Opcode::Pong)
}

fn opcode(first: u8) -> Result<Opcode, Violation> {
    Ok(match first & 0x0f {
        0x0 => Opcode::Continuation,
        0x1 => Opcode::Text,
        0x2 => Opcode::Binary,
        0x8 => Opcode::Close,
        0x9 => Opcode::Ping,
        0xa => Opcode::Pong,
        _ => return Err(Violation::Framing),
    })
}

/// Bytes of a masked frame's head.
fn head_length(second: u8) -> usize {
    match second & 0x7f {
        126 => 8,
        127 => 14,
        _ => 6,
    }
}

fn close_code(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let (code, reason) = match payload {
        [] => return Ok(None),
        [_] => return Err(Violation::Framing),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Violation::Framing);
    }
    std::str::from_utf8(reason).map_err(|_| Violation::NotText)?;
    Ok(Some(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MASK: [u8; 4] = [7, 11, 13, 17];

    /// A client's frame.
    fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
        let opcode = Opcode::Binary;
        let mut frame = super::super::encode(opcode, payload).to_vec();
        let head = frame.len() - payload.len();
        frame[0] = first;
        frame[1] |= 0x80;
        frame.splice(head..head, MASK);
        for (at, byte) in frame[head + 4..].iter_mut().enumerate() {
            *byte ^= MASK[at % 4];
        }
        frame
    }

    fn all(most: usize, input: &[u8], cut: usize) -> Result<Vec<Event>, Violation> {
        let (mut decoder, mut events) = (Decoder::new(most), vec![]);
        for mut part in input.chunks(cut.max(1)) {
            while let Some(event) = decoder.next(&mut part)? {
                events.push(event);
            }
        }
        assert!(decoder.is_idle());
        Ok(events)
    }

    proptest! {
        #[test]
        fn a_message_comes_whole_however_it_was_cut(text in "\\PC{0,300}", pieces in 1usize..5, cut in 1usize..40) {
            let mut wire = vec![];
            let bytes = text.as_bytes();
            let size = bytes.len().div_ceil(pieces).max(1);
            let parts: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(size).collect() };
            for (at, part) in parts.iter().enumerate() {
                let first = if at == 0 { 0x1 } else { 0x0 } | if at + 1 == parts.len() { 0x80 } else { 0 };
                wire.extend(masked(first, part));
                if at + 1 < parts.len() {
                    wire.extend(masked(0x89, b"still there?"));
                }
            }
            let mut events = all(100_000, &wire, cut).unwrap();
            prop_assert_eq!(events.pop(), Some(Event::Text(text)));
            prop_assert!(events.iter().all(|event| *event == Event::Ping(b"still there?".to_vec())));
        }

        #[test]
        fn no_noise_panics_or_is_kept_beyond_the_limit(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut decoder = Decoder::new(64);
            let mut input = &noise[..];
            while let Ok(Some(_)) = decoder.next(&mut input) {}
            prop_assert!(decoder.message.len() <= 64);
        }
    }

    #[test]
    fn what_the_rfc_forbids_is_refused() {
        let framing = |wire: &[u8]| assert_eq!(all(100, wire, 1000), Err(Violation::Framing), "{wire:x?}");
        framing(&[0x81, 0x01, b'a']); // unmasked
        framing(&masked(0xc1, b"a")); // reserved bit
        framing(&masked(0x83, b"a")); // unknown kind
        framing(&masked(0x80, b"a")); // goes on with nothing
        framing(&masked(0x09, b"a")); // a ping in pieces
        framing(&masked(0x89, &[b'a'; 126])); // a long ping
        framing(&masked(0x88, &[3])); // half a code
        framing(&masked(0x88, &1005u16.to_be_bytes())); // a code that never travels
        framing(&[masked(0x01, b"a"), masked(0x81, b"b")].concat()); // a message within a message
        framing(&[0x81, 0x80 | 126, 0, 5, 0, 0, 0, 0]); // a length in too long a form
    }

    #[test]
    fn a_wrong_letter_is_refused_before_the_message_ends() {
        let (mut decoder, wire) = (Decoder::new(100), masked(0x01, b"a\xff"));
        assert_eq!(decoder.next(&mut &wire[..]), Err(Violation::NotText));
        assert_eq!(all(100, &masked(0x81, "ä".as_bytes().split_at(1).0), 10), Err(Violation::NotText));
        assert_eq!(all(100, &masked(0x88, b"\x03\xe8\xff"), 10), Err(Violation::NotText));
    }

    #[test]
    fn a_length_is_judged_before_the_bytes_come() {
        let head = [0x82, 0x80 | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
        assert_eq!(all(100, &head, 20), Err(Violation::TooLong));
        let pieces = [masked(0x02, &[0; 60]), masked(0x80, &[0; 41])].concat();
        assert_eq!(all(100, &pieces, 20), Err(Violation::TooLong));
        assert!(all(101, &pieces, 20).is_ok());
    }
}
