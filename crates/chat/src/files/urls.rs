//! Signed URLs, handed out only to those who may see the file now.

use std::collections::HashMap;

use media::{Disposition, SignedUrl, inline_type};
use protocol::{ChannelId, FileId, FileState, Timestamp, WorkspaceId};
use store::files::StoredFile;

use super::{finish::shown, no_file};
use crate::{Chat, Refusal, Result, SignedIn};

/// URLs asked for by one call.
const AT_ONCE: usize = 50;

/// One URL to sign.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Which file.
    pub file: FileId,
    /// A thumbnail at least this wide, instead of the original.
    pub width: Option<u32>,
    /// To be saved rather than shown.
    pub download: bool,
}

/// A signed URL, or none where one may not see the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// Which file.
    pub file: FileId,
    /// Where it is.
    pub url: Option<String>,
    /// When the URL stops working.
    pub expires_at: Timestamp,
}

/// What was found out already, so that a page of files asks once per channel.
#[derive(Default)]
struct Known {
    channels: HashMap<ChannelId, bool>,
    workspaces: HashMap<WorkspaceId, bool>,
}

impl Chat {
    /// Signs URLs in the order asked.
    pub async fn file_urls(&self, who: SignedIn, wanted: &[Wanted]) -> Result<Vec<Url>> {
        if wanted.len() > AT_ONCE {
            return Err(Refusal::invalid("files", "at most 50 files at once"));
        }
        let mut known = Known::default();
        let mut urls = Vec::with_capacity(wanted.len());
        for each in wanted {
            let signed = match self.view(who, *each, &mut known).await {
                Err(Refusal::NotFound(_)) => None,
                other => Some(other?),
            };
            let expires_at = signed.as_ref().map_or_else(|| self.now(), |signed| signed.expires_at);
            urls.push(Url { file: each.file, url: signed.map(|signed| signed.url), expires_at });
        }
        Ok(urls)
    }

    /// Signs one URL.
    pub async fn file_url(&self, who: SignedIn, wanted: Wanted) -> Result<SignedUrl> {
        self.view(who, wanted, &mut Known::default()).await
    }

    async fn view(&self, who: SignedIn, wanted: Wanted, known: &mut Known) -> Result<SignedUrl> {
        let stored = self.store().file(wanted.file).await.map_err(no_file)?;
        if stored.file.state != FileState::Ready || !self.may_see(who, &stored, known).await? {
            return Err(Refusal::NotFound("file"));
        }
        let (key, media_type) = shown(&stored, wanted.width);
        let is_shown = inline_type(&media_type) && !wanted.download;
        let how = if is_shown { Disposition::Inline } else { Disposition::Attachment };
        Ok(self.shelf()?.media.view_url(&key, &stored.file.name, &media_type, how).await?)
    }

    /// One's own; one in a channel that one may read; a fellow's picture.
    async fn may_see(&self, who: SignedIn, stored: &StoredFile, known: &mut Known) -> Result<bool> {
        let fellow = match known.workspaces.get(&stored.workspace) {
            Some(known) => *known,
            None => {
                let fellow = found(self.fellow(who, stored.workspace).await)?;
                known.workspaces.insert(stored.workspace, fellow);
                fellow
            }
        };
        if !fellow || stored.file.owner == who.user || stored.avatar {
            return Ok(fellow);
        }
        let Some(channel) = stored.channel else { return Ok(false) };
        if let Some(known) = known.channels.get(&channel) {
            return Ok(*known);
        }
        let reads = found(self.reader(who, channel).await)?;
        known.channels.insert(channel, reads);
        Ok(reads)
    }
}

fn found<T>(result: Result<T>) -> Result<bool> {
    match result {
        Ok(_) => Ok(true),
        Err(Refusal::NotFound(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
