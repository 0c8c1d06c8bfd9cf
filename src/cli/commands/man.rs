//! `kanbao man`: the manual, generated from the tables that the program itself uses, so it always
//! matches the version. A test compares it, built with all features, with the pages in `man/`.

mod files;
mod program;
mod text;
mod topic;

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use crate::cli::{Result, help};

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao man | man -l -", "read the manual"),
    ("kanbao man query | man -l -", "read about queries"),
    ("kanbao man > ~/.local/share/man/man1/kanbao.1", "install it for man"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// The page
    #[arg(value_enum, default_value_t)]
    page: Page,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Page {
    /// kanbao(1): the program, its subcommands and keys
    #[default]
    Program,
    /// kanbao(5): settings, keys and themes
    Settings,
    /// kanbao-query(7): queries
    Query,
    /// kanbao-archive(5): which files are posts
    Archive,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let page = match arguments.page {
        Page::Program => program::page()?,
        Page::Settings => files::page(),
        Page::Query => topic::query(),
        Page::Archive => topic::archive(),
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(0)
}
