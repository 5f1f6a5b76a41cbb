//! Sessions of browsers and personal access tokens. Only a SHA-256 of a token is stored.

use async_trait::async_trait;
use protocol::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::Result;

/// Sessions that one person may have.
pub(crate) const PER_PERSON: usize = 100;

/// Browsers of one person that are woken.
pub(crate) const DEVICES: usize = 20;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionKind {
    /// A browser's cookie.
    Browser,
    /// A personal bearer token for scripts.
    Token,
}

impl SessionKind {
    /// Its word in a database, as serde writes it too.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Token => "token",
        }
    }
}

/// A session or personal token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// What for.
    pub kind: SessionKind,
    /// The browser's name, or what the person called the token.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Where a session's browser can be woken: what it said of its push subscription. Whoever
/// knows it can write to that browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// Its push service, with the browser's own path.
    pub endpoint: String,
    /// Its public key, as it said it.
    pub p256dh: String,
    /// The secret it shares with us, as it said it.
    pub auth: String,
    /// When it said so.
    pub since: Timestamp,
    /// Whether what was written goes along, or only that something was.
    pub text: bool,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Device").field("since", &self.since).finish_non_exhaustive()
    }
}

/// Sessions and tokens.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Adds one; at most 100 per person (the oldest seen goes).
    async fn create_session(&self, session: Session, token_hash: [u8; 32]) -> Result<()>;
    /// The live session of a token: not expired, its user active.
    async fn session(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Session>>;
    /// Notes the use and, for browsers, moves the end.
    async fn touch_session(&self, id: SessionId, seen_at: Timestamp, expires_at: Timestamp) -> Result<()>;
    /// One's sessions, newest first.
    async fn sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<Session>>;
    /// Ends one of one's own. NotFound when it isn't.
    async fn end_session(&self, user: UserId, id: SessionId) -> Result<()>;
    /// Ends all of one's browser sessions but `keep`; answers the ended.
    async fn end_sessions(&self, user: UserId, keep: Option<SessionId>) -> Result<Vec<SessionId>>;
    /// Which of these are live.
    async fn live_sessions(&self, ids: &[SessionId], now: Timestamp) -> Result<Vec<SessionId>>;
    /// Notes where the browser of one's session can be woken, or that it can't be any more.
    /// An endpoint is one session's: whoever had it before, the same browser signed in as
    /// somebody else, has it no more. It ends with the session. At most 20 per person (the
    /// oldest goes). NotFound when that is no live browser session of theirs.
    async fn set_device(
        &self,
        user: UserId,
        session: SessionId,
        device: Option<Device>,
        now: Timestamp,
    ) -> Result<()>;
    /// Forgets an endpoint that is gone, unless the session has another by now.
    async fn forget_device(&self, session: SessionId, endpoint: &str) -> Result<()>;
    /// Where an active person's live sessions can be woken, newest first.
    async fn devices(&self, user: UserId, now: Timestamp) -> Result<Vec<(SessionId, Device)>>;
}
