//! What every request passes through and every answer bears: an id, a span, a deadline,
//! the security headers, and a problem document where something was refused.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use protocol::Problem;
use tracing::Instrument as _;

use super::{error::Failure, request::is_unsafe};
use crate::wiring::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest path and query.
const PATH_BYTES: usize = 2 * 1024;
/// Longest headers, all together.
const HEADER_BYTES: usize = 16 * 1024;
/// A handler that takes longer has met something broken.
const HANDLER_TIME: Duration = Duration::from_secs(30);

/// Headers that never differ.
const FIXED: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(self), midi=(), payment=(), usb=()",
    ),
];

/// The outermost layer.
pub async fn envelope(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    let id = request_id(&request);
    let policy = content_policy(&app, request.headers());
    let shown_route = route.as_deref().unwrap_or("other");
    let span = tracing::info_span!("request", id, %method, route = shown_route);
    let answering = async {
        let mut response = match oversized(&request) {
            Some(failure) => failure.into_response(),
            None => guarded(&method, is_api, next.run(request)).await,
        };
        finish(&mut response, &id, is_api);
        tracing::debug!(status = response.status().as_u16(), took = ?started.elapsed(), "answered");
        response
    };
    let mut response = answering.instrument(span).await;
    app.metrics.answered(&method, shown_route, response.status(), started.elapsed());
    dress(&app, &mut response, &id, policy, is_api);
    response
}

/// Runs the handler with a deadline; a panic in it is one request's misfortune.
async fn guarded(method: &Method, is_api: bool, handler: impl Future<Output = Response>) -> Response {
    let caught = AssertUnwindSafe(handler).catch_unwind();
    let outcome = if is_api { tokio::time::timeout(HANDLER_TIME, caught).await } else { Ok(caught.await) };
    match outcome {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            Failure::internal().into_response()
        }
        Err(_) => {
            tracing::error!("a handler took too long");
            if is_unsafe(method) { Failure::unknown() } else { Failure::unavailable() }.into_response()
        }
    }
}

fn oversized(request: &Request) -> Option<Failure> {
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > PATH_BYTES) {
        return Some(Failure::new(
            StatusCode::URI_TOO_LONG,
            "too_long",
            "The address may have 2 KiB at most.",
        ));
    }
    let bytes: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    (bytes > HEADER_BYTES).then(|| {
        Failure::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "too_large",
            "The headers may have 16 KiB at most.",
        )
    })
}

/// A proxy's id when it looks like one, else our own.
fn request_id(request: &Request) -> String {
    let given = request.headers().get(&REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_usable = |id: &&str| {
        (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    given.filter(is_usable).map_or_else(new_id, str::to_owned)
}

fn new_id() -> String {
    let mut bytes = [0u8; 8];
    // Without randomness an id is less useful, not wrong.
    let _ = getrandom::fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// Writes the problem document, also for what axum itself refused in plain words.
fn finish(response: &mut Response, id: &str, is_api: bool) {
    let is_bare = response.extensions().get::<Problem>().is_none();
    if is_bare && is_api && response.status().is_client_error() {
        let failure = match response.status() {
            StatusCode::METHOD_NOT_ALLOWED => Failure::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address can't do that; see `Allow`.",
            ),
            status => Failure::new(status, "invalid", "The request can't be understood."),
        };
        let allow = response.headers_mut().remove(header::ALLOW);
        *response = failure.into_response();
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    if let Some(mut problem) = response.extensions_mut().remove::<Problem>() {
        problem.request_id = Some(id.to_owned());
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        *response.body_mut() = Body::from(body);
    }
}

fn dress(app: &App, response: &mut Response, id: &str, policy: HeaderValue, is_api: bool) {
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if app.is_https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
    } else {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// Scripts and styles from here only; files also from the bucket, if there is one. Older
/// Safaris don't take `'self'` for sockets, so the host is named.
fn content_policy(app: &App, headers: &HeaderMap) -> HeaderValue {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_plain =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte));
    let scheme = if app.is_https { "wss" } else { "ws" };
    let socket = if is_plain { format!(" {scheme}://{host}") } else { String::new() };
    let files = app.media.origin().map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{files}; \
         media-src 'self' blob:{files}; font-src 'self'; connect-src 'self'{socket}{files}; \
         worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// What no route of the API answers.
pub async fn no_such_route() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "not_found", "There is no such route; see /api/v1/openapi.json.")
}
