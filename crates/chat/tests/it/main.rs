//! The rules on their real engines: SQLite in a temporary folder, the in-process bus.

mod access;
mod activity;
mod alerts;
mod channels;
mod duty;
mod feeds;
mod files;
mod find;
mod groups;
mod invites;
mod messages;
mod misses;
mod people;
mod planned;
mod previews;
mod push;
mod sessions;
mod shared_files;
mod snapshot;
mod stage;
