//! Who may miss a message that concerns them: it's said to them directly, names them or
//! everybody, or has a keyword of theirs.

use std::collections::HashSet;

use protocol::{ChannelId, Message, UserId};
use store::misses::Missed;

use crate::{
    Chat, Result,
    hearing::Alerted,
    push::{listens, says},
};

impl Chat {
    /// Who is owed an e-mail if they don't read these messages in time.
    pub(crate) async fn who_may_miss(
        &self,
        channel: ChannelId,
        fresh: &[Message],
        alerted: &Alerted,
    ) -> Result<Vec<Missed>> {
        let Some(letters) = self.letters() else { return Ok(Vec::new()) };
        let said: Vec<&Message> = fresh.iter().filter(|it| says(it)).collect();
        if said.is_empty() {
            return Ok(Vec::new());
        }
        let is_direct = self.store().channel(channel).await?.kind.is_direct();
        let named = said.iter().flat_map(|it| it.mentions.iter().copied());
        let named: HashSet<UserId> = named.chain(alerted.iter().map(|(user, _)| *user)).collect();
        let named: Vec<UserId> = named.into_iter().collect();
        let is_for_all = is_direct || said.iter().any(|it| it.mentions_all);
        if !is_for_all && named.is_empty() {
            return Ok(Vec::new());
        }
        let people = self.store().correspondents(channel, (!is_for_all).then_some(&named)).await?;
        let now = self.now();
        let owed = people.into_iter().filter(|it| listens(it.muted, it.level)).filter_map(|it| {
            let user = it.user;
            let concerns = |message: &&&Message| {
                let is_named = message.mentions_all
                    || message.mentions.contains(&user)
                    || alerted.contains(&(user, message.id));
                message.author != user && (is_named || is_direct && message.thread.is_none())
            };
            let times: Vec<_> = said.iter().filter(concerns).map(|message| message.ts).collect();
            let (first, last) = (*times.iter().min()?, *times.iter().max()?);
            Some(Missed { user, first, last, due_at: letters.due(it.missed, &it.time_zone, now), tries: 0 })
        });
        Ok(owed.collect())
    }
}
