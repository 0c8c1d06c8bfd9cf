//! Several processes: one builds the store, others use it or find it locked; a killed build keeps its
//! complete segments.

use std::process::{Child, Command, Stdio};

use kanbao::search::fulltext::build::Outcome;
use kanbao::search::fulltext::folder_of;
use kanbao::store::{Entry, Update};
use rustix::fs::{FlockOperation, flock};

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
fn a_second_builder_finds_the_store_locked() {
    let world = World::new(&posts(10));
    let folder = world.folder();
    std::fs::create_dir_all(folder.path()).unwrap();
    let lock = std::fs::File::create(folder.path().join("lock")).unwrap();
    flock(&lock, FlockOperation::LockExclusive).unwrap();
    assert_eq!(world.try_build(false, usize::MAX), Outcome::Busy);
    assert!(!folder.clear().unwrap());
    drop(lock);
    assert_eq!(world.build().added, 10);
}

#[test]
fn two_builders_at_once_make_one_store() {
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
    let world = World::new(&posts(3000));
    for _ in 0..3 {
        let mut child = start(&world, &["index", "--rebuild"]);
        // Killed when it has begun to write, unless it ends before.
        let is_writing = || segments(&world) > 0 || child.try_wait().unwrap().is_some();
        wait_until(is_writing, || "nothing is written".to_owned());
        let _ = child.kill();
        child.wait().unwrap();
    }
    let output = kanbao(&world, &["index"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let (text, is_whole) = status(&world);
    assert!(is_whole && text.contains("3,000 of 3,000"), "{text}");
    assert!(text.contains("1 segment\n") && segments(&world) == 2, "{text}");
    let found = kanbao(&world, &["search", "工业", "-n", "3"]).output().unwrap();
    assert!(found.status.success());
}

/// The number of segments' files; one of a complete store repeats the newest posts.
fn segments(world: &World) -> usize {
    let folder = folder_of(&world.cache.path().join("kanbao/index"), world.root.path());
    let names = folder.path().read_dir().into_iter().flatten().flatten();
    names.filter(|entry| entry.path().extension().is_some_and(|end| end == "seg")).count()
}

/// S39: a failed build leaves nothing.
#[test]
fn partial_files_are_removed() {
    let world = World::new(&posts(300));
    let mut command =
        program::command("bash", &["-c", "ulimit -f 20; exec \"$0\" index -a \"$1\""]);
    command.arg(program::PROGRAM).arg(world.root.path()).env("XDG_CACHE_HOME", world.cache.path());
    let (_, err, code) = program::outcome(&mut command);
    assert!(code != 0 && err.contains("File too large"), "{err}");
    assert_eq!(segments(&world), 0);
    assert!(status(&world).0.contains("missing"));
    assert!(start(&world, &["index"]).wait().unwrap().success());
    assert_eq!(segments(&world), 2);
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

#[test]
fn the_doctor_says_that_an_index_is_unfinished() {
    let world = World::new(&posts(10));
    let doctor = || {
        let output = kanbao(&world, &["doctor"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let generation = world.generation();
    let folder = folder_of(&world.cache.path().join("kanbao/index"), world.root.path());
    let mut update = Update::begin(&folder, generation.as_str(), false).unwrap().unwrap();
    update.add(Entry { key: b"a.md", stamp: 1, row: b"", text: "a", unfold: b"" }).unwrap();
    drop(update);
    assert!(doctor().contains("index           unfinished: "), "{}", doctor());
    assert!(status(&world).0.contains("unfinished"));
    assert!(start(&world, &["index"]).wait().unwrap().success());
    assert!(doctor().contains("index           10 posts\n"), "{}", doctor());
}
