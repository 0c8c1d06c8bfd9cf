//! Settings that are one of a few words. The command line accepts the same words.

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

// The first choice is the default.
choices! {
    /// The width of ambiguous characters.
    AmbiguousWidth {
        Auto = "auto": "As the reader's terminal draws them; one cell for all other commands",
        One = "1": "One cell",
        Two = "2": "Two cells",
    }
    /// Strictness of line breaking, named as in CLREQ.
    LineBreak {
        Strict = "strict": "By all rules",
        Basic = "basic": "Lines may begin with a dash, an iteration mark or a small kana",
        None = "none": "Only words, numbers and double marks are kept together",
    }
    /// Optional typography of an article.
    Taste {
        Hanging = "hanging": "A stop at the end of a line may hang into the margin",
        Indent = "indent": "Paragraphs begin two Han further in, without blank lines between them",
        Spacing = "spacing": "A blank between Han and Latin letters",
        Optimal = "optimal": "Lines of even length in texts without Han",
    }
    /// When the reader shows pictures.
    Images {
        Auto = "auto": "Where the terminal has colours and is not at the other end of SSH",
        On = "on": "Always",
        Off = "off": "Never; they are opened outside",
    }
    /// How the panes share the screen.
    Arrangement {
        Automatic = "automatic": "As the width of the screen suggests",
        Columns = "columns": "Side by side, where they have room",
        Stacked = "stacked": "The list above the article",
        Single = "single": "One pane at a time",
    }
    /// How the reader detects changed files.
    Watch {
        Auto = "auto": "The system tells, and where it cannot they are looked for every half minute",
        Poll = "poll": "They are looked for every half minute",
        Off = "off": "Not at all",
    }
    /// The terminal's background.
    Background {
        Auto = "auto": "As the terminal answers; dark where it does not",
        Dark = "dark": "A dark colour",
        Light = "light": "A light colour",
    }
    /// A built-in set of keys.
    Preset {
        Vim = "vim": "In the manner of vim",
        Less = "less": "In the manner of less",
        Emacs = "emacs": "In the manner of Emacs",
        Newsboat = "newsboat": "In the manner of newsboat",
        Arrows = "arrows": "Arrows and function keys alone",
    }
    /// The glyphs of rules and ornaments.
    Borders {
        Auto = "auto": "Box glyphs, unless the locale is not UTF-8 or the terminal is Linux's console",
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
