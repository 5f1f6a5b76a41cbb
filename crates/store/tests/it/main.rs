//! The MongoDB engine with several nodes at once, with servers and nodes that fail, and with
//! addresses that can't be used. Its promises to everyone are tested beside it.

mod crowd;
mod dns;
mod fresh;
mod replica;

mod address;
mod failover;
mod form;
mod killed;
mod srv;
mod two_nodes;
mod upgrade;
