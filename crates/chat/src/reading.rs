//! Reading: cursors that all of a person's devices share, followed threads, drafts.

use protocol::{Draft, MessageId, Reading, Timestamp, limits};

use crate::{Chat, Insider, Refusal, Result, validate};

impl Chat {
    /// Everything up to `seq` is read.
    pub async fn mark_read(
        &self,
        insider: &Insider,
        thread: Option<MessageId>,
        seq: u64,
        generation: u64,
    ) -> Result<Reading> {
        let (user, channel) = (insider.user, insider.channel.id);
        let committed = self.store().mark_read(user, channel, thread, seq, generation).await;
        Ok(self.announce(committed.map_err(no_thread)?).await)
    }

    /// This message and what follows is unread again.
    pub async fn mark_unread(
        &self,
        insider: &Insider,
        thread: Option<MessageId>,
        seq: u64,
    ) -> Result<Reading> {
        if seq == 0 {
            return Err(Refusal::invalid("seq", "seq counts from 1"));
        }
        let committed = self.store().mark_unread(insider.user, insider.channel.id, thread, seq).await;
        Ok(self.announce(committed.map_err(no_thread)?).await)
    }

    /// Follows or unfollows a thread.
    pub async fn follow(&self, insider: &Insider, thread: MessageId, following: bool) -> Result<Reading> {
        let committed = self.store().follow(insider.user, insider.channel.id, thread, following).await;
        Ok(self.announce(committed.map_err(no_thread)?).await)
    }

    /// Keeps an unsent text on all devices.
    pub async fn put_draft(
        &self,
        insider: &Insider,
        thread: Option<MessageId>,
        text: &str,
        updated_at: Timestamp,
    ) -> Result<Draft> {
        let text = validate::untrimmed("text", text, limits::MESSAGE_CHARS)?;
        // A device whose clock is ahead must not win for ever.
        let updated_at = updated_at.min(self.now().plus_seconds(60));
        let committed =
            self.store().put_draft(insider.user, insider.channel.id, thread, text, updated_at).await;
        Ok(self.announce(committed.map_err(no_thread)?).await)
    }
}

fn no_thread(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("thread"),
        other => other.into(),
    }
}
