//! Reads HTML without a tree: every element is closed by its own end tag, and occurs where no rule
//! of the tree builder would move it or close another element for it. Declines everything else.

use super::super::Alignment;
use super::super::attributes;
use super::super::table::Cell;
use super::entity;
use super::flow::Flow;
use super::kind::Kind;
use super::tag;
use crate::clean::{CleanStr, CleanText};

/// The deepest nesting, far below the parser's limit.
const DEEPEST: usize = 64;

struct Open<'a> {
    name: &'a str,
    kind: Kind,
    hidden: bool,
    /// Whether it began a link.
    link: bool,
    cell: Cell,
}

/// The open table.
#[derive(Default)]
struct Table {
    open: bool,
    /// The cells of the open row, and the most cells of any row.
    cells: usize,
    most: usize,
    /// Whether a row group has ended, after which the parser takes no row outside a group.
    group_ended: bool,
}

/// The open elements, and the text so far.
pub(super) struct Walk<'a> {
    flow: Flow,
    pub(super) body: &'a str,
    /// Whether the body contains Han characters; computed when first needed.
    pub(super) chinese: Option<bool>,
    elements: Vec<Open<'a>>,
    /// The number of open elements that are hidden.
    hidden: usize,
    in_link: bool,
    table: Table,
    /// The attributes of the last start tag.
    pub(super) attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Walk<'a> {
    /// Starts reading; whether the whole body contains Han characters decides the language of image
    /// labels.
    pub(super) fn new(body: &'a str) -> Self {
        Self {
            flow: Flow::new(body.len()),
            body,
            chinese: None,
            elements: Vec::with_capacity(8),
            hidden: 0,
            in_link: false,
            table: Table::default(),
            attributes: Vec::new(),
        }
    }

    /// The text; `None` if an element is still open.
    pub(super) fn finish(self) -> Option<CleanText> {
        self.elements.is_empty().then(|| self.flow.finish())
    }

    /// Reads HTML.
    pub(super) fn html(&mut self, html: CleanStr<'a>) -> Option<()> {
        let mut rest = html;
        while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_str().as_bytes()) {
            self.text(rest.slice(0..at))?;
            let len = self.special(rest.slice(at..rest.len()))?;
            rest = rest.slice(at + len..rest.len());
        }
        self.text(rest)
    }

    /// Reads the construct that a `<` or `&` begins; returns its length.
    pub(super) fn special(&mut self, html: CleanStr<'a>) -> Option<usize> {
        let text = html.as_str();
        match text.as_bytes() {
            [b'&', ..] => {
                let (c, len) = entity::character(text)?;
                self.character(c)?;
                Some(len)
            }
            [b'<', b'a'..=b'z', ..] => self.start(text),
            [b'<', b'/', ..] => {
                let (name, len) = tag::end(text)?;
                self.end(name)?;
                Some(len)
            }
            [b'<', b'!', ..] => tag::comment(text),
            [b'<', b'A'..=b'Z' | b'?', ..] => None,
            _ => {
                self.text(html.slice(0..1))?;
                Some(1)
            }
        }
    }

    fn character(&mut self, c: char) -> Option<()> {
        self.text(CleanStr::unchanged(c.encode_utf8(&mut [0; 4]))?)
    }

    /// Writes text at the current position.
    pub(super) fn text(&mut self, text: CleanStr<'_>) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        let parent = self.elements.last().map(|open| open.kind);
        if !Kind::Inline.fits(parent) {
            // Between the parts of a table or list; the tree builder would move other text out of a
            // table.
            return text
                .as_str()
                .bytes()
                .all(|byte| matches!(byte, b' ' | b'\n' | b'\t'))
                .then_some(());
        }
        if self.hidden == 0 {
            self.flow.text(text);
        }
        Some(())
    }

    /// Whether Markdown starts a block of HTML at a line that begins with this tag; `None` declines
    /// the tag.
    pub(super) fn begins_block(text: &str) -> Option<bool> {
        let name = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
        let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        Some(Kind::of(name.get(..len)?)?.is_block())
    }

    fn start(&mut self, text: &'a str) -> Option<usize> {
        let mut attributes = std::mem::take(&mut self.attributes);
        let tag = tag::start(text, &mut attributes)?;
        self.attributes = attributes;
        let kind = Kind::of(tag.name)?;
        if tag.closed && !kind.is_void() {
            return None;
        }
        self.open(tag.name, kind)?;
        Some(tag.len)
    }

    /// Opens an element for Markdown's syntax.
    pub(super) fn implied(&mut self, name: &'static str) -> Option<()> {
        self.attributes.clear();
        self.open(name, Kind::of(name)?)
    }

    /// Opens an element with the attributes read last.
    pub(super) fn open(&mut self, name: &'a str, kind: Kind) -> Option<()> {
        let parent = self.elements.last().map(|open| open.kind);
        let nested = kind == Kind::Anchor && self.in_link
            || self.table.open && matches!(kind, Kind::Table | Kind::Heading);
        if !kind.fits(parent) || nested || self.elements.len() >= DEEPEST {
            return None;
        }
        let hidden = self.is_hidden(name)?;
        let mut open = Open { name, kind, hidden, link: false, cell: Cell::default() };
        match kind {
            Kind::Anchor => {
                self.in_link = true;
                open.link = self.is_link()?;
            }
            Kind::Table => self.table = Table { open: true, ..Table::default() },
            Kind::Rows { .. } => self.table.group_ended = false,
            Kind::Row if self.table.group_ended => return None,
            Kind::Row => self.table.cells = 0,
            Kind::Cell { heading } => {
                self.table.cells += 1;
                self.table.most = self.table.most.max(self.table.cells);
                let number = |name| match self.attribute(name) {
                    Some(value) if value.contains('&') => None,
                    value => {
                        Some(usize::try_from(value.map_or(1, attributes::number)).unwrap_or(1))
                    }
                };
                let (columns, rows) = (number("colspan")?, number("rowspan")?);
                open.cell = Cell { columns, rows, alignment: Alignment::None, heading };
            }
            _ => {}
        }
        if self.hidden == 0 && !hidden {
            self.begin_visible(kind, parent, open.link)?;
        }
        if !kind.is_void() {
            self.hidden += usize::from(hidden);
            self.elements.push(open);
        }
        Some(())
    }

    /// Writes the effect of a visible element's start.
    fn begin_visible(&mut self, kind: Kind, parent: Option<Kind>, link: bool) -> Option<()> {
        let flow = &mut self.flow;
        match kind {
            Kind::Anchor if link => flow.begin_link(),
            Kind::Anchor | Kind::Inline | Kind::Rows { .. } => {}
            Kind::Break => flow.line_break(),
            Kind::Image => self.image()?,
            Kind::Heading => flow.open_heading(),
            Kind::Table => flow.open_table(),
            Kind::Row => flow.row(parent == Some(Kind::Rows { head: true })),
            Kind::Cell { .. } => flow.open_cell(),
            Kind::Block | Kind::List | Kind::Item | Kind::Paragraph | Kind::Rule => flow.boundary(),
        }
        Some(())
    }

    /// Closes the innermost element, which must have this name.
    pub(super) fn end(&mut self, name: &str) -> Option<()> {
        let open = self.elements.pop().filter(|open| open.name == name)?;
        match open.kind {
            Kind::Anchor => self.in_link = false,
            Kind::Rows { .. } => self.table.group_ended = true,
            Kind::Table => {
                self.table.open = false;
                // A table with one column becomes paragraphs.
                if self.table.most < 2 && self.hidden == 0 {
                    return None;
                }
            }
            _ => {}
        }
        if self.hidden > 0 {
            self.hidden -= usize::from(open.hidden);
            return Some(());
        }
        let flow = &mut self.flow;
        match open.kind {
            Kind::Anchor if open.link => flow.end_link(),
            Kind::Heading => flow.close_heading(),
            Kind::Table => flow.close_table(),
            Kind::Cell { .. } => flow.close_cell(open.cell),
            Kind::Block | Kind::List | Kind::Item | Kind::Paragraph | Kind::Row => flow.boundary(),
            _ => {}
        }
        Some(())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn is_hidden(&self, element: &str) -> Option<bool> {
        let mut hidden = false;
        for (name, value) in &self.attributes {
            match *name {
                "aria-hidden" => return None,
                "style" | "hidden" | "width" | "height" if value.contains('&') => return None,
                _ => hidden |= attributes::hides(element, name, value),
            }
        }
        Some(hidden)
    }

    /// Whether an `a` is a link.
    fn is_link(&self) -> Option<bool> {
        let Some(target) = self.attribute("href") else { return Some(false) };
        let target = target.trim();
        // A target that begins with a reference may be empty, or a post that does not exist.
        let unclear = target.starts_with('&') || target.starts_with('m') && target.contains('&');
        if unclear || attributes::is_missing_target(target) {
            return None;
        }
        Some(!target.is_empty())
    }
}
