//! Polls: a message that asks, and what people choose. Question and answers are what they
//! are from the first; who wants others asks again.

use protocol::{Message, MessageId, Poll, Timestamp, limits, poll::PollOption};

use crate::{Chat, Insider, Reader, Refusal, Result, messages::no_message, validate};

/// A question as its author gives it.
#[derive(Debug, Clone)]
pub struct NewPoll {
    /// What is asked.
    pub question: String,
    /// The answers.
    pub options: Vec<String>,
    /// One may choose several.
    pub multiple: bool,
    /// Nobody is told who chose what.
    pub anonymous: bool,
    /// When it ends by itself.
    pub closes_at: Option<Timestamp>,
}

impl NewPoll {
    /// The text of its message, which has none of its own: for search, for notifications, and
    /// for clients that know nothing of polls.
    pub(crate) fn words(&self, text: &str) -> Result<String> {
        if !text.is_empty() {
            return Err(Refusal::invalid("text", "a poll has no text beside its question"));
        }
        let poll = self.clone().well_formed()?;
        let options: String =
            poll.options.iter().enumerate().map(|(at, it)| format!("\n{}. {}", at + 1, it.text)).collect();
        Ok(format!("📊 {}\n{options}", poll.question))
    }

    /// As it is stored, with no votes.
    pub(crate) fn checked(self, now: Timestamp) -> Result<Poll> {
        let most = now.plus_seconds(limits::POLL_DAYS * 24 * 3_600);
        if self.closes_at.is_some_and(|at| at <= now || at > most) {
            return Err(Refusal::invalid("poll.closes_at", "closes_at must be ahead, and within 366 days"));
        }
        self.well_formed()
    }

    fn well_formed(self) -> Result<Poll> {
        let question = validate::line("poll.question", &self.question, 1, limits::POLL_CHARS)?;
        if !(2..=limits::POLL_OPTIONS).contains(&self.options.len()) {
            return Err(Refusal::invalid("poll.options", "a poll has 2 to 10 answers"));
        }
        let mut options: Vec<PollOption> = Vec::with_capacity(self.options.len());
        for text in &self.options {
            let text = validate::line("poll.options", text, 1, limits::POLL_OPTION_CHARS)?;
            if options.iter().any(|it| it.text == text) {
                return Err(Refusal::invalid("poll.options", "two answers are the same"));
            }
            options.push(PollOption { text, votes: 0, users: Vec::new() });
        }
        let Self { multiple, anonymous, closes_at, .. } = self;
        Ok(Poll { question, options, multiple, anonymous, voters: 0, closes_at, closed_at: None })
    }
}

impl Chat {
    /// Chooses answers of a poll by their places, in the place of what one chose before; none
    /// takes it back.
    pub async fn vote(&self, insider: &Insider, id: MessageId, mut options: Vec<u8>) -> Result<Message> {
        insider.writes()?;
        options.sort_unstable();
        options.dedup();
        let poll = self.message(insider, id).await?.poll.ok_or(Refusal::NotFound("poll"))?;
        if options.last().is_some_and(|it| usize::from(*it) >= poll.options.len()) {
            return Err(Refusal::invalid("options", "the poll has no such answer: they begin with 0"));
        }
        if options.len() > 1 && !poll.multiple {
            return Err(Refusal::invalid("options", "choose one answer"));
        }
        self.writing(insider.user).await?;
        let done = self.store().vote(insider.channel.id, id, insider.user, &options, self.now()).await;
        Ok(self.announce(done.map_err(no_message)?).await)
    }

    /// What one chose oneself.
    pub async fn own_vote(&self, reader: &Reader, id: MessageId) -> Result<Vec<u8>> {
        self.store().votes_of(reader.channel.id, id, reader.user).await.map_err(no_message)
    }

    /// Ends a poll of one's own; admins any.
    pub async fn close_poll(&self, insider: &Insider, id: MessageId) -> Result<Message> {
        insider.writes()?;
        let message = self.message(insider, id).await?;
        insider.owns(&message, true)?;
        self.writing(insider.user).await?;
        let done = self.store().close_poll(insider.channel.id, id, self.now()).await;
        Ok(self.announce(done.map_err(no_message)?).await)
    }
}
