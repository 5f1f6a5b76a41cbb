//! Facts of files.

use std::collections::HashSet;

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{ChannelId, FeedId, File, FileId, FileState, Image, SharedFile, Timestamp, UserId};

use super::{
    Mongo,
    docs::{self, FileDocument},
    fault::Work,
    look::{Cut, Look},
    read,
    schema::{FILES, USERS, WORKSPACES},
    shared,
    tx::Tx,
    write,
};
use crate::{Committed, Error, Files, Result, files::StoredFile};

/// Loose files that one sweep looks through: mostly pictures of people, which stay.
const LOOSE: usize = 100_000;
/// Files asked for in one query.
const TOGETHER: usize = 1000;

#[async_trait]
impl Files for Mongo {
    async fn create_file(&self, stored: StoredFile) -> Result<()> {
        let file = FileDocument {
            file: stored.file,
            workspace: stored.workspace,
            prefix: stored.prefix,
            avatar: stored.avatar,
            channel: None,
            message: None,
            place: 0,
            gone: 0,
        };
        let done: Result<Committed<()>> = write!(self, FeedId::User(file.file.owner), |tx| insert(tx, &file));
        done.map(|done| done.value)
    }

    async fn unfinished(&self, owner: UserId, since: Timestamp) -> Result<u32> {
        let begun = doc! {
            "owner": owner.to_string(), "state": "uploading", "created_at": { "$gt": since.0 }, "message": null,
        };
        let count: Result<u64> = read!(self, |look| look.count(FILES, begun.clone()));
        count.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn file(&self, id: FileId) -> Result<StoredFile> {
        read!(self, |look| stored_of(look, id))
    }

    async fn finish_file(&self, id: FileId, media_type: String, image: Option<Image>) -> Result<File> {
        let done: Result<Committed<_>> =
            write!(self, lane(id), |tx| finish(tx, id, &media_type, image.as_ref()));
        done.map(|done| done.value)
    }

    async fn describe_file(&self, id: FileId, alt: String) -> Result<File> {
        let done: Result<Committed<_>> = write!(self, lane(id), |tx| describe(tx, id, &alt));
        done.map(|done| done.value)
    }

    async fn delete_file(&self, id: FileId, owner: UserId) -> Result<()> {
        let done: Result<Committed<()>> = write!(self, lane(id), |tx| delete(tx, id, owner));
        done.map(|done| done.value)
    }

    async fn sweepable(&self, before: Timestamp, limit: usize) -> Result<Vec<StoredFile>> {
        let lane = FeedId::User(UserId::from_u128(0));
        let done: Result<Committed<_>> = write!(self, lane, |tx| sweepable(tx, before, limit));
        done.map(|done| done.value)
    }

    async fn swept(&self, ids: &[FileId]) -> Result<()> {
        let lane = FeedId::User(UserId::from_u128(0));
        let done: Result<Committed<()>> = write!(self, lane, |tx| swept(tx, ids));
        done.map(|done| done.value)
    }

    async fn shared_files(
        &self,
        channels: &[ChannelId],
        media_types: &[&'static str],
        before: Option<FileId>,
        limit: usize,
    ) -> Result<Vec<SharedFile>> {
        read!(self, |look| shared::newest(look, channels, media_types, before, limit))
    }
}

/// Files move no feed: writers of one file wait for each other in a lane of its own.
fn lane(id: FileId) -> FeedId {
    FeedId::User(UserId::from_u128(id.to_u128()))
}

async fn insert(tx: &mut Tx, file: &FileDocument) -> Work<()> {
    tx.insert(FILES, docs::write(file)?).await
}

async fn file_of(look: &mut Look, id: FileId) -> Work<FileDocument> {
    Ok(look.one(FILES, doc! { "_id": id.to_string() }).await?.ok_or(Error::NotFound)?)
}

async fn stored_of(look: &mut Look, id: FileId) -> Work<StoredFile> {
    let file = file_of(look, id).await?;
    let pictured = !pictures(look, &[&id.to_string()]).await?.is_empty();
    Ok(file.stored(pictured))
}

async fn finish(tx: &mut Tx, id: FileId, media_type: &str, image: Option<&Image>) -> Work<File> {
    let mut file = file_of(tx, id).await?;
    match file.file.state {
        FileState::Deleted => Err(Error::NotFound)?,
        FileState::Ready => {}
        FileState::Uploading => {
            file.file.state = FileState::Ready;
            file.file.media_type = media_type.to_owned();
            file.file.image = image.cloned();
            tx.put(FILES, docs::write(&file)?).await?;
        }
    }
    Ok(file.file)
}

async fn describe(tx: &mut Tx, id: FileId, alt: &str) -> Work<File> {
    let loose = doc! { "_id": id.to_string(), "message": null, "state": { "$ne": "deleted" } };
    match tx.set(FILES, loose, doc! { "$set": { "alt": alt } }).await? {
        0 => Err(Error::NotFound)?,
        _ => Ok(file_of(tx, id).await?.file),
    }
}

async fn delete(tx: &mut Tx, id: FileId, owner: UserId) -> Work<()> {
    if tx.any(USERS, doc! { "avatar": { "$gt": "", "$eq": id.to_string() } }).await? {
        Err(Error::NotFound)?;
    }
    let loose = doc! { "_id": id.to_string(), "owner": owner.to_string(), "message": null };
    match tx.set(FILES, loose, doc! { "$set": { "state": "deleted" } }).await? {
        0 => Err(Error::NotFound)?,
        _ => Ok(()),
    }
}

async fn sweepable(tx: &mut Tx, before: Timestamp, limit: usize) -> Work<Vec<StoredFile>> {
    // Taken in a write, so that no message can pick up a file whose bytes are going.
    let loose =
        doc! { "message": null, "gone": 0, "created_at": { "$lt": before.0 }, "state": { "$ne": "deleted" } };
    let cut = Cut {
        sort: doc! { "created_at": 1 },
        limit: LOOSE,
        fields: Some(doc! { "_id": 1 }),
        ..Cut::default()
    };
    let loose = tx.documents(FILES, loose, cut).await?;
    let loose: Vec<&str> = loose.iter().filter_map(|it| it.get_str("_id").ok()).collect();
    let mut taken = 0;
    for part in loose.chunks(TOGETHER) {
        let pictures = pictures(tx, part).await?;
        let orphans = part.iter().copied().filter(|&id| !pictures.contains(id));
        let orphans: Vec<&str> = orphans.take(limit - taken).collect();
        taken += orphans.len();
        let take = doc! { "$set": { "state": "deleted", "gone": 1 } };
        tx.set_all(FILES, doc! { "_id": { "$in": orphans } }, take).await?;
        if taken == limit {
            break;
        }
    }
    let deleted = doc! { "state": "deleted", "gone": { "$in": [0, 1] } };
    let found: Vec<FileDocument> = tx.all(FILES, deleted, Cut::by(doc! { "_id": 1 }, limit)).await?;
    let ids: Vec<String> = found.iter().map(|it| it.file.id.to_string()).collect();
    let pictures = pictures(tx, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let stored = found.into_iter().map(|it| {
        let pictured = pictures.contains(&it.file.id.to_string());
        it.stored(pictured)
    });
    Ok(stored.collect())
}

/// Which of these are somebody's picture or a workspace's icon.
async fn pictures(look: &mut Look, ids: &[&str]) -> Work<HashSet<String>> {
    let mut pictures = HashSet::new();
    for (of, field) in [(USERS, "avatar"), (WORKSPACES, "icon")] {
        let cut = Cut { fields: Some(doc! { field: 1, "_id": 0 }), ..Cut::default() };
        let found = look.documents(of, doc! { field: { "$gt": "", "$in": ids } }, cut).await?;
        pictures.extend(found.iter().filter_map(|it| it.get_str(field).ok().map(str::to_owned)));
    }
    Ok(pictures)
}

async fn swept(tx: &mut Tx, ids: &[FileId]) -> Work<()> {
    let keys: Vec<String> = ids.iter().map(FileId::to_string).collect();
    let of = |gone: Document| {
        let mut filter = doc! { "_id": { "$in": &keys }, "state": "deleted" };
        filter.extend(gone);
        filter
    };
    tx.remove(FILES, of(doc! { "gone": 1 })).await?;
    tx.set_all(FILES, of(doc! {}), doc! { "$set": { "gone": 2 } }).await.map(drop)
}
