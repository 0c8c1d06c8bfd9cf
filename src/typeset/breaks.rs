//! Finds where a paragraph may be broken into lines, independent of the width.
//!
//! UAX #14 by `icu_segmenter` (Unicode 15.1, strict), tailored to the rules of Chinese and Japanese
//! typesetting (T1-T15). The result depends on the text alone: it is computed once per paragraph
//! and kept while widths change. Styles are unknown here: a break never depends on where a link or
//! bold text begins.

use std::sync::LazyLock;

use icu_locale_core::{LanguageIdentifier, langid};
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::marks::{
    interpunct_or_solidus, is_blank, is_dash, is_digit, is_east_asian, is_iteration_or_small,
    is_paired, is_prefix, is_suffix, is_word, may_be_spaced, may_hang, never_ends, never_starts,
};
use crate::script::is_han;
use crate::typeset::Typography;
use crate::width::{self, Widths};

/// How many of the rules apply. T6, T8-T10 and T12-T16 always do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// All rules.
    #[default]
    Strict,
    /// CLREQ's recommended level: without T5, T11 and the dash half of T7.
    Basic,
    /// Without T1-T5, T7 and T11.
    None,
}

/// A piece of a paragraph that stays on one line unless it is wider than the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its first byte in the paragraph.
    pub start: usize,
    /// The end of its visible part; spaces up to the next unit vanish at a break (T14).
    pub end: usize,
    /// The cells of the visible part.
    pub width: usize,
    /// The cells of the spaces after it.
    pub space: usize,
    /// The cells at the end of the visible part that may hang into the margin.
    pub hang: usize,
}

impl Unit {
    /// An empty unit that starts at a byte.
    fn at(start: usize) -> Self {
        Self { start, end: start, width: 0, space: 0, hang: 0 }
    }
}

/// The fewest letters on each side of a break inside an address.
const SHORTEST_WORD: usize = 2;
/// How far before a solidus a path is looked for, in bytes.
const LONGEST_PATH: usize = 64;

/// The widest fact that is kept on one line, in cells.
const SHORT_FACT: usize = 24;

static CHINESE: LanguageIdentifier = langid!("zh");

/// With the dictionary, so that Thai, Lao, Khmer and Burmese break between words. The variant
/// without it writes warnings to standard error in debug builds, which would corrupt the screen.
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> = LazyLock::new(|| {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    options.content_locale = Some(&CHINESE);
    LineSegmenter::new_dictionary(options)
});

/// Splits a paragraph (without line ends) into units; lines may break between any two.
pub fn units(text: &str, level: Level, widths: Widths, typography: Typography) -> Vec<Unit> {
    let breaks = opportunities(text, level);
    // Ideographic spaces at the very start are the author's indent and stay (T14).
    let indent = text.len() - text.trim_start_matches('\u{3000}').len();
    let mut units = Vec::with_capacity(breaks.len());
    let mut breaks = breaks.into_iter().peekable();
    let mut unit = Unit::at(0);
    let mut last = None;
    for (at, grapheme) in width::graphemes(text) {
        // Skip a break inside a grapheme (T13).
        while breaks.peek().is_some_and(|&position| position < at) {
            breaks.next();
        }
        let first = grapheme.chars().next();
        if typography.spacing && last.zip(first).is_some_and(|(a, b)| may_be_spaced(a, b)) {
            unit.space += 1;
        }
        if breaks.peek() == Some(&at) && at > unit.start {
            units.push(unit);
            unit = Unit::at(at);
        }
        last = first;
        let cells = widths.grapheme(grapheme);
        unit.hang = if typography.hanging && first.is_some_and(may_hang) { cells } else { 0 };
        if grapheme.chars().all(is_blank) && at >= indent {
            unit.space += cells;
        } else {
            // Spaces inside a unit (no break is allowed after them) are part of it.
            unit.width += unit.space + cells;
            unit.space = 0;
            unit.end = at + grapheme.len();
        }
    }
    if unit.start < text.len() {
        units.push(unit);
    }
    units
}

