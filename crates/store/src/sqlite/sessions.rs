//! Sessions and personal tokens.

use async_trait::async_trait;
use protocol::{SessionId, Timestamp, UserId};
use rusqlite::{Connection, Row, params};

use super::{
    Sql, Sqlite, rows,
    sql::{Columns, Id},
};
use crate::{
    Error, Result, Sessions,
    sessions::{DEVICES, Device, PER_PERSON, Session, SessionKind},
};

#[async_trait]
impl Sessions for Sqlite {
    async fn create_session(&self, session: Session, token_hash: [u8; 32]) -> Result<()> {
        self.write(move |tx| {
            if !tx.conn.any("SELECT 1 FROM users WHERE id = ?1 AND active", params![session.user.key()])? {
                return Err(Error::NotFound);
            }
            tx.conn.run(
                "INSERT INTO sessions (id, user, kind, label, created_at, seen_at, expires_at, token_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    session.id.key(),
                    session.user.key(),
                    session.kind.word(),
                    session.label,
                    session.created_at.0,
                    session.seen_at.0,
                    session.expires_at.0,
                    token_hash
                ],
            )?;
            tx.conn.run(
                "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user = ?1 AND id <> ?2
                 ORDER BY seen_at DESC LIMIT -1 OFFSET ?3)",
                params![session.user.key(), session.id.key(), PER_PERSON - 1],
            )?;
            Ok(())
        })
        .await
        .map(|done| done.value)
    }

    async fn session(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Session>> {
        self.read(move |conn| {
            conn.one(
                "SELECT s.* FROM sessions s JOIN users u ON u.id = s.user
                 WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND u.active",
                params![token_hash, now.0],
                session,
            )
        })
        .await
    }

    async fn touch_session(&self, id: SessionId, seen_at: Timestamp, expires_at: Timestamp) -> Result<()> {
        self.write(move |tx| {
            let changed = tx.conn.run(
                "UPDATE sessions SET seen_at = max(seen_at, ?2), expires_at = iif(kind = 'browser', ?3, expires_at) WHERE id = ?1",
                params![id.key(), seen_at.0, expires_at.0],
            )?;
            if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
        .await
        .map(|done| done.value)
    }

    async fn sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
        self.read(move |conn| {
            conn.all(
                "SELECT * FROM sessions WHERE user = ?1 AND expires_at > ?2 ORDER BY created_at DESC, id DESC",
                params![user.key(), now.0],
                session,
            )
        })
        .await
    }

    async fn end_session(&self, user: UserId, id: SessionId) -> Result<()> {
        self.write(move |tx| {
            let ended = tx
                .conn
                .run("DELETE FROM sessions WHERE id = ?1 AND user = ?2", params![id.key(), user.key()])?;
            if ended == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
        .await
        .map(|done| done.value)
    }

    async fn end_sessions(&self, user: UserId, keep: Option<SessionId>) -> Result<Vec<SessionId>> {
        self.write(move |tx| end_all(tx.conn, user, keep, Some(SessionKind::Browser)))
            .await
            .map(|done| done.value)
    }

    async fn live_sessions(&self, ids: &[SessionId], now: Timestamp) -> Result<Vec<SessionId>> {
        let ids = ids.to_vec();
        self.read(move |conn| {
            let mut live = Vec::new();
            for id in ids {
                if conn.any(
                    "SELECT 1 FROM sessions s JOIN users u ON u.id = s.user
                     WHERE s.id = ?1 AND s.expires_at > ?2 AND u.active",
                    params![id.key(), now.0],
                )? {
                    live.push(id);
                }
            }
            Ok(live)
        })
        .await
    }

    async fn set_device(
        &self,
        user: UserId,
        session: SessionId,
        device: Option<Device>,
        now: Timestamp,
    ) -> Result<()> {
        self.write(move |tx| set_device(tx.conn, user, session, device.as_ref(), now))
            .await
            .map(|done| done.value)
    }

    async fn forget_device(&self, session: SessionId, endpoint: &str) -> Result<()> {
        let endpoint = endpoint.to_owned();
        self.write(move |tx| {
            let gone = format!("{NO_DEVICE} WHERE id = ?1 AND push_endpoint = ?2");
            tx.conn.run(&gone, params![session.key(), endpoint]).map(drop)
        })
        .await
        .map(|done| done.value)
    }

    async fn devices(&self, user: UserId, now: Timestamp) -> Result<Vec<(SessionId, Device)>> {
        self.read(move |conn| {
            let found = conn.all(
                "SELECT s.* FROM sessions s JOIN users u ON u.id = s.user
                 WHERE s.user = ?1 AND s.push_endpoint IS NOT NULL AND s.expires_at > ?2 AND u.active
                 ORDER BY s.push_since DESC, s.id DESC",
                params![user.key(), now.0],
                |row| Ok((row.id("id")?, device(row)?)),
            )?;
            Ok(found.into_iter().filter_map(|(id, device)| Some((id, device?))).collect())
        })
        .await
    }
}

/// Takes a session's device away.
const NO_DEVICE: &str =
    "UPDATE sessions SET push_endpoint = NULL, push_key = NULL, push_secret = NULL, push_since = NULL,
     push_text = NULL";

fn set_device(
    conn: &Connection,
    user: UserId,
    session: SessionId,
    device: Option<&Device>,
    now: Timestamp,
) -> Result<()> {
    if let Some(device) = device {
        let others = format!("{NO_DEVICE} WHERE push_endpoint = ?1 AND id <> ?2");
        conn.run(&others, params![device.endpoint, session.key()])?;
    }
    let changed = conn.run(
        "UPDATE sessions SET push_endpoint = ?4, push_key = ?5, push_secret = ?6, push_since = ?7, push_text = ?8
         WHERE id = ?1 AND user = ?2 AND kind = 'browser' AND expires_at > ?3",
        params![
            session.key(),
            user.key(),
            now.0,
            device.map(|it| &it.endpoint),
            device.map(|it| &it.p256dh),
            device.map(|it| &it.auth),
            device.map(|it| it.since.0),
            device.map(|it| it.text),
        ],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    let over = format!(
        "{NO_DEVICE} WHERE id IN (SELECT id FROM sessions WHERE user = ?1 AND push_endpoint IS NOT NULL AND id <> ?2
         ORDER BY push_since DESC, id DESC LIMIT -1 OFFSET ?3)"
    );
    conn.run(&over, params![user.key(), session.key(), DEVICES - usize::from(device.is_some())]).map(drop)
}

/// From `sessions`: where its browser can be woken.
pub fn device(row: &Row<'_>) -> rusqlite::Result<Option<Device>> {
    let Some(endpoint) = row.get("push_endpoint")? else { return Ok(None) };
    Ok(Some(Device {
        endpoint,
        p256dh: row.get("push_key")?,
        auth: row.get("push_secret")?,
        since: rows::time(row, "push_since")?,
        text: row.get::<_, Option<bool>>("push_text")?.unwrap_or(true),
    }))
}

/// Ends somebody's sessions (of one kind, or all) but one; answers the ended.
pub fn end_all(
    conn: &Connection,
    user: UserId,
    keep: Option<SessionId>,
    kind: Option<SessionKind>,
) -> Result<Vec<SessionId>> {
    conn.all(
        "DELETE FROM sessions WHERE user = ?1 AND id IS NOT ?2 AND (?3 IS NULL OR kind = ?3) RETURNING id",
        params![user.key(), keep.map(Id::key), kind.map(SessionKind::word)],
        |row| row.id("id"),
    )
}

/// From `sessions`.
pub fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.id("id")?,
        user: row.id("user")?,
        kind: if row.get_ref("kind")?.as_str() == Ok("token") {
            SessionKind::Token
        } else {
            SessionKind::Browser
        },
        label: row.get("label")?,
        created_at: rows::time(row, "created_at")?,
        seen_at: rows::time(row, "seen_at")?,
        expires_at: rows::time(row, "expires_at")?,
    })
}
