//! The rules: what a person may do, and the one way each thing is done. The only caller of
//! store, media, bus, search and mail; it knows no HTTP and no sockets.
//!
//! Reading order: [`access`] says who may; [`validate`] what is well-formed; [`refusal`] how
//! one is told no; then a file per noun; [`announce`] tells the others; [`feeds`] lets them
//! catch up; [`duty`] is what one node does for all.

pub mod access;
pub mod activity;
pub mod announce;
pub mod channels;
pub mod duty;
pub mod emoji;
pub mod feeds;
pub mod files;
pub mod find;
mod flight;
pub mod groups;
pub mod hearing;
pub mod index;
pub mod invites;
mod keywords;
pub mod letters;
pub mod messages;
pub mod misses;
mod notices;
pub mod password;
pub mod people;
pub mod pins;
pub mod planned;
pub mod polls;
pub mod previews;
pub mod push;
pub mod reading;
pub mod refusal;
pub mod resets;
pub mod saves;
pub mod sessions;
pub mod snapshot;
pub mod token;
pub mod validate;

use std::{path::PathBuf, sync::Arc};

use bus::Bus;
use duty::Duties;
use files::Shelf;
use index::Indexing;
use letters::Letters;
use media::Media;
use previews::Previewing;
use protocol::Timestamp;
use push::{Pusher, Pushing};
use search::Search;
use store::Store;

pub use access::{Fellow, Insider, Reader, SignedIn};
pub use refusal::{Refusal, Result};

/// What may be set from outside.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// No rate limits, for benchmarks. Sign-in stays throttled.
    pub unlimited: bool,
}

/// Everything the rules need; cheap to clone.
#[derive(Clone)]
pub struct Chat {
    parts: Arc<Parts>,
    shelf: Option<Shelf>,
    search: Option<Arc<Indexing>>,
    letters: Option<Letters>,
    duties: Arc<Duties>,
    push: Option<Arc<Pusher>>,
    previewing: Option<Arc<Previewing>>,
}

/// The engines under the rules.
pub struct Parts {
    /// Where everything durable lives.
    pub store: Store,
    /// How nodes tell each other.
    pub bus: Bus,
    /// What may be set.
    pub settings: Settings,
}

impl Chat {
    /// Puts the rules on top of the engines.
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            shelf: None,
            search: None,
            letters: None,
            duties: Arc::new(Duties::new()),
            push: None,
            previewing: None,
        }
    }

    /// Lets files be stored here, of at most so many bytes each. Without it (on the command
    /// line, say), files are refused.
    pub fn with_media(self, media: Media, most_bytes: u64) -> Self {
        Self { shelf: Some(Shelf { media, most_bytes }), ..self }
    }

    /// Lets messages be found. Without it, searching is refused. Whoever calls this also
    /// runs [`Chat::keep_indexed`].
    pub fn with_search(self, index: Search) -> Self {
        Self { search: Some(Arc::new(Indexing::new(index))), ..self }
    }

    /// Lets messages be found by the index in this folder, which [`Chat::keep_indexed`]
    /// opens: where there is none of this database, it begins with a snapshot that another
    /// node made. Until then searching is refused. Needs media.
    pub fn with_search_in(self, folder: PathBuf) -> Self {
        Self { search: Some(Arc::new(Indexing::at(folder))), ..self }
    }

    /// Lets people be written to by e-mail.
    pub fn with_mail(self, letters: Letters) -> Self {
        Self { letters: Some(letters), ..self }
    }

    /// Lets people be woken by their browsers. Without it, nobody can subscribe. Whoever calls
    /// this also runs [`Chat::keep_hearing`].
    pub fn with_push(self, pushing: Pushing) -> Self {
        Self { push: Some(Arc::new(Pusher::new(pushing))), ..self }
    }

    /// Lets messages show what their links lead to. Without it, links are links. Needs media.
    /// Whoever calls this also runs [`Chat::keep_previewing`].
    pub fn with_previews(self, previewing: Previewing) -> Self {
        Self { previewing: Some(Arc::new(previewing)), ..self }
    }

    /// The bus, for those who relay its news.
    pub fn bus(&self) -> &Bus {
        &self.parts.bus
    }

    fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The time, as every node of the cluster tells it.
    fn now(&self) -> Timestamp {
        self.store().clock().now()
    }

    fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    fn indexing(&self) -> Result<&Arc<Indexing>> {
        self.search.as_ref().ok_or(Refusal::Unavailable)
    }

    fn letters(&self) -> Option<&Letters> {
        self.letters.as_ref()
    }

    fn shelf_if_any(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }
}
