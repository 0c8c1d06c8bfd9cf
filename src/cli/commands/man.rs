//! `kanbao man`: the manual, generated from the tables that the program itself uses, so it always
//! matches the version. A test compares it, built with all features, with the pages in `man/`.

mod files;
mod program;
mod text;

use std::io::{self, Write};

use clap::Args;

use crate::cli::{Result, help};

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao man | man -l -", "read the manual"),
    ("kanbao man --section 5 | man -l -", "read about the settings"),
    ("kanbao man > ~/.local/share/man/man1/kanbao.1", "install it for man"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// The page: 1 for the program and its keys, 5 for settings, keys and themes
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
