//! Messages: what each changes, and the requests that follow.
//!
//! The only place that changes several rooms at once. After each message, [`App::settle`] derives
//! what the state lacks, so that no command has to remember to ask for it.

mod axis;
mod book;
mod chips;
mod commands;
mod files;
mod highlights;
mod hits;
mod links;
mod marks;
mod mouse;
mod overlays;
mod own;
mod places;
mod script;
mod settings;
pub(super) mod statistics;
mod travel;
mod views;

use std::time::Duration;

use ratatui::layout::Position;

use crate::app::effect::{Alarm, Effect};
use crate::app::input::{Pressed, plain_char};
use crate::app::screen::layout::{Lines, Pane};
use crate::app::session::Session;
use crate::app::text::Text;
use crate::app::{App, Message};
use crate::archive::post::{PostId, PostKey};
use crate::command::Command;
use crate::config::choice::Choice;
use crate::config::keymap::{Code, Key};
use crate::config::locale::Locale;
use crate::state::Change;
use crate::state::record::Kind;
use crate::state::writer::News;

/// How long a key sequence pauses before the keys that may follow are shown.
const HINTS_AFTER: Duration = Duration::from_secs(1);
/// How long the list rests before a post is previewed on a slow line.
const PREVIEW_AFTER: Duration = Duration::from_millis(150);
/// How long the posts of views stay uncounted, since more may change.
const COUNT_AFTER: Duration = Duration::from_millis(300);

impl App {
    /// Takes a message at a time, in milliseconds since 1970; the effects that follow. Cannot fail.
    pub fn update(&mut self, message: Message, now: u64) -> Vec<Effect> {
        let is_new_day = self.library.set_now(now);
        if is_new_day {
            self.begin_day();
        }
        let before = message
            .is_input()
            .then(|| (self.listing.choice(), self.listing.place(), self.undo.len()));
        self.take_in(message);
        if let Some((choice, post, steps)) = before
            // Undoing adds no step.
            && self.undo.len() >= steps
            && self.listing.choice() != choice
        {
            let post = post.and_then(|id| self.library.key_of(id));
            self.undo.push_listed(choice, post, self.undo.len() > steps);
        }
        self.settle();
        self.outbox.take_orders()
    }

    fn take_in(&mut self, message: Message) {
        match message {
            Message::Key(key) => self.key(key),
            Message::Mouse(mouse, x, y) => self.mouse(mouse, Position { x, y }),
            Message::Pasted(text) => self.pasted(&text),
            Message::Resized(width, height) => self.screen.resize(width, height),
            // The alarm is over or overdue; set it again.
            Message::Resumed | Message::Alarm(Alarm::Midnight) => self.alarms.midnight = None,
            Message::Measured(widths) => {
                self.screen.set_widths(widths);
                self.outbox.order(Effect::Redraw);
            }
            Message::Technique(technique) => {
                self.screen.set_technique(technique);
                self.article.forget_pictures();
            }
            Message::Line { is_slow } => self.screen.set_line_slow(is_slow),
            Message::Speak(locale) => self.speak(locale),
            Message::Told(text) => self.outbox.say(text),
            Message::Loaded(generation, event) => self.loaded(generation, event),
            Message::Changed(generation, report) => self.changed(generation, report),
            Message::Read(article) => self.show(*article),
            Message::NotRead(post, reason) => {
                let notice = self.article.not_read(post, reason);
                self.say_if(notice);
            }
            Message::Found { number, hits, ended } => {
                let nothing = self.listing.found(&self.library, number, &hits, ended);
                if let Some(relation) = nothing {
                    self.nothing_related(&relation);
                }
            }
            Message::Looked(number, percent) => self.listing.looked(number, percent),
            Message::Snippets(number, snippets) => self.listing.take_snippets(number, snippets),
            Message::Lines(lines) => {
                if let Some(overlay) = self.screen.overlay_mut() {
                    overlay.take_lines(&lines);
                }
            }
            Message::Counted(query, hits) => self.listing.counted(&self.library, query, hits),
            Message::Muted { number, posts, is_whole } => {
                if self.listing.take_muted(&self.library, number, posts, is_whole) {
                    self.library.forget_news_of(&self.listing.muted_posts());
                }
            }
            Message::Statistics(number, counted) => self.take_statistics(number, &counted),
            Message::Duplicates(version, found) => {
                self.listing.take_duplicates(&self.library, version, found);
            }
            Message::Ordered { version, key, posts } => {
                self.listing.ordered(&self.library, version, key, posts);
            }
            Message::Indexing(progress) => {
                if progress.is_none() {
                    self.listing.views_are_stale();
                    self.listing.index_has_changed();
                }
                self.library.set_indexing(progress);
            }
            Message::NotIndexed(reason) => {
                self.library.set_indexing(None);
                self.outbox.say(Text::IndexFailed { reason });
            }
            Message::State(news) => self.news(news),
            Message::Alarm(alarm) if !self.heeds(alarm) => {}
            Message::Alarm(Alarm::MarkRead(_)) => self.mark_article_read(false),
            Message::Alarm(Alarm::KeyHints(_)) => self.input.show_hints(true),
            Message::Alarm(Alarm::Preview(post)) => self.alarms.preview = Some((post, true)),
            Message::Alarm(Alarm::CountViews) => {
                self.listing.mute_again();
                if let Some(request) = self.listing.count_request(&self.library) {
                    self.outbox.order(Effect::Count(request));
                }
            }
            Message::Ran(ran) => self.ran(ran),
            Message::Ending => self.end(),
            Message::Picture(request, result) => self.show_picture(&request, result),
        }
    }

