//! Clients that ask one node for the most there is and take nothing of it: the largest pages
//! there can be, and feeds in which much is said. Others must not notice, and the node must
//! not keep all of that in memory.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use client::{Api, Socket};
use protocol::{ChannelId, MessageId, limits};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream, lookup_host},
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use crate::{cast::Cast, cluster::Cluster, node::Node};

/// Who ask for a page and don't take it.
const ASKERS: usize = 60;
/// So many of them wait for an answer at a time; the others have theirs before them.
const ASKING: usize = 8;
/// Who follow and take nothing.
const FOLLOWERS: usize = 20;
/// What is said to them at first: more than the kernel takes for anyone.
const FILL: usize = 10;
/// What all of that may cost a node: the pages that lie there, the few that are being read
/// and may each be much larger until they're cut, and what the allocator keeps of it. Without
/// the limit of bytes the askers' pages alone have 384 MB.
pub const BOUND: u64 = 256 << 20;
/// Followers are sent away after 20 s in which they take nothing; the kernel takes some for
/// them first.
const PATIENCE: Duration = Duration::from_secs(90);
/// What the kernel takes for a client.
const NARROW: u32 = 4096;

/// Lets them come to the first node, for as long at least as it takes until it has sent away
/// all of those who follow; bytes that a node's memory grew by at most.
pub async fn press(cluster: &Cluster, cast: &Cast, length: Duration) -> anyhow::Result<u64> {
    let victim = cluster.nodes.first().context("no node")?;
    let gus = cast.ada.api.people(cast.workspace, 1).await?.pop().context("nobody")?.at(victim.url.clone());
    let body = json!({"kind": "private", "name": "heap"});
    let path = format!("/workspaces/{}/channels", cast.workspace);
    let heap = gus.call("POST", &path, Some(&body)).await?;
    let heap: ChannelId = heap["id"].as_str().context("no channel")?.parse()?;
    // Four bytes a character: the largest there can be. One word, for it isn't the search
    // index that is to be kept busy.
    let text = "𐐷".repeat(limits::MESSAGE_CHARS);
    for _ in 0..limits::PAGE - FILL {
        say(&gus, heap, &text).await?;
    }

    let before: Vec<u64> = cluster.nodes.iter().map(Node::memory).collect::<Result<_, _>>()?;
    let slow = gus.metric(SLOW).await?;
    let mut followers = Vec::new();
    for _ in 0..FOLLOWERS {
        let mut socket = Socket::upgraded(narrow(&gus).await?, &gus).await?;
        socket.send(br#"{"t":"hello"}"#).await?;
        followers.push(socket);
    }
    for _ in 0..FILL {
        say(&gus, heap, &text).await?;
    }
    let (mut asking, turns) = (JoinSet::new(), Arc::new(Semaphore::new(ASKING)));
    for _ in 0..ASKERS {
        asking.spawn(ask(gus.clone(), heap, Arc::clone(&turns)));
    }
    let (begun, mut grown, mut sent_away, mut answered) = (Instant::now(), 0, 0, Vec::new());
    loop {
        // Goes on being said, so that there is always something to take.
        say(&gus, heap, &text).await?;
        while let Some(stream) = asking.try_join_next() {
            answered.push(stream??);
        }
        for (node, before) in cluster.nodes.iter().zip(&before) {
            grown = grown.max(node.memory()?.saturating_sub(*before));
        }
        // Late perhaps, while the pages are being read.
        sent_away = gus.metric(SLOW).await.map_or(sent_away, |now| now - slow);
        let is_felt = sent_away >= FOLLOWERS as u64 && answered.len() == ASKERS;
        if is_felt && begun.elapsed() >= length {
            return Ok(grown);
        }
        anyhow::ensure!(
            begun.elapsed() < PATIENCE,
            "{sent_away} of {FOLLOWERS} who take nothing were sent away, {} of {ASKERS} who ask were answered",
            answered.len()
        );
        sleep(Duration::from_secs(1)).await;
    }
}

/// Clients that were sent away because they took nothing.
const SLOW: &str = "workloop_gateway_slow_total";

/// Says it, whatever may be slow meanwhile: with one nonce until it's answered.
async fn say(gus: &Api, heap: ChannelId, text: &str) -> anyhow::Result<()> {
    let nonce = MessageId::new().to_string();
    let again = async {
        while let Err(error) = gus.send(heap, &nonce, text).await {
            eprintln!("said again: {error:#}");
            sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(PATIENCE, again).await.context("nobody can say anything any more")
}

/// A connection of which the kernel takes little that nobody reads.
async fn narrow(api: &Api) -> anyhow::Result<TcpStream> {
    let address = lookup_host(api.authority()?).await?.next().context("no address")?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_recv_buffer_size(NARROW)?;
    Ok(socket.connect(address).await?)
}

/// Asks for the largest page until it's there, and takes no more of it than what says so.
async fn ask(api: Api, heap: ChannelId, turns: Arc<Semaphore>) -> anyhow::Result<TcpStream> {
    let _turn = turns.acquire().await?;
    let (host, port) = api.authority()?;
    let request = format!(
        "GET /api/v1/channels/{heap}/messages?limit={} HTTP/1.1\r\nHost: {host}:{port}\r\n\
         Authorization: Bearer {}\r\n\r\n",
        limits::PAGE,
        api.token
    );
    loop {
        let mut stream = narrow(&api).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut line = [0; b"HTTP/1.1 200".len()];
        stream.read_exact(&mut line).await?;
        match &line {
            b"HTTP/1.1 200" => return Ok(stream),
            // More than it takes at a time.
            b"HTTP/1.1 503" => sleep(Duration::from_millis(500)).await,
            _ => anyhow::bail!("a page: {}", line.escape_ascii()),
        }
    }
}
