//! Walks the files of the repository that are ours.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 9] = [
    "target",
    "node_modules",
    "dist",
    ".git",
    "test-results",
    "results",
    "data",
    "playwright-report",
    ".hypothesis",
];

/// One text file.
pub struct File {
    /// Its path from the root, with `/`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// All files that end in one of these, in order of their names.
pub fn files(root: &Path, endings: &[&str]) -> anyhow::Result<Vec<File>> {
    let mut paths = Vec::new();
    walk(root, endings, &mut paths)?;
    paths.sort();
    let read = |path: PathBuf| -> anyhow::Result<File> {
        let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
        Ok(File { text: fs::read_to_string(&path)?, name })
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, endings: &[&str], paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = entry.file_name().to_string_lossy().into_owned();
        if kind.is_dir() && !FOREIGN.contains(&name.as_str()) {
            walk(&path, endings, paths)?;
        } else if kind.is_file() && path.extension().is_some_and(|it| endings.iter().any(|end| it == *end)) {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_files_are_found_and_what_is_built_is_not() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names: Vec<String> = files(root, &["rs"]).unwrap().into_iter().map(|file| file.name).collect();
        assert!(names.contains(&"src/tree.rs".to_owned()), "{names:?}");
        assert!(names.iter().all(|name| !name.starts_with("target/")));
    }
}
