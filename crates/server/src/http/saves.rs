//! What people keep for themselves.

use axum::extract::State;
use chat::saves;
use protocol::{ChannelId, Message, MessageId, Saved};
use serde::Serialize;
use utoipa::ToSchema;
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
    OpenApiRouter::new()
        .routes(routes!(save_message))
        .routes(routes!(unsave_message))
        .routes(routes!(list_saved))
}

/// A saved message as one may read it now.
#[derive(Serialize, ToSchema)]
struct Kept {
    /// Which, and since when.
    saved: Saved,
    /// The message in its present state; null when one may not read it any more.
    #[schema(required)]
    message: Option<Message>,
}

/// Saves a message for oneself.
#[utoipa::path(put, path = "/channels/{c}/messages/{m}/saved", responses((status = 200, body = Saved)))]
async fn save_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Saved>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(app.chat.save(&reader, message).await?))
}

/// Takes a message off one's list.
#[utoipa::path(delete, path = "/saved/{m}", responses((status = 200, body = Saved)))]
async fn unsave_message(
    State(app): State<App>,
    who: Identity,
    Path(message): Path<MessageId>,
) -> Answer<axum::Json<Saved>> {
    Ok(axum::Json(app.chat.unsave(who.person, message).await?))
}

/// What one has saved, the latest first.
#[utoipa::path(get, path = "/saved", params(Paging), responses((status = 200, body = Page<Kept>)))]
async fn list_saved(
    State(app): State<App>,
    who: Identity,
    Query(paging): Query<Paging>,
) -> Answer<axum::Json<Page<Kept>>> {
    let store::Page { rows, next } = app.chat.saved(who.person, paging.request()?).await?;
    let rows = rows.into_iter().map(|saves::Kept { saved, message }| Kept { saved, message });
    Ok(axum::Json(Page { rows: rows.collect(), next }))
}
