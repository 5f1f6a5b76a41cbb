//! A WebSocket that never waits: what can't go out now goes out when the system says that
//! it can. Between messages it owns no buffer.

use std::{
    collections::VecDeque,
    io::{self, Read as _, Write as _},
    net::Shutdown,
    time::{Duration, Instant},
};

use bytes::{Buf as _, Bytes};
use mio::{Interest, Registry, Token, net::TcpStream};
use socket2::SockRef;

use crate::codec::{Decoder, Event, Violation};

/// Bytes that the system is asked to take ahead of a client. Left to itself Linux takes up to
/// 4 MiB (tcp(7), `tcp_wmem`): as much memory for each who reads nothing, and minutes of a
/// quiet feed until one is seen not to. It sets aside twice as much for its own records.
const SEND_BUFFER: usize = 64 * 1024;

/// What reading came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Some was read; there may be more.
    More,
    /// Some was read, less than there was room for: the system has no more now, but may have
    /// told already that the other side ended.
    Short,
    /// Nothing more for now.
    Drained,
    /// The other side has ended.
    Ended,
}

/// One end of a connection.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    /// Longest message, bytes.
    most: usize,
    /// What was begun and isn't whole.
    decoder: Option<Box<Decoder>>,
    out: VecDeque<Bytes>,
    /// Since when nothing was accepted.
    stuck: Option<Instant>,
}

impl Socket {
    /// Takes a stream over; messages may have so many bytes.
    pub fn new(stream: std::net::TcpStream, most: usize) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER)?;
        let stream = TcpStream::from_std(stream);
        Ok(Self { stream, most, decoder: None, out: VecDeque::new(), stuck: None })
    }

    /// Has the system tell when there is something to read or room to write.
    pub fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(&mut self.stream, token, Interest::READABLE | Interest::WRITABLE)
    }

    /// Undoes [`Self::register`].
    pub fn deregister(&mut self, registry: &Registry) {
        // What isn't registered needs no undoing.
        let _ = registry.deregister(&mut self.stream);
    }

    /// Reads once. Whole messages are added to `events`; answers how many frames began, too.
    ///
    /// # Errors
    /// The client broke the protocol.
    pub fn read(&mut self, buffer: &mut [u8], events: &mut Vec<Event>) -> Result<(Read, u32), Violation> {
        loop {
            return match self.stream.read(buffer) {
                Ok(0) => Ok((Read::Ended, 0)),
                Ok(count) => {
                    let frames = self.take_in(&buffer[..count], events)?;
                    Ok((if count < buffer.len() { Read::Short } else { Read::More }, frames))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok((Read::Drained, 0)),
                Err(_) => Ok((Read::Ended, 0)),
            };
        }
    }

    /// Reads once and throws it away.
    pub fn skip(&mut self, buffer: &mut [u8]) -> Read {
        match self.stream.read(buffer) {
            Ok(0) => Read::Ended,
            Ok(_) => Read::More,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Read::Drained,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Read::More,
            Err(_) => Read::Ended,
        }
    }

    /// Takes in bytes that were read elsewhere; as [`Self::read`].
    ///
    /// # Errors
    /// The client broke the protocol.
    pub fn take_in(&mut self, mut input: &[u8], events: &mut Vec<Event>) -> Result<u32, Violation> {
        let mut decoder = self.decoder.take().unwrap_or_else(|| Box::new(Decoder::new(self.most)));
        while let Some(event) = decoder.next(&mut input)? {
            events.push(event);
        }
        let frames = decoder.take_begun();
        if !decoder.is_idle() {
            self.decoder = Some(decoder);
        }
        Ok(frames)
    }

    /// Whether everything was accepted.
    pub fn is_clear(&self) -> bool {
        self.out.is_empty()
    }

    /// Bytes that wait to be accepted.
    pub fn waiting_bytes(&self) -> usize {
        self.out.iter().map(Bytes::len).sum()
    }

    /// Since when nothing was accepted, if something waits.
    pub fn stuck_for(&self, now: Instant) -> Duration {
        self.stuck.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// Writes whole frames, now or as soon as what waits has gone.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn write(&mut self, wire: &Bytes) -> io::Result<()> {
        if !self.out.is_empty() {
            self.out.push_back(wire.clone());
            return Ok(());
        }
        let written = self.write_some(wire)?;
        if written < wire.len() {
            self.stuck = Some(Instant::now());
            self.out.push_back(wire.slice(written..));
        }
        Ok(())
    }

    /// Writes what waits, as much as is accepted.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn flush(&mut self) -> io::Result<()> {
        while let Some(mut first) = self.out.pop_front() {
            let written = self.write_some(&first)?;
            if written > 0 {
                self.stuck = Some(Instant::now());
            }
            if written < first.len() {
                first.advance(written);
                self.out.push_front(first);
                return Ok(());
            }
        }
        // Gives back what the queue had grown to.
        (self.out, self.stuck) = (VecDeque::new(), None);
        Ok(())
    }

    fn write_some(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < bytes.len() {
            match self.stream.write(&bytes[written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(written)
    }

    /// Says that nothing more will be written.
    pub fn finish(&self) {
        // Gone already is fine.
        let _ = self.stream.shutdown(Shutdown::Write);
    }
}
