//! Upgrading a database that an earlier version made: nothing in it changes, and a kill in
//! the middle leaves the old one or the new one.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use rusqlite::Connection;

use super::super::{Options, Place, Sqlite, schema};
use crate::{
    Store,
    contract::Town,
    transfer::{Kind, Sum, sum},
};

/// Set for the process that upgrades: the database's folder.
const FOLDER: &str = "STORE_TEST_UPGRADE_FOLDER";
/// Moments of an upgrade at which it is killed.
const ROUNDS: u32 = 16;

fn file(folder: &Path) -> PathBuf {
    folder.join("workloop.sqlite")
}

fn open(folder: &Path) -> Store {
    Store::new(Sqlite::open(Place::File(file(folder)), Options::default()).unwrap())
}

async fn sums(store: &Store) -> Vec<Sum> {
    let mut sums = Vec::new();
    for kind in Kind::ALL {
        sums.push(sum(store, kind, 500).await.unwrap());
    }
    sums
}

/// A database as version 1 left it, of some size, and what is in it.
async fn first_version(folder: &Path) -> Vec<Sum> {
    let store = open(folder);
    let town = Town::new(&store).await;
    for _ in 0..400 {
        town.say(town.ada, &"tide ".repeat(3_000)).await;
    }
    let held = sums(&store).await;
    store.close().await.unwrap();
    drop((store, town));
    let connection = Connection::open(file(folder)).unwrap();
    connection
        .execute_batch(
            "DROP TABLE leases; DROP INDEX files_shared; DROP INDEX files_typed; DROP TABLE saves; DROP INDEX messages_pinned; ALTER TABLE messages DROP COLUMN pinned_at;
             ALTER TABLE messages DROP COLUMN pinned_by; DROP TABLE planned; ALTER TABLE users DROP COLUMN status; DROP INDEX sessions_push;
             ALTER TABLE sessions DROP COLUMN push_endpoint; ALTER TABLE sessions DROP COLUMN push_key;
             ALTER TABLE sessions DROP COLUMN push_secret; ALTER TABLE sessions DROP COLUMN push_since;
             ALTER TABLE sessions DROP COLUMN push_text; DROP TABLE heard; DROP TABLE wakes;
             ALTER TABLE messages DROP COLUMN previews; DROP TABLE links; DROP TABLE pages;
             ALTER TABLE users DROP COLUMN keywords; DROP TABLE alerts;
             ALTER TABLE users DROP COLUMN notices; DROP TABLE missed; DROP TABLE emoji; DROP TABLE user_groups; DROP TABLE votes; ALTER TABLE messages DROP COLUMN poll;
             DROP INDEX mentions_newest; ALTER TABLE mentions DROP COLUMN ts;
             DROP INDEX messages_reacted; ALTER TABLE messages DROP COLUMN reacted_at; PRAGMA user_version = 1; VACUUM;",
        )
        .unwrap();
    let mode: String = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete", "one file, to be copied");
    held
}

fn version(file: &Path) -> u32 {
    schema::version(&Connection::open(file).unwrap()).unwrap()
}

fn is_whole(file: &Path) -> bool {
    let connection = Connection::open(file).unwrap();
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    said == "ok" && schema::version(&connection).unwrap() == 1
}

fn upgrading(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite::tests::upgrade::upgrader_to_be_killed", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Runs only as that process.
#[test]
fn upgrader_to_be_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    drop(open(Path::new(&folder)));
}

#[tokio::test]
async fn an_upgrade_that_is_killed_leaves_the_old_database_or_the_new_one() {
    let original = tempfile::tempdir().unwrap();
    let held = first_version(original.path()).await;
    let copy = || {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(file(original.path()), file(folder.path())).unwrap();
        folder
    };
    let whole = copy();
    let started = Instant::now();
    assert!(upgrading(whole.path()).wait().unwrap().success());
    let takes = started.elapsed();
    let (mut old, mut new) = (0, 0);
    for round in 0..=ROUNDS {
        let folder = copy();
        let mut child = upgrading(folder.path());
        std::thread::sleep(takes * round / ROUNDS);
        child.kill().unwrap();
        child.wait().unwrap();
        let kept = folder.path().join(format!("backups/before-v{}.sqlite", schema::VERSION));
        let is_new = version(&file(folder.path())) == schema::VERSION;
        if is_new {
            new += 1
        } else {
            old += 1
        }
        assert!(kept.exists() || !is_new, "nothing is changed before the copy is there");
        assert!(!kept.exists() || is_whole(&kept), "a copy under its name is whole");
        let store = open(folder.path());
        assert_eq!(sums(&store).await, held);
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        assert!(is_whole(&kept));
    }
    assert!(old > 0, "some came before its end: {old} old, {new} new");
}

/// A version only adds: what the version before reads and writes is still there as it was.
#[test]
fn every_step_only_adds() {
    for step in &schema::STEPS[1..] {
        let bare: Vec<_> = step.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        for statement in bare.join(" ").split(';').map(str::trim).filter(|it| !it.is_empty()) {
            let words: Vec<_> = statement.split_whitespace().map(str::to_uppercase).collect();
            let adds = match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["CREATE", "TABLE" | "INDEX", ..] => true,
                // Nothing of the version before writes to a table it doesn't know.
                ["CREATE", "UNIQUE", "INDEX", _, "ON", table, ..] => {
                    step.to_uppercase().contains(&format!("CREATE TABLE {table} "))
                }
                ["ALTER", "TABLE", _, "ADD", "COLUMN", rest @ ..] => {
                    !rest.contains(&"NOT") || rest.contains(&"DEFAULT")
                }
                // Filling what it has just added.
                ["UPDATE", table, "SET", column, "=", ..] => {
                    step.to_uppercase().contains(&format!("ALTER TABLE {table} ADD COLUMN {column} "))
                }
                _ => false,
            };
            assert!(adds, "`{statement}` would break the version before it");
        }
    }
}

/// Nobody knows of the lease's table in the version before; everything else is as it was.
#[test]
fn the_version_before_finds_its_own_tables_unchanged() {
    let names = |steps: &[&str]| {
        let connection = Connection::open_in_memory().unwrap();
        steps.iter().for_each(|step| connection.execute_batch(step).unwrap());
        let sql =
            "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) c
                   WHERE m.type = 'table' ORDER BY 1, 2";
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
        rows.unwrap().collect::<Result<Vec<(String, String, String, bool)>, _>>().unwrap()
    };
    for version in 1..schema::STEPS.len() {
        let (before, after) = (names(&schema::STEPS[..version]), names(&schema::STEPS[..=version]));
        assert!(before.iter().all(|column| after.contains(column)), "version {}", version + 1);
    }
}

/// The copy that a killed upgrade began is begun again, not taken for the whole.
#[tokio::test]
async fn a_copy_that_was_cut_off_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    first_version(folder.path()).await;
    let name = format!("before-v{}.sqlite", schema::VERSION);
    std::fs::create_dir(folder.path().join("backups")).unwrap();
    std::fs::write(folder.path().join(format!("backups/{name}.part")), "half").unwrap();
    drop(open(folder.path()));
    assert!(is_whole(&folder.path().join("backups").join(name)));
}
