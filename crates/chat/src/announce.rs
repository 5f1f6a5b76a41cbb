//! Telling: after a write returned, its changes go out as hints, encoded once.

use bus::News;
use bytes::Bytes;
use protocol::{Changes, SessionId, frame::ServerFrame};
use store::Committed;

use crate::Chat;

impl Chat {
    /// Publishes what was committed and hands out its value. A bus that fails costs time,
    /// never truth: every node compares heads.
    pub(crate) async fn announce<T>(&self, committed: Committed<T>) -> T {
        for changes in committed.changes {
            let (feed, from, to) = (changes.feed, changes.from, changes.to);
            self.tell(News::Changed { feed, from, to, frame: encode(changes) }).await;
        }
        committed.value
    }

    /// Publishes that these sessions ended.
    pub(crate) async fn revoked(&self, sessions: Vec<SessionId>) {
        if !sessions.is_empty() {
            self.tell(News::Revoked { sessions }).await;
        }
    }

    async fn tell(&self, news: News) {
        if let Err(error) = self.bus().publish(news).await {
            tracing::warn!(%error, "news not published");
        }
    }
}

/// The `changes` frame as the gateway sends it.
pub fn encode(changes: Changes) -> Bytes {
    // Our own nouns always encode: no maps with odd keys, no failing serialisers.
    serde_json::to_vec(&ServerFrame::Changes(changes)).map(Bytes::from).unwrap_or_default()
}
