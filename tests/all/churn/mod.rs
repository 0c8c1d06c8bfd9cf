//! Posts that are written, cut, renamed and deleted while the archive is open: in the end the
//! archive is what a fresh load makes of the folder (S33), whatever the system tells (S36).

mod kept;
mod limits;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::unbounded;
use kanbao::archive::post::{PostKey, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::watch::{Mode, Outlook, Pace, outlook};
use tempfile::TempDir;

use self::kept::{Kept, seen};
use crate::support::program::write;
use crate::support::skip::skip;

const NOW: Dates = Dates::at(2_000_000_000);
/// The longest any wait takes; what the rule allows is said where it is used.
const LIMIT: Duration = Duration::from_secs(20);

/// As quick as a test wants to be.
const QUICK: Pace = Pace {
    quiet: Duration::from_millis(20),
    longest: Duration::from_millis(100),
    poll: Duration::from_millis(50),
    lost: Duration::from_millis(20),
};

fn post(title: &str) -> String {
    format!("---\ntitle: {title}\ncategories: [a]\ntags: [b, {title}]\n---\n正文。\n")
}

fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, &post("old"));
    }
    folder
}

/// Whether the system tells of changes here; if not, says why what needs that is skipped.
#[track_caller]
fn is_told(folder: &Path) -> bool {
    let outlook = outlook(&Source::open(folder).unwrap(), NOW, Mode::Auto);
    let is_told = matches!(outlook, Outlook::Told(_));
    if !is_told {
        skip(&format!("the system reports no changes here: {outlook:?}"));
    }
    is_told
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Does something to the files of a site, of all that people, editors and scripts do.
fn churn(root: &Path, dice: &mut Dice) {
    let path = |dice: &mut Dice| {
        let folder = ["_posts", "_posts/sub", "zh/_posts", "_drafts", "old"];
        let folder = folder[dice.roll(5) as usize];
        root.join(format!("{folder}/2024-01-0{}-{}.md", 1 + dice.roll(3), dice.roll(4)))
    };
    let (a, b) = (path(dice), path(dice));
    let title = format!("t{}", dice.roll(90));
    // Any of these may fail, as on any disk.
    let _ = match dice.roll(12) {
        0 | 1 => fs::write(&a, post(&title)),
        2 => fs::write(&a, "---\ntitle: half"),
        3 => fs::write(&a, ""),
        4 => fs::remove_file(&a),
        5 | 6 => fs::rename(&a, &b),
        7 => {
            // As editors save.
            let new = root.join("_posts/.new~");
            fs::write(&new, post(&title)).and_then(|()| fs::rename(&new, &a))
        }
        8 => fs::create_dir_all(root.join("_posts/sub")),
        9 => fs::rename(root.join("_posts/sub"), root.join("zh/_posts/sub")),
        10 => fs::remove_dir_all(root.join("zh/_posts/sub")),
        _ => fs::OpenOptions::new().append(true).open(&a).and_then(|mut file| {
            use std::io::Write;
            file.write_all(b"more\n")
        }),
    };
}

fn churns(mode: Mode, seed: u64) {
    let folder = folder(&["_posts/2024-01-01-0.md", "zh/_posts/2024-01-02-1.md", "old/x.md"]);
    if mode == Mode::Auto && !is_told(folder.path()) {
        return;
    }
    let mut kept = Kept::new(folder.path(), mode);
    let mut dice = Dice(seed);
    for round in 0..8 {
        for _ in 0..60 {
            churn(folder.path(), &mut dice);
        }
        assert!(
            kept.settles_within(LIMIT),
            "{seed} {round}: {:#?}\n{:#?}",
            seen(&kept.archive),
            kept.fresh()
        );
    }
    assert_eq!(kept.told, [""; 0]);
}

/// S33.
#[test]
fn whatever_happens_the_archive_is_what_a_load_would_make_of_it() {
    for seed in 0..3 {
        churns(Mode::Auto, seed);
    }
}

#[test]
fn polling_finds_everything_too() {
    for seed in 3..6 {
        churns(Mode::Poll, seed);
    }
}

/// The negative control: without what is told, the archive is not what is on the disk.
#[test]
fn nothing_is_found_where_nothing_is_told() {
    let folder = folder(&["_posts/2024-01-01-0.md"]);
    let mut kept = Kept::new(folder.path(), Mode::Poll);
    kept.settle();
    let (_, nothing) = unbounded();
    kept.reports = nothing;
    write(folder.path(), "_posts/2024-01-02-1.md", &post("new"));
    assert!(!kept.settles_within(Duration::from_millis(300)));
}

#[test]
fn what_the_system_tells_of_is_read_and_nothing_else() {
    let files: Vec<String> = (0..50).map(|n| format!("_posts/2024-01-01-{n}.md")).collect();
    let folder = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
    if !is_told(folder.path()) {
        return;
    }
    let mut kept = Kept::new(folder.path(), Mode::Auto);
    write(folder.path(), &files[7], &post("new"));
    kept.settle();
    // Files that were written just now may change again without a trace: the first look reads them.
    kept.posts_read = 0;
    write(folder.path(), &files[8], &post("newer"));
    fs::rename(folder.path().join(&files[9]), folder.path().join("_posts/2024-01-01-x.md"))
        .unwrap();
    kept.settle();
    assert!((2..9).contains(&kept.posts_read), "{}", kept.posts_read);
}

/// S36: more than the system's queue holds.
#[test]
fn a_flood_is_survived_within_five_seconds() {
    let files: Vec<String> = (0..200).map(|n| format!("_posts/2024-01-01-{n}.md")).collect();
    let folder = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
    if !is_told(folder.path()) {
        return;
    }
    let mut kept = Kept::at(folder.path(), Mode::Auto, Pace::default());
    for n in 0..20_000 {
        let title = post(&format!("t{n}"));
        fs::write(folder.path().join(&files[n % files.len()]), title).unwrap();
    }
    assert!(kept.settles_within(Duration::from_secs(5)));
}

#[test]
fn a_post_that_was_moved_is_known() {
    let folder = folder(&["_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md"]);
    for mode in [Mode::Auto, Mode::Poll] {
        if mode == Mode::Auto && !is_told(folder.path()) {
            continue;
        }
        let mut kept = Kept::new(folder.path(), mode);
        let names = ["_posts/2024-01-01-a.md", "zh/_posts/2024-01-01-c.md"];
        fs::create_dir_all(folder.path().join("zh/_posts")).unwrap();
        let [from, to] = names.map(|name| folder.path().join(name));
        fs::rename(&from, &to).unwrap();
        kept.settle();
        let [old, new] = names.map(|name| PostKey::new(name.as_bytes()));
        assert_eq!(kept.moved, [(old, new)], "{mode:?}");
        // One that is deleted, and another that has its place on the disk, are two.
        kept.moved.clear();
        fs::remove_file(&to).unwrap();
        write(folder.path(), names[0], &post("another"));
        kept.settle();
        assert_eq!(kept.moved, [], "{mode:?}");
    }
}

#[test]
fn a_config_that_changes_is_told_and_everything_is_read_by_it() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["a.md", "_posts/2024-01-01-a.md"]);
        if mode == Mode::Auto && !is_told(folder.path()) {
            continue;
        }
        let mut kept = Kept::new(folder.path(), mode);
        kept.settle();
        write(folder.path(), "_config.yml", "title: a\nexclude: [zh]\n");
        write(folder.path(), "zh/_posts/2024-01-01-a.md", &post("zh"));
        kept.wait_for("rules");
        kept.settle();
        assert_eq!(kept.titles(), ["old"]);
        // The same text again is no change.
        write(folder.path(), "_config.yml", "title: a\nexclude: [zh]\n");
        write(folder.path(), "_posts/2024-01-02-b.md", &post("b"));
        kept.settle();
        assert_eq!(kept.told, ["rules"]);
    }
}

