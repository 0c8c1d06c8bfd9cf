//! Decoded images: scaled, cut, and encoded as PNG.

/// A pixel as red, green, blue and alpha.
pub(super) type Rgba = [u8; 4];

/// An image. Its pixels stay as they were decoded, because there may be millions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    width: u32,
    height: u32,
    /// Bytes of a pixel: grey, grey and alpha, RGB, or RGBA.
    channels: usize,
    /// The pixels, row by row.
    bytes: Vec<u8>,
}

impl Pixels {
    /// An image of bytes, row by row, in pixels of one to four channels: grey, grey and alpha, RGB, or
    /// RGBA. Missing bytes are 0.
    pub(super) fn new(width: u32, height: u32, channels: usize, mut bytes: Vec<u8>) -> Self {
        let channels = channels.max(1);
        bytes.resize(width as usize * height as usize * channels, 0);
        Self { width, height, channels, bytes }
    }

    #[cfg(test)]
    pub(super) fn from_fn(width: u32, height: u32, dot: impl Fn(u32, u32) -> Rgba) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self::new(width, height, 4, places.flat_map(|(x, y)| dot(x, y)).collect())
    }

    pub(super) fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn height(&self) -> u32 {
        self.height
    }

    /// Returns a pixel; a transparent one outside the image.
    pub(super) fn dot(&self, x: u32, y: u32) -> Rgba {
        let at = (y as usize * self.width as usize + x as usize) * self.channels;
        let dot = self.bytes.get(at..at + self.channels).filter(|_| x < self.width);
        dot.map(rgba).unwrap_or_default()
    }

    /// Returns a transparent image with this one at a place of it; what is outside is cut off.
    pub(super) fn placed(&self, width: u32, height: u32, left: u32, top: u32) -> Self {
        let mut bytes = vec![0; width as usize * height as usize * 4];
        let rows = bytes.chunks_mut((width as usize * 4).max(1)).skip(top as usize);
        for (y, row) in (0..self.height).zip(rows) {
            for (x, dot) in (0..self.width).zip(row.chunks_exact_mut(4).skip(left as usize)) {
                dot.copy_from_slice(&self.dot(x, y));
            }
        }
        Self::new(width, height, 4, bytes)
    }

    /// Returns some of the rows.
    pub(super) fn rows(&self, from: u32, rows: u32) -> Self {
        let rows = rows.min(self.height.saturating_sub(from));
        let row = self.width as usize * self.channels;
        let bytes = self.bytes.iter().skip(from as usize * row).take(rows as usize * row);
        Self::new(self.width, rows, self.channels, bytes.copied().collect())
    }

    /// Returns the image in another size: each pixel is the mean of those that it replaces.
    pub(super) fn scaled(&self, width: u32, height: u32) -> Self {
        self.columns_from_rows(width).columns_from_rows(height)
    }

    /// Scales each row to this length and makes it a column.
    fn columns_from_rows(&self, length: u32) -> Self {
        let (width, height) = (self.width as usize, self.height as usize);
        let mut bytes = vec![0; height * length as usize * 4];
        let step = f64::from(self.width) / f64::from(length);
        for x in 0..length {
            let (start, end) = (f64::from(x) * step, f64::from(x + 1) * step);
            // Not less than one pixel, whatever the rounding.
            let first = (start as usize).min(width.saturating_sub(1));
            let last = (end.ceil() as usize).clamp(first + 1, width.max(first + 1));
            let share =
                |at: usize| (end.min((at + 1) as f64) - start.max(at as f64)).max(0.0) as f32;
            let shares: Vec<f32> = (first..last).map(share).collect();
            let column = bytes.chunks_exact_mut(4).skip(x as usize * height);
            for (row, dot) in self.bytes.chunks((width * self.channels).max(1)).zip(column) {
                let dots = row.chunks_exact(self.channels).skip(first).map(rgba);
                dot.copy_from_slice(&mean(dots.zip(&shares)));
            }
        }
        Self::new(self.height, length, 4, bytes)
    }

    /// Encodes the image as PNG.
    ///
    /// # Errors
    ///
    /// If it has no pixels.
    pub(super) fn to_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let dots = || self.bytes.chunks_exact(self.channels).map(rgba);
        let is_opaque = dots().all(|[.., alpha]| alpha == 255);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let channels = if is_opaque { 3 } else { 4 };
        let bytes: Vec<u8> = dots().flat_map(|dot| dot.into_iter().take(channels)).collect();
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&bytes)?;
        writer.finish()?;
        Ok(file)
    }
}

