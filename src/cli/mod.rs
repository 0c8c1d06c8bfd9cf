//! The command line: arguments to a command, its results to standard output, an exit code.

mod browse;
mod check;
mod config;
mod doctor;
mod export;
mod facets;
mod index;
mod list;
mod open;
mod record;
mod search;
mod select;
mod settings;
mod show;
mod state;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};

use crate::archive::site::Dates;
use crate::clean::CleanText;
use crate::cli::settings::{Asked, Configured, choice};
#[cfg(feature = "images")]
use crate::config::choice::Images;
use crate::config::choice::{AmbiguousWidth, Choice, LineBreak, Taste};
use crate::config::layers::Layer;
use crate::config::locale::Locale;
use crate::parallel;
use crate::terminal::Outcome;
use crate::typeset::breaks::Level;
use crate::typeset::{Measure, Typography};
use crate::width::Widths;

/// Exit code when nothing was found or something is wrong with the posts.
const PROBLEMS: u8 = 1;
/// Exit code when the arguments or the archive cannot be used.
const UNUSABLE: u8 = 2;

/// kanbao (看报, "read the paper"): a reader for news archives in the terminal
#[derive(Debug, Parser)]
#[command(
    version,
    subcommand_precedence_over_arg = true,
    after_help = "Examples:\n  kanbao ~/news                     read a site or a folder of posts\n  kanbao post.md                    read one post\n  kanbao list -a ~/news -n 20       the newest twenty posts\n  kanbao show -a ~/news 2024-03-28  print the post whose file name has this in it\n  kanbao check -a ~/news            everything that is wrong in the archive"
)]
struct Arguments {
    /// The folder of posts or the post file to read
    #[arg(value_name = "ARCHIVE", conflicts_with = "archive")]
    positional: Option<PathBuf>,

    /// The archive, for every subcommand
    #[arg(short, long, global = true, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Hide posts dated after now
    #[arg(long, global = true)]
    hide_future: bool,

    /// Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site's time
    #[arg(long, global = true)]
    naive_utc: bool,

    /// Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe
    #[arg(long, global = true, value_name = "CELLS", value_parser = choice::<AmbiguousWidth>())]
    ambiguous_width: Option<AmbiguousWidth>,

    /// How strictly lines of Chinese and Japanese are broken
    #[arg(long, global = true, value_name = "LEVEL", value_parser = choice::<LineBreak>())]
    line_break: Option<LineBreak>,

    /// How articles are set; several are joined by commas
    #[arg(long, global = true, value_name = "TASTE", value_delimiter = ',', value_parser = choice::<Taste>())]
    typography: Vec<Taste>,

    /// Whether pictures of the archive are shown in the reader; auto: unless over SSH
    #[cfg(feature = "images")]
    #[arg(long, value_name = "WHEN", value_parser = choice::<Images>())]
    images: Option<Images>,

    /// The file of settings in place of the user's config.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// A setting, above all files: --set reading.measure=60; may be repeated
    #[arg(long, global = true, value_name = "NAME=VALUE")]
    set: Vec<String>,

    #[command(subcommand)]
    command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// List posts, newest first
    List(list::Arguments),
    /// Find posts by words, phrases, /regex/ and fields, with a piece of each text
    Search(search::Arguments),
    /// Count the posts of each category, tag, author or year
    Facets(facets::Arguments),
    /// Build the index that makes searching fast, or tell of it
    Index(index::Arguments),
    /// Print one post as the reader would show it
    Show(show::Arguments),
    /// Tell everything that is wrong in the archive: path:line: what was wrong; what was done
    Check(check::Arguments),
    /// Write all posts into a folder, for other programs: Markdown, HTML or JSON lines
    Export(export::Arguments),
    /// Tell what is set, where it is set, and what can be set
    Config(config::Arguments),
    /// Export, import or find the reading state: what is read, starred, noted
    State(state::Arguments),
    /// Tell about the terminal, the folders and the archive, for reports of faults
    Doctor,
}

/// What to read, what is set, how dates are read, and how articles are set.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// The archive that is named.
    archive: Option<&'a Path>,
    /// Everything that is set.
    configured: &'a Configured,
    dates: Dates,
    /// The form of articles.
    measure: Measure,
}

/// Formats of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Plain,
    /// A header line, then tab-separated fields
    Tsv,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
}

/// How a subcommand failed.
#[derive(Debug)]
enum Failure {
    /// Told on standard error as `kanbao: what: why`, with a hint on lines of its own.
    Told { line: CleanText, hint: CleanText },
    /// Standard output can no longer be written; a closed pipe is no fault (S47).
    Output(io::Error),
}

