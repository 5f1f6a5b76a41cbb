//! The habits: every file says what it's for, stays short, has a name that means something
//! and holds no loose ends.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Longest a file may be. One that is longer stands in [`LONG`] with its reason.
const HARD_LIMIT: usize = 500;
/// Files that may be longer, and why.
const LONG: [(&str, &str); 0] = [];
/// Names that say nothing.
const DRAWERS: [&str; 9] =
    ["utils", "helpers", "common", "core", "misc", "manager", "service", "data", "info"];
/// Folders that hold nothing of ours.
const FOREIGN: [&str; 6] = ["target", "node_modules", "dist", ".git", "test-results", "results"];

/// Words that may stand only where they are allowed: word, where it may, why.
const PLACES: [(&str, &str, &str); 3] = [
    ("use axum", "crates/server", "only the server knows axum"),
    ("use rusqlite", "crates/store", "only the store knows SQL"),
    ("use tantivy", "crates/search", "only search knows its engine"),
];

/// Reads every source file.
pub fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    for path in sources(root)? {
        let text = fs::read_to_string(&path)?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        findings.extend(judge(&name, &text).into_iter().map(|why| format!("{name}: {why}")));
    }
    Ok(findings)
}

fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !FOREIGN.contains(&name.as_str()) {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|it| it == "rs" || it == "ts" || it == "tsx") {
            found.push(path);
        }
    }
    Ok(found)
}

/// What is wrong with one file.
fn judge(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let rust = path.extension().is_some_and(|it| it == "rs");
    let opening = if rust { "//!" } else { "/**" };
    if !text.starts_with(opening) && !text.starts_with("// @generated") {
        findings.push(format!("begin with `{opening}`, saying what the file is for"));
    }
    let lines = text.lines().count();
    if lines > HARD_LIMIT && !LONG.iter().any(|(long, _)| *long == name) && !text.starts_with("// @generated")
    {
        findings.push(format!("{lines} lines are too many: split it (at most {HARD_LIMIT})"));
    }
    if DRAWERS.contains(&&*stem) || stem == "mod" {
        findings.push(format!("`{stem}` says nothing: name what is inside"));
    }
    for (word, place, why) in PLACES {
        if rust && !name.starts_with(place) && text.lines().any(|line| line.trim_start().starts_with(word)) {
            findings.push(why.to_owned());
        }
    }
    // Written apart, so that this file passes its own test.
    for word in
        [concat!("#[ig", "nore"), concat!("to", "do!("), concat!("#[al", "low("), concat!("test.", "skip")]
    {
        if text.contains(word) {
            findings.push(format!("`{word}` is a loose end"));
        }
    }
    if text.contains(concat!("dangerously", "SetInnerHTML")) {
        findings.push("text becomes elements, never HTML".to_owned());
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_file_passes() {
        assert!(judge("crates/chat/src/people.rs", "//! People.\n").is_empty());
        assert!(judge("web/src/main.tsx", "/** Starts. */\n").is_empty());
    }

    #[test]
    fn each_bad_habit_is_found() {
        assert_eq!(judge("crates/chat/src/people.rs", "fn x() {}\n").len(), 1);
        assert_eq!(judge("crates/chat/src/utils.rs", "//! Things.\n").len(), 1);
        assert_eq!(judge("crates/chat/src/people.rs", "//! P.\nuse axum::Json;\n").len(), 1);
        let long = format!("//! Long.\n{}", "\n".repeat(HARD_LIMIT));
        assert_eq!(judge("crates/chat/src/people.rs", &long).len(), 1);
    }
}
