//! Servers whose files are in a bucket of a real S3-compatible store, that of `TEST_S3_URL`.

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use media::{Bucket, Media, s3::Address, signature::hex};
use protocol::Clock;
use reqwest::StatusCode;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    files::{absolute, begin, png, send, upload, url},
    migrate::{database, said},
    stage::{Person, Server, Stage, text, workloop},
};

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is missing: start the services with tests/services/up, or run make test")
    })
}

/// A part of the bucket that no other test uses, and who owns it.
struct Place {
    url: String,
    key: String,
    secret: String,
}

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let prefix = format!("server-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self {
            url: format!("{}&prefix={prefix}", variable("TEST_S3_URL")),
            key: variable("AWS_ACCESS_KEY_ID"),
            secret: variable("AWS_SECRET_ACCESS_KEY"),
        }
    }

    fn settings(&self) -> [(&'static str, &str); 3] {
        [
            ("WORKLOOP_MEDIA_URL", &self.url),
            ("AWS_ACCESS_KEY_ID", &self.key),
            ("AWS_SECRET_ACCESS_KEY", &self.secret),
        ]
    }

    async fn keys(&self) -> Vec<String> {
        let bucket = Bucket::open(Address::parse(&self.url).unwrap(), Clock::of_machine()).await.unwrap();
        Media::new(bucket).list_keys("", "", 100).await.unwrap()
    }
}

#[tokio::test]
async fn files_go_between_browser_and_bucket() {
    let place = Place::new();
    let stage = Stage::set_with(&place.settings()).await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let begun = begin(&stage, &stage.ada, "chart.png", &png()).await;
    let origin =
        variable("TEST_S3_URL").split_once("endpoint=").unwrap().1.split('&').next().unwrap().to_owned();
    assert!(text(&begun["upload"]["url"]).starts_with(&origin), "{begun}");
    let early = stage.ada.post(&format!("/files/{}/finish", text(&begun["file"]["id"])), json!({})).await;
    early.refused(409, "not_uploaded");
    let mut other = png();
    other[20] ^= 1;
    assert!(send(&stage, &begun, &other).await.status().is_client_error(), "other bytes than were announced");

    let file = upload(&stage, &stage.ada, "chart.png", &png()).await;
    assert_eq!((&file["state"], &file["media_type"]), (&json!("ready"), &json!("image/png")));
    let said = json!({"nonce": "f", "text": "", "files": [file["id"]]});
    let said = stage.ada.post(&format!("/channels/{bridge}/messages"), said).await.ok();
    assert_eq!(url(&stage, &bela, &file).await, None, "who isn't in the channel gets no URL");
    let seen = url(&stage, &stage.ada, &file).await.unwrap();
    assert!(seen.starts_with(&origin), "{seen}");
    let served = reqwest::get(&seen).await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    assert!(served.headers()["content-disposition"].to_str().unwrap().starts_with("inline"));
    assert_eq!(served.bytes().await.unwrap(), png());
    let part = reqwest::Client::new().get(&seen).header("range", "bytes=2-5").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT, "players and previews ask for parts");
    assert_eq!(part.headers()["content-range"], format!("bytes 2-5/{}", png().len()));
    assert_eq!(part.bytes().await.unwrap(), png()[2..6]);
    assert_eq!(reqwest::get(seen.split_once('?').unwrap().0).await.unwrap().status(), StatusCode::FORBIDDEN);
    let page = upload(&stage, &stage.ada, "page.html", b"<!doctype html><script>alert(1)</script>").await;
    let page = reqwest::get(url(&stage, &stage.ada, &page).await.unwrap()).await.unwrap();
    assert!(page.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));

    let start = reqwest::get(&stage.server.url).await.unwrap();
    let policy = start.headers()["content-security-policy"].to_str().unwrap();
    for part in ["img-src", "media-src", "connect-src"] {
        let part = policy.split(';').find(|words| words.trim().starts_with(part)).unwrap();
        assert!(part.split(' ').any(|word| word == origin), "{part}");
    }
    assert!(!stage.folder.path().join("data/media").exists(), "nothing is kept here");

    let id = text(&file["id"]);
    assert!(place.keys().await.iter().any(|key| key.contains(&id)));
    stage.ada.delete(&format!("/channels/{bridge}/messages/{}", text(&said["id"]))).await.ok();
    let gone = async || !place.keys().await.iter().any(|key| key.contains(&id));
    while !gone().await {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(reqwest::get(&seen).await.unwrap().status(), StatusCode::NOT_FOUND, "deleted is deleted");
}

