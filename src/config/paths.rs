//! The folders kanbao uses, by the XDG rules. The only user of `directories`.

use std::path::PathBuf;

use directories::ProjectDirs;

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "kanbao")
}

/// The file that a crash is recorded in, in the state folder; `None` where there is no home.
pub fn crash_log() -> Option<PathBuf> {
    let project = project()?;
    Some(project.state_dir().unwrap_or_else(|| project.cache_dir()).join("crash.log"))
}
