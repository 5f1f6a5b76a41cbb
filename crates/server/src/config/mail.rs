//! E-mail: by which server, and in whose name.

use std::time::Duration;

use mail::{Mailbox, Server};
use url::Url;

use super::{
    environment::{Bad, Environment, Variable},
    listen::Listen,
};

const MAIL_URL: &str = "WORKLOOP_MAIL_URL";
const MAIL_PASSWORD: &str = "WORKLOOP_MAIL_PASSWORD";
const MAIL_FROM: &str = "WORKLOOP_MAIL_FROM";
const MAIL_WAIT: &str = "WORKLOOP_MAIL_WAIT_SECONDS";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: MAIL_URL,
        default: "none: no e-mail is sent",
        meaning: "The SMTP server that sends e-mail: `smtps://user:password@host[:465]`, TLS from the \
              first byte, or `smtp://user:password@host[:587]` with STARTTLS, without which nothing is \
              sent. Only `smtp://localhost[:25]`, without a user, is spoken to in clear. `%40` is an `@` in the user's \
              name. `?ca=file` names the certificates to trust instead of the system's. Needs \
              `WORKLOOP_MAIL_FROM` and `WORKLOOP_PUBLIC_URL`.",
        secret: true,
    },
    Variable {
        name: MAIL_PASSWORD,
        default: "none",
        meaning: "The password for `WORKLOOP_MAIL_URL`, taken as it is, where the URL has none.",
        secret: true,
    },
    Variable {
        name: MAIL_FROM,
        default: "none",
        meaning: "Who e-mail is from: `Workloop <chat@example.org>`.",
        secret: false,
    },
    Variable {
        name: MAIL_WAIT,
        default: "900",
        meaning: "Seconds in which people may read what concerns them before they are written to about it; who \
              chose to be written to seldom waits longer.",
        secret: false,
    },
];

/// See the table above.
pub struct Mail {
    /// What sends, when anything does.
    pub sending: Option<Sending>,
}

/// How e-mail is sent.
#[derive(Clone)]
pub struct Sending {
    /// By which server.
    pub server: Server,
    /// In whose name.
    pub from: Mailbox,
    /// What links in them begin with.
    pub address: Url,
    /// How long something may stay unread before it's written about.
    pub wait: Duration,
}

impl Mail {
    /// Reads the concern. Links in mails need an address that isn't taken from a request.
    pub fn read(environment: &Environment, listen: &Listen) -> Result<Self, Bad> {
        let password = environment.secret(MAIL_PASSWORD)?.filter(|password| !password.is_empty());
        let from = environment.get(MAIL_FROM).filter(|from| !from.is_empty());
        let url = environment.secret(MAIL_URL)?.filter(|url| !url.is_empty());
        let wait = environment.number(MAIL_WAIT, 900, 0, 86_400)?;
        let Some(url) = url else {
            let others = [(MAIL_PASSWORD, password.is_some()), (MAIL_FROM, from.is_some())];
            return match others.iter().find(|(_, is_set)| *is_set) {
                Some((name, _)) => Err(Bad::new(name, format!("has no use without {MAIL_URL}"))),
                None => Ok(Self { sending: None }),
            };
        };
        let mut server = Server::parse(&url).map_err(|error| Bad::new(MAIL_URL, error))?;
        if let Some(password) = password {
            server = server.with_password(&password).map_err(|error| Bad::new(MAIL_PASSWORD, error))?;
        }
        let from = from.ok_or_else(|| Bad::new(MAIL_FROM, "must be set: Workloop <chat@example.org>"))?;
        let from = from.parse().map_err(|error| {
            Bad::new(MAIL_FROM, format!("must look like Workloop <chat@example.org>: {error}"))
        })?;
        let address = listen
            .public_url
            .clone()
            .ok_or_else(|| Bad::new(MAIL_URL, "needs WORKLOOP_PUBLIC_URL, for the links in e-mails"))?;
        let wait = Duration::from_secs(wait);
        Ok(Self { sending: Some(Sending { server, from, address, wait }) })
    }

    /// The values in effect, as the table names them; without user and password.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let shown = |value: fn(&Sending) -> String| self.sending.as_ref().map(value).unwrap_or_default();
        vec![
            (MAIL_URL, shown(|it| it.server.to_string())),
            // Whether there is one is told by nobody: it may be in the URL.
            (MAIL_PASSWORD, "(hidden)".to_owned()),
            (MAIL_FROM, shown(|it| it.from.to_string())),
            (MAIL_WAIT, shown(|it| it.wait.as_secs().to_string())),
        ]
    }
}
