//! Cursors, followed threads and drafts.

use protocol::{ChannelKind, Timestamp};

use super::Town;
use crate::{Error, Store};

pub async fn a_cursor_never_passes_the_last_nor_goes_back(store: &Store) {
    let town = Town::new(store).await;
    let last = town.say(town.ada, "news").await.seq;
    let mark = |seq| store.mark_read(town.bela, town.general, None, seq, 0);
    let done = mark(last + 1000).await.unwrap();
    assert_eq!((done.value.read_seq, done.changes.len()), (last, 1));
    let back = mark(1).await.unwrap();
    assert_eq!((back.value.read_seq, back.changes.len()), (last, 0));
}

pub async fn marking_unread_beats_a_late_mark_read(store: &Store) {
    let town = Town::new(store).await;
    let last = town.say(town.ada, "news").await.seq;
    store.mark_read(town.bela, town.general, None, last, 0).await.unwrap();
    let unread = store.mark_unread(town.bela, town.general, None, last).await.unwrap().value;
    assert_eq!((unread.read_seq, unread.generation), (last - 1, 1));
    let late = store.mark_read(town.bela, town.general, None, last, 0).await.unwrap();
    assert_eq!((late.value.read_seq, late.changes.len()), (last - 1, 0));
    let fresh = store.mark_read(town.bela, town.general, None, last, 1).await.unwrap();
    assert_eq!(fresh.value.read_seq, last);
}

pub async fn an_outsider_has_no_cursor(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(ChannelKind::Private, "dock", &[]).await;
    let refused = store.mark_read(town.bela, dock.id, None, 1, 0).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
    let refused = store.put_draft(town.bela, dock.id, None, "hm".into(), Timestamp::now()).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
}

pub async fn mentions_are_counted_until_read(store: &Store) {
    let town = Town::new(store).await;
    let one = town.say(town.ada, &format!("<@{}>", town.bela)).await;
    town.say(town.ada, "nothing").await;
    let all = town.say(town.ada, &format!("<!channel> and <@{}>", town.bela)).await;
    town.reply(one.id, town.ada, &format!("in a thread <@{}>", town.bela)).await;
    let mentions = async |user| store.joined_channel(town.general, user).await.unwrap().unwrap().mentions;
    assert_eq!(mentions(town.bela).await, [one.seq, all.seq]);
    assert_eq!(mentions(town.cleo).await, [all.seq]);
    store.mark_read(town.bela, town.general, None, one.seq, 0).await.unwrap();
    assert_eq!(mentions(town.bela).await, [all.seq]);
}

pub async fn followed_threads_tell_what_is_unread(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.ada, "root").await;
    town.reply(root.id, town.bela, &format!("one <@{}>", town.ada)).await;
    let [thread] = &store.threads(town.workspace, town.ada).await.unwrap()[..] else { panic!() };
    assert_eq!((thread.reading.read_seq, &thread.mentions[..]), (0, &[1][..]));
    assert!(store.threads(town.workspace, town.cleo).await.unwrap().is_empty());
    let read = store.mark_read(town.ada, town.general, Some(root.id), 9, 0).await.unwrap().value;
    assert_eq!(read.read_seq, 1);
    store.follow(town.ada, town.general, root.id, false).await.unwrap();
    town.reply(root.id, town.bela, "two").await;
    assert!(store.threads(town.workspace, town.ada).await.unwrap().is_empty());
    town.reply(root.id, town.bela, &format!("come back <@{}>", town.ada)).await;
    assert_eq!(store.threads(town.workspace, town.ada).await.unwrap().len(), 1);
    store.leave(town.general, town.ada, town.ada, Timestamp::now()).await.unwrap();
    assert!(store.threads(town.workspace, town.ada).await.unwrap().is_empty());
}

pub async fn an_older_draft_changes_nothing(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let put = |text: &str, at| store.put_draft(town.ada, town.general, None, text.to_owned(), at);
    put("new", now).await.unwrap();
    let old = put("old", now.plus_seconds(-1)).await.unwrap();
    assert_eq!((old.value.text.as_str(), old.changes.len()), ("new", 0));
    assert_eq!(store.drafts(town.ada).await.unwrap().len(), 1);
    assert!(store.drafts(town.bela).await.unwrap().is_empty());
    let cleared = put("", now.plus_seconds(1)).await.unwrap();
    assert_eq!(cleared.changes.len(), 1);
    assert!(store.drafts(town.ada).await.unwrap().is_empty());
}
