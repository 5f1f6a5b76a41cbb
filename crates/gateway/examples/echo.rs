//! Says everything back through the gateway's own framing and sockets: the program that
//! Autobahn's cases are run against (tests/autobahn). Listens on the address given.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
};

use bytes::Bytes;
use gateway::{
    codec::{Event, Opcode, accept_key, close, encode},
    socket::{Read, Socket},
};
use mio::{Events, Poll, Token};

/// Autobahn's longest messages are of 16 MiB.
const MOST: usize = 32 * 1024 * 1024;

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9001".into());
    let listener = TcpListener::bind(address)?;
    println!("Listening on {}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        std::thread::spawn(move || serve(stream));
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    shake_hands(&mut stream)?;
    let mut socket = Socket::new(stream, MOST)?;
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(8));
    socket.register(poll.registry(), Token(0))?;
    let (mut buffer, mut heard, mut is_closing) = (vec![0; 16 * 1024], Vec::new(), false);
    loop {
        poll.poll(&mut events, None)?;
        socket.flush()?;
        loop {
            let outcome = if is_closing {
                socket.skip(&mut buffer)
            } else {
                match socket.read(&mut buffer, &mut heard) {
                    Ok((outcome, _)) => outcome,
                    Err(violation) => {
                        answer(&mut socket, &mut heard)?;
                        socket.write(&close(violation.code(), &violation.to_string()))?;
                        is_closing = true;
                        Read::More
                    }
                }
            };
            is_closing |= answer(&mut socket, &mut heard)?;
            if is_closing && socket.is_clear() {
                socket.finish();
            }
            match outcome {
                // Read until there is nothing: an end may have been told with the last bytes.
                Read::More | Read::Short => {}
                Read::Drained => break,
                Read::Ended => return Ok(()),
            }
        }
    }
}

/// Says back what was heard; whether that was the end.
fn answer(socket: &mut Socket, heard: &mut Vec<Event>) -> io::Result<bool> {
    for event in heard.drain(..) {
        let frame: Bytes = match event {
            Event::Text(text) => encode(Opcode::Text, text.as_bytes()),
            Event::Binary(bytes) => encode(Opcode::Binary, &bytes),
            Event::Ping(bytes) => encode(Opcode::Pong, &bytes),
            Event::Pong => continue,
            Event::Close(code) => {
                socket.write(&close(code.unwrap_or(1000), ""))?;
                return Ok(true);
            }
        };
        socket.write(&frame)?;
    }
    Ok(false)
}

/// Reads a request's head byte by byte, so that nothing after it is taken.
fn shake_hands(stream: &mut TcpStream) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 8 * 1024 {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let key = lines.find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"));
    let Some((_, key)) = key else { return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n") };
    write!(
        stream,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {}\r\n\r\n",
        accept_key(key.trim().as_bytes())
    )
}