impl Failure {
    fn told(line: &str, hint: &str) -> Self {
        Self::Told { line: CleanText::line(line), hint: CleanText::body(hint) }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

type Result<T> = std::result::Result<T, Failure>;

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    // A file that grows over the user's limit is an error of the write, not the end (S49).
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    match run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => {
            complain(&CleanText::line(&format!("standard output: {error}")), "");
            ExitCode::from(UNUSABLE)
        }
        Err(Failure::Told { line, hint }) => {
            complain(&line, hint.as_str());
            ExitCode::from(UNUSABLE)
        }
    }
}

/// Prints help or what is wrong with the arguments, which may hold anything: file names come in by
/// the shell's patterns (S10).
fn usage(error: &clap::Error) -> ExitCode {
    let printed = if error.use_stderr() {
        write!(io::stderr(), "{}", CleanText::body(&error.render().to_string()))
    } else {
        error.print()
    };
    let code = u8::try_from(error.exit_code()).unwrap_or(UNUSABLE);
    if printed.is_ok() { ExitCode::from(code) } else { ExitCode::SUCCESS }
}

fn run(arguments: Arguments) -> Result<u8> {
    let named = arguments.archive.as_deref().or(arguments.positional.as_deref());
    let configured = Configured::load(&Asked {
        archive: named,
        file: arguments.config.as_deref(),
        set: &arguments.set,
        arguments: arguments.layer(),
    })?;
    let settings = &configured.settings;
    let has = |taste| settings.typography.value.contains(&taste);
    let measure = Measure {
        widths: Widths {
            ambiguous_wide: settings.ambiguous_width.value == AmbiguousWidth::Two,
            ..Widths::default()
        },
        level: match settings.line_break.value {
            LineBreak::Strict => Level::Strict,
            LineBreak::Basic => Level::Basic,
            LineBreak::None => Level::None,
        },
        typography: Typography {
            hanging: has(Taste::Hanging),
            indent: has(Taste::Indent),
            spacing: has(Taste::Spacing),
            optimal: has(Taste::Optimal),
        },
        ..Measure::new(settings.measure.value.get().into())
    };
    let wanted = Wanted {
        archive: named,
        configured: &configured,
        dates: Dates {
            now: jiff::Timestamp::now().as_second(),
            hide_future: settings.hide_future.value,
            naive_utc: settings.naive_utc.value,
        },
        measure,
    };
    match arguments.command {
        Some(Subcommands::List(list)) => list::run(&list, wanted),
        Some(Subcommands::Search(search)) => search::run(&search, wanted),
        Some(Subcommands::Facets(facets)) => facets::run(&facets, wanted),
        Some(Subcommands::Index(index)) => index::run(&index, wanted),
        Some(Subcommands::Show(show)) => show::run(&show, wanted),
        Some(Subcommands::Check(check)) => check::run(&check, wanted),
        Some(Subcommands::Export(export)) => export::run(&export, wanted),
        Some(Subcommands::Config(config)) => config::run(&config, wanted),
        Some(Subcommands::State(state)) => state::run(&state, wanted),
        Some(Subcommands::Doctor) => doctor::run(wanted),
        None if io::stdout().is_terminal() => browse::run(wanted),
        // Never a screen in a pipe: the list instead.
        None => list::run(&list::Arguments::default(), wanted),
    }
}

impl Arguments {
    /// The arguments that are settings.
    fn layer(&self) -> Layer {
        let mut layer = Layer::default();
        let mut add = |name, argument, value: Option<&str>| {
            if let Some(value) = value {
                layer.with_argument(name, argument, value.to_owned());
            }
        };
        add("posts.hide-future", "--hide-future", self.hide_future.then_some("true"));
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

/// Tells of a failure on standard error; nothing can be done if that fails too.
fn complain(line: &CleanText, hint: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "kanbao: {line}");
    for hint in hint.lines() {
        let _ = writeln!(err, "  {hint}");
    }
}

impl Outcome {
    fn code(self) -> Result<u8> {
        match self {
            Self::Quit => Ok(0),
            Self::Signal(code) => Ok(u8::try_from(code).unwrap_or(PROBLEMS)),
            // What goes to standard error is in English, like all that scripts may read.
            Self::Nothing(why) => Err(Failure::Told {
                line: why.to_clean(Locale::English),
                hint: CleanText::default(),
            }),
        }
    }
}
