//! The user's own commands: their input, and what happens with their output.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::run::{Ran, RunEnd, RunPost, RunRequest, Task};
use crate::app::screen::overlay::{Kind, Overlay};
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::commands::{Given, Output, OwnCommand};
use crate::search::query::field::Mark;

impl App {
    /// The user's own commands.
    pub fn own_commands(&self) -> &[OwnCommand] {
        &self.preferences.own_commands
    }

    /// The number of the user's own command with a name.
    pub(in crate::app) fn own_command(&self, name: &str) -> Option<usize> {
        self.own_commands().iter().position(|own| own.name.as_str() == name)
    }

    /// Runs the user's own command with a number; `words` were typed after its name.
    pub(in crate::app) fn run_own(&mut self, at: usize, words: &str) {
        let Some(command) = self.own_commands().get(at).cloned() else { return };
        match self.screen.overlay().map(Overlay::kind) {
            None => {}
            // The menu is about the selected text, which the command can receive.
            Some(Kind::TextMenu) => self.screen.close_overlay(),
            // The user does not mean the post behind the overlay.
            Some(_) => return self.say_useless(),
        }
        if self.is_restricted() {
            return self.outbox.say(Text::Restricted);
        }
        let Some(site) = self.site_of_a_free_reader() else { return };
        let of_many = matches!(command.given, Given::Path | Given::Posts);
        let chosen = if of_many { self.listing.take_chosen() } else { None };
        let ids = match command.given {
            Given::Nothing | Given::Selection => Vec::new(),
            _ => chosen.unwrap_or_else(|| self.subject().into_iter().collect()),
        };
        let words = match command.given {
            Given::Selection if words.is_empty() => self.selected_words(),
            Given::Selection => Some(CleanText::line(words)),
            _ => None,
        };
        if ids.is_empty() && words.is_none() && command.given != Given::Nothing {
            return self.outbox.say(Text::NoPost);
        }
        let posts = ids.into_iter().filter_map(|id| self.post_to_give(id)).collect();
        let name = command.name.clone();
        let number = self.outbox.start(Task::Own(name.clone()));
        let request = RunRequest { number, command, posts, words, site };
        self.outbox.order(Effect::Run(Box::new(request)));
        self.say_running(name);
    }

    /// Returns the site's rules if no task is running. If one is, or the rules are not loaded,
    /// shows the reason and returns `None`.
    pub(super) fn site_of_a_free_reader(&mut self) -> Option<Arc<Site>> {
        if let Some(task) = self.outbox.running() {
            let keys = self.input.first_key_of(Command::Clear);
            self.outbox.say(Text::StillRunning { name: task.name(), keys });
            return None;
        }
        let site = self.library.site().cloned();
        if site.is_none() {
            self.outbox.say(Text::StillLoading);
        }
        site
    }

    /// Shows that a task is running, and the keys that end it.
    pub(super) fn say_running(&mut self, name: CleanText) {
        let keys = self.input.first_key_of(Command::Clear);
        self.outbox.say(Text::Running { name, keys });
    }

    /// Cancels the running command. Returns whether there was one.
    pub(super) fn cancel_own(&mut self) -> bool {
        let is_running = self.outbox.running().is_some();
        if is_running {
            self.outbox.order(Effect::CancelRun);
        }
        is_running
    }

    /// The words that a command is given if none were typed: the selected text, else the title.
    fn selected_words(&self) -> Option<CleanText> {
        if let Some(text) = self.selected_text() {
            return Some(text);
        }
        let post = self.library.archive().post(self.subject()?)?;
        Some(post.title().to_clean())
    }

    pub(super) fn post_to_give(&self, id: PostId) -> Option<RunPost> {
        let (key, marks) = (self.library.key_of(id)?, self.library.marks());
        let [is_read, is_starred] = [Mark::Read, Mark::Starred].map(|mark| marks.has(id, mark));
        Some(RunPost { own_tags: self.library.own_tags(&key), key, is_read, is_starred })
    }

    /// Handles the result of a task.
    pub(super) fn ran(&mut self, ran: Ran) {
        let own = match self.outbox.end_run(ran.number) {
            None => return,
            Some(Task::Feeds) => return self.fetched(ran),
            Some(Task::Book(name)) => OwnCommand::of_program(name, Given::Path),
            Some(Task::Own(name)) => {
                let own = self.own_command(name.as_str());
                let own = own.and_then(|at| self.own_commands().get(at)).cloned();
                own.unwrap_or_else(|| OwnCommand::of_program(name, Given::Nothing))
            }
        };
        let name = own.name.clone();
        let Ran { output, end, .. } = ran;
        let is_blank = output.as_str().trim().is_empty();
        match end {
            RunEnd::Well if is_blank => self.outbox.say(Text::RanWell { name }),
            RunEnd::Well => self.use_output(&own, output),
            RunEnd::Flooded => {
                self.use_output(&own, output);
                self.outbox.say(Text::RunFlooded { name });
            }
            RunEnd::TimedOut => {
                let seconds = usize::try_from(own.limit.as_secs()).unwrap_or(usize::MAX);
                self.show_output(&own, output);
                self.outbox.say(Text::RunTimedOut { name, seconds });
            }
            RunEnd::Cancelled => self.outbox.say(Text::RunCancelled { name }),
            RunEnd::Failed(reason) => {
                self.show_output(&own, output);
                self.outbox.say(Text::ProgramFailed { program: name, reason });
            }
        }
    }

    fn use_output(&mut self, own: &OwnCommand, output: CleanText) {
        match own.output {
            Output::Show => self.show_output(own, output),
            Output::Copy => self.copy_text(output),
            Output::Notice => {
                let lines = output.as_clean().lines().map(|line| line.trim().to_clean());
                let first = lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default();
                self.outbox.say(Text::Ran { name: own.name.clone(), line: first });
            }
            Output::Ignore => self.outbox.say(Text::RanWell { name: own.name.clone() }),
        }
    }

    /// Shows the output, if it is to be shown and not empty.
    fn show_output(&mut self, own: &OwnCommand, output: CleanText) {
        if own.output == Output::Show && !output.as_str().trim().is_empty() {
            let kind = Kind::Output { name: own.name.clone(), text: output };
            self.screen.show_overlay(Overlay::new(kind, Vec::new()));
            self.outbox.hush();
        }
    }
}
