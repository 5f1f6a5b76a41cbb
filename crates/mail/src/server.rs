//! Which SMTP server, and how it's spoken to.

use std::{fmt, net::IpAddr, path::PathBuf, time::Duration};

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::Error;

/// How long each step of the conversation may take.
const STEP: Duration = Duration::from_secs(20);

/// How the line to it is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Safety {
    /// TLS from the first byte (RFC 8314 §3.3).
    Implicit,
    /// Plain at first, then TLS by STARTTLS (RFC 3207), which it must offer.
    StartTls,
    /// Not at all; only to this machine, and with nothing to hide.
    None,
}

/// An SMTP server's address. Shown without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    host: String,
    port: u16,
    safety: Safety,
    user: String,
    password: String,
    /// The certificates to trust instead of the system's, PEM.
    ca: Option<PathBuf>,
}

impl Server {
    /// Reads `smtps://user:password@host[:port]` (TLS from the first byte, port 465) or
    /// `smtp://…` (STARTTLS, port 587; to this machine itself and without a user no TLS, port 25). After a `?`,
    /// `ca=file` names the certificates to trust.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("isn't an address: {error}"))?;
        let host = url.host().ok_or("has no host: smtps://user:password@smtp.example.org")?;
        let (safety, port) = match url.scheme() {
            "smtps" => (Safety::Implicit, 465),
            "smtp" if is_here(&host) && url.username().is_empty() => (Safety::None, 25),
            "smtp" => (Safety::StartTls, 587),
            other => return Err(format!("begins with smtps:// or smtp://, not {other}://")),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err("has no path: smtps://user:password@smtp.example.org".to_owned());
        }
        let mut ca = None;
        for (name, value) in url.query_pairs() {
            match &*name {
                "ca" => ca = Some(PathBuf::from(&*value)),
                _ => return Err(format!("has no setting `{name}`: there is ca=file")),
            }
        }
        Ok(Self {
            host: host_of(&host),
            port: url.port().unwrap_or(port),
            safety,
            user: decoded(url.username())?,
            password: decoded(url.password().unwrap_or_default())?,
            ca,
        })
    }

    /// The same with a password that stands elsewhere.
    ///
    /// # Errors
    /// It has one, or no user that it would be of.
    pub fn with_password(self, password: &str) -> Result<Self, &'static str> {
        if !self.password.is_empty() {
            return Err("is set, and the address has a password too; keep one");
        }
        if self.user.is_empty() {
            return Err("is set, but the address names no user");
        }
        Ok(Self { password: password.to_owned(), ..self })
    }

    /// What talks to it.
    pub(crate) fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(path) = &self.ca {
            let failed = |error: &dyn fmt::Display| Error::Server(format!("{}: {error}", path.display()));
            let pem = std::fs::read(path).map_err(|error| failed(&error))?;
            tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| failed(&error))?);
        }
        let tls = || tls.clone().build_rustls().map_err(|error| Error::Server(error.to_string()));
        let tls = match self.safety {
            Safety::Implicit => Tls::Wrapper(tls()?),
            Safety::StartTls => Tls::Required(tls()?),
            Safety::None => Tls::None,
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .tls(tls)
            .timeout(Some(STEP));
        Ok(if self.user.is_empty() {
            transport.build()
        } else {
            transport.credentials(Credentials::new(self.user.clone(), self.password.clone())).build()
        })
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.safety == Safety::Implicit { "smtps" } else { "smtp" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{host}:{}", self.port)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self})")
    }
}

/// Whether it's this machine itself.
fn is_here(host: &Host<&str>) -> bool {
    match host {
        // Not a scheme that the URL standard knows, so numbers come as names.
        Host::Domain(name) => *name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback()),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn host_of(host: &Host<&str>) -> String {
    match host {
        Host::Domain(name) => (*name).to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let text = percent_decode_str(text).decode_utf8();
    text.map(Into::into).map_err(|_| "has a user or password that isn't UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Server {
        Server::parse(text).unwrap()
    }

    #[test]
    fn the_scheme_says_how_the_line_is_protected() {
        for (text, shown, safety) in [
            ("smtps://ada:x@mail.example.org", "smtps://mail.example.org:465", Safety::Implicit),
            ("smtp://ada:x@mail.example.org", "smtp://mail.example.org:587", Safety::StartTls),
            ("smtp://localhost", "smtp://localhost:25", Safety::None),
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525", Safety::None),
            ("smtp://ada:x@localhost", "smtp://localhost:587", Safety::StartTls),
            ("smtp://[::1]:2525/", "smtp://[::1]:2525", Safety::None),
            ("smtp://10.0.0.7", "smtp://10.0.0.7:587", Safety::StartTls),
        ] {
            let server = parsed(text);
            assert_eq!((server.to_string().as_str(), server.safety), (shown, safety));
        }
    }

    #[test]
    fn user_and_password_are_read_and_never_shown() {
        let server = parsed("smtps://ada%40example.org:gehe%2Fim@mail.example.org");
        assert_eq!((server.user.as_str(), server.password.as_str()), ("ada@example.org", "gehe/im"));
        assert!(!format!("{server} {server:?}").contains("im@"));
    }

    #[test]
    fn a_password_stands_in_one_place() {
        let alone = parsed("smtps://ada@mail.example.org").with_password("geheim").unwrap();
        assert_eq!(alone.password, "geheim");
        assert!(alone.with_password("again").is_err());
        assert!(parsed("smtps://mail.example.org").with_password("whose").is_err());
    }

    #[test]
    fn what_is_no_mail_server_is_refused_with_what_would_be_right() {
        for text in
            ["mail.example.org", "https://mail.example.org", "smtps://mail.example.org/x", "smtp://a?tls=no"]
        {
            assert!(Server::parse(text).is_err(), "{text}");
        }
    }
}
