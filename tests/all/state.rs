//! Reading state that is never lost: many processes, kills, full disks, damage, odd homes
//! (S49-S52), and the command line.
//!
//! Processes are this test binary again, with a job in the environment. What the machine does not
//! permit is skipped with a printed reason.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use kanbao::state::log::{Location, Report, Store};
use kanbao::state::record::{Kind, Line};
use kanbao::state::{Change, State};
use tempfile::TempDir;

/// What a process of this test is to do.
const JOB: &str = "KANBAO_TEST_JOB";
const FOLDER: &str = "KANBAO_TEST_FOLDER";
/// A limit for what must come, not a wait.
const LONG: Duration = Duration::from_secs(60);

fn open(folder: &Path) -> (Store, State, Report) {
    let (host, archive) = ("h".to_owned(), "test".to_owned());
    Store::open(Location { folder: folder.to_owned(), host, archive })
}

/// Marks a post as read; whether that was acknowledged.
fn mark(store: &mut Store, state: &mut State, post: &str) -> bool {
    let step = state.change(&[Change::read(post.as_bytes(), true)], 1_700_000_000_000);
    store.append(step.records).is_ok()
}

fn read_posts(folder: &Path) -> BTreeSet<String> {
    let (_, state, _) = open(folder);
    let posts = state.all(Kind::Read).into_iter();
    posts.map(|(post, _)| String::from_utf8(post.to_vec()).unwrap()).collect()
}

/// The arguments that make this binary do a job, by [`job`].
fn this_binary() -> [String; 5] {
    let binary = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    [binary, "--exact".into(), "state::job".into(), "--nocapture".into(), "--quiet".into()]
}

fn command(words: &[&str], job: &str, folder: &Path) -> Command {
    let words: Vec<String> =
        words.iter().map(|&word| word.to_owned()).chain(this_binary()).collect();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env(JOB, job).env(FOLDER, folder);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// No test, but what the processes of the others do; does nothing by itself.
#[test]
fn job() {
    let Some(job) = std::env::var_os(JOB) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    match job.to_str().unwrap().split_once(' ').unwrap() {
        ("mark", name) => mark_and_compact(&folder, name),
        ("fill", count) => fill(&folder, count.parse().unwrap()),
        ("compact", _) => {
            let (mut store, mut state, _) = open(&folder);
            churn(&mut store, &mut state);
            store.sync().unwrap();
            assert!(store.compact(0).unwrap());
        }
        ("unsynced", _) => {
            let (mut store, mut state, _) = open(&folder);
            assert!(mark(&mut store, &mut state, "a"));
            let why = store.sync().unwrap_err();
            assert!(why.as_str().ends_with("h.log: No space left on device"), "{why}");
        }
        ("refused", _) => {
            let (mut store, mut state, _) = open(&folder);
            let saved: Vec<bool> =
                (0..5).map(|n| mark(&mut store, &mut state, &format!("{n}"))).collect();
            // What could not be written is written with the next one.
            assert_eq!(saved, [true, false, true, true, true]);
            assert_eq!(store.unsaved(), 0);
        }
        job => panic!("{job:?}"),
    }
}

/// 300 marks, each told in a file of its own once it is acknowledged, and compactions between.
fn mark_and_compact(folder: &Path, name: &str) {
    let (mut store, mut state, _) = open(&folder.join("state"));
    let mut told = File::create(folder.join(name)).unwrap();
    for n in 0..300 {
        let post = format!("{name}/{n}");
        assert!(mark(&mut store, &mut state, &post));
        told.write_all(format!("{post}\n").as_bytes()).unwrap();
        // Something that can be left out.
        for m in 0..3 {
            store.append(state.change(&[Change::star(b"x", m % 2 == n % 2)], 1).records).unwrap();
        }
        if n % 60 == 59 {
            store.compact(0).unwrap();
        }
    }
}

/// Records of one key, most of them dead.
fn churn(store: &mut Store, state: &mut State) {
    for n in 0..20 {
        store.append(state.change(&[Change::star(b"x", n % 2 == 0)], 1).records).unwrap();
    }
}

/// The marks that processes were told are safe.
fn acknowledged(folder: &Path, names: &[String]) -> BTreeSet<String> {
    let text = names.iter().map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default());
    // A line that is cut was told all the same, but which one it is cannot be known.
    text.flat_map(|text| {
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        text[..whole].lines().map(str::to_owned).collect::<Vec<_>>()
    })
    .collect()
}

