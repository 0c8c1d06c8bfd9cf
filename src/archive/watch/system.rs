//! File system notifications: where something happened, not what.

use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use notify::event::{AccessKind, AccessMode};
use notify::{Error, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// The paths to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// These.
    At(Vec<PathBuf>),
    /// All: the queue overflowed (S36).
    Everywhere,
}

/// Why there are no notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Too many folders to watch.
    Watches,
    /// Too many watching programs.
    Instances,
    /// The queue overflows.
    Queue,
    /// Another reason.
    Unknown,
}

impl Limit {
    /// The sysctl that is too low; empty if unknown.
    pub const fn sysctl(self) -> &'static str {
        match self {
            Self::Watches => "fs.inotify.max_user_watches",
            Self::Instances => "fs.inotify.max_user_instances",
            Self::Queue => "fs.inotify.max_queued_events",
            Self::Unknown => "",
        }
    }
}

/// The operating system's watcher.
#[derive(Debug)]
pub(super) struct System(RecommendedWatcher);

impl System {
    /// Creates a watcher of no folder. It sends notices, wrapped by `notice`, from its own thread.
    pub(super) fn new<N: Send + 'static>(
        notices: Sender<N>,
        notice: fn(Notice) -> N,
    ) -> Result<Self, Limit> {
        let on_event = move |event: Result<Event, Error>| {
            if let Some(found) = notice_of(event) {
                // The receiver ends first.
                let _ = notices.send(notice(found));
            }
        };
        notify::recommended_watcher(on_event).map(Self).map_err(|error| limit(&error))
    }

    /// Watches a folder without its subfolders. A missing or forbidden folder is no error: it
    /// cannot be read either.
    pub(super) fn watch(&mut self, folder: &Path) -> Result<(), Limit> {
        match self.0.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => Ok(()),
            Err(error) => match &error.kind {
                ErrorKind::PathNotFound => Ok(()),
                ErrorKind::Io(reason) if reason.kind() == std::io::ErrorKind::PermissionDenied => {
                    Ok(())
                }
                _ => Err(limit(&error)),
            },
        }
    }
}

/// The notice for an event; `None` if files were only opened or read, such as by us.
fn notice_of(event: Result<Event, Error>) -> Option<Notice> {
    let Ok(event) = event else { return Some(Notice::Everywhere) };
    // An overflow may have no path (S36).
    if event.need_rescan() {
        return Some(Notice::Everywhere);
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return None,
        _ => {}
    }
    (!event.paths.is_empty()).then_some(Notice::At(event.paths))
}

fn limit(error: &Error) -> Limit {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Limit::Watches,
        ErrorKind::Io(error) => match rustix::io::Errno::from_io_error(error) {
            Some(rustix::io::Errno::NOSPC) => Limit::Watches,
            Some(rustix::io::Errno::MFILE) => Limit::Instances,
            _ => Limit::Unknown,
        },
        _ => Limit::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, ModifyKind};

    use super::*;

    #[test]
    fn a_rescan_is_told_by_the_flag_and_not_by_paths_s36() {
        let at = |kind| Event::new(kind).add_path(PathBuf::from("a/b"));
        let here = Some(Notice::At(vec![PathBuf::from("a/b")]));
        let created = EventKind::Create(CreateKind::File);
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        for (event, expected) in [
            (at(created), here.clone()),
            (at(EventKind::Modify(ModifyKind::Data(DataChange::Any))), here.clone()),
            (at(written), here),
            (at(EventKind::Access(AccessKind::Open(AccessMode::Any))), None),
            (at(EventKind::Access(AccessKind::Close(AccessMode::Read))), None),
            (Event::new(EventKind::Other).set_flag(Flag::Rescan), Some(Notice::Everywhere)),
            (at(created).set_flag(Flag::Rescan), Some(Notice::Everywhere)),
            (Event::new(EventKind::Other), None),
        ] {
            assert_eq!(notice_of(Ok(event.clone())), expected, "{event:?}");
        }
        assert_eq!(notice_of(Err(Error::generic("lost"))), Some(Notice::Everywhere));
    }

    #[test]
    fn limits_name_what_to_raise() {
        let io = |errno: rustix::io::Errno| Error::io(errno.into());
        for (error, sysctl) in [
            (Error::new(ErrorKind::MaxFilesWatch), "fs.inotify.max_user_watches"),
            (io(rustix::io::Errno::NOSPC), "fs.inotify.max_user_watches"),
            (io(rustix::io::Errno::MFILE), "fs.inotify.max_user_instances"),
            (io(rustix::io::Errno::IO), ""),
        ] {
            assert_eq!(limit(&error).sysctl(), sysctl, "{error:?}");
        }
    }
}
