//! Posts are written, truncated, renamed and deleted while the archive is open: in the end the archive
//! equals a fresh load (S33), whatever the system reports (S36).

mod limits;
mod mirror;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::unbounded;
use kanbao::archive::post::{PostKey, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::watch::{Mode, Outlook, Pace, outlook};
use tempfile::TempDir;

use self::mirror::{Mirror, seen};
use crate::support::program::write;
use crate::support::skip::skip;

const NOW: Dates = Dates::at(2_000_000_000);
/// The longest wait; where a rule sets a limit, the test states it.
const LIMIT: Duration = Duration::from_secs(20);

/// Quick, for tests.
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

/// Whether the system reports changes of a folder; if not, the test is reported as skipped.
#[track_caller]
fn reports_changes(folder: &Path) -> bool {
    let outlook = outlook(&Source::open(folder).unwrap(), NOW, Mode::Auto);
    let reports_changes = matches!(outlook, Outlook::Told(_));
    if !reports_changes {
        skip(&format!("the system reports no changes here: {outlook:?}"));
    }
    reports_changes
}

/// Reproducible pseudorandom numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Changes the files of a site in one of the ways of people, editors and scripts.
fn churn(root: &Path, dice: &mut Dice) {
    let path = |dice: &mut Dice| {
        let folder = ["_posts", "_posts/sub", "zh/_posts", "_drafts", "old"];
        let folder = folder[dice.roll(5) as usize];
        root.join(format!("{folder}/2024-01-0{}-{}.md", 1 + dice.roll(3), dice.roll(4)))
    };
    let (a, b) = (path(dice), path(dice));
    let title = format!("t{}", dice.roll(90));
    // Each of these may fail.
    let _ = match dice.roll(12) {
        0 | 1 => fs::write(&a, post(&title)),
        2 => fs::write(&a, "---\ntitle: half"),
        3 => fs::write(&a, ""),
        4 => fs::remove_file(&a),
        5 | 6 => fs::rename(&a, &b),
        7 => {
            // As editors save a file.
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
    if mode == Mode::Auto && !reports_changes(folder.path()) {
        return;
    }
    let mut mirror = Mirror::new(folder.path(), mode);
    let mut dice = Dice(seed);
    for round in 0..8 {
        for _ in 0..60 {
            churn(folder.path(), &mut dice);
        }
        assert!(
            mirror.settles_within(LIMIT),
            "{seed} {round}: {:#?}\n{:#?}",
            seen(&mirror.archive),
            mirror.fresh()
        );
    }
    assert_eq!(mirror.notices, [""; 0]);
}

/// S33.
#[test]
fn after_any_changes_the_archive_equals_a_load() {
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

/// The negative control: without reports the archive differs from the disk.
#[test]
fn without_reports_nothing_is_found() {
    let folder = folder(&["_posts/2024-01-01-0.md"]);
    let mut mirror = Mirror::new(folder.path(), Mode::Poll);
    mirror.settle();
    let (_, nothing) = unbounded();
    mirror.reports = nothing;
    write(folder.path(), "_posts/2024-01-02-1.md", &post("new"));
    assert!(!mirror.settles_within(Duration::from_millis(300)));
}

#[test]
fn only_reported_files_are_read() {
    let files: Vec<String> = (0..50).map(|n| format!("_posts/2024-01-01-{n}.md")).collect();
    let folder = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
    if !reports_changes(folder.path()) {
        return;
    }
    let mut mirror = Mirror::new(folder.path(), Mode::Auto);
    write(folder.path(), &files[7], &post("new"));
    mirror.settle();
    // Recent files may change again within their time stamp: the first scan reads them.
    mirror.posts_read = 0;
    write(folder.path(), &files[8], &post("newer"));
    fs::rename(folder.path().join(&files[9]), folder.path().join("_posts/2024-01-01-x.md"))
        .unwrap();
    mirror.settle();
    assert!((2..9).contains(&mirror.posts_read), "{}", mirror.posts_read);
}

/// S36: more events than the system's queue holds.
#[test]
fn a_flood_is_survived_within_five_seconds() {
    let files: Vec<String> = (0..200).map(|n| format!("_posts/2024-01-01-{n}.md")).collect();
    let folder = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
    if !reports_changes(folder.path()) {
        return;
    }
    let mut mirror = Mirror::at(folder.path(), Mode::Auto, Pace::default());
    for n in 0..20_000 {
        let title = post(&format!("t{n}"));
        fs::write(folder.path().join(&files[n % files.len()]), title).unwrap();
    }
    assert!(mirror.settles_within(Duration::from_secs(5)));
}

#[test]
fn a_post_that_was_moved_is_known() {
    let folder = folder(&["_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md"]);
    for mode in [Mode::Auto, Mode::Poll] {
        if mode == Mode::Auto && !reports_changes(folder.path()) {
            continue;
        }
        let mut mirror = Mirror::new(folder.path(), mode);
        let names = ["_posts/2024-01-01-a.md", "zh/_posts/2024-01-01-c.md"];
        fs::create_dir_all(folder.path().join("zh/_posts")).unwrap();
        let [from, to] = names.map(|name| folder.path().join(name));
        fs::rename(&from, &to).unwrap();
        mirror.settle();
        let [old, new] = names.map(|name| PostKey::new(name.as_bytes()));
        assert_eq!(mirror.moved, [(old, new)], "{mode:?}");
        // A deleted file and a new one with the same inode are two posts.
        mirror.moved.clear();
        fs::remove_file(&to).unwrap();
        write(folder.path(), names[0], &post("another"));
        mirror.settle();
        assert_eq!(mirror.moved, [], "{mode:?}");
    }
}

#[test]
fn a_changed_config_is_reported_and_applied() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["a.md", "_posts/2024-01-01-a.md"]);
        if mode == Mode::Auto && !reports_changes(folder.path()) {
            continue;
        }
        let mut mirror = Mirror::new(folder.path(), mode);
        mirror.settle();
        // In one step: a scan may see a file that is half written.
        let configure = || {
            write(folder.path(), "_config.new", "title: a\nexclude: [zh]\n");
            let (new, config) =
                (folder.path().join("_config.new"), folder.path().join("_config.yml"));
            fs::rename(new, config).unwrap();
        };
        configure();
        write(folder.path(), "zh/_posts/2024-01-01-a.md", &post("zh"));
        mirror.wait_for("rules");
        mirror.settle();
        assert_eq!(mirror.titles(), ["old"]);
        // Rewriting the same text is no change.
        configure();
        write(folder.path(), "_posts/2024-01-02-b.md", &post("b"));
        mirror.settle();
        assert_eq!(mirror.notices, ["rules"]);
    }
}

/// S37.
#[test]
fn a_vanished_or_replaced_root_is_awaited() {
    for mode in [Mode::Auto, Mode::Poll] {
        let outer = folder(&["root/_posts/2024-01-01-a.md"]);
        let root = outer.path().join("root");
        if mode == Mode::Auto && !reports_changes(&root) {
            continue;
        }
        let mut mirror = Mirror::new(&root, mode);
        mirror.settle();
        let away = outer.path().join("away");
        fs::rename(&root, &away).unwrap();
        mirror.wait_for("lost: it does not exist");
        assert_eq!(mirror.titles(), ["old"], "the list stays");
        // An empty folder in its place, like an empty mount point, is not the archive.
        fs::create_dir(&root).unwrap();
        write(&away, "_posts/2024-01-02-b.md", &post("b"));
        fs::remove_dir(&root).unwrap();
        fs::rename(&away, &root).unwrap();
        mirror.wait_for("back");
        mirror.settle();
        assert_eq!(mirror.titles(), ["b", "old"]);
        // Replaced by another folder at once.
        let other = outer.path().join("other");
        write(&other, "_posts/2024-01-03-c.md", &post("c"));
        fs::rename(&root, &away).unwrap();
        fs::rename(&other, &root).unwrap();
        mirror.settle();
        write(&root, "_posts/2024-01-04-d.md", &post("d"));
        mirror.settle();
        assert_eq!(mirror.titles(), ["d", "c"]);
    }
}

#[test]
fn one_file_is_watched_alone() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["a.md", "b.md"]);
        if mode == Mode::Auto && !reports_changes(folder.path()) {
            continue;
        }
        let mut mirror = Mirror::new(&folder.path().join("a.md"), mode);
        write(folder.path(), "c.md", &post("c"));
        write(folder.path(), "a.md", "---\ntitle: new\ndraft: true\n---\n");
        let is_new = |mirror: &Mirror| mirror.titles() == ["new"];
        assert!(mirror.comes_to(LIMIT, is_new), "{:?}", mirror.titles());
        assert_eq!(mirror.archive.count(Status::Shown), 1, "who names a draft wants to read it");
        fs::remove_file(folder.path().join("a.md")).unwrap();
        assert!(mirror.comes_to(LIMIT, |mirror| mirror.titles().is_empty()));
        write(folder.path(), "a.md", &post("again"));
        assert!(mirror.comes_to(LIMIT, |mirror| mirror.titles() == ["again"]));
    }
}

