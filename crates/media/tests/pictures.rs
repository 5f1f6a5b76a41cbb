//! Pictures, honest and hostile.

use std::{io::Cursor, sync::LazyLock};

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use media::{
    image::{Refused, inspect, small_copy, thumbnail_type},
    location::strip_location,
};
use proptest::prelude::*;

const FORMATS: [(ImageFormat, &str); 4] = [
    (ImageFormat::Png, "image/png"),
    (ImageFormat::Jpeg, "image/jpeg"),
    (ImageFormat::Gif, "image/gif"),
    (ImageFormat::WebP, "image/webp"),
];

fn photo(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x * y) as u8])).into()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// EXIF with an orientation of 6 (turn right) and something about a place.
fn exif() -> Vec<u8> {
    let mut exif = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 59.91 N 10.75 E");
    exif
}

fn jpeg_with_exif() -> Vec<u8> {
    let plain = encoded(&photo(800, 400), ImageFormat::Jpeg);
    let body = [b"Exif\0\0".as_slice(), &exif()].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &body, b"\xff\xfe\0\x06GPS?", &plain[2..], b"GPS film behind"]
        .concat()
}

fn png_with_exif() -> Vec<u8> {
    let plain = encoded(&photo(800, 400), ImageFormat::Png);
    let chunk = |name: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length, name, body, &crc(&[name, body].concat()).to_be_bytes()].concat()
    };
    [&plain[..33], &chunk(b"eXIf", &exif()), &chunk(b"tEXt", b"Comment\0GPS"), &plain[33..], b"<script>GPS"]
        .concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

