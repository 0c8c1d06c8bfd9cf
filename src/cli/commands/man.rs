//! `kanbao man`: the manual, made of the same tables that the program itself reads, so that it is
//! never of another version. The pages in `man/` are those of a program with all features; a test
//! compares them.

mod files;
mod program;
mod text;

use std::io::{self, Write};

use clap::Args;

use crate::cli::{Result, help};

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao man | man -l -", "read the manual"),
    ("kanbao man --section 5 | man -l -", "what can be set"),
    ("kanbao man > ~/.local/share/man/man1/kanbao.1", "where man finds it"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// Which page: 1, the program and its keys; 5, its files: settings, keys and themes
    #[arg(long, value_name = "SECTION", value_parser = ["1", "5"], default_value = "1")]
    section: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let page = if arguments.section == "5" { files::page() } else { program::page()? };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(0)
}
