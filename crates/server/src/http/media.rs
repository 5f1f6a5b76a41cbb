//! `/media/…`: the bytes of the disk store behind signed URLs. Whoever holds the URL may
//! use it, as with any presigned URL; who may hold it the rules decided. What is served
//! here is anybody's upload, so it gets an origin of its own (`sandbox`), no scripts, and
//! the type that was signed.

use std::{io::SeekFrom, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use futures_util::StreamExt as _;
use media::{Disk, Error};
use protocol::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::{
    error::{Answer, Failure},
    range::{Wanted, wanted},
};
use crate::wiring::App;

/// Where these URLs begin.
pub const BASE: &str = "/media";

/// Nothing that is uploaded runs.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; media-src 'self'; sandbox");
/// An upload that sends nothing for so long is given up.
const SILENT: Duration = Duration::from_secs(30);
/// Bytes read from disk at once.
const PIECE: usize = 64 * 1024;

/// Answers `GET` and `HEAD`, whole or a range.
pub async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Answer<Response> {
    let disk = disk(&app)?;
    let grant = disk.verify_get(key(&uri), uri.query().unwrap_or_default()).map_err(failure)?;
    let (mut file, size) = disk.open_view(&grant).await.map_err(failure)?;
    // What is under a key never changes.
    let tag = format!("\"{}\"", grant.key);
    let asked = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_known = asked(header::IF_NONE_MATCH).is_some_and(|known| known == tag);
    let range = asked(header::RANGE).filter(|_| asked(header::IF_RANGE).is_none_or(|known| known == tag));
    let (status, part) = match wanted(range, size) {
        _ if is_known => (StatusCode::NOT_MODIFIED, 0..0),
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    file.seek(SeekFrom::Start(part.start)).await.map_err(|_| Failure::unavailable())?;
    let length = part.end - part.start;
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), PIECE));
    let lasts = grant.expires_at.seconds() - Timestamp::now().seconds();
    let mut response = (status, body).into_response();
    let told = [
        (header::CONTENT_TYPE, grant.media_type),
        (header::CONTENT_DISPOSITION, grant.content_disposition),
        (header::CACHE_CONTROL, format!("private, max-age={}, immutable", lasts.max(0))),
        (header::ETAG, tag),
    ];
    for (name, value) in told {
        response.headers_mut().insert(name, HeaderValue::try_from(value).map_err(|_| Failure::internal())?);
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let place = match status {
        StatusCode::NOT_MODIFIED => return Ok(response),
        StatusCode::PARTIAL_CONTENT => Some(format!("bytes {}-{}/{size}", part.start, part.end - 1)),
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{size}")),
        _ => None,
    };
    if let Some(place) = place {
        let place = HeaderValue::try_from(place).map_err(|_| Failure::internal())?;
        headers.insert(header::CONTENT_RANGE, place);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}

/// Takes the bytes of a begun upload.
pub async fn store(State(app): State<App>, request: Request) -> Answer<StatusCode> {
    let disk = disk(&app)?;
    let header = |name: &str| request.headers().get(name)?.to_str().ok().map(str::to_owned);
    let query = request.uri().query().unwrap_or_default();
    let grant = disk.verify_put(key(request.uri()), query, header).map_err(failure)?;
    let mut writer = disk.writer(grant).await.map_err(failure)?;
    let mut body = request.into_body().into_data_stream();
    loop {
        match tokio::time::timeout(SILENT, body.next()).await {
            Ok(Some(Ok(piece))) => writer.write(&piece).await.map_err(failure)?,
            Ok(None) => break,
            Ok(Some(Err(_))) => {
                return Err(Failure::new(StatusCode::BAD_REQUEST, "not_uploaded", "The upload broke off."));
            }
            Err(_) => {
                let detail = "Nothing came for 30 s. Upload the file again.";
                return Err(Failure::new(StatusCode::REQUEST_TIMEOUT, "not_uploaded", detail));
            }
        }
    }
    writer.finish().await.map_err(failure)?;
    Ok(StatusCode::OK)
}

fn disk(app: &App) -> Answer<&Disk> {
    app.disk.as_ref().ok_or_else(Failure::not_found)
}

fn key(uri: &Uri) -> &str {
    uri.path().strip_prefix(BASE).unwrap_or_default().trim_start_matches('/')
}

fn failure(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::not_found(),
        Error::TooLarge => {
            Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "More bytes than were announced.")
        }
        Error::Mismatch(what) => {
            let detail = format!("The {what} is not the one that was announced.");
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "mismatch", detail)
        }
        Error::BadSignature | Error::BadKey => {
            let detail = "This address was not made by this server, or was changed.";
            Failure::new(StatusCode::FORBIDDEN, "bad_signature", detail)
        }
        Error::Expired => {
            Failure::new(StatusCode::FORBIDDEN, "expired", "This address has expired. Ask for a new one.")
        }
        Error::Unavailable(why) => {
            tracing::error!(why, "files can't be read or written");
            Failure::unavailable()
        }
    }
}
