//! A shard: one thread that owns its connections and what they listen to, and shares
//! nothing with the others. Each pass of its loop takes in what arrived and then brings
//! every listener of a feed that moved up to date, in one write: at once when idle, in
//! batches under load, by itself.
//!
//! Whatever needs the store is done by a task elsewhere ([`crate::resume`]) that sends its
//! outcome back as a [`Command`].

mod connection;
mod hearing;
mod telling;

use std::{
    collections::HashMap,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use mio::{Events, Poll, Token, Waker};
use protocol::{FeedId, SessionId, UserId};
use slab::Slab;
use tokio::sync::{mpsc, oneshot};

use crate::{codec::Event, counters::Counters, node::Node, order::Hint};
use connection::Connection;
pub use connection::Place;
use telling::Feed;

/// Commands that may wait for a shard.
const COMMANDS: usize = 8 * 1024;
/// Commands obeyed in one pass.
const PASS: usize = 1024;
/// Between looks at who is late.
const TICK: Duration = Duration::from_millis(250);
/// … while stopping.
const DRAINING_TICK: Duration = Duration::from_millis(20);
/// Bytes read at once, shared by all connections.
const SCRATCH: usize = 16 * 1024;
/// The token of [`Waker`]; connections have their slots.
const WAKE: Token = Token(usize::MAX);

/// What a shard is told.
pub enum Command {
    /// A connection begins.
    Enter(Box<Newcomer>),
    /// The connection listens to these feeds, whose interest was noted in the order
    /// already; nothing is told of them before [`Command::Tell`] says from where.
    Listen { to: Place, feeds: Vec<FeedId> },
    /// … and doesn't any more. `is_told`: the client hears that the feed is gone.
    Leave { to: Place, feed: FeedId, is_told: bool },
    /// Frames of the connection's own. `done` is answered when they were accepted.
    Tell { to: Place, pieces: Vec<Piece>, done: Option<oneshot::Sender<()>> },
    /// The connection ends, for this reason.
    End { to: Place, code: u16, reason: &'static str },
    /// A feed moved.
    Moved { feed: FeedId, hint: Hint },
    /// A person may follow a feed now: their connections do.
    Follow { user: UserId, feed: FeedId },
    /// Typing or presence, for those of a feed who aren't busy.
    Flash { feed: FeedId, wire: Bytes },
    /// These sessions ended.
    Revoke { sessions: Arc<[SessionId]> },
    /// All connections are to go, spread over this time.
    Drain { time: Duration },
}

/// A connection about to begin.
pub struct Newcomer {
    /// Its stream; the upgrade is done.
    pub stream: std::net::TcpStream,
    /// What was read of it already.
    pub read: Bytes,
    /// Who.
    pub user: UserId,
    /// By which session.
    pub session: SessionId,
}

/// One frame of a connection's own.
pub struct Piece {
    /// A WebSocket frame.
    pub wire: Bytes,
    /// It brings this feed's cursor here.
    pub cursor: Option<(FeedId, u64)>,
}

impl Piece {
    /// A frame that moves no cursor.
    pub fn plain(wire: Bytes) -> Self {
        Self { wire, cursor: None }
    }
}

/// How others reach a shard.
#[derive(Clone)]
pub struct Handle {
    /// Which one.
    pub index: usize,
    commands: mpsc::Sender<Command>,
    shared: Arc<Shared>,
}

struct Shared {
    waker: Waker,
    is_woken: AtomicBool,
    /// Frames were dropped: the rings have moved on.
    is_behind: AtomicBool,
    counters: Counters,
}

impl Handle {
    /// Waits for room.
    pub async fn tell(&self, command: Command) {
        // A shard lives as long as the process.
        if self.commands.send(command).await.is_ok() {
            self.wake();
        }
    }

    /// Passes a frame on without waiting. A shard that is too busy to take it reads what it
    /// missed from the store.
    pub fn moved(&self, feed: FeedId, hint: Hint) {
        if self.commands.try_send(Command::Moved { feed, hint }).is_err() {
            self.shared.is_behind.store(true, Ordering::Release);
        }
        self.wake();
    }

    /// Passes typing or presence on; dropped when the shard is busy.
    pub fn flash(&self, feed: FeedId, wire: Bytes) {
        if self.commands.try_send(Command::Flash { feed, wire }).is_ok() {
            self.wake();
        }
    }

    /// What the shard counted.
    pub fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    fn wake(&self) {
        if !self.shared.is_woken.swap(true, Ordering::AcqRel)
            && let Err(error) = self.shared.waker.wake()
        {
            // It looks by itself at its next tick.
            tracing::error!(%error, "a shard can't be woken");
        }
    }
}

/// A shard before its thread runs.
pub struct Idle {
    poll: Poll,
    commands: mpsc::Receiver<Command>,
    /// How to reach it.
    pub handle: Handle,
}

impl Idle {
    /// Makes the shard of this index.
    pub fn new(index: usize) -> io::Result<Self> {
        let poll = Poll::new()?;
        let (send, commands) = mpsc::channel(COMMANDS);
        let shared = Arc::new(Shared {
            waker: Waker::new(poll.registry(), WAKE)?,
            is_woken: AtomicBool::new(false),
            is_behind: AtomicBool::new(false),
            counters: Counters::default(),
        });
        Ok(Self { poll, commands, handle: Handle { index, commands: send, shared } })
    }

    /// Starts its thread; it runs as long as the process.
    pub fn start(self, node: Arc<Node>) -> io::Result<()> {
        let now = Instant::now();
        let shard = Shard {
            node,
            handle: self.handle,
            poll: self.poll,
            connections: Slab::new(),
            feeds: Slab::new(),
            by_id: HashMap::new(),
            dirty: Vec::new(),
            ended: Vec::new(),
            arrived: Vec::new(),
            beating: Vec::new(),
            draining: None,
            scratch: vec![0; SCRATCH].into_boxed_slice(),
            events: Vec::new(),
            now,
            ticked: now,
        };
        let thread = std::thread::Builder::new().name(format!("gateway-{}", shard.handle.index));
        thread.spawn(move || shard.run(self.commands)).map(drop)
    }
}

/// See the module.
struct Shard {
    node: Arc<Node>,
    handle: Handle,
    poll: Poll,
    connections: Slab<Connection>,
    feeds: Slab<Feed>,
    by_id: HashMap<FeedId, usize>,
    /// Feeds that moved in this pass.
    dirty: Vec<usize>,
    /// Connections to take away after this pass.
    ended: Vec<usize>,
    /// When this pass's hints had reached the node.
    arrived: Vec<Instant>,
    /// Whose heartbeat waits for its session to be looked at.
    beating: Vec<Place>,
    /// Since when and over which time all are sent away.
    draining: Option<(Instant, Duration)>,
    scratch: Box<[u8]>,
    events: Vec<Event>,
    /// When this pass began.
    now: Instant,
    ticked: Instant,
}

impl Shard {
    fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let mut events = Events::with_capacity(1024);
        let mut is_busy = false;
        loop {
            let tick = if self.draining.is_some() { DRAINING_TICK } else { TICK };
            let wait = if is_busy { Duration::ZERO } else { tick };
            if let Err(error) = self.poll.poll(&mut events, Some(wait))
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, "a shard can't wait for its sockets");
                std::thread::sleep(TICK);
            }
            self.now = Instant::now();
            for event in events.iter().filter(|event| event.token() != WAKE) {
                let slot = event.token().0;
                if event.is_writable() {
                    self.make_room(slot);
                }
                let is_ended = event.is_read_closed() || event.is_error();
                if event.is_readable() || is_ended {
                    self.hear(slot, is_ended);
                }
            }
            // Cleared before the look: whoever sends after it wakes us again.
            self.handle.shared.is_woken.store(false, Ordering::Release);
            is_busy = true;
            for _ in 0..PASS {
                let Ok(command) = commands.try_recv() else {
                    is_busy = false;
                    break;
                };
                self.obey(command);
            }
            if self.handle.shared.is_behind.swap(false, Ordering::AcqRel) {
                self.skip_what_was_missed();
            }
            self.deliver();
            if self.now.duration_since(self.ticked) >= tick {
                self.ticked = self.now;
                self.tick();
            }
            self.sweep();
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Enter(newcomer) => self.enter(*newcomer),
            Command::Listen { to, feeds } => self.listen(to, feeds),
            Command::Leave { to, feed, is_told } => self.leave(to, feed, is_told),
            Command::Tell { to, pieces, done } => self.tell(to, pieces, done),
            Command::End { to, code, reason } => {
                if self.is_there(to) {
                    self.end(to.slot, Some((code, reason)));
                }
            }
            Command::Moved { feed, hint } => self.moved(feed, hint),
            Command::Follow { user, feed } => self.follow(user, feed),
            Command::Flash { feed, wire } => self.flash(feed, &wire),
            Command::Revoke { sessions } => self.revoke(&sessions),
            Command::Drain { time } => self.draining = Some((self.now, time)),
        }
    }

    fn is_there(&self, place: Place) -> bool {
        self.connections.get(place.slot).is_some_and(|it| it.id == place.id && !it.is_closing())
    }
}
