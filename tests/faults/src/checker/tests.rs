//! A history in which all is well, and every way of it being wrong: each must be caught.

mod plans;

use std::time::{Duration, Instant};

use protocol::{
    Changes, ChannelId, FeedId, File, FileId, FileState, Item, Message, MessageId, MessageKind, Reading,
    Timestamp, UserId, frame::ServerFrame,
};

use super::{End, Evidence, Fresh, Own, OwnChannel};
use crate::{
    history::{Entry, History, Outcome, What},
    replica::{self, Next, Replica},
};

const QUAY: ChannelId = ChannelId::from_u128(1);
const BELA: UserId = UserId::from_u128(2);
const CLEO: UserId = UserId::from_u128(3);

fn message(number: u64, rev: u64, kind: MessageKind) -> Message {
    let is_text = kind == MessageKind::Text;
    Message {
        id: MessageId::from_u128(number.into()),
        channel: QUAY,
        thread: None,
        seq: number,
        rev,
        ts: Timestamp(i64::try_from(number).unwrap()),
        author: BELA,
        kind,
        text: format!("text {number}"),
        files: vec![],
        previews: vec![],
        poll: None,
        reactions: vec![],
        mentions: vec![],
        mentions_all: false,
        nonce: is_text.then(|| format!("Bela-{number}")),
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
        pinned_by: None,
        replies: None,
    }
}

fn text(number: u64) -> Message {
    message(number, number, MessageKind::Text)
}

fn reading(read_seq: u64, generation: u64, rev: u64) -> Reading {
    Reading { channel: QUAY, thread: None, read_seq, generation, following: true, rev }
}

fn entry(what: What, outcome: Outcome) -> Entry {
    Entry { at: 0, took: 1, who: BELA, node: 0, what, outcome }
}

fn sent(message: &Message, outcome: Outcome) -> Entry {
    let nonce = message.nonce.clone().unwrap();
    let what = What::Send {
        channel: QUAY,
        thread: None,
        nonce,
        text: message.text.clone(),
        order: message.seq,
        files: message.files.iter().map(|file| file.id).collect(),
    };
    entry(what, outcome)
}

fn stored(message: &Message) -> Outcome {
    Outcome::Stored { status: 201, message: Some(Box::new(message.clone())), reading: None, planned: None }
}

fn unknown() -> Outcome {
    Outcome::Unknown { why: "hung up".to_owned() }
}

fn refused(status: u16) -> Outcome {
    Outcome::Refused { status, code: String::new() }
}

fn changes(from: u64, items: Vec<Item>) -> Changes {
    let feed = FeedId::Channel(QUAY);
    let to = items.iter().map(|item| replica::rev(feed, item)).max().unwrap_or(from);
    Changes { feed, from, to, items, more: false }
}

fn live(from: u64, message: &Message) -> ServerFrame {
    ServerFrame::Changes(changes(from, vec![Item::Message(message.clone())]))
}

/// A device that heard these, one after the other.
fn listener(messages: &[Message]) -> Replica {
    let mut replica = Replica { epoch: "e".to_owned(), ..Replica::default() };
    replica.cursors.insert(FeedId::Channel(QUAY), 0);
    for message in messages {
        let from = replica.cursors[&FeedId::Channel(QUAY)];
        assert_eq!(replica.take(live(from, message)), Next::Nothing);
    }
    replica
}

fn node(messages: &[Message], reading: Reading) -> Fresh {
    let mut replica = Replica::default();
    let page = changes(0, messages.iter().cloned().map(Item::Message).collect());
    replica.keep(&page);
    let feed = FeedId::Channel(QUAY);
    let last_seq = messages.last().map_or(0, |message| message.seq);
    let own = Own {
        cursors: [(feed, page.to)].into(),
        channels: [(QUAY, OwnChannel { reading, last_seq, mentions: vec![] })].into(),
    };
    Fresh {
        feeds: [(feed, (page.to, replica.feeds.remove(&feed).unwrap()))].into(),
        conversations: [(QUAY, messages.to_vec())].into(),
        people: [(BELA, own)].into(),
        files: messages.iter().flat_map(|it| &it.files).map(|it| (it.id, it.sha256.clone())).collect(),
        sightings: replica.sightings,
    }
}

