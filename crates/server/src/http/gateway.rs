//! `GET /api/v1/gateway`: checks who and from where, then hands the bare socket over.

use anyhow::anyhow;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use gateway::codec::accept_key;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{
    error::{Answer, Failure},
    identity::{Identity, bearer},
    origin::is_own_origin,
};
use crate::wiring::App;

/// The upgrade of RFC 6455 §4.2.
pub async fn connect(State(app): State<App>, who: Identity, mut request: Request) -> Answer<Response> {
    let headers = request.headers();
    check_origin(&app, headers)?;
    let Some(key) = handshake_key(request.method(), headers) else {
        return Ok(upgrade_required());
    };
    if app.is_draining() || app.gateway.connections() >= app.most_connected {
        return Err(Failure::unavailable());
    }
    let accepted = HeaderValue::try_from(accept_key(key.as_bytes())).map_err(|_| Failure::internal())?;
    let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else {
        return Ok(upgrade_required());
    };
    tokio::spawn(async move {
        let handed = async {
            let upgraded = upgrade.await?;
            // Our own listener serves nothing else.
            let parts = upgraded.downcast::<TokioIo<TcpStream>>().map_err(|_| anyhow!("not a TCP stream"))?;
            let (stream, read) = (parts.io.into_inner(), parts.read_buf);
            app.gateway.serve(stream, read, who.person.user, who.person.session).await?;
            anyhow::Ok(())
        };
        if let Err(error) = handed.await {
            // The client went away meanwhile.
            tracing::debug!(%error, "an upgrade broke");
        }
    });
    let headers = [
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::CONNECTION, HeaderValue::from_static("Upgrade")),
        (header::SEC_WEBSOCKET_ACCEPT, accepted),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers).into_response())
}

/// A page must be our own; only a script's token may come without saying from where.
fn check_origin(app: &App, headers: &HeaderMap) -> Answer<()> {
    let is_fine = if headers.contains_key(header::ORIGIN) {
        is_own_origin(app, headers)
    } else {
        bearer(headers).is_some()
    };
    if is_fine {
        Ok(())
    } else {
        Err(Failure::new(
            StatusCode::FORBIDDEN,
            "cross_site",
            "Connect from this server's own pages, or with a token.",
        ))
    }
}

/// The client's key, when the request is a WebSocket handshake of version 13.
fn handshake_key<'a>(method: &Method, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let has = |name, wanted: &str| {
        let values = headers.get_all(name).iter().filter_map(|value: &HeaderValue| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(wanted))
    };
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?;
    let is_key = key.len() == 24 && key.as_bytes().ends_with(b"==");
    let is_handshake = method == Method::GET
        && has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && has(header::SEC_WEBSOCKET_VERSION, "13");
    (is_handshake && is_key).then_some(key)
}

fn upgrade_required() -> Response {
    let failure = Failure::new(
        StatusCode::UPGRADE_REQUIRED,
        "upgrade_required",
        "This address speaks WebSocket, version 13.",
    );
    let mut response = failure.into_response();
    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    response
}
