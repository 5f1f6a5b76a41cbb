//! What shards have done elsewhere, because it waits for the store: bringing a newcomer up
//! to date, reading what a slow client missed, following a channel, looking at sessions.
//!
//! The order of steps is what makes nothing fall in between: listen first, then read heads,
//! then tell what changed after each cursor; and whoever may not follow a feed is looked at
//! after the reading, so that nothing read past a removal is told.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use chat::Refusal;
use protocol::{
    FeedId, SessionId, UserId,
    frame::{Presence, ServerFrame, close},
    limits,
};
use tokio::sync::{SemaphorePermit, oneshot};

use crate::{
    HEARTBEAT,
    codec::{self, Opcode},
    node::Node,
    shard::{Command, Handle, Piece, Place},
    wire,
};

/// Bytes told before waiting until the client has taken them.
const AT_ONCE: usize = 32 * 1024;

/// Why a newcomer isn't welcomed to the end.
enum Stopped {
    /// The connection has gone.
    Gone,
    /// The store can't be asked.
    Failed(Refusal),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal)
    }
}

/// Somebody who said hello.
pub struct Welcome {
    /// Their connection.
    pub place: Place,
    /// Who.
    pub user: UserId,
    /// Whose cursors they have.
    pub epoch: String,
    /// How far they are.
    pub cursors: BTreeMap<FeedId, u64>,
}

impl Welcome {
    /// Catches up with the client's cursors and says `ready`.
    pub async fn run(self, node: Arc<Node>, shard: Handle) {
        let (place, user) = (self.place, self.user);
        let turn = node.welcomes.acquire().await.ok();
        let teller = Teller { node: &node, shard: shard.clone(), place, turn, pieces: Vec::new(), bytes: 0 };
        match self.catch_up(&node, teller).await {
            Ok(()) => {}
            Err(Stopped::Failed(refusal)) => cut(&shard, place, refusal).await,
            // Its end may have been said before its beginning.
            Err(Stopped::Gone) => drop(node.chat.present(user, place.id, None).await),
        }
    }

    async fn catch_up(self, node: &Node, mut teller: Teller<'_>) -> Result<(), Stopped> {
        let (chat, order, user) = (&node.chat, &node.order, self.user);
        let (shard, place) = (teller.shard.clone(), self.place);
        let listen = async |feeds: &[FeedId]| {
            feeds.iter().for_each(|feed| order.listen(*feed, shard.index));
            shard.tell(Command::Listen { to: place, feeds: feeds.to_vec() }).await;
        };
        // The person's own feed first: a channel joined from now on is heard of there.
        let own = FeedId::User(user);
        listen(&[own]).await;
        let feeds = chat.followed(user).await?;
        let others: Vec<FeedId> = feeds.iter().copied().filter(|feed| *feed != own).collect();
        listen(&others).await;
        let epoch = chat.epoch().await?;
        let heads = chat.heads(&feeds).await?;
        // Asked again after the heads: a removal that they include is seen by this, and one
        // that they don't comes as a hint.
        let still: HashSet<FeedId> = chat.followed(user).await?.into_iter().collect();
        for (feed, head) in feeds.iter().copied().zip(heads) {
            if !still.contains(&feed) {
                shard.tell(Command::Leave { to: place, feed, is_told: true }).await;
                continue;
            }
            order.begin(feed, head, |shard, hint| node.shards[shard].moved(feed, hint));
            let known = self.cursors.get(&feed).copied().filter(|_| self.epoch == epoch);
            match known.filter(|cursor| *cursor <= head) {
                Some(cursor) if cursor == head => teller.add(Vec::new().into(), feed, head).await?,
                Some(cursor) => teller.changes(user, feed, cursor, head).await?,
                None => teller.reset(feed, head).await?,
            }
        }
        for feed in self.cursors.keys().filter(|feed| !feeds.contains(feed)) {
            teller.say(&ServerFrame::Gone { feed: *feed });
        }
        chat.present(user, place.id, Some(Presence::Active)).await?;
        let presence = chat.presence_around(user).await.unwrap_or_default();
        let heartbeat = u32::try_from(HEARTBEAT.as_secs()).unwrap_or(25);
        teller.say(&ServerFrame::Ready { epoch, user, heartbeat, presence });
        teller.flush().await
    }
}

/// Gathers frames for one connection, and waits when it has much to take.
struct Teller<'a> {
    node: &'a Node,
    shard: Handle,
    place: Place,
    /// Given back while waiting for the client: those who don't read keep nobody waiting.
    turn: Option<SemaphorePermit<'a>>,
    pieces: Vec<Piece>,
    bytes: usize,
}

