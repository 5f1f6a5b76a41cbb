//! What every engine promises, as tests that any engine can be put through. How a signed
//! request travels differs (our own route, an object store over HTTP), so who runs the
//! suite brings a [`Wire`].

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{Disposition, Error, Media, Parts, SignedRequest, SignedUrl, signature::hex};

/// A client of signed requests.
#[async_trait]
pub trait Wire: Sync {
    /// Sends the body as the request says, with its headers, to its URL. Refusals of any
    /// kind may come as any error.
    async fn send(&self, request: &SignedRequest, body: &[u8]) -> Result<(), Error>;
    /// Fetches what the URL shows.
    async fn fetch(&self, url: &str) -> Result<Fetched, Error>;
}

/// What a browser is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The object.
    pub bytes: Bytes,
    /// `Content-Type`.
    pub media_type: String,
    /// `Content-Disposition`.
    pub content_disposition: String,
}

/// Runs the whole suite; panics with the promise that was broken. Uses keys beneath
/// `contract/` and leaves none.
pub async fn keeps_its_promises(media: &Media, wire: &dyn Wire) {
    what_was_announced_arrives(media, wire).await;
    nothing_else_arrives(media, wire).await;
    a_changed_request_is_refused(media, wire).await;
    if let Some(parts) = media.parts() {
        parts_become_one_object(media, parts, wire).await;
        parts_given_up_leave_nothing(media, parts, wire).await;
    }
    a_view_is_what_was_signed(media, wire).await;
    a_changed_view_is_refused(media, wire).await;
    objects_are_read_within_bounds(media).await;
    objects_are_copied_to_files_and_from_them(media).await;
    keys_are_listed_in_order_and_in_pages(media).await;
    deleting_takes_all_beneath_and_nothing_beside(media).await;
    keys_stay_within(media).await;
    media.delete_prefix("contract").await.expect("deletes");
}

async fn signed(media: &Media, key: &str, body: &[u8], life: u64) -> SignedRequest {
    let (size, sum) = (body.len() as u64, hex(&Sha256::digest(body)));
    let life = Duration::from_secs(life);
    media.upload_url(key, size, "image/png", &sum, life).await.expect("signs")
}

async fn what_was_announced_arrives(media: &Media, wire: &dyn Wire) {
    let request = signed(media, "contract/put/a", b"ada's bytes", 60).await;
    assert_eq!(request.method, "PUT");
    wire.send(&request, b"ada's bytes").await.expect("the announced bytes are taken");
    let stored = media.head("contract/put/a").await.expect("answers");
    assert_eq!(stored.map(|stored| stored.size), Some(11), "they are stored");
    wire.send(&request, b"ada's bytes").await.expect("sending again is harmless");
}

async fn nothing_else_arrives(media: &Media, wire: &dyn Wire) {
    let request = signed(media, "contract/put/b", b"right", 60).await;
    for (body, what) in
        [(&b"wrong"[..], "other bytes"), (b"rightx", "more"), (b"righ", "fewer"), (b"", "none")]
    {
        assert!(wire.send(&request, body).await.is_err(), "{what} are refused");
        assert_eq!(media.head("contract/put/b").await, Ok(None), "{what} leave nothing");
    }
    let late = signed(media, "contract/put/b", b"right", 0).await;
    assert!(wire.send(&late, b"right").await.is_err(), "too late is refused");
}

async fn a_changed_request_is_refused(media: &Media, wire: &dyn Wire) {
    let request = signed(media, "contract/put/c", b"right", 60).await;
    let elsewhere = request.url.replace("contract/put/c", "contract/put/d");
    let mut typed = request.clone();
    for (_, value) in typed.headers.iter_mut().filter(|(name, _)| name == "content-type") {
        *value = "text/html".to_owned();
    }
    let cut = request.url[..request.url.len() - 1].to_owned();
    for (changed, what) in [
        (SignedRequest { url: elsewhere, ..request.clone() }, "another key"),
        (SignedRequest { url: cut, ..request.clone() }, "a damaged signature"),
        (typed, "another type"),
    ] {
        assert!(wire.send(&changed, b"right").await.is_err(), "{what} is refused");
    }
    assert_eq!(media.list_keys("contract/put", "contract/put/a", 9).await, Ok(Vec::new()), "nothing came");
}

async fn part(parts: &dyn Parts, key: &str, number: u32, body: &[u8]) -> Result<SignedRequest, Error> {
    let sum = hex(&Sha256::digest(body));
    parts.sign(key, number, body.len() as u64, &sum, Duration::from_secs(60)).await
}

