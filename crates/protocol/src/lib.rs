//! The nouns of Workloop and the frames they travel in. No async, no I/O, no framework.
//!
//! Reading order: [`ids`] name things; [`feed`] says how changes are numbered; the nouns
//! ([`user`], [`user_group`], [`notices`], [`workspace`], [`channel`], [`membership`],
//! [`message`], [`file`], [`reading`], [`alert`], [`saved`], [`planned`], [`preview`], [`poll`],
//! [`emoji`]) are what a feed carries as an [`item`]; [`frame`] is the gateway's wire; [`error`]
//! is the REST problem document.

pub mod alert;
pub mod channel;
pub mod emoji;
pub mod error;
pub mod feed;
pub mod file;
pub mod frame;
pub mod ids;
pub mod item;
pub mod limits;
pub mod link;
pub mod membership;
pub mod mention;
pub mod message;
pub mod notices;
pub mod planned;
pub mod poll;
pub mod preview;
pub mod reading;
pub mod saved;
pub mod time;
pub mod user;
pub mod user_group;
pub mod workspace;

pub use alert::Alert;
pub use channel::{Channel, ChannelKind};
pub use emoji::Emoji;
pub use error::Problem;
pub use feed::{Changes, Epoch, FeedId};
pub use file::{File, FileKind, FileState, Image, SharedFile};
pub use ids::{ChannelId, FileId, GroupId, InviteId, MessageId, PlannedId, SessionId, UserId, WorkspaceId};
pub use item::Item;
pub use membership::{Level, Member, Membership, MembershipState};
pub use message::{Message, MessageKind, Reaction, ThreadSummary};
pub use notices::{Hours, MissedMail, Notices};
pub use planned::{Obstacle, Planned, PlannedAction, PlannedState};
pub use poll::Poll;
pub use preview::Preview;
pub use reading::{Draft, Reading};
pub use saved::Saved;
pub use time::{Clock, Timestamp};
pub use user::{Account, Person, Role, Status};
pub use user_group::UserGroup;
pub use workspace::Workspace;
