//! A leaf with its break opportunities, kept while the measure changes.

use std::iter::Peekable;
use std::ops::Range;

use crate::clean::{CleanStr, CleanText};
use crate::document::{Mark, Style};
use crate::script;
use crate::typeset::breaks::{self, Unit};
use crate::typeset::figure::{self, Figure};
use crate::typeset::fit::{self, Room};
use crate::typeset::leaf::{self, Leaf, LeafKind};
use crate::typeset::line::{Anchor, Line, LineKind, Role, Run};
use crate::typeset::{FIRST_INDENT, HANGING_MARGIN, Measure, NARROWEST, Typography, marks};
use crate::width::Widths;

/// A leaf with its units, which do not depend on the width.
#[derive(Clone, Debug)]
pub(super) struct SegmentedLeaf {
    pub leaf: Leaf,
    /// The text in the measure's script, if that changes it: of the same length, and all its places
    /// are those of the author's text.
    shown: Option<CleanText>,
    /// The leaf's lines as its author broke them: the byte range of each, and its units (offsets
    /// within the range).
    pub segments: Vec<(Range<usize>, Vec<Unit>)>,
    /// For each mark, the largest end of it and all marks before it, in bytes.
    pub reach: Vec<usize>,
}

impl SegmentedLeaf {
    pub(super) fn new(leaf: Leaf, measure: Measure) -> Self {
        let is_code = matches!(leaf.kind, LeafKind::Code);
        let shown = leaf.text.shown_in(measure.script).filter(|_| !is_code);
        let text = shown.as_ref().unwrap_or(&leaf.text.text).as_str();
        let mut segments = Vec::new();
        let mut start = 0;
        for piece in text.split('\n') {
            let units = match leaf.kind {
                LeafKind::Code | LeafKind::Rule => Vec::new(),
                LeafKind::Prose | LeafKind::Heading(_) | LeafKind::Table(_) | LeafKind::Cell(_) => {
                    breaks::units(piece, measure.level, measure.widths, measure.typography)
                }
            };
            let is_facts = leaf.roles.has(Role::Meta) && piece.contains(" · ");
            let units =
                if is_facts { breaks::of_facts(piece, &units, measure.widths) } else { units };
            segments.push((start..start + piece.len(), units));
            start += piece.len() + 1;
        }
        let ends = leaf.text.marks.iter().scan(0, |reach, mark| {
            *reach = mark.range.end.max(*reach);
            Some(*reach)
        });
        let reach = ends.collect();
        Self { leaf, shown, segments, reach }
    }

