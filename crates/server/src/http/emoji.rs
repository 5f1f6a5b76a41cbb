//! A workspace's own emoji.

use axum::{extract::State, http::StatusCode};
use protocol::{Emoji, FileId, WorkspaceId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::{Answer, Failure},
    identity::Identity,
    request::{Json, Path, Query},
    workspaces::Page,
};
use crate::wiring::App;

/// Rows of a page: they are small, and a client asks for all.
const MOST: u64 = 1_000;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add_emoji, list_emoji)).routes(routes!(remove_emoji))
}

/// An emoji to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEmoji {
    /// `[a-z0-9][a-z0-9_+-]{1,31}`, not the name of a standard emoji.
    name: String,
    /// A picture of one's own, uploaded and finished, of at most 2 MiB. It is drawn anew, and
    /// the upload thrown away.
    image: FileId,
}

/// Which page of emoji.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EmojiPaging {
    /// Rows, 1 to 1000; 1000 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u64>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Adds an emoji of the workspace's own.
#[utoipa::path(post, path = "/workspaces/{w}/emoji", request_body = NewEmoji, responses((status = 201, body = Emoji)))]
async fn add_emoji(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<NewEmoji>,
) -> Answer<(StatusCode, axum::Json<Emoji>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let emoji = app.chat.add_emoji(&fellow, &body.name, body.image).await?;
    Ok((StatusCode::CREATED, axum::Json(emoji)))
}

/// The workspace's own emoji by name.
#[utoipa::path(get, path = "/workspaces/{w}/emoji", params(EmojiPaging), responses((status = 200, body = Page<Emoji>)))]
async fn list_emoji(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(paging): Query<EmojiPaging>,
) -> Answer<axum::Json<Page<Emoji>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let limit = paging.limit.unwrap_or(MOST);
    if !(1..=MOST).contains(&limit) {
        return Err(Failure::invalid("limit", format!("must be from 1 to {MOST}")));
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    let page = store::PageRequest { after: paging.after, limit };
    Ok(axum::Json(app.chat.emojis(&fellow, page).await?.into()))
}

/// Takes an emoji away.
#[utoipa::path(delete, path = "/workspaces/{w}/emoji/{name}", responses((status = 200, body = Emoji)))]
async fn remove_emoji(
    State(app): State<App>,
    who: Identity,
    Path((id, name)): Path<(WorkspaceId, String)>,
) -> Answer<axum::Json<Emoji>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.remove_emoji(&fellow, &name).await?))
}
