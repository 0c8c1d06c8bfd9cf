//! Tells tables from tables that are a means of layout.

use super::super::tree::NodeRef;
use super::is_named;

/// Whether a table is a means of layout: it has a single column and no header, code beside the
/// numbers of its lines, or code whose empty lines and indents a cell would lose.
pub(super) fn is_layout(table: NodeRef<'_>) -> bool {
    table_columns(table) < 2 && !has_header(table)
        || rows(table).any(|row| row.children().any(is_gutter))
        || table.descendants().any(|node| is_named(node, "pre") && is_indented(node))
}

/// Whether preformatted text has empty lines or indents.
fn is_indented(pre: NodeRef<'_>) -> bool {
    let text: String =
        pre.descendants().filter_map(|node| node.value().as_text()).map(|text| &**text).collect();
    ["\n\n", "\n ", "\n\t"].iter().any(|blank| text.trim().contains(blank))
}

/// Whether a cell has the numbers of the lines of code beside it, as highlighters write them. A
/// single number may be a value of the table.
pub(super) fn is_gutter(cell: NodeRef<'_>) -> bool {
    let (mut last, mut lines) = (None, 0_usize);
    for node in cell.descendants() {
        let Some(text) = node.value().as_text() else { continue };
        for word in text.split_whitespace() {
            let Ok(number) = word.parse::<u32>() else { return false };
            if last.is_some_and(|last: u32| last.checked_add(1) != Some(number)) {
                return false;
            }
            last = Some(number);
            lines += 1;
        }
    }
    let mut beside = cell.next_siblings();
    lines > 1 && beside.any(|cell| cell.descendants().any(|node| is_named(node, "pre")))
}

/// The largest number of cells in a row of a table, without nested tables.
fn table_columns(table: NodeRef<'_>) -> usize {
    let cells = |row: NodeRef<'_>| {
        row.children().filter(|cell| is_named(*cell, "td") || is_named(*cell, "th")).count()
    };
    rows(table).map(cells).max().unwrap_or(0)
}

/// The rows of a table, without those of nested tables.
fn rows(table: NodeRef<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    table.children().flat_map(|part| {
        let of_part = part.children().filter(|row| is_named(*row, "tr"));
        of_part.chain(std::iter::once(part).filter(|row| is_named(*row, "tr")))
    })
}

/// Whether a table has a header cell: then a single column is no means of layout.
fn has_header(table: NodeRef<'_>) -> bool {
    let mut rows = table.children().flat_map(|part| part.children().chain(std::iter::once(part)));
    rows.any(|row| row.children().any(|cell| is_named(cell, "th")))
}

#[cfg(test)]
mod tests {
    use crate::document::tests::sketch;
    use crate::document::{NoContext, Syntax, parse};

    #[test]
    fn a_single_number_beside_code_is_a_value() {
        let shown = |html: &str| sketch(&parse(html, Syntax::Html, &NoContext));
        let row = "<table><tr><td>404<td><pre>b</pre></table>";
        assert_eq!(shown(row), "table(--||404,b)");
        let lines = "<table><tr><td>7<br>8<td><pre>b\nc</pre></table>";
        assert_eq!(shown(lines), "pre(b⏎c)");
    }
}
