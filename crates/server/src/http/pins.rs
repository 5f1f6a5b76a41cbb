//! Pins: what a channel keeps at hand.

use axum::extract::State;
use protocol::{ChannelId, Message, MessageId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::Answer, identity::Identity, request::Path};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(pin_message, unpin_message)).routes(routes!(list_pins))
}

/// Pinned messages, the latest pinned first; at most 100.
#[derive(Serialize, ToSchema)]
struct Pins {
    /// The messages, those of threads too.
    rows: Vec<Message>,
}

/// Pins a message.
#[utoipa::path(put, path = "/channels/{c}/messages/{m}/pin", responses((status = 200, body = Message)))]
async fn pin_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.pin(&insider, message, true).await?))
}

/// Takes a pin away.
#[utoipa::path(delete, path = "/channels/{c}/messages/{m}/pin", responses((status = 200, body = Message)))]
async fn unpin_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.pin(&insider, message, false).await?))
}

/// What a channel keeps at hand.
#[utoipa::path(get, path = "/channels/{c}/pins", responses((status = 200, body = Pins)))]
async fn list_pins(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
) -> Answer<axum::Json<Pins>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(Pins { rows: app.chat.pins(&reader).await? }))
}
