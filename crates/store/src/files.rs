//! Facts of files; the bytes are the media store's.

use async_trait::async_trait;
use protocol::{ChannelId, File, FileId, Image, SharedFile, Timestamp, UserId, WorkspaceId};

use crate::Result;

/// Where a file lives and hangs.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFile {
    /// Its facts.
    pub file: File,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// Prefix of its keys in the media store.
    pub prefix: String,
    /// The channel of the message that carries it; `None` while it is on none.
    pub channel: Option<ChannelId>,
    /// It is somebody's picture or a workspace's icon: any fellow person may see it.
    pub avatar: bool,
}

/// Files.
#[async_trait]
pub trait Files: Send + Sync {
    /// Notes a begun upload.
    async fn create_file(&self, file: StoredFile) -> Result<()>;
    /// How many uploads somebody has begun since and not finished.
    async fn unfinished(&self, owner: UserId, since: Timestamp) -> Result<u32>;
    /// One file, whoever asks.
    async fn file(&self, id: FileId) -> Result<StoredFile>;
    /// The upload was verified: sets the real type, picture facts and state Ready.
    async fn finish_file(&self, id: FileId, media_type: String, image: Option<Image>) -> Result<File>;
    /// Changes the words for those who can't see it, while it is on no message.
    async fn describe_file(&self, id: FileId, alt: String) -> Result<File>;
    /// Marks it Deleted (on no message and nobody's picture; NotFound otherwise).
    async fn delete_file(&self, id: FileId, owner: UserId) -> Result<()>;
    /// Files that are on no message and no profile and were begun before, or Deleted ones
    /// whose bytes aren't gone yet; at most `limit`.
    async fn sweepable(&self, before: Timestamp, limit: usize) -> Result<Vec<StoredFile>>;
    /// The bytes are gone: forgets orphans, remembers of Deleted ones that nothing is left.
    async fn swept(&self, ids: &[FileId]) -> Result<()>;
    /// Files on messages of these channels, the newest upload first: those begun before this
    /// one, of these media types, or of any where none is named; at most `limit`.
    async fn shared_files(
        &self,
        channels: &[ChannelId],
        media_types: &[&'static str],
        before: Option<FileId>,
        limit: usize,
    ) -> Result<Vec<SharedFile>>;
}
