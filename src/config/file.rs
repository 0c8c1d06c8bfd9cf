//! Reads a configuration file: regular, UTF-8 and of a sensible size, or the reason why not. Changes
//! a setting in one.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use crate::clean::CleanText;
use crate::config::edit::with_setting;
use crate::config::fault::Fault;
use crate::config::problem::ConfigProblem;
use crate::reason::Reason;
use crate::replace::{Rights, replace};

/// The largest file that is read, in MiB.
const LARGEST_MIB: usize = 1;
/// The same in bytes.
pub const LARGEST: u64 = LARGEST_MIB as u64 * 1024 * 1024;

/// Reads a text file. Returns `None` if it does not exist, also if part of its path is not a
/// folder, as with `HOME=/dev/null`. Never blocks: a FIFO is opened without waiting, then refused
/// like everything but regular files. `/dev/null` reads as an empty file.
pub fn read(path: &Path) -> Result<Option<String>, ConfigProblem> {
    let problem = |reason| ConfigProblem::of(&shown(path), Fault::NotRead { reason });
    if path == Path::new("/dev/null") {
        return Ok(Some(String::new()));
    }
    let flags = OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let opened = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(problem(Reason::from(&error))),
    };
    let kind = file.metadata().map_err(|error| problem(Reason::from(&error)))?;
    if kind.is_dir() {
        return Err(problem(Reason::IsFolder));
    }
    if !kind.is_file() {
        return Err(problem(Reason::NotRegular));
    }
    let mut bytes = Vec::new();
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| problem(Reason::from(&error)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(problem(Reason::TooLarge { most: LARGEST_MIB }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line =
                error.as_bytes().iter().take(good).filter(|&&byte| byte == b'\n').count() + 1;
            Err(problem(Reason::NotUtf8 { line }))
        }
    }
}

/// Sets `name` (dotted) to `value` (TOML) in the file, which is created if there is none. A file that
/// cannot be read or parsed is left as it is.
pub fn set(path: &Path, name: &str, value: &str) -> Result<(), ConfigProblem> {
    let problem = |reason| ConfigProblem::of(&shown(path), Fault::NotChanged { reason });
    let text = read(path)?.unwrap_or_default();
    let new = with_setting(&text, name, value).map_err(problem)?;
    replace(path, new.as_bytes(), Rights::Usual).map_err(|error| problem(Reason::from(&error)))
}

/// A path for display.
pub fn shown(path: &Path) -> CleanText {
    CleanText::lossy(path.as_os_str().as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::locale::Locale;
    use crate::config::messages::Speak as _;

    #[test]
    fn only_readable_text_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("good"), "a = 1").unwrap();
        fs::write(at("gbk"), b"a = 1\nb = '\xd6\xd0'").unwrap();
        fs::write(at("huge"), vec![b'#'; LARGEST as usize + 1]).unwrap();
        fs::write(at("large"), vec![b'#'; LARGEST as usize]).unwrap();
        fs::create_dir(at("folder")).unwrap();
        let check = |name: &str, expected: Result<Option<usize>, &str>| {
            let found = read(&at(name));
            let found = found.map(|text| text.map(|text| text.len()));
            let found = found.map_err(|problem| problem.what.to_clean(Locale::English).to_string());
            assert_eq!(found, expected.map_err(|why| format!("not read: {why}")), "{name}");
        };
        check("good", Ok(Some(5)));
        check("missing", Ok(None));
        check("large", Ok(Some(LARGEST as usize)));
        check("huge", Err("it is larger than 1 MiB"));
        check("gbk", Err("line 2 is not UTF-8"));
        check("folder", Err("it is a folder"));
        check("good/x", Ok(None));
        assert_eq!(read(Path::new("/dev/null")), Ok(Some(String::new())));
        assert!(read(Path::new("/dev/zero")).is_err());
    }

    #[test]
    fn a_setting_is_written_into_the_file_that_a_link_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (dots, path) = (folder.path().join("dots.toml"), folder.path().join("k/config.toml"));
        set(&path, "screen.theme", "\"dark\"").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[screen]\ntheme = \"dark\"\n");
        fs::rename(&path, &dots).unwrap();
        std::os::unix::fs::symlink(&dots, &path).unwrap();
        set(&path, "screen.theme", "\"light\"").unwrap();
        assert!(path.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&dots).unwrap(), "[screen]\ntheme = \"light\"\n");
        for bad in ["[screen", "a = '\u{0}'"] {
            fs::write(&dots, bad).unwrap();
            assert!(set(&path, "screen.theme", "\"dark\"").is_err());
            assert_eq!(fs::read_to_string(&dots).unwrap(), bad);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
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
        assert_eq!(
            problem.what.to_clean(Locale::English).as_str(),
            "not read: it is not a regular file"
        );
    }
}
