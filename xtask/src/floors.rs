//! The floors: each crate may use those that ARCHITECTURE.md's table allows it, no more, and
//! a library that is one crate's business stays with it.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context, ensure};
use serde_json::Value;

type Allowed = BTreeMap<String, Vec<String>>;

/// Libraries that may be used only by the crates named: library, crates, why.
const HOMES: [(&str, &[&str], &str); 6] = [
    ("axum", &["server"], "only the server knows HTTP routes"),
    ("utoipa", &["server", "protocol"], "only the server describes the API"),
    ("clap", &["server", "workloop-bench", "faults", "xtask"], "only programs have a command line"),
    ("anyhow", &["server", "client", "workloop-bench", "faults", "xtask"], "libraries have typed errors"),
    ("rusqlite", &["store"], "only the store knows SQL"),
    ("tantivy", &["search"], "only search knows its engine"),
];

/// Compares `cargo metadata` with the table.
pub fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let page = fs::read_to_string(root.join("ARCHITECTURE.md"))?;
    let allowed = table(&page);
    ensure!(!allowed.is_empty(), "ARCHITECTURE.md has no table of floors");
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--locked", "--format-version", "1"])
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    judge(&allowed, metadata["packages"].as_array().context("cargo metadata has no packages")?)
}

fn judge(allowed: &Allowed, packages: &[Value]) -> anyhow::Result<Vec<String>> {
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut findings = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package has a name")?;
        let Some(may) = allowed.get(name) else {
            findings.push(format!("{name}: not in ARCHITECTURE.md's table of floors"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            // A crate's tests may use what they need, their own crate's features included.
            let in_tests = dependency["kind"] == "dev";
            if names.contains(&used) && used != name && !in_tests && !may.iter().any(|it| it == used) {
                findings.push(format!("{name} uses {used}, which its floor doesn't allow"));
            }
            if let Some((_, homes, why)) = HOMES.iter().find(|(library, ..)| *library == used)
                && !homes.contains(&name)
            {
                findings.push(format!("{name} uses {used}: {why}"));
            }
        }
    }
    for name in allowed.keys().filter(|name| !names.contains(&name.as_str())) {
        findings.push(format!("ARCHITECTURE.md's table has {name}, which isn't there"));
    }
    Ok(findings)
}

/// Rows of the form `| crate | may use |` with names in backticks.
fn table(page: &str) -> Allowed {
    let names =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let name = names(cells.first()?).into_iter().next()?;
        Some((name, names(cells.get(1)?)))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAGE: &str = "| crate | may use |\n|---|---|\n| `chat` | `store` `bus` |\nuses `server`\n| `protocol` | nothing |\n";

    fn package(name: &str, uses: &[(&str, &str)]) -> Value {
        let uses: Vec<Value> = uses.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
        json!({"name": name, "dependencies": uses})
    }

    #[test]
    fn the_table_is_read_and_prose_is_not() {
        let allowed = table(PAGE);
        assert_eq!(allowed["chat"], ["store", "bus"]);
        assert!(allowed["protocol"].is_empty());
        assert_eq!(allowed.len(), 2);
    }

    #[test]
    fn a_crate_that_keeps_to_its_floor_passes() {
        let packages = [package("chat", &[("serde", "")]), package("protocol", &[])];
        assert_eq!(judge(&table(PAGE), &packages).unwrap(), [""; 0]);
    }

    #[test]
    fn a_crate_that_reaches_up_is_found_but_not_in_its_tests() {
        let up = [package("chat", &[]), package("protocol", &[("chat", "")])];
        assert_eq!(judge(&table(PAGE), &up).unwrap(), ["protocol uses chat, which its floor doesn't allow"]);
        let in_tests = [package("chat", &[]), package("protocol", &[("chat", "dev")])];
        assert_eq!(judge(&table(PAGE), &in_tests).unwrap(), [""; 0]);
    }

    #[test]
    fn a_library_outside_its_home_is_found() {
        let packages = [package("chat", &[("axum", "")]), package("protocol", &[])];
        assert_eq!(
            judge(&table(PAGE), &packages).unwrap(),
            ["chat uses axum: only the server knows HTTP routes"]
        );
    }

    #[test]
    fn table_and_workspace_name_the_same_crates() {
        let packages = [package("chat", &[]), package("gateway", &[])];
        let found = judge(&table(PAGE), &packages).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
