//! Accounts and persons.

use async_trait::async_trait;
use protocol::{Account, FeedId, FileId, Person, Role, SessionId, UserId, WorkspaceId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, Tx, alerts,
    channels::after_user,
    join::{channel_of, enter_all},
    rows,
    sessions::end_all,
    sql::{Columns, Id, json, word},
};
use crate::{
    Committed, Error, Page, PageRequest, People, Result,
    people::{AccountPatch, Credentials, NewUser, UserRow},
};

#[async_trait]
impl People for Sqlite {
    async fn create_user(
        &self,
        user: NewUser,
        workspace: WorkspaceId,
        role: Role,
    ) -> Result<Committed<Account>> {
        self.write(move |tx| {
            add_user(tx, &user)?;
            add_person(tx, workspace, &user, role)?;
            account_of(tx.conn, user.id)
        })
        .await
    }

    async fn account(&self, user: UserId) -> Result<Account> {
        self.read(move |conn| account_of(conn, user)).await
    }

    async fn credentials(&self, email: &str) -> Result<Option<Credentials>> {
        let email = email.to_owned();
        self.read(move |conn| conn.one("SELECT * FROM users WHERE email = ?1", params![email], credentials))
            .await
    }

    async fn credentials_of(&self, user: UserId) -> Result<Credentials> {
        self.read(move |conn| {
            conn.one("SELECT * FROM users WHERE id = ?1", params![user.key()], credentials)?
                .ok_or(Error::NotFound)
        })
        .await
    }

    async fn update_account(&self, user: UserId, patch: AccountPatch) -> Result<Committed<Account>> {
        self.write(move |tx| update(tx, user, patch)).await
    }

