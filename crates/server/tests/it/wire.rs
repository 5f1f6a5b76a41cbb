//! Below HTTP's good manners: requests of doubtful length, and clients that dawdle.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::stage::Server;

/// Sends these bytes; answers everything until the server closes or falls silent.
fn ask(server: &Server, bytes: &[u8], patience: Duration) -> String {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    stream.write_all(bytes).unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        answer.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_request_of_doubtful_length_never_hides_another() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    let hidden = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    let length = hidden.len();
    let doubtful = [
        format!("Content-Length: 0\r\nContent-Length: {length}\r\n\r\n"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n".to_owned(),
        "Content-Length: +0\r\n\r\n".to_owned(),
    ];
    for headers in doubtful {
        let request = format!("POST /healthz HTTP/1.1\r\nHost: x\r\n{headers}{hidden}");
        let answer = ask(&server, request.as_bytes(), Duration::from_millis(300));
        assert!(!answer.contains("workloop_uptime_seconds"), "{headers:?} hid a request: {answer}");
    }
}

#[test]
fn a_head_that_never_ends_is_cut_and_others_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    let started = Instant::now();
    ask(&server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", Duration::from_secs(15));
    assert!((8..13).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    let answer = ask(
        &server,
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        Duration::from_secs(2),
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_start_takes_a_moment_only() {
    let folder = tempfile::tempdir().unwrap();
    drop(Server::start_in(folder.path(), &[]));
    let fastest = (0..3)
        .map(|_| {
            let started = Instant::now();
            let server = Server::start_in(folder.path(), &[]);
            let taken = started.elapsed();
            server.stop();
            taken
        })
        .min();
    assert!(fastest < Some(Duration::from_millis(1_000)), "{fastest:?}");
}
