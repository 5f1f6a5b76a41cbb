//! An index whose files were damaged is noticed, put aside and begun anew.

use std::{
    fs,
    path::{Path, PathBuf},
};

use protocol::MessageId;
use search::{Document, Search};

use crate::stage::{FEED, message, storms};

const MESSAGES: u64 = 50;

fn fill(search: &Search) {
    for number in 1..=MESSAGES {
        search.put(&message(number)).unwrap();
    }
    search.set_cursor(FEED, MESSAGES);
    search.commit().unwrap();
}

/// An index of two segments, one with a message removed, and its files.
fn whole() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let search = Search::open(Some(folder.path().join("search"))).unwrap();
    fill(&search);
    search.put(&Document { rev: MESSAGES + 1, ..message(MESSAGES + 1) }).unwrap();
    search.remove(MessageId::from_u128(1), MESSAGES + 2);
    search.set_cursor(FEED, MESSAGES + 2);
    search.commit().unwrap();
    drop(search);
    let files = fs::read_dir(folder.path().join("search")).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|path| path.extension().is_none_or(|kind| kind != "lock")).collect();
    (folder, files)
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("search")).unwrap();
    for entry in fs::read_dir(from.join("search")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join("search").join(entry.file_name())).unwrap();
    }
    folder
}

type Damage = (&'static str, fn(&Path));

/// One byte of the middle turned round; half of the file; none of it; the file itself.
const DAMAGES: [Damage; 4] = [
    ("a byte", |path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        fs::write(path, bytes).unwrap();
    }),
    ("half", |path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("all bytes", |path| fs::write(path, "").unwrap()),
    ("the file", |path| fs::remove_file(path).unwrap()),
];

#[test]
fn damage_to_any_file_ends_in_an_empty_index_that_fills_again() {
    let (original, files) = whole();
    assert!(files.len() > 10, "segments of several files: {files:?}");
    for file in &files {
        let name = file.file_name().unwrap();
        for (what, damage) in DAMAGES {
            let folder = copy(original.path());
            let dir = folder.path().join("search");
            damage(&dir.join(name));
            let search = Search::open(Some(dir.clone())).unwrap();
            let kept = (search.cursor(FEED), search.documents());
            if name == ".managed.json" && kept == (MESSAGES + 2, MESSAGES) {
                // The name of a file no longer used: nothing of the index was damaged.
                continue;
            }
            assert_eq!(kept, (0, 0), "{what} of {name:?} is lost");
            assert!(
                folder.path().join("search.damaged").is_dir(),
                "{what} of {name:?}: kept to be looked at"
            );
            fill(&search);
            assert_eq!(storms(&search), MESSAGES, "{what} of {name:?}");
            drop(search);
            let search = Search::open(Some(dir)).unwrap();
            assert_eq!((search.cursor(FEED), storms(&search)), (MESSAGES, MESSAGES), "{what} of {name:?}");
        }
    }
}

#[test]
fn a_whole_index_is_kept_and_nothing_put_aside() {
    let (folder, _) = whole();
    let search = Search::open(Some(folder.path().join("search"))).unwrap();
    assert_eq!((search.cursor(FEED), search.documents()), (MESSAGES + 2, MESSAGES));
    assert!(!folder.path().join("search.damaged").exists());
}

#[test]
fn an_index_that_another_writes_to_is_refused_and_left_alone() {
    let (folder, _) = whole();
    let dir = folder.path().join("search");
    let first = Search::open(Some(dir.clone())).unwrap();
    assert!(Search::open(Some(dir)).is_err());
    assert!(!folder.path().join("search.damaged").exists());
    fill(&first);
    assert_eq!(storms(&first), MESSAGES);
}
