//! Builds a document: text and block boundaries in, blocks out.
//!
//! Parsers call it in reading order. It handles nesting, empty blocks, addresses in text and the
//! footer in one place. The HTML walk knows elements; this module knows blocks.

use super::address::{self, Address};
use super::inline::{Inline, Span};
use super::numbers::{Number, drop_plain};
use super::table::{Cell, Grid};
use super::{Block, DEEPEST, Document, Flaw, Item, Style, Text};
use crate::clean::{self, CleanText};

/// A block that contains blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A quotation.
    Quote,
    /// A list, with its first number if it is ordered.
    List(Option<i64>),
    /// An item of a list.
    Item,
}

/// A block with a single text, whatever blocks occur inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextBlock {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A cell of the open table.
    Cell(Cell),
    /// The caption of the open table.
    Caption,
}

#[derive(Debug)]
struct Frame {
    number: Option<Number>,
    container: Container,
    /// The number of nested blocks and items, this one included.
    depth: usize,
    blocks: Vec<Block>,
    items: Vec<Item>,
    checked: Option<bool>,
}

/// Builds a [`Document`].
#[derive(Debug)]
pub(super) struct Builder {
    document: Document,
    inline: Inline,
    /// The open containers; the first is the document itself.
    frames: Vec<Frame>,
    block: Option<TextBlock>,
    table: Option<Grid>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            document: Document::default(),
            inline: Inline::default(),
            frames: vec![Frame::new(Container::Quote)],
            block: None,
            table: None,
        }
    }
}

impl Builder {
    /// Writes text; whitespace collapses, and addresses become links.
    pub(super) fn text(&mut self, text: &str) {
        if self.inline.is_verbatim() || !address::may_be_in(text) {
            return self.inline.push(text, &mut self.document);
        }
        // An address inside a control sequence is part of it (S1).
        let (text, removed) = clean::piece(text);
        self.document.report(Flaw::Controls, removed.controls);
        self.document.report(Flaw::Bidi, removed.bidi);
        let mut rest = 0;
        for Address { range, prefix } in address::find(&text) {
            let shown = text.get(range.clone()).unwrap_or_default();
            self.inline.push(text.get(rest..range.start).unwrap_or_default(), &mut self.document);
            let target = CleanText::line(&format!("{prefix}{shown}"));
            self.begin(Span::Link { target, image: false });
            self.inline.push(shown, &mut self.document);
            self.end();
            rest = range.end;
        }
        self.inline.push(text.get(rest..).unwrap_or_default(), &mut self.document);
    }

    /// Begins an inline span.
    pub(super) fn begin(&mut self, span: Span) {
        self.inline.begin(span);
    }

    /// Whether the innermost open span has a style.
    pub(super) fn is_directly_in(&self, style: Style) -> bool {
        self.inline.is_directly_in(style)
    }

    /// Ends the inline span that began last.
    pub(super) fn end(&mut self) {
        self.inline.end();
    }

    /// Names the current position, as a target for links.
    pub(super) fn anchor(&mut self, name: CleanText) {
        self.inline.anchor(name);
    }

    /// Separates inlines with a space.
    pub(super) fn space(&mut self) {
        self.inline.push_space();
    }

    /// Breaks the line; a second break in a row ends a paragraph.
    pub(super) fn line_break(&mut self) {
        if self.block.is_none() && self.inline.ends_in_break() {
            self.boundary();
        } else {
            self.inline.push_break();
        }
    }

    /// Marks the start or end of a block: ends the open paragraph, if there is one.
    pub(super) fn boundary(&mut self) {
        match self.block {
            None => {
                if let Some(text) = self.inline.take(&mut self.document) {
                    self.add(Block::Paragraph(text));
                }
            }
            Some(TextBlock::Cell(_) | TextBlock::Heading(_)) => self.inline.push_break(),
            Some(TextBlock::Caption) => self.inline.push_space(),
        }
    }