fn webp_with_exif() -> Vec<u8> {
    let plain = encoded(&photo(800, 400), ImageFormat::WebP);
    let chunk = |name: &[u8], body: &[u8]| {
        let filling: &[u8] = if body.len() % 2 == 1 { b"\0" } else { b"" };
        [name, &u32::try_from(body.len()).unwrap().to_le_bytes(), body, filling].concat()
    };
    // Flags, three bytes free, then width − 1 and height − 1 in three bytes each.
    let shape = [0x0c, 0, 0, 0, 0x1f, 0x03, 0, 0x8f, 0x01, 0];
    let body = [
        b"WEBP".as_slice(),
        &chunk(b"VP8X", &shape),
        &plain[12..],
        &chunk(b"EXIF", &exif()),
        &chunk(b"XMP ", b"GPS"),
    ]
    .concat();
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

fn gif_with_comment() -> Vec<u8> {
    let mut plain = encoded(&photo(30, 20), ImageFormat::Gif);
    assert_eq!(plain.pop(), Some(0x3b));
    [&plain[..], b"\x21\xfe\x03GPS\0\x3b<script>GPS</script>"].concat()
}

#[tokio::test]
async fn a_photo_gets_its_size_a_placeholder_and_thumbnails() {
    let bytes = encoded(&photo(1500, 750), ImageFormat::Jpeg);
    let facts = inspect(bytes.into()).await.unwrap().unwrap();
    assert_eq!((facts.image.width, facts.image.height), (1500, 750));
    assert_eq!(facts.image.thumbnails, [360, 720, 1440]);
    assert!(facts.image.placeholder.len() <= 2048);
    assert_eq!(thumbnail_type(&facts.image), "image/jpeg");
    for thumbnail in facts.thumbnails {
        let drawn = image::load_from_memory_with_format(&thumbnail.bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (thumbnail.width, thumbnail.width / 2));
    }
}

#[tokio::test]
async fn what_can_be_seen_through_stays_so() {
    let picture: DynamicImage = RgbaImage::from_pixel(400, 400, Rgba([9, 9, 9, 100])).into();
    let facts = inspect(encoded(&picture, ImageFormat::Png).into()).await.unwrap().unwrap();
    assert_eq!((thumbnail_type(&facts.image), &facts.image.thumbnails[..]), ("image/png", &[360][..]));
    let drawn = image::load_from_memory_with_format(&facts.thumbnails[0].bytes, ImageFormat::Png).unwrap();
    assert_eq!(drawn.to_rgba8().get_pixel(5, 5).0[3], 100);
}

#[tokio::test]
async fn one_pixel_lines_and_dots_are_pictures_too() {
    for (width, height) in [(1, 1), (1, 3000), (3000, 1)] {
        for (format, kind) in FORMATS {
            let facts = inspect(encoded(&photo(width, height), format).into()).await.unwrap().unwrap();
            assert_eq!((facts.image.width, facts.image.height), (width, height), "{kind}");
        }
    }
}

#[tokio::test]
async fn a_long_ribbon_gets_no_thumbnails() {
    let ribbon: DynamicImage = RgbImage::new(361, 20_000).into();
    let facts = inspect(encoded(&ribbon, ImageFormat::Png).into()).await.unwrap().unwrap();
    assert_eq!((facts.image.height, facts.thumbnails.len()), (20_000, 0));
    assert!(facts.image.placeholder.len() <= 2048);
}

#[tokio::test]
async fn a_turned_photo_is_measured_as_seen() {
    for bytes in [jpeg_with_exif(), png_with_exif(), webp_with_exif()] {
        let facts = inspect(bytes.into()).await.unwrap().unwrap();
        assert_eq!((facts.image.width, facts.image.height), (400, 800));
        assert_eq!(facts.image.thumbnails, [360]);
        let drawn = image::load_from_memory(&facts.thumbnails[0].bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (360, 720));
    }
}

#[tokio::test]
async fn where_it_was_taken_goes_and_how_to_turn_it_stays() {
    for (bytes, kind) in
        [(jpeg_with_exif(), "image/jpeg"), (png_with_exif(), "image/png"), (webp_with_exif(), "image/webp")]
    {
        assert!(bytes.windows(3).any(|seen| seen == b"GPS"));
        let before = image::load_from_memory(&bytes).unwrap();
        let stripped = strip_location(bytes.into(), kind).unwrap();
        assert!(!stripped.windows(3).any(|seen| seen == b"GPS"), "{kind}");
        assert_eq!(image::load_from_memory(&stripped).unwrap(), before, "{kind}");
        let facts = inspect(stripped.clone()).await.unwrap().unwrap();
        assert_eq!((facts.image.width, facts.image.height), (400, 800), "{kind}");
        assert_eq!(strip_location(stripped.clone(), kind).unwrap(), stripped, "{kind}");
    }
}

#[test]
fn a_script_behind_a_gif_goes() {
    let bytes = gif_with_comment();
    let before = image::load_from_memory(&bytes).unwrap();
    let stripped = strip_location(bytes.into(), "image/gif").unwrap();
    assert!(!stripped.windows(3).any(|seen| seen == b"GPS"));
    assert_eq!(image::load_from_memory(&stripped).unwrap(), before);
}

#[test]
fn pictures_without_metadata_stay_pictures() {
    for (format, kind) in FORMATS {
        let bytes = Bytes::from(encoded(&photo(40, 30), format));
        let stripped = strip_location(bytes.clone(), kind).unwrap();
        let pixels = |bytes: &[u8]| image::load_from_memory_with_format(bytes, format).unwrap();
        assert_eq!(pixels(&stripped), pixels(&bytes), "{kind}");
    }
    assert_eq!(strip_location(Bytes::from_static(b"text"), "text/plain").unwrap(), "text");
}

#[tokio::test]
async fn bombs_are_refused_by_their_header() {
    let mut png = encoded(&photo(1, 1), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    assert_eq!(inspect(png.into()).await, Err(Refused::TooLarge));
    let mut gif = encoded(&photo(1, 1), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    assert_eq!(inspect(gif.into()).await, Err(Refused::TooLarge));
    let mut webp = encoded(&photo(1, 1), ImageFormat::WebP);
    // 14 bits of width − 1, then 14 of height − 1, after the lossless coding's mark.
    webp[21..25].copy_from_slice(&[0xfe, 0xbf, 0xff, 0x0f]);
    assert_eq!(inspect(webp.into()).await, Err(Refused::TooLarge));
}

#[tokio::test]
async fn a_small_copy_is_drawn_anew_and_says_nothing_of_the_other() {
    let copy = small_copy(jpeg_with_exif().into(), 100).await.unwrap().unwrap();
    assert_eq!((copy.image.width, copy.image.height), (50, 100), "upright, and no longer than that");
    assert!(!copy.bytes.windows(3).any(|it| it == b"GPS"));
    assert_eq!(inspect(copy.bytes.clone()).await.unwrap().unwrap().image.width, 50);
    for (format, _) in FORMATS {
        let small = small_copy(encoded(&photo(60, 40), format).into(), 100).await.unwrap().unwrap();
        assert_eq!((small.image.width, small.image.height), (60, 40), "{format:?}");
    }
    assert_eq!(small_copy(Bytes::from_static(b"<svg/>"), 100).await, Ok(None));
}

#[tokio::test]
async fn what_only_claims_to_be_a_picture_is_none() {
    for text in ["<html><script>alert(1)</script>", "<svg viewBox='0 0 99999 99999'/>", "", "GIF"] {
        assert_eq!(inspect(Bytes::from_static(text.as_bytes())).await, Ok(None), "{text}");
    }
    assert!(matches!(inspect(Bytes::from_static(b"GIF89a<script>")).await, Err(Refused::Broken(_))));
}

#[tokio::test]
async fn a_picture_cut_short_is_refused() {
    for (format, kind) in FORMATS {
        let whole = encoded(&photo(64, 64), format);
        let cut = Bytes::from(whole[..whole.len() / 2].to_vec());
        assert!(strip_location(cut.clone(), kind).is_err(), "{kind}");
        let start = Bytes::from(whole[..20].to_vec());
        assert!(matches!(inspect(start).await, Err(Refused::Broken(_))), "{kind}");
    }
}

static SAMPLES: LazyLock<[Vec<u8>; 4]> =
    LazyLock::new(|| [png_with_exif(), jpeg_with_exif(), gif_with_comment(), webp_with_exif()]);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_the_walkers_panic(
        which in 0..4usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let whole = &SAMPLES[which];
        let mut bytes = whole[..whole.len().min(3000)].to_vec();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for kind in ["image/png", "image/jpeg", "image/gif", "image/webp"] {
            let _any = strip_location(bytes.clone().into(), kind);
            let start = &whole[..12];
            let _any = strip_location([start, &noise].concat().into(), kind);
            let _any = strip_location(noise.clone().into(), kind);
        }
        let _any = media::sniff::media_type(&noise);
    }

    #[test]
    fn what_is_left_is_left_again(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        for start in [&b"\xff\xd8"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"] {
            let bytes = Bytes::from([start, &noise].concat());
            for (_, kind) in FORMATS {
                if let Ok(once) = strip_location(bytes.clone(), kind) {
                    prop_assert_eq!(strip_location(once.clone(), kind).unwrap(), once);
                }
            }
        }
    }
}
