//! Typesets documents into pages of lines, with a way back from a line to its source.
//!
//! Pure: knows cells and roles, but no colours, no screen and no files. A [`Page`] keeps the text
//! and its break opportunities; another width repeats the fitting only. A line is a byte range of a
//! leaf's text, so finding, copying and [`Anchor`]s work on the author's text. Rules: T1-T20.

mod body;
pub mod breaks;
mod figure;
mod fit;
mod leaf;
mod line;
mod marks;
mod remark;
mod segmented;
mod source;
mod table;
pub mod words;

pub use body::BodyText;
pub use figure::{HALF_BLOCKS, LONGEST_SIDE, PictureRow, picture_cells};
pub use line::{Anchor, Line, Role, Roles, Run};
pub use remark::Remark;
pub use source::Spot;

use crate::clean::{CleanStr, CleanText};
use crate::conversion::Script;
use crate::document::{Document, Mark, Style, Text};
use crate::width::Widths;
use breaks::Level;
use leaf::{Leaf, LeafKind};
use line::LineKind;
use segmented::SegmentedLeaf;

/// The fewest cells for text on a line, however deep the indent.
const NARROWEST: usize = 8;
/// The cells of the margin for hanging marks.
const HANGING_MARGIN: usize = 2;
/// The indent of a paragraph's first line, in cells: two Han characters.
const FIRST_INDENT: usize = 4;

/// The parameters that a page is typeset with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The width of the text in cells.
    pub cells: usize,
    /// How the terminal draws characters of uncertain width.
    pub widths: Widths,
    /// How strict the line breaking rules are.
    pub level: Level,
    /// The optional typography.
    pub typography: Typography,
    /// Limit in rows for a picture in the text; 0 for no pictures.
    pub picture_rows: u16,
    /// Width and height of a picture's cell in pixels.
    pub cell: (u16, u16),
    /// The characters that the text is shown in.
    pub script: Script,
}

/// Optional typography; all of it is off by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "four choices that depend on nothing")]
pub struct Typography {
    /// A stop at the end of a line may use the last two cells, which are otherwise kept free.
    pub hanging: bool,
    /// Paragraphs start with an indent of two Han characters and have no blank line between them.
    pub indent: bool,
    /// One cell of space between Han and Latin letters or digits. On the screen only: copying and
    /// searching use the author's text.
    pub spacing: bool,
    /// Paragraphs without Han get lines of even length, not the fullest lines possible.
    pub optimal: bool,
}

impl Measure {
    /// A measure of `cells` for the default terminal widths, with all rules.
    pub fn new(cells: usize) -> Self {
        let (widths, level) = (Widths::default(), Level::Strict);
        let (typography, script) = (Typography::default(), Script::Original);
        Self { cells, widths, level, typography, script, picture_rows: 0, cell: HALF_BLOCKS }
    }

    /// The cells for text: without the margin for hanging marks.
    fn text_cells(self) -> usize {
        let margin = if self.hangs() { HANGING_MARGIN } else { 0 };
        self.cells.saturating_sub(margin).max(1)
    }

    /// Whether marks hang; not where the text would become too narrow.
    fn hangs(self) -> bool {
        self.typography.hanging && self.cells >= NARROWEST + HANGING_MARGIN
    }
}

/// The lines above a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The article's title.
    pub title: CleanText,
    /// Date, categories, tags, length: one line of facts, and lines of remarks.
    pub meta: Text,
}

/// A typeset article.
#[derive(Clone, Debug)]
pub struct Page {
    leaves: Vec<SegmentedLeaf>,
    lines: Vec<Line>,
    measure: Measure,
    /// In the order of their leaves.
    remarks: Vec<remark::Segmented>,
}

impl Page {
    /// Typesets a document, below its header if there is one.
    pub fn new(header: Option<&Header>, document: &Document, measure: Measure) -> Self {
        let mut leaves = Vec::new();
        if let Some(header) = header {
            if !header.title.is_empty() {
                leaves.push(header_leaf(Text::plain(header.title.clone()), Role::Title));
            }
            let facts = signed(header.meta.clone(), measure.script);
            leaves.push(header_leaf(facts, Role::Meta));
        }
        leaves.extend(leaf::leaves(document));
        let leaves = leaves.into_iter().map(|leaf| SegmentedLeaf::new(leaf, measure)).collect();
        let mut page = Self { leaves, lines: Vec::new(), measure, remarks: Vec::new() };
        page.fit();
        page
    }

    /// Typesets the page again for another measure. [`Anchor`]s stay valid.
    pub fn refit(&mut self, measure: Measure) {
        let units =
            |measure: Measure| (measure.widths, measure.level, measure.typography, measure.script);
        if units(measure) != units(self.measure) {
            let (old, new) = (self.measure.script, measure.script);
            for segmented in &mut self.leaves {
                if old != new && segmented.leaf.roles.has(Role::Meta) {
                    let mut facts = std::mem::take(&mut segmented.leaf.text);
                    facts.text = unsigned(facts.text.as_clean(), old).to_clean();
                    facts.marks.retain(|mark| mark.range.end <= facts.text.len());
                    segmented.leaf.text = signed(facts, new);
                }
                *segmented = SegmentedLeaf::new(std::mem::take(&mut segmented.leaf), measure);
            }
            for remark in &mut self.remarks {
                remark.segment_again(measure);
            }
        }
        self.measure = measure;
        self.fit();
    }

