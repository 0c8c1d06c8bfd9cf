//! Tables that `CommonMark`'s parser does not take for tables, or of which it loses cells: without
//! a header, with separators inside, with rows longer than the header, with `|` in code.

use std::fmt::Write;

use super::super::Dialect;
use super::super::scan::{LONGEST_LEAD, first_line};
use super::Pass;

/// A table of more columns stays as it is typed.
const MOST_COLUMNS: usize = 256;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Table {
    /// The start of its first line that is not skipped.
    start: usize,
    /// The end of its last line.
    end: usize,
    columns: usize,
    /// The number of cells to add to the header, and whether it ends without a `|`.
    missing: usize,
    open: bool,
    /// Whether the next separator is the one below the header.
    has_header: bool,
    /// Whether it has too many columns, so that it stays text.
    is_text: bool,
}

impl<'a> Pass<'a> {
    /// Handles a line of a table; `true` if it was replaced.
    pub(super) fn table_line(&mut self, line: &'a str) -> bool {
        let at = self.scan.at();
        if self.table.as_ref().is_none_or(|table| at >= table.end) {
            self.table = None;
            let may_begin = at >= self.no_table_before && line.contains('|');
            if may_begin && self.begin_table(line) {
                return true;
            }
        }
        let Some(table) = &mut self.table else { return false };
        let (lead, body) = split(line);
        let is_header = at == table.start && table.has_header;
        if is_header || !is_separator(body) {
            return false;
        }
        if table.is_text {
            self.rewrite.copy_to(at + lead.len());
            self.rewrite.out.push('\\');
            return false;
        }
        let whole = (line.len() + 1).min(self.scan.rest().len());
        if !std::mem::take(&mut table.has_header) {
            return self.replace(whole, "");
        }
        let mut row = format!("{lead}|");
        let mut sides = cells(body, true);
        sides.resize(table.columns, "-");
        row.extend(sides.iter().flat_map(|side| [alignment(side), "|"]));
        let padding = " |".repeat(table.missing + usize::from(table.open && table.missing > 0));
        self.rewrite.copy_to(at);
        if self.rewrite.out.ends_with('\n') && !padding.is_empty() {
            self.rewrite.out.pop();
            self.rewrite.out.push_str(&padding);
            self.rewrite.out.push('\n');
        }
        self.replace(line.len(), &row)
    }

    /// Looks for a table that begins with this line; `true` if lines before it were dropped.
    fn begin_table(&mut self, line: &'a str) -> bool {
        let (lead, _) = split(line);
        let start = self.scan.at();
        let mut end = start;
        let (mut rows, mut ends) = (Vec::new(), Vec::new());
        while let Some(rest) = self.text.get(end..).filter(|rest| !rest.is_empty()) {
            let next = first_line(rest);
            let (next_lead, body) = split(next);
            if !body.contains('|') || next_lead.trim() != lead.trim() {
                break;
            }
            rows.push(body);
            end += next.len() + 1;
            ends.push(end);
        }
        let follows = first_line(self.text.get(end..).unwrap_or_default()).trim();
        let follows = if follows.starts_with("{:") { "" } else { follows };
        let is_kramdown = self.dialect == Dialect::Kramdown;
        let first = rows.iter().take_while(|row| is_kramdown && is_separator(row)).count();
        let content = rows.get(first..).unwrap_or_default();
        let widths =
            content.iter().filter(|row| !is_separator(row)).map(|row| cells(row, false).len());
        let columns = widths.max().unwrap_or(0);
        let header = content.first().copied().unwrap_or_default();
        let own = cells(header, false).len();
        let below = content.get(1).filter(|row| is_separator(row) && row.contains('-'));
        let has_header = below.is_some_and(|row| is_kramdown || cells(row, false).len() == own);
        let is_bare = is_kramdown
            && self.scan.line().after_blank
            && follows.trim_start_matches([' ', '>']).is_empty()
            && content.iter().all(|row| row.starts_with('|'));
        if columns == 0 || lead.len() > LONGEST_LEAD || !has_header && !is_bare {
            self.no_table_before = end;
            return false;
        }
        let skipped = first.checked_sub(1).and_then(|last| ends.get(last));
        self.table = Some(Table {
            start: skipped.map_or(start, |&end| end.min(self.text.len())),
            end,
            columns,
            missing: columns.saturating_sub(own),
            open: !header.trim_end().ends_with('|'),
            has_header,
            is_text: columns > MOST_COLUMNS,
        });
        if columns > MOST_COLUMNS {
            return false;
        }
        if !has_header {
            // The separators above go like those inside.
            self.rewrite.copy_to(start);
            let _ = writeln!(self.rewrite.out, "{lead}|{}", " |".repeat(columns));
            let _ = writeln!(self.rewrite.out, "{lead}|{}", "-|".repeat(columns));
            return false;
        }
        let skipped = skipped.map_or(0, |&end| end.min(self.text.len()) - start);
        skipped > 0 && self.replace(skipped, "")
    }

