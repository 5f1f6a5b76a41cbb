//! Servers on a real MongoDB replica set, that of `TEST_MONGODB_URL`.

use std::{
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use reqwest::StatusCode;
use serde_json::{Value, json};
use store::{
    Store,
    mongo::Mongo,
    transfer::{Kind, sum},
};

use crate::{
    gateway::{connect_to, frame, hello},
    migrate::{database, large, said, seen},
    stage::{PASSWORD, Person, Server, Stage, nonce, text, workloop},
};

/// The same on all nodes.
const SECRET: (&str, &str) = ("WORKLOOP_SECRET", "0123456789abcdef0123456789abcdef");

/// The address of a database that no other test uses.
fn address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("TEST_MONGODB_URL")
        .expect("TEST_MONGODB_URL is missing: start the services with tests/services/up, or run make test");
    let (hosts, options) = url.split_once("/?").expect("hosts and options");
    let name = format!("server-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    format!("{hosts}/{name}?{options}")
}

fn valkey() -> String {
    std::env::var("TEST_VALKEY_URL")
        .expect("TEST_VALKEY_URL is missing: start the services with tests/services/up, or run make test")
}

/// Somebody whom another node knows signs in on this one.
async fn sign_in(server: &Server, name: &str) -> Person {
    let person = Person::stranger(server);
    let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
    person.post("/session", body).await.ok();
    person
}

#[tokio::test]
async fn two_nodes_are_one_chat_and_one_goes_on_when_the_other_is_killed() {
    let (url, bus) = (address(), format!("{}?prefix=two-nodes-{}", valkey(), std::process::id()));
    let settings = [("WORKLOOP_DATABASE_URL", url.as_str()), ("WORKLOOP_BUS_URL", &bus), SECRET];
    let elsewhere = tempfile::tempdir().unwrap();
    let second = Server::start_in(elsewhere.path(), &settings);
    let code = second.code.clone().expect("a set-up code");
    let stage = Stage::set_with(&settings).await;
    let ready: Value =
        reqwest::get(format!("{}/readyz", stage.server.url)).await.unwrap().json().await.unwrap();
    assert_eq!((&ready["writable"], &ready["bus"]), (&true.into(), &"valkey".into()));
    let again = json!({"code": code, "name": "Eve", "handle": "eve", "email": "eve@example.org", "password": PASSWORD, "workspace": "Reef"});
    Person::stranger(&second).post("/setup", again).await.refused(409, "already_set_up");
    stage.member("Bela").await;

    let bela = sign_in(&second, "bela").await;
    let token = bela.token().await;
    let mut heard = connect_to(&second, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
    hello(&mut heard).await;
    let said = stage.ada.say(&stage.general, "over there").await;
    loop {
        let told = frame(&mut heard).await;
        if told["t"] == "changes" && told["items"][0]["text"] == "over there" {
            assert_eq!(told["items"][0]["id"], said["id"]);
            break;
        }
    }
    // The same nonce on another node is the same message.
    let path = format!("/channels/{}/messages", stage.general);
    let once = json!({"nonce": nonce(), "text": "once"});
    let first = bela.post(&path, once.clone()).await.expect(StatusCode::CREATED);
    let Stage { server, general, .. } = stage;
    server.kill();
    let started = Instant::now();
    let repeated = bela.post(&path, once).await.expect(StatusCode::OK);
    assert_eq!(repeated["id"], first["id"]);
    let alone = bela.say(&general, "still here").await;
    assert!(started.elapsed() < Duration::from_secs(9), "nothing the dead node held is in the way");
    assert_eq!(alone["seq"].as_u64().unwrap(), first["seq"].as_u64().unwrap() + 1);
    assert!(second.stop().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_moves_to_mongodb_though_killed_and_clients_go_on() {
    let stage = Stage::set().await;
    stage.ada.say(&stage.general, "worth moving").await;
    let token = stage.ada.token().await;
    let before = seen(&stage.server, &token, &stage.general).await;
    let Stage { server, folder, general, .. } = stage;
    server.stop();
    let url = address();
    let moved = migrate(folder.path(), &url).output().unwrap();
    assert!(moved.status.success(), "{}", said(&moved));
    let settings = [("WORKLOOP_DATABASE_URL", url.as_str()), SECRET];
    let server = Server::start_in(folder.path(), &settings);
    assert_eq!(seen(&server, &token, &general).await, before, "epoch, cursors and all");
    server.stop();
    let renewed = workloop(folder.path()).envs(settings).arg("renew-epoch").output().unwrap();
    assert!(renewed.status.success(), "{}", said(&renewed));
    let server = Server::start_in(folder.path(), &settings);
    let after = seen(&server, &token, &general).await;
    assert_eq!(after[1], before[1]);
    assert_ne!(after[2], before[2], "as after a restore");
    drop(server);

    let folder = tempfile::tempdir().unwrap();
    large(folder.path(), 6_400).await.close().await.unwrap();
    let url = address();
    let (mut cut, mut tries) = (0, 0);
    while cut < 3 {
        tries += 1;
        assert!(tries < 20, "moves end too soon to be cut off, or begin too late");
        let mut child =
            migrate(folder.path(), &url).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // On a busy machine it takes longer until there is something to cut off.
        std::thread::sleep(Duration::from_millis(150 + 200 * cut + 50 * tries));
        child.kill().unwrap();
        child.wait().unwrap();
        let target = Mongo::open(&url).await.map(Store::new).unwrap();
        cut += u64::from(target.import_state().await.unwrap().is_some());
        target.close().await.unwrap();
    }
    let moved = migrate(folder.path(), &url).output().unwrap();
    assert!(moved.status.success(), "{}", said(&moved));
    let target = Mongo::open(&url).await.map(Store::new).unwrap();
    let source = store::sqlite::Sqlite::open(
        store::sqlite::Place::File(database(folder.path())),
        store::sqlite::Options::default(),
    );
    let source = Store::new(source.unwrap());
    for kind in Kind::ALL {
        let (there, here) = (sum(&source, kind, 500).await.unwrap(), sum(&target, kind, 500).await.unwrap());
        assert_eq!(there, here, "{kind:?}");
    }
    assert_eq!(source.epoch().await.unwrap(), target.epoch().await.unwrap());
}

fn migrate(from: &std::path::Path, to: &str) -> Command {
    let mut command = workloop(from);
    let media = format!("file:{}", from.join("moved").display());
    command.arg("migrate").arg("--from").arg(format!("sqlite:{}", database(from).display()));
    command.args(["--to", to, "--files-to", &media]);
    command
}

#[test]
fn what_is_wrong_with_the_address_is_said_and_its_password_isnt() {
    let folder = tempfile::tempdir().unwrap();
    let says = |url: &str, secret: bool| {
        let mut command = workloop(folder.path());
        command.env("WORKLOOP_DATABASE_URL", url);
        if secret {
            command.env(SECRET.0, SECRET.1);
        }
        let output = command.output().unwrap();
        assert!(!output.status.success());
        said(&output)
    };
    let unset = says(&address(), false);
    assert!(unset.contains("WORKLOOP_SECRET must be set"), "{unset}");
    let gone = says("mongodb://ada:geheim@127.0.0.1:1/?serverSelectionTimeoutMS=300", true);
    assert!(gone.contains("can't be reached") && !gone.contains("geheim"), "{gone}");
    let unknown = says("mongodb://127.0.0.1/?writeconcern=all", true);
    assert!(unknown.contains("address can't be used"), "{unknown}");
    let mut shown = workloop(folder.path());
    shown.env("WORKLOOP_DATABASE_URL", "mongodb+srv://ada:geheim@db.example.net/chat").arg("config");
    let shown = said(&shown.output().unwrap());
    assert!(shown.contains("WORKLOOP_DATABASE_URL=mongodb+srv://db.example.net/chat"), "{shown}");
    assert!(!shown.contains("geheim"), "{shown}");
    assert!(text(&json!(shown)).contains("WORKLOOP_SEARCH_SNAPSHOTS=on"), "{shown}");
}
