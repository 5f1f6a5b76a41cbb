//! A part of the bucket of `TEST_S3_URL`, by a line that can be harmed.

use anyhow::Context;
use url::Url;

use super::variable;
use crate::relay::Relay;

/// A place for files. Browsers take the same line as servers: it is what URLs name.
pub struct Bucket {
    /// The line to it.
    pub relay: Relay,
    url: String,
}

impl Bucket {
    /// A part that no other run uses.
    pub async fn open() -> anyhow::Result<Self> {
        let url = variable("TEST_S3_URL")?;
        let parsed = Url::parse(&url)?;
        let endpoint = parsed.query_pairs().find(|(name, _)| name == "endpoint").context("no endpoint")?.1;
        let service = endpoint.strip_prefix("http://").context("an endpoint without TLS")?.to_owned();
        let relay = Relay::to(service).await?;
        let prefix = format!("faults-{}-{}", std::process::id(), relay.address.port());
        let url =
            format!("{}&prefix={prefix}", url.replace(&*endpoint, &format!("http://{}", relay.address)));
        Ok(Self { relay, url })
    }

    /// What nodes need to use it.
    pub fn settings(&self) -> anyhow::Result<Vec<(String, String)>> {
        let mut settings = vec![("WORKLOOP_MEDIA_URL".to_owned(), self.url.clone())];
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            settings.push((name.to_owned(), variable(name)?));
        }
        Ok(settings)
    }
}
