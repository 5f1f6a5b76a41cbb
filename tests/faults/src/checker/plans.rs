//! What is planned is done once, in time and as it was last wanted; what was cancelled,
//! refused or is another's to say isn't: P16.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{
    ChannelId, FeedId, Item, Message, Planned, PlannedAction, PlannedId, PlannedState, Timestamp, UserId,
};

use super::{Evidence, Violation, outsiders};
use crate::history::{Entry, Outcome, What};

/// What begins the nonce of a message that was planned.
pub const NONCE: &str = "planned-";

/// What its owner asked for, and was answered.
struct Wish<'a> {
    who: UserId,
    channel: ChannelId,
    action: PlannedAction,
    /// The last text that was answered for, and those that may have been taken.
    text: &'a str,
    perhaps: BTreeSet<&'a str>,
    /// The earliest time that was ever asked for.
    due: Timestamp,
    cancelled: bool,
    perhaps_cancelled: bool,
    /// Asked for at once: any time is right.
    hurried: bool,
    /// A message was answered.
    answered: bool,
}

/// See the module.
pub fn judge(evidence: &Evidence) -> Vec<Violation> {
    let mut found = Vec::new();
    let messages = evidence.messages();
    let sent: BTreeMap<PlannedId, &Message> = messages
        .values()
        .filter_map(|message| Some((message.nonce.as_deref()?.strip_prefix(NONCE)?.parse().ok()?, *message)))
        .collect();
    let states = states(evidence);
    let absences = outsiders::absences(evidence);
    let wishes = wishes(&evidence.entries);
    for (id, wish) in &wishes {
        let message = sent.get(id).copied();
        let mut tell = |why: String| found.push(Violation::new("P16", format!("plan {id}: {why}")));
        let Some(state) = states.get(id) else {
            tell("was answered for and is lost".to_owned());
            continue;
        };
        if let Some(why) = undone(evidence, wish, *state, message.is_some()) {
            tell(why.to_owned());
        }
        let Some(message) = message else { continue };
        if message.author != wish.who || message.channel != wish.channel {
            tell(format!("{} sent it in {}", message.author, message.channel));
        }
        // Nobody edits what was planned.
        if message.text != wish.text && !wish.perhaps.contains(message.text.as_str()) {
            tell(format!("was sent as {:?}, wanted was {:?}", message.text, wish.text));
        }
        if !wish.hurried && message.ts < wish.due {
            tell(format!("was sent at {:?}, before {:?}", message.ts, wish.due));
        }
        let out = absences.get(&message.channel).into_iter().flatten();
        if message.author == evidence.outsider
            && out.clone().any(|(from, to)| (*from..*to).contains(&message.rev))
        {
            tell(format!("was sent at {} for one who was out", message.rev));
        }
    }
    for id in sent.keys().filter(|id| !wishes.contains_key(id)) {
        let open = |entry: &Entry| {
            matches!((&entry.what, &entry.outcome), (What::Plan { .. }, Outcome::Unknown { .. }))
        };
        if !evidence.entries.iter().any(open) {
            found.push(Violation::new("P16", format!("plan {id} was sent and nobody planned it")));
        }
    }
    found
}

/// What isn't as its state says, or as its owner was told.
fn undone(evidence: &Evidence, wish: &Wish<'_>, state: PlannedState, is_sent: bool) -> Option<&'static str> {
    let may_be_refused = wish.who == evidence.outsider;
    match (wish.action, state, is_sent) {
        (_, PlannedState::Waiting | PlannedState::Sending, false) => Some("is still to be done"),
        (PlannedAction::Remind, _, true) => Some("is a reminder and was sent"),
        (PlannedAction::Send, _, true) if wish.cancelled => Some("was cancelled and sent"),
        (PlannedAction::Send, state, true) if state != PlannedState::Over => Some("was sent and isn't over"),
        (_, PlannedState::Over, false) if !wish.perhaps_cancelled => Some("is over, and nothing was done"),
        (PlannedAction::Send, _, false) if wish.answered => Some("was answered as sent and wasn't"),
        (PlannedAction::Send, PlannedState::Due, _) => Some("is a message and became due"),
        (_, PlannedState::Refused, _) if !may_be_refused => Some("was refused for no reason"),
        _ => None,
    }
}

/// How each plan ended, as the first node has it.
fn states(evidence: &Evidence) -> BTreeMap<PlannedId, PlannedState> {
    let feeds = evidence.nodes.iter().take(1).flat_map(|node| &node.feeds);
    let own = feeds.filter(|(feed, _)| matches!(feed, FeedId::User(_)));
    let items = own.flat_map(|(_, (_, objects))| objects.values());
    let plans = items.filter_map(|item| if let Item::Planned(it) = item { Some(it) } else { None });
    plans.map(|planned: &Planned| (planned.id, planned.state)).collect()
}

/// Every plan that was answered for. Its owner has one request about it in flight.
fn wishes(entries: &[Entry]) -> BTreeMap<PlannedId, Wish<'_>> {
    let mut wishes = BTreeMap::new();
    for Entry { who, what, outcome, .. } in entries {
        let (is_stored, may_be) = match outcome {
            Outcome::Stored { .. } => (true, true),
            Outcome::Unknown { .. } => (false, true),
            Outcome::Refused { .. } => (false, false),
        };
        match (what, outcome) {
            (
                What::Plan { channel, action, text, due, .. },
                Outcome::Stored { planned: Some(planned), .. },
            ) => {
                wishes.entry(planned.id).or_insert_with(|| Wish {
                    who: *who,
                    channel: *channel,
                    action: *action,
                    text,
                    perhaps: BTreeSet::new(),
                    due: *due,
                    cancelled: false,
                    perhaps_cancelled: false,
                    hurried: false,
                    answered: false,
                });
            }
            (What::Replan { plan, text, due }, _) if may_be => {
                let Some(wish) = wishes.get_mut(plan) else { continue };
                if let Some(text) = text {
                    if is_stored {
                        wish.text = text;
                    } else {
                        wish.perhaps.insert(text);
                    }
                }
                wish.due = due.map_or(wish.due, |due| due.min(wish.due));
            }
            (What::Unplan { plan }, _) if may_be => {
                let Some(wish) = wishes.get_mut(plan) else { continue };
                wish.cancelled |= is_stored;
                wish.perhaps_cancelled = true;
            }
            (What::SendNow { plan }, _) => {
                let Some(wish) = wishes.get_mut(plan) else { continue };
                wish.hurried = true;
                wish.answered |= is_stored;
            }
            _ => {}
        }
    }
    wishes
}
