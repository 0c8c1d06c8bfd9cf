//! Makes pictures of cells from image files of the archive, with limits on size; knows no screen.
//! Decoders may fail in any way, so it runs on its own thread.

mod decode;
mod inline;
mod pixels;
mod sixel;

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::app::effect::{PictureRequest, Technique};
use crate::app::screen::picture::{Blocks, Data, Dot, NoPicture, Picture, PictureFile};
use crate::archive::post::PostKey;
use crate::archive::post::ProblemKind;
use crate::archive::site::Site;
use crate::archive::source::{LARGEST_FILE, Source, in_the_form_on_the_disk};
use crate::document::Link;
use crate::reason::Reason;
use crate::terminal::picture::decode::Decoder;
use crate::terminal::picture::pixels::Pixels;
use crate::typeset::picture_cells;

/// Maximum number of images of an article whose files are examined.
const MOST_IMAGES: usize = 200;
/// The lowest alpha that counts as opaque.
const OPAQUE: u8 = 128;

/// Finds the pictures of an article whose files can be shown: for each, the index of its address
/// and its path. `page` is the article's address. Sets their sizes, which a page needs
/// before it is typeset.
pub(super) fn find(
    source: &Source,
    site: &Site,
    article: &PostKey,
    page: Option<&str>,
    links: &mut [Link],
) -> Vec<(usize, PostKey)> {
    let images = links.iter_mut().enumerate().filter(|(_, link)| link.image).take(MOST_IMAGES);
    let find = |(index, link): (usize, &mut Link)| {
        let places = site.places_of_picture(link.target.as_str(), article, page);
        let path = source.first_file(&places)?;
        link.dots = Some(dots(&file(source, &path).ok()?)?);
        Some((index, path))
    };
    images.filter_map(find).collect()
}

/// Returns the width and height of an image file in pixels, from its header; `None` if it cannot be
/// read or is too large.
fn dots(file: &Path) -> Option<(u32, u32)> {
    Some(Decoder::new(BufReader::new(File::open(file).ok()?)).ok()?.size())
}

/// Returns the location of a regular file of the archive.
fn file(source: &Source, path: &PostKey) -> Result<PathBuf, NoPicture> {
    use std::os::unix::ffi::OsStrExt;
    let path = Path::new(std::ffi::OsStr::from_bytes(path.as_bytes()));
    let root = source.root().ok_or(NoPicture::Missing)?;
    let whole = in_the_form_on_the_disk(root.join(path));
    let metadata = std::fs::metadata(&whole).map_err(|_| NoPicture::Missing)?;
    // A folder in the path may also be a symbolic link.
    if !source.holds(&whole) {
        return Err(NoPicture::Unshown(Reason::LeadsOut));
    }
    if !metadata.is_file() {
        return Err(NoPicture::Unshown(Reason::NotRegular));
    }
    Ok(whole)
}

/// Reads an image file of the archive.
pub(super) fn read(source: &Source, request: &PictureRequest) -> Result<Picture, NoPicture> {
    use std::os::unix::ffi::OsStrExt;
    let whole = file(source, &request.path)?;
    let reader = source.reader().map_err(|error| NoPicture::Unshown(error.into()))?;
    // The name on the disk may have the other Unicode normalization form.
    let path = source.root().and_then(|root| whole.strip_prefix(root).ok()).unwrap_or(&whole);
    let contents = reader.read(path.as_os_str().as_bytes()).map_err(NoPicture::Unshown)?;
    if let Some(problem) = contents.problem {
        let is_large = problem.kind == ProblemKind::BodyLimit;
        let most = LARGEST_FILE / 1024 / 1024;
        let reason = if is_large { Reason::TooLarge { most } } else { Reason::Changed };
        return Err(NoPicture::Unshown(reason));
    }
    decode(&contents.bytes, request.room, request.technique).map_err(NoPicture::Unshown)
}

