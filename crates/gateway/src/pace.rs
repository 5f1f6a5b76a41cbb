//! How fast a client may talk: a token bucket of its own per connection.

use std::time::{Duration, Instant};

/// Frames at once.
const BURST: u32 = 60;
/// One more each.
const EACH: Duration = Duration::from_millis(50);

/// A connection's budget of inbound frames, pings and pongs too.
pub struct Pace {
    /// When the bucket will be full again.
    full_at: Instant,
}

impl Pace {
    /// A full bucket.
    pub fn new() -> Self {
        Self { full_at: Instant::now() }
    }

    /// Takes one; `false` when there is none.
    pub fn take(&mut self, now: Instant) -> bool {
        let next = self.full_at.max(now) + EACH;
        let fits = next <= now + EACH * BURST;
        if fits {
            self.full_at = next;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let mut pace = Pace::new();
        let now = Instant::now();
        assert!((0..BURST).all(|_| pace.take(now)));
        assert!(!pace.take(now));
        assert!(pace.take(now + EACH));
    }
}