/// Bela sends three messages; a device hears them; two nodes show them.
fn well() -> Evidence {
    let messages = [text(1), text(2), text(3)];
    let entries = messages.iter().map(|message| sent(message, stored(message))).collect();
    let end = End {
        name: "Bela's device".to_owned(),
        user: BELA,
        replica: listener(&messages),
        converged: Some(Duration::from_millis(20)),
    };
    Evidence {
        entries,
        readers: vec![end],
        nodes: vec![node(&messages, reading(1, 0, 1)), node(&messages, reading(1, 0, 1))],
        bound: Duration::from_secs(2),
        outsider: CLEO,
        begun: Some(Timestamp(0)),
    }
}

/// The same, shown and heard as something else.
fn with(messages: &[Message]) -> Evidence {
    let mut evidence = well();
    evidence.nodes = vec![node(messages, reading(1, 0, 1)), node(messages, reading(1, 0, 1))];
    evidence.readers[0].replica = listener(messages);
    evidence
}

#[track_caller]
fn finds(evidence: &Evidence, property: &str) {
    let found = evidence.judge();
    assert!(found.iter().any(|it| it.property == property), "{property} isn't among {found:?}");
}

#[track_caller]
fn finds_nothing(evidence: &Evidence) {
    assert_eq!(evidence.judge(), []);
}

#[test]
fn nothing_is_found_where_all_is_well() {
    finds_nothing(&well());
}

#[test]
fn p12_a_message_is_dated_by_a_wrong_clock() {
    for days in [1, -1] {
        let mut evidence = well();
        let Outcome::Stored { message: Some(message), .. } = &mut evidence.entries[0].outcome else {
            panic!()
        };
        message.ts = message.ts.plus_seconds(days * 86_400);
        finds(&evidence, "P12");
        evidence.begun = None;
        assert!(evidence.judge().iter().all(|it| it.property != "P12"), "nobody knows what time it was");
    }
}

#[test]
fn p1_an_answered_message_is_lost() {
    finds(&with(&[text(1), text(2)]), "P1");
}

#[test]
fn p1_an_answered_message_has_another_number() {
    let mut evidence = well();
    let Outcome::Stored { message: Some(message), .. } = &mut evidence.entries[0].outcome else { panic!() };
    message.seq = 9;
    finds(&evidence, "P1");
}

#[test]
fn p1_a_message_is_stored_as_something_else() {
    let mut evidence = well();
    let What::Send { text, .. } = &mut evidence.entries[0].what else { panic!() };
    *text = "what was really sent".to_owned();
    finds(&evidence, "P1");
}

#[test]
fn p1_an_edit_is_lost() {
    let mut evidence = well();
    let what = What::Edit { channel: QUAY, message: text(1).id, text: "edited".to_owned() };
    evidence.entries.push(entry(what.clone(), unknown()));
    finds_nothing(&evidence);
    evidence
        .entries
        .push(entry(what, Outcome::Stored { status: 200, message: None, reading: None, planned: None }));
    finds(&evidence, "P1");
}

#[test]
fn p1_a_reaction_is_lost() {
    let mut evidence = well();
    let what = What::React { channel: QUAY, message: text(1).id, emoji: "👍".to_owned() };
    evidence
        .entries
        .push(entry(what, Outcome::Stored { status: 200, message: None, reading: None, planned: None }));
    finds(&evidence, "P1");
}

/// The third message carries a file.
fn carrying() -> Evidence {
    let file = File {
        id: FileId::from_u128(1),
        owner: BELA,
        name: "cargo".to_owned(),
        size: 1,
        media_type: "text/plain".to_owned(),
        sha256: "5a".repeat(32),
        alt: String::new(),
        state: FileState::Ready,
        image: None,
        created_at: Timestamp(3),
    };
    let carrier = Message { files: vec![file], ..text(3) };
    let mut evidence = with(&[text(1), text(2), carrier.clone()]);
    evidence.entries[2] = sent(&carrier, stored(&carrier));
    evidence
}

#[test]
fn p1_bytes_of_a_file_are_lost_or_others() {
    finds_nothing(&carrying());
    for held in ["404", &"a5".repeat(32)] {
        let mut evidence = carrying();
        evidence.nodes[1].files.insert(FileId::from_u128(1), held.to_owned());
        finds(&evidence, "P1");
    }
    let mut evidence = carrying();
    evidence.nodes[1].files.clear();
    finds(&evidence, "P1");
}

