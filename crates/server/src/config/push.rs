//! Waking browsers by Web Push.

use std::time::Duration;

use url::Url;

use super::environment::{Bad, Environment, Variable};

const PUSH: &str = "WORKLOOP_PUSH";
const CONTACT: &str = "WORKLOOP_PUSH_CONTACT";
const WAIT: &str = "WORKLOOP_PUSH_WAIT_SECONDS";

/// Whom push services may turn to when nobody is named: some refuse what has no address at all.
const NOBODY: &str = "mailto:nobody@workloop.invalid";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: PUSH,
        default: "on",
        meaning: "`on`: browsers whose owner asked for it are woken by their push service, which this server must reach on port 443. `off`: nobody can ask for it, and nothing is sent.",
        secret: false,
    },
    Variable {
        name: CONTACT,
        default: "WORKLOOP_PUBLIC_URL, where it's `https:`",
        meaning: "Whom push services may turn to when something is wrong with what this server sends: a `mailto:` or `https:` address.",
        secret: false,
    },
    Variable {
        name: WAIT,
        default: "30",
        meaning: "Seconds in which a message may be read on some device before another is woken for it.",
        secret: false,
    },
];

/// See the table above.
pub struct Push {
    /// Whether there is any.
    pub is_on: bool,
    /// Whom push services may turn to.
    pub contact: String,
    /// How long something may be read elsewhere first.
    pub wait: Duration,
}

impl Push {
    /// Reads the concern.
    pub fn read(environment: &Environment, public_url: Option<&Url>) -> Result<Self, Bad> {
        let is_on = match environment.get(PUSH) {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => return Err(Bad::new(PUSH, "must be on or off")),
        };
        let contact = match environment.get(CONTACT) {
            Some(text) => match Url::parse(text) {
                Ok(url) if matches!(url.scheme(), "mailto" | "https") => text.to_owned(),
                _ => return Err(Bad::new(CONTACT, format!("`{text}` is no mailto: or https: address"))),
            },
            None => public_url
                .filter(|url| url.scheme() == "https")
                .map_or_else(|| NOBODY.to_owned(), |url| url.as_str().trim_end_matches('/').to_owned()),
        };
        let wait = Duration::from_secs(environment.number(WAIT, 30, 0, 600)?);
        Ok(Self { is_on, contact, wait })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let word = if self.is_on { "on" } else { "off" };
        vec![
            (PUSH, word.to_owned()),
            (CONTACT, self.contact.clone()),
            (WAIT, self.wait.as_secs().to_string()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn push_services_are_told_whom_to_turn_to() {
        let contact = |pairs: &[(&str, &str)], public: Option<&str>| {
            let public = public.map(|url| url.parse().unwrap());
            Push::read(&Environment::of(pairs), public.as_ref()).unwrap().contact
        };
        assert_eq!(contact(&[], None), NOBODY);
        assert_eq!(contact(&[], Some("http://localhost:8080")), NOBODY);
        assert_eq!(contact(&[], Some("https://chat.example.org/")), "https://chat.example.org");
        let named = [(CONTACT, "mailto:ops@example.org")];
        assert_eq!(contact(&named, Some("https://chat.example.org/")), "mailto:ops@example.org");
    }
}
