//! Reads a configuration file: regular, UTF-8 and of a sensible size, or the reason why not.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use crate::clean::CleanText;
use crate::config::problem::ConfigProblem;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// The text of a file; `None` if it does not exist. Never blocks: a FIFO is opened without waiting,
/// then refused like everything but regular files. `/dev/null` reads as an empty file.
pub fn read(path: &Path) -> Result<Option<String>, ConfigProblem> {
    let problem = |why: &str| ConfigProblem::of(&shown(path), &format!("not read: {why}"));
    if path == Path::new("/dev/null") {
        return Ok(Some(String::new()));
    }
    let flags = OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(&error.to_string())),
    };
    let kind = file.metadata().map_err(|error| problem(&error.to_string()))?;
    if kind.is_dir() {
        return Err(problem("it is a folder"));
    }
    if !kind.is_file() {
        return Err(problem("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| problem(&error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(problem("it is larger than 1 MiB"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line =
                error.as_bytes().iter().take(good).filter(|&&byte| byte == b'\n').count() + 1;
            Err(problem(&format!("line {line} is not UTF-8")))
        }
    }
}

/// A path for display.
pub fn shown(path: &Path) -> CleanText {
    CleanText::lossy(path.as_os_str().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_readable_text_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("good"), "a = 1").unwrap();
        std::fs::write(at("gbk"), b"a = 1\nb = '\xd6\xd0'").unwrap();
        std::fs::write(at("huge"), vec![b'#'; LARGEST as usize + 1]).unwrap();
        std::fs::write(at("large"), vec![b'#'; LARGEST as usize]).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        let check = |name: &str, expected: Result<Option<usize>, &str>| {
            let found = read(&at(name));
            let found = found.map(|text| text.map(|text| text.len()));
            let found = found.map_err(|problem| problem.what.to_string());
            assert_eq!(found, expected.map_err(|why| format!("not read: {why}")), "{name}");
        };
        check("good", Ok(Some(5)));
        check("missing", Ok(None));
        check("large", Ok(Some(LARGEST as usize)));
        check("huge", Err("it is larger than 1 MiB"));
        check("gbk", Err("line 2 is not UTF-8"));
        check("folder", Err("it is a folder"));
        check("good/x", Err("Not a directory (os error 20)"));
        assert_eq!(read(Path::new("/dev/null")), Ok(Some(String::new())));
        assert!(read(Path::new("/dev/zero")).is_err());
    }

    #[test]
    fn a_fifo_does_not_block() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("skipped: no FIFO can be made here");
            return;
        }
        let problem = read(&path).unwrap_err();
        assert_eq!(problem.what.as_str(), "not read: it is not a regular file");
    }
}
