//! Messages: read, send, edit, delete, react.

use axum::{extract::State, http::StatusCode};
use chat::messages::Sending;
use protocol::{ChannelId, FileId, Message, MessageId, message::Revision};
use serde::{Deserialize, Serialize};
use store::messages::Window;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::{Answer, Failure},
    identity::Identity,
    polls::NewPoll,
    request::{Json, Path, Query, limit},
};
use crate::wiring::App;

/// Messages of a page when the client doesn't say.
const USUAL_PAGE: usize = 50;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(history, send_message))
        .routes(routes!(show_message, edit_message, delete_message))
        .routes(routes!(list_revisions))
        .routes(routes!(add_reaction, remove_reaction))
}

/// Which part of a conversation; at most one of `before`, `after`, `around`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct HistoryQuery {
    /// Those before this `seq`.
    before: Option<u64>,
    /// Those after this `seq`.
    after: Option<u64>,
    /// This `seq` and those around it.
    around: Option<u64>,
    /// Messages, 1 to 100; 50 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// A thread's replies instead of the channel.
    thread: Option<MessageId>,
}

/// A part of a conversation, by `seq` ascending.
#[derive(Serialize, ToSchema)]
struct History {
    /// The messages, tombstones included.
    messages: Vec<Message>,
    /// There are earlier ones.
    more_before: bool,
    /// There are later ones.
    more_after: bool,
    /// Head of the channel feed when this was read.
    head: u64,
}

/// A message to send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMessage {
    /// What the client calls it: sending it again with the same nonce makes no second one.
    nonce: String,
    /// Markdown.
    #[serde(default)]
    text: String,
    /// The root, for a reply.
    thread: Option<MessageId>,
    /// Ready files of one's own.
    #[serde(default)]
    files: Vec<FileId>,
    /// A question instead of a text: the text is made of it.
    poll: Option<NewPoll>,
}

/// A message's new text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MessagePatch {
    /// Markdown.
    text: String,
}

/// Earlier texts, oldest first.
#[derive(Serialize, ToSchema)]
struct Revisions {
    /// The texts.
    rows: Vec<Revision>,
}

/// Part of a channel's conversation, or of a thread's.
#[utoipa::path(get, path = "/channels/{c}/messages", params(HistoryQuery), responses((status = 200, body = History)))]
async fn history(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Query(query): Query<HistoryQuery>,
) -> Answer<axum::Json<History>> {
    let window = match (query.before, query.after, query.around) {
        (None, None, None) => Window::Latest,
        (Some(seq), None, None) => Window::Before(seq),
        (None, Some(seq), None) => Window::After(seq),
        (None, None, Some(seq)) => Window::Around(seq),
        _ => return Err(Failure::invalid("before", "give at most one of before, after and around")),
    };
    let limit = if query.limit.is_none() { USUAL_PAGE } else { limit(query.limit)? };
    let reader = app.chat.reader(who.person, id).await?;
    let found = app.chat.history(&reader, query.thread, window, limit).await?;
    let store::messages::History { messages, more_before, more_after, head } = found;
    Ok(axum::Json(History { messages, more_before, more_after, head }))
}

/// Sends a message; 200 when this nonce had been sent before.
#[utoipa::path(post, path = "/channels/{c}/messages", request_body = NewMessage, responses((status = 201, body = Message), (status = 200, body = Message)))]
async fn send_message(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Json(body): Json<NewMessage>,
) -> Answer<(StatusCode, axum::Json<Message>)> {
    let insider = app.chat.insider(who.person, id).await?;
    let NewMessage { nonce, text, thread, files, poll } = body;
    let poll = poll.map(Into::into);
    let (message, is_new) = app.chat.send(&insider, Sending { nonce, text, thread, files, poll }).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(message)))
}

/// One message.
#[utoipa::path(get, path = "/channels/{c}/messages/{m}", responses((status = 200, body = Message)))]
async fn show_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Message>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(app.chat.message(&reader, message).await?))
}

/// Replaces the text.
#[utoipa::path(patch, path = "/channels/{c}/messages/{m}", request_body = MessagePatch, responses((status = 200, body = Message)))]
async fn edit_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
    Json(body): Json<MessagePatch>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.edit(&insider, message, &body.text).await?))
}

/// Leaves a tombstone.
#[utoipa::path(delete, path = "/channels/{c}/messages/{m}", responses((status = 200, body = Message)))]
async fn delete_message(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.delete(&insider, message).await?))
}

/// Earlier texts.
#[utoipa::path(get, path = "/channels/{c}/messages/{m}/revisions", responses((status = 200, body = Revisions)))]
async fn list_revisions(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Revisions>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(Revisions { rows: app.chat.revisions(&reader, message).await? }))
}

/// Reacts.
#[utoipa::path(put, path = "/channels/{c}/messages/{m}/reactions/{emoji}", responses((status = 200, body = Message)))]
async fn add_reaction(
    State(app): State<App>,
    who: Identity,
    Path((id, message, emoji)): Path<(ChannelId, MessageId, String)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.react(&insider, message, &emoji, true).await?))
}

/// Takes one's reaction back.
#[utoipa::path(delete, path = "/channels/{c}/messages/{m}/reactions/{emoji}", responses((status = 200, body = Message)))]
async fn remove_reaction(
    State(app): State<App>,
    who: Identity,
    Path((id, message, emoji)): Path<(ChannelId, MessageId, String)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.react(&insider, message, &emoji, false).await?))
}
