//! GIF: blocks of frames and extensions; comments and applications' notes go, but for the
//! one that says how often an animation is repeated.

use super::{array, take};

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let head = take(&mut rest, 13)?;
    if !head.starts_with(b"GIF8") {
        return None;
    }
    let mut kept = head.to_vec();
    kept.extend(take(&mut rest, table_length(head[10]))?);
    loop {
        let start = rest;
        let keep = match array(&mut rest)? {
            [0x3b] => {
                kept.push(0x3b);
                return Some(kept);
            }
            [0x2c] => {
                let frame = take(&mut rest, 9)?;
                take(&mut rest, table_length(frame[8]) + 1)?;
                true
            }
            [0x21] => {
                let [label] = array(&mut rest)?;
                let repeats = |name: &[u8]| rest.get(1..12) == Some(name);
                match label {
                    0xf9 | 0x01 => true,
                    0xff => repeats(b"NETSCAPE2.0") || repeats(b"ANIMEXTS1.0"),
                    _ => false,
                }
            }
            _ => return None,
        };
        skip_blocks(&mut rest)?;
        if keep {
            kept.extend(&start[..start.len() - rest.len()]);
        }
    }
}

/// Bytes of a colour table that these flags announce.
fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Blocks, each after its length, up to an empty one.
fn skip_blocks(rest: &mut &[u8]) -> Option<()> {
    loop {
        let [length] = array(rest)?;
        if length == 0 {
            return Some(());
        }
        take(rest, usize::from(length))?;
    }
}
