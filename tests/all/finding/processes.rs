//! Several processes: one builds the index, others use it or find it locked; a killed build keeps its
//! commits.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

use kanbao::search::fulltext::build::{self, Job, Outcome};
use rustix::fs::{FlockOperation, flock};

use super::World;
use super::words::posts;
use crate::support::program;
use crate::support::wait::wait_until;

fn kanbao(world: &World, arguments: &[&str]) -> Command {
    let mut command = program::kanbao(arguments);
    command.arg("--archive").arg(world.root.path()).env("XDG_CACHE_HOME", world.cache.path());
    command
}

fn start(world: &World, arguments: &[&str]) -> Child {
    kanbao(world, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn status(world: &World) -> (String, bool) {
    let output = kanbao(world, &["index", "--status"]).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[test]
fn a_second_builder_finds_the_index_locked() {
    let world = World::new(&posts(10));
    let place = world.place();
    std::fs::create_dir_all(place.folder()).unwrap();
    let lock = std::fs::File::create(place.folder().join("lock")).unwrap();
    flock(&lock, FlockOperation::LockExclusive).unwrap();
    assert_eq!(world.try_build(false, usize::MAX), Outcome::Busy);
    assert!(!place.clear().unwrap());
    drop(lock);
    assert_eq!(world.build().added, 10);
}

#[test]
fn two_builders_at_once_make_one_index() {
    let world = World::new(&posts(3000));
    let mut both = [start(&world, &["index"]), start(&world, &["index", "--rebuild"])];
    let codes: Vec<i32> =
        both.iter_mut().map(|child| child.wait().unwrap().code().unwrap()).collect();
    // They may have run one after the other.
    assert!(codes.contains(&0) && codes.iter().all(|code| *code <= 1), "{codes:?}");
    let (text, is_whole) = status(&world);
    assert!(is_whole && text.contains("3,000 of 3,000"), "{text}");
}

#[test]
fn a_killed_build_is_continued_by_the_next() {
    let world = World::new(&posts(9000));
    for _ in 0..3 {
        let mut child = start(&world, &["index"]);
        // Killed after the next commit, unless it ends before.
        let before = committed(&world);
        let has_moved_on = || committed(&world) > before || child.try_wait().unwrap().is_some();
        wait_until(has_moved_on, || "nothing is committed".to_owned());
        let _ = child.kill();
        child.wait().unwrap();
    }
    let output = kanbao(&world, &["index"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.starts_with("9,000 posts read"), "{text}");
    let (text, is_whole) = status(&world);
    assert!(is_whole && text.contains("9,000 of 9,000"), "{text}");
    let found = kanbao(&world, &["search", "工业", "-n", "3"]).output().unwrap();
    assert!(found.status.success());
}

/// The number of committed segments.
fn committed(world: &World) -> usize {
    let parts = || {
        let folder = world.cache.path().join("kanbao/index");
        let archive = folder.read_dir().ok()?.flatten().next()?.path();
        let list = std::fs::read_to_string(archive.join("index/meta.json")).ok()?;
        Some(list.matches("\"max_doc\"").count())
    };
    parts().unwrap_or_default()
}

#[test]
fn a_build_over_the_limit_reads_nothing() {
    let files: Vec<(String, String)> =
        (0..4).map(|n| (format!("{n}.md"), format!("---\ntitle: {n}\n---\n第{n}篇"))).collect();
    let world = World::new(&files);
    let place = world.place();
    let run = |most| {
        let archive = &world.loaded.archive;
        let job = Job { place: &place, archive, bodies: world.bodies(), anew: false, most };
        build::run(job, &|_| {}, &AtomicBool::new(false)).unwrap()
    };
    assert_eq!(run(3), Outcome::TooMany);
    assert_eq!(world.lookup().known(), 0);
    assert!(matches!(run(4), Outcome::Done(_)));
    assert_eq!(world.lookup().known(), 4);
    // The index is complete now.
    assert!(matches!(run(0), Outcome::Done(_)));
}
