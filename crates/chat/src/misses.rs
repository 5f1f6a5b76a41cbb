//! E-mail to people about what they missed. The node that hears the channels notes who is owed
//! one ([`whom`]); when its time has come and it's still unread, the e-mail is written from what
//! they may read at that moment ([`letter`]). By a link in it they want no more ([`unsubscribe`]).

mod letter;
mod unsubscribe;
mod whom;

use std::time::Duration;

use protocol::{MissedMail, Timestamp, UserId, frame::Presence};
use store::misses::Missed;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Chat, Result, flight::Flight, letters::Letters};

/// How often what is due is looked for.
const LOOK: Duration = Duration::from_secs(2);
/// Looked at in one go.
const SEEN: usize = 100;
/// E-mails under way at once.
const AT_ONCE: usize = 4;
/// Whoever uses Workloop sees what is unread: asked again so much later.
const WHILE_PRESENT: Duration = Duration::from_secs(300);
/// The first wait after the server couldn't take one; twice as long each time.
const AGAIN: Duration = Duration::from_secs(5);
/// After so many failures it's given up.
const TRIES: u32 = 12;

type Mails = Flight<UserId, ()>;

impl Chat {
    /// Writes to those who are owed it, while that is this node's duty.
    pub(crate) async fn keep_writing(&self) {
        if self.letters().is_none() {
            return;
        }
        let mut flight = Mails::default();
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_more = false;
        loop {
            flight.has_room(&mut ticks, is_more).await;
            match self.take_letters(&mut flight, self.now()).await {
                Ok(left) => is_more = left > 0,
                Err(error) => tracing::warn!(%error, "nobody can be written to: tried again in a moment"),
            }
        }
    }

    /// Sends all e-mails that are due by then; what happens by itself after
    /// [`Chat::keep_hearing`].
    ///
    /// # Errors
    /// The store's.
    pub async fn write_due(&self, by: Timestamp) -> Result<()> {
        let mut flight = Mails::default();
        loop {
            self.take_letters(&mut flight, by).await?;
            if !flight.landed().await {
                return Ok(());
            }
        }
    }

    /// Begins as many as there is room for; how many were left.
    async fn take_letters(&self, flight: &mut Mails, now: Timestamp) -> Result<usize> {
        let mut left = 0;
        for missed in self.store().due_missed(now, SEEN).await? {
            if flight.len() >= AT_ONCE || flight.contains(missed.user) {
                left += 1;
                continue;
            }
            let chat = self.clone();
            flight.begin(missed.user, (), async move {
                if let Err(error) = chat.write_about(&missed, now).await {
                    tracing::warn!(%error, "somebody wasn't written to: tried again soon");
                    chat.put_off_letter(&missed, now.plus_seconds(seconds(AGAIN)), true).await;
                }
            });
        }
        Ok(left)
    }

    async fn write_about(&self, missed: &Missed, now: Timestamp) -> Result<()> {
        let user = missed.user;
        let Some(letters) = self.letters() else { return Ok(()) };
        let done = || self.store().end_missed(missed, now.plus_seconds(seconds(letters.wait)));
        if !self.store().credentials_of(user).await?.active {
            return Ok(done().await?);
        }
        let account = self.store().account(user).await?;
        if account.notices.missed == MissedMail::Never {
            return Ok(done().await?);
        }
        // Where the bus can't say, they are taken to be away.
        let present = self.bus().presence(&[user]).await.unwrap_or_default();
        if present.iter().any(|(_, it)| *it == Presence::Active) {
            self.put_off_letter(missed, now.plus_seconds(seconds(WHILE_PRESENT)), false).await;
            return Ok(());
        }
        let Some(mail) = self.letter(letters, &account, missed).await? else {
            return Ok(done().await?);
        };
        match letters.mailer.hand_over(&mail).await {
            Ok(()) => done().await?,
            Err(error) if error.is_final() || missed.tries >= TRIES => {
                tracing::error!(%error, "a mail about what was missed was given up");
                done().await?;
            }
            Err(error) => {
                tracing::warn!(%error, "a mail about what was missed wasn't taken: trying again");
                let pause = AGAIN.saturating_mul(2_u32.saturating_pow(missed.tries));
                self.put_off_letter(missed, now.plus_seconds(seconds(pause)), true).await;
            }
        }
        Ok(())
    }

    async fn put_off_letter(&self, missed: &Missed, until: Timestamp, failed: bool) {
        if let Err(error) = self.store().put_off_missed(missed.user, until, failed).await {
            tracing::warn!(%error, "a mail isn't put off: tried again at once");
        }
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX >> 24)
}

impl Letters {
    /// When somebody who chose this is written to about what was said now.
    fn due(&self, missed: MissedMail, zone: &str, now: Timestamp) -> Timestamp {
        match missed {
            MissedMail::Never | MissedMail::Soon => now.plus_seconds(seconds(self.wait)),
            MissedMail::Hourly => now.plus_seconds(3_600),
            MissedMail::Daily => crate::notices::morning_after(now, zone),
        }
    }
}
