//! Table of query fields, one row per field. The parser, the printer, the help, completion and the
//! tests read it.

use crate::archive::post::Status;
use crate::search::query::{Near, Pattern, Text};

/// A field of the grammar: a row of [`FIELDS`].
#[derive(Debug)]
pub struct Field {
    /// The name before the colon.
    pub name: &'static str,
    /// Shorter names. `#` takes no colon.
    pub aliases: &'static [&'static str],
    /// The values after the colon.
    pub takes: ValueKind,
    /// Describes the field in one line.
    pub help: &'static str,
}

/// The values a field takes.
#[derive(Debug)]
pub enum ValueKind {
    /// Text of a title, where quotes disable pinyin, or a `/regex/`.
    Title,
    /// Text of a body, or a `/regex/`.
    Body,
    /// Text, and the constructor of its question.
    Text(fn(String) -> Question),
    /// A tag of the user's.
    OwnTag,
    /// Text of the user's highlights and of the notes on them.
    Highlight,
    /// Dates.
    Dates(Side),
    /// Dates on which the user read the post.
    Read,
    /// A keyword.
    Words(&'static [Word<Fact>]),
    /// A sort order, which is not a condition.
    Sort(&'static [Word<Sort>]),
}

/// A keyword of a field.
#[derive(Debug)]
pub struct Word<T: 'static> {
    /// The word.
    pub name: &'static str,
    /// Describes it in a few words.
    pub help: &'static str,
    /// Its meaning.
    pub means: T,
}

/// Which side of a date a post must be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Within the day, month, year or range.
    Within,
    /// On the first day or later.
    Since,
    /// Before the first day.
    Before,
}

/// A mark on a post, from the reading state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Read.
    Read,
    /// Starred.
    Starred,
    /// New since the last session.
    New,
    /// Has a note.
    Note,
    /// Has highlights.
    Highlight,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 5] = [Self::Read, Self::Starred, Self::New, Self::Note, Self::Highlight];
}

/// The meaning of a keyword of `is:` or `has:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The post has the mark.
    Marked(Mark),
    /// The post does not have the mark.
    Unmarked(Mark),
    /// The post has the status.
    Status(Status),
    /// The post is hidden, for any reason.
    Hidden,
    /// The post has problems.
    Problem,
    /// The answer to the question is yes.
    Asks(Question),
}

/// A condition on a title, body or name. Its text is folded, except for a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// Is the text in the title?
    Title(Text),
    /// Does the title match?
    Pattern(Pattern),
    /// Is the text in the body?
    Body(String),
    /// Does the body match?
    BodyPattern(Pattern),
    /// Does the title have both texts near each other?
    Near(Near),
    /// Does the body?
    BodyNear(Near),
    /// Does the post repeat the text of an older one?
    Duplicate,
    /// Is this a category of the post, or an ancestor of one?
    Category(String),
    /// Is this a tag of the post?
    Tag(String),
    /// Is the text in an author's name?
    Author(String),
    /// Is the text in the path?
    Path(String),
    /// Does the body have links?
    Links,
    /// Does the body have images?
    Images,
}

/// A sort order; newest first by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The key.
    pub key: SortKey,
    /// Whether the order is reversed.
    pub reversed: bool,
}

/// The key to sort posts by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Newest first.
    #[default]
    Date,
    /// By title.
    Title,
    /// By the first author.
    Author,
    /// Longest text first.
    Length,
    /// Unread posts first.
    Unread,
    /// Starred posts first.
    Starred,
    /// Read last first.
    Read,
    /// Best hit first.
    Relevance,
}

/// All fields, in the order of the help.
pub static FIELDS: &[Field] = &[
    Field { name: "title", aliases: &[], takes: ValueKind::Title, help: "in the title" },
    Field { name: "body", aliases: &[], takes: ValueKind::Body, help: "in the text" },
    CATEGORY,
    TAG,
    MINE,
    Field {
        name: "highlight",
        aliases: &[],
        takes: ValueKind::Highlight,
        help: "in what you highlighted, or in a note on it",
    },
    AUTHOR,
    Field {
        name: "path",
        aliases: &[],
        takes: ValueKind::Text(Question::Path),
        help: "of a file whose path contains this",
    },
    DATE,
    AFTER,
    Field {
        name: "before",
        aliases: &[],
        takes: ValueKind::Dates(Side::Before),
        help: "before the first day of that period",
    },
    IS,
    HAS,
    Field {
        name: "read",
        aliases: &[],
        takes: ValueKind::Read,
        help: "that you read on a day, in a week, month, year or a range of them",
    },
    Field { name: "sort", aliases: &[], takes: ValueKind::Sort(SORTS), help: "in a certain order" },
];

// The rows facets use.
pub(in crate::search) const CATEGORY: Field = Field {
    name: "category",
    aliases: &["c", "cat"],
    takes: ValueKind::Text(Question::Category),
    help: "of a category or one below it",
};
pub(in crate::search) const TAG: Field = Field {
    name: "tag",
    aliases: &["#"],
    takes: ValueKind::Text(Question::Tag),
    help: "with a tag",
};
pub(in crate::search) const MINE: Field =
    Field { name: "mine", aliases: &[], takes: ValueKind::OwnTag, help: "with a tag of your own" };
pub(in crate::search) const AUTHOR: Field = Field {
    name: "author",
    aliases: &[],
    takes: ValueKind::Text(Question::Author),
    help: "by an author whose name contains this",
};
pub(in crate::search) const DATE: Field = Field {
    name: "date",
    aliases: &[],
    takes: ValueKind::Dates(Side::Within),
    help: "of a day, week, month, year, or a range of them",
};
pub(in crate::search) const AFTER: Field = Field {
    name: "after",
    aliases: &[],
    takes: ValueKind::Dates(Side::Since),
    help: "on or after the first day of that period",
};
pub(in crate::search) const IS: Field =
    Field { name: "is", aliases: &[], takes: ValueKind::Words(STATES), help: "in a certain state" };
