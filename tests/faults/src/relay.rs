//! A line that can be cut without either end noticing: it carries connections to a service,
//! or holds what is said.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// A line to one service. Ends when dropped.
pub struct Relay {
    /// Where it listens.
    pub address: SocketAddr,
    silent: watch::Sender<bool>,
    held: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Relay {
    /// A clear line to this address.
    pub async fn to(service: String) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (silent, seen) = watch::channel(false);
        let held = Arc::new(AtomicU64::new(0));
        let counted = held.clone();
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, service.clone(), seen.clone(), counted.clone()));
            }
        });
        Ok(Self { address, silent, held, task })
    }

    /// From now on nothing gets through, and nothing is closed; or everything, also what was
    /// held.
    pub fn silence(&self, is_silent: bool) {
        self.silent.send_replace(is_silent);
    }

    /// How often something was held.
    pub fn held(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(near: TcpStream, service: String, silent: watch::Receiver<bool>, held: Arc<AtomicU64>) {
    let Ok(far) = TcpStream::connect(service).await else { return };
    let (_, _) = (near.set_nodelay(true), far.set_nodelay(true));
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    // Whichever ends first ends both: a half-open line is another fault.
    tokio::select! {
        () = pass(near_in, far_out, silent.clone(), &held) => {}
        () = pass(far_in, near_out, silent, &held) => {}
    }
}

async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut silent: watch::Receiver<bool>,
    held: &AtomicU64,
) {
    let mut chunk = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut chunk).await {
        if *silent.borrow() {
            held.fetch_add(1, Ordering::Relaxed);
            if silent.wait_for(|silent| !silent).await.is_err() {
                return;
            }
        }
        if to.write_all(&chunk[..length]).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_silent_line_holds_what_is_said_and_loses_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Relay::to(listener.local_addr().unwrap().to_string()).await.unwrap();
        let mut near = TcpStream::connect(relay.address).await.unwrap();
        let (mut far, _) = listener.accept().await.unwrap();
        let mut heard = [0; 3];
        near.write_all(b"one").await.unwrap();
        far.read_exact(&mut heard).await.unwrap();
        relay.silence(true);
        near.write_all(b"two").await.unwrap();
        let nothing = tokio::time::timeout(Duration::from_millis(200), far.read_exact(&mut heard)).await;
        assert!(nothing.is_err() && relay.held() == 1);
        relay.silence(false);
        far.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"two");
    }
}
