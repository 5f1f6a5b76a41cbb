//! Taking out of pictures what tells where and with what they were made, without touching
//! their pixels. Each format is walked piece by piece and only pieces known to matter for
//! showing it are kept; how it is to be turned is kept too. What follows the picture's end
//! (a second picture, a film, a script) goes.

use bytes::Bytes;
use image::metadata::Orientation;

mod gif;
mod jpeg;
mod png;
mod webp;

/// The pieces don't fit together as the format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the picture's structure is broken")]
pub struct Malformed;

/// The picture without its metadata; files of other types come back as they are.
pub fn strip_location(bytes: Bytes, media_type: &str) -> Result<Bytes, Malformed> {
    match media_type {
        "image/jpeg" => jpeg::strip(&bytes),
        "image/png" => png::strip(&bytes),
        "image/webp" => webp::strip(&bytes),
        "image/gif" => gif::strip(&bytes),
        _ => return Ok(bytes),
    }
    .map(Bytes::from)
    .ok_or(Malformed)
}

/// EXIF data that says how to turn the picture and nothing else; none for upright ones.
fn turning_only(exif: &[u8]) -> Option<Vec<u8>> {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let orientation = Orientation::from_exif_chunk(exif)?;
    if orientation == Orientation::NoTransforms {
        return None;
    }
    // Big-endian TIFF, one directory of one entry: tag 0x0112, one short.
    let mut kept = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    kept.extend([orientation.to_exif(), 0, 0, 0, 0, 0, 0]);
    Some(kept)
}

/// The first `length` bytes, moving on behind them.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

/// The next bytes as an array, moving on behind them.
fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    take(rest, N)?.try_into().ok()
}
