//! The user's own commands: programs that the reader starts with a post (`[commands]` in the user's
//! `config.toml`, never in an archive's file). A mistake disables only its own command.

use std::path::Path;
use std::time::Duration;

use crate::clean::CleanText;
use crate::command::Command;
use crate::config::choice::Choice;
use crate::config::fault::{Allowed, Fault};
use crate::config::file::shown;
use crate::config::key::Key;
use crate::config::keys;
use crate::config::problem::{ConfigProblem, Place, quoted, unknown};
use crate::config::tree::{self, Entry, Raw};

/// The table's name.
pub(super) const TABLE: &str = "commands";
/// The ending of an e-book's file.
pub const BOOK_ENDING: &str = ".epub";
/// The most commands.
const MOST_COMMANDS: usize = 100;
/// The longest name, in characters.
const LONGEST_NAME: usize = 40;
/// How long a command can run, in seconds: by default, and at most.
const USUAL_SECONDS: u64 = 30;
const MOST_SECONDS: i64 = 3600;
/// The keys of a command's table.
const KEYS: [&str; 6] = ["run", "key", "input", "output", "seconds", "help"];

/// What goes to a program's standard input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    #[default]
    Nothing,
    /// The text.
    Text,
    /// The post as Markdown.
    Markdown,
    /// The post as a JSON object.
    Json,
    /// The paths of the selected posts, one a line.
    Path,
    /// The words that are typed after the command's name, else the text that is selected in the
    /// article, else the title.
    Selection,
    /// The selected posts as JSON objects, one a line.
    Posts,
}

/// What happens with a program's standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// It is shown over the panes.
    #[default]
    Show,
    /// Its first line is the notice.
    Notice,
    /// It is copied to the clipboard.
    Copy,
    /// Nothing.
    Ignore,
}

impl Choice for Given {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Nothing, "nothing", "Nothing"),
        (Self::Text, "text", "The text of the post"),
        (Self::Markdown, "markdown", "The post as Markdown"),
        (Self::Json, "json", "The post as a JSON object"),
        (Self::Path, "path", "The paths of the selected posts"),
        (Self::Selection, "selection", "Typed words, else the selected text, else the title"),
        (Self::Posts, "posts", "The selected posts as JSON lines"),
    ];
}

impl Choice for Output {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Show, "show", "Shown over the panes"),
        (Self::Notice, "notice", "Its first line is the notice"),
        (Self::Copy, "copy", "Copied to the clipboard"),
        (Self::Ignore, "ignore", "Nothing"),
    ];
}

/// One of the user's commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCommand {
    /// The name, without blanks.
    pub name: CleanText,
    /// The key sequence; empty if it is run by name only.
    pub keys: Vec<Key>,
    /// The program and its arguments; never empty.
    pub run: Vec<String>,
    /// What the program is given.
    pub given: Given,
    /// What happens with its output.
    pub output: Output,
    /// How long it may run.
    pub limit: Duration,
    /// What it is for, in the user's words.
    pub help: CleanText,
    /// Its position in the file.
    pub place: Place,
}

impl OwnCommand {
    /// Creates a command for a task that kanbao itself does in another process.
    pub fn of_program(name: CleanText, given: Given) -> Self {
        Self {
            name,
            keys: Vec::new(),
            run: Vec::new(),
            given,
            output: Output::Notice,
            limit: Duration::from_secs(MOST_SECONDS.unsigned_abs()),
            help: CleanText::default(),
            place: Place { line: 0, column: 0 },
        }
    }
}

/// Reads the commands of the user's file.
pub fn of_file(path: &Path, text: &str) -> (Vec<OwnCommand>, Vec<ConfigProblem>) {
    let (mut commands, mut problems) = (Vec::<OwnCommand>::new(), Vec::new());
    let source = shown(path);
    // Its syntax is reported with the settings.
    let (entries, _) = tree::parse(&source, text);
    let tables = entries.into_iter().filter(|entry| entry.key == TABLE);
    let mut report = |place, what| problems.push(ConfigProblem::at(&source, place, what));
    for Entry { value, place, .. } in tables {
        let Raw::Table(rows) = value else {
            report(place, must_be(TABLE, Allowed::Table, &value));
            continue;
        };
        for row in rows {
            let place = row.place;
            match command(row, &mut report) {
                Ok(command) if commands.len() < MOST_COMMANDS => commands.push(command),
                Ok(OwnCommand { name, .. }) => {
                    report(
                        place,
                        Fault::TooManyCommands { name: quoted(name.as_str()), most: MOST_COMMANDS },
                    );
                }
                Err((place, what)) => report(place, what),
            }
        }
    }
    (commands, problems)
}

