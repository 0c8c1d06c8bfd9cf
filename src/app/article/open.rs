//! Which article is shown: requests for posts, and what comes of them.

use std::sync::Arc;

use crate::app::article::{Arrival, Article, ArticlePane, Pictures};
use crate::app::effect::{ReadRequest, Subject};
use crate::app::library::{Applied, Library};
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::reason::Reason;
use crate::typeset::{Anchor, Measure, Page};

/// The least room for a problem beside the number of the others, in cells.
const LEAST_PROBLEM: usize = 12;
/// Lines in view that are looked for in another version of an article to find the place again.
const LANDMARKS: usize = 12;

impl ArticlePane {
    /// The request for a post, unless it is shown as it is now or was requested.
    pub(in crate::app) fn request(
        &mut self,
        library: &Library,
        id: PostId,
        measure: Measure,
        locale: Locale,
    ) -> Option<ReadRequest> {
        if self.wanted == Some(id) || self.refused == Some(id) {
            return None;
        }
        let post = library.archive().post(id)?;
        let (note, own_tags) = (library.note(&post.key()), library.own_tags(&post.key()));
        let highlights = library.state().highlights(post.key_bytes());
        let is_shown = self.article.as_ref().is_some_and(|article| {
            !article.stale
                && article.note == note
                && article.own_tags == own_tags
                && article.highlights.iter().map(|placed| &placed.highlight).eq(&highlights)
                && article.key.as_bytes() == post.key_bytes()
        });
        if is_shown && self.wanted.is_none() {
            return None;
        }
        let site = Arc::clone(library.site()?);
        self.wanted = Some(id);
        (self.refused, self.failure) = (None, None);
        let remark = remark(post, locale, measure);
        let own = Subject::of(post, locale);
        let subject = Subject { remark, own_tags, note, highlights, ..own };
        Some(ReadRequest { subject, measure, locale, site })
    }

    /// Shows nothing.
    pub(in crate::app) fn clear(&mut self) {
        (self.article, self.wanted) = (None, None);
        (self.refused, self.failure) = (None, None);
        (self.found, self.arrival, self.held) = (None, None, None);
        (self.top, self.was_scrolled) = (0, false);
    }

    /// Marks the article for reading again, because it may have changed.
    pub(in crate::app) fn set_stale(&mut self) {
        (self.wanted, self.refused) = (None, None);
        if let Some(article) = &mut self.article {
            article.stale = true;
        }
    }

    /// Whether an article that has arrived is the one to show. A request may be answered twice.
    pub(in crate::app) fn accepts(
        &self,
        article: &Article,
        library: &Library,
        locale: Locale,
    ) -> bool {
        let is_shown = self.post() == Some(article.post);
        let is_wanted = self.wanted == Some(article.post) || self.wanted.is_none() && is_shown;
        let key = library.key_of(article.post);
        is_wanted && article.locale == locale && key.as_ref() == Some(&article.key)
    }

    /// Shows an article. The same post keeps its place; another starts at its arrival, else at
    /// `remembered`, else at the top.
    pub(in crate::app) fn show(&mut self, article: Article, remembered: Option<Anchor>) {
        (self.wanted, self.failure) = (None, None);
        self.carry_selection(&article);
        if let Some(shown) = self.of(&article.key) {
            self.top = same_place(&shown.page, self.top, &article.page);
        } else {
            self.go_to(0, 0);
            self.was_scrolled = false;
            let is_expected = self.arrival.as_ref().is_some_and(|(key, _)| *key == article.key);
            if let Some(place) = remembered.filter(|_| !is_expected) {
                self.arrival = Some((article.key.clone(), Arrival::Place(place)));
            }
        }
        if self.key() != Some(&article.key) {
            self.pictures = Pictures::default();
        }
        self.article = Some(article);
        self.shown += 1;
    }

    /// Drops the arrival: a user who went elsewhere is not taken there later.
    pub(in crate::app) fn drop_arrival(&mut self) {
        self.arrival = None;
    }

    /// Takes that a post could not be read. One that was read before stays as it was.
    pub(in crate::app) fn not_read(&mut self, post: PostId, reason: Reason) -> Option<Text> {
        if self.wanted != Some(post) {
            return None;
        }
        (self.wanted, self.refused) = (None, Some(post));
        if self.post() == Some(post) {
            return Some(Text::NotReadable { reason });
        }
        self.article = None;
        self.failure = Some(reason);
        None
    }

