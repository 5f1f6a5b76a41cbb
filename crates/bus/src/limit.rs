//! Budgets per key: a token bucket that refills evenly (the generic cell rate algorithm).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

/// So many at once, refilled evenly over a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many may come at once.
    pub burst: u32,
    /// How long an empty bucket takes to fill.
    pub period: Duration,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// One was taken.
    Go,
    /// Nothing was taken: try again after this long.
    Wait(Duration),
}

/// Keys kept before the full buckets are swept away.
const SWEEP: usize = 100_000;

/// The buckets of one process.
#[derive(Default)]
pub struct Buckets(Mutex<HashMap<String, Instant>>);

impl Buckets {
    /// Takes one at the given moment.
    pub fn take(&self, key: &str, quota: Quota, now: Instant) -> Decision {
        let each = quota.period / quota.burst.max(1);
        let mut full_at = self.0.lock();
        if full_at.len() >= SWEEP {
            full_at.retain(|_, at| *at > now);
        }
        let base = full_at.get(key).copied().map_or(now, |at| at.max(now));
        let next = base + each;
        if next > now + quota.period {
            return Decision::Wait(next - now - quota.period);
        }
        full_at.insert(key.to_owned(), next);
        Decision::Go
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE_A_MINUTE: Quota = Quota { burst: 3, period: Duration::from_secs(60) };

    #[test]
    fn a_burst_passes_then_one_waits_its_share() {
        let (buckets, now) = (Buckets::default(), Instant::now());
        for _ in 0..3 {
            assert_eq!(buckets.take("ada", THREE_A_MINUTE, now), Decision::Go);
        }
        assert_eq!(buckets.take("ada", THREE_A_MINUTE, now), Decision::Wait(Duration::from_secs(20)));
        let later = now + Duration::from_secs(20);
        assert_eq!(buckets.take("ada", THREE_A_MINUTE, later), Decision::Go);
    }

    #[test]
    fn one_persons_haste_is_not_anothers_wait() {
        let (buckets, now) = (Buckets::default(), Instant::now());
        for _ in 0..9 {
            buckets.take("ada", THREE_A_MINUTE, now);
        }
        assert_eq!(buckets.take("bela", THREE_A_MINUTE, now), Decision::Go);
    }
}
