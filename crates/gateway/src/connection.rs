//! One connection: says what follows its cursors, hears heartbeats, and ends for a reason.
//!
//! It has no queue, only a cursor per feed: what it writes comes from the feed's ring, or
//! from the store when the ring has moved on. So a slow reader costs nobody anything.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use protocol::{
    ChannelId, FeedId, SessionId, UserId,
    frame::{ClientFrame, Presence, ServerFrame, close},
    limits,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, Utf8Bytes,
        error::{CapacityError, Error as Broken},
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use crate::{
    Gateway,
    hub::{After, Inbox, Listener},
    pace::Pace,
    resume,
};

/// Until `hello`.
const HELLO: Duration = Duration::from_secs(5);
/// Between heartbeats; two missed and the connection is dead.
pub const HEARTBEAT: Duration = Duration::from_secs(25);
/// Nothing accepted for so long: the client is cut and comes back.
const STALLED: Duration = Duration::from_secs(20);
/// Bytes waiting for a slow socket.
const WRITE_BUFFER: usize = 512 * 1024;

/// Why a connection ended; `None` in the sink's place when the other side went.
pub struct Ended(pub Option<(u16, &'static str)>);

type Result<T> = std::result::Result<T, Ended>;

fn ended<T>(code: u16, reason: &'static str) -> Result<T> {
    Err(Ended(Some((code, reason))))
}

/// The writing half and all that is known of the connection.
pub struct Connection<'a, S> {
    pub gateway: &'a Gateway,
    pub listener: Arc<Listener>,
    sink: SplitSink<WebSocketStream<S>, Message>,
    /// Positions told.
    pub cursors: HashMap<FeedId, u64>,
    /// Feeds that end at a position for this person.
    fences: HashMap<FeedId, u64>,
    /// Cursors that the client reported lower than told, last time.
    behind: BTreeMap<FeedId, u64>,
    state: Presence,
}

/// Drives one connection to its end.
pub async fn run<S>(gateway: &Gateway, stream: S, user: UserId, session: SessionId)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let config = WebSocketConfig::default()
        .max_message_size(Some(limits::FRAME_BYTES))
        .max_frame_size(Some(limits::FRAME_BYTES))
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER);
    let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
    let (sink, mut source) = socket.split();
    let listener = gateway.0.hub.enter(user, session);
    let mut connection = Connection {
        gateway,
        listener: listener.clone(),
        sink,
        cursors: HashMap::new(),
        fences: HashMap::new(),
        behind: BTreeMap::new(),
        state: Presence::Active,
    };
    let Ended(reason) = match connection.live(&mut source).await {
        Ok(never) => match never {},
        Err(ended) => ended,
    };
    gateway.0.hub.exit(&listener, connection.cursors.keys().copied());
    let _ = gateway.0.chat.present(user, listener.id, None).await;
    if let Some((code, reason)) = reason {
        connection.bye(code, reason, &mut source).await;
    }
}

