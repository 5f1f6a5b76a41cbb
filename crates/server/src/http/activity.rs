//! What concerns one, over all channels.

use axum::extract::State;
use protocol::{Message, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::concerns::Which;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Paging, Path, Query},
    workspaces::Page,
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_activity))
}

/// What to list.
#[derive(Clone, Copy, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Only {
    /// What mentions one, everyone where one is in, or has a keyword.
    Mentions,
    /// One's own messages that others reacted to.
    Reactions,
}

/// Which part of it.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ActivityQuery {
    /// All of it when left out.
    #[param(inline)]
    only: Option<Only>,
    /// Rows, 1 to 100; 100 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A message that concerns one, in its present state.
#[derive(Serialize, ToSchema)]
struct Happened {
    /// When it was written, or last reacted to by somebody else.
    at: Timestamp,
    /// Somebody else's, or one's own with reactions of others.
    message: Message,
}

/// What concerns one, the latest first; a page may have fewer than asked for.
#[utoipa::path(get, path = "/workspaces/{w}/activity", params(ActivityQuery), responses((status = 200, body = Page<Happened>)))]
async fn list_activity(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(query): Query<ActivityQuery>,
) -> Answer<axum::Json<Page<Happened>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let ActivityQuery { only, limit, after } = query;
    let which = Which { mentions: only != Some(Only::Reactions), reactions: only != Some(Only::Mentions) };
    let page = Paging { limit, after }.request()?;
    let store::Page { rows, next } = app.chat.activity(&fellow, which, page).await?;
    let rows = rows.into_iter().map(|chat::activity::Happened { at, message }| Happened { at, message });
    Ok(axum::Json(Page { rows: rows.collect(), next }))
}
