//! Whom to wake: the sessions that messages and reminders concern.

use std::collections::{BTreeMap, HashMap, HashSet};

use protocol::{ChannelId, Message, MessageId, Planned, SessionId, Timestamp, UserId};
use store::wakes::{About, Wake};

use super::rules::Wants;
use crate::{Chat, Result, hearing::Alerted};

impl Chat {
    /// The sessions that these messages concern, each once for a conversation.
    pub(crate) async fn whom_to_wake(
        &self,
        channel: ChannelId,
        fresh: &[Message],
        alerted: &Alerted,
    ) -> Result<Vec<Wake>> {
        let Ok(pusher) = self.pusher() else { return Ok(Vec::new()) };
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let listeners = self.store().listeners(channel, now).await?;
        if listeners.is_empty() {
            return Ok(Vec::new());
        }
        let due_at = Timestamp(now.0.saturating_add(pusher.wait_micros()));
        let users: Vec<UserId> =
            listeners.iter().map(|it| it.user).collect::<HashSet<_>>().into_iter().collect();
        let mut followers: HashMap<MessageId, HashSet<UserId>> = HashMap::new();
        let mut wakes: BTreeMap<(SessionId, About), Wake> = BTreeMap::new();
        for message in fresh {
            let about = message.thread.map_or(About::Channel, About::Thread);
            if let Some(root) = message.thread
                && !followers.contains_key(&root)
            {
                let found = self.store().readings(channel, root, &users).await?;
                let following = found.into_iter().filter(|(_, it)| it.following).map(|(user, _)| user);
                followers.insert(root, following.collect());
            }
            for listener in &listeners {
                let user = listener.user;
                let follows = message
                    .thread
                    .is_some_and(|root| followers.get(&root).is_some_and(|it| it.contains(&user)));
                let wants = Wants { user, muted: listener.muted, level: listener.level, follows };
                if wants.wants(message, alerted.contains(&(user, message.id))) {
                    let (session, seq) = (listener.session, message.seq);
                    let wake = wakes.entry((session, about)).or_insert(Wake {
                        session,
                        user,
                        channel,
                        about,
                        first: seq,
                        last: seq,
                        due_at,
                        tries: 0,
                    });
                    (wake.first, wake.last) = (wake.first.min(seq), wake.last.max(seq));
                }
            }
        }
        Ok(wakes.into_values().collect())
    }

    /// Notes that somebody is to be woken for a reminder, unless they dismiss it first.
    pub(crate) async fn wake_for_reminder(&self, user: UserId, planned: &Planned) -> Result<()> {
        let Ok(pusher) = self.pusher() else { return Ok(()) };
        let now = self.now();
        let devices = self.store().devices(user, now).await?;
        let due_at = Timestamp(now.0.saturating_add(pusher.wait_micros()));
        let (channel, about) = (planned.channel, About::Reminder(planned.id));
        let wake = |session| Wake { session, user, channel, about, first: 0, last: 0, due_at, tries: 0 };
        let wakes: Vec<Wake> = devices.into_iter().map(|(session, _)| wake(session)).collect();
        if wakes.is_empty() { Ok(()) } else { Ok(self.store().add_wakes(wakes).await?) }
    }
}
