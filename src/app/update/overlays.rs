//! Commands while an overlay is over the panes.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::screen::overlay::Row;
use crate::command::Command;

impl App {
    pub(super) fn run_in_overlay(&mut self, command: Command, count: Option<usize>) {
        let height = self.screen.overlay_height();
        let Some(overlay) = self.screen.overlay_mut() else { return };
        if overlay.moves(command, count, height) {
            return;
        }
        if overlay.is_of_highlights() && self.change_highlights(command, count) {
            return;
        }
        let Some(overlay) = self.screen.overlay_mut() else { return };
        match command {
            Command::Back
            | Command::Clear
            | Command::BackOrQuit
            | Command::Help
            | Command::Places
            | Command::Problems => {
                self.screen.close_overlay();
            }
            Command::Enter => {
                let row = overlay.selected().cloned();
                self.screen.close_overlay();
                match row {
                    Some(Row::Command { command, .. }) => self.run(command, None),
                    Some(Row::Problem { key, .. }) => self.go_to_post(&key),
                    Some(Row::Link { target, .. }) => self.follow(&target),
                    Some(Row::Own { at, .. }) => self.run_own(at, ""),
                    Some(Row::Section { anchor, .. }) => self.go_to_place(anchor),
                    Some(Row::Place { key, anchor, .. }) => self.jump_to(&key, anchor),
                    Some(Row::Highlight { key, id, .. }) => self.go_to_highlight(&key, &id),
                    Some(Row::Colour(colour)) => self.highlight(Some(colour)),
                    _ => {}
                }
            }
            Command::CopyArticle => {
                if let Some(text) = overlay.whole_text().cloned() {
                    self.copy_text(text);
                }
            }
            Command::DeleteMark => {
                if let Some(Row::Place { letter: Some(letter), .. }) = overlay.selected() {
                    let letter = *letter;
                    self.delete_bookmark(letter);
                }
            }
            Command::Undo if overlay.has_places() => {
                self.undo();
                self.show_places();
            }
            Command::Find | Command::Search => self.ask(PromptKind::Rows, ""),
            Command::CommandLine => self.ask(PromptKind::Command, ""),
            Command::Quit => self.outbox.order(Effect::Quit(None)),
            Command::Redraw => self.outbox.order(Effect::Redraw),
            Command::Suspend => self.outbox.order(Effect::Suspend),
            _ => {}
        }
    }
}
