//! What is wrong with the arguments, in the form of all other faults: `kanbao: what: why`, a hint,
//! exit code 2. Arguments may hold anything: file names come in by the shell's patterns (S10).

use std::error::Error as _;
use std::ffi::{OsStr, OsString};
use std::num::ParseIntError;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::cli::Failure;
use crate::nearest::nearest;

/// The most characters that are shown of an argument.
const LONGEST: usize = 80;

/// A fault of usage, as clap found it; `arguments` are all without the program's name.
pub(super) fn failure(error: &clap::Error, command: &Command, arguments: &[OsString]) -> Failure {
    let words = Words::of(command, arguments);
    if let Some(failure) = words.stray.and_then(|word| no_subcommand(command, word)) {
        return failure;
    }
    let (what, why) = told(error);
    let usage = texts(error, ContextKind::Usage);
    let mut hints = Vec::new();
    if let Some(meant) = meant(error) {
        hints.push(format!("Did you mean {meant}?"));
    }
    hints.extend(usage.iter().flat_map(|usage| usage.lines()).map(|line| line.trim().to_owned()));
    hints.push(format!("{} --help tells more.", words.path.join(" ")));
    let what = short(&what);
    let line = if why.is_empty() { what } else { format!("{what}: {why}") };
    Failure::new(&line, &hints.join("\n"))
}

/// What to say of a word that stands where a subcommand or an archive may, if it is no path and
/// much like a subcommand.
pub(super) fn no_subcommand(command: &Command, word: &OsStr) -> Option<Failure> {
    let text = word.to_str().filter(|text| !text.contains('/'))?;
    if std::fs::symlink_metadata(Path::new(word)).is_ok() {
        return None;
    }
    let known = command.get_subcommands().map(Command::get_name);
    let meant = nearest(text, known)?;
    Some(Failure::new(
        &format!("{text}: neither a subcommand, nor a folder or file that is there"),
        &format!("Did you mean kanbao {meant}?\nkanbao --help names all subcommands."),
    ))
}

/// What is wrong, and why.
fn told(error: &clap::Error) -> (String, String) {
    let argument = texts(error, ContextKind::InvalidArg);
    let argument = argument.iter().map(|argument| bare(argument)).collect::<Vec<_>>().join(", ");
    let value = texts(error, ContextKind::InvalidValue).concat();
    let given = if value.is_empty() { argument.clone() } else { format!("{argument} {value}") };
    let subcommand = texts(error, ContextKind::InvalidSubcommand).concat();
    let (what, why) = match error.kind() {
        ErrorKind::InvalidSubcommand => (subcommand, "there is no such subcommand".to_owned()),
        ErrorKind::MissingSubcommand => {
            let known = texts(error, ContextKind::ValidSubcommand);
            let known: Vec<&str> =
                known.iter().map(String::as_str).filter(|name| *name != "help").collect();
            (subcommand, format!("{} must follow", alternatives(&known)))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            (argument, "there is no such option".to_owned())
        }
        ErrorKind::UnknownArgument => (argument, "one argument too many".to_owned()),
        ErrorKind::InvalidValue if value.is_empty() => {
            (argument, "its value is missing".to_owned())
        }
        ErrorKind::InvalidValue => {
            let known = texts(error, ContextKind::ValidValue);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            (given, format!("must be {}", alternatives(&known)))
        }
        ErrorKind::ValueValidation => {
            let why = match error.source() {
                Some(source) if source.is::<ParseIntError>() => "must be a whole number".to_owned(),
                Some(source) => source.to_string(),
                None => String::new(),
            };
            (given, why)
        }
        ErrorKind::MissingRequiredArgument => (argument, "missing".to_owned()),
        ErrorKind::ArgumentConflict => {
            let prior = texts(error, ContextKind::PriorArg);
            let prior = prior.iter().map(|argument| bare(argument)).collect::<Vec<_>>();
            let prior = if prior.is_empty() { "others".to_owned() } else { prior.join(", ") };
            let what = if argument.is_empty() { subcommand } else { argument };
            let why = if what == prior {
                "named twice".to_owned()
            } else {
                format!("not together with {prior}")
            };
            (what, why)
        }
        ErrorKind::InvalidUtf8 => ("an argument".to_owned(), "not UTF-8".to_owned()),
        // What clap may say that this program never makes it say.
        _ => {
            let text = error.render().to_string();
            let line = text.lines().next().unwrap_or_default();
            (line.trim_start_matches("error: ").to_owned(), String::new())
        }
    };
    if what.is_empty() { ("arguments".to_owned(), why) } else { (what, why) }
}

/// What was given, as far as it need be shown to be known again.
fn short(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() { format!("{short}…") } else { short }
}

