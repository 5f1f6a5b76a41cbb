//! The engine of many nodes: objects are in a private bucket of Amazon S3, or of a store
//! that speaks the same, and browsers talk to it directly by presigned URLs.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use std::{
    future::Future,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_s3::{
    Client,
    config::{
        RequestChecksumCalculation, ResponseChecksumValidation, retry::RetryConfig, timeout::TimeoutConfig,
    },
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    presigning::{PresignedRequest, PresigningConfig},
    primitives::ByteStream,
    types::{ChecksumMode, CorsConfiguration, CorsRule, Delete, ObjectIdentifier, ServerSideEncryption},
};
use aws_smithy_async::time::TimeSource;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use bytes::{Bytes, BytesMut};
use protocol::{Clock, Timestamp};
use tokio::io::AsyncWriteExt as _;
use url::Url;

use crate::{
    Disposition, Engine, Error, Parts, SignedRequest, SignedUrl, Stored, UPLOAD_LIFE, check_key, disposition,
    signature::{WINDOW_SECONDS, hex, unhex, window_end, window_start},
};

mod address;
mod breaker;
mod large;
mod parts;

pub use address::Address;
use breaker::Breaker;

/// What is small is answered in this time, all tries together, or not.
const QUICK: Duration = Duration::from_secs(5);
/// Until the first byte of an answer, with what is sent before it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Keys of one answer, and of one removal: S3's own limit.
const KEYS: i32 = 1_000;

/// A bucket. Cheap to clone.
#[derive(Clone)]
pub struct Bucket(Arc<Inner>);

struct Inner {
    client: Client,
    breaker: Breaker,
    address: Address,
    origin: String,
    clock: Clock,
}

