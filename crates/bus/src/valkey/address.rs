//! Where the server is and how to talk to it, read from one URL:
//! `valkey://[user:password@]host[:port][/db][?prefix=…&cluster=true&nodes=host:port,…&ca=file]`.

use std::path::Path;

use redis::{ConnectionInfo, IntoConnectionInfo as _, ProtocolVersion, TlsCertificates};
use url::Url;

/// What names begin with, unless said.
const PREFIX: &str = "workloop";
/// Longest prefix.
const LONGEST: usize = 64;

/// An address that can't be used; says why, and never the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAddress(String);

/// See the module.
#[derive(Clone)]
pub struct Address {
    /// The nodes to ask first: one, or some of a cluster's.
    pub(super) nodes: Vec<ConnectionInfo>,
    pub(super) certificates: Option<TlsCertificates>,
    pub(super) is_tls: bool,
    pub(super) is_cluster: bool,
    pub(super) prefix: String,
    shown: String,
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// It's malformed, or names a file that can't be read.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = Url::parse(text).map_err(|error| bad(format!("not a URL: {error}")))?;
        let is_tls = match url.scheme() {
            "valkey" | "redis" => false,
            "valkeys" | "rediss" => true,
            other => return Err(bad(format!("`{other}:` is not valkey:, valkeys:, redis: or rediss:"))),
        };
        if url.fragment().is_some() {
            return Err(bad("nothing may follow a `#`; write it as %23 in a password"));
        }
        let options = Options::of(&url)?;
        let nodes = nodes(&url, &options.nodes)?;
        let db = nodes.first().map_or(0, |node| node.redis_settings().db());
        if options.is_cluster && db != 0 {
            return Err(bad("a cluster has no database but 0"));
        }
        if options.certificates.is_some() && !is_tls {
            return Err(bad("`ca` goes with valkeys: or rediss:"));
        }
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let cluster = if options.is_cluster { "?cluster=true" } else { "" };
        Ok(Self {
            // Publishing knows no databases: their names must differ.
            prefix: if db == 0 { options.prefix } else { format!("{}.{db}", options.prefix) },
            shown: format!("{}://{host}{port}/{db}{cluster}", url.scheme()),
            certificates: options.certificates,
            is_cluster: options.is_cluster,
            is_tls,
            nodes,
        })
    }

    /// With this password, kept elsewhere than in the URL.
    ///
    /// # Errors
    /// The URL has one too.
    pub fn with_password(mut self, password: &str) -> Result<Self, BadAddress> {
        for node in &mut self.nodes {
            let settings = node.redis_settings().clone();
            if settings.password().is_some() {
                return Err(bad("the URL has a password too; keep one"));
            }
            *node = node.clone().set_redis_settings(settings.set_password(password));
        }
        Ok(self)
    }
}

/// Without user and password.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

struct Options {
    prefix: String,
    is_cluster: bool,
    nodes: Vec<String>,
    certificates: Option<TlsCertificates>,
}

impl Options {
    fn of(url: &Url) -> Result<Self, BadAddress> {
        let mut options =
            Self { prefix: PREFIX.to_owned(), is_cluster: false, nodes: Vec::new(), certificates: None };
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "prefix" => options.prefix = prefix(&value)?,
                "cluster" => {
                    options.is_cluster = value.parse().map_err(|_| bad("`cluster` is `true` or `false`"))?;
                }
                "nodes" => {
                    options.is_cluster = true;
                    options.nodes = value.split(',').map(str::to_owned).collect();
                }
                "ca" => options.certificates = Some(certificates(Path::new(value.as_ref()))?),
                other => {
                    return Err(bad(format!("`{other}` is none of prefix, cluster, nodes and ca")));
                }
            }
        }
        Ok(options)
    }
}

fn prefix(text: &str) -> Result<String, BadAddress> {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if text.is_empty() || text.len() > LONGEST || !text.bytes().all(is_fine) {
        return Err(bad(format!("`prefix` is up to {LONGEST} of A-Z a-z 0-9 . _ -")));
    }
    Ok(text.to_owned())
}

fn certificates(file: &Path) -> Result<TlsCertificates, BadAddress> {
    let pem = std::fs::read(file).map_err(|error| bad(format!("ca={}: {error}", file.display())))?;
    Ok(TlsCertificates { client_tls: None, root_cert: Some(pem) })
}

