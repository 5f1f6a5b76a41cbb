//! What is well-formed: every text a person gives passes here, is trimmed, and is refused
//! with words that say what would be right.

use protocol::{Status, Timestamp, limits};

use crate::{Refusal, Result};

/// Characters of a password, at most.
pub const PASSWORD_CHARS: usize = 256;
/// Passwords that everyone tries first.
const COMMON: &str = include_str!("validate/common_passwords.txt");

fn has_controls(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

/// Turns the direction of what follows: in a name, it would disguise its surroundings.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line of text with a length in characters.
pub fn line(field: &'static str, text: &str, least: usize, most: usize) -> Result<String> {
    let text = text.trim();
    let count = text.chars().count();
    if count < least || count > most {
        return Err(Refusal::invalid(field, format!("{field} must have {least} to {most} characters")));
    }
    if text.chars().any(|c| c.is_control() || turns(c)) {
        return Err(Refusal::invalid(field, format!("{field} must be one line without control characters")));
    }
    Ok(text.to_owned())
}

/// Several lines of text with a length in characters, trimmed.
pub fn lines(field: &'static str, text: &str, most: usize) -> Result<String> {
    Ok(untrimmed(field, text, most)?.trim().to_owned())
}

/// Several lines of text as they were typed, with a length in characters.
pub fn untrimmed(field: &'static str, text: &str, most: usize) -> Result<String> {
    let text = text.replace("\r\n", "\n");
    if text.chars().count() > most {
        return Err(Refusal::invalid(field, format!("{field} must have at most {most} characters")));
    }
    if has_controls(&text) {
        return Err(Refusal::invalid(field, format!("{field} must not have control characters")));
    }
    Ok(text)
}

/// The text of a message; may be empty (a file alone is a message). Spaces that open its
/// first line stay: in Markdown they mean code.
pub fn text(text: &str) -> Result<String> {
    let text = untrimmed("text", text, limits::MESSAGE_CHARS)?;
    let opening = text.len() - text.trim_start().len();
    let line = text[..opening].rfind('\n').map_or(0, |end| end + 1);
    Ok(text[line..].trim_end().to_owned())
}

/// A handle: what is typed after `@`.
pub fn handle(text: &str) -> Result<String> {
    let text = text.trim().trim_start_matches('@').to_lowercase();
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let rest = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if !first || !rest || text.len() > 32 {
        let why = "handle must have 1 to 32 of a–z, 0–9, dot, dash or underscore, a letter or digit first";
        return Err(Refusal::invalid("handle", why));
    }
    Ok(text)
}

/// A group's handle: what names everybody isn't one.
pub fn group_handle(text: &str) -> Result<String> {
    let text = handle(text)?;
    if matches!(text.as_str(), "channel" | "here" | "everyone" | "all") {
        return Err(Refusal::invalid("handle", "that word names everybody: choose another handle"));
    }
    Ok(text)
}

/// A handle made from a name: `Ada Lovelace` → `ada.lovelace`.
pub fn handle_from(name: &str) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut made = words.join(".");
    made.truncate(24);
    if made.is_empty() { "person".to_owned() } else { made.trim_end_matches('.').to_owned() }
}

/// An e-mail address, lower-cased. Only mail proves an address; this refuses what can't be one.
pub fn email(text: &str) -> Result<String> {
    let text = text.trim().to_lowercase();
    let parts = text.split_once('@');
    let sound = parts.is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.is_empty()
            && !domain.contains('@')
    });
    if !sound || text.len() > 254 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Refusal::invalid("email", "email must look like name@example.org"));
    }
    Ok(text)
}

/// A password worth having.
pub fn password(field: &'static str, text: &str) -> Result<()> {
    let count = text.chars().count();
    if !(8..=PASSWORD_CHARS).contains(&count) {
        return Err(Refusal::invalid(
            field,
            "a password must have 8 to 256 characters; 15 or more is better",
        ));
    }
    if COMMON.lines().any(|common| common.eq_ignore_ascii_case(text)) {
        return Err(Refusal::invalid(
            field,
            "that password is among the first that anyone tries: choose another",
        ));
    }
    Ok(())
}

/// A channel's name: lower-case letters and digits of any script, dash and underscore.
pub fn channel_name(text: &str) -> Result<String> {
    let text = text.trim().trim_start_matches('#').to_lowercase().replace(' ', "-");
    let sound = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if text.is_empty() || text.chars().count() > 80 || !sound {
        let why = "name must have 1 to 80 letters, digits, dashes or underscores";
        return Err(Refusal::invalid("name", why));
    }
    Ok(text)
}

