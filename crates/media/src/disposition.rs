//! What a browser is told to do with a file: RFC 6266.

use crate::{Disposition, inline_type};

/// The disposition's type: what runs is only ever saved.
pub fn kind(asked: Disposition, media_type: &str) -> &'static str {
    if asked == Disposition::Inline && inline_type(media_type) { "inline" } else { "attachment" }
}

/// The name twice: in plain ASCII for the old, percent-encoded for the rest.
pub fn header(kind: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\\' | '%') { c } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        let header = super::header("attachment", "a\"\r\nset-cookie: x=1\u{202e}é.png");
        assert!(header.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()), "{header}");
        assert_eq!(header.matches('"').count(), 2);
    }
}
