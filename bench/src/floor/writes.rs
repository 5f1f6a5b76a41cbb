//! Deliveries without a server: a thread that writes a ready frame to each socket.

use std::{io::Write, net, time::Duration};

use hdrhistogram::Histogram;

use super::{take_cores_of, thread_cpu};
use crate::{
    figures::Process,
    scenario::{Listening, Load, pace, text},
};
use client::Socket;

/// What the writing cost.
pub struct Floor {
    /// Frames that arrived.
    pub deliveries: u64,
    /// The writing thread's time.
    pub cpu: Duration,
    /// From due to arrived.
    pub late: Histogram<u64>,
}

/// Writes frames with a payload of `size` bytes to the listeners of `rooms` rooms in turn.
pub async fn run(load: &Load, rooms: usize, size: usize, process: Option<Process>) -> anyhow::Result<Floor> {
    let mut listening = Listening::new();
    let port = net::TcpListener::bind(("127.0.0.1", 0))?;
    let address = port.local_addr()?;
    let mut written = Vec::with_capacity(rooms);
    for _ in 0..rooms {
        let (mut room, mut sockets) = (Vec::with_capacity(load.members), Vec::new());
        for _ in 0..load.members {
            sockets.push(Socket::over(tokio::net::TcpStream::connect(address).await?)?);
            let (stream, _) = port.accept()?;
            stream.set_nodelay(true)?;
            room.push(stream);
        }
        listening.listen(sockets);
        written.push(room);
    }
    let (start, rate, seconds) = (listening.start(), load.rate, load.seconds);
    let writing = tokio::task::spawn_blocking(move || {
        take_cores_of(process);
        let (before, mut failure) = (thread_cpu(), None);
        pace(rate, seconds, |number, due| {
            let frame = frame(&text(due - start), size);
            for mut stream in &written[number % rooms] {
                if let Err(error) = stream.write_all(&frame) {
                    failure = Some(error);
                }
            }
        });
        let cpu = thread_cpu().saturating_sub(before);
        failure.map_or(Ok((cpu, written)), Err)
    });
    let (cpu, open) = writing.await??;
    let deliveries = listening.settle().await?;
    drop(open);
    Ok(Floor { deliveries, cpu, late: listening.finish().await? })
}

/// A text frame (RFC 6455 §5.2) of at least 126 bytes.
fn frame(text: &str, size: usize) -> Vec<u8> {
    let size = u16::try_from(size.clamp(text.len(), 65_535)).unwrap_or(u16::MAX);
    let mut frame = vec![0x81, 126];
    frame.extend_from_slice(&size.to_be_bytes());
    frame.extend_from_slice(text.as_bytes());
    frame.resize(4 + usize::from(size), b'x');
    frame
}
