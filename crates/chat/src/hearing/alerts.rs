//! Whom messages alert: those in the channel of whose keywords one is in the text. It is
//! decided when a message is new and when its text changes, by the keywords of that moment.

use std::collections::{BTreeMap, HashMap, HashSet};

use protocol::{Alert, ChannelId, Message, MessageKind, Timestamp, UserId};

use super::Alerted;
use crate::{Chat, Result, keywords, push::is_fresh};

/// Noted in one transaction: each is a position in somebody's feed.
const TOGETHER: usize = 100;

impl Chat {
    /// Notes and tells whom those of these messages alert that weren't decided yet; answers
    /// whom they do.
    pub(super) async fn alert_of(
        &self,
        channel: ChannelId,
        messages: &[Message],
        decided: Timestamp,
        now: Timestamp,
    ) -> Result<Alerted> {
        let is_open = |it: &&Message| {
            it.deleted_at.is_some()
                || it.edited_at.is_some_and(|at| at > decided)
                || it.ts > decided && is_fresh(it.ts, now)
        };
        let said = messages.iter().filter(|it| it.kind == MessageKind::Text);
        let open: Vec<&Message> = said.filter(is_open).collect();
        if open.is_empty() {
            return Ok(Alerted::new());
        }
        let alerted = matching(&open, &self.store().keywords_in(channel).await?);
        let ids: Vec<_> = open.iter().map(|it| it.id).collect();
        let before = self.store().alerted(&ids).await?;
        let was: HashSet<_> = before.iter().map(|(user, it)| (*user, it.message)).collect();
        let over = before.into_iter().filter(|(user, it)| !alerted.contains(&(*user, it.message)));
        let mut changes: Vec<_> =
            over.map(|(user, alert)| (user, Alert { active: false, ..alert })).collect();
        let of: HashMap<_, _> = open.iter().map(|it| (it.id, *it)).collect();
        for key in alerted.difference(&was) {
            let Some(&Message { id: message, channel, thread, seq, ts, .. }) = of.get(&key.1).copied() else {
                continue;
            };
            changes.push((key.0, Alert { message, channel, thread, seq, ts, active: true, rev: 0 }));
        }
        // In the order they were written, in each person's feed too.
        changes.sort_unstable_by_key(|(user, it)| (it.ts, *user));
        for some in changes.chunks(TOGETHER) {
            let committed = self.store().put_alerts(some.to_vec()).await?;
            self.announce(committed).await;
        }
        Ok(alerted)
    }
}

/// Whom which of these messages alert. A word that many want is looked for once.
fn matching(messages: &[&Message], wanted: &[(UserId, Vec<String>)]) -> Alerted {
    let mut words: BTreeMap<String, Vec<UserId>> = BTreeMap::new();
    for (user, keywords) in wanted {
        for keyword in keywords {
            words.entry(keywords::folded(keyword)).or_default().push(*user);
        }
    }
    let mut alerted = Alerted::new();
    if words.is_empty() {
        return alerted;
    }
    for message in messages.iter().filter(|it| it.deleted_at.is_none()) {
        let said = keywords::said(&message.text);
        for (word, users) in &words {
            if keywords::contains(&said, word) {
                let others = users.iter().filter(|user| **user != message.author);
                alerted.extend(others.map(|user| (*user, message.id)));
            }
        }
    }
    alerted
}
