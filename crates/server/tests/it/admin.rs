//! `workloop admin`, on a stopped server's database.

use std::{
    io::Write as _,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::json;

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
    let running = admin(folder.path(), &["list"], "");
    assert!(!running.status.success(), "the running server has the database");
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
