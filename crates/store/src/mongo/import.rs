//! Taking neutral records in. A document that is there already stays: the same one came
//! before. Records first, then how far it is: what was cut off in between comes again.

use std::collections::HashMap;

use mongodb::{
    bson::{Document, doc},
    error::ErrorKind,
};
use protocol::{ChannelId, WorkspaceId};
use tokio::time::timeout;

use super::{
    Mongo, PATIENCE,
    docs::{self, FileDocument, Place, Seat, User},
    export::collection,
    fault::{Fault, Work},
    feeds::id_of,
    look::{Cut, Look},
    read,
    reading::own_document,
    schema::{CHANNELS, FEEDS, FILES, META, USERS, WORKSPACES},
    tail::Tail,
};
use crate::{
    Error, Result,
    transfer::{FileRecord, Import, Kind, Record},
};

/// Where the import's state is kept.
const STATE: &str = "import";

/// The import that was begun and not finished.
pub async fn state(look: &mut Look) -> Work<Option<Import>> {
    let found = look.document(META, doc! { "_id": STATE }, None).await?;
    let read = |it: Document| {
        let text = it.get_str("value").unwrap_or_default();
        serde_json::from_str(text).map_err(|error| Error::Internal(error.to_string()))
    };
    Ok(found.map(read).transpose()?)
}

async fn is_empty(look: &mut Look) -> Work<bool> {
    for of in [USERS, WORKSPACES, FEEDS, FILES] {
        if look.any(of, doc! { "_id": { "$gt": "" } }).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The workspaces of channels.
async fn homes(look: &mut Look, channels: &[String]) -> Work<HashMap<ChannelId, WorkspaceId>> {
    if channels.is_empty() {
        return Ok(HashMap::new());
    }
    let cut = Cut { fields: Some(doc! { "workspace": 1 }), ..Cut::default() };
    let found = look.documents(CHANNELS, doc! { "_id": { "$in": channels } }, cut).await?;
    found.iter().map(|it| Ok((id_of(it, "_id")?, id_of(it, "workspace")?))).collect()
}

impl Mongo {
    /// Begins one, or goes on.
    pub(super) async fn begin(&self, epoch: &str) -> Result<Import> {
        let begun: Result<Option<Import>> = read!(self, |look| state(look));
        if let Some(begun) = begun? {
            return if begun.epoch == epoch { Ok(begun) } else { Err(Error::Conflict("import")) };
        }
        let empty: Result<bool> = read!(self, |look| is_empty(look));
        if !empty? {
            return Err(Error::Conflict("not_empty"));
        }
        let begun = Import { epoch: epoch.to_owned(), kind: Kind::Accounts, after: None };
        self.note_import(&begun).await?;
        Ok(begun)
    }

    /// Takes records in.
    pub(super) async fn put(&self, records: Vec<Record>, so_far: Import) -> Result<()> {
        let begun: Result<Option<Import>> = read!(self, |look| state(look));
        if begun?.is_none_or(|begun| begun.epoch != so_far.epoch) {
            return Err(Error::Conflict("import"));
        }
        let channels: Vec<String> = records
            .iter()
            .filter_map(|it| match it {
                Record::Member { member, .. } => Some(member.channel.to_string()),
                _ => None,
            })
            .collect();
        let homes: Result<HashMap<_, _>> = read!(self, |look| homes(look, &channels));
        let homes = homes?;
        let mut by_kind: Vec<(Kind, Vec<Document>)> = Vec::new();
        for record in records {
            let kind = record.kind();
            let document = document(record, &homes)?;
            match by_kind.iter_mut().find(|(it, _)| *it == kind) {
                Some((_, documents)) => documents.push(document),
                None => by_kind.push((kind, vec![document])),
            }
        }
        for (kind, documents) in by_kind {
            self.add(collection(kind), documents).await?;
        }
        self.note_import(&so_far).await
    }

    /// Takes the epoch on and forgets that it was an import.
    pub(super) async fn finish(&self) -> Result<()> {
        let begun: Result<Option<Import>> = read!(self, |look| state(look));
        let begun = begun?.ok_or(Error::Conflict("import"))?;
        self.set_meta("epoch", &begun.epoch).await?;
        // Whoever sets up a workspace later finds that there are some.
        self.set_meta("set_up", "imported").await?;
        let meta = self.inner.db.collection::<Document>(META);
        in_time(async { Ok(meta.delete_one(doc! { "_id": STATE }).await?) }).await.map(drop)
    }

    async fn note_import(&self, so_far: &Import) -> Result<()> {
        let text = serde_json::to_string(so_far).map_err(|error| Error::Internal(error.to_string()))?;
        self.set_meta(STATE, &text).await
    }

    async fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        let meta = self.inner.db.collection::<Document>(META);
        let change = doc! { "$set": { "value": value } };
        in_time(async { Ok(meta.update_one(doc! { "_id": key }, change).upsert(true).await?) })
            .await
            .map(drop)
    }

    async fn add(&self, of: &str, documents: Vec<Document>) -> Result<()> {
        let collection = self.inner.db.collection::<Document>(of);
        in_time(async {
            let added = collection.insert_many(documents).ordered(false).await;
            match added.map_err(Fault::from) {
                Err(fault) if are_all_there(&fault) => Ok(()),
                other => other.map(drop),
            }
        })
        .await
    }
}

/// Whether all that was refused is there already.
fn are_all_there(fault: &Fault) -> bool {
    let Fault::Driver(error) = fault else { return false };
    let ErrorKind::InsertMany(many) = &*error.kind else { return false };
    many.write_concern_error.is_none()
        && many.write_errors.as_ref().is_some_and(|all| all.iter().all(|it| it.code == 11000))
}

/// Trying again changes nothing, so that what happened need not be known.
async fn in_time<T>(work: impl Future<Output = Work<T>>) -> Result<T> {
    match timeout(PATIENCE, work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Error::Unavailable("MongoDB didn't answer in time".into())),
    }
}

