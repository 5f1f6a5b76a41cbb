//! Sending what is due. Everything is asked again at this moment: whether the session lives,
//! whether they are still inside, what they have read and what is still there.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use egress::push::{Device, Outcome, Push};
use protocol::{SessionId, Timestamp, UserId};
use store::wakes::Wake;
use tokio::time::{MissedTickBehavior, interval};

use super::{Pusher, text::Said};
use crate::{Chat, Result, flight::Flight, notices::may_notify};

/// How often what is due is looked for.
const LOOK: Duration = Duration::from_millis(500);
/// Looked at in one go.
const SEEN: usize = 500;
/// Pushes under way at once, and of one person: whose push service doesn't answer, holds up
/// nobody else.
const AT_ONCE: usize = 32;
const PER_PERSON: usize = 4;
/// How long a push service keeps it for a device that is off.
const KEPT_SECONDS: u32 = 4 * 3_600;
/// The first wait after a push service couldn't take it; four times as long each time.
const AGAIN: Duration = Duration::from_secs(30);
/// The longest.
const AGAIN_MOST: Duration = Duration::from_secs(1_800);

/// One at a time for each session, and whose it is.
type Pushes = Flight<SessionId, UserId>;

fn has_room_for(flight: &Pushes, wake: &Wake) -> bool {
    flight.len() < AT_ONCE
        && !flight.contains(wake.session)
        && flight.under_way().filter(|it| **it == wake.user).count() < PER_PERSON
}

impl Chat {
    /// Sends what is due as it comes; ends at once where nothing is pushed.
    pub(crate) async fn keep_waking(&self) {
        if self.pusher().is_err() {
            return;
        }
        let mut flight = Pushes::default();
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_more = false;
        loop {
            flight.has_room(&mut ticks, is_more).await;
            match self.take_off(&mut flight, self.now()).await {
                Ok(left) => is_more = left > 0,
                Err(error) => tracing::warn!(%error, "nobody can be woken: tried again in a moment"),
            }
        }
    }

    /// Sends all that is due by then; what [`Chat::keep_hearing`] does by itself.
    ///
    /// # Errors
    /// The store's.
    pub async fn wake_due(&self, by: Timestamp) -> Result<()> {
        let mut flight = Pushes::default();
        loop {
            self.take_off(&mut flight, by).await?;
            if !flight.landed().await {
                return Ok(());
            }
        }
    }

    /// Begins as many as there is room for; how many were left.
    async fn take_off(&self, flight: &mut Pushes, now: Timestamp) -> Result<usize> {
        let mut left = 0;
        for wake in self.store().due_wakes(now, SEEN).await? {
            if !has_room_for(flight, &wake) {
                left += 1;
                continue;
            }
            let chat = self.clone();
            flight.begin(wake.session, wake.user, async move {
                if let Err(error) = chat.wake(&wake, now).await {
                    tracing::warn!(%error, "somebody wasn't woken: tried again soon");
                    chat.put_off(&wake, now, AGAIN).await;
                }
            });
        }
        Ok(left)
    }

    async fn wake(&self, wake: &Wake, now: Timestamp) -> Result<()> {
        let pusher = self.pusher()?;
        let rest = Timestamp(now.0.saturating_add(pusher.wait_micros()));
        let done = || self.store().end_wake(wake, rest);
        let devices = self.store().devices(wake.user, now).await?;
        let Some((_, device)) = devices.into_iter().find(|(session, _)| *session == wake.session) else {
            return Ok(done().await?);
        };
        if !may_notify(&self.store().account(wake.user).await?, now) {
            return Ok(done().await?);
        }
        let topic = super::text::topic(wake);
        let text = match self.said(wake, device.text, now).await? {
            Said::Nothing => return Ok(done().await?),
            Said::NotYet => return Ok(self.store().put_off_wakes(wake.session, now.plus_seconds(2)).await?),
            Said::Text(text) => text,
        };
        let egress = &pusher.pushing.egress;
        let outcome = match Device::new(egress, &device.endpoint, &device.p256dh, &device.auth) {
            Err(why) => Outcome::Refused(why.to_owned()),
            Ok(to) => {
                let push = Push { text, for_seconds: KEPT_SECONDS, topic: Some(topic) };
                egress.push(&to, self.vapid(pusher).await?, &pusher.pushing.contact, push).await
            }
        };
        match outcome {
            Outcome::Taken => {
                count(&pusher.counts.sent);
                done().await?;
            }
            Outcome::Gone => {
                count(&pusher.counts.gone);
                self.store().forget_device(wake.session, &device.endpoint).await?;
                done().await?;
            }
            Outcome::Later(after, why) => {
                count(&pusher.counts.later);
                tracing::debug!(session = %wake.session, why, "a push service can't take it: tried again");
                self.put_off(wake, now, after.unwrap_or_else(|| pause(wake.tries))).await;
            }
            Outcome::Refused(why) => {
                count(&pusher.counts.refused);
                tracing::warn!(session = %wake.session, why, "a push service refuses");
                done().await?;
            }
        }
        Ok(())
    }

    async fn put_off(&self, wake: &Wake, now: Timestamp, pause: Duration) {
        let seconds = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX >> 24);
        let until = now.plus_seconds(seconds.max(1));
        if let Err(error) = self.store().put_off_wakes(wake.session, until).await {
            tracing::warn!(%error, "a push isn't put off: tried again at once");
        }
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// How long to wait after so many failures.
fn pause(tries: u32) -> Duration {
    AGAIN.saturating_mul(4_u32.saturating_pow(tries.min(8))).min(AGAIN_MOST)
}

impl Pusher {
    /// How long a device has to read something at once.
    pub(super) fn wait_micros(&self) -> i64 {
        i64::try_from(self.pushing.wait.as_micros()).unwrap_or(i64::MAX >> 1)
    }
}
