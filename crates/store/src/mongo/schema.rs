//! Collections and their indexes. A version only adds, so that nodes of the version before
//! go on beside it; an index is built while others write, and building it again does
//! nothing. What an old version needed is removed one release later: `docs/decisions/0011-*`.
//!
//! Shard keys, for who shards: `messages` by `channel`, `readings`, `drafts` and `saves` by
//! `user`, `feeds` by `_id`. Every query of those names its key. The others are bounded by the
//! number of people and channels and stay on one shard.

use mongodb::{
    Database, IndexModel,
    bson::{Bson, Document, doc},
    options::IndexOptions,
};

use super::fault::Fault;
use crate::{Error, Result, epoch::new_epoch};

pub const META: &str = "meta";
pub const NODES: &str = "nodes";
pub const FEEDS: &str = "feeds";
pub const USERS: &str = "users";
pub const WORKSPACES: &str = "workspaces";
pub const PERSONS: &str = "persons";
pub const GROUPS: &str = "user_groups";
pub const INVITES: &str = "invites";
pub const SESSIONS: &str = "sessions";
pub const CHANNELS: &str = "channels";
pub const MEMBERS: &str = "members";
pub const READINGS: &str = "readings";
pub const DRAFTS: &str = "drafts";
pub const ALERTS: &str = "alerts";
pub const SAVES: &str = "saves";
pub const PLANNED: &str = "planned";
pub const MESSAGES: &str = "messages";
pub const FILES: &str = "files";
pub const EMOJI: &str = "emoji";
pub const LEASES: &str = "leases";
pub const HEARD: &str = "heard";
pub const WAKES: &str = "wakes";
pub const MISSED: &str = "missed";
pub const LINKS: &str = "links";
pub const PAGES: &str = "pages";

/// The schema this program writes.
const VERSION: u32 = 1;
/// The oldest program that still works with it. A version that only adds leaves this as it was,
/// so that servers of the version before go on beside it, and can take over again.
const USABLE_BY: u32 = 1;

/// What `meta` says of the schema: each the highest that a program ever wrote.
const STATED: [(&str, u32); 2] = [("schema", VERSION), ("usable_by", USABLE_BY)];

/// Collections that have no index but that of `_id`.
const PLAIN: [&str; 5] = [META, NODES, FEEDS, LEASES, HEARD];

