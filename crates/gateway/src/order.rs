//! Which feeds somebody on this node listens to, on which shards, and how far each has
//! come. Hints arrive in any order, some twice, some never; the shards get them in order.

use std::{
    collections::{BTreeMap, HashMap},
    time::Instant,
};

use bus::Bus;
use parking_lot::Mutex;
use protocol::{FeedId, UserId};

use crate::ring::Frame;

/// Hints kept that came before the one they follow.
const AHEAD: usize = 256;

/// A frame, and people whom it takes out of the feed, with the position after which they
/// hear nothing.
#[derive(Debug, Clone)]
pub struct Hint {
    /// What is told.
    pub frame: Frame,
    /// Who hears no more.
    pub removed: Vec<(UserId, u64)>,
    /// When it reached this node.
    pub arrived: Instant,
}

/// What a hint did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It was next in line.
    Moved,
    /// Old, or nobody listens.
    Dropped,
    /// It came before the one it follows.
    Early,
}

struct Feed {
    /// Position reached; unknown until the first listener has read the head.
    last: Option<u64>,
    early: BTreeMap<u64, Hint>,
    /// Listeners by shard.
    listeners: Box<[u32]>,
}

/// See the module. Only short, and never held while anything is awaited.
pub struct Order {
    shards: usize,
    /// Told which feeds somebody here listens to.
    bus: Bus,
    feeds: Mutex<HashMap<FeedId, Feed>>,
}

impl Order {
    /// For so many shards.
    pub fn new(shards: usize, bus: Bus) -> Self {
        Self { shards, bus, feeds: Mutex::default() }
    }

    /// One more listener on a shard: hints of the feed go there from now on.
    pub fn listen(&self, feed: FeedId, shard: usize) {
        let mut feeds = self.feeds.lock();
        let fresh = || {
            // Under the lock, so that first and last listeners are told of in their order.
            self.bus.follow(feed);
            Feed { last: None, early: BTreeMap::new(), listeners: vec![0; self.shards].into_boxed_slice() }
        };
        feeds.entry(feed).or_insert_with(fresh).listeners[shard] += 1;
    }

    /// One less; a feed without listeners is forgotten.
    pub fn unlisten(&self, feed: FeedId, shard: usize) {
        let mut feeds = self.feeds.lock();
        if let Some(it) = feeds.get_mut(&feed) {
            it.listeners[shard] = it.listeners[shard].saturating_sub(1);
            if it.listeners.iter().all(|count| *count == 0) {
                feeds.remove(&feed);
                self.bus.unfollow(feed);
            }
        }
    }

    /// The head of a feed was read: unless its position is known, it begins there.
    pub fn begin(&self, feed: FeedId, head: u64, give: impl Fn(usize, Hint)) {
        if let Some(feed) = self.feeds.lock().get_mut(&feed)
            && feed.last.is_none()
        {
            feed.last = Some(head);
            feed.release(&give);
        }
    }

    /// Takes a hint in. `give` hands a shard what is next in line; it's called under the
    /// lock, so that no two callers mix up their order.
    pub fn push(&self, feed: FeedId, hint: Hint, give: impl Fn(usize, Hint)) -> Pushed {
        let mut feeds = self.feeds.lock();
        let Some(feed) = feeds.get_mut(&feed) else { return Pushed::Dropped };
        let Some(last) = feed.last.filter(|last| hint.frame.from <= *last) else {
            if feed.last.is_some_and(|last| hint.frame.to <= last) {
                return Pushed::Dropped;
            }
            feed.early.insert(hint.frame.to, hint);
            if feed.early.len() > AHEAD {
                feed.early.pop_last();
            }
            return Pushed::Early;
        };
        if hint.frame.to <= last {
            return Pushed::Dropped;
        }
        feed.give(hint, &give);
        feed.release(&give);
        Pushed::Moved
    }

    /// The position a feed has reached; `None` when nobody listens.
    pub fn last(&self, feed: FeedId) -> Option<u64> {
        self.feeds.lock().get(&feed)?.last
    }

