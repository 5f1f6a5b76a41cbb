//! Doing what is due, once, whichever node does it and however often it's cut off: a message
//! is first marked as being sent, so that its text stands, and then sent with a nonce made of
//! its id, which the store takes once.

use std::time::Duration;

use protocol::{Message, Obstacle, Planned, PlannedAction, PlannedState, Timestamp, UserId};

use super::over;
use crate::{Chat, Insider, Reader, Refusal, Result, messages::Sending};

/// The duty of doing what is due.
pub const PLANNED: &str = "planned";
/// Done in one go.
const AT_ONCE: usize = 100;
/// How often what is due is looked for; a plan is as exact as that.
const EVERY: Duration = Duration::from_secs(2);
/// A dead node's plans are taken over within twice as long: sooner than other duties, since
/// people wait for them.
const TERM: Duration = Duration::from_secs(10);
/// How often noting what became of a plan is tried while others change it.
const NOTING: usize = 5;

/// What was done, or what was in the way.
type Outcome<T> = std::result::Result<T, Obstacle>;

impl Chat {
    /// Does what is due while that is this node's duty. What came due while no node ran is
    /// done late.
    pub async fn keep_planned(self) {
        let chat = self.clone();
        let work = |_| async {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                if let Err(error) = chat.carry_out_due(chat.now()).await {
                    tracing::warn!(%error, "something planned isn't done: tried again in a moment");
                }
            }
        };
        self.on_duty(PLANNED, TERM, work).await;
    }

    /// Does all that is due by then; how many that were. Whoever comes second to one of them
    /// leaves it alone.
    ///
    /// # Errors
    /// The last of what kept one of them from being decided; it is still due.
    pub async fn carry_out_due(&self, by: Timestamp) -> Result<usize> {
        let mut all = 0;
        loop {
            let due = self.store().due_plans(by, AT_ONCE).await?;
            let found = due.len();
            let (mut done, mut failed) = (0, None);
            for (user, planned) in due {
                match self.carry_out(user, planned).await {
                    Ok(()) => done += 1,
                    Err(Refusal::Conflict(..) | Refusal::NotFound(_)) => {}
                    Err(error) => failed = Some(error),
                }
            }
            all += done;
            match failed {
                Some(error) if done == 0 || found < AT_ONCE => return Err(error),
                _ if done == 0 || found < AT_ONCE => return Ok(all),
                _ => {}
            }
        }
    }

    async fn carry_out(&self, user: UserId, planned: Planned) -> Result<()> {
        match planned.action {
            PlannedAction::Send => self.send_planned(user, planned).await.map(drop),
            PlannedAction::Remind => self.remind(user, planned).await,
        }
    }

    /// Sends it as its owner, or notes what is in the way.
    pub(super) async fn send_planned(&self, user: UserId, planned: Planned) -> Result<Outcome<Message>> {
        let mut sent = None;
        let planned = if planned.state == PlannedState::Sending {
            // Somebody began: what was sent is sent, whatever has happened since.
            sent = self.sent_planned(user, &planned).await?;
            planned
        } else {
            let sending = Planned { state: PlannedState::Sending, ..planned };
            self.note_plan(user, sending).await?
        };
        let outcome = match sent {
            Some(message) => Ok(message),
            None => self.post_planned(user, &planned).await?,
        };
        self.note_outcome(user, planned, outcome).await
    }

    /// Notes what became of it. Two may have been at it at once, and met different things: one
    /// found its owner outside, the other found them back in. What was sent is sent.
    async fn note_outcome(
        &self,
        user: UserId,
        mut planned: Planned,
        mut outcome: Outcome<Message>,
    ) -> Result<Outcome<Message>> {
        for _ in 0..NOTING {
            let noted = match &outcome {
                Ok(_) => over(planned.clone()),
                Err(obstacle) => {
                    let state = PlannedState::Refused;
                    Planned { state, obstacle: Some(*obstacle), ..planned.clone() }
                }
            };
            match self.note_plan(user, noted).await {
                Err(Refusal::Conflict(..)) => {}
                noted => return noted.map(|_| outcome),
            }
            planned = self.store().planned(user, planned.id).await?;
            if outcome.is_err()
                && let Some(message) = self.sent_planned(user, &planned).await?
            {
                outcome = Ok(message);
            }
            if outcome.is_err() || planned.state == PlannedState::Over {
                return Ok(outcome);
            }
        }
        Err(Refusal::Unavailable)
    }

    /// The message that it has become.
    async fn sent_planned(&self, user: UserId, planned: &Planned) -> Result<Option<Message>> {
        match self.store().sent(planned.channel, user, &nonce(planned)).await? {
            Some(id) => Ok(Some(self.store().message(planned.channel, id).await?)),
            None => Ok(None),
        }
    }

    async fn post_planned(&self, user: UserId, planned: &Planned) -> Result<Outcome<Message>> {
        let insider = match self.writer_of(user, planned).await? {
            Ok(insider) => insider,
            Err(obstacle) => return Ok(Err(obstacle)),
        };
        let nonce = nonce(planned);
        let sending =
            Sending { nonce, text: planned.text.clone(), thread: planned.thread, files: vec![], poll: None };
        match self.post(&insider, sending).await {
            Ok((message, _)) => Ok(Ok(message)),
            // Only just left, archived or deleted.
            Err(Refusal::NotFound(_)) if planned.thread.is_some() => Ok(Err(Obstacle::Gone)),
            Err(Refusal::NotFound(_)) => Ok(Err(Obstacle::NotInside)),
            Err(Refusal::Conflict("channel_archived", _)) => Ok(Err(Obstacle::Archived)),
            Err(refusal) if is_passing(&refusal) => Err(refusal),
            Err(refusal) => {
                tracing::error!(%refusal, planned = %planned.id, "a planned message can't be sent");
                Ok(Err(Obstacle::Failed))
            }
        }
    }

    /// Tells them what they wanted to be reminded of, or that it isn't theirs to see any more.
    async fn remind(&self, user: UserId, planned: Planned) -> Result<()> {
        let obstacle = match self.reader_of(user, &planned).await? {
            Err(obstacle) => Some(obstacle),
            Ok(reader) => match planned.message {
                None => None,
                Some(id) => match self.message(&reader, id).await {
                    Ok(message) => message.deleted_at.map(|_| Obstacle::Gone),
                    Err(Refusal::NotFound(_)) => Some(Obstacle::Gone),
                    Err(error) => return Err(error),
                },
            },
        };
        if obstacle.is_none() {
            // Before it's told: what is noted for nothing is left out when its time comes.
            self.wake_for_reminder(user, &planned).await?;
        }
        self.note_plan(user, Planned { state: PlannedState::Due, obstacle, ..planned }).await.map(drop)
    }

    /// Whether they may still read there.
    async fn reader_of(&self, user: UserId, planned: &Planned) -> Result<Outcome<Reader>> {
        let person = self.store().person(planned.workspace, user).await?;
        if !person.is_some_and(|person| person.active) {
            return Ok(Err(Obstacle::Deactivated));
        }
        match self.reader_later(user, planned.channel).await {
            Err(Refusal::NotFound(_)) => Ok(Err(Obstacle::NotInside)),
            found => found.map(Ok),
        }
    }

    /// Whether they may still write there.
    async fn writer_of(&self, user: UserId, planned: &Planned) -> Result<Outcome<Insider>> {
        let inside = self.reader_of(user, planned).await?;
        Ok(inside.and_then(|reader| {
            let insider = reader.inside().map_err(|_| Obstacle::NotInside)?;
            insider.writes().map_err(|_| Obstacle::Archived)?;
            Ok(insider)
        }))
    }
}

/// What the store takes once.
fn nonce(planned: &Planned) -> String {
    format!("planned-{}", planned.id)
}

/// What somebody who wants it sent now is told.
pub(super) fn explain(obstacle: Obstacle) -> Refusal {
    match obstacle {
        Obstacle::NotInside | Obstacle::Deactivated => {
            Refusal::Forbidden("you aren't in that channel any more: join it first, or copy the text")
        }
        Obstacle::Archived => {
            Refusal::Conflict("channel_archived", "the channel is archived: nobody can write in it")
        }
        Obstacle::Gone => Refusal::NotFound("thread"),
        Obstacle::Failed => Refusal::Internal,
    }
}

/// Whether the same may go right in a moment.
fn is_passing(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Unavailable | Refusal::OutcomeUnknown | Refusal::ReadOnly | Refusal::TooManyRequests(_)
    )
}
