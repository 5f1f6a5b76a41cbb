//! What a page says of itself, for those who are about to open it: its name, a sentence, a
//! picture. Whoever made it may mean harm, so that its bytes are bounded, its texts are
//! cleaned, and its picture's address is asked like any other.

mod head;

use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::{Answer, Bounds, Egress, Error, Request};

/// A page has all it says of itself within its first mebibyte, or says nothing.
const PAGE: Bounds = Bounds { redirects: 3, total: Duration::from_secs(5), body: 1 << 20, cut: true };
/// A picture is of use whole only.
const PICTURE: Bounds = Bounds { redirects: 3, total: Duration::from_secs(5), body: 4 << 20, cut: false };
/// Of an address.
const URL_CHARS: usize = 2_000;

/// A page in short; texts are one line each, without what would disguise them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Whose it is: a name, or the host. At most 80 characters.
    pub site: String,
    /// At most 200 characters; never empty.
    pub title: String,
    /// At most 400 characters; may be empty.
    pub description: String,
    /// Where its picture is said to be.
    pub image: Option<Url>,
}

impl Egress {
    /// Asks a page what it is; `None` when it's no page, or doesn't say. A picture's address
    /// is answered as a page whose picture it is.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn page(&self, url: Url) -> Result<Option<Page>, Error> {
        let answer = self.get(url, "text/html,application/xhtml+xml,image/*;q=0.8", PAGE).await?;
        let content_type = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        match kind {
            _ if answer.status != 200 => Ok(None),
            "text/html" | "application/xhtml+xml" => {
                // A mebibyte takes a moment, in which others would wait.
                let reading = tokio::task::spawn_blocking(move || {
                    head::read(&answer.body, head::charset_of(&content_type), &answer.url)
                });
                reading.await.map_err(|error| Error::Unreachable(error.to_string()))
            }
            _ if is_picture(kind) => Ok(Some(picture(answer.url))),
            _ => Ok(None),
        }
    }

    /// The bytes at a picture's address; `None` where there is no picture.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn picture(&self, url: Url) -> Result<Option<Bytes>, Error> {
        let answer = self.get(url, "image/png,image/jpeg,image/webp,image/gif", PICTURE).await?;
        Ok((answer.status == 200).then_some(answer.body))
    }

    async fn get(&self, url: Url, accept: &str, bounds: Bounds) -> Result<Answer, Error> {
        if url.as_str().len() > URL_CHARS {
            return Err(Error::Refused("a longer address than there should be"));
        }
        self.ask(Request { url, headers: vec![("accept", accept.to_owned())], body: None }, bounds).await
    }
}

fn is_picture(kind: &str) -> bool {
    matches!(kind, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

fn picture(url: Url) -> Page {
    let name = url.path_segments().and_then(|mut it| it.next_back()).unwrap_or_default();
    let host = head::host(&url);
    let title = if name.is_empty() { host.clone() } else { head::clean(name, head::TITLE_CHARS) };
    Page { site: host, title, description: String::new(), image: Some(url) }
}

#[cfg(test)]
mod tests;
