//! What was answered for is there, once, in its sender's order: P1, P2, P6, P7, P11, P15.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use protocol::{ChannelId, FileState, Message, MessageId, MessageKind, UserId};

use super::{Evidence, Violation, plans};
use crate::history::{Entry, Outcome, What};

type Messages<'a> = BTreeMap<MessageId, &'a Message>;
/// A message as its sender knows it.
type Named<'a> = (ChannelId, UserId, &'a str);
/// One person's messages in one conversation.
type Strand = (UserId, ChannelId, Option<MessageId>);

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let messages = evidence.messages();
    let mut found = Vec::new();
    nonces(evidence, &messages, &mut found);
    order(&messages, evidence, &mut found);
    changes(evidence, &messages, &mut found);
    files(evidence, &messages, &mut found);
    looks(&evidence.entries, &mut found);
    found
}

fn nonces(evidence: &Evidence, messages: &Messages<'_>, found: &mut Vec<Violation>) {
    let mut stored: HashMap<Named<'_>, Vec<&Message>> = HashMap::new();
    for message in messages.values().filter(|it| it.kind == MessageKind::Text) {
        if let Some(nonce) = &message.nonce {
            stored.entry((message.channel, message.author, nonce)).or_default().push(message);
        }
    }
    let mut attempts: BTreeMap<Named<'_>, Vec<(&Outcome, &str)>> = BTreeMap::new();
    for entry in &evidence.entries {
        if let What::Send { channel, nonce, text, .. } = &entry.what {
            attempts.entry((*channel, entry.who, nonce)).or_default().push((&entry.outcome, text));
        }
    }
    for ((_, _, nonce), them) in stored.iter().filter(|(_, them)| them.len() > 1) {
        let ids: Vec<String> = them.iter().map(|it| it.id.to_string()).collect();
        found.push(Violation::new("P2", format!("{nonce} is there {} times: {ids:?}", ids.len())));
    }
    let unasked = |key: &&Named<'_>| !attempts.contains_key(*key) && !key.2.starts_with(plans::NONCE);
    for key in stored.keys().filter(unasked) {
        found.push(Violation::new("P15", format!("{} was never sent", key.2)));
    }
    for (key, outcomes) in &attempts {
        one_nonce(key.2, outcomes, stored.get(key).and_then(|them| them.first().copied()), found);
    }
}

/// The attempts at one message, and what is there of it.
fn one_nonce(
    nonce: &str,
    attempts: &[(&Outcome, &str)],
    stored: Option<&Message>,
    found: &mut Vec<Violation>,
) {
    let mut acknowledged = false;
    for (outcome, text) in attempts {
        let Outcome::Stored { message: Some(answer), status, .. } = outcome else { continue };
        acknowledged = true;
        match stored {
            None => found.push(Violation::new("P1", format!("{nonce} was answered {status} and is lost"))),
            Some(it) if (it.id, it.seq) != (answer.id, answer.seq) || it.rev < answer.rev => {
                let (a, b) = ((answer.id, answer.seq, answer.rev), (it.id, it.seq, it.rev));
                found.push(Violation::new("P1", format!("{nonce} was answered {a:?} and is {b:?}")));
            }
            Some(_) if *status == 201 && answer.text != *text => {
                let why = format!("{nonce} was sent as {text:?} and became {:?}", answer.text);
                found.push(Violation::new("P1", why));
            }
            Some(_) => {}
        }
    }
    let is_unknown = attempts.iter().any(|(outcome, _)| matches!(outcome, Outcome::Unknown { .. }));
    if !acknowledged && is_unknown {
        found.push(Violation::new("P11", format!("{nonce} was never settled")));
    }
    if !acknowledged && !is_unknown && stored.is_some() {
        found.push(Violation::new("P15", format!("{nonce} was refused and is there")));
    }
}

