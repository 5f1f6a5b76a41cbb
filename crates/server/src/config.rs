//! Settings, read once at start from the environment and `.env`: one struct per concern,
//! each with its variables listed at the top of its file. Anything unknown or malformed is
//! refused by name, so that a misspelt setting can't be silently ignored.

pub mod bus;
pub mod database;
pub mod egress;
pub mod environment;
pub mod limits;
pub mod listen;
pub mod log;
pub mod mail;
pub mod media;
pub mod network;
pub mod push;
pub mod reference;
pub mod search;
pub mod secret;

use environment::{Bad, Environment, Variable};

/// Everything that can be set.
pub struct Config {
    /// Where to listen and how the world sees us.
    pub listen: listen::Listen,
    /// Where durable things live.
    pub database: database::Database,
    /// Where files live.
    pub media: media::Media,
    /// How nodes talk.
    pub bus: bus::Bus,
    /// What sends e-mail.
    pub mail: mail::Mail,
    /// How the search index begins.
    pub search: search::Search,
    /// What is asked of others for people.
    pub egress: egress::Egress,
    /// How browsers are woken.
    pub push: push::Push,
    /// How much of everything.
    pub limits: limits::Limits,
    /// What is logged and how.
    pub log: log::Log,
    /// What signs URLs.
    pub secret: secret::Secret,
}

/// One concern of the reference page.
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its variables.
    pub variables: &'static [Variable],
}

/// All concerns, in the order of the reference page.
pub const SECTIONS: &[Section] = &[
    Section { title: "Listening", variables: listen::VARIABLES },
    Section { title: "Database", variables: database::VARIABLES },
    Section { title: "Files", variables: media::VARIABLES },
    Section { title: "Between nodes", variables: bus::VARIABLES },
    Section { title: "E-mail", variables: mail::VARIABLES },
    Section { title: "Search", variables: search::VARIABLES },
    Section { title: "Asking others", variables: egress::VARIABLES },
    Section { title: "Notifications", variables: push::VARIABLES },
    Section { title: "Limits", variables: limits::VARIABLES },
    Section { title: "Log", variables: log::VARIABLES },
    Section { title: "Secret", variables: secret::VARIABLES },
];

impl Config {
    /// Reads the process's environment and `.env` in the working directory.
    pub fn load() -> Result<Self, Bad> {
        Self::read(&Environment::load()?)
    }