/// Sends a part where the server says, and answers whether the store took it.
async fn send_part(person: &Person, path: &str, number: u32, bytes: &[u8]) -> bool {
    let part = json!({"number": number, "sha256": hex(&Sha256::digest(bytes))});
    let upload = person.post(&format!("{path}/parts"), part).await.ok();
    let mut request = reqwest::Client::new().put(text(&upload["url"])).body(bytes.to_vec());
    for (name, value) in upload["headers"].as_object().unwrap() {
        request = request.header(name, text(value));
    }
    request.send().await.unwrap().status().is_success()
}

#[tokio::test]
async fn a_large_file_comes_in_parts() {
    let place = Place::new();
    let stage = Stage::set_with(&place.settings()).await;
    let bela = stage.member("Bela").await;
    let bytes: Vec<u8> = (0..35_000_000_u32).map(|n| (n % 251) as u8).collect();
    let begun = begin(&stage, &stage.ada, "film.bin", &bytes).await;
    assert_eq!(begun["upload"], json!(null));
    let size = begun["parts"]["size"].as_u64().unwrap() as usize;
    let path = format!("/files/{}", text(&begun["file"]["id"]));
    let some = json!({"number": 1, "sha256": hex(&Sha256::digest(b"x"))});
    bela.post(&format!("{path}/parts"), some.clone()).await.refused(404, "not_found");
    for number in [0, 4, u32::MAX] {
        let none = json!({"number": number, "sha256": some["sha256"]});
        stage.ada.post(&format!("{path}/parts"), none).await.refused(422, "invalid");
    }
    assert!(!send_part(&stage.ada, &path, 1, b"x").await, "a part has its size");
    let parts: Vec<&[u8]> = bytes.chunks(size).collect();
    for number in [3, 1] {
        assert!(send_part(&stage.ada, &path, number, parts[number as usize - 1]).await);
    }
    stage.ada.post(&format!("{path}/finish"), json!({})).await.refused(409, "not_uploaded");
    assert!(send_part(&stage.ada, &path, 2, parts[1]).await);
    let file = stage.ada.post(&format!("{path}/finish"), json!({})).await.ok();
    assert_eq!(stage.ada.post(&format!("{path}/finish"), json!({})).await.ok(), file, "again is the same");
    stage.ada.post(&format!("{path}/parts"), some.clone()).await.refused(409, "not_in_parts");
    let served = reqwest::get(url(&stage, &stage.ada, &file).await.unwrap()).await.unwrap();
    assert!(served.bytes().await.unwrap() == bytes);

    let (bytes, last) = (&bytes[..size + 4], &bytes[size..size + 4]);
    let given_up = begin(&stage, &stage.ada, "film.bin", bytes).await;
    let path = format!("/files/{}", text(&given_up["file"]["id"]));
    let part = json!({"number": 2, "sha256": hex(&Sha256::digest(last))});
    let upload = stage.ada.post(&format!("{path}/parts"), part.clone()).await.ok();
    stage.ada.delete(&path).await.expect(StatusCode::NO_CONTENT);
    stage.ada.post(&format!("{path}/parts"), part).await.refused(404, "not_found");
    let late = async || {
        let request = reqwest::Client::new().put(text(&upload["url"])).body(last.to_vec());
        let sum = text(&upload["headers"]["x-amz-checksum-sha256"]);
        request.header("x-amz-checksum-sha256", sum).send().await.unwrap().status()
    };
    while late().await != StatusCode::NOT_FOUND {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }

    let small = begin(&stage, &stage.ada, "log.txt", b"day one").await;
    let path = format!("/files/{}/parts", text(&small["file"]["id"]));
    stage.ada.post(&path, some).await.refused(409, "not_in_parts");
}

