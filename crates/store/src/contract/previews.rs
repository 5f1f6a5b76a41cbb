//! What links lead to.

use protocol::{FeedId, FileId, FileState, Item, Message, MessageId, Preview, Timestamp, mention::Mentions};

use super::{Town, files::ready_file, message};
use crate::{
    Error, Store,
    messages::NewMessage,
    previews::{Kept, Page, Picture},
};

const ONE: &str = "https://one.example";
const TWO: &str = "https://two.example/pier";

/// Ada says it, and its links are worth a look.
async fn linked(town: &Town, text: &str) -> Message {
    let links = protocol::link::links(text);
    town.store.append(NewMessage { links, ..message(town.general, town.ada, text) }).await.unwrap().value.0
}

fn preview(url: &str) -> Preview {
    let (site, title, description) = ("Harbour".into(), "Tides".into(), "When the water comes".into());
    Preview { url: url.into(), site, title, description, image: None }
}

/// With a picture, whose file it answers too.
async fn pictured(town: &Town, url: &str) -> (Preview, FileId) {
    let id = ready_file(town, town.ada).await;
    let image = Some(town.store.file(id).await.unwrap().file);
    (Preview { image, ..preview(url) }, id)
}

async fn waiting(store: &Store) -> Vec<(MessageId, Vec<String>)> {
    let found = store.waiting_links(Timestamp(i64::MAX), 10).await.unwrap();
    found.into_iter().map(|it| (it.message, it.links)).collect()
}

fn urls(message: &Message) -> Vec<&str> {
    message.previews.iter().map(|it| &*it.url).collect()
}

pub async fn links_wait_from_the_commit_until_they_were_looked_at(store: &Store) {
    let town = Town::new(store).await;
    town.say(town.ada, "no links").await;
    let said = linked(&town, &format!("{TWO} {ONE}")).await;
    let found = store.waiting_links(said.ts, 10).await.unwrap();
    assert_eq!((found[0].channel, found[0].message, found[0].due_at), (town.general, said.id, said.ts));
    assert_eq!(found[0].links, [TWO, ONE]);
    store.put_off_links(said.id, said.ts.plus_seconds(60)).await.unwrap();
    assert_eq!(store.waiting_links(said.ts.plus_seconds(59), 10).await.unwrap(), []);
    assert_eq!(waiting(store).await, [(said.id, vec![TWO.into(), ONE.into()])], "and not lost");
    let put = |looked: &str, found| store.put_previews(town.general, said.id, vec![looked.into()], found);
    let done = put(ONE, vec![preview(ONE)]).await.unwrap();
    let first = done.value.unwrap();
    assert!(first.rev > said.rev && first.seq == said.seq && first.edited_at.is_none());
    let [frame] = &done.changes[..] else { panic!("{:?}", done.changes) };
    assert_eq!(
        (frame.feed, &frame.items[..]),
        (FeedId::Channel(town.general), &[Item::Message(first.clone())][..])
    );
    assert_eq!(waiting(store).await, [(said.id, vec![TWO.into()])]);
    let again = put(ONE, vec![preview(ONE)]).await.unwrap();
    assert_eq!((again.value, again.changes.len()), (None, 0), "it was looked at");
    let both = put(TWO, vec![preview(TWO)]).await.unwrap().value.unwrap();
    assert_eq!(urls(&both), [TWO, ONE], "in the order of the text");
    assert_eq!(store.message(town.general, said.id).await.unwrap(), both);
    assert_eq!(waiting(store).await, []);
    let nothing = linked(&town, ONE).await;
    let done = store.put_previews(town.general, nothing.id, vec![ONE.into()], Vec::new()).await.unwrap();
    assert_eq!((done.value, done.changes.len()), (None, 0));
    assert_eq!(waiting(store).await, []);
}

pub async fn an_edit_keeps_what_it_keeps_and_takes_what_it_takes(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let said = linked(&town, &format!("{ONE} {TWO}")).await;
    let edit = async |text: &str| {
        let links = protocol::link::links(text);
        store.edit(town.general, said.id, text.into(), Mentions::default(), links, now).await.unwrap().value
    };
    edit(&format!("{ONE} {TWO}!")).await;
    assert_eq!(waiting(store).await, [(said.id, vec![ONE.into(), TWO.into()])], "they still wait");
    edit(TWO).await;
    assert_eq!(waiting(store).await, [(said.id, vec![TWO.into()])]);
    let (one, two) = (pictured(&town, ONE).await, pictured(&town, TWO).await);
    let looked = vec![ONE.to_owned(), TWO.to_owned()];
    let put =
        store.put_previews(town.general, said.id, looked.clone(), vec![one.0.clone(), two.0]).await.unwrap();
    assert_eq!(urls(&put.value.unwrap()), [TWO], "what was edited out meanwhile isn't added");
    assert_eq!(store.file(one.1).await.unwrap().channel, None, "its picture stays loose");
    let more = edit(&format!("{ONE} and {TWO}")).await;
    assert_eq!(urls(&more), [TWO]);
    assert_eq!(waiting(store).await, [(said.id, vec![ONE.into()])], "only what is new waits");
    store.put_previews(town.general, said.id, looked, vec![one.0]).await.unwrap();
    let less = edit(ONE).await;
    assert_eq!(urls(&less), [ONE]);
    assert_eq!(store.file(two.1).await.unwrap().file.state, FileState::Deleted);
    assert_eq!(edit("none").await.previews, []);
    assert_eq!(store.file(one.1).await.unwrap().file.state, FileState::Deleted);
    let pieces = store.sweepable(Timestamp(0), 10).await.unwrap();
    assert_eq!(pieces.len(), 2, "their bytes go");
}

