//! The index as a stream of bytes: one commit, whole, for a node that has none to begin
//! with. What it says of feeds and database is in the commit itself.

use std::{
    fs, io,
    io::{Read, Write},
    path::{Component, Path},
};

use tantivy::{
    Directory as _,
    directory::{META_LOCK, MmapDirectory},
};

use super::{Search, unavailable};
use crate::Unavailable;

/// What names the segments of a commit and carries its payload.
const META: &str = "meta.json";
/// tantivy's list of its files; made anew, because the one in use also names others.
const MANAGED: &str = ".managed.json";
/// Nothing that one index consists of is larger than the bound of the whole.
const LONGEST_NAME: usize = 128;

impl Search {
    /// Writes the last commit as a tar, while indexing goes on. The segments are held until
    /// it's written, so that no merge takes them away.
    ///
    /// # Errors
    /// When it's in memory only, has more than `most` bytes, or can't be read or written.
    pub fn snapshot(&self, most: u64, out: impl Write) -> Result<(), Unavailable> {
        let Some(dir) = &self.dir else {
            return Err(Unavailable("an index in memory has no snapshot".into()));
        };
        let metas = {
            // Nothing is collected between reading the list of segments and holding them.
            let _lock = self
                .index
                .directory()
                .acquire_lock(&META_LOCK)
                .map_err(|error| Unavailable(error.to_string()))?;
            self.index.load_metas().map_err(unavailable)?
        };
        let meta = serde_json::to_vec(&metas).map_err(|error| Unavailable(error.to_string()))?;
        let used = metas.segments.iter().flat_map(|segment| segment.list_files());
        let files: Vec<_> = used.filter(|path| dir.join(path).exists()).collect();
        let mut bytes = 0;
        for path in &files {
            bytes += fs::metadata(dir.join(path)).map_err(broken)?.len();
        }
        if bytes > most {
            return Err(Unavailable(format!("the index has {bytes} bytes, a snapshot at most {most}")));
        }
        let mut archive = tar::Builder::new(out);
        for path in &files {
            let mut file = fs::File::open(dir.join(path)).map_err(broken)?;
            archive.append_file(path, &mut file).map_err(broken)?;
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(meta.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, META, &*meta).map_err(broken)?;
        archive.into_inner().and_then(|mut out| out.flush()).map_err(broken)
    }

    /// How many positions of all channels it has applied: rises with each change.
    pub fn applied(&self) -> u64 {
        let writing = self.writing();
        writing.cursors.iter().filter(|(feed, _)| feed.starts_with('C')).map(|(_, rev)| rev).sum()
    }
}

/// Makes an index of a snapshot in place of whatever is in the folder; whole, or nothing
/// happened. [`Search::open`] then checks every byte of it.
///
/// # Errors
/// When another process writes to the folder, the snapshot is no tar of plain files or has
/// more than `most` bytes, or the disk refuses.
pub fn unpack(snapshot: impl Read, most: u64, dir: &Path) -> Result<(), Unavailable> {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = dir.with_file_name(name);
    remove(&part)?;
    fs::create_dir_all(&part).map_err(broken)?;
    let unpacked = unpack_files(snapshot, most, &part).and_then(|()| put(&part, dir));
    if unpacked.is_err() {
        remove(&part)?;
    }
    unpacked
}

fn unpack_files(snapshot: impl Read, most: u64, dir: &Path) -> Result<(), Unavailable> {
    let (mut names, mut bytes) = (Vec::new(), 0);
    for entry in tar::Archive::new(snapshot).entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        bytes += entry.size();
        let path = entry.path().map_err(broken)?.into_owned();
        let plain = match path.components().collect::<Vec<_>>()[..] {
            [Component::Normal(name)] => name.to_str().filter(|name| {
                let usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
                name.len() <= LONGEST_NAME && !name.starts_with('.') && name.bytes().all(usual)
            }),
            _ => None,
        };
        let Some(name) = plain.filter(|_| entry.header().entry_type().is_file() && bytes <= most) else {
            return Err(Unavailable(format!("{} doesn't belong in a snapshot", path.display())));
        };
        let mut file = fs::File::create_new(dir.join(name)).map_err(broken)?;
        io::copy(&mut entry, &mut file).map_err(broken)?;
        names.push(name.to_owned());
    }
    if !names.iter().any(|name| name == META) {
        return Err(Unavailable("the snapshot has no list of segments".into()));
    }
    let managed = serde_json::to_vec(&names).map_err(|error| Unavailable(error.to_string()))?;
    fs::write(dir.join(MANAGED), managed).map_err(broken)
}

/// Puts the new folder in the old one's place, unless somebody writes there.
fn put(part: &Path, dir: &Path) -> Result<(), Unavailable> {
    if dir.exists() {
        let directory = MmapDirectory::open(dir).map_err(|error| Unavailable(error.to_string()))?;
        let _lock = directory
            .acquire_lock(&tantivy::directory::INDEX_WRITER_LOCK)
            .map_err(|error| Unavailable(error.to_string()))?;
        remove(dir)?;
    }
    fs::rename(part, dir).map_err(broken)
}

fn remove(dir: &Path) -> Result<(), Unavailable> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(broken(error)),
        _ => Ok(()),
    }
}

fn broken(error: io::Error) -> Unavailable {
    Unavailable(error.to_string())
}
