//! What leaves for addresses that people have a say in: push endpoints, pages to preview,
//! hooks. One client for all of it, that can't be turned on the networks this server stands
//! in: [`address`] has what is anybody's to reach, [`client`] sees that nothing else is;
//! [`push`] wakes browsers by it, [`page`] asks pages what they are.

pub mod address;
pub mod client;
pub mod page;
pub mod push;

pub use client::{Answer, Bounds, Egress, Error, Request, Rules};
