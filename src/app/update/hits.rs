//! Finding in the article, hits of a search, and posts that are related.

use crate::app::App;
use crate::app::article::{Arrival, Find};
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::command::Command;
use crate::search::related::Relation;

/// Finding and searching.
impl App {
    /// Finds the list's search in the article, else repeats the article's own search.
    pub(super) fn find_searched(&mut self) {
        match self.listing.search().filter(|search| !search.is_relation()) {
            Some(search) => {
                let sought = search.sought(self.title_of_article());
                self.article.find_searched(search.text(), sought);
            }
            None => self.article.find_again(),
        }
    }

    /// Marks the hits of the list's search in the shown article and goes to the first one. Removes
    /// the marks of a search that is gone. The user's own search in the article stays.
    pub(super) fn mark_searched(&mut self) {
        let of_search = self
            .article
            .found()
            .map(|found| found.is_of_search().then(|| found.words().to_owned()));
        let search = self.listing.search().filter(|search| !search.is_relation());
        match (search, of_search) {
            (None, Some(Some(_))) => self.article.clear_found(),
            (Some(_), Some(None)) | (None, _) => {}
            (Some(search), words) => {
                let is_marked = words.flatten().as_deref() == Some(search.text());
                if is_marked || self.article.post() != self.listing.selected() {
                    return;
                }
                let sought = search.sought(self.title_of_article());
                self.article.find_searched(search.text(), sought);
                if self.screen.focus() != Pane::Article {
                    self.article.go_to_end_hit(false, self.screen.height(Pane::Article));
                }
            }
        }
    }

    /// Returns the title of the shown article; empty if there is none.
    fn title_of_article(&self) -> &str {
        let post = self.article.post().and_then(|id| self.library.archive().post(id));
        post.map(|post| post.title().as_str()).unwrap_or_default()
    }

    /// Whether the marks in the article are hits of the list's search.
    pub(super) fn is_reading_hits(&self) -> bool {
        self.listing.search().is_some() && self.article.found().is_some_and(Find::is_of_search)
    }

    /// Whether the list has the focus, and the hits are marked in the article beside it.
    pub(super) fn is_previewing_hits(&self) -> bool {
        let is_visible = self.screen.layout().is_some_and(|layout| layout.article.is_some());
        self.screen.focus() == Pane::List
            && is_visible
            && self.article.post() == self.listing.selected()
            && self.is_reading_hits()
    }

    /// Opens the article of the list at its first hit, or at the one that the user went to from the list.
    pub(super) fn open_at_hit(&mut self) {
        let is_shown = self.article.post() == self.listing.selected();
        if !is_shown || self.listing.search().is_none() {
            // An article opens at its first hit when it arrives.
            return;
        }
        if self.is_reading_hits() && self.article.found().is_some_and(|found| found.at() > 0) {
            return self.say_hit();
        }
        self.find_searched();
        if self.is_reading_hits() {
            self.article.go_to_end_hit(false, self.screen.height(Pane::Article));
            self.say_hit();
        }
    }

    /// Says which hit of which post is the current one.
    pub(super) fn say_hit(&mut self) {
        let Some(found) = self.article.found() else { return };
        let (at, count) = (found.at() + 1, found.hits().len());
        // While the search runs, the number of posts would soon be wrong.
        let known = if self.listing.is_searching() { 0 } else { self.listing.posts().len() };
        let (post, posts) = (self.listing.cursor().at + 1, known);
        let keys = self.input.first_key_of(Command::NextHit);
        self.outbox.say(match count {
            0 => Text::NoHitInText { post, posts, keys },
            _ => Text::HitOfSearch { at, count, post, posts, keys },
        });
    }

    /// Goes on through the hits of the article, and then to the next article of the list.
    fn next_search_hit(&mut self, count: usize, forward: bool) {
        if !self.is_previewing_hits() {
            self.screen.set_focus(Pane::Article);
        }
        if self.article.step_hit(count, forward, self.screen.height(Pane::Article)) {
            return self.say_hit();
        }
        if !self.listing.step(if forward { 1 } else { -1 }) {
            return self.outbox.say(Text::NoFurtherHit);
        }
        if let Some(key) = self.selected_key() {
            self.article.arrive_at(key, Arrival::Hit { last: !forward });
        }
    }

    pub(super) fn next_hit(&mut self, count: usize, forward: bool) {
        if self.is_reading_hits() {
            return self.next_search_hit(count, forward);
        }
        let height = self.screen.height(Pane::Article);
        match self.article.next_hit(count, forward, height) {
            Some(missed @ Text::NoHit { .. }) => self.outbox.say(missed),
            Some(notice) => {
                self.screen.set_focus(Pane::Article);
                self.outbox.say(notice);
            }
            None => self.outbox.say(Text::NothingFound),
        }
    }

    /// Lists the posts that are similar to the current one.
    pub(super) fn more_like(&mut self) {
        let Some(post) = self.subject().and_then(|id| self.library.archive().post(id)) else {
            return self.outbox.say(Text::NoPost);
        };
        let name = Text::LikePost { title: post.title().to_clean() };
        let relation = Relation::Alike(post.key());
        self.show_related(relation, name);
    }

    /// Lists the posts of other years on the day of the current post, or on today's if it has no
    /// date.
    pub(super) fn on_this_day(&mut self) {
        let post = self.subject().and_then(|id| self.library.archive().post(id));
        let day = post.and_then(PostRef::date).map(|date| date.civil().date());
        let day = day.unwrap_or(self.library.today());
        let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let name = Text::OfDay { month: month.into(), day: of_month.into() };
        self.show_related(Relation::SameDay(day), name);
    }

    /// Lists the posts with the same or nearly the same text as the current one.
    pub(super) fn show_versions(&mut self) {
        let Some(post) = self.subject().and_then(|id| self.library.archive().post(id)) else {
            return self.outbox.say(Text::NoPost);
        };
        let name = Text::VersionsOf { title: post.title().to_clean() };
        let relation = Relation::SameStory(post.key());
        self.show_related(relation, name);
    }

    /// Folds posts with the same text into one row, or gives each its own row.
    pub(super) fn toggle_duplicates(&mut self) {
        let are_folded = !self.listing.folds();
        self.listing.set_folding(&self.library, are_folded);
        let posts = self.listing.listed() - self.listing.posts().len();
        self.outbox.say(if are_folded {
            Text::DuplicatesFolded { posts }
        } else {
            Text::DuplicatesListed
        });
    }

    fn show_related(&mut self, relation: Relation, name: Text) {
        self.listing.show_related(&self.library, relation, name);
        self.screen.set_focus(Pane::List);
    }

    /// Shows a notice that a search for related posts found none.
    pub(super) fn nothing_related(&mut self, relation: &Relation) {
        self.outbox.say(match relation {
            Relation::Alike(_) => Text::NothingAlike,
            Relation::SameDay(_) => Text::NothingThatDay,
            Relation::SameStory(_) => Text::NoVersions,
        });
    }
}
