//! Puts the parts together: the handle that every request gets, and what starts and stops
//! with the server.

use std::{
    ops::Deref,
    os::unix::fs::DirBuilderExt as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::http::{HeaderMap, header};
use bus::{Bus, Valkey, valkey::address::Address};
use chat::{Chat, index::Snapshots, letters::Letters, previews::Previewing, push::Pushing};
use egress::{Egress, Rules};
use gateway::Gateway;
use mail::Mailer;
use media::{Bucket, Disk, Media};
use protocol::Clock;
use search::Search;
use sha2::{Digest as _, Sha256};
use store::{
    Store,
    mongo::Mongo,
    sqlite::{self, Options, Sqlite},
};
use url::Url;

use crate::{
    config::{self, Config, database::Place, media::Place as MediaPlace, network::Network},
    http,
    metrics::Metrics,
};

/// The search index, below the data folder.
pub const SEARCH_FOLDER: &str = "search";

/// What handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// See [`App`].
pub struct Parts {
    /// The rules.
    pub chat: Chat,
    /// Those who are connected.
    pub gateway: Gateway,
    /// For health and upkeep only: people's doings go through the rules.
    pub store: Store,
    /// The files, where we serve them ourselves.
    pub disk: Option<Disk>,
    /// Where files are; how they are, and whom browsers talk to for them.
    pub media: Media,
    /// What the first visitor must know, until there is an owner.
    pub set_up_code: Option<String>,
    /// Counters.
    pub metrics: Metrics,
    /// How the world sees us, when said.
    pub public_url: Option<Url>,
    /// Whether the world reaches us over TLS.
    pub is_https: bool,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// Requests a minute: signed in, signed out.
    pub rates: (u32, u32),
    /// Clients that may be connected to the gateway at once.
    pub most_connected: usize,
    draining: AtomicBool,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Opens the database.
pub async fn open_store(place: &Place) -> store::Result<Store> {
    match place {
        Place::File(file) => open_file(file),
        Place::Server(url) => Ok(Store::new(Mongo::open(url).await?)),
    }
}

/// Opens an embedded database.
pub fn open_file(file: &Path) -> store::Result<Store> {
    Ok(Store::new(Sqlite::open(sqlite::Place::File(file.to_owned()), Options::default())?))
}

/// Says what will go, but hardly is what is wanted.
fn warn(config: &Config) {
    let (shared, local) = (config.database.place.is_shared(), matches!(config.bus, config::bus::Bus::Local));
    if !shared && !local {
        tracing::warn!(
            "WORKLOOP_BUS_URL is set, but an SQLite database has a single server: nobody listens there"
        );
    }
    if shared && local {
        tracing::warn!(
            "WORKLOOP_BUS_URL isn't set: with more than one server, news takes seconds to reach the others"
        );
    }
    if shared && config.media.place.folder().is_some() {
        tracing::warn!("uploaded files are in a folder of this server: give all servers the same one");
    }
}

/// Opens where files are. The second handle is what the route needs to serve them, where we
/// do that ourselves, with URLs signed by this key; a bucket's are signed at this clock's time.
pub async fn open_media(
    place: &MediaPlace,
    key: [u8; 32],
    clock: Clock,
) -> Result<(Media, Option<Disk>), media::Error> {
    match place {
        MediaPlace::Folder(folder) => {
            let (media, disk) = Media::disk(folder.clone(), key, http::MEDIA_BASE)?;
            Ok((media, Some(disk)))
        }
        MediaPlace::Bucket(address) => Ok((Media::new(Bucket::open(address.clone(), clock).await?), None)),
    }
}

/// Joins the bus. A server that isn't there is no reason not to start.
pub async fn open_bus(config: &config::bus::Bus) -> Bus {
    match config {
        config::bus::Bus::Local => Bus::local(),
        config::bus::Bus::Valkey(address) => Bus::new(Valkey::start(Address::clone(address)).await),
    }
}

/// What sends e-mail. A server that isn't there is no reason not to start.
pub fn open_mail(sending: &config::mail::Sending) -> Result<Mailer, mail::Error> {
    Mailer::new(&sending.server, sending.from.clone())
}

/// Lets people be written to, where that is wanted.
fn with_mail(chat: Chat, config: &config::mail::Mail, secret: &[u8]) -> anyhow::Result<Chat> {
    let Some(sending) = &config.sending else { return Ok(chat) };
    let address = sending.address.as_str().trim_end_matches('/').to_owned();
    let key = key_for(b"workloop password resets\0", secret);
    Ok(chat.with_mail(Letters { mailer: open_mail(sending)?, address, key, wait: sending.wait }))
}

/// Lets browsers be woken, where that is wanted.
fn with_push(chat: Chat, config: &config::push::Push, egress: &Egress) -> Chat {
    if !config.is_on {
        return chat;
    }
    let (egress, contact, wait) = (egress.clone(), config.contact.clone(), config.wait);
    chat.with_push(Pushing { egress, contact, wait })
}

/// Lets links show what they lead to, where that is wanted.
fn with_previews(chat: Chat, config: &Config, egress: &Egress) -> Chat {
    if !config.egress.previews {
        return chat;
    }
    chat.with_previews(Previewing { egress: egress.clone(), address: config.listen.public_url.clone() })
}

impl App {
    /// Opens everything the configuration names.
    pub async fn start(config: &Config) -> anyhow::Result<Self> {
        // Nobody else's to read, from the first file on.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.database.data)?;
        warn(config);
        let store = open_store(&config.database.place).await?;
        anyhow::ensure!(
            store.import_state().await?.is_none(),
            "this database is half of another: run `workloop migrate` again to its end, or use another"
        );
        anyhow::ensure!(
            config.secret.given.is_some() || !config.database.place.is_shared(),
            "WORKLOOP_SECRET must be set with a MongoDB database, the same on every server: \
             try `openssl rand -hex 32`"
        );
        // Made on the first start, so that it's part of the first backup of the folder.
        let secret = config.secret.resolve(&config.database.data)?;
        let (media, disk) =
            open_media(&config.media.place, key_for(b"workloop file URLs\0", &secret), store.clock().clone())
                .await?;
        let index = config.database.data.join(SEARCH_FOLDER);
        let settings = chat::Settings { unlimited: config.limits.unlimited };
        let bus = open_bus(&config.bus).await;
        let chat = Chat::new(chat::Parts { store: store.clone(), bus, settings })
            .with_media(media.clone(), config.media.upload_bytes);
        let chat = if config.search.snapshots {
            let chat = chat.with_search_in(index);
            tokio::spawn(chat.clone().keep_snapshots(Snapshots::default()));
            chat
        } else {
            chat.with_search(Search::open(Some(index))?)
        };
        let chat = with_mail(chat, &config.mail, &secret)?;
        let egress = Egress::new(Rules { networks: config.egress.networks.clone() })?;
        let chat = with_push(chat, &config.push, &egress);
        let chat = with_previews(chat, config, &egress);
        tokio::spawn(chat.clone().keep_indexed());
        tokio::spawn(chat.clone().keep_swept());
        tokio::spawn(chat.clone().keep_planned());
        tokio::spawn(chat.clone().keep_hearing());
        tokio::spawn(chat.clone().keep_previewing());
        let set_up_code = if chat.is_set_up().await? { None } else { Some(chat.set_up_code(&secret).await?) };
        let parts = Parts {
            gateway: Gateway::start(chat.clone())?,
            chat,
            store,
            disk,
            media,
            set_up_code,
            metrics: Metrics::default(),
            public_url: config.listen.public_url.clone(),
            is_https: config.listen.is_https(),
            trusted_proxies: config.listen.trusted_proxies.clone(),
            rates: (config.limits.requests, config.limits.anonymous),
            most_connected: config.limits.connections,
            draining: AtomicBool::new(false),
        };
        Ok(Self(Arc::new(parts)))
    }

    /// How the asking client reaches us: the public address, or the host it asked.
    pub fn address(&self, headers: &HeaderMap) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => {
                let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
                format!("http://{}", host.unwrap_or("localhost"))
            }
        }
    }

    /// Whether the server is about to stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Says so to those who ask whether it's ready.
    pub fn start_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Hands over what this node does for all, then writes out, and tells, what is still in
    /// memory.
    pub async fn stop(&self) {
        self.chat.stop_duties().await;
        self.chat.bus().settle().await;
        if let Err(error) = self.store.close().await {
            tracing::error!(%error, "the store didn't close well");
        }
    }

    /// Whether search has seen everything there was at the start.
    pub fn is_search_caught_up(&self) -> bool {
        self.chat.is_indexed()
    }
}

/// One secret in the settings, a key of its own for each use.
fn key_for(what: &[u8], secret: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(what).chain_update(secret).finalize().into()
}
