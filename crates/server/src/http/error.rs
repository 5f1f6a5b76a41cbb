//! What a failed request answers: one table from reasons to statuses. The body is written
//! by [`super::envelope`], which knows the request's id.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chat::Refusal;
use protocol::Problem;

/// A refusal on its way out.
#[derive(Debug, Clone)]
pub struct Failure {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: Cow<'static, str>,
    field: Option<String>,
    outcome: Option<&'static str>,
    retry_after: Option<u64>,
}

/// What every handler answers.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// A refusal with a stable code and a line for people.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code: code.into(),
            detail: detail.into(),
            field: None,
            outcome: None,
            retry_after: None,
        }
    }

    /// 404, also for what one may not see.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here, or you may not see it.")
    }

    /// 401.
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "Sign in first.")
    }

    /// 422, naming the field.
    pub fn invalid(field: impl Into<String>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail) }
    }

    /// 429.
    pub fn too_many(wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs_f64().ceil().max(1.0) as u64;
        let detail = format!("Too many requests. Try again in {seconds} s.");
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
        }
    }

    /// 500; the reason is in the log.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong here. It has been noted.",
        )
    }

    /// 503: nothing was stored.
    pub fn unavailable() -> Self {
        let failure = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "The server is busy. Nothing was stored; try again.",
        );
        Self { retry_after: Some(1), ..failure }
    }

    /// 503: search knows too little yet.
    fn catching_up(detail: String) -> Self {
        let failure = Self::new(StatusCode::SERVICE_UNAVAILABLE, "search_catching_up", detail);
        Self { retry_after: Some(5), ..failure }
    }

    /// 503: it may have been stored.
    pub fn unknown() -> Self {
        let detail = "It may or may not have been stored. Try again with the same nonce.";
        Self { outcome: Some("unknown"), detail: detail.into(), ..Self::unavailable() }
    }

    /// The problem document, still without the request's id.
    fn problem(&self) -> Problem {
        Problem {
            kind: format!("urn:workloop:problem:{}", self.code),
            status: self.status.as_u16(),
            code: self.code.to_string(),
            title: title(self.status).to_owned(),
            detail: self.detail.to_string(),
            field: self.field.clone(),
            outcome: self.outcome.map(str::to_owned),
            request_id: None,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self.problem());
        response
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let (code, detail) = (refusal.code(), refusal.to_string());
        let status = match &refusal {
            Refusal::SignedOut => return Self::signed_out(),
            Refusal::TooManyRequests(wait) => return Self::too_many(*wait),
            Refusal::Unavailable => return Self::unavailable(),
            Refusal::OutcomeUnknown => return Self::unknown(),
            Refusal::CatchingUp => return Self::catching_up(sentence(&detail)),
            Refusal::Internal => return Self::internal(),
            Refusal::WrongPassword => StatusCode::UNAUTHORIZED,
            Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Conflict(..) => StatusCode::CONFLICT,
            Refusal::ReadOnly => StatusCode::INSUFFICIENT_STORAGE,
        };
        Self { field: refusal.field().map(str::to_owned), ..Self::new(status, code, sentence(&detail)) }
    }
}

/// Refusals are phrases; an answer is a sentence.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "Not signed in",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Conflict",
        413 => "Too large",
        414 => "Address too long",
        415 => "Unsupported media type",
        422 | 400 => "Invalid request",
        429 => "Too many requests",
        431 => "Headers too large",
        503 => "Not available right now",
        507 => "Read-only",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}
