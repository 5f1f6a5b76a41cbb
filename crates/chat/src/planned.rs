//! Planning: messages to be sent later, and reminders. What is due is done by one node
//! ([`Chat::keep_planned`]), or at once by whoever doesn't want to wait.

mod carry_out;

use std::time::Duration;

use bus::Quota;
use protocol::{
    Message, MessageId, Planned, PlannedAction, PlannedId, PlannedState, Timestamp, UserId, limits,
};

use crate::{Chat, Reader, Refusal, Result, SignedIn, validate};

pub use carry_out::PLANNED;

/// Plans and changes of plans of one person.
const PLANNING: Quota = Quota { burst: 60, period: Duration::from_secs(60) };
/// Seconds that a plan may come too late: it was under way when its time came.
const LATE: i64 = 300;

/// Something to be done later, as its owner gives it.
pub struct Planning {
    /// Idempotency key.
    pub nonce: String,
    /// What is to be done.
    pub action: PlannedAction,
    /// The root, for a reply.
    pub thread: Option<MessageId>,
    /// What to be reminded of.
    pub message: Option<MessageId>,
    /// Markdown to send, or a note.
    pub text: String,
    /// When.
    pub due_at: Timestamp,
}

/// What changes about it.
#[derive(Default)]
pub struct PlanPatch {
    /// Another text.
    pub text: Option<String>,
    /// Another time: it waits again.
    pub due_at: Option<Timestamp>,
}

impl Chat {
    /// Plans it. `false`: the nonce was used before, and this is what it stands for now.
    pub async fn plan(&self, reader: &Reader, planning: Planning) -> Result<(Planned, bool)> {
        let Planning { nonce, action, thread, message, text, due_at } = planning;
        let (nonce, now) = (validate::nonce(&nonce)?, self.now());
        let planned = Planned {
            id: PlannedId::new(),
            action,
            workspace: reader.channel.workspace,
            channel: reader.channel.id,
            thread: self.thread_of(reader, action, thread, message).await?,
            message,
            text: text_of(action, message, &text)?,
            due_at: in_time(due_at, now)?,
            state: PlannedState::Waiting,
            obstacle: None,
            created_at: now,
            rev: 0,
        };
        self.budget(&format!("plan/{}", reader.user), PLANNING).await?;
        Ok(self.announce(self.store().plan(reader.user, &nonce, planned).await?).await)
    }

    /// All of one's own that aren't over, by time.
    pub async fn plans(&self, who: SignedIn) -> Result<Vec<Planned>> {
        Ok(self.store().plans(who.user).await?)
    }

    /// Changes it. With another time, what was refused or due waits again.
    pub async fn replan(&self, who: SignedIn, id: PlannedId, patch: PlanPatch) -> Result<Planned> {
        let mut planned = self.changeable(who.user, id).await?;
        if let Some(text) = patch.text {
            planned.text = text_of(planned.action, planned.message, &text)?;
        }
        if let Some(due_at) = patch.due_at {
            planned.due_at = in_time(due_at, self.now())?;
            planned.state = PlannedState::Waiting;
            planned.obstacle = None;
        }
        self.budget(&format!("plan/{}", who.user), PLANNING).await?;
        self.note_plan(who.user, planned).await
    }

    /// Cancels or dismisses it.
    pub async fn unplan(&self, who: SignedIn, id: PlannedId) -> Result<Planned> {
        let planned = self.changeable(who.user, id).await?;
        self.note_plan(who.user, over(planned)).await
    }

    /// Sends a message now that was to be sent later, or couldn't be. One that is being sent
    /// is left to whoever is at it.
    pub async fn send_now(&self, who: SignedIn, id: PlannedId) -> Result<Message> {
        let planned = self.changeable(who.user, id).await?;
        if planned.action != PlannedAction::Send {
            return Err(Refusal::invalid("id", "a reminder isn't sent: dismiss it, or choose another time"));
        }
        self.budget(&format!("plan/{}", who.user), PLANNING).await?;
        self.send_planned(who.user, planned).await?.map_err(carry_out::explain)
    }

    /// The thread it belongs to: a reply's own, or that of the message to be reminded of.
    async fn thread_of(
        &self,
        reader: &Reader,
        action: PlannedAction,
        thread: Option<MessageId>,
        message: Option<MessageId>,
    ) -> Result<Option<MessageId>> {
        if action == PlannedAction::Send {
            reader.clone().inside()?.writes()?;
            if message.is_some() {
                return Err(Refusal::invalid("message", "only a reminder has a message"));
            }
        }
        if let Some(id) = message {
            let found = self.message(reader, id).await?;
            if found.deleted_at.is_some() {
                return Err(Refusal::NotFound("message"));
            }
            return Ok(found.thread);
        }
        if let Some(root) = thread
            && self.message(reader, root).await?.thread.is_some()
        {
            return Err(Refusal::NotFound("thread"));
        }
        Ok(thread)
    }

    async fn own_plan(&self, user: UserId, id: PlannedId) -> Result<Planned> {
        let planned = self.store().planned(user, id).await.map_err(no_plan)?;
        if planned.state == PlannedState::Over { Err(no_plan(store::Error::NotFound)) } else { Ok(planned) }
    }

    async fn changeable(&self, user: UserId, id: PlannedId) -> Result<Planned> {
        let planned = self.own_plan(user, id).await?;
        if planned.state == PlannedState::Sending {
            return Err(Refusal::Conflict("being_sent", "it is being sent: look again in a moment"));
        }
        Ok(planned)
    }

    /// Writes what became of it, unless it changed meanwhile.
    async fn note_plan(&self, user: UserId, planned: Planned) -> Result<Planned> {
        Ok(self.announce(self.store().replan(user, planned).await.map_err(no_plan)?).await)
    }
}

/// Nothing is left of it but that it was.
fn over(planned: Planned) -> Planned {
    Planned { state: PlannedState::Over, text: String::new(), obstacle: None, ..planned }
}

fn text_of(action: PlannedAction, message: Option<MessageId>, text: &str) -> Result<String> {
    let text = match action {
        PlannedAction::Send => validate::text(text)?,
        PlannedAction::Remind => validate::lines("text", text, limits::NOTE_CHARS)?,
    };
    match (action, message) {
        (PlannedAction::Remind, Some(_)) => Ok(text),
        _ if text.is_empty() => Err(Refusal::invalid("text", "write something first")),
        _ => Ok(text),
    }
}

fn in_time(due_at: Timestamp, now: Timestamp) -> Result<Timestamp> {
    if due_at < now.plus_seconds(-LATE) {
        return Err(Refusal::invalid("due_at", "that time has passed: choose a later one"));
    }
    if due_at > now.plus_seconds(limits::PLANNED_DAYS * 86_400) {
        return Err(Refusal::invalid("due_at", "that is too far ahead: choose a time within a year"));
    }
    Ok(due_at)
}

fn no_plan(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("scheduled message or reminder"),
        other => other.into(),
    }
}
