//! Typesets tables: columns sized by cell width, cells broken by the same rules as prose. A table
//! that is too wide becomes rows of `header: value`.
//!
//! The cells are consecutive leaves of the page; this module only decides where their lines go.

use std::ops::Range;

use crate::clean::CleanStr;
use crate::document::Alignment;
use crate::typeset::line::{Line, LineKind, Run};
use crate::typeset::segmented::SegmentedLeaf;
use crate::typeset::{Page, breaks};

/// Cells between two columns.
pub(super) const GAP: usize = 2;
/// The narrowest column that text is squeezed into.
const NARROWEST_COLUMN: usize = 8;

/// A table without its cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The alignment of each column; every row has this many cells.
    pub alignments: Vec<Alignment>,
    /// The number of rows, with the header row.
    pub rows: usize,
    /// Whether the first row is a header of others.
    pub header: bool,
}

impl Shape {
    /// The number of columns.
    pub(super) fn columns(&self) -> usize {
        self.alignments.len()
    }
}

/// The max-content and min-content widths of a column, in the sense of CSS, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ContentWidth {
    pub max_content: usize,
    pub min_content: usize,
}

/// The widths of the columns within `room` cells; `None` if they do not fit side by side.
///
/// Narrow columns get the width of their content; the others share the rest evenly.
pub(super) fn widths(columns: &[ContentWidth], room: usize) -> Option<Vec<usize>> {
    let mut left = room.checked_sub(GAP * columns.len().saturating_sub(1))?;
    if columns.iter().map(|column| column.max_content).sum::<usize>() <= left {
        return Some(columns.iter().map(|column| column.max_content).collect());
    }
    let mut widths = vec![0; columns.len()];
    let mut open: Vec<usize> = (0..columns.len()).collect();
    open.sort_by_key(|&column| columns.get(column).map(|column| column.max_content));
    let mut unsettled = open.len();
    for column in open {
        let (Some(content), Some(width)) = (columns.get(column), widths.get_mut(column)) else {
            continue;
        };
        let share = left / unsettled;
        *width = content.max_content.min(share);
        if *width < content.min_content.min(NARROWEST_COLUMN)
            || *width < content.max_content && share < NARROWEST_COLUMN
        {
            return None;
        }
        left -= *width;
        unsettled -= 1;
    }
    Some(widths)
}

/// The spaces before a text of `used` cells in a column of `width`.
pub(super) fn offset(alignment: Alignment, width: usize, used: usize) -> usize {
    let spare = width.saturating_sub(used);
    match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => spare / 2,
        Alignment::Right => spare,
    }
}

/// Whether a text is a number as written in tables; columns of numbers are right-aligned.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.trim();
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    has_digit && text.chars().all(|c| c.is_ascii_digit() || "+-−.,%％‰￥¥$€ ".contains(c))
}

/// A part of a line: a byte range of a leaf at a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The number of the leaf.
    pub leaf: u32,
    /// The bytes of its text.
    pub range: Range<u32>,
    /// The cells from the start of the table.
    pub column: u16,
}

impl Piece {
    fn new(leaf: usize, range: Range<usize>, column: usize) -> Self {
        Self {
            leaf: leaf as u32,
            range: range.start as u32..range.end as u32,
            column: column as u16,
        }
    }
}

/// The lines of the table whose first cell is leaf `first`.
pub(super) fn lines(page: &Page, first: usize, shape: &Shape) -> Vec<Line> {
    let measure = page.measure;
    let indent = page.leaves.get(first).map_or(0, |segmented| segmented.indent(measure));
    let room = measure.text_cells().saturating_sub(indent);
    let cells = page.leaves.get(first..first + shape.rows * shape.columns()).unwrap_or_default();
    let contents: Vec<ContentWidth> = (0..shape.columns())
        .map(|column| {
            let contents = cells.iter().skip(column).step_by(shape.columns()).map(ContentWidth::of);
            contents.fold(ContentWidth::default(), |a, b| ContentWidth {
                max_content: a.max_content.max(b.max_content),
                min_content: a.min_content.max(b.min_content),
            })
        })
        .collect();
    match widths(&contents, room) {
        Some(widths) => side_by_side(page, first, shape, &widths),
        None => one_below_another(page, first, shape, room),
    }
}

