//! Files: an upload is begun, its bytes go straight to the media store, then it's finished:
//! looked at, measured, and from then on a message may carry it.

mod finish;
mod sweep;
mod urls;

use std::time::Duration;

use bus::Quota;
use media::{Media, SignedRequest};
use protocol::{File, FileId, FileState, Timestamp};
use store::files::StoredFile;

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

/// Where the bytes go as they came.
pub(crate) fn upload_key(prefix: &str) -> String {
    format!("{prefix}/upload")
}

impl Chat {
    pub(crate) fn shelf(&self) -> Result<&Shelf> {
        self.shelf_if_any().ok_or(Refusal::Unavailable)
    }

    /// Notes a file and answers where its bytes go.
    pub async fn begin_file(&self, fellow: &Fellow, new: NewFile) -> Result<(File, SignedRequest)> {
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
        let now = Timestamp::now();
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
        let (key, kind) = (upload_key(&prefix), &file.media_type);
        let request = shelf.media.upload_url(&key, file.size, kind, &file.sha256, UPLOAD_LIFE).await?;
        let workspace = fellow.workspace;
        let stored = StoredFile { file: file.clone(), workspace, prefix, channel: None, avatar: false };
        self.store().create_file(stored).await?;
        Ok((file, request))
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
