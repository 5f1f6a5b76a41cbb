//! Links as they stand in a message's text. Inside code they are text like any other.

use crate::mention::outside_code;

/// Bytes of an address that is taken for one.
const URL_BYTES: usize = 2_000;

/// The web addresses of a text, each once, in order.
pub fn links(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Nearly no message has any.
    if !text.contains("://") {
        return found;
    }
    for prose in outside_code(text) {
        let mut from = 0;
        while let Some(at) = prose[from..].find("://").map(|offset| from + offset) {
            from = at + 3;
            let Some(begin) = scheme_before(&prose[..at]) else { continue };
            let link = &prose[begin..from + length(&prose[from..])];
            from = from.max(begin + link.len());
            if link.len() > at + 3 - begin && link.len() <= URL_BYTES && !found.iter().any(|it| it == link) {
                found.push(link.to_owned());
            }
        }
    }
    found
}

/// Where `http` or `https` begins that stands right before, as a word of its own.
fn scheme_before(before: &str) -> Option<usize> {
    let word = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let scheme = &before[word..];
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(word)
}

/// How far an address goes: to a space, a quote, an angle, or a bracket that closes nothing
/// of it; what ends a sentence isn't its end.
fn length(rest: &str) -> usize {
    let (mut round, mut square) = (0, 0);
    let ends = |c: char| {
        match c {
            '(' => round += 1,
            ')' => round -= 1,
            '[' => square += 1,
            ']' => square -= 1,
            _ => {}
        }
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`') || round < 0 || square < 0
    };
    let end = rest.find(ends).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_once_and_in_order() {
        let text = "see https://b.example/x?y=1#z and HTTP://a.example, https://b.example/x?y=1#z!";
        assert_eq!(links(text), ["https://b.example/x?y=1#z", "HTTP://a.example"]);
    }

    #[test]
    fn marks_around_a_link_are_no_part_of_it() {
        for (text, link) in [
            ("[tides](https://a.example/b)", "https://a.example/b"),
            ("[tides](https://a.example/b \"Tides\")", "https://a.example/b"),
            ("<https://a.example/b>", "https://a.example/b"),
            ("(see https://a.example/b).", "https://a.example/b"),
            ("**https://a.example/b**", "https://a.example/b"),
            ("https://a.example/wiki/Pier_(harbour)", "https://a.example/wiki/Pier_(harbour)"),
            ("http://[2001:db8::1]/x]", "http://[2001:db8::1]/x"),
            ("é https://a.example/é…", "https://a.example/é…"),
        ] {
            assert_eq!(links(text), [link], "{text}");
        }
    }

    #[test]
    fn code_and_rubbish_have_no_links() {
        for text in [
            "`https://a.example`",
            "```\nhttps://a.example\n```",
            "://",
            "https://",
            "xhttps://a",
            "ftp://a.example",
            "é://b",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
        assert!(links(&format!("https://a.example/{}", "x".repeat(2_000))).is_empty());
    }
}
