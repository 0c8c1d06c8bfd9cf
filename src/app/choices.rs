//! The theme, layout and language that the user picked from lists instead of setting them. They are
//! stored as JSON and apply to all archives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clean::CleanText;
use crate::command::Command;

/// The theme, layout and language that the user chose, by the command's name.
///
/// A choice replaces one value of the setting: when that is changed later, the setting wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Choices(BTreeMap<String, OneChoice>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct OneChoice {
    value: String,
    instead_of: String,
}

impl Choices {
    /// What was chosen instead of a setting with this value.
    fn instead_of(&self, what: Command, setting: &str) -> Option<&str> {
        let chosen = self.0.get(what.name()).filter(|chosen| chosen.instead_of == setting)?;
        Some(chosen.value.as_str())
    }

    /// Keeps a choice; the setting's own value needs no keeping.
    fn keep(&mut self, what: Command, value: &str, setting: &str) {
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
    choices: Choices,
    /// The values of the settings.
    theme: CleanText,
    layout: &'static str,
    language: &'static str,
}

impl Chosen {
    /// Parses the choices of earlier sessions. Ignores invalid JSON.
    pub(in crate::app) fn new(
        choices: &str,
        theme: CleanText,
        layout: &'static str,
        language: &'static str,
    ) -> Self {
        let choices = serde_json::from_str(choices).unwrap_or_default();
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

    /// Records a choice. Returns all choices as JSON, to be stored for later sessions.
    pub(in crate::app) fn keep(&mut self, what: Command, value: &str) -> String {
        if let Some(setting) = self.setting(what) {
            self.choices.keep(what, value, &setting);
        }
        serde_json::to_string(&self.choices).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_holds_until_the_setting_changes() {
        let start = |stored: &str, theme: &str| {
            Chosen::new(stored, CleanText::line(theme), "automatic", "en")
        };
        let mut chosen = start("", "default");
        chosen.keep(Command::Theme, "dark");
        chosen.keep(Command::Layout, "single");
        let stored = chosen.keep(Command::Layout, "automatic");
        let check = |setting, what, expected: Option<&str>| {
            assert_eq!(
                start(&stored, setting).choice(what).as_deref(),
                expected,
                "{what} {setting}"
            );
        };
        check("default", Command::Theme, Some("dark"));
        check("light", Command::Theme, None);
        check("default", Command::Layout, None);
        check("default", Command::Language, None);
        let damaged = start(r#"{"theme":{"value":1}}"#, "default");
        assert_eq!(damaged.choice(Command::Theme), None);
    }
}