/// Joins the units of each short fact in a line of facts that ` · ` separates, so that a line ends
/// only before a separator, which vanishes there like a space, or within a longer fact: there
/// between words.
pub fn of_facts(text: &str, units: &[Unit], widths: Widths) -> Vec<Unit> {
    const SEPARATOR: &str = " ·";
    let is_last = |unit: &Unit| {
        text.get(unit.start..unit.end)
            .is_some_and(|own| own.strip_suffix(SEPARATOR).is_some_and(|fact| !fact.is_empty()))
    };
    let joined = |units: &[Unit]| {
        let join =
            |a: Unit, b: Unit| Unit { start: a.start, width: a.width + a.space + b.width, ..b };
        units.iter().copied().reduce(join).filter(|whole| whole.width <= SHORT_FACT)
    };
    let cells = widths.cells(SEPARATOR);
    let mut kept = Vec::with_capacity(units.len());
    for fact in units.split_inclusive(is_last) {
        let mut fact = fact.to_vec();
        if let Some(last) = fact.last_mut().filter(|last| is_last(last)) {
            last.end -= SEPARATOR.len();
            last.width -= cells;
            last.space += cells;
        }
        let fact = fact.as_slice();
        if let Some(fact) = joined(fact) {
            kept.push(fact);
            continue;
        }
        for word in fact.split_inclusive(|unit| unit.space > 0) {
            match joined(word) {
                Some(word) => kept.push(word),
                None => kept.extend(word),
            }
        }
    }
    kept
}

/// The cells of a text as typeset: with the spaces between Han and Latin letters, if the typography
/// has them.
pub fn cells(text: &str, widths: Widths, typography: Typography) -> usize {
    let all = widths.cells(text);
    if !typography.spacing {
        return all;
    }
    let firsts = || width::graphemes(text).filter_map(|(_, grapheme)| grapheme.chars().next());
    all + firsts().zip(firsts().skip(1)).filter(|&(a, b)| may_be_spaced(a, b)).count()
}

/// The byte offsets at which the text may be broken, in ascending order, without its two ends.
pub fn opportunities(text: &str, level: Level) -> Vec<usize> {
    let mut segmenter = SEGMENTER.segment_str(text).peekable();
    let mut breaks = Vec::new();
    // The characters before the current offset.
    let mut before = Preceding::default();
    for (at, c) in text.char_indices() {
        while segmenter.peek().is_some_and(|&position| position < at) {
            segmenter.next();
        }
        let allowed = segmenter.peek() == Some(&at);
        if at > 0 && may_break(&before, c, text, at, allowed, level) {
            breaks.push(at);
        }
        before.push(c);
    }
    breaks
}

/// The characters before an offset.
#[derive(Default)]
struct Preceding {
    /// The character just before.
    last: Option<char>,
    /// The one before `last`.
    second_last: Option<char>,
    /// The nearest one that is no space.
    visible: Option<char>,
}

impl Preceding {
    fn push(&mut self, c: char) {
        self.second_last = self.last;
        self.last = Some(c);
        if !is_blank(c) {
            self.visible = Some(c);
        }
    }
}

fn may_break(
    before: &Preceding,
    c: char,
    text: &str,
    at: usize,
    allowed: bool,
    level: Level,
) -> bool {
    let (Some(last), Some(visible)) = (before.last, before.visible) else {
        return allowed;
    };
    let next = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
    // Never before a space: spaces belong to the text before them.
    if is_blank(c) {
        return false;
    }
    let allowed = allowed
        || level != Level::Strict && loosened(last, c, level)
        || beside_quote(last, c, before, next())
        || is_after_joining_mark(last, c, before)
        || is_within_address(last, c, text, at);
    if !allowed {
        return false;
    }
    if is_bound(before, last, c, next()) {
        return false;
    }
    match level {
        Level::None => true,
        Level::Basic => {
            !never_starts(c, false) && !never_ends(visible) && !interpunct_or_solidus(c, last)
        }
        Level::Strict => {
            let solidus = matches!(visible, '／' | '/');
            let after_solidus = solidus && is_han(c) && before.second_last.is_some_and(is_han);
            let starts = never_starts(c, true) || interpunct_or_solidus(c, last) || is_dash(c);
            !starts && !never_ends(visible) && !after_solidus
        }
    }
}

