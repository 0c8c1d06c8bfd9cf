//! Several processes write to one log.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};

use kanbao::state::log::{Location, Report, Store};
use kanbao::state::{Change, State};

use super::{churn, command, mark, open, read_posts};
use crate::support::wait::wait_until;

/// Sets 300 marks, logs each one to a file when it is acknowledged, and compacts in between.
pub(super) fn mark_and_compact(folder: &Path, name: &str) {
    let (mut store, mut state, _) = open(&folder.join("state"));
    let mut log = File::create(folder.join(name)).unwrap();
    for n in 0..300 {
        let post = format!("{name}/{n}");
        assert!(mark(&mut store, &mut state, &post));
        log.write_all(format!("{post}\n").as_bytes()).unwrap();
        // Records for the compaction to drop.
        for m in 0..3 {
            store.append(state.change(&[Change::star(b"x", m % 2 == n % 2)], 1).records).unwrap();
        }
        if n % 60 == 59 {
            store.compact(0).unwrap();
        }
    }
}

/// The marks that were acknowledged.
fn acknowledged(folder: &Path, names: &[String]) -> BTreeSet<String> {
    let text = names.iter().map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default());
    // A truncated line was acknowledged too, but does not say which mark.
    text.flat_map(|text| {
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        text[..whole].lines().map(str::to_owned).collect::<Vec<_>>()
    })
    .collect()
}

/// S52: four processes, compaction, and SIGKILL at some moment: no acknowledged mark is lost.
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
        // After some of the 1200 marks; in every fourth round after all.
        let until = round * 7919 % 1200;
        let are_enough = || round % 4 == 0 || acknowledged(folder.path(), &names).len() >= until;
        wait_until(are_enough, || format!("fewer than {until} marks"));
        for child in &mut children {
            if round % 4 != 0 {
                child.kill().unwrap();
            }
            killed += usize::from(child.wait().unwrap().code().is_none());
        }
        let safe = acknowledged(folder.path(), &names);
        let read = read_posts(&folder.path().join("state"));
        let lost: Vec<_> = safe.difference(&read).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} lost: {lost:?}", lost.len(), safe.len());
        assert!(round % 4 != 0 || safe.len() == 1200, "a process failed by itself");
        compacted += usize::from(folder.path().join("state/h.log.prev").exists());
    }
    println!("{killed} processes killed, {compacted} of 60 logs compacted");
    assert!(killed > 20 && compacted > 20, "nothing was tested");
}

/// The negative control of S52: a writer that does not compare inodes loses a mark; the store does not.
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
    // Another machine's log, and a copy after a sync conflict.
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
