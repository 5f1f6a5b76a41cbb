//! Custom emoji.

use protocol::{Emoji, FeedId, FileState, Item, Timestamp, UserId};

use super::{Town, files::ready_file, message};
use crate::{
    Committed, Error, PageRequest, Result, Store, emoji::NewEmoji, messages::NewMessage, people::AccountPatch,
};

/// One with a picture of its own.
pub async fn add(town: &Town, creator: UserId, name: &str) -> Result<Committed<Emoji>> {
    let (image, now) = (ready_file(town, creator).await, Timestamp::now());
    town.store.add_emoji(NewEmoji { workspace: town.workspace, name: name.into(), image, creator, now }).await
}

async fn names(town: &Town, after: Option<&str>, limit: usize) -> (Vec<String>, Option<String>) {
    let page = PageRequest { after: after.map(str::to_owned), limit };
    let page = town.store.emojis(town.workspace, page).await.unwrap();
    (page.rows.into_iter().map(|it| it.name).collect(), page.next)
}

pub async fn an_emoji_is_told_to_the_workspace_and_has_its_name_alone(store: &Store) {
    let town = Town::new(store).await;
    let done = add(&town, town.bela, "parrot").await.unwrap();
    let [frame] = &done.changes[..] else { panic!("{done:?}") };
    assert_eq!((frame.feed, frame.to), (FeedId::Workspace(town.workspace), done.value.rev));
    assert_eq!(frame.items, [Item::Emoji(done.value.clone())]);
    assert_eq!(store.emoji(town.workspace, "parrot").await.unwrap(), Some(done.value.clone()));
    assert_eq!(add(&town, town.ada, "parrot").await.unwrap_err(), Error::Conflict("emoji"));
    add(&town, town.ada, "boat").await.unwrap();
    add(&town, town.ada, "zebra").await.unwrap();
    assert_eq!(names(&town, None, 2).await, (vec!["boat".into(), "parrot".into()], Some("parrot".into())));
    assert_eq!(names(&town, Some("parrot"), 2).await, (vec!["zebra".into()], None));
}

pub async fn an_emoji_taken_away_is_told_of_and_leaves_its_name(store: &Store) {
    let town = Town::new(store).await;
    let parrot = add(&town, town.bela, "parrot").await.unwrap().value;
    let done = store.remove_emoji(town.workspace, "parrot").await.unwrap();
    let (gone, image) = &done.value;
    assert_eq!((gone.image, Some(*image)), (None, parrot.image));
    assert_eq!(done.changes[0].items, [Item::Emoji(gone.clone())]);
    assert_eq!(store.file(*image).await.unwrap().file.state, FileState::Deleted);
    let sweepable = store.sweepable(Timestamp(0), 10).await.unwrap();
    assert_eq!(sweepable.iter().map(|it| it.file.id).collect::<Vec<_>>(), [*image]);
    assert_eq!(store.emoji(town.workspace, "parrot").await.unwrap(), None);
    assert_eq!(names(&town, None, 10).await, (Vec::new(), None));
    let again = store.remove_emoji(town.workspace, "parrot").await;
    assert_eq!(again.unwrap_err(), Error::NotFound);
    let changes = store.changes(FeedId::Workspace(town.workspace), parrot.rev, 10).await.unwrap();
    assert_eq!(changes.items, [Item::Emoji(gone.clone())], "who was away hears of it");
    let another = add(&town, town.ada, "parrot").await.unwrap().value;
    assert!(another.rev > gone.rev && another.creator == town.ada);
    let changes = store.changes(FeedId::Workspace(town.workspace), parrot.rev, 10).await.unwrap();
    assert_eq!(changes.items, [Item::Emoji(another)], "once, as it is now");
}

pub async fn an_emojis_picture_is_that_and_nothing_else(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let image = add(&town, town.bela, "parrot").await.unwrap().value.image.unwrap();
    let new = NewEmoji { workspace: town.workspace, name: "boat".into(), image, creator: town.bela, now };
    assert_eq!(
        store.add_emoji(new.clone()).await.unwrap_err(),
        Error::Conflict("file"),
        "it hangs elsewhere"
    );
    let others = NewEmoji { image: ready_file(&town, town.ada).await, ..new };
    assert_eq!(store.add_emoji(others).await.unwrap_err(), Error::Conflict("file"), "it's somebody else's");
    assert_eq!(store.delete_file(image, town.bela).await.unwrap_err(), Error::NotFound);
    assert_eq!(store.describe_file(image, "me".into()).await.unwrap_err(), Error::NotFound);
    let sent = NewMessage { files: vec![image], ..message(town.general, town.bela, "look") };
    assert_eq!(store.append(sent).await.unwrap_err(), Error::Conflict("file"));
    let patch = AccountPatch { avatar: Some(Some(image)), ..AccountPatch::default() };
    assert_eq!(store.update_account(town.bela, patch).await.unwrap_err(), Error::Conflict("file"));
    assert_eq!(store.sweepable(now.plus_seconds(9), 10).await.unwrap().len(), 1, "Ada's loose file alone");
    assert_eq!(store.file(image).await.unwrap().file.state, FileState::Ready);
    assert_eq!(store.shared_files(&[town.general], &[], None, 10).await.unwrap(), []);
}

pub async fn many_who_add_one_name_at_once_add_one_emoji(store: &Store) {
    let town = Town::new(store).await;
    let (one, two, three) = tokio::join!(
        add(&town, town.ada, "wave2"),
        add(&town, town.bela, "wave2"),
        add(&town, town.cleo, "wave2")
    );
    let all = [one, two, three];
    assert_eq!(all.iter().filter(|it| it.is_ok()).count(), 1);
    let refused = all.iter().filter_map(|it| it.as_ref().err());
    assert!(refused.into_iter().all(|it| *it == Error::Conflict("emoji")));
    assert_eq!(names(&town, None, 10).await.0, ["wave2"]);
}
