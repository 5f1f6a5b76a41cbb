//! Builds the search index anew. The server must be stopped: the index has one writer.

use bus::Bus;
use chat::{Chat, Parts, Settings};
use search::Search;

use super::backup::bar;
use crate::{config::Config, wiring};

/// Does it, with a progress bar where somebody watches.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let store = wiring::open_store(&config.database.place).await?;
    let index = Search::open(Some(config.database.data.join(wiring::SEARCH_FOLDER)))?;
    let parts = Parts { store: store.clone(), bus: Bus::local(), settings: Settings::default() };
    let chat = Chat::new(parts).with_search(index);
    let progress = bar(0, "indexing");
    let mut changes = 0;
    chat.reindex(|done, all| {
        progress.set_length(all);
        progress.set_position(done);
        changes = all;
    })
    .await?;
    progress.finish_and_clear();
    println!("the search index is built anew from {changes} changes");
    store.close().await?;
    Ok(())
}
