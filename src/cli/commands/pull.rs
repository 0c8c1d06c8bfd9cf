//! `kanbao pull`: updates an archive that is a git checkout.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Args;

use crate::cli::{Failure, Invocation, PROBLEMS, Result, help, open};
use crate::config::file::shown;

const EXAMPLES: &[(&str, &str)] = &[("kanbao pull -a ~/news", "take what is new")];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {}

pub(super) fn run(invocation: Invocation<'_>) -> Result<u8> {
    if invocation.config.settings.restricted.value.is_on() {
        return Err(Failure::restricted("pull"));
    }
    let source = open::source(invocation)?;
    let Some(root) = source.root() else {
        return Err(Failure::new(
            "the sample posts are no git checkout",
            "Name an archive: -a DIR.",
        ));
    };
    let mut look = git(root);
    look.args(["rev-parse", "--is-inside-work-tree"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !look.status().map_err(|error| not_started(&error))?.success() {
        let line = format!("{}: it is no git checkout", shown(root));
        return Err(Failure::new(&line, "Only archives that were cloned with git can be pulled."));
    }
    // git may ask for a password, and reports what it does.
    let done =
        git(root).args(["pull", "--ff-only"]).status().map_err(|error| not_started(&error))?;
    Ok(if done.success() { 0 } else { PROBLEMS })
}

fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root);
    command
}

fn not_started(error: &io::Error) -> Failure {
    Failure::new(&format!("git: {error}"), "kanbao pull needs git.")
}
