//! Locks of files between processes, and file systems that have none.

use std::fs::File;
use std::io;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// Whether an error means that a file system has no locks.
pub fn is_missing(error: Errno) -> bool {
    matches!(error, Errno::NOLCK | Errno::NOTSUP | Errno::NOSYS | Errno::BADF | Errno::INVAL)
}

/// Locks a file for this process, without waiting. Returns `false` if another process has the lock;
/// on a file system without locks, every process gets it. The file must be open for writing, which
/// NFS asks for.
pub fn take(file: &File) -> io::Result<bool> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(Errno::WOULDBLOCK) => Ok(false),
        Err(error) if is_missing(error) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_gets_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(folder.path().join("lock"))
        };
        let [first, second] = [open().unwrap(), open().unwrap()];
        assert!(take(&first).unwrap());
        assert!(!take(&second).unwrap());
        drop(first);
        assert!(take(&second).unwrap());
    }
}
