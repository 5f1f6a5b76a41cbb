//! Reading requests: bodies, queries and paths. Whatever is wrong with them is answered as
//! a problem that names the field.

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request, rejection::QueryRejection},
    http::{Method, StatusCode, header, request::Parts},
};
use http_body_util::BodyExt as _;
use protocol::limits::BODY_BYTES;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::error::Failure;

/// How long a client may take to send a JSON body.
const BODY_TIME: std::time::Duration = std::time::Duration::from_secs(15);

/// A body larger than this isn't read to its end, even to be polite.
const DISCARDED_BYTES: usize = 8 * BODY_BYTES;

/// A JSON body of at most 1 MiB.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send JSON with `Content-Type: application/json`.",
            ));
        }
        let body = match tokio::time::timeout(BODY_TIME, read(request.into_body())).await {
            Ok(body) => body?,
            Err(_) => {
                return Err(Failure::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "The body took too long."));
            }
        };
        parse(&body).map(Self)
    }
}

/// The whole body. One that is too large is read on for a while and thrown away: closing
/// at once would reset the connection before the client has read why.
async fn read(mut body: Body) -> Result<Vec<u8>, Failure> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "invalid", "The body ended early."))?;
        let Ok(bytes) = frame.into_data() else { continue };
        seen += bytes.len();
        if seen <= BODY_BYTES {
            kept.extend_from_slice(&bytes);
        } else if seen > DISCARDED_BYTES {
            break;
        }
    }
    if seen > BODY_BYTES { Err(too_large()) } else { Ok(kept) }
}

fn too_large() -> Failure {
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body may have 1 MiB at most.")
}

/// Whether the request says that its body is JSON.
pub fn is_json(headers: &axum::http::HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.inner();
        if inner.is_syntax() || inner.is_eof() {
            return Failure::new(
                StatusCode::BAD_REQUEST,
                "invalid",
                format!("The body is not JSON: {inner}."),
            );
        }
        let reason = inner.to_string();
        let path = error.path().to_string();
        Failure::invalid(field_of(&path, &reason), reason)
    })?;
    json.end().map_err(|error| {
        Failure::new(StatusCode::BAD_REQUEST, "invalid", format!("The body is not JSON: {error}."))
    })?;
    Ok(value)
}

/// Serde names a missing or unknown field only in its words.
fn field_of(path: &str, reason: &str) -> String {
    let named = ["missing field `", "unknown field `"]
        .iter()
        .find_map(|opening| reason.strip_prefix(opening)?.split('`').next());
    match (path, named) {
        ("." | "", Some(name)) => name.to_owned(),
        (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    }
}

/// A query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Query(value)| Self(value)).map_err(|rejection: QueryRejection| {
            let text = rejection.body_text();
            let reason = text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason);
            let (field, reason) = reason.split_once(": ").unwrap_or(("", reason));
            Failure::invalid(field_of(field, reason), reason.to_owned())
        })
    }
}

/// Ids in the path. One that can't be an id names nothing: 404.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Failure::not_found())
    }
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Rows, 1 to 100; 100 when left out.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub after: Option<String>,
}

impl Paging {
    /// As the store wants it; out of bounds is refused, not clamped.
    pub fn request(self) -> Result<store::PageRequest, Failure> {
        Ok(store::PageRequest { after: self.after, limit: limit(self.limit)? })
    }
}

/// A list's length within its bounds.
pub fn limit(asked: Option<u64>) -> Result<usize, Failure> {
    let most = protocol::limits::PAGE;
    match asked.map(usize::try_from) {
        None => Ok(most),
        Some(Ok(limit)) if (1..=most).contains(&limit) => Ok(limit),
        Some(_) => Err(Failure::invalid("limit", format!("must be from 1 to {most}"))),
    }
}

/// Tells `null` (take it away) from a field that was left out (leave as is).
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Whether a request changes something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only parsed")]
        size: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only parsed")]
        inner: Inner,
    }

    fn fault(body: &str) -> String {
        format!("{:?}", parse::<Outer>(body.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_bad_body_names_the_field() {
        assert!(fault(r#"{"inner":{"size":"big"}}"#).contains(r#"Some("inner.size")"#));
        assert!(fault(r#"{"inner":{}}"#).contains(r#"Some("inner.size")"#));
        assert!(fault("{}").contains(r#"Some("inner")"#));
        assert!(fault(r#"{"outer":1}"#).contains(r#"Some("outer")"#));
        assert!(fault("{").contains("400"));
        assert!(fault(r#"{"inner":{"size":1}} x"#).contains("400"));
    }

    #[test]
    fn a_limit_out_of_bounds_is_refused() {
        assert!(limit(Some(0)).is_err());
        assert!(limit(Some(101)).is_err());
        assert_eq!(limit(Some(100)).unwrap(), 100);
    }
}
