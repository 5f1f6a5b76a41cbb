//! Workspaces and invites.

use async_trait::async_trait;
use mongodb::bson::doc;
use protocol::{
    Account, Channel, ChannelKind, FeedId, FileId, InviteId, Role, Timestamp, UserId, Workspace, WorkspaceId,
};

use super::{
    Mongo, docs,
    fault::Work,
    join::{enter_all, make_channel},
    look::{Cut, Look},
    people::{add_person, add_user, note_person, places, take_picture},
    read,
    schema::{CHANNELS, INVITES, META, USERS, WORKSPACES},
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Result, Workspaces,
    channels::NewChannel,
    people::NewUser,
    workspaces::{Invite, NewWorkspace},
};

/// Invites that are listed.
const LISTED: usize = 100;

#[async_trait]
impl Workspaces for Mongo {
    async fn is_set_up(&self) -> Result<bool> {
        read!(self, |look| is_set_up(look))
    }

    async fn set_up(&self, workspace: NewWorkspace, owner: NewUser) -> Result<Committed<Account>> {
        write!(self, FeedId::Workspace(workspace.id), |tx| set_up(tx, &workspace, &owner))
    }

    async fn workspace(&self, id: WorkspaceId) -> Result<Workspace> {
        read!(self, |look| workspace_of(look, id))
    }

    async fn workspaces_of(&self, user: UserId) -> Result<Vec<(Workspace, Role)>> {
        read!(self, |look| workspaces_of(look, user))
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        name: Option<String>,
        icon: Option<Option<FileId>>,
    ) -> Result<Committed<Workspace>> {
        write!(self, FeedId::Workspace(id), |tx| update(tx, id, name.clone(), icon))
    }

    async fn create_invite(&self, invite: Invite, code_hash: [u8; 32]) -> Result<()> {
        let done: Result<Committed<()>> =
            write!(self, FeedId::Workspace(invite.workspace), |tx| create_invite(tx, &invite, code_hash));
        done.map(|done| done.value)
    }

