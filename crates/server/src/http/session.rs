//! Signing in and out; devices and personal tokens.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chat::sessions::Opened;
use protocol::{Account, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::{Caller, Identity, cookie_name},
    request::{Json, Path},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out))
        .routes(routes!(list_sessions, end_other_sessions))
        .routes(routes!(end_session))
        .routes(routes!(create_token))
        .routes(routes!(ask_for_reset, reset_password))
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

impl Session {
    fn of(session: store::sessions::Session, current: Option<SessionId>) -> Self {
        let kind = match session.kind {
            store::sessions::SessionKind::Browser => SessionKind::Browser,
            store::sessions::SessionKind::Token => SessionKind::Token,
        };
        let store::sessions::Session { id, label, created_at, seen_at, expires_at, .. } = session;
        Self { current: current == Some(id), id, kind, label, created_at, seen_at, expires_at }
    }
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

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Forgotten {
    /// The account's address; a link is sent there.
    email: String,
}

/// A new password, by the link that was sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordReset {
    /// What stands behind the `#` of the link.
    code: String,
    /// The new password.
    new: String,
}

/// How long a browser may keep the cookie: the longest a session can live.
const COOKIE_SECONDS: i64 = 90 * 24 * 3600;

/// The answer to a sign-in of any kind: who, and the cookie.
pub fn opened_here(app: &App, status: StatusCode, opened: Opened) -> Answer<Response> {
    let id = opened.session.id;
    let cookie = set_cookie(app, &opened.token, COOKIE_SECONDS);
    let body = SignedIn { account: opened.account, session: Session::of(opened.session, Some(id)) };
    Ok((status, [(header::SET_COOKIE, cookie)], axum::Json(body)).into_response())
}

fn set_cookie(app: &App, token: &str, seconds: i64) -> String {
    let secure = if app.is_https { "; Secure" } else { "" };
    format!("{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(app))
}

/// The browser's name as it tells it, cut to what fits a list.
pub fn label(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("unknown");
    agent.chars().take(200).collect()
}

/// Signs in: sets the cookie.
#[utoipa::path(post, path = "/session", request_body = SignIn, responses((status = 200, body = SignedIn)))]
async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Answer<Response> {
    let address = caller.address.to_string();
    let opened = app.chat.sign_in(&body.email, body.password, &address, &label(&headers)).await?;
    opened_here(&app, StatusCode::OK, opened)
}

/// Signs out here.
#[utoipa::path(delete, path = "/session", responses((status = 204)))]
async fn sign_out(State(app): State<App>, who: Identity) -> Answer<Response> {
    app.chat.end_session(who.person, who.person.session).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, set_cookie(&app, "", 0))]).into_response())
}

/// One's devices and tokens.
#[utoipa::path(get, path = "/sessions", responses((status = 200, body = Sessions)))]
async fn list_sessions(State(app): State<App>, who: Identity) -> Answer<axum::Json<Sessions>> {
    let rows = app.chat.sessions(who.person).await?;
    let rows = rows.into_iter().map(|session| Session::of(session, Some(who.person.session))).collect();
    Ok(axum::Json(Sessions { rows }))
}

/// Signs out everywhere else.
#[utoipa::path(delete, path = "/sessions", responses((status = 204)))]
async fn end_other_sessions(State(app): State<App>, who: Identity) -> Answer<StatusCode> {
    app.chat.end_other_sessions(who.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one session or token.
#[utoipa::path(delete, path = "/sessions/{s}", responses((status = 204)))]
async fn end_session(State(app): State<App>, who: Identity, Path(id): Path<SessionId>) -> Answer<StatusCode> {
    app.chat.end_session(who.person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a personal token.
#[utoipa::path(post, path = "/tokens", request_body = NewToken, responses((status = 201, body = Token)))]
async fn create_token(
    State(app): State<App>,
    who: Identity,
    Json(body): Json<NewToken>,
) -> Answer<(StatusCode, axum::Json<Token>)> {
    let opened = app.chat.create_token(who.person, &body.label, i64::from(body.days)).await?;
    let token = Token { token: opened.token, id: opened.session.id, expires_at: opened.session.expires_at };
    Ok((StatusCode::CREATED, axum::Json(token)))
}

/// Sends a link by which a forgotten password is set anew, if there is such an account: which
/// isn't told. The link is good for an hour, and once.
#[utoipa::path(post, path = "/password-reset", request_body = Forgotten, responses((status = 202)))]
async fn ask_for_reset(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<Forgotten>,
) -> Answer<StatusCode> {
    app.chat.ask_for_reset(&body.email, &caller.address.to_string()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Sets a new password by such a link; everyone who was signed in to the account is signed out.
#[utoipa::path(put, path = "/password-reset", request_body = PasswordReset, responses((status = 204)))]
async fn reset_password(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<PasswordReset>,
) -> Answer<StatusCode> {
    app.chat.reset_password(&body.code, body.new, &caller.address.to_string()).await?;
    Ok(StatusCode::NO_CONTENT)
}
