//! Messages: read, send, edit, delete, react.

use axum::{extract::State, http::StatusCode};
use protocol::{ChannelId, FileId, Message, MessageId, message::Revision};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::{Answer, Failure}, identity::Identity, request::{Json, Path, Query, limit}};
use crate::wiring::App;

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
async fn history(State(app): State<App>, who: Identity, Path(id): Path<ChannelId>, Query(query): Query<HistoryQuery>) -> Answer<axum::Json<History>> {
    Err(super::error::Failure::unavailable())
}

/// Sends a message; 200 when this nonce had been sent before.
#[utoipa::path(post, path = "/channels/{c}/messages", request_body = NewMessage, responses((status = 201, body = Message), (status = 200, body = Message)))]
async fn send_message(State(app): State<App>, who: Identity, Path(id): Path<ChannelId>, Json(body): Json<NewMessage>) -> Answer<(StatusCode, axum::Json<Message>)> {
    Err(super::error::Failure::unavailable())
}

/// One message.
#[utoipa::path(get, path = "/channels/{c}/messages/{m}", responses((status = 200, body = Message)))]
async fn show_message(State(app): State<App>, who: Identity, Path((id, message)): Path<(ChannelId, MessageId)>) -> Answer<axum::Json<Message>> {
    Err(super::error::Failure::unavailable())
}

/// Replaces the text.
#[utoipa::path(patch, path = "/channels/{c}/messages/{m}", request_body = MessagePatch, responses((status = 200, body = Message)))]
async fn edit_message(State(app): State<App>, who: Identity, Path((id, message)): Path<(ChannelId, MessageId)>, Json(body): Json<MessagePatch>) -> Answer<axum::Json<Message>> {
    Err(super::error::Failure::unavailable())
}

/// Leaves a tombstone.
#[utoipa::path(delete, path = "/channels/{c}/messages/{m}", responses((status = 200, body = Message)))]
async fn delete_message(State(app): State<App>, who: Identity, Path((id, message)): Path<(ChannelId, MessageId)>) -> Answer<axum::Json<Message>> {
    Err(super::error::Failure::unavailable())
}

/// Earlier texts.
#[utoipa::path(get, path = "/channels/{c}/messages/{m}/revisions", responses((status = 200, body = Revisions)))]
async fn list_revisions(State(app): State<App>, who: Identity, Path((id, message)): Path<(ChannelId, MessageId)>) -> Answer<axum::Json<Revisions>> {
    Err(super::error::Failure::unavailable())
}

/// Reacts.
#[utoipa::path(put, path = "/channels/{c}/messages/{m}/reactions/{emoji}", responses((status = 200, body = Message)))]
async fn add_reaction(State(app): State<App>, who: Identity, Path((id, message, emoji)): Path<(ChannelId, MessageId, String)>) -> Answer<axum::Json<Message>> {
    Err(super::error::Failure::unavailable())
}

/// Takes one's reaction back.
#[utoipa::path(delete, path = "/channels/{c}/messages/{m}/reactions/{emoji}", responses((status = 200, body = Message)))]
async fn remove_reaction(State(app): State<App>, who: Identity, Path((id, message, emoji)): Path<(ChannelId, MessageId, String)>) -> Answer<axum::Json<Message>> {
    Err(super::error::Failure::unavailable())
}
