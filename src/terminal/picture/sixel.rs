//! Encodes pictures as sixels: bands of six pixel rows, in which each colour draws its pixels.
//!
//! The palette is fixed: six levels each of red, green and blue. Values between two levels use
//! ordered dithering, whose runs are short to send.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::terminal::picture::OPAQUE;
use crate::terminal::picture::pixels::Pixels;

/// Pixel rows in a band.
const BAND: u32 = 6;
/// Levels of red, green and blue, and the step between them.
const LEVELS: u32 = 6;
const STEP: u32 = 255 / (LEVELS - 1);
/// Thresholds of the ordered dither, in sixteenths of a step.
const THRESHOLDS: [[u32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
/// From this length on, a run is shorter with a repeat count.
const WORTH_COUNTING: usize = 4;

/// Returns the smallest number of cell rows, each `cell_height` pixels high, that make whole bands.
pub(super) fn rows_of_whole_bands(cell_height: u16) -> u16 {
    [1, 2, 3]
        .into_iter()
        .find(|rows| u32::from(*rows) * u32::from(cell_height) % BAND == 0)
        .unwrap_or(6)
}

/// Encodes at most `rows` pixel rows, starting with row `from`. Leaves transparent pixels undrawn.
pub(super) fn encode(image: &Pixels, from: u32, rows: u32) -> Vec<u8> {
    let rows = rows.min(image.height().saturating_sub(from));
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "\x1bP0;1q\"1;1;{};{rows}", image.width());
    let bands = (0..rows).step_by(BAND as usize).map(|at| {
        let end = (at + BAND).min(rows);
        band(image, from + at..from + end)
    });
    let bands: Vec<BTreeMap<u32, Vec<u8>>> = bands.collect();
    let mut colours: Vec<u32> = bands.iter().flat_map(BTreeMap::keys).copied().collect();
    colours.sort_unstable();
    colours.dedup();
    for colour in colours {
        let percent = |level: u32| level * 100 / (LEVELS - 1);
        let [red, green, blue] = [colour / LEVELS / LEVELS, colour / LEVELS, colour]
            .map(|level| percent(level % LEVELS));
        let _ = write!(text, "#{colour};2;{red};{green};{blue}");
    }
    for (at, band) in bands.iter().enumerate() {
        if at > 0 {
            text.push('-');
        }
        for (at, (colour, dots)) in band.iter().enumerate() {
            if at > 0 {
                text.push('$');
            }
            let _ = write!(text, "#{colour}");
            runs(&mut text, dots);
        }
    }
    text.push_str("\x1b\\");
    text.into_bytes()
}

/// Returns the pixels of each colour in a band, one byte per column with a bit per row.
fn band(image: &Pixels, rows: std::ops::Range<u32>) -> BTreeMap<u32, Vec<u8>> {
    let mut band: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
    for (bit, y) in rows.enumerate() {
        for x in 0..image.width() {
            let Some(colour) = colour(image, x, y) else { continue };
            let dots = band.entry(colour).or_default();
            if dots.len() <= x as usize {
                dots.resize(x as usize + 1, 0);
            }
            if let Some(column) = dots.get_mut(x as usize) {
                *column |= 1 << bit;
            }
        }
    }
    band
}

/// Returns the palette index of a pixel; `None` if it is transparent.
fn colour(image: &Pixels, x: u32, y: u32) -> Option<u32> {
    let [red, green, blue, alpha] = image.dot(x, y);
    let thresholds = THRESHOLDS.get((y % 4) as usize)?;
    let threshold = thresholds.get((x % 4) as usize)? * STEP / 16;
    let level = |value: u8| (u32::from(value) + threshold) / STEP;
    let colour = [red, green, blue].map(level).into_iter().fold(0, |all, one| all * LEVELS + one);
    (alpha >= OPAQUE).then_some(colour)
}

fn runs(text: &mut String, dots: &[u8]) {
    for run in dots.chunk_by(|a, b| a == b) {
        let glyph = char::from(run.first().copied().unwrap_or_default() + b'?');
        if run.len() >= WORTH_COUNTING {
            let _ = write!(text, "!{}{glyph}", run.len());
        } else {
            text.extend(run.iter().map(|_| glyph));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes the output of [`encode`]; returns the colour of each pixel, in levels.
    fn decoded(bytes: &[u8], width: usize, height: usize) -> Vec<Option<[u32; 3]>> {
        let text = std::str::from_utf8(bytes).unwrap();
        let size = format!("\x1bP0;1q\"1;1;{width};{height}");
        let mut rest = text.strip_prefix(size.as_str()).unwrap().strip_suffix("\x1b\\").unwrap();
        let mut dots = vec![None; width * height];
        let mut palette = BTreeMap::new();
        let (mut x, mut y, mut colour) = (0, 0, 0);
        let number = |rest: &mut &str| -> usize {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            *rest = after;
            digits.parse().unwrap()
        };
        while let Some(c) = rest.chars().next() {
            rest = rest.split_at(1).1;
            let (run, glyph) = match c {
                '$' => {
                    x = 0;
                    continue;
                }
                '-' => {
                    (x, y) = (0, y + 6);
                    continue;
                }
                '#' => {
                    colour = number(&mut rest);
                    if let Some(after) = rest.strip_prefix(";2;") {
                        rest = after;
                        let mut level = || {
                            let percent = number(&mut rest);
                            rest = rest.strip_prefix(';').unwrap_or(rest);
                            percent as u32 / 20
                        };
                        palette.insert(colour, [level(), level(), level()]);
                    }
                    continue;
                }
                '!' => {
                    let run = number(&mut rest);
                    let glyph = rest.chars().next().unwrap();
                    rest = rest.split_at(1).1;
                    (run, glyph)
                }
                glyph => (1, glyph),
            };
            assert!(('?'..='~').contains(&glyph), "{glyph:?}");
            for _ in 0..run {
                for bit in (0..6).filter(|bit| (glyph as u8 - b'?') & 1 << bit != 0) {
                    let dot = &mut dots[(y + bit) * width + x];
                    assert_eq!(*dot, None, "a dot is drawn twice");
                    *dot = Some(palette[&colour]);
                }
                x += 1;
            }
        }
        dots
    }

    #[test]
    fn what_is_encoded_is_what_is_decoded() {
        for (width, height) in [(1, 1), (3, 6), (7, 13), (40, 20), (200, 12)] {
            let image = Pixels::from_fn(width, height, |x, y| {
                let alpha = if (x + y) % 5 == 0 { 0 } else { 255 };
                [(x * 7) as u8, (y * 31) as u8, (x / 8 * 60) as u8, alpha]
            });
            for (from, rows) in [(0, height), (0, 6), (height / 2, 6), (height - 1, 6)] {
                let rows = rows.min(height - from);
                let found = decoded(&encode(&image, from, rows), width as usize, rows as usize);
                for (at, dot) in found.iter().enumerate() {
                    let (x, y) = (at as u32 % width, from + at as u32 / width);
                    let [red, green, blue, alpha] = image.dot(x, y);
                    assert_eq!(dot.is_some(), alpha == 255);
                    let Some(dot) = dot else { continue };
                    // Dithering picks one of the two nearest levels.
                    for (level, value) in dot.iter().zip([red, green, blue]) {
                        assert!((level * STEP).abs_diff(value.into()) < STEP, "{level} {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn plain_areas_are_short() {
        let image = Pixels::from_fn(600, 12, |_, _| [255, 0, 0, 255]);
        let bytes = String::from_utf8(encode(&image, 0, 12)).unwrap();
        assert_eq!(bytes, "\x1bP0;1q\"1;1;600;12#180;2;100;0;0#180!600~-#180!600~\x1b\\");
        let nothing = Pixels::new(600, 12, 4, Vec::new());
        assert_eq!(encode(&nothing, 0, 12), b"\x1bP0;1q\"1;1;600;12-\x1b\\");
        // The mean of the dithered pixels is the colour itself.
        let grey = Pixels::from_fn(16, 16, |_, _| [128, 128, 128, 255]);
        let dots = decoded(&encode(&grey, 0, 16), 16, 16);
        let sum: u32 = dots.iter().flatten().map(|[red, ..]| red * STEP).sum();
        assert!((sum / 256).abs_diff(128) < 4, "{}", sum / 256);
    }

    #[test]
    fn strips_are_whole_bands() {
        for (height, expected) in [(6, 1), (20, 3), (16, 3), (18, 1), (21, 2), (17, 6), (1, 6)] {
            assert_eq!(rows_of_whole_bands(height), expected, "{height}");
        }
    }
}
