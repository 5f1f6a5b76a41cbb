//! A line that can be harmed without either end noticing: it carries connections to a
//! service, or holds what is said, answers for the service, or takes its time.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
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

/// How a line treats what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is carried.
    Clear,
    /// Nothing gets through, and nothing is closed.
    Silent,
    /// Who asks something is answered 503, as a service over HTTP does that is too busy.
    Refusing,
    /// Every piece takes so long.
    Slow(Duration),
}

/// A line to one service. Ends when dropped.
pub struct Relay {
    /// Where it listens.
    pub address: SocketAddr,
    way: watch::Sender<Way>,
    harmed: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Relay {
    /// A clear line to this address.
    pub async fn to(service: String) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (way, seen) = watch::channel(Way::Clear);
        let harmed = Arc::new(AtomicU64::new(0));
        let counted = harmed.clone();
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, service.clone(), seen.clone(), counted.clone()));
            }
        });
        Ok(Self { address, way, harmed, task })
    }

    /// Treats it so for a while, and then carries everything, also what was held.
    pub async fn harm(&self, way: Way, length: Duration) {
        self.way.send_replace(way);
        tokio::time::sleep(length).await;
        self.way.send_replace(Way::Clear);
    }

    /// How many pieces weren't carried at once.
    pub fn harmed(&self) -> u64 {
        self.harmed.load(Ordering::Relaxed)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What is said to who asks something over a line that refuses.
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

async fn carry(near: TcpStream, service: String, way: watch::Receiver<Way>, harmed: Arc<AtomicU64>) {
    let Ok(far) = TcpStream::connect(service).await else { return };
    let (_, _) = (near.set_nodelay(true), far.set_nodelay(true));
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
    // Whichever ends first ends both: a half-open line is another fault.
    let end = tokio::select! {
        end = pass(&mut near_in, &mut far_out, way.clone(), &harmed) => end,
        end = pass(&mut far_in, &mut near_out, way, &harmed) => end,
    };
    if end == End::Refused {
        let _ = near_out.write_all(BUSY).await;
    }
}

/// Why a line ended.
#[derive(PartialEq, Eq)]
enum End {
    Closed,
    Refused,
}

async fn pass(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    mut way: watch::Receiver<Way>,
    harmed: &AtomicU64,
) -> End {
    let mut chunk = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut chunk).await {
        let now = *way.borrow();
        if now != Way::Clear {
            harmed.fetch_add(1, Ordering::Relaxed);
        }
        match now {
            Way::Clear => {}
            Way::Silent => {
                if way.wait_for(|way| *way != Way::Silent).await.is_err() {
                    return End::Closed;
                }
            }
            Way::Refusing => return End::Refused,
            Way::Slow(delay) => tokio::time::sleep(delay).await,
        }
        if to.write_all(&chunk[..length]).await.is_err() {
            return End::Closed;
        }
    }
    End::Closed
}

#[cfg(test)]
mod tests {
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
        relay.way.send_replace(Way::Silent);
        near.write_all(b"two").await.unwrap();
        let nothing = tokio::time::timeout(Duration::from_millis(200), far.read_exact(&mut heard)).await;
        assert!(nothing.is_err() && relay.harmed() == 1);
        relay.way.send_replace(Way::Clear);
        far.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"two");
    }

    #[tokio::test]
    async fn a_refusing_line_answers_for_the_service() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Relay::to(listener.local_addr().unwrap().to_string()).await.unwrap();
        let mut near = TcpStream::connect(relay.address).await.unwrap();
        let (mut far, _) = listener.accept().await.unwrap();
        relay.way.send_replace(Way::Refusing);
        near.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        near.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        let mut heard = Vec::new();
        far.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"", "the service heard nothing of it");
    }
}
