//! What the tests have in common: a harbour where storms are warned of.

use protocol::{ChannelId, FeedId, MessageId, Timestamp, UserId, WorkspaceId};
use search::{Document, Query, Search, parse};

pub const HARBOUR: ChannelId = ChannelId::from_u128(1);
pub const FEED: FeedId = FeedId::Channel(HARBOUR);
pub const ADA: UserId = UserId::from_u128(1);

/// Ada's warning of this number.
pub fn message(number: u64) -> Document {
    Document {
        message: MessageId::from_u128(number.into()),
        channel: HARBOUR,
        workspace: WorkspaceId::from_u128(1),
        author: ADA,
        thread: None,
        seq: number,
        ts: Timestamp(1),
        rev: number,
        text: format!("storm warning {number}"),
        file_names: Vec::new(),
        has_file: false,
        has_link: false,
        has_image: false,
        mentions: Vec::new(),
    }
}

/// How many warnings are found.
pub fn storms(search: &Search) -> u64 {
    let query =
        Query { terms: parse("storm warning").words, channels: vec![HARBOUR], limit: 50, ..Query::default() };
    search.query(&query).unwrap().total
}
