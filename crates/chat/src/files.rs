//! Files: an upload is begun, its bytes go straight to the media store, then it's finished:
//! looked at, measured, and from then on a message may carry it.

mod finish;
mod shared;
mod sweep;
mod urls;

use std::time::Duration;

use bus::Quota;
use media::{Media, Parts, SignedRequest};
use protocol::{File, FileId, FileState};
use store::files::StoredFile;

pub(crate) use finish::picture_key;
pub use shared::Listing;
pub use sweep::SWEEP;
pub use urls::{Url, Wanted};

use crate::{Chat, Fellow, Refusal, Result, SignedIn, validate};

/// Uploads that one person may begin.
const BEGINNING: Quota = Quota { burst: 100, period: Duration::from_secs(600) };
/// Begun and unfinished uploads that one person may have at once…
const UNFINISHED: u32 = 20;
/// …not counting those given up this long ago, in seconds: their URLs have ended.
const GIVEN_UP: i64 = 3_600;
/// How long the bytes may take to begin arriving.
const UPLOAD_LIFE: Duration = Duration::from_secs(600);

/// Where bytes are, and how many a file may have.
#[derive(Clone)]
pub(crate) struct Shelf {
    pub(crate) media: Media,
    pub(crate) most_bytes: u64,
}

impl Shelf {
    /// How a file of this size comes in parts, if it does.
    fn parts(&self, size: u64) -> Option<&dyn Parts> {
        self.media.parts().filter(|parts| size > parts.size())
    }

    async fn begin(&self, key: &str, file: &File) -> Result<Transfer> {
        let File { size, media_type, sha256, .. } = file;
        if let Some(parts) = self.parts(*size) {
            parts.begin(key, media_type).await?;
            return Ok(Transfer::Parts(parts.size()));
        }
        let request = self.media.upload_url(key, *size, media_type, sha256, UPLOAD_LIFE).await?;
        Ok(Transfer::Whole(request))
    }
}

/// A file as its owner announces it.
pub struct NewFile {
    /// Its name, without a path.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What the client believes it is.
    pub media_type: String,
    /// Lower-case hex SHA-256 of the bytes.
    pub sha256: String,
    /// Words for those who can't see it.
    pub alt: String,
}

/// How the bytes of a file are to be sent.
pub enum Transfer {
    /// All in this request.
    Whole(SignedRequest),
    /// In parts of so many bytes, numbered from 1, the last as long as is left.
    Parts(u64),
}

/// Where the bytes go as they came.
pub(crate) fn upload_key(prefix: &str) -> String {
    format!("{prefix}/upload")
}

impl Chat {
    pub(crate) fn shelf(&self) -> Result<&Shelf> {
        self.shelf_if_any().ok_or(Refusal::Unavailable)
    }

    /// Notes a file and answers how to send its bytes.
    pub async fn begin_file(&self, fellow: &Fellow, new: NewFile) -> Result<(File, Transfer)> {
        let shelf = self.shelf()?;
        let name = validate::file_name(&new.name)?;
        let media_type = validate::media_type(&new.media_type)?;
        let sha256 = validate::sha256(&new.sha256)?;
        let alt = validate::lines("alt", &new.alt, 1_000)?;
        if new.size == 0 {
            return Err(Refusal::invalid("size", "the file is empty: choose another"));
        }
        if new.size > shelf.most_bytes {
            return Err(Refusal::TooLarge(shelf.most_bytes));
        }
        self.budget(&format!("files/{}", fellow.user), BEGINNING).await?;
        let now = self.now();
        let recently = now.plus_seconds(-GIVEN_UP);
        if self.store().unfinished(fellow.user, recently).await? >= UNFINISHED {
            return Err(Refusal::Conflict(
                "too_many_uploads",
                "20 of your uploads are under way: finish or cancel some first",
            ));
        }
        let file = File {
            id: FileId::new(),
            owner: fellow.user,
            name,
            size: new.size,
            media_type,
            sha256,
            alt,
            state: FileState::Uploading,
            image: None,
            created_at: now,
        };
        let prefix = format!("{}/{}", fellow.workspace, file.id);
        let key = upload_key(&prefix);
        let workspace = fellow.workspace;
        let stored = StoredFile { file: file.clone(), workspace, prefix, channel: None, avatar: false };
        // Noted first, so that nothing is begun that the sweep doesn't know of.
        self.store().create_file(stored).await?;
        let transfer = shelf.begin(&key, &file).await;
        if transfer.is_err() {
            // Else every try would count among those under way.
            let _swept_later = self.store().delete_file(file.id, fellow.user).await;
        }
        Ok((file, transfer?))
    }

    /// Signs the request for one part of an upload that comes in parts. Asked again, for a
    /// part that got lost or a request that ended, it signs again.
    pub async fn sign_part(
        &self,
        who: SignedIn,
        id: FileId,
        number: u32,
        sha256: &str,
    ) -> Result<SignedRequest> {
        let stored = self.own_file(who, id).await?;
        let sha256 = validate::sha256(sha256)?;
        let shelf = self.shelf()?;
        let size = stored.file.size;
        let Some(parts) = shelf.parts(size).filter(|_| stored.file.state == FileState::Uploading) else {
            return Err(not_in_parts());
        };
        let before = u64::from(number).saturating_sub(1).saturating_mul(parts.size());
        if number == 0 || before >= size {
            return Err(Refusal::invalid("number", "the file has no such part: they begin with 1"));
        }
        let bytes = parts.size().min(size - before);
        match parts.sign(&upload_key(&stored.prefix), number, bytes, &sha256, UPLOAD_LIFE).await {
            Err(media::Error::NotFound) => Err(not_in_parts()),
            other => Ok(other?),
        }
    }

    /// Changes the words for those who can't see it, while it is on no message.
    pub async fn describe_file(&self, who: SignedIn, id: FileId, alt: &str) -> Result<File> {
        self.own_file(who, id).await?;
        let alt = validate::lines("alt", alt, 1_000)?;
        self.store().describe_file(id, alt).await.map_err(no_file)
    }

    /// Throws away one's own file that is on no message; cancels an upload.
    pub async fn delete_file(&self, who: SignedIn, id: FileId) -> Result<()> {
        self.own_file(who, id).await?;
        self.store().delete_file(id, who.user).await.map_err(no_file)?;
        self.sweep_soon(vec![id]);
        Ok(())
    }

    /// One's own file, gone ones and others' left out.
    pub(crate) async fn own_file(&self, who: SignedIn, id: FileId) -> Result<StoredFile> {
        let stored = self.store().file(id).await.map_err(no_file)?;
        if stored.file.owner != who.user || stored.file.state == FileState::Deleted {
            return Err(Refusal::NotFound("file"));
        }
        self.fellow(who, stored.workspace).await?;
        Ok(stored)
    }
}

pub(crate) fn no_file(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("file"),
        other => other.into(),
    }
}

fn not_in_parts() -> Refusal {
    Refusal::Conflict("not_in_parts", "this file isn't being sent in parts: begin it anew")
}
