//! Messages and commands: what each changes, and what it wishes for.

use ratatui::layout::Position;

use crate::app::cursor::row_at_percent;
use crate::app::input::prompt::Asked;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::Overlay;
use crate::app::text::Text;
use crate::app::{Alarm, App, Awaited, Effect, Message};
use crate::command::{Command, Context};
use crate::search::query::field::Sort;

/// The cells by which the measure is changed.
const STEP: isize = 4;
/// Lines that a page shares with the next.
const OVERLAP: usize = 2;

impl App {
    /// Takes a message and gives the wishes that follow from it. Cannot fail.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = self.take_in(message);
        effects.extend(self.count_soon());
        effects
    }

    fn take_in(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.choosing(|app| app.key(key)),
            Message::Mouse(mouse, x, y) => self.choosing(|app| app.mouse(mouse, Position { x, y })),
            Message::Pasted(text) => self.pasted(&text),
            Message::Resized(width, height) => {
                self.size = (width, height);
                self.settle();
                let mut effects = self.preview();
                effects.extend(self.resize_picture());
                effects.extend(self.wish_snippets());
                effects
            }
            Message::Measured(widths) => {
                self.widths = widths;
                self.settle();
                vec![Effect::Redraw]
            }
            Message::Found(purpose, number, hits, ended) => {
                self.found(purpose, number, &hits, ended)
            }
            Message::Snippets(number, snippets) => {
                self.take_snippets(number, snippets);
                Vec::new()
            }
            Message::Counted(query, count) => {
                self.counted(query, count);
                Vec::new()
            }
            Message::Indexing(progress) => {
                self.counted.is_stale |= progress.is_none();
                self.indexing = progress;
                Vec::new()
            }
            Message::NotIndexed(reason) => {
                self.indexing = None;
                self.notice = Some(Text::IndexFailed { reason });
                Vec::new()
            }
            Message::State(news) => self.news(news),
            Message::Alarm(alarm) if !self.heeds(alarm) => Vec::new(),
            Message::Alarm(Alarm::Seen(_)) => self.note_reading(false),
            Message::Alarm(Alarm::Keys(_)) => {
                self.shows_keys = true;
                Vec::new()
            }
            Message::Alarm(Alarm::Views) => self.count_views(),
            Message::Ending => self.end(),
            Message::Speak(locale) => self.speak(locale),
            Message::Loaded(generation, event) => self.loaded(generation, event),
            Message::Read(article) => self.show(*article),
            Message::Picture(wish, result) => self.show_picture(&wish, result),
            Message::Changed(generation, report) => self.changed(generation, report),
            Message::NotRead(post, reason) => {
                self.not_read(post, reason);
                Vec::new()
            }
        }
    }

    /// Whether a time that comes would change anything.
    pub fn heeds(&self, alarm: Alarm) -> bool {
        match alarm {
            Alarm::Seen(view) => view == self.views,
            Alarm::Keys(sequence) => sequence == self.sequence && !self.pending.is_empty(),
            Alarm::Views => true,
        }
    }

    /// Runs a command, `count` times where that means something.
    pub fn run(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let row = self.list.cursor.at;
        let mut effects = if self.overlay.is_some() && command.context() == Context::Global {
            self.run_over(command, count)
        } else {
            self.run_in_panes(command, count)
        };
        self.see_news(command, row);
        self.settle();
        effects.extend(self.wish_snippets());
        effects.extend(self.note_opened());
        effects
    }

    fn run_in_panes(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let times = count.unwrap_or(1) as isize;
        let height = self.height(self.focus);
        let half = (height / 2).max(1) as isize;
        let page = height.saturating_sub(OVERLAP).max(1) as isize;
        match command {
            Command::Down => return self.step(times),
            Command::Up => return self.step(-times),
            Command::HalfPageDown => return self.step(half.saturating_mul(times)),
            Command::HalfPageUp => return self.step(half.saturating_mul(-times)),
            Command::PageDown => return self.step(page.saturating_mul(times)),
            Command::PageUp => return self.step(page.saturating_mul(-times)),
            Command::Top => return self.go_to(count.map_or(0, |row| row.saturating_sub(1))),
            Command::Bottom => {
                return self.go_to(count.map_or(usize::MAX, |row| row.saturating_sub(1)));
            }
            Command::Percent => {
                let len = match self.focus {
                    Pane::Facets => self.facets.rows.len(),
                    Pane::List => self.list.posts.len(),
                    Pane::Article => self.article.last_top(height) + 1,
                };
                return self.go_to(row_at_percent(count.unwrap_or(0), len));
            }
            Command::FocusNext => return self.focus_by(1),
            Command::FocusPrevious => return self.focus_by(2),
            Command::FocusFacets => return self.focus_on(Pane::Facets),
            Command::FocusList => return self.focus_on(Pane::List),
            Command::FocusArticle => return self.focus_on(Pane::Article),
            Command::Enter => {
                return match count.filter(|_| self.focus == Pane::Article) {
                    Some(number) => self.follow_number(number),
                    None => self.enter(),
                };
            }
            Command::Back => return self.back(),
            Command::NextPost => return self.step_list(times),
            Command::PreviousPost => return self.step_list(-times),
            Command::ScrollDown => self.scroll_article(times),
            Command::ScrollUp => self.scroll_article(-times),
            Command::NextUnread => return self.go_to_unread(count.unwrap_or(1), true),
            Command::PreviousUnread => return self.go_to_unread(count.unwrap_or(1), false),
            Command::ToggleRead => return self.toggle_read(),
            Command::ReadAll => return self.read_all(),
            Command::ToggleStar => return self.toggle_star(),
            Command::Select => return self.select(),
            Command::SetMark => self.await_letter(Awaited::SetMark),
            Command::GoToMark => self.await_letter(Awaited::GoToMark),
            Command::Undo => return self.undo(),
            Command::NextHeading => self.go_to_heading(count.unwrap_or(1), true),
            Command::PreviousHeading => self.go_to_heading(count.unwrap_or(1), false),
            Command::Find => return self.ask(Asked::Find, ""),
            Command::Search => return self.begin_search(),
            Command::Filter => {
                let query = self.narrowing.as_ref();
                let text = query.map(|query| query.text.to_string()).unwrap_or_default();
                return self.ask(Asked::Filter, &text);
            }
            Command::SaveView => return self.ask_for_view(),
            Command::GoToTitle => return self.ask(Asked::Title, ""),
            Command::NextHit if self.is_among_hits() => return self.step_hits(times),
            Command::PreviousHit if self.is_among_hits() => return self.step_hits(-times),
            Command::NextHit => return self.next_hit(count.unwrap_or(1), true),
            Command::PreviousHit => return self.next_hit(count.unwrap_or(1), false),
            Command::CommandLine => return self.ask(Asked::Command, ""),
            Command::MoreLike => return self.more_like(),
            Command::OnThisDay => return self.on_this_day(),
            Command::GoToCategory => return self.ask(Asked::Category, ""),
            Command::GoToTag => return self.ask(Asked::Tag, ""),
            Command::GoToDate => return self.ask(Asked::Date, ""),
            Command::NextMonth => return self.go_to_month(count.unwrap_or(1), true),
            Command::PreviousMonth => return self.go_to_month(count.unwrap_or(1), false),
            Command::Theme | Command::Layout | Command::Language | Command::Sort => {
                return self.ask(Asked::Command, &format!("{command} "));
            }
            Command::Reverse => {
                let Sort { key, reversed } = self.list.sort;
                return self.sort(Sort { key, reversed: !reversed });
            }
            Command::MoreList => self.change_shares(times),
            Command::LessList => self.change_shares(-times),
            Command::Note => return self.write_note(),
            Command::LinkHints => self.hint_links(),
            Command::CopyTitle
            | Command::CopyUrl
            | Command::CopyArticle
            | Command::CopyPath
            | Command::CopyLink => return self.copy(command, count),
            Command::Edit => return self.edit(),
            Command::Pager => return self.page(),
            Command::Links => self.list_of_article(Overlay::links),
            Command::Outline => self.list_of_article(Overlay::outline),
            Command::OpenSource => return self.open_source(),
            Command::JumpBack => return self.jump(false),
            Command::JumpForward => return self.jump(true),
            Command::ToggleFacet => return self.toggle_facet(),
            Command::Fold => {
                if self.facets.set_open(false) {
                    self.rebuild_facets();
                } else {
                    self.facets.go_to_parent();
                }
            }
            Command::Unfold => {
                if !self.facets.set_open(true) {
                    return self.enter();
                }
                self.rebuild_facets();
            }
            Command::ClearFilter => {
                if self.filter.facets.is_empty() && self.narrowing.is_none() {
                    self.notice = Some(Text::NoFilter);
                }
                self.filter.facets.clear();
                self.stop_narrowing();
                return self.refilter();
            }
            Command::ClearLast => return self.clear_last(),
            Command::ToggleHidden => return self.toggle_hidden(),
            Command::AddFolders => return self.add_folders(),
            Command::Problems => {
                self.overlay = Some(Overlay::problems(&self.archive, &self.progress.excluded));
            }
            Command::Zoom => {
                self.zoom = !self.zoom;
                return self.preview();
            }
            Command::Wider => self.change_measure(STEP * times),
            Command::Narrower => self.change_measure(-STEP * times),
            Command::AmbiguousWidth => {
                self.widths.ambiguous_wide = !self.widths.ambiguous_wide;
                let cells = if self.widths.ambiguous_wide { 2 } else { 1 };
                self.notice = Some(Text::AmbiguousWidth { cells });
                return vec![Effect::Redraw];
            }
            Command::Probe => return vec![Effect::Probe],
            Command::Reload => return self.reload(),
            Command::Redraw => return vec![Effect::Redraw],
            Command::Suspend => return vec![Effect::Suspend],
            Command::Help => self.overlay = Some(Overlay::help(&self.keymap, self.context())),
            Command::BackOrQuit => {
                if self.zoom || self.focus != Pane::List || self.search.is_some() {
                    return self.back();
                }
                return vec![Effect::Quit(None)];
            }
            Command::Quit => return vec![Effect::Quit(None)],
        }
        Vec::new()
    }

    /// Brings all cursors into view and the page to its measure.
    pub(in crate::app) fn settle(&mut self) {
        // A pane that is not shown keeps its place.
        let list = self.height(Pane::List);
        if list > 0 {
            let rows = self.list_rows().max(1);
            self.list.cursor.follow(self.list.posts.len(), rows);
        }
        let facets = self.height(Pane::Facets);
        if facets > 0 {
            self.facets.cursor.follow(self.facets.rows.len(), facets);
        }
        let article = self.height(Pane::Article);
        if article > 0 {
            let measure = self.measure();
            self.article.refit(measure, article);
        }
        let height = usize::from(self.size.1).saturating_sub(2);
        let in_view = height * self.overlay_columns();
        if let Some(overlay) = &mut self.overlay {
            overlay.cursor.follow(overlay.rows.len(), in_view);
        }
    }
}
