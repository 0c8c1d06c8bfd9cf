//! Finding words in the article: every hit is marked, `n` and `N` go from one to the next.

use std::ops::Range;

use crate::app::article::{ArticlePane, Place};
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::clean::CleanText;
use crate::search::fold::{Folded, fold};
use crate::typeset::Anchor;

/// The most hits that are marked: more are noise.
const MOST_HITS: usize = 10_000;
/// Lines above a hit that is gone to.
const ABOVE: usize = 3;

/// Words that are looked for in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// The words as typed.
    pub words: String,
    /// Where they stand, in reading order.
    pub hits: Vec<Range<Anchor>>,
    /// The hit that was gone to.
    pub at: usize,
}

impl ArticlePane {
    /// Looks for words; none for an empty text.
    pub fn find(&mut self, words: &str) {
        let Some(article) = self.article.as_ref().filter(|_| !words.trim().is_empty()) else {
            self.found = None;
            return;
        };
        let needle = fold(words.trim());
        let hits = article.page.texts().flat_map(|(leaf, text)| {
            let place = move |byte: usize| Anchor { leaf, byte: byte as u32 };
            let found = Folded::new(text.as_str()).find(&needle);
            found.into_iter().map(move |range| place(range.start)..place(range.end))
        });
        let hits = hits.take(MOST_HITS).collect();
        self.found = Some(Find { words: words.to_owned(), hits, at: 0 });
    }

    /// Looks for the same words in another article.
    pub fn find_again(&mut self) {
        if let Some(found) = self.found.take() {
            self.find(&found.words);
        }
    }

    /// The first hit at or behind a place, else the first of all.
    fn hit_from(&self, place: Anchor) -> Option<usize> {
        let found = self.found.as_ref().filter(|found| !found.hits.is_empty())?;
        let at = found.hits.partition_point(|hit| hit.start < place);
        Some(if at == found.hits.len() { 0 } else { at })
    }
}

impl App {
    /// Goes to the first hit of what is being typed, from where one was before.
    pub(in crate::app) fn find(&mut self, words: &str, origin: Option<&Place>) {
        self.article.find(words);
        let from = origin.map_or_else(Anchor::default, |(_, anchor)| *anchor);
        match self.article.hit_from(from) {
            Some(at) => self.go_to_hit(at, false),
            None => self.back_to(origin),
        }
    }

    /// Says how many hits there are, when all was typed.
    pub(in crate::app) fn end_find(&mut self, words: &str) {
        match &self.article.found {
            Some(found) if found.hits.is_empty() => {
                self.notice = Some(Text::NoHit { words: CleanText::line(words) });
                self.article.found = None;
            }
            Some(found) => {
                self.notice = Some(Text::HitOf { at: found.at + 1, count: found.hits.len() });
            }
            None => {}
        }
    }

    /// Takes the marks of hits away and goes back to where one was.
    pub(in crate::app) fn leave_find(&mut self, origin: Option<&Place>) {
        self.article.found = None;
        self.back_to(origin);
    }

    fn back_to(&mut self, origin: Option<&Place>) {
        let height = self.height(Pane::Article);
        let Some((key, anchor)) = origin else { return };
        let Some(article) = self.article.article.as_ref().filter(|one| one.key == *key) else {
            return;
        };
        let line = if *anchor == Anchor::default() { 0 } else { article.page.line_of(*anchor) };
        self.article.go_to(line, height);
    }

    /// Goes `count` hits on, or back, and around the ends.
    pub(in crate::app) fn next_hit(&mut self, count: usize, forward: bool) -> Vec<Effect> {
        let Some(found) = self.article.found.as_ref().filter(|found| !found.hits.is_empty()) else {
            self.notice = Some(Text::NothingFound);
            return Vec::new();
        };
        let (len, at) = (found.hits.len(), found.at);
        let step = count % len;
        let to = if forward { (at + step) % len } else { (at + len - step) % len };
        let is_around = if forward { to <= at } else { to >= at };
        self.focus = Pane::Article;
        self.go_to_hit(to, is_around && len > 1);
        Vec::new()
    }

    fn go_to_hit(&mut self, at: usize, is_around: bool) {
        let height = self.height(Pane::Article);
        let Some(found) = &mut self.article.found else { return };
        let (Some(hit), count) = (found.hits.get(at).cloned(), found.hits.len()) else { return };
        found.at = at;
        let at = at + 1;
        self.notice =
            Some(if is_around { Text::HitAgain { at, count } } else { Text::HitOf { at, count } });
        let Some(article) = &self.article.article else { return };
        let line = article.page.line_of(hit.start);
        let top = self.article.top;
        if line < top || line + 1 >= top + height.max(1) {
            self.article.go_to(line.saturating_sub(ABOVE.min(height / 3)), height);
        }
    }
}
