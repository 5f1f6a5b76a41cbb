//! `/gateway`: who may connect, and that what is said is heard.

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

use crate::stage::{Server, Stage};

pub type Socket = WebSocketStream<tokio::net::TcpStream>;

/// Connects with these headers; the status when refused.
pub async fn connect(stage: &Stage, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    connect_to(&stage.server, headers).await
}

/// The same to any server.
pub async fn connect_to(server: &Server, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let url = server.api("/gateway").replace("http://", "ws://");
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let address = server.url.trim_start_matches("http://");
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// The next JSON frame.
pub async fn frame(socket: &mut Socket) -> Value {
    loop {
        let next = tokio::time::timeout(std::time::Duration::from_secs(10), socket.next())
            .await
            .expect("a frame in time");
        match next.expect("still open").expect("no error") {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Close(close) => panic!("closed: {close:?}"),
            _ => {}
        }
    }
}

/// Says hello and reads up to `ready`.
pub async fn hello(socket: &mut Socket) {
    socket.send(Message::text(json!({"t": "hello"}).to_string())).await.unwrap();
    while frame(socket).await["t"] != "ready" {}
}

#[tokio::test]
async fn what_ada_says_bela_hears_and_a_stranger_does_not() {
    let stage = Stage::set().await;
    let (bela, cleo) = (stage.member("Bela").await, stage.member("Cleo").await);
    let bridge = stage.channel("private", "bridge").await;
    stage.ada.post(&format!("/channels/{bridge}/members"), json!({"users": [bela.id]})).await.ok();
    let (hers, cleos) = (bela.token().await, cleo.token().await);
    let mut heard = connect(&stage, &[("authorization", &format!("Bearer {hers}"))]).await.unwrap();
    let mut unheard = connect(&stage, &[("authorization", &format!("Bearer {cleos}"))]).await.unwrap();
    hello(&mut heard).await;
    hello(&mut unheard).await;
    stage.ada.say(&bridge, "full ahead").await;
    loop {
        let frame = frame(&mut heard).await;
        if frame["feed"] == bridge.as_str() && frame["items"][0]["text"] == "full ahead" {
            break;
        }
    }
    stage.ada.say(&stage.general, "good morning").await;
    loop {
        let frame = frame(&mut unheard).await;
        assert_ne!(frame["feed"], bridge.as_str());
        if frame["items"][0]["text"] == "good morning" {
            break;
        }
    }
}

#[tokio::test]
async fn an_ended_session_closes_its_socket() {
    let stage = Stage::set().await;
    let bela = stage.member("Bela").await;
    let token = bela.token().await;
    let mut socket = connect(&stage, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
    hello(&mut socket).await;
    stage.ada.delete(&format!("/workspaces/{}/people/{}", stage.workspace, bela.id)).await.ok();
    let closing = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(close)))) => return u16::from(close.code),
                Some(Ok(_)) => {}
                other => panic!("no close: {other:?}"),
            }
        }
    };
    let code = tokio::time::timeout(std::time::Duration::from_secs(2), closing).await.expect("within 2 s");
    assert_eq!(code, 4003);
}

#[tokio::test]
async fn only_own_pages_and_tokens_connect() {
    let stage = Stage::set().await;
    let host = stage.server.url.clone();
    let phone = crate::stage::Person::stranger(&stage.server);
    let answer =
        phone.post("/session", json!({"email": "ada@example.org", "password": crate::stage::PASSWORD})).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let port = host.rsplit(':').next().unwrap();
    let refused = [
        "http://evil.example",
        "null",
        &format!("{host}.evil.example"),
        &format!("http://evil-127.0.0.1:{port}"),
        "http://127.0.0.1:1",
    ];
    for origin in refused {
        assert_eq!(
            connect(&stage, &[("cookie", &cookie), ("origin", origin)]).await.err(),
            Some(403),
            "{origin}"
        );
    }
    assert_eq!(connect(&stage, &[("cookie", &cookie)]).await.err(), Some(403), "no origin");
    assert!(connect(&stage, &[("cookie", &cookie), ("origin", &host)]).await.is_ok());
    assert_eq!(connect(&stage, &[("origin", &host)]).await.err(), Some(401), "nobody");
    let token = stage.ada.token().await;
    assert!(connect(&stage, &[("authorization", &format!("Bearer {token}"))]).await.is_ok());
    let evil = [("authorization", &*format!("Bearer {token}")), ("origin", "http://evil.example")];
    assert_eq!(connect(&stage, &evil).await.err(), Some(403), "a token on a foreign page");
}

#[tokio::test]
async fn a_plain_request_is_told_to_upgrade() {
    let stage = Stage::set().await;
    let answer = stage.ada.get("/gateway").await;
    assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
    assert_eq!(answer.headers["sec-websocket-version"], "13");
}

#[tokio::test]
async fn a_stopping_server_asks_its_clients_to_move() {
    let stage = Stage::set().await;
    let token = stage.ada.token().await;
    let mut socket = connect(&stage, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
    hello(&mut socket).await;
    let stopped = std::thread::spawn(move || stage.server.stop());
    let mut moved = false;
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => moved |= serde_json::from_str::<Value>(&text).unwrap()["t"] == "move",
            Message::Close(close) => assert_eq!(close.map(|close| u16::from(close.code)), Some(1012)),
            _ => {}
        }
    }
    assert!(moved);
    assert!(stopped.join().unwrap().success());
}
