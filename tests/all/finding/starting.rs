//! A load that begins from a store ends as one that reads every file.

use std::fs;
use std::sync::{Arc, Mutex};

use kanbao::archive::Archive;
use kanbao::archive::load::{Event, Loaded, Options, load, load_all};
use kanbao::archive::post::PostKey;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::stored::Stored;
use kanbao::search::fulltext::lookup::Lookup;
use proptest::prelude::*;

use super::words::{post, posts};
use super::{NOW, World, write};

/// All that an archive says of its posts.
fn seen(archive: &Archive) -> Vec<String> {
    let posts = archive.newest_first().iter().filter_map(|&id| archive.post(id));
    let line = |post: kanbao::archive::PostRef<'_>| {
        let names: Vec<_> = post.categories().chain(post.tags()).chain(post.authors()).collect();
        let (key, title, date) = (post.key(), post.title(), post.date());
        format!("{key:?} {title} {date:?} {:?} {names:?} {:?}", post.status(), post.problems())
    };
    posts.map(line).chain([format!("{:?}", archive.problems())]).collect()
}

/// The folders of the archive and of the store.
fn source(world: &World) -> Source {
    Source::open(world.root.path()).unwrap()
}

fn start(world: &World, stored: &Stored) -> Loaded {
    let options = Options { stored: Some(stored), ..Dates::at(NOW).into() };
    load_all(&source(world), options).unwrap()
}

/// Compares a start from the store with a load; returns the number of posts that were not read.
fn check(world: &World) -> usize {
    let stored = Stored::new(world.folder());
    let loaded = start(world, &stored);
    let fresh = load_all(&source(world), Dates::at(NOW)).unwrap();
    assert_eq!(seen(&loaded.archive), seen(&fresh.archive));
    let store = stored.store().map(Arc::clone).unwrap_or_default();
    Lookup::new(store, &loaded.archive, &world.reader).known()
}

/// What a start reports, in its order.
fn events(world: &World) -> Vec<String> {
    let stored = Stored::new(world.folder());
    let options = Options { stored: Some(&stored), ..Dates::at(NOW).into() };
    let events = Mutex::new(Vec::new());
    load(&source(world), options, &|event| {
        events.lock().unwrap().push(match event {
            Event::Site(_) => "site".to_owned(),
            Event::Stored(posts) => format!("stored {posts}"),
            Event::Walked(walked) => format!("walked {}", walked.candidates),
            Event::Batch(posts) => format!("batch {}", posts.len()),
            Event::Changes(changes) => {
                format!("changed {} gone {}", changes.posts.len(), changes.gone.len())
            }
            Event::Done => "done".to_owned(),
            Event::Failed(reason) => reason.to_string(),
        });
        true
    });
    events.into_inner().unwrap()
}

fn newest(world: &World, number: usize) -> String {
    world.path(world.loaded.archive.newest_first()[number])
}

#[test]
fn the_newest_posts_come_first_and_only_what_has_changed_is_read() {
    let mut world = World::new(&posts(300));
    // Without a store: the first screenful, then the others.
    let without = ["site", "walked 300", "batch 60", "batch 240", "done"];
    assert_eq!(events(&world), without);
    assert_eq!(check(&world), 0);
    world.build();
    let stored = ["site", "batch 128", "stored 300", "batch 172", "walked 0", "done"];
    assert_eq!(events(&world), stored);
    assert_eq!(check(&world), 300);

    let (name, text) = post(2000);
    write(world.root.path(), &name, &text, 50);
    write(world.root.path(), &newest(&world, 3), &text, 50);
    fs::remove_file(world.root.path().join(newest(&world, 0))).unwrap();
    let expected = [
        "site",
        "batch 128",
        "stored 300",
        "batch 172",
        "walked 1",
        "batch 1",
        "changed 0 gone 1",
        "changed 1 gone 0",
        "done",
    ];
    assert_eq!(events(&world), expected);
    assert_eq!(check(&world), 298);

    // What was gone at the last build is not shown again.
    world.reload();
    world.build();
    let expected = ["site", "batch 128", "stored 300", "batch 172", "walked 0", "done"];
    assert_eq!(events(&world), expected);
    assert_eq!(check(&world), 300);
}

#[test]
fn posts_of_extra_folders_are_not_shown_without_them() {
    let mut files = posts(30);
    files.push(("_config.yml".to_owned(), String::new()));
    files.push(("old/2020-01-02-a.md".to_owned(), "甲".to_owned()));
    let mut world = World::new(&files);
    let beside = PostKey::new(*b"old");
    let sent = Mutex::new(Vec::new());
    let options = Options { folder: Some(&beside), ..Dates::at(NOW).into() };
    load(&source(&world), options, &|event| {
        if let Event::Batch(posts) = event {
            sent.lock().unwrap().extend(posts);
        }
        true
    });
    world.loaded.archive.add(sent.into_inner().unwrap());
    assert_eq!(world.build().added, 31);
    assert!(!events(&world).iter().any(|event| event.contains("gone")));
    assert_eq!(check(&world), 30);
}

/// Every file of a store is damaged in some places in turn.
#[test]
fn a_damaged_store_starts_the_same() {
    let world = World::new(&posts(12));
    world.build();
    let mut read = 0;
    for entry in fs::read_dir(world.folder().path()).unwrap() {
        let path = entry.unwrap().path();
        let whole = fs::read(&path).unwrap();
        for place in (0..whole.len()).step_by(whole.len() / 20 + 1) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 8);
            fs::write(&path, &bytes).unwrap();
            read += 12 - check(&world);
            fs::write(&path, &bytes[..place]).unwrap();
            read += 12 - check(&world);
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(read > 100, "{read}");
    assert_eq!(check(&world), 12);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_history_starts_as_it_loads(
        rounds in prop::collection::vec(
            (prop::collection::vec((0..30_usize, 0..90_usize, any::<bool>()), 0..12), 0..40_usize),
            1..5,
        ),
    ) {
        let mut world = World::new(&posts(20));
        for (number, (edits, cancel)) in rounds.into_iter().enumerate() {
            for (name, text, is_gone) in edits {
                let path = post(name).0;
                if is_gone {
                    let _ = fs::remove_file(world.root.path().join(path));
                } else {
                    write(world.root.path(), &path, &post(text).1, 90 - number as u64);
                }
            }
            check(&world);
            world.reload();
            // Some builds are interrupted.
            world.try_build(false, if cancel < 20 { cancel } else { usize::MAX });
            check(&world);
        }
    }
}
