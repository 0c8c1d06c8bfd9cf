//! Full disks, failing calls, and power loss (S49).

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use kanbao::state::log::Report;
use kanbao::state::record::{Kind, Line};
use kanbao::state::{Change, State};

use super::{command, mark, marks, open, read_posts};
use crate::support::program::{self, PROGRAM, outcome};
use crate::support::skip::{can_trace, skip};

/// S49: sets marks until the file may grow no more, and again after the limit is lifted.
pub(super) fn fill(folder: &Path, count: usize) {
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    let (mut store, mut state, _) = open(folder);
    let resource = rustix::process::Resource::Fsize;
    let old = rustix::process::getrlimit(resource);
    // Within a record, so that the first failing write is a short one.
    let size = fs::metadata(store.path()).unwrap().len();
    let limit = rustix::process::Rlimit { current: Some(size + 100), ..old };
    rustix::process::setrlimit(resource, limit).unwrap();
    let acknowledged = (0..count).filter(|n| mark(&mut store, &mut state, &format!("{n}"))).count();
    assert!(acknowledged < count);
    assert_eq!(store.unsaved(), count - acknowledged);
    assert_eq!(fs::metadata(store.path()).unwrap().len(), size + 100, "a record was torn");
    assert!(store.compact(0).is_ok_and(|done| !done), "nothing is dead");
    let known = open(folder).1;
    assert!(known.is_read(b"old") && known.all(Kind::Read).len() == 1 + acknowledged);
    rustix::process::setrlimit(resource, old).unwrap();
    store.append(Vec::new()).unwrap();
    assert_eq!(store.unsaved(), 0);
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, mut state, _) = open(folder.path());
    assert!(mark(&mut store, &mut state, "old"));
    let output = command(&[], "fill 10", folder.path()).stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (_, state, report) = open(folder.path());
    assert_eq!(state.all(Kind::Read).len(), 11);
    assert_eq!(report.bad, 1, "the torn record is skipped, and nothing else");
}

/// The negative control of S49: without its leading line feed, the record after a torn one is lost.
#[test]
fn a_torn_record_spoils_the_next_one_without_its_line_feed() {
    let mut state = State::new("h");
    let step = state.change(&[Change::read(b"a", true), Change::read(b"b", true)], 1);
    let encoded = |n: usize| {
        let mut bytes = Vec::new();
        step.records[n].encode(&mut bytes);
        bytes
    };
    let check = |second: &[u8], expected: usize| {
        let torn = &encoded(0)[..20];
        let log = [torn, second].concat();
        let whole = log
            .split(|&byte| byte == b'\n')
            .filter(|line| matches!(Line::parse(line), Line::Record(_)));
        assert_eq!(whole.count(), expected);
    };
    check(&encoded(1), 1);
    check(&encoded(1)[1..], 0);
}

/// A file system of 64 KiB in a private mount namespace.
#[test]
fn a_full_file_system_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let script = "mount -t tmpfs -o size=64k none disk || exit 77
        head -c 60000 /dev/zero > disk/ballast
        \"$0\" state import in > first 2> why
        echo $? >> first
        rm disk/ballast
        \"$0\" state import in > second && \"$0\" state export > all";
    let line = |n| format!("{{\"kind\":\"read\",\"path\":\"{n}.md\",\"value\":true,\"ms\":{n}}}\n");
    fs::write(folder.path().join("in"), (0..600).map(line).collect::<String>()).unwrap();
    let mut command = program::command("unshare", &["-rm", "sh", "-c", script, PROGRAM]);
    command.env("XDG_STATE_HOME", &disk).env("HOME", folder.path());
    let output = command.current_dir(folder.path()).output();
    let text = |name| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    if !output.is_ok_and(|output| output.status.code() != Some(77)) || text("first").is_empty() {
        skip("no file system may be mounted here");
        return;
    }
    assert_eq!(text("first"), "2\n", "{}", text("why"));
    assert!(text("why").starts_with("kanbao: 600 not saved: /"), "{}", text("why"));
    // The records before the torn one are known.
    assert!(text("second").ends_with(" known or older, 0 skipped\n"), "{}", text("second"));
    assert_eq!(text("all").lines().count(), 600);
}

/// S49: a failing sync is reported; the marks are written.
#[test]
fn a_failing_sync_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["strace", "-f", "-o", "/dev/null", "-e", "inject=fdatasync:error=ENOSPC"];
    if let Some(output) = traced(&words, "unsynced -", folder.path()) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(read_posts(folder.path()).contains("a"));
    }
}

