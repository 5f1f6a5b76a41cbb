//! Feeds: every durable change belongs to one and has a position (`rev`) in it.
//! Whoever follows a feed keeps a cursor and asks what changed after it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

use crate::{ChannelId, Item, UserId, WorkspaceId, ids::BadId};

/// A database's random mark, renewed by a restore. A cursor is valid only with its epoch.
pub type Epoch = String;

/// Which feed: a channel's, a workspace's or a person's. On the wire it is the bare id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedId {
    /// Messages of one channel, and who is in it.
    Channel(ChannelId),
    /// People, roles, groups and public channels of one workspace.
    Workspace(WorkspaceId),
    /// One person's own things: memberships, read cursors, alerts, drafts, saved messages, preferences.
    User(UserId),
}

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel(id) => id.fmt(f),
            Self::Workspace(id) => id.fmt(f),
            Self::User(id) => id.fmt(f),
        }
    }
}

impl FromStr for FeedId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        match text.chars().next() {
            Some(ChannelId::LETTER) => text.parse().map(Self::Channel),
            Some(WorkspaceId::LETTER) => text.parse().map(Self::Workspace),
            Some(UserId::LETTER) => text.parse().map(Self::User),
            _ => Err(BadId { kind: "feed" }),
        }
    }
}

impl Serialize for FeedId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FeedId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for FeedId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[CWU][0-7][0-9A-HJKMNP-TV-Z]{25}$"))
            .description(Some("A feed: the id of its channel, workspace or person."))
            .into()
    }
}

impl ToSchema for FeedId {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("FeedId")
    }
}

/// What changed in one feed between two positions: the one shape for a live event, a
/// catch-up page and a REST sync. Every object appears once, in its present state,
/// ordered by its `rev`. Apply when `from <= cursor < to`, then set the cursor to `to`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Changes {
    /// The feed these belong to.
    pub feed: FeedId,
    /// The position they follow.
    pub from: u64,
    /// The position reached by applying them.
    pub to: u64,
    /// The changed objects.
    pub items: Vec<Item>,
    /// There is more after `to`: ask again from there. Never so in a live event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
}
