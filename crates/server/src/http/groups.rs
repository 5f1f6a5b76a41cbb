//! Groups of people that are named together.

use axum::{extract::State, http::StatusCode};
use chat::groups::NewGroup;
use protocol::{GroupId, UserGroup, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::groups;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Path},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_groups, create_group))
        .routes(routes!(update_group, delete_group))
}

/// Groups by handle; at most 100.
#[derive(Serialize, ToSchema)]
struct Groups {
    /// The groups.
    rows: Vec<UserGroup>,
}

/// A group to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupBody {
    /// What is typed after `@`: `[a-z0-9][a-z0-9._-]{0,31}`, nobody else's.
    handle: String,
    /// What it is called, 1–80 characters.
    name: String,
    /// Who is in it; at most 100.
    #[serde(default)]
    people: Vec<UserId>,
}

/// Changes to a group; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupPatch {
    /// What is typed after `@`.
    handle: Option<String>,
    /// What it is called.
    name: Option<String>,
    /// Who comes in.
    #[serde(default)]
    add: Vec<UserId>,
    /// Who goes.
    #[serde(default)]
    remove: Vec<UserId>,
}

/// The groups of a workspace, as far as one may see them.
#[utoipa::path(get, path = "/workspaces/{w}/groups", responses((status = 200, body = Groups)))]
async fn list_groups(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
) -> Answer<axum::Json<Groups>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(Groups { rows: app.chat.groups(&fellow).await? }))
}

/// Makes a group.
#[utoipa::path(post, path = "/workspaces/{w}/groups", request_body = GroupBody, responses((status = 201, body = UserGroup)))]
async fn create_group(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<GroupBody>,
) -> Answer<(StatusCode, axum::Json<UserGroup>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let GroupBody { handle, name, people } = body;
    let group = app.chat.create_group(&fellow, NewGroup { handle, name, people }).await?;
    Ok((StatusCode::CREATED, axum::Json(group)))
}

/// Changes a group.
#[utoipa::path(patch, path = "/workspaces/{w}/groups/{g}", request_body = GroupPatch, responses((status = 200, body = UserGroup)))]
async fn update_group(
    State(app): State<App>,
    who: Identity,
    Path((id, group)): Path<(WorkspaceId, GroupId)>,
    Json(body): Json<GroupPatch>,
) -> Answer<axum::Json<UserGroup>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let GroupPatch { handle, name, add, remove } = body;
    let patch = groups::GroupPatch { handle, name, add, remove };
    Ok(axum::Json(app.chat.update_group(&fellow, group, patch).await?))
}

/// Deletes a group; what is left of it has nobody in it.
#[utoipa::path(delete, path = "/workspaces/{w}/groups/{g}", responses((status = 200, body = UserGroup)))]
async fn delete_group(
    State(app): State<App>,
    who: Identity,
    Path((id, group)): Path<(WorkspaceId, GroupId)>,
) -> Answer<axum::Json<UserGroup>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.delete_group(&fellow, group).await?))
}
