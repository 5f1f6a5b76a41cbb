//! Sessions of browsers and personal access tokens. Only a SHA-256 of a token is stored.

use async_trait::async_trait;
use protocol::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::Result;

/// Sessions that one person may have.
pub(crate) const PER_PERSON: usize = 100;

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
}
