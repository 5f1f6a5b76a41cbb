//! One plan that becomes a message, a reminder that becomes due, and all that may go wrong with
//! them.

use protocol::{Planned, PlannedAction, PlannedId, PlannedState, WorkspaceId};

use super::*;

const SENT: PlannedId = PlannedId::from_u128(7);
const REMINDER: PlannedId = PlannedId::from_u128(8);
/// When both are due.
const DUE: Timestamp = Timestamp(4);

fn planned(id: PlannedId, action: PlannedAction, state: PlannedState) -> Planned {
    Planned {
        id,
        action,
        workspace: WorkspaceId::from_u128(1),
        channel: QUAY,
        thread: None,
        message: None,
        text: String::new(),
        due_at: DUE,
        state,
        obstacle: None,
        created_at: Timestamp(1),
        rev: if id == SENT { 1 } else { 2 },
    }
}

fn answer(planned: &Planned) -> Outcome {
    Outcome::Stored { status: 201, message: None, reading: None, planned: Some(Box::new(planned.clone())) }
}

fn asked(action: PlannedAction, id: PlannedId) -> Entry {
    let what =
        What::Plan { channel: QUAY, nonce: id.to_string(), action, text: "text 4".to_owned(), due: DUE };
    entry(what, answer(&planned(id, action, PlannedState::Waiting)))
}

fn of_plan(message: Message) -> Message {
    Message { nonce: Some(format!("planned-{SENT}")), ..message }
}

/// How both ended, and what was sent besides the three messages.
fn ended(sent: Option<Message>, send: PlannedState, remind: PlannedState) -> Evidence {
    let messages: Vec<Message> = [text(1), text(2), text(3)].into_iter().chain(sent).collect();
    let mut evidence = with(&messages);
    evidence.entries.push(asked(PlannedAction::Send, SENT));
    evidence.entries.push(asked(PlannedAction::Remind, REMINDER));
    let plans = [planned(SENT, PlannedAction::Send, send), planned(REMINDER, PlannedAction::Remind, remind)];
    let feed = FeedId::User(BELA);
    let mut replica = Replica::default();
    let items = plans.into_iter().map(Item::Planned).collect();
    replica.keep(&Changes { feed, from: 0, to: 2, items, more: false });
    for node in &mut evidence.nodes {
        node.feeds.insert(feed, (2, replica.feeds[&feed].clone()));
    }
    evidence
}

fn done() -> Evidence {
    ended(Some(of_plan(text(4))), PlannedState::Over, PlannedState::Due)
}

#[test]
fn nothing_is_found_where_plans_are_done() {
    finds_nothing(&done());
}

#[test]
fn p16_a_plan_is_lost_or_left_undone() {
    let mut evidence = done();
    for node in &mut evidence.nodes {
        node.feeds.remove(&FeedId::User(BELA));
    }
    finds(&evidence, "P16");
    for state in [PlannedState::Waiting, PlannedState::Sending, PlannedState::Over, PlannedState::Refused] {
        finds(&ended(None, state, PlannedState::Due), "P16");
    }
    for state in [PlannedState::Waiting, PlannedState::Over] {
        finds(&ended(Some(of_plan(text(4))), PlannedState::Over, state), "P16");
    }
}

#[test]
fn p16_what_was_sent_is_told_as_refused() {
    finds(&ended(Some(of_plan(text(4))), PlannedState::Refused, PlannedState::Due), "P16");
}

#[test]
fn p16_the_cancelled_is_sent() {
    let mut evidence = done();
    let cancel = What::Unplan { plan: SENT };
    evidence.entries.push(entry(cancel.clone(), unknown()));
    finds_nothing(&evidence);
    let over = planned(SENT, PlannedAction::Send, PlannedState::Over);
    evidence.entries.push(entry(cancel.clone(), answer(&over)));
    finds(&evidence, "P16");
    let mut evidence = ended(None, PlannedState::Over, PlannedState::Due);
    evidence.entries.push(entry(cancel, answer(&over)));
    finds_nothing(&evidence);
}

#[test]
fn p16_it_is_sent_too_early_or_as_something_else() {
    let early = Message { ts: Timestamp(3), ..of_plan(text(4)) };
    let mut evidence = ended(Some(early), PlannedState::Over, PlannedState::Due);
    finds(&evidence, "P16");
    evidence.entries.push(entry(What::SendNow { plan: SENT }, unknown()));
    finds_nothing(&evidence);

    let mut evidence = done();
    let change = What::Replan { plan: SENT, text: Some("another".to_owned()), due: None };
    evidence.entries.push(entry(change.clone(), refused(409)));
    evidence.entries.push(entry(change.clone(), unknown()));
    finds_nothing(&evidence);
    let waiting = planned(SENT, PlannedAction::Send, PlannedState::Waiting);
    evidence.entries.push(entry(change, answer(&waiting)));
    finds(&evidence, "P16");
}

#[test]
fn p16_it_was_answered_as_sent_and_is_not() {
    let mut evidence = ended(None, PlannedState::Over, PlannedState::Due);
    evidence.entries.push(entry(What::Unplan { plan: SENT }, unknown()));
    finds_nothing(&evidence);
    evidence.entries.push(entry(What::SendNow { plan: SENT }, stored(&of_plan(text(4)))));
    finds(&evidence, "P16");
}

#[test]
fn p16_nobody_planned_it() {
    let mut evidence = done();
    evidence.entries.retain(|entry| !matches!(entry.what, What::Plan { .. }));
    finds(&evidence, "P16");
}

#[test]
fn p16_it_is_sent_for_one_who_is_out() {
    let left = message(3, 3, MessageKind::Left { users: vec![BELA] });
    let all = [text(1), text(2), left, of_plan(text(4))];
    let mut evidence = done();
    evidence.outsider = BELA;
    finds_nothing(&evidence);
    let shown = with(&all);
    for (node, shown) in evidence.nodes.iter_mut().zip(shown.nodes) {
        let plans = node.feeds.remove(&FeedId::User(BELA)).unwrap();
        *node = shown;
        node.feeds.insert(FeedId::User(BELA), plans);
    }
    finds(&evidence, "P16");
}
