//! A replica set of three of a test's own, that it may harm.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use mongodb::{
    Client,
    bson::{Document, doc},
    options::ClientOptions,
};
use tempfile::TempDir;
use tokio::time::sleep;

/// A variable that the services' script sets.
pub fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is missing: start the services with tests/services/up, or run make test")
    })
}

/// One server; ends with it.
pub struct Member {
    child: Child,
    more: Vec<String>,
    folder: TempDir,
    /// Where it listens.
    pub port: u16,
}

impl Member {
    /// Starts one with more arguments.
    pub fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let more: Vec<String> = more.iter().map(|&it| it.to_owned()).collect();
        Self { child: run(&folder, port, &more), more, folder, port }
    }

    /// Kills it at once.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again on what its disk has.
    pub fn start_again(&mut self) {
        self.child = run(&self.folder, self.port, &self.more);
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

    /// A connection to this server alone.
    async fn client(&self) -> Client {
        let url = format!("mongodb://127.0.0.1:{}/?directConnection=true", self.port);
        let mut options = ClientOptions::parse(url).await.unwrap();
        options.server_selection_timeout = Some(Duration::from_secs(20));
        Client::with_options(options).unwrap()
    }

    /// Asks this server alone.
    pub async fn ask(&self, command: Document) -> mongodb::error::Result<Document> {
        self.client().await.database("admin").run_command(command).await
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // It may have been killed by the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(folder: &TempDir, port: u16, more: &[String]) -> Child {
    let rest = ["--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64"];
    Command::new(variable("TEST_MONGODB_PROGRAM"))
        .args(["--bind_ip", "127.0.0.1", "--nounixsocket", "--port", &port.to_string()])
        .args(rest)
        .args(["--setParameter", "diagnosticDataCollectionEnabled=false"])
        .arg("--dbpath")
        .arg(folder.path())
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("TEST_MONGODB_PROGRAM runs")
}

/// Three servers that elect their primary within seconds.
pub struct ReplicaSet {
    /// All of them.
    pub members: Vec<Member>,
}

impl ReplicaSet {
    /// Starts them and waits for their first primary.
    pub async fn start() -> Self {
        let set = Self::strangers();
        let hosts: Vec<Document> = (0..)
            .zip(&set.members)
            .map(|(number, it)| doc! { "_id": number, "host": format!("127.0.0.1:{}", it.port) })
            .collect();
        let settings =
            doc! { "electionTimeoutMillis": 2000, "heartbeatIntervalMillis": 500, "heartbeatTimeoutSecs": 2 };
        let config = doc! { "_id": "rs0", "members": hosts, "settings": settings };
        for member in &set.members {
            member.ask(doc! { "ping": 1 }).await.unwrap();
        }
        set.members[0].ask(doc! { "replSetInitiate": config }).await.unwrap();
        set.until_whole().await;
        set
    }

    /// Starts them, and leaves it at that.
    pub fn strangers() -> Self {
        Self { members: (0..3).map(|_| Member::start(&["--replSet", "rs0"])).collect() }
    }

    /// Where they are.
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self.members.iter().map(|it| format!("127.0.0.1:{}", it.port)).collect();
        format!("mongodb://{}/workloop?replicaSet=rs0", hosts.join(","))
    }

    /// Which of them is the primary, by the word of a member other than `except`.
    pub async fn primary(&self, except: Option<usize>) -> usize {
        let end = Instant::now() + Duration::from_secs(40);
        loop {
            assert!(Instant::now() < end, "nobody is elected");
            for (number, member) in self.members.iter().enumerate() {
                if Some(number) != except && self.is_primary(member).await {
                    return number;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn is_primary(&self, member: &Member) -> bool {
        let hello = tokio::time::timeout(Duration::from_secs(1), member.ask(doc! { "hello": 1 })).await;
        matches!(hello, Ok(Ok(hello)) if matches!(hello.get_bool("isWritablePrimary"), Ok(true)))
    }

    /// Waits until one is the primary and the others follow it.
    pub async fn until_whole(&self) {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            assert!(Instant::now() < end, "the set doesn't become whole");
            let mut states = Vec::new();
            for member in &self.members {
                let status = member.ask(doc! { "replSetGetStatus": 1 }).await;
                states.push(status.and_then(|it| Ok(it.get_i32("myState")?)).unwrap_or(0));
            }
            states.sort_unstable();
            if states == [1, 2, 2] {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}
