//! Why a file or an archive cannot be used, as data. `Display` is English, for problem records and
//! logs; `config::fault` says it in the user's language.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::clean::CleanText;

/// Why a file cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant names its text")]
pub enum Reason {
    #[error("it does not exist")]
    Missing,
    #[error("permission denied")]
    Denied,
    #[error("the disk is full")]
    Full,
    #[error("the file system is read-only")]
    ReadOnly,
    #[error("it is a folder")]
    IsFolder,
    #[error("a part of the path is not a folder")]
    NotFolder,
    #[error("it exists already")]
    Exists,
    #[error("the folder is not empty")]
    NotEmpty,
    #[error("the name is too long")]
    NameTooLong,
    #[error("it is in use")]
    Busy,
    #[error("the quota is used up")]
    NoQuota,
    #[error("it takes too long")]
    TimedOut,
    #[error("it is not a regular file")]
    NotRegular,
    #[error("neither a folder nor a file")]
    Neither,
    #[error("a link that leads out of the archive")]
    LeadsOut,
    /// In MiB.
    #[error("it is larger than {most} MiB")]
    TooLarge { most: usize },
    #[error("line {line} is not UTF-8")]
    NotUtf8 { line: usize },
    #[error("line {line} is not valid TOML")]
    NotToml { line: usize },
    #[error("it is not text")]
    NotText,
    #[error("{name} is not a table there")]
    NoTable { name: CleanText },
    #[error("it changed while it was read")]
    Changed,
    #[error("its line in the file has changed")]
    LineChanged,
    #[error("there are no posts in it")]
    NoPosts,
    /// In megabytes.
    #[error("it may need {needed} MB, and the disk has {free} MB left")]
    NoRoom { needed: usize, free: usize },
    #[error("it belongs neither to root, nor to the archive’s owner, nor to you")]
    Foreign,
    #[error("others can write to it")]
    WritableByOthers,
    #[error("a later version of kanbao has written to it")]
    NewerVersion,
    #[error("the disk does not answer")]
    NotAnswering,
    #[error("HOME and XDG_STATE_HOME are not set")]
    NoHome,
    #[error("neither PNG, JPEG, GIF nor WebP")]
    NoPicture,
    #[error("it has no pixels")]
    NoDots,
    #[error("{width} by {height} pixels is too large")]
    TooManyDots { width: usize, height: usize },
    #[error("exit status {code}")]
    ExitStatus { code: usize },
    #[error("a fault in kanbao itself")]
    OwnFault,
    /// The words of the system or of a library.
    #[error("{text}")]
    Other { text: CleanText },
}

impl Reason {
    /// Something else, in the words of the system or of a library.
    pub fn other(text: &impl ToString) -> Self {
        Self::Other { text: CleanText::line(&text.to_string()) }
    }

    /// The reason with a path.
    pub fn at(self, path: &Path) -> FileError {
        FileError { path: CleanText::lossy(path.as_os_str().as_bytes()), reason: self }
    }
}

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Self {
        if let Some(own) = error.get_ref().and_then(|own| own.downcast_ref::<Self>()) {
            return own.clone();
        }
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::StorageFull => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::NotADirectory => Self::NotFolder,
            io::ErrorKind::AlreadyExists => Self::Exists,
            io::ErrorKind::DirectoryNotEmpty => Self::NotEmpty,
            io::ErrorKind::InvalidFilename => Self::NameTooLong,
            io::ErrorKind::ResourceBusy => Self::Busy,
            io::ErrorKind::QuotaExceeded => Self::NoQuota,
            io::ErrorKind::TimedOut => Self::TimedOut,
            _ => {
                let text = error.to_string();
                Self::other(&text.split(" (os error").next().unwrap_or(&text))
            }
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::from(&error)
    }
}

impl From<rustix::io::Errno> for Reason {
    fn from(error: rustix::io::Errno) -> Self {
        Self::from(io::Error::from(error))
    }
}

/// What cannot be done with the file at a path, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct FileError {
    /// The path.
    pub path: CleanText,
    /// The reason.
    pub reason: Reason,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn errors_of_the_system_are_known() {
        for (errno, expected) in [
            (Errno::NOENT, Reason::Missing),
            (Errno::ACCESS, Reason::Denied),
            (Errno::PERM, Reason::Denied),
            (Errno::NOSPC, Reason::Full),
            (Errno::ROFS, Reason::ReadOnly),
            (Errno::ISDIR, Reason::IsFolder),
            (Errno::NOTDIR, Reason::NotFolder),
            (Errno::EXIST, Reason::Exists),
            (Errno::NOTEMPTY, Reason::NotEmpty),
            (Errno::NAMETOOLONG, Reason::NameTooLong),
            (Errno::BUSY, Reason::Busy),
            (Errno::DQUOT, Reason::NoQuota),
            (Errno::TIMEDOUT, Reason::TimedOut),
            (Errno::NODEV, Reason::other(&"No such device")),
        ] {
            assert_eq!(Reason::from(errno), expected);
        }
    }

    #[test]
    fn a_reason_survives_in_an_error_of_the_system() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, Reason::Foreign);
        assert_eq!(Reason::from(error), Reason::Foreign);
    }
}
