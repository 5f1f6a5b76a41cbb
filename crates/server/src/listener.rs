//! The accept loop: bounded, patient with a full file table, and stopping in order.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, body::Body, http::Request};
use hyper::{
    body::Incoming,
    rt::{Sleep, Timer},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::ServiceExt as _;

/// A client that hasn't sent its first request's head by then is cut.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// A connection with nothing to answer is kept for so long: longer than nginx and AWS's load
/// balancers keep theirs (60 s), so that it's never we who close one just being used again.
const IDLE_TIME: Duration = Duration::from_secs(90);
/// A peer that acknowledges nothing for so long is gone.
const SILENT_TIME: Duration = Duration::from_secs(30);
/// Bytes buffered per connection; bounds a request's head too.
const BUFFER: usize = 64 * 1024;
/// Connections the kernel may hold for us.
const BACKLOG: i32 = 4096;

/// The other end of the connection a request came by.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Opens the listening socket.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Serves until `stop` turns true, then takes nothing new. Awaiting the answer's
/// [`Open::finish`] lets what is being answered go out.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    most: usize,
    mut stop: watch::Receiver<bool>,
) -> Open {
    let open = Open { permits: Arc::new(Semaphore::new(most)), most };
    loop {
        let stopping = async {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        let accepted = tokio::select! {
            accepted = accept(&listener, &open.permits) => accepted,
            () = stopping => break,
        };
        if let Some((stream, peer, permit)) = accepted {
            let (router, stop) = (router.clone(), stop.clone());
            tokio::spawn(async move {
                answer(stream, peer, router, stop).await;
                drop(permit);
            });
        }
    }
    open
}

/// Connections still being answered.
pub struct Open {
    permits: Arc<Semaphore>,
    most: usize,
}

impl Open {
    /// Waits until the last one is done; false when it takes longer than that.
    pub async fn finish(self, within: Duration) -> bool {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        tokio::time::timeout(within, self.permits.acquire_many(all)).await.is_ok()
    }
}

async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, mut stop: watch::Receiver<bool>) {
    let patience = Patience::default();
    let asked = Arc::clone(&patience.asked);
    let service = service_fn(move |mut request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(patience)
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let stopping = async {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stopping => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        // A client that went away or speaks no HTTP.
        tracing::trace!(%error, "a connection broke");
    }
}

/// The clock of one connection. hyper has one patience for a head and for the pause before
/// it; here the pause is longer once something was asked. A head may then take as long as a
/// pause: whoever may be silent wins nothing by being slow.
#[derive(Clone, Default)]
struct Patience {
    asked: Arc<AtomicBool>,
}

impl Patience {
    fn extended(&self, deadline: Instant) -> Instant {
        if self.asked.load(Ordering::Relaxed) { deadline + (IDLE_TIME - HEAD_TIME) } else { deadline }
    }
}

impl Timer for Patience {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        TokioTimer::new().sleep_until(self.extended(deadline))
    }

    fn reset(&self, sleep: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        TokioTimer::new().reset(sleep, self.extended(deadline));
    }

    fn now(&self) -> Instant {
        TokioTimer::new().now()
    }
}

async fn accept(
    listener: &TcpListener,
    open: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(open).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let socket = SockRef::from(&stream);
            // Worth having, not worth refusing a connection for.
            let _ = socket.set_tcp_nodelay(true);
            #[cfg(target_os = "linux")]
            let _ = socket.set_tcp_user_timeout(Some(SILENT_TIME));
            Some((stream, peer, permit))
        }
        Err(error) if is_exhausted(&error) => {
            tracing::error!(%error, "can't accept connections; raise the limit of open files");
            tokio::time::sleep(Duration::from_millis(200)).await;
            None
        }
        // The client went away before it was accepted.
        Err(_) => None,
    }
}

fn is_exhausted(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        time,
    };

    use super::*;

    const HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: harbour\r\n";

    async fn connected() -> (TcpStream, watch::Sender<bool>) {
        let listener = bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(false);
        let router = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(serve(listener, router, 16, stopping));
        (TcpStream::connect(address).await.unwrap(), stop)
    }

    async fn ask(stream: &mut TcpStream) {
        // Paused time runs ahead of the network.
        time::resume();
        stream.write_all(HEAD).await.unwrap();
        stream.write_all(b"\r\n").await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"here") {
            assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "closed instead of answered");
        }
        time::pause();
    }

    /// How long until the server closes.
    async fn closed(stream: &mut TcpStream) -> Duration {
        let start = time::Instant::now();
        let mut rest = Vec::new();
        // A reset is an end as well.
        let _ = stream.read_to_end(&mut rest).await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_finishes_a_head_is_cut_soon() {
        let (mut stream, _stop) = connected().await;
        for byte in &HEAD[..5] {
            stream.write_all(&[*byte]).await.unwrap();
            time::sleep(Duration::from_secs(1)).await;
        }
        let rest = closed(&mut stream).await;
        assert!((Duration::from_secs(4)..Duration::from_secs(7)).contains(&rest), "{rest:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_proxy_may_use_its_connection_again_after_a_minute() {
        let (mut stream, _stop) = connected().await;
        for _ in 0..3 {
            ask(&mut stream).await;
            time::sleep(Duration::from_secs(75)).await;
        }
        ask(&mut stream).await;
        let idle = closed(&mut stream).await;
        assert!((Duration::from_secs(75)..Duration::from_secs(120)).contains(&idle), "{idle:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_head_on_a_used_connection_ends_too() {
        let (mut stream, _stop) = connected().await;
        ask(&mut stream).await;
        let begun = time::Instant::now();
        stream.write_all(HEAD).await.unwrap();
        for _ in 0..60 {
            time::sleep(Duration::from_secs(1)).await;
            stream.write_all(b"x: y\r\n").await.unwrap();
        }
        closed(&mut stream).await;
        let held = begun.elapsed();
        assert!((Duration::from_secs(75)..Duration::from_secs(120)).contains(&held), "{held:?}");
    }
}