/// Decodes an image and scales it to fit into columns and rows.
pub(super) fn decode(
    bytes: &[u8],
    room: (u16, u16),
    technique: Technique,
) -> Result<Picture, Reason> {
    let image = Decoder::new(Cursor::new(bytes))?.decode()?;
    let cells = picture_cells((image.width(), image.height()), room, technique.cell());
    // The terminal gets only files written here, so an archive's own files never reach it.
    let data = match technique {
        Technique::HalfBlocks => return Ok(Picture::Blocks(blocks(&image, cells))),
        Technique::Placeholders { cell } => fitted(image, cells, cell).to_png().map(Data::Png),
        Technique::Inline { cell } => {
            let strips = inline::encode(&fitted(image, cells, cell), cells, cell);
            strips.map(|strips| Data::Strips(1, strips))
        }
        Technique::Sixels { cell } => Ok(sixels(&fitted(image, cells, cell), cell)),
    };
    let data = data.map_err(|error| Reason::other(&error))?;
    Ok(Picture::File(Arc::new(PictureFile { id: next_id(), cells, data })))
}

fn blocks(image: &Pixels, (columns, rows): (u16, u16)) -> Blocks {
    let (width, rows) = (u32::from(columns), u32::from(rows));
    let small = image.scaled(width, 2 * rows);
    let dot = |x, y| -> Dot {
        let [r, g, b, alpha] = small.dot(x, y);
        (alpha >= OPAQUE).then_some([r, g, b])
    };
    let places = (0..rows).flat_map(|row| (0..width).map(move |column| (column, 2 * row)));
    Blocks { width: columns, cells: places.map(|(x, y)| [dot(x, y), dot(x, y + 1)]).collect() }
}

/// Scales the image down in its proportions if it is larger than its cells.
fn fitted(image: Pixels, cells: (u16, u16), cell: (u16, u16)) -> Pixels {
    let (most_wide, most_high) = dots_of_cells(cells, cell);
    let (width, height) = (f64::from(image.width()), f64::from(image.height()));
    let factor = (f64::from(most_wide) / width).min(f64::from(most_high) / height);
    if factor >= 1.0 {
        return image;
    }
    let side = |side: f64, most: u32| ((side * factor).round() as u32).clamp(1, most.max(1));
    image.scaled(side(width, most_wide), side(height, most_high))
}

/// Returns the width and height of so many columns and rows in pixels.
fn dots_of_cells(cells: (u16, u16), cell: (u16, u16)) -> (u32, u32) {
    let side = |cells: u16, dots: u16| u32::from(cells) * u32::from(dots);
    (side(cells.0, cell.0), side(cells.1, cell.1))
}

/// Encodes the image as strips of whole sixel bands.
fn sixels(image: &Pixels, cell: (u16, u16)) -> Data {
    let rows = sixel::rows_of_whole_bands(cell.1);
    let dots = u32::from(rows) * u32::from(cell.1.max(1));
    let strips = (0..image.height()).step_by(dots as usize);
    Data::Strips(rows, strips.map(|from| sixel::encode(image, from, dots)).collect())
}

