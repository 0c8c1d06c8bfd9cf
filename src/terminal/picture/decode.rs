//! Decodes image files: PNG, JPEG, GIF (its first picture) and WebP. The only user of decoders, which
//! may fail in any way.

use std::io::{BufRead, Seek};
use std::num::NonZeroU64;

use crate::reason::Reason;
use crate::terminal::picture::pixels::Pixels;

/// Maximum number of pixels of an image file; decoded, each takes four bytes.
const MOST_DOTS: u64 = 40_000_000;
/// Maximum number of bytes that a decoder may allocate.
const MOST_MEMORY: u32 = 256 << 20;

/// An image file whose header has been read.
pub(super) enum Decoder<R: BufRead + Seek> {
    Png(Box<png::Reader<R>>),
    Jpeg(Box<zune_jpeg::JpegDecoder<R>>),
    Gif(Box<gif::Decoder<R>>),
    WebP(Box<image_webp::WebPDecoder<R>>),
}

impl<R: BufRead + Seek> Decoder<R> {
    /// Reads the header of a file.
    ///
    /// # Errors
    ///
    /// Why the file cannot be decoded, or is too large.
    pub(super) fn new(mut file: R) -> Result<Self, Reason> {
        let decoder = match file.fill_buf().map_err(text)? {
            [0x89, b'P', b'N', b'G', ..] => {
                let limits = png::Limits { bytes: MOST_MEMORY as usize };
                let mut decoder = png::Decoder::new_with_limits(file, limits);
                decoder.set_ignore_text_chunk(true);
                let eight_bits = png::Transformations::normalize_to_color8();
                decoder.set_transformations(eight_bits | png::Transformations::ALPHA);
                Self::Png(Box::new(decoder.read_info().map_err(text)?))
            }
            [0xff, 0xd8, 0xff, ..] => {
                // In the usual mode, damage at the end loses what is before it.
                let options = zune_jpeg::zune_core::options::DecoderOptions::default()
                    .set_strict_mode(false)
                    .set_max_width(usize::MAX)
                    .set_max_height(usize::MAX);
                let mut decoder = zune_jpeg::JpegDecoder::new_with_options(file, options);
                decoder.decode_headers().map_err(text)?;
                Self::Jpeg(Box::new(decoder))
            }
            [b'G', b'I', b'F', b'8', ..] => {
                let mut options = gif::DecodeOptions::new();
                options.set_color_output(gif::ColorOutput::RGBA);
                if let Some(most) = NonZeroU64::new(MOST_MEMORY.into()) {
                    options.set_memory_limit(gif::MemoryLimit::Bytes(most));
                }
                Self::Gif(Box::new(options.read_info(file).map_err(text)?))
            }
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                let mut decoder = image_webp::WebPDecoder::new(file).map_err(text)?;
                decoder.set_memory_limit(MOST_MEMORY as usize);
                Self::WebP(Box::new(decoder))
            }
            _ => return Err(Reason::NoPicture),
        };
        let (width, height) = decoder.size();
        match u64::from(width) * u64::from(height) {
            1..=MOST_DOTS => Ok(decoder),
            0 => Err(Reason::NoDots),
            _ => Err(too_many((width, height))),
        }
    }

    /// Returns the width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        match self {
            Self::Png(png) => (png.info().width, png.info().height),
            // The header has been read.
            Self::Jpeg(jpeg) => {
                let (width, height) = jpeg.dimensions().unwrap_or_default();
                (width as u32, height as u32)
            }
            Self::Gif(gif) => (gif.width().into(), gif.height().into()),
            Self::WebP(webp) => webp.dimensions(),
        }
    }

    /// Decodes the image.
    ///
    /// # Errors
    ///
    /// Why the file cannot be decoded.
    pub(super) fn decode(self) -> Result<Pixels, Reason> {
        let (width, height) = self.size();
        let too_large = || too_many((width, height));
        let (channels, bytes) = match self {
            Self::Png(mut png) => {
                let mut bytes = vec![0; png.output_buffer_size().ok_or_else(too_large)?];
                png.next_frame(&mut bytes).map_err(text)?;
                (png.output_color_type().0.samples(), bytes)
            }
            Self::Jpeg(mut jpeg) => (3, jpeg.decode().map_err(text)?),
            Self::Gif(mut gif) => {
                let frame = gif.read_next_frame().map_err(text)?.ok_or(Reason::NoDots)?;
                let bytes = frame.buffer.to_vec();
                let part = Pixels::new(frame.width.into(), frame.height.into(), 4, bytes);
                return Ok(part.placed(width, height, frame.left.into(), frame.top.into()));
            }
            Self::WebP(mut webp) => {
                let mut bytes = vec![0; webp.output_buffer_size().ok_or_else(too_large)?];
                webp.read_image(&mut bytes).map_err(text)?;
                (if webp.has_alpha() { 4 } else { 3 }, bytes)
            }
        };
        Ok(Pixels::new(width, height, channels, bytes))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` wants it")]
fn text(error: impl ToString) -> Reason {
    Reason::other(&error)
}

fn too_many((width, height): (u32, u32)) -> Reason {
    Reason::TooManyDots { width: width as usize, height: height as usize }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
    use std::io::Cursor;

    fn decoded(file: &[u8]) -> Result<Pixels, Reason> {
        Decoder::new(Cursor::new(file))?.decode()
    }

    /// Decodes as another program does, up to the rounding of 16 bits to 8.
    #[test]
    fn all_kinds_of_pixels_are_decoded() {
        let image = RgbaImage::from_fn(9, 7, |x, y| {
            Rgba([(x * 28) as u8, (y * 36) as u8, (x * y) as u8, (255 - x * 20) as u8])
        });
        let image = DynamicImage::from(image);
        let plain: DynamicImage = image.to_rgb8().into();
        let grey: DynamicImage = image.to_luma8().into();
        let png =
            [image.to_luma_alpha8().into(), image.to_rgba16().into(), image.to_luma16().into()]
                .map(|image: DynamicImage| (image, ImageFormat::Png));
        let jpeg = [plain.clone(), grey.clone()].map(|image| (image, ImageFormat::Jpeg));
        let webp = [plain.clone(), image.clone()].map(|image| (image, ImageFormat::WebP));
        let both = [plain, grey, image].map(|image| (image, ImageFormat::Png));
        for (image, format) in png.into_iter().chain(jpeg).chain(webp).chain(both) {
            let mut file = Cursor::new(Vec::new());
            image.write_to(&mut file, format).unwrap();
            let found = decoded(file.get_ref()).unwrap();
            let expected = image::load_from_memory(file.get_ref()).unwrap().to_rgba8();
            assert_eq!((found.width(), found.height()), expected.dimensions());
            for (x, y, expected) in expected.enumerate_pixels() {
                let is_near =
                    found.dot(x, y).iter().zip(expected.0).all(|(a, b)| a.abs_diff(b) < 2);
                assert!(is_near, "{format:?} {:?} at {x},{y}", image.color());
            }
        }
    }

    #[test]
    fn the_first_picture_of_a_gif_has_its_place() {
        let mut file = Vec::new();
        let mut encoder = gif::Encoder::new(&mut file, 5, 4, &[255, 0, 0, 0, 0, 255]).unwrap();
        for colour in [0, 1] {
            let mut frame = gif::Frame::from_indexed_pixels(2, 2, vec![colour; 4], None);
            (frame.left, frame.top) = (4, 1);
            encoder.write_frame(&frame).unwrap();
        }
        drop(encoder);
        let found = decoded(&file).unwrap();
        assert_eq!((found.width(), found.height()), (5, 4));
        let places = (0..4).flat_map(|y| (0..5).map(move |x| (x, y)));
        let drawn: Vec<_> = places.filter(|(x, y)| found.dot(*x, *y) == [255, 0, 0, 255]).collect();
        assert_eq!(drawn, [(4, 1), (4, 2)]);
        assert_eq!(found.dot(0, 0), [0; 4]);
        file[6] = 0;
        assert_eq!(decoded(&file), Err(Reason::NoDots));
    }

    #[test]
    fn other_files_are_named() {
        for file in [&b""[..], b"BM", b"<svg/>", b"RIFF\x04\0\0\0WAVE"] {
            assert_eq!(decoded(file), Err(Reason::NoPicture));
        }
        for file in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF89a", b"RIFF\x04\0\0\0WEBP"] {
            assert!(decoded(file).is_err());
        }
    }
}
