//! Maps the cells of a page to positions in the author's text, and back.
//!
//! Finding, copying, following links and the mouse work on positions; cells are where these are at
//! the current measure.

use std::ops::Range;

use crate::clean::{CleanStr, CleanText};
use crate::document::Style;
use crate::typeset::leaf::LeafKind;
use crate::typeset::line::Line;
use crate::typeset::segmented::SegmentedLeaf;
use crate::typeset::table::Shape;
use crate::typeset::{Anchor, Page, Role, Run, unsigned};

/// The text under a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The position of the glyph that covers the cell.
    pub place: Anchor,
    /// The link it belongs to, as an index into the document's links.
    pub link: Option<usize>,
}

impl Page {
    /// The position where a line begins; of a rule, where the line below does.
    pub fn anchor(&self, line: usize) -> Anchor {
        self.lines.get(line).or(self.lines.last()).map_or_else(Anchor::default, Line::start)
    }

    /// The line that holds a position, or the last line if the article has become shorter. Of the
    /// name of a column that stands beside many values, the first line.
    pub fn line_of(&self, anchor: Anchor) -> usize {
        let after = self.lines.partition_point(|line| line.start() <= anchor);
        self.line_in_table(anchor).unwrap_or_else(|| after.saturating_sub(1))
    }

    /// The line that holds a position in a cell of a table: others begin before it, too.
    fn line_in_table(&self, anchor: Anchor) -> Option<usize> {
        let (first, shape) = self.table_of(anchor.leaf)?;
        let row = (anchor.leaf as usize - first) / shape.columns();
        let start = first + row * shape.columns();
        let line_at = |leaf: usize| self.lines.partition_point(|line| (line.leaf as usize) < leaf);
        let (from, to) = (line_at(start), line_at(start + shape.columns()));
        let own_start = |line: &Line| {
            let own = line.pieces.iter().filter(|piece| piece.leaf == anchor.leaf);
            own.map(|piece| piece.range.start).filter(|start| *start <= anchor.byte).max()
        };
        let holds = |line: &Line| own_start(line).is_some();
        // Of equals the first: a short cell has empty pieces beside the other lines of a long one.
        let lines = self.lines.get(from..to)?.iter().enumerate().rev();
        let own = lines.filter_map(|(line, of)| Some((own_start(of)?, from + line)));
        let own = own.max_by_key(|(start, _)| *start).map(|(_, line)| line);
        if own.is_some() || row > 0 {
            return own;
        }
        // The names of columns have no lines of their own in a table in the form of a list.
        let end = line_at(first + shape.rows * shape.columns());
        self.lines.get(to..end)?.iter().position(holds).map(|line| to + line)
    }

    /// The first leaf and the shape of the table that a leaf is a cell of.
    fn table_of(&self, leaf: u32) -> Option<(usize, &Shape)> {
        let number = match &self.leaves.get(leaf as usize)?.leaf.kind {
            LeafKind::Table(_) => 0,
            LeafKind::Cell(number) => *number,
            _ => return None,
        };
        let first = leaf.checked_sub(number)? as usize;
        match &self.leaves.get(first)?.leaf.kind {
            LeafKind::Table(shape) => Some((first, shape)),
            _ => None,
        }
    }

    /// The author's text at a column, counted from the left of the measure, or the picture there;
    /// `None` for indents, markers, ornaments and empty cells.
    pub fn spot(&self, line: usize, column: usize) -> Option<Spot> {
        let picture = self.picture_row(line).filter(|picture| {
            let columns = self.indent(line)..self.indent(line) + usize::from(picture.cells.0);
            columns.contains(&column)
        });
        let mut spot =
            picture.map(|picture| Spot { place: self.anchor(line), link: Some(picture.link) });
        self.glyphs(line, |place, cells, run| {
            if cells.contains(&column) {
                spot = Some(Spot { place, link: run.link });
            }
        });
        spot
    }

    /// The position that is nearest to a column among those on a line that `may_be` takes. The names
    /// of columns beside the values of a table are left out: they belong to its head.
    pub fn place_near(
        &self,
        line: usize,
        column: usize,
        may_be: impl Fn(Anchor) -> bool,
    ) -> Option<Anchor> {
        let mut nearest: Option<(usize, Anchor)> = None;
        let own = self.lines.get(line)?.leaf;
        self.glyphs(line, |place, cells, _| {
            if place.leaf < own || !may_be(place) {
                return;
            }
            let away = if column < cells.start {
                cells.start - column
            } else {
                column.saturating_sub(cells.end.saturating_sub(1))
            };
            if nearest.is_none_or(|(least, _)| away < least) {
                nearest = Some((away, place));
            }
        });
        nearest.map(|(_, place)| place)
    }

