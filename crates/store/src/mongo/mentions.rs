//! Which unread messages mention somebody, or contain a keyword of theirs: one question for many conversations, because a
//! sidebar has hundreds.

use std::collections::HashMap;

use mongodb::bson::{Document, deserialize_from_document, doc};
use protocol::{ChannelId, MessageId, UserId};
use serde::Deserialize;

use super::{
    docs,
    fault::Work,
    look::Look,
    schema::{ALERTS, MESSAGES},
};

/// Answered of each conversation.
const MENTIONS: i32 = 100;
/// Conversations in one question.
const TOGETHER: usize = 200;

/// A channel's own conversation, or a thread in it.
pub type Conversation = (ChannelId, Option<MessageId>);

/// `seq` of the messages that mention somebody, ascending, at most 100 of each conversation
/// after what was read of it. Those without any aren't in the answer.
pub async fn mentions_after(
    look: &mut Look,
    user: UserId,
    unread: &[(Conversation, u64)],
) -> Work<HashMap<Conversation, Vec<u64>>> {
    let concerning = doc! { "addressed": { "$exists": true, "$in": [user.to_string(), "*"] } };
    after(look, MESSAGES, concerning, unread).await
}

/// The same of those that contain one of somebody's keywords.
pub async fn alerts_after(
    look: &mut Look,
    user: UserId,
    unread: &[(Conversation, u64)],
) -> Work<HashMap<Conversation, Vec<u64>>> {
    after(look, ALERTS, doc! { "user": user.to_string(), "active": true }, unread).await
}

async fn after(
    look: &mut Look,
    of: &str,
    concerning: Document,
    unread: &[(Conversation, u64)],
) -> Work<HashMap<Conversation, Vec<u64>>> {
    let mut found = HashMap::new();
    for part in unread.chunks(TOGETHER) {
        let each = part.iter().map(|((channel, thread), read)| {
            let mut one = concerning.clone();
            one.extend(doc! {
                "channel": channel.to_string(), "thread": thread.map(|id| id.to_string()),
                "seq": { "$gt": docs::number(*read) },
            });
            one
        });
        let first = doc! { "$minN": { "input": "$seq", "n": MENTIONS } };
        let pipeline = vec![
            doc! { "$match": { "$or": each.collect::<Vec<Document>>() } },
            doc! { "$group": { "_id": { "channel": "$channel", "thread": "$thread" }, "seqs": first } },
        ];
        for it in look.aggregate(of, pipeline).await? {
            let Mentions { of, mut seqs } = deserialize_from_document(it)?;
            seqs.sort_unstable();
            found.insert((of.channel, of.thread), seqs);
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
struct Mentions {
    #[serde(rename = "_id")]
    of: Of,
    seqs: Vec<u64>,
}

#[derive(Deserialize)]
struct Of {
    channel: ChannelId,
    #[serde(default)]
    thread: Option<MessageId>,
}
