//! The index as its users see it, on real files.

mod damage;
mod finding;
mod snapshot;
mod stage;
