//! `Range` of RFC 9110 §14: one range of bytes. Several at once are answered with the
//! whole, which the RFC allows and no player minds.

use std::ops::Range;

/// What part of so many bytes a request wants.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// This part.
    Part(Range<u64>),
    /// Nothing that exists: 416.
    Beyond,
}

/// Reads a `Range` header against the size of what it's about.
pub fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let Some((first, last)) = header.and_then(|header| header.strip_prefix("bytes=")?.trim().split_once('-'))
    else {
        return Wanted::Whole;
    };
    let number = |text: &str| {
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    match (number(first), number(last)) {
        (None, Some(0)) => Wanted::Beyond,
        (None, Some(length)) if first.is_empty() && size > 0 => {
            Wanted::Part(size.saturating_sub(length)..size)
        }
        (Some(first), None) if last.is_empty() && first < size => Wanted::Part(first..size),
        (Some(first), Some(last)) if first <= last && first < size => {
            Wanted::Part(first..last.saturating_add(1).min(size))
        }
        (Some(first), None) if last.is_empty() && first >= size => Wanted::Beyond,
        (Some(first), Some(last)) if first <= last => Wanted::Beyond,
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        for (header, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-5", Wanted::Part(2..6)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=8-99", Wanted::Part(8..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=10-12", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 10), expected, "{header}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
    }
}
