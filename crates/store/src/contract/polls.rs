//! Polls.

use protocol::{FeedId, Item, Message, MessageId, Poll, Timestamp, poll::PollOption};

use super::{Town, message};
use crate::{Error, Store, messages::NewMessage, messages::Window};

/// A question with three answers.
pub fn poll(multiple: bool, anonymous: bool, closes_at: Option<Timestamp>) -> Poll {
    let option = |text: &str| PollOption { text: text.into(), votes: 0, users: Vec::new() };
    let options = ["tea", "coffee", "rum"].map(option).to_vec();
    Poll { question: "What?".into(), options, multiple, anonymous, voters: 0, closes_at, closed_at: None }
}

/// Ada asks it.
pub async fn asked(town: &Town, poll: Poll) -> Message {
    let new = NewMessage { poll: Some(poll), ..message(town.general, town.ada, "What? tea, coffee, rum") };
    town.store.append(new).await.unwrap().value.0
}

fn counts(message: &Message) -> (u32, Vec<u32>) {
    let poll = message.poll.as_ref().unwrap();
    (poll.voters, poll.options.iter().map(|it| it.votes).collect())
}

pub async fn votes_are_counted_told_changed_and_taken_back(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let asked = asked(&town, poll(true, false, None)).await;
    assert_eq!(asked.poll, Some(poll(true, false, None)));
    assert_eq!(store.message(town.general, asked.id).await.unwrap(), asked);
    let done = store.vote(town.general, asked.id, town.bela, &[0, 2], now).await.unwrap();
    assert!(done.value.rev > asked.rev && done.value.edited_at.is_none());
    let [frame] = &done.changes[..] else { panic!("{done:?}") };
    assert_eq!(frame.feed, FeedId::Channel(town.general));
    assert_eq!(frame.items, [Item::Message(done.value.clone())]);
    let again = store.vote(town.general, asked.id, town.bela, &[0, 2], now).await.unwrap();
    assert_eq!((again.value, again.changes.len()), (done.value, 0));
    store.vote(town.general, asked.id, town.cleo, &[2], now).await.unwrap();
    let moved = store.vote(town.general, asked.id, town.bela, &[1, 2], now).await.unwrap().value;
    assert_eq!(counts(&moved), (2, vec![0, 1, 2]));
    let options = &moved.poll.as_ref().unwrap().options;
    assert_eq!(options[2].users, [town.bela, town.cleo], "what stays keeps its place");
    assert_eq!(store.votes_of(town.general, asked.id, town.bela).await.unwrap(), [1, 2]);
    assert!(store.votes_of(town.general, asked.id, town.ada).await.unwrap().is_empty());
    let less = store.vote(town.general, asked.id, town.bela, &[], now).await.unwrap().value;
    assert_eq!(counts(&less), (1, vec![0, 0, 1]));
    let page = store.history(town.general, None, Window::Latest, 10).await.unwrap();
    assert_eq!(page.messages.last(), Some(&less));
    let changes = store.changes(FeedId::Channel(town.general), asked.rev, 10).await.unwrap();
    assert!(changes.items.contains(&Item::Message(less.clone())));
    let pinned = store.pin(town.general, asked.id, town.ada, true, now).await.unwrap().value;
    assert_eq!(pinned.poll, less.poll, "whatever else changes of it");
}

pub async fn an_anonymous_poll_names_nobody_anywhere(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let asked = asked(&town, poll(false, true, None)).await;
    let voted = store.vote(town.general, asked.id, town.bela, &[1], now).await.unwrap();
    store.react(town.general, asked.id, town.cleo, "👍", true).await.unwrap();
    let seen = [
        store.message(town.general, asked.id).await.unwrap(),
        store.history(town.general, None, Window::Latest, 1).await.unwrap().messages.remove(0),
    ];
    for message in seen.iter().chain([&voted.value]) {
        assert_eq!(counts(message), (1, vec![0, 1, 0]));
        assert!(!serde_json::to_string(&message.poll).unwrap().contains(&town.bela.to_string()));
    }
    let changes = store.changes(FeedId::Channel(town.general), asked.rev, 10).await.unwrap();
    assert!(!serde_json::to_string(&changes).unwrap().contains(&town.bela.to_string()));
    assert_eq!(store.votes_of(town.general, asked.id, town.bela).await.unwrap(), [1]);
}

pub async fn a_poll_ends_by_hand_or_by_itself(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let by_hand = asked(&town, poll(false, false, None)).await;
    store.vote(town.general, by_hand.id, town.bela, &[1], now).await.unwrap();
    let done = store.close_poll(town.general, by_hand.id, now).await.unwrap();
    assert_eq!(done.value.poll.as_ref().unwrap().closed_at, Some(now));
    assert_eq!(done.changes[0].items, [Item::Message(done.value.clone())]);
    let again = store.close_poll(town.general, by_hand.id, now.plus_seconds(9)).await.unwrap();
    assert_eq!((again.value, again.changes.len()), (done.value, 0));
    let late = store.vote(town.general, by_hand.id, town.cleo, &[1], now).await;
    assert_eq!(late.unwrap_err(), Error::Conflict("poll_closed"));
    let itself = asked(&town, poll(false, false, Some(now.plus_seconds(60)))).await;
    store.vote(town.general, itself.id, town.cleo, &[0], now.plus_seconds(59)).await.unwrap();
    let late = store.vote(town.general, itself.id, town.cleo, &[1], now.plus_seconds(60)).await;
    assert_eq!(late.unwrap_err(), Error::Conflict("poll_closed"));
}

pub async fn votes_are_for_polls_and_go_with_them(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let said = town.say(town.ada, "no poll").await;
    for id in [said.id, MessageId::new()] {
        let refused = store.vote(town.general, id, town.bela, &[0], now).await;
        assert_eq!(refused.unwrap_err(), Error::NotFound);
        assert_eq!(store.votes_of(town.general, id, town.bela).await.unwrap_err(), Error::NotFound);
        assert_eq!(store.close_poll(town.general, id, now).await.unwrap_err(), Error::NotFound);
    }
    let asked = asked(&town, poll(false, false, None)).await;
    store.vote(town.general, asked.id, town.bela, &[0], now).await.unwrap();
    let tombstone = store.delete(town.general, asked.id, now).await.unwrap().value.0;
    assert_eq!(tombstone.poll, None);
    assert_eq!(store.message(town.general, asked.id).await.unwrap(), tombstone);
    let late = store.vote(town.general, asked.id, town.cleo, &[0], now).await;
    assert_eq!(late.unwrap_err(), Error::NotFound);
}

pub async fn many_who_vote_at_once_are_all_counted(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let asked = asked(&town, poll(true, false, None)).await;
    let vote = |user, options: &'static [u8]| store.vote(town.general, asked.id, user, options, now);
    let (one, two, three) =
        tokio::join!(vote(town.ada, &[0]), vote(town.bela, &[0, 1]), vote(town.cleo, &[1, 2]));
    one.unwrap();
    two.unwrap();
    three.unwrap();
    assert_eq!(counts(&store.message(town.general, asked.id).await.unwrap()), (3, vec![2, 2, 1]));
}
