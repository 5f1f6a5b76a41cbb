//! People: the account a person signs in with, and how a workspace sees them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FileId, Notices, Timestamp, UserId, WorkspaceId};

/// What a person may do in a workspace, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Limited to the channels they were invited to.
    Guest,
    /// Takes part; makes and joins public channels.
    Member,
    /// Manages people, channels and invites.
    Admin,
    /// Everything, including making owners.
    Owner,
}

/// What somebody says of themselves for a while: in a meeting, ill, on holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Status {
    /// One emoji.
    pub emoji: String,
    /// In words, 0–100 characters.
    pub text: String,
    /// When it ends, if it does by itself: from then on clients show nothing. It stays
    /// stored, so that no clock has to write anything.
    #[schema(required)]
    pub until: Option<Timestamp>,
    /// Do not disturb: while it holds, nobody is to be notified of anything. Others see it.
    #[serde(default)]
    pub quiet: bool,
}

impl Status {
    /// Whether nothing is to be notified at that time.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.quiet && self.until.is_none_or(|until| now < until)
    }
}

/// A person as the members of one workspace see them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Display name, 1–80 characters.
    pub name: String,
    /// Unique short name on this server, typed after `@`: `[a-z0-9][a-z0-9._-]{0,31}`.
    pub handle: String,
    /// What they do, 0–120 characters.
    pub title: String,
    /// IANA time zone, or empty.
    pub time_zone: String,
    /// Their picture, read through `/files/{id}`.
    #[schema(required)]
    pub avatar: Option<FileId>,
    /// What they say of themselves; past its `until` it says nothing.
    #[serde(default)]
    #[schema(required)]
    pub status: Option<Status>,
    /// Their role here.
    pub role: Role,
    /// False once deactivated or removed; kept so that old messages have an author.
    pub active: bool,
    /// Position of the latest change in the workspace feed.
    pub rev: u64,
}

/// One's own account; nobody else ever receives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// Who.
    pub id: UserId,
    /// The address to sign in with.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Unique short name.
    pub handle: String,
    /// What they do.
    pub title: String,
    /// IANA time zone, or empty.
    pub time_zone: String,
    /// Their picture.
    #[schema(required)]
    pub avatar: Option<FileId>,
    /// What they say of themselves; past its `until` it says nothing.
    #[serde(default)]
    #[schema(required)]
    pub status: Option<Status>,
    /// Words and phrases that one wants to hear of: a message of somebody else's that
    /// contains one concerns one as a mention does. At most 25 of 1–60 characters.
    #[serde(default)]
    #[schema(required)]
    pub keywords: Vec<String>,
    /// What one is told of while one isn't there.
    #[serde(default)]
    #[schema(required)]
    pub notices: Notices,
    /// Client preferences (theme, density, tour progress…): an object the server keeps
    /// but doesn't read, at most 16 KiB as JSON.
    #[schema(value_type = Object)]
    pub preferences: serde_json::Value,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Position of the latest change in the person feed.
    pub rev: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_ends_with_the_status() {
        let status = |quiet, until| Status { emoji: "🔕".into(), text: String::new(), until, quiet };
        assert!(status(true, None).is_quiet(Timestamp(7)));
        assert!(status(true, Some(Timestamp(7))).is_quiet(Timestamp(6)));
        assert!(!status(true, Some(Timestamp(7))).is_quiet(Timestamp(7)));
        assert!(!status(false, None).is_quiet(Timestamp(7)));
    }

    #[test]
    fn what_an_older_server_stored_is_not_quiet() {
        let stored = r#"{"emoji": "🌴", "text": "", "until": null}"#;
        assert!(!serde_json::from_str::<Status>(stored).unwrap().quiet);
    }
}
