//! What is to be done later.

use protocol::{
    Item, Obstacle, Planned, PlannedAction, PlannedId, PlannedState, Timestamp, WorkspaceId, limits,
};

use super::{Town, message};
use crate::{Error, Store, messages::NewMessage};

/// A message for `#general`, due in so many seconds.
pub fn planned(town: &Town, text: &str, seconds: i64) -> Planned {
    let now = Timestamp::now();
    Planned {
        id: PlannedId::new(),
        action: PlannedAction::Send,
        workspace: town.workspace,
        channel: town.general,
        thread: None,
        message: None,
        text: text.into(),
        due_at: now.plus_seconds(seconds),
        state: PlannedState::Waiting,
        obstacle: None,
        created_at: now,
        rev: 0,
    }
}

pub async fn a_plan_is_kept_until_it_is_over(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.bela, "root").await;
    let reminder = Planned {
        action: PlannedAction::Remind,
        thread: Some(root.id),
        message: Some(root.id),
        ..planned(&town, "ask again", 50)
    };
    let later = store.plan(town.ada, "one", planned(&town, "good morning", 60)).await.unwrap();
    let (later, new) = later.value;
    assert!(new && later.rev > 0);
    let sooner = store.plan(town.ada, "two", reminder.clone()).await.unwrap();
    assert_eq!(sooner.value.0, Planned { rev: sooner.value.0.rev, ..reminder });
    assert_eq!(sooner.changes[0].items, [Item::Planned(sooner.value.0.clone())]);
    assert_eq!(store.plans(town.ada).await.unwrap(), [sooner.value.0.clone(), later.clone()]);
    assert_eq!(store.plans(town.bela).await.unwrap(), []);
    assert_eq!(store.planned(town.ada, later.id).await.unwrap(), later);
    assert_eq!(store.planned(town.bela, later.id).await, Err(Error::NotFound), "another's");
    let over = Planned { state: PlannedState::Over, text: String::new(), ..later.clone() };
    let stolen = store.replan(town.bela, over.clone()).await;
    assert_eq!(stolen.unwrap_err(), Error::NotFound);
    let done = store.replan(town.ada, over).await.unwrap();
    assert_eq!(done.changes[0].items, [Item::Planned(done.value.clone())], "other devices forget it");
    assert_eq!(store.plans(town.ada).await.unwrap(), [sooner.value.0]);
}

pub async fn the_same_plan_sent_twice_is_one(store: &Store) {
    let town = Town::new(store).await;
    let again = || store.plan(town.ada, "one", planned(&town, "once", 60));
    let (first, second) = tokio::join!(again(), again());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.value.0, second.value.0);
    assert_ne!(first.value.1, second.value.1, "one of them is new");
    assert_eq!(first.changes.len() + second.changes.len(), 1);
    let others = store.plan(town.bela, "one", planned(&town, "bela's", 60)).await.unwrap();
    assert!(others.value.1, "a nonce is its person's");
    assert_eq!(store.plans(town.ada).await.unwrap().len(), 1);
}

pub async fn of_two_changes_at_once_one_is_refused(store: &Store) {
    let town = Town::new(store).await;
    let first = store.plan(town.ada, "one", planned(&town, "once", 60)).await.unwrap().value.0;
    let sending = Planned { state: PlannedState::Sending, ..first.clone() };
    let edited = Planned { text: "twice".into(), ..first.clone() };
    let (sending, edited) =
        tokio::join!(store.replan(town.ada, sending), store.replan(town.ada, edited.clone()));
    assert!(sending.is_ok() != edited.is_ok());
    let refused = if sending.is_ok() { edited } else { sending };
    assert_eq!(refused.unwrap_err(), Error::Conflict("planned"));
    // What it is stays, whatever comes along.
    let now = store.planned(town.ada, first.id).await.unwrap();
    let moved = Planned { workspace: WorkspaceId::new(), obstacle: Some(Obstacle::Gone), ..now };
    let kept = store.replan(town.ada, moved).await.unwrap().value;
    assert_eq!((kept.workspace, kept.obstacle), (town.workspace, Some(Obstacle::Gone)));
}

pub async fn what_is_due_is_found_by_time(store: &Store) {
    let town = Town::new(store).await;
    let plan = async |user, nonce, seconds| {
        store.plan(user, nonce, planned(&town, nonce, seconds)).await.unwrap().value.0
    };
    let second = plan(town.ada, "second", 20).await;
    let first = plan(town.bela, "first", 10).await;
    let third = plan(town.ada, "third", 30).await;
    let refused = plan(town.cleo, "refused", 5).await;
    let state = PlannedState::Refused;
    store.replan(town.cleo, Planned { state, ..refused }).await.unwrap();
    let sending = Planned { state: PlannedState::Sending, ..second };
    let sending = store.replan(town.ada, sending).await.unwrap().value;
    let due =
        async |seconds, limit| store.due_plans(Timestamp::now().plus_seconds(seconds), limit).await.unwrap();
    assert_eq!(due(0, 10).await, []);
    assert_eq!(due(25, 10).await, [(town.bela, first.clone()), (town.ada, sending.clone())]);
    assert_eq!(due(60, 2).await, [(town.bela, first), (town.ada, sending.clone())]);
    let over = Planned { state: PlannedState::Over, ..sending };
    store.replan(town.ada, over).await.unwrap();
    assert_eq!(due(60, 10).await[1..], [(town.ada, third)]);
}

pub async fn nobody_plans_without_end(store: &Store) {
    let town = Town::new(store).await;
    let mut last = None;
    for number in 0..limits::PLANNED {
        let plan = planned(&town, "many", 60);
        last = Some(store.plan(town.ada, &number.to_string(), plan).await.unwrap().value.0);
    }
    let more = store.plan(town.ada, "more", planned(&town, "more", 60)).await;
    assert_eq!(more.unwrap_err(), Error::Conflict("planned_full"));
    let known = store.plan(town.ada, "0", planned(&town, "many", 60)).await.unwrap();
    assert!(!known.value.1, "what is there already is still answered");
    let over = Planned { state: PlannedState::Over, ..last.unwrap() };
    store.replan(town.ada, over).await.unwrap();
    assert!(store.plan(town.ada, "more", planned(&town, "more", 60)).await.unwrap().value.1);
    assert!(store.plan(town.bela, "hers", planned(&town, "hers", 60)).await.unwrap().value.1);
}

pub async fn a_sent_nonce_is_known(store: &Store) {
    let town = Town::new(store).await;
    let new = NewMessage { nonce: "mine".into(), ..message(town.general, town.ada, "ahoy") };
    let said = store.append(new).await.unwrap().value.0;
    let sent = |author, nonce| store.sent(town.general, author, nonce);
    assert_eq!(sent(town.ada, "mine").await.unwrap(), Some(said.id));
    assert_eq!(sent(town.bela, "mine").await.unwrap(), None);
    assert_eq!(sent(town.ada, "other").await.unwrap(), None);
    store.delete(town.general, said.id, Timestamp::now()).await.unwrap();
    assert_eq!(sent(town.ada, "mine").await.unwrap(), Some(said.id), "deleted ones too");
}
