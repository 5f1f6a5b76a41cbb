//! The promises of the disk engine and of the URLs it signs.

use std::time::Duration;

use bytes::Bytes;
use media::{Disk, Disposition, Error, Media};
use sha2::{Digest, Sha256};

const KEY: &str = "W1/F1/original";

struct Stage {
    media: Media,
    disk: Disk,
    folder: tempfile::TempDir,
}

fn stage() -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let (media, disk) = Media::disk(folder.path().to_owned(), [7; 32], "/media").unwrap();
    Stage { media, disk, folder }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn split(url: &str) -> (String, String) {
    let (path, query) = url.split_once('?').unwrap();
    (path.strip_prefix("/media/").unwrap().to_owned(), query.to_owned())
}

fn typed(media_type: &'static str) -> impl Fn(&str) -> Option<String> {
    move |name| (name == "content-type").then(|| media_type.to_owned())
}

async fn signed_put(media: &Media, body: &[u8], life: u64) -> (String, String) {
    let life = Duration::from_secs(life);
    let size = body.len() as u64;
    let request = media.upload_url(KEY, size, "image/png", &sha256(body), life).await.unwrap();
    split(&request.url)
}

async fn send(stage: &Stage, signed: &(String, String), body: &[u8]) -> Result<(), Error> {
    let grant = stage.disk.verify_put(&signed.0, &signed.1, typed("image/png"))?;
    let mut writer = stage.disk.writer(grant).await?;
    for piece in body.chunks(3) {
        writer.write(piece).await?;
    }
    writer.finish().await.map(|_| ())
}

#[tokio::test]
async fn ada_uploads_and_views() {
    let stage = stage();
    let signed = signed_put(&stage.media, b"ada's bytes", 60).await;
    send(&stage, &signed, b"ada's bytes").await.unwrap();
    assert_eq!(stage.media.head(KEY).await.unwrap().unwrap().size, 11);
    let view = stage.media.view_url(KEY, "ada & co.png", "image/png", Disposition::Inline).await.unwrap();
    let (key, query) = split(&view.url);
    let grant = stage.disk.verify_get(&key, &query).unwrap();
    assert!(grant.content_disposition.starts_with("inline; "));
    assert_eq!(stage.disk.open_view(&grant).await.unwrap().1, 11);
}

#[tokio::test]
async fn other_bytes_than_signed_are_refused_and_leave_nothing() {
    let stage = stage();
    let signed = signed_put(&stage.media, b"right", 60).await;
    for (body, refusal) in [
        (&b"wrong"[..], Error::Mismatch("checksum")),
        (b"rightx", Error::TooLarge),
        (b"righ", Error::Mismatch("size")),
    ] {
        assert_eq!(send(&stage, &signed, body).await, Err(refusal));
    }
    assert_eq!(stage.media.head(KEY).await, Ok(None));
    assert!(stage.media.list_keys("", "", 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_changed_expired_or_foreign_url_is_refused() {
    let stage = stage();
    let (key, query) = signed_put(&stage.media, b"right", 60).await;
    let verify = |key: &str, query: &str| stage.disk.verify_put(key, query, typed("image/png"));
    assert!(verify(&key, &query).is_ok());
    assert_eq!(verify("W1/F2/original", &query), Err(Error::BadSignature));
    assert_eq!(verify(&key, &query.replace("size=5", "size=500")), Err(Error::BadSignature));
    assert_eq!(verify(&key, &query.replace("image%2Fpng", "text%2Fhtml")), Err(Error::BadSignature));
    assert_eq!(verify(&key, ""), Err(Error::BadSignature));
    assert_eq!(verify("../secret", &query), Err(Error::BadKey));
    assert_eq!(stage.disk.verify_put(&key, &query, typed("text/html")), Err(Error::Mismatch("type")));
    assert_eq!(stage.disk.verify_get(&key, &query), Err(Error::BadSignature));
    let (key, query) = signed_put(&stage.media, b"right", 0).await;
    assert_eq!(verify(&key, &query), Err(Error::Expired));
}

#[tokio::test]
async fn a_crash_leaves_nothing_half_written() {
    let Stage { media, disk, folder } = stage();
    let grant = {
        let signed = signed_put(&media, b"right", 60).await;
        disk.verify_put(&signed.0, &signed.1, typed("image/png")).unwrap()
    };
    let mut writer = disk.writer(grant.clone()).await.unwrap();
    writer.write(b"rig").await.unwrap();
    // What a killed process would leave: the unfinished file, nobody to remove it.
    std::mem::forget(writer);
    let left = || std::fs::read_dir(folder.path().join(".unfinished")).unwrap().count();
    assert_eq!(left(), 1);
    let (again, disk) = Media::disk(folder.path().to_owned(), [7; 32], "/media").unwrap();
    assert_eq!((left(), again.head(KEY).await), (0, Ok(None)));
    drop(disk.writer(grant).await.unwrap());
    assert_eq!(left(), 0);
}

#[tokio::test]
async fn nothing_is_served_through_a_folder() {
    let Stage { media, disk, folder: _folder } = stage();
    media.write("W1/F1/original", Bytes::from_static(b"x")).await.unwrap();
    let view = media.view_url("W1/F1", "a", "image/png", Disposition::Inline).await.unwrap();
    let (key, query) = split(&view.url);
    let grant = disk.verify_get(&key, &query).unwrap();
    assert_eq!(disk.open_view(&grant).await.err(), Some(Error::NotFound));
}