/// S37.
#[test]
fn a_root_that_is_gone_or_replaced_is_waited_for() {
    for mode in [Mode::Auto, Mode::Poll] {
        let outer = folder(&["root/_posts/2024-01-01-a.md"]);
        let root = outer.path().join("root");
        if mode == Mode::Auto && !is_told(&root) {
            continue;
        }
        let mut kept = Kept::new(&root, mode);
        kept.settle();
        let away = outer.path().join("away");
        fs::rename(&root, &away).unwrap();
        kept.wait_for("lost: it does not exist");
        assert_eq!(kept.titles(), ["old"], "the list stays");
        // An empty folder in its place, as where nothing is mounted, is not the archive.
        fs::create_dir(&root).unwrap();
        write(&away, "_posts/2024-01-02-b.md", &post("b"));
        fs::remove_dir(&root).unwrap();
        fs::rename(&away, &root).unwrap();
        kept.wait_for("back");
        kept.settle();
        assert_eq!(kept.titles(), ["b", "old"]);
        // Another folder in its place, at once.
        let other = outer.path().join("other");
        write(&other, "_posts/2024-01-03-c.md", &post("c"));
        fs::rename(&root, &away).unwrap();
        fs::rename(&other, &root).unwrap();
        kept.settle();
        write(&root, "_posts/2024-01-04-d.md", &post("d"));
        kept.settle();
        assert_eq!(kept.titles(), ["d", "c"]);
    }
}