/// Files are on the messages they were sent with, ready, and every node hands out the bytes
/// that were announced.
fn files(evidence: &Evidence, messages: &Messages<'_>, found: &mut Vec<Violation>) {
    for entry in &evidence.entries {
        if let (What::Send { nonce, files, .. }, Outcome::Stored { message: Some(message), .. }) =
            (&entry.what, &entry.outcome)
            && !message.files.iter().map(|file| file.id).eq(files.iter().copied())
        {
            found.push(Violation::new("P1", format!("{nonce} was answered with other files")));
        }
    }
    for (id, file) in
        messages.iter().flat_map(|(id, message)| message.files.iter().map(move |file| (id, file)))
    {
        if file.state != FileState::Ready {
            found.push(Violation::new("P1", format!("{} on {id} is {:?}", file.id, file.state)));
        }
        for (number, node) in evidence.nodes.iter().enumerate() {
            let held = node.files.get(&file.id).map_or("not looked at", String::as_str);
            if held != file.sha256 {
                let why = format!("{} on {id} can't be had of node {number}: {held}", file.id);
                found.push(Violation::new("P1", why));
            }
        }
    }
}

/// Each sender sends one after the other into a conversation.
fn order(messages: &Messages<'_>, evidence: &Evidence, found: &mut Vec<Violation>) {
    let orders: HashMap<(UserId, &str), u64> = evidence
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Send { nonce, order, .. } => Some(((entry.who, nonce.as_str()), *order)),
            _ => None,
        })
        .collect();
    let mut conversations: BTreeMap<Strand, Vec<(u64, u64)>> = BTreeMap::new();
    for message in messages.values() {
        let nonce = message.nonce.as_deref().unwrap_or_default();
        if let Some(order) = orders.get(&(message.author, nonce)) {
            let key = (message.author, message.channel, message.thread);
            conversations.entry(key).or_default().push((message.seq, *order));
        }
    }
    for ((who, channel, _), mut numbers) in conversations {
        numbers.sort_unstable();
        for pair in numbers.windows(2).filter(|pair| pair[0].1 >= pair[1].1) {
            let why = format!("{who} in {channel}: {pair:?} (seq, order of sending)");
            found.push(Violation::new("P6", why));
        }
    }
}

/// Edits and reactions that were answered for are there.
fn changes(evidence: &Evidence, messages: &Messages<'_>, found: &mut Vec<Violation>) {
    let mut edits: BTreeMap<MessageId, (Option<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for entry in &evidence.entries {
        match (&entry.what, &entry.outcome) {
            (What::Edit { message, text, .. }, outcome) => {
                let (last, open) = edits.entry(*message).or_default();
                match outcome {
                    Outcome::Stored { .. } => *last = Some(text),
                    // Nobody knows when it will be done, if at all.
                    Outcome::Unknown { .. } => drop(open.insert(text)),
                    Outcome::Refused { .. } => {}
                }
            }
            (What::React { message, emoji, .. }, Outcome::Stored { .. }) => {
                let reactions = messages.get(message).map(|it| it.reactions.as_slice()).unwrap_or_default();
                if !reactions.iter().any(|it| it.emoji == *emoji && it.users.contains(&entry.who)) {
                    found.push(Violation::new("P1", format!("{}'s {emoji} on {message} is lost", entry.who)));
                }
            }
            _ => {}
        }
    }
    for (id, (last, open)) in edits {
        let text = messages.get(&id).map(|it| it.text.as_str()).unwrap_or_default();
        if last.is_some_and(|last| last != text) && !open.contains(text) {
            found.push(Violation::new("P1", format!("{id} is {text:?}, the last edit was {last:?}")));
        }
    }
}

/// What one was answered for is seen through any node.
fn looks(entries: &[Entry], found: &mut Vec<Violation>) {
    for entry in entries {
        let What::Look { message, rev, .. } = &entry.what else { continue };
        let why = match &entry.outcome {
            Outcome::Stored { message: Some(seen), .. } if seen.rev < *rev => format!("at {}", seen.rev),
            Outcome::Refused { status: 404, .. } => "missing".to_owned(),
            _ => continue,
        };
        let why = format!("{message} was answered at {rev} and is {why} through node {}", entry.node);
        found.push(Violation::new("P7", why));
    }
}
