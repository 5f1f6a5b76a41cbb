//! Groups of people that are named together: who keeps them, who sees them, and whom naming
//! one means.

use std::collections::BTreeSet;

use protocol::{
    ChannelKind, GroupId, Message, Role, UserGroup, UserId, limits,
    mention::{Mentions, mentions},
};
use store::groups::GroupPatch;

use crate::{Chat, Fellow, Insider, Refusal, Result, validate};

/// A group as an admin wants it.
pub struct NewGroup {
    /// What is typed after `@`.
    pub handle: String,
    /// What it is called.
    pub name: String,
    /// Who is in it.
    pub people: Vec<UserId>,
}

impl Chat {
    /// The groups of a workspace, by handle. A guest sees those that somebody is in whom they
    /// see, and of their people only these.
    pub async fn groups(&self, fellow: &Fellow) -> Result<Vec<UserGroup>> {
        let mut groups = self.store().groups(fellow.workspace).await?;
        if fellow.role == Role::Guest && !groups.is_empty() {
            let seen: BTreeSet<UserId> = self.everyone(fellow).await?.iter().map(|it| it.user).collect();
            for group in &mut groups {
                group.people.retain(|user| seen.contains(user));
            }
            groups.retain(|group| !group.people.is_empty());
        }
        Ok(groups)
    }

    /// Makes one.
    pub async fn create_group(&self, fellow: &Fellow, new: NewGroup) -> Result<UserGroup> {
        fellow.manages()?;
        let people: BTreeSet<UserId> = new.people.into_iter().collect();
        if people.len() > limits::USER_GROUP_PEOPLE {
            return Err(Refusal::invalid("people", "a group has at most 100 people"));
        }
        let group = UserGroup {
            id: GroupId::new(),
            workspace: fellow.workspace,
            handle: validate::group_handle(&new.handle)?,
            name: validate::line("name", &new.name, 1, limits::NAME_CHARS)?,
            people: people.into_iter().collect(),
            active: true,
            created_at: self.now(),
            rev: 0,
        };
        self.writing(fellow.user).await?;
        let committed = self.store().create_group(group).await.map_err(no_person)?;
        Ok(self.announce(committed).await)
    }

    /// Changes one.
    pub async fn update_group(
        &self,
        fellow: &Fellow,
        id: GroupId,
        mut patch: GroupPatch,
    ) -> Result<UserGroup> {
        fellow.manages()?;
        if let Some(handle) = &mut patch.handle {
            *handle = validate::group_handle(handle)?;
        }
        if let Some(name) = &mut patch.name {
            *name = validate::line("name", name, 1, limits::NAME_CHARS)?;
        }
        for (field, users) in [("add", &patch.add), ("remove", &patch.remove)] {
            if users.len() > limits::USER_GROUP_PEOPLE {
                return Err(Refusal::invalid(field, "a group has at most 100 people"));
            }
        }
        self.writing(fellow.user).await?;
        let committed = self.store().update_group(fellow.workspace, id, patch).await.map_err(no_group)?;
        Ok(self.announce(committed).await)
    }

    /// Deletes one; what was said to it stays said.
    pub async fn delete_group(&self, fellow: &Fellow, id: GroupId) -> Result<UserGroup> {
        fellow.manages()?;
        self.writing(fellow.user).await?;
        let committed = self.store().delete_group(fellow.workspace, id).await.map_err(no_group)?;
        Ok(self.announce(committed).await)
    }

    /// Whom a text mentions: strangers left out, groups as those who are in them now and may
    /// read it. `before`: what it was, if it's being edited. Groups that were named then mean
    /// whom they meant then.
    pub(crate) async fn mentioned(
        &self,
        insider: &Insider,
        text: &str,
        before: Option<&Message>,
    ) -> Result<Mentions> {
        let mut found = mentions(text);
        let mut known = Vec::with_capacity(found.users.len().min(NAMED));
        for user in found.users.into_iter().take(NAMED) {
            if self.store().person(insider.channel.workspace, user).await?.is_some_and(|person| person.active)
            {
                known.push(user);
            }
        }
        found.users = known;
        if found.groups.len() > GROUPS {
            return Err(Refusal::invalid("text", "a message can name at most 10 groups"));
        }
        let was = before.map(|it| mentions(&it.text)).unwrap_or_default();
        let (kept, new): (Vec<GroupId>, _) = found.groups.iter().partition(|it| was.groups.contains(it));
        let mut meant = self.reached(insider, &new).await?;
        if let Some(before) = before.filter(|_| !kept.is_empty()) {
            let by_group = before.mentions.iter().copied().filter(|it| !was.users.contains(it));
            if kept.len() == was.groups.len() {
                meant.extend(by_group);
            } else {
                // Who of them was meant by which isn't known any more.
                let still = self.reached(insider, &kept).await?;
                meant.extend(by_group.filter(|it| still.contains(it)));
            }
        }
        for user in meant {
            if !found.users.contains(&user) {
                found.users.push(user);
            }
        }
        if found.users.len() > limits::MENTIONED {
            let why = "that would mention more than 200 people: use @channel, or fewer groups";
            return Err(Refusal::invalid("text", why));
        }
        Ok(found)
    }

    /// Who of these groups may read the channel; named by a guest, who of them is in it.
    async fn reached(&self, insider: &Insider, groups: &[GroupId]) -> Result<Vec<UserId>> {
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        let open = insider.channel.kind == ChannelKind::Public && insider.role > Role::Guest;
        Ok(self.store().audience(insider.channel.id, groups, open).await?)
    }
}

/// People that one text names by themselves; those after them aren't told.
const NAMED: usize = 50;
/// Groups that one text names.
const GROUPS: usize = 10;

fn no_person(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("person"),
        other => other.into(),
    }
}

fn no_group(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("group or person"),
        other => other.into(),
    }
}
