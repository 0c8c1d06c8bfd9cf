//! The folders kanbao uses, by the XDG rules. The only user of `directories`.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::clean::CleanText;
use crate::config::fault::Fault;
use crate::config::problem::ConfigProblem;

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "kanbao")
}

/// kanbao's folders; they need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Configuration.
    pub config: PathBuf,
    /// Reading state.
    pub state: PathBuf,
    /// Data that can be rebuilt.
    pub cache: PathBuf,
    /// What was fetched for the user.
    pub data: PathBuf,
}

/// The folders of this user; `None` without a home.
pub fn folders() -> Option<Folders> {
    let project = project()?;
    Some(Folders {
        config: project.config_dir().to_owned(),
        state: project.state_dir().unwrap_or_else(|| project.cache_dir()).to_owned(),
        cache: project.cache_dir().to_owned(),
        data: project.data_dir().to_owned(),
    })
}

/// The crash log, in the state folder; `None` without a home.
pub fn crash_log() -> Option<PathBuf> {
    folders().map(|folders| folders.state.join("crash.log"))
}

/// The file for what the user picked from lists, in the state folder; `None` without a home.
pub fn choices() -> Option<PathBuf> {
    folders().map(|folders| folders.state.join("choices.json"))
}

/// Environment variables that are ignored because XDG allows absolute paths only (S50). Empty
/// variables count as unset.
pub fn ignored() -> Vec<ConfigProblem> {
    let is_relative = |name: &&str| {
        std::env::var_os(name)
            .is_some_and(|value| !value.is_empty() && Path::new(&value).is_relative())
    };
    let names = ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"];
    let problem = |name| ConfigProblem::of(&CleanText::line(name), Fault::NotAbsolute);
    names.into_iter().filter(is_relative).map(problem).collect()
}

/// Expands `~/` to the home folder; a relative path starts at `folder`.
pub fn expanded(path: &Path, folder: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(below), Some(home)) => home.home_dir().join(below),
        _ => folder.join(path),
    }
}
