//! Read cursors and what is counted from them: P14, P17.

use std::collections::BTreeMap;

use protocol::{ChannelId, MessageId, Reading, UserId};

use super::{Evidence, Violation};
use crate::history::Outcome;

/// Unread mentions that a snapshot lists at most.
const LISTED: usize = 100;

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let mut found = Vec::new();
    cursors(evidence, &mut found);
    recount(evidence, &mut found);
    found
}

type Cursor = (UserId, ChannelId, Option<MessageId>);

/// In order of position, a cursor's generation never falls, and within one it never goes back.
fn cursors(evidence: &Evidence, found: &mut Vec<Violation>) {
    let mut states: BTreeMap<Cursor, BTreeMap<u64, &Reading>> = BTreeMap::new();
    let cursor = |user: UserId, reading: &Reading| -> Cursor { (user, reading.channel, reading.thread) };
    for reader in &evidence.readers {
        for reading in &reader.replica.readings {
            states.entry(cursor(reader.user, reading)).or_default().insert(reading.rev, reading);
        }
    }
    for entry in &evidence.entries {
        if let Outcome::Stored { reading: Some(reading), .. } = &entry.outcome {
            states.entry(cursor(entry.who, reading)).or_default().insert(reading.rev, reading);
        }
    }
    for ((user, channel, _), states) in &states {
        let order: Vec<(u64, u64)> = states.values().map(|it| (it.generation, it.read_seq)).collect();
        for pair in order.windows(2).filter(|pair| pair[0] > pair[1]) {
            let why = format!("{user} in {channel} went from {:?} to {:?}", pair[0], pair[1]);
            found.push(Violation::new("P14", why));
        }
    }
}

/// Unread and mentions equal what counting the messages gives.
fn recount(evidence: &Evidence, found: &mut Vec<Violation>) {
    for (number, node) in evidence.nodes.iter().enumerate() {
        for (user, own) in &node.people {
            for (channel, own) in &own.channels {
                let Some(all) = node.conversations.get(channel) else { continue };
                let last = all.last().map_or(0, |message| message.seq);
                if own.reading.read_seq > last {
                    let why =
                        format!("{user} has read {channel} to {}, the last is {last}", own.reading.read_seq);
                    found.push(Violation::new("P14", why));
                }
                let unread = all.iter().filter(|message| message.seq > own.reading.read_seq);
                let mentions = unread.filter(|it| it.mentions_all || it.mentions.contains(user));
                let mentions: Vec<u64> = mentions.map(|message| message.seq).take(LISTED).collect();
                if (own.last_seq, &own.mentions) != (last, &mentions) {
                    let why = format!(
                        "{user} in {channel} through node {number}: last {} of {last}, mentions {:?} of {mentions:?}",
                        own.last_seq, own.mentions
                    );
                    found.push(Violation::new("P17", why));
                }
            }
        }
    }
}
