//! Classes of the punctuation marks of Chinese and Japanese typesetting (T1-T11).

use crate::script::{self, is_han};
use crate::width;

/// Marks that never start a line: T1, T2, the ellipsis of T7 and, if `strict`, T11.
pub(super) fn never_starts(c: char, strict: bool) -> bool {
    is_stop(c) || is_closer(c) || is_ellipsis(c) || strict && is_iteration_or_small(c)
}

/// Marks that never end a line (T3).
pub(super) fn never_ends(c: char) -> bool {
    is_opener(c)
}

/// Whether a character counts towards the two letters of a last line (T16): no mark, no space.
pub(super) fn is_letter(c: char) -> bool {
    let mark = never_starts(c, true) || never_ends(c) || is_dash(c) || ",.;:!?".contains(c);
    !(mark || c.is_whitespace() || width::is_zero_width(c))
}

/// A space that vanishes at a break (T14); no-break spaces stay.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}')
}

/// Pause and stop marks (T1).
#[rustfmt::skip]
fn is_stop(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' | '｡' | '､' | '\u{fe50}'..='\u{fe57}')
}

/// Stops that may hang into the margin: those with their ink on the left.
pub(super) fn may_hang(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？')
}

/// Whether typographic space goes between two characters: Han on one side, a Latin letter or digit
/// (or a percent sign before Han) on the other.
pub(super) fn may_be_spaced(before: char, after: char) -> bool {
    let is_latin = |c: char| is_word(c) || matches!(c, '\u{c0}'..='\u{24f}');
    is_han(before) && is_latin(after)
        || (is_latin(before) || matches!(before, '%' | '‰' | '℃')) && is_han(after)
}

/// Closing brackets and quotes (T2).
#[rustfmt::skip]
fn is_closer(c: char) -> bool {
    matches!(c,
        '）' | '］' | '｝' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '〞' | '〟' | '”' | '’' | '｣' | '｠' |
        ')' | ']' | '}' | '»' | '›' | '﹚' | '﹜' | '﹞' | '⦆' | '︶' | '︸' | '︺' | '︼' | '︾' | '﹀' | '﹂' | '﹄')
}

/// Opening brackets and quotes (T3).
#[rustfmt::skip]
fn is_opener(c: char) -> bool {
    matches!(c,
        '（' | '［' | '｛' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '〝' | '“' | '‘' | '｢' | '｟' |
        '(' | '[' | '{' | '«' | '‹' | '﹙' | '﹛' | '﹝' | '⦅' | '︵' | '︷' | '︹' | '︻' | '︽' | '︿' | '﹁' | '﹃')
}

/// Interpuncts, connectors and the solidus (T4); the ASCII hyphen only directly after text.
#[rustfmt::skip]
pub(super) fn interpunct_or_solidus(c: char, last: char) -> bool {
    matches!(c, '·' | '・' | '･' | '‧' | '–' | '～' | '〜' | '‐' | '－' | '／' | '/' | '゠') || c == '-' && !is_blank(last)
}

/// The ellipses (T6, T7).
fn is_ellipsis(c: char) -> bool {
    matches!(c, '…' | '⋯' | '‥')
}

/// The dashes (T6, T7).
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '⸺' | '─')
}

/// Marks that come in pairs that are never split (T6).
pub(super) fn is_paired(c: char) -> bool {
    is_dash(c) || is_ellipsis(c)
}

/// Iteration marks and small kana (T11).
#[rustfmt::skip]
pub(super) fn is_iteration_or_small(c: char) -> bool {
    matches!(c,
        '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | 'ー' | '\u{31f0}'..='\u{31ff}' | '\u{ff67}'..='\u{ff70}' |
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' |
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ')
}

/// Signs that belong to the number before them (T8).
#[rustfmt::skip]
pub(super) fn is_suffix(c: char) -> bool {
    matches!(c, '%' | '％' | '‰' | '‱' | '°' | '℃' | '℉' | '′' | '″' | '￠' | '¢' | '﹪')
}

/// Signs that belong to the number after them (T8).
#[rustfmt::skip]
pub(super) fn is_prefix(c: char) -> bool {
    matches!(c, '$' | '＄' | '¥' | '￥' | '€' | '£' | '￡' | '￦' | '₩' | '№' | '±' | '+' | '＋' | '−' | '﹢' | '#' | '＃')
}

/// Half-width or full-width digits.
pub(super) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// A letter or digit of a Latin word, half-width or full-width (T9).
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// East Asian characters other than spaces, and the dashes and dots used among them.
pub(super) fn is_east_asian(c: char) -> bool {
    script::is_east_asian(c) && !is_blank(c) || is_paired(c)
}
