//! Posts, their identity, status and problems.

use std::fmt;

use crate::archive::date::PostDate;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

/// A post's index in one [`Archive`](crate::archive::Archive), valid while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub u32);

/// A post's identity: the bytes of its path relative to the archive's root (R4).
///
/// Not the URL, title or file name, which two posts may share. The bytes need not be UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostKey(Box<[u8]>);

impl PostKey {
    /// Makes a key from the bytes of a relative path with `/` separators.
    pub fn new(path: impl Into<Box<[u8]>>) -> Self {
        Self(path.into())
    }

    /// The path's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path's bytes, owned.
    pub fn into_bytes(self) -> Box<[u8]> {
        self.0
    }

    /// The path for display; bytes that are not UTF-8 become U+FFFD.
    pub fn to_clean(&self) -> CleanText {
        CleanText::lossy(&self.0)
    }
}

/// The state in which a file ended (R3); `Draft` to `Excluded` are the reasons to hide a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Listed; with warnings if the post has problems.
    #[default]
    Shown,
    /// `draft: true`, or a file under `_drafts`.
    Draft,
    /// `published: false` (J12).
    Unpublished,
    /// Dated in the future, if the user hides such posts (R12).
    Future,
    /// Excluded by Jekyll's rules or the site's config (J2), or a README.
    Excluded,
    /// Listed, but without a text.
    Unreadable,
}

impl Status {
    /// Every status, in the order of the summary line.
    pub const ALL: [Self; 6] = [
        Self::Shown,
        Self::Draft,
        Self::Unpublished,
        Self::Future,
        Self::Excluded,
        Self::Unreadable,
    ];

    /// The stable name used by `list` and `check`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Draft => "draft",
            Self::Unpublished => "unpublished",
            Self::Future => "future",
            Self::Excluded => "excluded",
            Self::Unreadable => "unreadable",
        }
    }

    /// Whether the list omits the post unless hidden posts are requested.
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Draft | Self::Unpublished | Self::Future | Self::Excluded)
    }
}

/// A post without its body.
#[derive(Clone, Debug)]
pub struct Post {
    /// Identity.
    pub key: PostKey,
    /// The title, never empty (R13).
    pub title: CleanText,
    /// Whether the title was made from the body or the file name (R13).
    pub title_derived: bool,
    /// The date (R9); undated posts come last.
    pub date: Option<PostDate>,
    /// Categories in the order of the path, the defaults and the file (J14, J15). A name with
    /// `/` is a branch of the category tree.
    pub categories: Vec<CleanText>,
    /// Tags (J16, R14).
    pub tags: Vec<CleanText>,
    /// Authors.
    pub authors: Vec<CleanText>,
    /// The post's address on its site, if the site's config has a `url` (J18).
    pub url: Option<CleanText>,
    /// The status.
    pub status: Status,
    /// The problems, in line order.
    pub problems: Vec<Problem>,
    /// The version of the file that was read; `None` if it may change without a new one.
    pub version: Option<u64>,
}

/// One fault of one file: what was wrong and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1; 1 for the whole file.
    pub line: u32,
    /// The kind of fault.
    pub kind: ProblemKind,
    /// What was wrong, without the path and the line.
    pub wrong: Wrong,
    /// What was done about it.
    pub done: Remedy,
}

impl Problem {
    /// Makes a problem.
    pub const fn new(line: u32, kind: ProblemKind, wrong: Wrong, done: Remedy) -> Self {
        Self { line, kind, wrong, done }
    }
}

impl fmt::Display for Problem {
    /// The message without the path and the line: `what was wrong; what was done`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.wrong, self.done)
    }
}

macro_rules! problem_kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The kinds of fault. Their names are stable: scripts read them from `check`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemKind { $($(#[doc = $doc])+ $variant,)+ }

        impl ProblemKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The kebab-case name; never renamed once released.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What the kind means, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

problem_kinds! {
    /// The front matter is not valid in its format.
    InvalidFrontMatter = "invalid-front-matter",
    /// The front matter is a list, a text or a number, not keys and values.
    NotKeysAndValues = "not-keys-and-values",
    /// The front matter has no closing fence.
    UnclosedFrontMatter = "unclosed-front-matter",
    /// Something stands before the opening fence.
    BeforeFrontMatter = "before-front-matter",
    /// The front matter is over a limit of size, depth or expansion.
    FrontMatterLimit = "front-matter-limit",
    /// A key appears twice.
    DuplicateKey = "duplicate-key",
    /// A value is not of the shape its key takes.
    UnexpectedValue = "unexpected-value",
    /// A date cannot be understood.
    InvalidDate = "invalid-date",
    /// A time zone is unknown or ambiguous.
    UnclearZone = "unclear-zone",
    /// A post's file name is not of the form the site's generator asks for.
    FileName = "file-name",
    /// The value of `published` or `draft` does not hide the post but may have been meant to.
    UnclearVisibility = "unclear-visibility",
    /// The file has a byte order mark.
    ByteOrderMark = "byte-order-mark",
    /// The text is not valid UTF-8.
    Encoding = "encoding",
    /// The text holds NUL characters.
    Nul = "nul",
    /// The text holds terminal control characters.
    ControlCharacters = "control-characters",
    /// The text holds bidirectional control characters.
    BidiControls = "bidi-controls",
    /// There is no text.
    NoText = "no-text",
    /// The body is over the size that is read.
    BodyLimit = "body-limit",
    /// Elements are nested deeper than is shown.
    NestingLimit = "nesting-limit",
    /// The body is too large or takes too long to parse.
    TimeLimit = "time-limit",
    /// Two posts have one address.
    SharedUrl = "shared-url",
    /// The file cannot be read.
    Unreadable = "unreadable",
    /// The file changed while it was read.
    Changed = "changed",
    /// A folder cannot be read or is nested too deeply.
    Folder = "folder",
    /// The site's config cannot be used.
    SiteConfig = "site-config",
    /// The archive's `.kanbao.toml` holds something that cannot be used.
    ArchiveConfig = "archive-config",
}
