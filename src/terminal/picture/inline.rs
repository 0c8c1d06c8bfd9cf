//! Encodes pictures as iTerm2's inline images (OSC 1337), one PNG file for each row of cells.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::terminal::picture::dots_of_cells;
use crate::terminal::picture::pixels::Pixels;

/// Encodes an image that fits into its cells, a sequence for each row. The image is filled up with
/// transparent pixels, so that the terminal, which counts in cells, does not stretch it.
///
/// # Errors
///
/// If a PNG file cannot be encoded.
pub(super) fn encode(
    image: &Pixels,
    (columns, rows): (u16, u16),
    cell: (u16, u16),
) -> Result<Vec<Vec<u8>>, png::EncodingError> {
    let (width, height) = dots_of_cells((columns, rows), cell);
    let filled = image.placed(width, height, 0, 0);
    let row = |row| {
        let (_, top) = dots_of_cells((columns, row), cell);
        let file = filled.rows(top, cell.1.into()).to_png()?;
        let (size, file) = (file.len(), STANDARD.encode(file));
        // Some terminals otherwise start a new row below the image.
        let stays = "doNotMoveCursor=1";
        Ok(format!(
            "\x1b]1337;File=inline=1;size={size};width={columns};height=1;preserveAspectRatio=0;\
             {stays}:{file}\x07"
        )
        .into_bytes())
    };
    (0..rows).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, Rgba};

    /// Returns the image of each sequence.
    fn decoded(sequences: &[Vec<u8>], columns: u16) -> Vec<DynamicImage> {
        let image = |sequence: &Vec<u8>| {
            let text = str::from_utf8(sequence).unwrap().strip_prefix("\x1b]1337;File=").unwrap();
            let (arguments, file) = text.strip_suffix('\x07').unwrap().split_once(':').unwrap();
            let file = STANDARD.decode(file).unwrap();
            let expected = format!(
                "inline=1;size={};width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1",
                file.len()
            );
            assert_eq!(arguments, expected);
            image::load_from_memory_with_format(&file, image::ImageFormat::Png).unwrap()
        };
        sequences.iter().map(image).collect()
    }

    #[test]
    fn rows_together_are_the_image() {
        let colour = |x: u32, y: u32| [(x * 7) as u8, (y * 5) as u8, (x + y) as u8];
        // Of the size of its cells, and smaller: in width, in height by more than a row.
        for (width, height) in [(40, 32), (35, 32), (40, 15), (1, 1)] {
            let image = Pixels::from_fn(width, height, |x, y| {
                let [r, g, b] = colour(x, y);
                [r, g, b, 255]
            });
            let rows = decoded(&encode(&image, (5, 2), (8, 16)).unwrap(), 5);
            assert_eq!(rows.len(), 2);
            for (row, image) in (0..).zip(rows) {
                assert_eq!((image.width(), image.height()), (40, 16));
                let is_full = width == 40 && height >= (row + 1) * 16;
                assert_eq!(image.color().has_alpha(), !is_full);
                for (x, y, Rgba([r, g, b, alpha])) in image.to_rgba8().enumerate_pixels() {
                    let y = row * 16 + y;
                    let is_inside = x < width && y < height;
                    assert_eq!(*alpha == 255, is_inside, "{x},{y}");
                    assert!(!is_inside || [*r, *g, *b] == colour(x, y), "{x},{y}");
                }
            }
        }
    }
}
