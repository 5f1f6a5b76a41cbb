//! Messages to be sent later and reminders: once, by whichever node, as far as one still may.

use std::{collections::BTreeMap, time::Duration};

use chat::{
    Chat, Refusal,
    planned::{PLANNED, PlanPatch, Planning},
};
use protocol::{
    Channel, Message, MessageKind, Obstacle, Planned, PlannedAction, PlannedState, Timestamp, limits,
};
use store::{Store, messages::Window};
use tokio::time::sleep;

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil},
    Stage, memory, node, sending,
};

const HOUR: i64 = 3_600;

fn at(seconds: i64) -> Timestamp {
    Timestamp::now().plus_seconds(seconds)
}

fn planning(text: &str, seconds: i64) -> Planning {
    Planning {
        nonce: protocol::MessageId::new().to_string(),
        action: PlannedAction::Send,
        thread: None,
        message: None,
        text: text.into(),
        due_at: at(seconds),
    }
}

fn reminder(of: &Message, seconds: i64) -> Planning {
    Planning { action: PlannedAction::Remind, message: Some(of.id), ..planning("", seconds) }
}

impl Stage {
    async fn plan(&self, cast: Cast, channel: &Channel, planning: Planning) -> Result<Planned, Refusal> {
        let reader = self.chat.reader(self.who(cast), channel.id).await?;
        Ok(self.chat.plan(&reader, planning).await?.0)
    }

    async fn later(&self, cast: Cast, channel: &Channel, text: &str) -> Planned {
        self.plan(cast, channel, planning(text, HOUR)).await.unwrap()
    }

    async fn plans(&self, cast: Cast) -> Vec<Planned> {
        self.chat.plans(self.who(cast)).await.unwrap()
    }

    /// What people said there, oldest first.
    async fn said(&self, channel: &Channel) -> Vec<Message> {
        let reader = self.chat.reader(self.who(Ada), channel.id).await.unwrap();
        let found = self.chat.history(&reader, None, Window::Latest, 100).await.unwrap().messages;
        found.into_iter().filter(|it| it.kind == MessageKind::Text).collect()
    }
}

#[tokio::test]
async fn a_planned_message_is_sent_once_when_its_time_comes() {
    let stage = Stage::new().await;
    let cleo = stage.who(Cleo).user;
    let planned = stage.later(Bela, &stage.harbour, &format!("tea, <@{cleo}>?")).await;
    assert_eq!(stage.plans(Bela).await, std::slice::from_ref(&planned));
    assert_eq!(stage.chat.carry_out_due(at(0)).await, Ok(0), "not yet");
    assert!(stage.said(&stage.harbour).await.is_empty());
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(1));
    let [sent] = &stage.said(&stage.harbour).await[..] else { panic!("one message") };
    assert_eq!((sent.author, &sent.mentions[..]), (stage.who(Bela).user, &[cleo][..]));
    assert_eq!(stage.chat.carry_out_due(at(9 * HOUR)).await, Ok(0), "once");
    assert!(stage.plans(Bela).await.is_empty());
    let gone = stage.chat.unplan(stage.who(Bela), planned.id).await;
    assert_eq!(gone.unwrap_err().code(), "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_at_it_at_once_send_it_once() {
    let store = memory();
    let (stage, other) = (Stage::on(&store).await, node(&store));
    for number in 0..40 {
        stage.later(Bela, &stage.harbour, &number.to_string()).await;
    }
    let (one, two) = (stage.chat.clone(), other);
    let one = tokio::spawn(async move { one.carry_out_due(at(HOUR)).await });
    let two = tokio::spawn(async move { two.carry_out_due(at(HOUR)).await });
    assert!(one.await.unwrap().is_ok() && two.await.unwrap().is_ok());
    each_once(&stage, 40).await;
    assert!(stage.plans(Bela).await.is_empty());
}

async fn each_once(stage: &Stage, count: usize) {
    let mut times = BTreeMap::<String, usize>::new();
    for message in stage.said(&stage.harbour).await {
        *times.entry(message.text).or_default() += 1;
    }
    assert!(times.len() == count && times.values().all(|&times| times == 1), "{times:?}");
}

