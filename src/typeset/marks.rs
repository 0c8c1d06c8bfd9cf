//! The marks of Chinese and Japanese typesetting and the classes they fall into (T1-T11).

use crate::script::{self, is_han};
use crate::width;

/// Marks that never stand at the start of a line: T1, T2, the ellipsis of T7 and, if `strict`, T11.
pub fn never_starts(c: char, strict: bool) -> bool {
    is_stop(c) || is_closer(c) || is_ellipsis(c) || strict && is_iteration_or_small(c)
}

/// Marks that never stand at the end of a line (T3).
pub fn never_ends(c: char) -> bool {
    is_opener(c)
}

/// Whether a character counts towards the two that a last line needs (T16): no mark, no blank.
pub fn is_letter(c: char) -> bool {
    let mark = never_starts(c, true) || never_ends(c) || is_dash(c) || ",.;:!?".contains(c);
    !(mark || c.is_whitespace() || width::is_zero_width(c))
}

/// A blank that vanishes at a break (T14); no-break spaces do not.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}')
}

/// Stops (T1).
#[rustfmt::skip]
fn is_stop(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' | '｡' | '､' | '\u{fe50}'..='\u{fe57}')
}

/// Stops that may hang into the margin: those whose ink is at their left.
pub fn may_hang(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？')
}

/// Whether a thin blank may stand between two characters: Han on one side, a Latin letter or digit
/// (or a percent sign before Han) on the other.
pub fn may_be_spaced(before: char, after: char) -> bool {
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

/// Interpuncts, connectors and the solidus (T4); the ASCII hyphen only after what it joins.
#[rustfmt::skip]
pub fn interpunct_or_solidus(c: char, last: char) -> bool {
    matches!(c, '·' | '・' | '･' | '‧' | '–' | '～' | '〜' | '‐' | '－' | '／' | '/' | '゠') || c == '-' && !is_blank(last)
}

/// The ellipses (T6, T7).
fn is_ellipsis(c: char) -> bool {
    matches!(c, '…' | '⋯' | '‥')
}

/// The dashes (T6, T7).
pub fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '⸺' | '─')
}

/// Marks that come in pairs which are never split (T6).
pub fn is_paired(c: char) -> bool {
    is_dash(c) || is_ellipsis(c)
}

/// Iteration marks and small kana (T11).
#[rustfmt::skip]
pub fn is_iteration_or_small(c: char) -> bool {
    matches!(c,
        '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | 'ー' | '\u{31f0}'..='\u{31ff}' | '\u{ff67}'..='\u{ff70}' |
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' |
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ')
}

/// Signs that belong to the number before them (T8).
#[rustfmt::skip]
pub fn is_suffix(c: char) -> bool {
    matches!(c, '%' | '％' | '‰' | '‱' | '°' | '℃' | '℉' | '′' | '″' | '￠' | '¢' | '﹪')
}

/// Signs that belong to the number after them (T8).
#[rustfmt::skip]
pub fn is_prefix(c: char) -> bool {
    matches!(c, '$' | '＄' | '¥' | '￥' | '€' | '£' | '￡' | '￦' | '₩' | '№' | '±' | '+' | '＋' | '−' | '﹢' | '#' | '＃')
}

/// Digits in half or full width.
pub fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// A letter or digit of a Latin word, in half or full width (T9).
pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// East Asian characters that are no blanks, and the dashes and dots used among them.
pub fn is_east_asian(c: char) -> bool {
    script::is_east_asian(c) && !is_blank(c) || is_paired(c)
}
