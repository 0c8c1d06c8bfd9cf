//! `kanbao pull`: updates an archive that is a git checkout.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Args;

use crate::cli::words::Said;
use crate::cli::{Failure, Invocation, PROBLEMS, Result, help, open};
use crate::config::file::shown;
use crate::reason::Reason;

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
        return Err(Failure::of(&Said::PullOfSamples, &Said::NameAnArchive));
    };
    let mut look = git(root);
    look.args(["rev-parse", "--is-inside-work-tree"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !look.status().map_err(|error| not_started(&error))?.success() {
        return Err(Failure::of(&Said::NoCheckout { root: shown(root) }, &Said::NoCheckoutHint));
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
    Failure::of(&Said::NoGit { reason: Reason::from(error) }, &Said::NoGitHint)
}
