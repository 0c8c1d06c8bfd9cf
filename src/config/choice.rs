//! Settings that are one of a few words. The command line takes the same words.

/// One of a few words.
pub trait Choice: Copy + PartialEq + Send + Sync + 'static {
    /// Every choice with its word and what it means.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// The choice with this word.
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

// The first of each is the default.
choices! {
    /// How wide ambiguous characters are taken to be.
    AmbiguousWidth {
        Auto = "auto": "As the reader's terminal draws them; one cell for all other commands",
        One = "1": "One cell",
        Two = "2": "Two cells",
    }
    /// Levels of line breaking, by the names that CLREQ gives them.
    LineBreak {
        Strict = "strict": "By all rules",
        Basic = "basic": "Lines may begin with a dash, an iteration mark or a small kana",
        None = "none": "Only words, numbers and double marks are kept together",
    }
    /// What is a matter of taste in setting an article.
    Taste {
        Hanging = "hanging": "A stop at the end of a line may hang into the margin",
        Indent = "indent": "Paragraphs begin two Han further in, without blank lines between them",
        Spacing = "spacing": "A blank between Han and Latin letters",
        Optimal = "optimal": "Lines of even length in texts without Han",
    }
    /// When pictures are shown in the reader.
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
    /// How changes of the archive's files are found while one reads.
    Watch {
        Auto = "auto": "The system tells, and where it cannot they are looked for every half minute",
        Poll = "poll": "They are looked for every half minute",
        Off = "off": "Not at all",
    }
    /// What lies behind the text.
    Background {
        Auto = "auto": "As the terminal answers; dark where it does not",
        Dark = "dark": "A dark colour",
        Light = "light": "A light colour",
    }
    /// Keys to begin with.
    Preset {
        Vim = "vim": "In the manner of vim",
        Less = "less": "In the manner of less",
        Emacs = "emacs": "In the manner of Emacs",
        Newsboat = "newsboat": "In the manner of newsboat",
        Arrows = "arrows": "Arrows and function keys alone",
    }
    /// What rules and other ornaments are drawn with.
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
