//! Files: their facts, never their bytes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ChannelId, FileId, MessageId, Timestamp, UserId};

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Begun; bytes are on their way.
    Uploading,
    /// Verified: a message may carry it.
    Ready,
    /// Deleted; the bytes are gone.
    Deleted,
}

/// What is known of a picture before it loads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Image {
    /// Pixels across, after rotation.
    pub width: u32,
    /// Pixels down, after rotation.
    pub height: u32,
    /// A tiny blurred version: a `data:` URL of at most 2 KiB.
    pub placeholder: String,
    /// Widths of the thumbnails there are, ascending; fetch one with `?width=`.
    pub thumbnails: Vec<u32>,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct File {
    /// Which.
    pub id: FileId,
    /// Who uploaded it.
    pub owner: UserId,
    /// The name it came with, 1–255 characters, no path.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The real media type, found from the bytes.
    pub media_type: String,
    /// Lower-case hex SHA-256 of the bytes as uploaded.
    pub sha256: String,
    /// Words for those who can't see it, 0–1000 characters.
    pub alt: String,
    /// How far it has come.
    pub state: FileState,
    /// Set for pictures.
    #[schema(required)]
    pub image: Option<Image>,
    /// When the upload was begun.
    pub created_at: Timestamp,
}

/// What a file is to somebody who looks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Seen.
    Picture,
    /// Watched.
    Video,
    /// Heard.
    Audio,
    /// Read, or opened by another program.
    Document,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Picture, Self::Video, Self::Audio, Self::Document];

    /// The media types of this kind, of all that are told from bytes. A type stands in one
    /// kind only, so that an index over types finds a kind.
    pub fn media_types(self) -> &'static [&'static str] {
        match self {
            Self::Picture => &["image/gif", "image/jpeg", "image/png", "image/webp"],
            Self::Video => &["video/mp4", "video/webm"],
            Self::Audio => &["audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "audio/webm"],
            Self::Document => &[
                "application/octet-stream",
                "application/pdf",
                "application/zip",
                "image/svg+xml",
                "text/html",
                "text/plain",
            ],
        }
    }
}

/// A file that a message carries, and which message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SharedFile {
    /// The file.
    pub file: File,
    /// The message's channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// The thread that the message is in; null for the channel's own conversation.
    #[schema(required)]
    pub thread: Option<MessageId>,
    /// The message's place there.
    pub seq: u64,
}
