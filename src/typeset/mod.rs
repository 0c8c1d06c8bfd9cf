//! Documents into pages: lines of a width, with a way back to the source.
//!
//! Pure: knows cells and roles, but no colours, no screen and no files. A [`Page`] keeps the text
//! and its break opportunities; for another width only the fitting is done again. A line is a byte
//! range of a leaf's text, so that finding, copying and [`Anchor`]s work on what the author wrote.
//! Rules: T1-T18 of the typesetting rules.

pub mod breaks;
mod fit;
mod leaf;
mod line;
mod marks;
mod table;

use std::ops::Range;

pub use line::{Anchor, Line, Role, Roles, Run};

use crate::clean::{CleanStr, CleanText};
use crate::document::{Document, Style, Text};
use crate::width::Widths;
use breaks::{Level, Unit};
use leaf::{Leaf, LeafKind};
use line::LineKind;

/// The least cells a line of text has, however deep its indent.
const NARROWEST: usize = 8;

/// The form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The width of the text in cells.
    pub cells: usize,
    /// What the terminal does with uncertain characters.
    pub widths: Widths,
    /// How strictly lines are broken.
    pub level: Level,
}

impl Measure {
    /// A measure of `cells` on a terminal of default habits, by all rules.
    pub fn new(cells: usize) -> Self {
        Self { cells, widths: Widths::default(), level: Level::Strict }
    }
}

/// What stands above a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The article's title.
    pub title: CleanText,
    /// Date, categories, tags, length: one line of facts.
    pub meta: CleanText,
}

/// An article in lines.
#[derive(Clone, Debug)]
pub struct Page {
    leaves: Vec<Set>,
    lines: Vec<Line>,
    measure: Measure,
}

/// A leaf with its units, which do not depend on the width.
#[derive(Clone, Debug)]
struct Set {
    leaf: Leaf,
    /// The leaf's forced lines, as byte ranges, each with its units (offsets within the range).
    segments: Vec<(Range<usize>, Vec<Unit>)>,
    /// For each mark, the byte at which it and all before it have ended.
    reach: Vec<usize>,
}

impl Page {
    /// Typesets a document below its header, if it has one.
    pub fn new(header: Option<&Header>, document: &Document, measure: Measure) -> Self {
        let mut leaves = Vec::new();
        if let Some(header) = header {
            leaves.push(header_leaf(&header.title, Role::Title));
            leaves.push(header_leaf(&header.meta, Role::Meta));
        }
        leaves.extend(leaf::leaves(document));
        let leaves = leaves.into_iter().map(|leaf| Set::new(leaf, measure)).collect();
        let mut page = Self { leaves, lines: Vec::new(), measure };
        page.fit();
        page
    }

    /// Fits the page to another measure. Places found by [`Page::anchor`] stay valid.
    pub fn refit(&mut self, measure: Measure) {
        if (measure.widths, measure.level) != (self.measure.widths, self.measure.level) {
            for set in &mut self.leaves {
                *set = Set::new(std::mem::take(&mut set.leaf), measure);
            }
        }
        self.measure = measure;
        self.fit();
    }

    /// The measure the page is fitted to.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether the page has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The cells left of a line's text.
    pub fn indent(&self, line: usize) -> usize {
        self.set_of(line).map_or(0, |(_, set)| set.indent(self.measure))
    }

