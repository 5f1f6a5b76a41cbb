//! Finishing an upload: what arrived is measured, its real type told from its bytes, and
//! pictures are looked into before anyone else sees them.

use media::{
    Stored,
    image::{Refused, inspect, thumbnail_type},
    location::strip_location,
};
use protocol::{File, FileId, FileState, Image};
use store::files::StoredFile;

use super::{Shelf, no_file, upload_key};
use crate::{Chat, Refusal, Result, SignedIn};

/// Bytes that a file's type is told from.
const START: u64 = 4_096;
/// Bytes of the largest picture: it's held in memory whole.
const PICTURE_BYTES: u64 = 48 * 1024 * 1024;

impl Chat {
    /// Checks what arrived; a message may carry the file from now on. Again answers the same.
    pub async fn finish_file(&self, who: SignedIn, id: FileId) -> Result<File> {
        let stored = self.own_file(who, id).await?;
        if stored.file.state == FileState::Ready {
            return Ok(stored.file);
        }
        let shelf = self.shelf()?;
        let key = upload_key(&stored.prefix);
        let is_announced = |arrived: Stored| {
            arrived.size == stored.file.size
                && arrived.sha256.is_none_or(|sha256| sha256 == stored.file.sha256)
        };
        let mut arrived = shelf.media.head(&key).await?;
        if let (None, Some(parts)) = (&arrived, shelf.parts(stored.file.size)) {
            match parts.join(&key, stored.file.size).await {
                Ok(()) => arrived = shelf.media.head(&key).await?,
                Err(media::Error::NotFound | media::Error::Mismatch(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        if !arrived.is_some_and(is_announced) {
            return Err(Refusal::Conflict(
                "not_uploaded",
                "the file hasn't arrived whole: upload its bytes first",
            ));
        }
        let start = shelf.media.read_prefix(&key, START).await?;
        let media_type = media::sniff::media_type(&start);
        let image =
            if is_picture(media_type) { Some(keep_picture(shelf, &stored, media_type).await?) } else { None };
        let was_picture = image.is_some();
        let file = match self.store().finish_file(id, media_type.to_owned(), image).await {
            Err(store::Error::NotFound) => {
                // Deleted meanwhile, and swept perhaps before the last of it was written.
                shelf.media.delete_prefix(&stored.prefix).await?;
                return Err(no_file(store::Error::NotFound));
            }
            other => other?,
        };
        if was_picture {
            // While its URL lives the upload could come again, but nobody is ever led to it.
            if let Err(error) = shelf.media.delete_prefix(&key).await {
                tracing::warn!(%error, "an upload stays beside its picture until both are deleted");
            }
        }
        Ok(file)
    }
}

fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

/// Puts what may be seen of a picture beside what was uploaded: itself without what tells
/// where it was taken, and its thumbnails.
async fn keep_picture(shelf: &Shelf, stored: &StoredFile, media_type: &'static str) -> Result<Image> {
    let upload = upload_key(&stored.prefix);
    let bytes = match shelf.media.read(&upload, PICTURE_BYTES).await {
        Err(media::Error::TooLarge) => return Err(Refusal::TooLarge(PICTURE_BYTES)),
        other => other?,
    };
    let facts = match inspect(bytes.clone()).await {
        Ok(Some(facts)) => facts,
        Err(Refused::TooLarge) => {
            return Err(Refusal::invalid("file", "the picture has too many pixels: make it smaller"));
        }
        Ok(None) | Err(Refused::Broken(_)) => return Err(broken()),
    };
    let stripping = tokio::task::spawn_blocking(move || strip_location(bytes, media_type));
    let shown = stripping.await.map_err(|_| Refusal::Internal)?.map_err(|_| broken())?;
    for thumbnail in facts.thumbnails {
        shelf.media.write(&thumbnail_key(&stored.prefix, thumbnail.width), thumbnail.bytes).await?;
    }
    shelf.media.write(&picture_key(&stored.prefix), shown).await?;
    Ok(facts.image)
}

fn broken() -> Refusal {
    Refusal::invalid("file", "the picture is broken: save it again, or send it inside an archive")
}

pub(crate) fn picture_key(prefix: &str) -> String {
    format!("{prefix}/picture")
}

fn thumbnail_key(prefix: &str, width: u32) -> String {
    format!("{prefix}/w{width}")
}

/// Where the bytes to show are, and what they are: the smallest thumbnail that is wide
/// enough, else the whole.
pub(super) fn shown(stored: &StoredFile, width: Option<u32>) -> (String, String) {
    let Some(image) = &stored.file.image else {
        return (upload_key(&stored.prefix), stored.file.media_type.clone());
    };
    let enough = |least: u32| image.thumbnails.iter().find(|width| **width >= least);
    match width.and_then(enough) {
        Some(width) => (thumbnail_key(&stored.prefix, *width), thumbnail_type(image).to_owned()),
        None => (picture_key(&stored.prefix), stored.file.media_type.clone()),
    }
}