impl Bucket {
    /// Finds region and credentials; talks to nobody else yet, so that a store that is down
    /// is no reason not to start. What it's asked is signed at the time that this clock tells:
    /// Amazon's refuses what is a quarter of an hour off.
    pub async fn open(address: Address, clock: Clock) -> Result<Self, Error> {
        let tls = Provider::Rustls(CryptoMode::Ring);
        let http = aws_smithy_http_client::Builder::new().tls_provider(tls).build_https();
        let timeouts =
            TimeoutConfig::builder().connect_timeout(Duration::from_secs(3)).read_timeout(PATIENCE).build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .timeout_config(timeouts)
            .time_source(TimeOf(clock.clone()))
            .retry_config(RetryConfig::standard().with_max_attempts(3));
        if let Some(region) = &address.region {
            loader = loader.region(Region::new(region.clone()));
        }
        let found = loader.load().await;
        if found.region().is_none() {
            return Err(Error::Unavailable(
                "no region is known: add ?region=… to WORKLOOP_MEDIA_URL, or set AWS_REGION".to_owned(),
            ));
        }
        let mut config = aws_sdk_s3::config::Builder::from(&found)
            .force_path_style(address.path_style)
            // What the browser sends has the checksum we ask for, and other stores than
            // Amazon's know fewer of them.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        if let Some(endpoint) = &address.endpoint {
            config = config.endpoint_url(endpoint);
        }
        let config = config.build();
        let origin = origin(&config, &address.bucket).await?;
        Ok(Self(Arc::new(Inner {
            client: Client::from_conf(config),
            breaker: Breaker::default(),
            address,
            origin,
            clock,
        })))
    }

    /// Writes an object, reads it back and removes it; what a server will need to do.
    pub async fn try_out(&self) -> Result<(), Error> {
        let key = format!("doctor/{}", self.0.clock.now().0);
        self.write(&key, Bytes::from_static(b"written")).await?;
        let read = self.read(&key, 16).await;
        self.delete_prefix(&key).await?;
        if &*read? == b"written" { Ok(()) } else { Err(Error::Mismatch("content")) }
    }

    /// Lets pages of this origin talk to the bucket; takes the place of what it allowed before.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>
    pub async fn allow_pages(&self, origin: &str) -> Result<(), Error> {
        let rule = CorsRule::builder()
            .allowed_origins(origin)
            .set_allowed_methods(Some(["GET", "HEAD", "PUT"].map(str::to_owned).to_vec()))
            .allowed_headers("*")
            .expose_headers("ETag")
            .max_age_seconds(3_600)
            .build()
            .map_err(unavailable)?;
        let rules = CorsConfiguration::builder().cors_rules(rule).build().map_err(unavailable)?;
        let asked = self.0.client.put_bucket_cors().bucket(self.bucket()).cors_configuration(rules);
        self.quick(asked.send()).await.map(drop)
    }

    /// Asks for what is small; gives up after [`QUICK`].
    async fn quick<T, E>(&self, asked: impl Future<Output = Result<T, SdkError<E>>>) -> Result<T, Error>
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let asked = async {
            match tokio::time::timeout(QUICK, asked).await {
                Ok(answer) => answer.map_err(failure),
                Err(_) => Err(Error::Unavailable("no answer within 5 s".to_owned())),
            }
        };
        self.0.breaker.ask(asked).await
    }

    /// Asks for what may take long, as the client is set up to.
    async fn patiently<T, E>(&self, asked: impl Future<Output = Result<T, SdkError<E>>>) -> Result<T, Error>
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        self.0.breaker.ask(async { asked.await.map_err(failure) }).await
    }

    fn bucket(&self) -> &str {
        &self.0.address.bucket
    }

    /// The object's name in the bucket.
    fn name(&self, key: &str) -> Result<String, Error> {
        check_key(key)?;
        Ok(format!("{}{key}", self.beneath()))
    }

    /// What all names begin with.
    fn beneath(&self) -> String {
        let prefix = &self.0.address.prefix;
        if prefix.is_empty() { String::new() } else { format!("{prefix}/") }
    }

    fn encryption(&self) -> Option<ServerSideEncryption> {
        self.0.address.encryption.as_deref().map(ServerSideEncryption::from)
    }

    /// The bytes of this range, as they come; none when the range begins behind the end.
    async fn get(&self, key: &str, range: Option<String>) -> Result<Option<Incoming>, Error> {
        let asked = self.0.client.get_object().bucket(self.bucket()).key(self.name(key)?).set_range(range);
        let asked = async {
            match asked.send().await {
                Err(error) if error.code() == Some("InvalidRange") => Ok(None),
                answer => answer.map(Some).map_err(failure),
            }
        };
        match self.0.breaker.ask(asked).await? {
            Some(answer) => {
                let size = answer.content_length().and_then(|size| u64::try_from(size).ok());
                let size = size.ok_or_else(|| Error::Unavailable("an answer without a length".to_owned()))?;
                Ok(Some(Incoming { size, body: answer.body }))
            }
            None => Ok(None),
        }
    }

    /// Removes what has these names.
    async fn remove(&self, names: Vec<String>) -> Result<(), Error> {
        let objects = names
            .into_iter()
            .map(|name| ObjectIdentifier::builder().key(name).build())
            .collect::<Result<Vec<_>, _>>()
            .map_err(unavailable)?;
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build().map_err(unavailable)?;
        let asked = self.0.client.delete_objects().bucket(self.bucket()).delete(delete);
        let answer = self.quick(asked.send()).await?;
        match answer.errors().first() {
            None => Ok(()),
            Some(error) => Err(Error::Unavailable(format!(
                "{} isn't removed: {}",
                error.key().unwrap_or_default(),
                error.code().unwrap_or_default()
            ))),
        }
    }

    /// Up to `limit` names that begin with `beneath` and follow `after`, ascending.
    async fn names(&self, beneath: &str, after: &str, limit: usize) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        let mut after = after.to_owned();
        while names.len() < limit {
            let wanted = i32::try_from(limit - names.len()).map_or(KEYS, |wanted| wanted.min(KEYS));
            let asked =
                self.0.client.list_objects_v2().bucket(self.bucket()).prefix(beneath).max_keys(wanted);
            let answer = self.quick(asked.start_after(&after).send()).await?;
            names.extend(answer.contents().iter().filter_map(|object| object.key()).map(str::to_owned));
            match names.last() {
                Some(last) if answer.is_truncated() == Some(true) => after.clone_from(last),
                _ => break,
            }
        }
        Ok(names)
    }
}

/// An object on its way to us.
struct Incoming {
    size: u64,
    body: ByteStream,
}

#[async_trait]
impl Engine for Bucket {
    fn origin(&self) -> Option<&str> {
        Some(&self.0.origin)
    }

