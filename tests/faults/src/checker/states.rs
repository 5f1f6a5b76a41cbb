//! All see one thing: P3, P5, P8.

use std::collections::BTreeMap;

use protocol::{FeedId, Item};

use super::{End, Evidence, Fresh, Violation};
use crate::{
    history::{Entry, Outcome},
    replica::{self, Sightings},
};

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let mut found = Vec::new();
    positions(evidence, &mut found);
    for (number, node) in evidence.nodes.iter().enumerate() {
        dense(number, node, &mut found);
        if let Some(first) = evidence.nodes.first().filter(|_| number > 0) {
            alike(number, first, node, &mut found);
        }
    }
    for reader in &evidence.readers {
        converged(evidence, reader, &mut found);
    }
    found
}

/// One object in one state at each position, whoever looked.
fn positions(evidence: &Evidence, found: &mut Vec<Violation>) {
    let mut all = answers(&evidence.entries);
    let readers = evidence.readers.iter().map(|reader| &reader.replica.sightings);
    for sightings in readers.chain(evidence.nodes.iter().map(|node| &node.sightings)) {
        for (position, seen) in sightings {
            let known = all.entry(*position).or_default();
            for sighting in seen {
                if !known.contains(sighting) {
                    known.push(*sighting);
                }
            }
        }
    }
    for ((feed, rev), seen) in all.iter().filter(|(_, seen)| seen.len() > 1) {
        let one = seen.iter().all(|it| it.object == seen[0].object);
        let what = if one { "states of one object" } else { "objects" };
        found.push(Violation::new("P3", format!("{feed} at {rev}: {} {what}", seen.len())));
    }
}

/// What the senders saw in their answers.
fn answers(entries: &[Entry]) -> Sightings {
    let mut seen = Sightings::new();
    for entry in entries {
        if let Outcome::Stored { message, reading, .. } = &entry.outcome {
            if let Some(message) = message {
                let feed = FeedId::Channel(message.channel);
                replica::see(&mut seen, feed, &Item::Message((**message).clone()));
            }
            if let Some(reading) = reading {
                replica::see(&mut seen, FeedId::User(entry.who), &Item::Reading(reading.clone()));
            }
        }
    }
    seen
}

/// A conversation is numbered from 1 without holes, and history tells what the feed does.
fn dense(number: usize, node: &Fresh, found: &mut Vec<Violation>) {
    for (channel, conversation) in &node.conversations {
        let seqs = conversation.iter().map(|message| message.seq);
        if !seqs.eq(1..=conversation.len() as u64) {
            found.push(Violation::new(
                "P3",
                format!("{channel} through node {number} isn't numbered 1, 2, 3…"),
            ));
        }
        let Some((_, objects)) = node.feeds.get(&FeedId::Channel(*channel)) else { continue };
        let by_feed = objects.values().filter(|it| matches!(it, Item::Message(it) if it.thread.is_none()));
        let by_history: BTreeMap<String, Item> = conversation
            .iter()
            .map(|message| Item::Message(message.clone()))
            .map(|item| (replica::name(&item), item))
            .collect();
        if by_feed.clone().count() != by_history.len()
            || by_feed.clone().any(|item| by_history.get(&replica::name(item)) != Some(item))
        {
            let why = format!("{channel} through node {number}: history and feed differ");
            found.push(Violation::new("P5", why));
        }
    }
}

/// Two nodes show the same.
fn alike(number: usize, first: &Fresh, other: &Fresh, found: &mut Vec<Violation>) {
    for (feed, state) in &first.feeds {
        if other.feeds.get(feed) != Some(state) {
            found.push(Violation::new("P5", format!("{feed} differs between nodes 0 and {number}")));
        }
    }
    if first.people != other.people {
        found.push(Violation::new("P17", format!("snapshots differ between nodes 0 and {number}")));
    }
}

/// A reader has, in time, what a fresh look has.
fn converged(evidence: &Evidence, reader: &End, found: &mut Vec<Violation>) {
    let name = &reader.name;
    match reader.converged {
        None => found.push(Violation::new("P5", format!("{name} never caught up"))),
        Some(took) if took > evidence.bound => {
            found.push(Violation::new("P5", format!("{name} caught up after {took:?}")));
        }
        Some(_) => {}
    }
    let Some(node) = evidence.nodes.first() else { return };
    let Some(own) = node.people.get(&reader.user) else { return };
    for feed in reader.replica.cursors.keys().filter(|feed| !own.cursors.contains_key(feed)) {
        found.push(Violation::new("P10", format!("{name} still follows {feed}")));
    }
    for feed in own.cursors.keys() {
        let Some((head, objects)) = node.feeds.get(feed) else { continue };
        let held = reader.replica.feeds.get(feed);
        let differs = |(name, item): &(&String, &Item)| held.and_then(|held| held.get(*name)) != Some(item);
        let wrong: Vec<&String> = objects.iter().filter(differs).map(|(name, _)| name).take(3).collect();
        let more = held.map_or(0, |held| held.keys().filter(|name| !objects.contains_key(*name)).count());
        if !wrong.is_empty() || more > 0 {
            // All that this device does beside following its feeds is to take pages.
            let property = if reader.replica.pages > 0 { "P8" } else { "P5" };
            let why = format!("{name}: {feed} (head {head}) differs: {wrong:?}, {more} too many");
            found.push(Violation::new(property, why));
        }
    }
}
