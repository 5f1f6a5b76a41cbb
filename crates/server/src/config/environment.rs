//! Reading variables: from the process and `.env`, secrets also from `NAME_FILE`.

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

/// What all our variables begin with.
const PREFIX: &str = "WORKLOOP_";

/// One setting, as its concern's table and the reference page show it.
pub struct Variable {
    /// `WORKLOOP_…`.
    pub name: &'static str,
    /// What holds when it's not set, in words or as the value itself.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Never printed; may be given as `NAME_FILE` too.
    pub secret: bool,
}

/// A setting that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {why}")]
pub struct Bad {
    /// Which.
    pub variable: String,
    /// What is wrong and what would be right.
    pub why: String,
}

impl Bad {
    /// Names the variable at fault.
    pub fn new(variable: &str, why: impl Display) -> Self {
        Self { variable: variable.to_owned(), why: why.to_string() }
    }
}

/// The variables that are set, by name.
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The process's environment over `.env` in the working directory, if there is one.
    pub fn load() -> Result<Self, Bad> {
        let mut found = BTreeMap::new();
        match dotenvy::dotenv_iter() {
            Ok(lines) => {
                for line in lines {
                    let (name, value) = line.map_err(|error| Bad::new(".env", error))?;
                    found.insert(name, value);
                }
            }
            Err(error) if error.not_found() => {}
            Err(error) => return Err(Bad::new(".env", error)),
        }
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else { continue };
            if name.starts_with(PREFIX) {
                let value = value.into_string().map_err(|_| Bad::new(&name, "is not UTF-8"))?;
                found.insert(name, value);
            }
        }
        found.retain(|name, _| name.starts_with(PREFIX));
        Ok(Self(found))
    }

    /// Just these; for tests.
    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// Refuses what no table lists, naming the likeliest meant.
    pub fn refuse_unknown(&self, known: impl Iterator<Item = &'static Variable> + Clone) -> Result<(), Bad> {
        for name in self.0.keys() {
            let is_known = known.clone().any(|variable| {
                name == variable.name
                    || (variable.secret && name.strip_suffix("_FILE") == Some(variable.name))
            });
            if !is_known {
                let nearest =
                    known.clone().map(|variable| variable.name).min_by_key(|each| distance(each, name));
                let hint = nearest.unwrap_or_default();
                return Err(Bad::new(
                    name,
                    format!("is not a setting of Workloop (did you mean {hint}?); see `workloop config`"),
                ));
            }
        }
        Ok(())
    }

    /// A value, when set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parsed value, or the default.
    pub fn parsed<T: FromStr>(&self, name: &str, default: T) -> Result<T, Bad>
    where
        T::Err: Display,
    {
        self.get(name).map_or(Ok(default), |text| {
            text.parse().map_err(|error| Bad::new(name, format!("`{text}`: {error}")))
        })
    }

    /// A number within bounds, or the default.
    pub fn number(&self, name: &str, default: u64, least: u64, most: u64) -> Result<u64, Bad> {
        let number = self.parsed(name, default)?;
        if (least..=most).contains(&number) {
            Ok(number)
        } else {
            Err(Bad::new(name, format!("must be from {least} to {most}")))
        }
    }

    /// A secret from `NAME` or the file that `NAME_FILE` names.
    pub fn secret(&self, name: &str) -> Result<Option<String>, Bad> {
        let file_name = format!("{name}_FILE");
        match (self.get(name), self.get(&file_name)) {
            (Some(_), Some(_)) => Err(Bad::new(&file_name, format!("and {name} are both set; keep one"))),
            (Some(value), None) => Ok(Some(value.to_owned())),
            (None, Some(path)) => std::fs::read_to_string(path)
                .map(|text| Some(text.trim_end().to_owned()))
                .map_err(|error| Bad::new(&file_name, format!("`{path}`: {error}"))),
            (None, None) => Ok(None),
        }
    }
}

/// Levenshtein's distance, to guess what was meant.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
