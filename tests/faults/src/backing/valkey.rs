//! A Valkey of this run's own, behind a line that can be bad.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::variable;
use crate::relay::Relay;

/// One server without anything on disk: killed, it has forgotten everything.
pub struct Valkey {
    /// The line to it.
    pub relay: Relay,
    port: u16,
    child: Child,
    folder: TempDir,
}

impl Valkey {
    /// Starts the program of `TEST_VALKEY_PROGRAM`.
    pub async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = spawn(port, &folder)?;
        let relay = Relay::to(format!("127.0.0.1:{port}")).await?;
        let this = Self { relay, port, child, folder };
        this.wait().await?;
        Ok(this)
    }

    /// What nodes reach it by.
    pub fn url(&self) -> String {
        format!("valkey://{}", self.relay.address)
    }

    /// Kills it without a word.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again, empty.
    pub async fn again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(self.port, &self.folder)?;
        self.wait().await
    }

    async fn wait(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            anyhow::ensure!(
                began.elapsed() < Duration::from_secs(10),
                "Valkey doesn't listen on {}",
                self.port
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Valkey {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, folder: &TempDir) -> anyhow::Result<Child> {
    let program = variable("TEST_VALKEY_PROGRAM")?;
    let port = port.to_string();
    Ok(Command::new(program)
        .args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--appendonly", "no"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?)
}