type Source<S> = futures_util::stream::SplitStream<WebSocketStream<S>>;

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Connection<'_, S> {
    async fn live(&mut self, source: &mut Source<S>) -> Result<std::convert::Infallible> {
        let (epoch, cursors) = hello(source).await?;
        resume::catch_up(self, epoch, cursors).await?;
        let mut drain = self.gateway.0.drain.subscribe();
        let (mut pace, mut heard) = (Pace::new(), Instant::now());
        let mut check = tokio::time::interval(Duration::from_secs(5));
        loop {
            let listener = self.listener.clone();
            tokio::select! {
                inbox = listener.next() => self.news(inbox).await?,
                message = source.next() => {
                    heard = Instant::now();
                    let Some(message) = message else { return Err(Ended(None)) };
                    if !pace.take() {
                        return ended(close::TOO_MANY, "slow down: 20 frames a second");
                    }
                    self.message(message.map_err(broken)?).await?;
                }
                _ = check.tick() => {
                    if heard.elapsed() > HEARTBEAT * 2 + Duration::from_secs(5) {
                        return ended(close::SILENT, "no heartbeat: come back");
                    }
                }
                time = drained(&mut drain) => {
                    self.move_on(time).await?;
                    return ended(close::RESTART, "the server restarts: come back");
                }
            }
        }
    }

    async fn news(&mut self, inbox: Inbox) -> Result<()> {
        if inbox.revoked {
            return ended(close::SIGNED_OUT, "the session ended: sign in");
        }
        self.fences.extend(inbox.fences);
        for feed in inbox.dirty {
            self.deliver(feed).await?;
        }
        for channel in inbox.follow {
            self.follow(channel).await?;
        }
        let fenced: Vec<FeedId> = self.fences.keys().copied().collect();
        for feed in fenced {
            self.unfollow(feed).await?;
        }
        for bytes in inbox.fleeting {
            self.write(bytes).await?;
        }
        Ok(())
    }

    /// Writes everything after the feed's cursor.
    pub async fn deliver(&mut self, feed: FeedId) -> Result<()> {
        while let Some(cursor) = self.cursors.get(&feed).copied() {
            match self.gateway.0.hub.after(feed, cursor) {
                After::UpToDate => return Ok(()),
                After::Frames(frames) => {
                    for frame in frames {
                        if self.fences.get(&feed).is_some_and(|fence| frame.to > *fence) {
                            return self.unfollow(feed).await;
                        }
                        self.write(frame.bytes).await?;
                        self.cursors.insert(feed, frame.to);
                    }
                }
                After::Missing => self.read(feed, cursor).await?,
            }
        }
        Ok(())
    }

    /// Reads what follows the cursor from the store, and writes it if it still may be told.
    pub async fn read(&mut self, feed: FeedId, cursor: u64) -> Result<()> {
        let chat = &self.gateway.0.chat;
        let changes = chat.changes_of(feed, cursor, limits::CATCH_UP).await.map_err(unavailable)?;
        // Asked after reading: whatever was read past a removal is seen by this check.
        if !chat.may_follow(self.listener.user, feed).await.map_err(unavailable)? {
            return self.unfollow(feed).await;
        }
        let to = changes.to.max(cursor);
        if changes.to > cursor {
            self.write(chat::announce::encode(changes)).await?;
        }
        self.cursors.insert(feed, to);
        Ok(())
    }

    async fn follow(&mut self, channel: ChannelId) -> Result<()> {
        let feed = FeedId::Channel(channel);
        self.fences.remove(&feed);
        if self.cursors.contains_key(&feed) {
            return Ok(());
        }
        let (hub, chat) = (&self.gateway.0.hub, &self.gateway.0.chat);
        hub.listen(feed, &self.listener);
        if !chat.may_follow(self.listener.user, feed).await.map_err(unavailable)? {
            hub.unlisten(feed, &self.listener);
            return Ok(());
        }
        let head = chat.heads(&[feed]).await.map_err(unavailable)?.first().copied().unwrap_or(0);
        hub.begin(feed, head);
        self.cursors.insert(feed, head);
        self.send(&ServerFrame::Reset { feed, to: head }).await
    }

    async fn unfollow(&mut self, feed: FeedId) -> Result<()> {
        self.fences.remove(&feed);
        if self.cursors.remove(&feed).is_none() {
            return Ok(());
        }
        self.gateway.0.hub.unlisten(feed, &self.listener);
        self.send(&ServerFrame::Gone { feed }).await
    }

    async fn message(&mut self, message: Message) -> Result<()> {
        match message {
            Message::Text(text) => self.frame(parse(&text)?).await,
            Message::Close(_) => Err(Ended(None)),
            Message::Binary(_) => ended(close::BAD_FRAME, "frames are JSON text"),
            // The library answers pings by itself.
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(()),
        }
    }

    async fn frame(&mut self, frame: ClientFrame) -> Result<()> {
        let (chat, user, id) = (&self.gateway.0.chat, self.listener.user, self.listener.id);
        match frame {
            ClientFrame::Hello { .. } => ended(close::BAD_FRAME, "hello comes once"),
            ClientFrame::Heartbeat { cursors } => {
                let live = chat.live_sessions(&[self.listener.session]).await;
                if live.is_ok_and(|live| live.is_empty()) {
                    return ended(close::SIGNED_OUT, "the session ended: sign in");
                }
                let _ = chat.present(user, id, Some(self.state)).await;
                self.send(&ServerFrame::Heartbeat {}).await?;
                self.repair(cursors).await
            }
            ClientFrame::Typing { channel, thread } => {
                // Told or not: typing in a channel one can't write to is nobody's news.
                let _ = chat.typing(user, channel, thread).await;
                Ok(())
            }
            ClientFrame::Presence { state } => {
                self.state = if state == Presence::Offline { Presence::Away } else { state };
                let _ = chat.present(user, id, Some(self.state)).await;
                Ok(())
            }
        }
    }

    /// A cursor reported behind what was told, twice the same, means that something was
    /// lost on the way: it's told again. This catches our own bugs end to end.
    async fn repair(&mut self, reported: BTreeMap<FeedId, u64>) -> Result<()> {
        let mut behind = BTreeMap::new();
        for (feed, cursor) in reported {
            let told = self.cursors.get(&feed).copied();
            if told.is_none_or(|told| cursor >= told) {
                continue;
            }
            if self.behind.get(&feed) == Some(&cursor) {
                tracing::warn!(%feed, cursor, told, "a client lost frames; telling again");
                self.read(feed, cursor).await?;
                self.deliver(feed).await?;
            } else {
                behind.insert(feed, cursor);
            }
        }
        self.behind = behind;
        Ok(())
    }

    async fn move_on(&mut self, time: Duration) -> Result<()> {
        let share = time.mul_f64(0.8 * jitter());
        tokio::time::sleep(share).await;
        let after = u32::try_from(500 + self.listener.id % 1_500).unwrap_or(500);
        self.send(&ServerFrame::Move { after }).await
    }

    /// Writes a frame of this connection's own.
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<()> {
        self.write(serde_json::to_vec(frame).map(Bytes::from).unwrap_or_default()).await
    }

    async fn write(&mut self, bytes: Bytes) -> Result<()> {
        let Ok(text) = Utf8Bytes::try_from(bytes) else { return Err(Ended(None)) };
        match timeout(STALLED, self.sink.send(Message::Text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Ended(None)),
            Err(_) => ended(close::TOO_SLOW, "too slow: come back and catch up"),
        }
    }

    /// Closes by RFC 6455 §7.1.2: says why, then reads until the other side closes too.
    async fn bye(&mut self, code: u16, reason: &'static str, source: &mut Source<S>) {
        let frame = CloseFrame { code: code.into(), reason: Utf8Bytes::from_static(reason) };
        let _ = timeout(Duration::from_secs(2), async {
            if self.sink.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = source.next().await {}
            }
        })
        .await;
    }
}