/// Rules of every level: pairs (T6), numbers with their signs (T8), and words in full-width
/// letters, which UAX #14 takes for ideographs (T9).
fn is_bound(before: &Preceding, last: char, c: char, next: Option<char>) -> bool {
    let previous = before.second_last;
    let digit_follows = next.is_some_and(is_digit);
    // `$$` delimits a formula.
    (is_paired(c) || c == '$') && last == c
        || is_suffix(c)
        || is_prefix(last) && is_digit(c)
        || is_word(last) && is_word(c)
        || matches!(last, '.' | ',') && is_digit(c) && previous.is_some_and(is_digit)
        || matches!(c, '.' | ',' | ':') && is_digit(last) && digit_follows
}

/// Breaks that Unicode 16 added to UAX #14, roughly (LB19a): beside a curly quote with East Asian
/// text outside it, and before a bracket with such text inside. Without them lines end too early.
fn beside_quote(last: char, c: char, before: &Preceding, next: Option<char>) -> bool {
    match (last, c) {
        (_, '“') => is_east_asian(last) || last == '”',
        // A half-width bracket with Chinese inside counts as Chinese, even after a Latin word.
        (_, '(' | '[') => is_word(last) && next.is_some_and(is_east_asian),
        (_, '‘') => is_east_asian(last) && next.is_some_and(is_east_asian),
        ('”', _) => is_east_asian(c),
        ('’', _) => is_east_asian(c) && before.second_last.is_some_and(is_east_asian),
        _ => false,
    }
}

/// A hyphen or solidus after a letter joins words even if a digit follows, which UAX #14 takes for
/// a sign or a fraction: `HFO-1234yf`, `news/2024`.
fn is_after_joining_mark(last: char, c: char, before: &Preceding) -> bool {
    matches!(last, '-' | '/')
        && c.is_ascii_digit()
        && before.second_last.is_some_and(|c| c.is_ascii_alphabetic())
}

/// Breaks between two words of a long address or name: after `@`, `_`, `=`, `&`, and after a
/// solidus between digits if it is part of a path. UAX #14 keeps these whole, and lines end too
/// early.
fn is_within_address(last: char, c: char, text: &str, at: usize) -> bool {
    let before = text.get(..at - last.len_utf8()).unwrap_or_default();
    if last == '/' && c.is_ascii_digit() {
        let token = before.bytes().rev().take(LONGEST_PATH).take_while(u8::is_ascii_graphic);
        return token.clone().any(|byte| byte == b'/')
            && token.clone().any(|byte| byte.is_ascii_alphabetic());
    }
    if !matches!(last, '@' | '_' | '=' | '&') {
        return false;
    }
    let is_word_of = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(SHORTEST_WORD).filter(char::is_ascii_alphanumeric).count() == SHORTEST_WORD
    };
    let after = text.get(at..).unwrap_or_default();
    is_word_of(&mut before.chars().rev()) && is_word_of(&mut after.chars())
}

