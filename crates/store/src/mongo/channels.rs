//! Channels and who is in them.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use mongodb::bson::{Document, doc};
use protocol::{
    Channel, ChannelId, ChannelKind, FeedId, Member, Membership, MessageKind, Reading, Role, Timestamp,
    UserId, WorkspaceId,
};

use super::{
    Mongo,
    docs::{self, Seat},
    fault::Work,
    feeds::id_of,
    join::{channel_of, enter_all, is_member, make_channel, role_of, seat_of},
    look::{Cut, Look},
    mentions::{alerts_after, mentions_after},
    read,
    reading::reading_of,
    schema::{CHANNELS, FEEDS, MEMBERS, READINGS},
    tail::{self, Tail},
    tx::Tx,
    write,
};
use crate::{
    Channels, Committed, Error, Page, PageRequest, Result,
    channels::{ChannelPatch, Joined, Listed, MembershipPatch, NewChannel},
};

/// Channels of one's sidebar.
const JOINED: usize = 5000;
/// Channels that one may read.
const READABLE: usize = 10_000;
/// Rows that a page of the browser reads at once while it looks for matches.
const BROWSED: usize = 500;

#[async_trait]
impl Channels for Mongo {
    async fn create_channel(&self, channel: NewChannel) -> Result<Committed<Channel>> {
        write!(self, FeedId::Workspace(channel.workspace), |tx| create(tx, &channel))
    }

    async fn channel(&self, id: ChannelId) -> Result<Channel> {
        read!(self, |look| channel_of(look, id))
    }

    async fn readable_channel(&self, id: ChannelId, user: UserId) -> Result<Option<(Channel, bool)>> {
        read!(self, |look| readable(look, id, user))
    }

    async fn readable_channels(
        &self,
        workspace: WorkspaceId,
        user: UserId,
    ) -> Result<Vec<(ChannelId, String)>> {
        read!(self, |look| all_readable(look, workspace, user))
    }

    async fn update_channel(
        &self,
        id: ChannelId,
        by: UserId,
        patch: ChannelPatch,
        now: Timestamp,
    ) -> Result<Committed<Channel>> {
        write!(self, FeedId::Channel(id), |tx| update(tx, id, by, patch.clone(), now))
    }

