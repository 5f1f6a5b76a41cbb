//! Keeping the search index up to date: one more follower of the feeds, with its cursors
//! kept in the index itself. News only says where to look; what is indexed is read from the
//! store, so a lost hint or a crash costs time and never a message.

mod begin;
mod pieces;
mod snapshot;

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bus::{News, Received};
use protocol::{Changes, ChannelId, FeedId, Item, Message, MessageKind, WorkspaceId, limits};
use search::{Document, Search};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

pub use snapshot::{FOLDER as SNAPSHOT_FOLDER, SNAPSHOT, Snapshots};

use crate::{Chat, Refusal, Result};

/// Changes gathered before they are committed together.
const GATHER: Duration = Duration::from_millis(200);
/// How often heads are compared, for hints that were lost.
const COMPARE: Duration = Duration::from_secs(30);
/// Channels looked at in one go.
const CHANNELS: usize = 500;
/// Changes indexed before a commit while catching up.
const BATCH: usize = 5_000;

/// Whose the index is: the database's epoch, kept like a cursor, of a feed that is nobody's,
/// so that both are durable together.
const MARK: FeedId = FeedId::Workspace(WorkspaceId::from_u128(0));

/// The index, and how far it is.
pub(crate) struct Indexing {
    /// Set once it's open.
    index: OnceLock<Search>,
    /// Where it is to be opened, while it isn't.
    home: Option<PathBuf>,
    caught_up: AtomicBool,
}

impl Indexing {
    /// Of an index that is open.
    pub(crate) fn new(search: Search) -> Self {
        Self { index: OnceLock::from(search), home: None, caught_up: AtomicBool::new(false) }
    }

    /// Of one to be opened in this folder.
    pub(crate) fn at(home: PathBuf) -> Self {
        Self { index: OnceLock::new(), home: Some(home), caught_up: AtomicBool::new(false) }
    }

    fn index(&self) -> Result<&Search> {
        self.index.get().ok_or(Refusal::CatchingUp)
    }
}

impl Chat {
    /// Whether everything there was at the start can be found; also without an index.
    pub fn is_indexed(&self) -> bool {
        self.search.as_ref().is_none_or(|it| it.caught_up.load(Ordering::Relaxed))
    }

    /// Opens the index if need be, indexes what is missing, then what comes; ends with the
    /// bus.
    pub async fn keep_indexed(self) {
        self.open_index().await;
        // Subscribed first: whatever is written while catching up is heard of too.
        let mut news = self.subscribe();
        let mut compare = interval(COMPARE);
        compare.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut waiting: HashSet<ChannelId> = HashSet::new();
        let (mut gather, mut due) = (GATHER, Instant::now());
        loop {
            tokio::select! {
                _ = compare.tick() => self.compare_index().await,
                received = news.next() => match received {
                    Received::News(news) => {
                        if waiting.is_empty() {
                            due = Instant::now() + gather;
                        }
                        waiting.extend(moved(news));
                    }
                    Received::Missed => self.compare_index().await,
                    Received::Closed => return,
                },
                () = sleep_until(due), if !waiting.is_empty() => {
                    let from = Instant::now();
                    self.index_some(waiting.drain().collect()).await;
                    // A slow disk is given a break: at most a quarter of the time is indexing.
                    gather = GATHER.max(from.elapsed() * 3);
                }
            }
        }
    }

    async fn compare_index(&self) {
        if let Err(error) = self.index_missing(|_| ()).await {
            tracing::warn!(%error, "search isn't up to date: tried again soon");
        }
    }

    async fn index_some(&self, channels: Vec<ChannelId>) {
        let mut pending = 0;
        let done = async {
            for channel in channels {
                self.index_channel(channel, &mut pending, &mut |_| ()).await?;
            }
            self.commit_index().await
        };
        if let Err(error) = done.await {
            tracing::warn!(%error, "messages not indexed: tried again soon");
        }
    }

    /// Throws the index away and builds it anew. `progress` hears how many changes of how
    /// many were read so far.
    pub async fn reindex(&self, mut progress: impl FnMut(u64, u64) + Send) -> Result<()> {
        self.on_index(Search::clear).await?;
        let (mut after, mut all) = (None, 0);
        loop {
            let (behind, next) = self.behind(after).await?;
            all += behind.iter().map(|(_, changes)| changes).sum::<u64>();
            after = next;
            if after.is_none() {
                break;
            }
        }
        progress(0, all);
        self.index_missing(|done| progress(done, all)).await
    }

