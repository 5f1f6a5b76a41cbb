//! Messages: sending, changing, reacting, reading back.

use std::{collections::HashSet, time::Duration};

use bus::Quota;
use protocol::{FileId, Message, MessageId, UserId, limits, message::Revision};
use store::messages::{History, NewMessage, Window};

use crate::{Chat, Insider, Reader, Refusal, Result, polls::NewPoll, validate};

/// Messages, edits and reactions of one person: a burst, then two a second.
const WRITING: Quota = Quota { burst: 120, period: Duration::from_secs(60) };

/// A message as its author gives it.
pub struct Sending {
    /// Idempotency key.
    pub nonce: String,
    /// Markdown.
    pub text: String,
    /// The root, for a reply.
    pub thread: Option<MessageId>,
    /// Own ready files.
    pub files: Vec<FileId>,
    /// A question; its text is made of it.
    pub poll: Option<NewPoll>,
}

impl Chat {
    /// Sends a message. `false`: the nonce was sent before, and this is that message.
    pub async fn send(&self, insider: &Insider, sending: Sending) -> Result<(Message, bool)> {
        insider.writes()?;
        let nonce = validate::nonce(&sending.nonce)?;
        let text = match &sending.poll {
            Some(poll) => poll.words(&sending.text)?,
            None => validate::text(&sending.text)?,
        };
        let mut files = sending.files;
        let mut seen = HashSet::new();
        files.retain(|file| seen.insert(*file));
        if files.len() > limits::MESSAGE_FILES {
            return Err(Refusal::invalid("files", "a message has at most 10 files"));
        }
        if text.is_empty() && files.is_empty() {
            return Err(Refusal::invalid("text", "write something or attach a file"));
        }
        self.writing(insider.user).await?;
        self.post(insider, Sending { nonce, text, files, thread: sending.thread, poll: sending.poll }).await
    }

    /// Appends what is well-formed.
    pub(crate) async fn post(&self, insider: &Insider, sending: Sending) -> Result<(Message, bool)> {
        let Sending { nonce, text, thread, files, poll } = sending;
        let links = if poll.is_some() { Vec::new() } else { self.links_of(insider.user, &text).await };
        let poll = poll.map(|poll| poll.checked(self.now())).transpose()?;
        let message = NewMessage {
            id: MessageId::new(),
            channel: insider.channel.id,
            thread,
            author: insider.user,
            nonce,
            mentions: self.mentioned(insider, &text, None).await?,
            links,
            text,
            poll,
            files,
            now: self.now(),
        };
        let committed = self.store().append(message).await.map_err(|error| match error {
            store::Error::NotFound => Refusal::NotFound("channel or thread"),
            other => other.into(),
        })?;
        Ok(self.announce(committed).await)
    }

    /// Takes one from what a person may write.
    pub(crate) async fn writing(&self, user: UserId) -> Result<()> {
        self.budget(&format!("write/{user}"), WRITING).await
    }

    /// Replaces one's own message's text.
    pub async fn edit(&self, insider: &Insider, id: MessageId, text: &str) -> Result<Message> {
        insider.writes()?;
        let text = validate::text(text)?;
        let message = self.message(insider, id).await?;
        insider.owns(&message, false)?;
        if message.poll.is_some() {
            return Err(Refusal::Conflict("poll_fixed", "a poll can't be changed: delete it and ask again"));
        }
        if text.is_empty() && message.files.is_empty() {
            return Err(Refusal::invalid("text", "a message can't be empty: delete it instead"));
        }
        self.writing(insider.user).await?;
        let mentions = self.mentioned(insider, &text, Some(&message)).await?;
        let links = self.links_of(insider.user, &text).await;
        let now = self.now();
        let committed = self.store().edit(insider.channel.id, id, text, mentions, links, now).await;
        let committed = committed.map_err(no_message)?;
        Ok(self.announce(committed).await)
    }

    /// Deletes one's own message; admins any.
    pub async fn delete(&self, insider: &Insider, id: MessageId) -> Result<Message> {
        insider.writes()?;
        let message = self.message(insider, id).await?;
        insider.owns(&message, true)?;
        let committed = self.store().delete(insider.channel.id, id, self.now()).await;
        let committed = committed.map_err(no_message)?;
        let (tombstone, files) = self.announce(committed).await;
        self.sweep_soon(files);
        Ok(tombstone)
    }

    /// Adds or takes back one's reaction.
    pub async fn react(&self, insider: &Insider, id: MessageId, emoji: &str, on: bool) -> Result<Message> {
        insider.writes()?;
        if let Some(name) = protocol::emoji::named(emoji) {
            // One that was taken away can still be taken back.
            if on && self.store().emoji(insider.channel.workspace, name).await?.is_none() {
                return Err(Refusal::invalid("emoji", "the workspace has no such emoji"));
            }
        } else {
            validate::emoji(emoji)?;
        }
        self.writing(insider.user).await?;
        let committed = self.store().react(insider.channel.id, id, insider.user, emoji, on).await;
        let committed = committed.map_err(no_message)?;
        Ok(self.announce(committed).await)
    }

    /// One message.
    pub async fn message(&self, reader: &Reader, id: MessageId) -> Result<Message> {
        self.store().message(reader.channel.id, id).await.map_err(no_message)
    }

    /// Earlier texts of a message.
    pub async fn revisions(&self, reader: &Reader, id: MessageId) -> Result<Vec<Revision>> {
        self.store().revisions(reader.channel.id, id).await.map_err(no_message)
    }

    /// Part of a conversation.
    pub async fn history(
        &self,
        reader: &Reader,
        thread: Option<MessageId>,
        window: Window,
        limit: usize,
    ) -> Result<History> {
        let limit = limit.clamp(1, limits::PAGE);
        Ok(self.store().history(reader.channel.id, thread, window, limit).await?)
    }
}

pub(crate) fn no_message(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("message"),
        other => other.into(),
    }
}
