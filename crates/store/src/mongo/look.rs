//! Reading: everything that is asked through one look is of one moment, acknowledged by a
//! majority of the servers.

use futures_util::TryStreamExt;
use mongodb::{
    ClientSession, Database,
    bson::{Document, Timestamp as OperationTime, doc},
    options::Hint,
};
use serde::de::DeserializeOwned;

use super::{docs, fault::Work};

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
    /// Stops after so many bytes of documents; 0 for no bound.
    pub bytes: usize,
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
        let collection = self.db.collection::<Document>(of);
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
        let mut cursor = find.session(&mut self.session).await?;
        let mut stream = cursor.stream(&mut self.session);
        let (mut found, mut bytes) = (Vec::new(), 0);
        while let Some(document) = stream.try_next().await? {
            bytes += if cut.bytes > 0 { docs::size(&document) } else { 0 };
            found.push(document);
            if cut.bytes > 0 && bytes >= cut.bytes {
                break;
            }
        }
        Ok(found)
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
