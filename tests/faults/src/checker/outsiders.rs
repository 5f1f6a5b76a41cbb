//! Nothing after a removal reaches the removed: P10.

use std::collections::BTreeMap;

use protocol::{ChannelId, FeedId, MessageKind};

use super::{Evidence, Violation};
use crate::history::{Outcome, What};

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let mut found = Vec::new();
    for entry in &evidence.entries {
        if let (What::Peep { channel }, Outcome::Stored { status, .. }) = (&entry.what, &entry.outcome) {
            let why = format!("node {} let the removed read {channel}: {status}", entry.node);
            found.push(Violation::new("P10", why));
        }
    }
    let absences = absences(evidence);
    for reader in evidence.readers.iter().filter(|reader| reader.user == evidence.outsider) {
        for told in &reader.replica.told {
            let FeedId::Channel(channel) = told.feed else { continue };
            // A frame that ends while one is out was made by somebody who didn't know it.
            let out = absences.get(&channel).into_iter().flatten();
            for (from, to) in out.filter(|(from, to)| *from < told.text && told.to < *to) {
                let why = format!(
                    "{} was out of {channel} from {from} to {to} and was told of {}",
                    reader.name, told.text
                );
                found.push(Violation::new("P10", why));
            }
        }
    }
    found
}

/// From which position to which the outsider was out of each channel.
pub fn absences(evidence: &Evidence) -> BTreeMap<ChannelId, Vec<(u64, u64)>> {
    let mut comings: BTreeMap<ChannelId, BTreeMap<u64, bool>> = BTreeMap::new();
    for message in evidence.messages().values() {
        let is_in = match &message.kind {
            MessageKind::Joined { users } if users.contains(&evidence.outsider) => true,
            MessageKind::Left { users } if users.contains(&evidence.outsider) => false,
            _ => continue,
        };
        comings.entry(message.channel).or_default().insert(message.rev, is_in);
    }
    let absence = |comings: BTreeMap<u64, bool>| {
        let goings = comings.iter().filter(|(_, is_in)| !**is_in).map(|(rev, _)| *rev);
        let back =
            |rev: u64| comings.range(rev..).find(|(_, is_in)| **is_in).map_or(u64::MAX, |(rev, _)| *rev);
        goings.map(|rev| (rev, back(rev))).collect()
    };
    comings.into_iter().map(|(channel, comings)| (channel, absence(comings))).collect()
}
