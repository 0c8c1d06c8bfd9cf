//! The top-level arguments, most of which every subcommand accepts.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::{Parser, ValueHint};

use crate::cli::commands::Subcommands;
use crate::cli::help;
use crate::cli::settings::choice_parser;
#[cfg(feature = "images")]
use crate::config::choice::Images;
use crate::config::choice::{AmbiguousWidth, Choice, LineBreak, Taste};
use crate::config::layers::Layer;
use crate::conversion::Script;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao ~/news", "read a site or a folder of posts"),
    ("kanbao post.md", "read one post"),
    ("kanbao list -a ~/news -n 20", "the newest twenty posts"),
    ("kanbao list -a ~/news -q '降准 after:7d'", "the posts a query finds"),
    ("kanbao show -a ~/news 2024-03-28", "print the post whose file name contains this"),
    ("kanbao check -a ~/news", "report every problem in the archive"),
];

const MORE: &str = "Exit codes: 0 success, 1 nothing found or problems, 2 unusable arguments or \
    archive, 101 an error in kanbao itself, 129, 130 and 143 after signals.\n\n\
    kanbao man prints the whole manual; kanbao man settings, query and archive the pages on those.";

/// The version, and the features that the program was built with.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let features = [
        ("code-colours", cfg!(feature = "code-colours")),
        ("fetch", cfg!(feature = "fetch")),
        ("images", cfg!(feature = "images")),
    ];
    let names = features.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name);
    let names = names.collect::<Vec<_>>().join(", ");
    format!(
        "{}\nfeatures: {}",
        env!("CARGO_PKG_VERSION"),
        if names.is_empty() { "none" } else { &names }
    )
});

/// kanbao (看报, "read the paper"): a reader for news archives in the terminal
///
/// Opens the source of a Jekyll, Hugo or Hexo site, or any folder of Markdown and HTML files, as it
/// is. Without ARCHIVE it opens the archive named by `$KANBAO_ARCHIVE` or the setting `archive`,
/// else the current folder if it looks like an archive, else the posts of `kanbao fetch`, else the
/// built-in sample posts. If standard output is not a terminal, it prints the list.
#[derive(Debug, Parser)]
#[command(
    name = "kanbao",
    version,
    long_version = VERSION.as_str(),
    subcommand_precedence_over_arg = true,
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, MORE),
)]
#[allow(clippy::struct_excessive_bools, reason = "independent options")]
pub(super) struct Arguments {
    /// The folder of posts or the post file to read
    #[arg(value_name = "ARCHIVE", conflicts_with = "archive", value_hint = ValueHint::AnyPath)]
    pub positional: Option<PathBuf>,

    /// The archive, for every subcommand
    #[arg(short, long, global = true, value_name = "DIR", help_heading = help::ARCHIVE)]
    archive: Option<PathBuf>,

    /// Hide posts dated after now
    #[arg(long, global = true, help_heading = help::ARCHIVE)]
    hide_future: bool,

    /// Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site's time
    #[arg(long, global = true, help_heading = help::ARCHIVE)]
    naive_utc: bool,

    /// Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe
    #[arg(
        long,
        global = true,
        value_name = "CELLS",
        value_parser = choice_parser::<AmbiguousWidth>(),
        help_heading = help::ARTICLES
    )]
    ambiguous_width: Option<AmbiguousWidth>,

    /// How strictly to break lines of Chinese and Japanese
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        value_parser = choice_parser::<LineBreak>(),
        help_heading = help::ARTICLES
    )]
    line_break: Option<LineBreak>,

    /// The characters to show Chinese text in
    #[arg(
        long,
        global = true,
        value_name = "SCRIPT",
        value_parser = choice_parser::<Script>(),
        help_heading = help::ARTICLES
    )]
    script: Option<Script>,

    /// How to typeset articles; join several with commas
    #[arg(
        long,
        global = true,
        value_name = "TASTE",
        value_delimiter = ',',
        value_parser = choice_parser::<Taste>(),
        help_heading = help::ARTICLES
    )]
    typography: Vec<Taste>,

    /// Whether the reader shows the archive's pictures; auto: unless over SSH
    #[cfg(feature = "images")]
    #[arg(
        long,
        value_name = "WHEN",
        value_parser = choice_parser::<Images>(),
        help_heading = help::ARTICLES
    )]
    images: Option<Images>,

    /// One pane at a time in plain lines, for screen readers
    #[arg(long, help_heading = help::SETTINGS)]
    linear: bool,

    /// Read this file of settings instead of the user's config.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = help::SETTINGS)]
    pub config: Option<PathBuf>,

    /// Override a setting: --set reading.measure=60; may be repeated
    #[arg(long, global = true, value_name = "NAME=VALUE", help_heading = help::SETTINGS)]
    pub set: Vec<String>,

    /// Start no other programs and write only reading state, for shared accounts
    #[arg(long, global = true, help_heading = help::SETTINGS)]
    restricted: bool,

    #[command(subcommand)]
    pub command: Option<Subcommands>,
}

impl Arguments {
    /// The archive named on the command line.
    pub(super) fn archive(&self) -> Option<&Path> {
        self.archive.as_deref().or(self.positional.as_deref())
    }

    /// The options that override settings.
    pub(super) fn layer(&self) -> Layer {
        let mut layer = Layer::default();
        let mut add = |name, argument, value: Option<&str>| {
            if let Some(value) = value {
                layer.with_argument(name, argument, value.to_owned());
            }
        };
        add("posts.hide-future", "--hide-future", self.hide_future.then_some("true"));
        add("restricted", "--restricted", self.restricted.then_some("true"));
        add("screen.linear", "--linear", self.linear.then_some("true"));
        add("posts.naive-utc", "--naive-utc", self.naive_utc.then_some("true"));
        let width = self.ambiguous_width.map(Choice::word);
        add("screen.ambiguous-width", "--ambiguous-width", width);
        add("reading.line-break", "--line-break", self.line_break.map(Choice::word));
        add("reading.script", "--script", self.script.map(Choice::word));
        let tastes: Vec<&str> = self.typography.iter().map(|taste| taste.word()).collect();
        let tastes = (!tastes.is_empty()).then(|| tastes.join(","));
        add("reading.typography", "--typography", tastes.as_deref());
        #[cfg(feature = "images")]
        add("reading.images", "--images", self.images.map(Choice::word));
        layer
    }
}