    /// The marker that stands right before a line's text, empty for most lines.
    pub fn marker(&self, line: usize) -> CleanStr<'_> {
        match self.set_of(line) {
            Some((line, set)) if line.kind == LineKind::First => set.leaf.marker.as_clean(),
            _ => CleanStr::default(),
        }
    }

    /// The columns of the quotation bars beside a line.
    pub fn bars(&self, line: usize) -> &[usize] {
        let Some((line, set)) = self.set_of(line) else { return &[] };
        let bars = set.leaf.bars.as_slice();
        if line.kind != LineKind::Blank {
            return bars;
        }
        // A gap belongs to a quotation only if what stands above it does too.
        let above = (line.leaf as usize).checked_sub(1).and_then(|above| self.leaves.get(above));
        let shared = above.map_or(0, |above| above.leaf.bars.len().min(bars.len()));
        bars.get(..shared).unwrap_or_default()
    }

    /// The cells of a rule, if the line is one: from its indent across the measure, or a table.
    pub fn rule(&self, line: usize) -> Option<usize> {
        let (line, set) = self.set_of(line)?;
        match (&set.leaf.kind, line.kind) {
            (LeafKind::Rule, LineKind::First) => {
                Some(self.measure.cells.saturating_sub(set.indent(self.measure)))
            }
            (_, LineKind::TableRule) => Some(line.range.end as usize),
            _ => None,
        }
    }

    /// The runs of a line's text, from left to right.
    pub fn runs(&self, line: usize) -> Vec<Run<'_>> {
        let Some((line, set)) = self.set_of(line) else { return Vec::new() };
        if line.kind == LineKind::Blank {
            return Vec::new();
        }
        if !line.pieces.is_empty() {
            return table::runs(self, &line.pieces);
        }
        runs(set, line.range.start as usize..line.range.end as usize)
    }

    /// A line as plain text with its indent and marker, as the screen shows it without ornaments.
    pub fn plain(&self, line: usize) -> CleanText {
        if let Some(cells) = self.rule(line) {
            return CleanText::line(&format!(
                "{}{}",
                " ".repeat(self.indent(line)),
                "-".repeat(cells)
            ));
        }
        let marker = self.marker(line);
        let widths = self.measure.widths;
        let mut text = String::new();
        for run in self.runs(line) {
            for (_, grapheme) in run.text.graphemes() {
                text.push_str(&widths.shown(grapheme.as_str()));
            }
        }
        if text.is_empty() && marker.is_empty() {
            return CleanText::default();
        }
        let blanks = self.indent(line).saturating_sub(widths.cells(marker.as_str()));
        let whole = format!("{}{marker}{text}", " ".repeat(blanks));
        CleanText::body(whole.trim_end_matches(' '))
    }

    /// The place in the article at which a line begins.
    pub fn anchor(&self, line: usize) -> Anchor {
        match self.lines.get(line).or(self.lines.last()) {
            Some(line) => Anchor { leaf: line.leaf, byte: line.range.start },
            None => Anchor::default(),
        }
    }

    /// The line that holds a place, or the last line if the article has become shorter.
    pub fn line_of(&self, anchor: Anchor) -> usize {
        let after = self
            .lines
            .partition_point(|line| Anchor { leaf: line.leaf, byte: line.range.start } <= anchor);
        after.saturating_sub(1)
    }

    /// The headings of the body: line, level and text.
    pub fn headings(&self) -> impl Iterator<Item = (usize, u8, CleanStr<'_>)> {
        self.lines.iter().enumerate().filter_map(|(at, line)| {
            let set = self.leaves.get(line.leaf as usize)?;
            match set.leaf.kind {
                LeafKind::Heading(level) if line.kind == LineKind::First => {
                    Some((at, level, set.leaf.text.text.as_clean()))
                }
                _ => None,
            }
        })
    }

    fn set_of(&self, line: usize) -> Option<(&Line, &Set)> {
        let line = self.lines.get(line)?;
        Some((line, self.leaves.get(line.leaf as usize)?))
    }

    fn fit(&mut self) {
        self.lines.clear();
        let mut at = 0;
        while let Some(set) = self.leaves.get(at) {
            if set.leaf.gap && at > 0 {
                self.lines.push(Line::new(at, 0..0, LineKind::Blank));
            }
            let first = self.lines.len();
            if let LeafKind::Table(shape) = &set.leaf.kind {
                let lines = table::lines(self, at, shape);
                at += shape.rows * shape.columns();
                self.lines.extend(lines);
            } else {
                let cells = self.measure.cells.saturating_sub(set.indent(self.measure));
                let lines = set.lines(cells, self.measure.widths);
                self.lines
                    .extend(lines.into_iter().map(|range| Line::new(at, range, LineKind::Rest)));
                at += 1;
            }
            match self.lines.get_mut(first) {
                Some(line) => line.kind = LineKind::First,
                None => self.lines.push(Line::new(at.saturating_sub(1), 0..0, LineKind::First)),
            }
        }
    }
}

impl Set {
    fn new(leaf: Leaf, measure: Measure) -> Self {
        let text = leaf.text.text.as_str();
        let mut segments = Vec::new();
        let mut start = 0;
        for piece in text.split('\n') {
            let units = match leaf.kind {
                LeafKind::Code | LeafKind::Rule => Vec::new(),
                LeafKind::Prose | LeafKind::Heading(_) | LeafKind::Table(_) | LeafKind::Cell => {
                    breaks::units(piece, measure.level, measure.widths)
                }
            };
            segments.push((start..start + piece.len(), units));
            start += piece.len() + 1;
        }
        let ends = leaf.text.marks.iter().scan(0, |reach, mark| {
            *reach = mark.range.end.max(*reach);
            Some(*reach)
        });
        let reach = ends.collect();
        Self { leaf, segments, reach }
    }

    /// The indent, held so small that text of a sensible width remains.
    fn indent(&self, measure: Measure) -> usize {
        let marker = measure.widths.cells(self.leaf.marker.as_str());
        let most = measure.cells.saturating_sub(NARROWEST).max(marker.min(measure.cells / 2));
        self.leaf.indent.min(most)
    }

    /// The bytes of each line within `cells`.
    fn lines(&self, cells: usize, widths: Widths) -> Vec<Range<usize>> {
        let cells = cells.max(1);
        let text = self.leaf.text.text.as_clean();
        let mut lines = Vec::new();
        for (segment, units) in &self.segments {
            let piece = text.slice(segment.clone());
            let ranges = if units.is_empty() {
                cut_at_graphemes(piece, cells, widths)
            } else {
                fit::lines(piece.as_str(), units, cells, widths)
            };
            lines.extend(
                ranges
                    .into_iter()
                    .map(|range| segment.start + range.start..segment.start + range.end),
            );
        }
        lines
    }
}