/// Returns an id for the next file. It contains part of the process id, because programs in one
/// terminal should use different ids.
fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let own = std::process::id() % 0xfff + 1;
    own << 12 | NEXT.fetch_add(1, Ordering::Relaxed) & 0xfff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;
    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

    const PLACEHOLDERS: Technique = Technique::Placeholders { cell: (10, 20) };

    /// An image whose left half is red and whose right half is transparent.
    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = RgbaImage::from_fn(width, height, |x, _| {
            if x < width / 2 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) }
        });
        let mut bytes = Cursor::new(Vec::new());
        let image = DynamicImage::from(image);
        let image = if format == ImageFormat::Jpeg { image.into_rgb8().into() } else { image };
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_are_decoded() {
        for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Jpeg] {
            let picture = decode(&file(8, 8, format), (80, 24), Technique::HalfBlocks).unwrap();
            let Picture::Blocks(picture) = picture else { panic!("{format:?}") };
            assert_eq!((picture.width, picture.cells.len()), (8, 32), "{format:?}");
            let [upper, lower] = picture.cells[0];
            assert!(
                upper.zip(lower).is_some_and(|([a, ..], [b, ..])| a.min(b) > 200),
                "{format:?}"
            );
            assert!(picture.cells[7][0].is_none_or(|[r, ..]| r < 60), "{format:?}");
        }
    }

    #[test]
    fn broken_pictures_have_a_reason() {
        let whole = file(64, 64, ImageFormat::Png);
        for len in (0..whole.len()).step_by(7) {
            for technique in [Technique::HalfBlocks, PLACEHOLDERS] {
                assert!(decode(&whole[..len], (80, 24), technique).is_err(), "{len}");
            }
        }
        // A file of a few bytes that claims 60,000 by 60,000 pixels.
        let mut bomb = file(1, 1, ImageFormat::Gif);
        bomb[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
        for technique in [Technique::HalfBlocks, PLACEHOLDERS] {
            let expected = Reason::TooManyDots { width: 60_000, height: 60_000 };
            assert_eq!(decode(&bomb, (80, 24), technique), Err(expected));
        }
    }

    #[test]
    fn files_for_the_terminal_are_as_large_as_their_cells() {
        let check = |width, height, format, room, expected_cells, expected_dots| {
            let picture = decode(&file(width, height, format), room, PLACEHOLDERS).unwrap();
            let Picture::File(made) = picture else { panic!("no file") };
            assert_eq!(made.cells, expected_cells, "{width} by {height}");
            assert!(made.id > 0 && made.id < 1 << 24);
            let Data::Png(png) = &made.data else { panic!("no PNG") };
            let shown = image::load_from_memory_with_format(png, ImageFormat::Png).unwrap();
            assert_eq!((shown.width(), shown.height()), expected_dots, "{width} by {height}");
            assert_eq!(shown.color().has_alpha(), format == ImageFormat::Png);
            let [r, _, _, alpha] = shown.to_rgba8().get_pixel(0, 0).0;
            assert!(r > 200 && alpha == 255);
            made.id
        };
        let (png, jpeg) = (ImageFormat::Png, ImageFormat::Jpeg);
        // A small picture keeps its size in pixels.
        let first = check(100, 50, png, (80, 24), (10, 3), (100, 50));
        let second = check(1600, 400, jpeg, (80, 24), (80, 10), (800, 200));
        assert_ne!(first, second);
        check(1600, 400, png, (8, 24), (8, 1), (80, 20));
        check(9000, 9, png, (8, 24), (8, 1), (80, 1));
    }

    #[test]
    fn sixels_are_strips_of_whole_rows() {
        let technique = Technique::Sixels { cell: (10, 20) };
        let picture = decode(&file(100, 150, ImageFormat::Png), (80, 24), technique).unwrap();
        let Picture::File(made) = picture else { panic!("no file") };
        assert_eq!(made.cells, (10, 8));
        let Data::Strips(rows, strips) = &made.data else { panic!("no sixels") };
        let heads = strips.iter().map(|strip| String::from_utf8_lossy(strip).into_owned());
        let heads: Vec<String> = heads.map(|strip| strip.chars().take(18).collect()).collect();
        let head = |rows| format!("\x1bP0;1q\"1;1;100;{rows}");
        assert_eq!(*rows, 3);
        assert_eq!(heads.len(), 3);
        assert!(heads[0].starts_with(&head(60)) && heads[2].starts_with(&head(30)), "{heads:?}");
    }

    #[test]
    fn only_files_below_the_root_are_read() {
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        let png = file(4, 4, ImageFormat::Png);
        std::fs::write(outside.path().join("a.png"), &png).unwrap();
        std::fs::write(root.path().join("a.png"), &png).unwrap();
        std::fs::write(root.path().join("big.png"), vec![0; 9 << 20]).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("out")).unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("in")).unwrap();
        let source = Source::folder(root.path());
        let read = |path: &str| {
            let path = PostKey::new(path.as_bytes());
            let (target, technique) = (CleanText::default(), Technique::HalfBlocks);
            read(&source, &PictureRequest { path, target, room: (80, 24), technique })
        };
        assert!(read("a.png").is_ok() && read("in/a.png").is_ok());
        assert_eq!(read("b.png"), Err(NoPicture::Missing));
        // A name in the other Unicode normalization form.
        std::fs::write(root.path().join("\u{e9}.png"), &png).unwrap();
        std::fs::write(root.path().join("e\u{301}2.png"), &png).unwrap();
        assert!(read("e\u{301}.png").is_ok() && read("\u{e9}2.png").is_ok());
        for (path, reason) in [
            ("out/a.png", Reason::LeadsOut),
            ("in", Reason::NotRegular),
            ("big.png", Reason::TooLarge { most: 8 }),
        ] {
            assert_eq!(read(path), Err(NoPicture::Unshown(reason)), "{path}");
        }
    }
}
