//! News within this process: from whoever tells it to all who subscribed.

use tokio::sync::broadcast::{self, error::RecvError};

use crate::News;

/// News kept for a subscriber that is busy; one that falls further behind is told so.
const BACKLOG: usize = 8_192;

/// See the module.
pub(crate) struct Hub(broadcast::Sender<Item>);

#[derive(Clone)]
enum Item {
    News(News),
    Gap,
}

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }
}

impl Hub {
    /// Passes a piece of news on; never waits for a subscriber.
    pub(crate) fn tell(&self, news: News) {
        // An error only says that nobody listens.
        let _ = self.0.send(Item::News(news));
    }

    /// Tells everyone that news may have been lost.
    pub(crate) fn missed(&self) {
        let _ = self.0.send(Item::Gap);
    }

    pub(crate) fn subscribe(&self) -> Subscription {
        Subscription(self.0.subscribe())
    }
}

/// A bounded stream of news. A receiver that falls behind is told so and must compare heads.
pub struct Subscription(broadcast::Receiver<Item>);

/// What a subscriber gets.
pub enum Received {
    /// One piece of news.
    News(News),
    /// Some were dropped since the last call: compare feed heads with the store.
    Missed,
    /// The bus is gone.
    Closed,
}

impl Subscription {
    /// Waits for the next piece of news.
    pub async fn next(&mut self) -> Received {
        match self.0.recv().await {
            Ok(Item::News(news)) => Received::News(news),
            Ok(Item::Gap) | Err(RecvError::Lagged(_)) => Received::Missed,
            Err(RecvError::Closed) => Received::Closed,
        }
    }
}
