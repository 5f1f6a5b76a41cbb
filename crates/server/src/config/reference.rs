//! The reference page docs/CONFIGURATION.md and the listing of `workloop config`, both
//! from the same tables.

use std::fmt::Write as _;

use super::{Config, SECTIONS};

/// The reference page.
pub fn page() -> String {
    let mut text = String::from(
        "# Configuration\n\n\
         Settings are environment variables, or lines of a `.env` file in the working directory.\n\
         Nothing needs to be set. An unknown `WORKLOOP_…` or a malformed value stops the server\n\
         at start with its name. A secret may be given as `NAME_FILE`, a file that holds it.\n\
         `workloop config` prints what is in effect; `workloop doctor` tries it.\n\n\
         This page is made by `workloop config-reference`; don't edit it.\n",
    );
    for section in SECTIONS {
        let _ = write!(text, "\n## {}\n\n| Variable | Default | Meaning |\n|---|---|---|\n", section.title);
        for variable in section.variables {
            let file = if variable.secret { " Secret." } else { "" };
            let _ = writeln!(
                text,
                "| `{}` | {} | {}{file} |",
                variable.name,
                variable.default,
                variable.meaning.replace('|', "\\|")
            );
        }
    }
    text
}

/// The values in effect, one a line, secrets hidden.
pub fn effective(config: &Config) -> String {
    let shown = [
        config.listen.shown(),
        config.database.shown(),
        config.media.shown(),
        config.bus.shown(),
        config.mail.shown(),
        config.search.shown(),
        config.egress.shown(),
        config.push.shown(),
        config.limits.shown(),
        config.log.shown(),
        config.secret.shown(),
    ];
    shown.into_iter().flatten().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{name}={value}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::environment::Environment;

    #[test]
    fn the_committed_page_is_up_to_date() {
        let committed = include_str!("../../../../docs/CONFIGURATION.md");
        assert_eq!(committed, page(), "run: cargo run -q -- config-reference > docs/CONFIGURATION.md");
    }

    #[test]
    fn every_variable_is_shown_and_no_secret_is() {
        let secret = "0123456789abcdef0123456789abcdef";
        let bus = format!("valkeys://ada:{secret}@cache.example/2?cluster=false");
        let mail = format!("smtps://ada:{secret}@mail.example");
        let set = [
            ("WORKLOOP_SECRET", secret),
            ("WORKLOOP_BUS_URL", &bus),
            ("WORKLOOP_MAIL_URL", &mail),
            ("WORKLOOP_MAIL_FROM", "chat@mail.example"),
            ("WORKLOOP_PUBLIC_URL", "https://chat.example"),
        ];
        let config = Config::read(&Environment::of(&set)).unwrap();
        let text = effective(&config);
        for variable in SECTIONS.iter().flat_map(|section| section.variables) {
            assert!(text.contains(&format!("{}=", variable.name)), "{} is not shown", variable.name);
        }
        assert!(!text.contains(secret));
        assert!(text.contains("WORKLOOP_BUS_URL=valkeys://cache.example/2\n"), "{text}");
    }
}
