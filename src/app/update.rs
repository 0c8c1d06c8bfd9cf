//! Messages and commands: what each changes, and what it wishes for.

use crate::app::facets::FacetRow;
use crate::app::layout::Pane;
use crate::app::overlay::{Overlay, Row};
use crate::app::scroll::row_at_percent;
use crate::app::text::Text;
use crate::app::{App, Effect, Message, Totals};
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::search::facets::{Facet, Filter};

/// The cells by which the measure is changed.
const STEP: isize = 4;
/// Lines that a page shares with the next.
const OVERLAP: usize = 2;

impl App {
    /// Takes a message and gives the wishes that follow from it. Cannot fail.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.key(key),
            Message::Pasted => {
                self.notice = Some(Text::Pasted);
                Vec::new()
            }
            Message::Resized(width, height) => {
                self.size = (width, height);
                self.settle();
                let mut effects = self.preview();
                effects.extend(self.resize_picture());
                effects
            }
            Message::Measured(widths) => {
                self.widths = widths;
                self.settle();
                vec![Effect::Redraw]
            }
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

    /// Runs a command, `count` times where that means something.
    pub fn run(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let row = self.list.cursor.at;
        let effects = if self.overlay.is_some() && command.context() == Context::Global {
            self.run_over(command, count)
        } else {
            self.run_in_panes(command, count)
        };
        self.see_news(command, row);
        self.settle();
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
            Command::Back => self.back(),
            Command::NextPost => return self.step_list(times),
            Command::PreviousPost => return self.step_list(-times),
            Command::ScrollDown => self.scroll_article(times),
            Command::ScrollUp => self.scroll_article(-times),
            Command::NextHeading => self.go_to_heading(count.unwrap_or(1), true),
            Command::PreviousHeading => self.go_to_heading(count.unwrap_or(1), false),
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
                self.filter.facets.clear();
                return self.refilter();
            }
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
            Command::Reload => return self.reload(),
            Command::Redraw => return vec![Effect::Redraw],
            Command::Suspend => return vec![Effect::Suspend],
            Command::Help => self.overlay = Some(Overlay::help(&self.keymap)),
            Command::BackOrQuit => {
                if self.zoom || self.focus != Pane::List {
                    self.back();
                } else {
                    return vec![Effect::Quit(None)];
                }
            }
            Command::Quit => return vec![Effect::Quit(None)],
        }
        Vec::new()
    }

    /// A command while an overlay lies over the panes.
    fn run_over(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let height = usize::from(self.size.1).saturating_sub(2);
        let times = count.unwrap_or(1) as isize;
        let Some(overlay) = &mut self.overlay else { return Vec::new() };
        match command {
            Command::Down => overlay.step(times),
            Command::Up => overlay.step(-times),
            Command::HalfPageDown => overlay.step((height / 2) as isize * times),
            Command::HalfPageUp => overlay.step(-((height / 2) as isize * times)),
            Command::PageDown => overlay.step(height as isize * times),
            Command::PageUp => overlay.step(-(height as isize * times)),
            Command::Top => overlay.step(isize::MIN),
            Command::Bottom => overlay.go_to(usize::MAX),
            Command::Percent => {
                overlay.go_to(row_at_percent(count.unwrap_or(0), overlay.rows.len()));
            }
            Command::Back | Command::BackOrQuit | Command::Help | Command::Problems => {
                self.overlay = None;
            }
            Command::Enter => match overlay.selected().cloned() {
                Some(Row::Command { command, .. }) => {
                    self.overlay = None;
                    return self.run(command, None);
                }
                Some(Row::Problem { key, .. }) => {
                    self.overlay = None;
                    return self.go_to_post(&key);
                }
                Some(Row::Link { target, .. }) => {
                    self.overlay = None;
                    return self.follow(&target);
                }
                Some(Row::Place { place, .. }) => {
                    self.overlay = None;
                    self.go_to_place(place);
                }
                _ => self.overlay = None,
            },
            Command::Quit => return vec![Effect::Quit(None)],
            Command::Redraw => return vec![Effect::Redraw],
            Command::Suspend => return vec![Effect::Suspend],
            _ => {}
        }
        Vec::new()
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => self.facets.step(by),
            Pane::List => return self.step_list(by),
            Pane::Article => self.scroll_article(by),
        }
        Vec::new()
    }

    fn step_list(&mut self, by: isize) -> Vec<Effect> {
        let before = self.list.cursor.at;
        self.list.cursor.step(by, self.list.posts.len());
        self.list_was_moved();
        if self.focus == Pane::Article && before == self.list.cursor.at {
            self.notice = Some(if by < 0 { Text::NewestPost } else { Text::OldestPost });
        }
        self.preview()
    }

    /// From now on the cursor stays on its post, whatever arrives.
    pub(super) fn list_was_moved(&mut self) {
        self.list.touched = true;
    }

    fn go_to(&mut self, row: usize) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => self.facets.go_to(row),
            Pane::List => {
                self.list.cursor.at = row.min(self.list.posts.len().saturating_sub(1));
                self.list_was_moved();
                return self.preview();
            }
            Pane::Article => {
                let height = self.height(Pane::Article);
                self.article.go_to(row, height);
            }
        }
        Vec::new()
    }

    fn scroll_article(&mut self, by: isize) {
        let height = self.height(Pane::Article);
        if height > 0 {
            self.article.scroll(by, height);
        }
    }

    /// Moves the focus among the panes in a circle.
    fn focus_by(&mut self, by: usize) -> Vec<Effect> {
        let at = Pane::ALL.iter().position(|&pane| pane == self.focus).unwrap_or(0);
        let pane = Pane::ALL.get((at + by) % Pane::ALL.len()).copied().unwrap_or_default();
        self.focus_on(pane)
    }

    fn focus_on(&mut self, pane: Pane) -> Vec<Effect> {
        self.focus = pane;
        self.preview()
    }

    fn enter(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => {
                self.filter.facets =
                    self.facets.selected().map(|row| row.facet.clone()).into_iter().collect();
                self.focus = Pane::List;
                self.list.cursor = crate::app::scroll::Cursor::default();
                self.list_was_moved();
                self.refilter_from_top()
            }
            Pane::List if self.list.posts.is_empty() => Vec::new(),
            Pane::List => self.focus_on(Pane::Article),
            Pane::Article => Vec::new(),
        }
    }

    fn back(&mut self) {
        if self.zoom {
            self.zoom = false;
        } else {
            self.focus = match self.focus {
                Pane::List => Pane::Facets,
                Pane::Facets | Pane::Article => Pane::List,
            };
        }
    }

    fn toggle_facet(&mut self) -> Vec<Effect> {
        match self.facets.selected().map(|row| row.facet.clone()) {
            Some(facet) => self.filter.toggle(&facet),
            None => self.filter.facets.clear(),
        }
        self.refilter()
    }

    fn toggle_hidden(&mut self) -> Vec<Effect> {
        self.filter.hidden = !self.filter.hidden;
        let (posts, folders) = (self.archive.hidden_count(), self.progress.excluded.len());
        self.notice = Some(if self.filter.hidden {
            Text::HiddenShown { posts, folders }
        } else {
            Text::HiddenHidden { posts, folders }
        });
        self.refilter()
    }

    fn refilter_from_top(&mut self) -> Vec<Effect> {
        self.list.posts.clear();
        self.refilter()
    }

    /// Makes the list and the counts anew after the filter changed.
    pub(super) fn refilter(&mut self) -> Vec<Effect> {
        self.select_posts();
        self.settle();
        self.preview()
    }

    /// Lists and counts the posts of the archive that pass the filter.
    pub(super) fn select_posts(&mut self) {
        let all = Filter { hidden: self.filter.hidden, facets: Vec::new() };
        let listable = all.select(&self.archive, self.archive.newest_first());
        let listed = self.filter.select(&self.archive, &listable);
        let mut counts = Totals::default();
        counts.all.add(&self.archive, &listable);
        counts.listed.add(&self.archive, &listed);
        self.counts = counts;
        self.list.replace(&self.archive, listed);
        self.rebuild_facets();
    }

    fn rebuild_facets(&mut self) {
        self.facets.rebuild(&self.archive, &self.filter, &self.counts.all, &self.counts.listed);
    }

    /// Brings all cursors into view and the page to its measure.
    pub(super) fn settle(&mut self) {
        // A pane that is not shown keeps its place.
        let list = self.height(Pane::List);
        if list > 0 {
            self.list.cursor.follow(self.list.posts.len(), list);
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
        if let Some(overlay) = &mut self.overlay {
            let in_view = height * overlay.columns(self.size.0);
            overlay.cursor.follow(overlay.rows.len(), in_view);
        }
    }

    /// A facet as it is named alone: a category by the label that the archive gives it.
    fn facet_name(&self, facet: &Facet) -> CleanText {
        match facet {
            Facet::Year(None) => Text::Undated.to_clean(self.locale),
            facet => self.facets.label(facet),
        }
    }

    /// A facet as it is named in its place among the facets.
    pub fn facet_label(&self, row: &FacetRow) -> CleanText {
        match row.facet {
            Facet::Year(None) => Text::Undated.to_clean(self.locale),
            _ => row.label.clone(),
        }
    }

    /// The chosen facets by name, for the top line.
    pub fn breadcrumb(&self) -> CleanText {
        let names: Vec<CleanText> =
            self.filter.facets.iter().map(|facet| self.facet_name(facet)).collect();
        CleanText::join(names.iter().map(CleanText::as_clean), "  ")
    }
}
