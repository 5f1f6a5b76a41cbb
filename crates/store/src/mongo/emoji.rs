//! Custom emoji; `_id` is the pair of workspace and name.

use async_trait::async_trait;
use mongodb::bson::{Bson, Document, doc};
use protocol::{Emoji, FeedId, FileId, WorkspaceId, limits};

use super::{
    Mongo, docs,
    fault::Work,
    look::{Cut, Look},
    read,
    schema::{EMOJI, FILES},
    tx::Tx,
    write,
};
use crate::{
    Committed, Emojis, Error, Page, PageRequest, Result,
    emoji::{NewEmoji, hook},
    previews::PICTURES,
};

#[async_trait]
impl Emojis for Mongo {
    async fn add_emoji(&self, new: NewEmoji) -> Result<Committed<Emoji>> {
        write!(self, FeedId::Workspace(new.workspace), |tx| add(tx, new.clone()))
    }

    async fn remove_emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Committed<(Emoji, FileId)>> {
        write!(self, FeedId::Workspace(workspace), |tx| remove(tx, workspace, name))
    }

    async fn emoji(&self, workspace: WorkspaceId, name: &str) -> Result<Option<Emoji>> {
        read!(self, |look| emoji_of(look, workspace, name))
    }

    async fn emojis(&self, workspace: WorkspaceId, page: PageRequest) -> Result<Page<Emoji>> {
        read!(self, |look| list(look, workspace, &page))
    }
}

/// In the words of the index.
fn there(workspace: WorkspaceId) -> Document {
    doc! { "workspace": workspace.to_string(), "image": { "$gt": "" } }
}

async fn list(look: &mut Look, workspace: WorkspaceId, page: &PageRequest) -> Work<Page<Emoji>> {
    let mut later = there(workspace);
    later.insert("name", doc! { "$gt": page.after.as_deref().unwrap_or_default() });
    let rows = look.all(EMOJI, later, Cut::by(doc! { "name": 1 }, page.limit + 1)).await?;
    Ok(Page::cut(rows, page.limit, |row: &Emoji| row.name.clone()))
}

async fn emoji_of(look: &mut Look, workspace: WorkspaceId, name: &str) -> Work<Option<Emoji>> {
    let found: Option<Emoji> = look.one(EMOJI, doc! { "_id": docs::pair(workspace, name) }).await?;
    Ok(found.filter(|it| it.image.is_some()))
}

async fn add(tx: &mut Tx, new: NewEmoji) -> Work<Emoji> {
    let NewEmoji { workspace, name, image, creator, now } = new;
    if emoji_of(tx, workspace, &name).await?.is_some() {
        Err(Error::Conflict("emoji"))?;
    }
    if tx.count(EMOJI, there(workspace)).await? >= limits::EMOJI as u64 {
        Err(Error::Conflict("emoji_full"))?;
    }
    let (channel, message) = hook(workspace, image);
    let loose = doc! {
        "_id": image.to_string(), "owner": creator.to_string(), "workspace": workspace.to_string(),
        "state": "ready", "message": null,
    };
    let hung = doc! { "$set": {
        "channel": channel.to_string(), "message": message.to_string(), "place": docs::number(PICTURES),
    } };
    if tx.set(FILES, loose, hung).await? == 0 {
        Err(Error::Conflict("file"))?;
    }
    let rev = tx.next(FeedId::Workspace(workspace)).await?;
    let emoji = Emoji { workspace, name, image: Some(image), creator, created_at: now, rev };
    tx.put(EMOJI, document(&emoji)?).await?;
    Ok(emoji)
}

async fn remove(tx: &mut Tx, workspace: WorkspaceId, name: &str) -> Work<(Emoji, FileId)> {
    let mut emoji = emoji_of(tx, workspace, name).await?.ok_or(Error::NotFound)?;
    let image = emoji.image.take().ok_or(Error::NotFound)?;
    let gone = doc! { "$set": { "state": "deleted", "channel": Bson::Null, "message": Bson::Null } };
    tx.set(FILES, doc! { "_id": image.to_string() }, gone).await?;
    emoji.rev = tx.next(FeedId::Workspace(workspace)).await?;
    tx.put(EMOJI, document(&emoji)?).await?;
    Ok((emoji, image))
}

/// Its document.
pub fn document(emoji: &Emoji) -> Work<Document> {
    docs::with_key(docs::write(emoji)?, docs::pair(emoji.workspace, &emoji.name))
}
