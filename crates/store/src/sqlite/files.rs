//! Facts of files.

use async_trait::async_trait;
use protocol::{ChannelId, File, FileId, Image, SharedFile, Timestamp, UserId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, rows, shared,
    sql::{Columns, Id, json, word},
};
use crate::{Error, Files, Result, files::StoredFile};

/// Files with whether they are a picture of somebody or something; add the condition.
const STORED: &str = "SELECT f.*, f.avatar OR EXISTS (SELECT 1 FROM users u WHERE u.avatar = f.id)
       OR EXISTS (SELECT 1 FROM workspaces w WHERE w.icon = f.id) AS pictured FROM files f";

#[async_trait]
impl Files for Sqlite {
    async fn create_file(&self, stored: StoredFile) -> Result<()> {
        self.write(move |tx| {
            let file = &stored.file;
            tx.conn.run(
                "INSERT INTO files (id, workspace, owner, name, size, media_type, sha256, alt, state, image, created_at, prefix, avatar)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                params![
                    file.id.key(),
                    stored.workspace.key(),
                    file.owner.key(),
                    file.name,
                    file.size,
                    file.media_type,
                    file.sha256,
                    file.alt,
                    word(file.state)?,
                    file.image.as_ref().map(json).transpose()?,
                    file.created_at.0,
                    stored.prefix,
                    stored.avatar
                ],
            )?;
            Ok(())
        })
        .await
        .map(|done| done.value)
    }

    async fn unfinished(&self, owner: UserId, since: Timestamp) -> Result<u32> {
        self.read(move |conn| {
            // The condition is that of the index over loose files.
            let count = conn.one(
                "SELECT count(*) FROM files WHERE message IS NULL AND gone < 2 AND created_at > ?2
                   AND owner = ?1 AND state = 'uploading'",
                params![owner.key(), since.0],
                |row| row.get(0),
            )?;
            Ok(count.unwrap_or(0))
        })
        .await
    }

    async fn file(&self, id: FileId) -> Result<StoredFile> {
        self.read(move |conn| {
            conn.one(&format!("{STORED} WHERE f.id = ?1"), params![id.key()], stored)?.ok_or(Error::NotFound)
        })
        .await
    }

    async fn finish_file(&self, id: FileId, media_type: String, image: Option<Image>) -> Result<File> {
        self.write(move |tx| {
            let image = image.as_ref().map(json).transpose()?;
            tx.conn.run(
                "UPDATE files SET state = 'ready', media_type = ?2, image = ?3 WHERE id = ?1 AND state = 'uploading'",
                params![id.key(), media_type, image],
            )?;
            let file = file_of(tx.conn, id)?;
            if file.state == protocol::FileState::Deleted { Err(Error::NotFound) } else { Ok(file) }
        })
        .await
        .map(|done| done.value)
    }

    async fn describe_file(&self, id: FileId, alt: String) -> Result<File> {
        self.write(move |tx| {
            let changed = tx.conn.run(
                "UPDATE files SET alt = ?2 WHERE id = ?1 AND message IS NULL AND state <> 'deleted'",
                params![id.key(), alt],
            )?;
            if changed == 0 { Err(Error::NotFound) } else { file_of(tx.conn, id) }
        })
        .await
        .map(|done| done.value)
    }

    async fn delete_file(&self, id: FileId, owner: UserId) -> Result<()> {
        self.write(move |tx| {
            let changed = tx.conn.run(
                "UPDATE files SET state = 'deleted' WHERE id = ?1 AND owner = ?2 AND message IS NULL
                   AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar = ?1)",
                params![id.key(), owner.key()],
            )?;
            if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
        .await
        .map(|done| done.value)
    }

    async fn sweepable(&self, before: Timestamp, limit: usize) -> Result<Vec<StoredFile>> {
        self.write(move |tx| {
            // Taken in a write, so that no message can pick up a file whose bytes are going.
            tx.conn.run(
                "UPDATE files SET state = 'deleted', gone = 1 WHERE id IN (
                   SELECT f.id FROM files f WHERE f.message IS NULL AND f.gone < 2 AND f.created_at < ?1 AND f.state <> 'deleted'
                     AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar = f.id)
                     AND NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.icon = f.id)
                   ORDER BY f.created_at LIMIT ?2)",
                params![before.0, limit],
            )?;
            tx.conn.all(
                &format!("{STORED} WHERE f.state = 'deleted' AND f.gone < 2 ORDER BY f.id LIMIT ?1"),
                params![limit],
                stored,
            )
        })
        .await
        .map(|done| done.value)
    }

    async fn swept(&self, ids: &[FileId]) -> Result<()> {
        let ids = ids.to_vec();
        self.write(move |tx| {
            for id in ids {
                tx.conn.run(
                    "DELETE FROM files WHERE id = ?1 AND state = 'deleted' AND gone = 1",
                    params![id.key()],
                )?;
                tx.conn.run(
                    "UPDATE files SET gone = 2 WHERE id = ?1 AND state = 'deleted'",
                    params![id.key()],
                )?;
            }
            Ok(())
        })
        .await
        .map(|done| done.value)
    }

    async fn shared_files(
        &self,
        channels: &[ChannelId],
        media_types: &[&'static str],
        before: Option<FileId>,
        limit: usize,
    ) -> Result<Vec<SharedFile>> {
        let (channels, media_types) = (channels.to_vec(), media_types.to_vec());
        self.read(move |conn| shared::newest(conn, &channels, &media_types, before, limit)).await
    }
}

fn file_of(conn: &Connection, id: FileId) -> Result<File> {
    conn.one("SELECT * FROM files WHERE id = ?1", params![id.key()], rows::file)?.ok_or(Error::NotFound)
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    Ok(StoredFile {
        file: rows::file(row)?,
        workspace: row.id("workspace")?,
        prefix: row.get("prefix")?,
        channel: row.maybe::<ChannelId>("channel")?,
        avatar: row.get("pictured")?,
    })
}
