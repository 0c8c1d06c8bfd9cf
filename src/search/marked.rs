//! What is marked in the text of an article.

use std::ops::Range;

use crate::search::fold::Folded;
use crate::search::query::field::Question;
use crate::search::query::matcher::Matcher;
use crate::search::query::{Near, Pattern};
use crate::search::titles::read_parts;

/// What is marked in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Folded texts.
    needles: Vec<String>,
    patterns: Vec<Pattern>,
    nears: Vec<Near>,
}

impl Marked {
    /// A folded text.
    pub fn text(folded: String) -> Self {
        Self { needles: vec![folded], ..Self::default() }
    }

    /// What a query searches for in bodies, and the parts of a title that it matches by pinyin.
    pub fn of(matcher: &Matcher, title: &str) -> Self {
        let mut marked = Self { needles: read_parts(title, matcher), ..Self::default() };
        for question in matcher.questions() {
            match question {
                Question::Body(needle) => marked.needles.push(needle.clone()),
                Question::BodyNear(near) => marked.nears.push(near.clone()),
                Question::BodyPattern(pattern) => marked.patterns.push(pattern.clone()),
                _ => {}
            }
        }
        marked
    }

    /// Whether nothing is to be marked.
    pub fn is_nothing(&self) -> bool {
        self.needles.iter().all(String::is_empty)
            && self.patterns.is_empty()
            && self.nears.is_empty()
    }

    /// The byte ranges in a text, in order.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let needles: Vec<&str> = self.needles.iter().map(String::as_str).collect();
        let mut found = Folded::new(text).find_all(&needles);
        found.extend(self.patterns.iter().flat_map(|pattern| pattern.find_all(text)));
        found.extend(self.nears.iter().flat_map(|near| near.find_all(text)));
        if !self.patterns.is_empty() || !self.nears.is_empty() {
            found.sort_unstable_by_key(|range| (range.start, range.end));
            found.dedup_by(|next, last| next.start < last.end);
        }
        found
    }
}
