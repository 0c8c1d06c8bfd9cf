//! Shared parts of the subcommands' help: option headings and examples.

use std::fmt::Write;

use clap::builder::StyledStr;

use crate::width::Widths;

/// Heading of the options that choose the archive and interpret its posts.
pub(super) const ARCHIVE: &str = "Archive";
/// Heading of the options about typesetting.
pub(super) const ARTICLES: &str = "Articles";
/// Heading of the options about settings.
pub(super) const SETTINGS: &str = "Settings";
/// Heading of the options that choose posts.
pub(super) const POSTS: &str = "Which posts";
/// Heading of the options about the output.
pub(super) const OUTPUT: &str = "Output";

/// The heading of the examples.
pub(super) const EXAMPLES: &str = "Examples:";

/// Formats examples, pairs of command line and purpose, below a heading styled like clap's.
pub(super) fn examples(examples: &[(&str, &str)]) -> StyledStr {
    let mut text = StyledStr::new();
    let cells = |line: &str| Widths::default().cells(line);
    let longest = examples.iter().map(|(line, _)| cells(line)).max().unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(text, "\x1b[1m\x1b[4m{EXAMPLES}\x1b[0m");
    for (line, what) in examples {
        let blanks = " ".repeat(longest - cells(line) + 2);
        let _ = write!(text, "\n  {line}{blanks}{what}");
    }
    text
}

/// Formats examples, with more text below them.
pub(super) fn examples_and(examples: &[(&str, &str)], more: &str) -> StyledStr {
    let mut text = self::examples(examples);
    let _ = write!(text, "\n\n{more}");
    text
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory, Parser};

    use super::*;
    use crate::cli::Arguments;

    fn each(command: &Command, check: &mut impl FnMut(&str, &Command)) {
        fn below(path: &str, command: &Command, check: &mut impl FnMut(&str, &Command)) {
            check(path, command);
            for command in command.get_subcommands().filter(|below| below.get_name() != "help") {
                below(&format!("{path} {}", command.get_name()), command, check);
            }
        }
        below(command.get_name(), command, check);
    }

    #[test]
    fn every_subcommand_explains_itself() {
        let mut seen = 0;
        each(&Arguments::command(), &mut |path, command| {
            seen += 1;
            let short = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!short.is_empty() && !short.ends_with('.') && !short.contains('\n'), "{path}");
            // The actions of a subcommand need no long help; its examples show them.
            if path.split(' ').count() < 3 {
                let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
                assert!(long.len() > short.len() + 40, "{path} has no long help: {long}");
                let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(after.starts_with(EXAMPLES), "{path} has no examples");
            }
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_empty(), "{path}: {} has no help", argument.get_id());
                assert!(!help.ends_with('.'), "{path}: {help}");
            }
        });
        assert!(seen > 10);
    }

    #[test]
    fn examples_can_be_parsed() {
        let mut seen = 0;
        each(&Arguments::command(), &mut |path, command| {
            let Some(after) = command.get_after_help() else { return };
            for line in after.to_string().lines().skip(1).take_while(|line| !line.is_empty()) {
                assert!(line.chars().count() <= 100, "{path}: {line}");
                let line = line.trim_start().split("  ").next().unwrap_or_default();
                // Split the line like a shell, as far as the examples need it.
                let line = line.split([';', '|', '>']).next().unwrap_or_default().trim();
                let line = line.replace("$(", "").replace("<(", "").replace(')', "");
                let mut words = vec![String::new()];
                let mut quoted = false;
                for c in line.chars() {
                    match c {
                        '\'' => quoted = !quoted,
                        ' ' if !quoted => words.push(String::new()),
                        c => words.last_mut().unwrap().push(c),
                    }
                }
                let at = words.iter().position(|word| word == "kanbao").unwrap();
                let parsed = Arguments::try_parse_from(&words[at..]);
                assert!(parsed.is_ok(), "{path}: {line}: {}", parsed.unwrap_err());
                seen += 1;
            }
        });
        assert!(seen > 20, "{seen}");
    }
}
