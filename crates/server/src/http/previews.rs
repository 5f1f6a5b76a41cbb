//! What a message's links lead to: it comes by itself, and may be taken off.

use axum::extract::State;
use protocol::{ChannelId, Message, MessageId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Path, Query},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(remove_preview))
}

/// Which preview of a message.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The link that it's of, as `previews` has it.
    url: String,
}

/// Takes a preview off: one's own message's; admins any. It stays off while the link stays.
#[utoipa::path(
    delete, path = "/channels/{c}/messages/{m}/previews", params(Which),
    responses((status = 200, body = Message)),
)]
async fn remove_preview(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
    Query(which): Query<Which>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.remove_preview(&insider, message, &which.url).await?))
}
