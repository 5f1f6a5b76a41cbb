//! People: the first owner, one's own account, the others' roles.

use std::pin::Pin;
use std::time::Duration;

use bus::Quota;
use protocol::{Account, ChannelId, Person, Role, UserId, WorkspaceId, limits};
use sha2::{Digest as _, Sha256};
use store::{
    Page, PageRequest,
    people::{AccountPatch, NewUser, UserRow},
    workspaces::NewWorkspace,
};
use subtle::ConstantTimeEq;

use crate::{Chat, Fellow, Refusal, Result, SignedIn, keywords, password, sessions::Opened, validate};

/// Set-up codes that may be tried, from anywhere.
const SET_UP: Quota = Quota { burst: 10, period: Duration::from_secs(600) };
/// Handles tried before one gives up deriving a free one.
const HANDLE_TRIES: u32 = 50;

/// Somebody who wants an account.
pub struct Newcomer {
    /// Display name.
    pub name: String,
    /// Wanted handle; made from the name when left out.
    pub handle: Option<String>,
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
}

impl Chat {
    /// Whether the first owner exists.
    pub async fn is_set_up(&self) -> Result<bool> {
        Ok(self.store().is_set_up().await?)
    }

    /// The code for set-up, to be printed where only the operator reads: made of the
    /// installation's secret and its database's epoch, so that all its nodes ask for the
    /// same. 80 bits of it are left, and few may be tried.
    pub async fn set_up_code(&self, secret: &[u8]) -> Result<String> {
        let epoch = self.store().epoch().await?;
        let digest = Sha256::new().chain_update(b"workloop set-up code\0").chain_update(secret);
        let digest = digest.chain_update(epoch.as_bytes()).finalize();
        Ok(digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Makes the first owner and the workspace. `expected` is the printed code.
    pub async fn set_up(
        &self,
        code: &str,
        expected: &str,
        newcomer: Newcomer,
        workspace: &str,
        label: &str,
    ) -> Result<Opened> {
        if self.is_set_up().await? {
            return Err(store::Error::Conflict("set_up").into());
        }
        self.throttle("set-up", SET_UP).await?;
        let fits: bool = code.trim().as_bytes().ct_eq(expected.as_bytes()).into();
        if !fits || expected.is_empty() {
            return Err(Refusal::invalid("code", "that isn't the code printed in the server's log"));
        }
        let workspace = validate::line("workspace", workspace, 1, limits::NAME_CHARS)?;
        let user = self.newcomer(newcomer).await?;
        let new = NewWorkspace { id: WorkspaceId::new(), name: workspace, default_channel: ChannelId::new() };
        let committed = self.store().set_up(new, user).await?;
        let account = self.announce(committed).await;
        self.open(account, store::sessions::SessionKind::Browser, label, 0).await
    }

    /// Checks a newcomer and hashes their password.
    pub(crate) async fn newcomer(&self, newcomer: Newcomer) -> Result<NewUser> {
        let name = validate::line("name", &newcomer.name, 1, limits::NAME_CHARS)?;
        let email = validate::email(&newcomer.email)?;
        validate::password("password", &newcomer.password)?;
        let handle = match &newcomer.handle {
            Some(handle) => validate::handle(handle)?,
            None => validate::handle_from(&name),
        };
        let password_hash = password::hash(newcomer.password).await?;
        Ok(NewUser { id: UserId::new(), email, name, handle, password_hash, now: self.now() })
    }

    /// Tries a write under the wanted handle, then, if it was only derived, under `ada2`, `ada3`…
    // The boxed future says that it is `Send`, which an `AsyncFn` bound can't yet.
    pub(crate) async fn with_free_handle<'a, T, F>(&self, user: NewUser, derived: bool, write: F) -> Result<T>
    where
        F: Fn(NewUser) -> Pin<Box<dyn Future<Output = store::Result<T>> + Send + 'a>>,
    {
        for number in 1..=HANDLE_TRIES {
            let mut attempt = user.clone();
            if number > 1 {
                attempt.handle = format!("{}{number}", user.handle);
            }
            match write(attempt).await {
                Err(store::Error::Conflict("handle")) if derived => {}
                other => return Ok(other?),
            }
        }
        Err(store::Error::Conflict("handle").into())
    }

    /// Adds an account; for the server's command line.
    pub async fn create_user(
        &self,
        newcomer: Newcomer,
        workspace: WorkspaceId,
        role: Role,
    ) -> Result<Account> {
        let derived = newcomer.handle.is_none();
        let user = self.newcomer(newcomer).await?;
        let write = |user| self.store().create_user(user, workspace, role);
        let committed = self.with_free_handle(user, derived, write).await?;
        Ok(self.announce(committed).await)
    }

    /// All accounts; for the server's command line.
    pub async fn users(&self, page: PageRequest) -> Result<Page<UserRow>> {
        Ok(self.store().users(page).await?)
    }

    /// The account with this e-mail; for the server's command line.
    pub async fn user_by_email(&self, email: &str) -> Result<UserId> {
        let found = self.store().credentials(&email.trim().to_lowercase()).await?;
        Ok(found.ok_or(Refusal::NotFound("account"))?.user)
    }

    /// The first workspace; for the server's command line.
    pub async fn workspaces_of(&self, user: UserId) -> Result<Vec<(protocol::Workspace, Role)>> {
        Ok(self.store().workspaces_of(user).await?)
    }

    /// Deactivates or reactivates an account; for the server's command line.
    pub async fn set_active(&self, user: UserId, active: bool) -> Result<()> {
        let committed = self.store().set_active(user, active).await?;
        let ended = self.announce(committed).await;
        self.revoked(ended).await;
        Ok(())
    }

    /// One's own account.
    pub async fn account(&self, who: SignedIn) -> Result<Account> {
        Ok(self.store().account(who.user).await?)
    }

    /// Changes one's own account.
    pub async fn update_account(&self, who: SignedIn, mut patch: AccountPatch) -> Result<Account> {
        if let Some(name) = &mut patch.name {
            *name = validate::line("name", name, 1, limits::NAME_CHARS)?;
        }
        if let Some(handle) = &mut patch.handle {
            *handle = validate::handle(handle)?;
        }
        if let Some(title) = &mut patch.title {
            *title = validate::line("title", title, 0, 120)?;
        }
        if let Some(zone) = &mut patch.time_zone {
            *zone = validate::line("time_zone", zone, 0, 64)?;
            if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
                return Err(Refusal::invalid(
                    "time_zone",
                    "time_zone must be an IANA name such as Europe/Berlin",
                ));
            }
        }
        if let Some(Some(status)) = &mut patch.status {
            *status = validate::status(status, self.now())?;
        }
        if let Some(keywords) = &mut patch.keywords {
            *keywords = keywords::checked(keywords)?;
        }
        if let Some(hours) = patch.notices.as_ref().and_then(|it| it.hours.as_ref())
            && !hours.is_sound()
        {
            return Err(Refusal::invalid(
                "notices",
                "hours need ascending days from 1 (Monday) to 7, and minutes of a day that differ",
            ));
        }
        if let Some(preferences) = &patch.preferences {
            let size = preferences.to_string().len();
            if !preferences.is_object() || size > limits::PREFERENCES_BYTES {
                return Err(Refusal::invalid(
                    "preferences",
                    "preferences must be an object of at most 16 KiB",
                ));
            }
        }
        if let Some(Some(picture)) = patch.avatar {
            // One of a message would go with the message.
            let stored = self.own_file(who, picture).await?;
            if stored.file.image.is_none() || stored.channel.is_some() {
                return Err(Refusal::invalid(
                    "avatar",
                    "avatar must be a picture that you uploaded and didn't send",
                ));
            }
        }
        let committed = self.store().update_account(who.user, patch).await?;
        Ok(self.announce(committed).await)
    }

    /// People of a workspace; a guest sees those they share a channel with.
    pub async fn people(&self, fellow: &Fellow, page: PageRequest) -> Result<Page<Person>> {
        let sharing_with = (fellow.role == Role::Guest).then_some(fellow.user);
        Ok(self.store().people(fellow.workspace, sharing_with, page).await?)
    }

    /// Changes somebody's role. Only owners make or unmake owners.
    pub async fn set_role(&self, fellow: &Fellow, user: UserId, role: Role) -> Result<Person> {
        let person = self.managed(fellow, user).await?;
        if (role == Role::Owner || person.role == Role::Owner) && fellow.role != Role::Owner {
            return Err(Refusal::Forbidden("only an owner may make or unmake owners"));
        }
        let committed = self.store().set_role(fellow.workspace, user, role).await?;
        let after = self.announce(committed).await;
        if person.role == Role::Guest && role > Role::Guest && person.active {
            // Everyone but guests is in the first channel; one who was in already stays so.
            let first = self.store().workspace(fellow.workspace).await?.default_channel;
            let joined = self.store().join(first, fellow.user, &[user], self.now()).await?;
            self.announce(joined).await;
        }
        Ok(after)
    }

    /// Deactivates somebody: all their sessions end.
    pub async fn deactivate(&self, fellow: &Fellow, user: UserId) -> Result<()> {
        let person = self.managed(fellow, user).await?;
        if person.role >= fellow.role && fellow.role != Role::Owner {
            return Err(Refusal::Forbidden("only an owner may deactivate an admin or owner"));
        }
        if user == fellow.user {
            return Err(Refusal::Forbidden("you can't deactivate yourself"));
        }
        self.set_active(user, false).await
    }

    async fn managed(&self, fellow: &Fellow, user: UserId) -> Result<Person> {
        fellow.manages()?;
        self.store().person(fellow.workspace, user).await?.ok_or(Refusal::NotFound("person"))
    }

    /// Renames a workspace or changes its icon.
    pub async fn update_workspace(
        &self,
        fellow: &Fellow,
        name: Option<String>,
        icon: Option<Option<protocol::FileId>>,
    ) -> Result<protocol::Workspace> {
        fellow.manages()?;
        let name = name.map(|name| validate::line("name", &name, 1, limits::NAME_CHARS)).transpose()?;
        if let Some(Some(picture)) = icon {
            let file = self.store().file(picture).await.map_err(|_| Refusal::NotFound("file"))?;
            if file.file.owner != fellow.user || file.file.image.is_none() {
                return Err(Refusal::invalid("icon", "icon must be a picture that you uploaded"));
            }
        }
        let committed = self.store().update_workspace(fellow.workspace, name, icon).await?;
        Ok(self.announce(committed).await)
    }
}
