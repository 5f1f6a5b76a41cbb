//! The scenarios, and the listening and talking that several of them share.

pub mod fan_out;
pub mod hop;
pub mod idle;
pub mod open;
pub mod rooms;
pub mod send;
pub mod storm;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::bail;
use hdrhistogram::Histogram;
use protocol::ChannelId;
use tokio::{runtime::Handle, sync::watch, task::JoinSet};

use crate::{
    figures::{Figures, Process, Usage, histogram},
    floor::writes,
};
use client::{Api, Socket};

/// Bytes of a measured message's text.
const TEXT: usize = 200;
/// How long the last deliveries may take.
const SETTLING: Duration = Duration::from_secs(60);

/// Counts deliveries and how late they came after the moment they were *due*: a message
/// that had to wait for its turn to be sent is late too.
pub struct Listening {
    heard: Heard,
    stop: watch::Sender<()>,
    listeners: JoinSet<Histogram<u64>>,
}

/// What all listeners of a run count together.
#[derive(Clone)]
struct Heard {
    start: Instant,
    deliveries: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
}

/// What became of the messages of one talk.
pub struct Talk {
    /// Sent, whether or not they arrived.
    pub sent: u64,
    /// Not acknowledged.
    pub failed: u64,
    /// From due to acknowledged.
    pub acknowledged: Histogram<u64>,
}

impl Listening {
    /// Starts the clock.
    pub fn new() -> Self {
        let heard = Heard { start: Instant::now(), deliveries: Arc::default(), bytes: Arc::default() };
        Self { heard, stop: watch::Sender::new(()), listeners: JoinSet::new() }
    }

    /// Another one by the same clock.
    pub fn beside(&self) -> Self {
        let heard = Heard { start: self.heard.start, deliveries: Arc::default(), bytes: Arc::default() };
        Self { heard, ..Self::new() }
    }

    /// Listens on these sockets until `finish`, or until they are closed.
    pub fn listen(&mut self, sockets: Vec<Socket>) {
        for mut socket in sockets {
            let (heard, mut stop) = (self.heard.clone(), self.stop.subscribe());
            self.listeners.spawn(async move {
                let mut own = histogram();
                loop {
                    tokio::select! {
                        payload = socket.next() => match payload {
                            Ok(payload) => heard.count(&payload, &mut own),
                            Err(_) => return own,
                        },
                        _ = stop.changed() => return own,
                    }
                }
            });
        }
    }

    /// The clock that due times are told by.
    pub fn start(&self) -> Instant {
        self.heard.start
    }

    /// Sends at a steady rate for so long, each send in a task of its own, so that a slow
    /// server can't slow the load down (open loop). An error when nothing got through.
    pub async fn talk(&self, channels: &[(Api, ChannelId)], rate: f64, seconds: f64) -> anyhow::Result<Talk> {
        let (channels, start, runtime) = (channels.to_vec(), self.heard.start, Handle::current());
        // A thread keeps time: the runtime's timers are a millisecond coarse.
        let mut sends = tokio::task::spawn_blocking(move || {
            let mut sends = JoinSet::new();
            pace(rate, seconds, |number, due| {
                let (api, channel) = channels[number % channels.len()].clone();
                let text = text(due - start);
                let send = async move {
                    let nonce = protocol::MessageId::new().to_string();
                    api.send(channel, &nonce, &text).await.map(|()| due.elapsed())
                };
                sends.spawn_on(send, &runtime);
            });
            sends
        })
        .await?;
        let mut talk = Talk { sent: sends.len() as u64, failed: 0, acknowledged: histogram() };
        let mut failure = None;
        while let Some(done) = sends.join_next().await {
            match done? {
                Ok(took) => talk.acknowledged.record(micros(took))?,
                Err(error) => {
                    talk.failed += 1;
                    failure = Some(error);
                }
            }
        }
        match failure {
            Some(error) if talk.failed == talk.sent => Err(error.context("no message was accepted")),
            _ => Ok(talk),
        }
    }

