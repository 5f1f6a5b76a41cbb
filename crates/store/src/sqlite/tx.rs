//! One operation inside a commit: numbers the changes and makes the frames to announce.

use protocol::{Changes, FeedId, Item};
use rusqlite::{Connection, params};

use super::{Sql, feeds::changes_since, sql::feed_key};
use crate::{Result, most::Most};

/// The open transaction and the feeds that this operation moved, in order of moving.
pub struct Tx<'a> {
    /// The write connection.
    pub conn: &'a Connection,
    moved: Vec<Moved>,
}

struct Moved {
    feed: FeedId,
    from: u64,
    to: u64,
    known: Option<Vec<Item>>,
}

impl<'a> Tx<'a> {
    /// An operation that has moved nothing yet.
    pub fn new(conn: &'a Connection) -> Self {
        Self { conn, moved: Vec::new() }
    }

    /// The next position of a feed, taken.
    pub fn next(&mut self, feed: FeedId) -> Result<u64> {
        let rev = self
            .conn
            .one(
                "INSERT INTO feeds (id, head) VALUES (?1, 1)
                 ON CONFLICT (id) DO UPDATE SET head = head + 1 RETURNING head",
                params![feed_key(feed)],
                |row| row.get(0),
            )?
            .unwrap_or(1);
        self.note(feed, rev);
        Ok(rev)
    }

    /// Notes a position that was taken elsewhere.
    pub fn note(&mut self, feed: FeedId, rev: u64) {
        match self.moved.iter_mut().find(|it| it.feed == feed) {
            Some(it) => it.to = rev,
            None => self.moved.push(Moved { feed, from: rev - 1, to: rev, known: None }),
        }
    }

    /// Saves reading back what moved in a feed, when the caller holds all of it.
    pub fn known(&mut self, feed: FeedId, items: Vec<Item>) {
        if let Some(it) = self.moved.iter_mut().find(|it| it.feed == feed) {
            it.known = Some(items);
        }
    }

    /// One frame per feed that moved.
    pub fn frames(self) -> Result<Vec<Changes>> {
        let conn = self.conn;
        self.moved
            .into_iter()
            .map(|it| match it.known {
                Some(items) => Ok(Changes { feed: it.feed, from: it.from, to: it.to, items, more: false }),
                None => changes_since(conn, it.feed, it.from, Most::ALL),
            })
            .collect()
    }
}
