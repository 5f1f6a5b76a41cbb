//! Polls: voting, and ending one. They are asked by sending a message.

use axum::extract::State;
use protocol::{ChannelId, Message, MessageId, Timestamp};
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
    OpenApiRouter::new().routes(routes!(vote, own_vote)).routes(routes!(close_poll))
}

/// A question to ask.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoll {
    /// What is asked, 1–300 characters.
    question: String,
    /// The answers, 2 to 10 that differ, 1–100 characters each.
    options: Vec<String>,
    /// One may choose several.
    #[serde(default)]
    multiple: bool,
    /// Nobody is told who chose what.
    #[serde(default)]
    anonymous: bool,
    /// When it ends by itself.
    closes_at: Option<Timestamp>,
}

impl From<NewPoll> for chat::polls::NewPoll {
    fn from(new: NewPoll) -> Self {
        let NewPoll { question, options, multiple, anonymous, closes_at } = new;
        Self { question, options, multiple, anonymous, closes_at }
    }
}

/// What somebody chooses.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// Places of the answers, from 0; none takes one's vote back.
    options: Vec<u8>,
}

/// Votes, in the place of what one chose before.
#[utoipa::path(put, path = "/channels/{c}/messages/{m}/vote", request_body = Choice, responses((status = 200, body = Message)))]
async fn vote(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
    Json(body): Json<Choice>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.vote(&insider, message, body.options).await?))
}

/// What one chose oneself; of an anonymous poll nobody else is told.
#[utoipa::path(get, path = "/channels/{c}/messages/{m}/vote", responses((status = 200, body = Choice)))]
async fn own_vote(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Choice>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(Choice { options: app.chat.own_vote(&reader, message).await? }))
}

/// Ends a poll.
#[utoipa::path(post, path = "/channels/{c}/messages/{m}/poll/close", responses((status = 200, body = Message)))]
async fn close_poll(
    State(app): State<App>,
    who: Identity,
    Path((id, message)): Path<(ChannelId, MessageId)>,
) -> Answer<axum::Json<Message>> {
    let insider = app.chat.insider(who.person, id).await?;
    Ok(axum::Json(app.chat.close_poll(&insider, message).await?))
}
