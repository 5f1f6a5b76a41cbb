//! What concerns somebody, over all channels.

use async_trait::async_trait;
use protocol::{MessageId, Timestamp, UserId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite,
    rows::time,
    sql::{Columns, Id},
};
use crate::{
    Concerns, Result,
    concerns::{Concern, Which, latest},
};

/// By name.
const NAMED: &str = "SELECT m.ts AS at, g.id AS message, m.channel FROM mentions m
     JOIN messages g ON g.channel = m.channel AND g.thread = m.thread AND g.seq = m.seq
     WHERE m.user = ?1 AND m.ts <= ?2 AND (m.ts < ?2 OR g.id < ?3) AND g.author <> ?1
     ORDER BY m.ts DESC, g.id DESC LIMIT ?4";
/// With everyone else.
const ALL: &str = "SELECT m.ts AS at, g.id AS message, m.channel FROM mentions m
     JOIN members s ON s.channel = m.channel AND s.user = ?1 AND s.active AND s.joined_at <= m.ts
     JOIN messages g ON g.channel = m.channel AND g.thread = m.thread AND g.seq = m.seq
     WHERE m.user = x'' AND m.ts <= ?2 AND (m.ts < ?2 OR g.id < ?3) AND g.author <> ?1
     ORDER BY m.ts DESC, g.id DESC LIMIT ?4";
/// By a keyword.
const ALERTED: &str = "SELECT ts AS at, message, channel FROM alerts
     WHERE user = ?1 AND active AND ts <= ?2 AND (ts < ?2 OR message < ?3) ORDER BY ts DESC, message DESC LIMIT ?4";
/// One's own that others reacted to.
const REACTED: &str = "SELECT reacted_at AS at, id AS message, channel FROM messages
     WHERE author = ?1 AND reacted_at IS NOT NULL AND reacted_at <= ?2 AND (reacted_at < ?2 OR id < ?3)
     ORDER BY reacted_at DESC, id DESC LIMIT ?4";

#[async_trait]
impl Concerns for Sqlite {
    async fn concerns(
        &self,
        user: UserId,
        which: Which,
        after: Option<(Timestamp, MessageId)>,
        limit: usize,
    ) -> Result<Vec<Concern>> {
        self.read(move |conn| concerns(conn, user, which, after, limit)).await
    }
}

fn concerns(
    conn: &Connection,
    user: UserId,
    which: Which,
    after: Option<(Timestamp, MessageId)>,
    limit: usize,
) -> Result<Vec<Concern>> {
    let (at, message) = after.unwrap_or((Timestamp(i64::MAX), MessageId::from_u128(u128::MAX)));
    let lists = [
        (which.mentions, NAMED),
        (which.mentions, ALL),
        (which.mentions, ALERTED),
        (which.reactions, REACTED),
    ];
    let mut found = Vec::new();
    for (_, sql) in lists.into_iter().filter(|(wanted, _)| *wanted) {
        found.extend(conn.all(sql, params![user.key(), at.0, message.key(), limit], concern)?);
    }
    Ok(latest(found, limit))
}

fn concern(row: &Row<'_>) -> rusqlite::Result<Concern> {
    Ok(Concern { at: time(row, "at")?, message: row.id("message")?, channel: row.id("channel")? })
}
