//! Who is in a channel: list, join, add, leave, remove.

use axum::{extract::State, http::StatusCode};
use protocol::{ChannelId, Member, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Paging, Path, Query},
    workspaces::Page,
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_members, add_members)).routes(routes!(remove_member))
}

/// Whom to add; nobody to join oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Add {
    /// Who.
    users: Vec<UserId>,
}

/// Who is in now.
#[derive(Serialize, ToSchema)]
struct Added {
    /// The new members.
    rows: Vec<Member>,
}

/// Who is in a channel.
#[utoipa::path(get, path = "/channels/{c}/members", params(Paging), responses((status = 200, body = Page<Member>)))]
async fn list_members(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Query(paging): Query<Paging>,
) -> Answer<axum::Json<Page<Member>>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(app.chat.members(&reader, paging.request()?).await?.into()))
}

/// Adds people, or joins.
#[utoipa::path(post, path = "/channels/{c}/members", request_body = Add, responses((status = 200, body = Added)))]
async fn add_members(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<Add>,
) -> Answer<axum::Json<Added>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(Added { rows: app.chat.join(&reader, body.users).await? }))
}

/// Leaves, or removes somebody.
#[utoipa::path(delete, path = "/channels/{c}/members/{u}", responses((status = 204)))]
async fn remove_member(
    State(app): State<App>,
    who: Identity,
    Path((id, user)): Path<(ChannelId, UserId)>,
) -> Answer<StatusCode> {
    let insider = app.chat.insider(who.person, id).await?;
    app.chat.leave(&insider, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
