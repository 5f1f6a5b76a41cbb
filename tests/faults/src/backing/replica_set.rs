//! A MongoDB replica set of three: formed, stepped down, its primary killed and started
//! again. It speaks the few commands it needs itself; a driver belongs to the store.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::time::sleep;

use super::variable;

/// A command.
const PATIENCE: Duration = Duration::from_secs(10);
/// A start, or an election.
const ELECTION: Duration = Duration::from_secs(30);
/// Seconds a primary that stepped down doesn't stand again.
const ASIDE: i32 = 10;

/// The set. Everything ends with it.
pub struct ReplicaSet {
    members: Vec<Member>,
}

struct Member {
    port: u16,
    child: Child,
    folder: TempDir,
}

impl ReplicaSet {
    /// Starts three of `TEST_MONGODB_PROGRAM`.
    pub async fn start() -> anyhow::Result<Self> {
        let members = (0..3).map(|_| Member::start()).collect::<anyhow::Result<Vec<_>>>()?;
        let set = Self { members };
        for member in &set.members {
            member.answers().await?;
        }
        let members = set.members.iter().zip(0..).map(|(it, id)| {
            Value::Document(vec![("_id", Value::Number(id)), ("host", Value::Text(it.host()))])
        });
        let settings = vec![
            ("electionTimeoutMillis", Value::Number(2000)),
            ("heartbeatIntervalMillis", Value::Number(500)),
        ];
        let config = vec![
            ("_id", Value::Text("rs0".to_owned())),
            ("members", Value::List(members.collect())),
            ("settings", Value::Document(settings)),
        ];
        let answer = command(set.members[0].port, vec![("replSetInitiate", Value::Document(config))])?;
        anyhow::ensure!(is_ok(&answer), "no replica set: {}", String::from_utf8_lossy(&answer));
        set.primary().await?;
        Ok(set)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self.members.iter().map(Member::host).collect();
        format!("mongodb://{}/faults?replicaSet=rs0", hosts.join(","))
    }

    /// Lets the primary step down; returns when there is another.
    pub async fn step_down(&self) -> anyhow::Result<()> {
        let before = self.primary().await?;
        let began = Instant::now();
        loop {
            let asked = vec![
                ("replSetStepDown", Value::Number(ASIDE)),
                ("secondaryCatchUpPeriodSecs", Value::Number(5)),
            ];
            let answer = command(self.members[before].port, asked)?;
            if is_ok(&answer) {
                break;
            }
            // Nobody has caught up: under load that takes a while.
            let why = String::from_utf8_lossy(&answer).into_owned();
            anyhow::ensure!(began.elapsed() < ELECTION, "it doesn't step down: {why}");
        }
        self.other_than(before).await
    }

    /// Kills the primary without a word, waits until there is another, and starts the dead
    /// one again.
    pub async fn kill_primary(&mut self) -> anyhow::Result<()> {
        let victim = self.primary().await?;
        self.members[victim].child.kill()?;
        self.members[victim].child.wait()?;
        self.other_than(victim).await?;
        let member = &mut self.members[victim];
        member.child = spawn(member.port, &member.folder)?;
        member.answers().await
    }

    /// Which is primary, once there is one.
    async fn primary(&self) -> anyhow::Result<usize> {
        let began = Instant::now();
        while began.elapsed() < ELECTION {
            let leads = |member: &Member| {
                let hello = command(member.port, vec![("hello", Value::Number(1))]);
                hello.is_ok_and(|answer| contains(&answer, b"\x08isWritablePrimary\0\x01"))
            };
            if let Some(place) = self.members.iter().position(leads) {
                return Ok(place);
            }
            sleep(Duration::from_millis(50)).await;
        }
        bail!("the replica set has no primary after {ELECTION:?}")
    }

    async fn other_than(&self, before: usize) -> anyhow::Result<()> {
        let began = Instant::now();
        while self.primary().await? == before {
            anyhow::ensure!(began.elapsed() < ELECTION, "the same stays primary");
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

impl Member {
    fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(Self { port, child: spawn(port, &folder)?, folder })
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    async fn answers(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        while !command(self.port, vec![("ping", Value::Number(1))]).is_ok_and(|answer| is_ok(&answer)) {
            anyhow::ensure!(began.elapsed() < ELECTION, "mongod at {} doesn't answer", self.port);
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, folder: &TempDir) -> anyhow::Result<Child> {
    let program = variable("TEST_MONGODB_PROGRAM")?;
    Command::new(&program)
        .args(["--replSet", "rs0", "--bind_ip", "127.0.0.1", "--nounixsocket", "--oplogSize", "64"])
        .args(["--wiredTigerCacheSizeGB", "0.25", "--setParameter", "diagnosticDataCollectionEnabled=false"])
        .args(["--port", &port.to_string()])
        .arg("--dbpath")
        .arg(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{program} doesn't start"))
}

/// What a command may hold: <https://bsonspec.org>
enum Value {
    Number(i32),
    Text(String),
    Document(Vec<(&'static str, Value)>),
    List(Vec<Value>),
}

fn element(name: &str, value: &Value) -> Vec<u8> {
    let (kind, bytes) = match value {
        Value::Number(number) => (0x10, number.to_le_bytes().to_vec()),
        Value::Text(text) => {
            let length = text.len() as i32 + 1;
            (0x02, [&length.to_le_bytes(), text.as_bytes(), &[0]].concat())
        }
        Value::Document(fields) => (0x03, document(fields.iter().map(|(name, value)| element(name, value)))),
        Value::List(values) => {
            (0x04, document((0..).zip(values).map(|(n, value): (u32, _)| element(&n.to_string(), value))))
        }
    };
    [&[kind], name.as_bytes(), &[0], &bytes].concat()
}

fn document(elements: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let body: Vec<u8> = elements.flatten().chain([0]).collect();
    [&(body.len() as i32 + 4).to_le_bytes(), body.as_slice()].concat()
}

/// One command to the admin database (OP_MSG of MongoDB's wire protocol); its answer's bytes.
fn command(port: u16, mut fields: Vec<(&'static str, Value)>) -> anyhow::Result<Vec<u8>> {
    fields.push(("$db", Value::Text("admin".to_owned())));
    let body = document(fields.iter().map(|(name, value)| element(name, value)));
    let mut message = Vec::new();
    for number in [body.len() + 16 + 5, 1, 0, 2013] {
        message.extend(i32::try_from(number)?.to_le_bytes());
    }
    message.extend([0; 5]);
    message.extend(body);

    let mut stream = TcpStream::connect_timeout(&([127, 0, 0, 1], port).into(), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&message)?;
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = usize::try_from(i32::from_le_bytes(length))?;
    anyhow::ensure!((16..1 << 20).contains(&length), "an answer of {length} bytes");
    let mut answer = vec![0; length - 4];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

fn is_ok(answer: &[u8]) -> bool {
    let mut ok = b"\x01ok\0".to_vec();
    ok.extend(1_f64.to_le_bytes());
    contains(answer, &ok)
}

fn contains(answer: &[u8], part: &[u8]) -> bool {
    answer.windows(part.len()).any(|window| window == part)
}
