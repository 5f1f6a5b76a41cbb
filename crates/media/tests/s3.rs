//! The contract suite on a bucket of a real S3-compatible store, over HTTP as browsers do,
//! and what only a bucket has to promise. `tests/services/up` starts the store.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use media::{
    Bucket, Disposition, Error, Media, SignedRequest,
    contract::{Fetched, Wire, keeps_its_promises},
    s3::Address,
    signature::hex,
};
use protocol::Clock;
use reqwest::{Method, StatusCode, header};
use sha2::{Digest as _, Sha256};

/// A browser.
struct Browser(reqwest::Client);

#[async_trait]
impl Wire for Browser {
    async fn send(&self, request: &SignedRequest, body: &[u8]) -> Result<(), Error> {
        let method: Method = request.method.parse().unwrap();
        let mut sent = self.0.request(method, &request.url).body(body.to_vec());
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        refused_or(sent.send().await.unwrap()).await.map(drop)
    }

    async fn fetch(&self, url: &str) -> Result<Fetched, Error> {
        let answer = refused_or(self.0.get(url).send().await.unwrap()).await?;
        let told = |name| answer.headers()[name].to_str().unwrap().to_owned();
        let (media_type, content_disposition) =
            (told(header::CONTENT_TYPE), told(header::CONTENT_DISPOSITION));
        Ok(Fetched { bytes: answer.bytes().await.unwrap(), media_type, content_disposition })
    }
}

async fn refused_or(answer: reqwest::Response) -> Result<reqwest::Response, Error> {
    match answer.status() {
        StatusCode::OK => Ok(answer),
        // Ours to mend, not a refusal.
        status if status.is_server_error() => panic!("{status}: {}", answer.text().await.unwrap()),
        _ => Err(Error::BadSignature),
    }
}

/// The store's bucket, every test in a part of its own.
async fn bucket(prefix: &str) -> Bucket {
    let url = std::env::var("TEST_S3_URL").expect("TEST_S3_URL: run under tests/services/up run --");
    let mut address = Address::parse(&url).unwrap();
    prefix.clone_into(&mut address.prefix);
    Bucket::open(address, Clock::of_machine()).await.unwrap()
}

#[tokio::test]
async fn a_bucket_keeps_its_promises() {
    for prefix in ["", "contract-suite/of-a-bucket"] {
        let media = Media::new(bucket(prefix).await);
        keeps_its_promises(&media, &Browser(reqwest::Client::new())).await;
    }
}

#[tokio::test]
async fn a_prefix_hides_what_is_beside_it() {
    let (ours, theirs) = (bucket("beside/a").await, bucket("beside/a-b").await);
    let (ours, theirs) = (Media::new(ours), Media::new(theirs));
    theirs.write("x", Bytes::from_static(b"theirs")).await.unwrap();
    ours.write("y", Bytes::from_static(b"ours")).await.unwrap();
    assert_eq!(ours.list_keys("", "", 9).await, Ok(vec!["y".to_owned()]));
    assert_eq!(ours.head("x").await, Ok(None));
    ours.delete_prefix("y").await.unwrap();
    assert_eq!(theirs.list_keys("", "", 9).await, Ok(vec!["x".to_owned()]));
    theirs.delete_prefix("x").await.unwrap();
}

#[tokio::test]
async fn what_arrived_is_told_with_its_checksum() {
    let media = Media::new(bucket("checksum").await);
    let sum = hex(&Sha256::digest(b"ada's bytes"));
    let request = media.upload_url("a", 11, "text/plain", &sum, Duration::from_secs(60)).await.unwrap();
    let browser = Browser(reqwest::Client::new());
    browser.send(&request, b"ada's bytes").await.unwrap();
    let stored = media.head("a").await.unwrap().unwrap();
    assert_eq!((stored.size, stored.sha256.as_deref()), (11, Some(sum.as_str())));
    // Without the signed header nobody would compare.
    let bare = SignedRequest { headers: Vec::new(), ..request };
    assert!(browser.send(&bare, b"ada's bytes").await.is_err());
    media.delete_prefix("a").await.unwrap();
}

#[tokio::test]
async fn large_files_go_in_parts() {
    let media = Media::new(bucket("large").await);
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    // Two whole parts and a piece.
    let piece: Vec<u8> = (0..1024 * 1024_u32).map(|n| (n % 251) as u8).collect();
    let bytes = [piece.repeat(129), b"end".to_vec()].concat();
    std::fs::write(&one, &bytes).unwrap();
    media.copy_in("a", &one).await.unwrap();
    assert_eq!(media.copy_out("a", &two).await.unwrap().size, bytes.len() as u64);
    assert!(std::fs::read(&two).unwrap() == bytes);
    media.delete_prefix("a").await.unwrap();
}

