//! The accept loop: bounded, patient with a full file table, and stopping in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::ServiceExt as _;

/// A client that hasn't sent its request's head by then is cut.
const HEAD_TIME: Duration = Duration::from_secs(10);
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
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
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
