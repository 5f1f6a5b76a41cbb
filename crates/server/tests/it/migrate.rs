//! `workloop migrate`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use store::{
    Store,
    contract::{Town, message},
    sqlite::{Options, Place, Sqlite},
    transfer::{Kind, sum},
};

use crate::{
    files,
    stage::{Answer, Person, Server, Stage, text, workloop},
};

pub fn database(folder: &Path) -> PathBuf {
    folder.join("data/workloop.sqlite")
}

fn migrate(from: &Path, to: &Path) -> Command {
    let mut command = workloop(from);
    command.arg("migrate").arg("--from").arg(format!("sqlite:{}", database(from).display()));
    command.arg("--to").arg(format!("sqlite:{}", database(to).display()));
    command
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn fails(mut command: Command, why: &str) {
    let output = command.output().unwrap();
    assert!(!output.status.success() && said(&output).contains(why), "{}", said(&output));
}

async fn asked(server: &Server, token: &str, path: &str) -> Value {
    let http = reqwest::Client::new();
    Answer::of(http.request(Method::GET, server.api(path)).bearer_auth(token)).await.ok()
}

/// What somebody with this token sees.
pub async fn seen(server: &Server, token: &str, general: &str) -> [Value; 3] {
    [
        asked(server, token, "/snapshot").await,
        asked(server, token, &format!("/channels/{general}/messages")).await,
        asked(server, token, "/status").await["epoch"].clone(),
    ]
}

#[tokio::test]
async fn everything_moves_and_clients_go_on_with_their_cursors() {
    let stage = Stage::set().await;
    stage.member("Bela").await;
    stage.ada.say(&stage.general, "worth moving").await;
    let file = files::upload(&stage, &stage.ada, "chart.png", &files::png()).await;
    let chart = json!({"nonce": "chart", "text": "here", "files": [file["id"]]});
    stage.ada.post(&format!("/channels/{}/messages", stage.general), chart).await.ok();
    let token = stage.ada.token().await;
    let before = seen(&stage.server, &token, &stage.general).await;
    let elsewhere = tempfile::tempdir().unwrap();
    fails(migrate(stage.folder.path(), elsewhere.path()), "another server is using");
    let Stage { server, folder, general, .. } = stage;
    server.stop();

    let foreseen = migrate(folder.path(), elsewhere.path()).arg("--dry-run").output().unwrap();
    assert!(foreseen.status.success(), "{}", said(&foreseen));
    assert!(
        said(&foreseen).contains("nothing was moved") && said(&foreseen).contains("1 files"),
        "{foreseen:?}"
    );
    assert!(!elsewhere.path().join("data").exists(), "a dry run makes nothing");
    let moved = migrate(folder.path(), elsewhere.path()).output().unwrap();
    assert!(moved.status.success(), "{}", said(&moved));
    assert!(said(&moved).contains("both sides hold the same"), "{}", said(&moved));
    fails(migrate(folder.path(), elsewhere.path()), "isn't empty");
    fails(migrate(folder.path(), folder.path()), "the same database");
    let nothing = tempfile::tempdir().unwrap();
    fails(migrate(nothing.path(), elsewhere.path()), "no database");

    let server = Server::start_in(elsewhere.path(), &[]);
    assert_eq!(seen(&server, &token, &general).await, before, "epoch, cursors and all");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let path = server.api(&format!("/files/{}", text(&file["id"])));
    let led = http.get(path).bearer_auth(&token).send().await.unwrap();
    let url = format!("{}{}", server.url, led.headers()["location"].to_str().unwrap());
    assert_eq!(reqwest::get(url).await.unwrap().bytes().await.unwrap(), files::png());
    let bela = Person::stranger(&server);
    let body = json!({"email": "bela@example.org", "password": crate::stage::PASSWORD});
    bela.post("/session", body).await.ok();
}

/// A database of so many messages, for which a move takes a while.
pub async fn large(folder: &Path, messages: usize) -> Store {
    let file = database(folder);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let store = Store::new(Sqlite::open(Place::File(file), Options::default()).unwrap());
    let town = Town::new(&store).await;
    let (general, ada) = (town.general, town.ada);
    let text = "tide ".repeat(40);
    let senders = (0..64).map(|_| {
        let (store, text) = (store.clone(), text.clone());
        tokio::spawn(async move {
            for _ in 0..messages / 64 {
                store.append(message(general, ada, &text)).await.unwrap();
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap();
    }
    store
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_was_killed_is_finished_by_the_next() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = large(folder.path(), 12_000).await;
    let mut expected = Vec::new();
    for kind in Kind::ALL {
        expected.push(sum(&store, kind, 500).await.unwrap());
    }
    let epoch = store.epoch().await.unwrap();
    store.close().await.unwrap();
    drop(store);

    let mut halves = 0;
    for round in 1..=3_u64 {
        let mut child = migrate(folder.path(), elsewhere.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Once some more of it is there: the bytes in the folder only grow.
        let (started, wanted) = (Instant::now(), round * 1_200_000);
        while written(elsewhere.path()) < wanted && started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        let killed = !child.wait().unwrap().success();
        let place = Place::File(database(elsewhere.path()));
        let target = Store::new(Sqlite::open(place, Options::default()).unwrap());
        if let Some(state) = target.import_state().await.unwrap() {
            assert!(killed && state.epoch == epoch);
            halves += u32::from(target.count(Kind::Messages).await.unwrap() > 0);
        }
    }
    assert!(halves > 0, "some were cut off between the first message and the last");
    fails(workloop(elsewhere.path()), "half of another");
    let moved = migrate(folder.path(), elsewhere.path()).output().unwrap();
    assert!(moved.status.success(), "{}", said(&moved));
    let target =
        Store::new(Sqlite::open(Place::File(database(elsewhere.path())), Options::default()).unwrap());
    for (kind, expected) in Kind::ALL.into_iter().zip(expected) {
        assert_eq!(sum(&target, kind, 500).await.unwrap(), expected, "{kind:?}");
    }
    assert_eq!(target.epoch().await.unwrap(), epoch);
}

fn written(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder.join("data")) else { return 0 };
    entries.filter_map(|entry| entry.ok()?.metadata().ok()).map(|facts| facts.len()).sum()
}

#[tokio::test]
async fn what_changed_meanwhile_is_noticed() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = large(folder.path(), 64).await;
    let place = Place::File(database(elsewhere.path()));
    std::fs::create_dir_all(elsewhere.path().join("data")).unwrap();
    let target = Store::new(Sqlite::open(place, Options::default()).unwrap());
    // Cut off before its end; then somebody goes on writing to the old one.
    store::transfer::copy(&store, &target, 500, |_, _| ()).await.unwrap();
    let channel = store.all_channels(None, 1).await.unwrap()[0];
    let history = store.history(channel, None, store::messages::Window::Latest, 1).await.unwrap();
    store.append(message(channel, history.messages[0].author, "late")).await.unwrap();
    drop((store, target));
    fails(migrate(folder.path(), elsewhere.path()), "both sides differ");
    fails(workloop(elsewhere.path()), "half of another");
}
