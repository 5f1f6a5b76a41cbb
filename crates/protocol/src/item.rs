//! What a feed carries: one object in its present state.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Account, Alert, Channel, Draft, Emoji, Member, Membership, Message, Person, Planned, Reading, Saved,
    UserGroup, Workspace,
};

/// One object of a feed. The higher `rev` wins; applying an item twice changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Item {
    /// Channel feed: a message, edited, deleted or reacted to.
    Message(Message),
    /// Channel feed (`rev`), and for public channels the workspace feed too (`workspace_rev`).
    Channel(Channel),
    /// Channel feed: somebody is in the channel, or no longer.
    Member(Member),
    /// Workspace feed: a person's profile and role.
    Person(Person),
    /// Workspace feed: a group of people that are named together.
    Group(UserGroup),
    /// Workspace feed: name and settings.
    Workspace(Workspace),
    /// Workspace feed: an emoji of its own, or that one was taken away.
    Emoji(Emoji),
    /// Person feed: one's own place in a channel.
    Membership(Membership),
    /// Person feed: a read cursor.
    Reading(Reading),
    /// Person feed: an unsent text.
    Draft(Draft),
    /// Person feed: a message that contains one of one's keywords.
    Alert(Alert),
    /// Person feed: a message that one keeps for oneself.
    Saved(Saved),
    /// Person feed: a message to be sent later, or a reminder.
    Planned(Planned),
    /// Person feed: the account itself and its preferences.
    Account(Account),
}

impl Item {
    /// The position of this object's latest change in the feed that carries it.
    pub fn rev(&self, in_workspace_feed: bool) -> u64 {
        match self {
            Self::Message(it) => it.rev,
            Self::Channel(it) if in_workspace_feed => it.workspace_rev,
            Self::Channel(it) => it.rev,
            Self::Member(it) => it.rev,
            Self::Person(it) => it.rev,
            Self::Group(it) => it.rev,
            Self::Workspace(it) => it.rev,
            Self::Emoji(it) => it.rev,
            Self::Membership(it) => it.rev,
            Self::Reading(it) => it.rev,
            Self::Draft(it) => it.rev,
            Self::Alert(it) => it.rev,
            Self::Saved(it) => it.rev,
            Self::Planned(it) => it.rev,
            Self::Account(it) => it.rev,
        }
    }
}
