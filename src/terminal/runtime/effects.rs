//! Performs the effects of the model: passes requests to the workers and does the others at once.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::app::run::RunRequest;
use crate::app::text::Text;
use crate::app::{Effect, Message};
use crate::clean::CleanText;
use crate::config::fault::Fault;
use crate::config::{file, paths};
use crate::replace::{Rights, replace};
use crate::terminal::lending::Lending;
use crate::terminal::line::Line;
use crate::terminal::run::Signal;
use crate::terminal::runtime::{Input, Loop, Outcome};
use crate::terminal::{opener, probe, programs, screen, signals};

impl Loop {
    /// Performs effects in order.
    pub(super) fn perform_all(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            self.perform(effect)?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        let Some(effect) = self.workers.perform(effect) else { return Ok(()) };
        match effect {
            // The workers perform these.
            Effect::Load(_)
            | Effect::LoadFolder(..)
            | Effect::Read(_)
            | Effect::ReadPicture(_)
            | Effect::Search(_)
            | Effect::Count(_)
            | Effect::Order(_)
            | Effect::Mute(_)
            | Effect::Duplicates(_)
            | Effect::Statistics(_)
            | Effect::Snippets(_)
            | Effect::Lines(_)
            | Effect::Index(_) => {}
            Effect::Copy(text) => {
                let failed = |error: io::Error| Text::NotCopied { reason: error.into() };
                self.notify(opener::copy(&text).err().map(failed))?;
            }
            Effect::Edit(key) => {
                let problem = match self.source.file_of(&key) {
                    Some((path, line)) => {
                        self.lend(|lending| programs::edit(&path, line, lending))?.flatten()
                    }
                    None => Some(Text::SampleFile),
                };
                self.notify(problem)?;
            }
            Effect::Page(text) => {
                let problem = self.lend(|lending| programs::page(&text, lending))?;
                self.notify(problem.flatten())?;
            }
            Effect::Fetch(request) => self.fetch(*request),
            Effect::Run(request) => self.runner.start(*request, Signal::KILL),
            Effect::WriteBook(request) => self.write_book(*request),
            Effect::CancelRun => self.runner.cancel(),
            Effect::Theme(name) => self.use_theme(name.as_str()),
            Effect::KeepSetting(name, value) => {
                let notice = self.keep_setting(name, &value);
                self.notify(Some(notice))?;
            }
            Effect::KeepChoices(choices) => {
                let problem = self.keep_choices(&choices);
                self.notify(problem)?;
            }
            Effect::Probe => {
                let notice = self.measure()?;
                self.notify(Some(notice))?;
                self.repaint();
            }
            Effect::Save(records) => {
                if let Some(writer) = &self.writer {
                    writer.write(records);
                }
            }
            Effect::Alarm(after, alarm) => {
                self.alarms.retain(|(_, other)| !other.is_like(alarm));
                self.alarms.push((Instant::now() + after, alarm));
            }
            Effect::Redraw => self.repaint(),
            Effect::Open(address) => {
                self.notify(Some(opener::open(&address, self.app.is_restricted())))?;
            }
            Effect::Suspend => {
                if !signals::suspend_group() {
                    self.notify(Some(Text::NoShell))?;
                }
            }
            Effect::Quit(None) => self.outcome = Some(Outcome::Quit),
            Effect::Quit(Some(line)) => self.outcome = Some(Outcome::Nothing(line)),
        }
        Ok(())
    }

    /// Writes a setting to the user's file; returns a notice of the result.
    fn keep_setting(&self, name: &str, value: &CleanText) -> Text {
        let Some(path) = &self.settings_file else { return Text::NoSettingsFile };
        match file::set(path, name, value.as_str()) {
            Ok(()) => {
                let setting = CleanText::line(&format!("{name} = {value}"));
                Text::SettingKept { setting, path: file::shown(path) }
            }
            Err(problem) => match *problem.what {
                Fault::NotChanged { reason } => {
                    let name = CleanText::line(name);
                    Text::SettingNotKept { name, path: file::shown(path), reason }
                }
                _ => Text::Settings(Box::new(problem), 0),
            },
        }
    }

    /// Stores what the user picked from lists. Returns a notice if that fails.
    fn keep_choices(&self, choices: &str) -> Option<Text> {
        let path = self.choices_file.as_ref()?;
        let kept = replace(path, choices.as_bytes(), Rights::Private);
        kept.err().map(|error| Text::ChoiceNotKept { reason: error.into() })
    }

