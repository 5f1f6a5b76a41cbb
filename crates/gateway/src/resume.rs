//! Bringing a newcomer up to date: subscribe first, then read the heads, then tell what
//! changed after each cursor; so nothing falls in between.

use std::collections::{BTreeMap, HashSet};

use protocol::{FeedId, frame::ServerFrame, limits};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::connection::{Connection, Ended, HEARTBEAT, unavailable};

/// Catches up with the client's cursors and says `ready`.
pub async fn catch_up<S>(
    connection: &mut Connection<'_, S>,
    epoch: String,
    cursors: BTreeMap<FeedId, u64>,
) -> Result<(), Ended>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let (hub, chat) = (&connection.gateway.0.hub, &connection.gateway.0.chat);
    let user = connection.listener.user;
    // The person's own feed first: a channel joined from now on is heard of there. And read
    // twice: one that was left while its feed wasn't listened to yet is gone by then.
    hub.listen(FeedId::User(user), &connection.listener);
    connection.cursors.insert(FeedId::User(user), u64::MAX);
    let mut feeds = chat.followed(user).await.map_err(unavailable)?;
    for feed in &feeds {
        hub.listen(*feed, &connection.listener);
        // Registered at once, so that the connection's end undoes it whatever happens.
        connection.cursors.insert(*feed, u64::MAX);
    }
    let still: HashSet<FeedId> = chat.followed(user).await.map_err(unavailable)?.into_iter().collect();
    feeds.retain(|feed| {
        if !still.contains(feed) {
            hub.unlisten(*feed, &connection.listener);
            connection.cursors.remove(feed);
        }
        still.contains(feed)
    });
    let present = chat.epoch().await.map_err(unavailable)?;
    let heads = chat.heads(&feeds).await.map_err(unavailable)?;
    for (feed, head) in feeds.into_iter().zip(heads) {
        hub.begin(feed, head);
        let known = cursors.get(&feed).copied().filter(|_| epoch == present);
        match known.filter(|cursor| *cursor <= head) {
            Some(cursor) => tell(connection, feed, cursor, head).await?,
            None => {
                connection.cursors.insert(feed, head);
                connection.send(&ServerFrame::Reset { feed, to: head }).await?;
            }
        }
    }
    for feed in cursors.keys() {
        if !connection.cursors.contains_key(feed) {
            connection.send(&ServerFrame::Gone { feed: *feed }).await?;
        }
    }
    let (gateway, id) = (connection.gateway, connection.listener.id);
    let _ = gateway.0.chat.present(user, id, Some(protocol::frame::Presence::Active)).await;
    let presence = gateway.0.chat.presence_around(user).await.unwrap_or_default();
    let heartbeat = u32::try_from(HEARTBEAT.as_secs()).unwrap_or(25);
    connection.send(&ServerFrame::Ready { epoch: present, user, heartbeat, presence }).await
}

async fn tell<S>(
    connection: &mut Connection<'_, S>,
    feed: FeedId,
    cursor: u64,
    head: u64,
) -> Result<(), Ended>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    connection.cursors.insert(feed, cursor);
    if cursor == head {
        return connection.deliver(feed).await;
    }
    let changes = connection.gateway.0.chat.changes_of(feed, cursor, limits::CATCH_UP).await;
    let changes = changes.map_err(unavailable)?;
    if changes.items.len() >= limits::CATCH_UP {
        connection.cursors.insert(feed, head);
        return connection.send(&ServerFrame::Reset { feed, to: head }).await;
    }
    connection.read(feed, cursor).await?;
    connection.deliver(feed).await
}
