//! Messages: change and read; `append` has the append.

use async_trait::async_trait;
use mongodb::bson::{Bson, Document, doc};
use protocol::{
    ChannelId, FeedId, FileId, Message, MessageId, Reaction, Timestamp, UserId, limits, mention::Mentions,
    message::Revision,
};

use super::{
    Mongo, docs,
    fault::Work,
    feeds::id_of,
    look::{Cut, Look, turn},
    previews, read,
    schema::MESSAGES,
    tail, thread as threads,
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Messages, Result,
    messages::{History, NewMessage, REVISIONS, Window},
    most::Most,
    previews::{fresh, part, pictures},
};

/// Reactions on one message over all emoji, so that its document stays far below the
/// server's 16 MB.
const REACTIONS: usize = 100_000;

/// What can change of a message by itself; its summary is the thread's.
const CHANGES: [&str; 12] = [
    "text",
    "files",
    "previews",
    "poll",
    "reactions",
    "mentions",
    "mentions_all",
    "edited_at",
    "deleted_at",
    "pinned_at",
    "pinned_by",
    "rev",
];

#[async_trait]
impl Messages for Mongo {
    async fn append(&self, message: NewMessage) -> Result<Committed<(Message, bool)>> {
        self.append_in_turn(message).await
    }

    async fn message(&self, channel: ChannelId, id: MessageId) -> Result<Message> {
        read!(self, |look| message_of(look, channel, id))
    }

    async fn sent(&self, channel: ChannelId, author: UserId, nonce: &str) -> Result<Option<MessageId>> {
        read!(self, |look| sent(look, channel, author, nonce))
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
        let new = (&*text, &mentions, &*links);
        write!(self, FeedId::Channel(channel), |tx| edit(tx, channel, id, new, now))
    }

