//! kanbao(5): settings, keys, themes, and what an archive says of itself.

use super::text::{self, ManText};
use crate::app::text::Text as Message;
use crate::command::{Command, Context};
use crate::config::choice::{Choice, Preset};
use crate::config::key;
use crate::config::keymap::Keymap;
use crate::config::keys::CONTEXTS;
use crate::config::locale::Locale;
use crate::config::settings::{By, ROWS, Row};
use crate::config::theme::{BUILT_IN, COLOURS, MEANINGS, MODIFIERS, ROLES};

const KEYS_EXAMPLE: &str = "\
[list]
\"x\" = \"next-post\"
\"g h\" = \"none\"";

const THEME_EXAMPLE: &str = "\
text = { fg = \"#d7dae0\", bg = \"#1c1f24\" }
link = { fg = \"cyan\", underline = true }";

const ARCHIVE_EXAMPLE: &str = "\
id = \"news\"
name = \"Morning news\"
[categories]
guoji = \"International\"
[views]
\"This week\" = \"after:7d\"
[reading]
measure = 60";

/// The source of the page.
pub(super) fn page() -> String {
    let mut text = ManText::default();
    text.title("5").section("NAME").name("settings, keys and themes of kanbao(1)");
    text.section("SYNOPSIS").lines(
        "~/.config/kanbao/config.toml\n~/.config/kanbao/keys.toml\n\
         ~/.config/kanbao/themes/NAME.toml\nARCHIVE/.kanbao.toml",
    );
    text.section("DESCRIPTION")
        .paragraph(
            "All files are TOML and none need be there. Later ones go before earlier ones: the \
             defaults, config.toml, the archive's .kanbao.toml, variables of the environment, --set \
             NAME=VALUE, and the other arguments. A mistake never stops the program: it is told with \
             its line and the nearest name, and the layer below counts.",
        )
        .paragraph(
            "kanbao config default prints a config.toml with every setting, kanbao config show \
             --origin what is set and where, kanbao config path which files are looked for.",
        );
    settings(&mut text);
    keys(&mut text);
    themes(&mut text);
    archive(&mut text);
    text.section("SEE ALSO").paragraph("kanbao(1)");
    text::page(&text.source())
}

fn settings(text: &mut ManText) {
    text.section("SETTINGS");
    let mut table = "";
    for row in ROWS {
        let (own, key) = row.table_and_key();
        if own != table {
            text.subsection(&format!("[{own}]"));
            table = own;
        }
        let Row { help, default, allowed, variable, by, .. } = row;
        text.term(key, &format!("= {}", default()), help);
        text.also(&format!("It must be {}.", allowed()));
        if let Some(variable) = variable {
            text.also(&format!("${variable} goes before it."));
        }
        if *by == By::Archive {
            text.also("An archive may set it.");
        }
    }
}

fn keys(text: &mut ManText) {
    let presets: Vec<&str> = Preset::ALL.iter().map(|(_, word, _)| *word).collect();
    let contexts: Vec<String> = CONTEXTS.iter().map(|(name, _)| format!("[{name}]")).collect();
    let names: Vec<&str> = key::NAMES.iter().map(|(_, name)| *name).collect();
    text.section("KEYS")
        .paragraph(&format!(
            "The setting keys.preset names the keys to begin with: {}. keys.toml changes single \
             ones, in the tables {}. A row is a key, or keys with blanks between them, and the name \
             of a command; none takes a binding away.",
            presets.join(", "),
            contexts.join(", ")
        ))
        .lines(KEYS_EXAMPLE)
        .paragraph(&format!(
            "A key is a character, ^ and a letter for Control, Alt- and a key, F1 to F12, or one of \
             {}.",
            names.join(", ")
        ))
        .paragraph("The commands, and their keys in the preset vim:");
    let keymap = Keymap::default();
    for command in Command::ALL {
        let within = CONTEXTS.iter().find(|(_, context)| *context == command.context());
        let only = match within {
            Some((name, context)) if *context != Context::Global => format!(" (in the {name})"),
            _ => String::new(),
        };
        let help = Message::Command(*command).to_clean(Locale::English);
        text.term(command.name(), &keymap.keys_of(*command), &format!("{help}{only}"));
    }
}

fn themes(text: &mut ManText) {
    let built_in: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let colours: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
    let parts: Vec<&str> = MODIFIERS.iter().map(|(name, _)| *name).collect();
    text.section("THEMES")
        .paragraph(&format!(
            "The setting screen.theme names a file of the folder themes, or a theme of the program: \
             {}. A theme gives roles a style; what it says nothing of looks as in the theme default.",
            built_in.join(", ")
        ))
        .lines(THEME_EXAMPLE)
        .paragraph(&format!(
            "A style has a foreground (fg) and a background (bg), each one of the terminal's own \
             colours ({}), a number from 0 to 255 or #rrggbb; and {}, each true or false.",
            colours.join(", "),
            parts.join(", ")
        ));
    for (role, meaning) in ROLES.iter().zip(MEANINGS) {
        text.term(role, "", meaning);
    }
}

fn archive(text: &mut ManText) {
    text.section("ARCHIVES")
        .paragraph(
            "An archive's own .kanbao.toml lies at its root. It may be a stranger's, so it names no \
             command, no path and no colour.",
        )
        .term("id", "", "By which the reading state is known on every machine.")
        .term("name", "", "What the archive is called.")
        .term("[categories]", "", "What categories are called, by their paths.")
        .term("[views]", "", "Queries by name.")
        .paragraph("Beside these it may set what is marked so above.")
        .lines(ARCHIVE_EXAMPLE);
}
