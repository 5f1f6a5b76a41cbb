//! Two nodes on one store, with a real server between them, and without it.

use std::time::{Duration, Instant};

use chat::find::Finding;
use protocol::frame::{ClientFrame, Presence, ServerFrame, close};
use search::{Search, Sort};
use tokio::time::timeout;

use bus::contract::server::{Server, shared};

use crate::stage::Stage;

async fn two_nodes(url: &str) -> (Stage, Stage) {
    let stage = Stage::on(Server::bus(url).await).await;
    let neighbour = stage.neighbour(Server::bus(url).await);
    (stage, neighbour)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_on_one_node_is_heard_on_the_other_in_one_order() {
    // [P3, P4, P5, P7]
    let (here, there) = two_nodes(&shared()).await;
    let (mut ada, mut bela) = (here.client(here.ada).await, there.client(there.bela).await);
    let begun = Instant::now();
    for number in 0..40 {
        let (from, who) = if number % 2 == 0 { (&here, here.ada) } else { (&there, there.bela) };
        let text = number.to_string();
        from.say(who, from.harbour.id, &text).await;
        ada.hears(&text).await;
        bela.hears(&text).await;
    }
    // By comparing heads alone it would be half a second each.
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    assert_eq!(ada.heard, bela.heard);
    for client in [&ada, &bela] {
        client.agrees(here.harbour.id).await;
    }
    for node in [&here, &there] {
        assert!(node.bus.health().received >= 20, "{:?}", node.bus.health());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_presence_removals_and_ended_sessions_cross_over() {
    // [P10]
    let (here, there) = two_nodes(&shared()).await;
    let mut bela = there.client(there.bela).await;
    let mut ada = here.client(here.ada).await;
    let active = async {
        loop {
            if let ServerFrame::Presence { user, state } = bela.take().await.unwrap()
                && user == here.ada.user
            {
                return state;
            }
        }
    };
    assert_eq!(timeout(Duration::from_secs(5), active).await.expect("told"), Presence::Active);
    // Followed a moment after the hello; typing isn't kept for whoever comes late.
    let typing = async {
        loop {
            ada.send(&ClientFrame::Typing { channel: here.harbour.id, thread: None }).await;
            let told = timeout(Duration::from_millis(500), bela.take()).await;
            if matches!(told, Ok(Ok(ServerFrame::Typing { user, .. })) if user == here.ada.user) {
                return;
            }
        }
    };
    timeout(Duration::from_secs(5), typing).await.expect("told");
    here.remove(here.bela).await;
    here.say(here.ada, here.harbour.id, "behind closed doors").await;
    while !bela.gone.contains(&there.feed()) {
        bela.take().await.unwrap();
    }
    here.bring(here.bela).await;
    while !bela.resets.contains(&there.feed()) {
        bela.take().await.unwrap();
    }
    here.say(here.ada, here.harbour.id, "welcome back").await;
    bela.hears("welcome back").await;
    assert!(!bela.heard.iter().any(|text| text.starts_with("behind")), "{:?}", bela.heard);
    here.chat.end_session(here.bela, here.bela.session).await.unwrap();
    let ended = timeout(Duration::from_secs(2), bela.ended()).await.expect("told at once");
    assert_eq!(ended, close::SIGNED_OUT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_hears_only_what_somebody_on_it_listens_to() {
    let (here, there) = two_nodes(&shared()).await;
    let mut bela = there.client(there.bela).await;
    here.say(here.ada, here.harbour.id, "while she's here").await;
    bela.hears("while she's here").await;
    drop(bela);
    let end = Instant::now() + Duration::from_secs(5);
    while there.gateway.connections() > 0 {
        assert!(Instant::now() < end, "she has gone");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Time for what went before to arrive and for the subscriptions to end.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let before = there.bus.health().received;
    for number in 0..200 {
        here.say(here.ada, here.harbour.id, &number.to_string()).await;
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    let heard = there.bus.health().received - before;
    // That the channel moved, a few times a second, and nothing else.
    assert!((1..40).contains(&heard), "{heard}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_on_one_node_is_soon_found_on_the_other() {
    let (here, there) = two_nodes(&shared()).await;
    let searching = there.chat.clone().with_search(Search::open(None).unwrap());
    tokio::spawn(searching.clone().keep_indexed());
    let end = Instant::now() + Duration::from_secs(10);
    while !searching.is_indexed() {
        assert!(Instant::now() < end, "the index catches up");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Nobody on the other node listens to the channel.
    here.say(here.ada, here.harbour.id, "a lighthouse").await;
    let bela = searching.fellow(there.bela, there.workspace).await.unwrap();
    let end = Instant::now() + Duration::from_secs(8);
    loop {
        let finding = Finding { query: "lighthouse".into(), sort: Sort::Relevance, limit: 5, after: None };
        if searching.find(&bela, finding).await.unwrap().total == 1 {
            return;
        }
        // By comparing heads alone, the index would be half a minute late.
        assert!(Instant::now() < end, "it is told what moved");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_server_between_them_they_hear_each_other_within_five_seconds() {
    // [P5]
    let mut server = Server::start(&[]);
    let (here, there) = two_nodes(&server.url()).await;
    let (mut ada, mut bela) = (here.client(here.ada).await, there.client(there.bela).await);
    here.say(here.ada, here.harbour.id, "before").await;
    bela.hears("before").await;
    server.kill();
    for number in 0..3 {
        let (one, other) = (format!("{number} from here"), format!("{number} from there"));
        here.say(here.ada, here.harbour.id, &one).await;
        there.say(there.bela, there.harbour.id, &other).await;
        // On the node where it was said it's heard as ever.
        timeout(Duration::from_secs(1), bela.hears(&other)).await.expect("the node itself hears it");
        timeout(Duration::from_secs(5), bela.hears(&one)).await.expect("heads are compared");
        timeout(Duration::from_secs(5), ada.hears(&other)).await.expect("heads are compared");
    }
    assert!(!here.bus.health().is_connected && here.bus.health().dropped > 0, "{:?}", here.bus.health());
    server.start_again();
    let end = Instant::now() + Duration::from_secs(10);
    while !(here.bus.health().is_connected && there.bus.health().is_connected) {
        assert!(Instant::now() < end, "the server is used again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let begun = Instant::now();
    for number in 0..20 {
        let text = format!("{number} again");
        here.say(here.ada, here.harbour.id, &text).await;
        bela.hears(&text).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    bela.agrees(here.harbour.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_server_between_them_keeps_nobody_waiting() {
    let server = Server::start(&[]);
    let (here, there) = two_nodes(&server.url()).await;
    let mut bela = there.client(there.bela).await;
    server.freeze();
    for number in 0..5 {
        let (begun, text) = (Instant::now(), number.to_string());
        here.say(here.ada, here.harbour.id, &text).await;
        assert!(begun.elapsed() < Duration::from_secs(1), "nobody waits to tell: {:?}", begun.elapsed());
        timeout(Duration::from_secs(5), bela.hears(&text)).await.expect("heads are compared");
    }
    // Whoever comes now waits a moment for her presence, once.
    let mut ada = timeout(Duration::from_secs(5), here.client(here.ada)).await.expect("she's let in");
    server.thaw();
    here.say(here.ada, here.harbour.id, "thawed").await;
    ada.hears("thawed").await;
    bela.hears("thawed").await;
}
