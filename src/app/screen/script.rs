//! The characters that text is shown in, and which come next.

use crate::config::locale::Locale;
use crate::conversion::Script;

/// The script in use, and the one of the settings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scripts {
    pub shown: Script,
    pub usual: Script,
}

impl Scripts {
    /// Starts with the script of the settings, unless the last session chose another.
    pub(super) fn new(usual: Script, chosen: Option<Script>) -> Self {
        Self { shown: chosen.unwrap_or(usual), usual }
    }

    /// The script that the user chose, if it is not the one of the settings.
    pub(super) fn chosen(self) -> Option<Script> {
        (self.shown != self.usual).then_some(self.shown)
    }

    /// The script after the one in use: the original, simplified, and traditional in the forms that
    /// the settings or the language of the reader suggest.
    pub(super) fn next(self, locale: Locale) -> Script {
        let traditional = match (self.usual, locale) {
            (Script::Original | Script::Simplified, Locale::Traditional) => Script::TraditionalTw,
            (Script::Original | Script::Simplified, _) => Script::Traditional,
            (usual, _) => usual,
        };
        match self.shown {
            Script::Original => Script::Simplified,
            Script::Simplified => traditional,
            _ => Script::Original,
        }
    }
}
