//! The table of fields: what a query can ask.
//!
//! One row a field; the parser, the printer, the help, completion and the tests read it.

use crate::archive::post::Status;
use crate::search::query::{Pattern, Text};

/// A field of the grammar: a row of [`FIELDS`].
#[derive(Debug)]
pub struct Field {
    /// What stands before the colon.
    pub name: &'static str,
    /// A short form of the name, if there is one. `#` takes no colon.
    pub alias: Option<&'static str>,
    /// What stands behind it.
    pub takes: ValueKind,
    /// What it does, in one line.
    pub help: &'static str,
}

/// What a field takes.
#[derive(Debug)]
pub enum ValueKind {
    /// Text of a title, in which quotes mean that no pinyin is meant, or a `/regex/`.
    Title,
    /// Text, and the question it makes.
    Text(fn(String) -> Question),
    /// Dates.
    Dates(Side),
    /// One of some words.
    Words(&'static [Word<Fact>]),
    /// An order: no condition.
    Sort(&'static [Word<Sort>]),
}

/// A word that a field takes.
#[derive(Debug)]
pub struct Word<T: 'static> {
    /// The word.
    pub name: &'static str,
    /// What it says, in a few words.
    pub help: &'static str,
    /// What it means.
    pub means: T,
}

/// On which side of a date a post lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Within the day, month, year or range.
    Within,
    /// On the first day or later.
    Since,
    /// Before the first day.
    Before,
}

/// What the reader has done with a post; the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It was read.
    Read,
    /// It has a star.
    Starred,
    /// It came since the archive was last open.
    New,
    /// It has a note.
    Note,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 4] = [Self::Read, Self::Starred, Self::New, Self::Note];
}

/// What a word of `is:` or `has:` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The post has the mark.
    Marked(Mark),
    /// The post has not got the mark.
    Unmarked(Mark),
    /// The post has the status.
    Status(Status),
    /// The post is hidden, for whatever reason.
    Hidden,
    /// Something is wrong with the post.
    Problem,
    /// The answer to the question is yes.
    Asks(Question),
}

/// What only texts and names can answer; text in it is folded, but for a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// Is the text in the title?
    Title(Text),
    /// Does the title fit?
    Pattern(Pattern),
    /// Is the text in the body?
    Body(String),
    /// Is this one of the post's categories, or above one of them?
    Category(String),
    /// Is this one of the tags?
    Tag(String),
    /// Is the text in the name of an author?
    Author(String),
    /// Is the text in the path?
    Path(String),
    /// Are there links in the body?
    Links,
    /// Are there images in the body?
    Images,
}

/// In which order posts are listed; newest first if nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Whether the last comes first.
    pub reversed: bool,
}

/// By what posts are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Newest first.
    #[default]
    Date,
    /// By title.
    Title,
    /// The best hit first.
    Relevance,
}

/// Every field, in the order of the help.
pub static FIELDS: &[Field] = &[
    Field { name: "title", alias: None, takes: ValueKind::Title, help: "in the title" },
    Field {
        name: "body",
        alias: None,
        takes: ValueKind::Text(Question::Body),
        help: "in the text",
    },
    CATEGORY,
    TAG,
    AUTHOR,
    Field {
        name: "path",
        alias: None,
        takes: ValueKind::Text(Question::Path),
        help: "of a file in whose path this is",
    },
    DATE,
    AFTER,
    Field {
        name: "before",
        alias: None,
        takes: ValueKind::Dates(Side::Before),
        help: "before the first day of that",
    },
    IS,
    HAS,
    Field { name: "sort", alias: None, takes: ValueKind::Sort(SORTS), help: "in a certain order" },
];

// The rows that facets are made of.
pub(in crate::search) const CATEGORY: Field = Field {
    name: "category",
    alias: Some("c"),
    takes: ValueKind::Text(Question::Category),
    help: "of a category or one below it",
};
pub(in crate::search) const TAG: Field = Field {
    name: "tag",
    alias: Some("#"),
    takes: ValueKind::Text(Question::Tag),
    help: "with a tag",
};
pub(in crate::search) const AUTHOR: Field = Field {
    name: "author",
    alias: None,
    takes: ValueKind::Text(Question::Author),
    help: "by an author in whose name this is",
};
pub(in crate::search) const DATE: Field = Field {
    name: "date",
    alias: None,
    takes: ValueKind::Dates(Side::Within),
    help: "of a day, week, month, year, or a range of them",
};
pub(in crate::search) const AFTER: Field = Field {
    name: "after",
    alias: None,
    takes: ValueKind::Dates(Side::Since),
    help: "from the first day of that on",
};
pub(in crate::search) const IS: Field =
    Field { name: "is", alias: None, takes: ValueKind::Words(STATES), help: "in a certain state" };
