//! Flattens a document's tree of blocks into leaves: the texts to break into lines, each with its
//! indent, its marker and the gap above it. Independent of the measure.

use crate::clean::{CleanStr, CleanText};
use crate::document::{
    Alignment, Block, Document, Item, Link, Mark, Style, Table, Text, Token, Tokenizer,
};
use crate::typeset::figure::{Figure, figures};
use crate::typeset::line::{Role, Roles};
use crate::typeset::table::{Shape, is_number};

/// Cells of one level of quotation.
const QUOTE_INDENT: usize = 2;
/// Cells to the left of a block of code, for its frame and the signs of lines that were cut.
const CODE_INDENT: usize = 2;
/// The most cells that shorter numbers of a list are moved for.
const MOST_DIGITS: usize = 20;
/// Cells of one tab stop in code.
const TAB: usize = 4;

/// A text of a page, before it is broken into lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf {
    pub text: Text,
    /// Roles of the whole leaf.
    pub roles: Roles,
    /// Cells to the left of every line, the marker's included.
    pub indent: usize,
    /// The list marker, in the last cells of the indent of the first line.
    pub marker: CleanText,
    /// The columns of the quotation bars.
    pub bars: Vec<usize>,
    /// The pictures above its lines.
    pub figures: Vec<Figure>,
    /// The column of the frame of a block of code.
    pub frame: Option<usize>,
    /// Whether a blank line separates it from the leaf above.
    pub gap: bool,
    pub kind: LeafKind,
}

impl Leaf {
    /// Whether this is a paragraph of running text: no list item and no stand-in for a picture.
    pub(super) fn is_paragraph(&self) -> bool {
        let is_picture = self.text.marks.iter().any(|mark| {
            matches!(mark.style, Style::Image(_)) && mark.range == (0..self.text.text.len())
        });
        let other = [Role::Title, Role::Meta, Role::Footer, Role::Emphasis];
        matches!(self.kind, LeafKind::Prose)
            && self.marker.is_empty()
            && self.indent == self.bars.len() * QUOTE_INDENT
            && !other.iter().any(|&role| self.roles.has(role))
            && !is_picture
    }
}

/// How a leaf is broken into lines.
#[derive(Clone, Debug, Default)]
pub(super) enum LeafKind {
    /// By the rules.
    #[default]
    Prose,
    /// Lines are kept; longer ones are cut at the measure.
    Code,
    /// A horizontal rule across the measure.
    Rule,
    /// A heading of level 1 to 6, broken by the rules.
    Heading(u8),
    /// The first cell of a table; the other cells are the leaves after it.
    Table(Shape),
    /// Another cell of a table, and its number, counted from the first cell.
    Cell(u32),
}

/// Flattens a document.
pub(super) fn leaves(document: &Document) -> Vec<Leaf> {
    let mut flattener = Flattener { links: &document.links, ..Flattener::default() };
    flattener.blocks(&document.blocks);
    flattener.leaves
}

/// The position of the next leaf.
#[derive(Clone, Default)]
struct Place {
    indent: usize,
    bars: Vec<usize>,
    roles: Roles,
    /// The marker for the first leaf of a list item.
    marker: Option<CleanText>,
}

#[derive(Default)]
struct Flattener<'a> {
    links: &'a [Link],
    leaves: Vec<Leaf>,
    place: Place,
    /// Whether the next leaf has no gap above it.
    tight: bool,
    tokenizer: Tokenizer,
}

