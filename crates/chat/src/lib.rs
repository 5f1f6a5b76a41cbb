//! The rules: what a person may do, and the one way each thing is done. The only caller of
//! store, media, bus and search; it knows no HTTP and no sockets.
//!
//! Reading order: [`access`] says who may; [`validate`] what is well-formed; [`refusal`] how
//! one is told no; then a file per noun; [`announce`] tells the others; [`feeds`] lets them
//! catch up.

pub mod access;
pub mod announce;
pub mod channels;
pub mod feeds;
pub mod invites;
pub mod messages;
pub mod password;
pub mod people;
pub mod reading;
pub mod refusal;
pub mod sessions;
pub mod snapshot;
pub mod token;
pub mod validate;

use std::sync::Arc;

use bus::Bus;
use store::Store;

pub use access::{Fellow, Insider, Reader, SignedIn};
pub use refusal::{Refusal, Result};

/// What may be set from outside.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// No rate limits, for benchmarks. Sign-in stays throttled.
    pub unlimited: bool,
}

/// Everything the rules need; cheap to clone.
#[derive(Clone)]
pub struct Chat(Arc<Parts>);

/// The engines under the rules.
pub struct Parts {
    /// Where everything durable lives.
    pub store: Store,
    /// How nodes tell each other.
    pub bus: Bus,
    /// What may be set.
    pub settings: Settings,
}

impl Chat {
    /// Puts the rules on top of the engines.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The bus, for those who relay its news.
    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
