//! Leases: one holder at a time, taken over when silent, old ones fenced off.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{
    Error, Store,
    leases::{Candidate, LeaseState},
};

/// Short, so that the tests are.
const TERM: Duration = Duration::from_millis(400);

fn candidate(store: &Store, holder: &str) -> Candidate {
    Candidate::new(store.clone(), "sweep", holder, TERM)
}

pub async fn a_lease_has_one_holder_even_when_all_ask_at_once(store: &Store) {
    assert_eq!(store.lease("sweep").await.unwrap(), LeaseState::default());
    let all: Vec<_> = (0..16)
        .map(|number| {
            let mut candidate = candidate(store, &format!("node {number}"));
            tokio::spawn(async move { candidate.take().await.unwrap() })
        })
        .collect();
    let mut fences = Vec::new();
    for one in all {
        fences.extend(one.await.unwrap().map(|lease| lease.fence));
    }
    assert_eq!(fences, [1], "one has it");
    let mut other = Candidate::new(store.clone(), "digest", "node 20", TERM);
    assert!(other.take().await.unwrap().is_some(), "another lease is nobody's yet");
}

pub async fn a_holder_renews_and_keeps_its_fence(store: &Store) {
    let (mut ada, mut bela) = (candidate(store, "ada"), candidate(store, "bela"));
    let first = ada.take().await.unwrap().unwrap();
    let (started, mut until) = (Instant::now(), first.until);
    while started.elapsed() < 3 * TERM {
        let lease = ada.take().await.unwrap().unwrap();
        assert!(lease.fence == first.fence && lease.until > until);
        until = lease.until;
        assert_eq!(bela.take().await.unwrap(), None, "who is heard of isn't robbed");
        sleep(TERM / 8).await;
    }
    assert!(store.lease("sweep").await.unwrap().beat > 3);
}

pub async fn a_silent_holder_gives_way_after_its_term_and_not_before(store: &Store) {
    let (mut ada, mut bela) = (candidate(store, "ada"), candidate(store, "bela"));
    let lease = ada.take().await.unwrap().unwrap();
    let taken = loop {
        match bela.take().await.unwrap() {
            Some(taken) => break taken,
            None => sleep(TERM / 20).await,
        }
        assert!(lease.until.elapsed() < 20 * TERM, "nobody took over");
    };
    assert!(Instant::now() > lease.until, "not while the other could still believe in it");
    assert_eq!(taken.fence, lease.fence + 1);
    assert_eq!(ada.take().await.unwrap(), None, "it is the other's now");
}

/// Whoever looks for the first time can't know how long the holder has been silent.
pub async fn a_newcomer_waits_for_the_whole_term(store: &Store) {
    candidate(store, "ada").take().await.unwrap().unwrap();
    sleep(TERM * 2).await;
    assert_eq!(candidate(store, "bela").take().await.unwrap(), None);
}

pub async fn an_old_holder_is_fenced_off(store: &Store) {
    let (mut ada, mut bela) = (candidate(store, "ada"), candidate(store, "bela"));
    let old = ada.take().await.unwrap().unwrap();
    store.note_lease("sweep", old.fence, "swept A").await.unwrap();
    let stale = store.lease("sweep").await.unwrap();
    assert_eq!(bela.take().await.unwrap(), None);
    sleep(TERM * 2).await;
    let new = bela.take().await.unwrap().unwrap();
    assert_eq!(store.lease("sweep").await.unwrap().note, "swept A", "what was noted passes on");
    store.note_lease("sweep", new.fence, "swept B").await.unwrap();
    // Ada wakes up: nothing it still knows does anything.
    assert_eq!(store.note_lease("sweep", old.fence, "late").await, Err(Error::Conflict("lease")));
    assert_eq!(store.take_lease("sweep", &stale, "ada", TERM).await.unwrap(), None);
    ada.give_up(old).await.unwrap();
    let state = store.lease("sweep").await.unwrap();
    assert_eq!((state.holder.as_deref(), state.note.as_str()), (Some("bela"), "swept B"));
}

pub async fn a_lease_given_up_is_free_at_once(store: &Store) {
    let (mut ada, mut bela) = (candidate(store, "ada"), candidate(store, "bela"));
    let old = ada.take().await.unwrap().unwrap();
    ada.give_up(old).await.unwrap();
    assert_eq!(store.note_lease("sweep", old.fence, "late").await, Err(Error::Conflict("lease")));
    let new = bela.take().await.unwrap().unwrap();
    assert_eq!(new.fence, old.fence + 1);
}
