//! Finding again in a text what made it match, so that the marks tell the truth about
//! prefixes, parts of words and near misses alike.

use std::collections::HashSet;

use crate::{
    query::Word,
    tokens::{self, Token, fold},
};

/// Marks at most this many places.
const MARKS: usize = 200;

/// Where the words stand in the text: `[start, end)` in characters, ascending, apart.
pub fn highlights(text: &str, words: &[Word]) -> Vec<[usize; 2]> {
    let folded = Folded::new(text);
    let tokens = tokens::words(text);
    let mut marks = Vec::new();
    for word in words.iter().filter(|word| !word.excluded) {
        let before = marks.len();
        if word.phrase {
            phrase(&tokens, &word.text, &mut marks);
        } else {
            folded.find(&word.text, &tokens, &mut marks);
        }
        if marks.len() == before && !word.phrase {
            phrase(&tokens, &word.text, &mut marks);
            near(&tokens, &word.text, &mut marks);
        }
    }
    merge(marks)
}

/// How many slips of the finger are forgiven in a word of this many characters.
pub fn forgiven(chars: usize) -> u8 {
    match chars {
        0..5 => 0,
        5..9 => 1,
        9..40 => 2,
        // Not typed but pasted; the automaton would be large for nothing.
        _ => 0,
    }
}

/// A text's folded characters, each with the character it came from.
struct Folded {
    chars: Vec<char>,
    origin: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let pairs = text.chars().enumerate().flat_map(|(at, c)| fold(c).map(move |c| (c, at)));
        let (chars, origin) = pairs.unzip();
        Self { chars, origin }
    }

    /// Everywhere for three characters and more, and for scripts without blanks; shorter
    /// ones only where a word begins.
    fn find(&self, word: &str, tokens: &[Token], marks: &mut Vec<[usize; 2]>) {
        let needle: Vec<char> = word.chars().flat_map(fold).collect();
        if needle.is_empty() {
            return;
        }
        let anywhere = needle.len() >= 3 || needle.iter().any(|&c| tokens::unspaced(c));
        let starts: HashSet<usize> = tokens.iter().map(|token| token.start).collect();
        let mut at = 0;
        while at + needle.len() <= self.chars.len() && marks.len() < MARKS {
            let begins = starts.contains(&self.origin[at]);
            if (anywhere || begins) && self.chars[at..at + needle.len()] == needle[..] {
                marks.push([self.origin[at], self.origin[at + needle.len() - 1] + 1]);
                at += needle.len();
            } else {
                at += 1;
            }
        }
    }
}

/// Runs of words that equal the phrase's.
fn phrase(tokens: &[Token], text: &str, marks: &mut Vec<[usize; 2]>) {
    let wanted = tokens::phrase(text);
    let Some(first) = wanted.first() else { return };
    for start in tokens.iter().filter(|token| token.text == first.text) {
        let mut end = start.end;
        let all = wanted.iter().all(|want| {
            let place = start.position + want.position - first.position;
            let from = tokens.partition_point(|token| token.position + 64 < place);
            let found = tokens[from..]
                .iter()
                .take_while(|token| token.position <= place + 64)
                .find(|token| token.position == place && token.text == want.text);
            end = end.max(found.map_or(end, |token| token.end));
            found.is_some()
        });
        if all && marks.len() < MARKS {
            marks.push([start.start, end]);
        }
    }
}

/// Words within the forgiven distance.
fn near(tokens: &[Token], text: &str, marks: &mut Vec<[usize; 2]>) {
    let wanted: Vec<char> = text.chars().flat_map(fold).collect();
    let distance = usize::from(forgiven(wanted.len()));
    if distance == 0 {
        return;
    }
    for token in tokens {
        let chars: Vec<char> = token.text.chars().collect();
        if marks.len() < MARKS && apart(&wanted, &chars) <= distance {
            marks.push([token.start, token.end]);
        }
    }
}

/// Edits between two words; swapping neighbours is one.
fn apart(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

fn merge(mut marks: Vec<[usize; 2]>) -> Vec<[usize; 2]> {
    marks.sort_unstable();
    let mut merged: Vec<[usize; 2]> = Vec::new();
    for [start, end] in marks {
        match merged.last_mut() {
            Some(last) if start <= last[1] => last[1] = last[1].max(end),
            _ => merged.push([start, end]),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse;

    #[test]
    fn marks_stand_on_what_matched() {
        for (text, typed, marked) in [
            ("The Harbour is calm", "harb", vec!["Harb"]),
            ("The Harbour is calm", "rbou", vec!["rbou"]),
            ("Crème brûlée", "BRULEE", vec!["brûlée"]),
            ("ping 10.0.0.1 now", "10.0.0.1", vec!["10.0.0.1"]),
            ("東京タワーに行く", "京タ", vec!["京タ"]),
            ("the lighthouse", "lighthuose", vec!["lighthouse"]),
            ("high  tide, low tide", "\"high tide\"", vec!["high  tide"]),
            ("a cat at sea", "at", vec!["at"]),
            ("calm", "storm", vec![]),
        ] {
            let marks = highlights(text, &parse(typed).words);
            let chars: Vec<char> = text.chars().collect();
            let got: Vec<String> =
                marks.iter().map(|[start, end]| chars[*start..*end].iter().collect()).collect();
            assert_eq!(got, marked, "{typed} in {text}");
        }
    }

    proptest! {
        #[test]
        fn marks_stay_within_any_text(text in "\\PC{0,200}", typed in "\\PC{0,40}") {
            let length = text.chars().count();
            let mut last = 0;
            for [start, end] in highlights(&text, &parse(&typed).words) {
                prop_assert!(last <= start && start < end && end <= length);
                last = end;
            }
        }
    }
}
