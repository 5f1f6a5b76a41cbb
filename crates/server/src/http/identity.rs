//! Who a request is from: the cookie of a browser or the token of a script.

use axum::{extract::FromRequestParts, http::{HeaderMap, header, request::Parts}};

use super::error::Failure;
use crate::wiring::App;

pub struct Identity;
pub struct Caller;
impl<S: Send + Sync> FromRequestParts<S> for Identity { type Rejection = Failure; async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Failure> { Ok(Self) } }
impl<S: Send + Sync> FromRequestParts<S> for Caller { type Rejection = Failure; async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Failure> { Ok(Self) } }

/// The bearer token, when one is sent.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session cookie's value, when it is sent. Over TLS only the host-bound name counts.
pub fn cookie<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    let wanted = cookie_name(app);
    let mut pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.find_map(|pair| pair.trim().split_once('=').filter(|(name, _)| *name == wanted)).map(|(_, value)| value)
}

/// `__Host-` keeps other hosts of the domain from planting it.
pub fn cookie_name(app: &App) -> &'static str {
    if app.is_https { "__Host-wl" } else { "wl" }
}
