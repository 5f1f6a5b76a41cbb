//! A workspace with a cast: who is who, and where everyone is.

use bus::Bus;
use chat::{
    Chat, Insider, Parts, Refusal, Settings, SignedIn, invites::NewInvite, messages::Sending,
    people::Newcomer, sessions::Opened,
};
use protocol::{Channel, ChannelKind, Message, Role, WorkspaceId};
use store::{
    Store,
    sqlite::{Options, Place, Sqlite},
};

/// The password of the whole cast.
pub const PASSWORD: &str = "a harbour in the fog";
/// The set-up code.
pub const CODE: &str = "ABCDEFGH";

/// An empty server.
pub fn empty() -> Chat {
    node(&memory())
}

/// An empty store.
pub fn memory() -> Store {
    Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap())
}

/// A node on a store that others may be on too.
pub fn node(store: &Store) -> Chat {
    Chat::new(Parts { store: store.clone(), bus: Bus::local(), settings: Settings::default() })
}

/// Somebody who wants an account.
pub fn newcomer(name: &str) -> Newcomer {
    Newcomer {
        name: name.into(),
        handle: None,
        email: format!("{name}@example.org"),
        password: PASSWORD.into(),
    }
}

/// Makes ada's workspace.
pub async fn set_up(chat: &Chat) -> Opened {
    chat.set_up(CODE, CODE, newcomer("ada"), "Pier", "a test").await.unwrap()
}

/// One of the cast, in the order of the verdicts of [`Stage::expect`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// Owner; made #harbour and #cove.
    Ada,
    /// Admin; in both.
    Bela,
    /// Member; in both.
    Cleo,
    /// Member; in neither.
    Dora,
    /// Guest; in both.
    Emil,
    /// Guest; in neither.
    Fay,
    /// Admin; in neither.
    Ivo,
    /// Has a session, but no place in this workspace.
    Gus,
    /// Was in both; deactivated since.
    Hana,
}

use Cast::{Ada, Bela, Cleo, Dora, Emil, Fay, Gus, Hana, Ivo};

/// Everyone, in order.
pub const CAST: [Cast; 9] = [Ada, Bela, Cleo, Dora, Emil, Fay, Ivo, Gus, Hana];

/// The workspace with everyone in place.
pub struct Stage {
    pub chat: Chat,
    pub workspace: WorkspaceId,
    pub harbour: Channel,
    pub cove: Channel,
    nook: Channel,
    people: Vec<SignedIn>,
}

impl Stage {
    pub async fn new() -> Self {
        Self::on(&memory()).await
    }

    /// The same on this store.
    pub async fn on(store: &Store) -> Self {
        let chat = node(store);
        let ada = set_up(&chat).await;
        let who = chat.authenticate(&ada.token).await.unwrap();
        let workspace = chat.workspaces_of(who.user).await.unwrap()[0].0.id;
        let ada = chat.fellow(who, workspace).await.unwrap();
        let nook = chat.create_channel(&ada, ChannelKind::Private, "nook", "", vec![]).await.unwrap();
        let mut people = vec![who];
        for (name, role) in [
            ("bela", Role::Admin),
            ("cleo", Role::Member),
            ("dora", Role::Member),
            ("emil", Role::Guest),
            ("fay", Role::Guest),
            ("ivo", Role::Admin),
        ] {
            people.push(enter(&chat, who, &nook, name, role).await);
        }
        // Gus comes from another server: a live session of somebody unknown here.
        let elsewhere = empty();
        let gus = set_up(&elsewhere).await;
        people.push(elsewhere.authenticate(&gus.token).await.unwrap());
        people.push(enter(&chat, who, &nook, "hana", Role::Member).await);

        let inside = [Bela, Cleo, Emil, Hana].map(|it| people[it as usize].user).to_vec();
        let make = |kind, name: &'static str| chat.create_channel(&ada, kind, name, "", inside.clone());
        let harbour = make(ChannelKind::Public, "harbour").await.unwrap();
        let cove = make(ChannelKind::Private, "cove").await.unwrap();
        chat.deactivate(&ada, people[Hana as usize].user).await.unwrap();
        Self { chat, workspace, harbour, cove, nook, people }
    }

    pub fn who(&self, cast: Cast) -> SignedIn {
        self.people[cast as usize]
    }

    pub async fn inside(&self, cast: Cast, channel: &Channel) -> Insider {
        self.chat.insider(self.who(cast), channel.id).await.unwrap()
    }

    /// Sends a text as somebody.
    pub async fn say(&self, cast: Cast, channel: &Channel, text: &str) -> Message {
        let insider = self.inside(cast, channel).await;
        self.chat.send(&insider, sending(text)).await.unwrap().0
    }

    /// Another member, in no channel but the first.
    pub async fn extra(&self, name: &str) -> SignedIn {
        enter(&self.chat, self.who(Ada), &self.nook, name, Role::Member).await
    }

    /// Everyone tries the same; the verdict has a letter for each of the cast: `+` it was
    /// done, `f` forbidden, `0` as if it didn't exist, `a` archived, `i` invalid.
    pub async fn expect<T>(
        &self,
        what: &str,
        verdict: &str,
        attempt: impl AsyncFn(SignedIn) -> Result<T, Refusal>,
    ) {
        let mut got = String::new();
        for cast in CAST {
            got.push(match attempt(self.who(cast)).await {
                Ok(_) => '+',
                Err(refusal) => match refusal.code() {
                    "forbidden" => 'f',
                    "not_found" => '0',
                    "channel_archived" => 'a',
                    "invalid" => 'i',
                    _ => panic!("{cast:?} tried to {what}: {refusal:?}"),
                },
            });
        }
        assert_eq!(got, verdict, "{what}, for {CAST:?}");
    }
}

/// Lets somebody in by an invite; guests into #nook, where else is only ada.
async fn enter(chat: &Chat, ada: SignedIn, nook: &Channel, name: &str, role: Role) -> SignedIn {
    let fellow = chat.fellow(ada, nook.workspace).await.unwrap();
    let channels = if role == Role::Guest { vec![nook.id] } else { vec![] };
    let new = NewInvite { role, channels, max_uses: Some(1), hours: 1 };
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
