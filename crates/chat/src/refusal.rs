//! Every reason a person can be told no, each with a stable code, and what to do about it.

use std::time::Duration;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in, or no longer.
    #[error("you are not signed in")]
    SignedOut,
    /// Wrong e-mail or password; which, isn't said.
    #[error("that e-mail and password don't match")]
    WrongPassword,
    /// It can be seen but not done.
    #[error("{0}")]
    Forbidden(&'static str),
    /// There's no such thing, or not for this person.
    #[error("there is no such {0}, or you can't see it")]
    NotFound(&'static str),
    /// A field is malformed.
    #[error("{why}")]
    Invalid {
        /// The field at fault.
        field: &'static str,
        /// What is wrong and what would be right.
        why: String,
    },
    /// More bytes than a file may have.
    #[error("the file is too large: it may have {} MiB", .0 / 1024 / 1024)]
    TooLarge(u64),
    /// It clashes with something; the code says with what.
    #[error("{1}")]
    Conflict(&'static str, &'static str),
    /// Too often.
    #[error("that was too often: wait {} seconds and try again", .0.as_secs().max(1))]
    TooManyRequests(Duration),
    /// Nothing was stored; trying again is safe.
    #[error("the server is too busy: try again in a moment; nothing was stored")]
    Unavailable,
    /// Not everything that was written can be found yet.
    #[error("search is still reading what was written: try again in a moment")]
    CatchingUp,
    /// It may have been stored; trying again with the same nonce is safe.
    #[error("the server can't tell whether this was stored: try again with the same nonce")]
    OutcomeUnknown,
    /// The disk is full or failing.
    #[error("the server can't store anything now: reading works, tell your administrator")]
    ReadOnly,
    /// A bug; the details are in the log.
    #[error("something went wrong on the server")]
    Internal,
}

/// What rules answer.
pub type Result<T> = std::result::Result<T, Refusal>;

impl Refusal {
    /// A malformed field.
    pub fn invalid(field: &'static str, why: impl Into<String>) -> Self {
        Self::Invalid { field, why: why.into() }
    }

    /// The stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::WrongPassword => "wrong_password",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound(_) => "not_found",
            Self::Invalid { .. } => "invalid",
            Self::TooLarge(_) => "too_large",
            Self::Conflict(code, _) => code,
            Self::TooManyRequests(_) => "too_many_requests",
            Self::Unavailable | Self::OutcomeUnknown => "unavailable",
            Self::CatchingUp => "search_catching_up",
            Self::ReadOnly => "read_only",
            Self::Internal => "internal",
        }
    }

    /// The field at fault.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            Self::TooLarge(_) => Some("size"),
            _ => None,
        }
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        use store::Error;
        match error {
            Error::NotFound => Self::NotFound("thing"),
            Error::Conflict("email") => {
                Self::Conflict("email_taken", "there is an account with that e-mail: sign in")
            }
            Error::Conflict("handle") => {
                Self::Conflict("handle_taken", "that handle is taken: choose another")
            }
            Error::Conflict("name") => {
                Self::Conflict("name_taken", "a channel has that name: choose another")
            }
            Error::Conflict("nonce") => {
                Self::Conflict("nonce_reused", "that nonce belongs to another message: use a new one")
            }
            Error::Conflict("planned_full") => Self::Conflict(
                "too_many_planned",
                "you have 100 scheduled messages and reminders: cancel or dismiss some first",
            ),
            Error::Conflict("set_up") => Self::Conflict("already_set_up", "this Workloop is set up: sign in"),
            Error::Conflict("spent") => {
                Self::Conflict("invite_spent", "that invite is used up: ask for a new one")
            }
            Error::Conflict("file") => {
                Self::Conflict("file_unusable", "a file isn't yours, isn't ready or is on another message")
            }
            Error::Conflict("archived") => {
                Self::Conflict("channel_archived", "the channel is archived: nobody can write in it")
            }
            Error::Conflict("reactions") => {
                Self::Conflict("too_many_reactions", "the message has as many different reactions as it can")
            }
            Error::Conflict("emoji") => {
                Self::Conflict("emoji_taken", "an emoji has that name: choose another")
            }
            Error::Conflict("emoji_full") => Self::Conflict(
                "too_many_emoji",
                "the workspace has 5000 emoji, which is all it can have: take one away first",
            ),
            Error::Conflict("poll_closed") => {
                Self::Conflict("poll_closed", "the poll is closed: nobody votes any more")
            }
            Error::Conflict("poll_full") => {
                Self::Conflict("poll_full", "the poll has as many votes as it can have")
            }
            Error::Conflict("pins") => Self::Conflict(
                "too_many_pins",
                "the channel has 100 pinned messages, which is all it can have: unpin one first",
            ),
            Error::Conflict("saved") => Self::Conflict(
                "too_many_saved",
                "you have 500 saved messages, which is all one can have: take one off first",
            ),
            Error::Conflict("groups") => Self::Conflict(
                "too_many_groups",
                "the workspace has 100 groups, which is all it can have: delete one first",
            ),
            Error::Conflict("group_people") => {
                Self::Conflict("group_full", "a group has at most 100 people: take somebody out first")
            }
            Error::Conflict("last_owner") => {
                Self::Conflict("last_owner", "the workspace needs an owner: make somebody else one first")
            }
            Error::Conflict(_) => Self::Conflict("conflict", "it changed meanwhile: look again and retry"),
            Error::Unavailable(why) => {
                tracing::warn!(why, "store unavailable");
                Self::Unavailable
            }
            Error::Unknown(why) => {
                tracing::warn!(why, "outcome unknown");
                Self::OutcomeUnknown
            }
            Error::ReadOnly(why) => {
                tracing::error!(why, "store is read-only");
                Self::ReadOnly
            }
            Error::Internal(why) => {
                tracing::error!(why, "store failed");
                Self::Internal
            }
        }
    }
}

impl From<media::Error> for Refusal {
    fn from(error: media::Error) -> Self {
        use media::Error;
        match error {
            Error::NotFound => Self::NotFound("file"),
            Error::Unavailable(why) => {
                tracing::warn!(why, "media unavailable");
                Self::Unavailable
            }
            other => {
                tracing::error!(error = %other, "media failed");
                Self::Internal
            }
        }
    }
}

impl From<search::Unavailable> for Refusal {
    fn from(error: search::Unavailable) -> Self {
        tracing::warn!(%error, "search unavailable");
        Self::Unavailable
    }
}
