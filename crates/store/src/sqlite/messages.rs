//! Messages: append, change, read.

use async_trait::async_trait;
use protocol::{
    ChannelId, FeedId, File, FileId, Item, Message, MessageId, Timestamp, UserId, limits, mention::Mentions,
    message::Revision,
};
use rusqlite::{Connection, params};

use super::{
    Sql, Sqlite, Tx, feeds, previews, rows,
    sql::{Columns, Id, thread_key},
    tail, thread,
};
use crate::{
    Committed, Error, Messages, Result,
    messages::{History, NewMessage, REVISIONS, Window},
    most::Most,
    previews::{fresh, part, pictures},
};

#[async_trait]
impl Messages for Sqlite {
    async fn append(&self, message: NewMessage) -> Result<Committed<(Message, bool)>> {
        self.write(move |tx| append(tx, message)).await
    }

    async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Message> {
        self.read(move |conn| rows::message_of(conn, channel, id)).await
    }

    async fn sent(&self, channel: ChannelId, author: UserId, nonce: &str) -> Result<Option<MessageId>> {
        let nonce = nonce.to_owned();
        self.read(move |conn| {
            conn.one(
                "SELECT id FROM messages WHERE channel = ?1 AND author = ?2 AND nonce = ?3",
                params![channel.key(), author.key(), nonce],
                |row| row.id("id"),
            )
        })
        .await
    }

    async fn edit(
        &self,
        channel: ChannelId,
        id: MessageId,
        text: String,
        mentions: Mentions,
        links: Vec<String>,
        now: Timestamp,
    ) -> Result<Committed<Message>> {
        self.write(move |tx| edit(tx, channel, id, text, mentions, links, now)).await
    }

    async fn delete(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<(Message, Vec<FileId>)>> {
        self.write(move |tx| delete(tx, channel, id, now)).await
    }

    async fn react(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        emoji: &str,
        on: bool,
    ) -> Result<Committed<Message>> {
        let (emoji, now) = (emoji.to_owned(), self.inner.clock.now());
        self.write(move |tx| react(tx, channel, id, user, &emoji, on, now)).await
    }

    async fn revisions(&self, channel: ChannelId, id: MessageId) -> Result<Vec<Revision>> {
        self.read(move |conn| {
            rows::message_of(conn, channel, id)?;
            conn.all(
                "SELECT text, written_at FROM revisions WHERE message = ?1 ORDER BY n",
                params![id.key()],
                |row| Ok(Revision { text: row.get("text")?, written_at: rows::time(row, "written_at")? }),
            )
        })
        .await
    }

    async fn history(
        &self,
        channel: ChannelId,
        thread: Option<MessageId>,
        window: Window,
        limit: usize,
    ) -> Result<History> {
        self.read(move |conn| history(conn, channel, thread, window, limit)).await
    }
}

fn append(tx: &mut Tx<'_>, mut new: NewMessage) -> Result<(Message, bool)> {
    let (body, links) = (new.digest(), std::mem::take(&mut new.links));
    let first = tx.conn.one(
        "SELECT id, body FROM messages WHERE channel = ?1 AND author = ?2 AND nonce = ?3",
        params![new.channel.key(), new.author.key(), new.nonce],
        |row| Ok((row.id::<MessageId>("id")?, row.get::<_, Option<[u8; 32]>>("body")?)),
    )?;
    if let Some((id, stored)) = first {
        if stored != Some(body) {
            return Err(Error::Conflict("nonce"));
        }
        return Ok((rows::message_of(tx.conn, new.channel, id)?, false));
    }
    may_write(tx.conn, new.channel, new.author)?;
    let root = new.thread.map(|id| thread::root_of(tx.conn, new.channel, id)).transpose()?;
    let reply = root.as_ref().map(|root| root.replies.as_ref().map_or(0, |it| it.last_seq));
    let files = new.files.iter().map(|&id| loose_file(tx.conn, id, &new)).collect::<Result<Vec<_>>>()?;
    let place = tail::take(tx, new.channel, reply, new.now)?;
    let message = new.at(place, files);
    tail::insert(tx.conn, &message, Some(body))?;
    if !links.is_empty() {
        previews::note(tx.conn, &message, &links, message.ts)?;
    }
    for (place, file) in message.files.iter().enumerate() {
        let hung = tx.conn.run(
            "UPDATE files SET message = ?2, channel = ?3, place = ?4 WHERE id = ?1 AND message IS NULL",
            params![file.id.key(), message.id.key(), message.channel.key(), place],
        )?;
        if hung == 0 {
            return Err(Error::Conflict("file"));
        }
    }
    match root {
        Some(root) => thread::note_reply(tx, &root, &message)?,
        None => tx.known(FeedId::Channel(message.channel), vec![Item::Message(message.clone())]),
    }
    Ok((message, true))
}

fn may_write(conn: &Connection, channel: ChannelId, author: UserId) -> Result<()> {
    let archived: Option<bool> = conn.one(
        "SELECT c.archived FROM members m JOIN channels c ON c.id = m.channel JOIN users u ON u.id = m.user
         WHERE m.channel = ?1 AND m.user = ?2 AND m.active AND u.active",
        params![channel.key(), author.key()],
        |row| row.get(0),
    )?;
    match archived {
        None => Err(Error::NotFound),
        Some(true) => Err(Error::Conflict("archived")),
        Some(false) => Ok(()),
    }
}

/// A file that may go on this message: the author's own, ready, of the same workspace, on
/// nothing yet.
fn loose_file(conn: &Connection, id: FileId, new: &NewMessage) -> Result<File> {
    conn.one(
        "SELECT f.* FROM files f JOIN channels c ON c.id = ?3 AND c.workspace = f.workspace
         WHERE f.id = ?1 AND f.owner = ?2 AND f.state = 'ready' AND f.message IS NULL
           AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar = f.id)",
        params![id.key(), new.author.key(), new.channel.key()],
        rows::file,
    )?
    .ok_or(Error::Conflict("file"))
}

