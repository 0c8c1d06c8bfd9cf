//! What a delimiter of emphasis may do by the characters beside it: the rule of `CommonMark` with
//! the CJK-friendly amendments, by which Chinese and its punctuation need no spaces around it.
//!
//! <https://github.com/tats-u/markdown-cjk-friendly>

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use crate::script::is_east_asian;

const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// What a run of delimiters may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flanks {
    /// Whether it may open emphasis.
    pub open: bool,
    /// Whether it may close emphasis.
    pub close: bool,
}

/// What a character is to a delimiter beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Blank,
    /// Punctuation of any script but Chinese, Japanese and Korean.
    Mark,
    /// Punctuation of Chinese, Japanese or Korean.
    EastAsianMark,
    EastAsian,
    Other,
}

impl Flanks {
    /// What a run of `byte` may do between two texts; an empty one is a line's start or end.
    pub(super) fn of(byte: u8, before: &str, after: &str) -> Self {
        // GFM looks past the marks of deleted text.
        let (before, after) = (before.trim_end_matches('~'), after.trim_start_matches('~'));
        let (last, next) = (class_before(before), after.chars().next().map_or(Class::Blank, class));
        let is_asian = |class| matches!(class, Class::EastAsian | Class::EastAsianMark);
        let is_mark = |class| matches!(class, Class::Mark | Class::EastAsianMark);
        let left = next != Class::Blank
            && (next != Class::Mark || last == Class::Blank || is_mark(last) || is_asian(last));
        let right = last != Class::Blank
            && (last != Class::Mark || next == Class::Blank || is_mark(next) || is_asian(next));
        if byte == b'_' {
            // Within a word it is a part of the word.
            let (open, close) = (!right || is_mark(last), !left || is_mark(next));
            return Self { open: left && open, close: right && close };
        }
        if byte == b'=' {
            // Between words without spaces it is an operator of code: `a==b`.
            return Self {
                open: left && last != Class::Other,
                close: right && next != Class::Other,
            };
        }
        Self { open: left, close: right }
    }
}

/// The class of the last character of a text.
fn class_before(text: &str) -> Class {
    let mut chars = text.chars().rev();
    match chars.next() {
        None => Class::Blank,
        // Chooses the form of an ideograph.
        Some('\u{e0100}'..='\u{e01ef}') => Class::EastAsian,
        // Chooses the form of the character before it; the second makes a quote full-width.
        Some(selector @ '\u{fe00}'..='\u{fe0e}') => match chars.next() {
            Some('‘' | '’' | '“' | '”') if selector == '\u{fe01}' => Class::EastAsianMark,
            Some(base) => class(base),
            None => Class::Other,
        },
        Some(c) => class(c),
    }
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            _ if c.is_ascii_punctuation() => Class::Mark,
            _ if c.is_ascii_whitespace() => Class::Blank,
            _ => Class::Other,
        };
    }
    let group = CATEGORY.get(c);
    let is_in = |groups: &[GeneralCategoryGroup]| groups.iter().any(|wide| wide.contains(group));
    let is_mark = is_in(&[GeneralCategoryGroup::Punctuation, GeneralCategoryGroup::Symbol]);
    match (is_mark, is_east_asian(c)) {
        (true, true) => Class::EastAsianMark,
        (true, false) => Class::Mark,
        _ if c.is_whitespace() => Class::Blank,
        (false, true) => Class::EastAsian,
        (false, false) => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `before`, the delimiter and what it may do: `(` opens, `)` closes.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let at = text.find(['*', '_']).unwrap();
        let (before, rest) = text.split_at(at);
        let flanks = Flanks::of(rest.as_bytes()[0], before, rest.trim_start_matches(['*', '_']));
        let shown = [(flanks.close, ")"), (flanks.open, "(")];
        let shown: String = shown.iter().filter(|(may, _)| *may).map(|(_, mark)| *mark).collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn the_characters_beside_a_delimiter_decide() {
        // Spaces, the line's ends and other scripts, as in `CommonMark`.
        for (text, expected) in [
            ("*a", "("),
            ("a*", ")"),
            ("a*b", ")("),
            ("a *b", "("),
            ("a* b", ")"),
            ("a * b", ""),
            ("a\u{a0}*\u{3000}b", ""),
            ("a*(", ")"),
            (")*a", "("),
            ("(*(", ")("),
            ("a_b", ""),
            ("(_b", "("),
            ("a_)", ")"),
            ("a*~~b", ")("),
            ("~~*a", "("),
        ] {
            check(text, expected);
        }
        // Chinese beside any punctuation, and its own punctuation beside any character.
        for (text, expected) in [
            ("甲*“", ")("),
            ("”*甲", ")("),
            ("a*“", ")"),
            ("”*a", "("),
            ("a*《", ")("),
            ("。*a", ")("),
            ("。* a", ")"),
            ("甲_乙", ""),
            ("，_乙", "("),
            ("가*(", ")("),
            ("”*가", ")("),
            ("葛\u{e0100}*(", ")("),
            ("、\u{fe01}*a", ")("),
            ("”\u{fe01}*a", ")("),
            ("😀*a", "("),
        ] {
            check(text, expected);
        }
    }
}
