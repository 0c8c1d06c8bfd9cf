//! The parts of a typeset line: runs of text with their roles.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::clean::CleanStr;
use crate::typeset::table::Piece;

/// The meaning of a piece of a page; never its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The article's title.
    Title,
    /// The line of facts under the title.
    Meta,
    /// A heading of the first level in the body.
    Heading,
    /// A heading of the second level.
    Subheading,
    /// A heading of a lower level.
    MinorHeading,
    /// A quotation.
    Quote,
    /// Code, in a block or inline.
    Code,
    /// A keyword of a code block.
    CodeKeyword,
    /// The name of a function, a type, a tag or a key in a code block.
    CodeName,
    /// A string literal in a code block.
    CodeString,
    /// A number or another constant in a code block.
    CodeConstant,
    /// A comment in a code block.
    CodeComment,
    /// Strong importance.
    Strong,
    /// Emphasis.
    Emphasis,
    /// Deleted text.
    Deleted,
    /// Inserted text.
    Inserted,
    /// Text highlighted by its author.
    Highlight,
    /// A link's text.
    Link,
    /// The stand-in for an image.
    Image,
    /// A placeholder for content that is not shown.
    Placeholder,
    /// A list marker, a rule, a bar: anything but the author's text.
    Ornament,
    /// A closing line of links only.
    Footer,
}

impl Role {
    /// Every role, in the order in which their styles are applied.
    pub const ALL: [Self; 22] = [
        Self::Title,
        Self::Meta,
        Self::Heading,
        Self::Subheading,
        Self::MinorHeading,
        Self::Quote,
        Self::Code,
        Self::CodeKeyword,
        Self::CodeName,
        Self::CodeString,
        Self::CodeConstant,
        Self::CodeComment,
        Self::Strong,
        Self::Emphasis,
        Self::Deleted,
        Self::Inserted,
        Self::Highlight,
        Self::Link,
        Self::Image,
        Self::Placeholder,
        Self::Ornament,
        Self::Footer,
    ];
}

/// A set of roles: a piece of text can be strong and a link in a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Roles(u32);

impl Roles {
    /// The set with `role` added.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u32)
    }

    /// Whether the set has `role`.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// The roles in the set, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.has(role))
    }
}

/// A piece of a line whose roles are the same throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text as its author wrote it.
    pub text: CleanStr<'a>,
    /// The text's roles.
    pub roles: Roles,
    /// The link it belongs to, as an index into the document's links.
    pub link: Option<usize>,
    /// The position in the article; `None` for spaces that the author did not write.
    pub source: Option<Anchor>,
}

impl<'a> Run<'a> {
    /// Spaces that are not part of the text.
    pub(super) fn blank(text: CleanStr<'a>) -> Self {
        Self { text, roles: Roles::default(), link: None, source: None }
    }

    /// The part of the run over a byte range of its text.
    pub(super) fn part(self, bytes: Range<usize>) -> Self {
        let source = self.source.map(|at| Anchor { byte: at.byte + bytes.start as u32, ..at });
        Self { text: self.text.slice(bytes), source, ..self }
    }
}

/// A position in an article, independent of the width: a leaf (paragraph, heading, list item's text
/// …) counted from the title, and a byte of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The leaf, counted from 0.
    pub leaf: u32,
    /// The byte in the leaf's text.
    pub byte: u32,
}

/// `LEAF:BYTE`, for storage.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.leaf, self.byte)
    }
}

impl FromStr for Anchor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (leaf, byte) = text.split_once(':').ok_or(())?;
        let number = |text: &str| text.parse().map_err(|_| ());
        Ok(Self { leaf: number(leaf)?, byte: number(byte)? })
    }
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The leaf it belongs to; a blank line belongs to the leaf below it, and a line of a table to
    /// the first cell that reaches it.
    pub(super) leaf: u32,
    /// The bytes of the leaf's text. Lines are in the order of the places where they begin.
    pub(super) range: Range<u32>,
    /// What kind of line it is.
    pub(super) kind: LineKind,
    /// The pieces of cells on a line of a table, from left to right. Those of leaves before the
    /// line's are names of columns.
    pub(super) pieces: Vec<Piece>,
}

impl Line {
    pub(super) fn new(leaf: usize, range: Range<usize>, kind: LineKind) -> Self {
        Self {
            leaf: leaf as u32,
            range: range.start as u32..range.end as u32,
            kind,
            pieces: Vec::new(),
        }
    }

    /// Whether the line is a gap.
    pub(super) fn is_blank(&self) -> bool {
        self.kind == LineKind::Blank
    }

    /// Whether the line is part of a remark.
    pub(super) fn is_remark(&self) -> bool {
        matches!(self.kind, LineKind::Remark { .. })
    }

    /// The place where the line begins.
    pub(super) fn start(&self) -> Anchor {
        Anchor { leaf: self.leaf, byte: self.range.start }
    }
}

/// The kinds of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A gap between two leaves.
    Blank,
    /// The first line of a leaf, with its marker.
    First,
    /// Another line of a leaf.
    Rest,
    /// The rule under a table's header row, which begins where the line below does.
    TableRule {
        /// Its width in cells.
        cells: u16,
    },
    /// A part of a remark on the leaf, above its first line or below its last.
    Remark {
        /// The remark, counted from 0.
        number: u32,
        /// The first byte of its text.
        from: u32,
        /// The byte after the last.
        to: u32,
    },
    /// A row of a figure of the leaf, above the line that starts at the same byte.
    Picture {
        /// The figure, counted from 0.
        figure: u16,
        /// The row, counted from 0.
        row: u16,
    },
}
