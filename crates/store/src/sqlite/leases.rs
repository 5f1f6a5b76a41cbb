//! Leases.

use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::{Sql, Sqlite};
use crate::{Error, Leases, Result, leases::LeaseState};

#[async_trait]
impl Leases for Sqlite {
    async fn lease(&self, name: &str) -> Result<LeaseState> {
        let name = name.to_owned();
        self.read(move |conn| state_of(conn, &name)).await
    }

    async fn take_lease(
        &self,
        name: &str,
        seen: &LeaseState,
        holder: &str,
        term: Duration,
    ) -> Result<Option<LeaseState>> {
        let (name, holder, fence, beat) = (name.to_owned(), holder.to_owned(), seen.fence, seen.beat);
        let term = u64::try_from(term.as_millis()).unwrap_or(u64::MAX >> 1);
        self.write(move |tx| {
            let taken = tx.conn.run(
                "INSERT INTO leases (name, holder, fence, beat, term, note)
                 SELECT ?1, ?2, 1, 1, ?5, '' WHERE ?3 = 0 AND ?4 = 0
                 ON CONFLICT (name) DO NOTHING",
                params![name, holder, fence, beat, term],
            )? + tx.conn.run(
                "UPDATE leases SET holder = ?2, fence = fence + (holder IS NOT ?2), beat = beat + 1, term = ?5
                 WHERE name = ?1 AND fence = ?3 AND beat = ?4",
                params![name, holder, fence, beat, term],
            )?;
            if taken == 0 { Ok(None) } else { state_of(tx.conn, &name).map(Some) }
        })
        .await
        .map(|done| done.value)
    }

    async fn give_up_lease(&self, name: &str, fence: u64) -> Result<()> {
        let name = name.to_owned();
        self.write(move |tx| {
            let sql = "UPDATE leases SET holder = NULL WHERE name = ?1 AND fence = ?2";
            tx.conn.run(sql, params![name, fence]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn note_lease(&self, name: &str, fence: u64, note: &str) -> Result<()> {
        let (name, note) = (name.to_owned(), note.to_owned());
        self.write(move |tx| {
            let sql = "UPDATE leases SET note = ?3 WHERE name = ?1 AND fence = ?2 AND holder IS NOT NULL";
            match tx.conn.run(sql, params![name, fence, note])? {
                0 => Err(Error::Conflict("lease")),
                _ => Ok(()),
            }
        })
        .await
        .map(|done| done.value)
    }
}

fn state_of(conn: &Connection, name: &str) -> Result<LeaseState> {
    let found = conn.one("SELECT * FROM leases WHERE name = ?1", params![name], |row| {
        Ok(LeaseState {
            holder: row.get("holder")?,
            fence: row.get("fence")?,
            beat: row.get("beat")?,
            term: Duration::from_millis(row.get("term")?),
            note: row.get("note")?,
        })
    })?;
    Ok(found.unwrap_or_default())
}
