//! What is to be done later.

use async_trait::async_trait;
use protocol::{FeedId, Planned, PlannedId, Timestamp, UserId, limits};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx, rows,
    sql::{Columns, Id, thread_key, word},
};
use crate::{Committed, Error, Plans, Result};

#[async_trait]
impl Plans for Sqlite {
    async fn plan(&self, user: UserId, nonce: &str, planned: Planned) -> Result<Committed<(Planned, bool)>> {
        let nonce = nonce.to_owned();
        self.write(move |tx| plan(tx, user, &nonce, planned)).await
    }

    async fn planned(&self, user: UserId, id: PlannedId) -> Result<Planned> {
        self.read(move |conn| planned_of(conn, user, id)).await
    }

    async fn plans(&self, user: UserId) -> Result<Vec<Planned>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM planned WHERE user = ?1 AND state <> 'over' ORDER BY due_at, id LIMIT ?2",
                params![user.key(), limits::PLANNED],
                rows::planned,
            )
        })
        .await
    }

    async fn replan(&self, user: UserId, planned: Planned) -> Result<Committed<Planned>> {
        self.write(move |tx| replan(tx, user, planned)).await
    }

    async fn due_plans(&self, by: Timestamp, limit: usize) -> Result<Vec<(UserId, Planned)>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM planned WHERE state IN ('waiting', 'sending') AND due_at <= ?1 ORDER BY due_at LIMIT ?2",
                params![by.0, limit],
                |row| Ok((row.id("user")?, rows::planned(row)?)),
            )
        })
        .await
    }
}

fn planned_of(conn: &Connection, user: UserId, id: PlannedId) -> Result<Planned> {
    conn.one(
        "SELECT * FROM planned WHERE id = ?1 AND user = ?2",
        params![id.key(), user.key()],
        rows::planned,
    )?
    .ok_or(Error::NotFound)
}

fn plan(tx: &mut Tx<'_>, user: UserId, nonce: &str, mut planned: Planned) -> Result<(Planned, bool)> {
    let first = tx.conn.one(
        "SELECT * FROM planned WHERE user = ?1 AND nonce = ?2",
        params![user.key(), nonce],
        rows::planned,
    )?;
    if let Some(first) = first {
        return Ok((first, false));
    }
    let open = tx.conn.one(
        "SELECT count(*) FROM planned WHERE user = ?1 AND state <> 'over'",
        params![user.key()],
        |row| row.get::<_, usize>(0),
    )?;
    if open.unwrap_or(0) >= limits::PLANNED {
        return Err(Error::Conflict("planned_full"));
    }
    planned.rev = tx.next(FeedId::User(user))?;
    insert(tx.conn, user, nonce, &planned)?;
    Ok((planned, true))
}

/// Adds a row, unless it is there.
pub fn insert(conn: &Connection, user: UserId, nonce: &str, it: &Planned) -> Result<usize> {
    conn.run(
        "INSERT INTO planned (id, user, nonce, action, workspace, channel, thread, message, text, due_at, state, obstacle,
           created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING",
        params![
            it.id.key(),
            user.key(),
            nonce,
            word(it.action)?,
            it.workspace.key(),
            it.channel.key(),
            thread_key(it.thread),
            it.message.map(Id::key),
            it.text,
            it.due_at.0,
            word(it.state)?,
            it.obstacle.map(word).transpose()?,
            it.created_at.0,
            it.rev,
        ],
    )
}

fn replan(tx: &mut Tx<'_>, user: UserId, planned: Planned) -> Result<Planned> {
    let stored = planned_of(tx.conn, user, planned.id)?;
    if stored.rev != planned.rev {
        return Err(Error::Conflict("planned"));
    }
    let Planned { text, due_at, state, obstacle, .. } = planned;
    let rev = tx.next(FeedId::User(user))?;
    let planned = Planned { text, due_at, state, obstacle, rev, ..stored };
    tx.conn.run(
        "UPDATE planned SET text = ?2, due_at = ?3, state = ?4, obstacle = ?5, rev = ?6 WHERE id = ?1",
        params![
            planned.id.key(),
            planned.text,
            planned.due_at.0,
            word(planned.state)?,
            planned.obstacle.map(word).transpose()?,
            planned.rev,
        ],
    )?;
    Ok(planned)
}
