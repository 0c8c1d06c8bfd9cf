//! The folders kanbao uses, by the XDG rules. The only user of `directories`.

use std::path::PathBuf;

use directories::ProjectDirs;

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
