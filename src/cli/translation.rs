//! Translates the help. The English text is in the code; other languages are in
//! `locales/help.*.ftl`, keyed by the names of commands, arguments and values. A key for one
//! command's argument takes precedence over the key for all arguments of that name.
//!
//! clap decides what to show and lays it out. Names of options and values are not translated.

use std::io::{self, Write};

use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory};

use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::environment::{columns, in_locale};
use crate::cli::{Arguments, help, query};
use crate::config::locale::Locale;
use crate::document::{Block, Document, Text};
use crate::typeset::{Measure, Page};
use crate::width::Widths;

/// Returns the text of the first key that has one.
pub(super) type Look<'a> = dyn FnMut(&[&str]) -> Option<String> + 'a;

/// The width of help outside a terminal, in cells; the same as clap's.
const COLUMNS: usize = 100;
/// The name of clap's own subcommand.
const HELP: &str = "help";
/// Stands in for a hyphen while lines are broken.
const NO_BREAK_HYPHEN: &str = "\u{2011}";
/// The least width of text beside the name of an option, in cells.
const NARROWEST: usize = 16;

/// Prints what clap shows instead of running a command: help in the user's language, or the
/// version.
pub(super) fn print(shown: &clap::Error) -> io::Result<()> {
    let is_help = shown.kind() == ErrorKind::DisplayHelp;
    let Some(texts) = Locale::of_user().reference().filter(|_| is_help) else {
        return shown.print();
    };
    let mut look = |keys: &[&str]| texts.text(keys).map(|text| text.to_string());
    let command = translated(Arguments::command(), &mut look);
    let Err(help) = command.try_get_matches_from(std::env::args_os()) else {
        return shown.print();
    };
    let text = help.render();
    let is_styled = Paint::of_output().is_on();
    let text = if is_styled { text.ansi().to_string() } else { text.to_string() };
    let text = finished(&text, columns().unwrap_or(COLUMNS), &mut look);
    let mut out = io::stdout().lock();
    out.write_all(in_locale(&text).as_bytes())?;
    out.flush()
}

/// Replaces the texts of a program and its subcommands.
fn translated(mut command: Command, look: &mut Look<'_>) -> Command {
    // Adds what clap generates: options and subcommands for help.
    command.build();
    let path = command.get_name().to_owned();
    with_texts(command, &path, look)
}

fn with_texts(mut command: Command, path: &str, look: &mut Look<'_>) -> Command {
    // Lines are broken later, because clap does not count wide characters.
    command = command.term_width(0);
    if let Some(usage) = look(&["usage"]) {
        let usage = format!("\x1b[1m\x1b[4m{usage}\x1b[0m{{usage}}");
        let page = format!("{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}\n");
        command = command.help_template(page);
    }
    let name = if command.get_name() == HELP { HELP } else { path };
    if let Some(about) = look(&[&format!("about-{name}")]) {
        if command.get_long_about().is_some()
            && let Some(more) = look(&[&format!("long-{path}")])
        {
            command = command.long_about(format!("{about}\n\n{more}"));
        }
        command = command.about(about);
    }
    if let Some(text) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(examples(&text, path, look));
    }
    if let Some(text) = command.get_after_long_help().map(ToString::to_string) {
        command = command.after_long_help(examples(&text, path, look));
    }
    command.mut_args(|one| argument(one, path, look)).mut_subcommands(|below| {
        let path = match below.get_name() {
            // It lists the subcommands once more.
            HELP => path.to_owned(),
            name if path == "kanbao" => name.to_owned(),
            name => format!("{path}-{name}"),
        };
        with_texts(below, &path, look)
    })
}

