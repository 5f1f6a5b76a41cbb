//! What a push says: who, where, the beginning of the text, and the way there. It is made
//! from what is so at that moment, and only of what they may read then.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use protocol::{
    ChannelId, GroupId, Message, MessageId, PlannedId, PlannedState, Timestamp, UserId, WorkspaceId,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::{
    messages::Window,
    wakes::{About, Wake},
};

use super::rules::{Wants, is_fresh};
use crate::{Chat, Refusal, Result};

/// Characters of a text that go along.
const EXCERPT: usize = 300;
/// Names in it that are looked up.
const NAMES: usize = 20;
/// Messages of a conversation that are looked at, from the last.
const BACK: usize = 50;

/// What there is to say.
pub enum Said {
    /// Nothing any more.
    Nothing,
    /// Not yet: the reminder is just being told.
    NotYet,
    /// This.
    Text(Vec<u8>),
}

/// What the browser's worker gets.
#[derive(Serialize)]
struct Payload {
    /// The form of this.
    v: u8,
    /// What replaces what on the screen: the conversation, as `channel` or `channel/thread`, or
    /// the reminder's id.
    tag: String,
    /// The newest message, or the reminder.
    about: String,
    /// Where to go.
    url: String,
    /// Whether it is a reminder.
    reminder: bool,
    #[serde(flatten)]
    text: Option<Words>,
}

/// The part that a person can do without.
#[derive(Serialize)]
struct Words {
    workspace: String,
    /// Empty for a direct message.
    channel: String,
    author: String,
    text: String,
    /// Files on the message.
    files: usize,
    /// Messages in all that are unread and worth it.
    count: usize,
    thread: bool,
}

/// One word for a conversation, of which the push service learns nothing.
pub fn topic(wake: &Wake) -> String {
    let hash = Sha256::digest(format!("{}/{}/{}", wake.session, wake.channel, wake.about.word()));
    BASE64.encode(&hash[..18])
}

/// The same for whoever may read it.
fn tag(wake: &Wake) -> String {
    match wake.about {
        About::Channel => wake.channel.to_string(),
        About::Thread(root) => format!("{}/{root}", wake.channel),
        About::Reminder(id) => id.to_string(),
    }
}

impl Chat {
    /// What to tell them now, if anything.
    pub(super) async fn said(&self, wake: &Wake, with_text: bool, now: Timestamp) -> Result<Said> {
        match wake.about {
            About::Reminder(id) => self.said_of_reminder(wake, id, with_text, now).await,
            About::Channel => self.said_of_messages(wake, None, with_text, now).await,
            About::Thread(root) => self.said_of_messages(wake, Some(root), with_text, now).await,
        }
    }

    async fn said_of_messages(
        &self,
        wake: &Wake,
        thread: Option<MessageId>,
        with_text: bool,
        now: Timestamp,
    ) -> Result<Said> {
        let Wake { user, channel, .. } = *wake;
        let Some(joined) = self.store().joined_channel(channel, user).await? else {
            return Ok(Said::Nothing);
        };
        let reading = match thread {
            None => Some(joined.reading),
            Some(root) => self.store().readings(channel, root, &[user]).await?.pop().map(|(_, it)| it),
        };
        let read = reading.as_ref().map_or(0, |it| it.read_seq);
        let follows = reading.is_some_and(|it| it.following);
        let wants = Wants { user, muted: joined.membership.muted, level: joined.membership.level, follows };
        let window = Window::Before(wake.last + 1);
        let mut news = self.store().history(channel, thread, window, BACK).await?.messages;
        // In a thread the rules don't ask for it: whom a reply alerts follows.
        let wants = |it: &Message| wants.wants(it, joined.alerts.contains(&it.seq));
        news.retain(|it| it.seq >= wake.first && it.seq > read && wants(it) && is_fresh(it.ts, now));
        let Some(last) = news.last() else { return Ok(Said::Nothing) };
        let text = if with_text {
            let place = &joined.channel;
            let text = self.excerpt(place.workspace, user, &last.text).await?;
            Some(Words {
                workspace: self.name_of_workspace(place.workspace).await?,
                channel: if place.kind.is_direct() { String::new() } else { place.name.clone() },
                author: self.name_of(place.workspace, last.author).await?,
                text,
                files: last.files.len(),
                count: news.len(),
                thread: thread.is_some(),
            })
        } else {
            None
        };
        let about = last.id.to_string();
        Ok(encoded(Payload { v: 1, tag: tag(wake), about, url: way(last), reminder: false, text }))
    }