/// S52: four processes, compaction, and a SIGKILL at some moment: no acknowledged mark is lost.
#[test]
fn nothing_is_lost_when_processes_are_killed() {
    let mut killed = 0;
    let mut compacted = 0;
    for round in 0..60_usize {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..4).map(|n| format!("p{n}")).collect();
        let start = |name: &String| {
            command(&[], &format!("mark {name}"), folder.path()).stderr(Stdio::null()).spawn()
        };
        let mut children: Vec<Child> = names.iter().map(|name| start(name).unwrap()).collect();
        // Some marks later, from the first to the last of the 1200; every fourth round to the end.
        let (limit, until) = (Instant::now() + LONG, round * 7919 % 1200);
        while round % 4 != 0 && acknowledged(folder.path(), &names).len() < until {
            assert!(Instant::now() < limit, "the processes do not get on");
            std::thread::yield_now();
        }
        for child in &mut children {
            if round % 4 != 0 {
                child.kill().unwrap();
            }
            killed += usize::from(child.wait().unwrap().code().is_none());
        }
        let told = acknowledged(folder.path(), &names);
        let read = read_posts(&folder.path().join("state"));
        let lost: Vec<_> = told.difference(&read).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} lost: {lost:?}", lost.len(), told.len());
        assert!(round % 4 != 0 || told.len() == 1200, "a process failed by itself");
        compacted += usize::from(folder.path().join("state/h.log.prev").exists());
    }
    println!("{killed} processes killed, {compacted} of 60 logs compacted");
    assert!(killed > 20 && compacted > 20, "nothing was tested");
}

/// The negative control of S52: a writer that does not compare the inode loses a mark that the
/// store's own keeps.
#[test]
fn a_writer_that_does_not_compare_inodes_loses_marks() {
    let folder = tempfile::tempdir().unwrap();
    let (mut compacter, mut state, _) = open(folder.path());
    churn(&mut compacter, &mut state);
    let (mut careful, mut other, _) = open(folder.path());
    assert!(mark(&mut careful, &mut other, "before"));
    let mut careless = File::options().append(true).open(folder.path().join("h.log")).unwrap();
    assert!(compacter.compact(0).unwrap());
    assert!(mark(&mut careful, &mut other, "careful"));
    let mut bytes = Vec::new();
    let step = other.change(&[Change::read(b"careless", true)], 1);
    step.records[0].encode(&mut bytes);
    rustix::fs::flock(&careless, rustix::fs::FlockOperation::LockShared).unwrap();
    careless.write_all(&bytes).unwrap();
    let expected = ["before", "careful"].map(str::to_owned);
    assert_eq!(read_posts(folder.path()), BTreeSet::from(expected));
}

#[test]
fn instances_see_each_other_also_after_a_compaction() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut state, _) = open(folder.path());
    let (mut two, mut other, _) = open(folder.path());
    let poll = |store: &mut Store, state: &mut State| {
        let mut count = 0;
        let report = store.poll_others(&mut |record, host| {
            count += usize::from(state.apply(&record, host));
        });
        assert_eq!(report, Report::default());
        count
    };
    assert_eq!(poll(&mut two, &mut other), 0, "no folder yet");
    churn(&mut one, &mut state);
    assert!(mark(&mut one, &mut state, "a"));
    poll(&mut two, &mut other);
    assert_eq!(other.records(), state.records());
    assert_eq!(poll(&mut one, &mut state), 0, "its own marks are not read again");
    assert!(one.compact(0).unwrap());
    assert!(mark(&mut one, &mut state, "b"));
    assert_eq!(poll(&mut two, &mut other), 1);
    assert!(mark(&mut two, &mut other, "c"));
    assert_eq!(poll(&mut one, &mut state), 1);
    // Another machine's log, and a copy made by a conflict.
    let (mut third, mut there, _) = Store::open(Location {
        folder: folder.path().to_owned(),
        host: "z".into(),
        archive: "t".into(),
    });
    assert!(mark(&mut third, &mut there, "d"));
    fs::copy(folder.path().join("z.log"), folder.path().join("z.sync-conflict-1.log")).unwrap();
    assert_eq!(poll(&mut one, &mut state), 1 + 1, "the post, and what it says of the archive");
    assert_eq!(read_posts(folder.path()).into_iter().collect::<String>(), "abcd");
}

