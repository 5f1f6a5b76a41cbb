//! The time that all nodes tell: the primary's. A node whose own clock is a day ahead would
//! otherwise date messages into tomorrow, and all that follow them in their channel, send
//! tomorrow's scheduled messages today, and sign URLs that the bucket refuses. Nothing that
//! orders or decides goes by it.

use std::time::Duration;

use mongodb::{Database, bson::doc};
use protocol::{Clock, Timestamp};
use tokio::{
    task::AbortHandle,
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use super::fault::Work;
use crate::{Error, Result};

/// How often the primary is asked.
const EVERY: Duration = Duration::from_secs(10);
/// An answer that takes longer tells too little.
const PATIENCE: Duration = Duration::from_secs(2);
/// The clock is left alone while it's right by so much: it shouldn't jump about by what
/// answers take.
const RIGHT: Duration = Duration::from_millis(250);
/// From here on whoever looks after the machine is told.
const WRONG: f64 = 2.0;

/// A clock that follows the primary's.
pub struct Time {
    clock: Clock,
    following: AbortHandle,
}

impl Time {
    /// Asks once, and from then on again and again. Must be called in a tokio runtime.
    pub async fn start(db: &Database) -> Result<Self> {
        let clock = Clock::of_machine();
        match timeout(PATIENCE, ask(db, &clock)).await {
            Ok(asked) => asked?,
            Err(_) => return Err(Error::Unavailable("MongoDB didn't answer in time".into())),
        }
        let following = {
            let (db, clock) = (db.clone(), clock.clone());
            tokio::spawn(async move { follow(&db, &clock).await }).abort_handle()
        };
        Ok(Self { clock, following })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

impl Drop for Time {
    fn drop(&mut self) {
        self.following.abort();
    }
}

async fn follow(db: &Database, clock: &Clock) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut was_wrong = false;
    loop {
        ticks.tick().await;
        // While it isn't told, the clock goes on by itself.
        if !matches!(timeout(PATIENCE, ask(db, clock)).await, Ok(Ok(()))) {
            continue;
        }
        let ahead = clock.machine_ahead();
        let is_wrong = ahead.abs() >= WRONG;
        if is_wrong && !was_wrong {
            tracing::warn!(
                ahead_seconds = ahead,
                "this machine's clock isn't the database's, which is used: set it right, by NTP say"
            );
        }
        was_wrong = is_wrong;
    }
}

/// Sets the clock by what the primary says, unless that is what it tells already.
pub(super) async fn ask(db: &Database, clock: &Clock) -> Work<()> {
    let asked = Instant::now();
    let answer = db.run_command(doc! { "hello": 1 }).await?;
    let way = asked.elapsed() / 2;
    let told =
        answer.get_datetime("localTime").map_err(|_| Error::Internal("hello without a time".into()))?;
    let time = Timestamp(told.timestamp_millis().saturating_mul(1_000).saturating_add(micros(way)));
    let off = time.0.abs_diff(clock.now().0);
    if !clock.is_set() || off > micros(RIGHT + way).unsigned_abs() {
        clock.set(time);
    }
    Ok(())
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
