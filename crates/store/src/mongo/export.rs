//! Everything as neutral records, in pages by `_id`, which is also a page's cursor.

use mongodb::bson::{Document, doc};
use protocol::{Alert, Draft, FeedId, Message, Reading, Saved, Timestamp};

use super::{
    docs::{self, FileDocument, Place, Seat, User},
    fault::Work,
    feeds::id_of,
    look::{Cut, Look},
    messages::revisions_of,
    schema::{
        ALERTS, CHANNELS, DRAFTS, EMOJI, FEEDS, FILES, GROUPS, INVITES, MEMBERS, MESSAGES, PERSONS, PLANNED,
        READINGS, SAVES, SESSIONS, USERS, WORKSPACES,
    },
    tail::Tail,
};
use crate::{
    Error, Page,
    most::Most,
    transfer::{FileRecord, Kind, Record},
};

/// Bytes of documents that a page stops growing at.
const PAGE_BYTES: usize = 4_000_000;

/// Where a kind is kept.
pub fn collection(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => USERS,
        Kind::Sessions => SESSIONS,
        Kind::Workspaces => WORKSPACES,
        Kind::People => PERSONS,
        Kind::Groups => GROUPS,
        Kind::Invites => INVITES,
        Kind::Channels => CHANNELS,
        Kind::Members => MEMBERS,
        Kind::Readings => READINGS,
        Kind::Drafts => DRAFTS,
        Kind::Alerts => ALERTS,
        Kind::Saved => SAVES,
        Kind::Plans => PLANNED,
        Kind::Files => FILES,
        Kind::Emoji => EMOJI,
        Kind::Messages => MESSAGES,
        Kind::Feeds => FEEDS,
    }
}

/// How many documents a kind has.
pub async fn count(look: &mut Look, kind: Kind) -> Work<u64> {
    look.count(collection(kind), doc! { "_id": { "$gt": "" } }).await
}

/// A page of a kind.
pub async fn page(look: &mut Look, kind: Kind, after: Option<&str>, limit: usize) -> Work<Page<Record>> {
    let later = doc! { "_id": { "$gt": after.unwrap_or_default() } };
    let (cut, most) = (Cut::by(doc! { "_id": 1 }, 0), Most { rows: limit, bytes: PAGE_BYTES });
    let (found, more) = look.page(collection(kind), later, cut, most).await?;
    let next = found.last().filter(|_| more).and_then(|it| it.get_str("_id").ok()).map(str::to_owned);
    Ok(Page { rows: found.into_iter().map(|it| record(kind, it)).collect::<Work<_>>()?, next })
}

fn record(kind: Kind, document: Document) -> Work<Record> {
    let digest = |key: &str| {
        let lost = || Error::Internal(format!("{key} of a stored document isn't a digest"));
        docs::digest_of(&document, key).ok_or_else(lost)
    };
    Ok(match kind {
        Kind::Accounts => {
            let user: User = docs::read(document)?;
            let (password_hash, active) = (user.password_hash.clone(), user.active);
            Record::Account { account: Box::new(user.account()?), password_hash, active }
        }
        Kind::Sessions => {
            let token_hash = digest("token_hash")?;
            let device = docs::device_of(&document)?;
            let session: crate::sessions::Session = docs::read(document)?;
            Record::Session { session, token_hash, device }
        }
        Kind::Workspaces => Record::Workspace(docs::read(document)?),
        Kind::People => {
            let Place { workspace, user, role, rev } = docs::read(document)?;
            Record::Person { workspace, user, role, rev }
        }
        Kind::Groups => Record::Group(docs::read(document)?),
        Kind::Invites => {
            let code_hash = digest("code_hash")?;
            let invite: crate::workspaces::Invite = docs::read(document)?;
            Record::Invite { invite, code_hash }
        }
        Kind::Channels => Record::Channel(Box::new(docs::read(document)?)),
        Kind::Members => {
            let seat: Seat = docs::read(document)?;
            Record::Member {
                member: seat.member(),
                starred: seat.starred,
                muted: seat.muted,
                level: seat.level,
                user_rev: seat.user_rev,
            }
        }
        Kind::Readings => {
            let user = id_of(&document, "user")?;
            let reading: Reading = docs::read(document)?;
            Record::Reading { user, reading }
        }
        Kind::Drafts => {
            let user = id_of(&document, "user")?;
            let draft: Draft = docs::read(document)?;
            Record::Draft { user, draft }
        }
        Kind::Alerts => {
            let user = id_of(&document, "user")?;
            let alert: Alert = docs::read(document)?;
            Record::Alert { user, alert }
        }
        Kind::Saved => {
            let user = id_of(&document, "user")?;
            let saved: Saved = docs::read(document)?;
            Record::Saved { user, saved }
        }
        Kind::Plans => {
            let user = id_of(&document, "user")?;
            let nonce = document.get_str("nonce").unwrap_or_default().to_owned();
            Record::Planned { user, nonce, planned: Box::new(docs::read(document)?) }
        }
        Kind::Files => {
            let it: FileDocument = docs::read(document)?;
            Record::File(Box::new(FileRecord {
                workspace: it.workspace,
                prefix: it.prefix,
                avatar: it.avatar,
                on: it.channel.zip(it.message),
                place: it.place,
                gone: u8::try_from(it.gone).unwrap_or(u8::MAX),
                file: it.file,
            }))
        }
        Kind::Emoji => Record::Emoji(docs::read(document)?),
        Kind::Messages => {
            let (body, revisions) = (docs::digest_of(&document, "body"), revisions_of(&document)?);
            let votes = super::polls::votes_in(&document)?;
            let message: Message = docs::read(document)?;
            Record::Message { message: Box::new(message), body, votes, revisions }
        }
        Kind::Feeds => {
            let feed: FeedId = id_of(&document, "_id")?;
            let tail: Tail = docs::read(document)?;
            Record::Feed {
                feed,
                head: tail.head,
                last_seq: tail.last_seq,
                last_at: Timestamp(tail.last_at),
                last_ts: Timestamp(tail.last_ts),
            }
        }
    })
}
