//! Accounts and persons.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{Account, FeedId, FileId, Notices, Person, Role, SessionId, UserId, Workspace, WorkspaceId};

use super::{
    Mongo,
    channels::after_user,
    docs::{self, Place, User},
    fault::Work,
    feeds::id_of,
    join::{channel_of, enter_all},
    look::{Cut, Look},
    read,
    schema::{FILES, GROUPS, MEMBERS, PERSONS, USERS, WORKSPACES},
    sessions::end_all,
    tx::Tx,
    write,
};
use crate::{
    Committed, Error, Page, PageRequest, People, Result,
    people::{AccountPatch, Credentials, NewUser, UserRow},
};

#[async_trait]
impl People for Mongo {
    async fn create_user(
        &self,
        user: NewUser,
        workspace: WorkspaceId,
        role: Role,
    ) -> Result<Committed<Account>> {
        write!(self, FeedId::Workspace(workspace), |tx| create(tx, &user, workspace, role))
    }

    async fn account(&self, user: UserId) -> Result<Account> {
        read!(self, |look| account_of(look, user))
    }

    async fn credentials(&self, email: &str) -> Result<Option<Credentials>> {
        read!(self, |look| credentials(look, doc! { "email": email }))
    }

    async fn credentials_of(&self, user: UserId) -> Result<Credentials> {
        let found: Result<Option<Credentials>> =
            read!(self, |look| credentials(look, doc! { "_id": user.to_string() }));
        found?.ok_or(Error::NotFound)
    }

    async fn update_account(&self, user: UserId, patch: AccountPatch) -> Result<Committed<Account>> {
        write!(self, FeedId::User(user), |tx| update(tx, user, patch.clone()))
    }

