//! Runs other programs: the user's editor and pager, which take over the screen, and `kanbao index`
//! in the background.
//!
//! Command lines are split at white space; no shell is involved (S11).

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::search::fulltext::build::Progress;

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

/// Runs `kanbao index` on an archive and waits for it; the process ends with this one. Calls
/// `on_progress` with its progress. Fails if it cannot be started.
pub(super) fn index(root: &Path, on_progress: &dyn Fn(Progress)) -> io::Result<()> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["index", "--behind-reader", "--archive"]).arg(root);
    let streams = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = streams.spawn()?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines);
    for line in lines.map_while(Result::ok) {
        let (done, all) = line.split_once(' ').unwrap_or_default();
        if let (Ok(done), Ok(all)) = (done.parse(), all.parse()) {
            on_progress(Progress { done, all });
        }
    }
    child.wait().map(|_| ())
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
