//! What is done about the faults of files.

use std::fmt;

use crate::clean::CleanText;

macro_rules! remedies {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $english:literal;)+) => {
        /// What was done about a fault.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Remedy {
            $($(#[doc = $doc])+ $variant,)+
            /// Only the first bytes of the file are read.
            FirstBytes(u64),
            /// The text was decoded in this encoding, perhaps with gaps.
            Decoded {
                /// The encoding's name.
                encoding: CleanText,
                /// Whether some of it could not be decoded.
                gaps: bool,
            },
        }

        impl Remedy {
            /// Those without a value.
            pub const PLAIN: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name in `locales/`, after `done-`.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::FirstBytes(_) => "first-bytes",
                    Self::Decoded { gaps: false, .. } => "decoded",
                    Self::Decoded { gaps: true, .. } => "decoded-with-gaps",
                }
            }
        }

        impl fmt::Display for Remedy {
            /// In English, for scripts and logs.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant => f.write_str($english),)+
                    Self::FirstBytes(bytes) => write!(f, "only the first {bytes} bytes are read"),
                    Self::Decoded { encoding, gaps: false } => write!(f, "decoded as {encoding}"),
                    Self::Decoded { encoding, .. } => write!(f, "decoded as {encoding}, with gaps"),
                }
            }
        }
    };
}

remedies! {
    /// Not used.
    NotUsed = "not-used", "not used";
    /// Removed.
    Removed = "removed", "removed";
    /// Left out.
    LeftOut = "left-out", "left out";
    /// Items left out.
    ItemsLeftOut = "items-left-out", "those items were left out";
    /// Read line by line.
    LineByLine = "line-by-line", "read line by line";
    /// Read as text.
    AsText = "as-text", "read as text";
    /// Read as a list.
    AsList = "as-list", "read as a list";
    /// Front matter read anyway.
    ReadAnyway = "read-anyway", "front matter read anyway";
    /// The last one was taken.
    LastTaken = "last-taken", "the last one was taken";
    /// The keys were taken.
    KeysTaken = "keys-taken", "the keys were taken";
    /// Flattened.
    Flattened = "flattened", "flattened";
    /// Shown empty.
    ShownEmpty = "shown-empty", "shown empty";
    /// Shown as read.
    ShownAsRead = "shown-as-read", "shown as read";
    /// Not shown.
    NotShown = "not-shown", "not shown";
    /// Not entered.
    NotEntered = "not-entered", "not entered";
    /// Listed without its text.
    WithoutText = "without-text", "listed without its text";
    /// The rest shown as plain text.
    RestPlain = "rest-plain", "the rest shown as plain text";
    /// Links to it open that one.
    ThatOne = "that-one", "links to it open that one";
    /// Shown as plain text, Jekyll leaves it out.
    PlainText = "plain-text", "shown as plain text; Jekyll leaves it out";
    /// Values left out and loops ended early.
    EndedEarly = "ended-early", "values left out and loops ended early";
    /// Not hidden by it, though that may be meant.
    NotHidden = "not-hidden", "not hidden by it, though that may be meant";
    /// Taken as the site's language suggests.
    ByLanguage = "by-language", "taken as the site language suggests";
    /// Taken as a time without a zone.
    WithoutZone = "without-zone", "taken as a time without a zone";
    /// Taken as the last second before.
    LastSecond = "last-second", "taken as the last second before";
    /// Shown, Jekyll leaves it out.
    Jekyll = "jekyll", "shown; Jekyll leaves it out";
    /// Shown as it is written.
    AsWritten = "as-written", "shown as it is written";
    /// Dates shown as written.
    DatesAsWritten = "dates-as-written", "dates shown as written";
    /// Read up to the first blank line.
    ToBlankLine = "to-blank-line", "read up to the first blank line";
    /// Read as a key.
    AsKey = "as-key", "read as a key";
    /// Read as two spaces.
    AsSpaces = "as-spaces", "read as two spaces";
    /// Its posts are missing.
    PostsMissing = "posts-missing", "its posts are missing";
    /// Shown.
    Shown = "shown", "shown";
    /// Another was looked for.
    Another = "another", "another was looked for";
    /// All of it is body.
    AllBody = "all-body", "all of it is body";
    /// Title made from the body or the name.
    OwnTitle = "own-title", "title made from the text or the file name";
}

impl Remedy {
    /// Its value as text; empty without one.
    pub fn value(&self) -> CleanText {
        match self {
            Self::FirstBytes(bytes) => CleanText::line(&bytes.to_string()),
            Self::Decoded { encoding, .. } => encoding.clone(),
            _ => CleanText::default(),
        }
    }

    /// The remedy of a name and a value; `None` if there is none.
    pub fn of(name: &str, value: &CleanText) -> Option<Self> {
        Some(match name {
            "first-bytes" => Self::FirstBytes(value.as_str().parse().ok()?),
            "decoded" => Self::Decoded { encoding: value.clone(), gaps: false },
            "decoded-with-gaps" => Self::Decoded { encoding: value.clone(), gaps: true },
            name => Self::PLAIN.iter().find(|plain| plain.name() == name)?.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_give_the_remedy_back() {
        let encoding = CleanText::line("GBK");
        let with_values = [
            Remedy::FirstBytes(8),
            Remedy::Decoded { encoding: encoding.clone(), gaps: false },
            Remedy::Decoded { encoding, gaps: true },
        ];
        for remedy in Remedy::PLAIN.iter().chain(&with_values) {
            assert_eq!(Remedy::of(remedy.name(), &remedy.value()).as_ref(), Some(remedy));
        }
        assert_eq!(Remedy::of("first-bytes", &CleanText::line("x")), None);
        assert_eq!(Remedy::of("later", &CleanText::default()), None);
    }
}
