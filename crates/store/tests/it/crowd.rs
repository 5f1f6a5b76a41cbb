//! People on several nodes who talk, reply, edit, delete, react, read, leave and come back
//! all at once, and others who follow along by `changes`.

mod check;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use protocol::{Changes, FeedId, Item, Message, MessageId, Timestamp, UserId, mention::mentions};
use store::{
    Committed, Error, Store,
    contract::{
        Town,
        feeds::{State, apply},
        message,
    },
    messages::NewMessage,
};
use tokio::{task::JoinSet, time::sleep};

/// How long anything may go wrong before the test has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everybody, and what came of it.
pub struct Crowd {
    /// Where they are.
    pub town: Town,
    nodes: Vec<Store>,
    /// Whether servers fail meanwhile, so that errors are in order.
    faults: bool,
    talking: AtomicBool,
    listening: AtomicBool,
    /// Messages to act upon; those that may have replies first.
    roots: Mutex<Vec<MessageId>>,
    all: Mutex<Vec<MessageId>>,
    /// Frames that were to be announced.
    told: Mutex<Vec<Changes>>,
    /// Every message somebody has tried to send, as it was acknowledged.
    sent: Mutex<BTreeMap<String, Option<Message>>>,
    /// Acknowledged writes.
    pub acknowledged: AtomicU64,
    /// Writes that were refused for now.
    pub refused: AtomicU64,
    /// Writes of which nobody knew what came.
    pub unknown: AtomicU64,
    /// Messages that had been stored though nobody had said so.
    pub repeated: AtomicU64,
}

impl Crowd {
    /// A town on the first node.
    pub async fn new(nodes: Vec<Store>, faults: bool) -> Arc<Self> {
        let town = Town::new(&nodes[0]).await;
        Arc::new(Self {
            town,
            nodes,
            faults,
            talking: AtomicBool::new(true),
            listening: AtomicBool::new(true),
            roots: Mutex::default(),
            all: Mutex::default(),
            told: Mutex::default(),
            sent: Mutex::default(),
            acknowledged: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            unknown: AtomicU64::new(0),
            repeated: AtomicU64::new(0),
        })
    }

    /// Lets them talk while `during` lasts, then checks what everybody knows.
    pub async fn talk(self: &Arc<Self>, writers: usize, during: impl Future<Output = ()>) {
        let channel = FeedId::Channel(self.town.general);
        let feeds = [channel, channel, FeedId::User(self.town.bela), FeedId::Workspace(self.town.workspace)];
        let (mut talkers, mut listeners) = (JoinSet::new(), JoinSet::new());
        for (number, node) in self.nodes.iter().enumerate() {
            for feed in feeds {
                let (crowd, node) = (self.clone(), node.clone());
                let dice = Dice::new();
                listeners.spawn(async move { crowd.listen(&node, feed, dice).await });
            }
            for writer in 0..writers {
                let (crowd, node) = (self.clone(), node.clone());
                let other = self.nodes[(number + 1) % self.nodes.len()].clone();
                let who = [self.town.ada, self.town.bela][writer % 2];
                talkers.spawn(async move { crowd.act(&node, &other, who, Dice::new()).await });
            }
        }
        during.await;
        self.talking.store(false, SeqCst);
        while let Some(done) = talkers.join_next().await {
            done.unwrap();
        }
        self.listening.store(false, SeqCst);
        let heard: Vec<Heard> = listeners.join_all().await;
        self.check(&heard).await;
    }

    /// Waits until more was acknowledged than a moment ago; how long that took.
    pub async fn until_acknowledged(&self) -> Duration {
        let (begun, before) = (Instant::now(), self.acknowledged.load(SeqCst));
        while self.acknowledged.load(SeqCst) < before + 20 {
            assert!(begun.elapsed() < PATIENCE, "nothing is acknowledged any more");
            sleep(Duration::from_millis(10)).await;
        }
        begun.elapsed()
    }

    async fn act(&self, node: &Store, other: &Store, who: UserId, mut dice: Dice) {
        let (channel, cleo) = (self.town.general, self.town.cleo);
        while self.talking.load(SeqCst) {
            let now = Timestamp::now();
            let roll = dice.below(20);
            if roll < 10 {
                let thread = if roll < 7 { None } else { dice.pick(&self.roots.lock()) };
                let text = format!("{} <@{}>", dice.below(1000), [who, cleo][dice.below(2)]);
                let Some(sent) = self.say(NewMessage { thread, ..message(channel, who, &text) }, node).await
                else {
                    continue;
                };
                if !self.faults {
                    let there = other.message(channel, sent.id).await.expect("it can be read on any node");
                    assert_eq!((there.seq, there.ts), (sent.seq, sent.ts));
                }
                continue;
            }
            let Some(id) = dice.pick(&self.all.lock()) else { continue };
            match roll {
                10 | 11 => {
                    let text = dice.below(1000).to_string();
                    let found = mentions(&text);
                    self.note(node.edit(channel, id, text, found, Vec::new(), now).await);
                }
                12 => drop(self.note(node.delete(channel, id, now).await)),
                13..16 => {
                    let on = dice.below(2) == 0;
                    self.note(node.react(channel, id, who, "👍", on).await);
                }
                16 | 17 => {
                    let seq = dice.below(100) as u64;
                    self.note(node.mark_unread(who, channel, None, seq).await);
                }
                18 => drop(self.note(node.leave(channel, who, cleo, now).await)),
                _ => drop(self.note(node.join(channel, who, &[cleo], now).await)),
            }
        }
    }