    /// Waits until the deliveries stop coming; answers their number.
    pub async fn settle(&self) -> anyhow::Result<u64> {
        let begin = Instant::now();
        while begin.elapsed() < SETTLING {
            let before = self.heard.deliveries.load(Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(500)).await;
            if self.heard.deliveries.load(Ordering::Relaxed) == before {
                return Ok(before);
            }
        }
        bail!("deliveries still come {} s after the last message", SETTLING.as_secs())
    }

    /// Bytes of payload per delivery so far.
    pub fn size(&self) -> usize {
        let deliveries = self.heard.deliveries.load(Ordering::Relaxed).max(1);
        usize::try_from(self.heard.bytes.load(Ordering::Relaxed) / deliveries).unwrap_or(usize::MAX)
    }

    /// Stops listening; how late everything came.
    pub async fn finish(mut self) -> anyhow::Result<Histogram<u64>> {
        self.stop.send_replace(());
        let mut late = histogram();
        while let Some(own) = self.listeners.join_next().await {
            late.add(own?)?;
        }
        Ok(late)
    }
}

impl Heard {
    fn count(&self, payload: &[u8], late: &mut Histogram<u64>) {
        let now = micros(self.start.elapsed());
        for at in all(payload, b"due:") {
            let digits = payload[at + 4..].iter().take_while(|byte| byte.is_ascii_digit());
            let due = digits.fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
            self.deliveries.fetch_add(1, Ordering::Relaxed);
            // Beyond the histogram's minute counts as a minute.
            late.saturating_record(now.saturating_sub(due).max(1));
        }
        self.bytes.fetch_add(payload.len() as u64, Ordering::Relaxed);
    }
}

/// Rooms of so many listeners, measured; then the same with raw writes for a server.
pub struct Load {
    /// Messages per second over all rooms.
    pub rate: f64,
    /// For how long, in seconds.
    pub seconds: f64,
    /// Listeners of each room.
    pub members: usize,
}

impl Load {
    async fn run(
        self,
        mut figures: Figures,
        process: Option<Process>,
        listening: Listening,
        channels: &[(Api, ChannelId)],
    ) -> anyhow::Result<Figures> {
        let before = process.and_then(Process::usage);
        let talk = listening.talk(channels, self.rate, self.seconds).await?;
        let deliveries = listening.settle().await?;
        let after = process.and_then(Process::usage);
        figures.count("sent", talk.sent);
        figures.count("failed", talk.failed);
        figures.count("deliveries", deliveries);
        let wanted = (talk.sent - talk.failed) * self.members as u64;
        figures.count("deliveries_missing", wanted.saturating_sub(deliveries));
        figures.process(before, after, deliveries);
        let size = listening.size();
        figures.latency("acknowledged", &talk.acknowledged);
        figures.latency("delivery", &listening.finish().await?);

        let floor = writes::run(&self, channels.len(), size, process).await?;
        figures.latency("floor_delivery", &floor.late);
        figures.put("floor_deliveries_per_cpu_s", floor.deliveries as f64 / floor.cpu.as_secs_f64());
        figures.ratio("of_floor", "deliveries_per_cpu_s", "floor_deliveries_per_cpu_s");
        figures.ratio("p99_over_floor", "delivery_p99_ms", "floor_delivery_p99_ms");
        Ok(figures)
    }
}

/// Calls at a steady rate for so long, with the number and the moment each call was due.
pub fn pace(rate: f64, seconds: f64, mut call: impl FnMut(usize, Instant)) {
    let begin = Instant::now();
    for number in 0_usize.. {
        let offset = number as f64 / rate;
        if offset >= seconds {
            return;
        }
        let due = begin + Duration::from_secs_f64(offset);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        call(number, due);
    }
}

/// A measured message, which says when it was due.
pub fn text(due: Duration) -> String {
    format!("{:x<TEXT$}", format!("due:{} ", micros(due)))
}

/// Whole microseconds, at least one, as histograms take them.
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// CPU seconds between two looks.
fn cpu(before: Usage, after: Usage) -> f64 {
    after.cpu.saturating_sub(before.cpu).as_secs_f64()
}

fn all<'a>(payload: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    payload.windows(needle.len()).enumerate().filter(move |(_, part)| *part == needle).map(|(at, _)| at)
}
