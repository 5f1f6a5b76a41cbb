//! `/channels/{c}/messages/{m}/previews`: from a link to what it leads to, and without it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    time::sleep,
};

use crate::stage::{Stage, text};

/// A page on this machine; its address.
async fn page() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/tides", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _asked = stream.read(&mut [0; 4_096]).await;
            let answer =
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<title>Tides</title>";
            let _told = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_link_shows_what_it_leads_to_until_its_author_takes_that_off() {
    let settings = [("WORKLOOP_EGRESS_NETWORKS", "127.0.0.1/32"), ("WORKLOOP_LINK_PREVIEWS", "on")];
    let stage = Stage::set_with(&settings).await;
    let bela = stage.member("Bela").await;
    let link = page().await;
    let said = stage.ada.say(&stage.general, &link).await;
    assert_eq!(said["previews"], json!([]));
    let path = format!("/channels/{}/messages/{}", stage.general, text(&said["id"]));
    let shown: Value = loop {
        let shown = bela.get(&path).await.ok();
        if shown["previews"] != json!([]) {
            break shown;
        }
        sleep(Duration::from_millis(100)).await;
    };
    let expected =
        json!({"url": link, "site": "127.0.0.1", "title": "Tides", "description": "", "image": null});
    assert_eq!(shown["previews"], json!([expected]));
    assert_eq!(shown["edited_at"], json!(null));
    let which = format!("{path}/previews?url={link}");
    bela.delete(&which).await.refused(403, "forbidden");
    stage
        .ada
        .delete(&format!("{path}/previews?url=https://elsewhere.example"))
        .await
        .refused(404, "not_found");
    stage.ada.delete(&format!("{path}/previews")).await.refused(422, "invalid");
    assert_eq!(stage.ada.delete(&which).await.ok()["previews"], json!([]));
    assert_eq!(bela.get(&path).await.ok()["previews"], json!([]));
}
