//! A file's real type, told from its bytes and never from its name.

/// The media type of a file that begins with these bytes (512 or more are best).
pub fn media_type(start: &[u8]) -> &'static str {
    let at = |offset: usize, magic: &[u8]| start.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    match start {
        _ if at(0, b"\x89PNG\r\n\x1a\n") => "image/png",
        _ if at(0, b"\xff\xd8\xff") => "image/jpeg",
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => "image/gif",
        _ if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        _ if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        _ if at(4, b"ftyp") => iso_type(start),
        _ if at(0, b"\x1a\x45\xdf\xa3") => webm_type(start),
        _ if at(0, b"OggS") => "audio/ogg",
        _ if at(0, b"fLaC") => "audio/flac",
        _ if at(0, b"ID3") || mp3_frame(start) => "audio/mpeg",
        _ if at(0, b"%PDF-") => "application/pdf",
        _ if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") => "application/zip",
        _ => text_type(start),
    }
}

/// Whether a browser may show this type in a page; all others are only saved.
pub fn inline_type(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/png"
            | "image/jpeg"
            | "image/gif"
            | "image/webp"
            | "video/mp4"
            | "video/webm"
            | "audio/flac"
            | "audio/mp4"
            | "audio/mpeg"
            | "audio/ogg"
            | "audio/wav"
            | "audio/webm"
    )
}

/// `ftyp` also opens HEIC and AVIF, which are no films.
fn iso_type(start: &[u8]) -> &'static str {
    match start.get(8..12) {
        Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"avis") | None => "application/octet-stream",
        Some(b"M4A " | b"M4B ") => "audio/mp4",
        // What a browser records begins with its tracks; each says what handles it.
        Some(_) if has(start, b"hdlr") && handles(start, b"soun") && !handles(start, b"vide") => "audio/mp4",
        Some(_) => "video/mp4",
    }
}

/// A track's handler stands twelve bytes behind the name of its box.
fn handles(start: &[u8], kind: &[u8; 4]) -> bool {
    start.windows(16).any(|box_| box_.starts_with(b"hdlr") && box_.ends_with(kind))
}

/// A voice clip is a film without a picture: its codecs, named among the first bytes by
/// whatever records, are all for the ear.
fn webm_type(start: &[u8]) -> &'static str {
    let is_heard = has(start, b"A_OPUS") || has(start, b"A_VORBIS");
    if is_heard && !has(start, b"V_") { "audio/webm" } else { "video/webm" }
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|some| some == part)
}

/// An MPEG audio frame's header: sync, layer III, a bit rate and a sample rate that exist.
fn mp3_frame(start: &[u8]) -> bool {
    matches!(start, [0xff, second, third, ..]
        if second & 0xe6 == 0xe2 && third >> 4 != 15 && third >> 4 != 0 && third & 0x0c != 0x0c)
}

/// Text of some kind, if all of it is UTF-8 (a last character cut in two aside).
fn text_type(start: &[u8]) -> &'static str {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return "application/octet-stream",
    };
    if text.contains('\0') {
        return "application/octet-stream";
    }
    let head: String = text.chars().take(1024).collect::<String>().to_ascii_lowercase();
    if head.contains("<svg") {
        "image/svg+xml"
    } else if ["<!doctype html", "<html", "<script", "<body", "<iframe", "<head"]
        .iter()
        .any(|tag| head.contains(tag))
    {
        "text/html"
    } else {
        "text/plain"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_page_whatever_its_name() {
        assert_eq!(media_type(b"<!DOCTYPE html><p>hi"), "text/html");
        assert_eq!(media_type(b"\n<?xml version='1.0'?><SVG onload=x>"), "image/svg+xml");
        assert_eq!(media_type(b"hello ada"), "text/plain");
        assert_eq!(media_type("hé".as_bytes().split_last().unwrap().1), "text/plain");
        assert_eq!(media_type(b"\xfe\x00"), "application/octet-stream");
        assert_eq!(media_type(b"GIF89a<script>alert(1)</script>"), "image/gif");
        assert_eq!(media_type(b"\0\0\0\x18ftypisom"), "video/mp4");
        assert_eq!(media_type(b"\0\0\0\x18ftypavif"), "application/octet-stream");
        assert_eq!(media_type(b"\xff\xfb\x90\x00"), "audio/mpeg");
    }

    #[test]
    fn what_has_no_picture_is_heard() {
        assert_eq!(media_type(b"\x1a\x45\xdf\xa3 webm \x86\x86A_OPUS"), "audio/webm");
        assert_eq!(media_type(b"\x1a\x45\xdf\xa3 webm A_OPUS and V_VP8"), "video/webm");
        assert_eq!(media_type(b"\x1a\x45\xdf\xa3 its tracks come later"), "video/webm");
        assert_eq!(media_type(b"\0\0\0\x18ftypM4A \0"), "audio/mp4");
        let recorded = |handlers: &[&[u8]]| {
            let mut start = b"\0\0\0\x18ftypiso5\0\0\x02\0".to_vec();
            for handler in handlers {
                start.extend([&b"\0\0\0\x2dhdlr\0\0\0\0\0\0\0\0"[..], handler, b"\0\0\0\0"].concat());
            }
            media_type(&start)
        };
        assert_eq!(recorded(&[b"soun"]), "audio/mp4");
        assert_eq!(recorded(&[b"vide", b"soun"]), "video/mp4");
        assert_eq!(recorded(&[]), "video/mp4");
    }

    #[test]
    fn every_type_is_of_one_kind() {
        use protocol::FileKind;
        let of = |media_type: &str| {
            FileKind::ALL.iter().filter(|kind| kind.media_types().contains(&media_type)).count()
        };
        let starts: [&[u8]; 20] = [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"RIFF....WEBP",
            b"RIFF....WAVE",
            b"\0\0\0\x18ftypisom",
            b"\0\0\0\x18ftypM4A ",
            b"\0\0\0\x18ftypavif",
            b"\x1a\x45\xdf\xa3",
            b"\x1a\x45\xdf\xa3A_OPUS",
            b"OggS",
            b"fLaC",
            b"ID3",
            b"%PDF-",
            b"PK\x03\x04",
            b"<svg",
            b"<html",
            b"hello",
            b"\xfe\x00",
            b"",
        ];
        for start in starts {
            assert_eq!(of(media_type(start)), 1, "{}", media_type(start));
        }
    }

    #[test]
    fn nothing_that_runs_is_shown_inline() {
        for refused in ["text/html", "image/svg+xml", "application/pdf", "text/plain", "text/xml", ""] {
            assert!(!inline_type(refused), "{refused}");
        }
        assert!(inline_type("image/png"));
    }
}