    /// Opens a container; `false` if it is flattened into the enclosing one.
    pub(super) fn open(&mut self, container: Container) -> bool {
        self.boundary();
        if self.block.is_some() {
            return false;
        }
        let outer = self.frames.last().map_or(0, |frame| frame.depth_of(container));
        // Leaves room for a last block, and for the item that a block directly inside a list gets.
        if outer + 2 > DEEPEST {
            self.document.report(Flaw::Nesting, true);
            return false;
        }
        self.frames.push(Frame { depth: outer, ..Frame::new(container) });
        true
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) {
        self.boundary();
        let Some(frame) = self.frames.pop() else { return };
        let Frame { container, blocks, mut items, checked, number, .. } = frame;
        match container {
            Container::Quote if !blocks.is_empty() => self.add(Block::Quote(blocks)),
            Container::List(start) if !items.is_empty() => {
                drop_plain(&mut items, start.unwrap_or_default());
                self.add(Block::List { start, items });
            }
            Container::Item => self.add_item(Item { checked, number, blocks }),
            _ => {}
        }
    }

    fn add_item(&mut self, item: Item) {
        let Some(list) = self.frames.last_mut() else { return };
        // In an ordered list, an empty item still has a number.
        let counts = list.container != Container::List(None);
        if counts || item.checked.is_some() || !item.blocks.is_empty() {
            list.items.push(item);
        }
    }

    /// Whether an item that opens now belongs to a list.
    pub(super) fn is_in_list(&self) -> bool {
        self.frames.last().is_some_and(|frame| matches!(frame.container, Container::List(_)))
    }

    /// Sets the state of a task: a checkbox at the start of an item is its state, others are
    /// ignored.
    pub(super) fn check(&mut self, checked: bool) {
        if let Some(item) = self.frames.last_mut()
            && item.container == Container::Item
            && item.blocks.is_empty()
            && self.inline.is_empty()
            && self.block.is_none()
        {
            item.checked = Some(checked);
        }
    }

    /// Gives the open item a number.
    pub(super) fn number(&mut self, number: Number) {
        if let Some(item) = self.frames.last_mut()
            && item.container == Container::Item
        {
            item.number = Some(number);
        }
    }

    /// Opens a heading, cell or caption; `false` if one is open already.
    pub(super) fn open_text(&mut self, block: TextBlock) -> bool {
        if self.block.is_some() || self.table.is_none() && !matches!(block, TextBlock::Heading(_)) {
            return false;
        }
        self.boundary();
        self.block = Some(block);
        true
    }

