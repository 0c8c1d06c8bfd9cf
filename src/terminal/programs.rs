//! Runs other programs: the user's editor and pager, which take over the screen.
//!
//! Command lines are split at white space; no shell is involved (S11).

use std::env;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::reason::Reason;
use crate::terminal::lending::Lending;

/// The variables that name the editor, in order of preference.
const EDITORS: [&str; 2] = ["VISUAL", "EDITOR"];
/// Editors that open a file at a line given as `+LINE`.
const TAKE_LINES: [&str; 9] =
    ["vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "hx"];
/// The variables that name the pager.
const PAGERS: [&str; 1] = ["PAGER"];

/// Opens a file in the user's editor by its absolute path, at a line if the editor is known to take
/// one as `+LINE`; returns the notice of a failure.
pub(super) fn edit(path: &Path, line: Option<u32>, lending: &Lending) -> Option<Text> {
    let Some((name, mut command)) = named(&EDITORS, "vi") else {
        return Some(no_program("EDITOR"));
    };
    let program = Path::new(command.get_program()).file_name().and_then(OsStr::to_str);
    if let Some(line) = line
        && program.is_some_and(|program| TAKE_LINES.contains(&program))
    {
        command.arg(format!("+{line}"));
    }
    command.arg(path);
    match lending.run(&mut command, |_| {}) {
        Ok(status) if status.success() => None,
        Ok(status) => {
            // A signal has no code.
            let reason = status.code().and_then(|code| usize::try_from(code).ok()).map_or_else(
                || Reason::Other { text: CleanText::line(&status.to_string()) },
                |code| Reason::ExitStatus { code },
            );
            Some(Text::ProgramFailed { program: name, reason })
        }
        Err(error) => failure(&name, Err(error)),
    }
}

/// Shows text in the user's pager; returns the notice of a failure.
pub(super) fn page(text: &CleanText, lending: &Lending) -> Option<Text> {
    let Some((name, mut command)) = named(&PAGERS, "less") else {
        return Some(no_program("PAGER"));
    };
    // A pager reads only what it shows, and it may stop meanwhile: a thread waits for it.
    let write = |child: &mut Child| {
        let (Some(mut input), text) = (child.stdin.take(), text.clone()) else { return };
        let write = move || {
            // Fails if the user quits the pager before the end.
            let _ = input.write_all(text.as_str().as_bytes());
        };
        // Without a thread, the pager shows nothing.
        let _ = thread::Builder::new().name("pager-input".to_owned()).spawn(write);
    };
    let shown = lending.run(command.stdin(Stdio::piped()), write);
    failure(&name, shown.map(|_| ()))
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
    let reason = result.err()?.into();
    Some(Text::ProgramFailed { program: program.clone(), reason })
}
