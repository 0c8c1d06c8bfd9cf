//! A post's body as a tree of blocks with styled text, in the terms of `CommonMark`.
//!
//! [`parse`] turns a body (HTML, Markdown or both) into a [`Document`]. Inline text is flat: one
//! [`CleanText`] with [`Mark`]s as byte ranges over it, so line breaking, finding and copying work on
//! the text and never depend on the boundaries of styles. Knows nothing of cells, colours or screens.
//! Rules: B1-B33, S23-S25.

mod address;
mod attributes;
mod builder;
mod code;
mod data;
mod elements;
mod escape;
mod html;
mod image;
mod inline;
mod kramdown;
mod lead;
mod liquid;
mod markdown;
mod markup;
mod mdx;
mod numbers;
mod open_elements;
mod reading;
mod scan;
mod script;
mod table;
mod to_html;
mod to_markdown;
mod tree;
mod uri;

use std::borrow::Cow;
use std::ops::Range;

use crate::clean::CleanText;
use crate::script::is_han;

pub use code::{Token, Tokenizer};
pub use data::Data;
pub use escape::{percent_decoded, percent_decoded_bytes, push_percent_encoded};
pub use lead::{Lead, inline_text, lead};
pub use numbers::{Number, Numerals};
pub use reading::heading_name;
pub use to_html::escape_html;
pub use uri::uri;

/// The deepest nesting of blocks; deeper ones are flattened to this level (S23).
pub const DEEPEST: usize = 256;

/// The prefix of the target of a link to a post of the archive; see [`Link::post`].
const POST: &str = "post:";
/// The prefix of the target of a link to a post that does not exist; its text is struck.
const MISSING: &str = "missing:";

/// The syntax of a body (J4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `CommonMark` with tables, task lists, `~~` and definition lists; HTML may be mixed in.
    Markdown,
    /// HTML.
    Html,
    /// Plain text: an empty line ends a paragraph, other line ends are kept.
    Plain,
}

/// How a site's generator reads Markdown, where the readings differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `CommonMark` with GFM, and formulas between single dollars.
    #[default]
    CommonMark,
    /// kramdown with its parser for GFM, as in Jekyll.
    Kramdown,
}

/// The site that a body belongs to.
///
/// A trait, so that documents know nothing of archives.
pub trait Context {
    /// The absolute address for a relative or `//host` target; `None` keeps the target as written
    /// (but `//host` becomes https).
    fn resolve(&self, target: &str) -> Option<String>;

    /// How the site reads Markdown.
    fn dialect(&self) -> Dialect {
        Dialect::default()
    }

    /// Whether the body's Liquid is to be read (J23).
    fn reads_liquid(&self) -> bool {
        true
    }

    /// The value under the first of some keys such as `site`, `data`, `people` or `page`, `tags`,
    /// and the keys that are left to be looked up in it; `None` if it is not known, `Nil` if it is
    /// known to be nothing. Takes no more time for a large value, which is shared.
    fn data<'k>(&self, _keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        None
    }

    /// A date in a format of `strftime`.
    fn date(&self, _date: &str, _format: &str) -> Option<String> {
        None
    }

    /// The path, from the archive's root, of the post that a tag names: `2020-01-01-a` or
    /// `sub/2020-01-01-a` (`post_url`), `_posts/2020-01-01-a.md` (`link`), `a.md` (Hugo's `ref`).
    /// May lack the extension, and the post need not exist. `None` if it cannot be the name of a
    /// post.
    fn post(&self, _name: &str) -> Option<String> {
        None
    }
}

/// No site: targets stay as written.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

impl Context for NoContext {
    fn resolve(&self, _target: &str) -> Option<String> {
        None
    }
}

/// Parses a body. Never fails; takes linear time, within the limits of S23 and S24.
pub fn parse(body: &str, syntax: Syntax, context: &dyn Context) -> Document {
    let chinese = body.chars().any(is_han);
    let mut is_cut = false;
    let mut expanded = |body, markdown| {
        if context.reads_liquid() {
            let expanded = liquid::expand(body, markdown, context);
            is_cut = expanded.is_cut;
            expanded.body
        } else {
            Cow::Borrowed(body)
        }
    };
    let mut document = match syntax {
        Syntax::Markdown => {
            let dialect = context.dialect();
            let body = match dialect {
                Dialect::Kramdown => Cow::Borrowed(body),
                Dialect::CommonMark => mdx::plain(body),
            };
            let body = expanded(&body, true);
            let html = markdown::to_html(&kramdown::plain(&body, dialect), dialect);
            html::parse(&html, chinese, context)
        }
        Syntax::Html => html::parse(&expanded(body, false), chinese, context),
        Syntax::Plain => {
            let mut builder = builder::Builder::default();
            builder.plain(body);
            builder.finish()
        }
    };
    if is_cut {
        document.flaws.push(Flaw::Liquid);
    }
    document
}

/// Whether a character may end an address in HTML or Markdown.
fn ends_address(c: char) -> bool {
    c.is_ascii_control() || " \"'<>()`*[]\\".contains(c)
}

