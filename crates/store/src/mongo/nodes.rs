//! Freeing what a dead node held. A transaction belongs to a session, not to a connection:
//! when a node is killed in the middle of one, the server keeps what it wrote locked until
//! `transactionLifetimeLimitSeconds` (a minute) has passed, and everybody else who moves
//! that feed waits. So each node names its sessions in a document of its own and renews it
//! every second; who sees one unchanged for five seconds, by its own monotonic clock, has
//! the server end those sessions. Ending the sessions of a node that only seemed dead costs
//! it nothing but another try: a transaction is all or nothing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use futures_util::TryStreamExt;
use mongodb::{
    Client, ClientSession, Collection, Database,
    bson::{Bson, Document, doc},
    options::{ReadConcern, TransactionOptions},
};
use parking_lot::Mutex;
use tokio::{
    task::AbortHandle,
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use super::{docs, fault::Work, schema::NODES};
use crate::{Result, epoch::new_epoch};

/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(1);
/// Without a sign of life for so long a node is taken for dead.
const SILENCE: Duration = Duration::from_secs(5);
/// A sign of life is given up after so long.
const PATIENCE: Duration = Duration::from_secs(3);
/// A session that was broken off stays named for so long: the server has ended its
/// transaction by then.
const FORGET: Duration = Duration::from_secs(120);
/// Sessions named at most, and nodes looked at.
const MOST: usize = 1024;

/// This node's sessions for writing, and its sign of life.
pub struct Nodes {
    client: Client,
    own: Arc<Own>,
    beating: AbortHandle,
}

struct Own {
    id: String,
    nodes: Collection<Document>,
    sessions: Mutex<Sessions>,
}

#[derive(Default)]
struct Sessions {
    idle: Vec<ClientSession>,
    /// Every session that may be in a transaction, and since when it's lent.
    named: Vec<(Document, Option<Instant>)>,
}

impl Nodes {
    /// Gives the first sign of life. Must be called in a tokio runtime.
    pub async fn start(client: &Client, db: &Database) -> Result<Self> {
        let own = Arc::new(Own {
            id: new_epoch()?,
            nodes: db.collection(NODES),
            sessions: Mutex::new(Sessions::default()),
        });
        own.say().await.map_err(crate::Error::from)?;
        let beating = {
            let (own, client) = (own.clone(), client.clone());
            tokio::spawn(async move { beat(&own, &client).await }).abort_handle()
        };
        Ok(Self { client: client.clone(), own, beating })
    }

    /// A session for one transaction, named before it is used.
    pub async fn session(&self) -> Work<ClientSession> {
        if let Some(session) = self.own.lend() {
            return Ok(session);
        }
        let options = TransactionOptions::builder().read_concern(ReadConcern::snapshot()).build();
        let session = self.client.start_session().default_transaction_options(options).await?;
        {
            let mut sessions = self.own.sessions.lock();
            // The driver may hand out again the id of one that was broken off.
            sessions.named.retain(|(id, _)| id != session.id());
            sessions.named.push((session.id().clone(), Some(Instant::now())));
        }
        self.own.say().await?;
        Ok(session)
    }

    /// Takes a session back whose transaction is over.
    pub fn give_back(&self, session: ClientSession) {
        let mut sessions = self.own.sessions.lock();
        if let Some((_, since)) = sessions.named.iter_mut().find(|(id, _)| id == session.id()) {
            *since = None;
        }
        sessions.idle.push(session);
    }

    /// The last sign of life.
    pub async fn stop(&self) {
        self.beating.abort();
        // Should it be lost, another node forgets this one.
        let gone = self.own.nodes.delete_one(doc! { "_id": &self.own.id });
        drop(timeout(PATIENCE, gone.into_future()).await);
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

impl Own {
    /// An idle session.
    fn lend(&self) -> Option<ClientSession> {
        let mut sessions = self.sessions.lock();
        let session = sessions.idle.pop()?;
        if let Some((_, since)) = sessions.named.iter_mut().find(|(id, _)| id == session.id()) {
            *since = Some(Instant::now());
        }
        Some(session)
    }

    /// Names the sessions and gives a sign of life. One that was lent long ago was broken off
    /// rather than given back.
    async fn say(&self) -> Work<()> {
        let named: Vec<Bson> = {
            let mut sessions = self.sessions.lock();
            sessions.named.retain(|(_, since)| since.is_none_or(|since| since.elapsed() < FORGET));
            sessions.named.iter().take(MOST).map(|(id, _)| Bson::Document(id.clone())).collect()
        };
        let change = doc! { "$set": { "sessions": named }, "$inc": { "beat": 1_i64 } };
        self.nodes.update_one(doc! { "_id": &self.id }, change).upsert(true).await?;
        Ok(())
    }
}

async fn beat(own: &Own, client: &Client) {
    let mut ticks = interval(BEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen: HashMap<String, (u64, Instant)> = HashMap::new();
    loop {
        ticks.tick().await;
        let round = async {
            own.say().await?;
            bury(own, client, &mut seen).await
        };
        match timeout(PATIENCE, round).await {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => {
                tracing::debug!(error = %crate::Error::from(fault), "no sign of life to the database");
            }
            Err(_) => tracing::debug!("no sign of life to the database in time"),
        }
    }
}

/// Ends what dead nodes held.
async fn bury(own: &Own, client: &Client, seen: &mut HashMap<String, (u64, Instant)>) -> Work<()> {
    let others = doc! { "_id": { "$gt": "", "$ne": &own.id } };
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let found: Vec<Document> = own.nodes.find(others).limit(limit).await?.try_collect().await?;
    let mut present = HashSet::new();
    for node in found {
        let (Ok(id), Ok(beat)) = (node.get_str("_id"), docs::number_of(&node, "beat")) else { continue };
        present.insert(id.to_owned());
        let known = seen.entry(id.to_owned()).or_insert((beat, Instant::now()));
        if known.0 != beat {
            *known = (beat, Instant::now());
        }
        if known.1.elapsed() < SILENCE {
            continue;
        }
        tracing::info!(node = id, "a node gave no sign of life: its transactions are ended");
        if let Ok(sessions) = node.get_array("sessions")
            && !sessions.is_empty()
        {
            // Allowed without any privilege: they are the same user's.
            let end = doc! { "killSessions": sessions.clone() };
            client.database("admin").run_command(end).await?;
        }
        own.nodes.delete_one(doc! { "_id": id, "beat": docs::number(beat) }).await?;
    }
    seen.retain(|id, _| present.contains(id));
    Ok(())
}