    fn read(environment: &Environment) -> Result<Self, Bad> {
        environment.refuse_unknown(SECTIONS.iter().flat_map(|section| section.variables))?;
        let database = database::Database::read(environment)?;
        let listen = listen::Listen::read(environment)?;
        Ok(Self {
            mail: mail::Mail::read(environment, &listen)?,
            media: media::Media::read(environment, &database.data)?,
            bus: bus::Bus::read(environment)?,
            search: search::Search::read(environment, database.place.is_shared())?,
            egress: egress::Egress::read(environment)?,
            push: push::Push::read(environment, listen.public_url.as_ref())?,
            limits: limits::Limits::read(environment)?,
            log: log::Log::read(environment)?,
            secret: secret::Secret::read(environment)?,
            listen,
            database,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Bad> {
        Config::read(&Environment::of(pairs))
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen.address.to_string(), "0.0.0.0:8080");
        assert_eq!(config.database.place.to_string(), "sqlite:./data/workloop.sqlite");
        assert!(!config.search.snapshots);
    }

    #[test]
    fn a_misspelt_variable_is_refused_by_name() {
        let bad = read(&[("WORKLOOP_LISTN", "1")]).err().unwrap();
        assert_eq!(bad.variable, "WORKLOOP_LISTN");
        assert!(bad.why.contains("WORKLOOP_LISTEN"), "{}", bad.why);
    }

    #[test]
    fn a_malformed_value_is_refused_by_name() {
        for (name, value) in [
            ("WORKLOOP_LISTEN", "eighty"),
            ("WORKLOOP_PUBLIC_URL", "chat.example"),
            ("WORKLOOP_TRUSTED_PROXIES", "10.0.0.0/99"),
            ("WORKLOOP_DATABASE_URL", "postgres://db"),
            ("WORKLOOP_MEDIA_URL", "https://bucket"),
            ("WORKLOOP_MEDIA_URL", "s3://bucket?regoin=x"),
            ("WORKLOOP_SEARCH_SNAPSHOTS", "maybe"),
            ("WORKLOOP_PUSH", "maybe"),
            ("WORKLOOP_PUSH_CONTACT", "ops@example.org"),
            ("WORKLOOP_PUSH_WAIT_SECONDS", "-1"),
            ("WORKLOOP_EGRESS_NETWORKS", "10.0.0.0/99"),
            ("WORKLOOP_LINK_PREVIEWS", "maybe"),
            ("WORKLOOP_BUS_URL", "nats://cache"),
            ("WORKLOOP_BUS_URL", "valkey://cache?cluster=perhaps"),
            ("WORKLOOP_BUS_PASSWORD", "for-nobody"),
            ("WORKLOOP_MAIL_FROM", "Workloop <chat@example.org>"),
            ("WORKLOOP_MAIL_URL", "https://mail.example.org"),
            ("WORKLOOP_LOG_FORMAT", "xml"),
            ("WORKLOOP_REQUESTS_PER_MINUTE", "-1"),
            ("WORKLOOP_SECRET", "short"),
            ("WORKLOOP_SECRET", "changemechangemechangemechangeme"),
        ] {
            let bad = read(&[(name, value)]).err().unwrap_or_else(|| panic!("{name}={value} passed"));
            assert_eq!(bad.variable, name);
        }
    }

    #[test]
    fn the_password_of_the_bus_stands_in_one_place() {
        let password = ("WORKLOOP_BUS_PASSWORD", "geheim");
        assert!(read(&[("WORKLOOP_BUS_URL", "valkeys://ada@cache"), password]).is_ok());
        let twice = read(&[("WORKLOOP_BUS_URL", "valkeys://ada:geheim@cache"), password]).err().unwrap();
        assert_eq!(twice.variable, "WORKLOOP_BUS_PASSWORD");
        assert!(!twice.to_string().contains("geheim"), "{twice}");
    }

    #[test]
    fn mail_needs_a_sender_and_an_address_for_its_links() {
        let server = ("WORKLOOP_MAIL_URL", "smtps://ada:geheim@mail.example.org");
        let from = ("WORKLOOP_MAIL_FROM", "Workloop <chat@example.org>");
        let here = ("WORKLOOP_PUBLIC_URL", "https://chat.example.org");
        assert!(read(&[server, from, here]).unwrap().mail.sending.is_some());
        assert_eq!(read(&[server, here]).err().unwrap().variable, "WORKLOOP_MAIL_FROM");
        assert_eq!(read(&[server, from]).err().unwrap().variable, "WORKLOOP_MAIL_URL");
        let twice = read(&[server, from, here, ("WORKLOOP_MAIL_PASSWORD", "again")]).err().unwrap();
        assert_eq!(twice.variable, "WORKLOOP_MAIL_PASSWORD");
    }

    #[test]
    fn a_secret_may_come_from_a_file_but_not_from_both() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "0123456789abcdef0123456789abcdef\n").unwrap();
        let path = file.path().to_str().unwrap();
        assert!(read(&[("WORKLOOP_SECRET_FILE", path)]).unwrap().secret.given.is_some());
        let both = [("WORKLOOP_SECRET_FILE", path), ("WORKLOOP_SECRET", "0123456789abcdef0123456789abcdef")];
        assert_eq!(read(&both).err().unwrap().variable, "WORKLOOP_SECRET_FILE");
        assert_eq!(read(&[("WORKLOOP_LISTEN_FILE", path)]).err().unwrap().variable, "WORKLOOP_LISTEN_FILE");
    }
}
