//! Moving everything from one engine to another: what an engine holds as neutral records,
//! in pages, and taken in again unchanged: ids, order, positions and the epoch, so that
//! nobody's cursor notices. Leases, whom to wake and who is owed an e-mail aren't moved: they belong to running nodes.
//!
//! The source must be at rest meanwhile; [`Sum`]s of both sides tell whether it was.

mod copy;
mod sum;

use async_trait::async_trait;
use protocol::{
    Account, Alert, Channel, Draft, Emoji, Epoch, FeedId, File, Level, Member, Message, MessageId, Planned,
    Reading, Role, Saved, Timestamp, UserGroup, UserId, Workspace, WorkspaceId, message::Revision,
    poll::Vote,
};
use serde::{Deserialize, Serialize};

use crate::{
    Page, Result,
    sessions::{Device, Session},
    workspaces::Invite,
};

pub use copy::copy;
pub use sum::{Sum, sum};

/// The kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Accounts with their password hashes.
    Accounts,
    /// Sessions and personal tokens, as hashes.
    Sessions,
    /// Workspaces.
    Workspaces,
    /// Who is in which workspace as what.
    People,
    /// Groups of people that are named together.
    Groups,
    /// Invites, the codes as hashes.
    Invites,
    /// Channels.
    Channels,
    /// Who is or was in which channel.
    Members,
    /// Read cursors and followed threads.
    Readings,
    /// Drafts.
    Drafts,
    /// Messages with people's keywords.
    Alerts,
    /// What people keep for themselves.
    Saved,
    /// Messages to be sent later and reminders.
    Plans,
    /// Facts of files.
    Files,
    /// What workspaces have of emoji of their own.
    Emoji,
    /// Messages with their files, reactions and earlier texts.
    Messages,
    /// Heads of feeds and ends of conversations.
    Feeds,
}

impl Kind {
    /// All, in the order in which they are moved: what is referred to comes first.
    pub const ALL: [Self; 17] = [
        Self::Accounts,
        Self::Sessions,
        Self::Workspaces,
        Self::People,
        Self::Groups,
        Self::Invites,
        Self::Channels,
        Self::Members,
        Self::Readings,
        Self::Drafts,
        Self::Alerts,
        Self::Saved,
        Self::Plans,
        Self::Files,
        Self::Emoji,
        Self::Messages,
        Self::Feeds,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Sessions => "sessions",
            Self::Workspaces => "workspaces",
            Self::People => "people",
            Self::Groups => "groups",
            Self::Invites => "invites",
            Self::Channels => "channels",
            Self::Members => "members",
            Self::Readings => "readings",
            Self::Drafts => "drafts",
            Self::Alerts => "alerts",
            Self::Saved => "saved messages",
            Self::Plans => "plans",
            Self::Files => "files",
            Self::Emoji => "emoji",
            Self::Messages => "messages",
            Self::Feeds => "feeds",
        }
    }
}

