//! Cutting text into what the index keeps. Words are runs of letters, digits and `_`, kept
//! whole and by their snake and camel parts; characters of scripts without spaces stand
//! alone. Chunks are what stands between blanks, kept as trigrams, so that any three
//! characters in a row (`.0.1`, `x-y`, `//a`) are found.

use unicode_normalization::UnicodeNormalization;

/// A word or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded: lower case, no diacritics.
    pub text: String,
    /// Its place among the words; a whole word stands where its first part does.
    pub position: usize,
    /// First character in the text.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
}

/// Characters of the longest word kept; longer ones are found by their beginning.
const WORD_CHARS: usize = 100;

/// Lower case, without diacritics, full width made plain, letters that a foreign keyboard
/// lacks spelled out. One character may become several or none.
pub fn fold(c: char) -> impl Iterator<Item = char> {
    // Hangul and kana would fall apart into what changes their meaning.
    let apart =
        c < '\u{2000}' || ('\u{fb00}'..='\u{fb06}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let kept = (!apart).then_some(c);
    let parts = apart.then(|| std::iter::once(c).nfkd()).into_iter().flatten();
    let lower = kept.into_iter().chain(parts).flat_map(char::to_lowercase);
    lower.filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).flat_map(spelled)
}

fn spelled(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ł' => ('l', None),
        'ı' => ('i', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// A whole string folded.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

/// Whether the character stands for itself: words of its script are written without blanks
/// between them, or it's an emoji.
pub fn unspaced(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut position, mut at) = (Vec::new(), 0, 0);
    while at < chars.len() {
        if unspaced(chars[at]) {
            push(&mut tokens, &chars, at..at + 1, position);
            position += 1;
            at += 1;
        } else if in_word(chars[at]) {
            let end =
                chars[at..].iter().position(|&c| !in_word(c) || unspaced(c)).map_or(chars.len(), |n| at + n);
            position = word(&mut tokens, &chars, at..end, position);
            at = end;
        } else {
            at += 1;
        }
    }
    tokens
}

/// The words of a phrase, one for each place: of parts and whole the parts.
pub fn phrase(text: &str) -> Vec<Token> {
    let mut tokens = words(text);
    tokens.sort_by_key(|token| token.position);
    tokens.dedup_by_key(|token| token.position);
    tokens
}

/// Trigrams of the text's chunks with their positions; those of different chunks never
/// follow each other.
pub fn trigrams(text: &str) -> Vec<(String, usize)> {
    let (mut grams, mut position) = (Vec::new(), 0);
    for chunk in text.split_whitespace() {
        let chars: Vec<char> = chunk.chars().flat_map(fold).collect();
        for gram in chars.windows(3) {
            grams.push((gram.iter().collect(), position));
            position += 1;
        }
        position += 2;
    }
    grams
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}')
}

/// The parts of one word at following places, and the whole at the first of them.
fn word(
    tokens: &mut Vec<Token>,
    chars: &[char],
    range: std::ops::Range<usize>,
    mut position: usize,
) -> usize {
    let whole = position;
    let before = tokens.len();
    for part in parts(chars, range.clone()) {
        position += usize::from(push(tokens, chars, part, position));
    }
    if tokens.len() != before + 1 || tokens[before].end - tokens[before].start != range.len() {
        let kept = push(tokens, chars, range, whole);
        position = position.max(whole + usize::from(kept));
    }
    position
}

fn push(tokens: &mut Vec<Token>, chars: &[char], range: std::ops::Range<usize>, position: usize) -> bool {
    let text: String = chars[range.clone()].iter().copied().flat_map(fold).take(WORD_CHARS).collect();
    if text.is_empty() {
        return false;
    }
    tokens.push(Token { text, position, start: range.start, end: range.end });
    true
}

/// `parseHTTPUrl_fast` → `parse` `HTTP` `Url` `fast`.
fn parts(chars: &[char], range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let (mut parts, mut start) = (Vec::new(), range.start);
    for at in range.clone() {
        let next_is_lower = at + 1 < range.end && chars[at + 1].is_lowercase();
        let hump = at > start
            && chars[at].is_uppercase()
            && (chars[at - 1].is_lowercase() || (chars[at - 1].is_uppercase() && next_is_lower));
        if chars[at] == '_' || hump {
            parts.extend((at > start).then_some(start..at));
            start = if chars[at] == '_' { at + 1 } else { at };
        }
    }
    parts.extend((range.end > start).then_some(start..range.end));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_are_cut_as_people_and_programs_write_them() {
        assert_eq!(texts("Crème Brûlée!"), ["creme", "brulee"]);
        assert_eq!(texts("parseHTTPUrl_fast"), ["parse", "http", "url", "fast", "parsehttpurl_fast"]);
        assert_eq!(texts("10.0.0.1"), ["10", "0", "0", "1"]);
        assert_eq!(texts("東京tower"), ["東", "京", "tower"]);
        assert_eq!(texts("ＡＢＣ"), ["abc"]);
        assert_eq!(texts("__ \u{301}"), ["__"]);
    }

    #[test]
    fn trigrams_of_two_chunks_stand_apart() {
        assert_eq!(trigrams("abcd xyz"), [("abc".into(), 0), ("bcd".into(), 1), ("xyz".into(), 4)]);
    }
}
