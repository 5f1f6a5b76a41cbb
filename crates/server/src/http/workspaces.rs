//! A workspace and its people.

use axum::{extract::State, http::StatusCode};
use protocol::{FileId, Person, Role, UserId, Workspace, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Paging, Path, Query, given},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(update_workspace))
        .routes(routes!(list_people))
        .routes(routes!(set_role, deactivate))
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Pass as `after` for the next page; null at the end.
    #[schema(required)]
    pub next: Option<String>,
}

impl<T> From<store::Page<T>> for Page<T> {
    fn from(page: store::Page<T>) -> Self {
        Self { rows: page.rows, next: page.next }
    }
}

/// Changes to a workspace; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WorkspacePatch {
    /// Its name.
    name: Option<String>,
    /// Its picture; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<FileId>)]
    icon: Option<Option<FileId>>,
}

/// A person's new role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolePatch {
    /// The role from now on.
    role: Role,
}

/// Renames a workspace or changes its picture.
#[utoipa::path(patch, path = "/workspaces/{w}", request_body = WorkspacePatch, responses((status = 200, body = Workspace)))]
async fn update_workspace(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<WorkspacePatch>,
) -> Answer<axum::Json<Workspace>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.update_workspace(&fellow, body.name, body.icon).await?))
}

/// The people of a workspace.
#[utoipa::path(get, path = "/workspaces/{w}/people", params(Paging), responses((status = 200, body = Page<Person>)))]
async fn list_people(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(paging): Query<Paging>,
) -> Answer<axum::Json<Page<Person>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.people(&fellow, paging.request()?).await?.into()))
}

/// Changes a person's role.
#[utoipa::path(patch, path = "/workspaces/{w}/people/{u}", request_body = RolePatch, responses((status = 200, body = Person)))]
async fn set_role(
    State(app): State<App>,
    who: Identity,
    Path((id, user)): Path<(WorkspaceId, UserId)>,
    Json(body): Json<RolePatch>,
) -> Answer<axum::Json<Person>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.set_role(&fellow, user, body.role).await?))
}

/// Deactivates a person: all their sessions end.
#[utoipa::path(delete, path = "/workspaces/{w}/people/{u}", responses((status = 204)))]
async fn deactivate(
    State(app): State<App>,
    who: Identity,
    Path((id, user)): Path<(WorkspaceId, UserId)>,
) -> Answer<StatusCode> {
    let fellow = app.chat.fellow(who.person, id).await?;
    app.chat.deactivate(&fellow, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
