//! One operation inside a transaction: numbers the changes and makes the frames to announce.

use std::ops::{Deref, DerefMut};

use mongodb::bson::{Document, doc};
use protocol::{Changes, FeedId, Item};

use super::{docs, fault::Work, feeds::changes_since, look::Look, schema::FEEDS, tail::Tail};
use crate::{Error, most::Most};

/// The open transaction and the feeds that it moves. Heads are written last, so that what
/// others wait for is held shortly; the frames of one operation are those since the last
/// [`Tx::frames`].
pub struct Tx {
    look: Look,
    careful: bool,
    tails: Vec<Held>,
    moved: Vec<Moved>,
}

struct Held {
    feed: FeedId,
    tail: Tail,
    stored: bool,
    dirty: bool,
}

struct Moved {
    feed: FeedId,
    from: u64,
    to: u64,
    known: Option<Vec<Item>>,
}

impl Deref for Tx {
    type Target = Look;

    fn deref(&self) -> &Look {
        &self.look
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Look {
        &mut self.look
    }
}

impl Tx {
    /// Begins on a session; `careful` when a unique index has refused the work before.
    pub async fn begin(mut look: Look, careful: bool) -> Work<Self> {
        look.session.start_transaction().await?;
        Ok(Self { look, careful, tails: Vec::new(), moved: Vec::new() })
    }

    /// Whether a unique index has refused the work before: something is there that wasn't
    /// looked for.
    pub fn is_careful(&self) -> bool {
        self.careful
    }

    /// The next position of a feed, taken.
    pub async fn next(&mut self, feed: FeedId) -> Work<u64> {
        let tail = self.tail_mut(feed).await?;
        tail.head += 1;
        let rev = tail.head;
        self.note(feed, rev);
        Ok(rev)
    }

    /// The end of a feed, as this transaction has moved it.
    pub async fn tail(&mut self, feed: FeedId) -> Work<Tail> {
        let at = self.held(feed).await?;
        Ok(self.tails[at].tail)
    }

    /// The end of a feed, to be moved; positions taken are to be noted.
    pub async fn tail_mut(&mut self, feed: FeedId) -> Work<&mut Tail> {
        let at = self.held(feed).await?;
        let held = &mut self.tails[at];
        held.dirty = true;
        Ok(&mut held.tail)
    }

    async fn held(&mut self, feed: FeedId) -> Work<usize> {
        if let Some(at) = self.tails.iter().position(|it| it.feed == feed) {
            return Ok(at);
        }
        let stored: Option<Tail> = self.look.one(FEEDS, doc! { "_id": feed.to_string() }).await?;
        let held = Held { feed, tail: stored.unwrap_or_default(), stored: stored.is_some(), dirty: false };
        self.tails.push(held);
        Ok(self.tails.len() - 1)
    }

    /// Notes a position that was taken through [`Tx::tail_mut`].
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

    /// One frame per feed that moved since the last time.
    pub async fn frames(&mut self) -> Work<Vec<Changes>> {
        let mut frames = Vec::with_capacity(self.moved.len());
        for Moved { feed, from, to, known } in std::mem::take(&mut self.moved) {
            frames.push(match known {
                Some(items) => Changes { feed, from, to, items, more: false },
                None => changes_since(&mut self.look, feed, from, Most::ALL, to).await?,
            });
        }
        Ok(frames)
    }

    /// Writes the ends of the feeds that moved: from here on others see a conflict.
    pub async fn write_tails(&mut self) -> Work<()> {
        for held in std::mem::take(&mut self.tails).into_iter().filter(|it| it.dirty) {
            let tail = docs::write(&held.tail)?;
            if held.stored {
                let key = doc! { "_id": held.feed.to_string() };
                if self.set(FEEDS, key, doc! { "$set": tail }).await? == 0 {
                    Err(Error::Internal(format!("feed {} is gone", held.feed)))?;
                }
            } else {
                self.insert(FEEDS, docs::with_key(tail, held.feed.to_string())?).await?;
            }
        }
        Ok(())
    }

    /// Adds a document.
    pub async fn insert(&mut self, of: &str, document: Document) -> Work<()> {
        let collection = self.db.collection::<Document>(of);
        collection.insert_one(document).session(&mut self.look.session).await?;
        Ok(())
    }

    /// Adds documents, in this order.
    pub async fn insert_all(&mut self, of: &str, documents: Vec<Document>) -> Work<()> {
        if !documents.is_empty() {
            let collection = self.db.collection::<Document>(of);
            collection.insert_many(documents).session(&mut self.look.session).await?;
        }
        Ok(())
    }

    /// Replaces a document by its `_id`, or adds it.
    pub async fn put(&mut self, of: &str, document: Document) -> Work<()> {
        let key = doc! { "_id": document.get("_id").cloned().unwrap_or_default() };
        self.put_by(of, key, document).await
    }

    /// Replaces the document that matches, or adds it.
    pub async fn put_by(&mut self, of: &str, filter: Document, document: Document) -> Work<()> {
        let collection = self.db.collection::<Document>(of);
        collection.replace_one(filter, document).upsert(true).session(&mut self.look.session).await?;
        Ok(())
    }

    /// Changes the one document that matches; how many did.
    pub async fn set(&mut self, of: &str, filter: Document, change: Document) -> Work<u64> {
        let collection = self.db.collection::<Document>(of);
        let done = collection.update_one(filter, change).session(&mut self.look.session).await?;
        Ok(done.matched_count)
    }

    /// Changes all documents that match; how many did.
    pub async fn set_all(&mut self, of: &str, filter: Document, change: Document) -> Work<u64> {
        let collection = self.db.collection::<Document>(of);
        let done = collection.update_many(filter, change).session(&mut self.look.session).await?;
        Ok(done.matched_count)
    }

    /// Removes all documents that match; how many did.
    pub async fn remove(&mut self, of: &str, filter: Document) -> Work<u64> {
        let collection = self.db.collection::<Document>(of);
        let done = collection.delete_many(filter).session(&mut self.look.session).await?;
        Ok(done.deleted_count)
    }

    /// The session with its transaction still open.
    pub(super) fn into_look(self) -> Look {
        self.look
    }
}
