//! Messages and commands: what each changes, and what it wishes for.

use crate::app::article::{Article, facts};
use crate::app::layout::Pane;
use crate::app::overlay::{Overlay, Row};
use crate::app::scroll::row_at_percent;
use crate::app::{App, Effect, MEASURE, Message, ReadWish, Totals};
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::keymap::{Code, Key, Lookup};
use crate::search::facets::{Facet, Filter};

/// The largest count that is taken in.
const LARGEST_COUNT: usize = 9_999_999;
/// The narrowest and widest measure, and the step between two, in cells.
const MEASURES: (usize, usize, usize) = (20, 200, 4);
/// Lines that a page shares with the next.
const OVERLAP: usize = 2;

impl App {
    /// Takes a message and gives the wishes that follow from it. Cannot fail.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.key(key),
            Message::Pasted => {
                self.notice = CleanText::line("pasted text does nothing here");
                Vec::new()
            }
            Message::Resized(width, height) => {
                self.size = (width, height);
                self.settle();
                self.preview()
            }
            Message::Loaded(generation, event) => self.loaded(generation, event),
            Message::Read(article) => self.show(*article),
            Message::NotRead(post, reason) => {
                if self.article.wanted == Some(post) {
                    self.article.article = None;
                    self.article.failure = Some(reason);
                    self.article.wanted = None;
                }
                Vec::new()
            }
        }
    }

    fn show(&mut self, mut article: Article) -> Vec<Effect> {
        let is_same = |id: PostId| {
            self.archive.post(id).is_some_and(|post| post.key_bytes() == article.key.as_bytes())
        };
        if self.article.wanted != Some(article.post) || !is_same(article.post) {
            return Vec::new();
        }
        self.archive.add_problems(article.post, std::mem::take(&mut article.problems));
        self.article.wanted = None;
        self.article.failure = None;
        // The same post read again keeps its place.
        let again = self.article.article.as_ref().is_some_and(|shown| shown.key == article.key);
        if !again {
            self.article.top = 0;
        }
        self.article.article = Some(article);
        self.settle();
        Vec::new()
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        let key = key.folded();
        self.notice = CleanText::default();
        if let Some(digit) = self.digit(key) {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(LARGEST_COUNT));
            return Vec::new();
        }
        let unfinished = !self.pending.is_empty() || self.count.is_some();
        if key.code == Code::Escape && unfinished {
            self.pending.clear();
            self.count = None;
            return Vec::new();
        }
        self.pending.push(key);
        match self.keymap.look_up(self.context(), &self.pending) {
            Lookup::Matched(command) => {
                self.pending.clear();
                let count = self.count.take();
                self.run(command, count)
            }
            Lookup::Pending => Vec::new(),
            Lookup::NotFound => {
                let keys: String = self.pending.drain(..).map(|key| key.to_string()).collect();
                self.count = None;
                let help = self.keymap.keys_of(Command::Help);
                let help = help.split(' ').next().unwrap_or_default();
                self.notice =
                    CleanText::line(&format!("{keys} does nothing here · {help} shows the keys"));
                Vec::new()
            }
        }
    }

    /// A digit of a count; 0 begins none.
    fn digit(&self, key: Key) -> Option<usize> {
        let Key { code: Code::Char(c), control: false, alt: false } = key else { return None };
        let digit = c.to_digit(10)? as usize;
        let begins = digit != 0 || self.count.is_some();
        (self.pending.is_empty() && begins).then_some(digit)
    }

    /// Where the next key goes.
    fn context(&self) -> Context {
        if self.overlay.is_some() {
            return Context::Global;
        }
        match self.focus {
            Pane::Facets => Context::Facets,
            Pane::List => Context::List,
            Pane::Article => Context::Article,
        }
    }

    /// Runs a command, `count` times where that means something.
    pub fn run(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let effects = if self.overlay.is_some() && command.context() == Context::Global {
            self.run_over(command, count)
        } else {
            self.run_in_panes(command, count)
        };
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
            Command::Enter => return self.enter(),
            Command::Back => self.back(),
            Command::NextPost => return self.step_list(times),
            Command::PreviousPost => return self.step_list(-times),
            Command::ScrollDown => self.scroll_article(times),
            Command::ScrollUp => self.scroll_article(-times),
            Command::NextHeading => self.go_to_heading(count.unwrap_or(1), true),
            Command::PreviousHeading => self.go_to_heading(count.unwrap_or(1), false),
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
            Command::Wider => self.change_measure(MEASURES.2 as isize * times),
            Command::Narrower => self.change_measure(-(MEASURES.2 as isize) * times),
            Command::AmbiguousWidth => {
                self.widths.ambiguous_wide = !self.widths.ambiguous_wide;
                let cells = if self.widths.ambiguous_wide { "two cells" } else { "one cell" };
                self.notice = CleanText::line(&format!("“ ” … — · are taken for {cells} each"));
                return vec![Effect::Redraw];
            }
            Command::Reload => return self.reload(),
            Command::Redraw => return vec![Effect::Redraw],
            Command::Suspend => return vec![Effect::Suspend],
            Command::Help => self.overlay = Some(Overlay::help(&self.keymap)),
            Command::BackOrQuit => {
                if self.zoom || self.focus == Pane::Article {
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
        self.list.touched = true;
        if self.focus == Pane::Article && before == self.list.cursor.at {
            let end = if by < 0 { "newest" } else { "oldest" };
            self.notice = CleanText::line(&format!("this is the {end} post of the list"));
        }
        self.preview()
    }

    fn go_to(&mut self, row: usize) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => self.facets.go_to(row),
            Pane::List => {
                self.list.cursor.at = row.min(self.list.posts.len().saturating_sub(1));
                self.list.touched = true;
                return self.preview();
            }
            Pane::Article => {
                self.article.top = row.min(self.article.last_top(self.height(Pane::Article)));
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

    fn go_to_heading(&mut self, count: usize, forward: bool) {
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
                self.article.top = line.min(self.article.last_top(self.height(Pane::Article)));
            }
            None => self.notice = CleanText::line("no further heading"),
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
                self.list.touched = true;
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
                Pane::Article => Pane::List,
                Pane::List | Pane::Facets => Pane::Facets,
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
        let hidden = crate::app::article::grouped(self.archive.hidden_count());
        let verb = if self.filter.hidden { "shown" } else { "hidden" };
        self.notice =
            CleanText::line(&format!("{hidden} drafts, unpublished and excluded posts are {verb}"));
        self.refilter()
    }

    fn refilter_from_top(&mut self) -> Vec<Effect> {
        self.list.posts.clear();
        self.refilter()
    }

    /// Makes the list and the counts anew after the filter changed.
    fn refilter(&mut self) -> Vec<Effect> {
        let all = Filter { hidden: self.filter.hidden, facets: Vec::new() };
        let listable = all.select(&self.archive, self.archive.newest_first());
        let listed = self.filter.select(&self.archive, &listable);
        let mut counts = Totals::default();
        counts.all.add(&self.archive, &listable);
        counts.listed.add(&self.archive, &listed);
        self.counts = counts;
        self.list.replace(&self.archive, listed);
        self.rebuild_facets();
        self.settle();
        self.preview()
    }

    fn rebuild_facets(&mut self) {
        self.facets.rebuild(&self.archive, &self.filter, &self.counts.all, &self.counts.listed);
    }

    fn change_measure(&mut self, by: isize) {
        let widest = usize::from(self.size.0).clamp(MEASURES.0, MEASURES.1);
        self.measure = self.measure.saturating_add_signed(by).clamp(MEASURES.0, widest);
        let usual = if self.measure == MEASURE { " (the usual)" } else { "" };
        self.notice = CleanText::line(&format!("measure {}{usual}", self.measure));
    }

    /// Opens a post by its path, wherever it is listed.
    fn go_to_post(&mut self, key: &PostKey) -> Vec<Effect> {
        let Some(id) = self.archive.find(key.as_bytes()) else { return Vec::new() };
        if let Some(at) = self.list.position(&self.archive, id) {
            self.list.cursor.at = at;
            self.list.touched = true;
        }
        self.focus = Pane::Article;
        self.wish(id).into_iter().collect()
    }

    /// Brings all cursors into view and the page to its measure.
    pub(super) fn settle(&mut self) {
        let list = self.height(Pane::List);
        self.list.cursor.follow(self.list.posts.len(), list);
        let facets = self.height(Pane::Facets);
        self.facets.cursor.follow(self.facets.rows.len(), facets);
        let article = self.height(Pane::Article);
        if article > 0 {
            let measure = self.measure();
            self.article.refit(measure, article);
        }
        let height = usize::from(self.size.1).saturating_sub(2);
        if let Some(overlay) = &mut self.overlay {
            overlay.cursor.follow(overlay.rows.len(), height);
        }
    }

    /// Wishes for the post under the cursor, if there is a pane to show it in.
    pub(super) fn preview(&mut self) -> Vec<Effect> {
        if self.height(Pane::Article) == 0 {
            return Vec::new();
        }
        let Some(id) = self.selected() else {
            self.article.article = None;
            self.article.wanted = None;
            return Vec::new();
        };
        self.wish(id).into_iter().collect()
    }

    fn wish(&mut self, id: PostId) -> Option<Effect> {
        let post = self.archive.post(id)?;
        let shown = self
            .article
            .article
            .as_ref()
            .is_some_and(|article| article.key.as_bytes() == post.key_bytes());
        if self.article.wanted == Some(id) || shown && self.article.wanted.is_none() {
            return None;
        }
        let wish = ReadWish {
            post: id,
            key: post.key(),
            title: post.title().to_clean(),
            facts: facts(post),
            measure: self.measure(),
            site: std::sync::Arc::clone(self.site.as_ref()?),
        };
        self.article.wanted = Some(id);
        self.article.failure = None;
        Some(Effect::Read(wish))
    }

    /// The chosen facets by name, for the top line.
    pub fn breadcrumb(&self) -> CleanText {
        let names: Vec<CleanText> =
            self.filter.facets.iter().map(|facet: &Facet| facet.label(&self.archive)).collect();
        CleanText::join(names.iter().map(CleanText::as_clean), "  ")
    }
}
