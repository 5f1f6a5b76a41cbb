//! The contract suite on every engine, on real servers, and what happens when they fail.

mod cluster;
mod contract;
mod faults;
mod tls;
