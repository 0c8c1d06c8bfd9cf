//! Several processes: one builds the index, others use it or find it locked; a killed build keeps its
//! commits.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

use kanbao::search::fulltext::build::{self, Job, Outcome};
use rustix::fs::{FlockOperation, flock};

use kanbao::search::fulltext::place::Place;

use super::World;
use super::words::posts;
use crate::support::program;
use crate::support::skip::skip;
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

/// S39: neither a failed build nor a killed one keeps the disk full.
#[test]
fn partial_files_are_removed() {
    let world = World::new(&posts(300));
    // That of the program; the world's own place is another.
    let place = Place::of_archive(&world.cache.path().join("kanbao/index"), world.root.path());
    let index = place.folder().join("index");
    let mut command =
        program::command("bash", &["-c", "ulimit -f 20; exec \"$0\" index -a \"$1\""]);
    command.arg(program::PROGRAM).arg(world.root.path()).env("XDG_CACHE_HOME", world.cache.path());
    let (_, err, code) = program::outcome(&mut command);
    assert!(code != 0 && err.contains("File too large"), "{err}");
    assert!(!index.exists());
    // What a process left that was killed while it built a replacement.
    let next = place.folder().join("next");
    std::fs::create_dir(&next).unwrap();
    std::fs::write(next.join("rest"), "rest").unwrap();
    assert!(start(&world, &["index"]).wait().unwrap().success());
    assert!(index.exists() && !next.exists());
}

/// S39: space is looked for before anything large is written.
#[test]
fn a_disk_without_space_is_noticed_first() {
    let world = World::new(&posts(300));
    let script = "mount -t tmpfs -o size=128k none \"$2\" || exit 77; exec \"$0\" index -a \"$1\"";
    let mut command = program::command("unshare", &["-rm", "sh", "-c", script, program::PROGRAM]);
    command
        .arg(world.root.path())
        .arg(world.cache.path())
        .env("XDG_CACHE_HOME", world.cache.path());
    let Ok(output) = command.output() else { return skip("there is no unshare here") };
    let (_, err, code) = program::outcome_of(output);
    if code == 77 || err.contains("unshare") {
        return skip("no file system may be mounted here");
    }
    assert!(code == 2 && err.contains("the disk has 1 MB left"), "{code} {err}");
}
