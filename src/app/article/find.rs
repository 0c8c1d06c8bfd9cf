//! Finding words in the article: every hit is marked, `n` and `N` go from one to the next.

use std::ops::Range;

use crate::app::article::{ArticlePane, ArticlePlace};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::search::fold::{fold, joined};
use crate::search::sought::Sought;
use crate::typeset::Anchor;

/// The most hits that are marked: more are noise.
const MOST_HITS: usize = 10_000;
/// Lines above a hit when the article scrolls to it.
const ABOVE: usize = 3;

/// Words that are found in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    words: String,
    /// What they stand for.
    sought: Sought,
    /// Whether they are what the list was searched for.
    is_of_search: bool,
    hits: Vec<Range<Anchor>>,
    at: usize,
}

impl Find {
    /// The words as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Whether they are what the list was searched for.
    pub fn is_of_search(&self) -> bool {
        self.is_of_search
    }

    /// The places of the hits, in reading order.
    pub fn hits(&self) -> &[Range<Anchor>] {
        &self.hits
    }

    /// The index of the current hit.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl ArticlePane {
    /// Finds words; nothing for an empty text.
    pub(in crate::app) fn find(&mut self, words: &str) {
        let sought = Sought::text(fold(words.trim()));
        self.look_for(Find { words: words.to_owned(), sought, ..Find::default() });
    }

    /// Finds what the list was searched for. `words` are as typed.
    pub(in crate::app) fn find_searched(&mut self, words: &str, sought: Sought) {
        let words = words.to_owned();
        self.look_for(Find { words, sought, is_of_search: true, ..Find::default() });
    }

    fn look_for(&mut self, find: Find) {
        self.missed = None;
        let sought = &find.sought;
        let Some(article) = self.article.as_ref().filter(|_| !sought.is_nothing()) else {
            self.found = None;
            return;
        };
        let hits = article.page.texts().flat_map(|(leaf, text, shown)| {
            let place = move |byte: usize| Anchor { leaf, byte: byte as u32 };
            let mut found = sought.find_all(text.as_str());
            // The displayed characters may differ from the author's: 干燥 for 乾燥.
            if let Some(shown) = shown {
                found.extend(sought.find_all(shown.as_str()));
                found = joined(found);
            }
            found.into_iter().map(move |range| place(range.start)..place(range.end))
        });
        let hits = hits.take(MOST_HITS).collect();
        self.found = Some(Find { hits, at: 0, ..find });
    }

    /// Finds the same words in another article.
    pub(in crate::app) fn find_again(&mut self) {
        if let Some(found) = self.found.take() {
            self.look_for(found);
        }
    }

    /// Removes the marks of hits.
    pub(in crate::app) fn clear_found(&mut self) {
        (self.found, self.missed) = (None, None);
    }

    /// Finds the words typed so far and goes to the first hit at or after `origin`.
    pub(in crate::app) fn find_from(
        &mut self,
        words: &str,
        origin: Option<&ArticlePlace>,
        height: usize,
    ) -> Option<Text> {
        self.find(words);
        let from = origin.map_or_else(Anchor::default, |(_, anchor)| *anchor);
        if let Some(at) = self.hit_from(from) {
            self.go_to_hit(at, false, height)
        } else {
            self.back_to(origin, height);
            None
        }
    }

    /// Ends typing and returns a notice with the number of hits. Words without a hit are not
    /// marked, but the next request for a hit looks for them again. Returns `None` without words.
    pub(in crate::app) fn end_find(&mut self, words: &str) -> Option<Text> {
        let found = self.found.as_ref()?;
        if found.hits.is_empty() {
            (self.found, self.missed) = (None, Some(words.to_owned()));
            return Some(Text::NoHit { words: CleanText::line(words) });
        }
        Some(Text::HitOf { at: found.at + 1, count: found.hits.len() })
    }

    /// Removes the marks of hits and goes back to where the user was.
    pub(in crate::app) fn leave_find(&mut self, origin: Option<&ArticlePlace>, height: usize) {
        self.found = None;
        self.back_to(origin, height);
    }

    fn back_to(&mut self, origin: Option<&ArticlePlace>, height: usize) {
        if let Some((key, anchor)) = origin
            && self.of(key).is_some()
        {
            self.go_to_place(*anchor, height);
        }
    }

    /// Returns the first hit at or after a place, else the first hit of the article.
    fn hit_from(&self, place: Anchor) -> Option<usize> {
        let found = self.found.as_ref().filter(|found| !found.hits.is_empty())?;
        let at = found.hits.partition_point(|hit| hit.start < place);
        Some(if at == found.hits.len() { 0 } else { at })
    }

    /// Goes `count` hits forward or back, wraps around at the ends, and returns a notice. Returns
    /// `None` if there was no search.
    pub(in crate::app) fn next_hit(
        &mut self,
        count: usize,
        forward: bool,
        height: usize,
    ) -> Option<Text> {
        if let Some(words) = self.missed.take() {
            // The user may have opened another article since.
            self.find(&words);
            let hits = self.found.as_ref().map_or(0, |found| found.hits.len());
            let Some(step) = (count.max(1) - 1).checked_rem(hits) else {
                return self.end_find(&words);
            };
            let to = if forward { step } else { hits - 1 - step };
            return self.go_to_hit(to, false, height);
        }
        let found = self.found.as_ref()?;
        if found.hits.is_empty() {
            return Some(Text::NoHit { words: CleanText::line(&found.words) });
        }
        let (len, at) = (found.hits.len(), found.at);
        let step = count % len;
        let to = if forward { (at + step) % len } else { (at + len - step) % len };
        let is_around = if forward { to <= at } else { to >= at };
        self.go_to_hit(to, is_around && len > 1, height)
    }

    /// Goes to the first hit, or to the last.
    pub(in crate::app) fn go_to_end_hit(&mut self, last: bool, height: usize) {
        let hits = self.found.as_ref().map_or(0, |found| found.hits.len());
        if hits > 0 {
            self.go_to_hit(if last { hits - 1 } else { 0 }, false, height);
        }
    }

    /// Goes `count` hits on, or back, within the article. Returns whether there are so many.
    pub(in crate::app) fn step_hit(&mut self, count: usize, forward: bool, height: usize) -> bool {
        let Some(found) = &self.found else { return false };
        let to = if forward { found.at.checked_add(count) } else { found.at.checked_sub(count) };
        let to = to.filter(|to| *to < found.hits.len());
        to.inspect(|to| drop(self.go_to_hit(*to, false, height))).is_some()
    }

    fn go_to_hit(&mut self, at: usize, is_around: bool, height: usize) -> Option<Text> {
        let found = self.found.as_mut()?;
        let (hit, count) = (found.hits.get(at)?.start, found.hits.len());
        found.at = at;
        let line = self.article.as_ref()?.page.line_of(hit);
        if line < self.top || line + 1 >= self.top + height.max(1) {
            self.go_to(line.saturating_sub(ABOVE.min(height / 3)), height);
        }
        let at = at + 1;
        Some(if is_around { Text::HitAgain { at, count } } else { Text::HitOf { at, count } })
    }
}
