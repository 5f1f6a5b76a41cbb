//! JPEG: segments, and between them the coded pixels.

use super::{array, take, turning_only};

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    let mut kept = b"\xff\xd8".to_vec();
    loop {
        if array::<1>(&mut rest)? != [0xff] {
            return None;
        }
        let [mut marker] = array(&mut rest)?;
        while marker == 0xff {
            [marker] = array(&mut rest)?;
        }
        match marker {
            0xd9 => {
                kept.extend([0xff, 0xd9]);
                return Some(kept);
            }
            // Alone, without a length.
            0x01 | 0xd0..=0xd7 => kept.extend([0xff, marker]),
            0x00 | 0xd8 => return None,
            _ => segment(marker, &mut rest, &mut kept)?,
        }
    }
}

fn segment(marker: u8, rest: &mut &[u8], kept: &mut Vec<u8>) -> Option<()> {
    let length = array(rest)?;
    let body = take(rest, usize::from(u16::from_be_bytes(length)).checked_sub(2)?)?;
    let keep = match marker {
        // The colours' meaning.
        0xe0 => body.starts_with(b"JFIF\0"),
        0xe2 => body.starts_with(b"ICC_PROFILE\0"),
        0xee => body.starts_with(b"Adobe"),
        0xe1 => {
            if let Some(turning) = body.strip_prefix(b"Exif\0\0").and_then(turning_only) {
                let length = u16::try_from(turning.len() + 8).ok()?;
                kept.extend([0xff, 0xe1]);
                kept.extend(length.to_be_bytes());
                kept.extend(b"Exif\0\0");
                kept.extend(turning);
            }
            false
        }
        0xe3..=0xef | 0xfe => false,
        _ => true,
    };
    if keep {
        kept.extend([0xff, marker]);
        kept.extend(length);
        kept.extend(body);
    }
    if marker == 0xda {
        kept.extend(take(rest, coded_length(rest)?)?);
    }
    Some(())
}

/// Coded pixels end before a marker that is neither a stuffed zero nor a restart.
fn coded_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}
