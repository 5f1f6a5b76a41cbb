//! How nodes tell each other. A single node needs nothing.

use bus::valkey::address::Address;

use super::environment::{Bad, Environment, Variable};

const BUS_URL: &str = "WORKLOOP_BUS_URL";
const BUS_PASSWORD: &str = "WORKLOOP_BUS_PASSWORD";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: BUS_URL,
        default: "local:",
        meaning: "How nodes tell each other of changes: `local:` for a single node, or a Valkey or \
              Redis server, `valkey://[user:password@]host[:port][/db]`, with TLS `valkeys://…`. \
              `redis://` and `rediss://` mean the same. After a `?`, joined by `&`: \
              `cluster=true`; `nodes=host:port,…`, more nodes of the cluster to ask first; \
              `prefix=…`, so that installations can share a server (default `workloop`); \
              `ca=file`, the certificates to trust instead of the system's.",
        secret: true,
    },
    Variable {
        name: BUS_PASSWORD,
        default: "none",
        meaning: "The password for `WORKLOOP_BUS_URL`, taken as it is, where the URL has none.",
        secret: true,
    },
];

/// See the table above.
#[derive(Default)]
pub enum Bus {
    /// Within this process.
    #[default]
    Local,
    /// Over a server.
    Valkey(Box<Address>),
}

impl Bus {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let password = environment.secret(BUS_PASSWORD)?.filter(|password| !password.is_empty());
        match (environment.secret(BUS_URL)?.as_deref(), password) {
            (None | Some("local:"), None) => Ok(Self::Local),
            (None | Some("local:"), Some(_)) => {
                Err(Bad::new(BUS_PASSWORD, format!("has no use without a server in {BUS_URL}")))
            }
            (Some(url), password) => {
                let mut address = Address::parse(url).map_err(|error| Bad::new(BUS_URL, error))?;
                if let Some(password) = password {
                    address =
                        address.with_password(&password).map_err(|error| Bad::new(BUS_PASSWORD, error))?;
                }
                Ok(Self::Valkey(Box::new(address)))
            }
        }
    }

    /// The values in effect, as the table names them; without user and password.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let shown = match self {
            Self::Local => "local:".to_owned(),
            Self::Valkey(address) => address.to_string(),
        };
        // Whether there is one is told by nobody: it may be in the URL.
        vec![(BUS_URL, shown), (BUS_PASSWORD, "(hidden)".to_owned())]
    }
}
