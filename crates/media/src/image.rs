//! Looking into pictures: measured before they are decoded, decoded within bounds of
//! memory, one at a time. What browsers get of them (thumbnails, placeholder) is drawn
//! anew; the original's pixels stay as they came.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use tokio::sync::Semaphore;

use crate::sniff;

mod jpeg;

/// Pixels of the largest picture that is decoded.
pub const MAX_PIXELS: u64 = 40_000_000;
/// Pixels of the largest WebP: its decoder holds the picture twice.
pub const MAX_WEBP_PIXELS: u64 = 24_000_000;
/// Widths of the thumbnails; only those smaller than the picture are made.
pub const WIDTHS: [u32; 3] = [360, 720, 1440];

/// Bytes that a decoder may take; eight-bit pictures of [`MAX_PIXELS`] fit.
const MAX_ALLOCATED: u64 = 176 * 1024 * 1024;
/// Pixels down of the tallest thumbnail; a ribbon longer than this gets none.
const MAX_TALL: u32 = 16_000;
/// Characters of a placeholder's URL.
const PLACEHOLDER_CHARS: usize = 2048;
/// Pictures decoded at once in this process: memory is what they cost.
static DECODING: Semaphore = Semaphore::const_new(1);

/// What a picture shows of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageFacts {
    /// Size after rotation, placeholder, and the widths of the thumbnails.
    pub image: protocol::Image,
    /// The thumbnails, ascending by width.
    pub thumbnails: Vec<Thumbnail>,
}

/// A smaller copy, without any metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Pixels across.
    pub width: u32,
    /// Of type [`thumbnail_type`].
    pub bytes: Bytes,
}

/// A small picture in the place of one that isn't kept: drawn anew, so that none of the
/// other's bytes is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallCopy {
    /// Its own size and placeholder; it has no thumbnails.
    pub image: protocol::Image,
    /// Of type [`thumbnail_type`].
    pub bytes: Bytes,
}

/// Why a picture isn't taken as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More than 40 megapixels (24 as WebP), or more memory than a picture may take.
    #[error("the picture has too many pixels")]
    TooLarge,
    /// Not readable as what its first bytes promise.
    #[error("the picture is broken: {0}")]
    Broken(String),
}

/// Looks into a file; `None` for what is no PNG, JPEG, GIF or WebP by its bytes.
pub async fn inspect(bytes: Bytes) -> Result<Option<ImageFacts>, Refused> {
    decode(bytes, look).await
}

/// Draws a picture anew, with neither side longer than this; `None` as by [`inspect`].
pub async fn small_copy(bytes: Bytes, most: u32) -> Result<Option<SmallCopy>, Refused> {
    decode(bytes, move |bytes, format| draw_small(bytes, format, most)).await
}

async fn decode<T: Send + 'static>(
    bytes: Bytes,
    work: impl FnOnce(&[u8], ImageFormat) -> Result<T, Refused> + Send + 'static,
) -> Result<Option<T>, Refused> {
    let Some(format) = format(&bytes) else { return Ok(None) };
    // Closed never; the error can't come.
    let _turn = DECODING.acquire().await;
    let work = tokio::task::spawn_blocking(move || work(&bytes, format));
    work.await.map_err(|error| Refused::Broken(error.to_string()))?.map(Some)
}

