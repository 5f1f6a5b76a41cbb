//! How the search index begins on a new node.

use super::environment::{Bad, Environment, Variable};

const SNAPSHOTS: &str = "WORKLOOP_SEARCH_SNAPSHOTS";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[Variable {
    name: SNAPSHOTS,
    default: "on with a database that nodes share, else off",
    meaning: "`on`: one node keeps a snapshot of the search index among the files, and a node without an index begins with it. `off`: it reads all messages.",
    secret: false,
}];

/// See the table above.
pub struct Search {
    /// Whether snapshots are made and used.
    pub snapshots: bool,
}

impl Search {
    /// Reads the concern; `shared` is whether nodes share the database.
    pub fn read(environment: &Environment, shared: bool) -> Result<Self, Bad> {
        let snapshots = match environment.get(SNAPSHOTS) {
            None => shared,
            Some("on") => true,
            Some("off") => false,
            Some(_) => return Err(Bad::new(SNAPSHOTS, "must be on or off")),
        };
        Ok(Self { snapshots })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let word = if self.snapshots { "on" } else { "off" };
        vec![(SNAPSHOTS, word.to_owned())]
    }
}
