//! `kanbao config`: the config files, the current settings, and all possible settings.

use std::io::{self, Write};
use std::path::Path;

use clap::{Args, Subcommand};

use crate::cli::settings::{Configuration, keys_file, themes_folder};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, Result, complain, help};
use crate::config::file::shown;
use crate::config::locale::Locale;
use crate::config::paths;
use crate::config::settings;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao config show --origin", "the settings, and where each is set"),
    ("kanbao config path", "the files that are read, if they exist"),
    ("kanbao config default > ~/.config/kanbao/config.toml", "a file to start from"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES), arg_required_else_help = false)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the paths of all config files, and which are missing
    Path,
    /// Print every setting and its value as TOML
    Show {
        /// Print where each value comes from
        #[arg(long)]
        origin: bool,
    },
    /// Print a config.toml with every setting, its default and its meaning
    Default,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let config = invocation.config;
    let mut out = io::stdout().lock();
    match arguments.action {
        Action::Path => paths(&mut out, config)?,
        Action::Show { origin } => {
            write!(out, "{}", settings::printed(&config.settings, origin))?;
            out.flush()?;
            let (keys, theme) = (config.keymap().1, config.theme().1);
            for problem in config.all_problems().chain(&keys).chain(&theme) {
                complain(&problem.to_clean(Locale::of_user()), "");
            }
        }
        Action::Default => write!(out, "{}", settings::default_file(Locale::of_user()))?,
    }
    Ok(0)
}

fn paths(out: &mut impl Write, config: &Configuration) -> Result<()> {
    let mut line = |path: &Path| {
        let missing = || format!("  ({})", said(&Said::Missing));
        let missing = if path.exists() { String::new() } else { missing() };
        writeln!(out, "{}{missing}", shown(path))
    };
    if let Some(path) = &config.file {
        line(path)?;
    }
    for path in [keys_file(), themes_folder()].iter().flatten() {
        line(path)?;
    }
    if let Some(path) = &config.archive_file {
        line(path)?;
    }
    if config.file.is_none() {
        complain(&said(&Said::NoConfigFolder), said(&Said::NoConfigFolderHint).as_str());
    }
    for problem in paths::ignored() {
        complain(&problem.to_clean(Locale::of_user()), "");
    }
    Ok(())
}
