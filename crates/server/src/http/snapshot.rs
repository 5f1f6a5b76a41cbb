//! Everything a client starts from, and what changed since.

use std::collections::BTreeMap;

use axum::extract::State;
use protocol::{
    Account, Changes, Channel, Draft, Epoch, FeedId, Membership, Message, Person, Planned, Reading, Role,
    Saved, Timestamp, UserGroup, Workspace,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::{Answer, Failure},
    identity::Identity,
    request::{Query, limit},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(snapshot)).routes(routes!(changes))
}

/// Everything to start with; follow the gateway from `cursors` on.
#[derive(Serialize, ToSchema)]
struct Snapshot {
    /// The database the cursors belong to.
    epoch: Epoch,
    /// Feed → position this snapshot reflects.
    #[schema(value_type = BTreeMap<String, u64>)]
    cursors: BTreeMap<FeedId, u64>,
    /// One's account.
    account: Account,
    /// The workspaces one is in.
    workspaces: Vec<WorkspaceSnapshot>,
    /// All read cursors.
    readings: Vec<Reading>,
    /// Unsent texts.
    drafts: Vec<Draft>,
    /// What one keeps for oneself, the latest first.
    saved: Vec<Saved>,
    /// Messages to be sent later and reminders, by time, without those that are over.
    planned: Vec<Planned>,
    /// Followed threads.
    threads: Vec<FollowedThread>,
}

/// One workspace of the snapshot.
#[derive(Serialize, ToSchema)]
struct WorkspaceSnapshot {
    /// Itself.
    workspace: Workspace,
    /// One's role in it.
    role: Role,
    /// Its people.
    people: Vec<Person>,
    /// Its groups, by handle.
    groups: Vec<UserGroup>,
    /// The channels one is in.
    channels: Vec<Joined>,
}

/// A channel one is in, with all that its unread state is derived from.
#[derive(Serialize, ToSchema)]
pub struct Joined {
    /// The channel.
    pub channel: Channel,
    /// One's place in it.
    pub membership: Membership,
    /// One's cursor in it.
    pub reading: Reading,
    /// Head of the channel feed when this was read.
    pub head: u64,
    /// `seq` of the newest message of the channel's own conversation; 0 when empty.
    pub last_seq: u64,
    /// When that was written; the channel's creation when empty.
    pub last_at: Timestamp,
    /// `seq` of unread messages (not in threads) that mention one, ascending, at most 100.
    pub mentions: Vec<u64>,
    /// `seq` of unread messages (not in threads) with one of one's keywords, alike.
    pub alerts: Vec<u64>,
}

/// A followed thread with all that its unread state is derived from.
#[derive(Serialize, ToSchema)]
struct FollowedThread {
    /// The root, with its summary.
    root: Message,
    /// One's cursor.
    reading: Reading,
    /// `seq` of unread replies that mention one, ascending, at most 100.
    mentions: Vec<u64>,
    /// `seq` of unread replies with one of one's keywords, alike.
    alerts: Vec<u64>,
}

impl From<store::channels::Joined> for Joined {
    fn from(joined: store::channels::Joined) -> Self {
        let store::channels::Joined {
            channel,
            membership,
            reading,
            head,
            last_seq,
            last_at,
            mentions,
            alerts,
        } = joined;
        Self { channel, membership, reading, head, last_seq, last_at, mentions, alerts }
    }
}

impl From<chat::snapshot::Snapshot> for Snapshot {
    fn from(snapshot: chat::snapshot::Snapshot) -> Self {
        let chat::snapshot::Snapshot { epoch, cursors, account, workspaces, threads, drafts, saved, planned } =
            snapshot;
        let channels = workspaces.iter().flat_map(|place| &place.channels);
        let mut readings: Vec<Reading> = channels.map(|joined| joined.reading.clone()).collect();
        readings.extend(threads.iter().map(|thread| thread.reading.clone()));
        let threads = threads.into_iter().map(|thread| FollowedThread {
            root: thread.root,
            reading: thread.reading,
            mentions: thread.mentions,
            alerts: thread.alerts,
        });
        let workspaces = workspaces.into_iter().map(|place| WorkspaceSnapshot {
            workspace: place.workspace,
            role: place.role,
            people: place.people,
            groups: place.groups,
            channels: place.channels.into_iter().map(Joined::from).collect(),
        });
        Self {
            epoch,
            cursors,
            account,
            workspaces: workspaces.collect(),
            readings,
            drafts,
            saved,
            planned,
            threads: threads.collect(),
        }
    }
}

/// Which part of a feed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ChangesQuery {
    /// The feed.
    #[param(value_type = FeedId)]
    feed: String,
    /// The position applied.
    since: u64,
    /// Objects, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

/// Everything a client starts from.
#[utoipa::path(get, path = "/snapshot", responses((status = 200, body = Snapshot)))]
async fn snapshot(State(app): State<App>, who: Identity) -> Answer<axum::Json<Snapshot>> {
    let snapshot = app.chat.snapshot(who.person).await?;
    Ok(axum::Json(snapshot.into()))
}

/// What changed in a feed after a position.
#[utoipa::path(get, path = "/changes", params(ChangesQuery), responses((status = 200, body = Changes)))]
async fn changes(
    State(app): State<App>,
    who: Identity,
    Query(query): Query<ChangesQuery>,
) -> Answer<axum::Json<Changes>> {
    let feed = query
        .feed
        .parse()
        .map_err(|_| Failure::invalid("feed", "must be the id of a channel, workspace or person"))?;
    let limit = limit(query.limit)?;
    Ok(axum::Json(app.chat.changes(who.person, feed, query.since, limit).await?))
}
