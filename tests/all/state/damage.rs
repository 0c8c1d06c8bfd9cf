//! Truncated and damaged logs, logs of a later version, and files that are no logs (S51).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use kanbao::state::log::{Report, Store};
use kanbao::state::record::{Kind, Line};
use kanbao::state::{Change, State};
use tempfile::TempDir;

use super::{churn, mark, open};

/// A small log and the end offsets of its records.
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

/// S51: a log truncated at any byte keeps its whole records and takes the next mark.
#[test]
fn a_truncated_log_keeps_its_whole_records() {
    let (log, ends) = small_log();
    for cut in 0..=log.len() {
        let (folder, mut store, mut state, report) = opened_with(&log[..cut]);
        let whole = ends.iter().filter(|&&end| end <= cut).count();
        assert_eq!(state.records().len(), whole, "cut at {cut}");
        assert_eq!(report, Report::default(), "the last line is not complete");
        assert!(mark(&mut store, &mut state, "next"));
        let (_, state, report) = open(folder.path());
        assert!(state.is_read(b"next"), "cut at {cut}");
        // A record without its final line feed is whole.
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
        // A missing final line feed is not damage.
        let is_last = bit / 8 == log.len() - 1;
        assert!(records.len() == 2 && (report.bad > 0 || is_last), "bit {bit}: {report:?}");
        // The negative control: without the CRC, other records would be accepted.
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

/// S51: a log with a record of a later version is read but not changed.
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
    // Another machine's log does not prevent writing this one's.
    fs::rename(folder.path().join("h.log"), folder.path().join("z.log")).unwrap();
    let (mut store, mut state, report) = open(folder.path());
    assert_eq!(report.newer, 1);
    assert!(mark(&mut store, &mut state, "a"));
}

#[test]
fn compaction_keeps_damaged_and_unknown_records() {
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
fn files_that_are_no_logs_are_reported_and_block_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.log");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    fs::create_dir(folder.path().join("folder.log")).unwrap();
    fs::write(folder.path().join("notes.txt"), "no log").unwrap();
    let (mut store, mut state, report) = open(folder.path());
    assert_eq!((report.bad, report.unreadable.len()), (0, 2), "{report:?}");
    assert!(mark(&mut store, &mut state, "a"));
}
