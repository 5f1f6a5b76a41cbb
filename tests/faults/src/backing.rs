//! What the nodes of a cluster stand on: real servers of the run's own, so that they can be
//! harmed. tests/services/up knows the programs.

pub mod bucket;
pub mod replica_set;
pub mod valkey;

use anyhow::Context;

/// A variable that tests/services/up exports.
pub fn variable(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| {
        format!("{name} is missing: start the services with tests/services/up, or run make test")
    })
}
