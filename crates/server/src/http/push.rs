//! Waking this very browser when its owner isn't there.

use axum::{extract::State, http::StatusCode};
use chat::push::Subscribing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::Answer, identity::Identity, request::Json};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_push)).routes(routes!(subscribe, unsubscribe))
}

/// Whether this browser can be woken.
#[derive(Serialize, ToSchema)]
struct Push {
    /// What to subscribe with at the browser's push service (`applicationServerKey`), in
    /// base64url; null when this server wakes nobody.
    #[schema(required)]
    key: Option<String>,
    /// What this session has subscribed to; null when it's not woken.
    #[schema(required)]
    subscription: Option<Subscription>,
}

/// What a session is woken with.
#[derive(Serialize, ToSchema)]
struct Subscription {
    /// Whether what was written goes along.
    text: bool,
}

/// What a browser says of its subscription.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSubscription {
    /// Its address at its push service: `https:`, at most 2,000 characters.
    endpoint: String,
    /// The browser's public key, in base64url.
    p256dh: String,
    /// The secret it shares, in base64url.
    auth: String,
    /// Whether what was written goes along, or only that something was.
    text: bool,
}

/// Whether this browser can be woken, and by which key.
#[utoipa::path(get, path = "/push", responses((status = 200, body = Push)))]
async fn show_push(State(app): State<App>, who: Identity) -> Answer<axum::Json<Push>> {
    let key = app.chat.push_key().await?;
    let subscription = app.chat.subscribed(who.person).await?.map(|text| Subscription { text });
    Ok(axum::Json(Push { key, subscription }))
}

/// Lets this very session's browser be woken, from now on at this address only.
#[utoipa::path(put, path = "/push/subscription", request_body = NewSubscription, responses((status = 204)))]
async fn subscribe(
    State(app): State<App>,
    who: Identity,
    Json(body): Json<NewSubscription>,
) -> Answer<StatusCode> {
    let NewSubscription { endpoint, p256dh, auth, text } = body;
    app.chat.subscribe_push(who.person, Subscribing { endpoint, p256dh, auth, text }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets it sleep.
#[utoipa::path(delete, path = "/push/subscription", responses((status = 204)))]
async fn unsubscribe(State(app): State<App>, who: Identity) -> Answer<StatusCode> {
    app.chat.unsubscribe_push(who.person).await?;
    Ok(StatusCode::NO_CONTENT)
}
