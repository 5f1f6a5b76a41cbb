//! What looking into a picture may cost: every byte that is allocated is counted. A binary
//! of its own, because the count is of the whole process.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    io::Cursor,
    sync::atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, RgbImage};
use media::image::{Refused, inspect};

/// Bytes that nothing may exceed, the file itself aside.
const MOST: usize = 200 * 1024 * 1024;
/// Bytes that it takes to refuse something by its first few.
const LITTLE: usize = 2 * 1024 * 1024;

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is left to the system's allocator; counting touches two atomics only.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn grown(by: usize) {
    let now = NOW.fetch_add(by, Ordering::Relaxed) + by;
    PEAK.fetch_max(now, Ordering::Relaxed);
}

/// What came of it, and the most that was held meanwhile beyond what was held before.
fn cost(bytes: Vec<u8>) -> (Result<bool, Refused>, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let bytes = Bytes::from(bytes);
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let seen = runtime.block_on(inspect(bytes)).map(|facts| facts.is_some());
    (seen, PEAK.load(Ordering::Relaxed) - before)
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture: DynamicImage = RgbImage::new(width, height).into();
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A JPEG of three components, its pixels left out: decoders fill them up. `first` is how
/// many components its first scan has, `sampling` of the first one, the others have 0x11.
fn bare_jpeg(width: u16, height: u16, kind: u8, first: u8, sampling: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xff, kind, 0, 17, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0]);
    for table in [0x00, 0x10] {
        // One code, of one bit, for the value 0.
        bytes.extend([0xff, 0xc4, 0, 20, table, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    bytes.extend([0xff, 0xda, 0, 6 + 2 * first, first]);
    (1..=first).for_each(|component| bytes.extend([component, 0]));
    bytes.extend([0, if kind == 0xc2 { 0 } else { 63 }, 0]);
    bytes.extend([0; 64]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A GIF of this size, drawn on in one corner only.
fn wide_gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encoded(1, 1, ImageFormat::Gif);
    bytes[6..8].copy_from_slice(&width.to_le_bytes());
    bytes[8..10].copy_from_slice(&height.to_le_bytes());
    bytes
}

/// A GIF of so many frames, each of the whole picture.
fn long_gif(frames: usize) -> Vec<u8> {
    let mut bytes = encoded(200, 200, ImageFormat::Gif);
    assert_eq!(bytes.pop(), Some(0x3b));
    let start = bytes.windows(2).position(|pair| pair == [0x21, 0xf9]).unwrap();
    let frame = bytes[start..].to_vec();
    (1..frames).for_each(|_| bytes.extend(&frame));
    bytes.push(0x3b);
    bytes
}

// One test: others beside it would be counted too.
#[test]
fn no_picture_costs_more_than_200_mib() {
    let seen = [
        ("24 MP PNG", encoded(6000, 4000, ImageFormat::Png), Ok(true)),
        ("24 MP JPEG", encoded(6000, 4000, ImageFormat::Jpeg), Ok(true)),
        ("24 MP WebP", encoded(6000, 4000, ImageFormat::WebP), Ok(true)),
        ("24 MP GIF", wide_gif(6000, 4000), Ok(true)),
        ("40 MP PNG", encoded(8000, 5000, ImageFormat::Png), Ok(true)),
        ("40 MP JPEG", bare_jpeg(8000, 5000, 0xc0, 3, 0x11), Ok(true)),
        ("GIF of 10 000 frames", long_gif(10_000), Ok(true)),
        ("20 MP progressive JPEG", bare_jpeg(5000, 4000, 0xc2, 3, 0x11), Ok(true)),
        ("24 MP progressive JPEG, colours at half size", bare_jpeg(6000, 4000, 0xc2, 3, 0x22), Ok(true)),
        ("40 MP progressive JPEG", bare_jpeg(8000, 5000, 0xc2, 3, 0x11), Err(Refused::TooLarge)),
        ("40 MP JPEG of many scans", bare_jpeg(8000, 5000, 0xc0, 1, 0x11), Err(Refused::TooLarge)),
        ("4 295 MP JPEG", bare_jpeg(65_535, 65_535, 0xc0, 3, 0x11), Err(Refused::TooLarge)),
    ]
    .map(|(what, bytes, expected)| {
        let (seen, peak) = cost(bytes);
        println!("{what}: {seen:?}, {} KiB", peak / 1024);
        assert_eq!(seen, expected, "{what}");
        (what, peak, seen)
    });
    for (what, peak, seen) in seen {
        let most = if seen == Err(Refused::TooLarge) { LITTLE } else { MOST };
        assert!(peak <= most, "{what} took {} MiB", peak / 1024 / 1024);
    }
}