    async fn set_password(
        &self,
        user: UserId,
        password_hash: String,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>> {
        let done = self
            .write(move |tx| {
                let changed = tx.conn.run(
                    "UPDATE users SET password_hash = ?2 WHERE id = ?1",
                    params![user.key(), password_hash],
                )?;
                if changed == 0 {
                    return Err(Error::NotFound);
                }
                end_all(tx.conn, user, keep, None)
            })
            .await?;
        Ok(done.value)
    }

    async fn set_active(&self, user: UserId, active: bool) -> Result<Committed<Vec<SessionId>>> {
        self.write(move |tx| set_active(tx, user, active)).await
    }

    async fn users(&self, page: PageRequest) -> Result<Page<UserRow>> {
        self.read(move |conn| {
            let rows = conn.all(
                "SELECT * FROM users WHERE id > ?1 ORDER BY id LIMIT ?2",
                params![after_user(&page)?, page.limit + 1],
                |row| Ok(UserRow { account: rows::account(row)?, active: row.get("active")? }),
            )?;
            Ok(Page::cut(rows, page.limit, |row| row.account.id.to_string()))
        })
        .await
    }

    async fn person(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<Person>> {
        self.read(move |conn| person_of(conn, workspace, user)).await
    }

    async fn person_called(&self, workspace: WorkspaceId, handle: &str) -> Result<Option<Person>> {
        let handle = handle.to_owned();
        self.read(move |conn| {
            conn.one(
                &format!("{} WHERE p.workspace = ?1 AND u.handle = ?2", rows::PERSONS),
                params![workspace.key(), handle],
                rows::person,
            )
        })
        .await
    }

    async fn people(
        &self,
        workspace: WorkspaceId,
        sharing_with: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<Person>> {
        self.read(move |conn| {
            let rows = conn.all(
                &format!(
                    "{} WHERE p.workspace = ?1 AND p.user > ?2 AND (?3 IS NULL OR p.user = ?3 OR EXISTS (
                       SELECT 1 FROM members mine JOIN members theirs ON theirs.channel = mine.channel
                       WHERE mine.user = ?3 AND mine.active AND theirs.user = p.user AND theirs.active))
                     ORDER BY p.user LIMIT ?4",
                    rows::PERSONS
                ),
                params![workspace.key(), after_user(&page)?, sharing_with.map(Id::key), page.limit + 1],
                rows::person,
            )?;
            Ok(Page::cut(rows, page.limit, |row| row.user.to_string()))
        })
        .await
    }

    async fn set_role(&self, workspace: WorkspaceId, user: UserId, role: Role) -> Result<Committed<Person>> {
        self.write(move |tx| {
            let mut person = person_of(tx.conn, workspace, user)?.ok_or(Error::NotFound)?;
            if person.role == role {
                return Ok(person);
            }
            if person.role == Role::Owner && person.active {
                another_owner(tx.conn, workspace, user)?;
            }
            person.rev = tx.next(FeedId::Workspace(workspace))?;
            person.role = role;
            tx.conn.run(
                "UPDATE persons SET role = ?3, rev = ?4 WHERE workspace = ?1 AND user = ?2",
                params![workspace.key(), user.key(), word(role)?, person.rev],
            )?;
            Ok(person)
        })
        .await
    }
}

/// Writes the account.
pub fn add_user(tx: &mut Tx<'_>, user: &NewUser) -> Result<()> {
    if tx.conn.any("SELECT 1 FROM users WHERE email = ?1", params![user.email])? {
        return Err(Error::Conflict("email"));
    }
    free_handle(tx.conn, &user.handle)?;
    let rev = tx.next(FeedId::User(user.id))?;
    tx.conn.run(
        "INSERT INTO users (id, email, name, handle, password_hash, created_at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![user.id.key(), user.email, user.name, user.handle, user.password_hash, user.now.0, rev],
    )?;
    Ok(())
}

/// Puts the account into a workspace, and into its default channel unless a guest.
pub fn add_person(tx: &mut Tx<'_>, workspace: WorkspaceId, user: &NewUser, role: Role) -> Result<()> {
    let place = tx
        .conn
        .one("SELECT * FROM workspaces WHERE id = ?1", params![workspace.key()], rows::workspace)?
        .ok_or(Error::NotFound)?;
    note_person(tx, workspace, user.id, role)?;
    if role > Role::Guest {
        let channel = channel_of(tx.conn, place.default_channel)?;
        enter_all(tx, &channel, user.id, &[user.id], user.now)?;
    }
    Ok(())
}

/// Writes the person's row alone.
pub fn note_person(tx: &mut Tx<'_>, workspace: WorkspaceId, user: UserId, role: Role) -> Result<()> {
    let rev = tx.next(FeedId::Workspace(workspace))?;
    tx.conn.run(
        "INSERT INTO persons (workspace, user, role, rev) VALUES (?1, ?2, ?3, ?4)",
        params![workspace.key(), user.key(), word(role)?, rev],
    )?;
    Ok(())
}

/// One's account.
pub fn account_of(conn: &Connection, user: UserId) -> Result<Account> {
    conn.one("SELECT * FROM users WHERE id = ?1", params![user.key()], rows::account)?.ok_or(Error::NotFound)
}

/// A ready file of somebody's own may become a picture.
pub fn may_picture(conn: &Connection, file: FileId, owner: Option<UserId>) -> Result<()> {
    let usable = conn.any(
        "SELECT 1 FROM files WHERE id = ?1 AND (?2 IS NULL OR owner = ?2) AND state = 'ready' AND message IS NULL",
        params![file.key(), owner.map(Id::key)],
    )?;
    if usable { Ok(()) } else { Err(Error::Conflict("file")) }
}

fn credentials(row: &Row<'_>) -> rusqlite::Result<Credentials> {
    Ok(Credentials {
        user: row.id("id")?,
        password_hash: row.get("password_hash")?,
        active: row.get("active")?,
    })
}

/// Neither a person nor a group has it.
pub fn free_handle(conn: &Connection, handle: &str) -> Result<()> {
    let taken = "SELECT 1 FROM users WHERE handle = ?1
                 UNION ALL SELECT 1 FROM user_groups WHERE handle = ?1 AND active";
    if conn.any(taken, params![handle])? {
        return Err(Error::Conflict("handle"));
    }
    Ok(())
}

/// A person of a workspace.
pub fn person_of(conn: &Connection, workspace: WorkspaceId, user: UserId) -> Result<Option<Person>> {
    conn.one(
        &format!("{} WHERE p.workspace = ?1 AND p.user = ?2", rows::PERSONS),
        params![workspace.key(), user.key()],
        rows::person,
    )
}

fn update(tx: &mut Tx<'_>, user: UserId, patch: AccountPatch) -> Result<Account> {
    let before = account_of(tx.conn, user)?;
    let mut after = before.clone();
    if let Some(handle) = patch.handle.filter(|handle| *handle != before.handle) {
        free_handle(tx.conn, &handle)?;
        after.handle = handle;
    }
    if let Some(Some(file)) = patch.avatar.filter(|avatar| *avatar != before.avatar) {
        may_picture(tx.conn, file, Some(user))?;
    }
    after.name = patch.name.unwrap_or(after.name);
    after.title = patch.title.unwrap_or(after.title);
    after.time_zone = patch.time_zone.unwrap_or(after.time_zone);
    after.avatar = patch.avatar.unwrap_or(after.avatar);
    after.status = patch.status.unwrap_or(after.status);
    after.keywords = patch.keywords.unwrap_or(after.keywords);
    after.notices = patch.notices.unwrap_or(after.notices);
    after.preferences = patch.preferences.unwrap_or(after.preferences);
    if after == before {
        return Ok(before);
    }
    after.rev = tx.next(FeedId::User(user))?;
    tx.conn.run(
        "UPDATE users SET name = ?2, handle = ?3, title = ?4, time_zone = ?5, avatar = ?6, preferences = ?7, rev = ?8, status = ?9, keywords = ?10, notices = ?11
         WHERE id = ?1",
        params![
            user.key(),
            after.name,
            after.handle,
            after.title,
            after.time_zone,
            after.avatar.map(Id::key),
            json(&after.preferences)?,
            after.rev,
            after.status.as_ref().map(json).transpose()?,
            alerts::keywords(&after)?,
            json(&after.notices)?
        ],
    )?;
    let private = Account {
        keywords: before.keywords.clone(),
        notices: before.notices.clone(),
        preferences: before.preferences.clone(),
        rev: before.rev,
        ..after.clone()
    };
    if private != before {
        move_persons(tx, user)?;
    }
    Ok(after)
}

/// The profile changed: it moves in each workspace's feed.
fn move_persons(tx: &mut Tx<'_>, user: UserId) -> Result<()> {
    for workspace in workspaces(tx.conn, user)? {
        let rev = tx.next(FeedId::Workspace(workspace))?;
        tx.conn.run(
            "UPDATE persons SET rev = ?3 WHERE workspace = ?1 AND user = ?2",
            params![workspace.key(), user.key(), rev],
        )?;
    }
    Ok(())
}

fn workspaces(conn: &Connection, user: UserId) -> Result<Vec<WorkspaceId>> {
    conn.all("SELECT workspace FROM persons WHERE user = ?1 ORDER BY workspace", params![user.key()], |row| {
        row.id("workspace")
    })
}

fn set_active(tx: &mut Tx<'_>, user: UserId, active: bool) -> Result<Vec<SessionId>> {
    let was: bool = tx
        .conn
        .one("SELECT active FROM users WHERE id = ?1", params![user.key()], |row| row.get(0))?
        .ok_or(Error::NotFound)?;
    if was != active {
        if !active {
            for workspace in workspaces(tx.conn, user)? {
                if person_of(tx.conn, workspace, user)?.is_some_and(|it| it.role == Role::Owner) {
                    another_owner(tx.conn, workspace, user)?;
                }
            }
        }
        tx.conn.run("UPDATE users SET active = ?2 WHERE id = ?1", params![user.key(), active])?;
        move_persons(tx, user)?;
    }
    if active { Ok(Vec::new()) } else { end_all(tx.conn, user, None, None) }
}

fn another_owner(conn: &Connection, workspace: WorkspaceId, than: UserId) -> Result<()> {
    let found = conn.any(
        "SELECT 1 FROM persons p JOIN users u ON u.id = p.user
         WHERE p.workspace = ?1 AND p.role = 'owner' AND u.active AND p.user <> ?2",
        params![workspace.key(), than.key()],
    )?;
    if found { Ok(()) } else { Err(Error::Conflict("last_owner")) }
}
