//! Searching messages.

use axum::extract::State;
use chat::find::{self, Finding};
use protocol::{Message, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Paging, Path, Query, limit},
    workspaces::Page,
};
use crate::wiring::App;

/// Rows of a page when the client doesn't say.
const USUAL_PAGE: usize = 20;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search_messages)).routes(routes!(list_mentions))
}

/// What to look for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SearchQuery {
    /// Words and filters (`from:ada in:harbour has:file before:2026-01-31`).
    q: String,
    /// Which first.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// Rows, 1 to 100; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Which results come first.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Sort {
    /// The best match.
    #[default]
    Relevance,
    /// The latest.
    Newest,
}

/// A message found.
#[derive(Serialize, ToSchema)]
struct Hit {
    /// The message in its present state.
    message: Message,
    /// Where the words stand in `text`: `[start, end)` in characters.
    #[schema(value_type = Vec<Vec<usize>>)]
    highlights: Vec<[usize; 2]>,
}

/// Messages found.
#[derive(Serialize, ToSchema)]
struct Found {
    /// The hits.
    rows: Vec<Hit>,
    /// How many there are in all.
    total: u64,
    /// Pass as `after` for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Searches the messages one may read.
#[utoipa::path(get, path = "/workspaces/{w}/search", params(SearchQuery), responses((status = 200, body = Found)))]
async fn search_messages(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(query): Query<SearchQuery>,
) -> Answer<axum::Json<Found>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let sort = match query.sort {
        Sort::Relevance => search::Sort::Relevance,
        Sort::Newest => search::Sort::Newest,
    };
    let limit = if query.limit.is_none() { USUAL_PAGE } else { limit(query.limit)? };
    let finding = Finding { query: query.q, sort, limit, after: query.after };
    let find::Found { rows, total, next } = app.chat.find(&fellow, finding).await?;
    let rows = rows.into_iter().map(|find::Hit { message, highlights }| Hit { message, highlights });
    Ok(axum::Json(Found { rows: rows.collect(), total, next }))
}

/// Messages that name one, the latest first; a page may have fewer than asked for.
#[utoipa::path(get, path = "/workspaces/{w}/mentions", params(Paging), responses((status = 200, body = Page<Message>)))]
async fn list_mentions(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(paging): Query<Paging>,
) -> Answer<axum::Json<Page<Message>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.mentions_of(&fellow, paging.request()?).await?.into()))
}
