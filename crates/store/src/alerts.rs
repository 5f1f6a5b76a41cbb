//! Which messages contain people's own keywords, in their person feeds: private as the
//! keywords are, so nothing of it stands in the message that all see.

use async_trait::async_trait;
use protocol::{Alert, ChannelId, MessageId, UserId};

use crate::{Committed, Result};

/// Alerts.
#[async_trait]
pub trait Alerts: Send + Sync {
    /// The keywords of the active people of a channel who have any.
    async fn keywords_in(&self, channel: ChannelId) -> Result<Vec<(UserId, Vec<String>)>>;
    /// Whom these messages alert now.
    async fn alerted(&self, messages: &[MessageId]) -> Result<Vec<(UserId, Alert)>>;
    /// Writes whom messages alert, or no longer (`active`): what is so already isn't told
    /// again; `rev` is the store's to give. Who is alerted in a thread follows it from there,
    /// as who is mentioned does.
    async fn put_alerts(&self, alerts: Vec<(UserId, Alert)>) -> Result<Committed<()>>;
}
