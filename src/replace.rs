//! Replacing a file as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Who can read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Its owner.
    Private,
    /// Everyone the umask allows.
    Usual,
}

/// Replaces a file atomically: a reader, even after a crash, finds either the whole old version or
/// the whole new one. Creates the file and its folder if they do not exist. Follows a symbolic link
/// and replaces its target. An existing file keeps its permissions; a new one gets `rights`.
pub fn replace(path: &Path, bytes: &[u8], rights: Rights) -> io::Result<()> {
    put(path, bytes, rights, File::sync_all)
}

/// Same as [`replace`], but does not wait for the disk. Use it for many files and sync them
/// together afterwards.
pub fn replace_unsynced(path: &Path, bytes: &[u8], rights: Rights) -> io::Result<()> {
    put(path, bytes, rights, |_| Ok(()))
}

fn put(
    path: &Path,
    bytes: &[u8],
    rights: Rights,
    sync: fn(&File) -> io::Result<()>,
) -> io::Result<()> {
    // A link stays, even if what it leads to does not exist yet.
    let target = || path.parent().zip(fs::read_link(path).ok()).map(|(at, to)| at.join(to));
    let path = fs::canonicalize(path).ok().or_else(target).unwrap_or_else(|| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Never wider than the old file, not even before its permissions are copied.
    let old = fs::metadata(&path).ok().map(|data| data.permissions());
    let is_private = old.is_some() || rights == Rights::Private;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(if is_private { 0o600 } else { 0o666 });
    let (mut file, unfinished) = loop {
        let unfinished = unfinished(folder);
        match options.open(&unfinished) {
            // A killed process of the same number left it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => break (opened?, unfinished),
        }
    };
    let write = || {
        file.write_all(bytes)?;
        old.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        sync(&file)?;
        fs::rename(&unfinished, &path)
    };
    write().inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

/// A hidden name that no other replacement uses.
fn unfinished(folder: &Path) -> PathBuf {
    static REPLACEMENTS: AtomicUsize = AtomicUsize::new(0);
    let number = REPLACEMENTS.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(".{}-{number}.new", std::process::id()))
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// The text, the permissions, and how many files lie beside it.
    fn state(path: &Path) -> (String, u32, usize) {
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let beside = fs::read_dir(path.parent().unwrap()).unwrap().count();
        (fs::read_to_string(path).unwrap(), mode, beside)
    }

    #[test]
    fn files_are_replaced_as_a_whole() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/file");
        replace(&path, b"1", Rights::Private).unwrap();
        assert_eq!(state(&path), ("1".into(), 0o600, 1));
        // An existing file keeps its permissions.
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        for rights in [Rights::Private, Rights::Usual] {
            replace(&path, b"22", rights).unwrap();
            assert_eq!(state(&path), ("22".into(), 0o640, 1));
        }
        // A link leads to the new file.
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, b"3", Rights::Usual).unwrap();
        assert!(link.is_symlink());
        assert_eq!(state(&path), ("3".into(), 0o640, 1));
        let dangling = root.path().join("dangling");
        std::os::unix::fs::symlink("later", &dangling).unwrap();
        replace(&dangling, b"5", Rights::Usual).unwrap();
        assert!(dangling.is_symlink());
        assert_eq!(fs::read_to_string(root.path().join("later")).unwrap(), "5");
        // What is not a file stays, and nothing is left beside it.
        let folder = root.path().join("folder/inner");
        fs::create_dir_all(folder.join("full")).unwrap();
        assert!(replace(&folder, b"4", Rights::Usual).is_err());
        assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1);
    }
}
