//! PNG: chunks, each with a length, a name and a checksum.

use super::{array, take, turning_only};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut kept = SIGNATURE.to_vec();
    loop {
        let length: [u8; 4] = array(&mut rest)?;
        let name: [u8; 4] = array(&mut rest)?;
        let body = take(&mut rest, usize::try_from(u32::from_be_bytes(length)).ok()?)?;
        let sum: [u8; 4] = array(&mut rest)?;
        if &name == b"eXIf" {
            if let Some(turning) = turning_only(body) {
                chunk(&mut kept, &name, &turning)?;
            }
        } else if shows(&name) {
            kept.extend(length);
            kept.extend(name);
            kept.extend(body);
            kept.extend(sum);
        }
        if &name == b"IEND" {
            return Some(kept);
        }
    }
}

/// Whether the chunk matters for showing the picture: all critical ones (a capital first)
/// and those about colour, size and movement.
fn shows(name: &[u8; 4]) -> bool {
    name[0].is_ascii_uppercase()
        || matches!(
            name,
            b"cHRM"
                | b"gAMA"
                | b"iCCP"
                | b"sBIT"
                | b"sRGB"
                | b"bKGD"
                | b"hIST"
                | b"tRNS"
                | b"pHYs"
                | b"sPLT"
                | b"cICP"
                | b"mDCV"
                | b"cLLI"
                | b"acTL"
                | b"fcTL"
                | b"fdAT"
        )
}

fn chunk(kept: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) -> Option<()> {
    kept.extend(u32::try_from(body.len()).ok()?.to_be_bytes());
    let start = kept.len();
    kept.extend(name);
    kept.extend(body);
    let sum = crc(&kept[start..]);
    kept.extend(sum.to_be_bytes());
    Some(())
}

/// CRC-32 as PNG wants it, bit by bit: for a few dozen bytes.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_pngs() {
        assert_eq!(super::crc(b"IEND"), 0xae42_6082);
    }
}
