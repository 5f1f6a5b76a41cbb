//! Telling whether two engines hold the same.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Kind, Record};
use crate::{Result, Store};

impl Record {
    /// SHA-256 of all that it says, the same from every engine.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        match self {
            Self::Account { account, password_hash, active } => {
                add(&json(&(account, active)));
                add(password_hash.as_bytes());
            }
            Self::Session { session: it, token_hash, device } => {
                add(&json(&(it.id, it.user, it.kind, &it.label, it.created_at, it.seen_at, it.expires_at)));
                add(token_hash);
                if let Some(it) = device {
                    add(&json(&(&it.endpoint, &it.p256dh, &it.auth, it.since, it.text)));
                }
            }
            Self::Workspace(workspace) => add(&json(workspace)),
            Self::Person { workspace, user, role, rev } => add(&json(&(workspace, user, role, rev))),
            Self::Group(group) => add(&json(group)),
            Self::Invite { invite: it, code_hash } => {
                add(&json(&(it.id, it.workspace, it.creator, it.role, &it.channels, it.max_uses, it.uses)));
                add(&json(&(it.created_at, it.expires_at, it.revoked)));
                add(code_hash);
            }
            Self::Channel(channel) => add(&json(channel)),
            Self::Member { member, starred, muted, level, user_rev } => {
                add(&json(&(member, starred, muted, level, user_rev)));
            }
            Self::Reading { user, reading } => add(&json(&(user, reading))),
            Self::Draft { user, draft } => add(&json(&(user, draft))),
            Self::Alert { user, alert } => add(&json(&(user, alert))),
            Self::Saved { user, saved } => add(&json(&(user, saved))),
            Self::Planned { user, nonce, planned } => add(&json(&(user, nonce, planned))),
            Self::File(it) => {
                add(&json(&(&it.file, it.workspace, &it.prefix, it.avatar, it.on, it.place, it.gone)));
            }
            Self::Emoji(emoji) => add(&json(emoji)),
            Self::Message { message, body, revisions, votes } => {
                add(&json(&(message, revisions, votes)));
                add(body.as_ref().map_or(&[], |body| &body[..]));
            }
            Self::Feed { feed, head, last_seq, last_at, last_ts } => {
                add(&json(&(feed, head, last_seq, last_at, last_ts)));
            }
        }
        hash.finalize().into()
    }
}

/// Nouns of the wire always are JSON.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// How many records there are and what they say, in whatever order they came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u64,
    lanes: [u64; 4],
}

impl Sum {
    /// Takes one more in. Digests are added up, so that the order doesn't matter.
    pub fn add(&mut self, record: &Record) {
        self.count += 1;
        for (lane, part) in self.lanes.iter_mut().zip(record.digest().as_chunks::<8>().0) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*part));
        }
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, ..] = self.lanes;
        write!(f, "{} ({a:016x})", self.count)
    }
}

/// What an engine holds of a kind.
///
/// # Errors
/// The engine's.
pub async fn sum(store: &Store, kind: Kind, limit: usize) -> Result<Sum> {
    let (mut sum, mut after) = (Sum::default(), None);
    loop {
        let page = store.records(kind, after.as_deref(), limit).await?;
        page.rows.iter().for_each(|record| sum.add(record));
        after = page.next;
        if after.is_none() {
            return Ok(sum);
        }
    }
}