    fn is_reachable(&self) -> bool {
        self.0.breaker.is_closed()
    }

    fn parts(&self) -> Option<&dyn Parts> {
        Some(self)
    }

    async fn upload_url(
        &self,
        key: &str,
        size: u64,
        media_type: &str,
        sha256: &str,
        expires_in: Duration,
    ) -> Result<SignedRequest, Error> {
        let life = expires_in.min(UPLOAD_LIFE);
        let now = self.0.clock.now();
        let sum = unhex(sha256).ok_or(Error::Mismatch("checksum"))?;
        let request = self.0.client.put_object().bucket(self.bucket()).key(self.name(key)?);
        let signed = request
            .content_length(i64::try_from(size).map_err(|_| Error::TooLarge)?)
            .content_type(media_type)
            .checksum_sha256(BASE64.encode(sum))
            .set_server_side_encryption(self.encryption())
            .presigned(lasting(now, life)?)
            .await
            .map_err(failure)?;
        Ok(signed_request(&signed, now, life))
    }

    async fn view_url(
        &self,
        key: &str,
        file_name: &str,
        media_type: &str,
        disposition: Disposition,
    ) -> Result<SignedUrl, Error> {
        let now = self.0.clock.now();
        let life = Duration::from_secs(2 * WINDOW_SECONDS.unsigned_abs());
        let header = disposition::header(disposition::kind(disposition, media_type), file_name);
        let request = self.0.client.get_object().bucket(self.bucket()).key(self.name(key)?);
        let signed = request
            .response_content_type(media_type)
            .response_content_disposition(header)
            // What is under a key never changes; the URL does, with the window.
            .response_cache_control(format!("private, max-age={}, immutable", life.as_secs()))
            .presigned(lasting(window_start(now), life)?)
            .await
            .map_err(failure)?;
        Ok(SignedUrl { url: signed.uri().to_owned(), expires_at: window_end(now) })
    }

