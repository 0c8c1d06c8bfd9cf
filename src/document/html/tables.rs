//! Tells tables from tables that are a means of layout.

use super::super::tree::NodeRef;
use super::is_named;

/// Whether a table is a means of layout: it has a single column and no header.
pub(super) fn is_layout(table: NodeRef<'_>) -> bool {
    table_columns(table) < 2 && !has_header(table)
}

/// The largest number of cells in a row of a table, without nested tables.
fn table_columns(table: NodeRef<'_>) -> usize {
    let rows = table.children().flat_map(|part| {
        let of_part = part.children().filter(|row| is_named(*row, "tr"));
        of_part.chain(std::iter::once(part).filter(|row| is_named(*row, "tr")))
    });
    let cells = |row: NodeRef<'_>| {
        row.children().filter(|cell| is_named(*cell, "td") || is_named(*cell, "th")).count()
    };
    rows.map(cells).max().unwrap_or(0)
}

/// Whether a table has a header cell: then a single column is no means of layout.
fn has_header(table: NodeRef<'_>) -> bool {
    let mut rows = table.children().flat_map(|part| part.children().chain(std::iter::once(part)));
    rows.any(|row| row.children().any(|cell| is_named(cell, "th")))
}
