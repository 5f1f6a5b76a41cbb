//! The floors: each crate may use those that ARCHITECTURE.md's table allows it, no more.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context, ensure};
use serde_json::Value;

type Allowed = BTreeMap<String, Vec<String>>;

/// Compares `cargo metadata` with the table.
pub fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let page = fs::read_to_string(root.join("ARCHITECTURE.md"))?;
    let allowed = table(&page);
    ensure!(!allowed.is_empty(), "ARCHITECTURE.md has no table of floors");
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "cargo metadata failed");
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
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
            let in_tests = dependency["kind"] == "dev";
            if names.contains(&used) && used != name && !in_tests && !may.iter().any(|it| it == used) {
                findings.push(format!("{name} uses {used}, which its floor doesn't allow"));
            }
        }
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
    use super::*;

    #[test]
    fn the_table_is_read_and_prose_is_not() {
        let page = "| crate | may use |\n|---|---|\n| `chat` | `store` `bus` |\nuses `server`\n| `protocol` | nothing |\n";
        let allowed = table(page);
        assert_eq!(allowed["chat"], ["store", "bus"]);
        assert!(allowed["protocol"].is_empty());
        assert_eq!(allowed.len(), 2);
    }
}
