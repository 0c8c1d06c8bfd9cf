//! What a typeset line is made of: runs of text, each with the roles it plays.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::clean::CleanStr;
use crate::typeset::table::Piece;

/// What a piece of a page is; never how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The article's title.
    Title,
    /// The line of facts under the title.
    Meta,
    /// A heading in the body.
    Heading,
    /// A quotation.
    Quote,
    /// Code, in a block or in a line.
    Code,
    /// A keyword of a code block.
    CodeKeyword,
    /// The name of a function, a type, a tag or a key in a code block.
    CodeName,
    /// A text in a code block.
    CodeString,
    /// A number or another fixed value in a code block.
    CodeConstant,
    /// A comment in a code block.
    CodeComment,
    /// Strong importance.
    Strong,
    /// Stress.
    Emphasis,
    /// Deleted text.
    Deleted,
    /// Inserted text.
    Inserted,
    /// Text highlighted by its author.
    Highlight,
    /// A link's text.
    Link,
    /// What stands for an image.
    Image,
    /// What stands for something not shown.
    Placeholder,
    /// A list marker, a rule, a bar: what is not the author's text.
    Ornament,
    /// A closing line made of links only.
    Footer,
}

impl Role {
    /// Every role, in the order in which their looks are laid over one another.
    pub const ALL: [Self; 20] = [
        Self::Title,
        Self::Meta,
        Self::Heading,
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

/// A set of roles; one piece of text can be strong and a link in a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Roles(u32);

impl Roles {
    /// The set with `role` in it too.
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

/// A piece of a line that plays the same roles throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text as its author wrote it.
    pub text: CleanStr<'a>,
    /// The roles it plays.
    pub roles: Roles,
    /// The target it leads to, as an index of the document's links.
    pub link: Option<usize>,
    /// Where the text stands in the article; `None` for blanks that its author did not write.
    pub source: Option<Anchor>,
}

impl<'a> Run<'a> {
    /// Blanks that are no part of the text.
    pub(super) fn blank(text: CleanStr<'a>) -> Self {
        Self { text, roles: Roles::default(), link: None, source: None }
    }

    /// The part of the run over some bytes of its text.
    pub(super) fn part(self, bytes: Range<usize>) -> Self {
        let source = self.source.map(|at| Anchor { byte: at.byte + bytes.start as u32, ..at });
        Self { text: self.text.slice(bytes), source, ..self }
    }
}

/// A place in an article that stays the same at every width: a leaf (paragraph, heading, list
/// item's text …) counted from the title, and a byte of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The leaf, counted from 0.
    pub leaf: u32,
    /// The byte of the leaf's text.
    pub byte: u32,
}

/// `LEAF:BYTE`, to be kept.
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
    /// The leaf the line belongs to; a blank line belongs to the leaf below it.
    pub(super) leaf: u32,
    /// The bytes of the leaf's text.
    pub(super) range: Range<u32>,
    /// What kind of line it is.
    pub(super) kind: LineKind,
    /// The cells that a line of a table is made of; `range` is then only its place in the table.
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
}

/// The kinds of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A gap between two leaves.
    Blank,
    /// A leaf's first line, which carries its marker.
    First,
    /// A leaf's other lines.
    Rest,
    /// The rule under a table's heading row, as wide as the end of the line's range.
    TableRule,
}