async fn hello<S>(source: &mut Source<S>) -> Result<(String, BTreeMap<FeedId, u64>)>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let first = async {
        loop {
            match source.next().await {
                Some(Ok(Message::Text(text))) => return parse(&text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Binary(_))) => return ended(close::BAD_FRAME, "frames are JSON text"),
                Some(Ok(_)) | None => return Err(Ended(None)),
                Some(Err(error)) => return Err(broken(error)),
            }
        }
    };
    match timeout(HELLO, first).await {
        Err(_) => ended(close::NO_HELLO, "say hello within 5 seconds"),
        Ok(Ok(ClientFrame::Hello { epoch, cursors })) => Ok((epoch, cursors)),
        Ok(Ok(_)) => ended(close::BAD_FRAME, "say hello first"),
        Ok(Err(other)) => Err(other),
    }
}

fn parse(text: &str) -> Result<ClientFrame> {
    match serde_json::from_str(text) {
        Ok(frame) => Ok(frame),
        Err(_) => ended(close::BAD_FRAME, "not a frame of this protocol: see docs/GATEWAY.md"),
    }
}

/// RFC 6455 §7.4.1: 1009 too big, 1007 not UTF-8, 1002 anything else against the protocol.
fn broken(error: Broken) -> Ended {
    Ended(match error {
        Broken::Capacity(CapacityError::MessageTooLong { .. }) => Some((1009, "at most 64 KiB a message")),
        Broken::Utf8(_) => Some((1007, "text must be UTF-8")),
        Broken::Protocol(_) => Some((1002, "not a WebSocket frame")),
        _ => None,
    })
}

/// The store can't be asked: cut, so that the client comes back later.
pub fn unavailable(error: chat::Refusal) -> Ended {
    tracing::warn!(%error, "a connection can't be served");
    Ended(Some((1013, "try again later")))
}

async fn drained(drain: &mut tokio::sync::watch::Receiver<Option<Duration>>) -> Duration {
    // The guard must be gone before anything is awaited, for it can't cross threads.
    let begun = drain.wait_for(Option::is_some).await.map(|time| *time);
    match begun {
        Ok(time) => time.unwrap_or_default(),
        // Without a gateway nobody drains.
        Err(_) => std::future::pending().await,
    }
}

/// A random share of the whole, so that not everyone comes back at once.
fn jitter() -> f64 {
    let mut bytes = [0; 4];
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
