//! The command line: arguments to a command, its results to standard output, an exit code.

mod arguments;
mod colour;
mod commands;
mod environment;
mod failure;
mod help;
mod listing;
mod open;
mod query;
mod record;
mod select;
mod settings;
mod usage;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, Parser};

use crate::archive::site::Dates;
use crate::clean::CleanText;
use crate::cli::arguments::Arguments;
use crate::cli::failure::{Failure, Result, complain, report_panics};
use crate::cli::settings::{Asked, Configuration};
use crate::config::choice::{AmbiguousWidth, LineBreak, Taste};
use crate::config::locale::Locale;
use crate::terminal::Outcome;
use crate::typeset::breaks::Level;
use crate::typeset::{Measure, Typography};
use crate::width::Widths;

/// Exit code when nothing was found or something is wrong with the posts.
const PROBLEMS: u8 = 1;
/// Exit code when the arguments or the archive cannot be used.
const UNUSABLE: u8 = 2;

/// What to read, what is set, how dates are read, and how articles are set.
#[derive(Clone, Copy)]
struct Invocation<'a> {
    /// The archive that is named.
    archive: Option<&'a Path>,
    /// Everything that is set.
    config: &'a Configuration,
    dates: Dates,
    /// The form of articles.
    measure: Measure,
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    // A file that grows over the user's limit is an error of the write, not the end (S49).
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    report_panics();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and the version.
        Err(error) if !error.use_stderr() => {
            let printed = error.print().map(|()| 0);
            return printed
                .map_or_else(|error| Failure::from(error).into_exit_code(), ExitCode::from);
        }
        Err(error) => {
            let given: Vec<OsString> = std::env::args_os().skip(1).collect();
            return usage::failure(&error, &Arguments::command(), &given).into_exit_code();
        }
    };
    run(arguments).map_or_else(Failure::into_exit_code, ExitCode::from)
}

fn run(arguments: Arguments) -> Result<u8> {
    let alone = arguments.positional.as_deref().filter(|_| arguments.command.is_none());
    let stray =
        alone.and_then(|word| usage::no_subcommand(&Arguments::command(), word.as_os_str()));
    if let Some(failure) = stray {
        return Err(failure);
    }
    let named = arguments.archive.as_deref().or(arguments.positional.as_deref());
    let config = Configuration::load(&Asked {
        archive: named,
        file: arguments.config.as_deref(),
        set: &arguments.set,
        arguments: arguments.layer(),
    })?;
    let settings = &config.settings;
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
    let invocation = Invocation {
        archive: named,
        config: &config,
        dates: Dates {
            now: jiff::Timestamp::now().as_second(),
            hide_future: settings.hide_future.value,
            naive_utc: settings.naive_utc.value,
        },
        measure,
    };
    commands::run(arguments.command, invocation)
}

impl Outcome {
    fn code(self) -> Result<u8> {
        match self {
            Self::Quit => Ok(0),
            Self::Signal(code) => Ok(u8::try_from(code).unwrap_or(PROBLEMS)),
            // What goes to standard error is in English, like all that scripts may read.
            Self::Nothing(why) => Err(Failure::Message {
                line: why.to_clean(Locale::English),
                hint: CleanText::default(),
            }),
        }
    }
}
