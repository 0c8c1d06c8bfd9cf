//! Usage errors: clap's own text in the form of all other failures, cleaned and cut, since
//! arguments may hold anything: the shell's patterns bring in file names (S10).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};

use crate::clean::CleanText;
use crate::cli::words::Said;
use crate::cli::{Arguments, Failure};
use crate::nearest::nearest;

/// The most lines shown, and the most characters of each.
const MOST: (usize, usize) = (12, 120);

/// Turns clap's error about `arguments` into a failure.
pub(super) fn failure(
    error: &clap::Error,
    arguments: impl IntoIterator<Item = OsString>,
) -> Failure {
    // ARCHIVE, as far as clap understood the arguments.
    let matches = Arguments::command().ignore_errors(true).try_get_matches_from(arguments).ok();
    let word = matches.filter(|matches| matches.subcommand_name().is_none());
    let word = word.and_then(|mut matches| matches.remove_one::<PathBuf>("positional"));
    if let Some(failure) = word.and_then(|word| mistyped_subcommand(&word)) {
        return failure;
    }
    let text = CleanText::body(&error.render().to_string());
    let lines = text.as_str().lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST.0);
    let mut lines = lines.map(|line| line.chars().take(MOST.1).collect::<String>());
    let line = lines.next().unwrap_or_default();
    let hint = lines.collect::<Vec<_>>().join("\n");
    Failure::new(line.trim_start_matches("error: "), &hint)
}

/// The failure for a word in the place of ARCHIVE that is no path but resembles a subcommand.
pub(super) fn mistyped_subcommand(word: &Path) -> Option<Failure> {
    let text = word.to_str().filter(|text| !text.contains('/'))?;
    if word.symlink_metadata().is_ok() {
        return None;
    }
    let command = Arguments::command();
    let meant = nearest(text, command.get_subcommands().map(Command::get_name))?;
    let (word, meant) = (CleanText::line(text), CleanText::line(meant));
    Some(Failure::of(&Said::Mistyped { word }, &Said::MistypedHint { meant }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first line and the start of the hint for some arguments.
    fn check(arguments: &str, expected: &str, hint: &str) {
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let arguments = [&["kanbao"], arguments.as_slice()].concat();
        let error = Arguments::command().try_get_matches_from(&arguments).unwrap_err();
        let Failure::Message { line, hint: found } =
            failure(&error, arguments.iter().map(OsString::from))
        else {
            panic!("{error}");
        };
        assert_eq!(line.as_str(), expected, "{arguments:?}");
        assert!(found.as_str().starts_with(hint), "{arguments:?}: {found}");
    }

    #[test]
    fn errors_are_in_the_words_of_clap() {
        check(
            "--formt",
            "unexpected argument '--formt' found",
            "tip: to pass '--formt' as a value, use '-- --formt'\nUsage: kanbao [OPTIONS] [ARCHIVE]",
        );
        check(
            "list --formt tsv",
            "unexpected argument '--formt' found",
            "tip: a similar argument exists: '--format'\nUsage: kanbao list",
        );
        check(
            "list --format jsn",
            "invalid value 'jsn' for '--format <FORMAT>'",
            "[possible values: plain, tsv, json, jsonl]\ntip: a similar value exists: 'json'",
        );
        check(
            "export",
            "the following required arguments were not provided:",
            "--format <FORMAT>\n<TARGET>\nUsage: kanbao export --format <FORMAT> <TARGET>",
        );
        check("config pth", "unrecognized subcommand 'pth'", "tip: a similar subcommand exists");
    }

    #[test]
    fn a_mistyped_subcommand_is_reported_wherever_it_stands() {
        let check = |arguments: &str, word: &str, meant: &str| {
            let expected = format!("{word}: neither a subcommand nor an existing folder or file");
            check(arguments, &expected, &format!("Did you mean kanbao {meant}?"));
        };
        check("lst -n 5", "lst", "list");
        check("lst -a x", "lst", "list");
        check("-a x lst", "lst", "list");
        check("--line-break strict shwo post", "shwo", "show");
    }
}