pub(in crate::search) const HAS: Field = Field {
    name: "has",
    alias: None,
    takes: ValueKind::Words(PARTS),
    help: "with something in it",
};

/// The words of `is:`.
const STATES: &[Word<Fact>] = &[
    Word { name: "read", help: "opened before", means: Fact::Marked(Mark::Read) },
    Word { name: "unread", help: "not yet opened", means: Fact::Unmarked(Mark::Read) },
    Word { name: "starred", help: "with a star", means: Fact::Marked(Mark::Starred) },
    Word { name: "new", help: "new since last time", means: Fact::Marked(Mark::New) },
    Word { name: "draft", help: "a draft", means: Fact::Status(Status::Draft) },
    Word { name: "hidden", help: "a draft, or hidden otherwise", means: Fact::Hidden },
    Word { name: "problem", help: "with something wrong", means: Fact::Problem },
];

/// The words of `has:`.
const PARTS: &[Word<Fact>] = &[
    Word { name: "link", help: "a link", means: Fact::Asks(Question::Links) },
    Word { name: "image", help: "an image", means: Fact::Asks(Question::Images) },
    Word { name: "note", help: "a note of yours", means: Fact::Marked(Mark::Note) },
];

/// The words of `sort:` and `--sort`.
pub const SORTS: &[Word<Sort>] = &[
    Word {
        name: "date",
        help: "newest first",
        means: Sort { key: SortKey::Date, reversed: false },
    },
    Word {
        name: "-date",
        help: "oldest first",
        means: Sort { key: SortKey::Date, reversed: true },
    },
    Word { name: "title", help: "by title", means: Sort { key: SortKey::Title, reversed: false } },
    Word {
        name: "-title",
        help: "by title, backwards",
        means: Sort { key: SortKey::Title, reversed: true },
    },
    Word {
        name: "relevance",
        help: "best hits first",
        means: Sort { key: SortKey::Relevance, reversed: false },
    },
];

impl Field {
    /// The field of a name or alias in ASCII, whatever its case.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.names().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// The name and the alias.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.alias)
    }

    /// What may stand behind the colon, for the help: `TEXT`, `DATE`, or the words.
    pub fn values(&self) -> String {
        match self.takes {
            ValueKind::Title => "TEXT or /REGEX/".to_owned(),
            ValueKind::Text(_) => "TEXT".to_owned(),
            ValueKind::Dates(Side::Within) => "DATE or FROM..TO".to_owned(),
            ValueKind::Dates(_) => "DATE".to_owned(),
            ValueKind::Words(_) | ValueKind::Sort(_) => {
                self.words().map(|(name, _)| name).collect::<Vec<_>>().join("|")
            }
        }
    }

    /// The field's word for a fact.
    pub(super) fn word(&self, fact: &Fact) -> Option<&'static str> {
        let ValueKind::Words(words) = self.takes else { return None };
        words.iter().find(|word| word.means == *fact).map(|word| word.name)
    }

    /// The words that the field takes, with their help; none if it takes other values.
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
    /// The order of a word of [`SORTS`].
    pub fn named(name: &str) -> Option<Self> {
        SORTS.iter().find(|word| word.name == name).map(|word| word.means)
    }

    /// The order's word; the two sides of relevance have one.
    pub fn name(self) -> &'static str {
        SORTS.iter().find(|word| word.means == self).map_or("relevance", |word| word.name)
    }
}

impl Question {
    /// Whether a text of the kind that is asked about (a title, a name, a path, a body) makes the
    /// answer yes. The text is folded like the question's own; a pattern wants it as written.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Title(wanted) => text.contains(&wanted.text),
            Self::Pattern(pattern) => pattern.fits(text),
            Self::Body(wanted) | Self::Author(wanted) | Self::Path(wanted) => text.contains(wanted),
            Self::Category(branch) => text
                .strip_prefix(branch.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            Self::Tag(wanted) => text == wanted,
            Self::Links | Self::Images => false,
        }
    }
}