fn doctor(folder: &Path, settings: &[(&str, &str)]) -> String {
    let output = workloop(folder).envs(settings.iter().copied()).arg("doctor").output().unwrap();
    let said = said(&output);
    let line = said.lines().find(|line| line.contains("files:")).unwrap_or_else(|| panic!("{said}"));
    line.to_owned()
}

#[test]
fn the_doctor_tries_the_bucket() {
    let place = Place::new();
    let folder = tempfile::tempdir().unwrap();
    let said = doctor(folder.path(), &place.settings());
    assert!(said.starts_with("ok") && said.contains("written, read and cleared"), "{said}");

    let [address, key, _] = place.settings();
    let said = doctor(folder.path(), &[address, key, ("AWS_SECRET_ACCESS_KEY", "wrong")]);
    assert!(said.starts_with("FAIL") && said.contains("signature"), "{said}");
    let elsewhere = place.url.replace("//workloop", "//nobody-s");
    let said = doctor(folder.path(), &[("WORKLOOP_MEDIA_URL", &elsewhere), key, place.settings()[2]]);
    assert!(said.starts_with("FAIL") && said.contains("nobody-s"), "{said}");

    // Where Amazon's own tools keep them.
    let profiles = folder.path().join("credentials");
    let profile =
        format!("[harbour]\naws_access_key_id = {}\naws_secret_access_key = {}\n", place.key, place.secret);
    std::fs::write(&profiles, profile).unwrap();
    let profiles = profiles.to_str().unwrap();
    let by_profile = [address, ("AWS_PROFILE", "harbour"), ("AWS_SHARED_CREDENTIALS_FILE", profiles)];
    let said = doctor(folder.path(), &by_profile);
    assert!(said.starts_with("ok"), "{said}");
}

fn migrate(place: &Place, from: &Path, to: &Path) -> Command {
    let mut command = workloop(from);
    command.envs(place.settings()[1..].iter().copied()).arg("migrate");
    command.arg("--from").arg(format!("sqlite:{}", database(from).display()));
    command.arg("--to").arg(format!("sqlite:{}", database(to).display()));
    command
}

#[tokio::test]
async fn files_move_to_a_bucket_and_back() {
    let place = Place::new();
    let stage = Stage::set().await;
    let file = upload(&stage, &stage.ada, "chart.png", &png()).await;
    let token = stage.ada.token().await;
    let Stage { server, folder, .. } = stage;
    server.stop();
    let view = async |server: &Server| {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let path = server.api(&format!("/files/{}", text(&file["id"])));
        let led = http.get(path).bearer_auth(&token).send().await.unwrap();
        let url = absolute(server, led.headers()["location"].to_str().unwrap());
        assert_eq!(reqwest::get(&url).await.unwrap().bytes().await.unwrap(), png());
        url
    };

    let second = tempfile::tempdir().unwrap();
    let moved =
        migrate(&place, folder.path(), second.path()).arg("--files-to").arg(&place.url).output().unwrap();
    assert!(moved.status.success() && said(&moved).contains("both sides hold the same"), "{}", said(&moved));
    let server = Server::start_in(second.path(), &place.settings());
    assert!(view(&server).await.starts_with("http"));
    let archive = second.path().join("backup.tar");
    let backup = workloop(second.path()).envs(place.settings()).arg("backup").arg(&archive).output().unwrap();
    assert!(backup.status.success() && said(&backup).contains("they stay in s3://"), "{}", said(&backup));
    server.stop();

    let third = tempfile::tempdir().unwrap();
    let moved =
        migrate(&place, second.path(), third.path()).arg("--files-from").arg(&place.url).output().unwrap();
    assert!(moved.status.success(), "{}", said(&moved));
    view(&Server::start_in(third.path(), &[])).await;

    // A backup with files has no place to put them.
    let archive = third.path().join("backup.tar");
    assert!(workloop(third.path()).arg("backup").arg(&archive).status().unwrap().success());
    let fourth = tempfile::tempdir().unwrap();
    let restore =
        workloop(fourth.path()).envs(place.settings()).arg("restore").arg(&archive).output().unwrap();
    assert!(!restore.status.success() && said(&restore).contains("workloop migrate"), "{}", said(&restore));
    assert!(!database(fourth.path()).exists());
}