impl ContentWidth {
    fn of(segmented: &SegmentedLeaf) -> Self {
        let max_content = segmented.segments.iter().map(|(_, units)| {
            let all: usize = units.iter().map(|unit| unit.width + unit.space).sum();
            all - units.last().map_or(0, |unit| unit.space)
        });
        let min_content =
            segmented.segments.iter().flat_map(|(_, units)| units).map(|unit| unit.width);
        Self {
            max_content: max_content.max().unwrap_or(0),
            min_content: min_content.max().unwrap_or(0),
        }
    }
}

/// Lays out rows with the cells side by side, and a rule under the header row.
fn side_by_side(page: &Page, first: usize, shape: &Shape, columns: &[usize]) -> Vec<Line> {
    let widths = page.measure.widths;
    let mut lines = Vec::new();
    for row in 0..shape.rows {
        let start = first + row * shape.columns();
        let mut column_start = 0;
        // Each line begins in the first cell that reaches it.
        let mut row_lines: Vec<Line> = Vec::new();
        let mut pieces: Vec<(usize, Piece)> = Vec::new();
        for (column, (&width, &alignment)) in columns.iter().zip(&shape.alignments).enumerate() {
            let leaf = start + column;
            let Some(segmented) = page.leaves.get(leaf) else { continue };
            for (line, range) in segmented.lines(width, page.measure).into_iter().enumerate() {
                if line == row_lines.len() {
                    row_lines.push(Line::new(leaf, range.clone(), LineKind::Rest));
                }
                let text = segmented.text().slice(range.clone());
                let used = breaks::cells(text.as_str(), widths, page.measure.typography);
                let blanks = offset(alignment, width, used);
                if !text.is_empty() {
                    pieces.push((line, Piece::new(leaf, range, column_start + blanks)));
                }
            }
            column_start += width + GAP;
        }
        // Collected by cell; lines need them by line.
        pieces.sort_by_key(|(line, piece)| (*line, piece.column));
        let mut pieces = pieces.into_iter().peekable();
        for (at, line) in row_lines.iter_mut().enumerate() {
            let of_line = std::iter::from_fn(|| pieces.next_if(|(of, _)| *of == at));
            line.pieces = of_line.map(|(_, piece)| piece).collect();
        }
        lines.extend(row_lines);
        if row == 0 && shape.header {
            let kind = LineKind::TableRule { cells: column_start.saturating_sub(GAP) as u16 };
            lines.push(Line::new(start + shape.columns(), 0..0, kind));
        }
    }
    lines
}

/// Lays out every cell on lines of its own after the header of its column, with a blank line
/// between rows.
fn one_below_another(page: &Page, first: usize, shape: &Shape, room: usize) -> Vec<Line> {
    let widths = page.measure.widths;
    let mut lines = Vec::new();
    for row in usize::from(shape.header)..shape.rows {
        if !lines.is_empty() {
            lines.push(Line::new(first + row * shape.columns(), 0..0, LineKind::Blank));
        }
        for column in 0..shape.columns() {
            let leaf = first + row * shape.columns() + column;
            let Some(segmented) =
                page.leaves.get(leaf).filter(|segmented| !segmented.leaf.text.is_empty())
            else {
                continue;
            };
            let heading = page.leaves.get(first + column).filter(|_| shape.header);
            let label = heading.map_or(0, |heading| heading.leaf.text.text.len());
            let label_cells = heading.map_or(0, |heading| {
                let text = heading.text().as_str();
                breaks::cells(text, widths, page.measure.typography)
            });
            // A header that leaves too little room for the value goes above it.
            let beside = label > 0 && label_cells + GAP <= room / 2;
            let indent = if beside { label_cells + GAP } else { GAP.min(room / 4) };
            if label > 0 && !beside {
                let pieces = vec![Piece::new(first + column, 0..label, 0)];
                lines.push(Line { pieces, ..Line::new(leaf, 0..0, LineKind::Rest) });
            }
            for (at, range) in
                segmented.lines(room.saturating_sub(indent), page.measure).into_iter().enumerate()
            {
                let mut pieces = vec![Piece::new(leaf, range.clone(), indent)];
                if at == 0 && beside {
                    pieces.insert(0, Piece::new(first + column, 0..label, 0));
                }
                lines.push(Line { pieces, ..Line::new(leaf, range, LineKind::Rest) });
            }
        }
    }
    lines
}

