//! Asks AWS: signs a request, sends it, and reads the answer, XML or JSON, into one shape. Only
//! reads are asked for. Each call has a time, each list an end, and what can't be known says why.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use anyhow::Context as _;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4,
};
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector as _, identity::Identity};
use aws_smithy_types::body::SdkBody;
use axum::http::{self, Method};
use http_body_util::{BodyExt as _, Limited};
use serde_json::Value;

use super::{
    refusal::Refused,
    services::Service,
    tree::{self, Tree as _},
    verdict::{Known, Unknown},
};

/// An answer comes within this time, or not.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often a busy service is asked.
const TRIES: u32 = 3;
/// Of one list.
const PAGES: usize = 50;
/// Of one answer.
const ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// Asks in one's name, in one region.
pub struct Caller {
    connector: Connector,
    identity: Identity,
    /// Where.
    pub region: String,
    /// Another place than Amazon's: `AWS_ENDPOINT_URL`.
    endpoint: Option<String>,
    /// Which permissions were needed until now.
    asked: Mutex<BTreeSet<String>>,
}

impl Caller {
    /// Finds credentials and region where Amazon's own tools do.
    pub async fn open(region: Option<String>) -> anyhow::Result<Self> {
        let tls = Provider::Rustls(CryptoMode::Ring);
        let http = aws_smithy_http_client::Builder::new().tls_provider(tls.clone()).build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
        if let Some(region) = region {
            loader = loader.region(Region::new(region));
        }
        let found = loader.load().await;
        let region =
            found.region().context("no region is known: say --region, or set AWS_REGION")?.to_string();
        if let Some(other) =
            ["cn-", "us-gov-", "us-iso", "eusc-"].iter().find(|start| region.starts_with(**start))
        {
            anyhow::bail!(
                "regions of China, GovCloud and the like ({other}…) have other addresses, which aren't known here"
            );
        }
        let provider = found.credentials_provider().context("no credentials are known")?;
        let credentials = tokio::time::timeout(PATIENCE, provider.provide_credentials())
            .await
            .context("no credentials within 15 s")?
            .context("no credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; of a single sign-on: aws configure export-credentials --format env")?;
        let connector = Connector::builder().tls_provider(tls).build();
        let endpoint = found.endpoint_url().map(|url| url.trim_end_matches('/').to_owned());
        Ok(Self { connector, identity: credentials.into(), region, endpoint, asked: Mutex::default() })
    }

    /// Which permissions were needed until now.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One action of a service that takes forms.
    pub async fn query(&self, service: Service, action: &str, parameters: &[(&str, &str)]) -> Known<Value> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("Action", action), ("Version", service.version)])
            .extend_pairs(parameters)
            .finish();
        let request = http::Request::builder()
            .method(Method::POST)
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        Ok(self.ask(service, &format!("{}:{action}", service.permissions), "/", request, form).await?)
    }

    /// All pages of a list. The token is called `next.0` in the answer and `next.1` in the question.
    pub async fn pages(
        &self,
        service: Service,
        action: &str,
        parameters: &[(&str, &str)],
        list: &str,
        next: (&str, &str),
    ) -> Known<Vec<Value>> {
        let (mut all, mut token) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let mut parameters = parameters.to_vec();
            if !token.is_empty() {
                parameters.push((next.1, &token));
            }
            let answer = self.query(service, action, &parameters).await?;
            all.extend(answer.list(list).into_iter().cloned());
            token = answer.text(next.0);
            if token.is_empty() {
                return Ok(all);
            }
        }
        Err(Unknown(format!("{}:{action} has no end: more than {PAGES} pages", service.permissions)))
    }

    /// One action of a service that takes JSON.
    pub async fn json(&self, service: Service, action: &str, body: Value) -> Known<Value> {
        let permission = format!("{}:{action}", service.permissions);
        Ok(self.json_as(service, &permission, action, body).await?)
    }

    /// The same where the permission has another name than the action, or a refusal is an answer.
    pub async fn json_as(
        &self,
        service: Service,
        permission: &str,
        action: &str,
        body: Value,
    ) -> Result<Value, Refused> {
        let request = http::Request::builder()
            .method(Method::POST)
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("{}.{action}", service.target));
        self.ask(service, permission, "/", request, body.to_string()).await
    }

    /// Something of a service that takes paths.
    pub async fn get(&self, service: Service, permission: &str, path: &str) -> Result<Value, Refused> {
        let request = http::Request::builder().method(Method::GET);
        self.ask(service, permission, path, request, String::new()).await
    }

    async fn ask(
        &self,
        service: Service,
        permission: &str,
        path: &str,
        request: http::request::Builder,
        body: String,
    ) -> Result<Value, Refused> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(permission.to_owned());
        let refused = |code: &str, why: String| Refused::new(permission, code, why);
        let base = self.endpoint.clone().unwrap_or_else(|| service.address(&self.region));
        let mut request = request.uri(format!("{base}{path}"));
        if service.hashes_body {
            request = request.header("x-amz-content-sha256", hex_digest(body.as_bytes()));
        }
        let request = request.body(body).map_err(|error| refused("Request", error.to_string()))?;
        let mut pause = Duration::from_millis(400);
        for attempt in 1.. {
            let signed = self.signed(service, &request).map_err(|why| refused("Signature", why))?;
            let answer = match tokio::time::timeout(PATIENCE, self.sent(signed)).await {
                Ok(answer) => answer,
                Err(_) => Err("no answer within 15 s".to_owned()),
            };
            let (status, text) = answer.map_err(|why| refused("Unreachable", why))?;
            let tree = tree::read(&text);
            if (200..300).contains(&status) {
                return tree.map_err(|why| refused("what can't be read", why));
            }
            // Something in between may answer with a page of its own.
            let refusal = Refused::read(permission, status, &tree.unwrap_or_default());
            if attempt >= TRIES || !refusal.is_passing() {
                return Err(refusal);
            }
            tokio::time::sleep(pause).await;
            pause *= 3;
        }
        Err(refused("Busy", "asked in vain".to_owned()))
    }

    fn signed(
        &self,
        service: Service,
        request: &http::Request<String>,
    ) -> Result<http::Request<SdkBody>, String> {
        let mut settings = SigningSettings::default();
        if service.hashes_body {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        let parameters = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(service.signing_region(&self.region))
            .name(service.signed)
            .time(SystemTime::now())
            .settings(settings)
            .build()
            .map_err(|error| error.to_string())?
            .into();
        let headers = request.headers().iter();
        let headers =
            headers.filter_map(|(name, value)| value.to_str().ok().map(|value| (name.as_str(), value)));
        let signable = SignableRequest::new(
            request.method().as_str(),
            request.uri().to_string(),
            headers,
            SignableBody::Bytes(request.body().as_bytes()),
        )
        .map_err(|error| error.to_string())?;
        let (instructions, _) = sign(signable, &parameters).map_err(|error| error.to_string())?.into_parts();
        let mut signed = request.clone().map(SdkBody::from);
        instructions.apply_to_request_http1x(&mut signed);
        Ok(signed)
    }

    async fn sent(&self, request: http::Request<SdkBody>) -> Result<(u16, String), String> {
        let request = request.try_into().map_err(|error| format!("{error}"))?;
        let answer = self.connector.call(request).await;
        let answer = answer.map_err(|error| format!("{:#}", anyhow::Error::from(error)))?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await;
        let body = body.map_err(|error| error.to_string())?.to_bytes();
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

fn hex_digest(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
