//! The folders kanbao uses, by the XDG rules. The only user of `directories`.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::clean::CleanText;
use crate::config::problem::ConfigProblem;

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "kanbao")
}

/// Where kanbao keeps what; a folder need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// What a person sets.
    pub config: PathBuf,
    /// What the reader remembers.
    pub state: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
}

/// The folders of this user; `None` where there is no home.
pub fn folders() -> Option<Folders> {
    let project = project()?;
    Some(Folders {
        config: project.config_dir().to_owned(),
        state: project.state_dir().unwrap_or_else(|| project.cache_dir()).to_owned(),
        cache: project.cache_dir().to_owned(),
    })
}

/// The file that a crash is recorded in, in the state folder; `None` where there is no home.
pub fn crash_log() -> Option<PathBuf> {
    folders().map(|folders| folders.state.join("crash.log"))
}

/// What of the environment is not used, since XDG takes absolute paths only (S50); an empty
/// variable is as good as none.
pub fn ignored() -> Vec<ConfigProblem> {
    let is_relative = |name: &&str| {
        std::env::var_os(name)
            .is_some_and(|value| !value.is_empty() && Path::new(&value).is_relative())
    };
    let names = ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
    let problem =
        |name| ConfigProblem::of(&CleanText::line(name), "not used: the path is not absolute");
    names.into_iter().filter(is_relative).map(problem).collect()
}

/// A path as a person writes it, with `~/` for the home folder; a relative one is taken from
/// `folder`.
pub fn expanded(path: &Path, folder: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(below), Some(home)) => home.home_dir().join(below),
        _ => folder.join(path),
    }
}