fn argument(mut argument: Arg, path: &str, look: &mut Look<'_>) -> Arg {
    let id = argument.get_id().as_str().replace('_', "-");
    let of = |name: &str, end: &str| format!("argument-{name}{end}");
    let own = format!("{path}-{id}");
    if argument.get_long_help().is_some()
        && let Some(text) = look(&[&of(&own, "-long"), &of(&id, "-long")])
    {
        argument = argument.long_help(text);
    }
    if let Some(text) = look(&[&of(&own, ""), &of(&id, "")]) {
        argument = argument.help(text);
    }
    let values = argument.get_possible_values();
    if values.is_empty() {
        return argument;
    }
    let values = values.into_iter().map(|value| {
        if value.get_help().is_none() {
            return value;
        }
        let name = format!("{id}-{}", value.get_name());
        // The reader has messages of these names for orders and scripts.
        let text = look(&[&format!("value-{path}-{name}"), &format!("value-{name}"), &name]);
        match text {
            Some(text) => value.help(text),
            None => value,
        }
    });
    let values: Vec<PossibleValue> = values.collect();
    argument.value_parser(PossibleValuesParser::new(values))
}

/// The examples, and the text below them, if there is one.
fn examples(english: &str, path: &str, look: &mut Look<'_>) -> StyledStr {
    let (rows, more) = english.split_once("\n\n").unwrap_or((english, ""));
    let rows: Vec<(String, String)> = (1..)
        .zip(rows.lines().skip(1))
        .map(|(number, row)| {
            let (line, what) = row.trim().rsplit_once("  ").unwrap_or((row, ""));
            let what = look(&[&format!("example-{path}-{number}")]).unwrap_or(what.to_owned());
            (line.trim_end().to_owned(), what)
        })
        .collect();
    let rows: Vec<(&str, &str)> =
        rows.iter().map(|(line, what)| (line.as_str(), what.as_str())).collect();
    if more.is_empty() {
        return help::examples(&rows);
    }
    let more = if more == query::grammar() {
        query::grammar_in(look)
    } else {
        look(&[&format!("more-{path}")]).unwrap_or(more.to_owned())
    };
    help::examples_and(&rows, &more)
}

/// Translates clap's own words and breaks lines by the Chinese rules.
fn finished(help: &str, columns: usize, look: &mut Look<'_>) -> String {
    let lines = help.lines().map(|line| format!("{}\n", wrapped(&spoken(line, look), columns)));
    lines.collect()
}

/// Translates a line's heading and clap's remarks, such as `[default: x]`.
fn spoken(line: &str, look: &mut Look<'_>) -> String {
    let mut line = line.to_owned();
    for word in ["default", "possible values"] {
        let english = format!("[{word}: ");
        if line.contains(&english)
            && let Some(text) = look(&[&format!("heading-{}", word.replace(' ', "-"))])
        {
            line = line.replace(&english, &format!("[{text}："));
        }
    }
    let plain = plain(&line);
    let Some(heading) = plain.trim_start().strip_suffix(':') else { return line };
    let key = format!("heading-{}", heading.to_lowercase().replace(' ', "-"));
    match look(&[&key]) {
        Some(text) => line.replacen(&format!("{heading}:"), &format!("{text}："), 1),
        None => line,
    }
}

/// Breaks a line. Text after the name of an option, value or example keeps its column.
pub(super) fn wrapped(line: &str, columns: usize) -> String {
    let cells = |text: &str| Widths::default().cells(&plain(text));
    if cells(line) <= columns {
        return line.to_owned();
    }
    let text = line.trim_start();
    let separator = if text.starts_with("- ") { ": " } else { "  " };
    let text = text.split_once(separator).map_or(text, |(_, text)| text.trim_start());
    let (head, _) = line.split_at(line.len() - text.len());
    let (first, column) = if cells(head) + NARROWEST <= columns {
        (head.to_owned(), cells(head))
    } else {
        (format!("{}\n    ", head.trim_end()), 4)
    };
    // The usage line is styled, and it is not prose.
    if text.contains('\x1b') {
        return line.to_owned();
    }
    // Do not break at hyphens in the names of options and values.
    let text = text.replace('-', NO_BREAK_HYPHEN);
    let blocks = vec![Block::Paragraph(Text::plain(CleanText::line(&text)))];
    let document = Document { blocks, ..Document::default() };
    let page = Page::new(None, &document, Measure::new(columns.saturating_sub(column).max(1)));
    let lines: Vec<String> = (0..page.len()).map(|line| page.plain(line).to_string()).collect();
    format!("{first}{}", lines.join(&format!("\n{:column$}", "")).replace(NO_BREAK_HYPHEN, "-"))
}

