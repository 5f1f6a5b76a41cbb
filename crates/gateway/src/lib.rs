//! WebSocket sessions: everyone who is connected is told what changed in the feeds they
//! follow. The gateway stores nothing; a connection is a set of cursors.
//!
//! Reading order: [`codec`] is the framing and [`socket`] a socket that never waits;
//! [`ring`] keeps the newest frames of a feed; [`order`] knows who listens to what and puts
//! hints in order; [`relay`] brings them from the bus and compares heads; [`shard`] owns
//! connections and writes what follows their cursors; [`resume`] is what shards have done
//! elsewhere because it waits for the store.

pub mod codec;
mod counters;
mod node;
mod order;
mod pace;
mod relay;
mod resume;
mod ring;
mod shard;
pub mod socket;

use std::{io, sync::Arc, time::Duration};

use bytes::Bytes;
use chat::Chat;
use protocol::{SessionId, UserId, frame::ServerFrame};
use tokio::net::TcpStream;

use codec::Opcode;
use node::Node;
use shard::{Command, Idle, Newcomer};

pub use counters::{BOUNDS, Counts};

/// Between heartbeats; two missed and the connection is dead.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// All connections of this node; cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Node>);

impl Gateway {
    /// Starts a shard per core and the relaying of the bus's news. Both last as long as the
    /// process. Must be called in a tokio runtime.
    ///
    /// # Errors
    /// The system gives no more threads or files.
    pub fn start(chat: Chat) -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let idle = (0..cores).map(Idle::new).collect::<io::Result<Vec<_>>>()?;
        let shards = idle.iter().map(|shard| shard.handle.clone()).collect();
        let node = Arc::new(Node::new(chat, shards, tokio::runtime::Handle::current()));
        for shard in idle {
            shard.start(node.clone())?;
        }
        relay::start(&node);
        Ok(Self(node))
    }

    /// Drives an upgraded connection of an authenticated person from here on. `read`: what
    /// was read of it already.
    ///
    /// # Errors
    /// The stream is broken.
    pub async fn serve(
        &self,
        stream: TcpStream,
        read: Bytes,
        user: UserId,
        session: SessionId,
    ) -> io::Result<()> {
        let stream = stream.into_std()?;
        let number = self.0.entered();
        let shard = &self.0.shards[number % self.0.shards.len()];
        shard.tell(Command::Enter(Box::new(Newcomer { stream, read, user, session }))).await;
        Ok(())
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.0.connections()
    }

    /// What was counted since the start.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.0.shards.iter().for_each(|shard| counts.add(shard.counters()));
        counts
    }

    /// Tells everyone to go elsewhere, spread over this time, and waits for them.
    pub async fn drain(&self, time: Duration) {
        for shard in &self.0.shards {
            shard.tell(Command::Drain { time }).await;
        }
        let end = tokio::time::Instant::now() + time + Duration::from_secs(1);
        while self.connections() > 0 && tokio::time::Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A frame as it goes out.
fn wire(frame: &ServerFrame) -> Bytes {
    // Our own frames always encode: no maps with odd keys, no failing serialisers.
    codec::encode(Opcode::Text, &serde_json::to_vec(frame).unwrap_or_default())
}
