//! The gateway's wire: JSON text frames over a WebSocket, described in docs/GATEWAY.md.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Changes, ChannelId, Epoch, FeedId, MessageId, UserId};

/// How present a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Using Workloop.
    Active,
    /// Connected, hands elsewhere.
    Away,
    /// Not connected.
    Offline,
}

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// First, within 5 s. Cursors of another epoch are ignored and answered with `reset`.
    Hello {
        /// The database the cursors belong to; empty on a first visit.
        #[serde(default)]
        epoch: Epoch,
        /// Feed → position applied.
        #[serde(default)]
        cursors: BTreeMap<FeedId, u64>,
    },
    /// Every 25 s; also the answer to being asked. Only cursors that moved.
    Heartbeat {
        /// Feed → position applied.
        #[serde(default)]
        cursors: BTreeMap<FeedId, u64>,
    },
    /// The person is writing; repeat at most every 3 s.
    Typing {
        /// Where.
        channel: ChannelId,
        /// In which thread.
        #[serde(default)]
        thread: Option<MessageId>,
    },
    /// The person came back or went away.
    Presence {
        /// How present.
        state: Presence,
    },
}

/// What the server sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Objects that changed; live and catch-up alike.
    Changes(Changes),
    /// The feed can't be caught up from the client's cursor: refetch what is shown of it;
    /// the cursor is `to` now.
    Reset {
        /// Which feed.
        feed: FeedId,
        /// The cursor to keep.
        to: u64,
    },
    /// All feeds have been brought up to date; what follows is live.
    Ready {
        /// The database's epoch.
        epoch: Epoch,
        /// Who this connection is.
        user: UserId,
        /// Seconds between heartbeats.
        heartbeat: u32,
        /// Who of one's workspaces is present now; the others are offline.
        presence: BTreeMap<UserId, Presence>,
    },
    /// This feed isn't followed any more (left, removed, or never allowed).
    Gone {
        /// Which feed.
        feed: FeedId,
    },
    /// Answers a heartbeat.
    Heartbeat {},
    /// Somebody is writing.
    Typing {
        /// Where.
        channel: ChannelId,
        /// In which thread.
        #[schema(required)]
        thread: Option<MessageId>,
        /// Who.
        user: UserId,
    },
    /// Somebody's presence changed.
    Presence {
        /// Who.
        user: UserId,
        /// How present.
        state: Presence,
    },
    /// The server is about to stop: reconnect after so many milliseconds.
    Move {
        /// Milliseconds to wait first.
        after: u32,
    },
}

/// Why the server closed a connection; the client comes back unless told otherwise.
pub mod close {
    /// The server is stopping or being replaced (RFC 6455 §7.4.1 "service restart"): come back.
    pub const RESTART: u16 = 1012;
    /// No `hello` within 5 s: come back.
    pub const NO_HELLO: u16 = 4001;
    /// A frame that isn't of the protocol: don't come back unchanged.
    pub const BAD_FRAME: u16 = 4002;
    /// The session ended: sign in again.
    pub const SIGNED_OUT: u16 = 4003;
    /// Nothing was accepted for 20 s: come back and catch up.
    pub const TOO_SLOW: u16 = 4008;
    /// More frames than allowed: come back later.
    pub const TOO_MANY: u16 = 4009;
    /// No heartbeat for two intervals: come back.
    pub const SILENT: u16 = 4010;
}