/// Does what is due in an hour, as the duty does what is due now.
fn on_duty(chat: Chat) -> tokio::task::JoinHandle<()> {
    let term = Duration::from_millis(900);
    let worker = chat.clone();
    let work = move |_| {
        let chat = worker.clone();
        async move {
            loop {
                chat.carry_out_due(at(HOUR)).await.unwrap();
                sleep(Duration::from_millis(5)).await;
            }
        }
    };
    tokio::spawn(async move { chat.on_duty(PLANNED, term, work).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_dies_in_the_middle_leaves_the_rest_to_another() {
    let store = memory();
    let stage = Stage::on(&store).await;
    for number in 0..50 {
        stage.later(Bela, &stage.harbour, &number.to_string()).await;
    }
    let ada = on_duty(node(&store));
    while stage.said(&stage.harbour).await.len() < 5 {
        sleep(Duration::from_millis(1)).await;
    }
    ada.abort();
    drop(ada.await);
    assert!(!stage.plans(Bela).await.is_empty(), "it died in the middle");
    let bela = on_duty(node(&store));
    for _ in 0..600 {
        if stage.plans(Bela).await.is_empty() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(stage.plans(Bela).await, [], "taken over");
    bela.abort();
    each_once(&stage, 50).await;
}

/// As a node leaves it that dies after it began.
async fn begun(store: &Store, stage: &Stage, cast: Cast, planned: Planned) -> Planned {
    let sending = Planned { state: PlannedState::Sending, ..planned };
    store.replan(stage.who(cast).user, sending).await.unwrap().value
}

#[tokio::test]
async fn what_was_begun_is_finished_and_cannot_be_changed() {
    let store = memory();
    let stage = Stage::on(&store).await;
    let planned = stage.later(Bela, &stage.harbour, "ahoy").await;
    let planned = begun(&store, &stage, Bela, planned).await;
    let patch = PlanPatch { text: Some("else".into()), due_at: None };
    let late = stage.chat.replan(stage.who(Bela), planned.id, patch).await;
    assert_eq!(late.unwrap_err().code(), "being_sent");
    let late = stage.chat.unplan(stage.who(Bela), planned.id).await;
    assert_eq!(late.unwrap_err().code(), "being_sent");
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(1));
    assert_eq!(stage.said(&stage.harbour).await.len(), 1);
}

#[tokio::test]
async fn what_was_sent_just_before_a_death_is_sent_whatever_came_then() {
    let store = memory();
    let stage = Stage::on(&store).await;
    let planned = stage.later(Cleo, &stage.harbour, "ahoy").await;
    let planned = begun(&store, &stage, Cleo, planned).await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    let sent = chat::messages::Sending { nonce: format!("planned-{}", planned.id), ..sending("ahoy") };
    stage.chat.send(&cleo, sent).await.unwrap();
    stage.chat.leave(&cleo, cleo.user).await.unwrap();
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(1));
    assert_eq!(stage.said(&stage.harbour).await.len(), 1);
    assert!(stage.plans(Cleo).await.is_empty(), "not marked as refused");
}

/// Two at it at once may meet different things: one finds its owner outside, one back in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_is_over_whatever_another_met() {
    let store = memory();
    let (stage, other) = (Stage::on(&store).await, node(&store));
    for number in 0..30 {
        let text = number.to_string();
        let planned = stage.later(Cleo, &stage.harbour, &text).await;
        begun(&store, &stage, Cleo, planned).await;
        let (one, two) = (stage.chat.clone(), other.clone());
        let one = tokio::spawn(async move { one.carry_out_due(at(HOUR)).await });
        let cleo = stage.inside(Cleo, &stage.harbour).await;
        stage.chat.leave(&cleo, cleo.user).await.unwrap();
        let two = tokio::spawn(async move { two.carry_out_due(at(HOUR)).await });
        let reader = stage.chat.reader(stage.who(Cleo), stage.harbour.id).await.unwrap();
        stage.chat.join(&reader, vec![]).await.unwrap();
        assert!(one.await.unwrap().is_ok() && two.await.unwrap().is_ok());
        let is_said = stage.said(&stage.harbour).await.iter().any(|it| it.text == text);
        let is_open = stage.plans(Cleo).await.iter().any(|it| it.text == text);
        assert!(is_said != is_open, "{text} was sent: {is_said}, is open: {is_open}");
    }
}

#[tokio::test]
async fn what_one_may_not_write_any_more_stays_with_the_reason() {
    let stage = Stage::new().await;
    stage.later(Cleo, &stage.cove, "left").await;
    stage.later(Bela, &stage.harbour, "archived").await;
    stage.later(Emil, &stage.cove, "deactivated").await;
    let cleo = stage.inside(Cleo, &stage.cove).await;
    stage.chat.leave(&cleo, cleo.user).await.unwrap();
    let ada = stage.chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    stage.chat.deactivate(&ada, stage.who(Emil).user).await.unwrap();
    let harbour = stage.inside(Ada, &stage.harbour).await;
    let archive = |archived| store::channels::ChannelPatch { archived: Some(archived), ..Default::default() };
    stage.chat.update_channel(&harbour, archive(true)).await.unwrap();
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(3));
    assert!(stage.said(&stage.harbour).await.is_empty() && stage.said(&stage.cove).await.is_empty());
    for (cast, text, obstacle) in [
        (Cleo, "left", Obstacle::NotInside),
        (Bela, "archived", Obstacle::Archived),
        (Emil, "deactivated", Obstacle::Deactivated),
    ] {
        let [planned] = &stage.plans(cast).await[..] else { panic!("{text} is kept") };
        assert_eq!((planned.state, planned.obstacle), (PlannedState::Refused, Some(obstacle)));
        assert_eq!(planned.text, text);
    }
    assert_eq!(stage.chat.carry_out_due(at(2 * HOUR)).await, Ok(0), "not tried again by itself");
    // Told so when one tries, and sent once the reason is gone.
    let bela = stage.plans(Bela).await.remove(0).id;
    let refused = stage.chat.send_now(stage.who(Bela), bela).await;
    assert_eq!(refused.unwrap_err().code(), "channel_archived");
    stage.chat.update_channel(&harbour, archive(false)).await.unwrap();
    assert_eq!(stage.chat.send_now(stage.who(Bela), bela).await.unwrap().text, "archived");
    assert_eq!(stage.said(&stage.harbour).await.len(), 1);
}

