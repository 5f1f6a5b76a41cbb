//! WebSocket framing (RFC 6455), the server's side: how frames are written, and what
//! [`Decoder`] makes of what a client sends. No I/O; proved by Autobahn's cases through
//! `examples/echo.rs` (tests/autobahn).

mod decoder;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::{BufMut as _, Bytes, BytesMut};
use sha1::{Digest as _, Sha1};

pub use decoder::Decoder;

/// A frame's kind, RFC 6455 §5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    /// Goes on with the message begun before.
    Continuation = 0x0,
    /// UTF-8.
    Text = 0x1,
    /// Bytes.
    Binary = 0x2,
    /// The last one.
    Close = 0x8,
    /// To be answered by a pong.
    Ping = 0x9,
    /// An answer.
    Pong = 0xa,
}

/// What a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A whole text message.
    Text(String),
    /// A whole binary message.
    Binary(Vec<u8>),
    /// A ping and what its pong must carry.
    Ping(Vec<u8>),
    /// A pong.
    Pong,
    /// The other side ends the connection, for this reason if it gave one.
    Close(Option<u16>),
}

/// How a client broke the protocol. The connection has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Not WebSocket.
    #[error("not a frame of RFC 6455")]
    Framing,
    /// A text or a close reason that isn't UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// A message longer than allowed.
    #[error("too long a message")]
    TooLong,
}

impl Violation {
    /// The close code that says so, RFC 6455 §7.4.1.
    pub fn code(self) -> u16 {
        match self {
            Self::Framing => 1002,
            Self::NotText => 1007,
            Self::TooLong => 1009,
        }
    }
}

/// One whole, unmasked frame.
pub fn encode(opcode: Opcode, payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 10);
    frame.put_u8(0x80 | opcode as u8);
    match payload.len() {
        short @ 0..=125 => frame.put_u8(short as u8),
        middle @ 126..=0xffff => {
            frame.put_u8(126);
            frame.put_u16(middle as u16);
        }
        long => {
            frame.put_u8(127);
            frame.put_u64(long as u64);
        }
    }
    frame.put_slice(payload);
    frame.freeze()
}

/// A close frame. The reason is cut to what a control frame holds.
pub fn close(code: u16, reason: &str) -> Bytes {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    let mut payload = code.to_be_bytes().to_vec();
    payload.extend_from_slice(&reason.as_bytes()[..end]);
    encode(Opcode::Close, &payload)
}

/// The answer to a handshake's `Sec-WebSocket-Key`, RFC 6455 §4.2.2: shows that we understood.
pub fn accept_key(key: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    BASE64_STANDARD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_rfc_has_the_answer_of_the_rfc() {
        assert_eq!(accept_key(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn a_length_takes_the_shortest_form() {
        let begin = |length: usize| encode(Opcode::Text, &vec![b'a'; length])[..2].to_vec();
        assert_eq!(begin(125), [0x81, 125]);
        assert_eq!(begin(126), [0x81, 126]);
        assert_eq!(begin(0xffff), [0x81, 126]);
        assert_eq!(begin(0x1_0000), [0x81, 127]);
    }

    #[test]
    fn a_close_reason_is_cut_between_letters() {
        let frame = close(1000, &"ä".repeat(100));
        assert_eq!(frame[1], 124);
        assert!(std::str::from_utf8(&frame[4..]).is_ok());
    }
}
