//! The append, in groups: while one commit is under way, what is sent to the same channel
//! waits together for the next. No task waits when nothing is sent.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use mongodb::bson::{Bson, Document, doc};
use parking_lot::Mutex;
use protocol::{Channel, ChannelId, FeedId, File, FileId, Item, Message, MessageId, UserId};
use tokio::{sync::oneshot, time::Instant};

use super::{
    Mongo, PATIENCE,
    docs::{self, FileDocument, Seat},
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    messages::message_of,
    previews,
    schema::{CHANNELS, FILES, MEMBERS, MESSAGES, USERS},
    tail, thread as threads,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Result, messages::NewMessage};

/// Messages of one commit.
const BATCH: usize = 256;
/// A message that has waited so long is refused: a commit may take its time too.
const STALE: Duration = PATIENCE.checked_div(2).unwrap();
/// Messages that may wait over all channels; beyond, they are refused at once.
const WAITING: usize = 4096;

type Appended = Result<Committed<(Message, bool)>>;

/// What waits to be appended, by channel. A channel that is here has a task at work on it.
#[derive(Default)]
pub struct Queues(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    channels: HashMap<ChannelId, Vec<Job>>,
    count: usize,
}

struct Job {
    new: NewMessage,
    since: Instant,
    answer: oneshot::Sender<Appended>,
}

impl Queues {
    /// Adds one; whether a task has to be started for its channel.
    fn push(&self, job: Job) -> Result<bool> {
        let mut waiting = self.0.lock();
        if waiting.count >= WAITING {
            return Err(Error::Unavailable("too many writes are waiting".into()));
        }
        waiting.count += 1;
        let channel = job.new.channel;
        if let Some(jobs) = waiting.channels.get_mut(&channel) {
            jobs.push(job);
            return Ok(false);
        }
        waiting.channels.insert(channel, vec![job]);
        Ok(true)
    }

    /// The next batch of a channel; none ends its task.
    fn pop(&self, channel: ChannelId) -> Vec<Job> {
        let mut waiting = self.0.lock();
        let Some(jobs) = waiting.channels.get_mut(&channel) else { return Vec::new() };
        if jobs.is_empty() {
            waiting.channels.remove(&channel);
            return Vec::new();
        }
        let batch: Vec<Job> = jobs.drain(..jobs.len().min(BATCH)).collect();
        waiting.count -= batch.len();
        batch
    }
}

impl Mongo {
    /// Appends with whatever else is sent to the channel meanwhile.
    pub(super) async fn append_in_turn(&self, new: NewMessage) -> Appended {
        let channel = new.channel;
        let (answer, answered) = oneshot::channel();
        if self.inner.appends.push(Job { new, since: Instant::now(), answer })? {
            let engine = self.clone();
            tokio::spawn(async move {
                loop {
                    let jobs = engine.inner.appends.pop(channel);
                    if jobs.is_empty() {
                        break;
                    }
                    engine.commit_batch(channel, jobs).await;
                }
            });
        }
        answered.await.map_err(|_| Error::Unknown("the writer stopped".into()))?
    }

    async fn commit_batch(&self, channel: ChannelId, jobs: Vec<Job>) {
        let (stale, jobs): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.since.elapsed() > STALE);
        for job in stale {
            let late = Error::Unavailable("writes before this one took too long".into());
            drop(job.answer.send(Err(late)));
        }
        if jobs.is_empty() {
            return;
        }
        let (news, answers): (Vec<_>, Vec<_>) = jobs.into_iter().map(|job| (job.new, job.answer)).unzip();
        let done = self.write_batch(channel, &news).await;
        let results = match done {
            Ok(done) => done.value,
            Err(error) => news.iter().map(|_| Err(error.clone())).collect(),
        };
        for (answer, result) in answers.into_iter().zip(results) {
            // Nobody waits any more when the caller gave up; the commit stands all the same.
            drop(answer.send(result));
        }
    }

    async fn write_batch(&self, channel: ChannelId, news: &[NewMessage]) -> Result<Committed<Vec<Appended>>> {
        write!(self, FeedId::Channel(channel), |tx| append_all(tx, channel, news))
    }
}

