//! Who is owed an e-mail.

use async_trait::async_trait;
use protocol::{ChannelId, MissedMail, Timestamp, UserId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, rows,
    sql::{Columns, Id},
};
use crate::{
    Misses, Result,
    misses::{Correspondent, Missed},
};

const INSIDE: &str = "SELECT m.user, m.muted, m.level, u.notices, u.time_zone FROM members m
     JOIN users u ON u.id = m.user WHERE m.channel = ?1 AND m.active AND u.active";

#[async_trait]
impl Misses for Sqlite {
    async fn correspondents(
        &self,
        channel: ChannelId,
        among: Option<&[UserId]>,
    ) -> Result<Vec<Correspondent>> {
        let among = among.map(<[UserId]>::to_vec);
        self.read(move |conn| {
            let found = match among {
                None => {
                    conn.all(&format!("{INSIDE} ORDER BY m.user"), params![channel.key()], correspondent)?
                }
                Some(users) => {
                    let one = format!("{INSIDE} AND m.user = ?2");
                    let mut found = Vec::new();
                    for user in users {
                        found.extend(conn.one(&one, params![channel.key(), user.key()], correspondent)?);
                    }
                    found
                }
            };
            Ok(found.into_iter().filter(|it| it.missed != MissedMail::Never).collect())
        })
        .await
    }

    async fn add_missed(&self, missed: Vec<Missed>) -> Result<()> {
        self.write(move |tx| missed.iter().try_for_each(|it| add(tx.conn, it))).await.map(|done| done.value)
    }

    async fn due_missed(&self, by: Timestamp, limit: usize) -> Result<Vec<Missed>> {
        self.read(move |conn| {
            let due = "SELECT * FROM missed WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
            conn.all(due, params![by.0, limit], missed)
        })
        .await
    }

    async fn end_missed(&self, missed: &Missed, rest: Timestamp) -> Result<()> {
        let Missed { user, last, .. } = *missed;
        self.write(move |tx| {
            let done = "DELETE FROM missed WHERE user = ?1 AND last <= ?2";
            tx.conn.run(done, params![user.key(), last.0])?;
            let more = "UPDATE missed SET first = ?2, due_at = ?3, tries = 0 WHERE user = ?1";
            tx.conn.run(more, params![user.key(), last.0 + 1, rest.0]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn put_off_missed(&self, user: UserId, until: Timestamp, failed: bool) -> Result<()> {
        self.write(move |tx| {
            let later = "UPDATE missed SET due_at = max(due_at, ?2), tries = tries + ?3 WHERE user = ?1";
            tx.conn.run(later, params![user.key(), until.0, u8::from(failed)]).map(drop)
        })
        .await
        .map(|done| done.value)
    }
}

fn add(conn: &Connection, it: &Missed) -> Result<()> {
    conn.run(
        "INSERT INTO missed (user, first, last, due_at, tries) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (user) DO UPDATE SET first = min(first, excluded.first),
           last = max(last, excluded.last), due_at = min(due_at, excluded.due_at)",
        params![it.user.key(), it.first.0, it.last.0, it.due_at.0, it.tries],
    )
    .map(drop)
}

/// From [`INSIDE`].
fn correspondent(row: &Row<'_>) -> rusqlite::Result<Correspondent> {
    Ok(Correspondent {
        user: row.id("user")?,
        muted: row.get("muted")?,
        level: row.word("level")?,
        missed: rows::notices(row)?.missed,
        time_zone: row.get("time_zone")?,
    })
}

/// From `missed`.
fn missed(row: &Row<'_>) -> rusqlite::Result<Missed> {
    Ok(Missed {
        user: row.id("user")?,
        first: rows::time(row, "first")?,
        last: rows::time(row, "last")?,
        due_at: rows::time(row, "due_at")?,
        tries: row.get("tries")?,
    })
}
