//! kanbao(1): arguments, subcommands, keys, exit codes, environment, files.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::text::{self, ManText};
use crate::app::text::Text as Message;
use crate::archive::post::ProblemKind;
use crate::cli::record::FIELDS;
use crate::cli::{arguments, help};
use crate::command;
use crate::config::keymap::Keymap;
use crate::config::locale::Locale;
use crate::config::settings::ROWS;

const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "Success."),
    ("1", "Nothing was found, or the posts or the reading state have problems."),
    ("2", "The arguments, the archive or the output cannot be used; nothing was done."),
    ("101", "An error in the program itself; it is recorded in crash.log."),
    ("129, 130, 143", "Ended by SIGHUP, SIGINT or SIGTERM; the terminal was restored."),
];

/// The variables that are not settings; the table of settings has the others.
const VARIABLES: &[(&str, &str)] = &[
    ("NO_COLOR", "Not empty: no colours, even in the reader."),
    ("CLICOLOR_FORCE", "Neither empty nor 0: colours even if the output is not a terminal."),
    ("CLICOLOR", "0: no colours in the output of subcommands."),
    ("TERM", "The terminal; with dumb, no reader and no colours."),
    ("COLORTERM", "truecolor or 24bit: all colours; otherwise the nearest of 256."),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "The language of the reader: English, or Chinese in simplified or traditional characters.",
    ),
    ("LC_CTYPE", "With LC_ALL and LANG: whether ornaments may be non-ASCII."),
    ("TZ", "The time zone of dates without one, if the site sets none."),
    ("BROWSER", "Programs that open links, separated by colons; %s stands for the address."),
    ("VISUAL, EDITOR", "The editor for a post's file; vi if neither is set."),
    ("PAGER", "The pager for an article as text; less if it is not set."),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "The proxy of kanbao fetch; not used by the reader, which uses no network.",
    ),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "The certificates of kanbao fetch, instead of the system's."),
    ("DISPLAY, WAYLAND_DISPLAY", "Whether there is a desktop with a browser."),
    (
        "SSH_CONNECTION, SSH_TTY",
        "Whether the reader runs remotely: links are then copied, not opened.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, XDG_DATA_HOME",
        "The parents of the program's own folders; only absolute paths count.",
    ),
    ("HOME", "The home folder, which contains those by default."),
    (
        "TERM_PROGRAM, KITTY_WINDOW_ID, XTERM_VERSION, ZELLIJ",
        "Whether the terminal may draw pictures itself, with TERM, TMUX and STY.",
    ),
    (
        "TMUX, STY, TERM_PROGRAM, SHELL",
        "Reported by kanbao doctor, or checked for a shell to suspend to.",
    ),
];

const FILES: &[(&str, &str)] = &[
    ("~/.config/kanbao/config.toml", "Settings; see kanbao(5)."),
    ("~/.config/kanbao/keys.toml", "Your own keys."),
    ("~/.config/kanbao/themes/NAME.toml", "Your own themes."),
    ("ARCHIVE/.kanbao.toml", "An archive's own settings."),
    (
        "~/.local/state/kanbao/ID/HOST.log",
        "What was read, starred and noted in an archive on one machine; all logs of it are merged.",
    ),
    ("~/.local/state/kanbao/crash.log", "Errors in the program itself."),
    ("~/.cache/kanbao", "Files that can be rebuilt."),
    ("~/.config/kanbao/feeds.toml, ARCHIVE/feeds.toml", "The feeds of kanbao fetch."),
    ("~/.local/share/kanbao/news", "What kanbao fetch writes if no archive is named."),
];

/// Renders the page.
pub(super) fn page() -> io::Result<String> {
    let mut command = arguments::Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut head = ManText::default();
    head.title_of("kanbao", "1").section("NAME");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    head.name_of("kanbao", about.rsplit(": ").next().unwrap_or_default());
    head.section("SYNOPSIS").lines(&synopsis(&command)).section("DESCRIPTION");
    let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    for paragraph in long.split("\n\n") {
        head.paragraph(&sentence(paragraph));
    }
    let mut page = head.source();
    page.push_str(&rendered(|out| Man::new(command.clone()).render_options_section(out))?);
    page.push_str(&ManText::default().section("SUBCOMMANDS").source());
    for subcommand in command.get_subcommands() {
        page.push_str(&of_subcommand(subcommand)?);
    }
    page.push_str(&objects().source());
    page.push_str(&keys().source());
    page.push_str(&facts(&command).source());
    Ok(text::page(&page))
}