    /// Fetches in another process; the watcher sees new posts as they are written.
    fn fetch(&mut self, mut request: RunRequest) {
        request.command.run = self.fetch.clone().unwrap_or_default();
        self.runner.start(request, Signal::TERM);
    }

    /// Writes an e-book in another process, which removes an unfinished file if it is terminated.
    fn write_book(&mut self, mut request: RunRequest) {
        let expanded = |file: &String| paths::expanded(Path::new(file), Path::new(""));
        let file = request.command.run.first().map(expanded);
        let file = file.and_then(|file| file.to_str().map(str::to_owned));
        let words = self.export.iter().flatten().cloned();
        // `--` keeps a name that begins with `-` from being an option.
        request.command.run = words.chain(["--".to_owned()]).chain(file).collect();
        self.runner.start(request, Signal::TERM);
    }

    /// Shows a notice of an effect's outcome, if there is one.
    fn notify(&mut self, text: Option<Text>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.update(Message::Told(text)))
    }

    /// Probes the terminal and returns the notice of the result; keys typed meanwhile are queued.
    /// At the start, this runs before the first frame, so that nothing is drawn twice.
    pub(super) fn measure(&mut self) -> io::Result<Text> {
        let route = self.route_of_pictures();
        let probed = match &self.keyboard {
            Some(keyboard) => keyboard.lend(|parser| probe::ask(parser, route))?,
            None => probe::ask(&mut self.parser, route)?,
        };
        let probe::ProbeResult { measured, says_when_ready, has_margins, typed } = probed;
        let measurement = measured.as_ref().ok();
        let answers = measurement.filter(|_| says_when_ready);
        self.line = Line::new(answers.map(|measured| measured.round_trip));
        self.take_probed(measured.as_ref().ok(), route.is_some());
        let mut widths = measurement.map_or(self.app.screen().widths(), probe::Measurement::widths);
        let background = measurement.and_then(probe::Measurement::is_light);
        widths.ambiguous_wide = self.overrides.ambiguous_wide.unwrap_or(widths.ambiguous_wide);
        self.abilities.margins = self.abilities.regions && has_margins;
        self.abilities.confirms_ambiguous = measurement.is_some_and(|measured| {
            measured.quotes == measured.greek
                && measured.widths().ambiguous_wide == widths.ambiguous_wide
        });
        if let Some(is_light) = self.overrides.is_light.or(background)
            && is_light != self.is_light
        {
            self.is_light = is_light;
            let theme = self.app.screen().theme().clone();
            self.use_theme(theme.as_str());
        }
        self.update(Message::Measured(widths))?;
        for message in typed {
            // This loop holds the receiver.
            let _ = self.inputs.send(Input::Message(message));
        }
        Ok(match measured {
            Ok(_) => Text::Probed {
                cells: if widths.ambiguous_wide { 2 } else { 1 },
                background: CleanText::line(match background {
                    Some(true) => "light",
                    Some(false) => "dark",
                    None => "unknown",
                }),
            },
            Err(_) => Text::NotProbed,
        })
    }

    fn use_theme(&mut self, name: &str) {
        self.look.theme = (self.theme_named)(name, self.is_light);
    }

    /// Gives another program the screen and the keyboard while it runs; `None` if this program has
    /// no screen itself.
    fn lend<T>(&mut self, run: impl FnOnce(&Lending) -> T) -> io::Result<Option<T>> {
        if self.backend.is_none() {
            return Ok(None);
        }
        // A program that does not end when it should leaves no time to save.
        self.update(Message::Ending)?;
        if let Some(writer) = &self.writer {
            writer.sync();
        }
        self.await_answer();
        let lending = Arc::clone(&self.lending);
        lending.begin();
        let with_screen = || {
            screen::leave();
            run(&lending)
        };
        let result = match &self.keyboard {
            Some(keyboard) => keyboard.lend(|_| with_screen()),
            None => with_screen(),
        };
        // Keys send signals until the terminal is raw again.
        let retaken = self.retake_screen();
        lending.end();
        retaken.map(|()| Some(result))
    }

    /// Enters the screen again after another program or a stop; the terminal may have been resized.
    pub(super) fn retake_screen(&mut self) -> io::Result<()> {
        screen::restore_settings();
        screen::enter()?;
        self.repaint();
        Ok(())
    }

    /// Makes the next frame draw every cell.
    pub(super) fn repaint(&mut self) {
        if let Some(backend) = &mut self.backend {
            backend.forget(self.abilities);
        }
    }
}
