//! One connection to the server, or to all of a cluster: asking, publishing, subscribing.
//! When anything about it breaks it's thrown away as a whole and made anew.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use parking_lot::Mutex;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, Pipeline, ProtocolVersion, PushInfo,
    PushKind, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cluster::ClusterClient,
    cluster_async::ClusterConnection,
};
use tokio::{sync::Notify, time::timeout};

use super::{address::Address, names, scripts::Script};

/// Until a connection is made.
const CONNECT: Duration = Duration::from_secs(1);
/// Until an answer comes, where nobody waits for it: publishing, subscribing, pings.
const ANSWER: Duration = Duration::from_secs(1);
/// Channels subscribed to in one command.
const AT_ONCE: usize = 500;

/// What arrives on a link's channels.
pub type Hear = Arc<dyn Fn(Bytes) + Send + Sync>;

/// See the module; cheap to clone.
#[derive(Clone)]
pub struct Link {
    /// Told apart by this.
    pub id: u64,
    wire: Wire,
    state: Arc<State>,
}

#[derive(Clone)]
enum Wire {
    One(MultiplexedConnection),
    Many(ClusterConnection),
}

#[derive(Default)]
struct State {
    broken: Notify,
    /// Channels that we leave ourselves.
    leaving: Mutex<HashSet<Vec<u8>>>,
}

impl Link {
    /// Connects, and makes sure that the server may be used.
    ///
    /// # Errors
    /// It can't be reached, or refuses.
    pub async fn open(id: u64, address: &Address, hear: Hear) -> RedisResult<Self> {
        if address.is_tls {
            // Whoever came first chose for the whole program.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let state = Arc::new(State::default());
        let pushed = {
            let state = state.clone();
            move |info: PushInfo| -> Result<(), ()> {
                state.take(info, &hear);
                Ok(())
            }
        };
        let opening = async {
            if address.is_cluster {
                let mut builder = ClusterClient::builder(address.nodes.clone())
                    .use_protocol(ProtocolVersion::RESP3)
                    .connection_timeout(CONNECT)
                    .response_timeout(ANSWER)
                    .retries(1)
                    .push_sender(pushed);
                if let Some(certificates) = &address.certificates {
                    builder = builder.certs(certificates.clone());
                }
                Ok::<_, RedisError>(Wire::Many(builder.build()?.get_async_connection().await?))
            } else {
                let node = address.nodes[0].clone();
                let client = match &address.certificates {
                    Some(certificates) => Client::build_with_tls(node, certificates.clone())?,
                    None => Client::open(node)?,
                };
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(CONNECT))
                    .set_response_timeout(Some(ANSWER))
                    .set_push_sender(pushed);
                Ok(Wire::One(client.get_multiplexed_async_connection_with_config(&config).await?))
            }
        };
        let wire = timeout(CONNECT * 2, opening).await.map_err(|_| too_late())??;
        let link = Self { id, wire, state };
        link.ping().await?;
        Ok(link)
    }

    /// Waits until it can't be used any more.
    pub async fn broken(&self) {
        self.state.broken.notified().await;
    }

    /// Says that it can't be used any more.
    pub fn give_up(&self) {
        self.state.broken.notify_one();
    }

    /// Asks for a sign of life, on a cluster from all primaries.
    pub async fn ping(&self) -> RedisResult<()> {
        self.answered(async |wire| redis::cmd("PING").exec_async(wire).await).await
    }