    /// The line of a glyph and its columns there; of a blank that vanished at a break, the cell after
    /// the text of the line.
    pub fn cells_of(&self, glyph: &Range<Anchor>) -> (usize, Range<usize>) {
        let line = self.line_of(glyph.start);
        if let Some((_, columns)) = self.columns_of(line, std::slice::from_ref(glyph)).pop() {
            return (line, columns);
        }
        let mut end = self.indent(line);
        self.glyphs(line, |place, cells, _| {
            if place < glyph.start {
                end = cells.end;
            }
        });
        (line, end..end + 1)
    }

    /// The author's text between two positions, with a line end between leaves.
    pub fn text_of(&self, text: &Range<Anchor>) -> CleanText {
        self.between(text, |segmented| {
            let own = segmented.leaf.text.text.as_clean();
            let is_facts = segmented.leaf.roles.has(Role::Meta);
            if is_facts { unsigned(own, self.measure.script) } else { own }
        })
    }

    /// The same text as it is shown.
    pub fn shown_of(&self, text: &Range<Anchor>) -> CleanText {
        self.between(text, SegmentedLeaf::text)
    }

    fn between(
        &self,
        text: &Range<Anchor>,
        text_of: impl Fn(&SegmentedLeaf) -> CleanStr<'_>,
    ) -> CleanText {
        let leaves = text.start.leaf as usize..=text.end.leaf as usize;
        let leaves = self.leaves.get(*leaves.start()..).unwrap_or_default().iter().zip(leaves);
        let pieces: Vec<CleanStr<'_>> = leaves
            .map(|(segmented, leaf)| {
                let own = text_of(segmented);
                let byte_of = |place: Anchor, other| {
                    if place.leaf as usize == leaf { place.byte as usize } else { other }
                };
                let end = byte_of(text.end, own.len()).min(own.len());
                own.slice(byte_of(text.start, 0).min(end)..end)
            })
            .collect();
        CleanText::join(pieces, "\n")
    }

    /// The links and images of the page in reading order: the index of the target, and the range of
    /// text.
    pub fn links(&self) -> impl Iterator<Item = (usize, Range<Anchor>)> {
        self.leaves.iter().zip(0..).flat_map(|(segmented, leaf)| {
            segmented.leaf.text.marks.iter().filter_map(move |mark| match mark.style {
                Style::Link(target) | Style::Image(target) => {
                    let place = |byte: usize| Anchor { leaf, byte: byte as u32 };
                    Some((target, place(mark.range.start)..place(mark.range.end)))
                }
                _ => None,
            })
        })
    }

    /// The named places of the page: the index of the name, and the position. A name inside a
    /// heading belongs to the whole heading.
    pub fn anchors(&self) -> impl Iterator<Item = (usize, Anchor)> {
        self.leaves.iter().zip(0..).flat_map(|(segmented, leaf)| {
            let is_heading = matches!(segmented.leaf.kind, LeafKind::Heading(_));
            segmented.leaf.text.marks.iter().filter_map(move |mark| match mark.style {
                Style::Anchor(name) => {
                    let byte = if is_heading { 0 } else { mark.range.start as u32 };
                    Some((name, Anchor { leaf, byte }))
                }
                _ => None,
            })
        })
    }

    /// The texts of the page in reading order, each with the number of its leaf: as its author
    /// wrote it, and as it is shown if that differs. Both have the same places.
    pub fn texts(&self) -> impl Iterator<Item = (u32, CleanStr<'_>, Option<CleanStr<'_>>)> {
        let texts = self.leaves.iter().map(|segmented| {
            let own = segmented.leaf.text.text.as_clean();
            (own, Some(segmented.text()).filter(|shown| *shown != own))
        });
        (0..).zip(texts).map(|(leaf, (own, shown))| (leaf, own, shown))
    }

