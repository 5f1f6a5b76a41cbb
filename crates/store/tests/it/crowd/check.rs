//! What was heard, told and acknowledged must be what there is.

use std::collections::BTreeMap;

use protocol::{FeedId, Item, Message};
use store::contract::feeds::{State, apply};

use super::{Crowd, Heard};

impl Crowd {
    /// Everybody has heard all there is, nobody anything else; see [`Crowd::count`] too.
    pub(super) async fn check(&self, heard: &[Heard]) {
        let mut present = BTreeMap::new();
        let mut at = BTreeMap::new();
        for one in heard {
            let node = &self.nodes[0];
            let whole = node.changes(one.feed, 0, 1_000_000).await.unwrap();
            let mut state = State::new();
            apply(&mut state, &whole);
            assert_eq!(
                (one.at, &one.state),
                (whole.to, &state),
                "{}: what was followed is what there is",
                one.feed
            );
            present.insert(one.feed, state);
            // No two saw different things at one position.
            for (rev, item) in &one.items {
                assert_eq!(at.entry((one.feed, *rev)).or_insert_with(|| item.clone()), item);
            }
        }
        let mut told = self.told.lock().clone();
        told.sort_by_key(|it| (it.feed, it.from));
        for (one, next) in told.iter().zip(&told[1..]) {
            assert!(
                one.feed != next.feed || one.to <= next.from,
                "two frames are of the same place: {one:?} {next:?}"
            );
        }
        for frame in &told {
            for item in &frame.items {
                let rev = item.rev(matches!(frame.feed, FeedId::Workspace(_)));
                assert_eq!(at.entry((frame.feed, rev)).or_insert_with(|| item.clone()), item);
            }
        }
        self.count(&present[&FeedId::Channel(self.town.general)]);
        for node in &self.nodes {
            assert_eq!(node.check().await.unwrap(), Vec::<String>::new());
        }
    }

    /// Everything acknowledged is there, as it was answered; nothing twice, nothing else.
    fn count(&self, present: &State) {
        let mut stored: BTreeMap<&str, &Message> = BTreeMap::new();
        let mut places = Vec::new();
        for item in present.values() {
            let Item::Message(message) = item else { continue };
            places.push((message.thread, message.seq));
            if let Some(nonce) = &message.nonce {
                assert!(stored.insert(nonce, message).is_none(), "stored twice: {message:?}");
            }
        }
        let sent = self.sent.lock();
        assert!(sent.len() > 20, "hardly anything was sent");
        for (nonce, acknowledged) in sent.iter() {
            let answered = acknowledged.as_ref().expect("every message was acknowledged in the end");
            let there = stored.remove(nonce.as_str()).unwrap_or_else(|| panic!("lost: {answered:?}"));
            assert_eq!((there.id, there.seq, there.ts), (answered.id, answered.seq, answered.ts));
            assert!(there.rev >= answered.rev);
        }
        assert!(stored.is_empty(), "nobody sent {stored:?}");
        places.sort_unstable();
        for (one, next) in places.iter().zip(&places[1..]) {
            assert!(one.0 != next.0 || one.1 + 1 == next.1, "places follow each other: {one:?} {next:?}");
        }
    }
}
