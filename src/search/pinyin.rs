//! Pinyin: matches Latin letters against Han characters.
//!
//! Each character matches its full reading, its initial, or its first letter, in any mixture:
//! `gongxb`, `gxb`. The last reading may be incomplete, so that hits stay while one types. All
//! readings of a character count. Characters with the same readings share a [`Class`], and a pattern
//! is compiled once per class, so matching a title costs one look-up per character.

use std::collections::HashMap;
use std::ops::Range;

use pinyin::{ToPinyin, ToPinyinMulti};

/// The longest pattern, in letters.
pub const LONGEST: usize = 63;
/// The longest reading, in letters: `zhuang`.
const LONGEST_READING: usize = 6;

/// The id of a class; 0 is for characters without a reading.
pub type Class = u16;

/// The classes seen so far.
#[derive(Debug)]
pub struct Classes {
    of_char: HashMap<char, Class>,
    of_readings: HashMap<Vec<String>, Class>,
    /// The readings of each class.
    readings: Vec<Vec<String>>,
}

impl Default for Classes {
    fn default() -> Self {
        Self { of_char: HashMap::new(), of_readings: HashMap::new(), readings: vec![Vec::new()] }
    }
}

impl Classes {
    /// The class of a folded character.
    pub fn of(&mut self, c: char) -> Class {
        if let Some(&class) = self.of_char.get(&c) {
            return class;
        }
        let readings = readings(c);
        let class = if readings.is_empty() {
            0
        } else if let Some(&class) = self.of_readings.get(&readings) {
            class
        } else {
            // There are about two thousand sets of readings.
            let class = Class::try_from(self.readings.len()).unwrap_or_default();
            self.readings.push(readings.clone());
            self.of_readings.insert(readings, class);
            class
        };
        self.of_char.insert(c, class);
        class
    }
}

/// The sort weight of a character: symbols, digits and letters by their code, then Han by their
/// first reading.
pub fn weight(c: char) -> u64 {
    const HAN: u64 = 1 << 60;
    let code = u64::from(c);
    let Some(reading) = c.to_pinyin() else { return code };
    let letters = reading.plain().chars().map(|letter| match letter {
        'a'..='u' => u64::from(letter) - u64::from('a') + 1,
        // After u.
        'ü' => 22,
        _ => u64::from(letter) - u64::from('v') + 23,
    });
    let padded = letters.chain(std::iter::repeat(0)).take(LONGEST_READING);
    HAN | padded.fold(0, |word, letter| word << 5 | letter & 31) << 24 | code
}

/// How many readings of a character count: the list begins with the usual ones, and the others
/// would have a few letters match almost anything.
const MOST_READINGS: usize = 2;
/// Usual readings that are further down in the list.
const FURTHER: [(char, &str); 5] =
    [('单', "shan"), ('参', "shen"), ('和', "huo"), ('着', "zhuo"), ('得', "dei")];