    /// Whether an alarm would change anything now.
    pub fn heeds(&self, alarm: Alarm) -> bool {
        match alarm {
            Alarm::MarkRead(article) => article == self.article.shown(),
            Alarm::KeyHints(sequence) => self.input.sequence() == Some(sequence),
            Alarm::Preview(post) => self.alarms.preview == Some((post, false)),
            Alarm::CountViews | Alarm::Midnight => true,
        }
    }

    fn key(&mut self, key: Key) {
        if self.input.note().is_some() {
            return self.key_in_note(key);
        }
        if self.input.prompt().is_some() {
            return self.key_in_prompt(key);
        }
        let key = key.folded();
        self.outbox.hush();
        self.input.show_hints(false);
        if self.article.hints().is_some() {
            return self.key_in_hints(key);
        }
        if let Some(awaited) = self.input.take_awaited() {
            return self.letter(awaited, key);
        }
        match self.input.press(key, self.context()) {
            // No key changes what cannot be seen.
            Pressed::Command(command, _) if !self.is_visible() && !command.may_be_blind() => {}
            Pressed::Own(_) if !self.is_visible() => {}
            Pressed::Command(command, count) => self.run(command, count),
            Pressed::Own(at) => self.run_own(at, ""),
            Pressed::Unknown(text) => self.outbox.say(text),
            Pressed::Unfinished => {}
        }
    }

    /// Whether the screen has room for the panes.
    fn is_visible(&self) -> bool {
        self.screen.layout().is_some()
    }

    fn key_in_hints(&mut self, key: Key) {
        match self.article.take_hint(plain_char(key)) {
            Some(Ok(link)) => self.follow(&link),
            Some(Err(text)) => self.outbox.say(text),
            None => {}
        }
    }

    fn key_in_note(&mut self, key: Key) {
        self.outbox.hush();
        match key {
            Key { code: Code::Escape, .. } | Key { code: Code::Char('s'), control: true, .. } => {
                self.keep_note();
            }
            Key { code: Code::Char('c' | 'g'), control: true, .. } => {
                let is_draft = self.input.put_note_aside();
                let keys = self.input.first_key_of(Command::Note);
                let aside = Text::NotePutAside { keys };
                self.outbox.say(if is_draft { aside } else { Text::NoteLeft });
            }
            key => {
                if let Some(note) = self.input.note_mut() {
                    note.press(key);
                }
            }
        }
    }

    /// Switches to another language. The article is read again, since its lines contain our words.
    pub(in crate::app) fn speak(&mut self, locale: Locale) {
        self.screen.set_locale(locale);
        self.article.set_stale();
        self.refresh_overlay();
    }

    /// Starts a new day: relative dates match other posts, and future posts may be published.
    fn begin_day(&mut self) {
        if self.library.publish() {
            self.listing.recount(&self.library);
        }
        self.listing.refresh_hits(&self.library, false);
        self.refresh_overlay();
    }

    /// Takes a report of the writer of the reading state.
    fn news(&mut self, news: News) {
        match news {
            News::Records(records) => {
                let views = self.listing.views(&self.library);
                let keys = self.library.apply_records(&records);
                if self.listing.views(&self.library) != views {
                    self.listing.views_have_changed(&self.library);
                }
                self.refresh_keys(keys.iter().map(Vec::as_slice));
                self.refresh_overlay();
            }
            News::NotSaved(not_saved) => self.library.set_unsaved(Some(not_saved.why)),
            News::Saved => {
                self.library.set_unsaved(None);
                self.outbox.say(Text::Saved);
            }
            News::Problem(problem) => self.outbox.say(problem.into()),
        }
    }

    /// Stores what the next session starts from.
    fn end(&mut self) {
        self.remember_place();
        let mut session = Session {
            reading: self.screen.focus() == Pane::Article,
            measure: self.screen.own_measure(),
            script: self.screen.own_script().map(|script| script.word().to_owned()),
            shares: self.screen.shares(),
            pictures: self.screen.chosen_pictures(),
            newest: self.library.newest(),
            ..Session::default()
        };
        session.set_list(self.selected_key().as_ref(), &self.listing.chosen_conditions());
        if let Ok(change) = Change::new(Kind::Session, b"", Some(&session.print())) {
            self.change_state(&[change], None);
        }
    }

