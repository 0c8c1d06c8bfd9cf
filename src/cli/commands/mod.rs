//! The subcommands, a file each, and the reader (`browse`), which runs where none is named.

mod browse;
mod check;
mod completions;
mod config;
mod doctor;
mod export;
mod facets;
mod index;
mod list;
mod man;
mod search;
mod show;
mod state;

use std::io::{self, IsTerminal};

use clap::Subcommand;

use crate::cli::{Invocation, Result};

#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// List posts, newest first
    ///
    /// One line a post: its date, its title and its path; or, for other programs, tab-separated
    /// fields or JSON objects with names that stay. Exits with 1 if a query finds nothing.
    List(list::Arguments),
    /// Find posts by words, phrases, /regex/ and fields
    ///
    /// One hit after another, in titles and texts, each with a piece of its text. Exits with 1 if
    /// nothing is found. `kanbao index` makes it fast in large archives.
    Search(search::Arguments),
    /// Count the posts of each category, tag, author or year
    ///
    /// One line a name, with its number of posts; a category counts the posts below it too. Exits
    /// with 1 if a query finds nothing.
    Facets(facets::Arguments),
    /// Build the index that makes searching fast, or tell of it
    ///
    /// Searching finds the same without an index, only later. What was done is not lost when it is
    /// stopped. --status exits with 1 unless everything is up to date.
    Index(index::Arguments),
    /// Print one post as the reader would show it
    ///
    /// Prints the lines that the reader shows at this measure, broken by the rules of Chinese
    /// typesetting; or the post as Markdown, HTML or a JSON object. On a terminal headings, links and
    /// code are coloured.
    Show(show::Arguments),
    /// Tell everything that is wrong in the archive
    ///
    /// One line a fault: path:line: what was wrong; what was done. Every post is read, its text too.
    /// Exits with 1 if a post could not be read, and with --strict if there is any fault.
    Check(check::Arguments),
    /// Write all posts into a folder, for other programs
    ///
    /// Writes every post, or those that a query finds, as a Markdown file, as a page with an index,
    /// or all into one file of JSON objects. The folder appears when all is written. What is written
    /// as Markdown is, read again, the same archive.
    Export(export::Arguments),
    /// Tell what is set, where it is set, and what can be set
    ///
    /// Settings come from the defaults, config.toml, the archive's .kanbao.toml, the environment,
    /// --set and the other arguments; later ones go before earlier ones. Mistakes are told here with
    /// their line and the nearest name.
    Config(config::Arguments),
    /// Export, import or find the reading state
    ///
    /// What is read, starred and noted lies in append-only logs, which any number of instances and
    /// machines may share. What is exported are JSON lines; an import takes in those that are newer
    /// than what is known.
    State(state::Arguments),
    /// Tell about the terminal, the folders and the archive
    ///
    /// Measures how wide the terminal draws uncertain characters, and tells of colours, locale,
    /// folders, settings and the archive: lines to paste into the report of a fault.
    Doctor(doctor::Arguments),
    /// Print what a shell needs to complete kanbao's arguments
    ///
    /// The script for a shell is printed; where to put it differs from system to system.
    Completions(completions::Arguments),
    /// Print the manual
    ///
    /// Prints a page for man: that of the program, or that of its settings, keys and colours. A pager
    /// is not started; `man -l -` shows what is printed.
    Man(man::Arguments),
}

/// Runs a subcommand, or the reader.
pub(super) fn run(command: Option<&Subcommands>, invocation: Invocation<'_>) -> Result<u8> {
    match command {
        Some(Subcommands::List(list)) => list::run(list, invocation),
        Some(Subcommands::Search(search)) => search::run(search, invocation),
        Some(Subcommands::Facets(facets)) => facets::run(facets, invocation),
        Some(Subcommands::Index(index)) => index::run(index, invocation),
        Some(Subcommands::Show(show)) => show::run(show, invocation),
        Some(Subcommands::Check(check)) => check::run(check, invocation),
        Some(Subcommands::Export(export)) => export::run(export, invocation),
        Some(Subcommands::Config(config)) => config::run(config, invocation),
        Some(Subcommands::State(state)) => state::run(state, invocation),
        Some(Subcommands::Doctor(_)) => doctor::run(invocation),
        Some(Subcommands::Completions(completions)) => completions::run(completions),
        Some(Subcommands::Man(man)) => man::run(man),
        None if io::stdout().is_terminal() => browse::run(invocation),
        // Never a screen in a pipe: the list instead.
        None => list::run(&list::Arguments::default(), invocation),
    }
}
