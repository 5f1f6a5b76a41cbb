//! Links between the documents: what they point at is there.

use std::path::Path;

use crate::tree::File;

/// Looks at every relative link of every document.
pub fn check(root: &Path, documents: &[File]) -> Vec<String> {
    let dead = |file: &File| -> Vec<String> {
        let folder = root.join(&file.name);
        let folder = folder.parent().unwrap_or(root).to_owned();
        let is_dead = |link: &&str| !folder.join(link).exists();
        links(&file.text).filter(is_dead).map(|link| format!("{}: {link} isn't there", file.name)).collect()
    };
    documents.iter().flat_map(dead).collect()
}

/// Targets of `](…)` that are paths, without their anchors.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter_map(|link| link.split(['#', ' ']).next())
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> File {
        File { name: "docs/API.md".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn only_paths_are_links_between_files() {
        let text = "[a](API.md#routes) [b](https://example.org) [c](#here) [d](mailto:a@example.org)";
        assert_eq!(links(text).collect::<Vec<_>>(), ["API.md"]);
    }

    #[test]
    fn a_dead_link_is_found_and_a_living_one_is_not() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        assert_eq!(check(root, &[document("[a](../README.md)")]), [""; 0]);
        assert_eq!(
            check(root, &[document("[a](../NOWHERE.md)")]),
            ["docs/API.md: ../NOWHERE.md isn't there"]
        );
    }
}
