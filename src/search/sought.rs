//! What a query looks for in bodies, to be shown in snippets and articles.

use std::ops::Range;

use crate::search::fold::{Folded, joined};
use crate::search::query::field::Question;
use crate::search::query::matcher::Matcher;
use crate::search::query::{Near, Pattern};
use crate::search::titles::read_parts;

/// What a query looks for in bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Folded texts.
    needles: Vec<String>,
    patterns: Vec<Pattern>,
    nears: Vec<Near>,
}

impl Sought {
    /// A folded text.
    pub fn text(folded: String) -> Self {
        Self { needles: vec![folded], ..Self::default() }
    }

    /// What a query looks for, and the parts of a title that it matches by pinyin.
    pub fn of(matcher: &Matcher, title: &str) -> Self {
        let mut sought = Self { needles: read_parts(title, matcher), ..Self::default() };
        for question in matcher.questions() {
            match question {
                Question::Body(needle) => sought.needles.push(needle.clone()),
                Question::BodyNear(near) => sought.nears.push(near.clone()),
                Question::BodyPattern(pattern) => sought.patterns.push(pattern.clone()),
                _ => {}
            }
        }
        sought
    }

    /// Whether it is nothing.
    pub fn is_nothing(&self) -> bool {
        self.needles.iter().all(String::is_empty) && !self.needs_whole_text()
    }

    /// The folded texts, without empty ones.
    pub(super) fn needles(&self) -> impl Iterator<Item = &str> {
        self.needles.iter().map(String::as_str).filter(|needle| !needle.is_empty())
    }

    /// Whether there is more than texts to find: patterns match anywhere, and of two texts the first
    /// that is near the other may be any.
    pub(super) fn needs_whole_text(&self) -> bool {
        !self.patterns.is_empty() || !self.nears.is_empty()
    }

    /// The byte ranges in a text, in order.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let needles: Vec<&str> = self.needles.iter().map(String::as_str).collect();
        let mut found = Folded::new(text).find_all(&needles);
        found.extend(self.in_whole_text(text));
        joined(found)
    }

    /// Like [`Sought::find_all`], without the folded texts.
    pub(super) fn in_whole_text(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let patterns = self.patterns.iter().flat_map(|pattern| pattern.find_all(text));
        patterns.chain(self.nears.iter().flat_map(|near| near.find_all(text)))
    }

    /// The byte ranges in an excerpt, in order: one of two texts near each other may be outside.
    pub(super) fn find_in_excerpt(&self, text: &str) -> Vec<Range<usize>> {
        let near = self.nears.iter().flat_map(|near| [near.first.as_str(), near.second.as_str()]);
        let needles: Vec<&str> = self.needles.iter().map(String::as_str).chain(near).collect();
        let mut found = Folded::new(text).find_all(&needles);
        found.extend(self.patterns.iter().flat_map(|pattern| pattern.find_all(text)));
        joined(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;
    use crate::search::fold::fold;
    use crate::search::query::Query;
    use crate::search::snippet::Snippet;

    #[test]
    fn a_snippet_is_of_two_texts_near_each_other() {
        let today = jiff::civil::date(2024, 1, 1);
        let matcher = Query::parse("甲 NEAR/1 乙").unwrap().resolve(today, fold);
        let sought = Sought::of(&matcher, "");
        let text = CleanText::body(&format!("甲{}乙，一。甲丙乙。", "中".repeat(40)));
        let snippet = Snippet::new(text.as_clean(), &sought, 30);
        assert_eq!(snippet.text.as_str(), format!("…{}乙，一。甲丙乙。", "中".repeat(12)));
        assert_eq!(snippet.matches.len(), 3);
        assert_eq!(sought.find_all(text.as_str()).len(), 2);
    }
}
