//! How much of a list is read at once, in rows and in bytes: a message can be fifty times as
//! large as most, and whoever asks for many pages of the largest would fill the memory.

use protocol::{Changes, FeedId, Item, Message, limits};

/// What an object takes besides its texts, about, as JSON.
const BARE: usize = 500;
/// An id, as JSON.
const ID: usize = 30;

/// At most so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// Rows.
    pub rows: usize,
    /// Bytes of messages: a list ends with the one that reaches it.
    pub bytes: usize,
}

impl Most {
    /// Everything.
    pub const ALL: Self = Self { rows: usize::MAX >> 2, bytes: usize::MAX };

    /// A page of so many rows.
    pub const fn page(rows: usize) -> Self {
        Self { rows, bytes: limits::PAGE_BYTES }
    }

    /// What comes before a place, and what comes after it.
    pub const fn halves(self) -> (Self, Self) {
        let (rows, bytes) = (self.rows / 2, self.bytes / 2);
        (Self { rows, bytes }, Self { rows: self.rows - rows, bytes })
    }

    /// Whether so much is all of it.
    pub const fn is_reached(self, rows: usize, bytes: usize) -> bool {
        rows >= self.rows || bytes >= self.bytes
    }
}

/// Bytes of a message as JSON, about.
pub fn size(message: &Message) -> usize {
    let reacted: usize = message.reactions.iter().map(|it| ID * (it.users.len() + 1)).sum();
    let asked: usize =
        message.poll.iter().flat_map(|it| &it.options).map(|it| BARE + ID * it.users.len()).sum();
    BARE + asked
        + message.text.len()
        + (message.files.len() + 2 * message.previews.len()) * BARE
        + message.mentions.len() * ID
        + reacted
}

/// What changed in a feed whose head this is, from lists of up to one row more than wanted.
/// Where messages were cut before that, they're without gaps up to this `rev` only.
pub fn changes(
    feed: FeedId,
    since: u64,
    mut items: Vec<Item>,
    gapless: Option<u64>,
    rows: usize,
    head: u64,
) -> Changes {
    let in_workspace = matches!(feed, FeedId::Workspace(_));
    let rev = |item: &Item| item.rev(in_workspace);
    let more = gapless.is_some() || items.len() > rows;
    items.retain(|item| gapless.is_none_or(|end| rev(item) <= end));
    items.sort_by_key(rev);
    items.truncate(rows);
    let to = if more { items.last().map_or(since, rev) } else { head };
    Changes { feed, from: since, to, items, more }
}