    /// All feeds that have listeners, with their positions.
    pub fn positions(&self) -> Vec<(FeedId, u64)> {
        self.feeds.lock().iter().filter_map(|(id, feed)| Some((*id, feed.last?))).collect()
    }

    /// The shards where a feed has listeners.
    pub fn shards(&self, feed: FeedId) -> Vec<usize> {
        let feeds = self.feeds.lock();
        let Some(feed) = feeds.get(&feed) else { return Vec::new() };
        (0..self.shards).filter(|shard| feed.listeners[*shard] > 0).collect()
    }
}

impl Feed {
    fn give(&mut self, hint: Hint, give: &impl Fn(usize, Hint)) {
        self.last = Some(hint.frame.to);
        for (shard, _) in self.listeners.iter().enumerate().filter(|(_, count)| **count > 0) {
            give(shard, hint.clone());
        }
    }

    /// Hands out what waited for the position reached.
    fn release(&mut self, give: &impl Fn(usize, Hint)) {
        while let Some((_, next)) = self.early.pop_first() {
            let last = self.last.unwrap_or(0);
            if next.frame.from > last {
                self.early.insert(next.frame.to, next);
                return;
            }
            if next.frame.to > last {
                self.give(next, give);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use bytes::Bytes;
    use protocol::ChannelId;

    use super::*;

    fn hint(from: u64, to: u64) -> Hint {
        Hint { frame: Frame { from, to, wire: Bytes::new() }, removed: Vec::new(), arrived: Instant::now() }
    }

    /// What a shard got.
    #[derive(Default)]
    struct Got(RefCell<Vec<(usize, u64)>>);

    impl Got {
        fn take(&self) -> Vec<(usize, u64)> {
            self.0.take()
        }

        fn give(&self) -> impl Fn(usize, Hint) {
            |shard, hint| self.0.borrow_mut().push((shard, hint.frame.to))
        }
    }

    #[test]
    fn hints_out_of_order_come_out_in_order() {
        let (order, got, feed) =
            (Order::new(2, Bus::local()), Got::default(), FeedId::Channel(ChannelId::new()));
        assert_eq!(order.push(feed, hint(5, 6), got.give()), Pushed::Dropped);
        order.listen(feed, 1);
        order.begin(feed, 5, got.give());
        assert_eq!(order.push(feed, hint(7, 8), got.give()), Pushed::Early);
        assert_eq!(order.push(feed, hint(6, 7), got.give()), Pushed::Early);
        assert_eq!(got.take(), []);
        assert_eq!(order.push(feed, hint(5, 6), got.give()), Pushed::Moved);
        assert_eq!(got.take(), [(1, 6), (1, 7), (1, 8)]);
        assert_eq!(order.push(feed, hint(5, 6), got.give()), Pushed::Dropped);
        assert_eq!(order.last(feed), Some(8));
    }

    #[test]
    fn what_came_before_the_head_was_read_is_told_after_it() {
        let (order, got, feed) =
            (Order::new(1, Bus::local()), Got::default(), FeedId::Channel(ChannelId::new()));
        order.listen(feed, 0);
        assert_eq!(order.push(feed, hint(4, 5), got.give()), Pushed::Early);
        assert_eq!(order.push(feed, hint(5, 6), got.give()), Pushed::Early);
        order.begin(feed, 5, got.give());
        assert_eq!(got.take(), [(0, 6)]);
        order.begin(feed, 2, got.give());
        assert_eq!(order.last(feed), Some(6));
    }

    #[test]
    fn a_feed_is_known_while_somebody_listens() {
        let (order, feed) = (Order::new(2, Bus::local()), FeedId::Channel(ChannelId::new()));
        order.listen(feed, 0);
        order.listen(feed, 0);
        order.listen(feed, 1);
        order.begin(feed, 1, |_, _| ());
        assert_eq!(order.shards(feed), [0, 1]);
        order.unlisten(feed, 0);
        order.unlisten(feed, 1);
        assert_eq!(order.shards(feed), [0]);
        order.unlisten(feed, 0);
        assert!(order.positions().is_empty());
    }
}
