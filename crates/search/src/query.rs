//! Reading what a person typed into the search box. Nothing is an error: what isn't a
//! filter is a word. Names stay names; who calls knows whom they mean.

/// Characters of input that are looked at.
const INPUT_CHARS: usize = 500;
/// Words and phrases that are looked for; the rest is left out.
const WORDS: usize = 16;
/// Filters of one kind.
const FILTERS: usize = 20;

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As typed, without quotes or minus.
    pub text: String,
    /// Typed in quotes: found exactly, in this order.
    pub phrase: bool,
    /// Typed with a minus: must not be there.
    pub excluded: bool,
}

/// What a message carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// A file of any kind.
    File,
    /// A picture.
    Image,
    /// A link in its text.
    Link,
}

/// A calendar day as typed, not tied to a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// 1970 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31, a day the month has.
    pub day: i8,
}

/// The parts of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What to look for in the text.
    pub words: Vec<Word>,
    /// `from:`, each a handle or an id, without `@`.
    pub from: Vec<String>,
    /// `in:`, each a channel's name or id, without `#`.
    pub within: Vec<String>,
    /// `has:`.
    pub has: Vec<Has>,
    /// `before:`, the earliest.
    pub before: Option<Day>,
    /// `after:`, the latest.
    pub after: Option<Day>,
    /// `during:`, the last typed.
    pub during: Option<Day>,
    /// `is:thread`.
    pub in_thread: bool,
}

/// Reads the input.
pub fn parse(input: &str) -> Typed {
    let input: String = input.chars().take(INPUT_CHARS).collect();
    let mut typed = Typed::default();
    let mut rest = input.trim_start();
    while !rest.is_empty() {
        let excluded = rest.len() > 1 && rest.starts_with('-') && !rest[1..].starts_with(char::is_whitespace);
        let body = if excluded { &rest[1..] } else { rest };
        let (text, phrase, after) = piece(body);
        if phrase || excluded || !typed.filter(text) {
            typed.word(text, phrase, excluded);
        }
        rest = after.trim_start();
    }
    typed
}

/// The next piece, whether it was quoted, and what follows. An open quote reaches the end.
fn piece(input: &str) -> (&str, bool, &str) {
    if let Some(quoted) = input.strip_prefix('"') {
        let (text, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        return (text, true, rest);
    }
    let end = input.find(char::is_whitespace).unwrap_or(input.len());
    (&input[..end], false, &input[end..])
}

impl Typed {
    fn word(&mut self, text: &str, phrase: bool, excluded: bool) {
        let text = text.trim();
        if !text.is_empty() && self.words.len() < WORDS {
            self.words.push(Word { text: text.to_owned(), phrase, excluded });
        }
    }

    /// Takes the piece in if it's a filter with a value that makes sense.
    fn filter(&mut self, text: &str) -> bool {
        let Some((name, value)) = text.split_once(':') else { return false };
        match name.to_ascii_lowercase().as_str() {
            "from" => keep(&mut self.from, value.strip_prefix('@').unwrap_or(value)),
            "in" => keep(&mut self.within, value.strip_prefix('#').unwrap_or(value)),
            "has" => self.has(value),
            "is" if value.eq_ignore_ascii_case("thread") => {
                self.in_thread = true;
                true
            }
            "before" => day(value).is_some_and(|day| {
                self.before = Some(self.before.map_or(day, |known| known.min(day)));
                true
            }),
            "after" => day(value).is_some_and(|day| {
                self.after = Some(self.after.map_or(day, |known| known.max(day)));
                true
            }),
            "during" => day(value).is_some_and(|day| {
                self.during = Some(day);
                true
            }),
            _ => false,
        }
    }

    fn has(&mut self, value: &str) -> bool {
        let has = match value.to_ascii_lowercase().as_str() {
            "file" => Has::File,
            "image" => Has::Image,
            "link" => Has::Link,
            _ => return false,
        };
        if !self.has.contains(&has) {
            self.has.push(has);
        }
        true
    }
}

fn keep(list: &mut Vec<String>, value: &str) -> bool {
    if value.is_empty() || list.len() >= FILTERS {
        return false;
    }
    list.push(value.to_owned());
    true
}

/// `2026-01-31`, a day that exists.
fn day(text: &str) -> Option<Day> {
    let mut numbers = text.split('-').map(|part| {
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())
            .flatten()
    });
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i16::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let sound = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (sound && numbers.next().is_none()).then_some(Day { year, month, day })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(text: &str, phrase: bool, excluded: bool) -> Word {
        Word { text: text.into(), phrase, excluded }
    }

    #[test]
    fn every_part_is_read() {
        let typed = parse(
            "boat \"high tide\" -storm from:@ada in:#harbour has:file HAS:link before:2026-01-31 after:2024-02-29 is:thread",
        );
        assert_eq!(
            typed.words,
            [word("boat", false, false), word("high tide", true, false), word("storm", false, true)]
        );
        assert_eq!((typed.from, typed.within), (vec!["ada".into()], vec!["harbour".into()]));
        assert_eq!(typed.has, [Has::File, Has::Link]);
        assert_eq!(typed.before, Some(Day { year: 2026, month: 1, day: 31 }));
        assert_eq!(typed.after, Some(Day { year: 2024, month: 2, day: 29 }));
        assert!(typed.in_thread);
    }

    #[test]
    fn what_is_no_filter_is_a_word() {
        for odd in [
            "to:ada",
            "from:",
            "has:fun",
            "before:soon",
            "before:2025-02-29",
            "during:2025-1-2-3",
            "http://a",
            "-",
            "is:late",
        ] {
            assert_eq!(
                parse(odd),
                Typed { words: vec![word(odd, false, false)], ..Typed::default() },
                "{odd}"
            );
        }
        assert_eq!(parse("\"open end").words, [word("open end", true, false)]);
        assert_eq!(parse("\"\" -\"\" \" \""), Typed::default());
    }

    proptest! {
        #[test]
        fn any_input_is_read(input in ".{0,600}") {
            let typed = parse(&input);
            prop_assert!(typed.words.len() <= WORDS);
        }
    }
}
