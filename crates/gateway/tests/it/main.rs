//! The gateway from outside: real rules on a real store, sockets over the loopback, a client
//! that holds the server to the promises of docs/GATEWAY.md. Names in brackets are those of
//! the properties there.

mod client;
mod faults;
mod following;
mod limits;
mod nodes;
mod resuming;
mod stage;
mod talking;
