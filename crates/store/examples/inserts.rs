//! The floor that the bench compares sends with: durable messages without a server, one
//! thread that takes whatever waits, inserts it into one table and commits once.
//!
//! `inserts WAITING SECONDS BYTES` prints the committed inserts per second, of a database in
//! the temporary folder, with so many senders that each wait for theirs.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};

/// Inserts of one commit; the server's own bound.
const BATCH: usize = 256;

type Insert = (String, oneshot::Sender<()>);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<u64> = std::env::args().skip(1).map(|it| it.parse()).collect::<Result<_, _>>()?;
    let [waiting, seconds, bytes] = arguments[..] else { return Err("WAITING SECONDS BYTES".into()) };
    let text = "x".repeat(usize::try_from(bytes)?);
    let home = tempfile::tempdir()?;
    let connection = Connection::open(home.path().join("floor.sqlite"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
         CREATE TABLE messages (seq INTEGER PRIMARY KEY, nonce TEXT NOT NULL UNIQUE, text TEXT NOT NULL);",
    )?;
    let (queue, jobs) = mpsc::channel(usize::try_from(waiting)?);
    let writer = tokio::task::spawn_blocking(move || write(&connection, jobs));
    let (begin, mut senders) = (Instant::now(), JoinSet::new());
    for _ in 0..waiting {
        let (queue, text) = (queue.clone(), text.clone());
        senders.spawn(async move {
            let mut committed = 0_u64;
            while begin.elapsed() < Duration::from_secs(seconds) {
                let (answer, answered) = oneshot::channel();
                // When the writer stopped, its own error is told below.
                if queue.send((text.clone(), answer)).await.is_err() || answered.await.is_err() {
                    break;
                }
                committed += 1;
            }
            committed
        });
    }
    drop(queue);
    let mut committed = 0;
    while let Some(own) = senders.join_next().await {
        committed += own?;
    }
    let seconds = begin.elapsed().as_secs_f64();
    writer.await??;
    println!("{}", committed as f64 / seconds);
    Ok(())
}

fn write(connection: &Connection, mut jobs: mpsc::Receiver<Insert>) -> rusqlite::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.blocking_recv_many(&mut batch, BATCH) > 0 {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        {
            let mut insert =
                connection.prepare_cached("INSERT INTO messages (nonce, text) VALUES (?1, ?2)")?;
            for (text, _) in &batch {
                insert.execute(params![protocol::MessageId::new().to_string(), text])?;
            }
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
        for (_, answer) in batch.drain(..) {
            // Whoever gave up waiting needs no answer.
            let _ = answer.send(());
        }
    }
    Ok(())
}