/// The usual readings of a character without tones; a letter is its own reading.
fn readings(c: char) -> Vec<String> {
    if c.is_ascii_lowercase() {
        return vec![c.to_string()];
    }
    let Some(all) = c.to_pinyin_multi() else { return Vec::new() };
    let mut usual: Vec<&str> = Vec::new();
    for plain in all.into_iter().map(pinyin::Pinyin::plain) {
        if usual.len() < MOST_READINGS && !usual.contains(&plain) {
            usual.push(plain);
        }
    }
    usual.extend(FURTHER.iter().filter(|(of, _)| *of == c).map(|(_, reading)| *reading));
    // lü is typed lv, and by some lu.
    let typed = usual.iter().flat_map(|plain| ["v", "u"].map(|twin| plain.replace('ü', twin)));
    let mut readings: Vec<String> = typed.collect();
    readings
        .retain(|reading| !reading.is_empty() && reading.bytes().all(|b| b.is_ascii_lowercase()));
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// The pieces of a pattern a class matches; bit `i` of each set is the pattern's letter `i`.
#[derive(Clone, Copy, Debug, Default)]
struct Steps {
    /// By length, where pieces start that the class matches.
    of_length: [u64; LONGEST_READING],
    /// Where the rest of the pattern is a piece or a prefix of one.
    last: u64,
    /// The union of the sets.
    any: u64,
}

/// A pattern compiled for the classes known at that time.
#[derive(Debug)]
pub struct Pattern {
    steps: Vec<Steps>,
    /// Which classes can start the pattern: few, so that most characters are skipped at once.
    begins: Vec<bool>,
}

impl Pattern {
    /// Compiles a folded text; `None` unless it [may be](may_be) pinyin.
    pub fn new(text: &str, classes: &Classes) -> Option<Self> {
        if !may_be(text) {
            return None;
        }
        let steps: Vec<Steps> =
            classes.readings.iter().map(|readings| Steps::new(text, readings)).collect();
        let begins = steps.iter().map(|steps| steps.any & 1 != 0).collect();
        Some(Self { steps, begins })
    }

    /// Whether the pattern occurs in a row of classes.
    pub fn is_in(&self, row: &[Class]) -> bool {
        let mut reached = 1_u64;
        for &class in row {
            if reached == 1 && self.begins.get(usize::from(class)) != Some(&true) {
                continue;
            }
            let Some(steps) = self.steps.get(usize::from(class)) else { continue };
            if reached & steps.any == 0 {
                reached = 1;
                continue;
            }
            if reached & steps.last != 0 {
                return true;
            }
            let next = (1..).zip(steps.of_length).map(|(len, begin)| (reached & begin) << len);
            reached = 1 | next.fold(0, |all, some| all | some);
        }
        false
    }

    /// How many classes at the start of a row the pattern matches.
    fn length_in(&self, row: &[Class]) -> Option<usize> {
        let mut reached = 1_u64;
        for (at, &class) in row.iter().enumerate() {
            let steps = self.steps.get(usize::from(class))?;
            if reached & steps.last != 0 {
                return Some(at + 1);
            }
            let next = (1..).zip(steps.of_length).map(|(len, begin)| (reached & begin) << len);
            reached = next.fold(0, |all, some| all | some);
            if reached == 0 {
                return None;
            }
        }
        None
    }
}

/// Whether a folded text is looked for by pinyin: 2 to [`LONGEST`] Latin letters.
pub fn may_be(text: &str) -> bool {
    (2..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The parts of a folded text that a folded pattern matches by pinyin, in bytes, in order.
pub fn find(text: &str, pattern: &str) -> Vec<Range<usize>> {
    if !may_be(pattern) {
        return Vec::new();
    }
    let mut classes = Classes::default();
    let row: Vec<Class> = text.chars().map(|c| classes.of(c)).collect();
    let Some(pattern) = Pattern::new(pattern, &classes) else { return Vec::new() };
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(rest) = row.get(at..).filter(|rest| !rest.is_empty()) {
        let len = pattern.length_in(rest);
        let place = len.and_then(|len| Some(*bytes.get(at)?..*bytes.get(at + len)?));
        found.extend(place);
        at += len.unwrap_or(1);
    }
    found
}

impl Steps {
    fn new(text: &str, readings: &[String]) -> Self {
        let mut steps = Self::default();
        for at in 0..text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let bit = 1 << at;
            for reading in readings {
                let initial = match reading.get(..2) {
                    Some("zh" | "ch" | "sh") => 2,
                    _ => 1,
                };
                for len in [1, initial, reading.len()] {
                    let begins = reading.get(..len).is_some_and(|piece| rest.starts_with(piece));
                    if let Some(set) = steps.of_length.get_mut(len - 1).filter(|_| begins) {
                        *set |= bit;
                    }
                }
                if reading.starts_with(rest) {
                    steps.last |= bit;
                }
            }
        }
        steps.any = steps.of_length.iter().fold(steps.last, |all, set| all | set);
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, title: &str) -> bool {
        let mut classes = Classes::default();
        let row: Vec<Class> = title.chars().map(|c| classes.of(c)).collect();
        Pattern::new(pattern, &classes).is_some_and(|pattern| pattern.is_in(&row))
    }

    #[test]
    fn titles_are_found_by_initials_and_readings() {
        for (pattern, title, expected) in [
            ("gxb", "工信部：通知", true),
            ("gongxinbu", "据工信部", true),
            ("gongxb", "工信部", true),
            ("gxbu", "工信部", true),
            ("gxinb", "工信部", true),
            // Incomplete at the end, but not before.
            ("gongxi", "工信部", true),
            ("gonxinbu", "工信部", false),
            ("xb", "工信部", true),
            ("gb", "工信部", false),
            ("bx", "工信部", false),
            ("zhg", "中国", true),
            ("zg", "中国", true),
            // The readings ge and xiong are rare.
            ("gxb", "可能不", false),
            ("knb", "可能不", true),
            ("xiong", "能", false),
            ("shanxs", "单先生", true),
            // 行 is read hang and xing, 重 chong and zhong, 长 chang and zhang.
            ("yh", "银行", true),
            ("yinhang", "银行", true),
            ("cq", "重庆", true),
            ("chongqing", "重庆", true),
            ("zq", "重庆", true),
            ("xingzhang", "行长", true),
            ("lvse", "绿色", true),
            ("luse", "绿色", true),
            ("aixp", "ai芯片", true),
            ("wind", "wind新闻", true),
            ("gxb", "工，信部", false),
            ("gg", "工", false),
            ("g", "工信部", false),
            ("g1", "工1", false),
            ("", "工", false),
        ] {
            assert_eq!(fits(pattern, title), expected, "{pattern} {title}");
        }
        for (pattern, text, expected) in [
            ("gxb", "据工信部，工信部", &["工信部", "工信部"][..]),
            ("gongxi", "工信部", &["工信"]),
            ("yh", "中行与银行", &["银行"]),
            ("aixp", "ai芯片", &["ai芯片"]),
            ("gb", "工信部", &[]),
            ("g1", "工1", &[]),
        ] {
            let found: Vec<&str> =
                find(text, pattern).into_iter().map(|at| text.get(at).unwrap()).collect();
            assert_eq!(found, expected, "{pattern} {text}");
        }
        assert!(!fits(&"a".repeat(64), &"a".repeat(100)));
        assert!(fits(&"a".repeat(63), &"a".repeat(100)));
    }
}
