//! Documents: an object as on the wire, its `id` as `_id`, and what only the store needs.
//! Ids are their strings, times microseconds, enums their wire words.

use mongodb::bson::{
    Binary, Bson, Document, deserialize_from_document, doc, serialize_to_document, spec::BinarySubtype,
};
use protocol::{
    Account, Channel, ChannelId, File, Level, Member, Membership, MembershipState, Message, MessageId,
    Person, Role, Timestamp, UserId, WorkspaceId,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::fault::Work;
use crate::{
    Error,
    concerns::reacted_at,
    files::StoredFile,
    sessions::{Device, Session},
    workspaces::Invite,
};

/// An object's document.
pub fn write(object: &impl Serialize) -> Work<Document> {
    let mut document = serialize_to_document(object)?;
    if let Some(id) = document.remove("id") {
        document.insert("_id", id);
    }
    Ok(document)
}

/// An object from its document.
pub fn read<T: DeserializeOwned>(mut document: Document) -> Work<T> {
    if let Some(id) = document.remove("_id") {
        document.insert("id", id);
    }
    Ok(deserialize_from_document(document)?)
}

/// What is another in a document written anew. Only that is stored: a field that a later version
/// put there stays as it is.
pub fn different(was: &Document, now: Document) -> Document {
    now.into_iter().filter(|(key, value)| was.get(key) != Some(value)).collect()
}

/// A number in the database's own type.
pub fn number(value: u64) -> Bson {
    // Positions end at half of ours; what is beyond is after everything.
    Bson::Int64(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A number of a document that must have it.
pub fn number_of(document: &Document, key: &str) -> Work<u64> {
    let number = match document.get(key) {
        Some(Bson::Int64(number)) => u64::try_from(*number).ok(),
        Some(Bson::Int32(number)) => u64::try_from(*number).ok(),
        _ => None,
    };
    Ok(number.ok_or_else(|| Error::Internal(format!("{key} of a stored document isn't a number")))?)
}

/// Bytes of a digest.
pub fn binary(bytes: [u8; 32]) -> Bson {
    Bson::Binary(Binary { subtype: BinarySubtype::Generic, bytes: bytes.to_vec() })
}

/// A digest of a document, if it has one.
pub fn digest_of(document: &Document, key: &str) -> Option<[u8; 32]> {
    document.get_binary_generic(key).ok().and_then(|bytes| bytes.as_slice().try_into().ok())
}

/// A key of two parts.
pub fn pair(one: impl std::fmt::Display, two: impl std::fmt::Display) -> String {
    format!("{one}/{two}")
}

/// A reading's or draft's key; the thread is empty for the channel's own conversation.
pub fn place(user: UserId, channel: ChannelId, thread: Option<MessageId>) -> String {
    format!("{user}/{channel}/{}", thread.map(|id| id.to_string()).unwrap_or_default())
}

/// An account with what its owner doesn't see. Preferences are JSON text: their keys are
/// anybody's.
#[derive(Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub handle: String,
    pub title: String,
    pub time_zone: String,
    pub avatar: Option<protocol::FileId>,
    #[serde(default)]
    pub status: Option<protocol::Status>,
    #[serde(default)]
    pub keywords: Vec<String>,
    #[serde(default)]
    pub notices: protocol::Notices,
    pub preferences: String,
    pub password_hash: String,
    pub created_at: Timestamp,
    pub active: bool,
    pub rev: u64,
}

impl User {
    /// What its owner sees.
    pub fn account(self) -> Work<Account> {
        let preferences = serde_json::from_str(&self.preferences)
            .map_err(|error| Error::Internal(format!("preferences of {}: {error}", self.id)))?;
        Ok(Account {
            id: self.id,
            email: self.email,
            name: self.name,
            handle: self.handle,
            title: self.title,
            time_zone: self.time_zone,
            avatar: self.avatar,
            status: self.status,
            keywords: self.keywords,
            notices: self.notices,
            preferences,
            created_at: self.created_at,
            rev: self.rev,
        })
    }

    /// From what its owner sees.
    pub fn new(account: Account, password_hash: String, active: bool) -> Self {
        Self {
            id: account.id,
            email: account.email,
            name: account.name,
            handle: account.handle,
            title: account.title,
            time_zone: account.time_zone,
            avatar: account.avatar,
            status: account.status,
            keywords: account.keywords,
            notices: account.notices,
            preferences: account.preferences.to_string(),
            password_hash,
            created_at: account.created_at,
            active,
            rev: account.rev,
        }
    }
}

/// A place in a workspace; `_id` is the pair of both.
#[derive(Serialize, Deserialize)]
pub struct Place {
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub role: Role,
    pub rev: u64,
}

impl Place {
    /// The person, whose profile is that of their account.
    pub fn person(self, user: &User) -> Person {
        Person {
            user: self.user,
            workspace: self.workspace,
            name: user.name.clone(),
            handle: user.handle.clone(),
            title: user.title.clone(),
            time_zone: user.time_zone.clone(),
            avatar: user.avatar,
            status: user.status.clone(),
            role: self.role,
            active: user.active,
            rev: self.rev,
        }
    }

    /// Its document.
    pub fn document(&self) -> Work<Document> {
        with_key(write(self)?, pair(self.workspace, self.user))
    }
}

/// A place in a channel: member (`rev`, in the channel feed) and membership (`user_rev`, in
/// the person's) in one; `_id` is the pair of channel and person.
#[derive(Clone, Serialize, Deserialize)]
pub struct Seat {
    pub channel: ChannelId,
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub active: bool,
    pub joined_at: Timestamp,
    pub rev: u64,
    pub starred: bool,
    pub muted: bool,
    pub level: Level,
    pub user_rev: u64,
}

impl Seat {
    /// What the channel knows of it.
    pub fn member(&self) -> Member {
        Member {
            channel: self.channel,
            user: self.user,
            active: self.active,
            joined_at: self.joined_at,
            rev: self.rev,
        }
    }

    /// What only the person does.
    pub fn membership(&self) -> Membership {
        Membership {
            channel: self.channel,
            workspace: self.workspace,
            state: if self.active { MembershipState::Joined } else { MembershipState::Left },
            starred: self.starred,
            muted: self.muted,
            level: self.level,
            rev: self.user_rev,
        }
    }

    /// Its document.
    pub fn document(&self) -> Work<Document> {
        with_key(write(self)?, pair(self.channel, self.user))
    }
}

/// A channel's document. `unique` is what no other of the workspace may have: the name, or
/// who it is between.
pub fn channel(channel: &Channel) -> Work<Document> {
    let mut document = write(channel)?;
    document.insert("unique", unique(channel));
    Ok(document)
}

/// What no other channel of the workspace may have.
pub fn unique(channel: &Channel) -> String {
    if channel.kind.is_direct() { between(&channel.people) } else { format!("#{}", channel.name) }
}

/// Who a direct message is between, in order.
pub fn between(people: &[UserId]) -> String {
    let mut people: Vec<String> = people.iter().map(UserId::to_string).collect();
    people.sort_unstable();
    people.join(",")
}

/// A message's document. `body` is the digest of what its nonce stands for; `addressed` is whom it
/// mentions, `*` for everyone, and missing when nobody. `reacted_at` is when others last reacted, while they do.
pub fn message(message: &Message, body: Option<[u8; 32]>) -> Work<Document> {
    let mut document = write(message)?;
    if let Some(body) = body {
        document.insert("body", binary(body));
    }
    if let Some(to) = addressed(message) {
        document.insert("addressed", to);
    }
    if let Some(at) = reacted_at(message) {
        document.insert("reacted_at", at.0);
    }
    Ok(document)
}

/// Whom a message mentions, for the index of mentions.
pub fn addressed(message: &Message) -> Option<Vec<String>> {
    let mut to: Vec<String> = message.mentions.iter().map(UserId::to_string).collect();
    to.extend(message.mentions_all.then(|| "*".into()));
    (!to.is_empty()).then_some(to)
}

/// A file's facts and where it hangs. `gone`: 0 kept, 1 an orphan the sweeper took, 2 its
/// bytes are gone. `touched` changes when it becomes a picture, so that nobody else can do
/// anything with it at the same time.
#[derive(Serialize, Deserialize)]
pub struct FileDocument {
    #[serde(flatten)]
    pub file: File,
    pub workspace: WorkspaceId,
    pub prefix: String,
    pub avatar: bool,
    pub channel: Option<ChannelId>,
    pub message: Option<MessageId>,
    pub place: u64,
    pub gone: u32,
}

impl FileDocument {
    /// As the rest of the program sees it; whether it is a picture was looked up.
    pub fn stored(self, pictured: bool) -> StoredFile {
        StoredFile {
            file: self.file,
            workspace: self.workspace,
            prefix: self.prefix,
            channel: self.channel,
            avatar: self.avatar || pictured,
        }
    }
}

/// A session's document; only a digest of its token is stored.
pub fn session(session: &Session, token_hash: [u8; 32]) -> Work<Document> {
    let mut document = write(session)?;
    document.insert("token_hash", binary(token_hash));
    Ok(document)
}

/// Where a session's browser can be woken, within the session's document.
pub fn device(device: &Device) -> Document {
    let Device { endpoint, p256dh, auth, since, text } = device;
    doc! { "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "since": since.0, "text": text }
}

/// The same of a session's document, if it has it.
pub fn device_of(session: &Document) -> Work<Option<Device>> {
    let Ok(push) = session.get_document("push") else { return Ok(None) };
    let text = |key: &str| {
        let lost = || Error::Internal(format!("push.{key} of a stored session isn't text"));
        push.get_str(key).map(str::to_owned).map_err(|_| lost())
    };
    let since = push.get_i64("since").map_err(|_| Error::Internal("push.since isn't a time".into()))?;
    Ok(Some(Device {
        endpoint: text("endpoint")?,
        p256dh: text("p256dh")?,
        auth: text("auth")?,
        since: Timestamp(since),
        text: push.get_bool("text").unwrap_or(true),
    }))
}

/// An invite's document; only a digest of its code is stored.
pub fn invite(invite: &Invite, code_hash: [u8; 32]) -> Work<Document> {
    let mut document = write(invite)?;
    document.insert("code_hash", binary(code_hash));
    Ok(document)
}

/// A document under a key that isn't the object's own.
pub fn with_key(mut document: Document, key: String) -> Work<Document> {
    document.insert("_id", key);
    Ok(document)
}
