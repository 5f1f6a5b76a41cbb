//! Keywords: what they look like, and where they are in a text. The web app marks them by
//! the same rule (`web/src/state/keywords.ts`); both read the cases in `keywords.json`.

use protocol::{limits, mention::outside_code};
use search::tokens::unspaced;
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::{Refusal, Result, validate};

/// A person's list: each on one line, none twice.
pub fn checked(keywords: &[String]) -> Result<Vec<String>> {
    let mut kept: Vec<String> = Vec::new();
    for keyword in keywords {
        let keyword = validate::line("keywords", keyword, 1, limits::KEYWORD_CHARS)?;
        if kept.iter().all(|it| folded(it) != folded(&keyword)) {
            kept.push(keyword);
        }
    }
    if kept.len() > limits::KEYWORDS {
        return Err(Refusal::invalid("keywords", "there can be at most 25 keywords"));
    }
    Ok(kept)
}

/// What a message says, to look in: without code and without mentions, whose names are
/// others' to choose.
pub fn said(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for prose in outside_code(text) {
        let mut rest = prose;
        while let Some(start) = rest.find(['<']) {
            let (before, from) = rest.split_at(start);
            said.push_str(before);
            let end = from.find('>').filter(|_| from[1..].starts_with(['@', '#', '!', '&']));
            // Neither a word nor a space: what stands around it isn't one phrase.
            said.push(if end.is_some() { APART } else { '<' });
            rest = &from[end.unwrap_or(0) + 1..];
        }
        said.push_str(rest);
        said.push(APART);
    }
    folded(&said)
}

/// Stands where something was that can't be part of a keyword.
const APART: char = '\u{fffc}';

/// Composed, without case, one space for any number of them.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            // By way of the upper case, so that ß is ss, and each sigma one.
            folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    folded
}

/// Whether a keyword stands in a text as whole words, both folded.
pub fn contains(said: &str, keyword: &str) -> bool {
    said.match_indices(keyword).any(|(start, _)| {
        let (before, after) = (&said[..start], &said[start + keyword.len()..]);
        ends(before.chars().next_back(), keyword.chars().next())
            && ends(keyword.chars().next_back(), after.chars().next())
    })
}

/// Whether a word may end between these two: not within a run of letters, marks and digits,
/// but anywhere in scripts that are written without spaces.
fn ends(one: Option<char>, next: Option<char>) -> bool {
    let (Some(one), Some(next)) = (one, next) else { return true };
    let (one_is, next_is) = (group(one), group(next));
    let word = |it| {
        matches!(it, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number)
    };
    if !word(one_is) || !word(next_is) {
        return true;
    }
    next_is != GeneralCategoryGroup::Mark && (unspaced(one) || unspaced(next))
}

fn group(c: char) -> GeneralCategoryGroup {
    c.general_category_group()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[text, keyword, whether it's in it]`, which the web's tests read too.
    const CASES: &str = include_str!("keywords.json");

    #[test]
    fn they_are_found_as_whole_words_in_any_case_and_script() {
        let cases: Vec<(String, String, bool)> = serde_json::from_str(CASES).unwrap();
        for (text, keyword, is_there) in cases {
            assert_eq!(contains(&said(&text), &folded(&keyword)), is_there, "{keyword} in {text}");
        }
    }

    #[test]
    fn code_and_mentions_say_nothing() {
        for text in ["`tide`", "```\ntide\n```", "<!channel>", "<@U01TIDE>", "high <@U01> tide"] {
            for keyword in ["tide", "channel", "u01tide", "high tide"] {
                let found = contains(&said(text), keyword);
                assert_eq!(found, keyword == "tide" && text.starts_with("high"), "{keyword} in {text}");
            }
        }
        assert!(contains(&said("a < tide > b"), "tide"));
    }

    #[test]
    fn a_list_is_bounded_and_has_none_twice() {
        let list = |all: &[&str]| checked(&all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&[" Tide ", "tide", "Elbe"]).unwrap(), ["Tide", "Elbe"]);
        assert!(list(&[""]).is_err());
        assert!(list(&["two\nlines"]).is_err());
        assert!(list(&["x".repeat(61).as_str()]).is_err());
        let many: Vec<String> = (0..26).map(|n| format!("word {n}")).collect();
        assert!(checked(&many).is_err());
        assert_eq!(checked(&many[1..]).unwrap().len(), 25);
    }
}