    /// The current measure.
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

    /// The cells to the left of a line's text.
    pub fn indent(&self, line: usize) -> usize {
        let Some((line, segmented)) = self.leaf_of(line) else { return 0 };
        let first =
            if line.kind == LineKind::First { segmented.first_indent(self.measure) } else { 0 };
        segmented.indent(self.measure) + first
    }

    /// The marker directly before a line's text; empty for most lines.
    pub fn marker(&self, line: usize) -> CleanStr<'_> {
        match self.leaf_of(line) {
            Some((line, segmented)) if line.kind == LineKind::First => {
                segmented.leaf.marker.as_clean()
            }
            _ => CleanStr::default(),
        }
    }

    /// The columns of the quotation bars beside a line.
    pub fn bars(&self, line: usize) -> &[usize] {
        let Some((line, segmented)) = self.leaf_of(line) else { return &[] };
        let bars = segmented.leaf.bars.as_slice();
        if line.kind != LineKind::Blank {
            return bars;
        }
        // A gap is inside a quotation only if the leaf above is too.
        let above = (line.leaf as usize).checked_sub(1).and_then(|above| self.leaves.get(above));
        let shared = above.map_or(0, |above| above.leaf.bars.len().min(bars.len()));
        bars.get(..shared).unwrap_or_default()
    }

    /// The column of the frame beside a line of a block of code.
    pub fn frame(&self, line: usize) -> Option<usize> {
        let (line, segmented) = self.leaf_of(line)?;
        segmented.leaf.frame.filter(|_| !line.is_blank() && !line.is_remark())
    }

    /// Whether a line of code goes on from the line above, which was cut at the measure.
    pub fn is_cut(&self, line: usize) -> bool {
        let Some((line, segmented)) = self.leaf_of(line) else { return false };
        let start = line.range.start as usize;
        let begins = segmented.segments.binary_search_by_key(&start, |(range, _)| range.start);
        matches!(segmented.leaf.kind, LeafKind::Code)
            && !line.is_blank()
            && !line.is_remark()
            && begins.is_err()
    }

    /// The cells of the rule on a line, if it has one: across the measure from its indent, or as
    /// wide as its table.
    pub fn rule(&self, line: usize) -> Option<usize> {
        let (line, segmented) = self.leaf_of(line)?;
        match (&segmented.leaf.kind, line.kind) {
            (LeafKind::Rule, LineKind::First) => {
                Some(self.measure.cells.saturating_sub(segmented.indent(self.measure)))
            }
            (_, LineKind::TableRule { cells }) => Some(cells.into()),
            _ => None,
        }
    }

    /// The row of a picture that a line is, if it is one.
    pub fn picture_row(&self, line: usize) -> Option<PictureRow> {
        let (line, segmented) = self.leaf_of(line)?;
        let LineKind::Picture { figure, row } = line.kind else { return None };
        let figure = segmented.leaf.figures.get(usize::from(figure))?;
        let cells = segmented.picture_cells(figure, self.measure);
        Some(PictureRow { link: figure.link, cells, row })
    }

    /// The runs of a line's text, from left to right.
    pub fn runs(&self, line: usize) -> Vec<Run<'_>> {
        let Some((line, segmented)) = self.leaf_of(line) else { return Vec::new() };
        match line.kind {
            LineKind::Blank | LineKind::Picture { .. } => return Vec::new(),
            LineKind::Remark { number, from, to } => return self.remark_runs(number, from..to),
            _ => {}
        }
        if !line.pieces.is_empty() {
            return table::runs(self, &line.pieces);
        }
        let bytes = line.range.start as usize..line.range.end as usize;
        segmented.runs(line.leaf, bytes, self.measure.typography)
    }

    /// A line as plain text with its indent and marker; rules are drawn with `-`, bars are left
    /// out.
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

    /// The headings of the body: line, level and text as its author wrote it.
    pub fn headings(&self) -> impl Iterator<Item = (usize, u8, CleanStr<'_>)> {
        self.lines.iter().enumerate().filter_map(|(at, line)| {
            let segmented = self.leaves.get(line.leaf as usize)?;
            match segmented.leaf.kind {
                LeafKind::Heading(level) if line.kind == LineKind::First => {
                    Some((at, level, segmented.leaf.text.text.as_clean()))
                }
                _ => None,
            }
        })
    }

    fn leaf_of(&self, line: usize) -> Option<(&Line, &SegmentedLeaf)> {
        let line = self.lines.get(line)?;
        Some((line, self.leaves.get(line.leaf as usize)?))
    }

    fn fit(&mut self) {
        self.lines.clear();
        let mut at = 0;
        while let Some(segmented) = self.leaves.get(at) {
            let above = at.checked_sub(1).and_then(|above| self.leaves.get(above));
            if segmented.leaf.gap && above.is_some_and(|above| self.has_gap(above, segmented)) {
                self.lines.push(Line::new(at, 0..0, LineKind::Blank));
            }
            let size = match &segmented.leaf.kind {
                LeafKind::Table(shape) => shape.rows * shape.columns(),
                _ => 1,
            };
            let above = self.remark_lines(at..at + size, false);
            self.lines.extend(above);
            let first = self.lines.len();
            let lines = if let LeafKind::Table(shape) = &segmented.leaf.kind {
                table::lines(self, at, shape)
            } else {
                let cells =
                    self.measure.text_cells().saturating_sub(segmented.indent(self.measure));
                let lines = segmented.lines(cells, self.measure);
                segmented.with_pictures(at, lines, self.measure)
            };
            self.lines.extend(lines);
            at += size;
            let mut lines = self.lines.iter_mut().skip(first);
            match lines.find(|line| line.kind == LineKind::Rest) {
                Some(line) => line.kind = LineKind::First,
                None => self.lines.push(Line::new(at.saturating_sub(1), 0..0, LineKind::First)),
            }
            let below = self.remark_lines(at - size..at, true);
            self.lines.extend(below);
        }
    }

    /// Whether a blank line separates two consecutive leaves. Paragraphs with a first-line indent
    /// need none.
    fn has_gap(&self, above: &SegmentedLeaf, below: &SegmentedLeaf) -> bool {
        !(self.measure.typography.indent && above.leaf.is_paragraph() && below.leaf.is_paragraph())
    }
}

