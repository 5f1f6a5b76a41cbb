//! Channels and direct messages.

use axum::{extract::State, http::StatusCode};
use chat::Reader;
use protocol::{Channel, ChannelId, ChannelKind, Level, Membership, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Path, Query, limit},
    snapshot::Joined,
    workspaces::Page,
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(browse_channels, create_channel))
        .routes(routes!(open_direct))
        .routes(routes!(show_channel, update_channel))
        .routes(routes!(update_membership))
}

/// Which channels.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ChannelsQuery {
    /// Part of the name or topic.
    #[serde(default)]
    query: String,
    /// The archived ones instead.
    #[serde(default)]
    archived: bool,
    /// Rows, 1 to 100; 100 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A public channel in the browser.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// The channel.
    channel: Channel,
    /// How many are in it.
    members: u32,
    /// Whether one is.
    joined: bool,
}

/// What may be made by name.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NamedKind {
    /// Listed for all members, who may join.
    Public,
    /// Seen only by those in it.
    Private,
}

/// A channel to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewChannel {
    /// Public or private.
    kind: NamedKind,
    /// Its name.
    name: String,
    /// What it's for.
    #[serde(default)]
    description: String,
    /// Who is in it besides oneself.
    #[serde(default)]
    people: Vec<UserId>,
}

/// Whom to talk with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Direct {
    /// The others, 0 to 8.
    people: Vec<UserId>,
}

/// A channel as one may see it.
#[derive(Serialize, ToSchema)]
struct ChannelView {
    /// The channel.
    channel: Channel,
    /// One's place in it; null when one isn't in it.
    #[schema(required)]
    joined: Option<Joined>,
    /// How many are in it.
    members: u32,
}

/// Changes to a channel; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelPatch {
    /// Its name.
    name: Option<String>,
    /// What is talked about now.
    topic: Option<String>,
    /// What it's for.
    description: Option<String>,
    /// Archive it or open it again.
    archived: Option<bool>,
}

/// Changes to one's own place in a channel; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MembershipPatch {
    /// Kept at the top of the sidebar.
    starred: Option<bool>,
    /// Never shown as unread.
    muted: Option<bool>,
    /// What to be notified of.
    level: Option<Level>,
}

/// Public channels.
#[utoipa::path(get, path = "/workspaces/{w}/channels", params(ChannelsQuery), responses((status = 200, body = Page<Listed>)))]
async fn browse_channels(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(query): Query<ChannelsQuery>,
) -> Answer<axum::Json<Page<Listed>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let page = store::PageRequest { after: query.after, limit: limit(query.limit)? };
    let found = app.chat.browse(&fellow, &query.query, query.archived, page).await?;
    let rows = found.rows.into_iter().map(|row| Listed {
        channel: row.channel,
        members: row.members,
        joined: row.joined,
    });
    Ok(axum::Json(Page { rows: rows.collect(), next: found.next }))
}

/// Makes a channel.
#[utoipa::path(post, path = "/workspaces/{w}/channels", request_body = NewChannel, responses((status = 201, body = Channel)))]
async fn create_channel(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<NewChannel>,
) -> Answer<(StatusCode, axum::Json<Channel>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let kind = match body.kind {
        NamedKind::Public => ChannelKind::Public,
        NamedKind::Private => ChannelKind::Private,
    };
    let made = app.chat.create_channel(&fellow, kind, &body.name, &body.description, body.people).await?;
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// Opens the direct message between oneself and others, making it the first time.
#[utoipa::path(post, path = "/workspaces/{w}/direct", request_body = Direct, responses((status = 200, body = Channel)))]
async fn open_direct(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<Direct>,
) -> Answer<axum::Json<Channel>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.open_direct(&fellow, body.people).await?))
}

/// Counts page by page; channels are joined far more often than looked at.
async fn count_members(app: &App, reader: &Reader) -> Answer<u32> {
    let (mut count, mut after) = (0, None);
    loop {
        let page =
            app.chat.members(reader, store::PageRequest { after, limit: protocol::limits::PAGE }).await?;
        count += u32::try_from(page.rows.iter().filter(|member| member.active).count()).unwrap_or(u32::MAX);
        after = page.next;
        if after.is_none() {
            return Ok(count);
        }
    }
}

/// One channel.
#[utoipa::path(get, path = "/channels/{c}", responses((status = 200, body = ChannelView)))]
async fn show_channel(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
) -> Answer<axum::Json<ChannelView>> {
    let reader = app.chat.reader(who.person, id).await?;
    let joined = app.chat.joined(&reader).await?.map(Joined::from);
    let members = count_members(&app, &reader).await?;
    Ok(axum::Json(ChannelView { channel: reader.channel, joined, members }))
}

/// Renames, describes, archives.
#[utoipa::path(patch, path = "/channels/{c}", request_body = ChannelPatch, responses((status = 200, body = Channel)))]
async fn update_channel(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<ChannelPatch>,
) -> Answer<axum::Json<Channel>> {
    let insider = app.chat.insider(who.person, id).await?;
    let ChannelPatch { name, topic, description, archived } = body;
    let patch = store::channels::ChannelPatch { name, topic, description, archived };
    Ok(axum::Json(app.chat.update_channel(&insider, patch).await?))
}

/// Stars, mutes, sets what to be told of.
#[utoipa::path(patch, path = "/channels/{c}/membership", request_body = MembershipPatch, responses((status = 200, body = Membership)))]
async fn update_membership(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<MembershipPatch>,
) -> Answer<axum::Json<Membership>> {
    let MembershipPatch { starred, muted, level } = body;
    let patch = store::channels::MembershipPatch { starred, muted, level };
    Ok(axum::Json(app.chat.update_membership(who.person, id, patch).await?))
}