#[test]
fn p1_a_message_carries_a_file_that_is_not_ready_or_none() {
    let mut evidence = carrying();
    let Outcome::Stored { message: Some(message), .. } = &mut evidence.entries[2].outcome else { panic!() };
    message.files.clear();
    finds(&evidence, "P1");
    let mut unready = carrying().nodes[0].conversations[&QUAY][2].clone();
    unready.files[0].state = FileState::Uploading;
    finds(&with(&[text(1), text(2), unready]), "P1");
}

#[test]
fn p2_a_nonce_is_there_twice() {
    let double = Message { nonce: Some("Bela-3".to_owned()), ..text(4) };
    finds(&with(&[text(1), text(2), text(3), double]), "P2");
}

#[test]
fn p3_two_saw_different_content_at_one_position() {
    let mut evidence = well();
    let other = Message { text: "something else".to_owned(), ..text(2) };
    let item = Item::Message(other);
    replica::see(&mut evidence.readers[0].replica.sightings, FeedId::Channel(QUAY), &item);
    finds(&evidence, "P3");
}

#[test]
fn p3_a_sender_was_answered_with_what_others_did_not_see() {
    let mut evidence = well();
    let Outcome::Stored { message: Some(message), .. } = &mut evidence.entries[0].outcome else { panic!() };
    message.text = "something else".to_owned();
    finds(&evidence, "P3");
}

#[test]
fn p3_two_objects_at_one_position() {
    finds(&with(&[text(1), text(2), Message { rev: 2, ..text(3) }]), "P3");
}

#[test]
fn p3_a_conversation_has_a_hole() {
    finds(&with(&[text(1), text(2), text(3), text(5)]), "P3");
}

#[test]
fn p4_a_frame_carries_what_is_not_in_it() {
    let mut replica = listener(&[text(1), text(2)]);
    replica.take(live(2, &text(1)));
    let mut evidence = well();
    evidence.readers[0].replica.broken = replica.broken;
    finds(&evidence, "P4");
}

#[test]
fn p5_a_device_lacks_something() {
    let mut evidence = well();
    evidence.readers[0].replica = listener(&[text(1), text(3)]);
    finds(&evidence, "P5");
}

#[test]
fn p5_a_device_has_something_too_many() {
    let mut evidence = well();
    evidence.readers[0].replica = listener(&[text(1), text(2), text(3), text(4)]);
    finds(&evidence, "P5");
}

#[test]
fn p5_a_device_is_late_or_never_there() {
    let mut evidence = well();
    evidence.readers[0].converged = Some(Duration::from_secs(3));
    finds(&evidence, "P5");
    evidence.readers[0].converged = None;
    finds(&evidence, "P5");
}

#[test]
fn p5_two_nodes_differ() {
    let mut evidence = well();
    evidence.nodes[1] = node(&[text(1), text(2)], reading(1, 0, 1));
    finds(&evidence, "P5");
}

#[test]
fn p5_history_and_feed_differ() {
    let mut evidence = well();
    evidence.nodes[0].conversations.get_mut(&QUAY).unwrap()[2].text = "something else".to_owned();
    finds(&evidence, "P5");
}

#[test]
fn p6_a_senders_messages_change_places() {
    let swapped = |number: u64, other: u64| Message { nonce: Some(format!("Bela-{other}")), ..text(number) };
    finds(&with(&[text(1), swapped(2, 3), swapped(3, 2)]), "P6");
}

#[test]
fn p7_another_node_does_not_know_yet() {
    let look = What::Look { channel: QUAY, message: text(1).id, rev: 4 };
    let mut evidence = well();
    evidence.entries.push(entry(look.clone(), refused(503)));
    finds_nothing(&evidence);
    evidence.entries.push(entry(look.clone(), refused(404)));
    finds(&evidence, "P7");
    let mut evidence = well();
    evidence.entries.push(entry(look, stored(&text(1))));
    finds(&evidence, "P7");
}

#[test]
fn p8_a_page_leads_elsewhere() {
    let mut evidence = well();
    evidence.readers[0].replica.pages = 1;
    finds_nothing(&evidence);
    let page = changes(0, vec![Item::Message(Message { rev: 9, ..text(3) })]);
    evidence.readers[0].replica.keep(&page);
    finds(&evidence, "P8");
}