#[test]
fn one_file_is_watched_alone() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["a.md", "b.md"]);
        if mode == Mode::Auto && !is_told(folder.path()) {
            continue;
        }
        let mut kept = Kept::new(&folder.path().join("a.md"), mode);
        write(folder.path(), "c.md", &post("c"));
        write(folder.path(), "a.md", "---\ntitle: new\ndraft: true\n---\n");
        let is_new = |kept: &Kept| kept.titles() == ["new"];
        assert!(kept.comes_to(LIMIT, is_new), "{:?}", kept.titles());
        assert_eq!(kept.archive.count(Status::Shown), 1, "who names a draft wants to read it");
        fs::remove_file(folder.path().join("a.md")).unwrap();
        assert!(kept.comes_to(LIMIT, |kept| kept.titles().is_empty()));
        write(folder.path(), "a.md", &post("again"));
        assert!(kept.comes_to(LIMIT, |kept| kept.titles() == ["again"]));
    }
}

#[test]
fn folders_that_are_read_too_are_watched_too() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["_posts/2024-01-01-a.md", "old_post/2023-01-01-b.md"]);
        if mode == Mode::Auto && !is_told(folder.path()) {
            continue;
        }
        let mut kept = Kept::new(folder.path(), mode);
        write(folder.path(), "old_post/2023-01-02-c.md", &post("c"));
        kept.settle();
        assert_eq!(kept.titles(), ["old"]);
        let beside = PostKey::new(*b"old_post");
        kept.load(Some(&beside));
        kept.folders.push(beside);
        write(folder.path(), "old_post/2023-01-03-d.md", &post("d"));
        fs::remove_file(folder.path().join("old_post/2023-01-01-b.md")).unwrap();
        kept.settle();
        assert_eq!(kept.titles(), ["old", "d", "c"]);
    }
}

#[test]
fn how_changes_would_be_found_can_be_asked() {
    let folder = folder(&["_posts/2024-01-01-a.md", "zh/_posts/x.md", ".git/x.md", "_site/x.md"]);
    let ask = |source: &Source, mode| outlook(source, NOW, mode);
    let source = Source::open(folder.path()).unwrap();
    assert_eq!(ask(&source, Mode::Poll), Outlook::Wished);
    assert_eq!(ask(&Source::Samples, Mode::Auto), Outlook::Never);
    if is_told(folder.path()) {
        // The root, _posts, zh, zh/_posts: the folders that a load enters.
        assert_eq!(ask(&source, Mode::Auto), Outlook::Told(4));
        let file = Source::open(&folder.path().join("_posts/2024-01-01-a.md")).unwrap();
        assert_eq!(ask(&file, Mode::Auto), Outlook::Told(1));
    }
    let gone: PathBuf = folder.path().join("gone");
    assert_eq!(ask(&Source::Folder(gone), Mode::Auto), Outlook::Never);
}
