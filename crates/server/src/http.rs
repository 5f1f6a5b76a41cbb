//! The HTTP face: one file per resource, and around them who one is ([`identity`]), where
//! from ([`origin`]), what a failure answers ([`error`]) and what every answer bears
//! ([`envelope`]).

mod account;
mod activity;
mod channels;
mod emoji;
mod envelope;
mod error;
mod files;
mod gateway;
mod groups;
mod health;
mod identity;
mod invites;
mod media;
mod members;
mod messages;
pub mod openapi;
mod origin;
mod pins;
mod planned;
mod polls;
mod previews;
mod push;
mod range;
mod reading;
mod request;
mod saves;
mod search;
mod session;
mod shared_files;
mod site;
mod snapshot;
mod status;
mod unsubscribe;
mod workspaces;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
    routing::{any, get},
};
use utoipa_axum::router::OpenApiRouter;

use crate::wiring::App;

pub use media::BASE as MEDIA_BASE;

/// Everything this server answers.
pub fn router(app: App) -> Router {
    let api = Router::from(api_routes())
        .route("/gateway", get(gateway::connect))
        .route("/openapi.json", get(openapi::serve))
        .fallback(any(envelope::no_such_route))
        .layer(from_fn_with_state(app.clone(), origin::same_site))
        .merge(Router::from(foreign_routes()));
    Router::new()
        .nest(openapi::BASE, api)
        .route("/api/{*rest}", any(envelope::no_such_route))
        .route(&format!("{}/{{*key}}", media::BASE), get(media::show).put(media::store))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        // Bodies have limits of their own: JSON that of its extractor, files that of the upload.
        .layer(DefaultBodyLimit::disable())
        .fallback(site::site)
        .layer(from_fn_with_state(app.clone(), envelope::envelope))
        .with_state(app)
}

/// Those that other sites may ask in nobody's name.
fn foreign_routes() -> OpenApiRouter<App> {
    unsubscribe::routes()
}

/// Every other documented route, relative to [`openapi::BASE`].
fn api_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(status::routes())
        .merge(session::routes())
        .merge(account::routes())
        .merge(snapshot::routes())
        .merge(workspaces::routes())
        .merge(emoji::routes())
        .merge(groups::routes())
        .merge(invites::routes())
        .merge(channels::routes())
        .merge(members::routes())
        .merge(messages::routes())
        .merge(pins::routes())
        .merge(saves::routes())
        .merge(reading::routes())
        .merge(planned::routes())
        .merge(files::routes())
        .merge(shared_files::routes())
        .merge(activity::routes())
        .merge(search::routes())
        .merge(polls::routes())
        .merge(previews::routes())
        .merge(push::routes())
}
