//! The real program on a port of its own, asked over HTTP as browsers and scripts do.
//! Files mirror the URL tree; [`stage`] has the server and the cast.

mod account;
mod admin;
mod backup;
mod bucket;
mod bus;
mod channels;
mod cross_site;
mod emoji;
mod files;
mod gateway;
mod headers;
mod health;
mod invites;
mod kill;
mod messages;
mod migrate;
mod mongo;
mod pins;
mod planned;
mod previews;
mod proxies;
mod push;
mod reading;
mod refusals;
mod replay;
mod saves;
mod search;
mod session;
mod settings;
mod setup;
mod shared_files;
mod site;
mod stage;
mod wire;
mod workspaces;
