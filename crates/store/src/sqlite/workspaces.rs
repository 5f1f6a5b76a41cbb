//! Workspaces and invites.

use async_trait::async_trait;
use protocol::{
    Account, ChannelKind, FeedId, FileId, InviteId, Role, Timestamp, UserId, Workspace, WorkspaceId,
};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, Tx,
    join::{channel_of, enter_all, make_channel},
    people::{account_of, add_person, add_user, may_picture, note_person},
    rows,
    sql::{Columns, Id, keys, word},
};
use crate::{
    Committed, Error, Result, Workspaces,
    channels::NewChannel,
    people::NewUser,
    workspaces::{Invite, NewWorkspace},
};

/// A usable invite's code: not revoked, over or spent, its maker still active.
const USABLE: &str = "SELECT i.* FROM invites i JOIN users u ON u.id = i.creator
     WHERE i.code_hash = ?1 AND NOT i.revoked AND i.expires_at > ?2 AND u.active
       AND (i.max_uses IS NULL OR i.uses < i.max_uses)";

#[async_trait]
impl Workspaces for Sqlite {
    async fn is_set_up(&self) -> Result<bool> {
        self.read(|conn| conn.any("SELECT 1 FROM users LIMIT 1", [])).await
    }

    async fn set_up(&self, workspace: NewWorkspace, owner: NewUser) -> Result<Committed<Account>> {
        self.write(move |tx| set_up(tx, &workspace, &owner)).await
    }

    async fn workspace(&self, id: WorkspaceId) -> Result<Workspace> {
        self.read(move |conn| workspace_of(conn, id)).await
    }

    async fn workspaces_of(&self, user: UserId) -> Result<Vec<(Workspace, Role)>> {
        self.read(move |conn| {
            conn.all(
                "SELECT w.*, p.role FROM persons p JOIN workspaces w ON w.id = p.workspace JOIN users u ON u.id = p.user
                 WHERE p.user = ?1 AND u.active ORDER BY w.id",
                params![user.key()],
                |row| Ok((rows::workspace(row)?, row.word("role")?)),
            )
        })
        .await
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        name: Option<String>,
        icon: Option<Option<FileId>>,
    ) -> Result<Committed<Workspace>> {
        self.write(move |tx| {
            let before = workspace_of(tx.conn, id)?;
            let mut after = before.clone();
            if let Some(Some(file)) = icon.filter(|icon| *icon != before.icon) {
                may_picture(tx.conn, file, None)?;
            }
            after.name = name.unwrap_or(after.name);
            after.icon = icon.unwrap_or(after.icon);
            if after == before {
                return Ok(before);
            }
            after.rev = tx.next(FeedId::Workspace(id))?;
            tx.conn.run(
                "UPDATE workspaces SET name = ?2, icon = ?3, rev = ?4 WHERE id = ?1",
                params![id.key(), after.name, after.icon.map(Id::key), after.rev],
            )?;
            Ok(after)
        })
        .await
    }

    async fn create_invite(&self, invite: Invite, code_hash: [u8; 32]) -> Result<()> {
        self.write(move |tx| {
            workspace_of(tx.conn, invite.workspace)?;
            tx.conn.run(
                "INSERT INTO invites (id, workspace, creator, role, channels, max_uses, uses, created_at, expires_at, revoked, code_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    invite.id.key(),
                    invite.workspace.key(),
                    invite.creator.key(),
                    word(invite.role)?,
                    keys(&invite.channels),
                    invite.max_uses,
                    invite.uses,
                    invite.created_at.0,
                    invite.expires_at.0,
                    invite.revoked,
                    code_hash
                ],
            )?;
            Ok(())
        })
        .await
        .map(|done| done.value)
    }

    async fn invites(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<Invite>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM invites WHERE workspace = ?1 AND NOT revoked AND expires_at > ?2
                 ORDER BY created_at DESC LIMIT 100",
                params![workspace.key(), now.0],
                invite,
            )
        })
        .await
    }

    async fn invite(&self, code_hash: [u8; 32], now: Timestamp) -> Result<Option<Invite>> {
        self.read(move |conn| conn.one(USABLE, params![code_hash, now.0], invite)).await
    }

    async fn revoke_invite(&self, workspace: WorkspaceId, id: InviteId) -> Result<()> {
        self.write(move |tx| {
            let changed = tx.conn.run(
                "UPDATE invites SET revoked = 1 WHERE id = ?1 AND workspace = ?2",
                params![id.key(), workspace.key()],
            )?;
            if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
        .await
        .map(|done| done.value)
    }

    async fn redeem_invite(&self, code_hash: [u8; 32], user: NewUser) -> Result<Committed<Account>> {
        self.write(move |tx| redeem(tx, code_hash, &user)).await
    }
}

fn workspace_of(conn: &Connection, id: WorkspaceId) -> Result<Workspace> {
    conn.one("SELECT * FROM workspaces WHERE id = ?1", params![id.key()], rows::workspace)?
        .ok_or(Error::NotFound)
}

fn set_up(tx: &mut Tx<'_>, new: &NewWorkspace, owner: &NewUser) -> Result<Account> {
    if tx.conn.any("SELECT 1 FROM users LIMIT 1", [])? {
        return Err(Error::Conflict("set_up"));
    }
    add_user(tx, owner)?;
    let rev = tx.next(FeedId::Workspace(new.id))?;
    tx.conn.run(
        "INSERT INTO workspaces (id, name, default_channel, created_at, rev) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![new.id.key(), new.name, new.default_channel.key(), owner.now.0, rev],
    )?;
    note_person(tx, new.id, owner.id, Role::Owner)?;
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
    make_channel(tx, &general, &[owner.id])?;
    account_of(tx.conn, owner.id)
}

fn redeem(tx: &mut Tx<'_>, code_hash: [u8; 32], user: &NewUser) -> Result<Account> {
    let Some(invite) = tx.conn.one(USABLE, params![code_hash, user.now.0], invite)? else {
        let known = tx.conn.any("SELECT 1 FROM invites WHERE code_hash = ?1", params![code_hash])?;
        return Err(if known { Error::Conflict("spent") } else { Error::NotFound });
    };
    tx.conn.run("UPDATE invites SET uses = uses + 1 WHERE id = ?1", params![invite.id.key()])?;
    add_user(tx, user)?;
    add_person(tx, invite.workspace, user, invite.role)?;
    for id in invite.channels {
        match channel_of(tx.conn, id) {
            // Archived since, or no longer there: the invite still lets the person in.
            Err(Error::NotFound) => {}
            Ok(channel) if channel.archived || channel.workspace != invite.workspace => {}
            Ok(channel) => {
                enter_all(tx, &channel, user.id, &[user.id], user.now)?;
            }
            Err(error) => return Err(error),
        }
    }
    account_of(tx.conn, user.id)
}

/// From `invites`.
pub fn invite(row: &Row<'_>) -> rusqlite::Result<Invite> {
    Ok(Invite {
        id: row.id("id")?,
        workspace: row.id("workspace")?,
        creator: row.id::<UserId>("creator")?,
        role: row.word("role")?,
        channels: row.ids("channels")?,
        max_uses: row.get("max_uses")?,
        uses: row.get("uses")?,
        created_at: rows::time(row, "created_at")?,
        expires_at: rows::time(row, "expires_at")?,
        revoked: row.get("revoked")?,
    })
}
