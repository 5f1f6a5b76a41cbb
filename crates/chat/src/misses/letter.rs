//! What an e-mail says about what somebody missed: made from what is unread at that moment, and
//! only of what they may read then.

use std::{collections::BTreeSet, fmt::Write as _};

use mail::Mail;
use protocol::{Account, Channel, Message, MessageId, MissedMail, WorkspaceId};
use sha2::{Digest as _, Sha256};
use store::{messages::Window, misses::Missed};

use crate::{
    Chat, Result,
    letters::Letters,
    notices::local,
    push::{listens, says, text::way},
};

/// Messages of one conversation that are looked at.
const EACH: usize = 10;
/// Messages that are told of.
const TOLD: usize = 20;

/// What was missed.
struct News {
    channel: Channel,
    message: Message,
}

impl Chat {
    /// What to write, if anything is still unread.
    pub(super) async fn letter(
        &self,
        letters: &Letters,
        account: &Account,
        missed: &Missed,
    ) -> Result<Option<Mail>> {
        let mut news = self.missed(missed).await?;
        news.sort_unstable_by_key(|it| (it.message.ts, it.message.id));
        let Some(last) = news.last() else { return Ok(None) };
        let subject = self.subject(account, last, news.len()).await?;
        let mut text = String::new();
        if account.notices.excerpts {
            let skipped = news.len().saturating_sub(TOLD);
            let mut place = None;
            for it in &news[skipped..] {
                if place != Some((it.channel.id, it.message.thread)) {
                    place = Some((it.channel.id, it.message.thread));
                    let _ = writeln!(text, "{}\n", self.heading(it).await?);
                }
                self.tell_of(&mut text, letters, account, it).await?;
            }
            if skipped > 0 {
                let _ = writeln!(text, "{skipped} earlier ones are not shown here.\n");
            }
        } else {
            let _ = writeln!(text, "Read what was said at {}\n", letters.address);
        }
        let code = letters.leaving_code(account.id)?;
        let often = match account.notices.missed {
            MissedMail::Never | MissedMail::Soon => "when something said to you stays unread",
            MissedMail::Hourly => "when something said to you stays unread for an hour",
            MissedMail::Daily => "in the morning, when something said to you is unread",
        };
        let address = &letters.address;
        let _ = write!(
            text,
            "-- \nWorkloop writes to you {often}.\n\
             How often: {address}/account/notifications\n\
             No more of these: {address}/unsubscribe#{code}\n"
        );
        // The same when it's tried anew; who they are is nobody's to read from it.
        let hash = Sha256::digest(format!("{}/{}/{}", account.id, missed.first.0, missed.last.0));
        let id = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let leave = Some(format!("{address}/api/v1/unsubscribe/{code}"));
        Ok(Some(Mail { to: account.email.clone(), subject, text, id: Some(id), leave }))
    }

    /// All that is unread, was written in time and concerns them.
    async fn missed(&self, missed: &Missed) -> Result<Vec<News>> {
        let mut all = Vec::new();
        for (workspace, _) in self.store().workspaces_of(missed.user).await? {
            self.missed_in(missed, workspace.id, &mut all).await?;
        }
        all.retain(|News { message, .. }| {
            says(message) && message.author != missed.user && message.ts >= missed.first
        });
        Ok(all)
    }

    async fn missed_in(&self, missed: &Missed, workspace: WorkspaceId, all: &mut Vec<News>) -> Result<()> {
        let joined = self.store().joined(workspace, missed.user).await?;
        for it in &joined {
            if !listens(it.membership.muted, it.membership.level) {
                continue;
            }
            let channel = &it.channel;
            if channel.kind.is_direct() {
                if it.last_seq > it.reading.read_seq {
                    let found = self.store().history(channel.id, None, Window::Latest, EACH).await?;
                    let unread = found.messages.into_iter().filter(|said| said.seq > it.reading.read_seq);
                    all.extend(unread.map(|message| News { channel: channel.clone(), message }));
                }
            } else {
                self.named_at(channel, None, &it.mentions, &it.alerts, all).await?;
            }
        }
        for it in self.store().threads(workspace, missed.user).await? {
            let place = joined.iter().find(|place| place.channel.id == it.root.channel);
            if let Some(place) = place.filter(|it| listens(it.membership.muted, it.membership.level)) {
                self.named_at(&place.channel, Some(it.root.id), &it.mentions, &it.alerts, all).await?;
            }
        }
        Ok(())
    }

    /// The latest of the messages at these places of a conversation.
    async fn named_at(
        &self,
        channel: &Channel,
        thread: Option<MessageId>,
        mentions: &[u64],
        alerts: &[u64],
        all: &mut Vec<News>,
    ) -> Result<()> {
        let seqs: BTreeSet<u64> = mentions.iter().chain(alerts).copied().collect();
        for seq in seqs.into_iter().rev().take(EACH) {
            let found = self.store().history(channel.id, thread, Window::Before(seq + 1), 1).await?;
            let named = found.messages.into_iter().filter(|it| it.seq == seq);
            all.extend(named.map(|message| News { channel: channel.clone(), message }));
        }
        Ok(())
    }

    async fn subject(&self, account: &Account, last: &News, count: usize) -> Result<String> {
        if !account.notices.excerpts {
            return Ok("Something was said to you in Workloop".to_owned());
        }
        if count > 1 {
            let workspace = self.name_of_workspace(last.channel.workspace).await?;
            return Ok(format!("{count} messages for you in {workspace}"));
        }
        let author = self.name_of(last.channel.workspace, last.message.author).await?;
        Ok(if last.channel.kind.is_direct() {
            format!("{author} wrote to you")
        } else {
            format!("{author} in #{}", last.channel.name)
        })
    }

    async fn heading(&self, News { channel, message }: &News) -> Result<String> {
        let workspace = self.name_of_workspace(channel.workspace).await?;
        let place = if channel.kind.is_direct() {
            format!("Direct message ({workspace})")
        } else {
            format!("#{} ({workspace})", channel.name)
        };
        Ok(if message.thread.is_some() { format!("A thread in {place}") } else { place })
    }

    async fn tell_of(
        &self,
        text: &mut String,
        letters: &Letters,
        account: &Account,
        News { channel, message }: &News,
    ) -> Result<()> {
        let author = self.name_of(channel.workspace, message.author).await?;
        let when = local(message.ts, &account.time_zone).strftime("%-d %B, %H:%M");
        let said = self.excerpt(channel.workspace, account.id, &message.text).await?;
        let said = match (said.is_empty(), message.files.len()) {
            (false, _) => said,
            (true, 1) => "(a file)".to_owned(),
            (true, files) => format!("({files} files)"),
        };
        let _ = writeln!(text, "  {author}, {when}:\n  {said}\n  {}{}\n", letters.address, way(message));
        Ok(())
    }
}
