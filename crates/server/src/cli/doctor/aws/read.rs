//! What is read of the account, one file for each part; the checks of the same name judge it.

pub mod bucket;
pub mod door;
pub mod identity;
pub mod names;
pub mod network;
pub mod outside;
pub mod secrets;
pub mod servers;
pub mod watch;
