//! What somebody wants done later: a message to be sent, or to be reminded of something. One
//! noun for both, in the person's own feed, so that all their devices agree.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, MessageId, PlannedId, Timestamp, WorkspaceId};

/// What is done when the time comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlannedAction {
    /// The text is sent as one's message.
    Send,
    /// One is reminded, and nobody else hears of it.
    Remind,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlannedState {
    /// Its time is to come.
    Waiting,
    /// It is being sent: too late to change it.
    Sending,
    /// It wasn't sent, and won't be by itself; `obstacle` says why.
    Refused,
    /// A reminder whose time has come, until it is dismissed.
    Due,
    /// Sent, dismissed or cancelled: kept without its text, so that devices forget it.
    Over,
}

/// What was in the way when the time came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// One isn't in the channel any more, or can't see it.
    NotInside,
    /// The channel is archived.
    Archived,
    /// One was deactivated.
    Deactivated,
    /// The message or thread was deleted.
    Gone,
    /// The server couldn't; its log says why.
    Failed,
}

/// Something to be done later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Planned {
    /// Which.
    pub id: PlannedId,
    /// What is done.
    pub action: PlannedAction,
    /// The channel's workspace.
    pub workspace: WorkspaceId,
    /// Where to send it; for a reminder, where it was asked for.
    pub channel: ChannelId,
    /// The thread's root, for a reply or a reminder of one.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// What one is reminded of; `None` for a reminder that is only a note.
    #[schema(required)]
    pub message: Option<MessageId>,
    /// Markdown to send, at most 16,000 characters; a reminder's note, at most 1,000. Empty
    /// once it is over.
    pub text: String,
    /// When.
    pub due_at: Timestamp,
    /// How far it is.
    pub state: PlannedState,
    /// What was in the way. A reminder becomes due all the same.
    #[schema(required)]
    pub obstacle: Option<Obstacle>,
    /// When it was planned.
    pub created_at: Timestamp,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}
