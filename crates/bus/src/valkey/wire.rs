//! News as bytes between nodes: a version, who sends it, what kind it is, then its fields in
//! big-endian order, and a changes frame as it is. Whoever can't read one compares heads
//! instead, so nodes of different versions get along.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use protocol::{ChannelId, FeedId, MessageId, SessionId, UserId, WorkspaceId, frame::Presence};

use crate::News;

/// Raised when older nodes couldn't make sense of what is sent.
const VERSION: u8 = 1;
/// Things told of in one piece of news; more are more pieces.
pub const MOST: usize = 1_000;

const CHANGED: u8 = 1;
const MOVED: u8 = 2;
const TYPING: u8 = 3;
const PRESENCE: u8 = 4;
const REVOKED: u8 = 5;

/// Bytes that aren't news that this version knows.
#[derive(Debug, PartialEq, Eq)]
pub struct Undecodable;

/// Encodes news from this node; `None` for what concerns this node alone.
pub fn encode(node: u64, news: &News) -> Option<Bytes> {
    let mut bytes = BytesMut::with_capacity(64);
    bytes.put_u8(VERSION);
    bytes.put_u64(node);
    match news {
        News::Changed { feed, from, to, frame } => {
            bytes.reserve(frame.len());
            bytes.put_u8(CHANGED);
            put_feed(&mut bytes, *feed);
            bytes.put_u64(*from);
            bytes.put_u64(*to);
            bytes.put_slice(frame);
        }
        News::Moved { feeds } => {
            bytes.put_u8(MOVED);
            for (feed, to) in feeds {
                put_feed(&mut bytes, *feed);
                bytes.put_u64(*to);
            }
        }
        News::Followed { .. } => return None,
        News::Typing { channel, thread, user } => {
            bytes.put_u8(TYPING);
            bytes.put_u128(channel.to_u128());
            bytes.put_u128(user.to_u128());
            if let Some(thread) = thread {
                bytes.put_u128(thread.to_u128());
            }
        }
        News::Presence { user, state, workspaces } => {
            bytes.put_u8(PRESENCE);
            bytes.put_u128(user.to_u128());
            bytes.put_u8(match state {
                Presence::Active => 2,
                Presence::Away => 1,
                Presence::Offline => 0,
            });
            workspaces.iter().for_each(|workspace| bytes.put_u128(workspace.to_u128()));
        }
        News::Revoked { sessions } => {
            bytes.put_u8(REVOKED);
            sessions.iter().for_each(|session| bytes.put_u128(session.to_u128()));
        }
    }
    Some(bytes.freeze())
}

/// Reads who sent it and what it says.
pub fn decode(mut bytes: Bytes) -> Result<(u64, News), Undecodable> {
    if byte(&mut bytes)? != VERSION {
        return Err(Undecodable);
    }
    let node = number(&mut bytes)?;
    let news = match byte(&mut bytes)? {
        CHANGED => {
            let feed = feed(&mut bytes)?;
            let (from, to) = (number(&mut bytes)?, number(&mut bytes)?);
            if from >= to {
                return Err(Undecodable);
            }
            News::Changed { feed, from, to, frame: bytes }
        }
        MOVED => News::Moved { feeds: all(bytes, |bytes| Ok((feed(bytes)?, number(bytes)?)))? },
        TYPING => {
            let channel = ChannelId::from_u128(id(&mut bytes)?);
            let user = UserId::from_u128(id(&mut bytes)?);
            let thread = all(bytes, |bytes| Ok(MessageId::from_u128(id(bytes)?)))?;
            if thread.len() > 1 {
                return Err(Undecodable);
            }
            News::Typing { channel, thread: thread.first().copied(), user }
        }
        PRESENCE => {
            let user = UserId::from_u128(id(&mut bytes)?);
            let state = match byte(&mut bytes)? {
                2 => Presence::Active,
                1 => Presence::Away,
                0 => Presence::Offline,
                _ => return Err(Undecodable),
            };
            let workspaces = all(bytes, |bytes| Ok(WorkspaceId::from_u128(id(bytes)?)))?;
            News::Presence { user, state, workspaces }
        }
        REVOKED => News::Revoked { sessions: all(bytes, |bytes| Ok(SessionId::from_u128(id(bytes)?)))? },
        _ => return Err(Undecodable),
    };
    Ok((node, news))
}

