//! For those who watch over the server: is it alive, may it be sent requests, how is it.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use crate::wiring::App;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Why requests should or shouldn't be sent here.
#[derive(Serialize)]
struct Readiness {
    ready: bool,
    draining: bool,
    engine: Option<String>,
    schema: Option<u32>,
    writable: bool,
    search_caught_up: bool,
    /// What this node does for all.
    duties: Vec<&'static str>,
    bus: &'static str,
    /// False: other nodes are heard late and count for themselves. Still ready.
    bus_connected: bool,
    /// False: uploads and views fail. Still ready.
    files_reachable: bool,
}

/// 200 when requests may be sent here. A read-only store still serves reads.
pub async fn ready(State(app): State<App>) -> Response {
    let draining = app.is_draining();
    let health = tokio::time::timeout(std::time::Duration::from_secs(2), app.store.health()).await;
    let health = match health {
        Ok(Ok(health)) => Some(health),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the store is not well");
            None
        }
        Err(_) => {
            tracing::warn!("the store doesn't answer");
            None
        }
    };
    let ready = !draining && health.is_some();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let bus = app.chat.bus().health();
    let readiness = Readiness {
        ready,
        draining,
        writable: health.as_ref().is_some_and(|health| health.writable),
        schema: health.as_ref().map(|health| health.schema),
        engine: health.map(|health| health.engine),
        search_caught_up: app.is_search_caught_up(),
        duties: app.chat.duties().iter().map(|held| held.duty).collect(),
        bus: bus.engine,
        bus_connected: bus.is_connected,
        files_reachable: app.media.is_reachable(),
    };
    (status, Json(readiness)).into_response()
}

/// The counters, for Prometheus.
pub async fn metrics(State(app): State<App>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        app.metrics.text(&app.readings(), &[app.fan_out()]),
    )
        .into_response()
}
