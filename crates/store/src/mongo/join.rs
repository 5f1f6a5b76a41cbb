//! Making channels, entering and leaving them: the steps that several operations share.

use mongodb::bson::doc;
use protocol::{
    Channel, ChannelId, ChannelKind, FeedId, Level, MessageKind, Reading, Role, Timestamp, UserId,
    WorkspaceId,
};

use super::{
    docs::{self, Seat},
    fault::Work,
    look::Look,
    people::person_of,
    reading::{put_reading, reading_of},
    schema::{CHANNELS, MEMBERS},
    tail,
    tx::Tx,
};
use crate::{Error, channels::NewChannel};

/// A channel by id.
pub async fn channel_of(look: &mut Look, id: ChannelId) -> Work<Channel> {
    Ok(look.one(CHANNELS, doc! { "_id": id.to_string() }).await?.ok_or(Error::NotFound)?)
}

/// Whether somebody is an active person of a workspace, and as what.
pub async fn role_of(look: &mut Look, workspace: WorkspaceId, user: UserId) -> Work<Option<Role>> {
    let person = person_of(look, workspace, user).await?;
    Ok(person.filter(|it| it.active).map(|it| it.role))
}

/// Somebody's place in a channel, if they are or were in it.
pub async fn seat_of(look: &mut Look, channel: ChannelId, user: UserId) -> Work<Option<Seat>> {
    look.one(MEMBERS, doc! { "_id": docs::pair(channel, user) }).await
}

/// Whether somebody is in a channel now.
pub async fn is_member(look: &mut Look, channel: ChannelId, user: UserId) -> Work<bool> {
    Ok(seat_of(look, channel, user).await?.is_some_and(|it| it.active))
}

/// Writes the channel, everyone in it, and its `created` message.
pub async fn make_channel(tx: &mut Tx, new: &NewChannel, people: &[UserId]) -> Work<Channel> {
    let rev = tx.next(FeedId::Channel(new.id)).await?;
    let workspace_rev = match new.kind {
        ChannelKind::Public => tx.next(FeedId::Workspace(new.workspace)).await?,
        _ => 0,
    };
    let channel = Channel {
        id: new.id,
        workspace: new.workspace,
        kind: new.kind,
        name: new.name.clone(),
        topic: String::new(),
        description: new.description.clone(),
        archived: false,
        creator: new.creator,
        created_at: new.now,
        people: if new.kind.is_direct() { people.to_vec() } else { Vec::new() },
        rev,
        workspace_rev,
    };
    tx.insert(CHANNELS, docs::channel(&channel)?).await?;
    tail::tell(tx, new.id, new.creator, MessageKind::Created, new.now).await?;
    for &user in people {
        enter(tx, &channel, user, new.now).await?;
    }
    Ok(channel)
}

/// Puts somebody in, with everything before read; their place when they are new.
pub async fn enter(tx: &mut Tx, channel: &Channel, user: UserId, now: Timestamp) -> Work<Option<Seat>> {
    let before = seat_of(tx, channel.id, user).await?;
    if before.as_ref().is_some_and(|it| it.active) {
        return Ok(None);
    }
    let rev = tx.next(FeedId::Channel(channel.id)).await?;
    let user_rev = tx.next(FeedId::User(user)).await?;
    let level = if channel.kind.is_direct() { Level::All } else { Level::Mentions };
    let seat = match before {
        Some(before) => Seat { active: true, joined_at: now, rev, user_rev, ..before },
        None => Seat {
            channel: channel.id,
            user,
            workspace: channel.workspace,
            active: true,
            joined_at: now,
            rev,
            starred: false,
            muted: false,
            level,
            user_rev,
        },
    };
    tx.put(MEMBERS, seat.document()?).await?;
    let last_seq = tx.tail(FeedId::Channel(channel.id)).await?.last_seq;
    let reading = reading_of(tx, user, channel.id, None).await?;
    let rev = tx.next(FeedId::User(user)).await?;
    put_reading(tx, user, &Reading { read_seq: last_seq, following: true, rev, ..reading }).await?;
    Ok(Some(seat))
}

/// Puts people in with one `joined` message by `by`; answers who is new.
pub async fn enter_all(
    tx: &mut Tx,
    channel: &Channel,
    by: UserId,
    users: &[UserId],
    now: Timestamp,
) -> Work<Vec<Seat>> {
    let mut new: Vec<UserId> = Vec::new();
    for &user in users {
        if !new.contains(&user) && !is_member(tx, channel.id, user).await? {
            new.push(user);
        }
    }
    let mut seats = Vec::with_capacity(new.len());
    if !new.is_empty() {
        tail::tell(tx, channel.id, by, MessageKind::Joined { users: new.clone() }, now).await?;
        for user in new {
            seats.extend(enter(tx, channel, user, now).await?);
        }
    }
    Ok(seats)
}
