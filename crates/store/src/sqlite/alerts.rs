//! Which messages contain people's own keywords.

use async_trait::async_trait;
use protocol::{Account, Alert, ChannelId, FeedId, MessageId, UserId};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx, rows,
    sql::{Columns, Id, json, thread_key},
    thread,
};
use crate::{Alerts, Committed, Result};

#[async_trait]
impl Alerts for Sqlite {
    async fn keywords_in(&self, channel: ChannelId) -> Result<Vec<(UserId, Vec<String>)>> {
        self.read(move |conn| {
            conn.all(
                "SELECT u.id, u.keywords FROM members m JOIN users u ON u.id = m.user
                 WHERE m.channel = ?1 AND m.active AND u.active AND u.keywords IS NOT NULL ORDER BY u.id",
                params![channel.key()],
                |row| Ok((row.id("id")?, rows::keywords(row)?)),
            )
        })
        .await
    }

    async fn alerted(&self, messages: &[MessageId]) -> Result<Vec<(UserId, Alert)>> {
        let messages = messages.to_vec();
        self.read(move |conn| {
            let mut found = Vec::new();
            for message in messages {
                found.extend(conn.all(
                    "SELECT * FROM alerts WHERE message = ?1 AND active ORDER BY user",
                    params![message.key()],
                    |row| Ok((row.id("user")?, rows::alert(row)?)),
                )?);
            }
            Ok(found)
        })
        .await
    }

    async fn put_alerts(&self, alerts: Vec<(UserId, Alert)>) -> Result<Committed<()>> {
        self.write(move |tx| alerts.iter().try_for_each(|(user, alert)| put(tx, *user, alert.clone()))).await
    }
}

fn put(tx: &mut Tx<'_>, user: UserId, mut alert: Alert) -> Result<()> {
    let was: Option<bool> = tx.conn.one(
        "SELECT active FROM alerts WHERE user = ?1 AND message = ?2",
        params![user.key(), alert.message.key()],
        |row| row.get(0),
    )?;
    if was.unwrap_or(false) == alert.active {
        return Ok(());
    }
    alert.rev = tx.next(FeedId::User(user))?;
    insert(tx.conn, user, &alert)?;
    if alert.active
        && let Some(root) = alert.thread
    {
        thread::follow(tx, alert.channel, root, user, alert.seq - 1, true)?;
    }
    Ok(())
}

/// Writes a row.
pub fn insert(conn: &Connection, user: UserId, it: &Alert) -> Result<usize> {
    conn.run(
        "INSERT INTO alerts (user, message, channel, thread, seq, ts, active, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (user, message) DO UPDATE SET active = ?7, rev = ?8",
        params![
            user.key(),
            it.message.key(),
            it.channel.key(),
            thread_key(it.thread),
            it.seq,
            it.ts.0,
            it.active,
            it.rev
        ],
    )
}

/// `seq` of messages after `read` that contain one of somebody's keywords, ascending, at most 100.
pub fn alerts_after(
    conn: &Connection,
    user: UserId,
    channel: ChannelId,
    thread: Option<MessageId>,
    read: u64,
) -> Result<Vec<u64>> {
    conn.all(
        "SELECT seq FROM alerts WHERE user = ?1 AND channel = ?2 AND thread = ?3 AND seq > ?4 AND active
         ORDER BY seq LIMIT 100",
        params![user.key(), channel.key(), thread_key(thread), read],
        |row| row.get(0),
    )
}

/// As they are stored: none are NULL, so that the few who have any are found at once.
pub fn keywords(account: &Account) -> Result<Option<String>> {
    if account.keywords.is_empty() { Ok(None) } else { json(&account.keywords).map(Some) }
}