impl Flattener<'_> {
    /// Recursion is bounded by [`crate::document::DEEPEST`].
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.leaf(text.clone(), LeafKind::Prose, Roles::default()),
            Block::Footer(text) => {
                self.leaf(text.clone(), LeafKind::Prose, Roles::default().with(Role::Footer));
            }
            Block::Heading { level, text } => {
                self.leaf(
                    text.clone(),
                    LeafKind::Heading(*level),
                    Roles::default().with(match level {
                        0 | 1 => Role::Heading,
                        2 => Role::Subheading,
                        _ => Role::MinorHeading,
                    }),
                );
            }
            Block::Quote(blocks) => {
                let outer = self.place.clone();
                self.place.bars.push(outer.indent);
                self.place.indent += QUOTE_INDENT;
                self.place.roles = outer.roles.with(Role::Quote);
                self.blocks(blocks);
                self.place = Place { marker: None, ..outer };
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Code { language, text } => {
                // Tokenized before tabs are expanded: in a Makefile they mean something else than
                // spaces.
                let marks = self.tokenizer.marks(language.as_ref(), text);
                let text = expand_tabs(text.as_clean(), marks);
                self.code(text);
            }
            Block::Rule => {
                self.leaf(Text::default(), LeafKind::Rule, Roles::default().with(Role::Ornament));
            }
            Block::Table(table) => self.table(table),
        }
    }

    /// A block of code has a frame, unless a list marker stands in its place.
    fn code(&mut self, text: Text) {
        let (frame, is_framed) = (self.place.indent, self.place.marker.is_none());
        self.place.indent += if is_framed { CODE_INDENT } else { 0 };
        self.leaf(text, LeafKind::Code, Roles::default().with(Role::Code));
        self.place.indent = frame;
        if let Some(leaf) = self.leaves.last_mut().filter(|_| is_framed) {
            leaf.frame = Some(frame);
        }
    }

    fn list(&mut self, start: Option<i64>, items: &[Item]) {
        let outer = self.place.clone();
        let number = |i: usize, item: &Item| match item.number {
            Some(number) => number.to_string(),
            None => start.map_or(String::new(), |n| n.saturating_add(i as i64).to_string()),
        };
        // Numbers are right-aligned.
        let lens = items.iter().enumerate().map(|(i, item)| number(i, item).len());
        let digits = lens.max().unwrap_or(0).min(MOST_DIGITS);
        // Lists of short items have no gaps.
        let close = items.iter().all(is_short);
        for (i, item) in items.iter().enumerate() {
            let mut marker = match start {
                None => "- ".to_owned(),
                Some(_) => format!("{:>digits$}. ", number(i, item)),
            };
            if let Some(checked) = item.checked {
                marker.push_str(if checked { "☑ " } else { "☐ " });
            }
            // Every character of a marker takes one cell.
            self.place.indent = outer.indent + marker.chars().count();
            self.place.marker = Some(CleanText::line(&marker));
            self.tight |= close && i > 0;
            if item.blocks.is_empty() {
                self.leaf(Text::default(), LeafKind::Prose, Roles::default());
            }
            for (j, block) in item.blocks.iter().enumerate() {
                self.tight |= j > 0 && matches!(block, Block::List { .. });
                self.block(block);
            }
        }
        self.place = Place { marker: None, ..outer };
    }

    /// A table's caption, and its cells as leaves; the first one holds the table's shape.
    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.leaf(
                table.caption.clone(),
                LeafKind::Prose,
                Roles::default().with(Role::Emphasis),
            );
        }
        let header = Some(&table.header).filter(|header| !header.is_empty());
        let rows: Vec<&Vec<Text>> = header.into_iter().chain(&table.rows).collect();
        if table.alignments.is_empty() || rows.is_empty() {
            return;
        }
        let heads_rows = header.is_some() && rows.len() > 1;
        let shape = Shape { alignments: alignments(table), rows: rows.len(), header: heads_rows };
        let first = self.leaves.len();
        for (at, row) in rows.into_iter().enumerate() {
            let is_header = at == 0 && header.is_some();
            let roles =
                if is_header { Roles::default().with(Role::Strong) } else { Roles::default() };
            for column in 0..table.alignments.len() {
                let text = row.get(column).cloned().unwrap_or_default();
                let number = (self.leaves.len() - first) as u32;
                self.leaf(text, LeafKind::Cell(number), roles);
            }
        }
        if let Some(leaf) = self.leaves.get_mut(first) {
            leaf.kind = LeafKind::Table(shape);
        }
    }

    fn leaf(&mut self, text: Text, kind: LeafKind, roles: Roles) {
        let mut all = self.place.roles;
        for role in roles.iter() {
            all = all.with(role);
        }
        let figures = match kind {
            LeafKind::Prose => figures(&text, self.links),
            _ => Vec::new(),
        };
        self.leaves.push(Leaf {
            text,
            roles: all,
            figures,
            indent: self.place.indent,
            marker: self.place.marker.take().unwrap_or_default(),
            bars: self.place.bars.clone(),
            frame: None,
            gap: !std::mem::take(&mut self.tight),
            kind,
        });
    }
}

fn is_short(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [] | [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List { items, .. }] => items.iter().all(is_short),
        _ => false,
    }
}

/// The alignments of a table's columns; columns of numbers default to the right.
fn alignments(table: &Table) -> Vec<Alignment> {
    let is_numbers = |column: usize| {
        let mut cells = table
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(|cell| is_number(cell.text.as_str()))
    };
    let alignments = table.alignments.iter().enumerate();
    alignments
        .map(|(column, &alignment)| match alignment {
            Alignment::None if is_numbers(column) => Alignment::Right,
            alignment => alignment,
        })
        .collect()
}

/// Replaces tabs in code by spaces; its marks, which do not overlap, move with the text.
fn expand_tabs(code: CleanStr<'_>, mut marks: Vec<Mark>) -> Text {
    if !code.as_str().contains('\t') {
        return Text { text: code.to_clean(), marks };
    }
    let mut out = String::with_capacity(code.len() + 16);
    let mut column = 0;
    let mut edges = marks.iter_mut().flat_map(|mark| [&mut mark.range.start, &mut mark.range.end]);
    let mut edge = edges.next();
    for (at, c) in code.as_str().char_indices() {
        while let Some(place) = edge.take_if(|place| **place <= at) {
            *place = out.len();
            edge = edges.next();
        }
        match c {
            '\t' => {
                let blanks = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    for place in edge.into_iter().chain(edges) {
        *place = out.len();
    }
    Text { text: CleanText::body(&out), marks }
}

/// The role of an inline style; `None` if the style is invisible.
pub(super) fn role(style: Style) -> Option<Role> {
    Some(match style {
        Style::Strong => Role::Strong,
        Style::Emphasis => Role::Emphasis,
        Style::Code => Role::Code,
        Style::Deleted => Role::Deleted,
        Style::Inserted => Role::Inserted,
        Style::Highlight => Role::Highlight,
        Style::Placeholder => Role::Placeholder,
        Style::Token(Token::Keyword) => Role::CodeKeyword,
        Style::Token(Token::Name) => Role::CodeName,
        Style::Token(Token::String) => Role::CodeString,
        Style::Token(Token::Constant) => Role::CodeConstant,
        Style::Token(Token::Comment) => Role::CodeComment,
        Style::Link(_) => Role::Link,
        Style::Image(_) => Role::Image,
        Style::Anchor(_) | Style::Verbatim | Style::Annotation => return None,
    })
}