pub(in crate::search) const HAS: Field = Field {
    name: "has",
    aliases: &[],
    takes: ValueKind::Words(PARTS),
    help: "with something in it",
};

/// The keywords of `is:`.
const STATES: &[Word<Fact>] = &[
    Word { name: "read", help: "opened before", means: Fact::Marked(Mark::Read) },
    Word { name: "unread", help: "not yet opened", means: Fact::Unmarked(Mark::Read) },
    Word { name: "starred", help: "with a star", means: Fact::Marked(Mark::Starred) },
    Word { name: "new", help: "new since the last session", means: Fact::Marked(Mark::New) },
    Word { name: "draft", help: "a draft", means: Fact::Status(Status::Draft) },
    Word { name: "hidden", help: "a draft, or hidden otherwise", means: Fact::Hidden },
    Word { name: "problem", help: "with something wrong", means: Fact::Problem },
    Word {
        name: "duplicate",
        help: "nearly the same text as an older post",
        means: Fact::Asks(Question::Duplicate),
    },
];

/// The keywords of `has:`.
const PARTS: &[Word<Fact>] = &[
    Word { name: "link", help: "a link", means: Fact::Asks(Question::Links) },
    Word { name: "image", help: "an image", means: Fact::Asks(Question::Images) },
    Word { name: "note", help: "a note of yours", means: Fact::Marked(Mark::Note) },
    Word { name: "highlight", help: "a highlight of yours", means: Fact::Marked(Mark::Highlight) },
];

/// The keywords of `sort:` and `--sort`.
pub const SORTS: &[Word<Sort>] = &[
    order("date", "newest first", SortKey::Date, false),
    order("-date", "oldest first", SortKey::Date, true),
    order("relevance", "best hits first", SortKey::Relevance, false),
    order("title", "by title", SortKey::Title, false),
    order("-title", "by title, backwards", SortKey::Title, true),
    order("length", "longest first", SortKey::Length, false),
    order("-length", "shortest first", SortKey::Length, true),
    order("unread", "unread first", SortKey::Unread, false),
    order("starred", "starred first", SortKey::Starred, false),
    order("read", "most recently read first", SortKey::Read, false),
    order("author", "by author", SortKey::Author, false),
    order("-author", "by author, backwards", SortKey::Author, true),
    order("-unread", "read first", SortKey::Unread, true),
    order("-starred", "starred last", SortKey::Starred, true),
    order("-read", "most recently read last", SortKey::Read, true),
    order("-relevance", "best hits last", SortKey::Relevance, true),
];

const fn order(name: &'static str, help: &'static str, key: SortKey, reversed: bool) -> Word<Sort> {
    Word { name, help, means: Sort { key, reversed } }
}

impl Field {
    /// Finds a field by a name or an alias, ignoring ASCII case.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.names().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// The name and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.aliases.iter().copied())
    }

    /// Whether a `/regex/` can be its value.
    pub(super) fn takes_pattern(&self) -> bool {
        matches!(self.takes, ValueKind::Title | ValueKind::Body)
    }

    /// The allowed values for the help: `TEXT`, `DATE`, or the keywords.
    pub fn values(&self) -> String {
        match self.takes {
            ValueKind::Title | ValueKind::Body => "TEXT or /REGEX/".to_owned(),
            ValueKind::Text(_) | ValueKind::OwnTag | ValueKind::Highlight => "TEXT".to_owned(),
            ValueKind::Dates(Side::Within) | ValueKind::Read => "DATE or FROM..TO".to_owned(),
            ValueKind::Dates(_) => "DATE".to_owned(),
            ValueKind::Words(_) | ValueKind::Sort(_) => {
                self.words().map(|(name, _)| name).collect::<Vec<_>>().join("|")
            }
        }
    }

    /// The keyword for a fact.
    pub(super) fn word(&self, fact: &Fact) -> Option<&'static str> {
        let ValueKind::Words(words) = self.takes else { return None };
        words.iter().find(|word| word.means == *fact).map(|word| word.name)
    }

    /// The field's keywords with their help; empty if it takes other values.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (words, sorts) = match self.takes {
            ValueKind::Words(words) => (words, &[][..]),
            ValueKind::Sort(sorts) => (&[][..], sorts),
            _ => (&[][..], &[][..]),
        };
        let sorts = sorts.iter().map(|word| (word.name, word.help));
        words.iter().map(|word| (word.name, word.help)).chain(sorts)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Field {}

impl Sort {
    /// The order for a keyword of [`SORTS`].
    pub fn named(name: &str) -> Option<Self> {
        SORTS.iter().find(|word| word.name == name).map(|word| word.means)
    }

    /// The order's keyword.
    pub fn name(self) -> &'static str {
        SORTS.iter().find(|word| word.means == self).map_or("date", |word| word.name)
    }
}

impl Question {
    /// Returns whether a text of the question's kind (a title, name, path or body) makes the answer
    /// yes. The text must be folded like the question's own text, but unfolded for a pattern.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Title(wanted) => text.contains(&wanted.text),
            Self::Pattern(pattern) | Self::BodyPattern(pattern) => pattern.fits(text),
            Self::Body(wanted) | Self::Author(wanted) | Self::Path(wanted) => text.contains(wanted),
            Self::Category(branch) => text
                .strip_prefix(branch.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            Self::Tag(wanted) => text == wanted,
            Self::Near(near) | Self::BodyNear(near) => near.is_in_text(text),
            Self::Links | Self::Images | Self::Duplicate => false,
        }
    }
}