pub async fn a_preview_taken_off_stays_off(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let said = linked(&town, &format!("{ONE} {TWO}")).await;
    let (one, file) = pictured(&town, ONE).await;
    let looked = vec![ONE.to_owned(), TWO.to_owned()];
    let put = store.put_previews(town.general, said.id, looked, vec![one, preview(TWO)]).await.unwrap();
    let rev = put.value.unwrap().rev;
    let done = store.remove_preview(town.general, said.id, ONE).await.unwrap();
    assert_eq!((urls(&done.value.0), &done.value.1[..]), (vec![TWO], &[file][..]));
    assert!(done.value.0.rev > rev && done.changes.len() == 1);
    let again = store.remove_preview(town.general, said.id, ONE).await.unwrap();
    assert_eq!((again.value.1.len(), again.changes.len()), (0, 0));
    let text = format!("look: {ONE} {TWO}");
    let links = protocol::link::links(&text);
    let edited = store.edit(town.general, said.id, text, Mentions::default(), links, now).await.unwrap();
    assert_eq!((urls(&edited.value), waiting(store).await), (vec![TWO], Vec::new()));
    let unknown = store.remove_preview(town.general, MessageId::new(), ONE).await;
    assert_eq!(unknown.unwrap_err(), Error::NotFound);
}

pub async fn previews_go_with_their_message(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let said = linked(&town, &format!("{ONE} {TWO}")).await;
    let (one, file) = pictured(&town, ONE).await;
    store.put_previews(town.general, said.id, vec![ONE.into()], vec![one]).await.unwrap();
    let stored = store.file(file).await.unwrap();
    assert_eq!(stored.channel, Some(town.general), "who reads the channel may see it");
    assert_eq!(store.message(town.general, said.id).await.unwrap().files, [], "it's no file of the message");
    assert_eq!(store.shared_files(&[town.general], &[], None, 10).await.unwrap(), []);
    assert_eq!(store.shared_files(&[town.general], &["image/png"], None, 10).await.unwrap(), []);
    let as_file = NewMessage { files: vec![file], ..message(town.general, town.ada, "") };
    assert_eq!(store.append(as_file).await.unwrap_err(), Error::Conflict("file"));
    assert_eq!(store.delete_file(file, town.ada).await.unwrap_err(), Error::NotFound);
    let later = Timestamp::now().plus_seconds(1_000_000);
    assert_eq!(store.sweepable(later, 10).await.unwrap(), [], "it's no orphan");
    let (tombstone, gone) = store.delete(town.general, said.id, now).await.unwrap().value;
    assert_eq!((tombstone.previews.len(), &gone[..]), (0, &[file][..]));
    assert_eq!(store.file(file).await.unwrap().file.state, FileState::Deleted);
    assert_eq!(waiting(store).await, []);
    let late = store.put_previews(town.general, said.id, vec![TWO.into()], vec![preview(TWO)]).await.unwrap();
    assert_eq!((late.value, late.changes.len()), (None, 0));
    assert_eq!(store.remove_preview(town.general, said.id, ONE).await.unwrap_err(), Error::NotFound);
}

pub async fn a_message_has_three_previews_and_no_more(store: &Store) {
    let town = Town::new(store).await;
    let all: Vec<String> = (0..5).map(|n| format!("https://{n}.example")).collect();
    let said = linked(&town, &all.join(" ")).await;
    let found: Vec<Preview> = all.iter().map(|url| preview(url)).collect();
    let put = |some: &[Preview]| store.put_previews(town.general, said.id, all[..2].to_vec(), some.to_vec());
    put(&found[..2]).await.unwrap();
    assert_eq!(put(&found).await.unwrap().value.unwrap().previews, found[..3]);
}

pub async fn what_pages_said_is_kept_for_a_while(store: &Store) {
    let picture = Picture {
        media_type: "image/jpeg".into(),
        size: 12,
        sha256: "0".repeat(64),
        image: protocol::Image {
            width: 3,
            height: 2,
            placeholder: "data:image/jpeg".into(),
            thumbnails: vec![],
        },
    };
    let (site, title, description) = ("Harbour".into(), "Tides".into(), String::new());
    let page = Page { site, title, description, picture: Some(picture) };
    let kept = |key: &str, until| Kept { key: key.into(), page: Some(page.clone()), until: Timestamp(until) };
    assert_eq!(store.page("one").await.unwrap(), None);
    store.keep_page(kept("one", 10)).await.unwrap();
    store.keep_page(Kept { page: None, ..kept("two", 20) }).await.unwrap();
    assert_eq!(store.page("two").await.unwrap(), Some(Kept { page: None, ..kept("two", 20) }));
    store.keep_page(kept("one", 30)).await.unwrap();
    assert_eq!(store.page("one").await.unwrap(), Some(kept("one", 30)));
    store.keep_page(kept("three", 40)).await.unwrap();
    let stale = async |now, most, limit| {
        let mut found = store.stale_pages(Timestamp(now), most, limit).await.unwrap();
        found.sort();
        found
    };
    assert_eq!(stale(19, 3, 10).await, Vec::<String>::new());
    assert_eq!(stale(20, 3, 10).await, ["two"]);
    assert_eq!(stale(30, 3, 10).await, ["one", "two"]);
    assert_eq!(stale(30, 3, 1).await, ["two"], "those that end first");
    assert_eq!(stale(0, 1, 10).await, ["one", "two"], "no more than so many");
    store.forget_pages(&["one".into(), "two".into()]).await.unwrap();
    assert_eq!(store.page("one").await.unwrap(), None);
    assert_eq!(stale(40, 3, 10).await, ["three"]);
}
