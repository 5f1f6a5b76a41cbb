//! What one node does for all: one at a time, taken over, given up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bus::Bus;
use chat::{Chat, Parts, Settings, duty::Held};
use store::{
    Error, Store,
    sqlite::{Options, Place, Sqlite},
};
use tokio::{task::JoinHandle, time::sleep};

/// Short, so that the tests are, and long enough for a machine under load to renew in time.
const TERM: Duration = Duration::from_millis(1_200);

/// A node on the shared store whose duty is to count.
struct Node {
    chat: Chat,
    done: Arc<AtomicU64>,
    running: JoinHandle<()>,
}

impl Node {
    fn new(store: &Store) -> Self {
        let parts = Parts { store: store.clone(), bus: Bus::local(), settings: Settings::default() };
        let (chat, done) = (Chat::new(parts), Arc::new(AtomicU64::new(0)));
        let count = Arc::clone(&done);
        let work = move |_: Held| {
            let count = Arc::clone(&count);
            async move {
                loop {
                    count.fetch_add(1, Ordering::Relaxed);
                    sleep(Duration::from_millis(10)).await;
                }
            }
        };
        let running = tokio::spawn(chat.clone().on_duty("count", TERM, work));
        Self { chat, done, running }
    }

    fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Waits until it has the duty; how long that took, and with which fence.
    async fn on_duty(&self) -> (Duration, u64) {
        let started = Instant::now();
        loop {
            if let [held] = self.chat.duties()[..]
                && self.done() > 0
            {
                return (started.elapsed(), held.fence);
            }
            assert!(started.elapsed() < 20 * TERM, "the duty was never taken over");
            sleep(TERM / 60).await;
        }
    }
}

fn store() -> Store {
    Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duty_is_done_by_one_node_alone() {
    let store = store();
    let ada = Node::new(&store);
    let (_, fence) = ada.on_duty().await;
    let bela = Node::new(&store);
    sleep(2 * TERM).await;
    assert_eq!((bela.done(), bela.chat.duties()), (0, vec![]), "bela waits");
    assert_eq!(ada.chat.duties(), [Held { duty: "count", fence }], "ada keeps it, with the same fence");
    assert!(!ada.running.is_finished() && !bela.running.is_finished());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_nodes_duty_is_taken_over_and_what_it_writes_late_is_refused() {
    let store = store();
    let ada = Node::new(&store);
    let (_, fence) = ada.on_duty().await;
    let bela = Node::new(&store);
    store.note_lease("count", fence, "ada's").await.unwrap();
    ada.running.abort();
    let (took, newer) = bela.on_duty().await;
    assert!(took <= 3 * TERM, "twice the term is promised, this machine may be busy: {took:?}");
    assert!(newer > fence);
    let late = store.note_lease("count", fence, "late").await;
    assert_eq!(late, Err(Error::Conflict("lease")), "ada is fenced off");
    assert_eq!(store.lease("count").await.unwrap().note, "ada's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_node_hands_its_duties_over_at_once() {
    let store = store();
    let ada = Node::new(&store);
    let (_, fence) = ada.on_duty().await;
    ada.chat.stop_duties().await;
    let count = ada.done();
    assert_eq!(store.lease("count").await.unwrap().holder, None, "free before its end");
    let bela = Node::new(&store);
    assert_eq!(bela.on_duty().await.1, fence + 1);
    assert_eq!((ada.done(), ada.chat.duties()), (count, vec![]), "ada's work has stopped");
    ada.running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_cannot_renew_stops_by_itself() {
    let (own, elsewhere) = (store(), store());
    let ada = Node::new(&own);
    ada.on_duty().await;
    // Another has taken it meanwhile, as if ada had been stopped for long.
    let seen = own.lease("count").await.unwrap();
    own.take_lease("count", &seen, "another", Duration::from_secs(600)).await.unwrap().unwrap();
    sleep(TERM).await;
    let count = ada.done();
    sleep(TERM).await;
    assert_eq!((ada.done(), ada.chat.duties()), (count, vec![]), "ada noticed");
    // With the store gone, its own time runs out.
    let bela = Node::new(&elsewhere);
    bela.on_duty().await;
    elsewhere.close().await.unwrap();
    sleep(2 * TERM).await;
    let count = bela.done();
    sleep(TERM / 2).await;
    assert_eq!((bela.done(), bela.chat.duties()), (count, vec![]), "bela stopped when its time was over");
}
