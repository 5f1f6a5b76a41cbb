//! Who may: each precondition is a type that only this file makes, so a function's
//! signature is its policy. Whatever isn't granted here is refused, and what a person may
//! not see answers as if it didn't exist.
//!
//! - Owners and admins manage people, groups and invites; only owners make, unmake or deactivate
//!   owners, and deactivate admins. An invite is worth what its maker still is.
//! - A member makes channels, reads public ones (writing needs joining), and puts other
//!   members into those they are in. Renaming, archiving and removing people is for the
//!   channel's creator and for admins inside; the topic is everyone's.
//! - A guest takes part only in the channels that an admin put them in, sees only the
//!   people in them, and changes nothing about them. Of a group they see whom they see anyway,
//!   and naming one reaches those of it who are in the channel.
//! - Private channels and direct messages exist only for those inside, for admins too. The
//!   people of a direct message never change.
//! - Everyone but guests stays in the workspace's first channel.
//! - Editing is for the author, deleting for the author or an admin inside, taking off what
//!   a link leads to for who may delete; what the server tells (who came, who left) is nobody's to change.
//! - Voting is for who may write in the channel; ending a poll for who asked, or an admin
//!   inside. Who chose what in an anonymous one is told to nobody but themselves.
//! - Adding emoji is for members, taking one away for who added it or an admin; guests see
//!   and use them.
//! - Pinning is for members inside, whoever wrote or pinned it; for guests in direct
//!   messages only, since elsewhere they change nothing.
//! - An archived channel is read and not written: no sending, editing, deleting, reacting,
//!   pinning or joining until it is opened again.

use protocol::{Channel, ChannelId, Message, MessageKind, Person, Role, SessionId, UserId, WorkspaceId};
use store::sessions::SessionKind;

use crate::{Chat, Refusal, Result};

/// Somebody with a live session.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// By which session.
    pub session: SessionId,
    /// A browser's cookie or a script's token.
    pub kind: SessionKind,
}

/// An active person of a workspace.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fellow {
    /// Who.
    pub user: UserId,
    /// Where.
    pub workspace: WorkspaceId,
    /// As what.
    pub role: Role,
}

/// Somebody who may read a channel.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reader {
    /// Who.
    pub user: UserId,
    /// Their role in its workspace.
    pub role: Role,
    /// The channel as it was when this was checked.
    pub channel: Channel,
    /// Whether they are in it.
    pub inside: bool,
}

/// Somebody who is in a channel.
#[derive(Debug, Clone)]
pub struct Insider(pub(crate) Reader);

impl std::ops::Deref for Insider {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.0
    }
}

impl Fellow {
    /// Refused unless an admin or owner.
    pub fn manages(&self) -> Result<()> {
        if self.role >= Role::Admin { Ok(()) } else { Err(Refusal::Forbidden("only an admin may do this")) }
    }

    /// Refused for guests.
    pub fn takes_part(&self) -> Result<()> {
        if self.role >= Role::Member { Ok(()) } else { Err(Refusal::Forbidden("guests can't do this")) }
    }
}

impl Reader {
    /// Refused unless inside.
    pub fn inside(self) -> Result<Insider> {
        if self.inside { Ok(Insider(self)) } else { Err(Refusal::Forbidden("join the channel first")) }
    }
}

impl Insider {
    /// Refused when the channel is archived.
    pub fn writes(&self) -> Result<()> {
        if self.channel.archived {
            return Err(Refusal::Conflict(
                "channel_archived",
                "the channel is archived: nobody can write in it",
            ));
        }
        Ok(())
    }

    /// Refused for guests, unless it's their own direct message; and in archived channels.
    pub fn pins(&self) -> Result<()> {
        if self.role < Role::Member && !self.channel.kind.is_direct() {
            return Err(Refusal::Forbidden("guests can't pin in channels"));
        }
        self.writes()
    }

    /// Refused unless they may rename, archive or remove people: its creator, or an admin.
    pub fn manages(&self) -> Result<()> {
        if self.channel.kind.is_direct() {
            return Err(Refusal::Forbidden("a direct message has nothing to manage"));
        }
        if self.role >= Role::Admin || (self.role >= Role::Member && self.channel.creator == self.user) {
            return Ok(());
        }
        Err(Refusal::Forbidden("only the channel's creator or an admin may do this"))
    }

    /// Refused unless they wrote it, or `or_admin` and they are one; and always for what
    /// the server tells.
    pub fn owns(&self, message: &Message, or_admin: bool) -> Result<()> {
        if message.kind != MessageKind::Text {
            return Err(Refusal::Forbidden("what happened in a channel can't be changed"));
        }
        if message.author == self.user || (or_admin && self.role >= Role::Admin) {
            return Ok(());
        }
        Err(Refusal::Forbidden("only its author may do this"))
    }
}

impl Chat {
    /// This person's place in a workspace.
    pub async fn fellow(&self, who: SignedIn, workspace: WorkspaceId) -> Result<Fellow> {
        let person = self.active_person(workspace, who.user).await?;
        Ok(Fellow { user: who.user, workspace, role: person.role })
    }

    /// This person's right to read a channel.
    pub async fn reader(&self, who: SignedIn, channel: ChannelId) -> Result<Reader> {
        self.reader_later(who.user, channel).await
    }

    /// The same for somebody who was signed in when they asked for what is done now.
    pub(crate) async fn reader_later(&self, user: UserId, channel: ChannelId) -> Result<Reader> {
        let found = self.store().readable_channel(channel, user).await?;
        let (channel, inside) = found.ok_or(Refusal::NotFound("channel"))?;
        let role = self.active_person(channel.workspace, user).await?.role;
        Ok(Reader { user, role, channel, inside })
    }

    /// This person's place in a channel.
    pub async fn insider(&self, who: SignedIn, channel: ChannelId) -> Result<Insider> {
        self.reader(who, channel).await?.inside()
    }

    async fn active_person(&self, workspace: WorkspaceId, user: UserId) -> Result<Person> {
        let person = self.store().person(workspace, user).await?;
        person.filter(|person| person.active).ok_or(Refusal::NotFound("workspace"))
    }
}
