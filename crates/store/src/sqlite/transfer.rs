//! Moving everything: see `export` and `import`.

use async_trait::async_trait;
use protocol::Epoch;

use super::{Sqlite, export, import};
use crate::{
    Page, Result, Transfer,
    transfer::{Import, Kind, Record},
};

#[async_trait]
impl Transfer for Sqlite {
    async fn count(&self, kind: Kind) -> Result<u64> {
        self.read(move |conn| export::count(conn, kind)).await
    }

    async fn records(&self, kind: Kind, after: Option<&str>, limit: usize) -> Result<Page<Record>> {
        let after = after.map(str::to_owned);
        self.read(move |conn| export::page(conn, kind, after.as_deref(), limit)).await
    }

    async fn import_state(&self) -> Result<Option<Import>> {
        self.read(import::state).await
    }

    async fn begin_import(&self, epoch: &Epoch) -> Result<Import> {
        let epoch = epoch.clone();
        self.write(move |tx| import::begin(tx.conn, epoch)).await.map(|done| done.value)
    }

    async fn put_records(&self, records: Vec<Record>, so_far: Import) -> Result<()> {
        self.write(move |tx| import::put(tx.conn, &records, &so_far)).await.map(|done| done.value)
    }

    async fn finish_import(&self) -> Result<()> {
        self.write(|tx| import::finish(tx.conn)).await.map(|done| done.value)
    }
}
