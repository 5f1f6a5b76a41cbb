//! Custom emoji.

use async_trait::async_trait;
use protocol::{Emoji, FeedId, FileId, WorkspaceId, limits};
use rusqlite::{Connection, params};

use super::{Sql, Sqlite, Tx, rows, sql::Id};
use crate::{
    Committed, Emojis, Error, Page, PageRequest, Result,
    emoji::{NewEmoji, hook},
    previews::PICTURES,
};

#[async_trait]
impl Emojis for Sqlite {
    async fn add_emoji(&self, new: NewEmoji) -> Result<Committed<Emoji>> {
        self.write(move |tx| add(tx, new)).await
    }

    async fn remove_emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Committed<(Emoji, FileId)>> {
        let name = name.to_owned();
        self.write(move |tx| remove(tx, workspace, &name)).await
    }

    async fn emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Option<Emoji>> {
        let name = name.to_owned();
        self.read(move |conn| emoji_of(conn, workspace, &name)).await
    }

    async fn emojis(&self, workspace: WorkspaceId, page: PageRequest) -> Result<Page<Emoji>> {
        self.read(move |conn| {
            let rows = conn.all(
                "SELECT * FROM emoji WHERE workspace = ?1 AND name > ?2 AND image IS NOT NULL ORDER BY name LIMIT ?3",
                params![workspace.key(), page.after.unwrap_or_default(), page.limit + 1],
                rows::emoji,
            )?;
            Ok(Page::cut(rows, page.limit, |row| row.name.clone()))
        })
        .await
    }
}

fn emoji_of(conn: &Connection, workspace: WorkspaceId, name: &str) -> Result<Option<Emoji>> {
    conn.one(
        "SELECT * FROM emoji WHERE workspace = ?1 AND name = ?2 AND image IS NOT NULL",
        params![workspace.key(), name],
        rows::emoji,
    )
}

fn add(tx: &mut Tx<'_>, new: NewEmoji) -> Result<Emoji> {
    let NewEmoji { workspace, name, image, creator, now } = new;
    if emoji_of(tx.conn, workspace, &name)?.is_some() {
        return Err(Error::Conflict("emoji"));
    }
    let count = "SELECT count(*) FROM emoji WHERE workspace = ?1 AND image IS NOT NULL";
    let count: usize = tx.conn.one(count, params![workspace.key()], |row| row.get(0))?.unwrap_or(0);
    if count >= limits::EMOJI {
        return Err(Error::Conflict("emoji_full"));
    }
    let (channel, message) = hook(workspace, image);
    let hung = tx.conn.run(
        "UPDATE files SET channel = ?2, message = ?3, place = ?4 WHERE id = ?1 AND owner = ?5 AND workspace = ?6
           AND state = 'ready' AND message IS NULL",
        params![image.key(), channel.key(), message.key(), PICTURES, creator.key(), workspace.key()],
    )?;
    if hung == 0 {
        return Err(Error::Conflict("file"));
    }
    let rev = tx.next(FeedId::Workspace(workspace))?;
    let emoji = Emoji { workspace, name, image: Some(image), creator, created_at: now, rev };
    put(tx.conn, &emoji)?;
    Ok(emoji)
}

fn remove(tx: &mut Tx<'_>, workspace: WorkspaceId, name: &str) -> Result<(Emoji, FileId)> {
    let mut emoji = emoji_of(tx.conn, workspace, name)?.ok_or(Error::NotFound)?;
    let image = emoji.image.take().ok_or(Error::NotFound)?;
    tx.conn.run(
        "UPDATE files SET state = 'deleted', channel = NULL, message = NULL WHERE id = ?1",
        params![image.key()],
    )?;
    emoji.rev = tx.next(FeedId::Workspace(workspace))?;
    put(tx.conn, &emoji)?;
    Ok((emoji, image))
}

/// Writes its row, whether there was one or not.
pub fn put(conn: &Connection, it: &Emoji) -> Result<usize> {
    conn.run(
        "INSERT OR REPLACE INTO emoji (workspace, name, image, creator, created_at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            it.workspace.key(),
            it.name,
            it.image.map(Id::key),
            it.creator.key(),
            it.created_at.0,
            it.rev
        ],
    )
}
