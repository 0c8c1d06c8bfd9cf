//! The subcommands, one file each, and the reader (`browse`), which runs without one.

mod browse;
mod check;
mod completions;
mod config;
mod doctor;
mod export;
mod facets;
#[cfg(feature = "fetch")]
mod feeds;
#[cfg(feature = "fetch")]
mod fetch;
mod highlights;
mod index;
mod list;
mod man;
mod pull;
mod search;
mod show;
mod state;
mod tag;

use std::io::{self, IsTerminal};

use clap::Subcommand;

use crate::app::text::Text;
use crate::cli::failure::complain;
use crate::cli::settings::Configuration;
use crate::cli::{Invocation, Result};
use crate::config::locale::Locale;

#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// List posts, newest first
    ///
    /// Prints one line per post with its date, title and path; or, for other programs,
    /// tab-separated fields or JSON objects with stable names. Exits with 1 if a query finds
    /// nothing.
    List(list::Arguments),
    /// Find posts by words, phrases, /regex/ and fields
    ///
    /// Prints hits in titles and texts as they are found, each with a snippet of its text. Exits
    /// with 1 if nothing is found. `kanbao index` makes it fast in large archives.
    Search(search::Arguments),
    /// Count the posts of each category, tag, author or year
    ///
    /// Prints one line per name with its number of posts; a category includes the posts of its
    /// subcategories. Exits with 1 if a query finds nothing.
    Facets(facets::Arguments),
    /// Build, inspect or remove the index that makes searching fast
    ///
    /// Searching finds the same posts without an index, only more slowly. An interrupted build
    /// keeps what it has done. --status exits with 1 unless everything is up to date.
    Index(index::Arguments),
    /// Print one post as the reader would show it
    ///
    /// Prints the lines that the reader shows at this width, broken by the rules of Chinese
    /// typesetting; or the post as Markdown, HTML or a JSON object. On a terminal, headings, links
    /// and code are coloured.
    Show(show::Arguments),
    /// Report every problem in the archive
    ///
    /// Reads every post in full and prints one line per problem: path:line: what is wrong; what was
    /// done about it. Exits with 1 if a post could not be read, with --strict if there is any
    /// problem.
    Check(check::Arguments),
    /// Export posts as Markdown, HTML, JSON lines or an e-book
    ///
    /// Writes every post, or those that a query finds: one Markdown file each, HTML pages with an
    /// index, one file of JSON objects, or an EPUB. The target appears once everything is written.
    /// Exported Markdown reads back as the same archive.
    Export(export::Arguments),
    /// Fetch web feeds and write their new items as posts
    ///
    /// Fetches every feed in feeds.toml that is due, and writes each item as a Markdown file with
    /// front matter into the archive, which is the current one if it has a feeds.toml, else a
    /// folder of its own. It is safe to run at any time, even twice at once. Exits with 1 if a feed
    /// failed.
    #[cfg(feature = "fetch")]
    Fetch(fetch::Arguments),
    /// List, add and import feeds
    ///
    /// The feeds are in feeds.toml, in the archive or beside config.toml; it may be edited by hand. An
    /// import reads OPML, newsboat's file urls, and the items that newsboat keeps, with what was read
    /// and flagged.
    #[cfg(feature = "fetch")]
    Feeds(feeds::Arguments),
    /// Update an archive that is a git checkout
    ///
    /// Runs git pull --ff-only in the archive: it takes what is new, and changes nothing if that
    /// cannot be done without a merge.
    Pull(pull::Arguments),
    /// Show the settings, where they are set, and what can be set
    ///
    /// Settings come from the defaults, config.toml, the archive's .kanbao.toml, the environment,
    /// --set and the other arguments; later ones override earlier ones. Mistakes are reported with
    /// their line and the nearest name.
    Config(config::Arguments),
    /// List your own tags, or tag the posts that a query finds
    ///
    /// Your tags are part of the reading state: they are kept beside the archive, never in it, and
    /// merge between machines. The query field `mine:TAG` finds them. Exits with 1 if nothing is
    /// found.
    Tag(tag::Arguments),
    /// Print what you highlighted, with the notes on it
    ///
    /// Prints the highlights of all posts, or of those that a query finds, under links to their posts.
    /// Each is looked for in the post as it is now; what is no longer there is printed all the same.
    /// The query fields `highlight:TEXT` and `has:highlight` find them. Exits with 1 if there are
    /// none.
    Highlights(highlights::Arguments),
    /// Export, import or locate the reading state
    ///
    /// What you read, star, note and highlight is kept in append-only logs, which any number of instances and
    /// machines may share. The export consists of JSON lines; an import adds those that are newer
    /// than the known ones.
    State(state::Arguments),
    /// Report on the terminal, the folders and the archive
    ///
    /// Measures how wide the terminal draws ambiguous characters, and prints colours, locale,
    /// folders, settings and the archive: lines to paste into a bug report.
    Doctor(doctor::Arguments),
    /// Print a shell's completion script
    ///
    /// Prints the script that completes kanbao's arguments; where to put it depends on the shell
    /// and the system.
    Completions(completions::Arguments),
    /// Print the manual
    ///
    /// Prints the source of a man page: on the program, or on its settings, keys and colours. It
    /// starts no pager; `man -l -` displays the page.
    Man(man::Arguments),
}