/// A file's name without a path.
pub fn file_name(text: &str) -> Result<String> {
    let name = line("name", text, 1, 255)?;
    if name.contains(['/', '\\']) || name == "." || name == ".." {
        return Err(Refusal::invalid("name", "name must be a file's name without a path"));
    }
    Ok(name)
}

/// A media type, parameters left out: `image/png`.
pub fn media_type(text: &str) -> Result<String> {
    let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let part = |part: &str| {
        let sound = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        (1..=64).contains(&part.len()) && part.bytes().all(sound)
    };
    match kind.split_once('/') {
        Some((kind, sub)) if part(kind) && part(sub) => Ok(format!("{kind}/{sub}")),
        _ => Err(Refusal::invalid("media_type", "media_type must look like image/png")),
    }
}

/// A SHA-256 in lower-case hex.
pub fn sha256(text: &str) -> Result<String> {
    if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(Refusal::invalid("sha256", "sha256 must be 64 lower-case hexadecimal digits"));
    }
    Ok(text.to_owned())
}

/// A client's idempotency key.
pub fn nonce(text: &str) -> Result<String> {
    if text.is_empty() || text.len() > limits::NONCE_CHARS || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::invalid("nonce", "nonce must have 1 to 64 printable ASCII characters"));
    }
    Ok(text.to_owned())
}

/// Names of standard emoji, one a line, sorted.
const SHORTCODES: &str = include_str!("validate/shortcodes.txt");

/// A name for an emoji of a workspace's own, that no standard emoji has.
pub fn emoji_name(name: &str) -> Result<String> {
    if !protocol::emoji::is_name(name) {
        return Err(Refusal::invalid(
            "name",
            "name must be 2 to 32 of a–z, 0–9, _, + and -, beginning with a letter or digit",
        ));
    }
    if SHORTCODES.lines().any(|it| it == name) {
        return Err(Refusal::Conflict("emoji_standard", "a standard emoji has that name: choose another"));
    }
    Ok(name.to_owned())
}

/// One emoji, as Unicode has it.
pub fn emoji(text: &str) -> Result<&str> {
    let pictured = text.chars().any(|c| c >= '\u{a9}');
    let sound = text.chars().all(|c| match c {
        '0'..='9' | '#' | '*' => true,
        // Pictures, and the tags that make flags of regions.
        '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}' => true,
        _ => {
            ('\u{a9}'..'\u{e000}').contains(&c) && !c.is_alphabetic() && !c.is_whitespace() && !turns(c)
                || ('\u{fe00}'..='\u{fe0f}').contains(&c)
        }
    });
    if text.len() > 64 || !pictured || !sound {
        return Err(Refusal::invalid("emoji", "emoji must be one emoji character"));
    }
    Ok(text)
}

/// What somebody says of themselves; an end must be ahead, and not for ever.
pub fn status(status: &Status, now: Timestamp) -> Result<Status> {
    let emoji = emoji(&status.emoji)?.to_owned();
    let text = line("text", &status.text, 0, limits::STATUS_CHARS)?;
    let most = now.plus_seconds(limits::STATUS_DAYS * 24 * 3_600);
    if status.until.is_some_and(|until| until <= now || until > most) {
        return Err(Refusal::invalid("until", "until must be ahead, and within 366 days"));
    }
    Ok(Status { emoji, text, until: status.until, quiet: status.quiet })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_a_picture_and_not_a_word() {
        for good in ["👍", "❤️", "🇩🇪", "1️⃣", "👩🏽‍💻", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "©️", "〰️"]
        {
            assert!(emoji(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "1", "ok👍", "\u{202e}a", "👍\u{202e}", "\u{3000}", "й", "\u{10ffff}"] {
            assert!(emoji(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn handles_come_from_names() {
        assert_eq!(handle_from("Ada Lovelace"), "ada.lovelace");
        assert_eq!(handle_from("李"), "person");
        assert!(handle("ada lovelace").is_err());
    }

    #[test]
    fn what_everyone_tries_first_is_no_password() {
        assert!(password("password", "password1").is_err());
        assert!(password("password", "short").is_err());
        assert!(password("password", "correct horse battery staple").is_ok());
    }

    #[test]
    fn controls_are_refused_but_lines_are_kept() {
        assert_eq!(text("one\r\ntwo\n").as_deref(), Ok("one\ntwo"));
        assert_eq!(text("\n\n    code\nmore  ").as_deref(), Ok("    code\nmore"));
        assert_eq!(text(" \n\t ").as_deref(), Ok(""));
        assert!(text("lone \r").is_err());
        assert!(line("name", "ada\u{202e}", 1, 80).is_err());
        assert!(text("bell \u{7}").is_err());
        assert!(text("nul \0").is_err());
    }
}
