//! Whom messages alert, and what they look for.

use protocol::{Alert, FeedId, Item, Message, Timestamp, UserId};

use super::Town;
use crate::{Store, people::AccountPatch};

/// Of that message.
pub fn alert(message: &Message, active: bool) -> Alert {
    let Message { id, channel, thread, seq, ts, .. } = message.clone();
    Alert { message: id, channel, thread, seq, ts, active, rev: 0 }
}

async fn put(store: &Store, user: UserId, message: &Message, active: bool) -> Vec<protocol::Changes> {
    store.put_alerts(vec![(user, alert(message, active))]).await.unwrap().changes
}

pub async fn an_alert_is_told_once_to_its_owner_alone(store: &Store) {
    let town = Town::new(store).await;
    let said = town.say(town.ada, "high tide").await;
    let frames = put(store, town.bela, &said, true).await;
    let [frame] = &frames[..] else { panic!("{frames:?}") };
    assert_eq!(frame.feed, FeedId::User(town.bela));
    assert_eq!(frame.items, [Item::Alert(Alert { rev: frame.to, ..alert(&said, true) })]);
    assert_eq!(put(store, town.bela, &said, true).await, [], "it's so already");
    assert_eq!(put(store, town.cleo, &said, false).await, [], "it never was");
    let caught_up = store.changes(frame.feed, frame.from, 10).await.unwrap();
    assert_eq!(caught_up.items, frame.items);
    let other = town.say(town.ada, "low tide").await;
    let both = [said.id, other.id];
    let whom: Vec<_> =
        store.alerted(&both).await.unwrap().into_iter().map(|it| (it.0, it.1.message)).collect();
    assert_eq!(whom, [(town.bela, said.id)]);
    let frames = put(store, town.bela, &said, false).await;
    let Item::Alert(gone) = &frames[0].items[0] else { panic!("{frames:?}") };
    assert_eq!((gone.message, gone.active), (said.id, false));
    assert_eq!(store.alerted(&both).await.unwrap(), []);
}

pub async fn alerts_are_counted_until_read_or_gone(store: &Store) {
    let town = Town::new(store).await;
    let unread = async |user| store.joined_channel(town.general, user).await.unwrap().unwrap().alerts;
    let mut seqs = Vec::new();
    for text in ["high tide", "low tide", "spring tide"] {
        let said = town.say(town.ada, text).await;
        put(store, town.bela, &said, true).await;
        seqs.push(said.seq);
        if text == "low tide" {
            put(store, town.bela, &said, false).await;
        }
    }
    assert_eq!(unread(town.bela).await, [seqs[0], seqs[2]]);
    assert_eq!(unread(town.cleo).await, [0; 0]);
    store.mark_read(town.bela, town.general, None, seqs[0], 0).await.unwrap();
    assert_eq!(unread(town.bela).await, [seqs[2]]);
    let all = store.joined(town.workspace, town.bela).await.unwrap();
    assert_eq!(all.iter().map(|it| it.alerts.clone()).collect::<Vec<_>>(), [[seqs[2]]]);
}

pub async fn an_alert_in_a_thread_makes_one_follow_it(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.ada, "root").await;
    town.reply(root.id, town.ada, "before").await;
    let reply = town.reply(root.id, town.ada, "high tide").await;
    put(store, town.bela, &reply, true).await;
    let threads = store.threads(town.workspace, town.bela).await.unwrap();
    let [thread] = &threads[..] else { panic!("{threads:?}") };
    assert_eq!((thread.root.id, thread.reading.read_seq, &thread.alerts[..]), (root.id, 1, &[reply.seq][..]));
    assert_eq!(thread.mentions, [0; 0]);
    let joined = store.joined_channel(town.general, town.bela).await.unwrap().unwrap();
    assert_eq!(joined.alerts, [0; 0], "the channel's own conversation has none");
}

pub async fn only_who_is_there_has_keywords_to_look_for(store: &Store) {
    let town = Town::new(store).await;
    let set = async |user, words: &[&str]| {
        let keywords = Some(words.iter().map(|it| (*it).to_owned()).collect());
        store.update_account(user, AccountPatch { keywords, ..AccountPatch::default() }).await.unwrap()
    };
    let there = async || store.keywords_in(town.general).await.unwrap();
    assert_eq!(there().await, []);
    let done = set(town.bela, &["tide", "Elbe"]).await;
    assert_eq!(done.value.keywords, ["tide", "Elbe"]);
    let [frame] = &done.changes[..] else { panic!("others hear nothing of it: {done:?}") };
    assert_eq!(frame.feed, FeedId::User(town.bela));
    set(town.cleo, &["fog"]).await;
    assert_eq!(store.account(town.bela).await.unwrap().keywords, ["tide", "Elbe"]);
    let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(there().await, [(town.bela, words(&["tide", "Elbe"])), (town.cleo, words(&["fog"]))]);
    store.leave(town.general, town.ada, town.cleo, Timestamp::now()).await.unwrap();
    assert_eq!(there().await, [(town.bela, words(&["tide", "Elbe"]))]);
    set(town.bela, &[]).await;
    assert_eq!(there().await, []);
    set(town.bela, &["tide"]).await;
    store.set_active(town.bela, false).await.unwrap();
    assert_eq!(there().await, []);
}
