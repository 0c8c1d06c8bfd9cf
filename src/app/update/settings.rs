//! Settings that change while the reader runs: by `:set`, by `:set!`, which also writes them into
//! the user's file, and by choosing from a list.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::options::{level, typography};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::choice::{AmbiguousWidth, Choice};
use crate::config::layers::Layer;
use crate::config::locale::Locale;
use crate::config::settings::{ROWS, Row, Settings};
use crate::nearest;

/// What a change of a setting does to the running reader.
enum Applied {
    /// It shows at once.
    Now,
    /// It needs another start.
    AtStart,
    /// There is nothing of this name.
    Unknown,
}

impl App {
    /// Applies what was chosen in earlier sessions.
    pub(in crate::app) fn apply_choices(&mut self) {
        if let Some(theme) = self.chosen.choice(Command::Theme)
            && self.screen.set_theme(&theme)
        {
            self.outbox.order(Effect::Theme(self.screen.theme().clone()));
        }
        let layout = self.chosen.choice(Command::Layout).and_then(|word| Choice::named(&word));
        if let Some(layout) = layout {
            self.screen.set_arrangement(layout);
        }
        let language = self.chosen.choice(Command::Language);
        if let Some(locale) = language.and_then(|tag| Locale::of_tag(&tag)) {
            self.screen.set_locale(locale);
        }
    }

    /// Keeps what the user chose from a list, and says so.
    pub(in crate::app) fn keep_choice(&mut self, what: Command, value: &str, label: CleanText) {
        let choices = self.chosen.keep(what, value);
        self.outbox.order(Effect::KeepChoices(choices));
        self.outbox.say(Text::ChoiceKept { choice: label });
    }

    /// Shows a setting, or changes it; `keep` also writes it into the user's file.
    pub(in crate::app) fn set(&mut self, text: &str, keep: bool) {
        let (name, value) = match text.split_once(['=', ' ']) {
            Some((name, value)) => (name.trim(), Some(value.trim().trim_start_matches('='))),
            None => (text.trim(), None),
        };
        let Some(row) = Row::called(name) else {
            let known = ROWS.iter().flat_map(|row| [row.name, row.table_and_key().1]);
            let nearest = nearest::nearest(name, known).map(CleanText::line);
            let name = CleanText::line(name);
            return self.outbox.say(match nearest {
                Some(nearest) => Text::NoSuchSettingNear { name, nearest },
                None => Text::NoSuchSetting { name },
            });
        };
        let Some(value) = value else { return self.outbox.say(shown(row, &self.settings)) };
        let layer = match Layer::of_value(row, value) {
            Ok(layer) => layer,
            Err(why) => return self.outbox.say(Text::Misfit(Box::new(why))),
        };
        if keep && self.preferences.restricted {
            return self.outbox.say(Text::SettingsClosed);
        }
        let mut settings = self.settings.clone();
        layer.lay_over(&mut settings);
        let applied = self.apply_setting(row, &settings);
        let say = match applied {
            Applied::Unknown => {
                let themes: Vec<String> =
                    self.screen.themes().iter().map(CleanText::to_string).collect();
                return self.refuse_word(row.name, value, &themes);
            }
            Applied::Now => shown(row, &settings),
            Applied::AtStart => Text::SettingAtStart { name: CleanText::line(row.name) },
        };
        self.outbox.say(say);
        if keep {
            let value = printed(row, &settings);
            self.outbox.order(Effect::KeepSetting(row.name, value));
        }
        if keep || matches!(applied, Applied::Now) {
            self.settings = settings;
        }
    }

    /// Takes the new value of a setting over into the running reader.
    fn apply_setting(&mut self, row: &Row, settings: &Settings) -> Applied {
        match row.name {
            "reading.measure" => self.screen.set_measure(settings.measure.value.get().into()),
            "reading.line-break" => self.screen.set_level(level(settings.line_break.value)),
            "reading.typography" => {
                self.screen.set_typography(typography(&settings.typography.value));
            }
            "reading.script" => {
                self.screen.set_usual_script(settings.script.value);
                self.show_in(settings.script.value);
            }
            "reading.mark-read-after" => {
                self.preferences.set_read_after(settings.read_after.value.get());
            }
            "reading.mark-duplicates" => {
                self.preferences.mark_duplicates = settings.mark_duplicates.value;
                self.listing.set_marking(settings.mark_duplicates.value);
            }
            "posts.fold-duplicates" => {
                self.listing.set_folding(&self.library, settings.fold_duplicates.value);
            }
            "reading.mail" => self.preferences.mail = settings.mail.value,
            "posts.show-hidden" => {
                self.listing.show_hidden(&self.library, settings.show_hidden.value);
            }
            "posts.synonyms" => {
                self.listing.set_synonyms(settings.synonyms.value.words());
                self.listing.refresh_hits(&self.library, false);
            }
            "screen.two-lines" => self.listing.set_two_lines(settings.two_lines.value),
            "screen.linear" => self.screen.set_linear(settings.linear.value),
            "screen.layout" => self.screen.set_arrangement(settings.layout.value),
            "screen.theme" if !self.screen.set_theme(settings.theme.value.as_str()) => {
                return Applied::Unknown;
            }
            "screen.theme" => self.outbox.order(Effect::Theme(self.screen.theme().clone())),
            "screen.ambiguous-width" => match settings.ambiguous_width.value {
                AmbiguousWidth::Auto => self.outbox.order(Effect::Probe),
                width => {
                    self.screen.set_ambiguous_wide(width == AmbiguousWidth::Two);
                    self.outbox.order(Effect::Redraw);
                }
            },
            _ => return Applied::AtStart,
        }
        Applied::Now
    }
}

/// A setting's value as TOML.
fn printed(row: &Row, settings: &Settings) -> CleanText {
    let entry = settings.entries().into_iter().find(|(other, ..)| other.name == row.name);
    CleanText::line(&entry.map(|(_, value, _)| value).unwrap_or_default())
}

fn shown(row: &Row, settings: &Settings) -> Text {
    Text::Plain(CleanText::line(&format!("{} = {}", row.name, printed(row, settings))))
}
