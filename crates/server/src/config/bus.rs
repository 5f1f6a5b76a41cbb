//! How nodes tell each other. A single node needs nothing.

use bus::valkey::address::Address;

use super::environment::{Bad, Environment, Variable};

const BUS_URL: &str = "WORKLOOP_BUS_URL";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[Variable {
    name: BUS_URL,
    default: "local:",
    meaning: "How nodes tell each other of changes: `local:` for a single node, or a Valkey or \
              Redis server, `valkey://[user:password@]host[:port][/db]`, with TLS `valkeys://…`. \
              `redis://` and `rediss://` mean the same. After a `?`, joined by `&`: \
              `cluster=true`; `nodes=host:port,…`, more nodes of the cluster to ask first; \
              `prefix=…`, so that installations can share a server (default `workloop`); \
              `ca=file`, the certificates to trust instead of the system's.",
    secret: true,
}];

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
        match environment.secret(BUS_URL)?.as_deref() {
            None | Some("local:") => Ok(Self::Local),
            Some(url) => {
                let address = Address::parse(url).map_err(|error| Bad::new(BUS_URL, error))?;
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
        vec![(BUS_URL, shown)]
    }
}
