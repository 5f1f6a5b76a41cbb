//! The index's folder: made, checked, and put aside when it can't be trusted.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tantivy::{
    Directory as _, Index, TantivyError,
    directory::{INDEX_WRITER_LOCK, MmapDirectory},
};

use super::{payload, shape::Shape, unavailable};
use crate::Unavailable;

/// Goes up whenever text is cut or folded otherwise; an index of another version is rebuilt.
pub const VERSION: u32 = 1;

/// The index in this folder, every byte of it checked; an empty one where there was none,
/// where it is of another shape, or damaged. A damaged one is kept beside, under the name
/// that ends in `.damaged`, in place of the one before.
///
/// # Errors
/// When another process writes to it, or the folder can't be used.
pub fn open(dir: &Path, shape: &Shape) -> Result<Index, Unavailable> {
    let broken = |error: io::Error| Unavailable(error.to_string());
    fs::create_dir_all(dir).map_err(broken)?;
    // Held while looking: a writer at work would be taken for damage.
    let directory = MmapDirectory::open(dir).map_err(|error| Unavailable(error.to_string()))?;
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| Unavailable(error.to_string()))?;
    if is_in_use(dir).map_err(broken)? {
        match sound(dir, shape) {
            Ok(Some(index)) => return Ok(index),
            Ok(None) => {
                tracing::info!("the search index has another shape: building it anew");
                fs::remove_dir_all(dir).map_err(broken)?;
            }
            Err(error) => {
                let aside = aside(dir);
                tracing::warn!(
                    %error,
                    aside = %aside.display(),
                    "the search index is damaged: put aside, building it anew"
                );
                match fs::remove_dir_all(&aside) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(broken(error)),
                    _ => fs::rename(dir, &aside).map_err(broken)?,
                }
            }
        }
        fs::create_dir_all(dir).map_err(broken)?;
    }
    drop(lock);
    Index::create_in_dir(dir, shape.schema.clone()).map_err(unavailable)
}

/// Whether there is anything but locks in the folder.
fn is_in_use(dir: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(dir)? {
        if Path::new(&entry?.file_name()).extension().is_none_or(|kind| kind != "lock") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The index, if all of it can be read and its checksums hold; none if it's of another
/// shape.
fn sound(dir: &Path, shape: &Shape) -> Result<Option<Index>, TantivyError> {
    let index = Index::open_in_dir(dir)?;
    let metas = index.load_metas()?;
    let is_current = payload(&metas).is_some_and(|payload| payload.version == VERSION);
    if index.schema() != shape.schema || !(metas.segments.is_empty() || is_current) {
        return Ok(None);
    }
    // Only files on tantivy's own list are checked, and that list can be damaged too.
    let listed = index.directory().list_managed_files();
    let mut used = metas.segments.iter().flat_map(|segment| segment.list_files());
    if let Some(path) = used.find(|path| !listed.contains(path) && dir.join(path).exists()) {
        return Err(TantivyError::InternalError(format!("{} isn't on the list of files", path.display())));
    }
    let damaged = index.validate_checksum()?;
    if let Some(path) = damaged.iter().next() {
        let wrong = format!("{} of its files fail their checksum, {} first", damaged.len(), path.display());
        return Err(TantivyError::InternalError(wrong));
    }
    // Opens what the list of files to check may lack.
    index.reader()?;
    Ok(Some(index))
}

fn aside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".damaged");
    dir.with_file_name(name)
}
