//! The command line: parses the arguments, runs a command, prints its results and returns an exit
//! code.

mod arguments;
mod colour;
mod commands;
mod environment;
mod failure;
mod help;
mod listing;
mod open;
mod progress;
mod query;
mod record;
mod seen;
mod select;
mod settings;
mod translation;
mod usage;
mod why;
mod words;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use crate::app::options;
use crate::archive::site::{Dates, Folders};
use crate::cli::arguments::Arguments;
use crate::cli::failure::{Failure, Result, complain, report_panics, warn};
use crate::cli::open::ChosenBy;
use crate::cli::settings::Configuration;
use crate::clock::Clock;
use crate::config::choice::{AmbiguousWidth, FolderCategories};
use crate::config::settings::{Origin, Settings};
use crate::conversion::Script;
use crate::typeset::Measure;
use crate::width::Widths;

/// Exit code if nothing was found or posts have problems.
const PROBLEMS: u8 = 1;
/// Exit code if the arguments or the archive cannot be used.
const UNUSABLE: u8 = 2;

/// The context of every command: the archive argument and the configuration.
#[derive(Clone, Copy)]
struct Invocation<'a> {
    /// The archive named on the command line.
    archive: Option<&'a Path>,
    config: &'a Configuration,
    dates: Dates,
    /// How articles are typeset.
    measure: Measure,
}

impl Invocation<'_> {
    /// The path of the archive, `None` for the samples, and how it was chosen.
    fn archive_path(&self) -> (Option<&Path>, ChosenBy) {
        match (self.archive, &self.config.archive_path) {
            (Some(path), _) => (Some(path), ChosenBy::Argument),
            (None, (path, chosen_by)) => (path.as_deref(), *chosen_by),
        }
    }

    /// The script of what other programs read: the author's, unless this command line names one.
    fn script_of_data(&self) -> Script {
        let script = &self.config.settings.script;
        match script.origin {
            Origin::Argument(_) | Origin::Set => script.value,
            Origin::Default | Origin::File(..) | Origin::Variable(_) => Script::Original,
        }
    }
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    // Exceeding the file size limit becomes a write error instead of ending the process (S49).
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    report_panics();
    let code = match Arguments::try_parse() {
        Ok(arguments) => run(&arguments),
        // Help and the version.
        Err(error) if !error.use_stderr() => {
            translation::print(&error).map(|()| 0).map_err(Failure::from)
        }
        Err(error) => Err(usage::failure(&error, std::env::args_os())),
    };
    code.map_or_else(Failure::into_exit_code, ExitCode::from)
}

fn run(arguments: &Arguments) -> Result<u8> {
    if arguments.command.is_none()
        && let Some(failure) = arguments.positional.as_deref().and_then(usage::mistyped_subcommand)
    {
        return Err(failure);
    }
    let config = Configuration::load(arguments)?;
    let settings = &config.settings;
    let invocation = Invocation {
        archive: arguments.archive(),
        config: &config,
        dates: Dates {
            clock: Clock::System,
            hide_future: settings.hide_future.value,
            naive_utc: settings.naive_utc.value,
            folders: match settings.folders.value {
                FolderCategories::Auto => Folders::Auto,
                FolderCategories::Always => Folders::Always,
                FolderCategories::Never => Folders::Never,
            },
        },
        measure: measure(settings),
    };
    commands::run(arguments.command.as_ref(), invocation)
}

/// How articles are typeset according to the settings.
fn measure(settings: &Settings) -> Measure {
    Measure {
        widths: Widths {
            ambiguous_wide: settings.ambiguous_width.value == AmbiguousWidth::Two,
            ..Widths::default()
        },
        level: options::level(settings.line_break.value),
        typography: options::typography(&settings.typography.value),
        script: settings.script.value,
        ..Measure::new(settings.measure.value.get().into())
    }
}
