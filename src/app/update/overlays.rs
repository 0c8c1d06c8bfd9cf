//! Commands while an overlay is over the panes.

use crate::app::App;
use crate::app::article::Article;
use crate::app::input::Awaited;
use crate::app::input::prompt::PromptKind;
use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::app::text::Text;
use crate::app::update::travel;
use crate::clean::CleanText;
use crate::command::Command;

impl App {
    /// Runs a command on the overlay. Nothing behind it changes: what means nothing here says so.
    pub(super) fn run_in_overlay(&mut self, command: Command, count: Option<usize>) {
        let in_view = self.screen.overlay_height() * self.screen.overlay_columns();
        let Some(overlay) = self.screen.overlay_mut() else { return };
        if overlay.moves(command, count, in_view) {
            return;
        }
        let row = overlay.selected().cloned();
        match (command, overlay.kind()) {
            (Command::Clear, _) if !overlay.filter().is_empty() => self.screen.filter_overlay(""),
            (Command::Back | Command::CharLeft | Command::Clear | Command::BackOrQuit, _) => {
                self.leave_overlay();
            }
            (opener, kind) if kind.opener() == Some(opener) => self.screen.close_overlay(),
            // Another one takes its place.
            (
                Command::Help
                | Command::Problems
                | Command::Links
                | Command::Outline
                | Command::Places
                | Command::Highlights
                | Command::Statistics,
                _,
            )
            | (
                Command::Highlight | Command::Note | Command::CopyText | Command::Unhighlight,
                Kind::TextMenu,
            ) => self.run_after(command, count),
            (Command::Enter | Command::CharRight, _) => self.choose_row(row),
            (
                Command::Highlight | Command::Note | Command::CopyText | Command::Unhighlight,
                Kind::Highlights,
            ) => self.change_highlight(row, command, count),
            (Command::CopyArticle, Kind::Output { text, .. }) => {
                let text = text.clone();
                self.copy_text(text);
            }
            (Command::GoToMark, Kind::Places) => self.await_letter(Awaited::GoToMark),
            (Command::Undo, Kind::Highlights | Kind::Places) => self.undo_in_list(),
            (Command::Find | Command::Search, kind) if !matches!(kind, Kind::Picture(_)) => {
                let filter = overlay.filter().clone();
                self.ask(PromptKind::Rows, filter.as_str());
            }
            _ if is_of_program(command) => self.run_in_panes(command, count),
            _ => self.run_on_row(command, row),
        }
    }

    /// Undoes a change and goes to the row that it brings back.
    fn undo_in_list(&mut self) {
        let before = self.screen.overlay().map(|overlay| overlay.rows().to_vec());
        self.undo();
        if let Some((overlay, before)) = self.screen.overlay_mut().zip(before) {
            overlay.go_to_added(&before);
        }
    }

    /// Closes the overlay. From a picture of the list of links, goes back to the list.
    fn leave_overlay(&mut self) {
        let row = self.screen.overlay().and_then(|overlay| overlay.viewer()?.row());
        self.screen.close_overlay();
        if let Some(row) = row {
            self.show_overlay_of(Article::links_overlay);
            if let Some(overlay) = self.screen.overlay_mut() {
                overlay.go_to(row);
            }
        }
    }

    /// Closes the overlay, then runs a command.
    fn run_after(&mut self, command: Command, count: Option<usize>) {
        self.screen.close_overlay();
        self.run(command, count);
    }

    /// Does what a row stands for, without the overlay; it stays if that cannot be done.
    fn choose_row(&mut self, row: Option<Row>) {
        let Some(row) = row.filter(Row::leads_on) else { return self.say_useless() };
        if row.post().is_some_and(|key| !self.has_post(key)) {
            return;
        }
        let at = self.screen.overlay().map(|overlay| overlay.cursor().at);
        self.screen.close_overlay();
        match row {
            Row::Command { command, .. } => self.run(command, None),
            Row::Problem { key: Some(key), .. } => {
                self.start_jump();
                self.go_to_post(&key);
            }
            Row::Link { target, .. } => {
                self.follow(&target);
                if let Some(viewer) = self.screen.overlay_mut().and_then(Overlay::viewer_mut) {
                    viewer.set_row(at);
                }
            }
            Row::Own { at, .. } => self.run_own(at, ""),
            Row::Section { anchor, .. } => self.go_to_place(anchor),
            Row::Place { key, anchor, .. } => self.jump_to(&key, anchor),
            Row::Highlight { key, id, .. } => self.go_to_highlight(&key, &id),
            Row::Count { query, .. } => self.list_counted(&query),
            Row::Colour { colour, .. } => self.highlight(Some(colour)),
            _ => {}
        }
    }

    /// Runs a command that is about what a row shows.
    fn run_on_row(&mut self, command: Command, row: Option<Row>) {
        let Some(row) = row else { return self.say_useless() };
        match (command, &row, row.post()) {
            (Command::DeleteMark, Row::Place { letter: Some(letter), .. }, _) => {
                self.delete_bookmark(*letter);
            }
            (Command::CopyLink | Command::CopyUrl, Row::Link { target, .. }, _) => {
                self.copy_text(travel::written(target));
            }
            (Command::CopyPath, _, Some(key)) => {
                let path = self.path_of(key);
                self.copy_text(path);
            }
            (Command::Edit, _, Some(key)) => {
                if self.has_post(key) {
                    self.edit_post(key.clone());
                }
            }
            _ => self.say_useless(),
        }
    }

    /// Says that a command does nothing in the overlay.
    pub(in crate::app) fn say_useless(&mut self) {
        let is_filtered = self.screen.overlay().is_some_and(|one| !one.filter().is_empty());
        let closing = if is_filtered { Command::BackOrQuit } else { Command::Clear };
        let keys = self.input.keymap().keys_in(self.context(), closing);
        let keys = CleanText::line(keys.split(' ').next().unwrap_or_default());
        self.outbox.say(Text::UselessHere { keys });
    }

    /// Updates the rows of an overlay that may have changed: marks, highlights, problems or
    /// statistics.
    pub(super) fn refresh_overlay(&mut self) {
        let rows = match self.screen.overlay().map(Overlay::kind) {
            Some(Kind::Highlights) => self.highlight_rows(),
            Some(Kind::Places) => self.place_rows(),
            Some(Kind::Problems) => self.problem_rows(),
            Some(Kind::Statistics) => return self.refresh_statistics(),
            _ => return,
        };
        self.screen.replace_rows(rows);
    }

    /// Lists all problems of the archive, and the folders that are not read.
    pub(super) fn show_problems(&mut self) {
        let rows = self.problem_rows();
        self.screen.show_overlay(Overlay::new(Kind::Problems, rows));
    }

    fn problem_rows(&self) -> Vec<Row> {
        let excluded = self.library.progress().excluded();
        Overlay::problem_rows(&self.preferences.faults, self.library.archive(), excluded)
    }
}

/// Whether a command does the same whatever is on the screen.
fn is_of_program(command: Command) -> bool {
    matches!(
        command,
        Command::Theme
            | Command::Language
            | Command::Script
            | Command::Set
            | Command::AmbiguousWidth
            | Command::Probe
            | Command::CommandLine
            | Command::Redraw
            | Command::Suspend
            | Command::Quit
    )
}
