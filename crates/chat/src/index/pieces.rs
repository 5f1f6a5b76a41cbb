//! A stream of bytes in pieces, between a thread that waits and a task that doesn't.

use std::{
    io,
    io::{Read, Write},
};

use bytes::{Buf as _, Bytes, BytesMut};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

/// Bytes of a piece: a few of them are in memory at once.
pub const PIECE: usize = 8 * 1024 * 1024;

/// SHA-256 in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes pieces; what is left goes with the last flush.
pub struct Sending {
    piece: BytesMut,
    pieces: mpsc::Sender<Bytes>,
}

impl Sending {
    /// The end to write to, and where the pieces come out.
    pub fn new() -> (Self, mpsc::Receiver<Bytes>) {
        let (pieces, out) = mpsc::channel(1);
        (Self { piece: BytesMut::with_capacity(PIECE), pieces }, out)
    }

    fn send(&mut self) -> io::Result<()> {
        let piece = self.piece.split().freeze();
        self.piece.reserve(PIECE);
        self.pieces.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() { Ok(()) } else { self.send() }
    }
}

/// Reads pieces; ends when their sender is gone.
pub struct Receiving {
    piece: Bytes,
    pieces: mpsc::Receiver<Bytes>,
}

impl Receiving {
    /// Where to put the pieces, and the end to read from.
    pub fn new() -> (mpsc::Sender<Bytes>, Self) {
        let (to, pieces) = mpsc::channel(1);
        (to, Self { piece: Bytes::new(), pieces })
    }
}

impl Read for Receiving {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let count = bytes.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut bytes[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_in_pieces() {
        let sent: Vec<u8> = (0..PIECE * 2 + 5).map(|n| (n % 251) as u8).collect();
        let (mut out, mut pieces) = Sending::new();
        let (to, mut back) = Receiving::new();
        let mut received = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                out.write_all(&sent).unwrap();
                out.flush().unwrap();
                drop(out);
            });
            scope.spawn(move || {
                let mut sizes = Vec::new();
                while let Some(piece) = pieces.blocking_recv() {
                    sizes.push(piece.len());
                    to.blocking_send(piece).unwrap();
                }
                assert_eq!(sizes, [PIECE, PIECE, 5]);
            });
            back.read_to_end(&mut received).unwrap();
        });
        assert!(received == sent);
    }
}
