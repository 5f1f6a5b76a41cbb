//! Killing the process while it writes: everything it had answered is there afterwards.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use protocol::{ChannelId, MessageId, UserId};

use super::super::{Options, Place, Sqlite};
use crate::{
    Store,
    contract::{Town, message},
};

/// Set for the process that is to be killed: the database's folder.
const FOLDER: &str = "STORE_TEST_KILL_FOLDER";
/// How often to kill, when not as often as a quick test allows.
const ROUNDS: &str = "STORE_TEST_KILL_ROUNDS";
/// Enough to meet the log in every state, in a quarter of a minute.
const QUICK: u64 = 25;

#[tokio::test]
async fn a_killed_process_keeps_all_that_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("workloop.sqlite");
    let (channel, author) = {
        let store = open(&file);
        let town = Town::new(&store).await;
        (town.general, town.ada)
    };
    let mut answered = 0;
    let rounds = std::env::var(ROUNDS).map_or(QUICK, |rounds| rounds.parse().unwrap());
    for round in 0..rounds {
        let after = Duration::from_millis(80 + round * 67 % 320);
        let lines = write_until_killed(folder.path(), channel, author, after);
        let store = open(&file);
        for line in &lines {
            let (id, rev) = line.split_once(' ').unwrap();
            let stored = store.message(channel, id.parse::<MessageId>().unwrap()).await.unwrap();
            assert_eq!(stored.rev.to_string(), rev);
        }
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        answered += lines.len();
    }
    assert!(answered > 0, "the kills came after some answers");
}

/// Runs only as that process: many senders, a line for each answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writer_to_be_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = open(&Path::new(&folder).join("workloop.sqlite"));
    let read = |name: &str| std::env::var(name).unwrap();
    let (channel, author): (ChannelId, UserId) =
        (read("STORE_TEST_CHANNEL").parse().unwrap(), read("STORE_TEST_AUTHOR").parse().unwrap());
    let senders: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let start = Instant::now();
                while start.elapsed() < Duration::from_secs(20) {
                    let done = store.append(message(channel, author, "sent")).await.unwrap();
                    println!("answered {} {}", done.value.0.id, done.value.0.rev);
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
}

fn open(file: &Path) -> Store {
    Store::new(Sqlite::open(Place::File(file.to_owned()), Options::default()).unwrap())
}

fn write_until_killed(folder: &Path, channel: ChannelId, author: UserId, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite::tests::kill::writer_to_be_killed", "--nocapture"])
        .env(FOLDER, folder)
        .env("STORE_TEST_CHANNEL", channel.to_string())
        .env("STORE_TEST_AUTHOR", author.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        BufReader::new(out).split(b'\n').map_while(Result::ok).collect::<Vec<_>>()
    });
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let mut lines = reader.join().unwrap();
    // The kill may have cut the last line short.
    lines.pop();
    lines
        .into_iter()
        .filter_map(|line| String::from_utf8(line).ok()?.strip_prefix("answered ").map(str::to_owned))
        .collect()
}
