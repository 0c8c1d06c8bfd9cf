//! A post's body as a tree of blocks with styled text, in `CommonMark`'s words.
//!
//! [`parse`] turns a body (HTML, Markdown or both) into a [`Document`]; nothing here knows of
//! cells, colours or screens. [`plain_text`] gives the text alone, without a document. Inline text is flat: one [`CleanText`] with [`Mark`]s as byte ranges
//! over it, so that line breaking, finding and copying work on the text and never depend on a
//! style boundary. Rules: B1-B27, S23-S25.

mod attributes;
mod builder;
mod code;
mod elements;
mod extract;
mod html;
mod image;
mod inline;
mod kramdown;
mod lead;
mod liquid;
mod markdown;
mod markup;
mod open_elements;
mod reading;
mod scan;
mod table;
mod to_html;
mod to_markdown;
mod tree;

use std::borrow::Cow;
use std::ops::Range;

use crate::clean::CleanText;

pub use code::{Token, Tokenizer};
pub use extract::{plain_text, quick_text};
pub use image::percent_decoded;
pub use lead::{Lead, inline_text, lead};
pub use reading::heading_name;
pub use to_html::escape_html;

/// The deepest nesting of blocks; deeper ones are flattened into this level (S23).
pub const DEEPEST: usize = 256;

/// How the target of a link to a post of the archive begins; see [`Link::post`].
const POST: &str = "post:";
/// How the target of a link to a post begins that does not exist; its text is struck.
const MISSING: &str = "missing:";

/// In what a body is written (J4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `CommonMark` with tables, task lists, `~~` and definition lists; HTML may be mixed in.
    Markdown,
    /// HTML.
    Html,
    /// Neither: an empty line ends a paragraph, other lines are kept.
    Plain,
}

/// What the site that a body belongs to means to the body.
///
/// A trait, so that documents need to know nothing of archives.
pub trait Context {
    /// The absolute address for a relative or `//host` target; `None` keeps it as written (but for
    /// `//host`, which becomes https).
    fn resolve(&self, target: &str) -> Option<String>;

    /// Whether the body's Liquid means anything (J23).
    fn reads_liquid(&self) -> bool {
        true
    }

    /// The text of a value such as `site.title` or `page.date`; `None` if it is not known.
    fn value(&self, _name: &str) -> Option<String> {
        None
    }

    /// The path from the root of the post that a tag names: `2020-01-01-a` or `sub/2020-01-01-a`
    /// (`post_url`), `_posts/2020-01-01-a.md` (`link`), `a.md` (Hugo's `ref`). The extension may
    /// be left out, and the post need not exist. `None` if the name can be no post's.
    fn post(&self, _name: &str) -> Option<String> {
        None
    }
}

/// No site: every target stays as written.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

impl Context for NoContext {
    fn resolve(&self, _target: &str) -> Option<String> {
        None
    }
}

/// Understands a body. Never fails; takes linear time, within the limits of S23 and S24.
pub fn parse(body: &str, syntax: Syntax, context: &dyn Context) -> Document {
    let chinese = body.chars().any(inline::is_han);
    let expanded = |markdown| {
        if context.reads_liquid() {
            liquid::expand(body, markdown, context)
        } else {
            Cow::Borrowed(body)
        }
    };
    match syntax {
        Syntax::Markdown => {
            let body = expanded(true);
            html::parse(&markdown::to_html(&kramdown::plain(&body)), chinese, context)
        }
        Syntax::Html => html::parse(&expanded(false), chinese, context),
        Syntax::Plain => {
            let mut builder = builder::Builder::default();
            builder.plain(body);
            builder.finish()
        }
    }
}

/// Splits a text at the last character boundary within its first `len` bytes.
fn split_near(text: &str, len: usize) -> (&str, &str) {
    let at = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.split_at(at.unwrap_or(0))
}