    async fn set_password(
        &self,
        user: UserId,
        password_hash: String,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>> {
        let done: Result<Committed<_>> =
            write!(self, FeedId::User(user), |tx| set_password(tx, user, &password_hash, keep));
        done.map(|done| done.value)
    }

    async fn set_active(&self, user: UserId, active: bool) -> Result<Committed<Vec<SessionId>>> {
        write!(self, FeedId::User(user), |tx| set_active(tx, user, active))
    }

    async fn users(&self, page: PageRequest) -> Result<Page<UserRow>> {
        let after = after_user(&page)?;
        read!(self, |look| users(look, &after, page.limit))
    }

    async fn person(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<Person>> {
        read!(self, |look| person_of(look, workspace, user))
    }

    async fn person_called(&self, workspace: WorkspaceId, handle: &str) -> Result<Option<Person>> {
        read!(self, |look| person_called(look, workspace, handle))
    }

    async fn people(
        &self,
        workspace: WorkspaceId,
        sharing_with: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<Person>> {
        let after = after_user(&page)?;
        read!(self, |look| people(look, workspace, sharing_with, &after, page.limit))
    }

    async fn set_role(&self, workspace: WorkspaceId, user: UserId, role: Role) -> Result<Committed<Person>> {
        write!(self, FeedId::Workspace(workspace), |tx| set_role(tx, workspace, user, role))
    }
}

async fn create(tx: &mut Tx, user: &NewUser, workspace: WorkspaceId, role: Role) -> Work<Account> {
    let account = add_user(tx, user).await?;
    add_person(tx, workspace, user, role).await?;
    Ok(account)
}

/// Writes the account.
pub async fn add_user(tx: &mut Tx, user: &NewUser) -> Work<Account> {
    if tx.any(USERS, doc! { "email": &user.email }).await? {
        Err(Error::Conflict("email"))?;
    }
    free_handle(tx, &user.handle).await?;
    let account = Account {
        id: user.id,
        email: user.email.clone(),
        name: user.name.clone(),
        handle: user.handle.clone(),
        title: String::new(),
        time_zone: String::new(),
        avatar: None,
        status: None,
        keywords: Vec::new(),
        notices: Notices::default(),
        preferences: serde_json::json!({}),
        created_at: user.now,
        rev: tx.next(FeedId::User(user.id)).await?,
    };
    let document = docs::write(&User::new(account.clone(), user.password_hash.clone(), true))?;
    tx.insert(USERS, document).await?;
    Ok(account)
}

/// Puts the account into a workspace, and into its default channel unless a guest.
pub async fn add_person(tx: &mut Tx, workspace: WorkspaceId, user: &NewUser, role: Role) -> Work<()> {
    let place: Option<Workspace> = tx.one(WORKSPACES, doc! { "_id": workspace.to_string() }).await?;
    let place = place.ok_or(Error::NotFound)?;
    note_person(tx, workspace, user.id, role).await?;
    if role > Role::Guest {
        let channel = channel_of(tx, place.default_channel).await?;
        enter_all(tx, &channel, user.id, &[user.id], user.now).await?;
    }
    Ok(())
}

/// Writes the person's document alone.
pub async fn note_person(tx: &mut Tx, workspace: WorkspaceId, user: UserId, role: Role) -> Work<()> {
    let rev = tx.next(FeedId::Workspace(workspace)).await?;
    tx.insert(PERSONS, Place { workspace, user, role, rev }.document()?).await
}

/// One's account.
pub async fn account_of(look: &mut Look, user: UserId) -> Work<Account> {
    user_of(look, user).await?.account()
}

async fn user_of(look: &mut Look, user: UserId) -> Work<User> {
    Ok(look.one(USERS, doc! { "_id": user.to_string() }).await?.ok_or(Error::NotFound)?)
}

async fn credentials(look: &mut Look, who: Document) -> Work<Option<Credentials>> {
    let user: Option<User> = look.one(USERS, who).await?;
    Ok(user.map(|it| Credentials { user: it.id, password_hash: it.password_hash, active: it.active }))
}

/// Neither a person nor a group has it. Who takes it moves the workspace's feed, whichever it
/// is: of two at once one finds that out.
pub async fn free_handle(look: &mut Look, handle: &str) -> Work<()> {
    let taken = look.any(USERS, doc! { "handle": handle }).await?
        || look.any(GROUPS, doc! { "handle": handle, "active": true }).await?;
    if taken { Err(Error::Conflict("handle"))? } else { Ok(()) }
}

/// Makes a ready file of somebody's own a picture: touched, so that nothing else can take it
/// at the same time.
pub async fn take_picture(tx: &mut Tx, file: FileId, owner: Option<UserId>) -> Work<()> {
    let mut usable = doc! { "_id": file.to_string(), "state": "ready", "message": null };
    if let Some(owner) = owner {
        usable.insert("owner", owner.to_string());
    }
    match tx.set(FILES, usable, doc! { "$inc": { "touched": 1 } }).await? {
        0 => Err(Error::Conflict("file"))?,
        _ => Ok(()),
    }
}

/// A person of a workspace.
pub async fn person_of(look: &mut Look, workspace: WorkspaceId, user: UserId) -> Work<Option<Person>> {
    let place: Option<Place> = look.one(PERSONS, doc! { "_id": docs::pair(workspace, user) }).await?;
    let Some(place) = place else { return Ok(None) };
    Ok(Some(place.person(&user_of(look, user).await?)))
}

/// Places as persons, in the same order.
pub async fn persons(look: &mut Look, places: Vec<Place>) -> Work<Vec<Person>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = places.iter().map(|it| it.user.to_string()).collect();
    let users: Vec<User> = look.all(USERS, doc! { "_id": { "$in": ids } }, Cut::default()).await?;
    let users: HashMap<UserId, User> = users.into_iter().map(|it| (it.id, it)).collect();
    let person = |it: Place| users.get(&it.user).map(|user| it.person(user));
    Ok(places.into_iter().filter_map(person).collect())
}

async fn users(look: &mut Look, after: &str, limit: usize) -> Work<Page<UserRow>> {
    let later = doc! { "_id": { "$gt": after } };
    let users: Vec<User> = look.all(USERS, later, Cut::by(doc! { "_id": 1 }, limit + 1)).await?;
    let mut rows = Vec::with_capacity(users.len());
    for user in users {
        rows.push(UserRow { active: user.active, account: user.account()? });
    }
    Ok(Page::cut(rows, limit, |row| row.account.id.to_string()))
}

async fn person_called(look: &mut Look, workspace: WorkspaceId, handle: &str) -> Work<Option<Person>> {
    let user: Option<User> = look.one(USERS, doc! { "handle": handle }).await?;
    match user {
        Some(user) => person_of(look, workspace, user.id).await,
        None => Ok(None),
    }
}

async fn people(
    look: &mut Look,
    workspace: WorkspaceId,
    sharing_with: Option<UserId>,
    after: &str,
    limit: usize,
) -> Work<Page<Person>> {
    let mut user = doc! { "$gt": after };
    if let Some(guest) = sharing_with {
        let mut known = acquaintances(look, guest, after, limit + 1).await?;
        known.insert(guest.to_string());
        user.insert("$in", known.into_iter().collect::<Vec<_>>());
    }
    let filter = doc! { "workspace": workspace.to_string(), "user": user };
    let places = look.all(PERSONS, filter, Cut::by(doc! { "user": 1 }, limit + 1)).await?;
    Ok(Page::cut(persons(look, places).await?, limit, |row| row.user.to_string()))
}

/// The first people after `after` who share a channel with a guest; guests are in few.
async fn acquaintances(look: &mut Look, guest: UserId, after: &str, limit: usize) -> Work<BTreeSet<String>> {
    let own = doc! { "user": guest.to_string(), "active": true };
    let channel = || Some(doc! { "channel": 1, "user": 1, "_id": 0 });
    let mine = look.documents(MEMBERS, own, Cut { fields: channel(), ..Cut::default() }).await?;
    let mut known = BTreeSet::new();
    for it in &mine {
        let members = doc! {
            "channel": it.get_str("channel").unwrap_or_default(), "active": true, "user": { "$gt": after },
        };
        let cut = Cut { sort: doc! { "user": 1 }, limit, fields: channel(), ..Cut::default() };
        for member in look.documents(MEMBERS, members, cut).await? {
            known.insert(id_of::<UserId>(&member, "user")?.to_string());
        }
    }
    Ok(known)
}

async fn set_role(tx: &mut Tx, workspace: WorkspaceId, user: UserId, role: Role) -> Work<Person> {
    let mut person = person_of(tx, workspace, user).await?.ok_or(Error::NotFound)?;
    if person.role == role {
        return Ok(person);
    }
    if person.role == Role::Owner && person.active {
        another_owner(tx, workspace, user).await?;
    }
    person.rev = tx.next(FeedId::Workspace(workspace)).await?;
    person.role = role;
    let place = Place { workspace, user, role, rev: person.rev };
    tx.put(PERSONS, place.document()?).await?;
    Ok(person)
}

async fn update(tx: &mut Tx, user: UserId, patch: AccountPatch) -> Work<Account> {
    let stored = user_of(tx, user).await?;
    let was = docs::write(&stored)?;
    let (password_hash, active) = (stored.password_hash.clone(), stored.active);
    let before = stored.account()?;
    let mut after = before.clone();
    if let Some(handle) = patch.handle.filter(|handle| *handle != before.handle) {
        free_handle(tx, &handle).await?;
        after.handle = handle;
    }
    if let Some(Some(file)) = patch.avatar.filter(|avatar| *avatar != before.avatar) {
        take_picture(tx, file, Some(user)).await?;
    }
    after.name = patch.name.unwrap_or(after.name);
    after.title = patch.title.unwrap_or(after.title);
    after.time_zone = patch.time_zone.unwrap_or(after.time_zone);
    after.avatar = patch.avatar.unwrap_or(after.avatar);
    after.status = patch.status.unwrap_or(after.status);
    after.keywords = patch.keywords.unwrap_or(after.keywords);
    after.notices = patch.notices.unwrap_or(after.notices);
    after.preferences = patch.preferences.unwrap_or(after.preferences);
    if after == before {
        return Ok(before);
    }
    after.rev = tx.next(FeedId::User(user)).await?;
    let now = docs::write(&User::new(after.clone(), password_hash, active))?;
    let change = doc! { "$set": docs::different(&was, now) };
    tx.set(USERS, doc! { "_id": user.to_string() }, change).await?;
    let private = Account {
        keywords: before.keywords.clone(),
        notices: before.notices.clone(),
        preferences: before.preferences.clone(),
        rev: before.rev,
        ..after.clone()
    };
    if private != before {
        move_persons(tx, user).await?;
    }
    Ok(after)
}

/// The profile changed: it moves in each workspace's feed.
async fn move_persons(tx: &mut Tx, user: UserId) -> Work<()> {
    for place in places(tx, user).await? {
        let rev = tx.next(FeedId::Workspace(place.workspace)).await?;
        tx.put(PERSONS, Place { rev, ..place }.document()?).await?;
    }
    Ok(())
}

/// Somebody's places in workspaces, by workspace.
pub async fn places(look: &mut Look, user: UserId) -> Work<Vec<Place>> {
    let own = doc! { "user": user.to_string() };
    look.all(PERSONS, own, Cut::by(doc! { "workspace": 1 }, 0)).await
}

async fn set_password(
    tx: &mut Tx,
    user: UserId,
    password_hash: &str,
    keep: Option<SessionId>,
) -> Work<Vec<SessionId>> {
    let change = doc! { "$set": { "password_hash": password_hash } };
    if tx.set(USERS, doc! { "_id": user.to_string() }, change).await? == 0 {
        Err(Error::NotFound)?;
    }
    end_all(tx, user, keep, None).await
}

async fn set_active(tx: &mut Tx, user: UserId, active: bool) -> Work<Vec<SessionId>> {
    let was = user_of(tx, user).await?.active;
    if was != active {
        if !active {
            for place in places(tx, user).await? {
                if place.role == Role::Owner {
                    another_owner(tx, place.workspace, user).await?;
                }
            }
        }
        tx.set(USERS, doc! { "_id": user.to_string() }, doc! { "$set": { "active": active } }).await?;
        move_persons(tx, user).await?;
    }
    if active { Ok(Vec::new()) } else { end_all(tx, user, None, None).await }
}

async fn another_owner(look: &mut Look, workspace: WorkspaceId, than: UserId) -> Work<()> {
    let owners = doc! {
        "workspace": workspace.to_string(), "role": "owner", "user": { "$ne": than.to_string() },
    };
    let owners: Vec<Place> = look.all(PERSONS, owners, Cut::default()).await?;
    let owners = persons(look, owners).await?;
    if owners.iter().any(|it| it.active) { Ok(()) } else { Err(Error::Conflict("last_owner"))? }
}
