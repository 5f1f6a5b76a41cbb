//! A workspace's own emoji.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FileId, Timestamp, UserId, WorkspaceId, limits};

/// An emoji that people of a workspace added, written `:name:`. Without a picture it was
/// taken away: what was said with it stays readable as its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Emoji {
    /// Where.
    pub workspace: WorkspaceId,
    /// Unique in the workspace, and none of the standard emoji's:
    /// `[a-z0-9][a-z0-9_+-]{1,31}`.
    pub name: String,
    /// Its picture, 128 pixels at most, read through `/files/{id}`; null once taken away.
    #[schema(required)]
    pub image: Option<FileId>,
    /// Who added it.
    pub creator: UserId,
    /// When.
    pub created_at: Timestamp,
    /// Position of the latest change in the workspace feed.
    pub rev: u64,
}

/// Whether this may be the name of one.
pub fn is_name(text: &str) -> bool {
    let inner = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'_' | b'+' | b'-');
    (2..=limits::EMOJI_CHARS).contains(&text.len())
        && text.bytes().all(inner)
        && text.bytes().next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// The name in what is written `:name:`.
pub fn named(text: &str) -> Option<&str> {
    text.strip_prefix(':')?.strip_suffix(':').filter(|name| is_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_between_colons() {
        for good in [":party-parrot:", ":a1:", ":a+b_c:", ":1up:"] {
            assert!(named(good).is_some(), "{good}");
        }
        let long = format!(":{}:", "a".repeat(33));
        for bad in [
            "",
            ":",
            "::",
            ":a:",
            "parrot",
            ":Parrot:",
            ":-a:",
            ":a b:",
            ":a",
            "a:",
            ":ä1:",
            ":a\u{202e}:",
            &long,
        ] {
            assert!(named(bad).is_none(), "{bad}");
        }
    }
}
