//! Says everything back, through the gateway's own framing: the program that Autobahn's
//! cases are run against (tests/autobahn). Listens on the address given.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    time::Duration,
};

use gateway::codec::{Decoder, Event, Opcode, accept_key, close, encode};

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
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    shake_hands(&mut stream)?;
    let (mut decoder, mut buffer) = (Decoder::new(MOST), vec![0; 64 * 1024]);
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        let mut input = &buffer[..read];
        loop {
            let answer = match decoder.next(&mut input) {
                Ok(None) => break,
                Ok(Some(Event::Text(text))) => encode(Opcode::Text, text.as_bytes()),
                Ok(Some(Event::Binary(bytes))) => encode(Opcode::Binary, &bytes),
                Ok(Some(Event::Ping(bytes))) => encode(Opcode::Pong, &bytes),
                Ok(Some(Event::Pong)) => continue,
                Ok(Some(Event::Close(code))) => return end(stream, code.unwrap_or(1000), ""),
                Err(violation) => return end(stream, violation.code(), &violation.to_string()),
            };
            stream.write_all(&answer)?;
        }
    }
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

/// Says why, then reads until the other side has closed too.
fn end(mut stream: TcpStream, code: u16, reason: &str) -> io::Result<()> {
    stream.write_all(&close(code, reason))?;
    stream.shutdown(std::net::Shutdown::Write)?;
    io::copy(&mut stream, &mut io::sink())?;
    Ok(())
}
