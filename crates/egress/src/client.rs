//! The client: it asks for a name once, connects to an address of that very answer and of the
//! open internet, gives up in time, and reads no more than it was told to. It goes through no
//! proxy, keeps no cookies and unpacks nothing.

mod names;

use std::{net::IpAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use ipnet::IpNet;
use reqwest::{Client, Response, header, redirect};
use tokio::{sync::Semaphore, time::timeout};
use url::{Host, Url};

pub use names::Names;
use names::{Guard, Refused, System};

use crate::address;

/// Ports that anything may be asked on; others only within networks that are allowed.
const PORTS: [u16; 2] = [80, 443];
/// Requests under way at once; more wait, on their own time.
const AT_ONCE: usize = 64;
/// How long reaching somebody may take.
const REACH: Duration = Duration::from_secs(5);
/// How long a connection is kept for another request to the same place.
const IDLE: Duration = Duration::from_secs(30);
/// Connections kept for it.
const KEPT: usize = 4;

/// What is allowed beyond the open internet.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Networks that may be reached although they are somebody's own, on any port.
    pub networks: Vec<IpNet>,
}

/// What is asked: a GET, or a POST where there is a body.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub url: Url,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// What is posted.
    pub body: Option<Bytes>,
}

/// How far it goes.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Redirects followed, of a GET. Each is looked at like the first address.
    pub redirects: usize,
    /// From the first packet to the last, redirects included.
    pub total: Duration,
    /// Bytes of the answer's body.
    pub body: usize,
    /// Whether what is beyond is left unread; else such an answer is [`Error::Long`].
    pub cut: bool,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP's word for it.
    pub status: u16,
    /// Who answered in the end.
    pub url: Url,
    /// What they said.
    pub body: Bytes,
    headers: header::HeaderMap,
}

impl Answer {
    /// A header, where it's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Asking there isn't allowed, and won't be when it's tried again.
    #[error("not allowed: {0}")]
    Refused(&'static str),
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// It is more than was wanted.
    #[error("the answer is too long")]
    Long,
    /// It leads on and on, or a POST elsewhere.
    #[error("it redirects too often")]
    Redirects,
    /// Nobody there, or they broke off.
    #[error("can't be reached: {0}")]
    Unreachable(String),
}

/// Asks others. Cheap to clone.
#[derive(Clone)]
pub struct Egress(Arc<Parts>);

/// See [`Egress`].
struct Parts {
    rules: Arc<Rules>,
    /// For the usual ports.
    open: Client,
    /// For all others.
    inside: Client,
    turns: Semaphore,
}

impl Egress {
    /// By the machine's own resolver.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(rules: Rules) -> Result<Self, Error> {
        Self::with_names(rules, Arc::new(System))
    }

    /// By another resolver, for tests.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn with_names(rules: Rules, names: Arc<dyn Names>) -> Result<Self, Error> {
        let rules = Arc::new(rules);
        let guard =
            |only_allowed| Guard { names: Arc::clone(&names), rules: Arc::clone(&rules), only_allowed };
        Ok(Self(Arc::new(Parts {
            open: client(guard(false))?,
            inside: client(guard(true))?,
            turns: Semaphore::new(AT_ONCE),
            rules,
        })))
    }

    /// What can be said of an address before anything is asked: whether its scheme, port and
    /// form are allowed, and, where it has an IP address instead of a name, that.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn look_at(&self, url: &Url) -> Result<(), Error> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Refused("only http and https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::Refused("no name or password in an address"));
        }
        let address: IpAddr = match url.host() {
            None => return Err(Error::Refused("an address without a host")),
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            // Who that is turns out when it's asked for.
            Some(Host::Domain(_)) if is_usual(url) || !self.0.rules.networks.is_empty() => return Ok(()),
            Some(Host::Domain(_)) => return Err(Error::Refused(ONLY_USUAL)),
        };
        self.0.rules.judge(address, !is_usual(url))
    }

    /// Whether it names, as a number, an address within a network that was allowed: there
    /// TLS may be missing.
    pub fn is_inside(&self, url: &Url) -> bool {
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return false,
        };
        self.0.rules.allow(address)
    }

    /// Asks, within bounds.
    ///
    /// # Errors
    /// See [`Error`]; an answer of any status but a redirect is none.
    pub async fn ask(&self, request: Request, bounds: Bounds) -> Result<Answer, Error> {
        let asked = async {
            let _turn = self.0.turns.acquire().await.map_err(|_| Error::Late)?;
            self.follow(request, bounds).await
        };
        timeout(bounds.total, asked).await.map_err(|_| Error::Late)?
    }

    async fn follow(&self, mut request: Request, bounds: Bounds) -> Result<Answer, Error> {
        let mut left = bounds.redirects;
        loop {
            let response = self.send(&request).await?;
            let Some(next) = redirect_of(&response, &request.url) else {
                return read(response, request.url, bounds).await;
            };
            if left == 0 || request.body.is_some() {
                return Err(Error::Redirects);
            }
            left -= 1;
            request.url = next?;
        }
    }

    async fn send(&self, request: &Request) -> Result<Response, Error> {
        self.look_at(&request.url)?;
        let client = if is_usual(&request.url) { &self.0.open } else { &self.0.inside };
        let mut asking = match &request.body {
            None => client.get(request.url.clone()),
            Some(body) => client.post(request.url.clone()).body(body.clone()),
        };
        for (name, value) in &request.headers {
            asking = asking.header(*name, value);
        }
        asking.send().await.map_err(explain)
    }
}

/// Why another port is refused.
const ONLY_USUAL: &str = "only ports 80 and 443";

impl Rules {
    fn allow(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    fn judge(&self, address: IpAddr, only_allowed: bool) -> Result<(), Error> {
        if self.allow(address) {
            return Ok(());
        }
        if !address::is_public(address) {
            return Err(Error::Refused("an address that isn't the open internet's"));
        }
        if only_allowed { Err(Error::Refused(ONLY_USUAL)) } else { Ok(()) }
    }
}

fn is_usual(url: &Url) -> bool {
    url.port_or_known_default().is_some_and(|port| PORTS.contains(&port))
}

fn client(guard: Guard) -> Result<Client, Error> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let broken = |error: &dyn std::error::Error| Error::Unreachable(error.to_string());
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .use_preconfigured_tls(tls)
        .dns_resolver(Arc::new(guard))
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .redirect(redirect::Policy::none())
        .referer(false)
        .user_agent(concat!("Workloop/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(REACH)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(KEPT)
        .build()
        .map_err(|error| broken(&error))
}

fn redirect_of(response: &Response, from: &Url) -> Option<Result<Url, Error>> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?.to_str().ok();
    Some(location.and_then(|it| from.join(it).ok()).ok_or(Error::Refused("a redirect to nowhere")))
}

async fn read(mut response: Response, url: Url, bounds: Bounds) -> Result<Answer, Error> {
    let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(explain)? {
        let room = bounds.body - body.len();
        if piece.len() > room && !bounds.cut {
            return Err(Error::Long);
        }
        body.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            break;
        }
    }
    Ok(Answer { status, url, body: body.into(), headers })
}

/// What a library's error means, without the address, which may be a secret.
fn explain(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    let mut last = error.to_string();
    while let Some(it) = cause {
        if let Some(Refused(why)) = it.downcast_ref() {
            return Error::Refused(why);
        }
        last = it.to_string();
        cause = it.source();
    }
    if error.is_timeout() { Error::Late } else { Error::Unreachable(last) }
}

#[cfg(test)]
mod tests;
