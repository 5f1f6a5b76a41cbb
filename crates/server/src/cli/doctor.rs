//! Tries what a server needs and says in one line each how it went; or, asked to, looks at an
//! installation on AWS.

use std::{fs, io::Write as _, net::TcpListener, os::unix::fs::PermissionsExt as _, path::Path};

use anyhow::{Context as _, bail, ensure};
use bus::valkey::address::Address;
use media::Bucket;
use protocol::Clock;

use crate::config::{self, Config, media::Place};

pub mod aws;

/// Less free space than this will soon be none.
const FREE_BYTES: u64 = 512 * 1024 * 1024;
/// A machine's clock that is off by more isn't kept right by anybody.
const OFF_SECONDS: f64 = 30.0;

/// Runs all checks; fails when any did.
pub async fn run() -> anyhow::Result<()> {
    let mut failed = 0;
    let mut verdict = |what: &str, outcome: anyhow::Result<String>| match outcome {
        Ok(detail) => println!("ok    {what}: {detail}"),
        Err(error) => {
            failed += 1;
            println!("FAIL  {what}: {error:#}");
        }
    };
    match Config::load() {
        Err(error) => verdict("settings", Err(error.into())),
        Ok(config) => {
            verdict("settings", Ok("understood".to_owned()));
            verdict("data folder", writable(&config.database.data));
            verdict("disk space", space(&config.database.data));
            verdict("database", database(&config).await);
            verdict("files", files(&config.media.place).await);
            verdict("bus", bus(&config).await);
            verdict("e-mail", mail(&config).await);
            verdict("secret", secret(&config));
            verdict("port", port(&config));
        }
    }
    if failed > 0 { bail!("{failed} of the checks failed") } else { Ok(()) }
}

async fn mail(config: &Config) -> anyhow::Result<String> {
    let Some(sending) = &config.mail.sending else { return Ok("none is sent".to_owned()) };
    crate::wiring::open_mail(sending)?.check().await?;
    Ok(format!("{} takes mail in the name of {}", sending.server, sending.from))
}

fn writable(folder: &Path) -> anyhow::Result<String> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut file = tempfile::Builder::new()
        .prefix(".doctor")
        .tempfile_in(folder)
        .with_context(|| folder.display().to_string())?;
    file.write_all(b"written")?;
    file.as_file().sync_all()?;
    ensure!(fs::read(file.path())? == b"written", "{} doesn't keep what is written", folder.display());
    Ok(format!("{} can be written and read", folder.display()))
}

fn space(folder: &Path) -> anyhow::Result<String> {
    use std::os::unix::ffi::OsStrExt as _;
    let path = std::ffi::CString::new(folder.as_os_str().as_bytes())?;
    let mut stats = std::mem::MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: the path is NUL-terminated and the buffer is one statvfs long; it's read only
    // after the call said that it filled it.
    let stats = unsafe {
        if libc::statvfs(path.as_ptr(), stats.as_mut_ptr()) != 0 {
            bail!(std::io::Error::last_os_error());
        }
        stats.assume_init()
    };
    let free = stats.f_bavail.saturating_mul(stats.f_frsize);
    ensure!(free >= FREE_BYTES, "only {} MiB are free", free / 1024 / 1024);
    Ok(format!("{} MiB free", free / 1024 / 1024))
}

async fn database(config: &Config) -> anyhow::Result<String> {
    let place = &config.database.place;
    if place.file().is_some_and(|file| !file.exists()) {
        return Ok("none yet; the first start makes it".to_owned());
    }
    let store = match crate::wiring::open_store(place).await {
        Err(error) if error.to_string().contains("another server") => {
            return Ok("in use by a running server; not read".to_owned());
        }
        store => store?,
    };
    let wrong = store.check().await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    let ahead = store.clock().machine_ahead();
    ensure!(
        ahead.abs() < OFF_SECONDS,
        "{place}: its clock isn't this machine's, which is ahead by {ahead:.0} s: set it right, by NTP say"
    );
    let health = store.health().await?;
    store.close().await?;
    let mebibytes = health.bytes / 1024 / 1024;
    Ok(format!("{place}: {}, schema {}, {mebibytes} MiB, sound", health.engine, health.schema))
}

async fn files(place: &Place) -> anyhow::Result<String> {
    match place {
        Place::Folder(folder) => writable(folder),
        Place::Bucket(address) => {
            let bucket = Bucket::open(address.clone(), Clock::of_machine())
                .await
                .with_context(|| place.to_string())?;
            bucket.try_out().await.with_context(|| place.to_string())?;
            Ok(format!("{place} can be written, read and cleared"))
        }
    }
}

async fn bus(config: &Config) -> anyhow::Result<String> {
    let config::bus::Bus::Valkey(address) = &config.bus else { return Ok("within one node".to_owned()) };
    bus::valkey::try_out(Address::clone(address)).await.with_context(|| address.to_string())?;
    Ok(format!("{address} can be used"))
}

fn secret(config: &Config) -> anyhow::Result<String> {
    if config.secret.given.is_some() {
        return Ok("given".to_owned());
    }
    let path = config.database.data.join("secret");
    let Ok(facts) = fs::metadata(&path) else { return Ok("none yet; the first start makes one".to_owned()) };
    let mode = facts.permissions().mode() & 0o777;
    ensure!(mode & 0o077 == 0, "{} can be read by others (mode {mode:o}); chmod 600 it", path.display());
    Ok(format!("{}, mode {mode:o}", path.display()))
}

fn port(config: &Config) -> anyhow::Result<String> {
    let address = config.listen.address;
    match TcpListener::bind(address) {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && super::health::run(config).is_ok() => {
            Ok(format!("a ready Workloop listens on {address}"))
        }
        Err(error) => Err(error).with_context(|| address.to_string()),
    }
}