/// Breaks that a looser level adds to strict UAX #14.
fn loosened(last: char, c: char, level: Level) -> bool {
    let mark = match level {
        Level::Strict => false,
        Level::Basic => is_iteration_or_small(c),
        Level::None => never_starts(c, true) || interpunct_or_solidus(c, last) || never_ends(last),
    };
    mark && (is_east_asian(last) || is_east_asian(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, level: Level, expected: &str) {
        let mut cut = String::new();
        let mut from = 0;
        for at in opportunities(text, level) {
            cut.push_str(text.get(from..at).unwrap());
            cut.push('÷');
            from = at;
        }
        cut.push_str(text.get(from..).unwrap());
        assert_eq!(cut, expected);
    }

    #[test]
    fn strict() {
        for expected in [
            "今÷天，÷好。",              // T1
            "实÷现÷“十÷四÷五”÷行÷业",    // T2, T3, LB19a
            "请÷看÷《红÷楼÷梦》÷（全）", // T3
            "约÷翰·÷史÷密÷斯",           // T4
            "甲／乙/丙",                 // T4, T5
            "他——÷走……÷了",              // T6, T7
            "涨÷12.7%，÷至÷￥4,999÷元",  // T8, T10
            "跌-12.5℃÷和÷±0.5%",         // T4, T8
            "用÷HFO-÷1234yf÷制",         // T9
            "见÷example.org/÷news/÷2024/÷03/÷页",
            "第÷3/4÷号",
            "发÷到÷press@÷example.org÷了",
            "a_b÷中÷some_÷name÷中÷x=1÷中÷id=÷AP2&÷key=÷abc",
            "用÷Kubernetes÷管÷理",         // T9
            "５Ｇ÷网÷络÷＋５",             // T8, T9 in full width
            "2021—÷2025",                  // T7
            "人々÷は÷ちょっ÷と÷コー÷ヒー", // T11
            "甲 ÷乙",                      // T14
            "北÷京 ……",                    // T7 across a space
            "甲÷“ 乙",                     // T3 across a space
            "甲\u{a0}乙",                  // T15
            "甲\u{200b}÷乙",               // T15
            "don’t ÷stop",                 // T9
            "한÷국 ÷어。",                 // T12
            "👍🏽÷e\u{301}÷🇨🇳÷中",           // T13
            "家。”÷母÷亲",
            "说：÷“好！”",
            "“好！”÷“走！”",
            "“好”÷（走）÷“走”÷「好」", // LB19a: before East Asian openers
            "“好”÷﹙走﹚÷“走”÷｢好｣",
            "“好”{走}“走”«好»", // and not before others
            "HFO-÷1234yf÷(四÷氟)f(x)",
        ] {
            check(&expected.replace('÷', ""), Level::Strict, expected);
        }
    }

    #[test]
    fn looser_levels() {
        check("甲／乙人々", Level::Basic, "甲／÷乙÷人÷々");
        check("好——了，吗", Level::Basic, "好÷——÷了，÷吗");
        check("好，了……", Level::None, "好÷，÷了÷……");
        check("约12.7%", Level::None, "约÷12.7%");
    }

    #[test]
    fn units_carry_their_blanks() {
        let cut = |text: &str| -> Vec<(String, usize, usize)> {
            units(text, Level::Strict, Widths::default(), Typography::default())
                .into_iter()
                .map(|unit| {
                    (text.get(unit.start..unit.end).unwrap().to_owned(), unit.width, unit.space)
                })
                .collect()
        };
        assert_eq!(cut("ab 中，"), [("ab".into(), 2, 1), ("中，".into(), 4, 0)]);
        assert_eq!(cut("　　中"), [("　　".into(), 4, 0), ("中".into(), 2, 0)]);
        assert_eq!(cut("中　文"), [("中".into(), 2, 2), ("文".into(), 2, 0)]);
        assert_eq!(cut("a\u{a0}b"), [("a\u{a0}b".into(), 3, 0)]);
        assert!(cut("").is_empty());
    }

    #[test]
    fn thai_breaks_between_words() {
        assert!(!opportunities("ภาษาไทยภาษาไทย", Level::Strict).is_empty());
    }

    #[test]
    fn a_short_fact_stays_on_one_line() {
        let text = "约 1 分钟 · 科技 新闻 · #澜港 #制造 #长文 #风电 #港口 · 这是一个很长很长的分类的名字 · a·b c";
        let plain = units(text, Level::Strict, Widths::default(), Typography::default());
        let facts: Vec<&str> = of_facts(text, &plain, Widths::default())
            .iter()
            .map(|unit| text.get(unit.start..unit.end).unwrap())
            .collect();
        let short =
            ["约 1 分钟", "科技 新闻", "#澜港", "#制造", "#长文", "#风电", "#港口", "这", "是"];
        assert_eq!(facts[..short.len()], short);
        assert_eq!(facts[facts.len() - 3..], ["名", "字", "a·b c"]);
        let cells =
            |units: &[Unit]| units.iter().map(|unit| unit.width + unit.space).sum::<usize>();
        assert_eq!(cells(&of_facts(text, &plain, Widths::default())), cells(&plain));
        assert_eq!(of_facts("", &[], Widths::default()), []);
    }
}
