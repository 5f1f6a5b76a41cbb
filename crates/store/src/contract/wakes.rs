//! Waking: who listens, how far it was heard, what waits.

use protocol::{Level, SessionId, Timestamp, UserId};

use super::{Town, sessions::woken};
use crate::{
    Store,
    channels::MembershipPatch,
    wakes::{About, Heard, Wake},
};

pub async fn what_is_kept_first_stands_even_when_all_bring_one(store: &Store) {
    assert_eq!(store.kept("key").await.unwrap(), None);
    let all: Vec<_> = (0..16)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.keep("key", &number.to_string()).await.unwrap() })
        })
        .collect();
    let mut told = Vec::new();
    for one in all {
        told.push(one.await.unwrap());
    }
    let kept = store.kept("key").await.unwrap().unwrap();
    assert!(told.iter().all(|it| *it == kept), "{told:?}, {kept}");
    assert_eq!(store.keep("other", "its own").await.unwrap(), "its own");
}

pub async fn only_who_is_there_and_can_be_woken_listens(store: &Store) {
    let town = Town::new(store).await;
    let (ada, bela) = (town.ada, town.bela);
    let first = woken(store, bela, 1, "one").await;
    let second = woken(store, bela, 2, "two").await;
    let listeners = async |seconds| {
        let now = Timestamp::now().plus_seconds(seconds);
        let found = store.listeners(town.general, now).await.unwrap();
        found.into_iter().map(|it| (it.user, it.session, it.muted, it.level)).collect::<Vec<_>>()
    };
    let both = |muted, level| {
        let mut both = vec![(bela, first, muted, level), (bela, second, muted, level)];
        both.sort_unstable_by_key(|it| it.1);
        both
    };
    assert_eq!(listeners(0).await, both(false, Level::Mentions), "ada and cleo have no device");
    assert_eq!(listeners(3_601).await, [], "the sessions are over");
    let patch = MembershipPatch { muted: Some(true), level: Some(Level::All), starred: None };
    store.update_membership(town.general, bela, patch).await.unwrap();
    assert_eq!(listeners(0).await, both(true, Level::All));
    store.end_session(bela, second).await.unwrap();
    assert_eq!(listeners(0).await, [(bela, first, true, Level::All)]);
    woken(store, town.cleo, 3, "three").await;
    assert_eq!(listeners(0).await.len(), 2);
    store.leave(town.general, ada, bela, Timestamp::now()).await.unwrap();
    assert_eq!(listeners(0).await.len(), 1);
    store.set_active(town.cleo, false).await.unwrap();
    assert_eq!(listeners(0).await, []);
}

fn wake(town: &Town, session: SessionId, user: UserId, seq: u64) -> Wake {
    let (channel, due_at) = (town.general, Timestamp(1_000));
    Wake { session, user, channel, about: About::Channel, first: seq, last: seq, due_at, tries: 0 }
}

pub async fn a_channel_is_heard_once_by_however_many(store: &Store) {
    let town = Town::new(store).await;
    let session = SessionId::new();
    let channel = town.general;
    assert_eq!(store.heard(&[channel]).await.unwrap(), [None]);
    let at = |rev: u64| Heard { rev, ts: Timestamp(5) };
    let note = |from, to, seq| store.hear(channel, from, to, vec![wake(&town, session, town.bela, seq)]);
    let (one, other) = tokio::join!(note(None, at(3), 3), note(None, at(4), 4));
    assert!(one.unwrap() != other.unwrap(), "one was faster");
    let [Some(heard)] = store.heard(&[channel]).await.unwrap()[..] else { panic!("it was heard") };
    let due = store.due_wakes(Timestamp(1_000), 10).await.unwrap();
    assert_eq!(due, [wake(&town, session, town.bela, heard.rev)], "the slower one changed nothing");
    assert!(!note(Some(at(9)), at(10), 10).await.unwrap(), "from where it isn't");
    assert!(note(Some(heard), at(5), 5).await.unwrap());
    assert_eq!(store.heard(&[channel]).await.unwrap(), [Some(at(5))]);
    store.begin_hearing(&[(channel, at(2))]).await.unwrap();
    assert_eq!(store.heard(&[channel]).await.unwrap(), [Some(at(2))], "another database's past");
}

pub async fn what_waits_grows_and_what_is_done_goes(store: &Store) {
    let town = Town::new(store).await;
    let (session, root) = (SessionId::new(), town.say(town.ada, "root").await);
    let one = wake(&town, session, town.bela, 4);
    let in_thread = Wake { about: About::Thread(root.id), due_at: Timestamp(900), ..one.clone() };
    store.add_wakes(vec![one.clone(), in_thread.clone()]).await.unwrap();
    let due = async |by, limit| store.due_wakes(Timestamp(by), limit).await.unwrap();
    assert_eq!(due(899, 10).await, []);
    assert_eq!(due(1_000, 10).await, [in_thread.clone(), one.clone()]);
    assert_eq!(due(1_000, 1).await, std::slice::from_ref(&in_thread));
    // More of the same conversation doesn't put it off.
    let more = Wake { due_at: Timestamp(5_000), ..wake(&town, session, town.bela, 7) };
    store.add_wakes(vec![more]).await.unwrap();
    let grown = Wake { last: 7, ..one.clone() };
    assert_eq!(due(1_000, 10).await, [in_thread.clone(), grown.clone()]);
    // One came while the one before was sent.
    store.end_wake(&one, Timestamp(2_000)).await.unwrap();
    assert_eq!(due(1_999, 10).await, std::slice::from_ref(&in_thread));
    let rest = Wake { first: 5, due_at: Timestamp(2_000), ..grown };
    assert_eq!(due(2_000, 10).await, [in_thread.clone(), rest.clone()]);
    store.end_wake(&rest, Timestamp(3_000)).await.unwrap();
    store.end_wake(&in_thread, Timestamp(3_000)).await.unwrap();
    assert_eq!(due(i64::MAX, 10).await, []);
}

pub async fn a_session_is_put_off_as_a_whole(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.ada, "root").await;
    let (ill, well) = (SessionId::new(), SessionId::new());
    let one = wake(&town, ill, town.bela, 4);
    let late = Wake { about: About::Thread(root.id), due_at: Timestamp(9_000), ..one.clone() };
    let others = wake(&town, well, town.bela, 4);
    store.add_wakes(vec![one.clone(), late.clone(), others.clone()]).await.unwrap();
    store.put_off_wakes(ill, Timestamp(5_000)).await.unwrap();
    let due = async |by| store.due_wakes(Timestamp(by), 10).await.unwrap();
    assert_eq!(due(4_999).await, std::slice::from_ref(&others));
    let (one, late) = (Wake { due_at: Timestamp(5_000), tries: 1, ..one }, Wake { tries: 1, ..late });
    assert_eq!(due(9_000).await, [others, one, late]);
}

pub async fn a_thread_has_its_own_cursors(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.ada, "root").await;
    town.reply(root.id, town.bela, "reply").await;
    let found = store.readings(town.general, root.id, &[town.ada, town.bela, town.cleo]).await.unwrap();
    let of = |user| found.iter().find(|it| it.0 == user).map(|(_, it)| (it.following, it.read_seq));
    assert_eq!((of(town.ada), of(town.bela)), (Some((true, 0)), Some((true, 1))));
    assert_eq!(of(town.cleo), None, "cleo never cared");
    assert_eq!(store.readings(town.general, root.id, &[town.cleo]).await.unwrap(), []);
}
