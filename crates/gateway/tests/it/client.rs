//! A client as docs/GATEWAY.md describes one, that checks each frame it gets.

use std::{collections::BTreeMap, time::Duration};

use chat::{Chat, SignedIn};
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::{
    Changes, ChannelId, FeedId, Item, Message,
    frame::{ClientFrame, ServerFrame},
    limits,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message as Wire, protocol::Role},
};

/// Long enough for anything that happens at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// See the module.
pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    pub epoch: String,
    pub cursors: BTreeMap<FeedId, u64>,
    /// The present state of each feed's messages.
    pub messages: BTreeMap<FeedId, BTreeMap<u64, Message>>,
    /// Feeds reset, in order.
    pub resets: Vec<FeedId>,
    /// Feeds gone, in order.
    pub gone: Vec<FeedId>,
    /// Texts in the order of their arrival, old ones again left out.
    pub heard: Vec<String>,
    chat: Chat,
    who: SignedIn,
}

impl Client {
    pub async fn new(stream: TcpStream, chat: Chat, who: SignedIn) -> Self {
        let socket = WebSocketStream::from_raw_socket(stream, Role::Client, None).await;
        Self {
            socket,
            epoch: String::new(),
            cursors: BTreeMap::new(),
            messages: BTreeMap::new(),
            resets: vec![],
            gone: vec![],
            heard: vec![],
            chat,
            who,
        }
    }

    /// Goes on over another connection with what it knows.
    pub async fn again(self, stream: TcpStream) -> Self {
        let socket = WebSocketStream::from_raw_socket(stream, Role::Client, None).await;
        Self { socket, resets: vec![], gone: vec![], heard: vec![], ..self }
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).unwrap();
        self.socket.send(Wire::text(text)).await.unwrap();
    }

    pub async fn hello(&mut self) {
        let hello = ClientFrame::Hello { epoch: self.epoch.clone(), cursors: self.cursors.clone() };
        self.send(&hello).await;
    }

    /// The next frame; the close code when it was the last.
    pub async fn next(&mut self) -> Result<ServerFrame, u16> {
        loop {
            let next = timeout(PATIENCE, self.socket.next()).await.expect("a frame in time");
            match next.expect("a close frame first").expect("no error") {
                Wire::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
                Wire::Close(close) => return Err(close.map_or(1005, |close| close.code.into())),
                _ => {}
            }
        }
    }

    /// Takes a frame in.
    pub async fn take(&mut self) -> Result<ServerFrame, u16> {
        let frame = self.next().await?;
        match &frame {
            ServerFrame::Changes(changes) => self.apply(changes.clone()),
            ServerFrame::Reset { feed, to } => {
                self.resets.push(*feed);
                self.messages.remove(feed);
                self.fetch(*feed).await;
                let cursor = self.cursors.entry(*feed).or_default();
                *cursor = (*cursor).max(*to);
            }
            ServerFrame::Gone { feed } => {
                self.gone.push(*feed);
                self.cursors.remove(feed);
                self.messages.remove(feed);
            }
            ServerFrame::Ready { epoch, .. } => self.epoch.clone_from(epoch),
            _ => {}
        }
        Ok(frame)
    }

    /// What a client fetches over REST after a reset.
    async fn fetch(&mut self, feed: FeedId) {
        let mut since = 0;
        loop {
            let Ok(changes) = self.chat.changes(self.who, feed, since, limits::CATCH_UP).await else {
                return;
            };
            let more = changes.more;
            since = changes.to;
            self.keep(changes);
            if !more {
                return;
            }
        }
    }

    /// Frames follow each other: P4.
    fn apply(&mut self, changes: Changes) {
        let cursor = self.cursors.get(&changes.feed).copied().expect("a feed that is followed");
        assert!(changes.from <= cursor, "{}: a gap from {cursor} to {}", changes.feed, changes.from);
        if changes.to <= cursor {
            return;
        }
        self.cursors.insert(changes.feed, changes.to);
        for item in &changes.items {
            if let Item::Message(message) = item
                && message.rev > cursor
            {
                self.heard.push(message.text.clone());
            }
        }
        self.keep(changes);
    }

    /// The higher `rev` wins: P8.
    fn keep(&mut self, changes: Changes) {
        let messages = self.messages.entry(changes.feed).or_default();
        for item in changes.items {
            if let Item::Message(message) = item {
                let known = messages.entry(message.seq).or_insert_with(|| message.clone());
                if message.rev > known.rev {
                    *known = message;
                }
            }
        }
    }

    /// Until all feeds were brought up to date.
    pub async fn ready(&mut self) {
        while !matches!(self.take().await.expect("still open"), ServerFrame::Ready { .. }) {}
    }

    /// Until a text was heard.
    pub async fn hears(&mut self, text: &str) {
        while !self.heard.iter().any(|heard| heard == text) {
            self.take().await.expect("still open");
        }
    }

    /// Until the feed's cursor has come so far.
    pub async fn reaches(&mut self, feed: FeedId, position: u64) {
        while self.cursors.get(&feed).is_none_or(|cursor| *cursor < position) {
            self.take().await.expect("still open");
        }
    }

    /// Takes in what comes within this time.
    pub async fn listen(&mut self, time: Duration) {
        let end = tokio::time::Instant::now() + time;
        while let Ok(taken) = tokio::time::timeout_at(end, self.take()).await {
            taken.expect("still open");
        }
    }

    /// The close code it ends with, whatever comes before.
    pub async fn ended(&mut self) -> u16 {
        loop {
            if let Err(code) = self.take().await {
                return code;
            }
        }
    }

    /// What it has of a channel is what a fresh look has: P5.
    pub async fn agrees(&self, channel: ChannelId) {
        let feed = FeedId::Channel(channel);
        let (mut fresh, mut since) = (BTreeMap::new(), 0);
        loop {
            let changes = self.chat.changes(self.who, feed, since, limits::CATCH_UP).await.unwrap();
            let more = changes.more;
            since = changes.to;
            for item in changes.items {
                if let Item::Message(message) = item {
                    fresh.insert(message.seq, message);
                }
            }
            if !more {
                break;
            }
        }
        assert_eq!(self.messages.get(&feed).cloned().unwrap_or_default(), fresh);
    }
}
