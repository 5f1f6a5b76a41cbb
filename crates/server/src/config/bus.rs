//! How nodes tell each other. A single node needs nothing.

use super::environment::{Bad, Environment, Variable};

const BUS_URL: &str = "WORKLOOP_BUS_URL";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[Variable {
    name: BUS_URL,
    default: "local:",
    meaning: "How nodes tell each other of changes: `local:` for a single node.",
    secret: false,
}];

/// See the table above.
pub struct Bus;

impl Bus {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        match environment.get(BUS_URL) {
            None | Some("local:") => Ok(Self),
            Some(url) => {
                let scheme = url.split(':').next().unwrap_or_default();
                Err(Bad::new(BUS_URL, format!("`{scheme}:` is not in this build yet; use local:")))
            }
        }
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![(BUS_URL, "local:".to_owned())]
    }
}