/// Reads a command; mistakes that do not make it less safe are only reported.
fn command(
    Entry { key: name, value, place }: Entry,
    report: &mut impl FnMut(Place, Fault),
) -> Result<OwnCommand, (Place, Fault)> {
    check_name(&name).map_err(|what| (place, what))?;
    let Raw::Table(rows) = value else {
        return Err((place, must_be(&name, Allowed::Table, &value)));
    };
    let mut command = OwnCommand {
        name: CleanText::line(&name),
        keys: Vec::new(),
        run: Vec::new(),
        given: Given::default(),
        output: Output::default(),
        limit: Duration::from_secs(USUAL_SECONDS),
        help: CleanText::default(),
        place,
    };
    for Entry { key, value, place } in rows {
        let failed = |what| (place, what);
        match (key.as_str(), &value) {
            ("run", _) => command.run = words(&value).map_err(failed)?,
            ("key", Raw::Text(text)) => command.keys = keys::sequence(text).map_err(failed)?,
            ("input", _) => command.given = choice("input", &value).map_err(failed)?,
            ("output", _) => command.output = choice("output", &value).map_err(failed)?,
            ("seconds", Raw::Number(seconds @ 1..=MOST_SECONDS)) => {
                command.limit = Duration::from_secs(seconds.unsigned_abs());
            }
            ("help", Raw::Text(text)) => command.help = CleanText::line(text),
            ("seconds", _) => {
                let (least, most) = (CleanText::line("1"), MOST_SECONDS.to_string());
                let allowed = Allowed::Number { least, most: CleanText::line(&most) };
                return Err((place, must_be("seconds", allowed, &value)));
            }
            ("key" | "help", _) => {
                return Err((place, must_be(&key, Allowed::Text, &value)));
            }
            _ => report(place, unknown("key", &key, KEYS)),
        }
    }
    if command.run.is_empty() {
        return Err((place, Fault::CommandWithoutRun { name: quoted(&name) }));
    }
    Ok(command)
}

/// Checks that a name can be typed and is not that of a built-in command.
fn check_name(name: &str) -> Result<(), Fault> {
    let is_typed = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.contains(|c: char| c.is_whitespace() || c.is_control())
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && CleanText::line(name).as_str() == name;
    if !is_typed {
        return Err(Fault::CommandName { name: quoted(name) });
    }
    match Command::all_names().find(|known| *known == name) {
        Some(_) => Err(Fault::CommandTaken { name: quoted(name) }),
        None => Ok(()),
    }
}

/// The program and its arguments. Not split: there is no shell.
fn words(value: &Raw) -> Result<Vec<String>, Fault> {
    let wrong = || must_be("run", Allowed::Program, value);
    let Raw::List(values) = value else { return Err(wrong()) };
    let word = |value: &Raw| match value {
        Raw::Text(text) if !text.contains('\0') => Ok(text.clone()),
        _ => Err(wrong()),
    };
    let words: Vec<String> = values.iter().map(word).collect::<Result<_, _>>()?;
    if words.first().is_none_or(String::is_empty) { Err(wrong()) } else { Ok(words) }
}

fn choice<T: Choice>(name: &str, value: &Raw) -> Result<T, Fault> {
    let words: Vec<&str> = T::ALL.iter().map(|(_, word, _)| *word).collect();
    let text = match value {
        Raw::Text(text) => text.as_str(),
        _ => "",
    };
    T::named(text).ok_or_else(|| must_be(name, Allowed::one_of(&words), value))
}