#[test]
fn p10_the_removed_is_let_in_or_told() {
    let mut evidence = well();
    evidence.entries.push(entry(What::Peep { channel: QUAY }, refused(404)));
    finds_nothing(&evidence);
    evidence.entries.push(entry(What::Peep { channel: QUAY }, stored(&text(1))));
    finds(&evidence, "P10");

    let left = message(4, 4, MessageKind::Left { users: vec![CLEO] });
    let back = message(6, 6, MessageKind::Joined { users: vec![CLEO] });
    let all = [text(1), text(2), text(3), left.clone(), text(5), back];
    let mut evidence = with(&all);
    evidence.entries.push(sent(&text(5), stored(&text(5))));
    let heard = |messages: &[Message]| End {
        name: "Cleo's device".to_owned(),
        user: CLEO,
        replica: listener(messages),
        converged: Some(Duration::ZERO),
    };
    evidence.readers.push(heard(&[text(1), text(2), text(3), left]));
    finds_nothing(&evidence);
    evidence.readers[1] = heard(&all[..5]);
    finds(&evidence, "P10");
}

#[test]
fn p10_a_feed_is_told_that_is_not_followed() {
    let mut replica = Replica::default();
    replica.take(live(0, &text(1)));
    assert_eq!(replica.broken[0].property, "P10");
}

#[test]
fn p11_an_unknown_outcome_is_never_settled() {
    let mut evidence = well();
    evidence.entries.push(sent(&text(4), unknown()));
    finds(&evidence, "P11");
}

#[test]
fn p13_the_database_becomes_another_one() {
    let mut replica = listener(&[]);
    let ready = |epoch: &str| ServerFrame::Ready {
        epoch: epoch.to_owned(),
        user: BELA,
        heartbeat: 25,
        presence: [].into(),
    };
    assert_eq!(replica.take(ready("e")), Next::Ready);
    assert_eq!(replica.broken, []);
    replica.take(ready("f"));
    assert_eq!(replica.broken[0].property, "P13");
}

#[test]
fn p14_a_cursor_goes_back_or_past_the_end() {
    let mut evidence = well();
    evidence.readers[0].replica.readings = vec![reading(3, 0, 1), reading(1, 1, 2), reading(2, 1, 3)];
    finds_nothing(&evidence);
    evidence.readers[0].replica.readings = vec![reading(3, 0, 1), reading(2, 0, 2)];
    finds(&evidence, "P14");
    let messages = [text(1), text(2), text(3)];
    let mut evidence = well();
    evidence.nodes[0] = node(&messages, reading(4, 0, 1));
    finds(&evidence, "P14");
}

#[test]
fn p15_the_refused_is_there() {
    let mut evidence = well();
    evidence.entries[2].outcome = refused(503);
    finds(&evidence, "P15");
    evidence.entries.pop();
    finds(&evidence, "P15");
}

#[test]
fn p17_mentions_are_miscounted() {
    let mut evidence = well();
    let own = evidence.nodes[1].people.get_mut(&BELA).unwrap();
    own.channels.get_mut(&QUAY).unwrap().mentions = vec![2];
    finds(&evidence, "P17");
    let addressed = Message { mentions_all: true, ..text(3) };
    let mut evidence = with(&[text(1), text(2), addressed.clone()]);
    evidence.entries[2].outcome = stored(&addressed);
    finds(&evidence, "P17");
}

#[test]
fn a_gap_is_asked_for_and_old_frames_change_nothing() {
    let mut replica = listener(&[text(1)]);
    assert_eq!(replica.take(live(2, &text(3))), Next::Ask(FeedId::Channel(QUAY)));
    assert_eq!(replica.gaps, 1);
    let both = changes(1, vec![Item::Message(text(2)), Item::Message(text(3))]);
    replica.fill(&both);
    let before = replica.feeds.clone();
    assert_eq!(replica.take(live(1, &text(2))), Next::Nothing);
    assert_eq!((replica.feeds, replica.broken), (before, vec![]));
}

#[test]
fn a_reset_has_no_cursor_before_it_is_fetched() {
    let mut replica = listener(&[text(1)]);
    let feed = FeedId::Channel(QUAY);
    assert_eq!(replica.take(ServerFrame::Reset { feed, to: 9 }), Next::Fetch(feed, 9));
    assert!(replica.cursors.is_empty() && replica.feeds.is_empty());
}

#[test]
fn the_log_is_bounded_and_says_so() {
    let history = History::new();
    let what = What::Peep { channel: QUAY };
    for _ in 0..crate::history::BOUND {
        history.note(Instant::now(), CLEO, 0, what.clone(), refused(404));
    }
    assert!(history.entries().is_err());
}
