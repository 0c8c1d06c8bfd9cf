//! Builds text without marks: does to the characters what [`Inline`](super::super::inline::Inline)
//! and [`Builder`](super::super::builder::Builder) do.

use std::mem;

use super::super::Text;
use super::super::inline::{Gap, is_invisible, split_word};
use super::super::table::{Cell, Grid};
use crate::clean::{CleanStr, CleanText};

/// Separates two blocks.
const BETWEEN_BLOCKS: CleanStr<'static> = CleanStr::literal("\n\n");

/// The kind of block that text goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BlockKind {
    /// A paragraph.
    Paragraph,
    Heading,
    Cell,
}

/// The progress of the open link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    None,
    /// Open, with no text yet.
    Pending,
    Begun,
}

/// Blocks of text, written one after another.
pub(super) struct Flow {
    out: CleanText,
    /// Whether the open block has any text; the end of the text before it, and the start of its
    /// own.
    open: bool,
    before: usize,
    start: usize,
    gap: Gap,
    kind: BlockKind,
    link: Link,
    /// Where the last link ended.
    link_end: Option<usize>,
    table: Option<Grid>,
}

impl Flow {
    /// An empty text with room for `capacity` bytes.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            out: CleanText::with_capacity(capacity),
            open: false,
            before: 0,
            start: 0,
            gap: Gap::None,
            kind: BlockKind::Paragraph,
            link: Link::None,
            link_end: None,
            table: None,
        }
    }

    /// Writes text; whitespace collapses.
    pub(super) fn text(&mut self, text: CleanStr<'_>) {
        let mut rest = text;
        while !rest.is_empty() {
            let (word, gap, after) = split_word(rest.as_str());
            let (word, after) = (word.len(), rest.len() - after.len());
            self.word(rest.slice(0..word));
            self.gap = self.gap.max(gap);
            rest = rest.slice(after..rest.len());
        }
    }

    fn word(&mut self, word: CleanStr<'_>) {
        let Some(next) = word.as_str().chars().next() else { return };
        let gap = mem::take(&mut self.gap);
        if !self.open {
            self.open = true;
            self.before = self.out.len();
            if self.before > 0 && self.kind != BlockKind::Cell {
                self.out.push(BETWEEN_BLOCKS);
            }
            self.start = self.out.len();
        } else if gap != Gap::None {
            let links = self.link == Link::Pending && self.link_end == Some(self.out.len());
            let last = self.out.as_str().chars().next_back().unwrap_or(' ');
            self.out.push(CleanStr::literal(gap.between(last, next, links)));
        }
        if self.link == Link::Pending {
            self.link = Link::Begun;
        }
        self.out.push(word);
    }

    /// Begins a link; no other one may be open.
    pub(super) fn begin_link(&mut self) {
        self.link = Link::Pending;
    }

    /// Ends the link.
    pub(super) fn end_link(&mut self) {
        if mem::replace(&mut self.link, Link::None) == Link::Begun {
            self.link_end = Some(self.out.len());
        }
    }

    /// Breaks the line; a second break in a row ends a paragraph.
    pub(super) fn line_break(&mut self) {
        if self.kind == BlockKind::Paragraph && self.gap == Gap::Break {
            self.boundary();
        } else {
            self.gap = Gap::Break;
        }
    }

    /// Marks the start or end of a block.
    pub(super) fn boundary(&mut self) {
        match self.kind {
            BlockKind::Paragraph => {
                self.end_block();
            }
            BlockKind::Heading | BlockKind::Cell => self.gap = Gap::Break,
        }
    }

    /// Ends the open block, and removes it if it is invisible; `false` if there is no visible
    /// block.
    fn end_block(&mut self) -> bool {
        self.gap = Gap::None;
        self.link_end = None;
        if self.link == Link::Begun {
            self.link = Link::Pending;
        }
        if !mem::take(&mut self.open) {
            return false;
        }
        let unseen = self.out.as_str().get(self.start..).is_none_or(is_invisible);
        if unseen {
            self.out.truncate(self.before);
        }
        !unseen
    }

    /// Opens a heading, outside headings and cells.
    pub(super) fn open_heading(&mut self) {
        self.boundary();
        self.kind = BlockKind::Heading;
    }

    /// Closes the heading.
    pub(super) fn close_heading(&mut self) {
        self.end_block();
        self.kind = BlockKind::Paragraph;
    }

    /// Opens a table, outside headings and cells.
    pub(super) fn open_table(&mut self) {
        self.boundary();
        self.table = Some(Grid::default());
    }

    /// Begins a row of the open table; `head` if it is in the table's head.
    pub(super) fn row(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            table.begin_row(head);
        }
        self.boundary();
    }

    /// Opens a cell of the last row.
    pub(super) fn open_cell(&mut self) {
        self.boundary();
        self.kind = BlockKind::Cell;
    }

    /// Closes the cell.
    pub(super) fn close_cell(&mut self, cell: Cell) {
        let seen = self.end_block();
        self.kind = BlockKind::Paragraph;
        let mut text = CleanText::default();
        if seen {
            text.push(self.out.as_clean().slice(self.start..self.out.len()));
            self.out.truncate(self.before);
        }
        if let Some(table) = &mut self.table {
            table.push(cell, Text::plain(text));
        }
    }

    /// Closes the table.
    pub(super) fn close_table(&mut self) {
        self.boundary();
        let Some(table) = self.table.take().and_then(Grid::finish) else { return };
        let text = table.plain_text();
        if !text.is_empty() {
            if !self.out.is_empty() {
                self.out.push(BETWEEN_BLOCKS);
            }
            self.out.push(text.as_clean());
        }
    }

    /// Writes plain text: an empty line ends a paragraph, other line ends are kept.
    pub(super) fn lines(&mut self, text: CleanStr<'_>) {
        for line in text.lines() {
            if line.trim().is_empty() {
                self.boundary();
            } else {
                self.text(line);
                self.gap = Gap::Break;
            }
        }
    }

    /// Closes everything that is open and returns the text.
    pub(super) fn finish(mut self) -> CleanText {
        self.end_block();
        self.out
    }
}