    /// The number of articles shown so far.
    pub(in crate::app) fn shown(&self) -> u64 {
        self.shown
    }

    /// Whether the article of the selected post has come and was not counted as read since; it is
    /// counted now. Once per article shown: a user who marks it as unread wants it so.
    pub(in crate::app) fn count_as_read(&mut self, selected: Option<PostId>) -> bool {
        let is_open = self.wanted.is_none() && self.article.is_some() && self.post() == selected;
        is_open && std::mem::replace(&mut self.counted_as_read, self.shown) != self.shown
    }

    /// Follows changes of the archive: an article whose file changed or moved is read again, one
    /// whose file vanished is kept. The post to select, if there is one, and a notice.
    pub(in crate::app) fn follow_changes(
        &mut self,
        library: &Library,
        applied: &Applied,
        selected: Option<PostId>,
    ) -> (Option<PostId>, Option<Text>) {
        let refused = self.refused.map(|id| library.key_of(id));
        if refused.is_some_and(|key| key.is_none_or(|key| applied.written.contains(&key))) {
            self.refused = None;
        }
        // What is being read may be older than the change.
        let is_stale =
            |id: PostId| library.key_of(id).is_none_or(|key| applied.written.contains(&key));
        self.wanted.take_if(|wanted| is_stale(*wanted));
        let Some(article) = &mut self.article else { return (None, None) };
        let moved = applied.moved_to(&article.key);
        let found = library.archive().find(moved.unwrap_or(&article.key).as_bytes());
        match (found, moved) {
            (Some(id), Some(to)) => {
                (article.key, article.post, article.stale) = (to.clone(), id, true);
            }
            (Some(id), None) if applied.written.contains(&article.key) => {
                article.stale = true;
                // The file had vanished and is back before the user has left the article.
                let kept = self.kept.take();
                return (kept.filter(|(_, with)| *with == selected).map(|_| id), None);
            }
            (None, _) if applied.gone.contains(&article.key) => {
                self.kept = Some((article.key.clone(), selected));
                return (None, Some(Text::ArticleGone));
            }
            _ => {}
        }
        (None, None)
    }

    /// Whether the article is shown although its file has vanished: until another post is selected.
    pub(in crate::app) fn is_kept(&self, selected: Option<PostId>) -> bool {
        let kept = self.kept.as_ref().filter(|(_, with)| *with == selected);
        kept.is_some_and(|(key, _)| self.key() == Some(key))
    }
}

/// The line of a page with the text that is at line `top` of another version of it.
fn same_place(old: &Page, top: usize, new: &Page) -> usize {
    if top == 0 || old.measure() != new.measure() {
        return top;
    }
    let landmarks = (0..LANDMARKS).map(|below| (below, old.plain(top + below)));
    let place = |(below, landmark): (usize, CleanText)| {
        if landmark.as_str().trim().is_empty() {
            return None;
        }
        let from = top + below;
        let is_it = |&line: &usize| new.plain(line) == landmark;
        let down = (from..new.len()).find(is_it);
        let up = (0..from.min(new.len())).rev().find(is_it);
        let nearest = [down, up].into_iter().flatten().min_by_key(|line| line.abs_diff(from))?;
        Some(nearest.saturating_sub(below))
    };
    landmarks.into_iter().find_map(place).unwrap_or(top)
}

/// Describes the problems of a post in one line. Cuts a long first problem to keep the number of the
/// others visible, and leaves it out where it has no room.
fn remark(post: PostRef<'_>, locale: Locale, measure: Measure) -> Option<CleanText> {
    let problems = post.problems();
    let problem = Text::from(problems.first()?).to_clean(locale);
    let said = |problem| Text::Remark { problem, more: problems.len() - 1 }.to_clean(locale);
    let cells = |text: &str| measure.widths.cells(text);
    // The sign of the script stands behind it.
    let sign = measure.script.sign();
    let beside = if sign.is_empty() { 0 } else { cells(sign) + 1 };
    let line = measure.cells.saturating_sub(beside);
    let room = line.saturating_sub(cells(said(CleanText::default()).as_str()));
    if room >= LEAST_PROBLEM || problems.len() == 1 {
        return Some(said(problem.as_clean().shortened(room, measure.widths)));
    }
    let count = Text::RemarkCount { count: problems.len() }.to_clean(locale);
    let fits = cells(count.as_str()) <= line;
    Some(if fits { count } else { Text::RemarkShort.to_clean(locale) })
}
