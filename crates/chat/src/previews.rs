//! What links lead to. A message's links wait beside it from its commit ([`store::previews`]);
//! one node asks the pages ([`look`]), and what they say of themselves becomes a part of the
//! message some moments later. Whoever writes waits for nothing of it, and whoever reads asks
//! nobody but us: a picture is a small copy, a file like any other of the channel.

mod look;
mod pages;

use std::time::Duration;

use bus::Quota;
use egress::Egress;
use protocol::{Message, MessageId, UserId, limits, link};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::{Chat, Insider, Refusal, Result, duty, messages::no_message};

/// The duty of looking at links.
pub const PREVIEWS: &str = "previews";
/// Links of one person that are looked at; more stay links.
const LINKING: Quota = Quota { burst: 60, period: Duration::from_secs(600) };

/// What previews need.
#[derive(Clone)]
pub struct Previewing {
    /// By which pages are asked.
    pub egress: Egress,
    /// How the world sees this server, which has no previews of itself: it would only ever
    /// see its own page for those who aren't signed in.
    pub address: Option<Url>,
}

impl Previewing {
    /// The address to ask, where one may be asked at all: what comes after `#` is no server's
    /// business.
    fn address_of(&self, link: &str) -> Option<Url> {
        let mut url = Url::parse(link).ok()?;
        url.set_fragment(None);
        let ours = self.address.as_ref().is_some_and(|it| it.origin() == url.origin());
        (!ours && self.egress.look_at(&url).is_ok()).then_some(url)
    }
}

/// What an address is kept under: whoever reads the table or the store of files learns no
/// address that somebody was sent.
fn key_of(url: &Url) -> String {
    Sha256::digest(url.as_str()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Chat {
    /// The links of somebody's text that are worth a look.
    pub(crate) async fn links_of(&self, user: UserId, text: &str) -> Vec<String> {
        let Some(previewing) = self.previewing() else { return Vec::new() };
        let mut links = link::links(text);
        links.retain(|it| previewing.address_of(it).is_some());
        links.truncate(limits::PREVIEWS);
        // A message isn't refused for its links.
        if !links.is_empty() && self.budget(&format!("links/{user}"), LINKING).await.is_err() {
            links.clear();
        }
        links
    }

    /// Takes a preview off one's own message; admins off any.
    pub async fn remove_preview(&self, insider: &Insider, id: MessageId, url: &str) -> Result<Message> {
        insider.writes()?;
        let message = self.message(insider, id).await?;
        insider.owns(&message, true)?;
        if !message.previews.iter().any(|it| it.url == url) {
            return Err(Refusal::NotFound("preview"));
        }
        self.writing(insider.user).await?;
        let committed = self.store().remove_preview(insider.channel.id, id, url).await;
        let (message, files) = self.announce(committed.map_err(no_message)?).await;
        self.sweep_soon(files);
        Ok(message)
    }

    /// Looks at links while that is this node's duty; does nothing where nobody wants it.
    pub async fn keep_previewing(self) {
        if self.previewing().is_none() {
            return;
        }
        let chat = self.clone();
        let work = |_| {
            let chat = chat.clone();
            async move {
                tokio::join!(chat.keep_looking(), chat.keep_pages_few());
            }
        };
        self.on_duty(PREVIEWS, duty::TERM, work).await;
    }

    fn previewing(&self) -> Option<&Previewing> {
        self.previewing.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_may_ask_is_no_link_to_look_at() {
        let egress = Egress::new(egress::Rules::default()).unwrap();
        let address = Some("https://chat.harbour.example/".parse().unwrap());
        let previewing = Previewing { egress, address };
        let asked = |link| previewing.address_of(link).map(String::from);
        assert_eq!(asked("https://pier.example/a?b=1#c").as_deref(), Some("https://pier.example/a?b=1"));
        for never in [
            "https://chat.harbour.example/c/1",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://[::1]/",
            "https://pier.example:8443/",
            "https://ada:secret@pier.example/",
            "https://",
        ] {
            assert_eq!(asked(never), None, "{never}");
        }
    }
}
