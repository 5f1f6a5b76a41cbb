//! Who takes part: Ada owns the place, four people talk and listen on two devices each, and
//! Cleo is let in and put out. Made through the public API like anybody.

use std::time::Duration;

use anyhow::Context;
use client::Api;
use protocol::{ChannelId, UserId, WorkspaceId};
use serde_json::{Value, json};
use url::Url;

/// A call that takes longer counts as unknown. Above the server's own patience with a store.
pub const PATIENCE: Duration = Duration::from_secs(8);
/// People who talk, besides Ada.
const TALKERS: usize = 4;

/// Somebody.
#[derive(Clone)]
pub struct Person {
    /// For people who read the report.
    pub name: String,
    /// Who.
    pub user: UserId,
    /// Their client, at no node in particular.
    pub api: Api,
}

/// The cast and the rooms.
#[derive(Clone)]
pub struct Cast {
    /// The owner.
    pub ada: Person,
    /// Those who talk.
    pub talkers: Vec<Person>,
    /// Who comes and goes.
    pub cleo: Person,
    /// Where all of it is.
    pub workspace: WorkspaceId,
    /// Where everybody but Cleo is.
    pub quay: ChannelId,
    /// Where Cleo comes and goes.
    pub deck: ChannelId,
}

impl Person {
    async fn of(name: &str, api: Api) -> anyhow::Result<Self> {
        let account = api.call("GET", "/account", None).await?;
        let user = account["id"].as_str().context("no id")?.parse()?;
        Ok(Self { name: name.to_owned(), user, api })
    }

    /// The same at this node.
    pub fn at(&self, node: &Url) -> Api {
        self.api.at(node.clone())
    }
}

impl Cast {
    /// The owner lets the others in.
    pub async fn enter(owner: Api) -> anyhow::Result<Self> {
        let workspace = owner.workspace().await?;
        let mut people = owner.people(workspace, TALKERS + 1).await?.into_iter();
        let cleo = Person::of("Cleo", people.next().context("nobody")?).await?;
        let mut talkers = Vec::new();
        for (api, name) in people.zip(["Bela", "Dora", "Emil", "Fina"]) {
            talkers.push(Person::of(name, api).await?);
        }
        let ada = Person::of("Ada", owner).await?;
        let users: Vec<UserId> = talkers.iter().map(|person| person.user).collect();
        let mut rooms = Vec::new();
        for (name, kind) in [("quay", "public"), ("deck", "private")] {
            let body = json!({"kind": kind, "name": name, "people": users});
            let path = format!("/workspaces/{workspace}/channels");
            let made: Value = ada.api.call("POST", &path, Some(&body)).await?;
            rooms.push(made["id"].as_str().context("no channel")?.parse()?);
        }
        Ok(Self { workspace, ada, talkers, cleo, quay: rooms[0], deck: rooms[1] })
    }

    /// Everybody.
    pub fn people(&self) -> Vec<Person> {
        let mut all = vec![self.ada.clone(), self.cleo.clone()];
        all.extend(self.talkers.iter().cloned());
        all
    }
}
