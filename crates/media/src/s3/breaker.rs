//! When the store failed several times in a row, it isn't asked for a while: who waits for
//! an answer learns at once that there is none, and a store that comes back isn't met by
//! everything that has piled up.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use crate::Error;

/// Failures in a row after which it rests.
const FAILURES: u32 = 3;
/// How long; then one is let through to see.
const REST: Duration = Duration::from_secs(5);

/// See the module.
#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    /// When the next may be let through, while it rests.
    resting_until: Option<Instant>,
}

impl Breaker {
    /// Asks, unless it rests.
    pub(super) async fn ask<T>(&self, asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.enter(Instant::now())?;
        let answer = asked.await;
        let failure = if let Err(Error::Unavailable(why)) = &answer { Some(why.as_str()) } else { None };
        self.note(failure, Instant::now());
        answer
    }

    /// Whether the store answered when it was asked last.
    pub(super) fn is_closed(&self) -> bool {
        self.with(|state| state.resting_until.is_none())
    }

    fn enter(&self, now: Instant) -> Result<(), Error> {
        self.with(|state| match &mut state.resting_until {
            Some(until) if now < *until => {
                Err(Error::Unavailable("it failed several times in a row and is left alone".to_owned()))
            }
            Some(until) => {
                // This one is let through; the others wait for what comes of it.
                *until = now + REST;
                Ok(())
            }
            None => Ok(()),
        })
    }

    fn note(&self, failure: Option<&str>, now: Instant) {
        self.with(|state| {
            let Some(why) = failure else {
                if state.resting_until.is_some() {
                    tracing::info!("the file store answers again");
                }
                *state = State::default();
                return;
            };
            state.failures = state.failures.saturating_add(1);
            if state.failures >= FAILURES {
                if state.resting_until.is_none() {
                    tracing::warn!(why, "the file store fails: it is tried again every 5 s");
                }
                state.resting_until = Some(now + REST);
            }
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        // Nothing in here panics halfway.
        change(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_after_failures_in_a_row_and_lets_one_through_later() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        breaker.note(Some("down"), start);
        breaker.note(Some("down"), start);
        breaker.note(None, start);
        breaker.note(Some("down"), start);
        breaker.note(Some("down"), start);
        assert!(breaker.is_closed() && breaker.enter(start).is_ok(), "an answer came in between");
        breaker.note(Some("down"), start);
        assert!(!breaker.is_closed() && breaker.enter(start).is_err());
        let later = start + REST;
        assert!(breaker.enter(later).is_ok(), "one is let through");
        assert!(breaker.enter(later).is_err(), "and only one");
        breaker.note(Some("down"), later);
        assert!(breaker.enter(later + REST / 2).is_err(), "it failed too");
        assert!(breaker.enter(later + REST).is_ok());
        breaker.note(None, later + REST);
        assert!(breaker.is_closed() && breaker.enter(later + REST).is_ok(), "it is back");
    }
}
