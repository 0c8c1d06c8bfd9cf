//! Remarks between the blocks of a page: words for what colours show otherwise. They are not part
//! of the author's text and have no places in it.

use std::ops::Range;

use crate::clean::CleanText;
use crate::document::Text;
use crate::typeset::leaf::Leaf;
use crate::typeset::line::{Line, LineKind, Role, Roles, Run};
use crate::typeset::segmented::SegmentedLeaf;
use crate::typeset::{Measure, Page};

/// A remark on a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The leaf, counted from 0; for the cell of a table, the whole table.
    pub leaf: u32,
    /// Whether the remark stands below the leaf instead of above it.
    pub is_below: bool,
    /// The words of the remark.
    pub text: CleanText,
}

/// A remark with its break opportunities.
#[derive(Clone, Debug)]
pub(super) struct Segmented {
    leaf: u32,
    is_below: bool,
    text: SegmentedLeaf,
}

impl Segmented {
    /// Segments the remark again for another measure.
    pub(super) fn segment_again(&mut self, measure: Measure) {
        self.text = SegmentedLeaf::new(std::mem::take(&mut self.text.leaf), measure);
    }
}

impl Page {
    /// Shows these remarks instead of others. [`Anchor`](crate::typeset::Anchor)s stay valid.
    pub fn set_remarks(&mut self, mut remarks: Vec<Remark>) {
        remarks.sort_by_key(|remark| remark.leaf);
        let segment = |Remark { leaf, is_below, text }| {
            let roles = Roles::default().with(Role::Meta);
            let own = Leaf { text: Text::plain(text), roles, ..Leaf::default() };
            Segmented { leaf, is_below, text: SegmentedLeaf::new(own, self.measure) }
        };
        self.remarks = remarks.into_iter().map(segment).collect();
        self.fit();
    }

    /// The leaves that begin a quotation, or one within another.
    pub fn quotations(&self) -> impl Iterator<Item = u32> {
        let depth = |segmented: &SegmentedLeaf| segmented.leaf.bars.len();
        let above = std::iter::once(0).chain(self.leaves.iter().map(depth));
        let deeper = self.leaves.iter().map(depth).zip(above).zip(0..);
        deeper.filter(|((own, above), _)| own > above).map(|(_, leaf)| leaf)
    }

    /// Whether a line is part of a remark.
    pub fn is_remark(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(Line::is_remark)
    }

    /// The lines of the remarks on some leaves, above or below them.
    pub(super) fn remark_lines(&self, leaves: Range<usize>, is_below: bool) -> Vec<Line> {
        let from = self.remarks.partition_point(|remark| (remark.leaf as usize) < leaves.start);
        let own = self.remarks.iter().enumerate().skip(from);
        let own = own.take_while(|(_, remark)| (remark.leaf as usize) < leaves.end);
        // Lines are in the order of the places where they begin.
        let beside = if is_below { leaves.end.saturating_sub(1) } else { leaves.start };
        let Some(segmented) = self.leaves.get(beside) else { return Vec::new() };
        let byte = if is_below { segmented.text().len() } else { 0 };
        let cells = self.measure.text_cells().saturating_sub(segmented.indent(self.measure));
        let lines =
            own.filter(|(_, remark)| remark.is_below == is_below).flat_map(|(number, remark)| {
                let ranges = remark.text.lines(cells, self.measure).into_iter();
                ranges.map(move |range| {
                    let (from, to) = (range.start as u32, range.end as u32);
                    let kind = LineKind::Remark { number: number as u32, from, to };
                    Line::new(beside, byte..byte, kind)
                })
            });
        lines.collect()
    }

    /// The runs of a part of a remark.
    pub(super) fn remark_runs(&self, number: u32, bytes: Range<u32>) -> Vec<Run<'_>> {
        let Some(remark) = self.remarks.get(number as usize) else { return Vec::new() };
        let bytes = bytes.start as usize..bytes.end as usize;
        let runs = remark.text.runs(0, bytes, self.measure.typography).into_iter();
        runs.map(|run| Run { source: None, ..run }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{NoContext, Syntax, parse};
    use crate::typeset::Anchor;

    const TEXT: &str = "甲乙\n\n> 丙丁\n\n| 名 | 值 |\n|--|--|\n| 戊 | 己 |\n\n    庚()\n";

    fn lines(page: &Page) -> Vec<String> {
        (0..page.len()).map(|line| page.plain(line).to_string()).collect()
    }

    fn remark(leaf: u32, is_below: bool, text: &str) -> Remark {
        Remark { leaf, is_below, text: CleanText::line(text) }
    }

    #[test]
    fn remarks_stand_between_blocks_and_move_no_place() {
        let own = Page::new(None, &parse(TEXT, Syntax::Markdown, &NoContext), Measure::new(20));
        let mut page = own.clone();
        page.set_remarks(vec![
            remark(4, true, "below the table"),
            remark(6, true, "below the code"),
            remark(0, false, "above"),
            remark(1, false, "in the quotation, in words for two lines"),
            remark(5, false, "above the table"),
        ]);
        assert_eq!(
            lines(&page),
            [
                "above",
                "甲乙",
                "",
                "  in the quotation,",
                "  in words for two",
                "  lines",
                "  丙丁",
                "",
                "above the table",
                "名  值",
                "------",
                "戊  己",
                "below the table",
                "",
                "  庚()",
                "  below the code",
            ]
        );
        for line in 0..page.len() {
            let text = page.plain(line);
            let has_words = text.as_str().contains(|c: char| c.is_ascii_lowercase());
            assert_eq!(page.is_remark(line), has_words, "{text}");
            if page.is_remark(line) {
                assert!((0..20).all(|column| page.spot(line, column).is_none()), "{text}");
                assert_eq!((page.frame(line), page.is_cut(line)), (None, false), "{text}");
            }
        }
        // The places of the text are those of the same page without remarks.
        let places = |page: &Page| -> Vec<(Anchor, String)> {
            let texts = (0..page.len()).filter(|line| !page.is_remark(*line));
            texts.map(|line| (page.anchor(line), page.plain(line).to_string())).collect()
        };
        assert_eq!(places(&page), places(&own));
        for line in (0..own.len()).filter(|line| own.spot(*line, 2).is_some()) {
            let place = own.spot(line, 2).unwrap().place;
            assert_eq!(page.plain(page.line_of(place)), own.plain(line), "{place}");
        }
        page.refit(Measure::new(40));
        assert_eq!(lines(&page)[3], "  in the quotation, in words for two");
        page.set_remarks(Vec::new());
        page.refit(Measure::new(20));
        assert_eq!(lines(&page), lines(&own));
    }
}
