//! Pictures between the lines of a text.
//!
//! An image that stands alone on a source line is a figure: rows of cells above its label. The
//! layout needs only the size of a picture, so a page never moves when a picture is decoded.

use std::ops::Range;

use crate::document::{Link, Style, Text};

/// Limit in cells for a picture: at about 45 bytes per cell, half blocks stay below 256 KiB.
const MOST_CELLS: u32 = 5000;
/// Limit in pixels for a picture that is sent to the terminal.
const MOST_DOTS: u32 = 1 << 21;
/// Limit in columns and in rows for a picture that the terminal draws: it has no numbers for more.
pub const LONGEST_SIDE: u16 = 297;
/// Tolerance for rounding errors in a number of cells.
const ROUNDING: f64 = 1e-6;
/// Width and height in pixels of a cell that is drawn as half blocks.
pub const HALF_BLOCKS: (u16, u16) = (1, 2);
/// Pictures with no side longer than this, in pixels, stay in their line: badges and icons.
const SMALLEST: u32 = 32;

/// A picture above a line of a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// The index of its address in the document's links.
    pub link: usize,
    /// The bytes of its label in the leaf's text.
    pub label: Range<usize>,
    /// Width and height in pixels.
    pub dots: (u32, u32),
}

/// A row of a picture on a line of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// The index of the picture's address in the document's links.
    pub link: usize,
    /// The columns and rows of cells of the whole picture.
    pub cells: (u16, u16),
    /// The row of it, from 0.
    pub row: u16,
}

/// The figures of a text: images of a known size on lines that hold nothing else.
pub(super) fn figures(text: &Text, links: &[Link]) -> Vec<Figure> {
    let written = text.text.as_str();
    let images = text.marks.iter().filter_map(|mark| match mark.style {
        Style::Image(link) => Some((mark.range.clone(), link)),
        _ => None,
    });
    let mut images = images.peekable();
    let (mut figures, mut start) = (Vec::new(), 0);
    for line in written.split('\n') {
        let end = start + line.len();
        let (mut at, mut is_alone) = (start, true);
        let mut own = Vec::new();
        let is_blank = |range: Range<usize>| {
            written.get(range).is_some_and(|between| between.trim().is_empty())
        };
        while let Some((label, link)) = images.next_if(|(label, _)| label.start < end) {
            is_alone &= is_blank(at..label.start);
            at = label.end;
            let dots = links.get(link).and_then(|link| link.dots);
            own.extend(dots.map(|dots| Figure { link, label, dots }));
        }
        if is_alone && is_blank(at..end) {
            let is_large = |figure: &Figure| figure.dots.0.max(figure.dots.1) > SMALLEST;
            figures.extend(own.into_iter().filter(is_large));
        }
        start = end + 1;
    }
    figures
}

