//! A disk that fails under a real process: nothing unsure is ever answered.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use protocol::{ChannelId, MessageId};

use super::super::{Options, Place, Sqlite};
use crate::{
    Error, Store,
    contract::{Town, message},
};

/// Set for the process whose disk fails: the database's folder.
const FOLDER: &str = "STORE_TEST_DISK_FOLDER";
/// More writes than any of the faults lets through.
const MANY: usize = 10_000;

#[tokio::test]
async fn a_file_size_limit_is_a_refusal_and_not_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let output = run("writer_with_a_file_size_limit", folder.path());
    assert!(output.status.success(), "it lives on: {}", said(&output));
    let answered = all_answered_are_there(folder.path(), &output).await;
    assert!(answered > 10, "some went through before and one after: {answered}");
}

/// Runs only as that process.
#[tokio::test]
async fn writer_with_a_file_size_limit() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let file = Path::new(&folder).join("workloop.sqlite");
    let store = open(&file);
    let town = Town::new(&store).await;
    limit_file_size(std::fs::metadata(file.with_extension("sqlite-wal")).unwrap().len() + 400_000);
    let refused = write_until_refused(&store, &town).await;
    assert!(matches!(refused, Error::ReadOnly(_)), "{refused:?}");
    assert!(!store.health().await.unwrap().writable);
    store.channel(town.general).await.expect("reads go on");
    limit_file_size(libc::RLIM_INFINITY);
    assert!(store.health().await.unwrap().writable, "it recovers by itself");
    say(&store, &town).await.unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_failed_sync_stops_the_process_and_answers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = run("writer_whose_syncs_fail", folder.path());
    assert_eq!(output.status.code(), Some(74), "{}", said(&output));
    assert!(said(&output).contains("failing from now on"), "{}", said(&output));
    let after = said(&output).split("failing from now on").nth(1).unwrap().to_owned();
    assert!(!after.contains("answered"), "nothing unsynced is answered: {after}");
    assert_eq!(all_answered_are_there(folder.path(), &output).await, 5);
}

/// Runs only as that process.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn writer_whose_syncs_fail() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = open(&Path::new(&folder).join("workloop.sqlite"));
    let town = Town::new(&store).await;
    for _ in 0..5 {
        say(&store, &town).await.unwrap();
    }
    fail_syncs();
    println!("failing from now on");
    let refused = write_until_refused(&store, &town).await;
    panic!("still here after {refused:?}");
}

fn open(file: &Path) -> Store {
    let options = Options { probe: Duration::ZERO, ..Options::default() };
    Store::new(Sqlite::open(Place::File(file.to_owned()), options).unwrap())
}

async fn say(store: &Store, town: &Town) -> crate::Result<()> {
    let done = store.append(message(town.general, town.ada, &"x".repeat(4000))).await?;
    println!("answered {} {}", town.general, done.value.0.id);
    Ok(())
}

async fn write_until_refused(store: &Store, town: &Town) -> Error {
    for _ in 0..MANY {
        if let Err(error) = say(store, town).await {
            return error;
        }
    }
    panic!("the disk never failed");
}

fn run(test: &str, folder: &Path) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("sqlite::tests::disk::{test}"), "--nocapture"])
        .env(FOLDER, folder)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// How many were answered, each of which a fresh start finds.
async fn all_answered_are_there(folder: &Path, output: &Output) -> usize {
    let store = open(&folder.join("workloop.sqlite"));
    let said = String::from_utf8_lossy(&output.stdout);
    // The test runner may have begun the line.
    let answered: Vec<_> = said.lines().filter_map(|line| line.split("answered ").nth(1)).collect();
    for line in &answered {
        let (channel, id) = line.split_once(' ').unwrap();
        let (channel, id) = (channel.parse::<ChannelId>().unwrap(), id.parse::<MessageId>().unwrap());
        store.message(channel, id).await.unwrap();
    }
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    answered.len()
}

fn limit_file_size(bytes: u64) {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls get a pointer to one whole rlimit, which outlives them.
    let is_set = unsafe {
        libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit) == 0 && {
            limit.rlim_cur = bytes.min(limit.rlim_max);
            libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) == 0
        }
    };
    assert!(is_set, "{}", std::io::Error::last_os_error());
}

/// Makes the kernel answer every sync of this process with an I/O error.
#[cfg(target_os = "linux")]
fn fail_syncs() {
    let step = |code: u32, k: u32, jt: u8, jf: u8| libc::sock_filter { code: code as u16, jt, jf, k };
    let is = |call: libc::c_long, jt| step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, call as u32, jt, 0);
    let mut steps = [
        // The number of the system call is the first field.
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, 0),
        is(libc::SYS_fsync, 2),
        is(libc::SYS_fdatasync, 1),
        step(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ALLOW, 0, 0),
        step(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ERRNO | libc::EIO as u32, 0, 0),
    ];
    let filter = libc::sock_fprog { len: steps.len() as u16, filter: steps.as_mut_ptr() };
    // SAFETY: the filter and its steps outlive the calls, which copy them; all threads take
    // it on.
    let is_set = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            && libc::syscall(
                libc::SYS_seccomp,
                libc::SECCOMP_SET_MODE_FILTER,
                libc::SECCOMP_FILTER_FLAG_TSYNC,
                &raw const filter,
            ) == 0
    };
    assert!(is_set, "{}", std::io::Error::last_os_error());
}
