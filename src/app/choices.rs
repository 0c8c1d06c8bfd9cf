//! The theme, layout and language that the user chose from lists instead of by settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clean::CleanText;
use crate::command::Command;

/// The theme, layout and language that the user chose, by the command's name.
///
/// A choice replaces one value of the setting: when that is changed later, the setting wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::app) struct Choices(BTreeMap<String, OneChoice>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct OneChoice {
    value: String,
    instead_of: String,
}

impl Choices {
    /// What was chosen instead of a setting with this value.
    pub(in crate::app) fn instead_of(&self, what: Command, setting: &str) -> Option<&str> {
        let chosen = self.0.get(what.name()).filter(|chosen| chosen.instead_of == setting)?;
        Some(chosen.value.as_str())
    }

    /// Keeps a choice; the setting's own value needs no keeping.
    pub(in crate::app) fn keep(&mut self, what: Command, value: &str, setting: &str) {
        self.0.remove(what.name());
        if value != setting {
            let (value, instead_of) = (value.to_owned(), setting.to_owned());
            self.0.insert(what.name().to_owned(), OneChoice { value, instead_of });
        }
    }
}

/// The settings that the user can replace by choosing from a list, and what was chosen.
#[derive(Debug)]
pub(in crate::app) struct Chosen {
    /// The choices, for this session and the next.
    pub(in crate::app) choices: Choices,
    /// The values of the settings.
    theme: CleanText,
    layout: &'static str,
    language: &'static str,
}

impl Chosen {
    pub(in crate::app) fn new(
        choices: Choices,
        theme: CleanText,
        layout: &'static str,
        language: &'static str,
    ) -> Self {
        Self { choices, theme, layout, language }
    }

    /// The choice that replaces a setting.
    pub(in crate::app) fn choice(&self, what: Command) -> Option<String> {
        let setting = self.setting(what)?;
        self.choices.instead_of(what, &setting).map(str::to_owned)
    }

    fn setting(&self, what: Command) -> Option<String> {
        match what {
            Command::Theme => Some(self.theme.to_string()),
            Command::Layout => Some(self.layout.to_owned()),
            Command::Language => Some(self.language.to_owned()),
            _ => None,
        }
    }

    /// Keeps what was chosen for the next session.
    pub(in crate::app) fn keep(&mut self, what: Command, value: &str) {
        if let Some(setting) = self.setting(what) {
            self.choices.keep(what, value, &setting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::session::Session;

    #[test]
    fn a_choice_holds_until_the_setting_changes() {
        let mut session = Session::default();
        session.choices.keep(Command::Theme, "dark", "default");
        session.choices.keep(Command::Layout, "single", "automatic");
        session.choices.keep(Command::Layout, "automatic", "automatic");
        let session = Session::parse(&session.print());
        let check = |what, setting, expected| {
            assert_eq!(session.choices.instead_of(what, setting), expected, "{what} {setting}");
        };
        check(Command::Theme, "default", Some("dark"));
        check(Command::Theme, "light", None);
        check(Command::Layout, "automatic", None);
        let choices = Session::parse(r#"{"choices":{"theme":{"value":1}},"reading":true}"#);
        assert_eq!(choices, Session::default());
    }
}