/// The type of a picture's thumbnails: JPEG for opaque pictures, PNG for those that aren't.
/// Its placeholder has the same, so nothing more needs to be remembered.
pub fn thumbnail_type(image: &protocol::Image) -> &'static str {
    if image.placeholder.starts_with("data:image/png") { "image/png" } else { "image/jpeg" }
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match sniff::media_type(bytes.get(..512).unwrap_or(bytes)) {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn look(bytes: &[u8], format: ImageFormat) -> Result<ImageFacts, Refused> {
    let (turned, picture) = open(bytes, format)?;
    let (width, height) = turned.size();
    let opaque = is_opaque(&picture);
    let mut thumbnails = Vec::new();
    let mut source = picture;
    let useful = |wanted: &u32| *wanted < width && scaled(height, *wanted, width) <= MAX_TALL;
    for wanted in WIDTHS.into_iter().rev().filter(useful) {
        // Each from the next larger one: turning and shrinking the whole picture again
        // would cost its memory again.
        source = turned.shrunk(&source, wanted);
        let bytes = encoded(&turned.upright(&source, opaque), opaque)?;
        thumbnails.push(Thumbnail { width: wanted, bytes });
    }
    thumbnails.reverse();
    let placeholder = placeholder(&turned, &source, opaque)?;
    let widths = thumbnails.iter().map(|thumbnail| thumbnail.width).collect();
    let image = protocol::Image { width, height, placeholder, thumbnails: widths };
    Ok(ImageFacts { image, thumbnails })
}

fn draw_small(bytes: &[u8], format: ImageFormat, most: u32) -> Result<SmallCopy, Refused> {
    let (turned, mut picture) = open(bytes, format)?;
    let (width, height) = turned.size();
    let opaque = is_opaque(&picture);
    if width.max(height) > most {
        picture = turned.shrunk(&picture, scaled(width, most, width.max(height)));
    }
    let placeholder = placeholder(&turned, &picture, opaque)?;
    let upright = turned.upright(&picture, opaque);
    let (width, height) = (upright.width(), upright.height());
    let image = protocol::Image { width, height, placeholder, thumbnails: Vec::new() };
    Ok(SmallCopy { image, bytes: encoded(&upright, opaque)? })
}

/// Of an animation only the first frame is ever decoded.
fn open(bytes: &[u8], format: ImageFormat) -> Result<(Turned, DynamicImage), Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (across, down) = decoder.dimensions();
    let most = if format == ImageFormat::WebP { MAX_WEBP_PIXELS } else { MAX_PIXELS };
    let held = if format == ImageFormat::Jpeg { jpeg::held_bytes(bytes, across, down) } else { 0 };
    let needed = decoder.total_bytes().saturating_add(held);
    if u64::from(across) * u64::from(down) > most || needed > MAX_ALLOCATED {
        return Err(Refused::TooLarge);
    }
    let orientation = decoder.orientation().map_err(refused)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    Ok((Turned { orientation, across, down }, picture))
}

/// A picture's stored size and how it is to be turned.
struct Turned {
    orientation: Orientation,
    across: u32,
    down: u32,
}

impl Turned {
    /// Width and height as seen.
    fn size(&self) -> (u32, u32) {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        match self.orientation {
            Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH => (self.down, self.across),
            _ => (self.across, self.down),
        }
    }

    /// Not turned yet, but of the wanted width once it is.
    fn shrunk(&self, source: &DynamicImage, wanted: u32) -> DynamicImage {
        let (width, height) = self.size();
        let tall = scaled(height, wanted, width);
        let (across, down) =
            if self.size() == (self.across, self.down) { (wanted, tall) } else { (tall, wanted) };
        source.thumbnail_exact(across, down)
    }

    /// As it's seen, in pixels that are written.
    fn upright(&self, source: &DynamicImage, opaque: bool) -> DynamicImage {
        let mut upright = plain(source, opaque);
        upright.apply_orientation(self.orientation);
        upright
    }
}

/// The picture with its longer side at 16 pixels, blurred, as a URL that needs no request.
fn placeholder(turned: &Turned, source: &DynamicImage, opaque: bool) -> Result<String, Refused> {
    let longer = turned.across.max(turned.down).max(1);
    let kind = if opaque { "jpeg" } else { "png" };
    for longest in [16, 8, 4] {
        let side = |side: u32| scaled(side, longest, longer);
        let tiny = source.thumbnail_exact(side(turned.across), side(turned.down));
        let mut tiny = plain(&tiny, opaque).fast_blur(1.0);
        tiny.apply_orientation(turned.orientation);
        let url = format!("data:image/{kind};base64,{}", STANDARD.encode(encoded(&tiny, opaque)?));
        if url.len() <= PLACEHOLDER_CHARS {
            return Ok(url);
        }
    }
    Err(Refused::TooLarge)
}

/// `side · to / from`, at least one pixel.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let scaled = u64::from(side) * u64::from(to) / u64::from(from.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

/// Eight bits a channel, with alpha only where it's needed.
fn plain(picture: &DynamicImage, opaque: bool) -> DynamicImage {
    if opaque { picture.to_rgb8().into() } else { picture.to_rgba8().into() }
}

fn encoded(picture: &DynamicImage, opaque: bool) -> Result<Bytes, Refused> {
    let mut bytes = Vec::new();
    if opaque {
        JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(picture).map_err(refused)?;
    } else {
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(refused)?;
    }
    Ok(bytes.into())
}

/// Many pictures have an alpha channel and nothing to see through.
fn is_opaque(picture: &DynamicImage) -> bool {
    match picture {
        DynamicImage::ImageRgba8(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        DynamicImage::ImageLumaA8(pixels) => pixels.pixels().all(|pixel| pixel.0[1] == u8::MAX),
        other => !other.color().has_alpha(),
    }
}

fn refused(error: image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::TooLarge,
        other => Refused::Broken(other.to_string()),
    }
}
