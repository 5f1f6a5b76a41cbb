//! Facts of files.

use protocol::{File, FileId, FileState, Timestamp, UserId};

use super::Town;
use crate::{Error, Store, files::StoredFile, people::AccountPatch};

async fn begun_file(town: &Town, owner: UserId) -> FileId {
    let id = FileId::new();
    let file = File {
        id,
        owner,
        name: "map.png".into(),
        size: 3,
        media_type: "application/octet-stream".into(),
        sha256: "00".repeat(32),
        alt: String::new(),
        state: FileState::Uploading,
        image: None,
        created_at: Timestamp::now(),
    };
    let stored =
        StoredFile { file, workspace: town.workspace, prefix: "p".into(), channel: None, avatar: false };
    town.store.create_file(stored.clone()).await.unwrap();
    assert_eq!(town.store.file(id).await.unwrap(), stored);
    id
}

/// A verified file on nothing yet.
pub async fn ready_file(town: &Town, owner: UserId) -> FileId {
    let id = begun_file(town, owner).await;
    let file = town.store.finish_file(id, "image/png".into(), None).await.unwrap();
    assert_eq!((file.state, file.media_type.as_str()), (FileState::Ready, "image/png"));
    id
}

pub async fn a_file_goes_from_begun_to_ready_to_gone(store: &Store) {
    let town = Town::new(store).await;
    let before = Timestamp::now().plus_seconds(-1);
    let begun = begun_file(&town, town.ada).await;
    assert_eq!(store.unfinished(town.ada, before).await.unwrap(), 1);
    assert_eq!(store.unfinished(town.bela, before).await.unwrap(), 0);
    assert_eq!(store.unfinished(town.ada, Timestamp::now().plus_seconds(1)).await.unwrap(), 0);
    store.delete_file(begun, town.ada).await.unwrap();
    assert_eq!(store.unfinished(town.ada, before).await.unwrap(), 0);
    let id = ready_file(&town, town.ada).await;
    assert_eq!(store.unfinished(town.ada, before).await.unwrap(), 0);
    assert_eq!(store.describe_file(id, "a map".into()).await.unwrap().alt, "a map");
    assert_eq!(store.delete_file(id, town.bela).await.unwrap_err(), Error::NotFound);
    store.delete_file(id, town.ada).await.unwrap();
    assert_eq!(store.file(id).await.unwrap().file.state, FileState::Deleted);
    assert_eq!(store.describe_file(id, "late".into()).await.unwrap_err(), Error::NotFound);
    assert_eq!(store.finish_file(id, "image/png".into(), None).await.unwrap_err(), Error::NotFound);
}

pub async fn orphans_are_swept_and_pictures_stay(store: &Store) {
    let town = Town::new(store).await;
    let orphan = begun_file(&town, town.ada).await;
    let picture = ready_file(&town, town.ada).await;
    let dropped = ready_file(&town, town.bela).await;
    store.delete_file(dropped, town.bela).await.unwrap();
    let patch = AccountPatch { avatar: Some(Some(picture)), ..AccountPatch::default() };
    let foreign = store.update_account(town.bela, patch.clone()).await;
    assert_eq!(foreign.unwrap_err(), Error::Conflict("file"));
    store.update_account(town.ada, patch).await.unwrap();
    assert!(store.file(picture).await.unwrap().avatar);
    assert_eq!(store.delete_file(picture, town.ada).await, Err(Error::NotFound));
    assert!(!store.file(orphan).await.unwrap().avatar);
    let later = Timestamp::now().plus_seconds(1);
    let found: Vec<_> = store.sweepable(later, 10).await.unwrap().iter().map(|it| it.file.id).collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&orphan) && found.contains(&dropped));
    store.swept(&found).await.unwrap();
    assert!(store.sweepable(later, 10).await.unwrap().is_empty());
    assert_eq!(store.file(orphan).await.unwrap_err(), Error::NotFound);
    assert_eq!(store.file(picture).await.unwrap().file.state, FileState::Ready);
}
