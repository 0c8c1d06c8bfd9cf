//! Builds the grid of a table: puts cells that span columns or rows in their places.
//!
//! A few bytes of `colspan` could ask for millions of cells, so spans and the whole grid are
//! bounded (S23); no text is lost.

use super::{Alignment, Table, Text};

/// The most columns or rows that a cell may span.
const MOST_SPAN: usize = 1000;
/// The most cells that spans may add to a table.
const MOST_ADDED: usize = 65_536;

/// A cell without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The columns it spans, as written.
    pub columns: usize,
    /// The rows it spans, as written.
    pub rows: usize,
    /// The alignment of its text.
    pub alignment: Alignment,
    /// Whether it is a header cell.
    pub heading: bool,
}

impl Default for Cell {
    fn default() -> Self {
        Self { columns: 1, rows: 1, alignment: Alignment::None, heading: false }
    }
}

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The caption; empty if there is none.
    pub caption: Text,
    rows: Vec<Row>,
}

#[derive(Debug, Default)]
struct Row {
    head: bool,
    cells: Vec<(Cell, Text)>,
}

impl Grid {
    /// Begins a row; `head` if it is in the table's head.
    pub(super) fn begin_row(&mut self, head: bool) {
        self.rows.push(Row { head, cells: Vec::new() });
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, cell: Cell, text: Text) {
        if self.rows.is_empty() {
            self.begin_row(false);
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((cell, text));
        }
    }

    /// The table; `None` if it has no text.
    ///
    /// It has as many columns as there are positions where a cell begins, however far cells span.
    pub(super) fn finish(self) -> Option<Table> {
        let is_blank = |row: &Row| row.cells.iter().all(|(_, text)| text.is_empty());
        if self.rows.iter().all(is_blank) && self.caption.is_empty() {
            return None;
        }
        let heads = |row: &Row| row.head || row.cells.iter().all(|(cell, _)| cell.heading);
        let has_header = self.rows.first().is_some_and(|row| heads(row) && !is_blank(row));
        let written: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        let mut placement = Placement {
            limit: ((written + MOST_ADDED) / self.rows.len().max(1)).max(1),
            ..Placement::default()
        };
        let filled: Vec<_> = self.rows.into_iter().map(|row| placement.place(row)).collect();
        let width = placement.alignments.len();
        let mut rows: Vec<Vec<Text>> = Vec::with_capacity(filled.len());
        for row in filled {
            let mut texts = vec![Text::default(); width];
            for (column, text) in row {
                if let Some(slot) = texts.get_mut(column) {
                    slot.append(text);
                }
            }
            rows.push(texts);
        }
        let header = if has_header { rows.remove(0) } else { Vec::new() };
        rows.retain(|row| row.iter().any(|text| !text.is_empty()));
        Some(Table { caption: self.caption, alignments: placement.alignments, header, rows })
    }
}

/// Assigns the cells of each row to columns.
#[derive(Default)]
struct Placement {
    /// The most columns; cells beyond them join the last one.
    limit: usize,
    /// For each column, the rows that a cell from above still takes.
    taken: Vec<usize>,
    /// For each column in which a cell began, the first alignment of its cells.
    alignments: Vec<Alignment>,
}

impl Placement {
    fn place(&mut self, row: Row) -> Vec<(usize, Text)> {
        let mut placed = Vec::with_capacity(row.cells.len());
        let mut spanning = Vec::new();
        let mut next = 0;
        for (cell, text) in row.cells {
            while self.taken.get(next).is_some_and(|&rows| rows > 0) {
                next += 1;
            }
            let column = next.min(self.limit - 1);
            if column >= self.alignments.len() {
                self.alignments.resize(column + 1, Alignment::None);
            }
            if let Some(alignment) = self.alignments.get_mut(column)
                && *alignment == Alignment::None
            {
                *alignment = cell.alignment;
            }
            next = column + cell.columns.clamp(1, MOST_SPAN);
            if cell.rows > 1 {
                spanning.push((column..next.min(self.limit), cell.rows.min(MOST_SPAN)));
            }
            placed.push((column, text));
        }
        for rows in &mut self.taken {
            *rows = rows.saturating_sub(1);
        }
        for (columns, rows) in spanning {
            if self.taken.len() < columns.end {
                self.taken.resize(columns.end, 0);
            }
            for taken in self.taken.iter_mut().take(columns.end).skip(columns.start) {
                *taken = rows - 1;
            }
        }
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;

    /// A line for each row; cells are words, `word:columns:rows`.
    fn grid(rows: &str) -> Grid {
        let mut grid = Grid::default();
        for row in rows.lines() {
            grid.begin_row(false);
            for cell in row.split_whitespace() {
                let mut parts = cell.split(':');
                let text = CleanText::line(parts.next().unwrap());
                let mut span = || parts.next().map_or(1, |n| n.parse().unwrap());
                let cell = Cell { columns: span(), rows: span(), ..Cell::default() };
                grid.push(cell, Text::plain(text));
            }
        }
        grid
    }

    #[track_caller]
    fn check(rows: &str, expected: &str) {
        let table = grid(rows).finish().expect("a table");
        for row in &table.rows {
            assert_eq!(row.len(), table.alignments.len());
        }
        let row = |row: &Vec<Text>| {
            row.iter().map(|text| text.text.to_string()).collect::<Vec<_>>().join(",")
        };
        assert_eq!(table.rows.iter().map(row).collect::<Vec<_>>().join(" / "), expected);
    }

    #[test]
    fn spans() {
        check("a b\nc d", "a,b / c,d");
        check("a:2 b\nc d e", "a,,b / c,d,e");
        check("a:1:2 b\nc\nd e", "a,b / ,c / d,e");
        check("a:2:2 b\nc\nd e f", "a,,b / ,,c / d,e,f");
        check("a b c\nd", "a,b,c / d,,");
        // A title over the whole width spans more columns than there are.
        check("a:100\nb c", "a, / b,c");
        check("a:0:0 b:0\nc", "a,b / c,");
    }

    #[test]
    fn the_first_alignment_of_a_column_wins() {
        use Alignment::{Center, Left, None, Right};
        let check = |rows: &[&[Alignment]], expected: &[Alignment]| {
            let mut grid = Grid::default();
            for row in rows {
                grid.begin_row(false);
                for &alignment in *row {
                    let cell = Cell { alignment, ..Cell::default() };
                    grid.push(cell, Text::plain(CleanText::line("x")));
                }
            }
            assert_eq!(grid.finish().expect("a table").alignments, expected);
        };
        check(&[&[Right, Left], &[Left, Center]], &[Right, Left]);
        // A cell without an alignment neither sets nor clears that of its column.
        check(&[&[None, Center], &[Right, None], &[Left, Left]], &[Right, Center]);
        check(&[&[None], &[None]], &[None]);
    }

    #[test]
    fn expansion_is_bounded_and_loses_no_text() {
        let mut rows = "x ".repeat(2000);
        rows.push('\n');
        rows.push_str(&"y:999999:999999 z\n".repeat(2000));
        let table = grid(&rows).finish().expect("a table");
        let cells = table.alignments.len() * table.rows.len();
        assert!(cells <= MOST_ADDED + 10_000, "{cells}");
        let letters: usize = table.rows.iter().flatten().map(|text| text.text.len()).sum();
        assert!(letters >= 6000, "{letters}");
    }
}