/// S49: a failing write is reported and repeated with the next; old records stay whole.
#[test]
fn a_failing_write_is_reported_and_repeated() {
    for error in ["EIO", "ENOSPC", "EDQUOT"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, mut state, _) = open(folder.path());
        assert!(mark(&mut store, &mut state, "old"));
        let log = store.path().to_str().unwrap().to_owned();
        let inject = format!("inject=write:error={error}:when=2");
        let words = ["strace", "-f", "-o", "/dev/null", "-P", &log, "-e", &inject];
        let Some(output) = traced(&words, "refused -", folder.path()) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let (_, state, report) = open(folder.path());
        assert_eq!(report, Report::default(), "{error}");
        assert_eq!(state.all(Kind::Read).len(), 6, "{error}");
        assert!(state.is_read(b"old"));
    }
}

/// Without locks each process has its own file, which is not compacted.
#[test]
fn without_locks_each_process_has_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["strace", "-f", "-o", "/dev/null", "-e", "inject=flock:error=ENOLCK"];
    let Some(output) = traced(&words, "compact false", folder.path()) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let (prefix, pid) = names[0].strip_suffix(".log").unwrap().split_once('-').unwrap();
    assert_eq!(names.len(), 2, "nothing is compacted: {names:?}");
    assert!(prefix == "h" && pid.parse::<u32>().is_ok(), "{names:?}");
    // `h.log` was created before the lock failed, and stays empty.
    assert_eq!(names[1], "h.log");
    assert_eq!(fs::metadata(folder.path().join("h.log")).unwrap().len(), 0);
    assert_eq!(open(folder.path()).1.records().len(), 1, "it is read like any other");
}

/// The new file is synced before it is renamed, and the folder after.
#[test]
fn compaction_is_safe_from_power_loss() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let calls = "trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2,openat";
    let words = ["strace", "-f", "-y", "-o", trace.to_str().unwrap(), "-e", calls];
    let state = folder.path().join("state");
    let Some(output) = traced(&words, "compact true", &state) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&trace).unwrap();
    let calls: Vec<&str> = text.lines().filter(|line| line.contains("state")).collect();
    let at = |what: &str, and: &str, after: usize| {
        let found =
            calls.iter().skip(after).position(|call| call.contains(what) && call.contains(and));
        after + found.unwrap_or_else(|| panic!("no {what} {and} after {after}:\n{text}"))
    };
    let opened = at("openat(", "h.log.new", 0);
    let synced = at("fsync(", "h.log.new>", opened);
    let kept = at("link", "h.log.prev", synced);
    let renamed = at("rename", "h.log.new", kept);
    at("fsync(", "state>", renamed);
    assert_eq!(at("rename", "h.log.new", 0), renamed, "once");
}

/// Runs a job under strace; `None` if strace does not work.
#[track_caller]
fn traced(words: &[&str], job: &str, folder: &Path) -> Option<Output> {
    can_trace().then(|| command(words, job, folder).stderr(Stdio::piped()).output().unwrap())
}

/// S49 with the program and the shell's limit: it reports the failure, and a later run succeeds.
#[test]
fn a_limit_of_file_sizes_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("in"), marks("a", 400)).unwrap();
    fs::create_dir(home.path().join("archive")).unwrap();
    fs::write(home.path().join("archive/a.md"), "# 甲\n").unwrap();
    let run = |script: &str| {
        let mut command = program::command("bash", &["-c", script, PROGRAM]);
        command.current_dir(home.path()).env("HOME", home.path());
        outcome(command.env("XDG_STATE_HOME", home.path()))
    };
    let (out, err, code) = run("ulimit -f 4; \"$0\" state import in");
    assert_eq!((out.as_str(), code), ("", 2), "{err}");
    assert!(err.starts_with("kanbao: ") && err.contains(" not saved: /"), "{err}");
    // A failing export leaves nothing.
    let (_, err, code) = run("ulimit -f 0; \"$0\" export --format html -a archive out");
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("File too large") && err.contains("Nothing was written."), "{err}");
    let names = fs::read_dir(home.path()).unwrap().flatten().map(|entry| entry.file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().starts_with("out")));
    let (out, err, code) = run("\"$0\" state import in");
    assert!(code <= 1 && out.ends_with(" known or older, 0 skipped\n"), "{out}{err}");
    assert_eq!(run("\"$0\" state export").0.lines().count(), 400);
    // The negative control: without the limit the same import is acknowledged.
    fs::write(home.path().join("in"), marks("b", 400)).unwrap();
    assert_eq!(run("\"$0\" state import in").0, "400 imported, 0 known or older, 0 skipped\n");
}
