//! Signing in and out; devices and personal tokens.

use axum::{extract::State, http::{HeaderMap, StatusCode}, response::Response};
use protocol::{Account, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::Answer, identity::{Caller, Identity}, request::{Json, Path}};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out))
        .routes(routes!(list_sessions, end_other_sessions))
        .routes(routes!(end_session))
        .routes(routes!(create_token))
}

/// An address and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// The account's address.
    email: String,
    /// Its password.
    password: String,
}

/// Who is signed in now, and the session that the cookie stands for.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// One's account.
    account: Account,
    /// The new session.
    session: Session,
}

/// A device or token.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Which.
    id: SessionId,
    /// What for.
    kind: SessionKind,
    /// The browser's name, or what the person called the token.
    label: String,
    /// When it was made.
    created_at: Timestamp,
    /// When it was last used, to the minute.
    seen_at: Timestamp,
    /// When it ends.
    expires_at: Timestamp,
    /// This very request's.
    current: bool,
}

/// What a session is for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SessionKind {
    /// A browser's cookie.
    Browser,
    /// A personal bearer token.
    Token,
}

/// All of one's sessions, newest first.
#[derive(Serialize, ToSchema)]
struct Sessions {
    /// The sessions.
    rows: Vec<Session>,
}

/// A personal token to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What it's for, in the person's words.
    label: String,
    /// Days until it ends, 1–365.
    days: u32,
}

/// A personal token, shown this once.
#[derive(Serialize, ToSchema)]
struct Token {
    /// `wl_…`: send it as `Authorization: Bearer`.
    token: String,
    /// Its session, to end it by.
    id: SessionId,
    /// When it ends.
    expires_at: Timestamp,
}

/// Signs in: sets the cookie.
#[utoipa::path(post, path = "/session", request_body = SignIn, responses((status = 200, body = SignedIn)))]
async fn sign_in(State(app): State<App>, caller: Caller, headers: HeaderMap, Json(body): Json<SignIn>) -> Answer<Response> {
    Err(super::error::Failure::unavailable())
}

/// Signs out here.
#[utoipa::path(delete, path = "/session", responses((status = 204)))]
async fn sign_out(State(app): State<App>, who: Identity) -> Answer<Response> {
    Err(super::error::Failure::unavailable())
}

/// One's devices and tokens.
#[utoipa::path(get, path = "/sessions", responses((status = 200, body = Sessions)))]
async fn list_sessions(State(app): State<App>, who: Identity) -> Answer<axum::Json<Sessions>> {
    Err(super::error::Failure::unavailable())
}

/// Signs out everywhere else.
#[utoipa::path(delete, path = "/sessions", responses((status = 204)))]
async fn end_other_sessions(State(app): State<App>, who: Identity) -> Answer<StatusCode> {
    Err(super::error::Failure::unavailable())
}

/// Ends one session or token.
#[utoipa::path(delete, path = "/sessions/{s}", responses((status = 204)))]
async fn end_session(State(app): State<App>, who: Identity, Path(id): Path<SessionId>) -> Answer<StatusCode> {
    Err(super::error::Failure::unavailable())
}

/// Makes a personal token.
#[utoipa::path(post, path = "/tokens", request_body = NewToken, responses((status = 201, body = Token)))]
async fn create_token(State(app): State<App>, who: Identity, Json(body): Json<NewToken>) -> Answer<(StatusCode, axum::Json<Token>)> {
    Err(super::error::Failure::unavailable())
}
