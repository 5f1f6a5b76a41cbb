//! The public API as a client meets it: what the load generator and the fault suite share.
//! It knows `protocol` and nothing inside the server.

pub mod api;
pub mod socket;

pub use api::{Answer, Api};
pub use socket::{Closed, Socket};
