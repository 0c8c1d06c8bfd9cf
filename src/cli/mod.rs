//! The command line: arguments to a command, its results to standard output, an exit code.

mod browse;
mod check;
mod doctor;
mod export;
mod list;
mod open;
mod parallel;
mod record;
mod select;
mod show;
mod state;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand, ValueEnum};

use crate::archive::site::Dates;
use crate::clean::CleanText;
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
    #[arg(long, global = true, value_name = "CELLS", value_enum, default_value_t)]
    ambiguous_width: AmbiguousWidth,

    /// How strictly lines of Chinese and Japanese are broken
    #[arg(long, global = true, value_enum, value_name = "LEVEL", default_value_t = LineBreak::Strict)]
    line_break: LineBreak,

    /// How articles are set; several are joined by commas
    #[arg(long, global = true, value_enum, value_name = "TASTE", value_delimiter = ',')]
    typography: Vec<Taste>,

    /// Whether pictures of the archive are shown in the reader; auto: unless over SSH
    #[cfg(feature = "images")]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    images: Images,

    #[command(subcommand)]
    command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// List posts, newest first
    List(list::Arguments),
    /// Print one post as the reader would show it
    Show(show::Arguments),
    /// Tell everything that is wrong in the archive: path:line: what was wrong; what was done
    Check(check::Arguments),
    /// Write all posts into a folder, for other programs: Markdown, HTML or JSON lines
    Export(export::Arguments),
    /// Export, import or find the reading state: what is read, starred, noted
    State(state::Arguments),
    /// Tell about the terminal, the folders and the archive, for reports of faults
    Doctor,
}

/// Levels of line breaking, by the names that CLREQ gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LineBreak {
    /// By all rules
    Strict,
    /// Lines may begin with a dash, an iteration mark or a small kana
    Basic,
    /// Only words, numbers and double marks are kept together
    None,
}

/// What is a matter of taste in setting an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Taste {
    /// A stop at the end of a line may hang into the margin
    Hanging,
    /// Paragraphs begin two Han further in, without blank lines between them
    Indent,
    /// A blank between Han and Latin letters
    Spacing,
    /// Lines of even length in texts without Han
    Optimal,
}

/// What to read, how its dates are read, and how articles are set.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// The archive that is named.
    archive: Option<&'a Path>,
    dates: Dates,
    /// The form of articles, of the usual width.
    measure: Measure,
}

/// How wide ambiguous characters are taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum AmbiguousWidth {
    /// As the reader's terminal draws them; one cell for all other commands
    #[default]
    Auto,
    /// One cell
    #[value(name = "1")]
    One,
    /// Two cells
    #[value(name = "2")]
    Two,
}

/// When pictures are shown in the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Images {
    /// Where the terminal has colours and is not at the other end of SSH
    #[default]
    Auto,
    /// Always
    On,
    /// Never; they are opened outside
    Off,
}

impl AmbiguousWidth {
    /// What the user said; `None` if it is the terminal's answer that counts.
    fn is_wide(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::One => Some(false),
            Self::Two => Some(true),
        }
    }

    /// The widths where no terminal was asked.
    fn widths(self) -> Widths {
        Widths { ambiguous_wide: self == Self::Two, ..Widths::default() }
    }
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
    let archive = arguments.archive.or(arguments.positional);
    let has = |taste| arguments.typography.contains(&taste);
    let ambiguous = arguments.ambiguous_width;
    #[cfg(feature = "images")]
    let images = arguments.images;
    #[cfg(not(feature = "images"))]
    let images = Images::default();
    let measure = Measure {
        widths: ambiguous.widths(),
        level: match arguments.line_break {
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
        ..Measure::new(crate::app::MEASURE)
    };
    let wanted = Wanted {
        archive: archive.as_deref(),
        dates: Dates {
            now: jiff::Timestamp::now().as_second(),
            hide_future: arguments.hide_future,
            naive_utc: arguments.naive_utc,
        },
        measure,
    };
    match arguments.command {
        Some(Subcommands::List(list)) => list::run(&list, wanted),
        Some(Subcommands::Show(show)) => show::run(&show, wanted),
        Some(Subcommands::Check(check)) => check::run(&check, wanted),
        Some(Subcommands::Export(export)) => export::run(&export, wanted),
        Some(Subcommands::State(state)) => state::run(&state, wanted),
        Some(Subcommands::Doctor) => doctor::run(wanted),
        None if io::stdout().is_terminal() => browse::run(wanted, ambiguous, images),
        // Never a screen in a pipe: the list instead.
        None => list::run(&list::Arguments::default(), wanted),
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
            Self::Nothing(line) => Err(Failure::Told { line, hint: CleanText::default() }),
        }
    }
}