/// Returns the columns and rows of a picture of `dots` pixels: the largest size that fits into
/// `room` and keeps the aspect ratio, without enlarging the picture. `cell` is the width and
/// height of a cell in pixels.
pub fn picture_cells(dots: (u32, u32), room: (u16, u16), cell: (u16, u16)) -> (u16, u16) {
    let (width, height) = (f64::from(dots.0.max(1)), f64::from(dots.1.max(1)));
    let longest = if cell == HALF_BLOCKS { u16::MAX } else { LONGEST_SIDE };
    let side = |room: u16| f64::from(room.clamp(1, longest));
    let (columns, rows) = (side(room.0), side(room.1));
    let (across, down) = (f64::from(cell.0.max(1)), f64::from(cell.1.max(1)));
    let most = (f64::from(MOST_CELLS) * across * down).min(f64::from(MOST_DOTS));
    let scale = (across * columns / width).min(down * rows / height);
    let scale = scale.min((most / (width * height)).sqrt()).min(1.0);
    // Half blocks fill whole cells. Other pictures may end within a cell, so that a small picture
    // keeps its size.
    let whole = |cells: f64| {
        if cell == HALF_BLOCKS { cells.floor() } else { (cells - ROUNDING).ceil() }
    };
    let columns = whole(width * scale / across).clamp(1.0, columns);
    let rows = whole(height * scale / down).clamp(1.0, rows);
    (columns as u16, rows as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, NoContext, Syntax, parse};
    use crate::typeset::{Measure, Page};

    #[test]
    fn pictures_keep_their_form() {
        let check = |dots, room, cell, expected| {
            let cells = picture_cells(dots, room, cell);
            assert_eq!(cells, expected, "{dots:?} in {room:?}, {cell:?}");
        };
        for (dots, room, expected) in [
            ((100, 100), (80, 22), (44, 22)),
            ((1600, 400), (80, 22), (80, 10)),
            ((10, 10), (80, 22), (10, 5)),
            ((1, 1), (80, 22), (1, 1)),
            ((9000, 1), (80, 22), (80, 1)),
            ((1, 9000), (80, 22), (1, 22)),
            ((4000, 4000), (400, 200), (100, 50)),
            ((100, 100), (0, 0), (1, 1)),
        ] {
            check(dots, room, HALF_BLOCKS, expected);
        }
        for (dots, room, expected) in [
            ((100, 100), (80, 22), (10, 5)),
            ((100, 101), (80, 22), (10, 6)),
            ((40, 33), (80, 22), (4, 2)),
            ((1600, 400), (80, 22), (80, 10)),
            ((1600, 1600), (80, 22), (44, 22)),
            ((1, 1), (80, 22), (1, 1)),
            ((4000, 4000), (400, 200), (100, 50)),
        ] {
            check(dots, room, (10, 20), expected);
        }
        check((4000, 4000), (400, 200), (20, 40), (73, 37));
        check((9000, 100), (900, 200), (10, 20), (LONGEST_SIDE, 2));
        check((9000, 100), (900, 200), HALF_BLOCKS, (900, 5));
        check((100, 100), (80, 22), (0, 0), (22, 22));
    }

    /// A document whose pictures all have 100 by 100 dots.
    fn document(markdown: &str) -> Document {
        let mut document = parse(markdown, Syntax::Markdown, &NoContext);
        for link in document.links.iter_mut().filter(|link| link.image) {
            link.dots = Some((100, 100));
        }
        document
    }

    #[test]
    fn images_alone_on_a_line_are_figures() {
        for (markdown, expected) in [
            ("![甲](a.png)", 1),
            ("[![甲](a.png)](b)", 1),
            ("文 ![甲](a.png)", 0),
            ("![甲](a.png) 文", 0),
            ("![甲](a.png) ![乙](b.png)", 2),
            ("文  \n![甲](a.png)  \n文", 1),
            ("- ![甲](a.png)", 1),
            ("> ![甲](a.png)", 1),
            ("# ![甲](a.png)", 0),
            ("| ![甲](a.png) |\n|--|\n| 乙 |", 0),
        ] {
            let document = document(markdown);
            let measure = Measure { picture_rows: 10, ..Measure::new(40) };
            let page = Page::new(None, &document, measure);
            let rows = (0..page.len()).filter_map(|line| page.picture_row(line));
            let links: std::collections::BTreeSet<usize> = rows.map(|row| row.link).collect();
            assert_eq!(links.len(), expected, "{markdown}");
        }
    }

    #[test]
    fn icons_stay_in_their_line() {
        let mut document = document("![甲](a.png)");
        document.links[0].dots = Some((20, 20));
        let page = Page::new(None, &document, Measure { picture_rows: 10, ..Measure::new(40) });
        assert_eq!(page.len(), 1);
    }

    #[test]
    fn a_picture_stands_above_its_label() {
        let document = document("甲\n\n- ![乙](a.png)\n- 丙\n");
        let mut page = Page::new(None, &document, Measure { picture_rows: 4, ..Measure::new(40) });
        let plain = |page: &Page| -> Vec<String> {
            (0..page.len()).map(|line| page.plain(line).to_string()).collect()
        };
        assert_eq!(plain(&page), ["甲", "", "", "", "", "", "- [图 乙]", "- 丙"]);
        let row = |line| page.picture_row(line);
        assert_eq!(row(1), None);
        assert_eq!(row(5), Some(PictureRow { link: 0, cells: (8, 4), row: 3 }));
        assert_eq!(page.spot(2, 3).and_then(|spot| spot.link), Some(0));
        assert_eq!(page.spot(2, 20), None);
        // The same places at any measure, and without pictures.
        let label = page.anchor(6);
        for (cells, rows) in [(12, 4), (40, 20), (40, 0)] {
            page.refit(Measure { picture_rows: rows, ..Measure::new(cells) });
            assert_eq!(page.plain(page.line_of(label)).as_str(), "- [图 乙]");
        }
        assert_eq!(plain(&page), ["甲", "", "- [图 乙]", "- 丙"]);
    }
}
