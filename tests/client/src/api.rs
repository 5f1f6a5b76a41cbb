//! The little of the REST API that tests and loads need.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, bail};
use protocol::{ChannelId, WorkspaceId};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// A call takes this long at most, unless asked otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

/// A signed-in client.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    /// The server's address.
    pub url: url::Url,
    /// The bearer token; empty for nobody.
    pub token: String,
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON, or null without a body.
    pub body: Value,
}

impl Api {
    /// A client that keeps many connections open.
    pub fn new(url: url::Url, token: String) -> anyhow::Result<Self> {
        Self::with_patience(url, token, PATIENCE)
    }

    /// The same, whose calls fail after another time.
    pub fn with_patience(url: url::Url, token: String, patience: Duration) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(patience).pool_max_idle_per_host(2_048).build()?;
        Ok(Self { http, url, token })
    }

    /// The same server as somebody else.
    pub fn with_token(&self, token: String) -> Self {
        Self { token, ..self.clone() }
    }

    /// The same person at another server.
    pub fn at(&self, url: url::Url) -> Self {
        Self { url, ..self.clone() }
    }

    /// Any answer. An error when there was none: then nobody knows what became of it.
    pub async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let url = self.url.join(&format!("/api/v1{path}"))?;
        let mut request = self.http.request(method.parse()?, url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
        Ok(Answer { status, body })
    }

    /// Sends bytes to where the server signed a request for, a path being its own; the status.
    pub async fn put(
        &self,
        url: &str,
        headers: &BTreeMap<String, String>,
        bytes: Vec<u8>,
    ) -> anyhow::Result<u16> {
        let mut request = self.http.put(self.url.join(url)?).body(bytes);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        Ok(request.send().await?.status().as_u16())
    }

    /// Fetches bytes from a URL that the server signed.
    pub async fn get(&self, url: &str) -> anyhow::Result<Vec<u8>> {
        let answer = self.http.get(self.url.join(url)?).send().await?.error_for_status()?;
        Ok(answer.bytes().await?.to_vec())
    }

    /// The server says that requests may be sent to it.
    pub async fn is_ready(&self) -> bool {
        let mut url = self.url.clone();
        url.set_path("/readyz");
        self.http.get(url).send().await.is_ok_and(|answer| answer.status().is_success())
    }

    /// What the server's metric of this name, one without labels, stands at.
    pub async fn metric(&self, name: &str) -> anyhow::Result<u64> {
        let text = self.http.get(self.url.join("/metrics")?).send().await?.error_for_status()?.text().await?;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Ok(value.with_context(|| format!("no metric {name}"))?.parse()?)
    }

    /// A call that must succeed.
    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let Answer { status, body } = self.ask(method, path, body).await?;
        if !(200..300).contains(&status) {
            bail!("{method} {path} answered {status}: {body}");
        }
        Ok(body)
    }

    /// The owner's first workspace.
    pub async fn workspace(&self) -> anyhow::Result<WorkspaceId> {
        let snapshot = self.call("GET", "/snapshot", None).await?;
        let id = snapshot["workspaces"][0]["workspace"]["id"].as_str().context("no workspace")?;
        Ok(id.parse()?)
    }

    /// A new private channel of one's own.
    pub async fn channel(&self, workspace: WorkspaceId) -> anyhow::Result<ChannelId> {
        let name = format!("bench-{}", ChannelId::new().to_string().to_lowercase());
        let body = json!({"kind": "private", "name": name});
        let made = self.call("POST", &format!("/workspaces/{workspace}/channels"), Some(&body)).await?;
        Ok(made["id"].as_str().context("no channel id")?.parse()?)
    }

    /// Where the server listens.
    pub fn authority(&self) -> anyhow::Result<(&str, u16)> {
        let host = self.url.host_str().context("no host")?;
        Ok((host, self.url.port_or_known_default().context("no port")?))
    }

    /// Sends a message; answers once it is stored.
    pub async fn send(&self, channel: ChannelId, nonce: &str, text: &str) -> anyhow::Result<()> {
        let body = json!({"nonce": nonce, "text": text});
        self.call("POST", &format!("/channels/{channel}/messages"), Some(&body)).await?;
        Ok(())
    }

    /// The owner of a fresh server, by the code that it printed.
    pub async fn set_up(&self, code: &str) -> anyhow::Result<Self> {
        let body = json!({
            "code": code, "name": "Ada", "handle": "ada", "email": "ada@example.org",
            "password": ChannelId::new().to_string(), "workspace": "Harbour",
        });
        self.newcomer("setup", &body).await
    }

    /// Lets so many new people in, each with a token.
    pub async fn people(&self, workspace: WorkspaceId, count: usize) -> anyhow::Result<Vec<Self>> {
        let body = json!({"role": "member", "hours": 1});
        let invite = self.call("POST", &format!("/workspaces/{workspace}/invites"), Some(&body)).await?;
        let path = format!("invites/{}", invite["code"].as_str().context("no invite code")?);
        let mut people = Vec::with_capacity(count);
        for _ in 0..count {
            let unique = ChannelId::new().to_string().to_lowercase();
            let body = json!({
                "name": "Bench", "handle": format!("b{unique}"), "password": unique,
                "email": format!("{unique}@bench.invalid"),
            });
            people.push(self.newcomer(&path, &body).await?);
        }
        Ok(people)
    }

    /// Whoever comes in by this path, with a token of theirs.
    async fn newcomer(&self, path: &str, body: &Value) -> anyhow::Result<Self> {
        let entered = self.page_post(path).json(body).send().await?.error_for_status()?;
        let cookie = entered.headers().get("set-cookie").context("no cookie")?.to_str()?.to_owned();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let token = self.page_post("tokens").header("cookie", cookie);
        // Longer than any clock is put ahead by: who is signed out in time is no violation.
        let token = token.json(&json!({"label": "bench", "days": 30})).send().await?.error_for_status()?;
        let made = token.json::<Value>().await?;
        Ok(self.with_token(made["token"].as_str().context("no token")?.to_owned()))
    }

    /// A POST as the server's own page makes it.
    fn page_post(&self, path: &str) -> RequestBuilder {
        let mut url = self.url.clone();
        url.set_path(&format!("/api/v1/{path}"));
        self.http.post(url).header("x-workloop", "1").header("sec-fetch-site", "same-origin")
    }
}
