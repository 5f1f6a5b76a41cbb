//! Random histories: whatever happens, frames and catching up give the same state, counts
//! equal a recount, and the store finds nothing wrong with itself.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use protocol::{FeedId, MessageId, Timestamp, UserId, mention::mentions};

use super::{
    Town,
    feeds::{State, apply},
    message,
};
use crate::{
    Store,
    messages::{NewMessage, Window},
};

/// One step; numbers choose among what is there.
#[derive(Debug, Clone)]
enum Step {
    Say { who: usize, to: usize },
    Reply { who: usize, root: usize, to: usize },
    Edit { which: usize, to: usize },
    Delete { which: usize },
    React { who: usize, which: usize, on: bool },
    Pin { who: usize, which: usize, on: bool },
    Save { who: usize, which: usize, on: bool },
    Read { who: usize, seq: u64, generation: u64 },
    Unread { who: usize, seq: u64 },
    Leave { who: usize },
    Join { who: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..3usize;
    let which = 0..40usize;
    prop_oneof![
        4 => (who.clone(), 0..5usize).prop_map(|(who, to)| Step::Say { who, to }),
        3 => (who.clone(), which.clone(), 0..5usize).prop_map(|(who, root, to)| Step::Reply { who, root, to }),
        1 => (which.clone(), 0..5usize).prop_map(|(which, to)| Step::Edit { which, to }),
        1 => which.clone().prop_map(|which| Step::Delete { which }),
        1 => (who.clone(), which.clone(), any::<bool>()).prop_map(|(who, which, on)| Step::React { who, which, on }),
        1 => (who.clone(), which.clone(), any::<bool>()).prop_map(|(who, which, on)| Step::Pin { who, which, on }),
        1 => (who.clone(), which, any::<bool>()).prop_map(|(who, which, on)| Step::Save { who, which, on }),
        2 => (who.clone(), 0..40u64, 0..3u64).prop_map(|(who, seq, generation)| Step::Read { who, seq, generation }),
        1 => (who.clone(), 0..40u64).prop_map(|(who, seq)| Step::Unread { who, seq }),
        1 => who.clone().prop_map(|who| Step::Leave { who }),
        1 => who.prop_map(|who| Step::Join { who }),
    ]
}

pub async fn any_history_adds_up(store: &Store) {
    let town = Town::new(store).await;
    let people = [town.ada, town.bela, town.cleo];
    let mut runner = TestRunner::new(Config::default());
    let mut live = Live::start(&town).await;
    for _ in 0..12 {
        let steps = proptest::collection::vec(step(), 30).new_tree(&mut runner).unwrap().current();
        for one in &steps {
            live.take(&town, &people, one.clone()).await;
        }
        live.compare(&town).await;
        recount(&town, &people).await;
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new(), "after {steps:?}");
    }
}

/// A client that hears every frame, and the messages there are to act upon.
struct Live {
    states: BTreeMap<FeedId, (u64, State)>,
    messages: Vec<MessageId>,
    roots: Vec<MessageId>,
}

impl Live {
    async fn start(town: &Town) -> Self {
        let mut states = BTreeMap::new();
        for feed in [
            FeedId::Channel(town.general),
            FeedId::Workspace(town.workspace),
            FeedId::User(town.ada),
            FeedId::User(town.bela),
            FeedId::User(town.cleo),
        ] {
            let changes = town.store.changes(feed, 0, 10_000).await.unwrap();
            let mut state = State::new();
            apply(&mut state, &changes);
            states.insert(feed, (changes.to, state));
        }
        Self { states, messages: Vec::new(), roots: Vec::new() }
    }

    async fn take(&mut self, town: &Town, people: &[UserId; 3], step: Step) {
        let (store, channel, now) = (&town.store, town.general, Timestamp::now());
        let text = |to: usize| match to {
            0 => "<!channel>".to_owned(),
            1..=3 => format!("<@{}>", people[to - 1]),
            _ => "hm".to_owned(),
        };
        let pick = |from: &[MessageId], n: usize| {
            from.get(n % from.len().max(1)).copied().unwrap_or_else(MessageId::new)
        };
        let done = match step {
            Step::Say { who, to } => {
                let new = message(channel, people[who], &text(to));
                self.roots.push(new.id);
                self.messages.push(new.id);
                store.append(new).await.map(|it| it.changes)
            }
            Step::Reply { who, root, to } => {
                let new = NewMessage {
                    thread: Some(pick(&self.roots, root)),
                    ..message(channel, people[who], &text(to))
                };
                self.messages.push(new.id);
                store.append(new).await.map(|it| it.changes)
            }
            Step::Edit { which, to } => {
                let text = text(to);
                let found = mentions(&text);
                store
                    .edit(channel, pick(&self.messages, which), text, found, Vec::new(), now)
                    .await
                    .map(|it| it.changes)
            }
            Step::Delete { which } => {
                store.delete(channel, pick(&self.messages, which), now).await.map(|it| it.changes)
            }
            Step::React { who, which, on } => store
                .react(channel, pick(&self.messages, which), people[who], "👍", on)
                .await
                .map(|it| it.changes),
            Step::Pin { who, which, on } => store
                .pin(channel, pick(&self.messages, which), people[who], on, now)
                .await
                .map(|it| it.changes),
            Step::Save { who, which, on: true } => {
                store.save(people[who], channel, pick(&self.messages, which), now).await.map(|it| it.changes)
            }
            Step::Save { who, which, on: false } => {
                store.unsave(people[who], pick(&self.messages, which)).await.map(|it| it.changes)
            }
            Step::Read { who, seq, generation } => {
                store.mark_read(people[who], channel, None, seq, generation).await.map(|it| it.changes)
            }
            Step::Unread { who, seq } => {
                store.mark_unread(people[who], channel, None, seq).await.map(|it| it.changes)
            }
            Step::Leave { who } => {
                store.leave(channel, people[who], people[who], now).await.map(|it| it.changes)
            }
            Step::Join { who } => {
                store.join(channel, people[who], &[people[who]], now).await.map(|it| it.changes)
            }
        };
        for frame in done.unwrap_or_default() {
            let (at, state) = self.states.get_mut(&frame.feed).unwrap();
            assert_eq!(frame.from, *at, "a frame follows the one before");
            *at = frame.to;
            apply(state, &frame);
        }
    }

    async fn compare(&self, town: &Town) {
        for (&feed, (at, state)) in &self.states {
            let whole = town.store.changes(feed, 0, 100_000).await.unwrap();
            let mut fresh = State::new();
            apply(&mut fresh, &whole);
            assert_eq!((*at, state), (whole.to, &fresh), "{feed} by frames equals {feed} read at once");
        }
    }
}

/// Unread and mentions, counted again from the messages themselves.
async fn recount(town: &Town, people: &[UserId; 3]) {
    let all = town.store.history(town.general, None, Window::Latest, 100_000).await.unwrap().messages;
    for &user in people {
        let Some(row) = town.store.joined_channel(town.general, user).await.unwrap() else { continue };
        assert_eq!(row.last_seq, all.last().unwrap().seq);
        assert!(row.reading.read_seq <= row.last_seq, "a cursor is never past the end");
        let expected: Vec<u64> = all
            .iter()
            .filter(|it| it.seq > row.reading.read_seq && (it.mentions_all || it.mentions.contains(&user)))
            .map(|it| it.seq)
            .take(100)
            .collect();
        assert_eq!(row.mentions, expected);
    }
}