/// A pixel of one to four channels.
fn rgba(dot: &[u8]) -> Rgba {
    match *dot {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [red, green, blue] => [red, green, blue, 255],
        [red, green, blue, alpha] => [red, green, blue, alpha],
        _ => [0; 4],
    }
}

/// The mean of pixels with these shares. Transparent ones have no colour.
fn mean<'a>(dots: impl Iterator<Item = (Rgba, &'a f32)>) -> Rgba {
    let (mut sums, mut opacity, mut whole) = ([0.0; 3], 0.0, 0.0);
    for ([colours @ .., alpha], share) in dots {
        let weight = share * f32::from(alpha);
        for (sum, colour) in sums.iter_mut().zip(colours) {
            *sum += weight * f32::from(colour);
        }
        opacity += weight;
        whole += share;
    }
    if opacity <= 0.0 {
        return [0; 4];
    }
    let [red, green, blue] = sums.map(|sum| (sum / opacity).round() as u8);
    [red, green, blue, (opacity / whole).round() as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_pixel_is_the_mean() {
        let image = Pixels::from_fn(6, 4, |x, y| [(x * 40) as u8, (y * 60) as u8, 7, 255]);
        assert_eq!(image.scaled(6, 4), image);
        let half = image.scaled(3, 2);
        assert_eq!((half.width(), half.height()), (3, 2));
        assert_eq!([half.dot(0, 0), half.dot(2, 1)], [[20, 30, 7, 255], [180, 150, 7, 255]]);
        // A pixel and a half each, and one of all.
        assert_eq!(image.scaled(4, 1).dot(1, 0), [67, 90, 7, 255]);
        assert_eq!(image.scaled(1, 1).dot(0, 0), [100, 90, 7, 255]);
        // Larger.
        assert_eq!(image.scaled(12, 8).dot(11, 7), image.dot(5, 3));
    }

    #[test]
    fn transparent_pixels_have_no_colour() {
        let image =
            Pixels::from_fn(2, 1, |x, _| if x == 0 { [200, 100, 0, 255] } else { [0, 0, 0, 0] });
        assert_eq!(image.scaled(1, 1).dot(0, 0), [200, 100, 0, 128]);
        assert_eq!(Pixels::new(3, 3, 4, Vec::new()).scaled(1, 1).dot(0, 0), [0; 4]);
    }

    #[test]
    fn an_image_is_cut_and_drawn() {
        let part = Pixels::from_fn(2, 3, |x, y| [x as u8, y as u8, 0, 255]);
        assert_eq!((part.rows(1, 5).height(), part.rows(1, 5).dot(1, 0)), (2, [1, 1, 0, 255]));
        let whole = part.placed(3, 3, 2, 1);
        for (x, y, expected) in [
            (2, 1, [0, 0, 0, 255]),
            (2, 2, [0, 1, 0, 255]),
            (1, 1, [0; 4]),
            (0, 2, [0; 4]),
            (3, 1, [0; 4]),
        ] {
            assert_eq!(whole.dot(x, y), expected, "{x},{y}");
        }
    }

    /// Another decoder reads the same pixels.
    #[test]
    fn pixels_survive_as_png() {
        for opaque in [true, false] {
            let alpha = |x: u32| if opaque || x > 2 { 255 } else { 90 };
            let image = Pixels::from_fn(7, 5, |x, y| [(x * 30) as u8, (y * 50) as u8, 9, alpha(x)]);
            let found = image::load_from_memory(&image.to_png().unwrap()).unwrap();
            assert_eq!(found.color().has_alpha(), !opaque);
            for (x, y, dot) in found.to_rgba8().enumerate_pixels() {
                assert_eq!(dot.0, image.dot(x, y));
            }
        }
        assert!(Pixels::new(0, 1, 4, Vec::new()).to_png().is_err());
    }
}
