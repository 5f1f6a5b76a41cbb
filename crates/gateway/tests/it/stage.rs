//! A workspace, its gateway, and a bus that can be made to fail.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bus::{Bus, Decision, Engine, Health, News, Quota, Subscription, Unavailable};
use bytes::Bytes;
use chat::{
    Chat, Insider, Parts, Settings, SignedIn, invites::NewInvite, messages::Sending, people::Newcomer,
};
use gateway::Gateway;
use protocol::{
    Channel, ChannelId, ChannelKind, FeedId, Message, Role, UserId, WorkspaceId, frame::Presence,
};
use store::{
    Store,
    sqlite::{Options, Place, Sqlite},
};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::client::Client;

const PASSWORD: &str = "a harbour in the fog";
const CODE: &str = "ABCDEFGH";

/// What the bus does to changes; everything else passes.
#[derive(Default)]
pub struct Faults {
    /// All are lost.
    pub loses: AtomicBool,
    /// Some are lost, some come twice, some late.
    pub garbles: AtomicBool,
    /// All wait until they are let go, then come at once.
    pub holds: AtomicBool,
    held: Mutex<Vec<News>>,
    /// Ended sessions aren't told of.
    pub hides_revocations: AtomicBool,
    count: AtomicU64,
}

/// A bus with faults.
struct Faulty(Bus, Arc<Faults>);

#[async_trait]
impl Engine for Faulty {
    async fn publish(&self, news: News) -> Result<(), Unavailable> {
        let Self(bus, faults) = self;
        match &news {
            News::Changed { .. } if faults.loses.load(Ordering::Relaxed) => Ok(()),
            News::Revoked { .. } if faults.hides_revocations.load(Ordering::Relaxed) => Ok(()),
            News::Changed { .. } if faults.holds.load(Ordering::Relaxed) => {
                faults.held.lock().unwrap().push(news);
                Ok(())
            }
            News::Changed { .. } if faults.garbles.load(Ordering::Relaxed) => {
                // The same at each run: a third each lost, late and doubled.
                match faults.count.fetch_add(1, Ordering::Relaxed) % 6 {
                    0 | 3 => Ok(()),
                    1 | 4 => {
                        bus.publish(news.clone()).await?;
                        bus.publish(news).await
                    }
                    late => {
                        let bus = bus.clone();
                        tokio::spawn(async move {
                            tokio::time::sleep(Duration::from_millis(late * 7)).await;
                            bus.publish(news).await
                        });
                        Ok(())
                    }
                }
            }
            _ => bus.publish(news).await,
        }
    }

    fn subscribe(&self) -> Subscription {
        self.0.subscribe()
    }

    fn follow(&self, feed: FeedId) {
        self.0.follow(feed);
    }

    fn unfollow(&self, feed: FeedId) {
        self.0.unfollow(feed);
    }

    fn health(&self) -> Health {
        self.0.health()
    }

    async fn take(&self, key: &str, quota: Quota) -> Result<Decision, Unavailable> {
        self.0.take(key, quota).await
    }

    async fn present(
        &self,
        user: UserId,
        connection: u64,
        state: Option<Presence>,
    ) -> Result<(Presence, Presence), Unavailable> {
        self.0.present(user, connection, state).await
    }

    async fn presence(&self, users: &[UserId]) -> Result<Vec<(UserId, Presence)>, Unavailable> {
        self.0.presence(users).await
    }
}

/// Ada's workspace with Bela and Cleo in it. Ada and Bela are in #harbour.
pub struct Stage {
    pub chat: Chat,
    pub gateway: Gateway,
    pub faults: Arc<Faults>,
    pub bus: Bus,
    store: Store,
    _folder: Option<TempDir>,
    pub workspace: WorkspaceId,
    pub harbour: Channel,
    everyone: ChannelId,
    pub ada: SignedIn,
    pub bela: SignedIn,
    pub cleo: SignedIn,
}

impl Stage {
    pub async fn new() -> Self {
        Self::on(Bus::local()).await
    }

