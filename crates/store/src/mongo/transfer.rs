//! Moving everything: see `export` and `import`.

use async_trait::async_trait;
use protocol::Epoch;

use super::{Mongo, export, import, read};
use crate::{
    Page, Result, Transfer,
    transfer::{Import, Kind, Record},
};

#[async_trait]
impl Transfer for Mongo {
    async fn count(&self, kind: Kind) -> Result<u64> {
        read!(self, |look| export::count(look, kind))
    }

    async fn records(&self, kind: Kind, after: Option<&str>, limit: usize) -> Result<Page<Record>> {
        read!(self, |look| export::page(look, kind, after, limit))
    }

    async fn import_state(&self) -> Result<Option<Import>> {
        read!(self, |look| import::state(look))
    }

    async fn begin_import(&self, epoch: &Epoch) -> Result<Import> {
        self.begin(epoch).await
    }

    async fn put_records(&self, records: Vec<Record>, so_far: Import) -> Result<()> {
        self.put(records, so_far).await
    }

    async fn finish_import(&self) -> Result<()> {
        self.finish().await
    }
}
