//! A lost, truncated, changed or unfinished store is made again, and meanwhile all hits are found.

use std::fs;
use std::path::PathBuf;

use kanbao::search::fulltext::build::Outcome;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::store::Status;

use super::words::{post, posts};
use super::{World, write};

/// The files of the store, without the lock.
fn files(world: &World) -> Vec<PathBuf> {
    let entries = world.folder().path().read_dir().unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.ends_with("lock"));
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
    let world = World::new(&posts(1500));
    assert_eq!(world.try_build(false, 1000), Outcome::Cancelled);
    let lookup = world.lookup();
    assert_eq!(lookup.known(), 1024);
    // The missing posts are read.
    let words = world.found(&lookup, "body:数据中心同比");
    let report = world.build();
    assert_eq!((report.added, report.removed), (1500 - 1024, 0));
    assert_eq!(world.found(&world.lookup(), "body:数据中心同比"), words);
    // So does a rebuild; until it is complete the old store is used.
    assert_eq!(world.try_build(true, 1000), Outcome::Cancelled);
    assert_eq!(world.lookup().known(), 1500);
    let Outcome::Done(report) = world.try_build(true, usize::MAX) else { panic!() };
    assert_eq!(report.added, 1500 - 1024);
    assert_eq!(world.lookup().known(), 1500);
    // A list of segments, and one more that repeats the newest posts.
    let files = files(&world).len();
    assert_eq!(files, 2 + world.store().segments().len());
}

/// S39.
#[test]
fn damaged_files_are_noticed_and_mended() {
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
            match how {
                "cut" => bytes.truncate(bytes.len() / 2),
                "flipped" => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 0x10;
                }
                "other" => bytes.fill(b'x'),
                "empty" => bytes.clear(),
                _ => fs::remove_file(&path).unwrap(),
            }
            if how != "gone" {
                fs::write(&path, bytes).unwrap();
            }
            let store = world.store();
            store.count_damaged();
            damaged += usize::from(store.is_damaged());
            assert_eq!(world.found(&world.lookup(), query), expected, "{name} {how}");
            world.build();
            assert_eq!(*world.store().status(), Status::Usable, "{name} {how}");
            assert_eq!(world.lookup().known(), 40, "{name} {how}");
            assert_eq!(world.found(&world.lookup(), query), expected, "{name} {how}");
        }
    }
    assert_eq!(damaged, 10);
}

#[test]
fn what_is_in_the_way_is_removed() {
    let world = World::new(&posts(10));
    let folder = world.folder();
    fs::create_dir_all(folder.path().join("MANIFEST")).unwrap();
    fs::write(folder.path().join("NEXT"), "no list").unwrap();
    // What earlier versions kept there.
    fs::create_dir(folder.path().join("index")).unwrap();
    assert_eq!(world.build().added, 10);
    assert!(matches!(world.try_build(true, usize::MAX), Outcome::Done(_)));
    assert_eq!((world.lookup().known(), files(&world).len()), (10, 3));
    assert!(folder.clear().unwrap());
    assert_eq!(*world.store().status(), Status::Missing);
    assert_eq!(world.build().added, 10);
}

#[test]
fn another_config_makes_another_store() {
    let world = World::new(&posts(10));
    world.build();
    let old = world.generation();
    write(world.root.path(), "_config.yml", "title: 样报", 50);
    assert_ne!(world.generation(), old);
    assert_eq!(*world.store().status(), Status::Outdated);
    assert_eq!(world.lookup().known(), 0);
    let report = world.build();
    assert_eq!((report.added, report.replaced), (10, Some(Status::Outdated)));
    assert_eq!(*old.open(&world.folder()).status(), Status::Outdated);
}

#[test]
fn an_open_store_outlives_its_replacement() {
    let world = World::new(&posts(50));
    world.build();
    let lookup = world.lookup();
    let expected = world.found(&lookup, "的");
    assert!(matches!(world.try_build(true, usize::MAX), Outcome::Done(_)));
    assert!(world.folder().clear().unwrap());
    assert_eq!(world.found(&lookup, "的"), expected);
}