fn header_leaf(text: &CleanText, role: Role) -> Leaf {
    let roles = Roles::default().with(role);
    Leaf { text: Text::plain(text.clone()), roles, ..Leaf::default() }
}

/// Cuts a line of code where the measure ends; an empty line stays a line.
fn cut_at_graphemes(line: CleanStr<'_>, cells: usize, widths: Widths) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, grapheme) in line.graphemes() {
        let width = widths.grapheme(grapheme.as_str());
        if used + width > cells && at > start {
            lines.push(start..at);
            (start, used) = (at, 0);
        }
        used += width;
    }
    if start < line.len() || line.is_empty() {
        lines.push(start..line.len());
    }
    lines
}

fn runs(set: &Set, range: Range<usize>) -> Vec<Run<'_>> {
    let leaf = &set.leaf;
    let text = leaf.text.text.as_clean();
    // Marks are sorted by where they begin, and `reach` by where they end at the latest.
    let marks = &leaf.text.marks;
    let from = set.reach.partition_point(|&reach| reach <= range.start);
    let to = marks.partition_point(|mark| mark.range.start < range.end);
    let candidates = marks.get(from..to).unwrap_or_default();
    let overlapping = || candidates.iter().filter(|mark| mark.range.end > range.start);
    // Every place within the line where a style begins or ends.
    let mut edges = vec![range.start, range.end];
    for mark in overlapping() {
        edges.push(mark.range.start.clamp(range.start, range.end));
        edges.push(mark.range.end.clamp(range.start, range.end));
    }
    edges.sort_unstable();
    edges.dedup();
    let mut runs = Vec::with_capacity(edges.len());
    for pair in edges.windows(2) {
        let &[start, end] = pair else { continue };
        let mut run = Run { text: text.slice(start..end), roles: leaf.roles, link: None };
        for mark in overlapping().filter(|mark| mark.range.start <= start && end <= mark.range.end)
        {
            run.roles = run.roles.with(leaf::role(mark.style));
            if let Style::Link(target) | Style::Image(target) = mark.style {
                run.link = Some(target);
            }
        }
        runs.push(run);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Item, Mark};

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Text::plain(CleanText::body(text)))
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document { blocks, ..Document::default() }
    }

    fn check(blocks: Vec<Block>, cells: usize, expected: &[&str]) {
        let page = Page::new(None, &document(blocks), Measure::new(cells));
        let lines: Vec<CleanText> = (0..page.len()).map(|line| page.plain(line)).collect();
        let lines: Vec<&str> = lines.iter().map(CleanText::as_str).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn paragraphs_stand_one_blank_line_apart() {
        check(
            vec![paragraph("今天天气很好，我们出去走走吧。"), paragraph("a\nb")],
            12,
            &["今天天气很", "好，我们出去", "走走吧。", "", "a", "b"],
        );
    }

    #[test]
    fn lists_and_quotes_are_indented() {
        let item = |text: &str| Item { checked: None, blocks: vec![paragraph(text)] };
        let list =
            Block::List { start: Some(9), items: vec![item("甲乙丙丁戊己"), item("庚")] };
        check(vec![list], 12, &[" 9. 甲乙丙丁", "    戊己", "10. 庚"]);
        check(vec![Block::Quote(vec![paragraph("甲乙丙丁戊己")])], 10, &["  甲乙丙丁", "  戊己"]);
    }

    #[test]
    fn code_is_cut_and_keeps_its_lines() {
        let code = Block::Code { language: None, text: CleanText::body("ab\tc\n\nabcdefghijkl") };
        check(vec![code], 8, &["ab  c", "", "abcdefgh", "ijkl"]);
    }

    #[test]
    fn a_style_moves_no_break() {
        let text = "他说：“今天天气很好”，我们出去走走。";
        let plain = Page::new(None, &document(vec![paragraph(text)]), Measure::new(14));
        let mark = Mark { range: 9..24, style: Style::Strong };
        let styled = Text { text: CleanText::body(text), marks: vec![mark] };
        let styled = Page::new(None, &document(vec![Block::Paragraph(styled)]), Measure::new(14));
        assert_eq!(plain.lines, styled.lines);
        let strong: Vec<&str> = (0..styled.len())
            .flat_map(|line| styled.runs(line))
            .filter(|run| run.roles.has(Role::Strong))
            .map(|run| run.text.as_str())
            .collect();
        assert_eq!(strong.concat(), "“今天天气");
    }

    #[test]
    fn anchors_survive_a_change_of_width() {
        let text = "一二三四五六七八九十".repeat(20);
        let mut page =
            Page::new(None, &document(vec![paragraph("首"), paragraph(&text)]), Measure::new(20));
        let anchor = page.anchor(9);
        page.refit(Measure::new(46));
        let line = page.line_of(anchor);
        let start = page.anchor(line);
        assert!(start <= anchor && anchor < page.anchor(line + 1));
        page.refit(Measure::new(20));
        assert_eq!(page.line_of(anchor), 9);
    }
}