    /// Closes the heading, cell or caption.
    pub(super) fn close_text(&mut self) {
        let text = self.inline.take(&mut self.document);
        match (self.block.take(), &mut self.table) {
            (Some(TextBlock::Heading(level)), _) => {
                if let Some(text) = text {
                    self.add(Block::Heading { level, text });
                }
            }
            (Some(TextBlock::Cell(cell)), Some(table)) => {
                table.push(cell, text.unwrap_or_default());
            }
            (Some(TextBlock::Caption), Some(table)) => {
                table.caption.append(text.unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Whether a heading, cell or caption is open.
    pub(super) fn is_in_text(&self) -> bool {
        self.block.is_some()
    }

    /// Opens a table; `false` inside a cell or heading, which then takes its text.
    pub(super) fn open_table(&mut self) -> bool {
        self.boundary();
        if self.block.is_some() || self.table.is_some() {
            return false;
        }
        self.table = Some(Grid::default());
        true
    }

    /// Begins a row of the open table; `head` if it is in the table's head.
    pub(super) fn row(&mut self, head: bool) {
        if let Some(table) = &mut self.table
            && self.block.is_none()
        {
            table.begin_row(head);
        }
    }

    /// Closes the table.
    pub(super) fn close_table(&mut self) {
        self.boundary();
        if let Some(table) = self.table.take().and_then(Grid::finish) {
            self.add(Block::Table(table));
        }
    }

    /// Adds a thematic break.
    pub(super) fn rule(&mut self) {
        self.boundary();
        if self.block.is_none() {
            self.add(Block::Rule);
        }
    }

    /// Adds preformatted text.
    pub(super) fn code(&mut self, language: Option<&str>, code: &str) {
        self.boundary();
        if self.block.is_some() {
            for line in code.lines() {
                self.inline.push(line, &mut self.document);
                self.inline.push_break();
            }
            return;
        }
        let (mut text, removed) = CleanText::body_reporting(code);
        text.truncate(text.as_str().trim_end_matches('\n').len());
        self.document.report(Flaw::Controls, removed.controls);
        self.document.report(Flaw::Bidi, removed.bidi);
        if !text.as_str().trim().is_empty() {
            // One word: a space, which cleaning makes of some controls, would end it in Markdown.
            let language = language.map(CleanText::line);
            let word = language.as_ref().and_then(|text| text.as_str().split_whitespace().next());
            self.add(Block::Code { language: word.map(CleanText::line), text });
        }
    }

    /// Adds plain text: an empty line ends a paragraph, other line ends are kept.
    pub(super) fn plain(&mut self, text: &str) {
        for line in text.lines() {
            if line.trim().is_empty() {
                self.boundary();
            } else {
                self.text(line);
                self.inline.push_break();
            }
        }
        self.boundary();
    }

    /// Reports a flaw.
    pub(super) fn report(&mut self, flaw: Flaw) {
        self.document.report(flaw, true);
    }

    fn add(&mut self, block: Block) {
        let Some(frame) = self.frames.last_mut() else { return };
        if !matches!(frame.container, Container::List(_)) {
            return frame.blocks.push(block);
        }
        // A block directly inside a list belongs to the item before it.
        match frame.items.last_mut() {
            Some(item) => item.blocks.push(block),
            None => frame.items.push(Item { blocks: vec![block], ..Item::default() }),
        }
    }

    /// Closes everything that is open and returns the document.
    pub(super) fn finish(mut self) -> Document {
        if self.block.is_some() {
            self.close_text();
        }
        self.close_table();
        while self.frames.len() > 1 {
            self.close();
        }
        self.boundary();
        self.document.blocks = self.frames.pop().map(|frame| frame.blocks).unwrap_or_default();
        self.document.find_footer();
        self.document
    }
}

impl Frame {
    fn new(container: Container) -> Self {
        Self {
            container,
            number: None,
            depth: 0,
            blocks: Vec::new(),
            items: Vec::new(),
            checked: None,
        }
    }

    /// The depth of a container inside this one.
    fn depth_of(&self, inner: Container) -> usize {
        let in_list = matches!(self.container, Container::List(_));
        self.depth + 1 + usize::from(in_list && inner != Container::Item)
    }
}

impl Document {
    pub(super) fn report(&mut self, flaw: Flaw, seen: bool) {
        if seen && !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }

    /// Turns a last paragraph of named links only into a footer.
    fn find_footer(&mut self) {
        let [.., _, Block::Paragraph(text)] = self.blocks.as_slice() else { return };
        if self.is_links_only(text)
            && let Some(Block::Paragraph(text)) = self.blocks.pop()
        {
            self.blocks.push(Block::Footer(text));
        }
    }

    /// Whether a text is links and separators only. A link that shows its own address is the
    /// article's source, and an image is content, so these do not count.
    fn is_links_only(&self, text: &Text) -> bool {
        let whole = text.text.as_clean();
        let separates = |from: usize, to: usize| {
            let between = whole.slice(from..to);
            between.as_str().chars().all(|c| c.is_whitespace() || "｜|/·•".contains(c))
        };
        let mut end = 0;
        for mark in &text.marks {
            match mark.style {
                Style::Link(link) if mark.range.start >= end => {
                    let shown = whole.slice(mark.range.clone());
                    let target = self.links.get(link).map(|link| &link.target);
                    if !separates(end, mark.range.start)
                        || target.is_some_and(|t| t.as_clean() == shown)
                    {
                        return false;
                    }
                    end = mark.range.end;
                }
                Style::Image(_) => return false,
                _ => {}
            }
        }
        end > 0 && separates(end, whole.len())
    }
}