    async fn delete(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<(Message, Vec<FileId>)>> {
        write!(self, FeedId::Channel(channel), |tx| delete(tx, channel, id, now))
    }

    async fn react(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        emoji: &str,
        on: bool,
    ) -> Result<Committed<Message>> {
        let now = self.inner.time.clock().now();
        write!(self, FeedId::Channel(channel), |tx| react(tx, channel, id, user, emoji, on, now))
    }

    async fn revisions(&self, channel: ChannelId, id: MessageId) -> Result<Vec<Revision>> {
        read!(self, |look| revisions(look, channel, id))
    }

    async fn history(
        &self,
        channel: ChannelId,
        thread: Option<MessageId>,
        window: Window,
        limit: usize,
    ) -> Result<History> {
        read!(self, |look| history(look, channel, thread, window, limit))
    }
}

/// A message's key within its channel.
fn key(channel: ChannelId, id: MessageId) -> Document {
    doc! { "channel": channel.to_string(), "_id": id.to_string() }
}

/// One message of a channel.
pub async fn message_of(look: &mut Look, channel: ChannelId, id: MessageId) -> Work<Message> {
    let found = look.document(MESSAGES, key(channel, id), Some(tail::shown())).await?;
    docs::read(found.ok_or(Error::NotFound)?)
}

async fn sent(look: &mut Look, channel: ChannelId, author: UserId, nonce: &str) -> Work<Option<MessageId>> {
    let filter = doc! {
        "channel": channel.to_string(), "author": author.to_string(), "nonce": { "$gt": "", "$eq": nonce },
    };
    let found = look.document(MESSAGES, filter, Some(doc! { "_id": 1 })).await?;
    found.map(|it| id_of(&it, "_id")).transpose()
}

/// A message that wasn't deleted.
pub async fn live_message(look: &mut Look, channel: ChannelId, id: MessageId) -> Work<Message> {
    let message = message_of(look, channel, id).await?;
    if message.deleted_at.is_some() { Err(Error::NotFound)? } else { Ok(message) }
}

async fn edit(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    (text, mentions, links): (&str, &Mentions, &[String]),
    now: Timestamp,
) -> Work<Message> {
    let mut message = live_message(tx, channel, id).await?;
    if message.text == text {
        return Ok(message);
    }
    let waiting = previews::noted(tx, id).await?;
    let fresh = fresh(links.to_vec(), &message.text, &waiting);
    let earlier = Revision { text: message.text, written_at: message.edited_at.unwrap_or(message.ts) };
    message.text = text.to_owned();
    previews::drop_files(tx, &part(&mut message)).await?;
    if fresh != waiting {
        previews::note(tx, &message, fresh, now).await?;
    }
    message.mentions.clone_from(&mentions.users);
    message.mentions_all = mentions.all;
    message.edited_at = Some(now.max(message.ts));
    let push = doc! { "revisions": { "$each": [docs::write(&earlier)?], "$slice": -i32::from(REVISIONS) } };
    save(tx, message, doc! { "$push": push }).await
}

async fn delete(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    now: Timestamp,
) -> Work<(Message, Vec<FileId>)> {
    let mut message = live_message(tx, channel, id).await?;
    let mut gone: Vec<FileId> = message.files.iter().map(|file| file.id).collect();
    gone.extend(pictures(&message.previews));
    previews::drop_files(tx, &gone).await?;
    previews::note(tx, &message, Vec::new(), now).await?;
    message.text = String::new();
    message.files = Vec::new();
    message.previews = Vec::new();
    message.poll = None;
    message.reactions = Vec::new();
    message.mentions = Vec::new();
    message.mentions_all = false;
    message.deleted_at = Some(now.max(message.ts));
    (message.pinned_at, message.pinned_by) = (None, None);
    let emptied = doc! { "$unset": { "revisions": "", "votes": "", "reacted_at": "" } };
    let message = save(tx, message, emptied).await?;
    if let Some(root) = message.thread {
        threads::recount(tx, channel, root).await?;
    }
    Ok((message, gone))
}

async fn react(
    tx: &mut Tx,
    channel: ChannelId,
    id: MessageId,
    user: UserId,
    emoji: &str,
    on: bool,
    now: Timestamp,
) -> Work<Message> {
    let mut message = live_message(tx, channel, id).await?;
    let there = message.reactions.iter().position(|it| it.emoji == emoji);
    if there.is_some_and(|at| message.reactions[at].users.contains(&user)) == on {
        return Ok(message);
    }
    let all: usize = message.reactions.iter().map(|it| it.users.len()).sum();
    if on && (all >= REACTIONS || there.is_none() && message.reactions.len() >= limits::MESSAGE_REACTIONS) {
        Err(Error::Conflict("reactions"))?;
    }
    match there {
        Some(at) if on => message.reactions[at].users.push(user),
        Some(at) => {
            message.reactions[at].users.retain(|it| *it != user);
            message.reactions.retain(|it| !it.users.is_empty());
        }
        None => message.reactions.push(Reaction { emoji: emoji.to_owned(), users: vec![user] }),
    }
    let others = message.reactions.iter().flat_map(|it| &it.users).any(|it| *it != message.author);
    let change = match (user == message.author, on, others) {
        (true, ..) | (_, false, true) => Document::new(),
        (_, true, _) => doc! { "$set": { "reacted_at": now.max(message.ts).0 } },
        (_, false, false) => doc! { "$unset": { "reacted_at": "" } },
    };
    save(tx, message, change).await
}

/// Writes what changes of a message, at the channel feed's next position.
pub async fn save(tx: &mut Tx, mut message: Message, mut change: Document) -> Work<Message> {
    message.rev = tx.next(FeedId::Channel(message.channel)).await?;
    let mut set = change.get_document("$set").cloned().unwrap_or_default();
    for (field, value) in docs::write(&message)? {
        if CHANGES.contains(&field.as_str()) {
            set.insert(field, value);
        }
    }
    match docs::addressed(&message) {
        Some(to) => drop(set.insert("addressed", to)),
        None => {
            let mut unset = change.get_document("$unset").cloned().unwrap_or_default();
            unset.insert("addressed", "");
            change.insert("$unset", unset);
        }
    }
    change.insert("$set", set);
    tx.set(MESSAGES, key(message.channel, message.id), change).await?;
    Ok(message)
}

async fn revisions(look: &mut Look, channel: ChannelId, id: MessageId) -> Work<Vec<Revision>> {
    let fields = Some(doc! { "revisions": 1 });
    let found = look.document(MESSAGES, key(channel, id), fields).await?.ok_or(Error::NotFound)?;
    revisions_of(&found)
}

/// Earlier texts in a message's document.
pub fn revisions_of(document: &Document) -> Work<Vec<Revision>> {
    let Ok(all) = document.get_array("revisions") else { return Ok(Vec::new()) };
    all.iter()
        .filter_map(Bson::as_document)
        .map(|it| Ok(mongodb::bson::deserialize_from_document(it.clone())?))
        .collect()
}

async fn history(
    look: &mut Look,
    channel: ChannelId,
    thread: Option<MessageId>,
    window: Window,
    limit: usize,
) -> Work<History> {
    let _turn = turn().await;
    let mut place = Conversation { look, channel, thread };
    let most = Most::page(limit);
    let (before, after) = match window {
        Window::Latest => (place.before(u64::MAX, most).await?, (Vec::new(), false)),
        Window::Before(seq) => (
            place.before(seq, most).await?,
            (Vec::new(), place.any(doc! { "$gte": docs::number(seq) }).await?),
        ),
        Window::After(seq) => (
            (Vec::new(), place.any(doc! { "$lte": docs::number(seq) }).await?),
            place.after(seq, most).await?,
        ),
        Window::Around(seq) => {
            let (before, after) = most.halves();
            (place.before(seq, before).await?, place.after(seq.saturating_sub(1), after).await?)
        }
    };
    let mut messages = before.0;
    messages.reverse();
    messages.extend(after.0);
    Ok(History {
        messages,
        more_before: before.1,
        more_after: after.1,
        head: tail::stored(look, FeedId::Channel(channel)).await?.head,
    })
}

/// Messages of one conversation; each list tells whether there are more.
struct Conversation<'a> {
    look: &'a mut Look,
    channel: ChannelId,
    thread: Option<MessageId>,
}

impl Conversation<'_> {
    fn filter(&self, seq: Document) -> Document {
        let thread = self.thread.map(|id| id.to_string());
        doc! { "channel": self.channel.to_string(), "thread": thread, "seq": seq }
    }

    async fn before(&mut self, seq: u64, most: Most) -> Work<(Vec<Message>, bool)> {
        self.part(doc! { "$lt": docs::number(seq) }, -1, most).await
    }

    async fn after(&mut self, seq: u64, most: Most) -> Work<(Vec<Message>, bool)> {
        self.part(doc! { "$gt": docs::number(seq) }, 1, most).await
    }

    async fn part(&mut self, seq: Document, order: i32, most: Most) -> Work<(Vec<Message>, bool)> {
        let cut = Cut { sort: doc! { "seq": order }, fields: Some(tail::shown()), ..Cut::default() };
        let (found, more) = self.look.page(MESSAGES, self.filter(seq), cut, most).await?;
        Ok((found.into_iter().map(docs::read).collect::<Work<_>>()?, more))
    }

    async fn any(&mut self, seq: Document) -> Work<bool> {
        let filter = self.filter(seq);
        self.look.any(MESSAGES, filter).await
    }
}
