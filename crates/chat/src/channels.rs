//! Channels: making, finding, entering, leaving and arranging them.

use std::time::Duration;

use bus::Quota;
use protocol::{Channel, ChannelId, ChannelKind, Member, Membership, Role, UserId, limits};
use store::{
    Page, PageRequest,
    channels::{ChannelPatch, Joined, Listed, MembershipPatch, NewChannel},
};

use crate::{Chat, Fellow, Insider, Reader, Refusal, Result, SignedIn, validate};

/// Channels that one person may make.
const MAKING: Quota = Quota { burst: 60, period: Duration::from_secs(3_600) };
/// Direct messages that one person may open, again or for the first time.
const OPENING: Quota = Quota { burst: 300, period: Duration::from_secs(3_600) };
/// People put into a channel by one call.
const AT_ONCE: usize = 100;

impl Chat {
    /// Makes a public or private channel.
    pub async fn create_channel(
        &self,
        fellow: &Fellow,
        kind: ChannelKind,
        name: &str,
        description: &str,
        people: Vec<UserId>,
    ) -> Result<Channel> {
        fellow.takes_part()?;
        if kind.is_direct() {
            return Err(Refusal::invalid("kind", "kind must be public or private"));
        }
        let name = validate::channel_name(name)?;
        let description = validate::lines("description", description, 1_000)?;
        self.may_put_in(fellow, &people).await?;
        self.budget(&format!("channels/{}", fellow.user), MAKING).await?;
        self.make(fellow, kind, name, description, people).await
    }

    /// Opens the direct message between oneself and these people, making it the first time.
    pub async fn open_direct(&self, fellow: &Fellow, people: Vec<UserId>) -> Result<Channel> {
        self.all_fellows(fellow, &people).await?;
        let mut people = people;
        people.retain(|user| *user != fellow.user);
        people.sort_unstable();
        people.dedup();
        if people.len() + 1 > limits::GROUP_PEOPLE {
            return Err(Refusal::invalid("people", "a group has at most 9 people: make a private channel"));
        }
        if fellow.role == Role::Guest {
            self.only_shared(fellow, &people).await?;
        }
        self.budget(&format!("direct/{}", fellow.user), OPENING).await?;
        let kind = if people.len() <= 1 { ChannelKind::Dm } else { ChannelKind::Group };
        self.make(fellow, kind, String::new(), String::new(), people).await
    }

    async fn only_shared(&self, fellow: &Fellow, people: &[UserId]) -> Result<()> {
        let page = PageRequest { after: None, limit: limits::PAGE };
        let mut known = self.store().people(fellow.workspace, Some(fellow.user), page).await?;
        let mut seen: Vec<UserId> = known.rows.drain(..).map(|person| person.user).collect();
        while let Some(after) = known.next.take() {
            let page = PageRequest { after: Some(after), limit: limits::PAGE };
            known = self.store().people(fellow.workspace, Some(fellow.user), page).await?;
            seen.extend(known.rows.drain(..).map(|person| person.user));
        }
        if people.iter().all(|user| seen.contains(user)) { Ok(()) } else { Err(Refusal::NotFound("person")) }
    }

    async fn make(
        &self,
        fellow: &Fellow,
        kind: ChannelKind,
        name: String,
        description: String,
        people: Vec<UserId>,
    ) -> Result<Channel> {
        let channel = NewChannel {
            id: ChannelId::new(),
            workspace: fellow.workspace,
            kind,
            name,
            description,
            creator: fellow.user,
            people,
            now: self.now(),
        };
        let committed = self.store().create_channel(channel).await?;
        Ok(self.announce(committed).await)
    }

    /// Refused unless all are active people here, and guests only where an admin asks.
    async fn may_put_in(&self, fellow: &Fellow, people: &[UserId]) -> Result<()> {
        let guests = self.all_fellows(fellow, people).await?;
        if guests && fellow.role < Role::Admin {
            return Err(Refusal::Forbidden("only an admin may put guests into channels"));
        }
        Ok(())
    }

    /// Refused unless all are active people here. Answers whether any is a guest.
    async fn all_fellows(&self, fellow: &Fellow, people: &[UserId]) -> Result<bool> {
        if people.len() > AT_ONCE {
            return Err(Refusal::invalid("people", "at most 100 people at once"));
        }
        let mut guests = false;
        for user in people {
            let person = self.store().person(fellow.workspace, *user).await?;
            let person = person.filter(|person| person.active).ok_or(Refusal::NotFound("person"))?;
            guests |= person.role == Role::Guest;
        }
        Ok(guests)
    }

