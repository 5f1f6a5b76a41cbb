//! How much of everything.

use std::time::Duration;

use super::environment::{Bad, Environment, Variable};

const CONNECTIONS: &str = "WORKLOOP_CONNECTIONS";
const REQUESTS: &str = "WORKLOOP_REQUESTS_PER_MINUTE";
const ANONYMOUS: &str = "WORKLOOP_ANONYMOUS_REQUESTS_PER_MINUTE";
const UNLIMITED: &str = "WORKLOOP_UNLIMITED";
const DRAIN: &str = "WORKLOOP_DRAIN_SECONDS";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: CONNECTIONS,
        default: "20000",
        meaning: "Connections open at once, of HTTP and again of the gateway; more wait or are told to.",
        secret: false,
    },
    Variable {
        name: REQUESTS,
        default: "1200",
        meaning: "Requests a person may make in a minute, over all their devices.",
        secret: false,
    },
    Variable {
        name: ANONYMOUS,
        default: "300",
        meaning: "API requests an address may make in a minute without being signed in.",
        secret: false,
    },
    Variable {
        name: UNLIMITED,
        default: "no",
        meaning: "`yes` lifts all rate limits but those on signing in: for measuring, never for people.",
        secret: false,
    },
    Variable {
        name: DRAIN,
        default: "10",
        meaning: "Seconds to let requests finish and clients move away when stopping.",
        secret: false,
    },
];

/// See the table above.
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Per person and minute.
    pub requests: u32,
    /// Per address and minute, signed out.
    pub anonymous: u32,
    /// No rate limits but those on signing in.
    pub unlimited: bool,
    /// Time to stop.
    pub drain: Duration,
}

impl Limits {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let rate = |name, default| {
            environment
                .number(name, default, 1, 10_000_000)
                .map(|rate| u32::try_from(rate).unwrap_or(u32::MAX))
        };
        Ok(Self {
            connections: usize::try_from(environment.number(CONNECTIONS, 20_000, 16, 1_000_000)?)
                .unwrap_or(usize::MAX),
            requests: rate(REQUESTS, 1200)?,
            anonymous: rate(ANONYMOUS, 300)?,
            unlimited: match environment.get(UNLIMITED).unwrap_or("no") {
                "no" => false,
                "yes" => true,
                other => return Err(Bad::new(UNLIMITED, format!("`{other}` is neither yes nor no"))),
            },
            drain: Duration::from_secs(environment.number(DRAIN, 10, 0, 600)?),
        })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![
            (CONNECTIONS, self.connections.to_string()),
            (REQUESTS, self.requests.to_string()),
            (ANONYMOUS, self.anonymous.to_string()),
            (UNLIMITED, if self.unlimited { "yes" } else { "no" }.to_owned()),
            (DRAIN, self.drain.as_secs().to_string()),
        ]
    }
}
