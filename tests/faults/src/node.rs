//! `workloop serve` processes of this run's own, at addresses that stay.

use std::{
    fs::{self, File, OpenOptions},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant, UNIX_EPOCH},
};

use anyhow::{Context, bail};
use url::Url;

use crate::cast::PATIENCE;

/// A debug build on a busy machine.
const START: Duration = Duration::from_secs(30);
/// Above the two drains and the rest of an orderly end.
const STOP: Duration = Duration::from_secs(30);

/// One node.
pub struct Node {
    /// Its address.
    pub url: Url,
    folder: PathBuf,
    program: PathBuf,
    settings: Vec<(String, String)>,
    /// What makes its clock wrong, where it can be.
    faketime: Option<PathBuf>,
    child: Option<Child>,
}

impl Node {
    /// Not started yet, in a folder of its own.
    pub fn new(program: &Path, folder: PathBuf, settings: Vec<(String, String)>) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder)?;
        // Free now; nobody else on this machine asks for this very one.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = Url::parse(&format!("http://127.0.0.1:{port}/"))?;
        Ok(Self { url, folder, program: program.to_owned(), settings, faketime: None, child: None })
    }

    /// Lets its clock be set; to be called before it's started.
    pub fn with_clock(mut self) -> anyhow::Result<Self> {
        let library = fs::read_dir("/usr/lib")?
            .filter_map(|folder| Some(folder.ok()?.path().join("faketime/libfaketime.so.1")))
            .find(|library| library.exists());
        self.faketime = Some(library.context("libfaketime is missing: scripts/need faketime")?);
        self.write_clock(0)?;
        Ok(self)
    }

    /// Puts its clock so many seconds before the machine's (behind when negative), and returns
    /// when the node tells that time.
    pub async fn set_clock(&self, ahead: i64) -> anyhow::Result<()> {
        self.write_clock(ahead)?;
        let api = client::Api::with_patience(self.url.clone(), String::new(), PATIENCE)?;
        let began = Instant::now();
        while began.elapsed() < START {
            let told = api.metric("workloop_machine_time_seconds").await?;
            let wanted = UNIX_EPOCH.elapsed()?.as_secs().saturating_add_signed(ahead);
            if told.abs_diff(wanted) <= 2 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("a node's clock couldn't be set")
    }

    fn clock_file(&self) -> PathBuf {
        self.folder.join("clock")
    }

    /// In one step: it's read at any time.
    fn write_clock(&self, ahead: i64) -> anyhow::Result<()> {
        let new = self.folder.join("clock.new");
        fs::write(&new, format!("{ahead:+}\n"))?;
        Ok(fs::rename(new, self.clock_file())?)
    }

    /// Starts it and waits until it is ready.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(self.folder.join("log"))?;
        let port = self.url.port().context("no port")?;
        let mut command = Command::new(&self.program);
        command
            .arg("serve")
            .env_clear()
            .env("WORKLOOP_DATA", self.folder.join("data"))
            .env("WORKLOOP_LISTEN", format!("127.0.0.1:{port}"))
            .env("WORKLOOP_UNLIMITED", "yes")
            .env("WORKLOOP_DRAIN_SECONDS", "2")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdout(File::create(self.folder.join("out"))?)
            .stderr(log);
        if let Some(library) = &self.faketime {
            // What is measured by the monotonic clock is no matter of what time it is.
            command
                .env("LD_PRELOAD", library)
                .env("FAKETIME_TIMESTAMP_FILE", self.clock_file())
                .env("FAKETIME_NO_CACHE", "1")
                .env("DONT_FAKE_MONOTONIC", "1");
        }
        let child = command.spawn().with_context(|| format!("{} doesn't start", self.program.display()))?;
        self.child = Some(child);
        let http = client::Api::with_patience(self.url.clone(), String::new(), Duration::from_secs(2))?;
        let began = Instant::now();
        while began.elapsed() < START {
            if let Some(status) = self.child.as_mut().and_then(|child| child.try_wait().transpose()) {
                bail!("a node ended with {}: {}", status?, self.log());
            }
            if http.is_ready().await {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("a node isn't ready after {START:?}: {}", self.log())
    }

    /// The code that sets it up, printed on its first start.
    pub async fn code(&self) -> anyhow::Result<String> {
        for _ in 0..100 {
            let out = fs::read_to_string(self.folder.join("out"))?;
            let code = out.split("/setup?code=").nth(1).and_then(|rest| rest.split_whitespace().next());
            if let Some(code) = code {
                return Ok(code.to_owned());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the node printed no code to set it up with")
    }

    /// Kills it without a word.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        let mut child = self.child.take().context("the node isn't running")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Asks it to stop, and waits until it has; an error when it doesn't end well.
    pub async fn stop(&mut self) -> anyhow::Result<()> {
        let mut child = self.child.take().context("the node isn't running")?;
        // SAFETY: a signal to a child that hasn't been waited for.
        unsafe { libc::kill(i32::try_from(child.id())?, libc::SIGTERM) };
        let began = Instant::now();
        while began.elapsed() < STOP {
            if let Some(status) = child.try_wait()? {
                anyhow::ensure!(status.success(), "SIGTERM ended a node with {status}");
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill()?;
        child.wait()?;
        bail!("a node hadn't ended {STOP:?} after SIGTERM")
    }

    /// Bytes of memory that it has now (Linux, proc(5): `VmRSS`).
    pub fn memory(&self) -> anyhow::Result<u64> {
        let child = self.child.as_ref().context("the node isn't running")?;
        let status = fs::read_to_string(format!("/proc/{}/status", child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
    }

    /// Still there?
    pub fn is_alive(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// The end of what it logged.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