/// What may have been meant.
fn meant(error: &clap::Error) -> Option<String> {
    let kinds =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.iter().find_map(|kind| texts(error, *kind).pop())
}

/// What clap knows of a fault, as texts.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

/// An argument without the marks of usage: `--format` of `--format <FORMAT>`, `POST` of `<POST>`.
fn bare(argument: &str) -> &str {
    let argument = argument.split([' ', '=']).next().unwrap_or_default();
    argument.trim_matches(['<', '>', '[', ']', '.'])
}

/// `a, b or c`.
fn alternatives(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The arguments that are no options, as far as they can be told apart from the options' values.
struct Words<'a> {
    /// The program and the subcommands that are named.
    path: Vec<&'a str>,
    /// The first word, if no subcommand follows.
    stray: Option<&'a OsStr>,
}

impl<'a> Words<'a> {
    fn of(command: &'a Command, arguments: &'a [OsString]) -> Self {
        let mut words = Self { path: vec![command.get_name()], stray: None };
        let (mut within, mut first) = (command, None);
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let text = argument.to_string_lossy();
            if text == "--" {
                break;
            }
            if text.len() > 1 && text.starts_with('-') {
                let mut known = within.get_arguments().chain(command.get_arguments());
                if known.any(|known| takes_next(known, &text)) {
                    arguments.next();
                }
            } else if let Some(next) = within.find_subcommand(argument) {
                words.path.push(next.get_name());
                within = next;
            } else if words.path.len() == 1 {
                first = first.or(Some(argument.as_os_str()));
            }
        }
        words.stray = first.filter(|_| words.path.len() == 1);
        words
    }
}

/// Whether `text` is this option, with its value in the next argument.
fn takes_next(option: &Arg, text: &str) -> bool {
    let is_it = match text.strip_prefix("--") {
        Some(long) => option.get_long() == Some(long),
        None => option
            .get_short()
            .is_some_and(|short| text.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4]))),
    };
    is_it && option.get_action().takes_values()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    /// The first line and the hint for some arguments.
    fn check(arguments: &str, expected: &str, hint: &str) {
        let command = Arguments::command();
        let arguments: Vec<OsString> = arguments.split_whitespace().map(OsString::from).collect();
        let with_name = std::iter::once(OsString::from("kanbao")).chain(arguments.iter().cloned());
        let error = command.clone().try_get_matches_from(with_name).unwrap_err();
        let Failure::Message { line, hint: found } = failure(&error, &command, &arguments) else {
            panic!("{error}");
        };
        assert_eq!(line.as_str(), expected, "{arguments:?}");
        assert_eq!(found.as_str().lines().next(), Some(hint), "{arguments:?}");
        assert!(found.as_str().ends_with("--help tells more.") || hint.contains("mean"));
    }

    #[test]
    fn faults_say_what_and_why() {
        check(
            "--formt",
            "--formt: there is no such option",
            "Usage: kanbao [OPTIONS] [ARCHIVE] [COMMAND]",
        );
        check("list --formt tsv", "--formt: there is no such option", "Did you mean --format?");
        check(
            "list --format xml",
            "--format xml: must be plain, tsv, json or jsonl",
            "kanbao list --help tells more.",
        );
        check(
            "list --format jsn",
            "--format jsn: must be plain, tsv, json or jsonl",
            "Did you mean json?",
        );
        check("list --format", "--format: its value is missing", "kanbao list --help tells more.");
        check("list -n x", "-n x: must be a whole number", "kanbao list --help tells more.");
        check("list a b", "a: one argument too many", "Usage: kanbao list [OPTIONS]");
        check("show", "POST: missing", "Usage: kanbao show <POST>");
        check("export", "--format, DIR: missing", "Usage: kanbao export --format <FORMAT> <DIR>");
        check(
            "config",
            "kanbao config: path, show or default must follow",
            "Usage: kanbao config [OPTIONS] <COMMAND>",
        );
        check("config pth", "pth: there is no such subcommand", "Did you mean path?");
        check("a -a b", "ARCHIVE: not together with --archive", "Usage: kanbao <ARCHIVE>");
        check("a b", "b: one argument too many", "Usage: kanbao [OPTIONS] [ARCHIVE] [COMMAND]");
    }

    #[test]
    fn a_mistyped_subcommand_is_told_wherever_it_stands() {
        let check = |arguments: &str, word: &str, meant: &str| {
            let expected =
                format!("{word}: neither a subcommand, nor a folder or file that is there");
            check(arguments, &expected, &format!("Did you mean kanbao {meant}?"));
        };
        check("lst -n 5", "lst", "list");
        check("lst -a x", "lst", "list");
        check("-a x lst", "lst", "list");
        check("--line-break strict shwo post", "shwo", "show");
    }
}