/// S49: marks until the file may grow no more, and again once it may.
fn fill(folder: &Path, count: usize) {
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    let (mut store, mut state, _) = open(folder);
    let resource = rustix::process::Resource::Fsize;
    let old = rustix::process::getrlimit(resource);
    // In the middle of a record, so that the first write that fails is a short one.
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

/// The negative control of S49: without the line feed that a record begins with, the one after a
/// torn one is lost.
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

/// A disk of 64 KiB, mounted where nobody else sees it.
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
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script]).arg(assert_cmd::cargo::cargo_bin!("kanbao"));
    command.env("XDG_STATE_HOME", &disk).env("HOME", folder.path()).env_remove("KANBAO_ARCHIVE");
    let output = command.current_dir(folder.path()).output();
    let text = |name| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    if !output.is_ok_and(|output| output.status.code() != Some(77)) || text("first").is_empty() {
        println!("skipped: no file system may be mounted here");
        return;
    }
    assert_eq!(text("first"), "2\n", "{}", text("why"));
    assert!(text("why").starts_with("kanbao: 600 not saved: /"), "{}", text("why"));
    // Those before the one that was torn are known.
    assert!(text("second").ends_with(" known or older, 0 left out\n"), "{}", text("second"));
    assert_eq!(text("all").lines().count(), 600);
}

/// S49: a sync that fails is told; the marks are there all the same.
#[test]
fn a_sync_that_fails_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["strace", "-f", "-o", "/dev/null", "-e", "inject=fdatasync:error=ENOSPC"];
    if let Some(output) = traced(&words, "unsynced -", folder.path()) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(read_posts(folder.path()).contains("a"));
    }
}

/// S49: a write that the disk refuses is told, and done again with the next; old records are whole.
#[test]
fn a_write_that_fails_is_told_and_repeated() {
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

/// Where there are no locks each process has a file of its own.
#[test]
fn without_locks_each_process_has_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["strace", "-f", "-o", "/dev/null", "-e", "inject=flock:error=ENOLCK"];
    let Some(output) = traced(&words, "compact -", folder.path()) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let (prefix, pid) = names[0].strip_suffix(".log").unwrap().split_once('-').unwrap();
    assert_eq!(names.len(), 3, "with the one before the compaction: {names:?}");
    assert!(prefix == "h" && pid.parse::<u32>().is_ok(), "{names:?}");
    // `h.log` was made before it turned out that it cannot be locked, and is left empty.
    assert_eq!(names[2], "h.log");
    assert_eq!(fs::metadata(folder.path().join("h.log")).unwrap().len(), 0);
    assert_eq!(open(folder.path()).1.records().len(), 1, "it is read like any other");
}

/// The new file is on the disk before it takes the old one's name, and the folder after.
#[test]
fn compaction_is_safe_from_power_loss() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let calls = "trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2,openat";
    let words = ["strace", "-f", "-y", "-o", trace.to_str().unwrap(), "-e", calls];
    let state = folder.path().join("state");
    let Some(output) = traced(&words, "compact -", &state) else { return };
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

/// Runs a job under strace; `None`, with the reason printed, where that is not permitted.
fn traced(words: &[&str], job: &str, folder: &Path) -> Option<Output> {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    if !tried.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace does not work here");
        return None;
    }
    Some(command(words, job, folder).stderr(Stdio::piped()).output().unwrap())
}

/// A small log and its records' ends.
fn small_log() -> (Vec<u8>, Vec<usize>) {
    let mut state = State::new("h");
    let changes = [
        Change::read("甲.md".as_bytes(), true),
        Change::star(b"\xff.md", true),
        Change::new(Kind::Note, b"c.md", Some("一\n二")).unwrap(),
    ];
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for record in state.change(&changes, 1_700_000_000_000).records {
        record.encode(&mut bytes);
        ends.push(bytes.len());
    }
    (bytes, ends)
}

