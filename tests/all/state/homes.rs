//! Unusable and unusual homes (S50).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{ONE, state};
use crate::support::program::{is_root, kanbao, kanbao_as_nobody, outcome};

/// S50: if the state cannot be saved, the path and the reason are reported, and nothing is written
/// elsewhere.
#[test]
fn odd_homes() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (whole, file) = (text(home.path()), text(&file));
    let folder = |state_home: Option<&str>| {
        let mut command = kanbao(&["state", "path"]);
        command.current_dir(home.path()).env("HOME", &whole).env_remove("XDG_STATE_HOME");
        state_home.map(|value| command.env("XDG_STATE_HOME", value));
        let (out, err, code) = outcome(&mut command);
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    let usual = folder(None);
    assert!(usual.starts_with(&format!("{whole}/.local/state/kanbao/")), "{usual}");
    // Relative and empty values are ignored.
    assert_eq!((folder(Some("relative")), folder(Some(""))), (usual.clone(), usual));
    assert!(folder(Some("/x")).starts_with("/x/kanbao/"));
    let mut entries: Vec<_> = fs::read_dir(home.path()).unwrap().flatten().collect();
    assert_eq!(entries.pop().map(|entry| entry.file_name()), Some("file".into()));
    assert!(entries.is_empty(), "telling the path writes nothing");
    // A file, a folder below a file, and a folder that not even root may write to.
    for state_home in [file.as_str(), &format!("{file}/x"), "/proc/self"] {
        let mut command = kanbao(&["state", "import", "-"]);
        command.current_dir(home.path()).env("HOME", &whole).env("XDG_STATE_HOME", state_home);
        let input = home.path().join("file");
        fs::write(&input, ONE).unwrap();
        let (out, err, code) = outcome(command.stdin(File::open(input).unwrap()));
        assert_eq!((out.as_str(), code), ("", 2), "{err}");
        assert!(err.contains(&format!("not saved: {state_home}/kanbao/")), "{err}");
    }
    // No home in the environment: the user's own is looked up, and there may be none.
    let mut command = kanbao(&["state", "path"]);
    let output = command.current_dir(home.path()).env_remove("HOME").env_remove("XDG_STATE_HOME");
    let (out, err, code) = outcome(output);
    assert!(
        code == 0 && out.starts_with('/') || code == 2 && err.contains("no home"),
        "{out}{err}"
    );
}

/// All files below a folder.
fn files_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries.flatten() {
        files.insert(entry.path());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files.extend(files_below(&entry.path()));
        }
    }
    files
}

/// Environment variables with their values.
type Variables = Vec<(&'static str, String)>;

/// S50: subcommands that only read work with any home and write nothing.
#[test]
fn every_subcommand_that_reads_runs_in_any_home() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir_all(path("archive")).unwrap();
    fs::write(path("archive/a.md"), "---\ntitle: 甲\n---\n字\n").unwrap();
    fs::write(path("file"), "").unwrap();
    for folder in ["good", "closed"] {
        fs::create_dir(path(folder)).unwrap();
    }
    let mode =
        |name, mode| fs::set_permissions(path(name), fs::Permissions::from_mode(mode)).unwrap();
    let (good, file, missing, closed) =
        (path("good"), path("file"), path("missing"), path("closed"));
    let xdg = ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];
    let all = |value: &str| xdg.map(|name| (name, value.to_owned())).to_vec();
    // `HOME` and the XDG variables.
    let homes: Vec<(Option<&str>, Variables)> = vec![
        (Some(&good), Vec::new()),
        (None, Vec::new()),
        (Some(""), Vec::new()),
        (Some(&missing), Vec::new()),
        (Some(&file), Vec::new()),
        // Of another user, without access.
        (Some(&closed), Vec::new()),
        (Some(&good), all("relative")),
        (Some(&good), all("")),
        (Some(&good), all(&file)),
        (Some(&good), all(&closed)),
    ];
    mode("closed", 0o700);
    kanbao_as_nobody(place.path());
    if !is_root() {
        // Closed to this user instead.
        mode("closed", 0o000);
    }
    let before = files_below(place.path());
    let run = |home: Option<&str>, set: &[(&str, String)], words: &str| {
        let mut command = kanbao_as_nobody(place.path());
        command.args(words.split(' ')).current_dir(place.path());
        command.env("KANBAO_ARCHIVE", "archive").env_remove("HOME");
        command.envs(set.iter().map(|(name, value)| (*name, value)));
        home.map(|home| command.env("HOME", home));
        outcome(&mut command)
    };
    for (home, set) in &homes {
        for words in ["list", "show a", "check", "doctor", "config path", "config show", "man"] {
            let (out, err, code) = run(*home, set, words);
            assert!(code == 0 && !out.is_empty(), "{home:?} {set:?} {words}: {code} {err}");
        }
        for words in ["state path", "state export"] {
            let (_, err, code) = run(*home, set, words);
            let is_told = err.starts_with("kanbao: ");
            assert!(code == 0 && err.is_empty() || is_told, "{home:?} {set:?} {words}: {err}");
        }
        assert_eq!(files_below(place.path()), before, "{home:?} {set:?}");
    }
    // The negative control: a write is noticed.
    fs::write(path("in"), ONE).unwrap();
    fs::set_permissions(&good, fs::Permissions::from_mode(0o777)).unwrap();
    let (out, err, code) = run(Some(&good), &[], "state import in");
    assert_eq!(code, 0, "{out}{err}");
    assert!(files_below(place.path()).len() > before.len() + 1);
    mode("closed", 0o700);
}

#[test]
fn folders_and_files_are_for_their_owner_only() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(state(home.path(), &["import", "-"], ONE).2, 0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = PathBuf::from(state(home.path(), &["path"], "").0.trim_end());
    assert_eq!((mode(&folder), mode(folder.parent().unwrap())), (0o700, 0o700));
    for entry in fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}
