//! Files: begin an upload, finish it, describe, delete, fetch.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chat::files::{self, Transfer, Wanted};
use media::SignedRequest;
use protocol::{File, FileId, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::Answer,
    identity::Identity,
    request::{Json, Path, Query},
};
use crate::wiring::App;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin_upload))
        .routes(routes!(sign_part))
        .routes(routes!(finish_upload))
        .routes(routes!(sign_urls))
        .routes(routes!(show_file, describe_file, delete_file))
}

/// A file about to be uploaded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFile {
    /// Its name, 1–255 characters, no path.
    name: String,
    /// Bytes.
    size: u64,
    /// What the client believes it is.
    media_type: String,
    /// Lower-case hex SHA-256 of the bytes.
    sha256: String,
    /// Words for those who can't see it.
    #[serde(default)]
    alt: String,
}

/// The noted file and how to send its bytes: all at once, or in parts.
#[derive(Serialize, ToSchema)]
struct BegunUpload {
    /// Its facts.
    file: File,
    /// The request that sends all; null when they come in parts.
    #[schema(required)]
    upload: Option<Upload>,
    /// How to send it in parts; null when it comes at once.
    #[schema(required)]
    parts: Option<InParts>,
}

/// A file is sent in parts, numbered from 1. Ask for each part's request at `…/parts`, in any
/// order, several at a time, and again for one that failed.
#[derive(Serialize, ToSchema)]
struct InParts {
    /// Bytes of each but the last, which has what is left.
    size: u64,
}

/// A part about to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPart {
    /// Which, from 1.
    number: u32,
    /// Lower-case hex SHA-256 of its bytes.
    sha256: String,
}

/// A signed request to send the bytes with.
#[derive(Serialize, ToSchema)]
struct Upload {
    /// `PUT`.
    method: String,
    /// Where to.
    url: String,
    /// Headers that must be sent as they are.
    headers: BTreeMap<String, String>,
    /// When the URL stops working.
    expires_at: Timestamp,
}

impl From<SignedRequest> for Upload {
    fn from(request: SignedRequest) -> Self {
        let SignedRequest { method, url, headers, expires_at } = request;
        Self { method: method.to_owned(), url, headers: headers.into_iter().collect(), expires_at }
    }
}

/// Words for those who can't see it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FilePatch {
    /// The words.
    alt: String,
}

/// One URL to sign.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedUrl {
    /// Which file.
    file: FileId,
    /// A thumbnail at least this wide, instead of the original.
    width: Option<u32>,
    /// To be saved rather than shown.
    #[serde(default)]
    download: bool,
}

/// URLs to sign, at most 50.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedUrls {
    /// Which.
    files: Vec<WantedUrl>,
}

/// A signed URL.
#[derive(Serialize, ToSchema)]
struct SignedUrl {
    /// Which file.
    file: FileId,
    /// Where it is; null when one may not see it.
    #[schema(required)]
    url: Option<String>,
    /// When the URL stops working.
    expires_at: Timestamp,
}

/// Signed URLs in the order asked.
#[derive(Serialize, ToSchema)]
struct SignedUrls {
    /// The URLs.
    rows: Vec<SignedUrl>,
}

/// How to fetch a file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FileQuery {
    /// A thumbnail at least this wide, instead of the original.
    width: Option<u32>,
    /// To be saved rather than shown.
    #[serde(default)]
    download: bool,
}

/// Notes a file and answers how to send its bytes.
#[utoipa::path(post, path = "/workspaces/{w}/files", request_body = NewFile, responses((status = 201, body = BegunUpload)))]
async fn begin_upload(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<WorkspaceId>,
    Json(body): Json<NewFile>,
) -> Answer<(StatusCode, axum::Json<BegunUpload>)> {
    let fellow = app.chat.fellow(who.person, id).await?;
    let NewFile { name, size, media_type, sha256, alt } = body;
    let new = files::NewFile { name, size, media_type, sha256, alt };
    let (file, transfer) = app.chat.begin_file(&fellow, new).await?;
    let (upload, parts) = match transfer {
        Transfer::Whole(request) => (Some(request.into()), None),
        Transfer::Parts(size) => (None, Some(InParts { size })),
    };
    Ok((StatusCode::CREATED, axum::Json(BegunUpload { file, upload, parts })))
}

/// Signs the request that sends one part.
#[utoipa::path(post, path = "/files/{f}/parts", request_body = NewPart, responses((status = 200, body = Upload)))]
async fn sign_part(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<FileId>,
    Json(body): Json<NewPart>,
) -> Answer<axum::Json<Upload>> {
    let NewPart { number, sha256 } = body;
    Ok(axum::Json(app.chat.sign_part(who.person, id, number, &sha256).await?.into()))
}

/// Checks the bytes; a message may carry the file from now on.
#[utoipa::path(post, path = "/files/{f}/finish", responses((status = 200, body = File)))]
async fn finish_upload(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<FileId>,
) -> Answer<axum::Json<File>> {
    Ok(axum::Json(app.chat.finish_file(who.person, id).await?))
}

/// Signs URLs of many files at once.
#[utoipa::path(post, path = "/files/urls", request_body = WantedUrls, responses((status = 200, body = SignedUrls)))]
async fn sign_urls(
    State(app): State<App>,
    who: Identity,
    Json(body): Json<WantedUrls>,
) -> Answer<axum::Json<SignedUrls>> {
    let wanted: Vec<Wanted> = body
        .files
        .into_iter()
        .map(|WantedUrl { file, width, download }| Wanted { file, width, download })
        .collect();
    let urls = app.chat.file_urls(who.person, &wanted).await?;
    let rows =
        urls.into_iter().map(|files::Url { file, url, expires_at }| SignedUrl { file, url, expires_at });
    Ok(axum::Json(SignedUrls { rows: rows.collect() }))
}

/// Leads to a file's signed URL.
#[utoipa::path(get, path = "/files/{f}", params(FileQuery), responses((status = 302, description = "`Location` is the signed URL.")))]
async fn show_file(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<FileId>,
    Query(query): Query<FileQuery>,
) -> Answer<Response> {
    let FileQuery { width, download } = query;
    let signed = app.chat.file_url(who.person, Wanted { file: id, width, download }).await?;
    Ok((StatusCode::FOUND, [(header::LOCATION, signed.url)]).into_response())
}

/// Changes the words for those who can't see it.
#[utoipa::path(patch, path = "/files/{f}", request_body = FilePatch, responses((status = 200, body = File)))]
async fn describe_file(
    State(app): State<App>,
    who: Identity,
    Path(id): Path<FileId>,
    Json(body): Json<FilePatch>,
) -> Answer<axum::Json<File>> {
    Ok(axum::Json(app.chat.describe_file(who.person, id, &body.alt).await?))
}

/// Throws away a file that is on no message.
#[utoipa::path(delete, path = "/files/{f}", responses((status = 204)))]
async fn delete_file(State(app): State<App>, who: Identity, Path(id): Path<FileId>) -> Answer<StatusCode> {
    app.chat.delete_file(who.person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
