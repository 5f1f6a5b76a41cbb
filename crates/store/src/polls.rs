//! Polls: what people choose of the answers that a message offers.

use async_trait::async_trait;
use protocol::{ChannelId, Message, MessageId, Timestamp, UserId, poll::Vote};

use crate::{Committed, Result};

/// Votes of one poll, so that its document stays far below the server's 16 MB.
pub(crate) const VOTES: usize = 50_000;

/// Polls hang on their messages. Votes are kept one by one; what a message says of them is
/// counted from them in the transaction that changes one.
#[async_trait]
pub trait Polls: Send + Sync {
    /// Replaces what somebody chose, by the places of the answers, ascending; none takes it
    /// back. No change when it is so already. NotFound where no poll is; Conflict
    /// `poll_closed` once it's over, `poll_full` past the limit.
    async fn vote(
        &self,
        channel: ChannelId,
        id: MessageId,
        user: UserId,
        options: &[u8],
        now: Timestamp,
    ) -> Result<Committed<Message>>;
    /// What somebody chose, ascending. NotFound where no poll is.
    async fn votes_of(&self, channel: ChannelId, id: MessageId, user: UserId) -> Result<Vec<u8>>;
    /// Ends it; no change when it was ended before.
    async fn close_poll(
        &self,
        channel: ChannelId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Message>>;
}

/// Those of a person, ascending.
pub(crate) fn chosen(votes: &[Vote], user: UserId) -> Vec<u8> {
    let mut chosen: Vec<u8> = votes.iter().filter(|it| it.user == user).map(|it| it.option).collect();
    chosen.sort_unstable();
    chosen
}

/// With what a person chooses now in the place of what they chose: what stays keeps its place.
pub(crate) fn chosen_anew(votes: &[Vote], user: UserId, options: &[u8]) -> Vec<Vote> {
    let stays = |it: &&Vote| it.user != user || options.contains(&it.option);
    let mut all: Vec<Vote> = votes.iter().filter(stays).copied().collect();
    let before = chosen(votes, user);
    let new = options.iter().filter(|option| !before.contains(option));
    all.extend(new.map(|&option| Vote { option, user }));
    all
}
