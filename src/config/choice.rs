//! Settings that are one of a few words. The command line accepts the same words.

use crate::conversion::Script;

/// A setting that is one of a few words.
pub trait Choice: Copy + PartialEq + Send + Sync + 'static {
    /// Every choice with its word and its description.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// The choice with a word.
    fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(choice, ..)| *choice)
    }

    /// The choice's word.
    fn word(self) -> &'static str {
        let own = Self::ALL.iter().find(|(choice, ..)| *choice == self);
        own.map_or("", |(_, word, _)| word)
    }
}

macro_rules! choices {
    ($($(#[doc = $doc:literal])+ $name:ident {
        $default:ident = $first:literal: $meaning:literal,
        $($variant:ident = $word:literal: $help:literal,)*
    })+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            #[doc = $meaning]
            #[default]
            $default,
            $(#[doc = $help] $variant,)*
        }

        impl Choice for $name {
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[(Self::$default, $first, $meaning), $((Self::$variant, $word, $help),)*];
        }
    )+};
}

impl Choice for Script {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Original, "original", "As the author wrote it"),
        (Self::Simplified, "simplified", "Simplified characters"),
        (Self::Traditional, "traditional", "Traditional characters, in the forms of OpenCC"),
        (Self::TraditionalTw, "traditional-tw", "Traditional characters, in the forms of Taiwan"),
        (
            Self::TraditionalHk,
            "traditional-hk",
            "Traditional characters, in the forms of Hong Kong",
        ),
    ];
}

// The first choice is the default.
choices! {
    /// The width of ambiguous characters.
    AmbiguousWidth {
        Auto = "auto": "As the terminal draws them in the reader; one cell in other commands",
        One = "1": "One cell",
        Two = "2": "Two cells",
    }
    /// Strictness of line breaking, named as in CLREQ.
    LineBreak {
        Strict = "strict": "By all rules",
        Basic = "basic": "Lines may start with a dash, an iteration mark or a small kana",
        None = "none": "Keeps only words, numbers and double marks together",
    }
    /// Optional typography of an article.
    Taste {
        Hanging = "hanging": "A stop at the end of a line may hang into the margin",
        Indent = "indent": "Paragraphs are indented by two Han characters, without blank lines between them",
        Spacing = "spacing": "A space between Han and Latin letters",
        Optimal = "optimal": "Lines of even length in texts without Han",
    }
    /// When the reader shows pictures.
    Images {
        Auto = "auto": "If the terminal has colours and is not connected over SSH",
        On = "on": "Always",
        Off = "off": "Never; opens them in another program",
    }
    /// Whether the folders of posts are categories.
    FolderCategories {
        Auto = "auto": "Of posts that have no category of their own",
        Always = "always": "Of all posts",
        Never = "never": "Of none",
    }
    /// How the panes share the screen.
    Arrangement {
        Automatic = "automatic": "As the width of the screen suggests",
        Columns = "columns": "Side by side, where they have room",
        Stacked = "stacked": "The list above the article",
        Single = "single": "One pane at a time",
    }
    /// Whether the terminal can open links of an article.
    Links {
        Auto = "auto": "If the terminal is not known to show them wrongly",
        Off = "off": "Never",
    }
    /// What the reader sends to the terminal.
    Output {
        Auto = "auto": "As little as possible: the terminal scrolls and erases by itself, where it can",
        Plain = "plain": "Only text, colours and cursor moves",
    }
    /// How the reader detects changed files.
    Watch {
        Auto = "auto": "By notifications of the system, else by polling every half minute",
        Poll = "poll": "By polling every half minute",
        Off = "off": "Not at all",
    }
    /// The terminal's background.
    Background {
        Auto = "auto": "As the terminal reports it; dark if it does not",
        Dark = "dark": "A dark colour",
        Light = "light": "A light colour",
    }
    /// A built-in set of keys.
    Preset {
        Vim = "vim": "Like vim",
        Less = "less": "Like less",
        Emacs = "emacs": "Like Emacs",
        Newsboat = "newsboat": "Like newsboat",
        Arrows = "arrows": "Only arrows and function keys",
    }
    /// The glyphs of rules and ornaments.
    Borders {
        Auto = "auto": "Box glyphs; ASCII if the locale is not UTF-8 or on the Linux console",
        Unicode = "unicode": "Box glyphs",
        Ascii = "ascii": "ASCII",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again() {
        assert_eq!(AmbiguousWidth::named("2"), Some(AmbiguousWidth::Two));
        assert_eq!(AmbiguousWidth::named("3"), None);
        assert_eq!(Taste::Spacing.word(), "spacing");
    }
}