#[tokio::test]
async fn a_plan_is_changed_sent_now_or_cancelled_by_its_owner_alone() {
    let stage = Stage::new().await;
    let planned = stage.later(Bela, &stage.harbour, "one").await;
    let bela = stage.who(Bela);
    let patch = || PlanPatch { text: Some("two".into()), due_at: Some(at(2 * HOUR)) };
    for cast in [Ada, Cleo] {
        let who = stage.who(cast);
        let tries = [
            stage.chat.replan(who, planned.id, patch()).await.err(),
            stage.chat.unplan(who, planned.id).await.err(),
            stage.chat.send_now(who, planned.id).await.err(),
        ];
        assert!(tries.iter().all(|it| it.as_ref().is_some_and(|it| it.code() == "not_found")), "{tries:?}");
    }
    stage.chat.replan(bela, planned.id, patch()).await.unwrap();
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(0), "later now");
    assert_eq!(stage.chat.send_now(bela, planned.id).await.unwrap().text, "two");
    assert_eq!(stage.chat.carry_out_due(at(3 * HOUR)).await, Ok(0));
    let other = stage.later(Bela, &stage.harbour, "never").await;
    assert_eq!(stage.chat.unplan(bela, other.id).await.unwrap().text, "", "nothing is kept of it");
    assert_eq!(stage.chat.carry_out_due(at(3 * HOUR)).await, Ok(0));
    assert_eq!(stage.said(&stage.harbour).await.len(), 1);
}

