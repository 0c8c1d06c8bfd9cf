//! The accepted elements, and where each may occur without the tree builder moving it or closing
//! another element.

/// The meaning of an element for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph of its own that may contain blocks: a division, a quotation, an item.
    Block,
    /// Contains items only.
    List,
    /// An item of a list.
    Item,
    /// Contains inlines only.
    Paragraph,
    /// A heading; contains inlines only.
    Heading,
    /// A style, or an element without effect.
    Inline,
    /// A link or an anchor.
    Anchor,
    /// A table.
    Table,
    /// A group of rows.
    Rows {
        /// Whether it is the table's head.
        head: bool,
    },
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell {
        /// Whether it is a header cell.
        heading: bool,
    },
    /// An image.
    Image,
    /// A forced line break.
    Break,
    /// A thematic break.
    Rule,
}

impl Kind {
    /// The kind of an element by its name; `None` declines it.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "p" => Self::Paragraph,
            "span" | "strong" | "b" | "em" | "i" | "u" | "s" | "font" | "small" | "big" | "del"
            | "ins" | "mark" | "cite" | "time" | "abbr" => Self::Inline,
            "a" => Self::Anchor,
            "br" => Self::Break,
            "img" => Self::Image,
            "div" | "center" | "section" | "article" | "header" | "footer" | "main" | "aside"
            | "nav" | "address" | "figure" | "figcaption" | "blockquote" => Self::Block,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "ul" | "ol" => Self::List,
            "li" => Self::Item,
            "table" => Self::Table,
            "thead" => Self::Rows { head: true },
            "tbody" => Self::Rows { head: false },
            "tr" => Self::Row,
            "td" => Self::Cell { heading: false },
            "th" => Self::Cell { heading: true },
            "hr" => Self::Rule,
            _ => return None,
        })
    }

    /// Whether the element has no content.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Image | Self::Break | Self::Rule)
    }

    /// Whether Markdown starts a block of HTML at a line that begins with the element.
    pub(super) fn is_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Anchor | Self::Image | Self::Break)
    }

    /// Whether the element may occur directly inside another; `None` is the body.
    pub(super) fn fits(self, parent: Option<Self>) -> bool {
        let holds_inlines =
            !matches!(parent, Some(Self::List | Self::Table | Self::Rows { .. } | Self::Row));
        match self {
            Self::Inline | Self::Anchor | Self::Image | Self::Break => holds_inlines,
            Self::Item => parent == Some(Self::List),
            Self::Rows { .. } => parent == Some(Self::Table),
            Self::Row => matches!(parent, Some(Self::Table | Self::Rows { .. })),
            Self::Cell { .. } => parent == Some(Self::Row),
            _ => matches!(parent, None | Some(Self::Block | Self::Item | Self::Cell { .. })),
        }
    }
}
