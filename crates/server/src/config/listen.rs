//! Where to listen and how the world sees this server.

use std::net::SocketAddr;

use url::Url;

use super::{
    environment::{Bad, Environment, Variable},
    network::Network,
};

const LISTEN: &str = "WORKLOOP_LISTEN";
const PUBLIC_URL: &str = "WORKLOOP_PUBLIC_URL";
const TRUSTED_PROXIES: &str = "WORKLOOP_TRUSTED_PROXIES";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: LISTEN,
        default: "0.0.0.0:8080",
        meaning: "Address and port to listen on.",
        secret: false,
    },
    Variable {
        name: PUBLIC_URL,
        default: "the address people opened",
        meaning: "Where people reach this server, for links, cookies and origin checks. Set it behind a proxy. An `https:` address makes cookies `__Host-` and `Secure`.",
        secret: false,
    },
    Variable {
        name: TRUSTED_PROXIES,
        default: "none",
        meaning: "Proxies whose `X-Forwarded-For` is believed: addresses or ranges (`10.0.0.0/8`), separated by commas.",
        secret: false,
    },
];

/// See the table above.
pub struct Listen {
    /// Address and port.
    pub address: SocketAddr,
    /// How the world sees us, when said.
    pub public_url: Option<Url>,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: Vec<Network>,
}

impl Listen {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let address = environment.parsed(LISTEN, SocketAddr::from(([0, 0, 0, 0], 8080)))?;
        let public_url = environment.get(PUBLIC_URL).map(public_url).transpose()?;
        let trusted_proxies = environment
            .get(TRUSTED_PROXIES)
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|error| Bad::new(TRUSTED_PROXIES, error)))
            .collect::<Result<_, _>>()?;
        Ok(Self { address, public_url, trusted_proxies })
    }

    /// Whether the world reaches us over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let proxies: Vec<_> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        vec![
            (LISTEN, self.address.to_string()),
            (PUBLIC_URL, self.public_url.as_ref().map(ToString::to_string).unwrap_or_default()),
            (TRUSTED_PROXIES, proxies.join(",")),
        ]
    }
}

fn public_url(text: &str) -> Result<Url, Bad> {
    let url = Url::parse(text).map_err(|error| Bad::new(PUBLIC_URL, format!("`{text}`: {error}")))?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    if is_plain {
        Ok(url)
    } else {
        Err(Bad::new(PUBLIC_URL, "must look like https://chat.example.org, without a path"))
    }
}
