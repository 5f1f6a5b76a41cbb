//! Where a request comes from: the page that made it, and the address behind the proxies.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use url::Url;

use super::{
    error::Failure,
    identity::{bearer, cookie},
    request::{is_json, is_unsafe},
};
use crate::{config::network::Network, listener::Peer, wiring::App};

/// Refuses changes that another site's page asks for in a person's name. A browser says
/// where a request comes from and lets other sites send neither JSON nor our header
/// without asking first; a bearer token can't be borrowed at all.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if is_unsafe(request.method()) && bearer(headers).is_none() {
        if !is_own_page(&app, headers) {
            return Failure::new(
                StatusCode::FORBIDDEN,
                "cross_site",
                "Changes are taken only from this server's own pages, or with a token.",
            )
            .into_response();
        }
        if !is_json(headers) && !headers.contains_key("x-workloop") {
            return Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send `Content-Type: application/json`, or `X-Workloop: 1` without a body.",
            )
            .into_response();
        }
    }
    next.run(request).await
}

fn is_own_page(app: &App, headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    match (site, headers.get(header::ORIGIN)) {
        (Some(b"same-origin" | b"none"), None) => true,
        (Some(b"same-origin" | b"none") | None, Some(_)) => is_own_origin(app, headers),
        (Some(_), _) => false,
        // No browser: fine as long as it carries nobody's cookie.
        (None, None) => cookie(app, headers).is_none(),
    }
}

/// Whether the `Origin` is the public address, or the very host that was asked.
pub fn is_own_origin(app: &App, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    let Ok(url) = Url::parse(origin) else { return false };
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    if let Some(public) = &app.public_url
        && url.origin() == public.origin()
    {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let Ok(asked) = Url::parse(&format!("{}://{host}", url.scheme())) else { return false };
    !host.is_empty() && asked.origin() == url.origin() && (!app.is_https || url.scheme() == "https")
}

/// The client's address: the nearest one that isn't a trusted proxy's.
pub fn client_address(trusted: &[Network], parts: &Parts) -> IpAddr {
    let peer =
        parts.extensions.get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip().to_canonical());
    forwarded(trusted, peer, &parts.headers)
}

fn forwarded(trusted: &[Network], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        // What can't be read ends the trust.
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &[&str], peer: &str, header: &str) -> String {
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", header.parse().unwrap());
        forwarded(&trusted, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_nobody_else() {
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "198.51.100.7", "203.0.113.9"), "198.51.100.7");
        assert_eq!(seen(&[], "10.0.0.1", "203.0.113.9"), "10.0.0.1");
    }

    #[test]
    fn what_the_client_wrote_itself_stays_unread() {
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, rubbish, 10.0.0.2"), "10.0.0.2");
    }
}
