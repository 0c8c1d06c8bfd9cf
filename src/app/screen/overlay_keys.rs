//! Commands while an overlay lies over the panes.

use crate::app::cursor::row_at_percent;
use crate::app::input::prompt::Asked;
use crate::app::screen::overlay::Row;
use crate::app::{App, Effect};
use crate::command::Command;

impl App {
    /// A command while an overlay lies over the panes.
    pub(in crate::app) fn run_over(
        &mut self,
        command: Command,
        count: Option<usize>,
    ) -> Vec<Effect> {
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
            Command::Find | Command::Search => return self.ask(Asked::Rows, ""),
            Command::CommandLine => return self.ask(Asked::Command, ""),
            Command::Quit => return vec![Effect::Quit(None)],
            Command::Redraw => return vec![Effect::Redraw],
            Command::Suspend => return vec![Effect::Suspend],
            _ => {}
        }
        Vec::new()
    }
}
