//! How the search index begins on a new node.

use super::environment::{Bad, Environment, Variable};

const SNAPSHOTS: &str = "WORKLOOP_SEARCH_SNAPSHOTS";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[Variable {
    name: SNAPSHOTS,
    default: "off, since a single node keeps its index",
    meaning: "`on`: one node keeps a snapshot of the search index among the files, and a node without an index begins with it. `off`: it reads all messages.",
    secret: false,
}];

/// See the table above.
pub struct Search {
    /// Whether snapshots are made and used; `None` when it wasn't said.
    pub snapshots: Option<bool>,
}

impl Search {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let snapshots = match environment.get(SNAPSHOTS) {
            None => None,
            Some("on") => Some(true),
            Some("off") => Some(false),
            Some(_) => return Err(Bad::new(SNAPSHOTS, "must be on or off")),
        };
        Ok(Self { snapshots })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let word = if self.snapshots == Some(true) { "on" } else { "off" };
        vec![(SNAPSHOTS, word.to_owned())]
    }
}
