//! The arguments of the program that every subcommand takes.

use std::path::{Path, PathBuf};

use clap::{Parser, ValueHint};

use crate::cli::commands::Subcommands;
use crate::cli::help;
use crate::cli::settings::choice_parser;
#[cfg(feature = "images")]
use crate::config::choice::Images;
use crate::config::choice::{AmbiguousWidth, Choice, LineBreak, Taste};
use crate::config::layers::Layer;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao ~/news", "read a site or a folder of posts"),
    ("kanbao post.md", "read one post"),
    ("kanbao list -a ~/news -n 20", "the newest twenty posts"),
    ("kanbao list -a ~/news -q '降准 after:7d'", "what a query finds"),
    ("kanbao show -a ~/news 2024-03-28", "print the post whose file name has this in it"),
    ("kanbao check -a ~/news", "everything that is wrong in the archive"),
];

const MORE: &str = "Exit codes: 0 fine, 1 nothing found or problems, 2 arguments or an archive \
    that cannot be used, 101 after a fault of kanbao's own, 129, 130 and 143 after signals.\n\n\
    kanbao man prints the whole manual, kanbao man --section 5 that of the settings.";

/// kanbao (看报, "read the paper"): a reader for news archives in the terminal
///
/// Opens the source of a Jekyll, Hugo or Hexo site, or any folder of Markdown and HTML files, as it
/// is. Without ARCHIVE it opens what `$KANBAO_ARCHIVE` or the setting `archive` names, else the
/// current folder if it looks like an archive, else the sample posts in the program. Where standard
/// output is no terminal it prints the list.
#[derive(Debug, Parser)]
#[command(
    name = "kanbao",
    version,
    subcommand_precedence_over_arg = true,
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, MORE),
)]
#[allow(clippy::struct_excessive_bools, reason = "options that depend on nothing")]
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

    /// Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site's time
    #[arg(long, global = true, help_heading = help::ARCHIVE)]
    naive_utc: bool,

    /// Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe
    #[arg(
        long,
        global = true,
        value_name = "CELLS",
        value_parser = choice_parser::<AmbiguousWidth>(),
        help_heading = help::ARTICLES
    )]
    ambiguous_width: Option<AmbiguousWidth>,

    /// How strictly lines of Chinese and Japanese are broken
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        value_parser = choice_parser::<LineBreak>(),
        help_heading = help::ARTICLES
    )]
    line_break: Option<LineBreak>,

    /// How articles are set; several are joined by commas
    #[arg(
        long,
        global = true,
        value_name = "TASTE",
        value_delimiter = ',',
        value_parser = choice_parser::<Taste>(),
        help_heading = help::ARTICLES
    )]
    typography: Vec<Taste>,

    /// Whether pictures of the archive are shown in the reader; auto: unless over SSH
    #[cfg(feature = "images")]
    #[arg(long, value_name = "WHEN", value_parser = choice_parser::<Images>(), help_heading = help::ARTICLES)]
    images: Option<Images>,

    /// One pane at a time in plain lines, for programs that read the screen aloud
    #[arg(long, help_heading = help::SETTINGS)]
    linear: bool,

    /// The file of settings in place of the user's config.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = help::SETTINGS)]
    pub config: Option<PathBuf>,

    /// A setting, above all files: --set reading.measure=60; may be repeated
    #[arg(long, global = true, value_name = "NAME=VALUE", help_heading = help::SETTINGS)]
    pub set: Vec<String>,

    /// Start no other programs and write nothing but reading state, for accounts that are shared
    #[arg(long, global = true, help_heading = help::SETTINGS)]
    restricted: bool,

    #[command(subcommand)]
    pub command: Option<Subcommands>,
}

impl Arguments {
    /// The archive named on the command line.
    pub fn archive(&self) -> Option<&Path> {
        self.archive.as_deref().or(self.positional.as_deref())
    }

    /// The arguments that are settings.
    pub fn layer(&self) -> Layer {
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
        let tastes: Vec<&str> = self.typography.iter().map(|taste| taste.word()).collect();
        let tastes = (!tastes.is_empty()).then(|| tastes.join(","));
        add("reading.typography", "--typography", tastes.as_deref());
        #[cfg(feature = "images")]
        add("reading.images", "--images", self.images.map(Choice::word));
        layer
    }
}
