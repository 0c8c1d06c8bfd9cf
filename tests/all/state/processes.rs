//! Several processes write to one log.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kanbao::state::log::{Location, Report, Store};
use kanbao::state::{Change, State};

use super::{churn, command, mark, open, read_posts};
use crate::support::skip::can_trace;
use crate::support::wait::LIMIT;

/// The instances of one generation, which run at the same time.
const INSTANCES: usize = 4;
/// The generations that use one folder, each killed.
const GENERATIONS: usize = 5;
/// The environment variable with the number of kills; `just torture` raises it.
const KILLS: &str = "KANBAO_TEST_KILLS";
/// The bytes of one acknowledgement.
const ACKNOWLEDGED: &[u8] = b"ok\n";

/// The `n`-th operation of an instance: the post and whether it becomes read. Every sixth removes a
/// mark; the next removes another one, or sets the first again.
fn operation(n: usize) -> (usize, bool) {
    match n % 6 {
        4 => (n - 4, false),
        5 => (if n % 4 == 1 { n - 5 } else { n - 3 }, n % 4 == 1),
        _ => (n, true),
    }
}

/// Marks and unmarks posts until it is killed, logs each operation that is acknowledged, and
/// compacts in between.
pub(super) fn mark_until_killed(folder: &Path, name: &str) {
    let (mut store, mut state, _) = open(&folder.join("state"));
    let mut log = File::create(folder.join(name)).unwrap();
    let mut compactions =
        File::options().create(true).append(true).open(folder.join("compactions")).unwrap();
    for n in 0.. {
        let (post, read) = operation(n);
        let change = Change::read(format!("{name}/{post}").as_bytes(), read);
        store.append(state.change(&[change], 1_700_000_000_000).records).unwrap();
        log.write_all(ACKNOWLEDGED).unwrap();
        // Records for the compaction to drop.
        for m in 0..3 {
            store.append(state.change(&[Change::star(b"x", m % 2 == n % 2)], 1).records).unwrap();
        }
        if n % 25 == 24 && store.compact(0).unwrap() {
            compactions.write_all(ACKNOWLEDGED).unwrap();
        }
        if n % 25 == 12 {
            store.sync().unwrap();
        }
    }
}

/// The number of lines that instances wrote to a file.
fn lines(folder: &Path, name: &str) -> usize {
    let length = fs::metadata(folder.join(name)).map_or(0, |meta| meta.len());
    length as usize / ACKNOWLEDGED.len()
}

/// Checks every post of an instance after `count` acknowledged operations; returns the numbers of
/// acknowledged marks and removals that hold. The next operation may have been written or not.
fn check_posts(name: &str, count: usize, read: &BTreeSet<String>) -> (usize, usize) {
    let mut expected = BTreeMap::new();
    for n in 0..count {
        let (post, is_read) = operation(n);
        expected.insert(post, is_read);
    }
    let open = operation(count).0;
    expected.remove(&open);
    let is_read = |post: usize| read.contains(&format!("{name}/{post}"));
    let wrong: Vec<_> = expected.iter().filter(|&(&post, &read)| is_read(post) != read).collect();
    assert!(
        wrong.is_empty(),
        "{name}: {} of {count} are not as acknowledged: {wrong:?}",
        wrong.len()
    );
    let known = |name: &str| name.parse().is_ok_and(|n| n == open || expected.contains_key(&n));
    let own = read.iter().filter_map(|post| post.strip_prefix(name)?.strip_prefix('/'));
    assert!(own.into_iter().all(known), "{name}: posts that nobody marked");
    let marks = expected.values().filter(|read| **read).count();
    (marks, expected.len() - marks)
}

/// Pseudo-random numbers below a limit (xorshift), the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// The counts of a run.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// Kills that left the unfinished file of a compaction.
    kills_in_compactions: usize,
    compactions: usize,
    marks: usize,
    removals: usize,
}

