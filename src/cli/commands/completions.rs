//! `kanbao completions`: the script that completes the arguments in a shell.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::{Result, arguments, help};

const EXAMPLES: &[(&str, &str)] = &[
    ("source <(kanbao completions bash)", "a line for ~/.bashrc"),
    ("kanbao completions zsh > ~/.zfunc/_kanbao", "with ~/.zfunc in $fpath"),
    ("kanbao completions fish > ~/.config/fish/completions/kanbao.fish", "read by fish"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    // Buffered, since the generator would panic on a closed pipe (S47).
    let mut script = Vec::new();
    let mut command = arguments::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "kanbao", &mut script);
    let mut out = io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(0)
}