/// An index: its name, its keys, whether it is unique, and which documents are in it.
struct Index(&'static str, Document, bool, Option<Document>);

#[rustfmt::skip]
fn indexes() -> Vec<(&'static str, Vec<Index>)> {
    let some = |field: &str| Some(doc! { field: { "$gt": "" } });
    let on_message = || Some(doc! { "message": { "$gt": "" }, "state": "ready" });
    vec![
        (USERS, vec![
            Index("email", doc! { "email": 1 }, true, None),
            Index("handle", doc! { "handle": 1 }, true, None),
            Index("avatar", doc! { "avatar": 1 }, false, some("avatar")),
        ]),
        (WORKSPACES, vec![Index("icon", doc! { "icon": 1 }, false, some("icon"))]),
        (PERSONS, vec![
            Index("person", doc! { "workspace": 1, "user": 1 }, true, None),
            Index("rev", doc! { "workspace": 1, "rev": 1 }, true, None),
            Index("role", doc! { "workspace": 1, "role": 1 }, false, None),
            Index("user", doc! { "user": 1, "workspace": 1 }, false, None),
        ]),
        (GROUPS, vec![
            Index("handle", doc! { "handle": 1 }, true, Some(doc! { "active": true })),
            Index("rev", doc! { "workspace": 1, "rev": 1 }, true, None),
            Index("live", doc! { "workspace": 1, "active": 1, "handle": 1 }, false, None),
        ]),
        (INVITES, vec![
            Index("code_hash", doc! { "code_hash": 1 }, true, None),
            Index("workspace", doc! { "workspace": 1, "created_at": -1 }, false, None),
        ]),
        (SESSIONS, vec![
            Index("token_hash", doc! { "token_hash": 1 }, true, None),
            Index("user", doc! { "user": 1, "seen_at": -1 }, false, None),
            Index("push", doc! { "push.endpoint": 1 }, true, some("push.endpoint")),
        ]),
        (CHANNELS, vec![
            Index("unique", doc! { "workspace": 1, "unique": 1 }, true, None),
            Index("listed", doc! { "workspace": 1, "kind": 1, "archived": 1, "name": 1 }, false, None),
            Index("rev", doc! { "workspace": 1, "kind": 1, "workspace_rev": 1 }, false, None),
        ]),
        (MEMBERS, vec![
            Index("members", doc! { "channel": 1, "active": 1, "user": 1 }, false, None),
            Index("rev", doc! { "channel": 1, "rev": 1 }, true, None),
            Index("user_rev", doc! { "user": 1, "user_rev": 1 }, true, None),
            Index("joined", doc! { "user": 1, "active": 1, "workspace": 1, "channel": 1 }, false, None),
        ]),
        (READINGS, vec![
            Index("rev", doc! { "user": 1, "rev": 1 }, true, None),
            Index("followed", doc! { "user": 1, "following": 1, "thread": 1 }, false, None),
        ]),
        (DRAFTS, vec![
            Index("rev", doc! { "user": 1, "rev": 1 }, true, None),
            Index("newest", doc! { "user": 1, "updated_at": -1 }, false, None),
        ]),
        (ALERTS, vec![
            Index("rev", doc! { "user": 1, "rev": 1 }, true, None),
            Index("message", doc! { "message": 1 }, false, None),
            Index("unread", doc! { "user": 1, "channel": 1, "thread": 1, "seq": 1 }, false, Some(doc! { "active": true })),
            Index("newest", doc! { "user": 1, "ts": -1, "message": -1 }, false, Some(doc! { "active": true })),
        ]),
        (SAVES, vec![
            Index("rev", doc! { "user": 1, "rev": 1 }, true, None),
            Index("newest", doc! { "user": 1, "saved_at": -1, "message": -1 }, false, Some(doc! { "saved_at": { "$gt": 0 } })),
        ]),
        (PLANNED, vec![
            Index("rev", doc! { "user": 1, "rev": 1 }, true, None),
            Index("nonce", doc! { "user": 1, "nonce": 1 }, true, None),
            Index("open", doc! { "user": 1, "state": 1, "due_at": 1 }, false, None),
            Index("due", doc! { "state": 1, "due_at": 1 }, false, None),
        ]),
        (EMOJI, vec![
            Index("rev", doc! { "workspace": 1, "rev": 1 }, true, None),
            Index("listed", doc! { "workspace": 1, "name": 1 }, false, some("image")),
        ]),
        (MESSAGES, vec![
            Index("rev", doc! { "channel": 1, "rev": 1 }, true, None),
            Index("seq", doc! { "channel": 1, "thread": 1, "seq": 1 }, true, None),
            Index("ts", doc! { "channel": 1, "ts": 1 }, true, None),
            Index("nonce", doc! { "channel": 1, "author": 1, "nonce": 1 }, true, some("nonce")),
            Index("addressed", doc! { "channel": 1, "thread": 1, "addressed": 1, "seq": 1 }, false, Some(doc! { "addressed": { "$exists": true } })),
            Index("concerns", doc! { "addressed": 1, "ts": -1, "_id": -1, "channel": 1, "author": 1 }, false, Some(doc! { "addressed": { "$exists": true } })),
            Index("reacted", doc! { "author": 1, "reacted_at": -1, "_id": -1, "channel": 1 }, false, Some(doc! { "reacted_at": { "$gt": 0 } })),
            Index("pinned", doc! { "channel": 1, "pinned_at": -1, "_id": -1 }, false, Some(doc! { "pinned_at": { "$gt": 0 } })),
        ]),
        (WAKES, vec![
            Index("due", doc! { "due_at": 1 }, false, None),
            Index("session", doc! { "session": 1 }, false, None),
        ]),
        (MISSED, vec![Index("due", doc! { "due_at": 1 }, false, None)]),
        (LINKS, vec![Index("due", doc! { "due_at": 1 }, false, None)]),
        (PAGES, vec![Index("until", doc! { "until": 1 }, false, None)]),
        (FILES, vec![
            Index("message", doc! { "message": 1, "place": 1 }, false, some("message")),
            Index("unfinished", doc! { "owner": 1, "state": 1, "created_at": 1 }, false, None),
            Index("loose", doc! { "message": 1, "gone": 1, "created_at": 1 }, false, None),
            Index("deleted", doc! { "state": 1, "gone": 1, "_id": 1 }, false, None),
            Index("shared", doc! { "channel": 1, "_id": -1 }, false, on_message()),
            Index("typed", doc! { "channel": 1, "media_type": 1, "_id": -1 }, false, on_message()),
        ]),
    ]
}

/// Brings collections and indexes up to date.
///
/// # Errors
/// `Internal` when the database is one that this program can't work with any more.
pub async fn migrate(db: &Database) -> Result<()> {
    if number(db, "usable_by").await? > VERSION {
        return Err(Error::Internal(format!(
            "database {} has schema {}, made by a newer Workloop; this one knows {VERSION}: upgrade",
            db.name(),
            version(db).await?
        )));
    }
    // Transactions don't make collections on every server; those that are there stay.
    for name in PLAIN {
        match db.create_collection(name).await {
            Err(error) if !is_there_already(&error) => return Err(Fault::from(error).into()),
            _ => {}
        }
    }
    for (collection, indexes) in indexes() {
        let models = indexes.into_iter().map(|Index(name, keys, unique, part)| {
            let options = IndexOptions::builder()
                .name(name.to_owned())
                .unique(unique)
                .partial_filter_expression(part)
                .build();
            IndexModel::builder().keys(keys).options(options).build()
        });
        db.collection::<Document>(collection).create_indexes(models).await.map_err(Fault::from)?;
    }
    let meta = db.collection::<Document>(META);
    let first = STATED.map(|(key, value)| (key, Bson::from(value)));
    for (key, value) in [("epoch", new_epoch()?.into())].into_iter().chain(first) {
        let first = doc! { "$setOnInsert": { "value": value } };
        match meta.update_one(doc! { "_id": key }, first).upsert(true).await.map_err(Fault::from) {
            // Another node did the same at the same time.
            Err(fault) if fault.is_duplicate() => {}
            other => drop(other?),
        }
    }
    for (key, value) in STATED {
        let lower = doc! { "_id": key, "value": { "$lt": value } };
        meta.update_one(lower, doc! { "$set": { "value": value } }).await.map_err(Fault::from)?;
    }
    Ok(())
}

/// The database's schema; 0 when it's new.
pub async fn version(db: &Database) -> Result<u32> {
    number(db, "schema").await
}

async fn number(db: &Database, key: &str) -> Result<u32> {
    let found = db.collection::<Document>(META).find_one(doc! { "_id": key }).await.map_err(Fault::from)?;
    let number = found.as_ref().map(|it| super::docs::number_of(it, "value")).transpose()?;
    Ok(number.and_then(|it| u32::try_from(it).ok()).unwrap_or(0))
}

fn is_there_already(error: &mongodb::error::Error) -> bool {
    matches!(&*error.kind, mongodb::error::ErrorKind::Command(it) if it.code_name == "NamespaceExists")
}
