//! Where durable things live.

use std::path::PathBuf;

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
        meaning: "The database: `sqlite:` and a file.",
        secret: false,
    },
];

/// See the table above.
pub struct Database {
    /// The data folder.
    pub data: PathBuf,
    /// The SQLite file.
    pub file: PathBuf,
}

impl Database {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let data = PathBuf::from(environment.get(DATA).unwrap_or("./data"));
        let file = match environment.get(DATABASE_URL) {
            None => data.join("workloop.sqlite"),
            Some(url) => local_path(DATABASE_URL, url, "sqlite")?,
        };
        Ok(Self { data, file })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![
            (DATA, self.data.display().to_string()),
            (DATABASE_URL, format!("sqlite:{}", self.file.display())),
        ]
    }
}

/// The path of a `scheme:path` URL; any other scheme is for engines of later builds.
pub fn local_path(variable: &str, url: &str, scheme: &str) -> Result<PathBuf, Bad> {
    let Some((given, path)) = url.split_once(':') else {
        return Err(Bad::new(variable, format!("must look like {scheme}:PATH")));
    };
    if given != scheme {
        return Err(Bad::new(variable, format!("`{given}:` is not in this build yet; use {scheme}:PATH")));
    }
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() {
        Err(Bad::new(variable, format!("must name a path: {scheme}:PATH")))
    } else {
        Ok(path.into())
    }
}
