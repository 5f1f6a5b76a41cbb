//! The floors of the web app: app → features → state → gateway → api → texts. `ui` stands
//! beside and imports nothing of ours but texts.

use crate::tree::File;

/// Where the web app's sources are.
const SOURCES: &str = "web/src/";
/// The catalogue of texts, which every floor may show.
const TEXTS: &str = "texts";
/// From the lowest up; a floor may import itself and those before it.
const FLOORS: [&str; 6] = [TEXTS, "api", "gateway", "state", "features", "app"];
/// What stands beside, and who may use it.
const BESIDE: (&str, [&str; 2]) = ("ui", ["features", "app"]);

/// Looks at every import of the web app.
pub fn check(files: &[File]) -> Vec<String> {
    let ours = files.iter().filter(|file| file.name.starts_with(SOURCES));
    ours.flat_map(|file| judge(&file.name, &file.text)).collect()
}

fn judge(name: &str, text: &str) -> Vec<String> {
    let from = floor_of(name);
    let targets = imports(text).filter_map(|path| resolve(name, path));
    targets
        .filter(|target| target.starts_with(SOURCES))
        .filter(|target| !may(from, floor_of(target)))
        .map(|target| format!("{name}: {from} may not import {}", target.trim_start_matches(SOURCES)))
        .collect()
}

fn may(from: &str, to: &str) -> bool {
    let height = |floor| FLOORS.iter().position(|it| *it == floor);
    match (height(from), height(to)) {
        (Some(from), Some(to)) => to <= from,
        (Some(_), None) => to == BESIDE.0 && BESIDE.1.contains(&from),
        (None, _) => from == to || to == TEXTS,
    }
}

/// The folder below `web/src`; files that lie there directly start the app and are `app`.
fn floor_of(name: &str) -> &str {
    name.trim_start_matches(SOURCES).split_once('/').map_or("app", |(folder, _)| folder)
}

/// What is between the quotes after `from`, `import` or `import(`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let starts = ["from \"", "from '", "import \"", "import '", "import(\"", "import('"];
    starts.into_iter().flat_map(move |start| {
        let quote = if start.ends_with('"') { '"' } else { '\'' };
        text.split(start).skip(1).filter_map(move |rest| rest.split(quote).next())
    })
}

/// The path from the root, of an import that is a path or begins with the alias `@/`.
fn resolve(name: &str, import: &str) -> Option<String> {
    if let Some(path) = import.strip_prefix("@/") {
        return Some(format!("{SOURCES}{path}"));
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_go_down() {
        assert_eq!(
            judge("web/src/features/timeline/Row.tsx", "import { a } from '../../state/messages';"),
            [""; 0]
        );
        assert_eq!(judge("web/src/features/timeline/Row.tsx", "import { a } from \"@/ui/Button\";"), [""; 0]);
        assert_eq!(judge("web/src/main.tsx", "import './app/App';\nimport React from 'react';"), [""; 0]);
    }

    #[test]
    fn imports_that_go_up_are_found() {
        assert_eq!(judge("web/src/api/client.ts", "import { a } from '../state/messages';").len(), 1);
        assert_eq!(judge("web/src/gateway/socket.ts", "const a = await import(\"@/features/a\");").len(), 1);
        assert_eq!(judge("web/src/state/live.ts", "import { a } from '../ui/Button';").len(), 1);
    }

    #[test]
    fn what_stands_beside_imports_nothing_of_ours() {
        assert_eq!(judge("web/src/ui/Button.tsx", "import './button.css';"), [""; 0]);
        assert_eq!(judge("web/src/ui/Dialog.tsx", "import { general } from '../texts/en/general';"), [""; 0]);
        assert_eq!(judge("web/src/ui/Button.tsx", "import { a } from '../api/client';").len(), 1);
        assert_eq!(judge("web/src/texts/area.ts", "import { a } from '../state/world';").len(), 1);
    }

    #[test]
    fn files_outside_the_app_are_nobodys_floor() {
        assert_eq!(
            judge("web/src/api/schema.test.ts", "import a from '../../../crates/protocol/openapi.json';"),
            [""; 0]
        );
    }
}
