//! A workspace's own emoji: members add them, who added one or an admin takes it away. What
//! is shown of a picture is a small copy, drawn anew, so that none of the uploaded bytes are
//! served; of an animation it is the first frame.

use std::time::Duration;

use bus::Quota;
use media::image::{SmallCopy, small_copy, thumbnail_type};
use protocol::{Emoji, File, FileId, FileState, limits};
use sha2::{Digest as _, Sha256};
use store::{Page, PageRequest, emoji::NewEmoji, files::StoredFile};

use crate::{Chat, Fellow, Refusal, Result, files::picture_key, validate};

/// Emoji that one person may add.
const ADDING: Quota = Quota { burst: 60, period: Duration::from_secs(600) };
/// Pixels of the longer side of what is shown.
const LONGEST: u32 = 128;

impl Chat {
    /// Adds an emoji whose picture is a file that one uploaded and used nowhere; the upload
    /// itself is thrown away.
    pub async fn add_emoji(&self, fellow: &Fellow, name: &str, picture: FileId) -> Result<Emoji> {
        fellow.takes_part()?;
        let name = validate::emoji_name(name)?;
        let upload = self.emoji_upload(fellow, picture).await?;
        if self.store().emoji(fellow.workspace, &name).await?.is_some() {
            return Err(store::Error::Conflict("emoji").into());
        }
        self.budget(&format!("emoji/{}", fellow.user), ADDING).await?;
        let image = self.draw_emoji(fellow, &upload, &name).await?;
        let (workspace, creator, now) = (fellow.workspace, fellow.user, self.now());
        let committed = match self.store().add_emoji(NewEmoji { workspace, name, image, creator, now }).await
        {
            Err(error) => {
                // Whether it was stored may be unknown: then it isn't loose, and stays.
                let _swept_later = self.store().delete_file(image, creator).await;
                return Err(error.into());
            }
            done => done?,
        };
        if self.store().delete_file(picture, creator).await.is_ok() {
            self.sweep_soon(vec![picture]);
        }
        Ok(self.announce(committed).await)
    }

    /// Takes an emoji away: one's own, or as an admin.
    pub async fn remove_emoji(&self, fellow: &Fellow, name: &str) -> Result<Emoji> {
        let emoji = self.store().emoji(fellow.workspace, name).await?.ok_or(Refusal::NotFound("emoji"))?;
        if emoji.creator != fellow.user {
            fellow.manages()?;
        }
        let committed = self.store().remove_emoji(fellow.workspace, name).await.map_err(no_emoji)?;
        let (emoji, image) = self.announce(committed).await;
        self.sweep_soon(vec![image]);
        Ok(emoji)
    }

    /// What the workspace has, by name; everyone in it sees them all.
    pub async fn emojis(&self, fellow: &Fellow, page: PageRequest) -> Result<Page<Emoji>> {
        Ok(self.store().emojis(fellow.workspace, page).await?)
    }

    /// A ready picture of one's own that is used nowhere.
    async fn emoji_upload(&self, fellow: &Fellow, picture: FileId) -> Result<StoredFile> {
        let stored = self.store().file(picture).await.map_err(crate::files::no_file)?;
        if stored.file.owner != fellow.user || stored.workspace != fellow.workspace {
            return Err(Refusal::NotFound("file"));
        }
        let usable = stored.file.state == FileState::Ready && stored.file.image.is_some();
        if !usable || stored.channel.is_some() {
            return Err(Refusal::invalid(
                "image",
                "image must be a picture that you uploaded and didn't send",
            ));
        }
        if stored.file.size > limits::EMOJI_BYTES {
            return Err(Refusal::TooLarge(limits::EMOJI_BYTES));
        }
        Ok(stored)
    }

    /// Keeps a small copy of the upload as a file of its own.
    async fn draw_emoji(&self, fellow: &Fellow, upload: &StoredFile, name: &str) -> Result<FileId> {
        let media = &self.shelf()?.media;
        // What tells where a picture was taken was left out of it, never anything put in.
        let bytes = media.read(&picture_key(&upload.prefix), limits::EMOJI_BYTES).await?;
        let Ok(Some(SmallCopy { image, bytes })) = small_copy(bytes, LONGEST).await else {
            return Err(Refusal::invalid("image", "the picture can't be read: save it again as PNG"));
        };
        let media_type = thumbnail_type(&image).to_owned();
        let kind = media_type.strip_prefix("image/").unwrap_or("png");
        let id = FileId::new();
        let file = File {
            id,
            owner: fellow.user,
            name: format!("{name}.{kind}"),
            size: bytes.len() as u64,
            sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            alt: String::new(),
            state: FileState::Ready,
            image: Some(image),
            created_at: self.now(),
            media_type,
        };
        let prefix = format!("{}/{id}", fellow.workspace);
        let key = picture_key(&prefix);
        let stored = StoredFile { file, workspace: fellow.workspace, prefix, channel: None, avatar: true };
        // Noted first, so that no bytes are anywhere that the sweep doesn't know of.
        self.store().create_file(stored).await?;
        media.write(&key, bytes).await?;
        Ok(id)
    }
}

fn no_emoji(error: store::Error) -> Refusal {
    match error {
        store::Error::NotFound => Refusal::NotFound("emoji"),
        other => other.into(),
    }
}
