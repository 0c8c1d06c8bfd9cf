//! kanbao(5): settings, keys, themes and an archive's own file.

use super::text::{self, ManText};
use crate::app::text::Text as Message;
use crate::command::{Command, Context};
use crate::config::choice::{Choice, Preset};
use crate::config::commands::{Given, Output};
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

const COMMAND_EXAMPLE: &str = "\
[commands.dictionary]
run = [\"sdcv\", \"--non-interactive\", \"--utf8-input\"]
key = \"g k\"
input = \"selection\"";

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
\"Adverts\" = { query = \"tag:ad\", mute = true }
[reading]
measure = 60";

/// Renders the page.
pub(super) fn page() -> String {
    let mut text = ManText::default();
    text.title_of("kanbao", "5");
    text.section("NAME").name_of("kanbao", "settings, keys and themes of kanbao(1)");
    text.section("SYNOPSIS").lines(
        "~/.config/kanbao/config.toml\n~/.config/kanbao/keys.toml\n\
         ~/.config/kanbao/themes/NAME.toml\nARCHIVE/.kanbao.toml",
    );
    text.section("DESCRIPTION")
        .paragraph(
            "All files are TOML and optional. Later layers override earlier ones: the defaults, \
             config.toml, the archive's .kanbao.toml, environment variables, --set NAME=VALUE, and \
             the other arguments. A mistake never stops the program: it is reported with its line \
             and the nearest name, and the value of the layer below applies.",
        )
        .paragraph(
            "kanbao config default prints a config.toml with every setting, kanbao config show \
             --origin all values and where they are set, kanbao config path the files' paths.",
        );
    settings(&mut text);
    keys(&mut text);
    commands(&mut text);
    themes(&mut text);
    archive(&mut text);
    text.section("SEE ALSO").paragraph("kanbao(1), kanbao-archive(5), kanbao-query(7)");
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
        let Row { help, default, variable, by, .. } = row;
        text.term(key, &format!("= {}", default()), help);
        text.also(&format!("It must be {}.", row.allowed_in_english()));
        if let Some(variable) = variable {
            text.also(&format!("${variable} overrides it."));
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
            "The setting keys.preset names the initial keys: {}. keys.toml changes single keys, in \
             the tables {}. A row is a key, or several separated by blanks, and the name of a \
             command; none removes a binding.",
            presets.join(", "),
            contexts.join(", ")
        ))
        .lines(KEYS_EXAMPLE)
        .paragraph(&format!(
            "A key is a character, ^ and a letter for Control, Alt- and a key, F1 to F12, or one \
             of {}.",
            names.join(", ")
        ))
        .paragraph("The commands, with their keys in the preset vim:");
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

fn commands(text: &mut ManText) {
    text.section("COMMANDS")
        .paragraph(
            "A table [commands.NAME] in config.toml is a command of your own: a program that is \
             started with a post, without a shell and one at a time. It is run by its key or by \
             :NAME, and ended by Esc, by its limits on time and output (1 MiB), and with the reader. \
             A restricted reader starts none, and an archive's own file names none.",
        )
        .lines(COMMAND_EXAMPLE)
        .term("run", "", "The program and its arguments, a list of texts. It must be there.")
        .term("key", "", "A key sequence for all panes.")
        .term("input", "", &words::<Given>("What the program reads"))
        .term("output", "", &words::<Output>("What happens with what it writes"))
        .term("seconds", "= 30", "How long it may run, from 1 to 3600.")
        .term("help", "", "A few words for the help.");
}

/// What a key of a command says, with its words and their meanings.
fn words<T: Choice>(what: &str) -> String {
    let words =
        T::ALL.iter().map(|(_, word, meaning)| format!("{word} ({})", meaning.to_lowercase()));
    format!("{what}: {}. The first is usual.", words.collect::<Vec<_>>().join(", "))
}

fn themes(text: &mut ManText) {
    let built_in: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let colours: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
    let parts: Vec<&str> = MODIFIERS.iter().map(|(name, _)| *name).collect();
    text.section("THEMES")
        .paragraph(&format!(
            "The setting screen.theme names a file in the folder themes, or a built-in theme: {}. \
             A theme gives roles a style; other roles look as in the theme default.",
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
            "An archive's own .kanbao.toml lies at its root. Since it may be a stranger's, it \
             cannot set commands, paths or colours.",
        )
        .term("id", "", "Identifies the archive's reading state on every machine.")
        .term("name", "", "The archive's title.")
        .term("[categories]", "", "Titles of categories, by path.")
        .term(
            "[views]",
            "",
            "Queries by name. A table with a query and mute = true leaves the posts out of lists.",
        )
        .paragraph("It may also set the settings marked above.")
        .lines(ARCHIVE_EXAMPLE);
}
