//! The API's description: what it names has one name each.

use std::collections::BTreeMap;

use crate::tree::File;

/// Written apart, so that this file passes its own test.
const DESCRIBED: &str = concat!("To", "Schema");

/// Two types of one name would be described as one of them, and answers would be described
/// wrongly: the generator keeps the last it meets and says nothing.
pub fn check(files: &[File]) -> Vec<String> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.name.ends_with(".rs")) {
        for name in described(&file.text) {
            if let Some(other) = homes.insert(name, &file.name) {
                findings.push(format!("{}: `{name}` is also in {other}: name one of them anew", file.name));
            }
        }
    }
    findings
}

/// The types of a file that say that they are described.
fn described(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut asked = false;
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("#[derive(") {
            asked = line.contains(DESCRIBED);
            continue;
        }
        let line = line.strip_prefix("pub ").or(line.strip_prefix("pub(crate) ")).unwrap_or(line);
        let Some(rest) = line.strip_prefix("struct ").or(line.strip_prefix("enum ")) else { continue };
        if std::mem::take(&mut asked) {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            names.extend(rest.get(..end));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, derive: &str) -> File {
        File {
            name: name.to_owned(),
            text: format!("//! X.\n#[derive({derive})]\n/// It.\nstruct Status {{\n}}\n"),
        }
    }

    #[test]
    fn two_described_types_of_one_name_are_found() {
        let described = format!("Serialize, {DESCRIBED}");
        assert_eq!(check(&[file("a.rs", &described), file("b.rs", "Debug")]), [""; 0]);
        let found = check(&[file("a.rs", &described), file("b.rs", &described)]);
        assert_eq!(found, ["b.rs: `Status` is also in a.rs: name one of them anew"]);
    }
}
