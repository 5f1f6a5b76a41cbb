//! Nodes that share a database: each its own index, and a snapshot for the next.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use bus::Bus;
use bytes::Bytes;
use chat::{
    Chat, Parts, Settings, SignedIn,
    find::Finding,
    index::{SNAPSHOT, SNAPSHOT_FOLDER, Snapshots},
};
use media::Media;
use search::Sort;
use store::{
    Store,
    sqlite::{Options, Place, Sqlite},
};
use tokio::{task::JoinHandle, time::sleep};

use crate::stage::{self, sending};

/// What the nodes share.
struct Cluster {
    store: Store,
    media: Media,
    ada: SignedIn,
    folder: tempfile::TempDir,
}

/// One of them, following the feeds.
struct Node {
    chat: Chat,
    ada: SignedIn,
    dir: PathBuf,
    following: JoinHandle<()>,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.following.abort();
    }
}

impl Cluster {
    /// With ada's workspace.
    async fn new() -> Self {
        let store = Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let (media, _) = Media::disk(folder.path().join("media"), [7; 32], "/media").unwrap();
        let chat = chat(&store);
        let opened = stage::set_up(&chat).await;
        let ada = chat.authenticate(&opened.token).await.unwrap();
        Self { store, media, ada, folder }
    }

    /// A node with an index in this folder, not following anything yet.
    fn begun(&self, name: &str) -> (Chat, PathBuf) {
        let dir = self.folder.path().join(name);
        (chat(&self.store).with_media(self.media.clone(), 1_000).with_search_in(dir.clone()), dir)
    }

    async fn node(&self, name: &str) -> Node {
        let (chat, dir) = self.begun(name);
        let following = tokio::spawn(chat.clone().keep_indexed());
        until(|| chat.is_indexed()).await;
        Node { chat, ada: self.ada, dir, following }
    }

    async fn note(&self) -> String {
        self.store.lease(SNAPSHOT).await.unwrap().note
    }

    /// Waits for a newer snapshot than the noted one.
    async fn newer(&self, than: &str) -> String {
        for _ in 0..400 {
            let note = self.note().await;
            if note != than {
                return note;
            }
            sleep(Duration::from_millis(25)).await;
        }
        panic!("no snapshot was made");
    }

    async fn snapshots(&self) -> BTreeSet<String> {
        let keys = self.media.list_keys(SNAPSHOT_FOLDER, "", 1_000).await.unwrap();
        keys.iter().map(|key| key.rsplit_once('/').unwrap().0.to_owned()).collect()
    }
}

impl Node {
    /// How many messages with this word ada finds.
    async fn found(&self, word: &str) -> u64 {
        found(&self.chat, self.ada, word).await.unwrap()
    }

    /// Stops following and lets go of the index.
    async fn stop(self) {
        self.following.abort();
        until(|| self.following.is_finished()).await;
    }

    fn segments(&self) -> BTreeSet<String> {
        segments(&self.dir)
    }
}

fn chat(store: &Store) -> Chat {
    Chat::new(Parts { store: store.clone(), bus: Bus::local(), settings: Settings::default() })
}

async fn found(chat: &Chat, ada: SignedIn, word: &str) -> chat::Result<u64> {
    let workspace = chat.workspaces_of(ada.user).await.unwrap()[0].0.id;
    let fellow = chat.fellow(ada, workspace).await.unwrap();
    let finding = Finding { query: word.into(), sort: Sort::Newest, limit: 1, after: None };
    chat.find(&fellow, finding).await.map(|found| found.total)
}

async fn say(chat: &Chat, ada: SignedIn, text: &str) {
    let workspace = chat.workspaces_of(ada.user).await.unwrap()[0].0.clone();
    let insider = chat.insider(ada, workspace.default_channel).await.unwrap();
    chat.send(&insider, sending(text)).await.unwrap();
}

async fn until(what: impl Fn() -> bool) {
    for _ in 0..400 {
        if what() {
            return;
        }
        sleep(Duration::from_millis(25)).await;
    }
    panic!("it didn't come to that");
}

/// The names of an index's segments, which no other index has by chance.
fn segments(dir: &Path) -> BTreeSet<String> {
    let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    let names =
        names.filter_map(|name| name.into_string().unwrap().strip_suffix(".store").map(str::to_owned));
    names.collect()
}

