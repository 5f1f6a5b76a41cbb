//! Owing e-mails: who may be written to, what is owed.

use protocol::{Level, MissedMail, Notices, Timestamp, UserId};

use super::Town;
use crate::{Store, channels::MembershipPatch, misses::Missed, people::AccountPatch};

pub async fn only_who_is_there_and_wants_mail_is_written_to(store: &Store) {
    let town = Town::new(store).await;
    let (ada, bela, cleo) = (town.ada, town.bela, town.cleo);
    let patch = |missed, zone: Option<&str>| AccountPatch {
        notices: Some(Notices { missed, ..Notices::default() }),
        time_zone: zone.map(str::to_owned),
        ..AccountPatch::default()
    };
    let found = async |among: Option<&[UserId]>| {
        let found = store.correspondents(town.general, among).await.unwrap();
        found.into_iter().map(|it| (it.user, it.muted, it.level, it.missed, it.time_zone)).collect::<Vec<_>>()
    };
    let usual = |user| (user, false, Level::Mentions, MissedMail::Soon, String::new());
    let mut all = [ada, bela, cleo].map(usual);
    all.sort_unstable_by_key(|it| it.0);
    assert_eq!(found(None).await, all, "who chose nothing is written to");
    assert_eq!(found(Some(&[bela])).await, [usual(bela)]);
    assert_eq!(found(Some(&[])).await, []);
    store.update_account(ada, patch(MissedMail::Never, None)).await.unwrap();
    let done = store.update_account(bela, patch(MissedMail::Daily, Some("Asia/Tokyo"))).await.unwrap();
    assert_eq!(done.value.notices.missed, MissedMail::Daily);
    assert_eq!(store.account(bela).await.unwrap().notices, done.value.notices);
    let muted = MembershipPatch { muted: Some(true), level: Some(Level::All), starred: None };
    store.update_membership(town.general, bela, muted).await.unwrap();
    let daily = (bela, true, Level::All, MissedMail::Daily, "Asia/Tokyo".to_owned());
    assert_eq!(found(Some(&[ada, bela])).await, std::slice::from_ref(&daily));
    store.set_active(cleo, false).await.unwrap();
    assert_eq!(found(None).await, [daily]);
    store.leave(town.general, ada, bela, Timestamp::now()).await.unwrap();
    assert_eq!(found(None).await, []);
    assert_eq!(found(Some(&[bela])).await, []);
}

fn missed(user: UserId, first: i64, last: i64, due_at: i64) -> Missed {
    Missed { user, first: Timestamp(first), last: Timestamp(last), due_at: Timestamp(due_at), tries: 0 }
}

pub async fn one_is_owed_from_the_first_to_the_last(store: &Store) {
    let (ada, bela) = (UserId::new(), UserId::new());
    let due = async |by, limit| store.due_missed(Timestamp(by), limit).await.unwrap();
    store.add_missed(vec![missed(ada, 5, 5, 900), missed(bela, 6, 6, 1_000)]).await.unwrap();
    assert_eq!(due(899, 10).await, []);
    assert_eq!(due(1_000, 10).await, [missed(ada, 5, 5, 900), missed(bela, 6, 6, 1_000)]);
    assert_eq!(due(1_000, 1).await, [missed(ada, 5, 5, 900)]);
    // More doesn't put it off; what is wanted sooner comes sooner.
    store.add_missed(vec![missed(ada, 9, 9, 5_000), missed(bela, 4, 8, 700)]).await.unwrap();
    let (of_ada, of_bela) = (missed(ada, 5, 9, 900), missed(bela, 4, 8, 700));
    assert_eq!(due(1_000, 10).await, [of_bela.clone(), of_ada.clone()]);
    // One was written while the one before was sent.
    store.add_missed(vec![missed(ada, 12, 12, 6_000)]).await.unwrap();
    store.end_missed(&of_ada, Timestamp(2_000)).await.unwrap();
    store.end_missed(&of_bela, Timestamp(2_000)).await.unwrap();
    assert_eq!(due(i64::MAX, 10).await, [missed(ada, 10, 12, 2_000)]);
    store.end_missed(&missed(ada, 10, 12, 2_000), Timestamp(3_000)).await.unwrap();
    assert_eq!(due(i64::MAX, 10).await, []);
    store.add_missed(Vec::new()).await.unwrap();
}

pub async fn what_fails_is_put_off(store: &Store) {
    let (ada, bela) = (UserId::new(), UserId::new());
    store.add_missed(vec![missed(ada, 5, 5, 900), missed(bela, 6, 6, 1_000)]).await.unwrap();
    store.put_off_missed(ada, Timestamp(2_000), true).await.unwrap();
    store.put_off_missed(bela, Timestamp(1_500), false).await.unwrap();
    store.put_off_missed(bela, Timestamp(1_200), false).await.unwrap();
    store.put_off_missed(UserId::new(), Timestamp(9), true).await.unwrap();
    let failed = Missed { tries: 1, ..missed(ada, 5, 5, 2_000) };
    let found = store.due_missed(Timestamp(2_000), 10).await.unwrap();
    assert_eq!(found, [missed(bela, 6, 6, 1_500), failed.clone()]);
    store.add_missed(vec![missed(ada, 7, 7, 8_000)]).await.unwrap();
    let found = store.due_missed(Timestamp(2_000), 10).await.unwrap();
    assert_eq!(found[1], Missed { last: Timestamp(7), ..failed }, "it was tried all the same");
}