impl Teller<'_> {
    fn say(&mut self, frame: &ServerFrame) {
        let wire = wire(frame);
        self.bytes += wire.len();
        self.pieces.push(Piece::plain(wire));
    }

    async fn add(&mut self, wire: bytes::Bytes, feed: FeedId, cursor: u64) -> Result<(), Stopped> {
        self.bytes += wire.len();
        self.pieces.push(Piece { wire, cursor: Some((feed, cursor)) });
        if self.bytes >= AT_ONCE { self.flush().await } else { Ok(()) }
    }

    async fn reset(&mut self, feed: FeedId, to: u64) -> Result<(), Stopped> {
        self.shard.counters().reset();
        self.add(wire(&ServerFrame::Reset { feed, to }), feed, to).await
    }

    /// What changed after a cursor; a reset when that is too much.
    async fn changes(&mut self, user: UserId, feed: FeedId, cursor: u64, head: u64) -> Result<(), Stopped> {
        let chat = &self.node.chat;
        let changes = chat.changes_of(feed, cursor, limits::CATCH_UP).await?;
        if !chat.may_follow(user, feed).await? {
            let leave = Command::Leave { to: self.place, feed, is_told: true };
            self.shard.tell(leave).await;
            return Ok(());
        }
        if changes.more {
            return self.reset(feed, head).await;
        }
        let to = changes.to.max(cursor);
        self.add(codec::encode(Opcode::Text, &chat::announce::encode(changes)), feed, to).await
    }

    async fn flush(&mut self) -> Result<(), Stopped> {
        let (done, taken) = oneshot::channel();
        self.bytes = 0;
        let pieces = std::mem::take(&mut self.pieces);
        self.shard.tell(Command::Tell { to: self.place, pieces, done: Some(done) }).await;
        self.turn = None;
        // The shard cuts who takes nothing, and then this ends.
        taken.await.map_err(|_| Stopped::Gone)?;
        // Closed never; the error can't come.
        self.turn = self.node.welcomes.acquire().await.ok();
        Ok(())
    }
}

/// Tells what follows a cursor, for a client that fell behind the ring.
pub async fn read(node: Arc<Node>, shard: Handle, place: Place, user: UserId, feed: FeedId, cursor: u64) {
    let found = async {
        let changes = node.chat.changes_of(feed, cursor, limits::CATCH_UP).await?;
        Ok::<_, Refusal>(node.chat.may_follow(user, feed).await?.then_some(changes))
    };
    match found.await {
        Ok(Some(changes)) => {
            let to = changes.to.max(cursor);
            let wire = codec::encode(Opcode::Text, &chat::announce::encode(changes));
            let pieces = vec![Piece { wire, cursor: Some((feed, to)) }];
            shard.tell(Command::Tell { to: place, pieces, done: None }).await;
        }
        Ok(None) => shard.tell(Command::Leave { to: place, feed, is_told: true }).await,
        Err(refusal) => cut(&shard, place, refusal).await,
    }
}

/// Begins to follow a feed while connected, if that is allowed: from its head, the client
/// fetches what was before.
pub async fn follow(node: Arc<Node>, shard: Handle, place: Place, user: UserId, feed: FeedId) {
    node.order.listen(feed, shard.index);
    shard.tell(Command::Listen { to: place, feeds: vec![feed] }).await;
    let head = async {
        let head = node.chat.heads(&[feed]).await?.first().copied().unwrap_or(0);
        // Asked after the head, for the same reason as above.
        Ok::<_, Refusal>(node.chat.may_follow(user, feed).await?.then_some(head))
    };
    match head.await {
        Ok(Some(head)) => {
            node.order.begin(feed, head, |shard, hint| node.shards[shard].moved(feed, hint));
            shard.counters().reset();
            let wire = wire(&ServerFrame::Reset { feed, to: head });
            let pieces = vec![Piece { wire, cursor: Some((feed, head)) }];
            shard.tell(Command::Tell { to: place, pieces, done: None }).await;
        }
        Ok(None) => shard.tell(Command::Leave { to: place, feed, is_told: false }).await,
        Err(refusal) => cut(&shard, place, refusal).await,
    }
}

/// A connection that gave a sign of life.
pub struct Beating {
    /// Which.
    pub place: Place,
    /// Who.
    pub user: UserId,
    /// By which session.
    pub session: SessionId,
    /// How present.
    pub state: Presence,
}

/// Ends the connections whose session has ended, should the news of it have been lost, and
/// keeps the others' presence.
pub async fn revalidate(node: Arc<Node>, shard: Handle, beating: Vec<Beating>) {
    let sessions: Vec<SessionId> = beating.iter().map(|it| it.session).collect();
    // Unknown is no reason to cut anybody.
    let Ok(live) = node.chat.live_sessions(&sessions).await else { return };
    let live: HashSet<SessionId> = live.into_iter().collect();
    for Beating { place, user, session, state } in beating {
        if live.contains(&session) {
            // Said again with the next heartbeat.
            let _ = node.chat.present(user, place.id, Some(state)).await;
        } else {
            let reason = "the session ended: sign in";
            shard.tell(Command::End { to: place, code: close::SIGNED_OUT, reason }).await;
        }
    }
}

/// The store can't be asked: cut, so that the client comes back later.
async fn cut(shard: &Handle, place: Place, refusal: Refusal) {
    tracing::warn!(error = %refusal, "a connection can't be served");
    shard.tell(Command::End { to: place, code: 1013, reason: "try again later" }).await;
}