    async fn head(&self, key: &str) -> Result<Option<Stored>, Error> {
        let asked = self.0.client.head_object().bucket(self.bucket()).key(self.name(key)?);
        match self.quick(asked.checksum_mode(ChecksumMode::Enabled).send()).await {
            Ok(answer) => {
                let size = answer.content_length().and_then(|size| u64::try_from(size).ok());
                let size = size.ok_or_else(|| Error::Unavailable("an answer without a length".to_owned()))?;
                // That of an upload in parts is made of theirs, and ends in their number.
                let sum = answer.checksum_sha256().and_then(|sum| BASE64.decode(sum).ok());
                Ok(Some(Stored { size, sha256: sum.map(|sum| hex(&sum)) }))
            }
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read_prefix(&self, key: &str, length: u64) -> Result<Bytes, Error> {
        let Some(last) = length.checked_sub(1) else {
            return self.head(key).await?.map(|_| Bytes::new()).ok_or(Error::NotFound);
        };
        match self.get(key, Some(format!("bytes=0-{last}"))).await? {
            Some(incoming) => collect(incoming, length).await,
            None => Ok(Bytes::new()),
        }
    }

    async fn read(&self, key: &str, max: u64) -> Result<Bytes, Error> {
        match self.get(key, None).await? {
            Some(incoming) => collect(incoming, max).await,
            None => Ok(Bytes::new()),
        }
    }

    async fn write(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        let asked = self.0.client.put_object().bucket(self.bucket()).key(self.name(key)?);
        let asked = asked.body(ByteStream::from(bytes)).set_server_side_encryption(self.encryption());
        self.patiently(asked.send()).await.map(drop)
    }

    async fn copy_out(&self, key: &str, path: &Path) -> Result<Stored, Error> {
        let Some(Incoming { size, mut body }) = self.get(key, None).await? else {
            return Err(Error::NotFound);
        };
        let mut file = tokio::fs::File::create(path).await.map_err(unavailable)?;
        let mut written = 0;
        while let Some(piece) = body.try_next().await.map_err(unavailable)? {
            file.write_all(&piece).await.map_err(unavailable)?;
            written += piece.len() as u64;
        }
        file.flush().await.map_err(unavailable)?;
        if written == size { Ok(Stored::of_size(size)) } else { Err(broke_off()) }
    }

    async fn copy_in(&self, key: &str, path: &Path) -> Result<(), Error> {
        self.put_file(self.name(key)?, path).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<(), Error> {
        let name = self.name(prefix)?;
        // First, so that none of them becomes an object behind us.
        self.abort(&name).await?;
        let beneath = format!("{name}/");
        let mut names = vec![name];
        loop {
            let found = self.names(&beneath, "", KEYS as usize - 1).await?;
            let is_last = found.len() < KEYS as usize - 1;
            names.extend(found);
            self.remove(std::mem::take(&mut names)).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    async fn list_keys(&self, prefix: &str, after: &str, limit: usize) -> Result<Vec<String>, Error> {
        let all = self.beneath();
        let beneath = if prefix.is_empty() { all.clone() } else { format!("{}/", self.name(prefix)?) };
        let after = if after.is_empty() { String::new() } else { format!("{all}{after}") };
        let names = self.names(&beneath, &after, limit).await?;
        let keys = names.iter().filter_map(|name| name.strip_prefix(&all));
        Ok(keys.filter(|key| check_key(key).is_ok()).map(str::to_owned).collect())
    }
}

/// A clock for the SDK, which signs and judges by it whether credentials still hold.
#[derive(Debug)]
struct TimeOf(Clock);

impl TimeSource for TimeOf {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_micros(self.0.now().0.unsigned_abs())
    }
}

/// Where signed URLs lead. The SDK's rules say it, so one is signed, with made-up
/// credentials, since real ones may have to be fetched.
async fn origin(config: &aws_sdk_s3::Config, bucket: &str) -> Result<String, Error> {
    let nobody = aws_sdk_s3::config::Credentials::new("nobody", "nothing", None, None, "origin");
    let client = Client::from_conf(config.to_builder().credentials_provider(nobody).build());
    let lasting = lasting(Timestamp::now(), QUICK)?;
    let signed = client.get_object().bucket(bucket).key("key").presigned(lasting).await.map_err(failure)?;
    let url = Url::parse(signed.uri()).map_err(unavailable)?;
    Ok(url.origin().ascii_serialization())
}

fn signed_request(signed: &PresignedRequest, now: Timestamp, life: Duration) -> SignedRequest {
    // The rest a client sends by itself, and a page may not set.
    let headers = signed.headers().filter(|(name, _)| !matches!(*name, "host" | "content-length"));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let expires_at = now.plus_seconds(i64::try_from(life.as_secs()).unwrap_or_default());
    SignedRequest { method: "PUT", url: signed.uri().to_owned(), headers, expires_at }
}

fn lasting(from: Timestamp, life: Duration) -> Result<PresigningConfig, Error> {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(from.seconds().unsigned_abs());
    PresigningConfig::builder().start_time(start).expires_in(life).build().map_err(unavailable)
}

/// Everything that comes, refused as [`Error::TooLarge`] beyond `max`.
async fn collect(incoming: Incoming, max: u64) -> Result<Bytes, Error> {
    let Incoming { size, mut body } = incoming;
    if size > max {
        return Err(Error::TooLarge);
    }
    let mut bytes = BytesMut::new();
    while let Some(piece) = body.try_next().await.map_err(unavailable)? {
        bytes.extend_from_slice(&piece);
    }
    if bytes.len() as u64 == size { Ok(bytes.freeze()) } else { Err(broke_off()) }
}

fn failure<E>(error: SdkError<E>) -> Error
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let status = error.raw_response().map(|response| response.status().as_u16());
    match (error.code(), status) {
        (Some("NoSuchKey" | "NoSuchUpload" | "NotFound"), _) => Error::NotFound,
        // A `HEAD` has no body to say more.
        (None, Some(404)) => Error::NotFound,
        (code, Some(status)) => {
            let (code, why) = (code.unwrap_or_default(), error.message().unwrap_or_default());
            Error::Unavailable(format!("the store answered {status} {code} {why}").trim_end().to_owned())
        }
        (_, None) => Error::Unavailable(DisplayErrorContext(error).to_string()),
    }
}

fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(error.to_string())
}

fn broke_off() -> Error {
    Error::Unavailable("the answer broke off".to_owned())
}