/// The URL's own host and the other nodes, with the same user, password and scheme.
fn nodes(url: &Url, others: &[String]) -> Result<Vec<ConnectionInfo>, BadAddress> {
    let mut bare = url.clone();
    bare.set_query(None);
    let mut nodes = vec![connection(bare.clone())?];
    for other in others {
        let (host, port) = other.rsplit_once(':').unwrap_or((other, "6379"));
        let port = port.parse().map_err(|_| bad(format!("`nodes`: `{other}` is not host:port")))?;
        let mut node = bare.clone();
        let is_set =
            !host.is_empty() && node.set_host(Some(host)).is_ok() && node.set_port(Some(port)).is_ok();
        if !is_set {
            return Err(bad(format!("`nodes`: `{other}` is not host:port")));
        }
        nodes.push(connection(node)?);
    }
    Ok(nodes)
}

fn connection(url: Url) -> Result<ConnectionInfo, BadAddress> {
    // Its errors name what is wrong, not the password.
    let info = url.into_connection_info().map_err(|error| bad(error.to_string()))?;
    // News comes beside answers, on one connection.
    let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    Ok(info.set_redis_settings(settings))
}

fn bad(why: impl Into<String>) -> BadAddress {
    BadAddress(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        let error = Address::parse(text).err().unwrap_or_else(|| panic!("{text} passed"));
        error.to_string()
    }

    #[test]
    fn one_server_and_all_that_can_be_said_of_it() {
        let address = Address::parse("valkeys://ada:p%40ss@cache.example:6380/3?prefix=pier").unwrap();
        assert!(address.is_tls && !address.is_cluster);
        assert_eq!(address.prefix, "pier.3");
        let settings = address.nodes[0].redis_settings();
        assert_eq!((settings.username(), settings.password()), (Some("ada"), Some("p@ss")));
        assert_eq!(address.to_string(), "valkeys://cache.example:6380/3");
    }

    #[test]
    fn a_cluster_may_be_named_by_many_nodes() {
        let address = Address::parse("redis://:x@a.example?nodes=b.example:7001,c.example").unwrap();
        assert!(address.is_cluster);
        let addresses: Vec<String> = address.nodes.iter().map(|node| node.addr().to_string()).collect();
        assert_eq!(addresses, ["a.example:6379", "b.example:7001", "c.example:6379"]);
        assert!(address.nodes.iter().all(|node| node.redis_settings().password() == Some("x")));
    }

    #[test]
    fn the_password_may_be_kept_elsewhere() {
        let address = Address::parse("valkeys://ada@a.example?nodes=b.example:7001").unwrap();
        let address = address.with_password("a/b@c%40").unwrap();
        let is_known = |node: &ConnectionInfo| {
            let settings = node.redis_settings();
            (settings.username(), settings.password()) == (Some("ada"), Some("a/b@c%40"))
        };
        assert!(address.nodes.len() == 2 && address.nodes.iter().all(is_known));
        let twice = address.with_password("another").err().unwrap();
        assert!(twice.to_string().contains("keep one"), "{twice}");
    }

    #[test]
    fn what_is_wrong_is_said_and_the_password_is_not() {
        for (text, part) in [
            ("cache.example:6379", "not valkey:"),
            ("http://:geheim@cache", "not valkey:"),
            ("valkey://:geheim@", "empty host"),
            ("valkey://:geheim@cache/one", "database"),
            ("valkey://:geheim@cache?cluster=maybe", "`cluster`"),
            ("valkey://:geheim@cache/1?cluster=true", "a cluster"),
            ("valkey://:geheim@cache?prefix=a{b", "`prefix`"),
            ("valkey://:geheim@cache?nodes=a:b", "`nodes`"),
            ("valkey://:geheim@cache?timeout=3", "`timeout`"),
            ("valkey://:geheim@cache?ca=/dev/null", "`ca`"),
            ("valkeys://:geheim@cache?ca=/nowhere.pem", "/nowhere.pem"),
            ("valkeys://:geheim@cache#insecure", "#"),
        ] {
            let why = why(text);
            assert!(why.to_lowercase().contains(part), "{text}: {why}");
            assert!(!why.contains("geheim"), "{why}");
        }
    }
}
