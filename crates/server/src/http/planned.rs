//! Messages to be sent later, and reminders.

use axum::{extract::State, http::StatusCode};
use chat::planned::{PlanPatch, Planning};
use protocol::{ChannelId, Message, MessageId, Planned, PlannedAction, PlannedId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Path},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_planned))
        .routes(routes!(plan))
        .routes(routes!(change_planned, cancel_planned))
        .routes(routes!(send_planned))
}

/// Something to be done later.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPlanned {
    /// What the client calls it: planning it again with the same nonce makes no second one.
    nonce: String,
    /// What is to be done.
    action: PlannedAction,
    /// The root, for a reply.
    thread: Option<MessageId>,
    /// What to be reminded of.
    message: Option<MessageId>,
    /// Markdown to send, or a reminder's note, which may be empty if there is a message.
    #[serde(default)]
    text: String,
    /// When; within a year.
    due_at: Timestamp,
}

/// What changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlannedPatch {
    /// Another text.
    text: Option<String>,
    /// Another time: what was refused or due waits again.
    due_at: Option<Timestamp>,
}

/// All that isn't over, by time: at most 100.
#[derive(Serialize, ToSchema)]
struct PlannedList {
    /// The plans.
    rows: Vec<Planned>,
}

/// One's own plans that aren't over.
#[utoipa::path(get, path = "/planned", responses((status = 200, body = PlannedList)))]
async fn list_planned(State(app): State<App>, who: Identity) -> Answer<axum::Json<PlannedList>> {
    Ok(axum::Json(PlannedList { rows: app.chat.plans(who.person).await? }))
}

/// Plans a message or a reminder; 200 when this nonce had been used before.
#[utoipa::path(post, path = "/channels/{c}/planned", request_body = NewPlanned, responses((status = 201, body = Planned), (status = 200, body = Planned)))]
async fn plan(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<NewPlanned>,
) -> Answer<(StatusCode, axum::Json<Planned>)> {
    let reader = app.chat.reader(who.person, id).await?;
    let NewPlanned { nonce, action, thread, message, text, due_at } = body;
    let planning = Planning { nonce, action, thread, message, text, due_at };
    let (planned, is_new) = app.chat.plan(&reader, planning).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(planned)))
}

/// Changes its text or time.
#[utoipa::path(patch, path = "/planned/{p}", request_body = PlannedPatch, responses((status = 200, body = Planned)))]
async fn change_planned(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<PlannedId>,
    Json(body): Json<PlannedPatch>,
) -> Answer<axum::Json<Planned>> {
    let patch = PlanPatch { text: body.text, due_at: body.due_at };
    Ok(axum::Json(app.chat.replan(who.person, id, patch).await?))
}

/// Cancels a message, or dismisses a reminder.
#[utoipa::path(delete, path = "/planned/{p}", responses((status = 200, body = Planned)))]
async fn cancel_planned(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<PlannedId>,
) -> Answer<axum::Json<Planned>> {
    Ok(axum::Json(app.chat.unplan(who.person, id).await?))
}

/// Sends a planned message now.
#[utoipa::path(post, path = "/planned/{p}/send", responses((status = 200, body = Message)))]
async fn send_planned(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<PlannedId>,
) -> Answer<axum::Json<Message>> {
    Ok(axum::Json(app.chat.send_now(who.person, id).await?))
}
