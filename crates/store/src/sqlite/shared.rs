//! Files on messages, listed: each channel's newest are found in an index, so that the cost
//! is that of the channels asked about and not of all files there are.

use protocol::{ChannelId, FileId, SharedFile};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, rows,
    sql::{Columns, Id},
};
use crate::Result;

/// The newest of one channel between two files; the conditions are those of the indexes, and
/// that it is no preview's picture ([`PICTURES`](crate::previews::PICTURES)).
const OF_ANY: &str = "SELECT id FROM files INDEXED BY files_shared
     WHERE channel = ?1 AND id < ?2 AND id > ?3 AND message IS NOT NULL AND state = 'ready'
     AND place < 100 ORDER BY id DESC LIMIT ?4";
const OF_TYPE: &str = "SELECT id FROM files INDEXED BY files_typed
     WHERE channel = ?1 AND media_type = ?5 AND id < ?2 AND id > ?3 AND message IS NOT NULL AND state = 'ready'
     AND place < 100 ORDER BY id DESC LIMIT ?4";
const SHARED: &str = "SELECT f.*, m.id AS on_message, m.thread, m.seq
     FROM files f JOIN messages m ON m.id = f.message WHERE f.id = ?1";

/// The newest of many channels, in order.
pub fn newest(
    conn: &Connection,
    channels: &[ChannelId],
    media_types: &[&'static str],
    before: Option<FileId>,
    limit: usize,
) -> Result<Vec<SharedFile>> {
    let before = before.map_or([u8::MAX; 16], Id::key);
    // Once there are enough, only what is newer than the last of them counts.
    let mut least = [0; 16];
    let mut found: Vec<[u8; 16]> = Vec::new();
    for channel in channels {
        let channel = channel.key();
        if media_types.is_empty() {
            let of = params![channel, before, least, limit];
            found.extend(conn.all(OF_ANY, of, |row| row.get::<_, [u8; 16]>("id"))?);
        }
        for kind in media_types {
            let of = params![channel, before, least, limit, kind];
            found.extend(conn.all(OF_TYPE, of, |row| row.get::<_, [u8; 16]>("id"))?);
        }
        if found.len() >= limit {
            found.sort_unstable_by(|one, other| other.cmp(one));
            found.truncate(limit);
            least = found.last().copied().unwrap_or(least);
        }
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    let mut files = Vec::with_capacity(found.len());
    for id in found {
        files.extend(conn.one(SHARED, params![id], shared)?);
    }
    Ok(files)
}

fn shared(row: &Row<'_>) -> rusqlite::Result<SharedFile> {
    Ok(SharedFile {
        file: rows::file(row)?,
        channel: row.id("channel")?,
        message: row.id("on_message")?,
        thread: row.thread("thread")?,
        seq: row.get("seq")?,
    })
}
