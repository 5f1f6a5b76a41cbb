//! Facts of files.

use protocol::{ChannelId, ChannelKind, File, FileId, FileState, Message, MessageId, Timestamp, UserId};

use super::{Town, message};
use crate::{Error, Store, files::StoredFile, messages::NewMessage, people::AccountPatch};

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

/// A message of ada's that carries a file of this type.
async fn shared(town: &Town, channel: ChannelId, thread: Option<MessageId>, kind: &str) -> (FileId, Message) {
    let id = begun_file(town, town.ada).await;
    town.store.finish_file(id, kind.into(), None).await.unwrap();
    let new = NewMessage { thread, files: vec![id], ..message(channel, town.ada, "") };
    (id, town.store.append(new).await.unwrap().value.0)
}

/// What is listed, by id; in order, or the test fails.
async fn listed(
    town: &Town,
    channels: &[ChannelId],
    types: &[&'static str],
    before: Option<FileId>,
    limit: usize,
) -> Vec<FileId> {
    let found = town.store.shared_files(channels, types, before, limit).await.unwrap();
    assert!(found.is_sorted_by(|one, next| one.file.id > next.file.id), "the newest first");
    assert!(found.iter().all(|it| channels.contains(&it.channel) && it.file.state == FileState::Ready));
    found.into_iter().map(|it| it.file.id).collect()
}

fn newest_first(ids: &[FileId]) -> Vec<FileId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids
}

pub async fn files_on_messages_are_listed_where_they_hang(store: &Store) {
    let town = Town::new(store).await;
    let bridge = town.channel(ChannelKind::Private, "bridge", &[]).await.id;
    let (chart, on) = shared(&town, town.general, None, "image/png").await;
    let (film, in_thread) = shared(&town, town.general, Some(on.id), "video/mp4").await;
    let (log, _) = shared(&town, town.general, None, "text/plain").await;
    let (plan, _) = shared(&town, bridge, None, "image/png").await;
    let (_, on_gone) = shared(&town, town.general, None, "image/png").await;
    store.delete(town.general, on_gone.id, Timestamp::now()).await.unwrap();
    ready_file(&town, town.ada).await;
    let (here, both) = ([town.general], [bridge, town.general]);
    let all = listed(&town, &here, &[], None, 9).await;
    assert_eq!(all, newest_first(&[chart, film, log]), "neither what was deleted nor what hangs on nothing");
    assert_eq!(listed(&town, &both, &[], None, 9).await, newest_first(&[chart, film, log, plan]));
    assert_eq!(listed(&town, &both, &["image/png"], None, 9).await, newest_first(&[chart, plan]));
    let seen = ["image/png", "video/mp4"];
    assert_eq!(listed(&town, &here, &seen, None, 9).await, newest_first(&[chart, film]));
    assert!(listed(&town, &[], &[], None, 9).await.is_empty(), "no channel, no files");
    let found = store.shared_files(&here, &["video/mp4"], None, 9).await.unwrap();
    let it = &found[0];
    assert_eq!((it.message, it.thread, it.seq), (in_thread.id, Some(on.id), in_thread.seq));
    assert_eq!(it.file, in_thread.files[0]);
}

pub async fn listed_files_add_up_over_pages_and_many_channels(store: &Store) {
    let town = Town::new(store).await;
    let bridge = town.channel(ChannelKind::Private, "bridge", &[]).await.id;
    let mut all = Vec::new();
    for turn in 0..7 {
        let channel = if turn % 2 == 0 { town.general } else { bridge };
        let kind = if turn % 3 == 0 { "text/plain" } else { "image/png" };
        all.push(shared(&town, channel, None, kind).await.0);
    }
    // More than an engine asks about at once, the two that have files far apart.
    let mut channels: Vec<ChannelId> = (0..400).map(|_| ChannelId::new()).collect();
    channels[3] = bridge;
    channels[390] = town.general;
    for types in [&[][..], &["image/png", "text/plain", "video/mp4"]] {
        let (mut pages, mut before) = (Vec::new(), None);
        loop {
            let page = listed(&town, &channels, types, before, 3).await;
            before = page.last().copied();
            if page.is_empty() {
                break;
            }
            pages.extend(page);
        }
        assert_eq!(pages, newest_first(&all));
    }
}
