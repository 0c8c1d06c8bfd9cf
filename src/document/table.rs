//! The grid of a table: cells that span several columns or rows put in their places.
//!
//! A few bytes of `colspan` could ask for millions of cells, so spans and the whole grid are
//! bounded (S23); text is never lost for it.

use super::{Alignment, Table, Text};

/// The most columns or rows a cell may span.
const MOST_SPANNED: usize = 1000;
/// The most cells that a table may have beyond those it is written with.
const MOST_ADDED: usize = 65_536;

/// What a cell says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The columns it spans, as written.
    pub columns: usize,
    /// The rows it spans, as written.
    pub rows: usize,
    /// How its text is aligned.
    pub alignment: Alignment,
    /// Whether it is a heading cell.
    pub heading: bool,
}

impl Default for Cell {
    fn default() -> Self {
        Self { columns: 1, rows: 1, alignment: Alignment::None, heading: false }
    }
}

/// A table as it is read.
#[derive(Debug, Default)]
pub struct Grid {
    /// The caption, empty if there is none.
    pub caption: Text,
    rows: Vec<Row>,
}

#[derive(Debug, Default)]
struct Row {
    head: bool,
    cells: Vec<(Cell, Text)>,
}

impl Grid {
    /// Begins a row, as part of the table's head or not.
    pub fn begin_row(&mut self, head: bool) {
        self.rows.push(Row { head, cells: Vec::new() });
    }

    /// Adds a cell to the last row.
    pub fn push(&mut self, cell: Cell, text: Text) {
        if self.rows.is_empty() {
            self.begin_row(false);
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((cell, text));
        }
    }

    /// The table, unless it has no text at all.
    ///
    /// It has as many columns as there are places where a cell begins, however far cells span.
    pub fn finish(self) -> Option<Table> {
        let is_blank = |row: &Row| row.cells.iter().all(|(_, text)| text.is_empty());
        if self.rows.iter().all(is_blank) && self.caption.is_empty() {
            return None;
        }
        let heads = |row: &Row| row.head || row.cells.iter().all(|(cell, _)| cell.heading);
        let has_header = self.rows.first().is_some_and(|row| heads(row) && !is_blank(row));
        let written: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        let mut places = Places {
            most: ((written + MOST_ADDED) / self.rows.len().max(1)).max(1),
            ..Places::default()
        };
        let filled: Vec<_> = self.rows.into_iter().map(|row| places.place(row)).collect();
        let width = places.alignments.len();
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
        Some(Table { caption: self.caption, alignments: places.alignments, header, rows })
    }
}

/// Where the cells of one row after another go.
#[derive(Default)]
struct Places {
    /// The most columns; what lies beyond them joins the last one.
    most: usize,
    /// For each column, how many more rows a cell from above takes.
    taken: Vec<usize>,
    /// For each column in which a cell began, the first alignment given.
    alignments: Vec<Alignment>,
}

impl Places {
    fn place(&mut self, row: Row) -> Vec<(usize, Text)> {
        let mut placed = Vec::with_capacity(row.cells.len());
        let mut hanging = Vec::new();
        let mut next = 0;
        for (cell, text) in row.cells {
            while self.taken.get(next).is_some_and(|&rows| rows > 0) {
                next += 1;
            }
            let column = next.min(self.most - 1);
            if column >= self.alignments.len() {
                self.alignments.resize(column + 1, Alignment::None);
            }
            if let Some(alignment) = self.alignments.get_mut(column)
                && *alignment == Alignment::None
            {
                *alignment = cell.alignment;
            }
            next = column + cell.columns.clamp(1, MOST_SPANNED);
            if cell.rows > 1 {
                hanging.push((column..next.min(self.most), cell.rows.min(MOST_SPANNED)));
            }
            placed.push((column, text));
        }
        for rows in &mut self.taken {
            *rows = rows.saturating_sub(1);
        }
        for (columns, rows) in hanging {
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

    /// Rows as lines; cells as words, `word:columns:rows`.
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
        // A title over the whole width asks for more columns than there are.
        check("a:100\nb c", "a, / b,c");
        check("a:0:0 b:0\nc", "a,b / c,");
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
