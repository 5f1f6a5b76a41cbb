//! WebP: chunks within a RIFF, each with a name and a length, filled up to even.

use super::{array, take, turning_only};

/// Flags of `VP8X` that announce metadata.
const EXIF_FLAG: u8 = 0x08;
const XMP_FLAG: u8 = 0x04;

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(b"RIFF")?;
    let size = usize::try_from(u32::from_le_bytes(array(&mut rest)?)).ok()?;
    let mut rest = take(&mut rest, size)?.strip_prefix(b"WEBP")?;
    let mut kept = b"WEBP".to_vec();
    let mut flags_at = None;
    let mut turning = None;
    while !rest.is_empty() {
        let name: [u8; 4] = array(&mut rest)?;
        let length = usize::try_from(u32::from_le_bytes(array(&mut rest)?)).ok()?;
        let body = take(&mut rest, length)?;
        if length % 2 == 1 {
            // Some writers leave the last filling out.
            let _filling = array::<1>(&mut rest);
        }
        match &name {
            b"EXIF" => turning = turning_only(body),
            b"VP8X" if flags_at.is_none() && length == 10 => {
                flags_at = Some(kept.len() + 8);
                chunk(&mut kept, &name, body)?;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => chunk(&mut kept, &name, body)?,
            _ => {}
        }
    }
    if let Some(at) = flags_at {
        kept[at] &= !(EXIF_FLAG | XMP_FLAG);
        if let Some(turning) = turning {
            kept[at] |= EXIF_FLAG;
            chunk(&mut kept, b"EXIF", &turning)?;
        }
    }
    let size = u32::try_from(kept.len()).ok()?;
    Some([b"RIFF".as_slice(), &size.to_le_bytes(), &kept].concat())
}

fn chunk(kept: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) -> Option<()> {
    kept.extend(name);
    kept.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
    kept.extend(body);
    kept.extend((body.len() % 2 == 1).then_some(0));
    Some(())
}