/// Kills generations of instances that share one folder; after each, every acknowledged operation
/// holds. Another instance that only reads sees the same. `tracer` are the words before the program.
fn kill_generations(tracer: &[&str], random: &mut Random, tally: &mut Tally) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut observer, mut seen, _) = open(&folder.join("state"));
    let mut names: Vec<String> = Vec::new();
    let slowness = if tracer.is_empty() { 1 } else { 8 };
    for generation in 0..GENERATIONS {
        let new: Vec<String> = (0..INSTANCES).map(|n| format!("p{generation}-{n}")).collect();
        let start = |name: &String| {
            let mut command = command(tracer, &format!("mark {name}"), folder);
            command.stderr(Stdio::null()).spawn().unwrap()
        };
        let children: Vec<Child> = new.iter().map(start).collect();
        names.extend_from_slice(&new);
        for (child, name) in children.into_iter().zip(&new) {
            kill(child, folder, name, slowness, random);
            tally.kills += 1;
        }
        tally.kills_in_compactions += usize::from(folder.join("state/h.log.new").exists());
        let (_, state, _) = open(&folder.join("state"));
        let read = read_posts(&folder.join("state"));
        let counts = names.iter().map(|name| check_posts(name, lines(folder, name), &read));
        let (marks, removals) = counts.fold((0, 0), |sum, (m, r)| (sum.0 + m, sum.1 + r));
        observer.poll_others(&mut |record, host| {
            seen.apply(&record, host);
        });
        let (seen, there) = (seen.records(), state.records());
        let missed = there.iter().filter(|record| !seen.contains(record)).count();
        assert_eq!((missed, seen.len()), (0, there.len()), "an instance that only reads");
        if generation == GENERATIONS - 1 {
            tally.marks += marks;
            tally.removals += removals;
        }
    }
    tally.compactions += lines(folder, "compactions");
}

/// Kills an instance after some of its operations, half of the time when a compaction is seen.
fn kill(mut child: Child, folder: &Path, name: &str, slowness: usize, random: &mut Random) {
    let least = 1 + random.below(200 / slowness);
    let most = least + 150;
    let in_compaction = random.below(2) == 0;
    let unfinished = folder.join("state/h.log.new");
    let is_time = || {
        let count = lines(folder, name);
        count >= most || count >= least && (!in_compaction || unfinished.exists())
    };
    let start = Instant::now();
    while !is_time() {
        assert!(start.elapsed() < LIMIT, "{name}: fewer than {least} operations");
        assert!(child.try_wait().unwrap().is_none(), "{name} failed by itself");
        // A compaction is short.
        thread::sleep(Duration::from_micros(50));
    }
    for _ in 0..random.below(2000) {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None, "{name} failed by itself");
}

/// S52: instances that mark, unmark and compact, and SIGKILL at random moments: no acknowledged mark
/// is lost, and no removed one returns.
#[test]
fn nothing_is_lost_when_processes_are_killed() {
    let least = std::env::var(KILLS).map_or(200, |kills| kills.parse().unwrap());
    // The tracer is a grandchild, so that the instance itself is killed.
    let slow = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"];
    let inject = ["-e", "inject=fsync,fdatasync:delay_enter=20000"];
    let slow = can_trace().then(|| [&slow[..], &inject].concat());
    let mut random = Random(0x6b61_6e62_616f);
    let mut tally = Tally::default();
    for round in 0.. {
        if tally.kills >= least {
            break;
        }
        let tracer = slow.as_deref().filter(|_| round % 3 == 2).unwrap_or_default();
        kill_generations(tracer, &mut random, &mut tally);
    }
    println!("{tally:?}: 0 marks lost, 0 removals undone");
    assert!(tally.compactions > tally.kills / 4 && tally.kills_in_compactions > 0, "{tally:?}");
    assert!(tally.marks > tally.kills && tally.removals > tally.kills, "{tally:?}");
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
