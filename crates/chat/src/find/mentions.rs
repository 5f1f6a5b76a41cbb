//! Who named one: the index proposes, the store decides, as with everything that is found.

use protocol::{Message, UserId, limits};
use search::Sort;
use store::{Page, PageRequest};

use super::SEARCHING;
use crate::{Chat, Fellow, Refusal, Result};

impl Chat {
    /// Messages that others wrote and that name one, in every channel of a workspace that one
    /// may read now, the latest first. `@channel` and `@here` name nobody.
    pub async fn mentions_of(&self, fellow: &Fellow, page: PageRequest) -> Result<Page<Message>> {
        let offset = super::offset(page.after.as_deref())?;
        if !self.is_indexed() {
            return Err(Refusal::CatchingUp);
        }
        self.budget(&format!("find/{}", fellow.user), SEARCHING).await?;
        let query = search::Query {
            channels: self.within(fellow, &[]).await?,
            mentions: Some(fellow.user),
            sort: Sort::Newest,
            limit: page.limit.clamp(1, limits::PAGE),
            offset,
            ..search::Query::default()
        };
        let found = self.on_index(move |search| search.query(&query)).await?;
        let mut rows = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let message = self.present_hit(hit, &[]).await?.map(|hit| hit.message);
            rows.extend(message.filter(|message| names(message, fellow.user)));
        }
        Ok(Page { rows, next: found.next.map(|offset| offset.to_string()) })
    }
}

/// It may have been edited since it was indexed.
fn names(message: &Message, user: UserId) -> bool {
    message.author != user && message.mentions.contains(&user)
}