    /// Public channels of a workspace; guests browse nothing.
    pub async fn browse(
        &self,
        fellow: &Fellow,
        query: &str,
        archived: bool,
        page: PageRequest,
    ) -> Result<Page<Listed>> {
        fellow.takes_part()?;
        let query = validate::line("query", query, 0, limits::NAME_CHARS)?;
        Ok(self.store().browse(fellow.workspace, fellow.user, &query, archived, page).await?)
    }

    /// One's own place in a channel one may read.
    pub async fn joined(&self, reader: &Reader) -> Result<Option<Joined>> {
        Ok(self.store().joined_channel(reader.channel.id, reader.user).await?)
    }

    /// Changes a channel: topic and description by anyone inside, the rest by its managers.
    pub async fn update_channel(&self, insider: &Insider, mut patch: ChannelPatch) -> Result<Channel> {
        if insider.channel.kind.is_direct() || insider.role == Role::Guest {
            return Err(Refusal::Forbidden("you can't change this conversation's settings"));
        }
        if patch.name.is_some() || patch.archived.is_some() {
            insider.manages()?;
        }
        if patch.archived != Some(false) {
            insider.writes()?;
        }
        if let Some(name) = &mut patch.name {
            *name = validate::channel_name(name)?;
        }
        if let Some(topic) = &mut patch.topic {
            *topic = validate::line("topic", topic, 0, 250)?;
        }
        if let Some(description) = &mut patch.description {
            *description = validate::lines("description", description, 1_000)?;
        }
        if patch.archived == Some(true) && self.is_default(&insider.channel).await? {
            return Err(Refusal::Forbidden("the workspace's first channel can't be archived"));
        }
        let now = self.now();
        let committed = self.store().update_channel(insider.channel.id, insider.user, patch, now).await?;
        Ok(self.announce(committed).await)
    }

    async fn is_default(&self, channel: &Channel) -> Result<bool> {
        Ok(self.store().workspace(channel.workspace).await?.default_channel == channel.id)
    }

    /// Who is in a channel.
    pub async fn members(&self, reader: &Reader, page: PageRequest) -> Result<Page<Member>> {
        Ok(self.store().members(reader.channel.id, page).await?)
    }

    /// Joins (no users) or puts people in. Joining needs a public channel; putting people in
    /// needs to be inside. Guests are put into channels only by admins.
    pub async fn join(&self, reader: &Reader, users: Vec<UserId>) -> Result<Vec<Member>> {
        if reader.channel.kind.is_direct() {
            return Err(Refusal::Forbidden("the people of a direct message never change: start a new one"));
        }
        if reader.channel.archived {
            return Err(Refusal::Conflict("channel_archived", "the channel is archived: nobody can join it"));
        }
        let fellow = Fellow { user: reader.user, workspace: reader.channel.workspace, role: reader.role };
        fellow.takes_part()?;
        let users = if users.is_empty() {
            vec![reader.user]
        } else {
            if !reader.inside {
                return Err(Refusal::Forbidden("join the channel first"));
            }
            self.may_put_in(&fellow, &users).await?;
            users
        };
        let committed = self.store().join(reader.channel.id, reader.user, &users, self.now()).await?;
        Ok(self.announce(committed).await)
    }

    /// Leaves, or takes somebody out.
    pub async fn leave(&self, insider: &Insider, user: UserId) -> Result<()> {
        if insider.channel.kind.is_direct() {
            return Err(Refusal::Forbidden("the people of a direct message never change"));
        }
        if user != insider.user {
            insider.manages()?;
        }
        let person = self.store().person(insider.channel.workspace, user).await?;
        let guest = person.is_some_and(|person| person.role == Role::Guest);
        if self.is_default(&insider.channel).await? && !guest {
            return Err(Refusal::Forbidden("everyone is in the workspace's first channel"));
        }
        let now = self.now();
        let committed = self.store().leave(insider.channel.id, insider.user, user, now).await;
        let committed = committed.map_err(|error| match error {
            store::Error::NotFound => Refusal::NotFound("member"),
            other => other.into(),
        })?;
        self.announce(committed).await;
        Ok(())
    }

    /// Changes one's own settings for a channel.
    pub async fn update_membership(
        &self,
        who: SignedIn,
        channel: ChannelId,
        patch: MembershipPatch,
    ) -> Result<Membership> {
        let insider = self.insider(who, channel).await?;
        let committed = self.store().update_membership(insider.channel.id, insider.user, patch).await?;
        Ok(self.announce(committed).await)
    }
}
