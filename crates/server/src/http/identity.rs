//! Who a request is from: the cookie of a browser or the token of a script. What they may
//! do is for the rules to say.

use std::{net::IpAddr, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use bus::Quota;
use chat::SignedIn;

use super::{
    error::{Answer, Failure},
    origin::client_address,
};
use crate::wiring::App;

/// Somebody signed in, within their budget.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// Who, by which session.
    pub person: SignedIn,
}

/// Anybody, known by their address only, within its budget.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// From where.
    pub address: IpAddr,
}

impl FromRequestParts<App> for Identity {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let token = match bearer(&parts.headers) {
            Some(token) => Some(token),
            None => cookie(app, &parts.headers),
        };
        let found = match token {
            Some(token) => app.chat.authenticate(token).await,
            None => Err(chat::Refusal::SignedOut),
        };
        match found {
            Ok(person) => {
                take(app, &format!("person/{}", person.user), app.rates.0).await?;
                Ok(Self { person })
            }
            Err(refusal) => {
                // Guessing tokens costs the guesser's address.
                Caller::from_request_parts(parts, app).await?;
                Err(refusal.into())
            }
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let address = client_address(&app.trusted_proxies, parts);
        take(app, &format!("address/{address}"), app.rates.1).await?;
        Ok(Self { address })
    }
}

/// One request of the minute's budget.
async fn take(app: &App, key: &str, burst: u32) -> Answer<()> {
    Ok(app.chat.budget(key, Quota { burst, period: Duration::from_secs(60) }).await?)
}

/// The bearer token, when one is sent.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session cookie's value, when it is sent. Over TLS only the host-bound name counts.
pub fn cookie<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    let wanted = cookie_name(app);
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// `__Host-` keeps other hosts of the domain from planting it.
pub fn cookie_name(app: &App) -> &'static str {
    if app.is_https { "__Host-wl" } else { "wl" }
}
