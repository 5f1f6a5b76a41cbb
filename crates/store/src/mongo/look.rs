//! Reading: everything that is asked through one look is of one moment, acknowledged by a
//! majority of the servers.

use futures_util::TryStreamExt;
use mongodb::{
    ClientSession, Database, SessionCursor,
    bson::{Document, RawDocumentBuf, Timestamp as OperationTime, doc},
    options::Hint,
};
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{docs, fault::Work};
use crate::most::Most;

/// Pages read at once; the others wait. A hundred of the longest messages come in one batch
/// of 6.4 MB, of which a page then takes the first.
static READING: Semaphore = Semaphore::const_new(16);

/// To be held while somebody's page is read. Taken before its first question, so that nothing
/// is open meanwhile, and never within a transaction: what is written waits for no reader.
pub async fn turn() -> Option<SemaphorePermit<'static>> {
    // Closed never; the error can't come.
    READING.acquire().await.ok()
}

/// A session with a snapshot, or inside a transaction.
pub struct Look {
    pub(super) session: ClientSession,
    pub(super) db: Database,
    /// What is found at an earlier moment doesn't count.
    pub(super) no_earlier: OperationTime,
}

/// How a list is cut out of what matches.
#[derive(Default)]
pub struct Cut {
    /// By which keys; must be an index's.
    pub sort: Document,
    /// At most so many; 0 or more than there can be for all.
    pub limit: usize,
    /// Only these fields, or all but these.
    pub fields: Option<Document>,
    /// By this index and no other, where a trial of some could settle on a worse one.
    pub index: Option<&'static str>,
}

impl Cut {
    /// Sorted, and at most so many.
    pub fn by(sort: Document, limit: usize) -> Self {
        Self { sort, limit, ..Self::default() }
    }
}

impl Look {
    /// A look through a session.
    pub fn new(session: ClientSession, db: Database) -> Self {
        Self { session, db, no_earlier: OperationTime { time: 0, increment: 0 } }
    }

    /// The moment that is looked at, once something was asked.
    pub fn moment(&self) -> Option<OperationTime> {
        self.session.snapshot_time()
    }

    /// All that match.
    pub async fn all<T: DeserializeOwned>(&mut self, of: &str, filter: Document, cut: Cut) -> Work<Vec<T>> {
        let found = self.documents(of, filter, cut).await?;
        found.into_iter().map(docs::read).collect()
    }

    /// All that match, as they are stored.
    pub async fn documents(&mut self, of: &str, filter: Document, cut: Cut) -> Work<Vec<Document>> {
        let mut cursor = self.find::<Document>(of, filter, cut).await?;
        Ok(cursor.stream(&mut self.session).try_collect().await?)
    }

    /// Those that match, as they are stored, until it is as much as there may be, which counts
    /// instead of the cut's limit; whether there are more.
    pub async fn page(
        &mut self,
        of: &str,
        filter: Document,
        cut: Cut,
        most: Most,
    ) -> Work<(Vec<Document>, bool)> {
        let cut = Cut { limit: most.rows + 1, ..cut };
        let mut cursor = self.find::<RawDocumentBuf>(of, filter, cut).await?;
        let mut stream = cursor.stream(&mut self.session);
        let (mut found, mut bytes) = (Vec::new(), 0);
        while let Some(document) = stream.try_next().await? {
            if most.is_reached(found.len(), bytes) {
                return Ok((found, true));
            }
            bytes += document.as_bytes().len();
            found.push(Document::try_from(document)?);
        }
        Ok((found, false))
    }

    async fn find<T: Send + Sync>(&mut self, of: &str, filter: Document, cut: Cut) -> Work<SessionCursor<T>> {
        let collection = self.db.collection::<T>(of);
        let mut find = collection.find(filter);
        if !cut.sort.is_empty() {
            find = find.sort(cut.sort);
        }
        if (1..1 << 30).contains(&cut.limit) {
            find = find.limit(i64::try_from(cut.limit).unwrap_or(i64::MAX));
        }
        if let Some(fields) = cut.fields {
            find = find.projection(fields);
        }
        if let Some(index) = cut.index {
            find = find.hint(Hint::Name(index.to_owned()));
        }
        Ok(find.session(&mut self.session).await?)
    }

    /// The one that matches, if any.
    pub async fn one<T: DeserializeOwned>(&mut self, of: &str, filter: Document) -> Work<Option<T>> {
        self.document(of, filter, None).await?.map(docs::read).transpose()
    }

    /// The one that matches, as it is stored.
    pub async fn document(
        &mut self,
        of: &str,
        filter: Document,
        fields: Option<Document>,
    ) -> Work<Option<Document>> {
        let cut = Cut { limit: 1, fields, ..Cut::default() };
        Ok(self.documents(of, filter, cut).await?.pop())
    }

    /// Whether any matches.
    pub async fn any(&mut self, of: &str, filter: Document) -> Work<bool> {
        Ok(self.document(of, filter, Some(doc! { "_id": 1 })).await?.is_some())
    }

    /// How many match.
    pub async fn count(&mut self, of: &str, filter: Document) -> Work<u64> {
        let collection = self.db.collection::<Document>(of);
        let count = collection.count_documents(filter).session(&mut self.session).await?;
        Ok(count)
    }

    /// What a pipeline finds.
    pub async fn aggregate(&mut self, of: &str, pipeline: Vec<Document>) -> Work<Vec<Document>> {
        let collection = self.db.collection::<Document>(of);
        let mut cursor = collection.aggregate(pipeline).session(&mut self.session).await?;
        let found = cursor.stream(&mut self.session).try_collect().await?;
        Ok(found)
    }
}
