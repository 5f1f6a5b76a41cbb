//! The emoji that a workspace has of its own.

use async_trait::async_trait;
use protocol::{ChannelId, Emoji, FileId, MessageId, Timestamp, UserId, WorkspaceId};

use crate::{Committed, Page, PageRequest, Result};

/// An emoji to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEmoji {
    /// Where.
    pub workspace: WorkspaceId,
    /// A checked name.
    pub name: String,
    /// A ready file of the creator's in that workspace, on nothing yet.
    pub image: FileId,
    /// Who.
    pub creator: UserId,
    /// When.
    pub now: Timestamp,
}

/// Custom emoji. One that is taken away keeps its row without a picture, so that whoever
/// catches up hears of it; another may have its name later.
#[async_trait]
pub trait Emojis: Send + Sync {
    /// Adds one. Conflict `emoji` when there is one of that name, `emoji_full` past the limit,
    /// `file` when the picture isn't the creator's, isn't ready or hangs elsewhere.
    async fn add_emoji(&self, new: NewEmoji) -> Result<Committed<Emoji>>;
    /// Takes one away; its file becomes Deleted, and is answered so that its bytes go.
    async fn remove_emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Committed<(Emoji, FileId)>>;
    /// The one of this name, unless it was taken away.
    async fn emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Option<Emoji>>;
    /// Those there are, by name; `after` is a name.
    async fn emojis(&self, workspace: WorkspaceId, page: PageRequest) -> Result<Page<Emoji>>;
}

/// Where the picture of an emoji hangs: on no message and in no channel there is, but not
/// loose either, so that nothing sweeps it, sends it or takes it as another picture, on
/// servers that know nothing of emoji either.
pub(crate) fn hook(workspace: WorkspaceId, image: FileId) -> (ChannelId, MessageId) {
    (ChannelId::from_u128(workspace.to_u128()), MessageId::from_u128(image.to_u128()))
}
