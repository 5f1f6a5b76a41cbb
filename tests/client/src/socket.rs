//! A gateway connection that costs the client little: it masks what it sends and counts
//! what it gets, without decoding JSON.

use anyhow::bail;
use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::api::Api;

/// The close code that a server ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed(pub u16);

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the server closed with {}", self.0)
    }
}

impl std::error::Error for Closed {}

/// An open connection.
pub struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Socket {
    /// Connects, says hello without cursors and waits for `ready`.
    pub async fn open(api: &Api) -> anyhow::Result<Self> {
        let mut socket = Self::connect(api).await?;
        socket.send(br#"{"t":"hello"}"#).await?;
        while !socket.next().await?.windows(11).any(|part| part == b"\"t\":\"ready\"") {}
        Ok(socket)
    }

    /// Connects as this person; the hello is the caller's.
    pub async fn connect(api: &Api) -> anyhow::Result<Self> {
        Self::upgraded(TcpStream::connect(api.authority()?).await?, api).await
    }

    /// The same over a connection that was made before.
    pub async fn upgraded(stream: TcpStream, api: &Api) -> anyhow::Result<Self> {
        let (host, port) = api.authority()?;
        let mut socket = Self::over(stream)?;
        let mut key = [0; 16];
        getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("{error}"))?;
        let request = format!(
            "GET /api/v1/gateway HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n\
             Authorization: Bearer {}\r\n\r\n",
            STANDARD.encode(key),
            api.token
        );
        socket.stream.write_all(request.as_bytes()).await?;
        socket.upgrade().await?;
        Ok(socket)
    }

    /// A connection whose other side sends frames without being asked.
    pub fn over(stream: TcpStream) -> anyhow::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    async fn upgrade(&mut self) -> anyhow::Result<()> {
        loop {
            self.fill().await?;
            if let Some(end) = self.buffer.windows(4).position(|part| part == b"\r\n\r\n") {
                if !self.buffer.starts_with(b"HTTP/1.1 101") {
                    bail!("no upgrade: {}", String::from_utf8_lossy(&self.buffer));
                }
                self.buffer.drain(..end + 4);
                return Ok(());
            }
        }
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        let mut chunk = [0; 16 * 1024];
        let read = self.stream.read(&mut chunk).await?;
        if read == 0 {
            bail!("the server closed the connection");
        }
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(())
    }

    /// Sends one masked text frame of less than 64 KiB (RFC 6455 §5.2).
    pub async fn send(&mut self, text: &[u8]) -> anyhow::Result<()> {
        let length = u16::try_from(text.len())?;
        let mut frame = vec![0x81];
        match u8::try_from(length) {
            Ok(short) if short < 126 => frame.push(0x80 | short),
            _ => {
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
        }
        // A mask of zeros.
        frame.extend([0; 4]);
        frame.extend_from_slice(text);
        Ok(self.stream.write_all(&frame).await?)
    }

    /// The next text frame's payload; answers nothing else. May be dropped and called again.
    /// A [`Closed`] in the error when the server said why it ends.
    pub async fn next(&mut self) -> anyhow::Result<Vec<u8>> {
        loop {
            if let Some((header, length)) = head(&self.buffer)
                && self.buffer.len() >= header + length
            {
                let opcode = self.buffer[0] & 0x0f;
                let payload = self.buffer[header..header + length].to_vec();
                self.buffer.drain(..header + length);
                match opcode {
                    0x1 => return Ok(payload),
                    0x8 => {
                        let code = payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                        return Err(Closed(code).into());
                    }
                    _ => continue,
                }
            }
            self.fill().await?;
        }
    }
}

/// Header and payload length of an unmasked frame, once enough of it is there.
fn head(buffer: &[u8]) -> Option<(usize, usize)> {
    match *buffer.get(1)? & 0x7f {
        126 => Some((4, usize::from(u16::from_be_bytes(buffer.get(2..4)?.try_into().ok()?)))),
        127 => {
            let length = u64::from_be_bytes(buffer.get(2..10)?.try_into().ok()?);
            Some((10, usize::try_from(length).ok()?))
        }
        short => Some((2, usize::from(short))),
    }
}

/// Opens many, a few at a time so that the accept queue isn't what is measured.
pub async fn open_many(api: &Api, count: usize) -> anyhow::Result<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(count);
    while sockets.len() < count {
        let batch = (count - sockets.len()).min(50);
        let mut opening = tokio::task::JoinSet::new();
        for _ in 0..batch {
            let api = api.clone();
            opening.spawn(async move { Socket::open(&api).await });
        }
        while let Some(socket) = opening.join_next().await {
            sockets.push(socket??);
        }
    }
    Ok(sockets)
}