fn document(record: Record, homes: &HashMap<ChannelId, WorkspaceId>) -> Work<Document> {
    match record {
        Record::Account { account, password_hash, active } => {
            docs::write(&User::new(*account, password_hash, active))
        }
        Record::Session { session, token_hash, device } => {
            let mut document = docs::session(&session, token_hash)?;
            if let Some(device) = device {
                document.insert("push", docs::device(&device));
            }
            Ok(document)
        }
        Record::Workspace(it) => docs::write(&it),
        Record::Person { workspace, user, role, rev } => Place { workspace, user, role, rev }.document(),
        Record::Group(it) => docs::write(&it),
        Record::Invite { invite, code_hash } => docs::invite(&invite, code_hash),
        Record::Channel(it) => docs::channel(&it),
        Record::Member { member, starred, muted, level, user_rev } => {
            let workspace = homes.get(&member.channel).copied();
            let lost = || Error::Internal(format!("a member of channel {} that isn't there", member.channel));
            Seat {
                channel: member.channel,
                user: member.user,
                workspace: workspace.ok_or_else(lost)?,
                active: member.active,
                joined_at: member.joined_at,
                rev: member.rev,
                starred,
                muted,
                level,
                user_rev,
            }
            .document()
        }
        Record::Reading { user, reading } => {
            own_document(user, docs::place(user, reading.channel, reading.thread), &reading)
        }
        Record::Draft { user, draft } => {
            own_document(user, docs::place(user, draft.channel, draft.thread), &draft)
        }
        Record::Alert { user, alert } => own_document(user, docs::pair(user, alert.message), &alert),
        Record::Saved { user, saved } => own_document(user, docs::pair(user, saved.message), &saved),
        Record::Planned { user, nonce, planned } => super::planned::document(user, &nonce, &planned),
        Record::File(it) => {
            let FileRecord { file, workspace, prefix, avatar, on, place, gone } = *it;
            docs::write(&FileDocument {
                file,
                workspace,
                prefix,
                avatar,
                channel: on.map(|(channel, _)| channel),
                message: on.map(|(_, message)| message),
                place,
                gone: gone.into(),
            })
        }
        Record::Emoji(it) => super::emoji::document(&it),
        Record::Message { message, body, revisions, votes } => {
            let mut document = docs::message(&message, body)?;
            if !votes.is_empty() {
                document.insert("votes", super::polls::list(&votes)?);
            }
            if !revisions.is_empty() {
                let revisions = revisions.iter().map(docs::write).collect::<Work<Vec<_>>>()?;
                document.insert("revisions", revisions);
            }
            Ok(document)
        }
        Record::Feed { feed, head, last_seq, last_at, last_ts } => {
            let tail = Tail { head, last_seq, last_at: last_at.0, last_ts: last_ts.0 };
            docs::with_key(docs::write(&tail)?, feed.to_string())
        }
    }
}
