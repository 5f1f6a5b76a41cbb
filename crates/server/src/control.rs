//! A socket beside the database by which `workloop admin` reaches the running server, so
//! that what it changes is announced and ended sessions end there at once. Only the user
//! that runs the server, and root, are listened to. One order a connection: a line of JSON,
//! then the password on a line of its own if the order needs one; the answer is JSON too.

use std::{
    io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use chat::Chat;
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
    time::timeout,
};

use crate::cli::admin::{self, Order, Reply};

/// Bytes of the longest order with its password.
const LONGEST: u64 = 16 * 1024;
/// How long whoever connects may take to say what they want.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a command waits for the server.
const ANSWER: Duration = Duration::from_secs(60);

/// What came of an order.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Done(Reply),
    Failed(String),
}

/// The listening end; the socket goes with it.
pub struct Control {
    path: PathBuf,
    listening: JoinHandle<()>,
}

impl Control {
    /// Listens beside this database, whose lock the caller holds: a socket there is one that
    /// a killed server left.
    pub fn start(database: &Path, chat: Chat) -> io::Result<Self> {
        let path = socket(database);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        let listening = tokio::spawn(async move {
            // One at a time: people type these.
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        if let Err(error) = answer(stream, &chat).await {
                            tracing::debug!(%error, "an administrator's command broke off");
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, "an administrator's command can't be taken");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
        Ok(Self { path, listening })
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.listening.abort();
        let _gone = std::fs::remove_file(&self.path);
    }
}

/// Asks the server that has this database; none when no server listens.
///
/// # Errors
/// What the server refused, or that it broke off.
pub async fn ask(database: &Path, order: &Order, password: Option<&str>) -> anyhow::Result<Option<Reply>> {
    let mut stream = match UnixStream::connect(socket(database)).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        // A path too long for a socket: then no server listens there either.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut said = serde_json::to_string(order)?;
    said.push('\n');
    said.extend(password);
    stream.write_all(said.as_bytes()).await?;
    stream.shutdown().await?;
    let mut answer = Vec::new();
    timeout(ANSWER, stream.read_to_end(&mut answer)).await??;
    match serde_json::from_slice(&answer)? {
        Outcome::Done(reply) => Ok(Some(reply)),
        Outcome::Failed(why) => Err(anyhow::anyhow!(why)),
    }
}

async fn answer(stream: UnixStream, chat: &Chat) -> anyhow::Result<()> {
    let peer = stream.peer_cred()?.uid();
    // SAFETY: asks for a number and can't fail.
    let own = unsafe { libc::geteuid() };
    anyhow::ensure!(peer == own || peer == 0, "user {peer} may not give orders");
    let mut stream = BufReader::new(stream);
    let (mut line, mut password) = (String::new(), String::new());
    let read = async {
        let mut said = (&mut stream).take(LONGEST);
        said.read_line(&mut line).await?;
        said.read_to_string(&mut password).await
    };
    timeout(PATIENCE, read).await??;
    let order: Order = serde_json::from_str(&line)?;
    let password = Some(password).filter(|password| !password.is_empty());
    let outcome = match admin::perform(chat, order, password).await {
        Ok(reply) => Outcome::Done(reply),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    };
    let answer = serde_json::to_vec(&outcome)?;
    timeout(PATIENCE, stream.get_mut().write_all(&answer)).await??;
    Ok(())
}

fn socket(database: &Path) -> PathBuf {
    database.with_extension("sock")
}
