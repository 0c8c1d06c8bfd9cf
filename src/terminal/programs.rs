//! The programs that a person names for editing and paging: they have the screen while they run.
//!
//! Their names are split at white space; no shell is involved (S11).

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::app::text::Text;
use crate::clean::CleanText;

/// Where a program for editing is named, in order.
const EDITORS: [&str; 2] = ["VISUAL", "EDITOR"];
/// Where a program for paging is named.
const PAGERS: [&str; 1] = ["PAGER"];

/// Opens a file, by its absolute path, in the person's editor; what went wrong.
pub(super) fn edit(path: &Path) -> Option<Text> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let Some((name, mut command)) = named(&EDITORS, "vi") else {
        return Some(no_program("EDITOR"));
    };
    command.arg(path);
    told(&name, command.status().map(|_| ()))
}

/// Shows text in the person's pager; what went wrong.
pub(super) fn page(text: &CleanText) -> Option<Text> {
    let Some((name, mut command)) = named(&PAGERS, "less") else {
        return Some(no_program("PAGER"));
    };
    let shown = command.stdin(Stdio::piped()).spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            // A pager that is left before the end closes its input.
            let _ = input.write_all(text.as_str().as_bytes());
        }
        child.wait()
    });
    told(&name, shown.map(|_| ()))
}

/// The first program that a variable names, else the usual one.
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

fn told(program: &CleanText, result: std::io::Result<()>) -> Option<Text> {
    let reason = CleanText::line(&result.err()?.to_string());
    Some(Text::ProgramFailed { program: program.clone(), reason })
}
