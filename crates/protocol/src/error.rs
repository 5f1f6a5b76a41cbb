//! The problem document of RFC 9457, as every failed REST call answers it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request was refused and what to do about it (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A stable URI for the kind of problem: `urn:workloop:problem:{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable word for programs, for example `channel_archived`.
    pub code: String,
    /// One line for people.
    pub title: String,
    /// What happened here and what to do.
    pub detail: String,
    /// The field at fault, when one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// For 503 on a write: `unknown` when it may have been stored; retry the same nonce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The request's id in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}