/// One object with everything that an engine keeps of it. Not serialisable: some hold secrets.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An account.
    Account {
        /// What its owner sees.
        account: Box<Account>,
        /// PHC string.
        password_hash: String,
        /// False once deactivated.
        active: bool,
    },
    /// A session or personal token.
    Session {
        /// All but the token.
        session: Session,
        /// SHA-256 of the token.
        token_hash: [u8; 32],
        /// Where its browser can be woken.
        device: Option<Device>,
    },
    /// A workspace.
    Workspace(Workspace),
    /// A place in a workspace.
    Person {
        /// Where.
        workspace: WorkspaceId,
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
        /// Position in the workspace's feed.
        rev: u64,
    },
    /// A group of people that are named together.
    Group(UserGroup),
    /// An invite.
    Invite {
        /// All but the code.
        invite: Invite,
        /// SHA-256 of the code.
        code_hash: [u8; 32],
    },
    /// A channel.
    Channel(Box<Channel>),
    /// A place in a channel, with what its owner set.
    Member {
        /// As others see it.
        member: Member,
        /// Among their favourites.
        starred: bool,
        /// Without notifications.
        muted: bool,
        /// What notifies them.
        level: Level,
        /// Position in the person's feed.
        user_rev: u64,
    },
    /// A read cursor or a followed thread.
    Reading {
        /// Whose.
        user: UserId,
        /// Up to where.
        reading: Reading,
    },
    /// A draft.
    Draft {
        /// Whose.
        user: UserId,
        /// What.
        draft: Draft,
    },
    /// A message with one of somebody's keywords.
    Alert {
        /// Whose.
        user: UserId,
        /// Which.
        alert: Alert,
    },
    /// A message that somebody keeps.
    Saved {
        /// Whose.
        user: UserId,
        /// Which.
        saved: Saved,
    },
    /// A message to be sent later, or a reminder.
    Planned {
        /// Whose.
        user: UserId,
        /// What their client called it.
        nonce: String,
        /// What.
        planned: Box<Planned>,
    },
    /// Facts of a file.
    File(Box<FileRecord>),
    /// A workspace's own emoji, or that one was taken away.
    Emoji(Emoji),
    /// A message with its files and reactions.
    Message {
        /// As everyone sees it.
        message: Box<Message>,
        /// Digest of what its nonce stands for; `None` for system messages.
        body: Option<[u8; 32]>,
        /// Who chose what of the poll it may be, in order.
        votes: Vec<Vote>,
        /// Earlier texts, oldest first, at most 100.
        revisions: Vec<Revision>,
    },
    /// A feed's head; for a channel also the end of its conversation (else zeros).
    Feed {
        /// Which.
        feed: FeedId,
        /// Its head.
        head: u64,
        /// `seq` of the last message outside threads.
        last_seq: u64,
        /// When that was written.
        last_at: Timestamp,
        /// The latest `ts` of any message.
        last_ts: Timestamp,
    },
}

/// A file's facts and where it hangs.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecord {
    /// As its owner sees it.
    pub file: File,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// Prefix of its keys in the media store.
    pub prefix: String,
    /// Begun as somebody's picture or a workspace's icon.
    pub avatar: bool,
    /// The channel and message that carry it.
    pub on: Option<(protocol::ChannelId, MessageId)>,
    /// Its place among the message's files, from 0.
    pub place: u64,
    /// 0 kept, 1 an orphan the sweeper took, 2 its bytes are gone.
    pub gone: u8,
}

impl Record {
    /// Of which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Account { .. } => Kind::Accounts,
            Self::Session { .. } => Kind::Sessions,
            Self::Workspace(_) => Kind::Workspaces,
            Self::Person { .. } => Kind::People,
            Self::Group(_) => Kind::Groups,
            Self::Invite { .. } => Kind::Invites,
            Self::Channel(_) => Kind::Channels,
            Self::Member { .. } => Kind::Members,
            Self::Reading { .. } => Kind::Readings,
            Self::Draft { .. } => Kind::Drafts,
            Self::Alert { .. } => Kind::Alerts,
            Self::Saved { .. } => Kind::Saved,
            Self::Planned { .. } => Kind::Plans,
            Self::File(_) => Kind::Files,
            Self::Emoji(_) => Kind::Emoji,
            Self::Message { .. } => Kind::Messages,
            Self::Feed { .. } => Kind::Feeds,
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The epoch of what is being moved.
    pub epoch: Epoch,
    /// The kind that is being moved; those before it are done.
    pub kind: Kind,
    /// Where in it: the `next` of the last page taken in.
    pub after: Option<String>,
}

/// Moving everything.
#[async_trait]
pub trait Transfer: Send + Sync {
    /// How many records of a kind there are.
    async fn count(&self, kind: Kind) -> Result<u64>;
    /// A page of them, always in the same order: at most `limit`, fewer when they are large.
    async fn records(&self, kind: Kind, after: Option<&str>, limit: usize) -> Result<Page<Record>>;
    /// The import that was begun and not finished: then there is no more to this database
    /// than half of another.
    async fn import_state(&self) -> Result<Option<Import>>;
    /// Begins an import into an empty database, or goes on with one from the same epoch.
    /// Conflict `not_empty` or `import` (of another) otherwise.
    async fn begin_import(&self, epoch: &Epoch) -> Result<Import>;
    /// Takes records in and notes how far it is, at once or in this order. Taking in the same
    /// ones again changes nothing. Conflict `import` when none was begun.
    async fn put_records(&self, records: Vec<Record>, so_far: Import) -> Result<()>;
    /// The import is complete: takes its epoch on, and is a database like any other.
    async fn finish_import(&self) -> Result<()>;
}