/// The runs of a table's line, with spaces between its pieces.
pub(super) fn runs<'a>(page: &'a Page, pieces: &[Piece]) -> Vec<Run<'a>> {
    const BLANKS: CleanStr<'static> =
        CleanStr::literal("                                                                ");
    let mut runs = Vec::new();
    let mut at = 0;
    for piece in pieces {
        let Some(segmented) = page.leaves.get(piece.leaf as usize) else { continue };
        while at < usize::from(piece.column) {
            let text = BLANKS.slice(0..BLANKS.len().min(usize::from(piece.column) - at));
            at += text.len();
            runs.push(Run::blank(text));
        }
        let bytes = piece.range.start as usize..piece.range.end as usize;
        for run in segmented.runs(piece.leaf, bytes, page.measure.typography) {
            at += page.measure.widths.cells(run.text.as_str());
            runs.push(run);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_width() {
        let check = |max: &[usize], room, expected: Option<&[usize]>| {
            let contents: Vec<ContentWidth> = max
                .iter()
                .map(|&max| ContentWidth { max_content: max, min_content: max.min(6) })
                .collect();
            assert_eq!(widths(&contents, room).as_deref(), expected, "{max:?} in {room}");
        };
        check(&[4, 10, 6], 40, Some(&[4, 10, 6]));
        check(&[4, 60, 6], 40, Some(&[4, 26, 6]));
        check(&[60, 60], 42, Some(&[20, 20]));
        check(&[60, 60, 60], 20, None);
        check(&[5], 3, None);
        check(&[], 10, Some(&[]));
    }

    fn check(rows: &[&[&str]], header: bool, cells: usize, expected: &[&str]) {
        use crate::clean::CleanText;
        use crate::document::{Block, Document, Table, Text};
        let text = |cell: &&str| Text::plain(CleanText::body(cell));
        let mut rows: Vec<Vec<Text>> =
            rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let header = if header { rows.remove(0) } else { Vec::new() };
        let alignments = vec![Alignment::None; rows.first().unwrap_or(&header).len()];
        let table = Table { alignments, header, rows, ..Table::default() };
        let document = Document { blocks: vec![Block::Table(table)], ..Document::default() };
        let page = Page::new(None, &document, crate::typeset::Measure::new(cells));
        let lines: Vec<CleanText> = (0..page.len()).map(|line| page.plain(line)).collect();
        let lines: Vec<&str> = lines.iter().map(CleanText::as_str).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn columns_stand_side_by_side() {
        check(
            &[
                &["季度", "营收", "同比"],
                &["一季度", "￥1,200", "3.5%"],
                &["二季度", "￥900", "-12%"],
            ],
            true,
            40,
            &[
                "季度       营收  同比",
                "---------------------",
                "一季度  ￥1,200  3.5%",
                "二季度    ￥900  -12%",
            ],
        );
    }

    #[test]
    fn a_header_without_rows_has_no_rule() {
        check(&[&["季度", "营收"]], true, 40, &["季度  营收"]);
        check(&[&["季度", "营收"]], true, 5, &[" 季度", " 营收"]);
    }

    #[test]
    fn cells_are_broken_by_rule() {
        check(
            &[&["甲", "今天天气很好，我们出去走走吧。"], &["乙", "好"]],
            false,
            16,
            &["甲  今天天气很", "    好，我们出去", "    走走吧。", "乙  好"],
        );
    }

    #[test]
    fn wide_tables_become_lists() {
        check(
            &[&["名", "说明", "备"], &["甲", "今天天气很好", "无"], &["乙", "", "有"]],
            true,
            12,
            &["名  甲", "说明  今天天", "      气很好", "备  无", "", "名  乙", "备  有"],
        );
    }

    #[test]
    fn numbers() {
        for text in ["12.7%", "-3", "￥4,999", " 1 200 "] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "5万", "—", "Q1"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
