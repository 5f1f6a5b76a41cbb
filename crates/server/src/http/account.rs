//! One's own account, and the snapshot a client starts from.

use axum::{extract::State, http::StatusCode};
use protocol::{Account, FileId, Notices, Status};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, given},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_account, update_account)).routes(routes!(change_password))
}

/// Changes to one's account; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountPatch {
    /// Display name.
    name: Option<String>,
    /// Unique short name.
    handle: Option<String>,
    /// What one does.
    title: Option<String>,
    /// IANA time zone.
    time_zone: Option<String>,
    /// Picture; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<FileId>)]
    avatar: Option<Option<FileId>>,
    /// What one says of oneself; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Status>)]
    status: Option<Option<Status>>,
    /// All words and phrases to hear of; at most 25 of 1–60 characters.
    keywords: Option<Vec<String>>,
    /// What one is told of while one isn't there.
    notices: Option<Notices>,
    /// The whole preferences object.
    #[schema(value_type = Option<Object>)]
    preferences: Option<serde_json::Value>,
}

/// A change of password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// The password now.
    current: String,
    /// The password from now on.
    new: String,
}

/// One's own account.
#[utoipa::path(get, path = "/account", responses((status = 200, body = Account)))]
async fn show_account(State(app): State<App>, who: Identity) -> Answer<axum::Json<Account>> {
    Ok(axum::Json(app.chat.account(who.person).await?))
}

/// Changes one's account.
#[utoipa::path(patch, path = "/account", request_body = AccountPatch, responses((status = 200, body = Account)))]
async fn update_account(
    State(app): State<App>,
    who: Identity,
    Json(body): Json<AccountPatch>,
) -> Answer<axum::Json<Account>> {
    let AccountPatch { name, handle, title, time_zone, avatar, status, keywords, notices, preferences } =
        body;
    let patch = store::people::AccountPatch {
        name,
        handle,
        title,
        time_zone,
        avatar,
        status,
        keywords,
        notices,
        preferences,
    };
    Ok(axum::Json(app.chat.update_account(who.person, patch).await?))
}

/// Changes the password; all other sessions end.
#[utoipa::path(post, path = "/account/password", request_body = PasswordChange, responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    who: Identity,
    Json(body): Json<PasswordChange>,
) -> Answer<StatusCode> {
    app.chat.change_password(who.person, body.current, body.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