/// The usage of the reader and of every subcommand, one line each.
fn synopsis(command: &Command) -> String {
    let own = "kanbao [OPTIONS] [ARCHIVE]".to_owned();
    let lines = std::iter::once(own).chain(command.get_subcommands().map(usage));
    lines.collect::<Vec<_>>().join("\n")
}

fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage: ").replace("<COMMAND>", &actions(command))
}

/// The subcommands of a subcommand: `path|show`.
fn actions(command: &Command) -> String {
    command.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join("|")
}

/// Adds the stop that a first line lacks, by clap's convention.
fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// A subcommand's description, own options and examples.
fn of_subcommand(command: &Command) -> io::Result<String> {
    let path = format!("kanbao {}", command.get_name());
    let long = command.get_long_about().or(command.get_about());
    let mut text = ManText::default();
    text.subsection(&path);
    for paragraph in long.map(ToString::to_string).unwrap_or_default().split("\n\n") {
        text.paragraph(&sentence(paragraph));
    }
    text.lines(&usage(command));
    for action in command.get_subcommands() {
        let about = action.get_about().map(ToString::to_string).unwrap_or_default();
        let values = action.get_positionals().map(|value| value.get_id().as_str().to_uppercase());
        let options =
            action.get_opts().filter(|option| !option.is_global_set() && option.get_id() != "help");
        let mut words: Vec<String> = options
            .filter_map(|option| option.get_long().map(|long| format!("[--{long}]")))
            .collect();
        words.extend(values);
        text.term(action.get_name(), &words.join(" "), &format!("{about}."));
    }
    let mut page = text.source();
    // The global options are listed above.
    let own = command.clone().mut_args(|argument| {
        let is_common = argument.is_global_set() || argument.get_id() == "help";
        argument.hide(is_common)
    });
    let options = rendered(|out| Man::new(own).render_options_section(out))?;
    page.extend(
        options.lines().filter(|line| !line.starts_with(".SH ")).map(|line| format!("{line}\n")),
    );
    if let Some(more) = command.get_after_long_help().or(command.get_after_help()) {
        page.push_str(&ManText::default().lines(&more.to_string()).source());
    }
    Ok(page)
}

/// The formats for other programs: the fields of objects, and the kinds of problems.
fn objects() -> ManText {
    let mut text = ManText::default();
    text.section("OBJECTS").paragraph(
        "The formats json and jsonl print a post as one object with these names, which are stable:",
    );
    for (name, meaning) in FIELDS {
        text.term(name, "", meaning);
    }
    text.paragraph(
        "kanbao check prints a problem as an object of path, path_bytes, line, kind and message. \
         The kinds, which are stable too:",
    );
    for kind in ProblemKind::ALL {
        text.term(kind.name(), "", kind.meaning().trim());
    }
    text
}

/// The default keys, by purpose.
fn keys() -> ManText {
    let (mut text, keymap) = (ManText::default(), Keymap::default());
    text.section("KEYS").paragraph(
        "These are the keys of the preset vim; ? shows the current ones. A count goes before a \
         key: 5j. Keys typed through a Chinese input method work as without it.",
    );
    for purpose in command::Purpose::ALL {
        text.subsection(Message::Purpose(purpose).to_clean(Locale::English).as_str());
        for command in command::Command::ALL.iter().filter(|command| command.purpose() == purpose) {
            let keys = keymap.keys_of(*command).replace(' ', ", ");
            let help = Message::Command(*command).to_clean(Locale::English);
            text.term(if keys.is_empty() { "(no key)" } else { &keys }, "", help.as_str());
        }
    }
    text
}

fn facts(command: &Command) -> ManText {
    let mut text = ManText::default();
    table(&mut text, "EXIT STATUS", EXIT_CODES);
    table(&mut text, "ENVIRONMENT", VARIABLES);
    for row in ROWS {
        if let Some(variable) = row.variable {
            text.term(variable, "", &format!("Sets {}. {}", row.name, row.help));
        }
    }
    table(&mut text, "FILES", FILES);
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples = examples.trim_start_matches(help::EXAMPLES).trim_start_matches('\n').to_owned();
    text.section("EXAMPLES").lines(&examples);
    text.section("SEE ALSO").paragraph("kanbao(5), kanbao-archive(5), kanbao-query(7)");
    text
}

fn table(text: &mut ManText, name: &str, rows: &[(&str, &str)]) {
    text.section(name);
    for (name, meaning) in rows {
        text.term(name, "", meaning);
    }
}

fn rendered(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<String> {
    let mut bytes = Vec::new();
    render(&mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