fn opened_with(log: &[u8]) -> (TempDir, Store, State, Report) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("h.log"), log).unwrap();
    let (store, state, report) = open(folder.path());
    (folder, store, state, report)
}

/// S51: of a log that is cut anywhere, every whole record is there, and the next mark is too.
#[test]
fn a_log_that_is_cut_keeps_its_whole_records() {
    let (log, ends) = small_log();
    for cut in 0..=log.len() {
        let (folder, mut store, mut state, report) = opened_with(&log[..cut]);
        let whole = ends.iter().filter(|&&end| end <= cut).count();
        assert_eq!(state.records().len(), whole, "cut at {cut}");
        assert_eq!(report, Report::default(), "the last line is not complete");
        assert!(mark(&mut store, &mut state, "next"));
        let (_, state, report) = open(folder.path());
        assert!(state.is_read(b"next"), "cut at {cut}");
        // Only the line feed at its end may be missing.
        let whole = ends.iter().filter(|&&end| end <= cut + 1).count();
        assert_eq!(state.records().len(), whole + 1, "cut at {cut}");
        assert!(report.bad <= 1);
    }
}

/// S51: a flipped bit costs one record at most, and never changes one.
#[test]
fn a_flipped_bit_costs_one_record() {
    let (log, _) = small_log();
    let whole = opened_with(&log).2;
    let whole = whole.records();
    let mut changed = 0;
    for bit in 0..log.len() * 8 {
        let mut flipped = log.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let (_folder, _, state, report) = opened_with(&flipped);
        let records = state.records();
        assert!(records.iter().all(|record| whole.contains(record)), "bit {bit}: {records:?}");
        // The last line feed is missed by none of them.
        let is_last = bit / 8 == log.len() - 1;
        assert!(records.len() == 2 && (report.bad > 0 || is_last), "bit {bit}: {report:?}");
        // The negative control: a reader without the CRC takes other records.
        changed += flipped
            .split(|&byte| byte == b'\n')
            .filter(|line| {
                let Some(rest) = line.get(9..) else { return false };
                let trusted =
                    [format!("{:08x}\t", crc32fast::hash(rest)).as_bytes(), rest].concat();
                matches!(Line::parse(&trusted), Line::Record(record)
                if whole.iter().all(|(known, _)| *known != record))
            })
            .count();
    }
    assert!(changed > 100, "{changed}");
}

/// S51: a log with a record of a later version is read, but left as it is.
#[test]
fn a_log_of_a_later_version_is_left_as_it_is() {
    let rest = "v2\tsomething new";
    let newer = format!("\n{:08x}\t{rest}\n", crc32fast::hash(rest.as_bytes()));
    let log = [small_log().0, newer.into_bytes()].concat();
    let (folder, mut store, mut state, report) = opened_with(&log);
    assert_eq!((report.newer, report.bad, state.records().len()), (1, 0, 3));
    assert!(!mark(&mut store, &mut state, "a"));
    assert_eq!(store.unsaved(), 1);
    assert_eq!(store.compact(0), Ok(false));
    assert_eq!(fs::read(folder.path().join("h.log")).unwrap(), log);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing beside it");
    // Another machine's log is no reason not to write one's own.
    fs::rename(folder.path().join("h.log"), folder.path().join("z.log")).unwrap();
    let (mut store, mut state, report) = open(folder.path());
    assert_eq!(report.newer, 1);
    assert!(mark(&mut store, &mut state, "a"));
}

