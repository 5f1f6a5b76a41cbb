//! The schema's versions. A version only adds (expand), so that the program before it
//! could still read the file; what an old version needed is removed one release later
//! (contract). Before an existing file is changed, a snapshot of it is kept.

use std::fs;

use protocol::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::folder::Folder;
use crate::{Error, Result, epoch::new_epoch};

/// The schema this program writes.
pub const VERSION: u32 = 14;

/// What brings a file from each version to the next.
pub const STEPS: [&str; VERSION as usize] = [
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
    include_str!("schema_10.sql"),
    include_str!("schema_11.sql"),
    include_str!("schema_12.sql"),
    include_str!("schema_13.sql"),
    include_str!("schema_14.sql"),
];

/// Brings the file up to date.
pub fn migrate(connection: &mut Connection, folder: &Folder) -> Result<()> {
    climb(connection, folder, &STEPS)
}

fn climb(connection: &mut Connection, folder: &Folder, steps: &[&str]) -> Result<()> {
    let found = version(connection)?;
    let target = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if found > target {
        return Err(Error::Internal(format!(
            "{} has schema {found}, made by a newer Workloop; this one knows {target}: upgrade, or restore a backup",
            folder.file().display()
        )));
    }
    if found == target {
        return Ok(());
    }
    if found > 0 {
        let backups = folder.file().with_file_name("backups");
        fs::create_dir_all(&backups)
            .map_err(|error| Error::Internal(format!("{}: {error}", backups.display())))?;
        let snapshot = backups.join(format!("before-v{target}.sqlite"));
        if !snapshot.exists() {
            // Under its name only when it's whole: a kill in between must not leave half of
            // a copy that the next start would take for the copy.
            super::backup(folder.file(), &snapshot)?;
        }
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in &steps[found as usize..] {
        transaction.execute_batch(step)?;
    }
    if found == 0 {
        transaction.execute("INSERT INTO meta (key, value) VALUES ('epoch', ?1)", params![new_epoch()?])?;
        transaction.execute(
            "INSERT INTO meta (key, value) VALUES ('created_at', ?1)",
            params![Timestamp::now().0.to_string()],
        )?;
    }
    transaction.pragma_update(None, "user_version", target)?;
    transaction.commit()?;
    Ok(())
}

/// The file's schema.
pub fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::Place;

    #[test]
    fn a_migration_keeps_a_snapshot_of_what_was_there() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(Place::File(home.path().join("workloop.sqlite"))).unwrap();
        let mut connection = Connection::open(folder.file()).unwrap();
        migrate(&mut connection, &folder).unwrap();
        assert!(!home.path().join("backups").exists(), "a new file has nothing to keep");
        let more = [&STEPS[..], &["CREATE TABLE pins (id BLOB PRIMARY KEY)"]].concat();
        climb(&mut connection, &folder, &more).unwrap();
        assert_eq!(version(&connection).unwrap(), VERSION + 1);
        let name = format!("backups/before-v{}.sqlite", VERSION + 1);
        let kept = Connection::open(home.path().join(name)).unwrap();
        assert_eq!(version(&kept).unwrap(), VERSION);
    }

    #[test]
    fn a_failing_migration_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(Place::File(home.path().join("workloop.sqlite"))).unwrap();
        let mut connection = Connection::open(folder.file()).unwrap();
        migrate(&mut connection, &folder).unwrap();
        let more = [&STEPS[..], &["CREATE TABLE pins (id BLOB); nonsense"]].concat();
        assert!(climb(&mut connection, &folder, &more).is_err());
        assert_eq!(version(&connection).unwrap(), VERSION);
        assert!(connection.prepare("SELECT * FROM pins").is_err());
    }
}