    /// Handles a code span of a table, which ends at `end`: its `|` separates no cells. `true` if
    /// it was replaced or is not code.
    pub(super) fn table_code(&mut self, end: usize) -> bool {
        let at = self.scan.at();
        if self.table.as_ref().is_none_or(|table| at >= table.end) || self.scan.byte() != Some(b'`')
        {
            return false;
        }
        let code = self.text.get(at..end).unwrap_or_default();
        if code.contains('\n') {
            self.scan.step();
            return true;
        }
        if !code.contains('|') {
            return false;
        }
        let mut escaped = String::with_capacity(code.len() + 8);
        let mut last = ' ';
        for c in code.chars() {
            if c == '|' && last != '\\' {
                escaped.push('\\');
            }
            escaped.push(c);
            last = c;
        }
        self.replace(end - at, &escaped)
    }
}

/// Splits a line into its spaces and marks of quotation, and the rest.
fn split(line: &str) -> (&str, &str) {
    let body = line.trim_start_matches([' ', '>']);
    (line.get(..line.len() - body.len()).unwrap_or_default(), body.trim_end())
}

/// Whether a row only separates: `|---|:-:|`, `|---+---|`, `|===|`.
fn is_separator(row: &str) -> bool {
    row.bytes().all(|byte| b"|:-+= \t".contains(&byte)) && row.contains(['-', '='])
}

/// The alignment that a cell of a separator gives its column.
fn alignment(side: &str) -> &'static str {
    let side = side.trim();
    match (side.starts_with(':'), side.ends_with(':') && side.len() > 1) {
        (true, true) => ":-:",
        (true, false) => ":-",
        (false, true) => "-:",
        (false, false) => "-",
    }
}

/// The cells of a row; `|` in code and after a backslash separates none. In a separator, `+` is
/// another `|`.
fn cells(row: &str, is_separator: bool) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bytes = row.as_bytes();
    let (mut cells, mut from, mut at) = (Vec::new(), 0, 0);
    // Where no run of backticks of this length, up to three, closes code.
    let mut open = [false; 4];
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => {
                let run = bytes.iter().skip(at).take_while(|&&byte| byte == b'`').count();
                let after = bytes.get(at + run..).unwrap_or_default();
                let slot = open.get_mut(run);
                let close = slot
                    .as_ref()
                    .is_some_and(|slot| !**slot)
                    .then(|| code_end(after, run))
                    .flatten();
                if let (None, Some(slot)) = (close, slot) {
                    *slot = true;
                }
                at += run - 1 + close.unwrap_or(0);
            }
            // As in GFM, even after a backslash that is escaped itself.
            b'|' if at > 0 && bytes.get(at - 1) == Some(&b'\\') => {}
            b'|' | b'+' if byte == b'|' || is_separator => {
                cells.push(row.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let last = row.get(from..).unwrap_or_default();
    if !last.trim().is_empty() || cells.is_empty() {
        cells.push(last);
    }
    cells
}

/// The length of code that ends with a run of backticks, with the run.
fn code_end(after: &[u8], run: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'`', after.get(at..)?) {
        at += found;
        let len = after.iter().skip(at).take_while(|&&byte| byte == b'`').count();
        at += len;
        if len == run {
            return Some(at);
        }
    }
    None
}