    /// The columns on a line of the ranges in `marked`, which are sorted and do not overlap, each
    /// with the index of its range. Whole glyphs only.
    pub fn columns_of(&self, line: usize, marked: &[Range<Anchor>]) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        if marked.is_empty() {
            return found;
        }
        self.glyphs(line, |place, cells, _| {
            let at = marked.partition_point(|range| range.end <= place);
            if marked.get(at).is_none_or(|range| place < range.start) {
                return;
            }
            match found.last_mut() {
                Some((last, columns)) if *last == at && columns.end == cells.start => {
                    columns.end = cells.end;
                }
                _ => found.push((at, cells)),
            }
        });
        found
    }

    /// The columns on a line where links start or continue from another line, each with the index
    /// of its target.
    pub fn link_starts(&self, line: usize) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut last = None;
        self.glyphs(line, |_, cells, run| {
            if let Some(link) = run.link.filter(|_| last != run.link) {
                found.push((cells.start, link));
            }
            last = run.link;
        });
        found
    }

    /// Visits the glyphs of a line from left to right, with their positions and columns.
    fn glyphs(&self, line: usize, mut each: impl FnMut(Anchor, Range<usize>, &Run<'_>)) {
        if self.lines.get(line).is_none_or(Line::is_blank) {
            return;
        }
        let widths = self.measure().widths;
        let mut column = self.indent(line);
        for run in self.runs(line) {
            for (byte, grapheme) in run.text.graphemes() {
                let cells = widths.grapheme(grapheme.as_str());
                if let Some(source) = run.source.filter(|_| cells > 0) {
                    let place = Anchor { byte: source.byte + byte as u32, ..source };
                    each(place, column..column + cells, &run);
                }
                column += cells;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversion::Script;
    use crate::document::{NoContext, Syntax, Text, parse};
    use crate::typeset::{Header, Measure, Typography};

    const TEXT: &str = "他说“走”，[见此处](https://example.org/)。\n\n- 甲乙\n- 丙丁\n\n| 名 | 值 |\n|--|--|\n| 长的名字长的名字长的名字 | 一二三四五六七 |\n";

    fn page(cells: usize) -> Page {
        Page::new(None, &parse(TEXT, Syntax::Markdown, &NoContext), Measure::new(cells))
    }

    /// The first occurrence of a text in the page.
    fn place(page: &Page, text: &str) -> Range<Anchor> {
        let mut leaves = page.leaves.iter().map(|segmented| segmented.leaf.text.text.as_str());
        let leaf = leaves.position(|leaf| leaf.contains(text)).unwrap() as u32;
        let own = page.leaves[leaf as usize].leaf.text.text.as_str();
        let byte = own.find(text).unwrap() as u32;
        Anchor { leaf, byte }..Anchor { leaf, byte: byte + text.len() as u32 }
    }

    /// The lines of a text, and its columns on each.
    fn columns(page: &Page, text: &Range<Anchor>) -> Vec<(usize, Range<usize>)> {
        let on_line = |line| {
            let found = page.columns_of(line, std::slice::from_ref(text)).into_iter();
            found.map(move |(_, columns)| (line, columns))
        };
        (0..page.len()).flat_map(on_line).collect()
    }

    #[test]
    fn cells_and_places() {
        let page = page(12);
        let link = place(&page, "见此处");
        assert_eq!((page.plain(0).as_str(), page.plain(1).as_str()), ("他说“走”，见", "此处。"));
        assert_eq!(columns(&page, &link), [(0, 10..12), (1, 0..4)]);
        let spot = page.spot(1, 3).unwrap();
        assert_eq!((spot.place.byte, spot.link), (link.start.byte + 6, Some(0)));
        assert_eq!(page.spot(0, 4).unwrap().link, None);
        assert_eq!(page.spot(0, 40), None);
        // A marker is not the author's text; the text after it is.
        let item = place(&page, "丙丁");
        let (row, cells) = columns(&page, &item)[0].clone();
        assert_eq!((cells, page.spot(row, 0)), (2..6, None));
        assert_eq!(page.text_of(&item).as_str(), "丙丁");
        assert_eq!(page.text_of(&(link.start..item.end)).as_str(), "见此处。\n甲乙\n丙丁");
    }

    #[test]
    fn the_cells_of_a_table_are_found() {
        for cells in [12, 30, 60] {
            let page = page(cells);
            for text in ["名", "长的名字长的名字长的名字", "一二三四五六七", "四五六"]
            {
                let place = place(&page, text);
                let found = columns(&page, &place);
                let width: usize = found.iter().map(|(_, cells)| cells.len()).sum();
                assert_eq!(width, 2 * text.chars().count(), "{text} at {cells}: {found:?}");
                assert_eq!(page.spot(found[0].0, found[0].1.start).unwrap().place, place.start);
            }
        }
    }

    #[test]
    fn every_place_of_a_table_has_its_line() {
        for cells in [9, 12, 16, 30, 60] {
            let page = page(cells);
            let mut last = Anchor::default();
            for line in 0..page.len() {
                assert!(last <= page.anchor(line), "line {line} at {cells} begins after the last");
                last = page.anchor(line);
                page.glyphs(line, |place, columns, _| {
                    let after = Anchor { byte: place.byte + 1, ..place };
                    let found = page.cells_of(&(place..after));
                    // The name of a column that stands beside each value has its first line.
                    let is_name = place.leaf < page.lines[line].leaf;
                    if is_name {
                        assert!(found.0 <= line, "{place} at {cells}");
                    } else {
                        assert_eq!(found, (line, columns), "{place} at {cells}");
                        assert_eq!(page.place_near(line, found.1.start, |_| true), Some(place));
                    }
                });
            }
        }
    }

    #[test]
    fn a_blank_that_vanished_is_after_its_line() {
        let page =
            Page::new(None, &parse("> ab cd\n", Syntax::Markdown, &NoContext), Measure::new(10));
        let blank = place(&page, " ");
        assert_eq!(page.cells_of(&blank), (0, 4..5));
        let mut page = page;
        page.refit(Measure::new(4));
        assert_eq!((page.plain(0).as_str(), page.cells_of(&blank)), ("ab", (0, 2..3)));
    }

    // T19
    #[test]
    fn places_hold_in_every_script() {
        let text = "# 头发与发展\n\n乾隆的**头**发，[发展](https://example.org/)见`发展`和<https://发展.example/>，\
            <ruby>発<rt>发</rt></ruby>。\n\n    发展()\n\n| 发展 | 头发 |\n|--|--|\n| 里面 | 干净的面条 |\n";
        let document = parse(text, Syntax::Markdown, &NoContext);
        let facts = Header {
            title: CleanText::line("发展"),
            meta: Text::plain(CleanText::line("财经")),
        };
        let set = |script, cells| {
            let measure = Measure { script, ..Measure::new(cells) };
            Page::new(Some(&facts), &document, measure)
        };
        for cells in [10, 24, 60] {
            let own = set(Script::Original, cells);
            let mut page = set(Script::TraditionalTw, cells);
            let shown: Vec<CleanText> = (0..page.len()).map(|line| page.plain(line)).collect();
            let shown = CleanText::join(shown.iter().map(CleanText::as_clean), "");
            if cells == 60 {
                let expected = "發展財經 [繁/台]頭髮與發展乾隆的頭髮，發展見发展和https://发展.example/，\
                    発(发)。发展()發展  頭髮----------------裡面  乾淨的麵條";
                assert_eq!(shown.as_str().replace("  ", ""), expected.replace("  ", ""));
            }
            // The sign may take a line; all else is where it was.
            let lines = |page: &Page| -> Vec<Anchor> {
                (0..page.len()).map(|line| page.anchor(line)).filter(|at| at.leaf != 1).collect()
            };
            assert_eq!(lines(&page), lines(&own));
            let targets = own.links().collect::<Vec<_>>();
            assert_eq!(page.links().collect::<Vec<_>>(), targets);
            for (_, place) in targets {
                assert_eq!(page.text_of(&place), own.text_of(&place));
                let widths = |page: &Page| -> Vec<Range<usize>> {
                    columns(page, &place).into_iter().map(|(_, cells)| cells).collect()
                };
                assert_eq!(widths(&page), widths(&own));
                let (line, cells) = columns(&page, &place)[0].clone();
                assert_eq!(page.spot(line, cells.start).unwrap().place, place.start);
            }
            let whole = Anchor::default()..Anchor { leaf: u32::MAX, byte: u32::MAX };
            assert_eq!(page.text_of(&whole), own.text_of(&whole), "the sign is not copied");
            let heading = place(&own, "头发与发展");
            assert_eq!(page.text_of(&heading).as_str(), "头发与发展");
            assert_eq!(page.shown_of(&heading).as_str(), "頭髮與發展");
            // Back and forth, without and with another sign.
            page.refit(Measure { script: Script::Simplified, ..Measure::new(cells) });
            page.refit(Measure::new(cells));
            let lines = |page: &Page| -> Vec<CleanText> {
                (0..page.len()).map(|line| page.plain(line)).collect()
            };
            assert_eq!(lines(&page), lines(&own));
        }
    }

    #[test]
    fn typographic_spaces_have_no_position() {
        let typography = Typography { spacing: true, ..Typography::default() };
        let measure = Measure { typography, ..Measure::new(20) };
        let page = Page::new(None, &parse("用Rust写", Syntax::Markdown, &NoContext), measure);
        assert_eq!(page.plain(0).as_str(), "用 Rust 写");
        assert_eq!(page.spot(0, 2), None);
        let whole = place(&page, "用Rust写");
        assert_eq!(columns(&page, &whole), [(0, 0..2), (0, 3..7), (0, 8..10)]);
        assert_eq!(page.text_of(&whole).as_str(), "用Rust写");
    }
}
