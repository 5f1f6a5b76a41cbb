//! What ends a connection, and with which code.

use std::{sync::atomic::Ordering, time::Duration};

use futures_util::SinkExt as _;
use protocol::frame::{ClientFrame, ServerFrame};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    time::{Instant, timeout},
};
use tokio_tungstenite::tungstenite::{Message as Wire, protocol::frame::coding::CloseCode};

use crate::{client::Client, stage::Stage};

async fn ends_with(stage: &Stage, said: Wire) -> u16 {
    let mut client = stage.client(stage.bela).await;
    client.socket.send(said).await.unwrap();
    client.ended().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_frame_of_ours_ends_it() {
    let stage = Stage::new().await;
    assert_eq!(ends_with(&stage, Wire::binary(vec![1, 2, 3])).await, 4002);
    assert_eq!(ends_with(&stage, Wire::text("hello?")).await, 4002);
    assert_eq!(ends_with(&stage, Wire::text(r#"{"t":"hello","surprise":1}"#)).await, 4002);
    assert_eq!(ends_with(&stage, Wire::text(r#"{"t":"hello"}"#)).await, 4002, "hello comes once");
    assert_eq!(ends_with(&stage, Wire::text("x".repeat(64 * 1024 + 1))).await, 1009);
    let mut early = stage.silent(stage.bela).await;
    early.send(&ClientFrame::Heartbeat { cursors: [].into() }).await;
    assert_eq!(early.ended().await, 4002);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_websocket_ends_it() {
    let stage = Stage::new().await;
    for (said, code) in [
        (&[0x81, 0x01, b'a'][..], 1002),                           // not masked
        (&[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe][..], 1007),         // not UTF-8
        (&[0x8f, 0x80, 0, 0, 0, 0][..], 1002),                     // no such frame
        (&[0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1009), // 4 GiB announced
    ] {
        let mut stream = stage.open(stage.bela).await;
        stream.write_all(said).await.unwrap();
        let mut told = [0; 4];
        timeout(Duration::from_secs(5), stream.read_exact(&mut told)).await.unwrap().unwrap();
        assert_eq!((told[0], u16::from_be_bytes([told[2], told[3]])), (0x88, code), "{said:x?}");
        drop(stream);
    }
    while stage.gateway.connections() > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_says_hello_within_five_seconds() {
    let stage = Stage::new().await;
    let begun = Instant::now();
    assert_eq!(stage.silent(stage.bela).await.ended().await, 4001);
    assert!(begun.elapsed() >= Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_ends_it_and_pings_count() {
    let stage = Stage::new().await;
    for said in [Wire::Ping(vec![0; 125].into()), Wire::text(r#"{"t":"heartbeat"}"#)] {
        let mut client = stage.client(stage.bela).await;
        for _ in 0..100 {
            if client.socket.send(said.clone()).await.is_err() {
                break;
            }
        }
        assert_eq!(client.ended().await, 4009);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_is_answered_and_a_close_too() {
    let stage = Stage::new().await;
    let mut client = stage.client(stage.bela).await;
    client.send(&ClientFrame::Heartbeat { cursors: [].into() }).await;
    while client.take().await.unwrap() != (ServerFrame::Heartbeat {}) {}
    client
        .socket
        .close(Some(tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        }))
        .await
        .unwrap();
    assert_eq!(client.ended().await, 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_ends_its_connections_within_two_seconds() {
    let stage = Stage::new().await;
    let (mut phone, mut desk) = (stage.client(stage.bela).await, stage.client(stage.bela).await);
    stage.chat.end_session(stage.bela, stage.bela.session).await.unwrap();
    for client in [&mut phone, &mut desk] {
        let code = timeout(Duration::from_secs(2), client.ended()).await.expect("in time");
        assert_eq!(code, 4003);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_that_nobody_told_of_ends_at_the_heartbeat() {
    let stage = Stage::new().await;
    let mut client = stage.client(stage.bela).await;
    stage.faults.hides_revocations.store(true, Ordering::Relaxed);
    stage.chat.end_session(stage.bela, stage.bela.session).await.unwrap();
    client.listen(Duration::from_millis(300)).await;
    client.send(&ClientFrame::Heartbeat { cursors: [].into() }).await;
    assert_eq!(timeout(Duration::from_secs(2), client.ended()).await.expect("in time"), 4003);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draining_gateway_sends_everyone_away() {
    let stage = Stage::new().await;
    let mut clients = vec![];
    for _ in 0..20 {
        clients.push(stage.client(stage.bela).await);
    }
    let drained = {
        let gateway = stage.gateway.clone();
        tokio::spawn(async move { gateway.drain(Duration::from_secs(2)).await })
    };
    let begun = Instant::now();
    let mut left = vec![];
    for client in &mut clients {
        let mut moved = false;
        let code = loop {
            match client.take().await {
                Ok(ServerFrame::Move { after }) => moved = (200..1_000).contains(&after),
                Ok(_) => {}
                Err(code) => break code,
            }
        };
        assert!(moved);
        assert_eq!(code, 1012);
        left.push(begun.elapsed());
    }
    drained.await.unwrap();
    assert_eq!(stage.gateway.connections(), 0);
    // Not all at once.
    assert!(*left.last().unwrap() > Duration::from_millis(500), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_takes_nothing_for_twenty_seconds_is_cut() {
    let stage = Stage::new().await;
    let mut client = Client::new(stage.open_narrow(stage.bela).await, stage.chat.clone(), stage.bela).await;
    client.hello().await;
    client.ready().await;
    let long = "x".repeat(3_900);
    for number in 0..30 {
        stage.say(stage.ada, stage.harbour.id, &format!("{number} {long}")).await;
    }
    let begun = Instant::now();
    while stage.gateway.counts().slow == 0 {
        assert!(begun.elapsed() < Duration::from_secs(40), "still there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(begun.elapsed() > Duration::from_secs(15), "{:?}", begun.elapsed());
    while stage.gateway.connections() > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_speaks_and_leaves_in_one_breath_is_gone_at_once() {
    let stage = Stage::new().await;
    for _ in 0..20 {
        let mut stream = stage.open(stage.bela).await;
        // An unfinished frame and the end of the stream, both there before anybody looks.
        stream.write_all(&[0x81, 0x85, 1, 2, 3, 4, b'h']).await.unwrap();
        stream.shutdown().await.unwrap();
        drop(stream);
    }
    let begun = Instant::now();
    while stage.gateway.connections() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(3), "{} are left", stage.gateway.connections());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