    async fn join(
        &self,
        id: ChannelId,
        by: UserId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<Committed<Vec<Member>>> {
        write!(self, FeedId::Channel(id), |tx| join(tx, id, by, users, now))
    }

    async fn leave(&self, id: ChannelId, by: UserId, user: UserId, now: Timestamp) -> Result<Committed<()>> {
        write!(self, FeedId::Channel(id), |tx| leave(tx, id, by, user, now))
    }

    async fn members(&self, id: ChannelId, page: PageRequest) -> Result<Page<Member>> {
        let after = after_user(&page)?;
        read!(self, |look| members(look, id, &after, page.limit))
    }

    async fn joined(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Joined>> {
        read!(self, |look| joined(look, doc! { "workspace": workspace.to_string() }, user))
    }

    async fn joined_channel(&self, id: ChannelId, user: UserId) -> Result<Option<Joined>> {
        read!(self, |look| joined_channel(look, id, user))
    }

    async fn joined_ids(&self, user: UserId) -> Result<Vec<ChannelId>> {
        read!(self, |look| joined_ids(look, user))
    }

    async fn browse(
        &self,
        workspace: WorkspaceId,
        user: UserId,
        query: &str,
        archived: bool,
        page: PageRequest,
    ) -> Result<Page<Listed>> {
        let query = query.to_lowercase();
        read!(self, |look| browse(look, workspace, user, &query, archived, &page))
    }

    async fn update_membership(
        &self,
        id: ChannelId,
        user: UserId,
        patch: MembershipPatch,
    ) -> Result<Committed<Membership>> {
        write!(self, FeedId::User(user), |tx| update_membership(tx, id, user, &patch))
    }
}

async fn create(tx: &mut Tx, new: &NewChannel) -> Work<Channel> {
    let mut people = new.people.clone();
    people.push(new.creator);
    people.sort_unstable();
    people.dedup();
    role_of(tx, new.workspace, new.creator).await?.ok_or(Error::NotFound)?;
    if new.kind.is_direct() {
        let same = doc! { "workspace": new.workspace.to_string(), "unique": docs::between(&people) };
        if let Some(channel) = tx.one(CHANNELS, same).await? {
            return Ok(channel);
        }
    } else {
        free_name(tx, new.workspace, &new.name).await?;
    }
    for &user in &people {
        role_of(tx, new.workspace, user).await?.ok_or(Error::NotFound)?;
    }
    make_channel(tx, new, &people).await
}

async fn free_name(look: &mut Look, workspace: WorkspaceId, name: &str) -> Work<()> {
    let taken = doc! { "workspace": workspace.to_string(), "unique": format!("#{name}") };
    if look.any(CHANNELS, taken).await? { Err(Error::Conflict("name"))? } else { Ok(()) }
}

async fn readable(look: &mut Look, id: ChannelId, user: UserId) -> Work<Option<(Channel, bool)>> {
    let channel: Option<Channel> = look.one(CHANNELS, doc! { "_id": id.to_string() }).await?;
    let Some(channel) = channel else { return Ok(None) };
    let Some(role) = role_of(look, channel.workspace, user).await? else { return Ok(None) };
    let inside = is_member(look, id, user).await?;
    let open = channel.kind == ChannelKind::Public && role > Role::Guest;
    Ok((inside || open).then_some((channel, inside)))
}

async fn all_readable(
    look: &mut Look,
    workspace: WorkspaceId,
    user: UserId,
) -> Work<Vec<(ChannelId, String)>> {
    let Some(role) = role_of(look, workspace, user).await? else { return Ok(Vec::new()) };
    let inside: Vec<String> = seats(look, doc! { "workspace": workspace.to_string() }, user, READABLE)
        .await?
        .iter()
        .map(|it| it.channel.to_string())
        .collect();
    let fields = || Some(doc! { "name": 1 });
    let own = Cut { limit: READABLE, fields: fields(), ..Cut::default() };
    let mut found = look.documents(CHANNELS, doc! { "_id": { "$in": inside } }, own).await?;
    if role > Role::Guest {
        let public = doc! { "workspace": workspace.to_string(), "kind": "public" };
        let cut = Cut { limit: READABLE, fields: fields(), ..Cut::default() };
        found.extend(look.documents(CHANNELS, public, cut).await?);
    }
    let mut channels = Vec::with_capacity(found.len());
    for it in &found {
        channels.push((id_of(it, "_id")?, it.get_str("name").unwrap_or_default().to_owned()));
    }
    channels.sort_unstable();
    channels.dedup();
    channels.truncate(READABLE);
    Ok(channels)
}

async fn update(
    tx: &mut Tx,
    id: ChannelId,
    by: UserId,
    patch: ChannelPatch,
    now: Timestamp,
) -> Work<Channel> {
    let before = channel_of(tx, id).await?;
    let mut after = before.clone();
    after.description = patch.description.unwrap_or(after.description);
    if let Some(name) = patch.name.filter(|name| *name != before.name) {
        free_name(tx, before.workspace, &name).await?;
        let kind = MessageKind::Renamed { from: before.name.clone(), to: name.clone() };
        tail::tell(tx, id, by, kind, now).await?;
        after.name = name;
    }
    if let Some(topic) = patch.topic.filter(|topic| *topic != before.topic) {
        tail::tell(tx, id, by, MessageKind::Topic { to: topic.clone() }, now).await?;
        after.topic = topic;
    }
    if let Some(archived) = patch.archived.filter(|&archived| archived != before.archived) {
        let kind = if archived { MessageKind::Archived } else { MessageKind::Unarchived };
        tail::tell(tx, id, by, kind, now).await?;
        after.archived = archived;
    }
    if after == before {
        return Ok(before);
    }
    after.rev = tx.next(FeedId::Channel(id)).await?;
    if before.kind == ChannelKind::Public {
        after.workspace_rev = tx.next(FeedId::Workspace(before.workspace)).await?;
    }
    tx.put(CHANNELS, docs::channel(&after)?).await?;
    Ok(after)
}

async fn join(tx: &mut Tx, id: ChannelId, by: UserId, users: &[UserId], now: Timestamp) -> Work<Vec<Member>> {
    let channel = channel_of(tx, id).await?;
    if channel.archived {
        Err(Error::Conflict("archived"))?;
    }
    for &user in users {
        role_of(tx, channel.workspace, user).await?.ok_or(Error::NotFound)?;
    }
    Ok(enter_all(tx, &channel, by, users, now).await?.iter().map(Seat::member).collect())
}

async fn leave(tx: &mut Tx, id: ChannelId, by: UserId, user: UserId, now: Timestamp) -> Work<()> {
    let seat = seat_of(tx, id, user).await?.filter(|it| it.active).ok_or(Error::NotFound)?;
    tail::tell(tx, id, by, MessageKind::Left { users: vec![user] }, now).await?;
    let rev = tx.next(FeedId::Channel(id)).await?;
    let user_rev = tx.next(FeedId::User(user)).await?;
    tx.put(MEMBERS, Seat { active: false, rev, user_rev, ..seat }.document()?).await
}

async fn members(look: &mut Look, id: ChannelId, after: &str, limit: usize) -> Work<Page<Member>> {
    let filter = doc! { "channel": id.to_string(), "active": true, "user": { "$gt": after } };
    let seats: Vec<Seat> = look.all(MEMBERS, filter, Cut::by(doc! { "user": 1 }, limit + 1)).await?;
    Ok(Page::cut(seats.iter().map(Seat::member).collect(), limit, |row| row.user.to_string()))
}

/// Places in channels that one is in, by channel within a workspace.
async fn seats(look: &mut Look, of: Document, user: UserId, limit: usize) -> Work<Vec<Seat>> {
    let mut filter = doc! { "user": user.to_string(), "active": true };
    filter.extend(of);
    look.all(MEMBERS, filter, Cut::by(doc! { "workspace": 1, "channel": 1 }, limit)).await
}

async fn joined(look: &mut Look, of: Document, user: UserId) -> Work<Vec<Joined>> {
    let seats = seats(look, of, user, JOINED).await?;
    let ids: Vec<String> = seats.iter().map(|it| it.channel.to_string()).collect();
    let channels: Vec<Channel> = look.all(CHANNELS, doc! { "_id": { "$in": &ids } }, Cut::default()).await?;
    let mut channels: HashMap<ChannelId, Channel> = channels.into_iter().map(|it| (it.id, it)).collect();
    let keys: Vec<String> = seats.iter().map(|it| docs::place(user, it.channel, None)).collect();
    let own = doc! { "user": user.to_string(), "_id": { "$in": keys } };
    let readings: Vec<Reading> = look.all(READINGS, own, Cut::default()).await?;
    let mut readings: HashMap<ChannelId, Reading> = readings.into_iter().map(|it| (it.channel, it)).collect();
    let mut tails: HashMap<String, Tail> = HashMap::with_capacity(ids.len());
    for it in look.documents(FEEDS, doc! { "_id": { "$in": ids } }, Cut::default()).await? {
        tails.insert(it.get_str("_id").unwrap_or_default().to_owned(), docs::read(it)?);
    }
    let mut rows = Vec::with_capacity(seats.len());
    let mut unread = Vec::new();
    for seat in seats {
        let channel = channels.remove(&seat.channel).ok_or(Error::NotFound)?;
        let reading = match readings.remove(&seat.channel) {
            Some(reading) => reading,
            None => reading_of(look, user, seat.channel, None).await?,
        };
        let tail = tails.remove(&seat.channel.to_string()).unwrap_or_default();
        if tail.last_seq > reading.read_seq {
            unread.push(((seat.channel, None), reading.read_seq));
        }
        rows.push(Joined {
            membership: seat.membership(),
            channel,
            reading,
            head: tail.head,
            last_seq: tail.last_seq,
            last_at: Timestamp(tail.last_at),
            mentions: Vec::new(),
            alerts: Vec::new(),
        });
    }
    let mut mentions = mentions_after(look, user, &unread).await?;
    let mut alerts = alerts_after(look, user, &unread).await?;
    for row in &mut rows {
        row.mentions = mentions.remove(&(row.channel.id, None)).unwrap_or_default();
        row.alerts = alerts.remove(&(row.channel.id, None)).unwrap_or_default();
    }
    Ok(rows)
}

async fn joined_channel(look: &mut Look, id: ChannelId, user: UserId) -> Work<Option<Joined>> {
    Ok(joined(look, doc! { "channel": id.to_string() }, user).await?.pop())
}

async fn joined_ids(look: &mut Look, user: UserId) -> Work<Vec<ChannelId>> {
    let own = doc! { "user": user.to_string(), "active": true };
    let cut = Cut { fields: Some(doc! { "channel": 1, "_id": 0 }), ..Cut::default() };
    let found = look.documents(MEMBERS, own, cut).await?;
    let mut ids: Vec<ChannelId> = found.iter().map(|it| id_of(it, "channel")).collect::<Work<_>>()?;
    ids.sort_unstable();
    Ok(ids)
}

async fn browse(
    look: &mut Look,
    workspace: WorkspaceId,
    user: UserId,
    query: &str,
    archived: bool,
    page: &PageRequest,
) -> Work<Page<Listed>> {
    let mut after = page.after.clone().unwrap_or_default();
    let mut found: Vec<Channel> = Vec::new();
    // Matched here, by the same rule as every engine.
    while found.len() <= page.limit {
        let public = doc! {
            "workspace": workspace.to_string(), "kind": "public", "archived": archived, "name": { "$gt": &after },
        };
        let rows: Vec<Channel> = look.all(CHANNELS, public, Cut::by(doc! { "name": 1 }, BROWSED)).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.name);
        let is_last = rows.len() < BROWSED;
        found.extend(
            rows.into_iter().filter(|it| {
                it.name.to_lowercase().contains(query) || it.topic.to_lowercase().contains(query)
            }),
        );
        if is_last {
            break;
        }
    }
    found.truncate(page.limit + 1);
    let mine: HashSet<ChannelId> = {
        let keys: Vec<String> = found.iter().map(|it| docs::pair(it.id, user)).collect();
        let seats: Vec<Seat> = look.all(MEMBERS, doc! { "_id": { "$in": keys } }, Cut::default()).await?;
        seats.into_iter().filter(|it| it.active).map(|it| it.channel).collect()
    };
    let ids: Vec<String> = found.iter().map(|it| it.id.to_string()).collect();
    let inside = vec![
        doc! { "$match": { "channel": { "$in": ids }, "active": true } },
        doc! { "$group": { "_id": "$channel", "members": { "$sum": 1 } } },
    ];
    let mut members: HashMap<ChannelId, u32> = HashMap::with_capacity(found.len());
    for it in look.aggregate(MEMBERS, inside).await? {
        let count = docs::number_of(&it, "members")?;
        members.insert(id_of(&it, "_id")?, u32::try_from(count).unwrap_or(u32::MAX));
    }
    let rows: Vec<Listed> = found
        .into_iter()
        .map(|channel| Listed {
            members: members.get(&channel.id).copied().unwrap_or(0),
            joined: mine.contains(&channel.id),
            channel,
        })
        .collect();
    Ok(Page::cut(rows, page.limit, |row| row.channel.name.clone()))
}

async fn update_membership(
    tx: &mut Tx,
    id: ChannelId,
    user: UserId,
    patch: &MembershipPatch,
) -> Work<Membership> {
    let mut seat = seat_of(tx, id, user).await?.filter(|it| it.active).ok_or(Error::NotFound)?;
    let before = seat.membership();
    seat.starred = patch.starred.unwrap_or(seat.starred);
    seat.muted = patch.muted.unwrap_or(seat.muted);
    seat.level = patch.level.unwrap_or(seat.level);
    if seat.membership() == before {
        return Ok(before);
    }
    seat.user_rev = tx.next(FeedId::User(user)).await?;
    tx.put(MEMBERS, seat.document()?).await?;
    Ok(seat.membership())
}

/// The cursor of lists by person; empty at the start.
pub fn after_user(page: &PageRequest) -> Result<String> {
    match page.after.as_deref() {
        None => Ok(String::new()),
        Some(after) => after.parse::<UserId>().map(|id| id.to_string()).map_err(|_| Error::NotFound),
    }
}
