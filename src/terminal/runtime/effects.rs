//! Performs the effects of the model: requests go to the workers, the others are done at once.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::time::Instant;

use ratatui::layout::Rect;

use crate::app::text::Text;
use crate::app::{Effect, Message};
use crate::clean::CleanText;
use crate::terminal::runtime::{Input, Loop, Outcome, Screen};
use crate::terminal::{opener, probe, programs, screen, signals};

impl Loop {
    /// Performs effects in order.
    pub(super) fn perform_all(
        &mut self,
        effects: Vec<Effect>,
        mut screen: Option<&mut Screen>,
    ) -> io::Result<()> {
        for effect in effects {
            self.perform(effect, screen.as_deref_mut())?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect, screen: Option<&mut Screen>) -> io::Result<()> {
        let Some(effect) = self.workers.perform(effect) else { return Ok(()) };
        match effect {
            // The workers perform these.
            Effect::Load(_)
            | Effect::LoadFolder(..)
            | Effect::Read(_)
            | Effect::ReadPicture(_)
            | Effect::Search(_)
            | Effect::Count(_)
            | Effect::Snippets(_)
            | Effect::Index(_) => {}
            Effect::Copy(text) => {
                let failed = |error: io::Error| Text::Plain(CleanText::line(&error.to_string()));
                self.notify(opener::copy(&text).err().map(failed))?;
            }
            Effect::Edit(key) => {
                if let (Some(root), Some(screen)) = (&self.root, screen) {
                    let path = root.join(OsStr::from_bytes(key.as_bytes()));
                    let problem = self.lend(screen, || programs::edit(&path))?;
                    self.notify(problem)?;
                }
            }
            Effect::Page(text) => {
                if let Some(screen) = screen {
                    let problem = self.lend(screen, || programs::page(&text))?;
                    self.notify(problem)?;
                }
            }
            Effect::Theme(name) => self.use_theme(name.as_str()),
            Effect::Probe => {
                let notice = self.measure()?;
                self.notify(Some(notice))?;
                screen.map_or(Ok(()), repaint)?;
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
            Effect::Redraw => screen.map_or(Ok(()), repaint)?,
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

    /// Shows a notice of an effect's outcome, if there is one.
    fn notify(&mut self, text: Option<Text>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.update(Message::Told(text), None))
    }

    /// Probes the terminal and returns the notice of the result; keys typed meanwhile are queued.
    /// At the start, this runs before the first frame, so that nothing is drawn twice.
    pub(super) fn measure(&mut self) -> io::Result<Text> {
        let probe::ProbeResult { measured, typed } = match &self.keyboard {
            Some(keyboard) => keyboard.lend(probe::ask)?,
            None => probe::ask(&mut self.parser)?,
        };
        let measurement = measured.as_ref().ok();
        let mut widths = measurement.map_or(self.app.screen().widths(), probe::Measurement::widths);
        let background = measurement.and_then(probe::Measurement::is_light);
        widths.ambiguous_wide = self.overrides.ambiguous_wide.unwrap_or(widths.ambiguous_wide);
        if let Some(is_light) = self.overrides.is_light.or(background)
            && is_light != self.is_light
        {
            self.is_light = is_light;
            let theme = self.app.screen().theme().clone();
            self.use_theme(theme.as_str());
        }
        self.update(Message::Measured(widths), None)?;
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

    /// Gives another program the screen and the keyboard while it runs.
    fn lend<T>(&self, screen: &mut Screen, run: impl FnOnce() -> T) -> io::Result<T> {
        let with_screen = || {
            screen::leave();
            run()
        };
        let result = match &self.keyboard {
            Some(keyboard) => keyboard.lend(|_| with_screen()),
            None => with_screen(),
        };
        retake_screen(screen)?;
        Ok(result)
    }
}

/// Enters the screen again after another program or a stop; the terminal may have been resized.
pub(super) fn retake_screen(screen: &mut Screen) -> io::Result<()> {
    screen::restore_settings();
    screen::enter()?;
    repaint(screen)
}

/// Makes the next frame draw every cell. `Terminal::clear` would request the cursor position and
/// race with the thread that reads keys.
fn repaint(screen: &mut Screen) -> io::Result<()> {
    resize(screen, screen::size()?)
}

/// Like [`repaint`], at another size.
pub(super) fn resize(screen: &mut Screen, (columns, rows): (u16, u16)) -> io::Result<()> {
    screen.resize(Rect::new(0, 0, columns, rows))
}