fn edit(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    text: String,
    mentions: Mentions,
    links: Vec<String>,
    now: Timestamp,
) -> Result<Message> {
    let mut message = live_message(tx.conn, channel, id)?;
    if message.text == text {
        return Ok(message);
    }
    tx.conn.run(
        "INSERT INTO revisions (message, n, text, written_at)
         SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3 FROM revisions WHERE message = ?1",
        params![id.key(), message.text, message.edited_at.unwrap_or(message.ts).0],
    )?;
    tx.conn.run(
        "DELETE FROM revisions WHERE message = ?1 AND n <= (SELECT max(n) - ?2 FROM revisions WHERE message = ?1)",
        params![id.key(), REVISIONS],
    )?;
    tail::forget_mentions(tx.conn, &message)?;
    let waiting = previews::noted(tx.conn, id)?;
    let fresh = fresh(links, &message.text, &waiting);
    message.text = text;
    previews::drop_files(tx.conn, &part(&mut message))?;
    if fresh != waiting {
        previews::note(tx.conn, &message, &fresh, now)?;
    }
    message.mentions = mentions.users;
    message.mentions_all = mentions.all;
    message.edited_at = Some(now.max(message.ts));
    tail::note_mentions(tx.conn, &message)?;
    save(tx, message)
}

fn delete(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    now: Timestamp,
) -> Result<(Message, Vec<FileId>)> {
    let mut message = live_message(tx.conn, channel, id)?;
    let mut gone: Vec<FileId> = message.files.iter().map(|file| file.id).collect();
    gone.extend(pictures(&message.previews));
    previews::note(tx.conn, &message, &[], now)?;
    tail::forget_mentions(tx.conn, &message)?;
    tx.conn.run("DELETE FROM revisions WHERE message = ?1", params![id.key()])?;
    tx.conn.run("DELETE FROM reactions WHERE message = ?1", params![id.key()])?;
    tx.conn.run("DELETE FROM votes WHERE message = ?1", params![id.key()])?;
    tx.conn.run("UPDATE messages SET poll = NULL, reacted_at = NULL WHERE id = ?1", params![id.key()])?;
    tx.conn.run(
        "UPDATE files SET state = 'deleted', message = NULL, channel = NULL WHERE message = ?1",
        params![id.key()],
    )?;
    message.text = String::new();
    message.files = Vec::new();
    message.previews = Vec::new();
    message.poll = None;
    message.reactions = Vec::new();
    message.mentions = Vec::new();
    message.mentions_all = false;
    message.deleted_at = Some(now.max(message.ts));
    (message.pinned_at, message.pinned_by) = (None, None);
    let message = save(tx, message)?;
    if let Some(root) = message.thread {
        thread::recount(tx, channel, root)?;
    }
    Ok((message, gone))
}

fn react(
    tx: &mut Tx<'_>,
    channel: ChannelId,
    id: MessageId,
    user: UserId,
    emoji: &str,
    on: bool,
    now: Timestamp,
) -> Result<Message> {
    let message = live_message(tx.conn, channel, id)?;
    let there = message.reactions.iter().find(|it| it.emoji == emoji);
    if there.is_some_and(|it| it.users.contains(&user)) == on {
        return Ok(message);
    }
    if on && there.is_none() && message.reactions.len() >= limits::MESSAGE_REACTIONS {
        return Err(Error::Conflict("reactions"));
    }
    if on {
        tx.conn.run(
            "INSERT INTO reactions (message, emoji, user, n) VALUES (?1, ?2, ?3, ?4)",
            params![id.key(), emoji, user.key(), feeds::head(tx.conn, FeedId::Channel(channel))? + 1],
        )?;
    } else {
        tx.conn.run(
            "DELETE FROM reactions WHERE message = ?1 AND emoji = ?2 AND user = ?3",
            params![id.key(), emoji, user.key()],
        )?;
    }
    tx.conn.run("UPDATE messages SET has_reactions = 1 WHERE id = ?1", params![id.key()])?;
    if user != message.author {
        tx.conn.run(
            "UPDATE messages SET reacted_at = iif(?3, ?2, iif(EXISTS (
               SELECT 1 FROM reactions r WHERE r.message = id AND r.user <> author), reacted_at, NULL)) WHERE id = ?1",
            params![id.key(), now.max(message.ts).0, on],
        )?;
    }
    let rev = tx.next(FeedId::Channel(channel))?;
    tx.conn.run("UPDATE messages SET rev = ?2 WHERE id = ?1", params![id.key(), rev])?;
    rows::message_of(tx.conn, channel, id)
}

