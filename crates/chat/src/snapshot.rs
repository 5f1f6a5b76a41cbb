//! The snapshot a client starts from. Heads are read before the objects, so what changes in
//! between is told again, and telling twice is harmless.

use std::collections::BTreeMap;

use protocol::{Account, Draft, Epoch, FeedId, Person, Planned, Role, Saved, UserGroup, Workspace, limits};
use store::{PageRequest, channels::Joined, reading::FollowedThread};

use crate::{Chat, Fellow, Result, SignedIn};

/// People of one workspace in a snapshot; the rest are asked for by page.
const PEOPLE: usize = 5_000;

/// All that a client needs to show its first screen.
pub struct Snapshot {
    /// The database's epoch.
    pub epoch: Epoch,
    /// Feed → position that this snapshot holds.
    pub cursors: BTreeMap<FeedId, u64>,
    /// Oneself.
    pub account: Account,
    /// One's workspaces.
    pub workspaces: Vec<Place>,
    /// Followed threads of all workspaces.
    pub threads: Vec<FollowedThread>,
    /// Unsent texts.
    pub drafts: Vec<Draft>,
    /// What one keeps for oneself.
    pub saved: Vec<Saved>,
    /// What is to be done later.
    pub planned: Vec<Planned>,
}

/// One workspace in a snapshot.
pub struct Place {
    /// The workspace.
    pub workspace: Workspace,
    /// One's role.
    pub role: Role,
    /// Its people, as far as one may see them.
    pub people: Vec<Person>,
    /// Its groups, as far as one may see them.
    pub groups: Vec<UserGroup>,
    /// The channels one is in.
    pub channels: Vec<Joined>,
}

impl Chat {
    /// Reads the snapshot.
    pub async fn snapshot(&self, who: SignedIn) -> Result<Snapshot> {
        let store = self.store();
        let epoch = store.epoch().await?;
        let feeds = self.followed(who.user).await?;
        let heads = store.heads(&feeds).await?;
        let cursors = feeds.into_iter().zip(heads).collect();
        let (mut workspaces, mut threads) = (Vec::new(), Vec::new());
        for (workspace, role) in store.workspaces_of(who.user).await? {
            let fellow = Fellow { user: who.user, workspace: workspace.id, role };
            let people = self.everyone(&fellow).await?;
            let groups = self.groups(&fellow).await?;
            let channels = store.joined(workspace.id, who.user).await?;
            threads.extend(store.threads(workspace.id, who.user).await?);
            workspaces.push(Place { workspace, role, people, groups, channels });
        }
        let account = store.account(who.user).await?;
        let drafts = store.drafts(who.user).await?;
        let saved = store.saved(who.user).await?;
        let planned = store.plans(who.user).await?;
        Ok(Snapshot { epoch, cursors, account, workspaces, threads, drafts, saved, planned })
    }

    pub(crate) async fn everyone(&self, fellow: &Fellow) -> Result<Vec<Person>> {
        let mut everyone = Vec::new();
        let mut after = None;
        loop {
            let page = self.people(fellow, PageRequest { after, limit: limits::PAGE }).await?;
            everyone.extend(page.rows);
            after = page.next;
            if after.is_none() || everyone.len() >= PEOPLE {
                return Ok(everyone);
            }
        }
    }
}
