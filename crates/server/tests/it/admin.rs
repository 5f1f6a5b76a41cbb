//! `workloop admin`, on a stopped server's database and through a running server.

use std::{
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Output, Stdio},
    time::Duration,
};

use futures_util::StreamExt as _;
use serde_json::json;

use crate::gateway::{connect, hello};
use crate::stage::{PASSWORD, Person, Server, Stage, workloop};

fn admin(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut command = workloop(folder);
    command.arg("admin").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn accounts_are_made_renewed_listed_and_ended() {
    let Stage { server, folder, .. } = Stage::set().await;
    server.stop();
    let made = admin(folder.path(), &["create-user", "bela@example.org", "Bela"], "sturdy boats float\n");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let reset = admin(folder.path(), &["reset-password", "ada@example.org"], "another long password\n");
    assert!(reset.status.success());
    let made = admin(folder.path(), &["create-user", "cleo@example.org", "Cleo"], "sturdy boats float\n");
    assert!(made.status.success());
    assert!(admin(folder.path(), &["deactivate", "cleo@example.org"], "").status.success());
    let listed = admin(folder.path(), &["list"], "");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(
        listed.contains("bela@example.org bela") && listed.contains("deactivated cleo@example.org"),
        "{listed}"
    );
    assert!(!admin(folder.path(), &["deactivate", "nobody@example.org"], "").status.success());

    let server = Server::start_in(folder.path(), &[]);
    let sign_in = async |email: &str, password: &str| {
        let body = json!({"email": email, "password": password});
        Person::stranger(&server).post("/session", body).await.status.as_u16()
    };
    assert_eq!(sign_in("bela@example.org", "sturdy boats float").await, 200);
    assert_eq!(sign_in("ada@example.org", "another long password").await, 200);
    assert_eq!(sign_in("ada@example.org", PASSWORD).await, 401);
    assert_eq!(sign_in("cleo@example.org", "sturdy boats float").await, 401);
}

#[tokio::test]
async fn a_running_server_carries_out_orders_and_ends_sessions_at_once() {
    let stage = Stage::set().await;
    let folder = stage.folder.path();
    let bela = stage.member("Bela").await;
    let token = bela.token().await;
    let ok = |arguments: &[&str], typed: &str| {
        let output = admin(folder, arguments, typed);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let mode = std::fs::metadata(folder.join("data/workloop.sock")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);

    ok(&["create-user", "cleo@example.org", "Cleo"], "sturdy boats float\n");
    assert!(ok(&["list"], "").contains("active      cleo@example.org cleo"));
    let snapshot = stage.ada.get("/snapshot").await.ok().to_string();
    assert!(snapshot.contains("Cleo"), "the running server knows whom it made: {snapshot}");

    let mut socket = connect(&stage, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
    hello(&mut socket).await;
    assert_eq!(bela.get("/account").await.status, 200);
    ok(&["reset-password", "bela@example.org"], "another long password\n");
    assert_eq!(bela.get("/account").await.status, 401, "signed out everywhere");
    let ended =
        async { while socket.next().await.is_some_and(|frame| frame.is_ok_and(|it| !it.is_close())) {} };
    tokio::time::timeout(Duration::from_secs(2), ended).await.expect("open sockets are closed within 2 s");
    let again = json!({"email": "bela@example.org", "password": "another long password"});
    assert_eq!(bela.post("/session", again).await.status, 200);

    ok(&["deactivate", "bela@example.org"], "");
    assert_eq!(bela.get("/account").await.status, 401, "deactivated");

    for (arguments, typed, why) in [
        (&["deactivate", "nobody@example.org"][..], "", "account"),
        (&["reset-password", "ada@example.org"], "short\n", "password"),
        (&["create-user", "ada@example.org", "Ada"], "sturdy boats float\n", "e-mail"),
        (&["create-user", "x@example.org", "X", "--workspace", "harbour"], "", "workspace"),
    ] {
        let refused = admin(folder, arguments, typed);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why), "{arguments:?}: {said}");
    }
    stage.ada.get("/account").await.ok();
}

#[tokio::test]
async fn a_socket_that_a_killed_server_left_is_no_hindrance() {
    let Stage { server, folder, .. } = Stage::set().await;
    server.kill();
    assert!(folder.path().join("data/workloop.sock").exists());
    assert!(admin(folder.path(), &["list"], "").status.success(), "the database itself is asked");
    let server = Server::start_in(folder.path(), &[]);
    assert!(admin(folder.path(), &["list"], "").status.success(), "the new server is asked");
    server.stop();
    assert!(!folder.path().join("data/workloop.sock").exists());
}
