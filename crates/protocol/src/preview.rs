//! What the links of a message lead to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::File;

/// What a linked page says of itself. It comes some moments after the message, as a change
/// of it, and goes when the link is edited out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    /// The link as it stands in the text.
    pub url: String,
    /// Whose page it is: a name or a host, 1–80 characters.
    pub site: String,
    /// Its title, 1–200 characters.
    pub title: String,
    /// A sentence or two, 0–400 characters.
    pub description: String,
    /// Its picture, as a small copy of our own; asked for like any file.
    #[schema(required)]
    pub image: Option<File>,
}
