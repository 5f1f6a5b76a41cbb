//! WebSocket sessions: everyone who is connected is told what changed in the feeds they
//! follow. The gateway stores nothing; a connection is a set of cursors.
//!
//! Reading order: [`hub`] keeps a ring of encoded frames per feed; [`relay`] fills the rings
//! from the bus and compares heads; [`connection`] writes what follows its cursors;
//! [`resume`] brings a newcomer up to date.

pub mod codec;
mod connection;
mod hub;
mod pace;
mod relay;
mod resume;

use std::{sync::Arc, time::Duration};

use chat::Chat;
use protocol::{SessionId, UserId};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
};

use hub::Hub;

/// All connections of this node; cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    chat: Chat,
    hub: Hub,
    /// How long the drain takes, once it has begun.
    drain: watch::Sender<Option<Duration>>,
}

impl Gateway {
    /// Starts relaying the bus's news.
    pub fn start(chat: Chat) -> Self {
        let gateway = Self(Arc::new(Inner { chat, hub: Hub::default(), drain: watch::Sender::new(None) }));
        relay::start(&gateway);
        gateway
    }

    /// Drives one upgraded connection of an authenticated person until it ends.
    pub async fn serve(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send,
        user: UserId,
        session: SessionId,
    ) {
        connection::run(self, stream, user, session).await;
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.0.hub.connections()
    }

    /// Tells everyone to go elsewhere, spread over this time, and waits for them.
    pub async fn drain(&self, time: Duration) {
        self.0.drain.send_replace(Some(time));
        let end = tokio::time::Instant::now() + time + Duration::from_secs(1);
        while self.connections() > 0 && tokio::time::Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
