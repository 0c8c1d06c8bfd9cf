//! The post that is read: which one is wished for, how it comes and how it is laid out.

use crate::app::article::{Arrival, Article, Subject};
use crate::app::library::watching::same_place;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::app::{Alarm, App, Effect, ReadWish};
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::config::locale::Locale;

/// The narrowest and widest measure, in cells.
const MEASURES: (usize, usize) = (20, 200);
/// The cells or the percent by which a pane's share is changed.
const SHARE_STEP: isize = 4;

impl App {
    pub(in crate::app) fn show(&mut self, mut article: Article) -> Vec<Effect> {
        let is_same = |id: PostId| {
            self.archive.post(id).is_some_and(|post| post.key_bytes() == article.key.as_bytes())
        };
        let shown = self.article.article.as_ref();
        // What was read twice may come twice.
        let is_shown = shown.is_some_and(|shown| shown.post == article.post);
        let is_wanted = (self.article.wanted == Some(article.post)
            || self.article.wanted.is_none() && is_shown)
            && article.locale == self.locale;
        if !is_wanted || !is_same(article.post) {
            return Vec::new();
        }
        std::sync::Arc::make_mut(&mut self.archive)
            .add_problems(article.post, std::mem::take(&mut article.problems));
        self.article.wanted = None;
        self.article.failure = None;
        // The same post read again keeps its place.
        let shown = self.article.article.as_ref().filter(|shown| shown.key == article.key);
        let same = shown.map(|shown| same_place(&shown.page, self.article.top, &article.page));
        let mut effects = Vec::new();
        if let Some(top) = same {
            self.article.top = top;
        } else {
            effects = self.remember_place();
            self.article.go_to(0, 0);
            let is_led = self.article.arrival.as_ref().is_some_and(|(key, _)| *key == article.key);
            let place = self.remembered_place(&article.key).filter(|_| !is_led);
            if let Some(place) = place {
                self.article.arrival = Some((article.key.clone(), Arrival::Place(place)));
            }
        }
        self.article.article = Some(article);
        if same.is_none() {
            self.find_searched();
        } else {
            self.article.find_again();
        }
        self.settle();
        self.arrive();
        // Whoever went elsewhere meanwhile is not to be taken there later.
        self.article.arrival = None;
        self.views += 1;
        effects.extend(self.note_opened());
        effects.extend(
            self.preferences.read_after.map(|after| Effect::Alarm(after, Alarm::Seen(self.views))),
        );
        effects
    }

    /// Marks the selected post as read if it is being read.
    pub(in crate::app) fn note_opened(&mut self) -> Vec<Effect> {
        let is_selected = self.article.article.as_ref().map(|article| article.post);
        let is_open = self.focus == Pane::Article
            && self.overlay.is_none()
            && self.article.wanted.is_none()
            && is_selected.is_some()
            && is_selected == self.selected();
        // Once a view: whoever marks it as unread wants it so.
        if !is_open || self.opened == self.views {
            return Vec::new();
        }
        self.opened = self.views;
        self.note_reading(true)
    }

    /// Wishes for the post under the cursor, if there is a pane to show it in.
    pub(in crate::app) fn preview(&mut self) -> Vec<Effect> {
        if self.height(Pane::Article) == 0 || self.keeps_article() {
            return Vec::new();
        }
        let Some(id) = self.selected() else {
            self.article.clear();
            return Vec::new();
        };
        self.wish(id).into_iter().collect()
    }

    fn wish(&mut self, id: PostId) -> Option<Effect> {
        let post = self.archive.post(id)?;
        let note = self.state.note(post.key_bytes()).map(CleanText::body);
        let shown = self.article.article.as_ref().is_some_and(|article| {
            !article.stale && article.note == note && article.key.as_bytes() == post.key_bytes()
        });
        if self.article.wanted == Some(id) || shown && self.article.wanted.is_none() {
            return None;
        }
        let wish = ReadWish {
            subject: Subject { note, ..Subject::of(post, self.locale) },
            measure: self.measure(),
            locale: self.locale,
            site: std::sync::Arc::clone(self.site.as_ref()?),
        };
        self.article.wanted = Some(id);
        self.article.failure = None;
        Some(Effect::Read(wish))
    }

    /// Speaks another language from now on. The article is read again: its lines hold words of ours.
    pub(in crate::app) fn speak(&mut self, locale: Locale) -> Vec<Effect> {
        self.locale = locale;
        self.article.wanted = None;
        if let Some(article) = &mut self.article.article {
            article.stale = true;
        }
        self.preview()
    }

    /// Changes the measure from what is seen now, which the screen may have made narrower.
    pub(in crate::app) fn change_measure(&mut self, by: isize) {
        let seen = self.measure().cells;
        if by > 0 && seen < self.measure {
            self.notice = Some(Text::AsWideAsPane);
            return;
        }
        self.measure = seen.saturating_add_signed(by).clamp(MEASURES.0, MEASURES.1);
        let cells = self.measure;
        let is_usual = cells == self.preferences.measure;
        self.notice =
            Some(if is_usual { Text::MeasureUsual { cells } } else { Text::Measure { cells } });
    }

    /// Gives the list, or the facets where they have the focus, more room or less.
    pub(in crate::app) fn change_shares(&mut self, by: isize) {
        let mut shares = self.shares;
        let share = if self.focus == Pane::Facets { &mut shares.facets } else { &mut shares.list };
        *share = share.saturating_add_signed((by * SHARE_STEP) as i16);
        self.shares = shares.clamped();
        let (list, facets) = (self.shares.list.into(), self.shares.facets.into());
        self.notice = Some(Text::Panes { list, facets });
    }

    /// Opens a post by its path, wherever it is listed.
    pub(in crate::app) fn go_to_post(&mut self, key: &PostKey) -> Vec<Effect> {
        let Some(id) = self.archive.find(key.as_bytes()) else { return Vec::new() };
        let mut effects = Vec::new();
        if self.list.position(&self.archive, id).is_none() {
            effects = self.leave_searches();
        }
        if self.list.position(&self.archive, id).is_none() {
            // The list leads everywhere the article goes.
            self.filter.facets.clear();
            self.stop_narrowing();
            self.filter.hidden |=
                self.archive.post(id).is_some_and(|post| post.status().is_hidden());
            effects.extend(self.refilter());
        }
        if let Some(at) = self.list.position(&self.archive, id) {
            self.list.cursor.at = at;
            self.list_was_moved();
        }
        self.focus = Pane::Article;
        effects.extend(self.wish(id));
        effects
    }

    pub(in crate::app) fn go_to_heading(&mut self, count: usize, forward: bool) {
        let Some(article) = &self.article.article else { return };
        let lines: Vec<usize> = article.page.headings().map(|(line, ..)| line).collect();
        let skip = count.saturating_sub(1);
        let target = if forward {
            lines.iter().filter(|&&line| line > self.article.top).nth(skip)
        } else {
            lines.iter().rev().filter(|&&line| line < self.article.top).nth(skip)
        };
        match target {
            Some(&line) => {
                let height = self.height(Pane::Article);
                self.article.go_to(line, height);
            }
            None => self.notice = Some(Text::NoFurtherHeading),
        }
    }
}