/// A text without escape sequences.
fn plain(text: &str) -> String {
    StyledStr::from(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::messages::texts::found_in;

    const CHINESE: [Locale; 2] = [Locale::Simplified, Locale::Traditional];

    /// Calls `check` with every command's short and long help, in lines of `columns`. Returns the
    /// keys that were found, and those of which none was.
    fn each(
        locale: Locale,
        columns: usize,
        check: &mut dyn FnMut(&str),
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        fn below(command: &mut Command, show: &mut dyn FnMut(&StyledStr)) {
            show(&command.render_help());
            show(&command.render_long_help());
            command.get_subcommands_mut().for_each(|command| below(command, show));
        }
        let texts = locale.reference().unwrap();
        let (mut found, mut missing) = (BTreeSet::new(), BTreeSet::new());
        let mut look = |keys: &[&str]| {
            match keys.iter().find(|key| texts.text(&[key]).is_some()) {
                Some(key) => found.insert((*key).to_owned()),
                None => missing.insert(keys.join(" ")),
            };
            texts.text(keys).map(|text| text.to_string())
        };
        let mut command = translated(Arguments::command(), &mut look);
        below(&mut command, &mut |help| {
            check(&finished(&help.ansi().to_string(), columns, &mut look));
        });
        (found, missing)
    }

    #[test]
    fn every_text_is_in_every_language_and_used() {
        for locale in CHINESE {
            let (found, missing) = each(locale, COLUMNS, &mut |_| {});
            assert_eq!(missing.into_iter().collect::<Vec<_>>(), [""; 0], "{locale:?}");
            // A build without some features lacks commands.
            if cfg!(all(feature = "fetch", feature = "images")) {
                let keys = found_in(locale, locale.reference_source().unwrap());
                let unused = keys.keys().filter(|key| !key.starts_with("setting-"));
                let unused: Vec<&String> = unused.filter(|key| !found.contains(*key)).collect();
                assert_eq!(unused, [""; 0], "{locale:?}");
            }
        }
    }

    #[test]
    fn no_english_sentence_is_left() {
        const ENGLISH: [&str; 11] =
            ["the", "of", "is", "are", "a", "and", "or", "with", "that", "in", "for"];
        for locale in CHINESE {
            let mut shown = 0;
            each(locale, COLUMNS, &mut |help| {
                shown += 1;
                for line in plain(help).lines() {
                    assert!(!line.split(' ').any(|word| ENGLISH.contains(&word)), "{line}");
                    assert!(!line.ends_with(':') && !line.contains("values: "), "{line}");
                }
            });
            assert!(shown > 20);
        }
    }

    #[test]
    fn lines_are_as_wide_as_the_terminal_at_most() {
        let cells = |text: &str| Widths::default().cells(text);
        for columns in [40, 60, 100] {
            each(Locale::Simplified, columns, &mut |help| {
                for line in plain(help).lines() {
                    // Commands, options and values are not broken.
                    let names = ["kanbao ", "--", "|", " - "];
                    let has_name = names.iter().any(|name| line.contains(name));
                    assert!(has_name || cells(line) <= columns, "{columns}: {line}");
                }
            });
        }
    }

    #[test]
    fn what_follows_a_name_keeps_its_column() {
        let check = |line: &str, columns, expected: &str| {
            assert_eq!(plain(&wrapped(line, columns)), expected);
        };
        let text = "很长的说明，分成两行的说明";
        check(&format!("  -a, --all  {text}"), 40, &format!("  -a, --all  {text}"));
        let expected = "  -a, --all  很长的说明，分成两\n             行的说明";
        check(&format!("  -a, --all  {text}"), 32, expected);
        let expected = "  -a, --all\n    很长的说明，分成两行\n    的说明";
        check(&format!("  -a, --all  {text}"), 24, expected);
        let expected = "  - auto: 很长的说明，分成\n          两行的说明";
        check(&format!("  - \x1b[1mauto\x1b[0m: {text}"), 26, expected);
        let expected = "          写法见 kanbao list\n          --since-last 的说明";
        check("          写法见 kanbao list --since-last 的说明", 36, expected);
    }
}
