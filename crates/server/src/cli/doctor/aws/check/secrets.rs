//! Secrets are encrypted by the installation's own key, which is renewed.

use crate::cli::doctor::aws::{
    facts::Facts,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "secrets.stored",
        promise: "the database's address and the signing secret are in Secrets Manager, under the installation's key",
        remedy: "terraform apply makes them again; raise secret_versions to store the values anew",
        look: stored,
    },
    Check {
        name: "secrets.key",
        promise: "the key is in use and renewed each year",
        remedy: "terraform apply switches rotation on; a key that is to be deleted: aws kms cancel-key-deletion, at once",
        look: key,
    },
];

fn stored(facts: &Facts) -> Known<Vec<String>> {
    let key = &known(&facts.secrets.key)?.id;
    let stored = known(&facts.secrets.stored)?;
    let mut findings = Vec::new();
    for wanted in ["WORKLOOP_DATABASE_URL", "WORKLOOP_SECRET"] {
        let name = format!("{}/{wanted}", facts.place.name);
        match stored.iter().find(|(it, _)| *it == name) {
            None => findings.push(format!("{name} isn't there")),
            Some((_, used)) if !used.ends_with(key.as_str()) => {
                let used = if used.is_empty() { "Amazon's own key" } else { used };
                findings.push(format!("{name} is encrypted by {used}"));
            }
            Some(_) => {}
        }
    }
    Ok(findings)
}

fn key(facts: &Facts) -> Known<Vec<String>> {
    let key = known(&facts.secrets.key)?;
    let mut findings = Vec::new();
    if !key.is_enabled {
        findings.push(format!("{} isn't enabled: files and secrets can't be read", key.id));
    }
    if !key.rotates {
        findings.push(format!("{} is never renewed", key.id));
    }
    Ok(findings)
}
