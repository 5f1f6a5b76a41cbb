//! Moving the records from one engine to another.

use super::{Import, Kind};
use crate::{Result, Store, wakes::VAPID};

/// What is kept by name and moves along.
const KEPT: [&str; 1] = [VAPID];

/// Moves all records, or those that are still missing, in pages of at most `limit`.
/// `progress` hears how many of which kind were read. Afterwards the sums are to be
/// compared ([`sum`]) and the import finished.
///
/// # Errors
/// Those of either engine; it may be called again.
pub async fn copy(from: &Store, to: &Store, limit: usize, mut progress: impl FnMut(Kind, u64)) -> Result<()> {
    let epoch = from.epoch().await?;
    let begun = to.begin_import(&epoch).await?;
    for name in KEPT {
        if let Some(value) = from.kept(name).await? {
            to.keep(name, &value).await?;
        }
    }
    let mut kinds = Kind::ALL.into_iter().filter(|kind| *kind >= begun.kind).peekable();
    let mut after = begun.after;
    while let Some(kind) = kinds.next() {
        loop {
            let page = from.records(kind, after.as_deref(), limit).await?;
            let count = page.rows.len() as u64;
            // A finished kind isn't begun again; the last one is, for nothing else follows.
            let at = if page.next.is_some() { kind } else { kinds.peek().copied().unwrap_or(kind) };
            let so_far = Import { epoch: epoch.clone(), kind: at, after: page.next.clone() };
            to.put_records(page.rows, so_far).await?;
            progress(kind, count);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}
