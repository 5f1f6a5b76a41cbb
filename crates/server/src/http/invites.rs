//! Invites into a workspace: made by administrators, redeemed by newcomers.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use chat::{invites::InviteView, people::Newcomer};
use protocol::{ChannelId, InviteId, Role, Timestamp, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::{Caller, Identity},
    request::{Json, Path},
    session::{self, SignedIn},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_invites, create_invite))
        .routes(routes!(mail_invites))
        .routes(routes!(revoke_invite))
        .routes(routes!(show_invite, redeem_invite))
}

/// An invite to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewInvite {
    /// The role it gives.
    role: Role,
    /// Channels joined besides the default one; all that a guest gets.
    #[serde(default)]
    channels: Vec<ChannelId>,
    /// How often it may be used; as often as wanted when left out.
    max_uses: Option<u32>,
    /// Hours until it ends.
    hours: u32,
}

/// Invites to send by e-mail, each good for one newcomer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MailedInvites {
    /// To whom: 1 to 20 addresses.
    emails: Vec<String>,
    /// The role they give.
    role: Role,
    /// Channels joined besides the default one; all that a guest gets.
    #[serde(default)]
    channels: Vec<ChannelId>,
    /// Hours until they end.
    hours: u32,
}

/// An invite as administrators see it.
#[derive(Serialize, ToSchema)]
struct Invite {
    /// Which.
    id: InviteId,
    /// Who made it.
    creator: UserId,
    /// The role it gives.
    role: Role,
    /// Channels joined besides the default one.
    channels: Vec<ChannelId>,
    /// How often it may be used; null for as often as wanted.
    #[schema(required)]
    max_uses: Option<u32>,
    /// How often it was.
    uses: u32,
    /// When it was made.
    created_at: Timestamp,
    /// When it ends.
    expires_at: Timestamp,
}

impl From<store::workspaces::Invite> for Invite {
    fn from(invite: store::workspaces::Invite) -> Self {
        let store::workspaces::Invite {
            id,
            creator,
            role,
            channels,
            max_uses,
            uses,
            created_at,
            expires_at,
            ..
        } = invite;
        Self { id, creator, role, channels, max_uses, uses, created_at, expires_at }
    }
}

/// The invites that can still be used, newest first.
#[derive(Serialize, ToSchema)]
struct Invites {
    /// The invites.
    rows: Vec<Invite>,
}

/// A new invite; its link is shown this once.
#[derive(Serialize, ToSchema)]
struct CreatedInvite {
    /// The invite.
    invite: Invite,
    /// The link to send.
    url: String,
    /// The code in it.
    code: String,
}

/// What a newcomer sees before joining.
#[derive(Serialize, ToSchema)]
struct InvitePreview {
    /// Where it leads.
    workspace_name: String,
    /// Who invites.
    inviter_name: String,
    /// The role it gives.
    role: Role,
    /// When it ends.
    expires_at: Timestamp,
}

/// A newcomer's account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Join {
    /// Display name.
    name: String,
    /// Unique short name; made from the name when left out.
    handle: Option<String>,
    /// Address to sign in with.
    email: String,
    /// Password.
    password: String,
}

/// Invites that can still be used.
#[utoipa::path(get, path = "/workspaces/{w}/invites", responses((status = 200, body = Invites)))]
async fn list_invites(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
) -> Answer<axum::Json<Invites>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let rows = app.chat.invites(&fellow).await?;
    Ok(axum::Json(Invites { rows: rows.into_iter().map(Invite::from).collect() }))
}

/// Makes an invite.
#[utoipa::path(post, path = "/workspaces/{w}/invites", request_body = NewInvite, responses((status = 201, body = CreatedInvite)))]
async fn create_invite(
    State(app): State<App>,
    who: Identity,
    headers: HeaderMap,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<NewInvite>,
) -> Answer<(StatusCode, axum::Json<CreatedInvite>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let NewInvite { role, channels, max_uses, hours } = body;
    let new = chat::invites::NewInvite { role, channels, max_uses, hours };
    let (invite, code) = app.chat.create_invite(who.person, &fellow, new).await?;
    let url = format!("{}/invite/{code}", app.address(&headers));
    Ok((StatusCode::CREATED, axum::Json(CreatedInvite { invite: invite.into(), url, code })))
}

/// Makes an invite for each address and sends its link there, and to nobody else.
#[utoipa::path(post, path = "/workspaces/{w}/invites/mail", request_body = MailedInvites, responses((status = 201, body = Invites)))]
async fn mail_invites(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<MailedInvites>,
) -> Answer<(StatusCode, axum::Json<Invites>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let MailedInvites { emails, role, channels, hours } = body;
    let new = chat::invites::NewInvite { role, channels, max_uses: Some(1), hours };
    let made = app.chat.mail_invites(who.person, &fellow, &emails, &new).await?;
    let rows = made.into_iter().map(Invite::from).collect();
    Ok((StatusCode::CREATED, axum::Json(Invites { rows })))
}

/// Takes an invite back.
#[utoipa::path(delete, path = "/workspaces/{w}/invites/{i}", responses((status = 204)))]
async fn revoke_invite(
    State(app): State<App>,
    who: Identity,
    Path((id, invite)): Path<(WorkspaceId, InviteId)>,
) -> Answer<StatusCode> {
    let fellow = app.chat.fellow(who.person, id).await?;
    app.chat.revoke_invite(&fellow, invite).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an invite leads to.
#[utoipa::path(get, path = "/invites/{code}", responses((status = 200, body = InvitePreview)))]
async fn show_invite(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
) -> Answer<axum::Json<InvitePreview>> {
    let view = app.chat.look_at_invite(&code, &caller.address.to_string()).await?;
    let InviteView { workspace_name, inviter_name, role, expires_at } = view;
    Ok(axum::Json(InvitePreview { workspace_name, inviter_name, role, expires_at }))
}

/// Joins with an invite, and signs in.
#[utoipa::path(post, path = "/invites/{code}", request_body = Join, responses((status = 201, body = SignedIn)))]
async fn redeem_invite(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(code): Path<String>,
    Json(body): Json<Join>,
) -> Answer<Response> {
    let newcomer =
        Newcomer { name: body.name, handle: body.handle, email: body.email, password: body.password };
    let address = caller.address.to_string();
    let opened = app.chat.accept_invite(&code, newcomer, &address, &session::label(&headers)).await?;
    session::opened_here(&app, StatusCode::CREATED, opened)
}