    /// On this bus.
    pub async fn on(bus: Bus) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("workloop.sqlite"));
        let store = Store::new(Sqlite::open(place, Options::default()).unwrap());
        let faults = Arc::new(Faults::default());
        let bus = Bus::new(Faulty(bus, faults.clone()));
        let chat = chat(&store, &bus);
        let opened = chat.set_up(CODE, CODE, newcomer("ada"), "Pier", "a test").await.unwrap();
        let ada = chat.authenticate(&opened.token).await.unwrap();
        let place = chat.workspaces_of(ada.user).await.unwrap()[0].0.clone();
        let (workspace, everyone) = (place.id, place.default_channel);
        let bela = enter(&chat, ada, workspace, "bela").await;
        let cleo = enter(&chat, ada, workspace, "cleo").await;
        let fellow = chat.fellow(ada, workspace).await.unwrap();
        let harbour =
            chat.create_channel(&fellow, ChannelKind::Private, "harbour", "", vec![bela.user]).await.unwrap();
        let gateway = Gateway::start(chat.clone()).unwrap();
        Self {
            chat,
            gateway,
            faults,
            bus,
            store,
            _folder: Some(folder),
            workspace,
            harbour,
            everyone,
            ada,
            bela,
            cleo,
        }
    }

    /// Another node on the same store, by a handle of its own on the bus.
    pub fn neighbour(&self, bus: Bus) -> Self {
        let faults = Arc::new(Faults::default());
        let bus = Bus::new(Faulty(bus, faults.clone()));
        let chat = chat(&self.store, &bus);
        Self {
            gateway: Gateway::start(chat.clone()).unwrap(),
            chat,
            faults,
            bus,
            store: self.store.clone(),
            _folder: None,
            workspace: self.workspace,
            harbour: self.harbour.clone(),
            everyone: self.everyone,
            ada: self.ada,
            bela: self.bela,
            cleo: self.cleo,
        }
    }

    /// A socket to the gateway that nothing was said on.
    pub async fn open(&self, who: SignedIn) -> TcpStream {
        self.connect(TcpSocket::new_v4().unwrap(), who).await
    }

    /// One with hardly any room at this end.
    pub async fn open_narrow(&self, who: SignedIn) -> TcpStream {
        let near = TcpSocket::new_v4().unwrap();
        near.set_recv_buffer_size(4 * 1024).unwrap();
        self.connect(near, who).await
    }

    async fn connect(&self, near: TcpSocket, who: SignedIn) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let near = near.connect(listener.local_addr().unwrap()).await.unwrap();
        let (far, _) = listener.accept().await.unwrap();
        self.gateway.serve(far, Bytes::new(), who.user, who.session).await.unwrap();
        near
    }

    /// A client that hasn't said hello.
    pub async fn silent(&self, who: SignedIn) -> Client {
        Client::new(self.open(who).await, self.chat.clone(), who).await
    }

    /// A client that is up to date.
    pub async fn client(&self, who: SignedIn) -> Client {
        let mut client = self.silent(who).await;
        client.hello().await;
        client.ready().await;
        client.resets.clear();
        client
    }

    pub async fn inside(&self, who: SignedIn, channel: ChannelId) -> Insider {
        self.chat.insider(who, channel).await.unwrap()
    }

    /// Sends a text as somebody.
    pub async fn say(&self, who: SignedIn, channel: ChannelId, text: &str) -> Message {
        let insider = self.inside(who, channel).await;
        self.chat.send(&insider, sending(text)).await.unwrap().0
    }

    /// Ada takes somebody into #harbour.
    pub async fn bring(&self, whom: SignedIn) {
        let ada = self.chat.reader(self.ada, self.harbour.id).await.unwrap();
        self.chat.join(&ada, vec![whom.user]).await.unwrap();
    }

    /// … and out of it.
    pub async fn remove(&self, whom: SignedIn) {
        let ada = self.inside(self.ada, self.harbour.id).await;
        self.chat.leave(&ada, whom.user).await.unwrap();
    }

    /// Lets go what was held.
    pub async fn let_go(&self) {
        self.faults.holds.store(false, Ordering::Relaxed);
        let held = std::mem::take(&mut *self.faults.held.lock().unwrap());
        for news in held {
            self.bus.publish(news).await.unwrap();
        }
    }

    /// The channel where everyone is.
    pub fn everyone(&self) -> ChannelId {
        self.everyone
    }

    /// The feed of #harbour.
    pub fn feed(&self) -> FeedId {
        FeedId::Channel(self.harbour.id)
    }
}

fn chat(store: &Store, bus: &Bus) -> Chat {
    let settings = Settings { unlimited: true };
    Chat::new(Parts { store: store.clone(), bus: bus.clone(), settings })
}

fn newcomer(name: &str) -> Newcomer {
    Newcomer {
        name: name.into(),
        handle: None,
        email: format!("{name}@example.org"),
        password: PASSWORD.into(),
    }
}

async fn enter(chat: &Chat, ada: SignedIn, workspace: WorkspaceId, name: &str) -> SignedIn {
    let fellow = chat.fellow(ada, workspace).await.unwrap();
    let new = NewInvite { role: Role::Member, channels: vec![], max_uses: Some(1), hours: 1 };
    let (_, code) = chat.create_invite(ada, &fellow, new).await.unwrap();
    let opened = chat.accept_invite(&code, newcomer(name), name, "a test").await.unwrap();
    chat.authenticate(&opened.token).await.unwrap()
}

/// A message with a nonce of its own.
pub fn sending(text: &str) -> Sending {
    Sending {
        nonce: protocol::MessageId::new().to_string(),
        text: text.into(),
        thread: None,
        files: vec![],
        poll: None,
    }
}
