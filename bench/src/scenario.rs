//! The scenarios, and the listening that several of them share.

pub mod fan_out;
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

use hdrhistogram::Histogram;
use protocol::ChannelId;
use tokio::{sync::Mutex, task::JoinSet};

use crate::{api::Api, figures::histogram, socket::Socket};

/// Bytes of a measured message's text.
const TEXT: usize = 200;

/// Counts deliveries and how late they came after the moment they were *due*.
#[derive(Clone)]
pub struct Listening {
    start: Instant,
    deliveries: Arc<AtomicU64>,
    late: Arc<Mutex<Histogram<u64>>>,
}

impl Listening {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { start: Instant::now(), deliveries: Arc::default(), late: Arc::new(Mutex::new(histogram())) }
    }

    /// Listens on these sockets until they are closed.
    pub fn listen(&self, sockets: Vec<Socket>) {
        for mut socket in sockets {
            let this = self.clone();
            tokio::spawn(async move {
                let mut own = histogram();
                while let Ok(Ok(payload)) = tokio::time::timeout(Duration::from_secs(3), socket.next()).await
                {
                    this.count(&payload, &mut own);
                }
                let _ = this.late.lock().await.add(own);
            });
        }
    }

    fn count(&self, payload: &[u8], late: &mut Histogram<u64>) {
        let now = self.micros();
        for at in memchr_all(payload, b"due:") {
            let digits = &payload[at + 4..(at + 20).min(payload.len())];
            let due = digits.iter().take_while(|byte| byte.is_ascii_digit());
            let due = due.fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
            self.deliveries.fetch_add(1, Ordering::Relaxed);
            let _ = late.record(now.saturating_sub(due).max(1));
        }
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Sends at a steady rate for so long, each send in a task of its own (open loop).
    /// Answers how many were sent and how many failed.
    pub async fn talk(&self, channels: &[(Api, ChannelId)], rate: f64, seconds: u64) -> (u64, u64) {
        let (mut sends, mut sent) = (JoinSet::new(), 0_u64);
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(seconds) {
            let due = begin + Duration::from_secs_f64(sent as f64 / rate);
            tokio::time::sleep_until(due.into()).await;
            let (api, channel) = channels[sent as usize % channels.len()].clone();
            let text = format!("{:x<TEXT$}", format!("due:{} ", self.micros()));
            sends.spawn(
                async move { api.send(channel, &protocol::MessageId::new().to_string(), &text).await },
            );
            sent += 1;
        }
        let mut failed = 0;
        while let Some(done) = sends.join_next().await {
            failed += u64::from(!matches!(done, Ok(Ok(()))));
        }
        (sent, failed)
    }

    /// Waits until the deliveries stop coming; answers their number.
    pub async fn settle(&self) -> u64 {
        loop {
            let before = self.deliveries.load(Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(500)).await;
            if self.deliveries.load(Ordering::Relaxed) == before {
                return before;
            }
        }
    }

    /// The histogram, once the listeners have gone quiet and handed theirs in.
    pub async fn lateness(&self) -> Histogram<u64> {
        tokio::time::sleep(Duration::from_millis(3_500)).await;
        self.late.lock().await.clone()
    }
}

fn memchr_all<'a>(payload: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    payload.windows(needle.len()).enumerate().filter(move |(_, part)| *part == needle).map(|(at, _)| at)
}