async fn parts_become_one_object(media: &Media, parts: &dyn Parts, wire: &dyn Wire) {
    let key = "contract/parts/a";
    let first = vec![7; usize::try_from(parts.size()).expect("fits")];
    let size = parts.size() + 4;
    assert_eq!(part(parts, key, 1, &first).await, Err(Error::NotFound), "nothing is begun");
    assert_eq!(parts.join(key, size).await, Err(Error::NotFound), "nothing is begun");
    parts.begin(key, "video/mp4").await.expect("begins");
    parts.begin("contract/parts/a-b", "video/mp4").await.expect("begins another");
    let last = part(parts, key, 2, b"last").await.expect("signs the last first");
    for (body, what) in [(&b"tsal"[..], "other bytes"), (b"lastx", "more"), (b"las", "fewer")] {
        assert!(wire.send(&last, body).await.is_err(), "{what} are refused");
    }
    wire.send(&last, b"last").await.expect("takes it");
    assert_eq!(media.head(key).await, Ok(None), "nothing is there before the end");
    assert_eq!(parts.join(key, size).await, Err(Error::Mismatch("size")), "a part is missing");
    let request = part(parts, key, 1, &first).await.expect("signs");
    wire.send(&request, &first).await.expect("takes it");
    wire.send(&request, &first).await.expect("sending again is harmless");
    parts.join(key, size).await.expect("joins");
    assert_eq!(media.head(key).await.expect("answers").map(|stored| stored.size), Some(size));
    assert_eq!(media.read(key, size).await.expect("reads")[first.len() - 1..], *b"\x07last");
    assert!(wire.send(&last, b"last").await.is_err(), "the request has ended with its upload");
}

async fn parts_given_up_leave_nothing(media: &Media, parts: &dyn Parts, wire: &dyn Wire) {
    let (key, beside) = ("contract/parts/b/a", "contract/parts/b-c");
    parts.begin(key, "video/mp4").await.expect("begins");
    parts.begin(beside, "video/mp4").await.expect("begins another");
    let request = part(parts, key, 1, b"all").await.expect("signs");
    wire.send(&request, b"all").await.expect("takes it");
    media.delete_prefix("contract/parts/b").await.expect("gives it up");
    assert!(wire.send(&request, b"all").await.is_err(), "it's over");
    assert_eq!(parts.join(key, 3).await, Err(Error::NotFound), "nothing to join");
    let request = part(parts, beside, 1, b"all").await.expect("what is beside goes on");
    wire.send(&request, b"all").await.expect("takes it");
    parts.join(beside, 3).await.expect("joins");
}

async fn view(media: &Media, kind: &str, how: Disposition) -> SignedUrl {
    media.view_url("contract/view", "Ada's Å \"map\".png", kind, how).await.expect("signs")
}

async fn a_view_is_what_was_signed(media: &Media, wire: &dyn Wire) {
    media.write("contract/view", Bytes::from_static(b"<svg/>")).await.expect("writes");
    for (kind, how, begins) in [
        ("image/png", Disposition::Inline, "inline"),
        ("image/png", Disposition::Attachment, "attachment"),
        ("image/svg+xml", Disposition::Inline, "attachment"),
        ("text/html", Disposition::Inline, "attachment"),
    ] {
        let url = view(media, kind, how).await.url;
        let seen = wire.fetch(&url).await.expect("shows");
        assert_eq!((&*seen.bytes, seen.media_type.as_str()), (&b"<svg/>"[..], kind));
        let disposition = seen.content_disposition;
        assert!(disposition.starts_with(begins), "{kind} as {how:?} is {disposition}");
        assert!(disposition.contains("%C3%85"), "the name is kept: {disposition}");
    }
    let (one, two) = (
        view(media, "image/png", Disposition::Inline).await,
        view(media, "image/png", Disposition::Inline).await,
    );
    // A window may have ended in between.
    assert!(one == two || one.expires_at < two.expires_at, "a URL is stable within its window");
}

async fn a_changed_view_is_refused(media: &Media, wire: &dyn Wire) {
    let url = view(media, "text/html", Disposition::Attachment).await.url;
    media.write("contract/other", Bytes::from_static(b"bela's")).await.expect("writes");
    for (from, to) in
        [("text%2Fhtml", "image%2Fpng"), ("attachment", "inline"), ("contract/view", "contract/other")]
    {
        let changed = url.replace(from, to);
        assert_ne!(changed, url, "{from} stands in the URL");
        assert!(wire.fetch(&changed).await.is_err(), "{to} for {from} is refused");
    }
    let (bare, _) = url.split_once('?').expect("has a query");
    assert!(wire.fetch(bare).await.is_err(), "an unsigned URL is refused");
}