    /// Shows a notice, if there is one.
    pub(super) fn say_if(&mut self, text: Option<Text>) {
        if let Some(text) = text {
            self.outbox.say(text);
        }
    }

    /// The path of the post under the list's cursor.
    fn selected_key(&self) -> Option<PostKey> {
        self.library.key_of(self.listing.selected()?)
    }
}

/// Work that follows every message.
impl App {
    /// Brings cursors into view, fits the article to its measure, and requests missing data.
    fn settle(&mut self) {
        let has_chips = !self.listing.conditions().is_empty() || self.listing.is_sorted();
        self.screen.set_lines(Lines { chips: has_chips, axis: self.listing.has_axis() });
        let [list, facets, article] =
            [Pane::List, Pane::Facets, Pane::Article].map(|pane| self.screen.height(pane));
        self.listing.settle(list, facets);
        let axis = self.axis_area().map(|area| usize::from(area.width));
        self.listing.set_axis_width(axis);
        self.screen.settle();
        self.mark_searched();
        self.forget_button();
        if self.screen.focus() != Pane::Article {
            self.article.end_selection();
        }
        self.article.set_in_words(self.screen.is_linear());
        if article > 0 {
            self.article.refit(self.screen.measure(), article);
            self.request_article();
        }
        self.note_opened();
        let rows = list / usize::from(self.listing.row_height());
        self.listing.request(&self.library, rows, &mut self.outbox);
        if self.preferences.index
            && let Some(request) = self.library.index_request()
        {
            self.outbox.order(Effect::Index(request));
        }
        if let Some(request) = self.statistics_request() {
            self.outbox.order(Effect::Statistics(request));
        }
        if let Some(request) = self.lines_request() {
            self.outbox.order(Effect::Lines(request));
        }
        if let Some(request) = self.screen.picture_request() {
            self.outbox.order(Effect::ReadPicture(request));
        }
        if let Some(request) =
            self.article.request_picture(article, self.screen.technique().in_text())
        {
            self.outbox.order(Effect::ReadPicture(request));
        }
        self.set_alarms();
    }

    /// Requests the post under the cursor, unless an article is kept whose file has vanished.
    fn request_article(&mut self) {
        let selected = self.listing.selected();
        if self.article.is_kept(selected) {
            return;
        }
        let Some(id) = selected else { return self.article.clear() };
        if self.waits_for_rest(id) {
            return;
        }
        let (measure, locale) = (self.screen.measure(), self.screen.locale());
        if let Some(request) = self.article.request(&self.library, id, measure, locale) {
            self.outbox.order(Effect::Read(request));
        }
    }

    /// Whether the preview of a post waits until the list rests: on a slow line, the previews of the
    /// posts on the way would only delay it.
    fn waits_for_rest(&mut self, id: PostId) -> bool {
        let is_shown = self.article.article().is_none_or(|article| article.post == id);
        if !self.screen.is_line_slow() || self.screen.focus() == Pane::Article || is_shown {
            self.alarms.preview = None;
            return false;
        }
        if let Some((post, rests)) = self.alarms.preview
            && post == id
        {
            return !rests;
        }
        self.alarms.preview = Some((id, false));
        self.outbox.order(Effect::Alarm(PREVIEW_AFTER, Alarm::Preview(id)));
        true
    }

    /// Marks the selected post as read if it is open.
    fn note_opened(&mut self) {
        let has_focus = self.screen.focus() == Pane::Article && self.screen.overlay().is_none();
        if has_focus && self.article.count_as_read(self.listing.selected()) {
            self.mark_article_read(true);
        }
    }

    fn set_alarms(&mut self) {
        let shown = self.article.shown();
        // An article that the user did nothing with was only shown, not read.
        let selected = self.listing.selected();
        let is_current = self.article.article().is_some_and(|one| Some(one.post) == selected);
        let is_met = is_current && (self.listing.has_met() || self.article.was_scrolled());
        if is_met
            && std::mem::replace(&mut self.alarms.mark_read, shown) != shown
            && let Some(after) = self.preferences.read_after
        {
            self.outbox.order(Effect::Alarm(after, Alarm::MarkRead(shown)));
        }
        if let Some(sequence) = self.input.sequence()
            && std::mem::replace(&mut self.alarms.key_hints, sequence) != sequence
        {
            self.outbox.order(Effect::Alarm(HINTS_AFTER, Alarm::KeyHints(sequence)));
        }
        if self.listing.take_stale_views(&self.library) {
            self.outbox.order(Effect::Alarm(COUNT_AFTER, Alarm::CountViews));
        }
        // Changes at midnight, and when a reload changes the time zone.
        let midnight = self.library.midnight();
        if self.alarms.midnight.replace(midnight) != Some(midnight) {
            self.outbox.order(Effect::Alarm(self.library.until(midnight), Alarm::Midnight));
        }
    }
}
