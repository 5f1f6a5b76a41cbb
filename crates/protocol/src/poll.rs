//! Polls: a question that a message asks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Timestamp, UserId};

/// One answer that can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PollOption {
    /// What it says, 1–100 characters.
    pub text: String,
    /// How many people chose it.
    pub votes: u32,
    /// Who, in order of choosing; always empty when the poll is anonymous.
    pub users: Vec<UserId>,
}

/// A question with answers to choose from. Question and answers never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Poll {
    /// What is asked, 1–300 characters.
    pub question: String,
    /// The answers, 2 to 10.
    pub options: Vec<PollOption>,
    /// One may choose several.
    pub multiple: bool,
    /// Nobody is told who chose what, only oneself.
    pub anonymous: bool,
    /// How many people chose anything.
    pub voters: u32,
    /// When it ends by itself; from then on nobody votes. No change tells of it.
    #[schema(required)]
    pub closes_at: Option<Timestamp>,
    /// When it was ended before.
    #[schema(required)]
    pub closed_at: Option<Timestamp>,
}

impl Poll {
    /// Whether nobody votes any more.
    pub fn is_closed(&self, now: Timestamp) -> bool {
        self.closed_at.is_some() || self.closes_at.is_some_and(|at| at <= now)
    }

    /// Counts anew from who chose what, in order of choosing. Who it was stays out of an
    /// anonymous one.
    pub fn count(&mut self, votes: &[Vote]) {
        let mut voters: Vec<UserId> = votes.iter().map(|it| it.user).collect();
        voters.sort_unstable();
        voters.dedup();
        self.voters = u32::try_from(voters.len()).unwrap_or(u32::MAX);
        for (at, option) in self.options.iter_mut().enumerate() {
            let users: Vec<UserId> =
                votes.iter().filter(|it| usize::from(it.option) == at).map(|it| it.user).collect();
            option.votes = u32::try_from(users.len()).unwrap_or(u32::MAX);
            option.users = if self.anonymous { Vec::new() } else { users };
        }
    }
}

/// That somebody chose an answer; only the store has these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Which answer, from 0.
    pub option: u8,
    /// Who.
    pub user: UserId,
}