    async fn said_of_reminder(
        &self,
        wake: &Wake,
        id: PlannedId,
        with_text: bool,
        now: Timestamp,
    ) -> Result<Said> {
        let planned = match self.store().planned(wake.user, id).await {
            Err(store::Error::NotFound) => return Ok(Said::Nothing),
            found => found?,
        };
        if !is_fresh(planned.due_at, now) {
            return Ok(Said::Nothing);
        }
        match planned.state {
            PlannedState::Waiting if planned.due_at <= now => return Ok(Said::NotYet),
            PlannedState::Due if planned.obstacle.is_none() => {}
            _ => return Ok(Said::Nothing),
        }
        let reader = match self.reader_later(wake.user, planned.channel).await {
            Err(Refusal::NotFound(_)) => return Ok(Said::Nothing),
            found => found?,
        };
        let message = match planned.message {
            None => None,
            Some(id) => match self.message(&reader, id).await {
                Ok(message) if message.deleted_at.is_none() => Some(message),
                Ok(_) | Err(Refusal::NotFound(_)) => return Ok(Said::Nothing),
                Err(error) => return Err(error),
            },
        };
        let url = message.as_ref().map_or_else(|| format!("/c/{}", planned.channel), way);
        let text = if with_text {
            let (place, of) = (&reader.channel, message.as_ref());
            let note = if planned.text.is_empty() { of.map_or("", |it| &it.text) } else { &planned.text };
            Some(Words {
                workspace: self.name_of_workspace(place.workspace).await?,
                channel: if place.kind.is_direct() { String::new() } else { place.name.clone() },
                author: match of {
                    Some(message) => self.name_of(place.workspace, message.author).await?,
                    None => String::new(),
                },
                text: self.excerpt(place.workspace, wake.user, note).await?,
                files: of.map_or(0, |it| it.files.len()),
                count: 1,
                thread: planned.thread.is_some(),
            })
        } else {
            None
        };
        Ok(encoded(Payload { v: 1, tag: tag(wake), about: id.to_string(), url, reminder: true, text }))
    }

    pub(crate) async fn name_of(&self, workspace: WorkspaceId, user: UserId) -> Result<String> {
        Ok(self.store().person(workspace, user).await?.map(|it| it.name).unwrap_or_default())
    }

    pub(crate) async fn name_of_workspace(&self, id: WorkspaceId) -> Result<String> {
        Ok(self.store().workspace(id).await?.name)
    }

    /// The beginning of a text, with names for ids: of channels, those that they may read.
    pub(crate) async fn excerpt(&self, workspace: WorkspaceId, user: UserId, text: &str) -> Result<String> {
        // An id is shorter than a name may be, never much longer than what it stands for.
        let text: String = text.chars().take(EXCERPT * 4).collect();
        let mut names: HashMap<String, String> = HashMap::new();
        for id in marks(&text).take(NAMES) {
            let name = if let Some(Ok(who)) = id.strip_prefix('@').map(str::parse::<UserId>) {
                format!("@{}", self.name_of(workspace, who).await?)
            } else if let Some(Ok(group)) = id.strip_prefix('@').map(str::parse::<GroupId>) {
                let all = self.store().groups(workspace).await?;
                let Some(group) = all.into_iter().find(|it| it.id == group) else { continue };
                format!("@{}", group.handle)
            } else if let Some(Ok(channel)) = id.strip_prefix('#').map(str::parse::<ChannelId>) {
                let readable = self.store().readable_channel(channel, user).await?;
                format!("#{}", readable.map_or("…".into(), |(it, _)| it.name))
            } else {
                continue;
            };
            names.insert(id.to_owned(), name);
        }
        Ok(spelt(&text, &names))
    }
}

fn encoded(payload: Payload) -> Said {
    serde_json::to_vec(&payload).map_or(Said::Nothing, Said::Text)
}

/// Where a message stands in the app.
pub fn way(message: &Message) -> String {
    let (channel, seq) = (message.channel, message.seq);
    match message.thread {
        None => format!("/c/{channel}?at={seq}"),
        Some(root) => format!("/c/{channel}/t/{root}?at={seq}"),
    }
}

/// What stands between `<` and `>`.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|it| it.split_once('>')).map(|(id, _)| id)
}

/// One line with names for ids, cut where it gets too long.
fn spelt(text: &str, names: &HashMap<String, String>) -> String {
    let mut pieces = text.split('<');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('>') {
            Some((word @ ("!channel" | "!here"), rest)) => {
                whole.push_str(&word.replace('!', "@"));
                whole.push_str(rest);
            }
            Some((id, rest)) if names.contains_key(id) => {
                whole.push_str(&names[id]);
                whole.push_str(rest);
            }
            _ => {
                whole.push('<');
                whole.push_str(piece);
            }
        }
    }
    let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_and_the_rest_stays_text() {
        let ada = UserId::new();
        let names = HashMap::from([(format!("@{ada}"), "@Ada".to_owned())]);
        let text = format!("<@{ada}>,\n<!here>:  a < b <@Unobody>");
        assert_eq!(spelt(&text, &names), "@Ada, @here: a < b <@Unobody>");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = spelt(&"ü".repeat(EXCERPT + 1), &HashMap::new());
        assert_eq!(cut.chars().count(), EXCERPT + 1);
        assert!(cut.ends_with("ü…"));
    }
}
