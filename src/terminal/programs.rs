//! Runs other programs: the user's editor and pager, which take over the screen.
//!
//! Command lines are split at white space; no shell is involved (S11).

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::app::text::Text;
use crate::clean::CleanText;

/// The variables that name the editor, in order of preference.
const EDITORS: [&str; 2] = ["VISUAL", "EDITOR"];
/// The variables that name the pager.
const PAGERS: [&str; 1] = ["PAGER"];

/// Opens a file in the user's editor by its absolute path; returns the notice of a failure.
pub(super) fn edit(path: &Path) -> Option<Text> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let Some((name, mut command)) = named(&EDITORS, "vi") else {
        return Some(no_program("EDITOR"));
    };
    command.arg(path);
    failure(&name, command.status().map(|_| ()))
}

/// Shows text in the user's pager; returns the notice of a failure.
pub(super) fn page(text: &CleanText) -> Option<Text> {
    let Some((name, mut command)) = named(&PAGERS, "less") else {
        return Some(no_program("PAGER"));
    };
    let shown = command.stdin(Stdio::piped()).spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            // Fails if the user quits the pager before the end.
            let _ = input.write_all(text.as_str().as_bytes());
        }
        child.wait()
    });
    failure(&name, shown.map(|_| ()))
}

/// Runs this program with arguments that make it fetch, without the terminal; returns the notice of
/// what came of it. Its first line has the numbers of new and changed posts and of failed feeds.
pub(super) fn fetch(arguments: &[OsString]) -> Text {
    let output = env::current_exe().and_then(|program| {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output()
    });
    let numbers = output.map(|output| numbers(&output.stdout)).unwrap_or_default();
    match *numbers.as_slice() {
        [new, changed, 0] => Text::Fetched { new, changed },
        [new, _, failed] => Text::FetchedSome { new, failed },
        _ => Text::NotFetched,
    }
}

fn numbers(line: &[u8]) -> Vec<usize> {
    let line = String::from_utf8_lossy(line);
    line.split_whitespace().map_while(|word| word.parse().ok()).collect()
}

/// The command in the first variable that is set, else the default, and the program's name.
fn named(variables: &[&str], usual: &str) -> Option<(CleanText, Command)> {
    let set = variables.iter().find_map(|name| env::var(name).ok().filter(|set| !set.is_empty()));
    let line = set.unwrap_or_else(|| usual.to_owned());
    let mut words = line.split_whitespace();
    let program = words.next()?;
    let mut command = Command::new(program);
    command.args(words);
    Some((CleanText::line(program), command))
}

fn no_program(variable: &str) -> Text {
    Text::NoProgram { variable: CleanText::line(variable) }
}

fn failure(program: &CleanText, result: io::Result<()>) -> Option<Text> {
    let reason = CleanText::line(&result.err()?.to_string());
    Some(Text::ProgramFailed { program: program.clone(), reason })
}