/// Appends all that may be appended, each with its frames. A nonce is looked up first only
/// where something speaks against the message: otherwise its index tells, and then we are
/// here again with `tx` knowing that (see [`Tx::is_careful`]).
async fn append_all(tx: &mut Tx, channel: ChannelId, news: &[NewMessage]) -> Work<Vec<Appended>> {
    let room = Room::look(tx, channel, news).await?;
    let mut first = if tx.is_careful() { noted(tx, channel, news).await? } else { HashMap::new() };
    let mut fresh: Vec<Document> = Vec::new();
    let mut results: Vec<Appended> = Vec::with_capacity(news.len());
    for new in news {
        let nonce = (new.author, new.nonce.clone());
        let body = new.digest();
        if let Some(&(id, stored)) = first.get(&nonce) {
            tx.insert_all(MESSAGES, std::mem::take(&mut fresh)).await?;
            results.push(repeated(tx, channel, id, stored == Some(body)).await?);
            continue;
        }
        if let Some(refusal) = room.refuses(new.author) {
            results.push(repeated_or(tx, new, refusal).await?);
            continue;
        }
        if new.thread.is_some() || !new.files.is_empty() {
            tx.insert_all(MESSAGES, std::mem::take(&mut fresh)).await?;
        }
        let (root, files) = match hangs_on(tx, &room, new).await? {
            Ok(found) => found,
            Err(refusal) => {
                results.push(repeated_or(tx, new, refusal).await?);
                continue;
            }
        };
        let reply = root.as_ref().map(|root| root.replies.as_ref().map_or(0, |it| it.last_seq));
        let place = tail::take(tx, channel, reply, new.now).await?;
        let message = new.clone().at(place, files);
        first.insert(nonce, (message.id, Some(body)));
        fresh.push(docs::message(&message, Some(body))?);
        hang(tx, &message).await?;
        if !new.links.is_empty() {
            previews::note(tx, &message, new.links.clone(), message.ts).await?;
        }
        match root {
            Some(root) => {
                tx.insert_all(MESSAGES, std::mem::take(&mut fresh)).await?;
                threads::note_reply(tx, &root, &message).await?;
            }
            None => tx.known(FeedId::Channel(channel), vec![Item::Message(message.clone())]),
        }
        let changes = tx.frames().await?;
        results.push(Ok(Committed { value: (message, true), changes }));
    }
    tx.insert_all(MESSAGES, fresh).await?;
    Ok(results)
}

/// The answer to a nonce that was used before.
async fn repeated(look: &mut Look, channel: ChannelId, id: MessageId, same: bool) -> Work<Appended> {
    if !same {
        return Ok(Err(Error::Conflict("nonce")));
    }
    let message = message_of(look, channel, id).await?;
    Ok(Ok(Committed { value: (message, false), changes: Vec::new() }))
}

/// The answer to what is refused unless it was said before.
async fn repeated_or(look: &mut Look, new: &NewMessage, refusal: Error) -> Work<Appended> {
    match noted(look, new.channel, std::slice::from_ref(new)).await?.into_values().next() {
        Some((id, stored)) => repeated(look, new.channel, id, stored == Some(new.digest())).await,
        None => Ok(Err(refusal)),
    }
}

type Noted = HashMap<(UserId, String), (MessageId, Option<[u8; 32]>)>;

/// Which of these nonces were used before, for what.
async fn noted(look: &mut Look, channel: ChannelId, news: &[NewMessage]) -> Work<Noted> {
    let mut by_author: HashMap<UserId, Vec<&str>> = HashMap::new();
    for new in news {
        by_author.entry(new.author).or_default().push(&new.nonce);
    }
    let mut noted = HashMap::new();
    for (author, nonces) in by_author {
        let filter = doc! {
            "channel": channel.to_string(), "author": author.to_string(),
            "nonce": { "$gt": "", "$in": nonces },
        };
        let cut = Cut { fields: Some(doc! { "nonce": 1, "body": 1 }), ..Cut::default() };
        for it in look.documents(MESSAGES, filter, cut).await? {
            let nonce = it.get_str("nonce").unwrap_or_default().to_owned();
            noted.insert((author, nonce), (id_of(&it, "_id")?, docs::digest_of(&it, "body")));
        }
    }
    Ok(noted)
}