/// Returns the path of this program, to run it again; `None` if it is unknown or not UTF-8.
fn this_program() -> Option<String> {
    std::env::current_exe().ok()?.to_str().map(str::to_owned)
}

/// Warns about problems in the settings in one line: the first, and the number of the others.
fn warn_of_settings(config: &Configuration) {
    let mut problems = config.all_problems();
    if let Some(first) = problems.next() {
        let text = Text::Settings(Box::new(first.clone()), problems.count());
        complain(&text.to_clean(Locale::of_user()), "");
    }
}

/// Runs a subcommand, or the reader.
pub(super) fn run(command: Option<&Subcommands>, invocation: Invocation<'_>) -> Result<u8> {
    let is_reader = command.is_none() && io::stdout().is_terminal();
    // These report all problems themselves, or use no settings.
    let reports = matches!(
        command,
        Some(
            Subcommands::Check(_)
                | Subcommands::Config(_)
                | Subcommands::Doctor(_)
                | Subcommands::Completions(_)
                | Subcommands::Man(_)
        )
    );
    if !is_reader && !reports {
        warn_of_settings(invocation.config);
    }
    match command {
        Some(Subcommands::List(list)) => list::run(list, invocation),
        Some(Subcommands::Search(search)) => search::run(search, invocation),
        Some(Subcommands::Facets(facets)) => facets::run(facets, invocation),
        Some(Subcommands::Index(index)) => index::run(index, invocation),
        Some(Subcommands::Show(show)) => show::run(show, invocation),
        Some(Subcommands::Check(check)) => check::run(check, invocation),
        Some(Subcommands::Export(export)) => export::run(export, invocation),
        #[cfg(feature = "fetch")]
        Some(Subcommands::Fetch(fetch)) => fetch::run(fetch, invocation),
        #[cfg(feature = "fetch")]
        Some(Subcommands::Feeds(feeds)) => feeds::run(feeds, invocation),
        Some(Subcommands::Pull(_)) => pull::run(invocation),
        Some(Subcommands::Config(config)) => config::run(config, invocation),
        Some(Subcommands::Tag(tag)) => tag::run(tag, invocation),
        Some(Subcommands::Highlights(highlights)) => highlights::run(highlights, invocation),
        Some(Subcommands::State(state)) => state::run(state, invocation),
        Some(Subcommands::Doctor(_)) => doctor::run(invocation),
        Some(Subcommands::Completions(completions)) => completions::run(completions),
        Some(Subcommands::Man(man)) => man::run(man),
        None if is_reader => browse::run(invocation),
        // Not a terminal: print the list instead.
        None => list::run(&list::Arguments::default(), invocation),
    }
}