#[test]
fn compaction_keeps_what_is_damaged_and_what_is_unknown() {
    let (mut log, _) = small_log();
    let rest = "v1\t5\t0\tpin\ta\t1";
    log.extend(format!("\n{:08x}\t{rest}\n\nrubbish\n", crc32fast::hash(rest.as_bytes())).bytes());
    let (folder, mut store, mut state, report) = opened_with(&log);
    assert_eq!(report.bad, 1);
    churn(&mut store, &mut state);
    let before = fs::read(store.path()).unwrap();
    assert_eq!(store.compact(1024 * 1024), Ok(false), "it is small");
    assert_eq!(store.compact(0), Ok(true));
    assert_eq!(store.compact(0), Ok(false), "nothing is dead any more");
    let path = |name: &str| folder.path().join(name);
    assert_eq!(fs::read(path("h.log.bad-1")).unwrap(), before);
    assert_eq!(fs::read(path("h.log.prev")).unwrap(), before);
    assert!(!path("h.log.new").exists());
    let (_, compacted, report) = open(folder.path());
    assert_eq!((compacted.records(), report), (state.records(), Report::default()));
    assert_eq!(fs::metadata(path("h.log")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_no_log_is_told_and_never_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.log");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    fs::create_dir(folder.path().join("folder.log")).unwrap();
    fs::write(folder.path().join("notes.txt"), "no log").unwrap();
    let (mut store, mut state, report) = open(folder.path());
    assert_eq!((report.bad, report.problems.len()), (0, 2), "{report:?}");
    assert!(mark(&mut store, &mut state, "a"));
}

fn kanbao(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kanbao"));
    command.args(arguments).env_remove("KANBAO_ARCHIVE").stdin(Stdio::null());
    command
}

fn told(output: Output) -> (String, String, i32) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

/// `kanbao state` on the samples with a state folder of its own.
fn state(home: &Path, arguments: &[&str], input: &str) -> (String, String, i32) {
    let mut command = kanbao(&[&["state"], arguments].concat());
    command.current_dir(home).env("HOME", home).env("XDG_STATE_HOME", home);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    told(child.wait_with_output().unwrap())
}

const ONE: &str = r#"{"kind":"read","path":"a.md","value":true,"ms":5,"seq":0,"host":"one"}
{"kind":"note","path":"a.md","value":"一\u001b\u202e","ms":6,"seq":2,"host":"one"}
{"kind":"star","path":"�.md","path_bytes":"/y5tZA==","value":true,"ms":7,"seq":0,"host":"one"}
{"kind":"mark","name":"m","value":"a.md\t3","ms":8,"seq":0,"host":"one"}
{"kind":"session","value":"s","ms":8,"seq":1,"host":"one"}
{"kind":"pin","name":"a.md","value":"1","ms":9,"seq":0,"host":"one"}
"#;
const TWO: &str = r#"{"kind":"read","path":"a.md","value":false,"ms":6,"seq":0,"host":"two"}
{"kind":"note","path":"a.md","value":null,"ms":6,"seq":1,"host":"two"}
{"kind":"view","name":"晨","value":"is:unread","ms":7,"seq":0,"host":"two"}
"#;

#[test]
fn exports_of_two_machines_are_imported_in_either_order() {
    let imported = |files: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        for file in files {
            let (out, err, code) = state(home.path(), &["import", "-"], file);
            assert_eq!((err.as_str(), code), ("", 0), "{out}");
        }
        state(home.path(), &["export"], "").0
    };
    let one = imported(&[ONE]);
    let fields = |text: &str| {
        let lines = text.lines().map(|line| {
            let mut object: serde_json::Value = serde_json::from_str(line).unwrap();
            object.as_object_mut().unwrap().remove("host");
            object.to_string()
        });
        lines.collect::<BTreeSet<_>>()
    };
    assert_eq!(fields(&one), fields(ONE), "what was imported is exported");
    assert!(one.contains(r"\u001b\u202e"), "nothing that a terminal obeys: {one}");
    assert_eq!(imported(&[&one, ONE, &one]), one, "a second time changes nothing");
    let both = imported(&[ONE, TWO]);
    assert_eq!(both, imported(&[TWO, ONE, TWO]));
    assert!(both.contains(r#""path":"a.md","value":false"#) && both.contains("一"), "{both}");
    assert_eq!(both.lines().count(), 7);
}

#[test]
fn bad_lines_are_told_and_good_ones_taken() {
    let home = tempfile::tempdir().unwrap();
    let long = "x".repeat(70_000);
    let lines = [
        "{".to_owned(),
        r#"{"kind":"read","path":"a.md","value":true,"ms":1}"#.to_owned(),
        String::new(),
        r#"{"kind":"read","value":true,"ms":1}"#.to_owned(),
        r#"{"kind":"new","path":"a","value":true,"ms":1}"#.to_owned(),
        format!(r#"{{"kind":"note","path":"a","value":"{long}","ms":1}}"#),
        "y".repeat(2_000_000),
        r#"{"kind":"star","path":"a","value":true,"ms":9007199254740993}"#.to_owned(),
        r#"{"kind":"star","path":"a","path_bytes":"?","value":true,"ms":1}"#.to_owned(),
        r#"{"kind":"star","path":"a.md","value":true,"ms":1}"#.to_owned(),
    ];
    let (out, err, code) = state(home.path(), &["import", "-"], &lines.join("\n"));
    assert_eq!((out.as_str(), code), ("2 taken in, 0 known or older, 7 left out\n", 1), "{err}");
    let told: Vec<&str> = err.lines().filter_map(|line| line.split(':').nth(2)).collect();
    assert_eq!(told, ["1", "4", "5", "6", "7", "8", "9"], "{err}");
    let (out, err, code) = state(home.path(), &["import", "missing"], "");
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.starts_with("kanbao: missing: "), "{err}");
}

/// S50: where nothing can be kept, that is said with the path and why; nothing is written
/// anywhere else.
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
        let (out, err, code) = told(command.output().unwrap());
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
    // A file, a folder below one, and one that nobody may write to, not even root.
    for state_home in [file.as_str(), &format!("{file}/x"), "/proc/self"] {
        let mut command = kanbao(&["state", "import", "-"]);
        command.current_dir(home.path()).env("HOME", &whole).env("XDG_STATE_HOME", state_home);
        let input = home.path().join("file");
        fs::write(&input, ONE).unwrap();
        let output = command.stdin(File::open(input).unwrap()).output().unwrap();
        let (out, err, code) = told(output);
        assert_eq!((out.as_str(), code), ("", 2), "{err}");
        assert!(err.contains(&format!("not saved: {state_home}/kanbao/")), "{err}");
    }
    // No home at all: the user's own is looked up, and there may be none. Nothing is written.
    let mut command = kanbao(&["state", "path"]);
    let output = command.current_dir(home.path()).env_remove("HOME").env_remove("XDG_STATE_HOME");
    let (out, err, code) = told(output.output().unwrap());
    assert!(
        code == 0 && out.starts_with('/') || code == 2 && err.contains("no home"),
        "{out}{err}"
    );
}

/// JSON lines of posts that are read.
fn marks(name: &str, posts: usize) -> String {
    let line =
        |n| format!("{{\"kind\":\"read\",\"path\":\"{name}/{n}.md\",\"value\":true,\"ms\":{n}}}\n");
    (1..=posts).map(line).collect()
}

/// S52 by the program itself: imports at the same time, some killed. What one said it has taken
/// in is there, and what was there before.
#[test]
fn imports_at_the_same_time_lose_nothing() {
    let (mut killed, mut finished) = (0, 0);
    for round in 0..12 {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(state(home.path(), &["import", "-"], &marks("before", 50)).2, 0);
        let start = |name: &String| {
            let file = home.path().join(name);
            fs::write(&file, marks(name, 400)).unwrap();
            let mut command = kanbao(&["state", "import"]);
            command.arg(file).current_dir(home.path()).env("HOME", home.path());
            command.env("XDG_STATE_HOME", home.path()).stdout(Stdio::piped());
            command.stderr(Stdio::null()).spawn().unwrap()
        };
        let names: Vec<String> = (0..4).map(|n| format!("p{n}")).collect();
        let mut children: Vec<Child> = names.iter().map(start).collect();
        // One of four, in three of four rounds; when is up to the machine.
        if round % 4 != 0 {
            children[round % 4].kill().unwrap();
        }
        let mut expected = 50;
        let exported = |expected: usize| {
            let (out, err, code) = state(home.path(), &["export"], "");
            // A torn record may be told of; nothing else may be wrong.
            assert!(code == 0 || err.contains("damaged"), "{err}");
            assert!(out.lines().count() >= expected, "{} of {expected}", out.lines().count());
            out
        };
        let mut said = Vec::new();
        for (name, child) in names.iter().zip(children) {
            let output = child.wait_with_output().unwrap();
            if output.status.success() {
                assert!(String::from_utf8_lossy(&output.stdout).starts_with("400 taken in"));
                finished += 1;
                expected += 400;
                said.push(name);
            } else {
                assert_eq!(output.status.code(), None, "only who is killed fails");
                killed += 1;
            }
        }
        let all = exported(expected);
        for name in said {
            let own = all.lines().filter(|line| line.contains(&format!("\"{name}/"))).count();
            assert_eq!(own, 400, "round {round}: {name}");
        }
    }
    println!("{finished} imports finished, {killed} killed");
    assert!(finished >= 36, "nothing was tested");
}

/// S49 by the program itself, with the limit of the shell: it says so, and tries again later.
#[test]
fn a_limit_of_file_sizes_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("in"), marks("a", 400)).unwrap();
    fs::create_dir(home.path().join("archive")).unwrap();
    fs::write(home.path().join("archive/a.md"), "# 甲\n").unwrap();
    let run = |script: &str| {
        let mut command = Command::new("bash");
        command.args(["-c", script, assert_cmd::cargo::cargo_bin!("kanbao").to_str().unwrap()]);
        command.current_dir(home.path()).env("HOME", home.path()).env_remove("KANBAO_ARCHIVE");
        told(command.env("XDG_STATE_HOME", home.path()).stdin(Stdio::null()).output().unwrap())
    };
    let (out, err, code) = run("ulimit -f 4; \"$0\" state import in");
    assert_eq!((out.as_str(), code), ("", 2), "{err}");
    assert!(err.starts_with("kanbao: ") && err.contains(" not saved: /"), "{err}");
    // The same for what is exported, of which nothing is left.
    let (_, err, code) = run("ulimit -f 0; \"$0\" export --format html -a archive out");
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("File too large") && err.contains("Nothing was written."), "{err}");
    let names = fs::read_dir(home.path()).unwrap().flatten().map(|entry| entry.file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().starts_with("out")));
    let (out, err, code) = run("\"$0\" state import in");
    assert!(code <= 1 && out.ends_with(" known or older, 0 left out\n"), "{out}{err}");
    assert_eq!(run("\"$0\" state export").0.lines().count(), 400);
    // The negative control: without the limit the same import is acknowledged.
    fs::write(home.path().join("in"), marks("b", 400)).unwrap();
    assert_eq!(run("\"$0\" state import in").0, "400 taken in, 0 known or older, 0 left out\n");
}

