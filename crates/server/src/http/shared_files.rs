//! Lists of the files that messages carry.

use axum::extract::State;
use chat::files::Listing;
use protocol::{ChannelId, FileKind, SharedFile, WorkspaceId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Path, Query, limit},
    workspaces::Page,
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_channel_files)).routes(routes!(list_workspace_files))
}

/// Which files.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FilesQuery {
    /// Only of this kind.
    #[param(inline)]
    kind: Option<FileKind>,
    /// Words that stand in the name or description, in any order. A page looks through 2,000
    /// files at most: with `next` it may have few rows or none, and the next page goes on.
    #[serde(default)]
    name: String,
    /// Rows, 1 to 100; 100 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next` of the page before.
    after: Option<String>,
}

impl FilesQuery {
    fn listing(self) -> Answer<Listing> {
        let Self { kind, name, limit: most, after } = self;
        Ok(Listing { kind, name, page: store::PageRequest { after, limit: limit(most)? } })
    }
}

/// Files on the messages of a channel, the newest upload first.
#[utoipa::path(get, path = "/channels/{c}/files", params(FilesQuery), responses((status = 200, body = Page<SharedFile>)))]
async fn list_channel_files(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<ChannelId>,
    Query(query): Query<FilesQuery>,
) -> Answer<axum::Json<Page<SharedFile>>> {
    let reader = app.chat.reader(who.person, id).await?;
    Ok(axum::Json(app.chat.channel_files(&reader, &query.listing()?).await?.into()))
}

/// Files on the messages of all channels that one may read, the newest upload first.
#[utoipa::path(get, path = "/workspaces/{w}/files", params(FilesQuery), responses((status = 200, body = Page<SharedFile>)))]
async fn list_workspace_files(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Query(query): Query<FilesQuery>,
) -> Answer<axum::Json<Page<SharedFile>>> {
    let fellow = app.chat.fellow(who.person, id).await?;
    Ok(axum::Json(app.chat.workspace_files(&fellow, &query.listing()?).await?.into()))
}