fn put_feed(bytes: &mut BytesMut, feed: FeedId) {
    let (letter, bits) = match feed {
        FeedId::Channel(id) => (b'C', id.to_u128()),
        FeedId::Workspace(id) => (b'W', id.to_u128()),
        FeedId::User(id) => (b'U', id.to_u128()),
    };
    bytes.put_u8(letter);
    bytes.put_u128(bits);
}

fn feed(bytes: &mut Bytes) -> Result<FeedId, Undecodable> {
    let (letter, bits) = (byte(bytes)?, id(bytes)?);
    match letter {
        b'C' => Ok(FeedId::Channel(ChannelId::from_u128(bits))),
        b'W' => Ok(FeedId::Workspace(WorkspaceId::from_u128(bits))),
        b'U' => Ok(FeedId::User(UserId::from_u128(bits))),
        _ => Err(Undecodable),
    }
}

fn byte(bytes: &mut Bytes) -> Result<u8, Undecodable> {
    bytes.try_get_u8().map_err(|_| Undecodable)
}

fn number(bytes: &mut Bytes) -> Result<u64, Undecodable> {
    bytes.try_get_u64().map_err(|_| Undecodable)
}

fn id(bytes: &mut Bytes) -> Result<u128, Undecodable> {
    bytes.try_get_u128().map_err(|_| Undecodable)
}

/// As many as there are, to the end.
fn all<T>(
    mut bytes: Bytes,
    one: impl Fn(&mut Bytes) -> Result<T, Undecodable>,
) -> Result<Vec<T>, Undecodable> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        if found.len() == MOST {
            return Err(Undecodable);
        }
        found.push(one(&mut bytes)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn there_and_back(news: &News) -> String {
        let (node, news) = decode(encode(7, news).unwrap()).unwrap();
        assert_eq!(node, 7);
        format!("{news:?}")
    }

    #[test]
    fn each_kind_reads_back_what_was_written() {
        let (channel, user, thread) = (ChannelId::new(), UserId::new(), MessageId::new());
        let feeds = [FeedId::Channel(channel), FeedId::User(user), FeedId::Workspace(WorkspaceId::new())];
        let frame = Bytes::from_static(b"{\"t\":\"changes\"}");
        let mut pieces: Vec<News> = feeds
            .iter()
            .map(|feed| News::Changed { feed: *feed, from: 41, to: 42, frame: frame.clone() })
            .collect();
        pieces.extend([
            News::Moved { feeds: feeds.iter().map(|feed| (*feed, 9)).collect() },
            News::Typing { channel, thread: None, user },
            News::Typing { channel, thread: Some(thread), user },
            News::Revoked { sessions: vec![SessionId::new(), SessionId::new()] },
        ]);
        pieces.extend([Presence::Active, Presence::Away, Presence::Offline].map(|state| News::Presence {
            user,
            state,
            workspaces: vec![WorkspaceId::new(), WorkspaceId::new()],
        }));
        for news in pieces {
            assert_eq!(there_and_back(&news), format!("{news:?}"));
        }
    }

    #[test]
    fn what_another_version_says_is_not_guessed_at() {
        let news = News::Revoked { sessions: vec![SessionId::new()] };
        let good = encode(7, &news).unwrap();
        let mut newer = good.to_vec();
        newer[0] = VERSION + 1;
        let mut unknown = good.to_vec();
        unknown[9] = 200;
        let cut = good[..good.len() - 1].to_vec();
        for bytes in [newer, unknown, cut, Vec::new()] {
            assert_eq!(decode(bytes.into()).err(), Some(Undecodable));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0u8..7) {
            if bytes.len() > 9 {
                (bytes[0], bytes[9]) = (VERSION, kind);
            }
            // Whatever is read can be written again, and is the same then.
            if let Ok((node, news)) = decode(bytes.clone().into()) {
                prop_assert_eq!(encode(node, &news).unwrap(), Bytes::from(bytes));
            }
        }
    }
}