    /// Sends a message, under the same nonce again while nobody knows what came of it.
    async fn say(&self, new: NewMessage, node: &Store) -> Option<Message> {
        let begun = Instant::now();
        self.sent.lock().insert(new.nonce.clone(), None);
        let mut doubtful = false;
        loop {
            // As a client would: the id is the server's choice each time.
            let again = NewMessage { id: MessageId::new(), ..new.clone() };
            let answer = node.append(again).await;
            doubtful |= matches!(answer, Err(Error::Unknown(_)));
            match answer {
                Err(Error::NotFound) => {
                    // The root is gone; roots are never deleted here, so there's a bug.
                    panic!("a reply to a root that was acknowledged wasn't accepted");
                }
                Ok(done) if !done.value.1 => {
                    assert!(doubtful, "an unused nonce was known: {done:?}");
                    assert!(done.changes.is_empty());
                    self.repeated.fetch_add(1, SeqCst);
                    return Some(self.acknowledge(done.value.0));
                }
                other => match self.note(other) {
                    Some((message, _)) => return Some(self.acknowledge(message)),
                    None => assert!(begun.elapsed() < PATIENCE, "it can't be sent"),
                },
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn acknowledge(&self, message: Message) -> Message {
        if message.thread.is_none() {
            let mut roots = self.roots.lock();
            // Every other message stays what it is, so that replies have a root.
            if roots.len() * 2 <= self.all.lock().len() {
                roots.push(message.id);
            } else {
                self.all.lock().push(message.id);
            }
        } else {
            self.all.lock().push(message.id);
        }
        self.sent.lock().insert(message.nonce.clone().unwrap(), Some(message.clone()));
        message
    }

    /// Keeps the frames of what was done.
    fn note<T>(&self, answer: Result<Committed<T>, Error>) -> Option<T> {
        match answer {
            Ok(done) => {
                self.acknowledged.fetch_add(1, SeqCst);
                self.told.lock().extend(done.changes);
                Some(done.value)
            }
            // Somebody else has deleted it, or has left.
            Err(Error::NotFound) => None,
            Err(Error::Unavailable(_)) if self.faults => {
                self.refused.fetch_add(1, SeqCst);
                None
            }
            Err(Error::Unknown(_)) if self.faults => {
                self.unknown.fetch_add(1, SeqCst);
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Follows a feed by asking again and again what came after what is known.
    async fn listen(&self, node: &Store, feed: FeedId, mut dice: Dice) -> Heard {
        let mut heard = Heard { feed, at: 0, state: State::new(), items: BTreeMap::new() };
        let mut last = Instant::now();
        loop {
            let over = !self.listening.load(SeqCst);
            let page = match node.changes(feed, heard.at, 1 + dice.below(30)).await {
                Ok(page) => page,
                Err(Error::Unavailable(_)) if self.faults && last.elapsed() < PATIENCE => {
                    sleep(Duration::from_millis(20)).await;
                    continue;
                }
                Err(error) => panic!("{error}"),
            };
            last = Instant::now();
            assert_eq!((page.feed, page.from), (feed, heard.at));
            assert!(page.to >= page.from, "a cursor never goes back: {page:?}");
            let in_workspace = matches!(feed, FeedId::Workspace(_));
            for item in &page.items {
                assert!((page.from + 1..=page.to).contains(&item.rev(in_workspace)), "{page:?}");
            }
            apply(&mut heard.state, &page);
            for item in page.items {
                heard.items.insert(item.rev(in_workspace), item);
            }
            if over && page.to == heard.at {
                return heard;
            }
            heard.at = page.to;
            sleep(Duration::from_millis(dice.below(30) as u64)).await;
        }
    }
}

/// What somebody heard of one feed.
struct Heard {
    feed: FeedId,
    at: u64,
    state: State,
    /// Everything, by its position.
    items: BTreeMap<u64, Item>,
}

/// Numbers nobody expects.
pub struct Dice(u64);

impl Dice {
    /// Another one each time.
    pub fn new() -> Self {
        Self(UserId::new().to_u128() as u64)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())])
    }
}
