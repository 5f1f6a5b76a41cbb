//! What decoding a JPEG costs beside its pixels. A progressive one, or one whose components
//! come one after the other, is held as coefficients until its last scan has come: two bytes
//! each, up to twice the pixels, and nothing that the decoder's own limit counts.

/// Bytes of coefficients held while a JPEG of this size is decoded, told from its header; the
/// most there can be when its header can't be read.
pub fn held_bytes(bytes: &[u8], across: u32, down: u32) -> u64 {
    let (across, down) = (u64::from(across), u64::from(down));
    match Frame::of(bytes) {
        Some(frame) => frame.held_bytes(across, down),
        None => 4 * 2 * (across + 64) * (down + 64),
    }
}

/// What its header says of a picture's coding.
struct Frame {
    is_progressive: bool,
    /// How often a component is sampled in a block of the picture, across and down.
    samples: Vec<(u64, u64)>,
    /// Components of the first scan.
    first: usize,
}

impl Frame {
    /// Walks the segments up to the first scan.
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
        let mut frame: Option<(bool, Vec<(u64, u64)>)> = None;
        loop {
            let [0xff, marker, high, low, ..] = *rest else { return None };
            let length = usize::from(u16::from_be_bytes([high, low]));
            let body = rest.get(4..2 + length)?;
            rest = &rest[2 + length..];
            match marker {
                0xc0..=0xc2 => {
                    // Two of them: no honest picture.
                    if frame.is_some() {
                        return None;
                    }
                    let samples = body.get(6..)?.as_chunks::<3>().0.iter();
                    let samples = samples.map(|[_, by, _]| (u64::from(by >> 4), u64::from(by & 15)));
                    frame = Some((marker == 0xc2, samples.collect()));
                }
                0xda => {
                    let (is_progressive, samples) = frame?;
                    return Some(Self { is_progressive, samples, first: usize::from(*body.first()?) });
                }
                0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe => {}
                _ => return None,
            }
        }
    }

    fn held_bytes(&self, across: u64, down: u64) -> u64 {
        if !self.is_progressive && self.first >= self.samples.len() {
            return 0;
        }
        let most = |side: fn(&(u64, u64)) -> u64| self.samples.iter().map(side).max().unwrap_or(1).max(1);
        let (widest, tallest) = (most(|by| by.0), most(|by| by.1));
        let blocks = across.div_ceil(8 * widest) * down.div_ceil(8 * tallest);
        self.samples.iter().map(|(h, v)| blocks * h * v * 64 * 2).sum()
    }
}
