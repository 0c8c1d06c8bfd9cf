//! Finds texts in which the words that are typed stand in pieces, in any order: `日志 Java` and `Java吞`
//! find a title with both. The only user of `nucleo-matcher`.

use std::ops::Range;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The pieces of a word may lie this many times its length apart, and a few characters more.
const SPREAD: (usize, usize) = (3, 8);

/// What is typed, compiled. Case and form are those of folded texts.
#[derive(Debug)]
pub struct Fuzzy {
    matcher: Matcher,
    words: Vec<Pattern>,
    chars: Vec<char>,
    found: Vec<u32>,
}

impl Fuzzy {
    /// Compiles a folded text; `None` if it has no words.
    pub fn new(text: &str) -> Option<Self> {
        let word = |word| {
            let (case, form) = (CaseMatching::Respect, Normalization::Never);
            Pattern::new(word, case, form, AtomKind::Fuzzy)
        };
        let words: Vec<Pattern> = text.split_whitespace().map(word).collect();
        let matcher = Matcher::new(Config::DEFAULT);
        (!words.is_empty()).then(|| Self { matcher, words, chars: Vec::new(), found: Vec::new() })
    }

    /// How well a folded text matches, more is better; `None` if a word is not in it.
    pub fn score(&mut self, text: &str) -> Option<u32> {
        let text = Utf32Str::new(text, &mut self.chars);
        let scores = self.words.iter().map(|word| word.score(text, &mut self.matcher));
        scores.sum()
    }

    /// The bytes of a folded text that match, in order; `None` if a word is not in it, or in pieces too
    /// far apart to be meant.
    pub fn marks(&mut self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut marked: Vec<usize> = Vec::new();
        for word in &self.words {
            self.found.clear();
            let chars = Utf32Str::new(text, &mut self.chars);
            word.indices(chars, &mut self.matcher, &mut self.found)?;
            let most = self.found.len() * SPREAD.0 + SPREAD.1;
            let (first, last) = (self.found.iter().min()?, self.found.iter().max()?);
            if (last - first) as usize > most {
                return None;
            }
            marked.extend(self.found.iter().map(|&at| at as usize));
        }
        marked.sort_unstable();
        marked.dedup();
        let mut marks: Vec<Range<usize>> = Vec::new();
        let mut marked = marked.into_iter().peekable();
        for (at, (start, c)) in text.char_indices().enumerate() {
            if marked.next_if_eq(&at).is_none() {
                continue;
            }
            match marks.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end += c.len_utf8(),
                None => marks.push(start..start + c.len_utf8()),
            }
        }
        Some(marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_in_any_order_and_marked() {
        let title = "排查 java 打印日志吞掉堆栈";
        let check = |text: &str, expected: Option<&[&str]>| {
            let mut fuzzy = Fuzzy::new(text).unwrap();
            let marks = fuzzy.marks(title);
            let marked = marks.as_ref().map(|marks| {
                marks.iter().filter_map(|mark| title.get(mark.clone())).collect::<Vec<_>>()
            });
            assert_eq!(marked.as_deref(), expected, "{text}");
            assert!(marked.is_none() || fuzzy.score(title).is_some(), "{text}");
        };
        check("java吞", Some(&["java", "吞"]));
        check("日志 java", Some(&["java", "日志"]));
        check("日志", Some(&["日志"]));
        check("堆栈 无此", None);
        check("吞java", None);
        assert!(Fuzzy::new(" ").is_none());
    }

    #[test]
    fn pieces_far_apart_are_not_meant() {
        let far = format!("甲{}乙", "。".repeat(20));
        let mut fuzzy = Fuzzy::new("甲乙").unwrap();
        assert!(fuzzy.score(&far).is_some());
        assert_eq!(fuzzy.marks(&far), None);
    }

    #[test]
    fn closer_pieces_score_higher() {
        let mut fuzzy = Fuzzy::new("日志").unwrap();
        assert!(fuzzy.score("日志") > fuzzy.score("日。。。志"));
        assert_eq!(fuzzy.score("日"), None);
    }
}
