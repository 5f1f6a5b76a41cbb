//! Read cursors, followed threads and drafts.

use axum::extract::State;
use protocol::{ChannelId, Draft, MessageId, Reading, Timestamp};
use serde::Deserialize;
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
        .routes(routes!(mark_read))
        .routes(routes!(mark_unread))
        .routes(routes!(follow_thread))
        .routes(routes!(put_draft))
}

/// Up to where one has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkRead {
    /// The thread, for a thread's cursor.
    thread: Option<MessageId>,
    /// Everything up to this `seq`.
    seq: u64,
    /// The cursor's generation that the client knows.
    generation: u64,
}

/// From where one wants to read again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkUnread {
    /// The thread, for a thread's cursor.
    thread: Option<MessageId>,
    /// The first unread `seq`.
    seq: u64,
}

/// Whether one wants to hear of a thread.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Follow {
    /// Yes or no.
    following: bool,
}

/// An unsent text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDraft {
    /// For which thread, if any.
    thread: Option<MessageId>,
    /// The text; empty to throw it away.
    text: String,
    /// When it was written, by the device's clock.
    updated_at: Timestamp,
}

/// Moves a read cursor forward.
#[utoipa::path(post, path = "/channels/{c}/read", request_body = MarkRead, responses((status = 200, body = Reading)))]
async fn mark_read(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<MarkRead>,
) -> Answer<axum::Json<Reading>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.mark_read(&insider, body.thread, body.seq, body.generation).await?))
}

/// Moves a read cursor back.
#[utoipa::path(post, path = "/channels/{c}/unread", request_body = MarkUnread, responses((status = 200, body = Reading)))]
async fn mark_unread(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<MarkUnread>,
) -> Answer<axum::Json<Reading>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.mark_unread(&insider, body.thread, body.seq).await?))
}

/// Follows a thread, or no longer.
#[utoipa::path(put, path = "/channels/{c}/threads/{m}/follow", request_body = Follow, responses((status = 200, body = Reading)))]
async fn follow_thread(
    State(app): State<App>,
    who: Identity,
    Path((id, thread)): Path<(ChannelId, MessageId)>,
    Json(body): Json<Follow>,
) -> Answer<axum::Json<Reading>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.follow(&insider, thread, body.following).await?))
}

/// Keeps an unsent text.
#[utoipa::path(put, path = "/channels/{c}/draft", request_body = NewDraft, responses((status = 200, body = Draft)))]
async fn put_draft(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<NewDraft>,
) -> Answer<axum::Json<Draft>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.put_draft(&insider, body.thread, &body.text, body.updated_at).await?))
}