/// The line of facts with the sign of the script, which is the same in every script.
fn signed(Text { mut text, mut marks }: Text, script: Script) -> Text {
    let sign = CleanStr::literal(script.sign());
    if sign.is_empty() {
        return Text { text, marks };
    }
    if !text.is_empty() {
        text.push_space();
    }
    text.push(sign);
    let range = text.len() - sign.len()..text.len();
    marks.push(Mark { range, style: Style::Verbatim });
    Text { text, marks }
}

/// The line of facts without the sign of the script.
fn unsigned(facts: CleanStr<'_>, script: Script) -> CleanStr<'_> {
    facts.slice(0..facts.len().saturating_sub(script.sign().len())).trim()
}

fn header_leaf(text: Text, role: Role) -> Leaf {
    Leaf { text, roles: Roles::default().with(role), ..Leaf::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Item};

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
        let item = |text: &str| Item { checked: None, number: None, blocks: vec![paragraph(text)] };
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
    #[cfg(feature = "code-colours")]
    fn code_has_roles_where_it_stands_after_its_tabs() {
        let text = CleanText::body("a:\tb\n\techo\t\"看\"\t# d");
        let code = Block::Code { language: Some(CleanText::line("makefile")), text };
        let page = Page::new(None, &document(vec![code]), Measure::new(40));
        let texts = |role| {
            let runs = (0..page.len()).flat_map(|line| page.runs(line));
            let texts = runs.filter(|run| run.roles.has(role) && run.roles.has(Role::Code));
            texts.map(|run| run.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(page.plain(1).as_str(), "      echo    \"看\" # d");
        assert_eq!(texts(Role::CodeName), ["a", "echo"]);
        assert_eq!(texts(Role::CodeString), ["b", "\"看\""]);
        assert_eq!(texts(Role::CodeComment), ["# d"]);
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
    fn optional_typography() {
        let check = |typography, cells, blocks: Vec<Block>, expected: &[&str]| {
            let measure = Measure { typography, ..Measure::new(cells) };
            let page = Page::new(None, &document(blocks), measure);
            let lines: Vec<CleanText> = (0..page.len()).map(|line| page.plain(line)).collect();
            assert_eq!(lines.iter().map(CleanText::as_str).collect::<Vec<_>>(), expected);
        };
        let off = Typography::default();
        let hanging = Typography { hanging: true, ..off };
        check(
            hanging,
            12,
            vec![paragraph("今天天气好，我们去走走。")],
            &["今天天气好，", "我们去走走。"],
        );
        // Only one mark hangs, and not before a closer.
        check(hanging, 12, vec![paragraph("今天天气好。”我们")], &["今天天气", "好。”我们"]);
        check(
            Typography { indent: true, ..off },
            20,
            vec![
                paragraph("今天天气很好，我们出去。"),
                paragraph("　　已有缩进"),
                paragraph("第三段"),
            ],
            &["    今天天气很好，我", "们出去。", "　　已有缩进", "    第三段"],
        );
        let spacing = Typography { spacing: true, ..off };
        check(
            spacing,
            10,
            vec![paragraph("在Linux上用了3年，涨5%多")],
            &["在 Linux", "上用了 3", "年，涨", "5% 多"],
        );
        let text = "To be, or not to be: that is the question";
        let full = ["To be, or", "not to be:", "that is", "the", "question"];
        check(off, 10, vec![paragraph(text)], &full);
        let even = ["To be,", "or not to", "be: that", "is the", "question"];
        check(Typography { optimal: true, ..off }, 10, vec![paragraph(text)], &even);
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