#[tokio::test]
async fn more_than_one_answer_holds_is_listed_and_removed() {
    let media = Media::new(bucket("many").await);
    let keys: Vec<String> = (0..1_010).map(|n| format!("all/{n:04}")).collect();
    for some in keys.chunks(50) {
        let writes = some.iter().map(|key| media.write(key, Bytes::from_static(b"x")));
        futures_util::future::try_join_all(writes).await.unwrap();
    }
    assert_eq!(media.list_keys("all", "", 2_000).await.unwrap(), keys);
    assert_eq!(media.list_keys("all", "all/0004", 1_003).await.unwrap(), keys[5..1_008]);
    media.delete_prefix("all").await.unwrap();
    assert_eq!(media.list_keys("", "", 9).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_view_is_read_in_ranges_and_may_be_kept() {
    let media = Media::new(bucket("ranges").await);
    media.write("a", Bytes::from_static(b"0123456789")).await.unwrap();
    let url = media.view_url("a", "a.mp4", "video/mp4", Disposition::Inline).await.unwrap().url;
    assert!(url.starts_with(media.origin().unwrap()), "{url}");
    // Asked for; Garage, unlike Amazon, doesn't do it for parts.
    assert!(url.contains("response-cache-control=private%2C%20max-age%3D300%2C%20immutable"), "{url}");
    let part = reqwest::Client::new().get(&url).header(header::RANGE, "bytes=2-5").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()[header::CONTENT_RANGE], "bytes 2-5/10");
    assert_eq!(part.bytes().await.unwrap(), b"2345"[..]);
    media.delete_prefix("a").await.unwrap();
}

#[tokio::test]
async fn the_bucket_is_nobodys_without_a_signature() {
    let media = Media::new(bucket("private").await);
    media.write("a", Bytes::from_static(b"secret")).await.unwrap();
    let url = media.view_url("a", "a", "image/png", Disposition::Inline).await.unwrap().url;
    let bare = url.split_once('?').unwrap().0;
    assert_eq!(reqwest::get(bare).await.unwrap().status(), StatusCode::FORBIDDEN);
    let listing = format!("{}/workloop?list-type=2", media.origin().unwrap());
    assert_eq!(reqwest::get(listing).await.unwrap().status(), StatusCode::FORBIDDEN);
    media.delete_prefix("a").await.unwrap();
}

#[tokio::test]
async fn pages_of_the_named_origin_may_use_it_and_no_others() {
    let bucket = bucket("pages").await;
    bucket.allow_pages("https://chat.example.org").await.unwrap();
    let media = Media::new(bucket);
    media.write("a", Bytes::from_static(b"tide")).await.unwrap();
    let url = media.view_url("a", "a", "image/png", Disposition::Inline).await.unwrap().url;
    for (origin, allowed) in [("https://chat.example.org", true), ("https://evil.example.org", false)] {
        let asked = reqwest::Client::new().get(&url).header(header::ORIGIN, origin).send().await.unwrap();
        assert_eq!(asked.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), allowed, "{origin}");
    }
    media.delete_prefix("a").await.unwrap();
}

#[tokio::test]
async fn a_store_that_is_away_is_said_soon() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address =
        format!("s3://workloop?region=x&style=path&endpoint=http://{}", listener.local_addr().unwrap());
    // Takes connections and says nothing.
    let silent =
        Media::new(Bucket::open(Address::parse(&address).unwrap(), Clock::of_machine()).await.unwrap());
    let said = silent.head("a").await;
    assert!(matches!(said, Err(Error::Unavailable(_))), "{said:?}");
    assert!(silent.is_reachable(), "once may be chance");
    drop(listener);
    for _ in 0..2 {
        let said = silent.read("a", 9).await;
        assert!(matches!(said, Err(Error::Unavailable(_))), "{said:?}");
    }
    assert!(!silent.is_reachable());
    let asked = std::time::Instant::now();
    let said = silent.read("a", 9).await;
    assert!(
        matches!(said, Err(Error::Unavailable(_))) && asked.elapsed() < Duration::from_millis(50),
        "{said:?}"
    );
    // Signing needs nobody.
    silent.view_url("a", "a", "image/png", Disposition::Inline).await.unwrap();
}

#[tokio::test]
async fn amazons_addresses_are_found_without_asking() {
    for (url, origin) in [
        ("s3://harbour-files?region=eu-central-1", "https://harbour-files.s3.eu-central-1.amazonaws.com"),
        ("s3://harbour.files?region=eu-central-1", "https://s3.eu-central-1.amazonaws.com"),
        ("s3://harbour-files?region=eu-central-1&style=path", "https://s3.eu-central-1.amazonaws.com"),
        (
            "s3://harbour-files?region=x&endpoint=https://store.example:9000",
            "https://harbour-files.store.example:9000",
        ),
    ] {
        let bucket = Bucket::open(Address::parse(url).unwrap(), Clock::of_machine()).await.unwrap();
        assert_eq!(Media::new(bucket).origin(), Some(origin));
    }
}