    /// The text as it is shown.
    pub(super) fn text(&self) -> CleanStr<'_> {
        self.shown.as_ref().unwrap_or(&self.leaf.text.text).as_clean()
    }

    /// The indent, limited so that the text keeps a readable width.
    pub(super) fn indent(&self, measure: Measure) -> usize {
        let marker = measure.widths.cells(self.leaf.marker.as_str());
        let most = measure.cells.saturating_sub(NARROWEST).max(marker.min(measure.cells / 2));
        self.leaf.indent.min(most)
    }

    /// The additional indent of the first line, in cells.
    pub(super) fn first_indent(&self, measure: Measure) -> usize {
        let is_indented = measure.typography.indent
            && self.leaf.is_paragraph()
            && !self.leaf.text.text.as_str().starts_with('\u{3000}')
            && measure.cells >= self.indent(measure) + NARROWEST + FIRST_INDENT + HANGING_MARGIN;
        if is_indented { FIRST_INDENT } else { 0 }
    }

    /// The byte range of each line within `cells`.
    pub(super) fn lines(&self, cells: usize, measure: Measure) -> Vec<Range<usize>> {
        let cells = cells.max(1);
        let widths = measure.widths;
        let mut indent = self.first_indent(measure);
        let typography = Typography {
            optimal: measure.typography.optimal
                && !self.leaf.text.text.as_str().chars().any(script::is_han),
            // A mark must not hang into the next column.
            hanging: measure.hangs()
                && !matches!(self.leaf.kind, LeafKind::Table(_) | LeafKind::Cell(_)),
            ..measure.typography
        };
        let text = self.text();
        let mut lines = Vec::new();
        for (segment, units) in &self.segments {
            let piece = text.slice(segment.clone());
            let ranges = if units.is_empty() {
                cut_at_graphemes(piece, cells, widths)
            } else {
                let room = Room { cells, indent: std::mem::take(&mut indent), typography };
                fit::lines(piece.as_str(), units, room, widths)
            };
            lines.extend(
                ranges
                    .into_iter()
                    .map(|range| segment.start + range.start..segment.start + range.end),
            );
        }
        lines
    }

    /// The lines of the leaf with this number, below the rows of its pictures.
    pub(super) fn with_pictures(
        &self,
        number: usize,
        lines: Vec<Range<usize>>,
        measure: Measure,
    ) -> Vec<Line> {
        let figures = (0..).zip(&self.leaf.figures).filter(|_| measure.picture_rows > 0);
        let mut figures: Peekable<_> = figures.peekable();
        let mut all = Vec::with_capacity(lines.len());
        for range in lines {
            while let Some((at, figure)) =
                figures.next_if(|(_, figure)| figure.label.start < range.end)
            {
                let (_, rows) = self.picture_cells(figure, measure);
                // The places of lines grow: a row begins where the line below it does.
                let place = range.start..range.start;
                all.extend((0..rows).map(|row| {
                    Line::new(number, place.clone(), LineKind::Picture { figure: at, row })
                }));
            }
            all.push(Line::new(number, range, LineKind::Rest));
        }
        all
    }

    /// The columns and rows of a picture at a measure.
    pub(super) fn picture_cells(&self, figure: &Figure, measure: Measure) -> (u16, u16) {
        let columns = measure.text_cells().saturating_sub(self.indent(measure));
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        figure::picture_cells(figure.dots, (columns, measure.picture_rows), measure.cell)
    }

    /// The runs of a byte range of the leaf with this number, with spaces between Han and Latin
    /// letters if the typography has them.
    pub(super) fn runs(
        &self,
        number: u32,
        range: Range<usize>,
        typography: Typography,
    ) -> Vec<Run<'_>> {
        let runs = self.own_runs(number, range);
        let is_verbatim = matches!(self.leaf.kind, LeafKind::Code | LeafKind::Rule);
        if !typography.spacing || is_verbatim {
            return runs;
        }
        let mut spaced = Vec::with_capacity(runs.len());
        let mut last: Option<char> = None;
        for run in runs {
            let mut from = 0;
            for (at, grapheme) in run.text.graphemes() {
                let first = grapheme.as_str().chars().next();
                if last.zip(first).is_some_and(|(a, b)| marks::may_be_spaced(a, b)) {
                    if at > from {
                        spaced.push(run.part(from..at));
                    }
                    let blank = Run::blank(CleanStr::literal(" "));
                    spaced.push(Run { roles: self.leaf.roles, ..blank });
                    from = at;
                }
                last = first;
            }
            spaced.push(run.part(from..run.text.len()));
        }
        spaced
    }

    /// The runs of a byte range, as the author wrote them.
    fn own_runs(&self, number: u32, range: Range<usize>) -> Vec<Run<'_>> {
        let leaf = &self.leaf;
        let text = self.text();
        // Marks are sorted by start, and `reach` grows.
        let marks = &leaf.text.marks;
        let from = self.reach.partition_point(|&reach| reach <= range.start);
        let to = marks.partition_point(|mark| mark.range.start < range.end);
        let candidates = marks.get(from..to).unwrap_or_default();
        let overlapping = || {
            let seen = |mark: &&Mark| !matches!(mark.style, Style::Anchor(_));
            candidates.iter().filter(|mark| mark.range.end > range.start).filter(seen)
        };
        // Every position in the range where a style begins or ends.
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
            let mut run = Run {
                text: text.slice(start..end),
                roles: leaf.roles,
                link: None,
                source: Some(Anchor { leaf: number, byte: start as u32 }),
            };
            for mark in
                overlapping().filter(|mark| mark.range.start <= start && end <= mark.range.end)
            {
                run.roles = leaf::role(mark.style).map_or(run.roles, |role| run.roles.with(role));
                if let Style::Link(target) | Style::Image(target) = mark.style {
                    run.link = Some(target);
                }
            }
            runs.push(run);
        }
        runs
    }
}

/// Cuts a line of code at the measure; an empty line stays a line.
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