#[test]
fn added_folders_are_watched_too() {
    for mode in [Mode::Auto, Mode::Poll] {
        let folder = folder(&["_posts/2024-01-01-a.md", "old_post/2023-01-01-b.md"]);
        if mode == Mode::Auto && !reports_changes(folder.path()) {
            continue;
        }
        let mut mirror = Mirror::new(folder.path(), mode);
        write(folder.path(), "old_post/2023-01-02-c.md", &post("c"));
        mirror.settle();
        assert_eq!(mirror.titles(), ["old"]);
        let beside = PostKey::new(*b"old_post");
        mirror.load(Some(&beside));
        mirror.folders.push(beside);
        write(folder.path(), "old_post/2023-01-03-d.md", &post("d"));
        fs::remove_file(folder.path().join("old_post/2023-01-01-b.md")).unwrap();
        mirror.settle();
        assert_eq!(mirror.titles(), ["old", "d", "c"]);
    }
}

#[test]
fn the_outlook_says_how_changes_would_be_found() {
    let folder = folder(&["_posts/2024-01-01-a.md", "zh/_posts/x.md", ".git/x.md", "_site/x.md"]);
    let ask = |source: &Source, mode| outlook(source, NOW, mode);
    let source = Source::open(folder.path()).unwrap();
    assert_eq!(ask(&source, Mode::Poll), Outlook::Wished);
    assert_eq!(ask(&Source::Samples, Mode::Auto), Outlook::Never);
    if reports_changes(folder.path()) {
        // The root, _posts, zh, zh/_posts: the folders that a load enters.
        assert_eq!(ask(&source, Mode::Auto), Outlook::Told(4));
        let file = Source::open(&folder.path().join("_posts/2024-01-01-a.md")).unwrap();
        assert_eq!(ask(&file, Mode::Auto), Outlook::Told(1));
    }
    let gone: PathBuf = folder.path().join("gone");
    assert_eq!(ask(&Source::folder(&gone), Mode::Auto), Outlook::Never);
}
