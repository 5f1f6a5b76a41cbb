//! The index itself: a folder (or memory) that one writer fills and anyone asks.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use protocol::{FeedId, MessageId};
use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    collector::TopDocs,
    indexer::IndexWriterOptions,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use crate::{Document, Page, Query, Unavailable};

mod ask;
mod folder;
mod shape;
mod snapshot;

pub use folder::VERSION;
use shape::Shape;
pub use snapshot::unpack;

/// Bytes of documents held in memory before they go to disk.
const HEAP_BYTES: usize = 20_000_000;

/// What a commit carries beside the documents.
#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    cursors: BTreeMap<String, u64>,
}

/// The index. One per folder: a second one is refused.
pub struct Search {
    dir: Option<PathBuf>,
    index: Index,
    shape: Shape,
    reader: IndexReader,
    writing: Mutex<Writing>,
}

struct Writing {
    writer: IndexWriter,
    cursors: BTreeMap<String, u64>,
    /// Positions of the messages put or removed since the last commit.
    pending: HashMap<MessageId, u64>,
}

impl Writing {
    fn cursor(&self, feed: FeedId) -> u64 {
        self.cursors.get(&feed.to_string()).copied().unwrap_or_default()
    }
}

impl Search {
    /// Opens or makes the index in this folder; in memory for none. One that is damaged is
    /// put aside and one of another shape thrown away: the cursors then start from 0. Reads
    /// the whole index to check it, a second or so for a gigabyte.
    ///
    /// # Errors
    /// When another process has it, or the folder can't be used.
    pub fn open(dir: Option<PathBuf>) -> Result<Self, Unavailable> {
        let shape = Shape::new();
        let index = match &dir {
            None => Index::create_in_ram(shape.schema.clone()),
            Some(dir) => folder::open(dir, &shape)?,
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(HEAP_BYTES)
            .build();
        let writer = index.writer_with_options(options).map_err(unavailable)?;
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(unavailable)?;
        let metas = index.load_metas().map_err(unavailable)?;
        let cursors = payload(&metas).map(|payload| payload.cursors).unwrap_or_default();
        let writing = Mutex::new(Writing { writer, cursors, pending: HashMap::new() });
        Ok(Self { dir, index, shape, reader, writing })
    }

    /// Adds the message or replaces an older state of it. Found after [`Search::commit`]. An
    /// older state than the one known changes nothing, and nor does one that the channel's
    /// cursor has passed: what was removed up to there doesn't come back.
    pub fn put(&self, document: &Document) -> Result<(), Unavailable> {
        let mut writing = self.writing();
        if document.rev <= writing.cursor(FeedId::Channel(document.channel)) {
            return Ok(());
        }
        let known = match writing.pending.get(&document.message) {
            Some(rev) => Some(*rev),
            None => self.committed_rev(document.message)?,
        };
        if known.is_some_and(|known| known > document.rev) {
            return Ok(());
        }
        writing.writer.delete_term(self.shape.message_term(document.message));
        writing.writer.add_document(self.shape.document(document)).map_err(unavailable)?;
        writing.pending.insert(document.message, document.rev);
        Ok(())
    }

    /// Forgets the message, after [`Search::commit`]. `rev` is the position of its removal:
    /// older states of it are refused from then on, after a commit by the cursor that it
    /// keeps.
    pub fn remove(&self, message: MessageId, rev: u64) {
        let mut writing = self.writing();
        writing.writer.delete_term(self.shape.message_term(message));
        writing.pending.insert(message, rev);
    }

    /// Notes that all of the feed up to `rev` was applied; kept by the next commit.
    pub fn set_cursor(&self, feed: FeedId, rev: u64) {
        self.writing().cursors.insert(feed.to_string(), rev);
    }

    /// Up to where the feed was applied; 0 when it never was.
    pub fn cursor(&self, feed: FeedId) -> u64 {
        self.writing().cursor(feed)
    }

    /// Keeps documents and cursors in one durable step and lets them be found.
    pub fn commit(&self) -> Result<(), Unavailable> {
        let mut writing = self.writing();
        let Writing { writer, cursors, pending } = &mut *writing;
        let payload = Payload { version: VERSION, cursors: cursors.clone() };
        let payload = serde_json::to_string(&payload).map_err(|error| Unavailable(error.to_string()))?;
        let mut prepared = writer.prepare_commit().map_err(unavailable)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(unavailable)?;
        pending.clear();
        self.reader.reload().map_err(unavailable)
    }

    /// Empties the index and its cursors, at once and durably.
    pub fn clear(&self) -> Result<(), Unavailable> {
        let mut writing = self.writing();
        writing.writer.delete_all_documents().map_err(unavailable)?;
        writing.cursors.clear();
        drop(writing);
        self.commit()
    }

    /// How many messages can be found.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Finds messages. Takes milliseconds of computing: not for an async thread.
    pub fn query(&self, query: &Query) -> Result<Page, Unavailable> {
        ask::ask(&self.reader.searcher(), &self.shape, query).map_err(unavailable)
    }

    fn committed_rev(&self, message: MessageId) -> Result<Option<u64>, Unavailable> {
        let searcher = self.reader.searcher();
        let query = TermQuery::new(self.shape.message_term(message), IndexRecordOption::Basic);
        let top = TopDocs::with_limit(1).order_by_score();
        let found = searcher.search(&query, &top).map_err(unavailable)?;
        let Some((_, address)) = found.first() else { return Ok(None) };
        let document: TantivyDocument = searcher.doc(*address).map_err(unavailable)?;
        Ok(document.get_first(self.shape.rev).and_then(|value| value.as_u64()))
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Search({:?})", self.index.directory())
    }
}

/// What the last commit carried; nothing before the first, or when it isn't ours.
fn payload(metas: &IndexMeta) -> Option<Payload> {
    serde_json::from_str(metas.payload.as_deref()?).ok()
}

fn unavailable(error: tantivy::TantivyError) -> Unavailable {
    Unavailable(error.to_string())
}

impl Shape {
    fn message_term(&self, message: MessageId) -> Term {
        Term::from_field_text(self.message, &message.to_string())
    }
}