/// The channel, and who of the authors may write in it.
struct Room {
    channel: Option<Channel>,
    writers: HashSet<UserId>,
}

impl Room {
    async fn look(look: &mut Look, channel: ChannelId, news: &[NewMessage]) -> Work<Self> {
        let authors: HashSet<UserId> = news.iter().map(|new| new.author).collect();
        let seats: Vec<String> = authors.iter().map(|user| docs::pair(channel, user)).collect();
        let active = doc! { "_id": { "$in": seats }, "active": true };
        let seats: Vec<Seat> = look.all(MEMBERS, active, Cut::default()).await?;
        let inside: Vec<String> = seats.iter().map(|it| it.user.to_string()).collect();
        let active = doc! { "_id": { "$in": inside }, "active": true };
        let cut = Cut { fields: Some(doc! { "_id": 1 }), ..Cut::default() };
        let users = look.documents(USERS, active, cut).await?;
        Ok(Self {
            channel: look.one(CHANNELS, doc! { "_id": channel.to_string() }).await?,
            writers: users.iter().map(|it| id_of(it, "_id")).collect::<Work<_>>()?,
        })
    }

    fn refuses(&self, author: UserId) -> Option<Error> {
        match &self.channel {
            Some(_) if !self.writers.contains(&author) => Some(Error::NotFound),
            Some(channel) if channel.archived => Some(Error::Conflict("archived")),
            Some(_) => None,
            None => Some(Error::NotFound),
        }
    }
}

/// The root that a message replies to and the files it carries, or why it may not.
async fn hangs_on(
    look: &mut Look,
    room: &Room,
    new: &NewMessage,
) -> Work<std::result::Result<(Option<Message>, Vec<File>), Error>> {
    let root = match new.thread {
        None => None,
        Some(id) => match threads::root_of(look, new.channel, id).await {
            Err(super::Fault::Said(error)) => return Ok(Err(error)),
            found => Some(found?),
        },
    };
    let mut files = Vec::with_capacity(new.files.len());
    for &id in &new.files {
        match loose_file(look, room, id, new.author).await? {
            // Twice on the same message is on two places.
            Some(file) if !files.iter().any(|it: &File| it.id == id) => files.push(file),
            _ => return Ok(Err(Error::Conflict("file"))),
        }
    }
    Ok(Ok((root, files)))
}

/// A file that may go on this message: the author's own, ready, of the same workspace, on
/// nothing yet.
async fn loose_file(look: &mut Look, room: &Room, id: FileId, author: UserId) -> Work<Option<File>> {
    let workspace = room.channel.as_ref().map(|it| it.workspace.to_string());
    let filter = doc! {
        "_id": id.to_string(), "owner": author.to_string(), "workspace": workspace, "state": "ready", "message": null,
    };
    let found: Option<FileDocument> = look.one(FILES, filter).await?;
    if found.is_some() && look.any(USERS, doc! { "avatar": { "$gt": "", "$eq": id.to_string() } }).await? {
        return Ok(None);
    }
    Ok(found.map(|it| it.file))
}

/// Notes on its files where they hang now.
async fn hang(tx: &mut Tx, message: &Message) -> Work<()> {
    for (place, file) in message.files.iter().enumerate() {
        let change = doc! { "$set": {
            "message": message.id.to_string(), "channel": message.channel.to_string(),
            "place": Bson::Int64(i64::try_from(place).unwrap_or(i64::MAX)),
        } };
        tx.set(FILES, doc! { "_id": file.id.to_string() }, change).await?;
    }
    Ok(())
}
