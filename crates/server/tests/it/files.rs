//! Uploads, signed URLs and what they serve.

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::stage::{Person, Server, Stage, text};

/// A small picture.
pub fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 128]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Where a signed URL leads: a path is the server's own.
pub fn absolute(server: &Server, url: &str) -> String {
    if url.starts_with('/') { format!("{}{url}", server.url) } else { url.to_owned() }
}

/// Notes a file.
pub async fn begin(stage: &Stage, person: &Person, name: &str, bytes: &[u8]) -> Value {
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let body = json!({"name": name, "size": bytes.len(), "media_type": "application/octet-stream", "sha256": sha256});
    person.post(&format!("/workspaces/{}/files", stage.workspace), body).await.expect(StatusCode::CREATED)
}

/// Sends its bytes where it was told to.
pub async fn send(stage: &Stage, begun: &Value, bytes: &[u8]) -> reqwest::Response {
    let upload = &begun["upload"];
    let method: Method = text(&upload["method"]).parse().unwrap();
    let mut request = reqwest::Client::new()
        .request(method, absolute(&stage.server, &text(&upload["url"])))
        .body(bytes.to_vec());
    for (name, value) in upload["headers"].as_object().unwrap() {
        request = request.header(name, text(value));
    }
    request.send().await.unwrap()
}

/// Uploads and finishes; answers the file.
pub async fn upload(stage: &Stage, person: &Person, name: &str, bytes: &[u8]) -> Value {
    let begun = begin(stage, person, name, bytes).await;
    let sent = send(stage, &begun, bytes).await;
    assert!(sent.status().is_success(), "{}", sent.status());
    person.post(&format!("/files/{}/finish", text(&begun["file"]["id"])), json!({})).await.ok()
}

/// Where to see the file, for those who may.
pub async fn url(stage: &Stage, person: &Person, file: &Value) -> Option<String> {
    let signed = person.post("/files/urls", json!({"files": [{"file": file["id"]}]})).await.ok();
    signed["rows"][0]["url"].as_str().map(|url| absolute(&stage.server, url))
}

#[tokio::test]
async fn a_picture_is_uploaded_shown_and_read_in_ranges() {
    let stage = Stage::set().await;
    let bytes = png();
    let file = upload(&stage, &stage.ada, "chart.png", &bytes).await;
    assert_eq!((&file["state"], &file["media_type"]), (&json!("ready"), &json!("image/png")));
    assert_eq!((&file["image"]["width"], &file["image"]["height"]), (&json!(64), &json!(48)));
    let url = url(&stage, &stage.ada, &file).await.unwrap();
    let get = async |range: &str| {
        let request = reqwest::Client::new().get(&url);
        let request = if range.is_empty() { request } else { request.header(header::RANGE, range) };
        request.send().await.unwrap()
    };
    let whole = get("").await;
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.headers()["content-type"], "image/png");
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert!(whole.headers()["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert!(whole.headers()["cache-control"].to_str().unwrap().contains("private"));
    assert!(whole.headers()["content-disposition"].to_str().unwrap().starts_with("inline"));
    assert_eq!(whole.bytes().await.unwrap(), bytes);
    let part = get("bytes=2-5").await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 2-5/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), bytes[2..6]);
    assert_eq!(get("bytes=-4").await.bytes().await.unwrap(), bytes[bytes.len() - 4..]);
    let beyond = get(&format!("bytes={}-", bytes.len())).await;
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"], format!("bytes */{}", bytes.len()));
    let head = reqwest::Client::new().head(&url).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], bytes.len().to_string());
}

#[tokio::test]
async fn only_those_in_the_channel_get_a_url() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let bridge = stage.channel("private", "bridge").await;
    let file = upload(&stage, &stage.ada, "chart.png", &png()).await;
    stage
        .ada
        .post(
            &format!("/channels/{bridge}/messages"),
            json!({"nonce": "f", "text": "", "files": [file["id"]]}),
        )
        .await
        .ok();
    assert_eq!(url(&stage, &bela, &file).await, None);
    let id = text(&file["id"]);
    bela.get(&format!("/files/{id}")).await.refused(404, "not_found");
    let led = stage.ada.get(&format!("/files/{id}")).await;
    assert_eq!(led.status, StatusCode::FOUND);
    stage.ada.post(&format!("/channels/{bridge}/members"), json!({"users": [bela.id]})).await.ok();
    assert!(url(&stage, &bela, &file).await.is_some());
}

#[tokio::test]
async fn a_page_is_only_ever_saved() {
    let stage = Stage::set().await;
    for (name, bytes) in [
        ("page.html", &b"<!doctype html><script>alert(1)</script>"[..]),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ] {
        let file = upload(&stage, &stage.ada, name, bytes).await;
        let url = url(&stage, &stage.ada, &file).await.unwrap();
        let served = reqwest::get(url).await.unwrap();
        assert!(
            served.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"),
            "{name}"
        );
        assert!(served.headers()["content-security-policy"].to_str().unwrap().contains("sandbox"), "{name}");
    }
}

#[tokio::test]
async fn a_forged_url_or_other_bytes_are_refused() {
    let stage = Stage::set().await;
    let bytes = png();
    let begun = begin(&stage, &stage.ada, "chart.png", &bytes).await;
    let id = text(&begun["file"]["id"]);
    let early = stage.ada.post(&format!("/files/{id}/finish"), json!({})).await;
    assert!(early.status.is_client_error(), "{}", early.body);
    let mut other = bytes.clone();
    other[20] ^= 1;
    let sent = send(&stage, &begun, &other).await;
    if sent.status().is_success() {
        let finished = stage.ada.post(&format!("/files/{id}/finish"), json!({})).await;
        assert!(finished.status.is_client_error(), "{}", finished.body);
    }
    let file = upload(&stage, &stage.ada, "chart.png", &bytes).await;
    let url = url(&stage, &stage.ada, &file).await.unwrap();
    let mut forged = url.clone();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });
    let refused = reqwest::get(&forged).await.unwrap().status();
    assert!(refused == 403 || refused == 404 || forged == url, "{refused}");
}
