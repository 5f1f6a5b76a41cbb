//! Whether this server is set up, and setting it up.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use chat::people::Newcomer;
use protocol::Epoch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::Answer, identity::Caller, request::Json, session};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(status)).routes(routes!(set_up))
}

/// What anyone may know of this server.
#[derive(Serialize, ToSchema)]
struct ServerStatus {
    /// False until the first owner exists.
    set_up: bool,
    /// Version of the server.
    version: &'static str,
    /// The database's epoch.
    epoch: Epoch,
    /// Whether it sends e-mail: then a forgotten password is set anew by a link.
    mail: bool,
}

/// The first owner and their workspace.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetUp {
    /// The one-time code that the server printed.
    code: String,
    /// Display name.
    name: String,
    /// Unique short name; made from the name when left out.
    handle: Option<String>,
    /// Address to sign in with.
    email: String,
    /// Password.
    password: String,
    /// The workspace's name.
    workspace: String,
}

/// Whether this server is set up, its version and epoch.
#[utoipa::path(get, path = "/status", responses((status = 200, body = ServerStatus)))]
async fn status(State(app): State<App>) -> Answer<axum::Json<ServerStatus>> {
    let (set_up, epoch) = (app.chat.is_set_up().await?, app.chat.epoch().await?);
    let mail = app.chat.sends_mail();
    Ok(axum::Json(ServerStatus { set_up, version: env!("CARGO_PKG_VERSION"), epoch, mail }))
}

/// Makes the first owner and workspace, and signs in.
#[utoipa::path(post, path = "/setup", request_body = SetUp, responses((status = 201, body = session::SignedIn)))]
async fn set_up(
    State(app): State<App>,
    _caller: Caller,
    headers: HeaderMap,
    Json(body): Json<SetUp>,
) -> Answer<Response> {
    let newcomer =
        Newcomer { name: body.name, handle: body.handle, email: body.email, password: body.password };
    // An empty code never matches: set-up is over, or was never offered.
    let expected = app.set_up_code.as_deref().unwrap_or_default();
    let label = session::label(&headers);
    let opened = app.chat.set_up(&body.code, expected, newcomer, &body.workspace, &label).await?;
    session::opened_here(&app, StatusCode::CREATED, opened)
}