    /// Indexes what the index lacks, over all channels.
    pub async fn index_missing(&self, mut progress: impl FnMut(u64) + Send) -> Result<()> {
        self.check_epoch().await?;
        let (mut after, mut pending, mut done) = (None, 0, 0);
        let mut progress = |more: u64| {
            done += more;
            progress(done);
        };
        loop {
            let (behind, next) = self.behind(after).await?;
            for (channel, _) in behind {
                self.index_channel(channel, &mut pending, &mut progress).await?;
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        if pending > 0 {
            self.commit_index().await?;
        }
        self.indexing()?.caught_up.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Of a page of channels those with changes that the index lacks, how many, and where
    /// the next page begins.
    async fn behind(&self, after: Option<ChannelId>) -> Result<(Vec<(ChannelId, u64)>, Option<ChannelId>)> {
        let channels = self.store().all_channels(after, CHANNELS).await?;
        let feeds: Vec<FeedId> = channels.iter().map(|id| FeedId::Channel(*id)).collect();
        let heads = self.store().heads(&feeds).await?;
        let search = self.index()?;
        let behind = channels.iter().zip(heads).filter_map(|(channel, head)| {
            let changes = head.saturating_sub(search.cursor(FeedId::Channel(*channel)));
            (changes > 0).then_some((*channel, changes))
        });
        let next = if channels.len() < CHANNELS { None } else { channels.last().copied() };
        Ok((behind.collect(), next))
    }

    /// An index of another database, or of this one before a restore, tells lies.
    async fn check_epoch(&self) -> Result<()> {
        let mark = mark_of(&self.store().epoch().await?);
        if self.index()?.cursor(MARK) == mark {
            return Ok(());
        }
        self.indexing()?.caught_up.store(false, Ordering::Relaxed);
        self.on_index(move |search| {
            search.clear()?;
            search.set_cursor(MARK, mark);
            search.commit()
        })
        .await
    }

    /// Indexes what changed in a channel after its cursor.
    async fn index_channel(
        &self,
        channel: ChannelId,
        pending: &mut usize,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<()> {
        let feed = FeedId::Channel(channel);
        let workspace = self.store().channel(channel).await?.workspace;
        loop {
            let since = self.index()?.cursor(feed);
            let changes = self.store().changes(feed, since, limits::CATCH_UP).await?;
            let (to, count, more) = (changes.to, changes.items.len(), changes.more);
            if to <= since {
                return Ok(());
            }
            self.on_index(move |search| take_in(search, workspace, changes)).await?;
            *pending += count.max(1);
            progress(to - since);
            if *pending >= BATCH {
                self.commit_index().await?;
                *pending = 0;
            }
            if !more {
                return Ok(());
            }
        }
    }

    async fn commit_index(&self) -> Result<()> {
        self.on_index(Search::commit).await
    }

    fn index(&self) -> Result<&Search> {
        self.indexing()?.index()
    }

    /// The index computes and waits for the disk: not on a thread that others wait for.
    pub(crate) async fn on_index<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Search) -> std::result::Result<T, search::Unavailable> + Send + 'static,
    ) -> Result<T> {
        let indexing = Arc::clone(self.indexing()?);
        let task = tokio::task::spawn_blocking(move || Ok(work(indexing.index()?)?));
        task.await.map_err(|_| Refusal::Internal)?
    }
}

/// An epoch as a position.
fn mark_of(epoch: &str) -> u64 {
    let [a, b, c, d, e, f, g, ..] = crate::token::hash(epoch);
    u64::from_be_bytes([0, a, b, c, d, e, f, g])
}

/// The channels that moved, on this node or on another.
pub(crate) fn moved(news: News) -> Vec<ChannelId> {
    let feeds = match news {
        News::Changed { feed, .. } => vec![feed],
        News::Moved { feeds } => feeds.into_iter().map(|(feed, _)| feed).collect(),
        _ => Vec::new(),
    };
    let channel = |feed| if let FeedId::Channel(channel) = feed { Some(channel) } else { None };
    feeds.into_iter().filter_map(channel).collect()
}

fn take_in(
    search: &Search,
    workspace: WorkspaceId,
    changes: Changes,
) -> std::result::Result<(), search::Unavailable> {
    for item in changes.items {
        let Item::Message(message) = item else { continue };
        if message.deleted_at.is_some() {
            search.remove(message.id, message.rev);
        } else if message.kind == MessageKind::Text {
            search.put(&document(workspace, message))?;
        }
    }
    search.set_cursor(changes.feed, changes.to);
    Ok(())
}

fn document(workspace: WorkspaceId, message: Message) -> Document {
    Document {
        message: message.id,
        channel: message.channel,
        workspace,
        author: message.author,
        thread: message.thread,
        seq: message.seq,
        ts: message.ts,
        rev: message.rev,
        has_file: !message.files.is_empty(),
        has_image: message.files.iter().any(|file| file.image.is_some()),
        has_link: ["http://", "https://"].iter().any(|scheme| message.text.contains(scheme)),
        file_names: message.files.into_iter().map(|file| file.name).collect(),
        text: message.text,
        mentions: message.mentions,
    }
}
