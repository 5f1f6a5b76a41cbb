//! A node that is killed while it writes: all that it had answered is there, and what it was
//! in the middle of holds nobody up for long.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use protocol::{ChannelId, MessageId, UserId};
use store::{
    Error, Store,
    contract::{Town, message},
    mongo::Mongo,
};

use crate::fresh::Fresh;

/// Set for the process that is to be killed: the database.
const ADDRESS: &str = "STORE_TEST_KILL_ADDRESS";
const ROUNDS: u64 = 3;
/// How soon another node can write where the dead one did.
const SOON: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_node_keeps_what_it_answered_and_holds_nobody_up() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let town = Town::new(&store).await;
    let mut answered = 0;
    for round in 0..ROUNDS {
        let after = Duration::from_millis(1500 + round * 67 % 320);
        let lines = write_until_killed(&fresh.url, town.general, town.ada, after);
        let begun = Instant::now();
        while let Err(error) = store.append(message(town.general, town.bela, "still there?")).await {
            assert!(matches!(error, Error::Unavailable(_)), "{error}");
            assert!(begun.elapsed() < SOON, "held up for {:?}", begun.elapsed());
        }
        let held = begun.elapsed();
        assert!(held < SOON, "held up for {held:?}");
        println!("{} answered, then held up for {held:?}", lines.len());
        for line in &lines {
            let (id, rev) = line.split_once(' ').unwrap();
            let stored = store.message(town.general, id.parse::<MessageId>().unwrap()).await.unwrap();
            assert_eq!(stored.rev.to_string(), rev);
        }
        answered += lines.len();
    }
    assert!(answered > 0, "the kills came after some answers");
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    let begun = Instant::now();
    while fresh.living().await > 1 {
        assert!(begun.elapsed() < SOON, "the dead aren't buried");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// As above, but certain to be cut off at the worst moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_head_that_a_dead_node_held_is_freed() {
    let fresh = Fresh::new().await;
    let store = fresh.node().await;
    let town = Town::new(&store).await;
    let dead = fresh.hold(&town.general.to_string()).await;
    let begun = Instant::now();
    let sent = loop {
        match store.append(message(town.general, town.bela, "still there?")).await {
            Ok(done) => break done.value.0,
            Err(error) => assert!(matches!(error, Error::Unavailable(_)), "{error}"),
        }
        assert!(begun.elapsed() < SOON, "held up for {:?}", begun.elapsed());
    };
    let held = begun.elapsed();
    assert!(held > Duration::from_secs(3), "it wasn't held: {held:?}");
    assert!(held < SOON, "held up for {held:?}");
    drop(dead);
    assert_eq!(store.message(town.general, sent.id).await.unwrap(), sent);
}

/// Runs only as that process: many senders, a line for each answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writer_to_be_killed() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let store = Store::new(Mongo::open(&address).await.unwrap());
    let read = |name: &str| std::env::var(name).unwrap();
    let (channel, author): (ChannelId, UserId) =
        (read("STORE_TEST_CHANNEL").parse().unwrap(), read("STORE_TEST_AUTHOR").parse().unwrap());
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let start = Instant::now();
                while start.elapsed() < Duration::from_secs(20) {
                    // It may meet what the one before it left open.
                    if let Ok(done) = store.append(message(channel, author, "sent")).await {
                        println!("answered {} {}", done.value.0.id, done.value.0.rev);
                    }
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
}

fn write_until_killed(address: &str, channel: ChannelId, author: UserId, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::writer_to_be_killed", "--nocapture"])
        .env(ADDRESS, address)
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
