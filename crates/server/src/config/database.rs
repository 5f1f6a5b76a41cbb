//! Where durable things live.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::environment::{Bad, Environment, Variable};

const DATA: &str = "WORKLOOP_DATA";
const DATABASE_URL: &str = "WORKLOOP_DATABASE_URL";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: DATA,
        default: "./data",
        meaning: "Folder of everything this server keeps on disk. Made when missing.",
        secret: false,
    },
    Variable {
        name: DATABASE_URL,
        default: "sqlite:<data>/workloop.sqlite",
        meaning: "The database: `sqlite:` and a file, or a MongoDB replica set or sharded cluster, \
                  `mongodb+srv://user:password@host/name` or `mongodb://…` with the options that \
                  MongoDB's manual names (database `workloop` when none is named).",
        secret: true,
    },
];

/// See the table above.
pub struct Database {
    /// The data folder.
    pub data: PathBuf,
    /// Where the database is.
    pub place: Place,
}

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The embedded engine's file.
    File(PathBuf),
    /// A MongoDB server, by its address; it may hold a password.
    Server(String),
}

impl Place {
    /// Reads a database's URL.
    pub fn parse(variable: &str, url: &str) -> Result<Self, Bad> {
        let rest = url.strip_prefix("mongodb+srv://").or_else(|| url.strip_prefix("mongodb://"));
        let Some(rest) = rest else { return local_path(variable, url, "sqlite").map(Self::File) };
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        if host.is_empty() || host.starts_with(['/', '?', ',']) {
            return Err(Bad::new(variable, "must name a host: mongodb+srv://user:password@host/name"));
        }
        Ok(Self::Server(url.to_owned()))
    }

    /// Whether several servers may share it.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Server(_) => None,
        }
    }
}

/// As a URL, without user, password and options.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "sqlite:{}", file.display()),
            Self::Server(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("mongodb", url));
                let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                write!(f, "{scheme}://{}", rest.split('?').next().unwrap_or_default())
            }
        }
    }
}

impl Database {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let data = PathBuf::from(environment.get(DATA).unwrap_or("./data"));
        let place = match environment.secret(DATABASE_URL)?.as_deref() {
            None => Place::File(data.join("workloop.sqlite")),
            Some(url) => Place::parse(DATABASE_URL, url)?,
        };
        Ok(Self { data, place })
    }

    /// What the socket for `workloop admin` is put beside: nobody else's who may run.
    pub fn anchor(&self) -> PathBuf {
        self.place.file().map_or_else(|| self.data.join("workloop"), Path::to_owned)
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![(DATA, self.data.display().to_string()), (DATABASE_URL, self.place.to_string())]
    }
}

/// The path of a `scheme:path` URL.
pub fn local_path(variable: &str, url: &str, scheme: &str) -> Result<PathBuf, Bad> {
    let Some((given, path)) = url.split_once(':') else {
        return Err(Bad::new(variable, format!("must look like {scheme}:PATH")));
    };
    if given != scheme {
        return Err(Bad::new(variable, format!("`{given}:` isn't known here; use {scheme}:PATH")));
    }
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() {
        Err(Bad::new(variable, format!("must name a path: {scheme}:PATH")))
    } else {
        Ok(path.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_password_is_never_shown() {
        let url = "mongodb+srv://ada:p%40ss@db.example.net/chat?tlsCertificateKeyFilePassword=x";
        let place = Place::parse(DATABASE_URL, url).unwrap();
        assert_eq!(place.to_string(), "mongodb+srv://db.example.net/chat");
        let several = Place::parse(DATABASE_URL, "mongodb://a:1,b:2/?replicaSet=rs0").unwrap();
        assert_eq!(several.to_string(), "mongodb://a:1,b:2/");
    }

    #[test]
    fn an_address_without_a_host_is_refused() {
        for url in ["mongodb://", "mongodb+srv://ada:word@", "mongodb:///name", "postgres://db", "sqlite:"] {
            assert!(Place::parse(DATABASE_URL, url).is_err(), "{url}");
        }
    }
}