/// A body, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Link and image targets, in reading order; [`Style::Link`] and [`Style::Image`] index this.
    pub links: Vec<Link>,
    /// The names of places that a link can lead to; [`Style::Anchor`] indexes this.
    pub anchors: Vec<CleanText>,
    /// What had to be cut or flattened.
    pub flaws: Vec<Flaw>,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Text),
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The heading's words.
        text: Text,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list; ordered if it has a first number.
    List {
        /// The number of the first item of an ordered list.
        start: Option<i64>,
        /// The items.
        items: Vec<Item>,
    },
    /// Preformatted text, its lines kept.
    Code {
        /// The language named, if any.
        language: Option<CleanText>,
        /// The text, without a last line end.
        text: CleanText,
    },
    /// A thematic break.
    Rule,
    /// A table of cells.
    Table(Table),
    /// A last paragraph that holds nothing but links: the way back to a site's pages.
    Footer(Text),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The state of a task list's box.
    pub checked: Option<bool>,
    /// The item's blocks.
    pub blocks: Vec<Block>,
}

/// A table; every row has as many cells as `alignments`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The caption, empty if there is none.
    pub caption: Text,
    /// How each column is aligned.
    pub alignments: Vec<Alignment>,
    /// The heading row; empty if there is none.
    pub header: Vec<Text>,
    /// The other rows.
    pub rows: Vec<Vec<Text>>,
}

/// The alignment of a table column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// As the reader likes.
    #[default]
    None,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// Flat inline text: its characters, and styles as byte ranges over them.
///
/// LF is a forced line break. Blanks are already collapsed as HTML collapses them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters.
    pub text: CleanText,
    /// Styles, ordered by start and, where starts agree, outermost first; properly nested.
    pub marks: Vec<Mark>,
}

/// A style over a byte range of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of [`Text::text`]; at character boundaries and not empty.
    pub range: Range<usize>,
    /// What the range is.
    pub style: Style,
}

/// What a piece of inline text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Strong importance.
    Strong,
    /// Stress.
    Emphasis,
    /// Code, a key to press, sample output.
    Code,
    /// Deleted text.
    Deleted,
    /// Inserted or underlined text.
    Inserted,
    /// Highlighted text.
    Highlight,
    /// Something that stands for what is not shown (an include, an unknown value).
    Placeholder,
    /// A token of a code block; see [`Tokenizer`].
    Token(Token),
    /// A link; the index of its target in [`Document::links`].
    Link(usize),
    /// An image's text; the index of its target in [`Document::links`].
    Image(usize),
    /// A character at a place that a link can lead to; the index of its name in
    /// [`Document::anchors`].
    Anchor(usize),
}

/// The target of a link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written, resolved against the site where it could be.
    pub target: CleanText,
    /// Whether the target is an image.
    pub image: bool,
}

impl Link {
    /// The path from the archive's root of the post that the target is (J20), if it is one: not
    /// necessarily an existing one, and perhaps without its extension.
    pub fn post(&self) -> Option<String> {
        let path = self.target.as_str().strip_prefix(POST)?;
        Some(percent_decoded(path.split('#').next().unwrap_or_default()))
    }

    /// The name of the place within its target that a link leads to, decoded.
    pub fn fragment(&self) -> Option<String> {
        let (_, name) = self.target.as_str().split_once('#')?;
        Some(percent_decoded(name)).filter(|name| !name.is_empty())
    }
}

/// Something that could not be kept as it was; becomes a problem of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Elements nested deeper than [`DEEPEST`] were flattened.
    Nesting,
    /// Understanding took longer than allowed; the rest is plain text.
    Time,
    /// Terminal control characters were removed.
    Controls,
    /// Bidirectional control characters were removed.
    Bidi,
}

impl Text {
    /// Unstyled text.
    pub fn plain(text: CleanText) -> Self {
        Self { text, marks: Vec::new() }
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod limits;
#[cfg(test)]
mod tests;