#[tokio::test]
async fn bad_plans_are_refused_with_what_would_be_right() {
    let stage = Stage::new().await;
    let said = stage.say(Ada, &stage.harbour, "root").await;
    let refused =
        async |cast, channel: &Channel, planning| stage.plan(cast, channel, planning).await.unwrap_err();
    let field = async |planning| refused(Bela, &stage.harbour, planning).await.field();
    assert_eq!(field(planning("late", -HOUR)).await, Some("due_at"));
    assert_eq!(field(planning("far", (limits::PLANNED_DAYS + 1) * 86_400)).await, Some("due_at"));
    assert_eq!(field(planning("  ", HOUR)).await, Some("text"));
    assert_eq!(field(planning(&"x".repeat(limits::MESSAGE_CHARS + 1), HOUR)).await, Some("text"));
    assert_eq!(field(Planning { message: Some(said.id), ..planning("hm", HOUR) }).await, Some("message"));
    let note = Planning { action: PlannedAction::Remind, ..planning("", HOUR) };
    assert_eq!(field(note).await, Some("text"), "a reminder of nothing");
    let long = Planning { text: "x".repeat(limits::NOTE_CHARS + 1), ..reminder(&said, HOUR) };
    assert_eq!(field(long).await, Some("text"));
    stage.plan(Bela, &stage.harbour, planning("under way", -60)).await.unwrap();
    assert_eq!(refused(Dora, &stage.harbour, planning("hm", HOUR)).await.code(), "forbidden", "not inside");
    assert_eq!(refused(Dora, &stage.cove, planning("hm", HOUR)).await.code(), "not_found");
    let elsewhere = reminder(&said, HOUR);
    assert_eq!(refused(Bela, &stage.cove, elsewhere).await.code(), "not_found", "no message of that channel");
    let deleted = stage.say(Ada, &stage.harbour, "gone").await;
    stage.chat.delete(&stage.inside(Ada, &stage.harbour).await, deleted.id).await.unwrap();
    assert_eq!(refused(Bela, &stage.harbour, reminder(&deleted, HOUR)).await.code(), "not_found");
}

#[tokio::test]
async fn a_reminder_comes_to_its_owner_until_dismissed() {
    let stage = Stage::new().await;
    let said = stage.say(Ada, &stage.harbour, "answer me").await;
    let dora = stage.who(Dora);
    let planned = stage.plan(Dora, &stage.harbour, reminder(&said, HOUR)).await.unwrap();
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(1));
    let [due] = &stage.plans(Dora).await[..] else { panic!("one reminder") };
    assert_eq!((due.id, due.state, due.obstacle), (planned.id, PlannedState::Due, None));
    assert_eq!(due.message, Some(said.id));
    assert_eq!(stage.said(&stage.harbour).await.len(), 1, "nobody else hears of it");
    assert_eq!(stage.chat.carry_out_due(at(2 * HOUR)).await, Ok(0));
    let again = PlanPatch { due_at: Some(at(2 * HOUR)), ..PlanPatch::default() };
    assert_eq!(stage.chat.replan(dora, due.id, again).await.unwrap().state, PlannedState::Waiting);
    assert_eq!(stage.chat.carry_out_due(at(2 * HOUR)).await, Ok(1));
    assert_eq!(stage.chat.send_now(dora, due.id).await.unwrap_err().code(), "invalid");
    stage.chat.unplan(dora, due.id).await.unwrap();
    assert!(stage.plans(Dora).await.is_empty());
}

#[tokio::test]
async fn a_reminder_says_when_its_message_is_not_to_be_seen_any_more() {
    let stage = Stage::new().await;
    let deleted = stage.say(Ada, &stage.harbour, "not for long").await;
    let hidden = stage.say(Ada, &stage.cove, "among us").await;
    stage.plan(Cleo, &stage.harbour, reminder(&deleted, 10)).await.unwrap();
    stage.plan(Cleo, &stage.cove, reminder(&hidden, 20)).await.unwrap();
    let note = Planning { action: PlannedAction::Remind, ..planning("water the plants", 30) };
    stage.plan(Cleo, &stage.harbour, note).await.unwrap();
    stage.chat.delete(&stage.inside(Ada, &stage.harbour).await, deleted.id).await.unwrap();
    let cleo = stage.inside(Cleo, &stage.cove).await;
    stage.chat.leave(&cleo, cleo.user).await.unwrap();
    assert_eq!(stage.chat.carry_out_due(at(HOUR)).await, Ok(3));
    let due = stage.plans(Cleo).await;
    let obstacles: Vec<_> = due.iter().map(|it| it.obstacle).collect();
    assert_eq!(obstacles, [Some(Obstacle::Gone), Some(Obstacle::NotInside), None]);
    assert!(due.iter().all(|it| it.state == PlannedState::Due));
}
