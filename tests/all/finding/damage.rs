//! A lost, truncated, changed or unfinished index is rebuilt, and meanwhile all hits are found.

use std::fs;
use std::path::PathBuf;

use kanbao::search::fulltext::build::Outcome;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::{Generation, Index, Status};

use super::words::{post, posts};
use super::{World, write};

fn files(world: &World) -> Vec<PathBuf> {
    let folder = world.place().folder().join("index");
    let mut files: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| fs::metadata(path).unwrap().len() > 0);
    files.sort();
    files
}

#[test]
fn only_what_changed_is_read_again() {
    let mut world = World::new(&posts(50));
    assert_eq!(world.build().added, 50);
    let again = world.build();
    assert_eq!((again.added, again.removed, again.replaced), (0, 0, None));
    let (name, _) = post(3);
    write(world.root.path(), &name, "---\ntitle: 新\n---\n完全不同的正文", 50);
    fs::remove_file(world.root.path().join(post(4).0)).unwrap();
    write(world.root.path(), "_posts/2021-01-01-new.md", "一篇新文章", 50);
    world.reload();
    let report = world.build();
    assert_eq!((report.added, report.removed), (2, 2));
    let lookup = world.lookup();
    assert_eq!(lookup.known(), 50);
    assert_eq!(world.found(&lookup, "body:完全不同"), [name]);
    assert_eq!(world.found(&lookup, "新文章"), ["_posts/2021-01-01-new.md"]);
    assert_eq!(world.build().added, 0);
}

#[test]
fn a_recent_file_is_read_until_it_is_old() {
    let world = World::new(&posts(5));
    write(world.root.path(), &post(2).0, "刚刚写下", 0);
    world.build();
    // Whether it counts as recent depends on time; that it is found does not.
    assert!(world.lookup().known() >= 4);
    assert_eq!(world.found(&world.lookup(), "刚刚写下"), [post(2).0]);
}

#[test]
fn a_cancelled_build_is_continued() {
    let world = World::new(&posts(5000));
    assert_eq!(world.try_build(false, 4500), Outcome::Cancelled);
    let lookup = world.lookup();
    assert_eq!(lookup.known(), 4096);
    // The missing posts are read.
    let words = world.found(&lookup, "body:数据中心同比");
    let report = world.build();
    assert_eq!((report.added, report.removed), (5000 - 4096, 0));
    assert_eq!(world.found(&world.lookup(), "body:数据中心同比"), words);
    // So does a rebuild; until it is complete the old index is used.
    assert_eq!(world.try_build(true, 4500), Outcome::Cancelled);
    assert_eq!(world.lookup().known(), 5000);
    let Outcome::Done(report) = world.try_build(true, usize::MAX) else { panic!() };
    assert_eq!(report.added, 5000 - 4096);
    assert_eq!(world.lookup().known(), 5000);
    let names = |world: &World| {
        let entries = fs::read_dir(world.place().folder()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&world), ["index", "lock"]);
}

/// S39.
#[test]
fn damaged_files_are_noticed_and_rebuilt() {
    let world = World::new(&posts(40));
    let query = "数据 OR body:的";
    let expected = world.found(&Lookup::none(), query);
    world.build();
    let mut damaged = 0;
    for at in 0..files(&world).len() {
        for how in ["cut", "flipped", "gone", "other", "empty"] {
            let path = files(&world)[at].clone();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let mut bytes = fs::read(&path).unwrap();
            // Replaced, not overwritten, because the file may still be mapped.
            fs::remove_file(&path).unwrap();
            match how {
                "cut" => bytes.truncate(bytes.len() / 2),
                "flipped" => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 0x10;
                }
                "other" => bytes.fill(b'x'),
                "empty" => bytes.clear(),
                _ => {}
            }
            if how != "gone" {
                fs::write(&path, bytes).unwrap();
            }
            let index = world.index();
            damaged += usize::from(matches!(index.status(), Status::Damaged(_)));
            assert_eq!(world.found(&world.lookup(), query), expected, "{name} {how}");
            world.build();
            assert_eq!(*world.index().status(), Status::Usable, "{name} {how}");
            assert_eq!(world.lookup().known(), 40, "{name} {how}");
            assert_eq!(world.found(&world.lookup(), query), expected, "{name} {how}");
        }
    }
    // Damage to the lock and the list of managed files matters less.
    assert!(damaged > 20, "{damaged}");
}

#[test]
fn a_file_in_the_way_is_removed() {
    let world = World::new(&posts(10));
    let place = world.place();
    fs::create_dir_all(place.folder()).unwrap();
    fs::write(place.folder().join("index"), "no folder").unwrap();
    fs::write(place.folder().join("next"), "no folder").unwrap();
    assert_eq!(world.build().added, 10);
    assert!(matches!(world.try_build(true, usize::MAX), Outcome::Done(_)));
    assert_eq!(world.lookup().known(), 10);
    assert!(place.clear().unwrap());
    assert_eq!(*world.index().status(), Status::Missing);
    assert_eq!(world.build().added, 10);
}

#[test]
fn another_config_makes_another_index() {
    let world = World::new(&posts(10));
    world.build();
    let old = Generation::of(&world.reader);
    write(world.root.path(), "_config.yml", "title: 样报", 50);
    assert_ne!(Generation::of(&world.reader), old);
    assert_eq!(*world.index().status(), Status::Outdated);
    assert_eq!(world.lookup().known(), 0);
    let report = world.build();
    assert_eq!((report.added, report.replaced), (10, Some(Status::Outdated)));
    assert_eq!(*Index::open(&world.place(), &old).status(), Status::Outdated);
}

#[test]
fn an_open_index_outlives_its_replacement() {
    let world = World::new(&posts(50));
    world.build();
    let lookup = world.lookup();
    let expected = world.found(&lookup, "的");
    assert!(matches!(world.try_build(true, usize::MAX), Outcome::Done(_)));
    assert!(world.place().clear().unwrap());
    assert_eq!(world.found(&lookup, "的"), expected);
}