/// Splits a text at its last character boundary within `len` bytes.
fn split_near(text: &str, len: usize) -> (&str, &str) {
    let at = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.split_at(at.unwrap_or(0))
}

/// A parsed body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Link and image targets, in reading order; [`Style::Link`] and [`Style::Image`] index this.
    pub links: Vec<Link>,
    /// The names of anchors, which links can lead to; [`Style::Anchor`] indexes this.
    pub anchors: Vec<CleanText>,
    /// What was cut or flattened.
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
    /// A list; ordered if it has a start number.
    List {
        /// The number of the first item of an ordered list.
        start: Option<i64>,
        /// The items.
        items: Vec<Item>,
    },
    /// Preformatted text with its line ends.
    Code {
        /// The language, if one is given.
        language: Option<CleanText>,
        /// The text, without a final line end.
        text: CleanText,
    },
    /// A thematic break.
    Rule,
    /// A table of cells.
    Table(Table),
    /// A last paragraph of links only: the navigation back to a site's pages.
    Footer(Text),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The state of a task list's checkbox.
    pub checked: Option<bool>,
    /// Its number, if it is not the next one of an ordered list.
    pub number: Option<Number>,
    /// The item's blocks.
    pub blocks: Vec<Block>,
}

/// A table; every row has as many cells as `alignments`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The caption; empty if there is none.
    pub caption: Text,
    /// The alignment of each column.
    pub alignments: Vec<Alignment>,
    /// The header row; empty if there is none.
    pub header: Vec<Text>,
    /// The other rows.
    pub rows: Vec<Vec<Text>>,
}

/// The alignment of a table column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Unspecified.
    #[default]
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// Flat inline text: its characters, and styles as byte ranges over them.
///
/// LF is a forced line break. Whitespace is already collapsed as in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters.
    pub text: CleanText,
    /// The styles: properly nested, sorted by start, the outermost first where starts are equal.
    pub marks: Vec<Mark>,
}

/// A style over a byte range of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of [`Text::text`]; at character boundaries, never empty.
    pub range: Range<usize>,
    /// The style of the range.
    pub style: Style,
}

/// The style or meaning of a range of inline text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Strong importance.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Code, a key to press, or sample output.
    Code,
    /// Deleted text.
    Deleted,
    /// Inserted or underlined text.
    Inserted,
    /// Highlighted text.
    Highlight,
    /// A placeholder for content that is not shown (an include, an unknown value).
    Placeholder,
    /// Text that is shown as it is in every script: ruby with its annotation, the user's note.
    Verbatim,
    /// The annotation of ruby, in its parentheses; directly inside [`Style::Verbatim`].
    Annotation,
    /// A token of a code block; see [`Tokenizer`].
    Token(Token),
    /// A link: the index of its target in [`Document::links`].
    Link(usize),
    /// The label of an image: the index of its address in [`Document::links`].
    Image(usize),
    /// The character at an anchor: the index of the anchor's name in [`Document::anchors`].
    Anchor(usize),
}

/// The target of a link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written, made absolute if possible.
    pub target: CleanText,
    /// Whether the target is an image.
    pub image: bool,
    /// The columns and rows of dots of an image whose file was looked at.
    pub dots: Option<(u32, u32)>,
}

impl Link {
    /// The bytes of the path from the archive's root if the target is a post (J20). The post need
    /// not exist, and the path may lack the extension.
    pub fn post(&self) -> Option<Vec<u8>> {
        let path = self.target.as_str().strip_prefix(POST)?;
        Some(percent_decoded_bytes(path.split('#').next().unwrap_or_default()))
    }

    /// Turns a link to a post into one to its file, for other programs: relative to a page nested in
    /// `depth` folders.
    pub fn make_relative(&mut self, depth: usize) {
        if let Some(path) = self.target.as_str().strip_prefix(POST) {
            self.target = CleanText::line(&("../".repeat(depth) + path));
        }
    }

    /// The target of a link to the post at a path from the archive's root, and to a place in it if
    /// there is a fragment.
    pub fn to_post(path: &[u8], fragment: &str) -> String {
        let mut target = POST.to_owned();
        push_percent_encoded(path, |c| !ends_address(c) && !"%#?".contains(c), &mut target);
        if !fragment.is_empty() {
            target.push('#');
            target.push_str(fragment);
        }
        target
    }

    /// Whether the target is a place in the same document.
    pub fn is_within(&self) -> bool {
        self.target.as_str().starts_with('#')
    }

    /// The decoded fragment of the target, if it has one.
    pub fn fragment(&self) -> Option<String> {
        let (_, name) = self.target.as_str().split_once('#')?;
        Some(percent_decoded(name)).filter(|name| !name.is_empty())
    }
}

/// Damage to a body; becomes a problem of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Elements nested deeper than [`DEEPEST`] were flattened.
    Nesting,
    /// Parsing took too long or its result grew too large; the rest is plain text.
    Time,
    /// Liquid took too many steps; values are missing and loops end early.
    Liquid,
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

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod limits;
#[cfg(test)]
mod tests;
