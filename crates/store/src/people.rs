//! Accounts and how workspaces see them.

use async_trait::async_trait;
use protocol::{Account, FileId, Notices, Person, Role, SessionId, Status, Timestamp, UserId, WorkspaceId};

use crate::{Committed, Page, PageRequest, Result};

/// A new account. The password is already hashed.
#[derive(Clone)]
pub struct NewUser {
    /// Chosen by the caller.
    pub id: UserId,
    /// Lower-cased address, unique.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Unique short name.
    pub handle: String,
    /// PHC string.
    pub password_hash: String,
    /// When.
    pub now: Timestamp,
}

/// What sign-in needs. Never serialised.
#[derive(Clone)]
pub struct Credentials {
    /// Who.
    pub user: UserId,
    /// PHC string.
    pub password_hash: String,
    /// False once deactivated.
    pub active: bool,
}

/// Changes to an account; `None` leaves as is.
#[derive(Debug, Clone, Default)]
pub struct AccountPatch {
    /// Display name.
    pub name: Option<String>,
    /// Unique short name.
    pub handle: Option<String>,
    /// What they do.
    pub title: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Picture; `Some(None)` removes it.
    pub avatar: Option<Option<FileId>>,
    /// What they say of themselves; `Some(None)` takes it away.
    pub status: Option<Option<Status>>,
    /// All words and phrases to hear of.
    pub keywords: Option<Vec<String>>,
    /// What they are told of while they aren't there.
    pub notices: Option<Notices>,
    /// Whole preferences object.
    pub preferences: Option<serde_json::Value>,
}

/// A row of the administrator's list.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// The account.
    pub account: Account,
    /// False once deactivated.
    pub active: bool,
}

/// Accounts and persons.
#[async_trait]
pub trait People: Send + Sync {
    /// Adds an account that is in a workspace at once, and in its default channel unless a
    /// guest (with the `joined` system message). Conflict: `email`, `handle`.
    async fn create_user(
        &self,
        user: NewUser,
        workspace: WorkspaceId,
        role: Role,
    ) -> Result<Committed<Account>>;
    /// One's own account.
    async fn account(&self, user: UserId) -> Result<Account>;
    /// For sign-in.
    async fn credentials(&self, email: &str) -> Result<Option<Credentials>>;
    /// For changing a password.
    async fn credentials_of(&self, user: UserId) -> Result<Credentials>;
    /// Changes one's account; moves the person feed and, when the profile changed, each
    /// workspace feed. Conflict: `handle`.
    async fn update_account(&self, user: UserId, patch: AccountPatch) -> Result<Committed<Account>>;
    /// Replaces the password hash and ends all sessions but one; answers the ended.
    async fn set_password(
        &self,
        user: UserId,
        password_hash: String,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>>;
    /// Deactivates (ends all sessions, answers them) or reactivates the account.
    async fn set_active(&self, user: UserId, active: bool) -> Result<Committed<Vec<SessionId>>>;
    /// All accounts by id; for the command line.
    async fn users(&self, page: PageRequest) -> Result<Page<UserRow>>;
    /// One person of a workspace, deactivated ones too.
    async fn person(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<Person>>;
    /// The person of a workspace with this handle, deactivated ones too.
    async fn person_called(&self, workspace: WorkspaceId, handle: &str) -> Result<Option<Person>>;
    /// People of a workspace by id; with `sharing_with`, only those who share a channel
    /// with that (guest) user.
    async fn people(
        &self,
        workspace: WorkspaceId,
        sharing_with: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<Person>>;
    /// Changes a role. Conflict `last_owner` when nobody would own the workspace.
    async fn set_role(&self, workspace: WorkspaceId, user: UserId, role: Role) -> Result<Committed<Person>>;
}
