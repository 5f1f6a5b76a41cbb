//! The secret that signs URLs of files and links in e-mails: given, or made once and kept in the data folder.

use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use super::environment::{Bad, Environment, Variable};

const SECRET: &str = "WORKLOOP_SECRET";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[Variable {
    name: SECRET,
    default: "made on first start, in <data>/secret",
    meaning: "Signs the URLs of files and the links in e-mails: 32 random characters or more. Must be set with MongoDB, the same on all nodes.",
    secret: true,
}];

/// Fewer characters than this can be guessed.
const LEAST: usize = 32;

/// See the table above.
pub struct Secret {
    /// The configured secret.
    pub given: Option<String>,
}

impl Secret {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let given = environment.secret(SECRET)?;
        if let Some(text) = &given {
            let lower = text.to_lowercase();
            if text.len() < LEAST {
                return Err(Bad::new(
                    SECRET,
                    format!("must have {LEAST} characters or more; try `openssl rand -hex 32`"),
                ));
            }
            if ["changeme", "example", "placeholder"].iter().any(|word| lower.contains(word)) {
                return Err(Bad::new(SECRET, "is an example; make your own with `openssl rand -hex 32`"));
            }
        }
        Ok(Self { given })
    }

    /// The secret in effect; makes and keeps one (mode 0600) when none was given.
    pub fn resolve(&self, data: &Path) -> std::io::Result<Vec<u8>> {
        if let Some(given) = &self.given {
            return Ok(given.clone().into_bytes());
        }
        let path = data.join("secret");
        match std::fs::read(&path) {
            Ok(kept) if kept.len() >= LEAST => Ok(kept),
            Ok(_) => Err(std::io::Error::other(format!(
                "{} is too short; remove it to have a new one made",
                path.display()
            ))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&path),
            Err(error) => Err(error),
        }
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![(SECRET, if self.given.is_some() { "(hidden)" } else { "(in the data folder)" }.to_owned())]
    }
}

fn make(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(text.into_bytes())
}
