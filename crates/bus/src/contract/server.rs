//! Real servers: the one that all tests share, and ones of a test's own that it may harm.

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use protocol::UserId;
use tempfile::TempDir;

use crate::{Bus, Valkey, valkey::address::Address};

/// A variable that the services' script sets.
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is missing: start the services with tests/services/up, or run make test")
    })
}

/// The shared server, with names of the test's own.
pub fn shared() -> String {
    let url = variable("TEST_VALKEY_URL");
    format!("{}?prefix=test-{}", url.trim_end_matches('/'), UserId::new())
}

/// A server of a test's own; ends with it.
pub struct Server {
    child: Child,
    arguments: Vec<String>,
    folder: TempDir,
    /// Where it listens.
    pub port: u16,
}

impl Server {
    /// Starts one with more arguments.
    pub fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut arguments: Vec<String> =
            ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"].map(str::to_owned).into();
        if !more.contains(&"--tls-port") {
            arguments.extend(["--port".to_owned(), port.to_string()]);
        }
        arguments.extend(more.iter().map(|each| each.replace("PORT", &port.to_string())));
        let child = run(&folder, &arguments);
        let server = Self { child, arguments, folder, port };
        server.until_it_listens();
        server
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("valkey://127.0.0.1:{}", self.port)
    }

    /// A node on the server of a URL.
    pub async fn bus(url: &str) -> Bus {
        Bus::new(Valkey::start(Address::parse(url).unwrap()).await)
    }

    /// Kills it.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again where it was, knowing nothing.
    pub fn start_again(&mut self) {
        self.child = run(&self.folder, &self.arguments);
        self.until_it_listens();
    }

    /// Lets it answer nothing, though it still accepts connections.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// … and go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(status.expect("kill runs").success());
    }

    fn until_it_listens(&self) {
        let end = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < end, "the server doesn't start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed by the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(folder: &TempDir, arguments: &[String]) -> Child {
    Command::new(variable("TEST_VALKEY_PROGRAM"))
        .args(arguments)
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("TEST_VALKEY_PROGRAM runs")
}

/// A port that nobody had a moment ago, nor the one 10,000 above it, where members of a
/// cluster talk.
fn free_port() -> u16 {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if port < 55_000 && TcpListener::bind(("127.0.0.1", port + 10_000)).is_ok() {
            return port;
        }
    }
}