    /// Runs a script by its name, or in full where the server doesn't know it yet.
    pub async fn run<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> RedisResult<T> {
        let command = |name: &str, script: &str| {
            let mut command = redis::cmd(name);
            command.arg(script).arg(keys.len()).arg(keys).arg(arguments);
            command
        };
        let mut wire = self.wire.clone();
        match command("EVALSHA", &script.name).query_async(&mut wire).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                command("EVAL", script.code).query_async(&mut wire).await
            }
            answer => answer,
        }
    }

    /// Publishes in this order, as far as it's the same feed.
    pub async fn publish(&self, news: &[(String, Bytes)]) -> RedisResult<()> {
        let name = if self.is_cluster() { "SPUBLISH" } else { "PUBLISH" };
        let mut pipelines: BTreeMap<&str, Pipeline> = BTreeMap::new();
        for (channel, bytes) in news {
            // On a cluster, each pipeline goes to one slot.
            let tag = if self.is_cluster() { names::tag(channel) } else { "" };
            pipelines.entry(tag).or_default().cmd(name).arg(channel).arg(&bytes[..]).ignore();
        }
        for pipeline in pipelines.into_values() {
            self.answered(async |wire| pipeline.exec_async(wire).await).await?;
        }
        Ok(())
    }

    /// Hears these channels from now on.
    pub async fn subscribe(&self, channels: &[String]) -> RedisResult<()> {
        for part in self.parts(channels) {
            self.answered(async |wire| match wire {
                Wire::One(wire) => wire.subscribe(&part).await,
                Wire::Many(wire) => wire.ssubscribe(&part).await,
            })
            .await?;
        }
        Ok(())
    }

    /// … and no more.
    pub async fn unsubscribe(&self, channels: &[String]) -> RedisResult<()> {
        self.state.leaving.lock().extend(channels.iter().map(|name| name.as_bytes().to_vec()));
        for part in self.parts(channels) {
            self.answered(async |wire| match wire {
                Wire::One(wire) => wire.unsubscribe(&part).await,
                Wire::Many(wire) => wire.sunsubscribe(&part).await,
            })
            .await?;
        }
        Ok(())
    }

    /// Channels that fit into one command.
    fn parts(&self, channels: &[String]) -> Vec<Vec<String>> {
        let mut by_tag: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for channel in channels {
            let tag = if self.is_cluster() { names::tag(channel) } else { "" };
            by_tag.entry(tag).or_default().push(channel.clone());
        }
        by_tag.values().flat_map(|all| all.chunks(AT_ONCE).map(<[String]>::to_vec)).collect()
    }

    fn is_cluster(&self) -> bool {
        matches!(self.wire, Wire::Many(_))
    }

    async fn answered(&self, ask: impl AsyncFnOnce(&mut Wire) -> RedisResult<()>) -> RedisResult<()> {
        timeout(ANSWER, ask(&mut self.wire.clone())).await.map_err(|_| too_late())?
    }
}

impl State {
    /// Takes in what the server, or the library about it, says unasked.
    fn take(&self, info: PushInfo, hear: &Hear) {
        match (info.kind, info.data) {
            (PushKind::Message | PushKind::SMessage, mut data) => {
                if let Some(Value::BulkString(bytes)) = data.pop() {
                    hear(bytes.into());
                }
            }
            (PushKind::Disconnection, _) => self.broken.notify_one(),
            // Not by us: the slot moved to another node of the cluster.
            (PushKind::Unsubscribe | PushKind::SUnsubscribe, data) => {
                if let Some(Value::BulkString(name)) = data.first()
                    && !self.leaving.lock().remove(name)
                {
                    self.broken.notify_one();
                }
            }
            _ => {}
        }
    }
}

impl ConnectionLike for Wire {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(wire) => wire.req_packed_command(command),
            Self::Many(wire) => wire.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(wire) => wire.req_packed_commands(pipeline, offset, count),
            Self::Many(wire) => wire.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(wire) => wire.get_db(),
            Self::Many(wire) => wire.get_db(),
        }
    }
}

/// Whether an error is of the link rather than of what was asked.
pub fn breaks(error: &RedisError) -> bool {
    use ServerErrorKind::{BusyLoading, ClusterDown, MasterDown, ReadOnly};
    match error.kind() {
        ErrorKind::Server(kind) => matches!(kind, BusyLoading | ClusterDown | MasterDown | ReadOnly),
        ErrorKind::Extension | ErrorKind::AuthenticationFailed => false,
        // Said by the library: nothing was answered.
        _ => true,
    }
}

/// Nothing was answered in time.
pub fn too_late() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}
