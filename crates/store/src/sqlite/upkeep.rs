//! Health, backup and consistency.

use std::path::Path;

use async_trait::async_trait;
use protocol::Clock;
use rusqlite::{Connection, params};

use super::{Sql, Sqlite, schema};
use crate::{Error, Result, Upkeep, epoch::new_epoch, upkeep::Health};

/// What must never be found; each query answers one line per fault.
const CHECKS: [(&str, &str); 6] = [
    (
        "a conversation isn't numbered densely",
        "SELECT hex(channel) || '/' || hex(thread) FROM messages GROUP BY channel, thread
         HAVING min(seq) <> 1 OR max(seq) <> count(*)",
    ),
    (
        "a channel's last message isn't the one noted",
        "SELECT hex(m.channel) FROM messages m JOIN feeds f ON f.id = CAST(x'43' || m.channel AS BLOB) WHERE m.thread = x''
         GROUP BY m.channel HAVING max(m.seq) <> f.last_seq OR max(m.ts) > f.last_ts",
    ),
    (
        "a channel feed's head is behind or a position is taken twice",
        "SELECT hex(channel) FROM (SELECT channel, rev FROM messages UNION ALL SELECT channel, rev FROM members
           UNION ALL SELECT id, rev FROM channels) a JOIN feeds f ON f.id = CAST(x'43' || a.channel AS BLOB)
         GROUP BY channel HAVING max(rev) > f.head OR count(*) <> count(DISTINCT rev)",
    ),
    (
        "a person feed's head is behind or a position is taken twice",
        "SELECT hex(user) FROM (SELECT user, rev FROM readings UNION ALL SELECT user, rev FROM drafts
            UNION ALL SELECT user, rev FROM alerts UNION ALL SELECT user, rev FROM saves UNION ALL SELECT user, rev FROM planned
           UNION ALL SELECT user, user_rev FROM members UNION ALL SELECT id, rev FROM users) a
         JOIN feeds f ON f.id = CAST(x'55' || a.user AS BLOB) GROUP BY user HAVING max(rev) > f.head OR count(*) <> count(DISTINCT rev)",
    ),
    (
        "a workspace feed's head is behind or a position is taken twice",
        "SELECT hex(workspace) FROM (SELECT workspace, rev FROM persons UNION ALL SELECT workspace, rev FROM user_groups UNION ALL SELECT workspace, rev FROM emoji UNION ALL SELECT id, rev FROM workspaces
           UNION ALL SELECT workspace, workspace_rev FROM channels WHERE kind = 'public') a
         JOIN feeds f ON f.id = CAST(x'57' || a.workspace AS BLOB)
         GROUP BY workspace HAVING max(rev) > f.head OR count(*) <> count(DISTINCT rev)",
    ),
    (
        "a read cursor is past the conversation's end",
        "SELECT hex(r.user) || '/' || hex(r.channel) FROM readings r
         LEFT JOIN feeds f ON f.id = CAST(x'43' || r.channel AS BLOB) LEFT JOIN messages m ON m.id = r.thread
         WHERE r.read_seq > iif(r.thread = x'', coalesce(f.last_seq, 0), coalesce(m.reply_seq, 0))",
    ),
];

#[async_trait]
impl Upkeep for Sqlite {
    fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    async fn health(&self) -> Result<Health> {
        // Asking is also trying: a server that is taken out of service for being read-only
        // gets no writes that would find out that the disk has recovered.
        let writable = self.inner.writer.is_writable() || self.write(|_| Ok(())).await.is_ok();
        self.read(move |conn| {
            let pages: u64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let size: u64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
            Ok(Health {
                engine: format!("sqlite {}", rusqlite::version()),
                schema: schema::version(conn)?,
                bytes: pages * size,
                writable,
            })
        })
        .await
    }

    async fn backup_to(&self, file: &Path) -> Result<()> {
        let (from, to) = (self.inner.folder.file().to_owned(), file.to_owned());
        tokio::task::spawn_blocking(move || backup(&from, &to))
            .await
            .map_err(|error| Error::Internal(error.to_string()))?
    }

    async fn check(&self) -> Result<Vec<String>> {
        self.read(check).await
    }

    async fn renew_epoch(&self) -> Result<()> {
        let epoch = new_epoch()?;
        self.write(move |tx| {
            tx.conn.run("UPDATE meta SET value = ?1 WHERE key = 'epoch'", params![epoch]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn close(&self) -> Result<()> {
        let engine = self.clone();
        tokio::task::spawn_blocking(move || engine.inner.writer.close())
            .await
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

/// Copies a consistent snapshot of the database in `from`, which another process may be
/// using, to the new file `to`: complete under its final name or not there at all.
///
/// # Errors
/// `Internal` when it can't be read or written, or `to` is there already.
pub fn backup(from: &Path, to: &Path) -> Result<()> {
    let io = |error: std::io::Error| Error::Internal(format!("{}: {error}", to.display()));
    if to.exists() {
        return Err(Error::Internal(format!("{} exists already", to.display())));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    let source = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.execute("VACUUM INTO ?1", params![part.to_string_lossy()])?;
    std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(io)?;
    std::fs::rename(&part, to).map_err(io)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)
}

fn check(conn: &Connection) -> Result<Vec<String>> {
    let mut faults: Vec<String> = conn.all("PRAGMA integrity_check(20)", [], |row| row.get(0))?;
    faults.retain(|line| line != "ok");
    let broken: Vec<String> = conn.all("PRAGMA foreign_key_check", [], |row| row.get(0))?;
    faults.extend(broken.into_iter().take(20).map(|table| format!("{table}: a row refers to nothing")));
    for (what, sql) in CHECKS {
        let found: Vec<String> = conn.all(sql, [], |row| row.get(0))?;
        faults.extend(found.into_iter().take(20).map(|which| format!("{what}: {which}")));
    }
    Ok(faults)
}
