//! Feeds: every table's objects, merged by position.

use async_trait::async_trait;
use protocol::{Changes, ChannelId, Epoch, FeedId, Item};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, rows,
    sql::{Id, feed_key},
};
use crate::{
    Feeds, Result,
    most::{self, Most},
};

#[async_trait]
impl Feeds for Sqlite {
    async fn epoch(&self) -> Result<Epoch> {
        self.read(|conn| {
            let epoch = conn.one("SELECT value FROM meta WHERE key = 'epoch'", [], |row| row.get(0))?;
            Ok(epoch.unwrap_or_default())
        })
        .await
    }

    async fn heads(&self, feeds: &[FeedId]) -> Result<Vec<u64>> {
        let feeds = feeds.to_vec();
        self.read(move |conn| feeds.iter().map(|&feed| head(conn, feed)).collect()).await
    }

    async fn changes(&self, feed: FeedId, since: u64, limit: usize) -> Result<Changes> {
        self.read(move |conn| changes_since(conn, feed, since, Most::page(limit))).await
    }

    async fn all_channels(&self, after: Option<ChannelId>, limit: usize) -> Result<Vec<ChannelId>> {
        self.read(move |conn| {
            conn.all(
                "SELECT id FROM channels WHERE id > ?1 ORDER BY id LIMIT ?2",
                params![after.map(Id::key).map(Vec::from).unwrap_or_default(), limit],
                |row| row.get(0).map(ChannelId::of),
            )
        })
        .await
    }
}

/// A feed's head; 0 when nothing ever happened in it.
pub fn head(conn: &Connection, feed: FeedId) -> Result<u64> {
    let head = conn.one("SELECT head FROM feeds WHERE id = ?1", params![feed_key(feed)], |row| row.get(0))?;
    Ok(head.unwrap_or(0))
}

/// What changed, read within the caller's transaction.
pub fn changes_since(conn: &Connection, feed: FeedId, since: u64, most: Most) -> Result<Changes> {
    // SQLite's numbers end at half of ours.
    let (items, gapless) = items(conn, feed, since.min(u64::MAX >> 1), most)?;
    Ok(most::changes(feed, since, items, gapless, most.rows, head(conn, feed)?))
}

/// One more than wanted from each table tells whether the merged list is cut. Where messages
/// were cut before that, it's without gaps up to this `rev` only.
fn items(conn: &Connection, feed: FeedId, since: u64, most: Most) -> Result<(Vec<Item>, Option<u64>)> {
    let (mut items, mut gapless, limit) = (Vec::new(), None, most.rows + 1);
    match feed {
        FeedId::Channel(id) => {
            let sql = "SELECT * FROM messages WHERE channel = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3";
            let at = params![id.key(), since, limit];
            let (messages, more) = rows::messages(conn, sql, at, most)?;
            gapless = messages.last().filter(|_| more).map(|last| last.rev);
            items.extend(messages.into_iter().map(Item::Message));
            items.extend(conn.all(
                "SELECT * FROM channels WHERE id = ?1 AND rev > ?2 LIMIT ?3",
                at,
                |row| rows::channel(row).map(Item::Channel),
            )?);
            items.extend(conn.all(
                "SELECT * FROM members WHERE channel = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::member(row).map(Item::Member),
            )?);
        }
        FeedId::Workspace(id) => {
            let at = params![id.key(), since, limit];
            items.extend(conn.all(
                &format!("{} WHERE p.workspace = ?1 AND p.rev > ?2 ORDER BY p.rev LIMIT ?3", rows::PERSONS),
                at,
                |row| rows::person(row).map(Item::Person),
            )?);
            items.extend(conn.all(
                "SELECT * FROM user_groups WHERE workspace = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::group(row).map(Item::Group),
            )?);
            items.extend(conn.all(
                "SELECT * FROM workspaces WHERE id = ?1 AND rev > ?2 LIMIT ?3",
                at,
                |row| rows::workspace(row).map(Item::Workspace),
            )?);
            items.extend(conn.all(
                "SELECT * FROM channels WHERE workspace = ?1 AND kind = 'public' AND workspace_rev > ?2
                 ORDER BY workspace_rev LIMIT ?3",
                at,
                |row| rows::channel(row).map(Item::Channel),
            )?);
            items.extend(conn.all(
                "SELECT * FROM emoji WHERE workspace = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::emoji(row).map(Item::Emoji),
            )?);
        }
        FeedId::User(id) => {
            let at = params![id.key(), since, limit];
            items.extend(conn.all(
                &format!(
                    "{} WHERE m.user = ?1 AND m.user_rev > ?2 ORDER BY m.user_rev LIMIT ?3",
                    rows::MEMBERSHIPS
                ),
                at,
                |row| rows::membership(row).map(Item::Membership),
            )?);
            items.extend(conn.all(
                "SELECT * FROM readings WHERE user = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::reading(row).map(Item::Reading),
            )?);
            items.extend(conn.all(
                "SELECT * FROM drafts WHERE user = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::draft(row).map(Item::Draft),
            )?);
            items.extend(conn.all(
                "SELECT * FROM alerts WHERE user = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::alert(row).map(Item::Alert),
            )?);
            items.extend(conn.all(
                "SELECT * FROM saves WHERE user = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::saved(row).map(Item::Saved),
            )?);
            items.extend(conn.all(
                "SELECT * FROM planned WHERE user = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3",
                at,
                |row| rows::planned(row).map(Item::Planned),
            )?);
            items.extend(conn.all("SELECT * FROM users WHERE id = ?1 AND rev > ?2 LIMIT ?3", at, |row| {
                rows::account(row).map(Item::Account)
            })?);
        }
    }
    Ok((items, gapless))
}
