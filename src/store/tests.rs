//! A store against a plain scan of the same texts, whatever happens to its files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;

use fixedbitset::FixedBitSet;
use proptest::prelude::*;
use tempfile::TempDir;

use super::code::Needle;
use super::writer::Writer;
use super::*;

const GENERATION: &str = "test 1";

/// A post as a store should have it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    stamp: u64,
    text: String,
}

impl Wanted {
    fn row(&self) -> Vec<u8> {
        format!("row {} {}", self.stamp, self.text.len()).into_bytes()
    }

    fn unfold(&self) -> Vec<u8> {
        self.text.bytes().rev().take(5).collect()
    }
}

type Posts = BTreeMap<Vec<u8>, Wanted>;

fn folder() -> (TempDir, Folder) {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path().join("store"));
    (root, folder)
}

fn posts(texts: &[&str]) -> Posts {
    let post = |(at, text): (usize, &&str)| {
        let text = (*text).to_owned();
        (format!("{at:03}.md").into_bytes(), Wanted { stamp: at as u64, text })
    };
    texts.iter().enumerate().map(post).collect()
}

/// Texts of many grams, so that blocks differ.
fn many(count: usize) -> Posts {
    let texts: Vec<String> = (0..count)
        .map(|n| {
            let han = |n: usize| char::from_u32(0x4e00 + (n * 37 % 400) as u32).unwrap();
            (0..12 + n % 9).map(|at| han(n * 5 + at)).collect::<String>() + &format!("no {n}")
        })
        .collect();
    posts(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Brings a store up to date with some posts; the numbers of added and removed ones.
fn update(folder: &Folder, posts: &Posts, anew: bool) -> (usize, usize) {
    let mut update = Update::begin(folder, GENERATION, anew).unwrap().unwrap();
    let damaged = update.damaged_posts();
    let mut has: Vec<&[u8]> = Vec::new();
    let mut live: Vec<FixedBitSet> = Vec::new();
    for (segment, damaged) in update.segments().zip(damaged) {
        let mut own = FixedBitSet::with_capacity(segment.posts());
        segment.for_each_key(&mut |post, stamp, key| {
            let wanted = posts.get_key_value(key).filter(|(_, wanted)| wanted.stamp == stamp);
            let Some((key, _)) = wanted.filter(|_| !damaged.contains(post as usize)) else {
                return;
            };
            if !has.contains(&key.as_slice()) {
                has.push(key);
                own.insert(post as usize);
            }
        });
        live.push(own);
    }
    let missing = posts.iter().filter(|(key, _)| !has.contains(&key.as_slice()));
    let mut added = 0;
    for (key, wanted) in missing {
        let (row, unfold) = (wanted.row(), wanted.unfold());
        let Wanted { stamp, text } = wanted;
        update.add(Entry { key, stamp: *stamp, row: &row, text, unfold: &unfold }).unwrap();
        added += 1;
    }
    (added, update.finish(live, None).unwrap())
}

/// Returns the posts that contain a needle, as a reader finds them: the store decides what it can,
/// the rest is read.
fn found(store: &Store, posts: &Posts, needle: &str) -> Vec<Vec<u8>> {
    let mut unknown: Vec<&Vec<u8>> = posts.keys().collect();
    let mut hits = Vec::new();
    for segment in store.segments() {
        let mut places: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
        segment.for_each_key(&mut |post, stamp, key| {
            if posts.get(key).is_some_and(|wanted| wanted.stamp == stamp) {
                places.insert(post, key.to_vec());
            }
        });
        let possible = segment.blocks_with(&Characters::of(needle));
        let mut buffer = Vec::new();
        for block in 0..segment.blocks() {
            let texts = segment.texts(block..block + 1, &mut buffer);
            for post in segment.posts_of(block) {
                let Some(key) = places.get(&post) else { continue };
                // A damaged text is read from its file.
                let text = texts.get(post).filter(|_| unknown.contains(&key));
                let Some(text) = text else { continue };
                unknown.retain(|other| *other != key);
                assert_eq!(text.decode().unwrap(), posts[key].text);
                if possible.contains(block) && text.has(&Needle::new(needle)) {
                    hits.push(key.clone());
                }
            }
        }
    }
    hits.extend(unknown.into_iter().filter(|key| posts[*key].text.contains(needle)).cloned());
    hits.sort();
    hits
}

fn scan(posts: &Posts, needle: &str) -> Vec<Vec<u8>> {
    let hits = posts.iter().filter(|(_, wanted)| wanted.text.contains(needle));
    hits.map(|(key, _)| key.clone()).collect()
}

/// Compares all that a store says with the posts; returns the number of posts that it knows.
fn check(folder: &Folder, posts: &Posts, needles: &[&str]) -> usize {
    let store = Store::open(folder, GENERATION);
    for needle in needles {
        assert_eq!(found(&store, posts, needle), scan(posts, needle), "{needle:?}");
    }
    let mut known = 0;
    for segment in store.segments() {
        let mut rows = BTreeMap::new();
        segment.for_each_row(&mut |post, entry| {
            rows.insert(post, entry.row.to_vec());
            true
        });
        segment.for_each_key(&mut |post, stamp, key| {
            let Some(wanted) = posts.get(key).filter(|wanted| wanted.stamp == stamp) else {
                return;
            };
            known += 1;
            for (own, right) in [
                (segment.row(post), wanted.row()),
                (rows.get(&post).cloned(), wanted.row()),
                (segment.unfold(post), wanted.unfold()),
                (segment.text(post).map(String::into_bytes), wanted.text.clone().into_bytes()),
            ] {
                assert!(own.is_none_or(|own| own == right));
            }
        });
    }
    known
}

const NEEDLES: [&str; 7] = ["no", "no 1", "no 17", "一", "n", "无此", "\u{4e00}\u{4e25}"];

#[test]
fn filters_rule_out_most_blocks() {
    let (_root, folder) = folder();
    let posts = many(60);
    assert_eq!(update(&folder, &posts, false), (60, 0));
    assert_eq!(check(&folder, &posts, &NEEDLES), 60);
    let store = Store::open(&folder, GENERATION);
    assert_eq!(*store.status(), Status::Usable);
    let [segment] = store.segments() else { panic!("one segment") };
    let possible = segment.blocks_with(&Characters::of("no 17"));
    assert!(segment.blocks() >= 25 && possible.count_ones(..) * 2 < segment.blocks());
    assert!(segment.blocks_with(&Characters::of("")).count_ones(..) == segment.blocks());
    // Neighbours are read at once, up to a limit.
    assert_eq!(segment.runs([0, 1, 2, 5, 6]), [0..3, 5..7]);
    assert!((0..60).all(|post| segment.posts_of(segment.block_of(post)).contains(&post)));
}

#[test]
fn small_segments_are_joined_and_dead_posts_are_left_out() {
    let (_root, folder) = folder();
    let mut posts = many(3);
    let mut most = 0;
    for step in 3..60 {
        update(&folder, &posts, false);
        let store = Store::open(&folder, GENERATION);
        most = most.max(store.segments().len());
        assert_eq!(check(&folder, &posts, &NEEDLES[..3]), posts.len());
        assert!(store.posts() * 3 <= posts.len() * 4 + 3, "{} of {}", store.posts(), posts.len());
        posts.extend(many(step + 1).into_iter().skip(step));
        if step % 7 == 0 {
            posts.pop_first();
        }
    }
    assert!((3..16).contains(&most), "{most} segments");
    let numbers = folder.numbers().len();
    assert_eq!(numbers, Store::open(&folder, GENERATION).segments().len());
    // What is gone is counted once.
    update(&folder, &posts, false);
    posts.pop_last();
    posts.pop_last();
    assert_eq!(update(&folder, &posts, false), (0, 2));
    assert_eq!(update(&folder, &posts, false), (0, 0));
}

#[test]
fn a_store_of_another_version_or_generation_is_replaced() {
    let (_root, folder) = folder();
    let posts = many(20);
    assert_eq!(*Store::open(&folder, GENERATION).status(), Status::Missing);
    update(&folder, &posts, false);
    assert_eq!(*Store::open(&folder, "test 2").status(), Status::Outdated);
    assert_eq!(Store::open(&folder, "test 2").posts(), 0);
    for (list, status) in [
        (Some("kanbao store 0\nanything"), Status::Outdated),
        (Some("kanbao store 12\n"), Status::Outdated),
        (Some("anything"), Status::Damaged(Damage::ListDamaged)),
        (None, Status::Damaged(Damage::ListLost)),
    ] {
        let path = folder.path().join("MANIFEST");
        let written = list.map_or_else(|| fs::remove_file(&path), |text| fs::write(&path, text));
        written.unwrap();
        assert_eq!(check(&folder, &posts, &NEEDLES), 0);
        assert_eq!(*Store::open(&folder, GENERATION).status(), status);
        let begun = Update::begin(&folder, GENERATION, false).unwrap().unwrap();
        assert_eq!(begun.replaced(), Some(&status));
        drop(begun);
        assert_eq!(update(&folder, &posts, false), (20, 0));
        assert_eq!(folder.numbers().len(), 1);
    }
}

#[test]
fn one_writer_and_any_number_of_readers() {
    let (_root, folder) = folder();
    let mut posts = many(30);
    update(&folder, &posts, false);
    let reader = Store::open(&folder, GENERATION);
    let writer = Update::begin(&folder, GENERATION, false).unwrap().unwrap();
    assert!(Update::begin(&folder, GENERATION, false).unwrap().is_none());
    assert!(!folder.clear().unwrap());
    assert_eq!(check(&folder, &posts, &NEEDLES), 30);
    drop(writer);
    let old = posts.clone();
    posts.retain(|key, _| key.as_slice() < b"015".as_slice());
    update(&folder, &posts, false);
    update(&folder, &posts, true);
    assert!(folder.clear().unwrap());
    // What a reader has opened stays.
    assert_eq!(found(&reader, &old, "no"), scan(&old, "no"));
    assert!(!reader.is_damaged());
}

#[test]
fn an_interrupted_update_is_continued() {
    let (_root, folder) = folder();
    let posts = many(200);
    let some: Posts = posts.clone().into_iter().take(90).collect();
    let begin = |anew| {
        let mut update = Update::begin(&folder, GENERATION, anew).unwrap().unwrap();
        for (key, Wanted { stamp, text }) in &some {
            let entry = Entry { key, stamp: *stamp, row: b"", text, unfold: b"" };
            update.add(entry).unwrap();
        }
        update
    };
    // Complete segments are listed at once.
    drop(begin(false));
    let store = Store::open(&folder, GENERATION);
    let known = store.posts();
    assert!((40..90).contains(&known) && !store.is_finished(), "{known}");
    begin(false).commit().unwrap();
    assert_eq!(Store::open(&folder, GENERATION).posts(), known + 90);
    folder.clear().unwrap();
    assert_eq!(update(&folder, &posts, false), (200, 0));
    // A new store beside the old one is continued, or removed by an update of the old one.
    begin(true).commit().unwrap();
    assert_eq!(check(&folder, &posts, &NEEDLES), 200);
    assert_eq!(Update::begin(&folder, GENERATION, true).unwrap().unwrap().segments().count(), 2);
    assert_eq!(update(&folder, &posts, false), (0, 0));
    assert_eq!(Update::begin(&folder, GENERATION, true).unwrap().unwrap().segments().count(), 0);
    // A failure takes away what it wrote, and nothing else.
    begin(true).abandon();
    begin(false).abandon();
    assert_eq!(check(&folder, &posts, &NEEDLES), 200);
    folder.clear().unwrap();
    begin(false).abandon();
    assert_eq!((folder.numbers().len(), folder.path().join("MANIFEST").exists()), (0, false));
    begin(false).finish(Vec::new(), Some(&[])).unwrap();
    assert!(Store::open(&folder, GENERATION).is_finished());
}

/// Damages the files of a store in turn and compares with a scan. Returns how often the damage was
/// noticed.
fn damage(how: &dyn Fn(&File, u64) -> Vec<u64>, change: &dyn Fn(&File, u64, u8)) -> (usize, usize) {
    let (_root, folder) = folder();
    let posts = many(16);
    update(&folder, &posts, false);
    let path = folder.segment(folder.numbers()[0]);
    let whole = fs::read(&path).unwrap();
    let (mut noticed, mut all) = (0, 0);
    let places = how(&File::open(&path).unwrap(), whole.len() as u64);
    for at in places {
        let file = File::options().write(true).open(&path).unwrap();
        change(&file, at, whole[at as usize]);
        check(&folder, &posts, &NEEDLES[1..4]);
        let store = Store::open(&folder, GENERATION);
        store.count_damaged();
        noticed += usize::from(store.is_damaged());
        all += 1;
        if at % 101 == 0 {
            // It is mended.
            update(&folder, &posts, false);
            assert!(check(&folder, &posts, &NEEDLES) == 16, "{at}");
            let store = Store::open(&folder, GENERATION);
            assert_eq!((store.count_damaged(), store.is_damaged()), (0, false), "{at}");
            fs::remove_dir_all(folder.path()).unwrap();
            update(&folder, &posts, false);
        }
        File::create(&path).unwrap().write_all(&whole).unwrap();
    }
    (noticed, all)
}

/// S39.
#[test]
fn a_flip_of_any_byte_loses_nothing() {
    let (noticed, all) = damage(&|_, len| (0..len).collect(), &|file, at, byte| {
        file.write_all_at(&[byte ^ (1 << (at % 8))], at).unwrap();
    });
    assert!(all > 2000, "{all}");
    assert_eq!(noticed, all);
}

/// S39.
#[test]
fn a_segment_cut_anywhere_loses_nothing() {
    let (noticed, all) = damage(
        &|_, len| (0..len).step_by(64).chain([511, 512, len - 1]).collect(),
        &|file, at, _| {
            file.set_len(at).unwrap();
        },
    );
    assert!(all > 40, "{all}");
    assert_eq!(noticed, all);
}

/// A disk that is full after some bytes.
#[derive(Debug)]
struct Full {
    disk: Cursor<Vec<u8>>,
    left: usize,
    /// Whether what is read back is not what was written.
    is_faulty: bool,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let some = bytes.get(..self.left.min(bytes.len())).unwrap();
        if some.is_empty() && !bytes.is_empty() {
            return Err(ErrorKind::StorageFull.into());
        }
        self.left -= some.len();
        self.disk.write(some)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Full {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.disk.read(bytes)?;
        bytes.iter_mut().take(usize::from(self.is_faulty)).for_each(|byte| *byte ^= 1);
        Ok(read)
    }
}

impl Seek for Full {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.disk.seek(to)
    }
}

/// S39.
#[test]
fn a_full_or_faulty_disk_leaves_no_segment() {
    let posts = many(40);
    let write_to = |left: usize, is_faulty: bool| {
        let mut disk = Full { disk: Cursor::default(), left, is_faulty };
        let write = |disk: &mut Full| {
            let mut writer = Writer::new(disk)?;
            for (key, Wanted { stamp, text }) in &posts {
                writer.add(Entry { key, stamp: *stamp, row: b"r", text, unfold: b"u" })?;
            }
            writer.finish()
        };
        let result = write(&mut disk);
        (result, disk.disk.into_inner())
    };
    let write = |left: usize| write_to(left, false);
    // A filter of other texts would rule out blocks that have a needle.
    assert_eq!(write_to(usize::MAX, true).0.unwrap_err().kind(), ErrorKind::InvalidData);
    let (header, bytes) = write(usize::MAX);
    let needed = bytes.len() + layout::HEADER;
    assert_eq!(header.unwrap().file_len(), bytes.len() as u64);
    let file = tempfile::NamedTempFile::new().unwrap();
    for left in (0..needed).step_by(7).chain([needed - 1]) {
        let (result, bytes) = write(left);
        assert_eq!(result.unwrap_err().kind(), ErrorKind::StorageFull);
        fs::write(file.path(), bytes).unwrap();
        assert_eq!(
            Segment::open(file.reopen().unwrap(), &[]).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }
    assert!(write(needed).0.is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_history_equals_a_scan(
        steps in prop::collection::vec(
            (prop::collection::vec((0..40_usize, "[甲乙丙ab ]{0,30}|[一-乿]{0,60}"), 0..25), 0..40_usize, any::<bool>()),
            1..12,
        ),
        needles in prop::collection::vec("[甲乙丙ab ]{1,4}|[一-乿]{1,2}", 4),
    ) {
        let (_root, folder) = folder();
        let mut posts = Posts::new();
        for (number, (edits, gone, anew)) in steps.into_iter().enumerate() {
            for (name, text) in edits {
                let key = format!("{name}.md").into_bytes();
                posts.insert(key, Wanted { stamp: number as u64, text });
            }
            posts.remove(format!("{gone}.md").as_bytes());
            // Before the update some posts are unknown.
            let needles: Vec<&str> = needles.iter().map(String::as_str).collect();
            check(&folder, &posts, &needles);
            update(&folder, &posts, anew);
            prop_assert_eq!(check(&folder, &posts, &needles), posts.len());
        }
    }
}

/// Another account may put anything in the place of a list or of the lock.
#[test]
fn traps_in_a_folder_are_not_entered() {
    let (root, folder) = folder();
    update(&folder, &posts(&["甲", "乙"]), false);
    let [list, lock] = ["MANIFEST", "lock"].map(|name| folder.path().join(name));
    let whole = fs::read(&list).unwrap();
    let is_damaged = |what: &str| {
        let store = Store::open(&folder, GENERATION);
        assert!(matches!(store.status(), Status::Damaged(_)), "{what}: {:?}", store.status());
    };
    let elsewhere = root.path().join("elsewhere");
    fs::write(&elsewhere, &whole).unwrap();
    fs::remove_file(&list).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &list).unwrap();
    is_damaged("a link");
    fs::remove_file(&list).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&list).status().unwrap().success());
    is_damaged("a pipe");
    fs::remove_file(&list).unwrap();
    // Four billion dead posts ask for no memory.
    let text = String::from_utf8(whole).unwrap().replace(" -\n", " 0-4294967295,7-3\n");
    let (lines, _) = text.rsplit_once("sum ").unwrap();
    let sum = crc32fast::hash(lines.as_bytes());
    fs::write(&list, format!("{lines}sum {sum:08x}\n")).unwrap();
    let store = Store::open(&folder, GENERATION);
    assert_eq!((store.status(), store.posts()), (&Status::Usable, 0));
    // The lock is made nowhere else.
    fs::remove_file(&lock).unwrap();
    std::os::unix::fs::symlink(root.path().join("made"), &lock).unwrap();
    assert!(Update::begin(&folder, GENERATION, false).is_err());
    assert!(!root.path().join("made").exists());
}
