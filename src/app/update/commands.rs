//! Commands: which room each changes.

use crate::app::App;
use crate::app::article::Article;
use crate::app::cursor::row_at_percent;
use crate::app::effect::Effect;
use crate::app::input::Awaited;
use crate::app::input::prompt::PromptKind;
use crate::app::listing::facets;
use crate::app::listing::query::Origin;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::Overlay;
use crate::app::text::Text;
use crate::command::{Command, Context};
use crate::search::query::field::{Sort, SortKey};

/// The cells by which the measure changes.
const MEASURE_STEP: isize = 4;
/// Lines that a page shares with the next.
const OVERLAP: usize = 2;

impl App {
    /// Runs a command, `count` times where that means something.
    pub(in crate::app) fn run(&mut self, command: Command, count: Option<usize>) {
        let row = self.listing.cursor().at;
        if self.screen.overlay().is_some() {
            return self.run_in_overlay(command, count);
        }
        if self.context() != Context::Selection || !self.run_in_selection(command, count) {
            self.run_in_panes(command, count);
        }
        // Posts are new until the user goes to the top of the list.
        let is_at_top = self.listing.cursor().at == 0;
        if is_at_top && (row > 0 || command == Command::Top) {
            self.library.clear_news();
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table: one row per command")]
    pub(super) fn run_in_panes(&mut self, command: Command, count: Option<usize>) {
        let (once, times) = (count.unwrap_or(1), count.unwrap_or(1) as isize);
        let height = self.screen.height(self.screen.focus());
        let half = (height / 2).max(1) as isize;
        let page = height.saturating_sub(OVERLAP).max(1) as isize;
        let row = count.map(|row| row.saturating_sub(1));
        match command {
            Command::Down => self.step(times),
            Command::Up => self.step(-times),
            Command::HalfPageDown => self.step(half.saturating_mul(times)),
            Command::HalfPageUp => self.step(half.saturating_mul(-times)),
            Command::PageDown => self.step(page.saturating_mul(times)),
            Command::PageUp => self.step(page.saturating_mul(-times)),
            Command::Top => self.go_to_row(row.unwrap_or(0)),
            Command::Bottom => self.go_to_row(row.unwrap_or(usize::MAX)),
            Command::Percent => {
                let rows = match self.screen.focus() {
                    Pane::Facets => self.listing.facets().rows().len(),
                    Pane::List => self.listing.posts().len(),
                    Pane::Article => self.article.last_top(height) + 1,
                };
                self.go_to_row(row_at_percent(count.unwrap_or(0), rows));
            }
            Command::FocusNext => self.screen.focus_by(1),
            Command::FocusPrevious => self.screen.focus_by(2),
            Command::FocusFacets => self.screen.set_focus(Pane::Facets),
            Command::FocusList => self.screen.set_focus(Pane::List),
            Command::FocusArticle => self.screen.set_focus(Pane::Article),
            Command::Enter => match count.filter(|_| self.screen.focus() == Pane::Article) {
                Some(number) => self.follow_number(number),
                None => self.enter(),
            },
            Command::Back => self.back(),
            Command::Clear if self.cancel_own() => {}
            Command::Clear => self.clear(),
            Command::NextPost => self.next_post(times),
            Command::PreviousPost => self.next_post(-times),
            Command::ScrollDown => self.scroll_article(times),
            Command::ScrollUp => self.scroll_article(-times),
            Command::NextUnread => self.go_to_unread(once, true),
            Command::PreviousUnread => self.go_to_unread(once, false),
            Command::ToggleRead => self.toggle_read(),
            Command::ReadAll => self.read_all(),
            Command::ToggleStar => self.toggle_star(),
            Command::Select => {
                if let Some(posts) = self.listing.toggle_chosen() {
                    self.outbox.say(Text::SelectedPosts { posts });
                }
            }
            Command::SelectRange
                if self.listing.facets().is_on_axis() && self.screen.focus() == Pane::Facets =>
            {
                if self.listing.toggle_axis_anchor() {
                    self.outbox.say(Text::RangeStarts);
                }
            }
            // A range of posts would begin in a pane without the focus.
            Command::SelectRange if self.screen.focus() == Pane::Facets => {
                let keys = self.input.first_key_of(command);
                self.outbox.say(Text::RangesAreOf { keys });
            }
            Command::SelectRange => {
                if let Some(posts) = self.listing.select_range() {
                    self.outbox.say(Text::SelectedPosts { posts });
                }
            }
            Command::SetMark => self.await_letter(Awaited::SetMark),
            Command::GoToMark => self.await_letter(Awaited::GoToMark),
            Command::DeleteMark => self.await_letter(Awaited::DeleteMark),
            Command::Places => self.show_places(),
            Command::Undo => self.undo(),
            Command::NextHeading | Command::PreviousHeading
                if self.screen.focus() == Pane::Facets =>
            {
                let forward = command == Command::NextHeading;
                if !self.listing.facets_mut().go_to_section(once, forward) {
                    self.outbox.say(Text::NoFurtherSection);
                }
            }
            Command::NextHeading => self.go_to_heading(once, true),
            Command::PreviousHeading => self.go_to_heading(once, false),
            Command::Find => self.ask(PromptKind::Find, ""),
            Command::Search => self.begin_query(PromptKind::Search),
            Command::Filter => {
                self.begin_query(PromptKind::Filter);
            }
            Command::SaveView => self.ask_for_view(),
            Command::DeleteView | Command::RenameView | Command::UpdateView | Command::MuteView => {
                self.change_view(command);
            }
            Command::GoToTitle => self.ask(PromptKind::Title, ""),
            Command::NextHit if self.is_among_hits() => self.step_hits(times),
            Command::PreviousHit if self.is_among_hits() => self.step_hits(-times),
            Command::NextHit => self.next_hit(once, true),
            Command::PreviousHit => self.next_hit(once, false),
            Command::CommandLine => self.ask(PromptKind::Command, ""),
            Command::MoreLike => self.more_like(),
            Command::OnThisDay => self.on_this_day(),
            Command::Versions => self.show_versions(),
            Command::GoToCategory => self.ask(PromptKind::Category, ""),
            Command::GoToTag => self.ask(PromptKind::Tag, ""),
            Command::GoToDate => self.ask(PromptKind::Date, ""),
            Command::NextMonth => self.go_to_month(once, true),
            Command::PreviousMonth => self.go_to_month(once, false),
            Command::Theme | Command::Layout | Command::Language | Command::Sort => {
                self.ask_choice(command);
            }
            Command::Set => self.ask(PromptKind::Command, "set "),
            Command::Reverse => {
                let Sort { key, reversed } = self.listing.sort();
                self.sort_by(Sort { key, reversed: !reversed });
            }
            Command::MoreList => self.change_shares(times),
            Command::LessList => self.change_shares(-times),
            Command::Note => self.write_note(),
            Command::Tag => self.ask_for_tags(),
            Command::SelectText => self.select_text(),
            Command::Highlights => self.show_highlights(),
            Command::Statistics => self.show_statistics(),
            Command::Highlight
            | Command::Unhighlight
            | Command::CopyText
            | Command::CharLeft
            | Command::CharRight
            | Command::WordLeft
            | Command::WordRight
            | Command::WordEnd
            | Command::LineStart
            | Command::LineEnd
            | Command::SwapEnds
            | Command::SelectSentence
            | Command::SelectParagraph => {
                let keys = self.input.first_key_of(Command::SelectText);
                self.outbox.say(Text::SelectFirst { keys });
            }
            Command::LinkHints => self.label_links(),
            Command::CopyTitle
            | Command::CopyUrl
            | Command::CopyArticle
            | Command::CopyPath
            | Command::CopyLink => self.copy(command, count),
            Command::Edit => self.edit(),
            Command::Pager => self.page(),
            Command::Export => self.ask_for_book(),
            Command::RandomPost => self.go_to_random(),
            Command::Links => self.show_overlay_of(Article::links_overlay),
            Command::Outline => self.show_outline(),
            Command::OpenSource => self.open_source(),
            Command::JumpBack => self.jump(false),
            Command::JumpForward => self.jump(true),
            Command::ToggleFacet => self.toggle_row(),
            Command::Fold if self.listing.facets().is_on_axis() => self.listing.step_axis(-times),
            Command::Unfold if self.listing.facets().is_on_axis() => self.listing.step_axis(times),
            Command::Fold => {
                if !self.listing.set_open(&self.library, false) {
                    self.listing.facets_mut().go_to_parent();
                }
            }
            Command::Unfold => {
                if !self.listing.set_open(&self.library, true) {
                    self.enter();
                }
            }
            Command::ClearFilter => {
                if !self.listing.is_filtered() {
                    self.outbox.say(Text::NoFilter);
                }
                self.listing.clear_conditions(&self.library);
                self.forget_search();
            }
            Command::ClearLast if !self.listing.is_filtered() => self.outbox.say(Text::NoFilter),
            Command::ClearLast => self.clear_last(),
            Command::ToggleHidden => self.toggle_hidden(),
            Command::ToggleMuted => self.toggle_muted(),
            Command::ToggleDuplicates => self.toggle_duplicates(),
            Command::AddFolders => {
                let (library, out) = (&mut self.library, &mut self.outbox);
                if !library.add_folders(out) && !library.leave_folders(out) {
                    out.say(Text::NoFolders);
                }
            }
            Command::Problems => self.show_problems(),
            Command::Zoom => self.screen.toggle_zoom(),
            Command::Wider => self.change_measure(MEASURE_STEP * times),
            Command::Narrower => self.change_measure(-MEASURE_STEP * times),
            Command::TogglePictures => {
                let shown = self.screen.toggle_pictures();
                if shown == Some(true) {
                    // The sizes of its pictures are not known.
                    self.article.set_stale();
                }
                self.outbox.say(match shown {
                    Some(true) => Text::PicturesShown,
                    Some(false) => Text::PicturesHidden,
                    None => Text::NoPictures,
                });
            }
            Command::AmbiguousWidth => {
                let cells = self.screen.toggle_ambiguous_width();
                self.outbox.say(Text::AmbiguousWidth { cells });
                self.outbox.order(Effect::Redraw);
            }
            Command::Script => self.show_in(self.screen.next_script()),
            Command::Probe => self.outbox.order(Effect::Probe),
            Command::Reload => self.reload(),
            Command::Redraw => self.outbox.order(Effect::Redraw),
            Command::Suspend => self.outbox.order(Effect::Suspend),
            Command::Help => {
                let own = &self.preferences.own_commands;
                let overlay = Overlay::help(self.input.keymap(), self.context(), own);
                self.screen.show_overlay(overlay);
            }
            Command::BackOrQuit if self.is_back_somewhere() => self.back_to_list(),
            Command::BackOrQuit | Command::Quit => self.outbox.order(Effect::Quit(None)),
        }
    }
}

/// Moving within panes and between them.
impl App {
    fn step(&mut self, by: isize) {
        match self.screen.focus() {
            Pane::Facets => self.listing.facets_mut().step(by),
            Pane::List => drop(self.listing.step(by)),
            Pane::Article => {
                let top = self.article.top();
                self.scroll_article(by);
                if by > 0 && self.article.top() == top && self.article.lines() > 0 {
                    let keys = self.input.first_key_of(Command::NextPost);
                    self.outbox.say(Text::EndOfArticle { keys });
                }
            }
        }
    }

    /// Goes to another post of the list, or says that there is none.
    fn next_post(&mut self, by: isize) {
        if !self.listing.step(by) && !self.listing.posts().is_empty() {
            self.outbox.say(if by < 0 { Text::NewestPost } else { Text::OldestPost });
        }
    }

    /// Goes to a row of the focused pane, or a line of the article.
    fn go_to_row(&mut self, row: usize) {
        match self.screen.focus() {
            Pane::Facets => self.listing.facets_mut().go_to(row),
            Pane::List => self.listing.go_to_row(row),
            Pane::Article => self.article.go_to(row, self.screen.height(Pane::Article)),
        }
    }

    pub(super) fn scroll_article(&mut self, by: isize) {
        self.article.scroll(by, self.screen.height(Pane::Article));
    }

    pub(super) fn enter(&mut self) {
        match self.screen.focus() {
            Pane::Facets => {
                if self.listing.facets().is_open().is_none() {
                    self.screen.set_focus(Pane::List);
                }
                self.list_row();
            }
            Pane::List if !self.listing.posts().is_empty() => {
                self.screen.set_focus(Pane::Article);
                self.open_at_hit();
            }
            Pane::List | Pane::Article => {}
        }
    }

    /// Whether [`App::back`] leaves something before the program ends.
    fn is_back_somewhere(&self) -> bool {
        let is_in_list = self.screen.focus() == Pane::List;
        self.screen.zoom() || !is_in_list || self.listing.search().is_some()
    }

    /// Goes to the pane at the left.
    fn back(&mut self) {
        if self.screen.zoom() {
            self.screen.toggle_zoom();
        } else {
            self.screen.set_focus(match self.screen.focus() {
                Pane::Facets | Pane::List => Pane::Facets,
                Pane::Article => Pane::List,
            });
        }
    }

    /// Goes back before the program ends: from the zoom, to the list, from what was searched for.
    fn back_to_list(&mut self) {
        if self.screen.zoom() {
            self.screen.toggle_zoom();
        } else if self.screen.focus() == Pane::List {
            self.clear_last();
        } else {
            self.screen.set_focus(Pane::List);
        }
    }

    /// Whether the facets lie over the other panes.
    fn is_in_drawer(&self) -> bool {
        let is_over = self.screen.layout().is_some_and(|layout| layout.facets_over);
        is_over && self.screen.focus() == Pane::Facets
    }

    /// Closes the facets over the list, else clears the selection, the marks of a find, the zoom or
    /// the last condition, whichever comes first. The focus stays.
    fn clear(&mut self) {
        let is_found = self.article.found().is_some_and(|found| !found.is_of_search());
        if self.is_in_drawer() {
            self.screen.set_focus(Pane::List);
        } else if self.listing.clear_chosen() || self.listing.clear_axis_anchor() {
        } else if is_found {
            self.article.clear_found();
            self.find_searched();
        } else if self.screen.zoom() {
            self.screen.toggle_zoom();
        } else if self.listing.is_filtered() {
            self.clear_last();
        }
    }

    fn change_measure(&mut self, by: isize) {
        let notice = self.screen.change_measure(by);
        self.outbox.say(notice);
    }

    fn change_shares(&mut self, by: isize) {
        let notice = self.screen.change_shares(by);
        self.outbox.say(notice);
    }

    fn go_to_month(&mut self, count: usize, forward: bool) {
        match self.listing.month_row(self.library.archive(), count, forward) {
            Some(row) => self.listing.go_to_row(row),
            None => self.outbox.say(if forward { Text::OldestPost } else { Text::NewestPost }),
        }
    }

    fn go_to_unread(&mut self, count: usize, forward: bool) {
        match self.listing.unread_row(self.library.marks(), count, forward) {
            Some(row) => self.listing.go_to_row(row),
            None if forward => self.outbox.say(Text::NoUnreadBelow),
            None => self.outbox.say(Text::NoUnreadAbove),
        }
    }

    fn go_to_heading(&mut self, count: usize, forward: bool) {
        let height = self.screen.height(Pane::Article);
        if let Err(notice) = self.article.go_to_heading(count, forward, height) {
            self.outbox.say(notice);
        }
    }
}

/// What is listed.
impl App {
    /// Adds what the row under the facets' cursor stands for to the conditions; the row of everything
    /// removes them.
    pub(super) fn list_row(&mut self) {
        match self.listing.facet_row().cloned() {
            Some(facets::Row::Facet(row)) => self.listing.choose_facet(&self.library, &row.facet),
            Some(facets::Row::View { name, query, .. }) => self.add_view(&name, query.as_str()),
            Some(facets::Row::All { .. }) => {
                self.listing.clear_conditions(&self.library);
                self.forget_search();
            }
            Some(facets::Row::Axis) => self.list_months(),
            Some(facets::Row::Section(_, is_open)) => {
                self.listing.set_open(&self.library, !is_open);
            }
            Some(facets::Row::More(_, left_out)) => {
                self.listing.set_open(&self.library, left_out > 0);
            }
            _ => {}
        }
    }

    /// Does the same, but removes a condition that is already set.
    pub(super) fn toggle_row(&mut self) {
        match self.listing.facet_row().cloned() {
            Some(facets::Row::Facet(row)) => self.listing.toggle_facet(&self.library, &row.facet),
            Some(facets::Row::View { name, .. }) => match self.listing.position_of_view(&name) {
                Some(at) => self.listing.clear_at(&self.library, at),
                None => self.list_row(),
            },
            _ => self.list_row(),
        }
    }

    pub(in crate::app) fn sort_by(&mut self, sort: Sort) {
        if sort.key == SortKey::Relevance && !self.listing.can_rank() {
            return self.outbox.say(Text::NothingToRank);
        }
        self.listing.sort_by(&self.library, sort);
        self.outbox
            .say(Text::Sorted { order: Text::Sort(sort.name()).to_clean(self.screen.locale()) });
    }

    fn toggle_hidden(&mut self) {
        let is_shown = !self.listing.shows_hidden();
        let posts = self.library.archive().hidden_count();
        let folders = self.library.progress().excluded().len();
        self.outbox.say(if is_shown {
            Text::HiddenShown { posts, folders }
        } else {
            Text::HiddenHidden { posts, folders }
        });
        self.listing.show_hidden(&self.library, is_shown);
    }

    /// Starts to type a search or a filter, with the one that counts.
    fn begin_query(&mut self, kind: PromptKind) {
        let origin = if kind == PromptKind::Search { Origin::Search } else { Origin::Filter };
        let text = self.listing.text_of(&origin).unwrap_or_default();
        self.listing.begin_query(origin, self.screen.focus());
        self.screen.set_focus(Pane::List);
        self.ask(kind, &text);
    }

    fn clear_last(&mut self) {
        self.listing.clear_last(&self.library);
        self.forget_search();
    }

    /// Removes the condition at a position among those that count.
    pub(in crate::app) fn remove_condition(&mut self, at: usize) {
        self.listing.clear_at(&self.library, at);
        self.forget_search();
    }

    /// Removes the marks of hits when no search is left.
    fn forget_search(&mut self) {
        if self.listing.search().is_none() {
            self.article.clear_found();
        }
    }

    /// Leaves the query that is typed; list and focus are as they were before.
    pub(in crate::app) fn leave_query(&mut self) {
        if let Some(focus) = self.listing.leave_query(&self.library) {
            self.screen.set_focus(focus);
        }
        self.article.clear_found();
    }

    /// Whether the keys for hits go through the list.
    fn is_among_hits(&self) -> bool {
        self.screen.focus() == Pane::List
            && self.listing.search().is_some()
            && !self.is_previewing_hits()
    }

    fn step_hits(&mut self, by: isize) {
        if !self.listing.step(by) {
            self.outbox.say(Text::NoFurtherHit);
        }
    }
}
