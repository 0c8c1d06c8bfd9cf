//! Natural order: numbers in texts compare by value, `第 2 期` before `第 10 期` and `第二期` before
//! `第十期`. Knows nothing of posts.

use std::cmp::Ordering;
use std::str::Chars;

/// The most digits whose value is one weight; longer numbers have several.
const DIGITS: usize = 18;
/// The most Han digits of a number.
const HAN_DIGITS: usize = 16;
/// Counters: a single Han digit before one of these is a number; before others it begins a word.
const COUNTED: &str = "期章节集回卷部篇讲课届年月日号季周辑批";

/// The sort key of a text: a weight for each character, and for each number one for its place, one
/// for its length and one for its value.
#[derive(Clone, Debug)]
pub struct Weights<'a, W> {
    rest: Chars<'a>,
    weight: W,
    /// The character before the rest.
    last: Option<char>,
    /// The length and the value of a number.
    number: [Option<u64>; 2],
}

/// The weights of a folded text, where `weight` gives that of a character. Numbers are where `'0'` is.
pub fn weights<W: Fn(char) -> u64>(text: &str, weight: W) -> Weights<'_, W> {
    Weights { rest: text.chars(), weight, last: None, number: [None, None] }
}

impl<W: Fn(char) -> u64> Iterator for Weights<'_, W> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let [length, value] = &mut self.number;
        if let Some(weight) = length.take().or_else(|| value.take()) {
            return Some(weight);
        }
        let number = digits(&self.rest).or_else(|| han_number(&self.rest, self.last));
        if let Some((length, value, rest)) = number {
            (self.rest, self.last) = (rest, None);
            self.number = [Some(length), Some(value)];
            return Some((self.weight)('0'));
        }
        self.last = self.rest.next();
        self.last.map(&self.weight)
    }
}

/// The number that a text begins with in ASCII digits: its length without leading zeros, its value,
/// and the rest of the text.
fn digits<'a>(text: &Chars<'a>) -> Option<(u64, u64, Chars<'a>)> {
    text.clone().next().filter(char::is_ascii_digit)?;
    let mut rest = text.clone();
    while rest.as_str().starts_with('0') {
        rest.next();
    }
    let digits = || rest.clone().map_while(|c| c.to_digit(10));
    let (length, value) = (digits().count(), digits().take(DIGITS));
    let value = value.fold(0, |value, digit| value * 10 + u64::from(digit));
    let rest = rest.as_str().get(length.min(DIGITS)..).unwrap_or_default();
    Some((length as u64, value, rest.chars()))
}

/// The number that a text begins with in Han digits, unless it begins a word.
fn han_number<'a>(text: &Chars<'a>, last: Option<char>) -> Option<(u64, u64, Chars<'a>)> {
    text.clone().next().filter(|first| han_digit(*first).is_some() || *first == '十')?;
    let is_digit = |c: &char| han_digit(*c).is_some() || han_unit(*c).is_some();
    let length = text.clone().take(HAN_DIGITS + 1).take_while(is_digit).count();
    let mut rest = text.clone();
    let value = han_value((&mut rest).take(length))?;
    let next = rest.clone().next();
    let is_counted = next.is_none_or(|next| !next.is_alphanumeric() || COUNTED.contains(next));
    let is_number = length <= HAN_DIGITS && (length > 1 || last == Some('第') || is_counted);
    let digits = value.checked_ilog10().map_or(0, |log| u64::from(log) + 1);
    is_number.then_some((digits, value, rest))
}

