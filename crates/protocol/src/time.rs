//! Time on the wire: microseconds since the Unix epoch, UTC. Clocks order nothing here;
//! they only tell people when.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, example = 1712345678000100i64)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The wall clock's present reading.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    /// This time moved later by so many seconds (earlier when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds since the Unix epoch.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
}

/// Tells the time: this machine's, until it's set by another machine that many share. From
/// then on it goes by the monotonic clock, and a step of this machine's clock changes nothing.
/// Clones are the same clock.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Hands>);

#[derive(Debug)]
struct Hands {
    begun: Instant,
    /// The time at `begun`, in microseconds; [`UNSET`] while it's this machine's.
    origin: AtomicI64,
}

const UNSET: i64 = i64::MIN;

impl Clock {
    /// This machine's.
    pub fn of_machine() -> Self {
        Self(Arc::new(Hands { begun: Instant::now(), origin: AtomicI64::new(UNSET) }))
    }

    /// The present time.
    pub fn now(&self) -> Timestamp {
        match self.0.origin.load(Ordering::Relaxed) {
            UNSET => Timestamp::now(),
            origin => Timestamp(origin.saturating_add(self.runs())),
        }
    }

    /// Sets it: now it's this time.
    pub fn set(&self, time: Timestamp) {
        self.0.origin.store(time.0.saturating_sub(self.runs()), Ordering::Relaxed);
    }

    /// Whether it was ever set.
    pub fn is_set(&self) -> bool {
        self.0.origin.load(Ordering::Relaxed) != UNSET
    }

    /// Seconds that this machine's own clock is ahead of it (behind when negative).
    pub fn machine_ahead(&self) -> f64 {
        let ahead = Timestamp::now().0.saturating_sub(self.now().0);
        std::time::Duration::from_micros(ahead.unsigned_abs()).as_secs_f64().copysign(if ahead < 0 {
            -1.0
        } else {
            1.0
        })
    }

    /// Microseconds since it was made.
    fn runs(&self) -> i64 {
        i64::try_from(self.0.begun.elapsed().as_micros()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_the_machines_until_it_is_set() {
        let clock = Clock::of_machine();
        assert!(clock.machine_ahead().abs() < 1.0 && !clock.is_set());
        let tomorrow = Timestamp::now().plus_seconds(86_400);
        clock.clone().set(tomorrow);
        assert!(clock.is_set());
        assert!(clock.now() >= tomorrow && clock.now() < tomorrow.plus_seconds(60));
        assert!((clock.machine_ahead() + 86_400.0).abs() < 60.0);
    }
}
