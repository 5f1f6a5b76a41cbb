//! Pins: what a channel keeps at hand for everyone in it. Nothing is said about it in the
//! conversation: the message shows it.

use protocol::{Message, MessageId, MessageKind};

use crate::{Chat, Insider, Reader, Refusal, Result, messages::no_message};

impl Chat {
    /// Pins a message, or takes the pin away, whoever put it there.
    pub async fn pin(&self, insider: &Insider, id: MessageId, on: bool) -> Result<Message> {
        insider.pins()?;
        let message = self.message(insider, id).await?;
        if on && message.kind != MessageKind::Text {
            return Err(Refusal::Forbidden("only what somebody said can be pinned"));
        }
        self.writing(insider.user).await?;
        let now = self.now();
        let committed = self.store().pin(insider.channel.id, id, insider.user, on, now).await;
        Ok(self.announce(committed.map_err(no_message)?).await)
    }

    /// A channel's pinned messages, the latest pinned first.
    pub async fn pins(&self, reader: &Reader) -> Result<Vec<Message>> {
        Ok(self.store().pins(reader.channel.id).await?)
    }
}