/// Every file below a folder.
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

/// Variables of the environment with their values.
type Variables = Vec<(&'static str, String)>;

/// S50: whatever is wrong with the folders, what needs none of them works, and nothing is
/// written by looking.
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
    // The home, and what of XDG is set.
    let homes: Vec<(Option<&str>, Variables)> = vec![
        (Some(&good), Vec::new()),
        (None, Vec::new()),
        (Some(""), Vec::new()),
        (Some(&missing), Vec::new()),
        (Some(&file), Vec::new()),
        // Of another user, who lets nobody in.
        (Some(&closed), Vec::new()),
        (Some(&good), all("relative")),
        (Some(&good), all("")),
        (Some(&good), all(&file)),
        (Some(&good), all(&closed)),
    ];
    mode("closed", 0o700);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let own = path("kanbao");
    let built = assert_cmd::cargo::cargo_bin!("kanbao");
    assert!(Command::new("cp").arg(built).arg(&own).status().unwrap().success());
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        // Then the folder is closed to oneself.
        mode("closed", 0o000);
    }
    let before = files_below(place.path());
    let run = |home: Option<&str>, set: &[(&str, String)], words: &str| {
        let mut command = Command::new(if is_root { "setpriv" } else { own.as_str() });
        if is_root {
            command.args(["--reuid=65534", "--clear-groups", &own]);
        }
        command.args(words.split(' ')).current_dir(place.path()).stdin(Stdio::null());
        for name in xdg {
            command.env_remove(name);
        }
        command.env("KANBAO_ARCHIVE", "archive").env_remove("HOME").env("TERM", "xterm");
        command.envs(set.iter().map(|(name, value)| (*name, value)));
        home.map(|home| command.env("HOME", home));
        told(command.output().unwrap())
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
    // The negative control: what writes is seen.
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