    async fn invites(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<Invite>> {
        read!(self, |look| invites(look, workspace, now))
    }

    async fn invite(&self, code_hash: [u8; 32], now: Timestamp) -> Result<Option<Invite>> {
        read!(self, |look| usable(look, code_hash, now))
    }

    async fn revoke_invite(&self, workspace: WorkspaceId, id: InviteId) -> Result<()> {
        let done: Result<Committed<()>> =
            write!(self, FeedId::Workspace(workspace), |tx| revoke(tx, workspace, id));
        done.map(|done| done.value)
    }

    async fn redeem_invite(&self, code_hash: [u8; 32], user: NewUser) -> Result<Committed<Account>> {
        write!(self, FeedId::User(user.id), |tx| redeem(tx, code_hash, &user))
    }
}

async fn is_set_up(look: &mut Look) -> Work<bool> {
    look.any(USERS, doc! { "_id": { "$gt": "" } }).await
}

async fn workspace_of(look: &mut Look, id: WorkspaceId) -> Work<Workspace> {
    Ok(look.one(WORKSPACES, doc! { "_id": id.to_string() }).await?.ok_or(Error::NotFound)?)
}

async fn workspaces_of(look: &mut Look, user: UserId) -> Work<Vec<(Workspace, Role)>> {
    if !look.any(USERS, doc! { "_id": user.to_string(), "active": true }).await? {
        return Ok(Vec::new());
    }
    let places = places(look, user).await?;
    let ids: Vec<String> = places.iter().map(|it| it.workspace.to_string()).collect();
    let found: Vec<Workspace> = look.all(WORKSPACES, doc! { "_id": { "$in": ids } }, Cut::default()).await?;
    let of = |id: WorkspaceId| found.iter().find(|it| it.id == id).cloned();
    Ok(places.iter().filter_map(|it| Some((of(it.workspace)?, it.role))).collect())
}

async fn set_up(tx: &mut Tx, new: &NewWorkspace, owner: &NewUser) -> Work<Account> {
    if is_set_up(tx).await? {
        Err(Error::Conflict("set_up"))?;
    }
    // Who does the same at the same time meets us here, whatever else they bring.
    tx.insert(META, doc! { "_id": "set_up", "value": owner.now.0 }).await?;
    let account = add_user(tx, owner).await?;
    let workspace = Workspace {
        id: new.id,
        name: new.name.clone(),
        icon: None,
        default_channel: new.default_channel,
        created_at: owner.now,
        rev: tx.next(FeedId::Workspace(new.id)).await?,
    };
    tx.insert(WORKSPACES, docs::write(&workspace)?).await?;
    note_person(tx, new.id, owner.id, Role::Owner).await?;
    let general = NewChannel {
        id: new.default_channel,
        workspace: new.id,
        kind: ChannelKind::Public,
        name: "general".into(),
        description: String::new(),
        creator: owner.id,
        people: Vec::new(),
        now: owner.now,
    };
    make_channel(tx, &general, &[owner.id]).await?;
    Ok(account)
}

async fn update(
    tx: &mut Tx,
    id: WorkspaceId,
    name: Option<String>,
    icon: Option<Option<FileId>>,
) -> Work<Workspace> {
    let before = workspace_of(tx, id).await?;
    let mut after = before.clone();
    if let Some(Some(file)) = icon.filter(|icon| *icon != before.icon) {
        take_picture(tx, file, None).await?;
    }
    after.name = name.unwrap_or(after.name);
    after.icon = icon.unwrap_or(after.icon);
    if after == before {
        return Ok(before);
    }
    after.rev = tx.next(FeedId::Workspace(id)).await?;
    tx.put(WORKSPACES, docs::write(&after)?).await?;
    Ok(after)
}

async fn create_invite(tx: &mut Tx, invite: &Invite, code_hash: [u8; 32]) -> Work<()> {
    workspace_of(tx, invite.workspace).await?;
    tx.insert(INVITES, docs::invite(invite, code_hash)?).await
}

async fn invites(look: &mut Look, workspace: WorkspaceId, now: Timestamp) -> Work<Vec<Invite>> {
    let live = doc! { "workspace": workspace.to_string(), "revoked": false, "expires_at": { "$gt": now.0 } };
    let found: Vec<Invite> = look.all(INVITES, live, Cut::by(doc! { "created_at": -1 }, LISTED)).await?;
    Ok(found)
}

/// The invite of a code: not revoked, over or spent, its maker still active.
async fn usable(look: &mut Look, code_hash: [u8; 32], now: Timestamp) -> Work<Option<Invite>> {
    let live =
        doc! { "code_hash": docs::binary(code_hash), "revoked": false, "expires_at": { "$gt": now.0 } };
    let found: Option<Invite> = look.one(INVITES, live).await?;
    let Some(invite) = found else { return Ok(None) };
    let is_left = invite.max_uses.is_none_or(|most| invite.uses < most);
    let maker: UserId = invite.creator;
    let active = look.any(USERS, doc! { "_id": maker.to_string(), "active": true }).await?;
    Ok((is_left && active).then_some(invite))
}

async fn revoke(tx: &mut Tx, workspace: WorkspaceId, id: InviteId) -> Work<()> {
    let key = doc! { "_id": id.to_string(), "workspace": workspace.to_string() };
    match tx.set(INVITES, key, doc! { "$set": { "revoked": true } }).await? {
        0 => Err(Error::NotFound)?,
        _ => Ok(()),
    }
}

async fn redeem(tx: &mut Tx, code_hash: [u8; 32], user: &NewUser) -> Work<Account> {
    let Some(invite) = usable(tx, code_hash, user.now).await? else {
        let known = tx.any(INVITES, doc! { "code_hash": docs::binary(code_hash) }).await?;
        return Err(if known { Error::Conflict("spent") } else { Error::NotFound })?;
    };
    let account = add_user(tx, user).await?;
    tx.set(INVITES, doc! { "_id": invite.id.to_string() }, doc! { "$inc": { "uses": 1 } }).await?;
    add_person(tx, invite.workspace, user, invite.role).await?;
    for id in invite.channels {
        let channel: Option<Channel> = tx.one(CHANNELS, doc! { "_id": id.to_string() }).await?;
        // Archived since, or no longer there: the invite still lets the person in.
        if let Some(channel) = channel.filter(|it| !it.archived && it.workspace == invite.workspace) {
            enter_all(tx, &channel, user.id, &[user.id], user.now).await?;
        }
    }
    Ok(account)
}