/// The value of Han digits, with units or without; `None` if it is too large.
fn han_value(digits: impl Iterator<Item = char>) -> Option<u64> {
    // What is below 10,000, and what is above it; the digit that waits for its unit.
    let (mut above, mut below, mut digit) = (0_u64, 0_u64, None);
    for c in digits {
        match (han_digit(c), han_unit(c)) {
            (Some(new), _) => {
                digit = Some(digit.unwrap_or(0_u64).checked_mul(10)?.checked_add(new)?);
            }
            (_, Some(unit)) if unit < 10_000 => {
                below = below.checked_add(digit.take().unwrap_or(1).checked_mul(unit)?)?;
            }
            (_, Some(unit)) => {
                let small = below.checked_add(digit.take().unwrap_or(0))?;
                above = above.checked_add(small)?.checked_mul(unit)?;
                below = 0;
            }
            _ => {}
        }
    }
    above.checked_add(below)?.checked_add(digit.unwrap_or(0))
}

fn han_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn han_unit(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Compares names in bytes, such as paths, with numbers in ASCII digits. Only equal names are equal.
pub fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let whole = a.cmp(b);
    let (mut a, mut b) = (a, b);
    loop {
        let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        // The number that differs begins before its first digit that does.
        let same = a.get(..common).unwrap_or_default().iter();
        let start = common - same.rev().take_while(|byte| byte.is_ascii_digit()).count();
        a = a.get(start..).unwrap_or_default();
        b = b.get(start..).unwrap_or_default();
        let (number_a, number_b) = (number(a), number(b));
        if number_a.is_empty() || number_b.is_empty() {
            return a.cmp(b).then(whole);
        }
        let value = |number| {
            let digits = without_zeros(number);
            (digits.len(), digits)
        };
        let by_value = value(number_a).cmp(&value(number_b));
        if by_value.is_ne() {
            return by_value;
        }
        a = a.get(number_a.len()..).unwrap_or_default();
        b = b.get(number_b.len()..).unwrap_or_default();
    }
}

/// The digits that a name begins with.
fn number(name: &[u8]) -> &[u8] {
    let digits = name.iter().take_while(|byte| byte.is_ascii_digit()).count();
    name.get(..digits).unwrap_or_default()
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|digit| **digit == b'0').count();
    number.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each is before the next.
    #[test]
    fn texts_are_in_the_order_of_their_numbers() {
        let check = |texts: &[&str]| {
            for pair in texts.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|text| weights(text, u64::from));
                assert_eq!(a.cmp(b), Ordering::Less, "{pair:?}");
            }
        };
        check(&["第 2 期", "第 9 期", "第 10 期", "第 010 期 下", "第 11 期"]);
        check(&["第二期", "第3期", "第九期", "第十期", "第十一期", "第二十期", "第一百零一期"]);
        check(&["（一）", "（二）", "（十）"]);
        check(&["五月", "十月", "十一月"]);
        check(&["一、", "二、", "十二、"]);
        check(&["二〇一九年", "2020年", "二〇二一年"]);
        check(&["a", "a 2", "a 10", "a b"]);
        check(&["甲9", "甲20000000000000000000", "甲20000000000000000001", "甲x"]);
        // Numbers with their value, words with their characters.
        check(&["9", "十期", "八一", "三星"]);
        check(&["3万", "十万", "一千万", "二亿"]);
        check(&["", "0", "00 x", "1"]);
    }

    #[test]
    fn no_run_of_han_digits_is_too_long() {
        let long = "九".repeat(1000) + "亿亿亿亿亿亿亿亿亿";
        assert!(weights(&long, u64::from).count() > 900);
        assert_eq!(weights("亿亿", u64::from).count(), 2);
    }

    #[test]
    fn names_are_in_the_order_of_their_numbers() {
        let check = |names: &[&str]| {
            for (at, a) in names.iter().enumerate() {
                for (other, b) in names.iter().enumerate() {
                    assert_eq!(compare(a.as_bytes(), b.as_bytes()), at.cmp(&other), "{a} {b}");
                }
            }
        };
        check(&["p1.md", "p2.md", "p10.md", "p10a.md", "p100"]);
        check(&["", "0", "00", "01", "1", "2", "a"]);
        check(&["2/b-9", "2/b-10", "10/a-1"]);
        check(&["第2期", "第10期", "第x期"]);
        check(&["v1.2.9", "v1.2.10", "v1.10.1"]);
    }
}