/// One for every change.
fn eager() -> Snapshots {
    let soon = Duration::from_millis(20);
    Snapshots { look: soon, changes: 1, after: Duration::from_secs(3_600), term: Duration::from_secs(2) }
}

/// A node, and the snapshot of its one message.
async fn snapshotted() -> (Cluster, Node) {
    let cluster = Cluster::new().await;
    let one = cluster.node("one").await;
    say(&one.chat, one.ada, "tide one").await;
    one.chat.index_missing(|_| ()).await.unwrap();
    let keeping = tokio::spawn(one.chat.clone().keep_snapshots(eager()));
    cluster.newer("").await;
    keeping.abort();
    (cluster, one)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_node_begins_with_the_snapshot_and_follows_from_there() {
    let (cluster, one) = snapshotted().await;
    let known = one.segments();
    say(&one.chat, one.ada, "tide two").await;

    let (early, _) = cluster.begun("early");
    let refused = found(&early, cluster.ada, "tide").await.unwrap_err();
    assert_eq!(refused.code(), "search_catching_up", "not before it knows everything");
    let two = cluster.node("two").await;
    assert_eq!(two.found("tide").await, 2, "what came after the snapshot too");
    assert!(!two.segments().is_disjoint(&known), "it began with one's segments");
    two.stop().await;
    let again = cluster.node("two").await;
    assert_eq!(again.found("tide").await, 2, "its own index is there the next time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_snapshot_or_one_of_another_epoch_is_refused_and_nothing_is_missed() {
    let (cluster, one) = snapshotted().await;
    let known = one.segments();
    let keys = cluster.media.list_keys(SNAPSHOT_FOLDER, "", 9).await.unwrap();
    assert_eq!(keys.len(), 2, "a piece and the list: {keys:?}");
    for (number, key) in keys.iter().enumerate() {
        let whole = cluster.media.read(key, 100_000_000).await.unwrap();
        let mut bytes = whole.to_vec();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        for (what, bad) in [("a bit", Bytes::from(bytes)), ("the end", whole.slice(..middle))] {
            cluster.media.write(key, bad).await.unwrap();
            let name = format!("{what}-{number}").replace(' ', "-");
            let two = cluster.node(&name).await;
            assert_eq!(two.found("tide").await, 1, "{what} of {key}");
            assert!(two.segments().is_disjoint(&known), "{what} of {key}: built from the store");
        }
        cluster.media.write(key, whole).await.unwrap();
    }
    let whole = cluster.node("whole").await;
    assert!(!whole.segments().is_disjoint(&known), "put right, it is used");
    cluster.store.renew_epoch().await.unwrap();
    let restored = cluster.node("restored").await;
    assert_eq!(restored.found("tide").await, 1);
    assert!(restored.segments().is_disjoint(&known), "of another epoch: built from the store");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_snapshots_go_and_the_next_holder_goes_on() {
    let cluster = Cluster::new().await;
    let one = cluster.node("one").await;
    let keeping = tokio::spawn(one.chat.clone().keep_snapshots(eager()));
    let mut note = cluster.newer("").await;
    for number in 0..3 {
        say(&one.chat, one.ada, &format!("tide {number}")).await;
        note = cluster.newer(&note).await;
    }
    // What is too old goes after the new one is there.
    let mut kept = cluster.snapshots().await;
    for _ in 0..100 {
        if kept.len() <= 2 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
        kept = cluster.snapshots().await;
    }
    assert!(kept.len() <= 2, "the newest and the one before: {kept:?}");
    one.chat.stop_duties().await;
    keeping.await.unwrap();
    let two = cluster.node("two").await;
    let keeping = tokio::spawn(two.chat.clone().keep_snapshots(eager()));
    sleep(Duration::from_millis(300)).await;
    assert_eq!(cluster.note().await, note, "nothing changed: nothing is due");
    say(&two.chat, two.ada, "tide again").await;
    let newest = cluster.newer(&note).await;
    assert!(newest.contains(&format!("{SNAPSHOT_FOLDER}/{:016}-", 2)), "by the second holder: {newest}");
    keeping.abort();
    let three = cluster.node("three").await;
    assert_eq!(three.found("tide").await, 4);
}
