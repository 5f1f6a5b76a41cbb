//! Following: which feeds a person may follow, and what changed in them.

use std::collections::BTreeMap;

use bus::{News, Subscription};
use protocol::{
    Changes, ChannelId, Epoch, FeedId, MessageId, Role, SessionId, UserId, frame::Presence, limits,
};

use crate::{Chat, Fellow, Refusal, Result, SignedIn};

impl Chat {
    /// The feeds a person follows: their own, their workspaces' (not as a guest), and those
    /// of the channels they are in.
    pub async fn followed(&self, user: UserId) -> Result<Vec<FeedId>> {
        let mut feeds = vec![FeedId::User(user)];
        for (workspace, role) in self.store().workspaces_of(user).await? {
            if role > Role::Guest {
                feeds.push(FeedId::Workspace(workspace.id));
            }
        }
        feeds.extend(self.store().joined_ids(user).await?.into_iter().map(FeedId::Channel));
        Ok(feeds)
    }

    /// Whether a person may follow one feed now.
    pub async fn may_follow(&self, user: UserId, feed: FeedId) -> Result<bool> {
        Ok(match feed {
            FeedId::User(owner) => owner == user,
            FeedId::Workspace(workspace) => {
                let person = self.store().person(workspace, user).await?;
                person.is_some_and(|person| person.active && person.role > Role::Guest)
            }
            FeedId::Channel(channel) => {
                let found = self.store().readable_channel(channel, user).await?;
                found.is_some_and(|(_, inside)| inside)
            }
        })
    }

    /// The database's epoch.
    pub async fn epoch(&self) -> Result<Epoch> {
        Ok(self.store().epoch().await?)
    }

    /// Heads, in the order asked.
    pub async fn heads(&self, feeds: &[FeedId]) -> Result<Vec<u64>> {
        Ok(self.store().heads(feeds).await?)
    }

    /// What changed in a feed, for those who were let follow it.
    pub async fn changes_of(&self, feed: FeedId, since: u64, limit: usize) -> Result<Changes> {
        Ok(self.store().changes(feed, since, limit).await?)
    }

    /// What changed in a feed, for somebody who asks.
    pub async fn changes(&self, who: SignedIn, feed: FeedId, since: u64, limit: usize) -> Result<Changes> {
        if !self.may_follow(who.user, feed).await? {
            return Err(Refusal::NotFound("feed"));
        }
        self.changes_of(feed, since, limit.clamp(1, limits::CATCH_UP)).await
    }

    /// Which of these sessions still are.
    pub async fn live_sessions(&self, sessions: &[SessionId]) -> Result<Vec<SessionId>> {
        Ok(self.store().live_sessions(sessions, self.now()).await?)
    }

    /// All news from now on.
    pub fn subscribe(&self) -> Subscription {
        self.bus().subscribe()
    }

    /// Tells a channel that somebody is writing, if they are in it.
    pub async fn typing(&self, user: UserId, channel: ChannelId, thread: Option<MessageId>) -> Result<()> {
        if !self.may_follow(user, FeedId::Channel(channel)).await? {
            return Err(Refusal::NotFound("channel"));
        }
        let _ = self.bus().publish(News::Typing { channel, thread, user }).await;
        Ok(())
    }

    /// Notes a connection's presence, and tells others when the person's changed by it.
    pub async fn present(&self, user: UserId, connection: u64, state: Option<Presence>) -> Result<()> {
        let Ok((before, after)) = self.bus().present(user, connection, state).await else { return Ok(()) };
        if before != after {
            let workspaces = self.store().workspaces_of(user).await?;
            let workspaces = workspaces.into_iter().map(|(workspace, _)| workspace.id).collect();
            let _ = self.bus().publish(News::Presence { user, state: after, workspaces }).await;
        }
        Ok(())
    }

    /// Who of one's workspaces is present now, as far as one may see them.
    pub async fn presence_around(&self, user: UserId) -> Result<BTreeMap<UserId, Presence>> {
        let mut present = BTreeMap::new();
        for (workspace, role) in self.store().workspaces_of(user).await? {
            let fellow = Fellow { user, workspace: workspace.id, role };
            let users: Vec<UserId> = self.everyone(&fellow).await?.iter().map(|person| person.user).collect();
            present.extend(self.bus().presence(&users).await.unwrap_or_default());
        }
        Ok(present)
    }
}
