//! The habits: every file says what it's for, stays short, has a name that means something
//! and holds no loose ends.

use std::path::Path;

use crate::tree::File;

/// Longer than this is worth a look.
const SOFT_LIMIT: usize = 300;
/// Longest a file may be. One that is longer stands in [`LONG`] with its reason.
const HARD_LIMIT: usize = 500;
/// Files that may be longer, and why.
const LONG: [(&str, &str); 0] = [];
/// Opens what a program wrote: that is as long as it gets.
const GENERATED: &str = "// @generated from ";
/// Names that say nothing.
const DRAWERS: [&str; 10] =
    ["utils", "helpers", "common", "core", "misc", "manager", "service", "data", "info", "mod"];

// Written apart, so that this file passes its own test.
/// Loose ends in Rust.
const RUST_ENDS: [&str; 4] =
    [concat!("#[ig", "nore"), concat!("to", "do!("), concat!("#[al", "low("), concat!("#![al", "low(")];
/// Loose ends in TypeScript.
const SCRIPT_ENDS: [&str; 6] = [
    concat!(".on", "ly("),
    concat!("test.", "skip"),
    concat!("it.", "skip"),
    concat!("describe.", "skip"),
    concat!("@ts-", "ignore"),
    concat!("dangerously", "SetInnerHTML"),
];

/// What is wrong (to be mended), and what is worth a look.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Each fails the check.
    pub findings: Vec<String>,
    /// Each is only said.
    pub warnings: Vec<String>,
}

/// Reads every source file.
pub fn check(files: &[File]) -> Judgement {
    let mut all = Judgement::default();
    for file in files {
        let one = judge(&file.name, &file.text);
        all.findings.extend(one.findings.into_iter().map(|why| format!("{}: {why}", file.name)));
        all.warnings.extend(one.warnings.into_iter().map(|why| format!("{}: {why}", file.name)));
    }
    all
}

fn judge(name: &str, text: &str) -> Judgement {
    let mut judgement = Judgement::default();
    let findings = &mut judgement.findings;
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let rust = path.extension().is_some_and(|it| it == "rs");
    let opening = if rust { "//!" } else { "/**" };
    let generated = text.starts_with(GENERATED);
    if !text.starts_with(opening) && !generated {
        findings.push(format!("begin with `{opening}`, saying what the file is for"));
    }
    let stem = stem.split('.').next().unwrap_or_default();
    if DRAWERS.contains(&stem) {
        findings.push(format!("`{stem}` says nothing: name what is inside"));
    }
    for word in if rust { &RUST_ENDS[..] } else { &SCRIPT_ENDS[..] } {
        if text.contains(word) {
            findings.push(format!("`{word}` has no place here"));
        }
    }
    let lines = text.lines().count();
    if !generated && !LONG.iter().any(|(long, _)| *long == name) {
        if lines > HARD_LIMIT {
            findings.push(format!("{lines} lines are too many: split it (at most {HARD_LIMIT})"));
        } else if lines > SOFT_LIMIT {
            judgement.warnings.push(format!("{lines} lines: is it one thing?"));
        }
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, text: &str) -> Vec<String> {
        judge(name, text).findings
    }

    #[test]
    fn a_good_file_passes() {
        assert_eq!(findings("crates/chat/src/people.rs", "//! People.\n"), [""; 0]);
        assert_eq!(findings("web/src/main.tsx", "/** Starts. */\n"), [""; 0]);
    }

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(findings("crates/chat/src/people.rs", "fn x() {}\n").len(), 1);
        assert_eq!(findings("web/src/main.tsx", "// Starts.\n").len(), 1);
    }

    #[test]
    fn a_name_that_says_nothing_is_found() {
        assert_eq!(findings("crates/chat/src/utils.rs", "//! Things.\n").len(), 1);
        assert_eq!(findings("crates/chat/src/people/mod.rs", "//! People.\n").len(), 1);
        assert_eq!(findings("web/src/ui/helpers.test.ts", "/** Things. */\n").len(), 1);
    }

    #[test]
    fn loose_ends_are_found_in_their_language() {
        for word in RUST_ENDS {
            assert_eq!(findings("crates/chat/src/people.rs", &format!("//! P.\n{word}")).len(), 1, "{word}");
        }
        for word in SCRIPT_ENDS {
            assert_eq!(findings("e2e/people.spec.ts", &format!("/** P. */\n{word}")).len(), 1, "{word}");
        }
    }

    #[test]
    fn a_long_file_is_mentioned_and_a_very_long_one_refused_unless_there_is_a_reason() {
        let long = |lines| format!("/** Long. */{}", "\n".repeat(lines));
        let mentioned = judge("web/src/state/live.ts", &long(SOFT_LIMIT + 1));
        assert_eq!((mentioned.findings.len(), mentioned.warnings.len()), (0, 1));
        assert_eq!(findings("web/src/state/live.ts", &long(HARD_LIMIT + 1)).len(), 1);
        let generated = format!("{GENERATED}openapi.json\n{}", long(HARD_LIMIT));
        assert_eq!(findings("web/src/api/schema.ts", &generated), [""; 0]);
    }
}
