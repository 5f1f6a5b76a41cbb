//! Connecting: what the address may say, what we insist on, and which server will do.

use std::time::Duration;

use mongodb::{
    Client, Database, ServerType,
    bson::doc,
    event::{
        EventHandler,
        sdam::{SdamEvent, TopologyDescription},
    },
    options::{Acknowledgment, ClientOptions, ReadConcern, ReadPreference, SelectionCriteria, WriteConcern},
};
use tokio::{sync::watch, time::timeout};

use crate::{Error, Result};

/// How long a connection is waited for, and a server that will do.
const CONNECT: Duration = Duration::from_secs(5);
/// Connections to each server.
const POOL: u32 = 64;
/// The database, when the address names none.
const DATABASE: &str = "workloop";
/// The oldest server that will do.
const OLDEST: i32 = 6;

/// A client and its database, found usable, and a count of how often the primary was lost.
///
/// # Errors
/// `Internal` with what to do; `Unavailable` when no server answers.
pub async fn connect(url: &str) -> Result<(Client, Database, watch::Receiver<u64>)> {
    let mut options = match timeout(CONNECT * 2, ClientOptions::parse(url)).await {
        Ok(Ok(options)) => options,
        Ok(Err(error)) => return Err(refused(&format!("the address can't be used: {}", error.kind))),
        Err(_) => {
            return Err(Error::Unavailable("MongoDB's name didn't resolve in time: check DNS".into()));
        }
    };
    options.app_name.get_or_insert_with(|| "workloop".into());
    options.server_selection_timeout.get_or_insert(CONNECT);
    options.connect_timeout.get_or_insert(CONNECT);
    options.max_pool_size.get_or_insert(POOL);
    // Promises, not preferences: an address can't turn them off.
    options.retry_reads = Some(true);
    options.retry_writes = Some(true);
    options.selection_criteria = Some(SelectionCriteria::ReadPreference(ReadPreference::Primary));
    options.read_concern = Some(ReadConcern::majority());
    options.write_concern = Some(WriteConcern::builder().w(Acknowledgment::Majority).journal(true).build());
    let (lost, losses) = watch::channel(0);
    options.sdam_event_handler = Some(EventHandler::callback(move |event| {
        if is_loss(&event) {
            lost.send_modify(|count| *count += 1);
        }
    }));
    let name = options.default_database.clone().unwrap_or_else(|| DATABASE.into());
    let client = Client::with_options(options).map_err(|error| refused(&error.kind.to_string()))?;
    let db = client.database(&name);
    inspect(&db).await?;
    Ok((client, db, losses))
}

/// Whether there was a primary that now is none.
fn is_loss(event: &SdamEvent) -> bool {
    let SdamEvent::TopologyDescriptionChanged(event) = event else { return false };
    let primary = |of: &TopologyDescription| {
        let servers = of.servers();
        let primary = servers.iter().find(|(_, it)| it.server_type() == ServerType::RsPrimary);
        primary.map(|(&address, _)| address.clone())
    };
    let before = primary(&event.previous_description);
    before.is_some() && before != primary(&event.new_description)
}

async fn inspect(db: &Database) -> Result<()> {
    let unreachable = |error: mongodb::error::Error| {
        Error::Unavailable(format!(
            "MongoDB can't be reached: {}; check the address, the network access list, the user and TLS",
            error.kind
        ))
    };
    let hello = db.run_command(doc! { "hello": 1 }).await.map_err(unreachable)?;
    let is_router = hello.get_str("msg").is_ok_and(|it| it == "isdbgrid");
    if !is_router && !hello.contains_key("setName") {
        return Err(refused(
            "it is a single server without transactions: start it with --replSet and run `workloop prepare` \
             (one member will do)",
        ));
    }
    let build = db.run_command(doc! { "buildInfo": 1 }).await.map_err(unreachable)?;
    let newest = build.get_array("versionArray").ok().and_then(|it| it.first()?.as_i32()).unwrap_or(0);
    if newest < OLDEST {
        let version = build.get_str("version").unwrap_or("?");
        return Err(refused(&format!("version {version} is too old: {OLDEST}.0 or later is needed")));
    }
    Ok(())
}

/// An address or a server that can't be used, and what to do.
pub fn refused(why: &str) -> Error {
    Error::Internal(format!("MongoDB: {why}"))
}
