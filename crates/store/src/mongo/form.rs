//! Making one replica set of servers that were started for one and don't know each other yet.
//! <https://www.mongodb.com/docs/manual/reference/command/replSetInitiate/>

use std::time::Duration;

use mongodb::{
    Client, Database,
    bson::{Document, doc},
    error::ErrorKind,
    options::{ClientOptions, ServerAddress},
};
use tokio::time::{Instant, sleep};

use super::client;
use crate::{Error, Result};

/// How long servers may take to start and to elect.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(500);
/// MongoDB's code of a set that exists.
const ALREADY_INITIALIZED: i32 = 23;

/// Makes the servers that the address names a replica set, unless they are one, and waits until
/// it can be used. True when this call made it.
///
/// # Errors
/// `Internal` for an address that doesn't say which servers, or a set that differs;
/// `Unavailable` when they don't answer.
pub async fn form_replica_set(url: &str) -> Result<bool> {
    let options = ClientOptions::parse(url)
        .await
        .map_err(|error| client::refused(&format!("the address can't be used: {}", error.kind)))?;
    let Some(name) = options.repl_set_name.clone() else {
        return Err(client::refused("the address must name the set: add ?replicaSet=rs0"));
    };
    let until = Instant::now() + PATIENCE;
    let formed = loop {
        match initiate(&options, &name).await {
            Ok(formed) => break formed,
            Err(Error::Unavailable(_)) if Instant::now() < until => sleep(PAUSE).await,
            Err(error) => return Err(error),
        }
    };
    loop {
        match client::connect(url).await {
            Ok(_) => return Ok(formed),
            Err(Error::Unavailable(_)) if Instant::now() < until => sleep(PAUSE).await,
            Err(error) => return Err(error),
        }
    }
}

async fn initiate(all: &ClientOptions, name: &str) -> Result<bool> {
    let unavailable = |error: mongodb::error::Error| Error::Unavailable(format!("MongoDB: {}", error.kind));
    let mut one = all.clone();
    one.hosts.truncate(1);
    (one.repl_set_name, one.direct_connection) = (None, Some(true));
    one.server_selection_timeout = Some(Duration::from_secs(2));
    let admin: Database =
        Client::with_options(one).map_err(|it| client::refused(&it.kind.to_string()))?.database("admin");
    let hello = admin.run_command(doc! { "hello": 1 }).await.map_err(unavailable)?;
    if let Ok(found) = hello.get_str("setName") {
        return if found == name {
            Ok(false)
        } else {
            Err(client::refused(&format!("these servers are a set called {found}, not {name}")))
        };
    }
    let members = all.hosts.iter().zip(0..).map(|(host, id)| member(id, host)).collect::<Vec<_>>();
    match admin.run_command(doc! { "replSetInitiate": { "_id": name, "members": members } }).await {
        Ok(_) => Ok(true),
        Err(error) => match &*error.kind {
            ErrorKind::Command(it) if it.code == ALREADY_INITIALIZED => Ok(false),
            _ => Err(unavailable(error)),
        },
    }
}

fn member(id: i32, host: &ServerAddress) -> Document {
    doc! { "_id": id, "host": host.to_string() }
}