async fn objects_are_read_within_bounds(media: &Media) {
    let key = "contract/read/a.b_c-1";
    assert_eq!(media.read(key, 9).await, Err(Error::NotFound), "nothing is there yet");
    assert_eq!(media.read_prefix(key, 9).await, Err(Error::NotFound), "nothing is there yet");
    media.write(key, Bytes::from_static(b"first")).await.expect("writes");
    media.write(key, Bytes::from_static(b"0123456789")).await.expect("writes again");
    for (length, expected) in [(0, &b""[..]), (4, b"0123"), (10, b"0123456789"), (99, b"0123456789")] {
        assert_eq!(&*media.read_prefix(key, length).await.expect("reads"), expected);
    }
    assert_eq!(media.read(key, 9).await, Err(Error::TooLarge), "never more than asked for");
    assert_eq!(&*media.read(key, 10).await.expect("reads"), b"0123456789");
    assert_eq!(media.head("contract/read").await, Ok(None), "a part of a key is no key");
    media.write("contract/read/empty", Bytes::new()).await.expect("writes nothing");
    assert_eq!(&*media.read("contract/read/empty", 0).await.expect("reads nothing"), b"");
}

async fn objects_are_copied_to_files_and_from_them(media: &Media) {
    let folder = std::env::temp_dir().join(format!("media-contract-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for files");
    let (one, two) = (folder.join("one"), folder.join("two"));
    // Larger than the pieces in which anything is read.
    let bytes: Vec<u8> = (0..9_000_000_u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&one, &bytes).expect("writes");
    media.copy_in("contract/copy", &one).await.expect("takes a file");
    let stored = media.copy_out("contract/copy", &two).await.expect("gives a file");
    assert_eq!(stored.size, bytes.len() as u64);
    assert!(std::fs::read(&two).expect("reads") == bytes, "what comes out is what went in");
    assert_eq!(media.copy_out("contract/none", &two).await, Err(Error::NotFound));
    assert_eq!(media.copy_in("../up", &one).await, Err(Error::BadKey));
    assert!(media.copy_in("contract/none", &folder.join("none")).await.is_err());
    assert_eq!(media.head("contract/none").await, Ok(None), "nothing came of it");
    std::fs::remove_dir_all(&folder).expect("removes");
}

async fn keys_are_listed_in_order_and_in_pages(media: &Media) {
    let keys = ["contract/list/a", "contract/list/a-b", "contract/list/a/b", "contract/list/b"];
    // Deliberately not in order. `a` and `a/b` can't both be files on a disk.
    for key in [keys[3], keys[1], keys[2]] {
        media.write(key, Bytes::from_static(b"x")).await.expect("writes");
    }
    let page = |after: &'static str, limit| media.list_keys("contract/list", after, limit);
    assert_eq!(page("", 9).await.expect("lists"), keys[1..], "all, ascending");
    assert_eq!(page("", 2).await.expect("lists"), keys[1..3], "the first page");
    assert_eq!(page("contract/list/a/b", 2).await.expect("lists"), keys[3..], "what follows");
    assert_eq!(page("contract/list/b", 2).await.expect("lists"), keys[4..], "the end");
    assert_eq!(media.list_keys("contract/none", "", 9).await, Ok(Vec::new()), "nothing there");
}

async fn deleting_takes_all_beneath_and_nothing_beside(media: &Media) {
    for key in ["contract/gone/1/a", "contract/gone/1/b/c", "contract/gone/10/a"] {
        media.write(key, Bytes::from_static(b"x")).await.expect("writes");
    }
    media.delete_prefix("contract/gone/1").await.expect("deletes");
    media.delete_prefix("contract/gone/1").await.expect("deleting nothing is fine");
    assert_eq!(media.list_keys("contract/gone", "", 9).await.expect("lists"), ["contract/gone/10/a"]);
    media.delete_prefix("contract/gone/10/a").await.expect("deletes one");
    assert_eq!(media.head("contract/gone/10/a").await, Ok(None), "one key is a prefix of its own");
}

async fn keys_stay_within(media: &Media) {
    for key in
        ["", "/etc/passwd", "../up", "a/../../up", "a//b", ".hidden", "a/.unfinished", "a\\b", "a b", "a%2fb"]
    {
        assert_eq!(media.read(key, 1).await, Err(Error::BadKey), "reading {key:?}");
        assert_eq!(media.write(key, Bytes::new()).await, Err(Error::BadKey), "writing {key:?}");
        assert_eq!(media.delete_prefix(key).await, Err(Error::BadKey), "deleting {key:?}");
        let view = media.view_url(key, "n", "image/png", Disposition::Inline).await;
        assert_eq!(view.err(), Some(Error::BadKey), "viewing {key:?}");
    }
}
