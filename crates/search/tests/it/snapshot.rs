//! A snapshot makes the same index elsewhere, or none.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use protocol::MessageId;
use search::{Search, unpack};

use crate::stage::{FEED, message, storms};

const MOST: u64 = 1 << 30;

fn put(search: &Search, number: u64) {
    search.put(&message(number)).unwrap();
    search.set_cursor(FEED, number);
}

fn filled(dir: PathBuf, from: u64, to: u64) -> Search {
    let search = Search::open(Some(dir)).unwrap();
    for number in from..=to {
        put(&search, number);
    }
    search.commit().unwrap();
    search
}

fn snapshot(search: &Search) -> Vec<u8> {
    let mut bytes = Vec::new();
    search.snapshot(MOST, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_snapshot_is_the_last_commit_and_goes_on_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let search = filled(folder.path().join("one"), 1, 50);
    search.remove(MessageId::from_u128(1), 51);
    search.set_cursor(FEED, 51);
    search.commit().unwrap();
    assert_eq!(search.applied(), 51);
    put(&search, 52);
    let bytes = snapshot(&search);
    let dir = folder.path().join("two");
    unpack(&*bytes, MOST, &dir).unwrap();
    let other = Search::open(Some(dir.clone())).unwrap();
    assert!(!folder.path().join("two.damaged").exists(), "all of it is sound");
    assert_eq!((other.cursor(FEED), storms(&other)), (51, 49), "what wasn't committed isn't in it");
    put(&other, 52);
    other.commit().unwrap();
    drop(other);
    let other = Search::open(Some(dir)).unwrap();
    assert_eq!((other.cursor(FEED), storms(&other)), (52, 50));
}

#[test]
fn a_snapshot_taken_while_segments_merge_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let search = filled(folder.path().join("one"), 1, 10);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Many small commits: each may begin a merge, which removes what it merged.
            for number in 11..=90 {
                put(&search, number);
                search.commit().unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        let mut taken = 0;
        while !done.load(Ordering::Relaxed) || taken == 0 {
            let dir = folder.path().join(format!("copy{taken}"));
            unpack(&*snapshot(&search), MOST, &dir).unwrap();
            let copy = Search::open(Some(dir.clone())).unwrap();
            assert!(!dir.with_extension("damaged").exists());
            assert_eq!(copy.cursor(FEED), storms(&copy), "positions and messages are of one commit");
            assert!(copy.cursor(FEED) >= 10);
            taken += 1;
        }
    });
}

/// What is in the folder is still there, and nothing half-made beside it.
fn untouched(dir: &Path) {
    assert_eq!(storms(&Search::open(Some(dir.to_owned())).unwrap()), 3);
    assert!(!dir.with_extension("part").exists());
}

#[test]
fn what_is_no_snapshot_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = snapshot(&filled(folder.path().join("one"), 1, 50));
    let dir = folder.path().join("two");
    drop(filled(dir.clone(), 1, 3));
    let mut outside = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..5].copy_from_slice(b"../up");
    header.set_size(1);
    header.set_cksum();
    outside.append(&header, &b"x"[..]).unwrap();
    let outside = outside.into_inner().unwrap();
    for (what, bad) in [
        ("half of one", &bytes[..bytes.len() / 2]),
        ("nothing", &[][..]),
        ("something else", &[7; 4096][..]),
        ("a way out", &outside[..]),
    ] {
        assert!(unpack(bad, MOST, &dir).is_err(), "{what}");
        untouched(&dir);
    }
    assert!(unpack(&*bytes, 100, &dir).is_err(), "larger than allowed");
    assert!(unpack(io::empty(), MOST, &dir).is_err());
    untouched(&dir);
    let busy = Search::open(Some(dir.clone())).unwrap();
    assert!(unpack(&*bytes, MOST, &dir).is_err(), "somebody is writing there");
    drop(busy);
    untouched(&dir);
    assert!(!folder.path().join("up").exists());
}

#[test]
fn a_snapshot_with_a_turned_byte_ends_in_an_empty_index() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = snapshot(&filled(folder.path().join("one"), 1, 50));
    // In the contents of the first file, past its header.
    bytes[520] ^= 0xff;
    let dir = folder.path().join("two");
    unpack(&*bytes, MOST, &dir).unwrap();
    let search = Search::open(Some(dir)).unwrap();
    assert_eq!((search.cursor(FEED), search.documents()), (0, 0));
    assert!(fs::exists(folder.path().join("two.damaged")).unwrap());
}

#[test]
fn a_snapshot_larger_than_allowed_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let search = filled(folder.path().join("one"), 1, 50);
    let mut bytes = Vec::new();
    assert!(search.snapshot(100, &mut bytes).is_err());
    assert!(bytes.is_empty());
    assert!(Search::open(None).unwrap().snapshot(MOST, io::sink()).is_err(), "memory has none");
}