/// A message that wasn't deleted.
pub fn live_message(conn: &Connection, channel: ChannelId, id: MessageId) -> Result<Message> {
    let message = rows::message_of(conn, channel, id)?;
    if message.deleted_at.is_some() { Err(Error::NotFound) } else { Ok(message) }
}

/// Writes what edits and deletions change, at the channel feed's next position.
fn save(tx: &mut Tx<'_>, mut message: Message) -> Result<Message> {
    message.rev = tx.next(FeedId::Channel(message.channel))?;
    tx.conn.run(
        "UPDATE messages SET text = ?2, mentions = ?3, mentions_all = ?4, edited_at = ?5, deleted_at = ?6,
           has_files = ?7, has_reactions = ?8, rev = ?9, pinned_at = ?10, pinned_by = ?11, previews = ?12 WHERE id = ?1",
        params![
            message.id.key(),
            message.text,
            super::sql::keys(&message.mentions),
            message.mentions_all,
            message.edited_at.map(|at| at.0),
            message.deleted_at.map(|at| at.0),
            !message.files.is_empty(),
            !message.reactions.is_empty(),
            message.rev,
            message.pinned_at.map(|at| at.0),
            message.pinned_by.map(Id::key),
            previews::column(&message)?
        ],
    )?;
    Ok(message)
}

/// The largest number that SQLite holds; a place beyond it is after everything.
const LAST: u64 = u64::MAX >> 1;

fn history(
    conn: &Connection,
    channel: ChannelId,
    thread: Option<MessageId>,
    window: Window,
    limit: usize,
) -> Result<History> {
    let place = Conversation { conn, channel, thread: thread_key(thread) };
    let (before, after) = match window {
        Window::Latest => (place.before(LAST, Most::page(limit))?, (Vec::new(), false)),
        Window::Before(seq) => (place.before(seq, Most::page(limit))?, (Vec::new(), place.any_from(seq)?)),
        Window::After(seq) => ((Vec::new(), place.any_to(seq)?), place.after(seq, Most::page(limit))?),
        Window::Around(seq) => {
            let (before, after) = Most::page(limit).halves();
            (place.before(seq, before)?, place.after(seq.saturating_sub(1), after)?)
        }
    };
    let mut messages = before.0;
    messages.reverse();
    messages.extend(after.0);
    Ok(History {
        messages,
        more_before: before.1,
        more_after: after.1,
        head: feeds::head(conn, FeedId::Channel(channel))?,
    })
}

/// Messages of one conversation; each list tells whether there are more.
struct Conversation<'a> {
    conn: &'a Connection,
    channel: ChannelId,
    thread: Vec<u8>,
}

impl Conversation<'_> {
    fn before(&self, seq: u64, most: Most) -> Result<(Vec<Message>, bool)> {
        let sql = "SELECT * FROM messages WHERE channel = ?1 AND thread = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4";
        self.part(sql, seq, most)
    }

    fn after(&self, seq: u64, most: Most) -> Result<(Vec<Message>, bool)> {
        let sql =
            "SELECT * FROM messages WHERE channel = ?1 AND thread = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4";
        self.part(sql, seq, most)
    }

    fn part(&self, sql: &str, seq: u64, most: Most) -> Result<(Vec<Message>, bool)> {
        rows::messages(
            self.conn,
            sql,
            params![self.channel.key(), self.thread, seq.min(LAST), most.rows + 1],
            most,
        )
    }

    fn any_from(&self, seq: u64) -> Result<bool> {
        self.conn.any(
            "SELECT 1 FROM messages WHERE channel = ?1 AND thread = ?2 AND seq >= ?3 LIMIT 1",
            params![self.channel.key(), self.thread, seq.min(LAST)],
        )
    }

    fn any_to(&self, seq: u64) -> Result<bool> {
        self.conn.any(
            "SELECT 1 FROM messages WHERE channel = ?1 AND thread = ?2 AND seq <= ?3 LIMIT 1",
            params![self.channel.key(), self.thread, seq.min(LAST)],
        )
    }
}
