//! The little of the REST API that a load needs.

use anyhow::{Context, bail};
use protocol::{ChannelId, WorkspaceId};
use serde_json::{Value, json};

/// A signed-in client.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    /// The server's address.
    pub url: url::Url,
    /// The bearer token.
    pub token: String,
}

impl Api {
    /// A client that keeps many connections open.
    pub fn new(url: url::Url, token: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(30))
            .pool_max_idle_per_host(2_048)
            .build()?;
        Ok(Self { http, url, token })
    }

    /// The same server as somebody else.
    pub fn with_token(&self, token: String) -> Self {
        Self { token, ..self.clone() }
    }

    /// A call that must succeed.
    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let url = self.url.join(&format!("/api/v1{path}"))?;
        let mut request = self.http.request(method.parse()?, url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{method} {path} answered {status}: {text}");
        }
        if text.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&text)?) }
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

    /// Sends a message; answers once it is stored.
    pub async fn send(&self, channel: ChannelId, nonce: &str, text: &str) -> anyhow::Result<()> {
        let body = json!({"nonce": nonce, "text": text});
        self.call("POST", &format!("/channels/{channel}/messages"), Some(&body)).await?;
        Ok(())
    }

    /// Lets so many new people in, each with a token.
    pub async fn people(&self, workspace: WorkspaceId, count: usize) -> anyhow::Result<Vec<Self>> {
        let body = json!({"role": "member", "hours": 1});
        let invite = self.call("POST", &format!("/workspaces/{workspace}/invites"), Some(&body)).await?;
        let code = invite["code"].as_str().context("no invite code")?;
        let mut people = Vec::with_capacity(count);
        for _ in 0..count {
            people.push(self.person(code).await?);
        }
        Ok(people)
    }

    async fn person(&self, code: &str) -> anyhow::Result<Self> {
        let unique = ChannelId::new().to_string().to_lowercase();
        let body = json!({
            "name": "Bench", "handle": format!("b{unique}"), "password": unique,
            "email": format!("{unique}@bench.invalid"),
        });
        let answer = self
            .http
            .post(self.url.join(&format!("/api/v1/invites/{code}"))?)
            .json(&body)
            .send()
            .await?
            .error_for_status()?;
        let cookie = answer.headers().get("set-cookie").context("no cookie")?.to_str()?.to_owned();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let made = self
            .http
            .post(self.url.join("/api/v1/tokens")?)
            .header("cookie", cookie)
            .header("x-workloop", "1")
            .header("sec-fetch-site", "same-origin")
            .json(&json!({"label": "bench", "days": 1}))
            .send()
            .await?
            .error_for_status()?
            .json::<Value>()
            .await?;
        Ok(self.with_token(made["token"].as_str().context("no token")?.to_owned()))
    }
}