fn must_be(name: &str, allowed: Allowed, found: &Raw) -> Fault {
    Fault::MustBe { name: quoted(name), allowed: Box::new(allowed), found: found.found() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::locale::Locale;

    fn check_file(text: &str, expected: &[&str]) -> Vec<OwnCommand> {
        let (commands, problems) = of_file(Path::new("config.toml"), text);
        let problems: Vec<String> =
            problems.iter().map(|problem| problem.brief(Locale::English).to_string()).collect();
        assert_eq!(problems, expected, "{text}");
        commands
    }

    #[test]
    fn commands_are_read() {
        let commands = check_file(
            "[commands.'词典']\nkey = 'g k'\nrun = ['sdcv', '-n', '$(x) y']\ninput = 'selection'\n\
             output = 'notice'\nseconds = 5\nhelp = \"查\\u001b词\"\n[commands]\nlog = {run = ['logger']}\n",
            &[],
        );
        let [first, second] = commands.as_slice() else { panic!("{commands:?}") };
        // No shell, and no word is split.
        assert_eq!(first.run, ["sdcv", "-n", "$(x) y"]);
        assert_eq!((first.name.as_str(), first.help.as_str()), ("词典", "查词"));
        assert_eq!((first.given, first.output), (Given::Selection, Output::Notice));
        assert_eq!((first.limit.as_secs(), first.keys.len()), (5, 2));
        assert_eq!((second.given, second.output), (Given::Nothing, Output::Show));
        assert_eq!((second.limit.as_secs(), second.keys.len()), (30, 0));
    }

    #[test]
    fn every_command_that_is_left_out_is_reported() {
        let taken = "[commands.quit]\nrun = ['a']\n[commands.next]\nrun = ['a']\n";
        let expected = ["quit", "next"].map(|name| (name, "is a command of the reader already"));
        let lines: Vec<String> =
            (0..MOST_COMMANDS + 2).map(|at| format!("[commands.c{at}]\nrun = ['a']\n")).collect();
        let more =
            ["c100", "c101"].map(|name| (name, "is ignored: at most 100 commands are allowed"));
        let expected: Vec<String> = [(expected, 1), (more, 205)]
            .into_iter()
            .flat_map(|(two, line)| two.into_iter().zip([line, line + 2]))
            .map(|((name, what), line)| format!("config.toml:{line}: `{name}` {what}"))
            .collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let found = check_file(&format!("{taken}{}", lines.concat()), &expected);
        assert_eq!(found.len(), MOST_COMMANDS);
    }

    #[test]
    fn a_mistake_skips_its_command_alone() {
        let check = |rows: &str, expected: &str, left: usize| {
            let text = format!("[commands.a]\nrun = ['a']\n{rows}\n[commands.b]\nrun = ['b']\n");
            assert_eq!(check_file(&text, &[expected]).len(), left, "{rows}");
        };
        check("rnu = 1", "config.toml:3: unknown key `rnu`; did you mean `run`?", 2);
        check("key = 'Entr'", "config.toml:3: unknown key `Entr`; did you mean `Enter`?", 1);
        check("key = 1", "config.toml:3: `key` must be a string, not `1`", 1);
        check(
            "seconds = 0",
            "config.toml:3: `seconds` must be a whole number from 1 to 3600, not `0`",
            1,
        );
        check(
            "output = 'shwo'",
            "config.toml:3: `output` must be \"show\", \"notice\", \"copy\" or \"ignore\", not `shwo`",
            1,
        );
        let list = "`run` must be a list of strings: the program and its arguments";
        for (row, found) in [
            ("'sh -c x'", "`sh -c x`"),
            ("[]", "a list"),
            ("['']", "a list"),
            ("['a', 1]", "a list"),
        ] {
            let text = format!("[commands.a]\nrun = {row}\n");
            check_file(&text, &[&format!("config.toml:2: {list}, not {found}")]);
        }
        check_file("commands = 1", &["config.toml:1: `commands` must be a table, not `1`"]);
        check_file(
            "[commands.a]\nhelp = 'x'",
            &["config.toml:1: command `a` has no `run = [\"program\"]`"],
        );
        check_file(
            "[commands.quit]\nrun = ['a']",
            &["config.toml:1: `quit` is a command of the reader already"],
        );
        check_file(
            "[commands.'a b']\nrun = ['a']",
            &["config.toml:1: `a b` cannot name a command: use one short word"],
        );
    }
}
