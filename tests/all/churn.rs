//! Posts that are written, cut, renamed and deleted while the archive is open: in the end the
//! archive is what a fresh load makes of the folder (S33), whatever the system tells (S36).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use kanbao::archive::Archive;
use kanbao::archive::load::{self, Event};
use kanbao::archive::post::{PostKey, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::watch::{Changes, Limit, Mode, Outlook, Pace, Report, Watch, outlook};
use tempfile::TempDir;

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

/// An archive that is kept by what is told of it.
struct Kept {
    source: Source,
    watch: Arc<Watch>,
    reports: Receiver<(u64, Report)>,
    archive: Archive,
    generation: u64,
    folders: Vec<PostKey>,
    /// Everything told but changes, in short.
    told: Vec<String>,
    moved: Vec<(PostKey, PostKey)>,
    posts_read: usize,
}

impl Kept {
    fn new(source: &Path, mode: Mode) -> Self {
        Self::at(source, mode, QUICK)
    }

    fn at(source: &Path, mode: Mode, pace: Pace) -> Self {
        let source = Source::open(source).unwrap();
        let (sender, reports) = unbounded();
        let report = move |generation, report| sender.send((generation, report)).is_ok();
        let watch = Watch::start(source.clone(), NOW.clock, mode, pace, report).unwrap();
        let mut kept = Self {
            source,
            watch: Arc::new(watch),
            reports,
            archive: Archive::default(),
            generation: 0,
            folders: Vec::new(),
            told: Vec::new(),
            moved: Vec::new(),
            posts_read: 0,
        };
        kept.load(None);
        kept
    }

    /// Loads as the reader does: everything, or a folder more.
    fn load(&mut self, folder: Option<&PostKey>) {
        let (sender, events) = unbounded();
        self.watch
            .load(self.generation, folder, &self.source, NOW, &|event| sender.send(event).is_ok());
        drop(sender);
        if folder.is_none() {
            self.archive = Archive::default();
        }
        for event in events {
            match event {
                Event::Batch(posts) => drop(self.archive.add(posts)),
                Event::Walked(walked) => self.archive.add_folder_problems(walked.problems),
                Event::Done => self.archive.note_shared_urls(),
                Event::Site(_) => {}
                Event::Failed(reason) => panic!("{reason}"),
            }
        }
    }

    fn take_in(&mut self, generation: u64, report: Report) {
        if generation != self.generation {
            return;
        }
        match report {
            Report::Changes(Changes { posts, gone, moved, walked }) => {
                self.posts_read += posts.len();
                self.moved.extend(moved);
                self.archive.change(posts, &gone);
                if let Some(walked) = walked {
                    self.archive.replace_folder_problems(walked.problems);
                }
            }
            Report::Rules => {
                self.told.push("rules".to_owned());
                self.generation += 1;
                self.load(None);
            }
            Report::Lost(reason) => self.told.push(format!("lost: {reason}")),
            Report::Back => self.told.push("back".to_owned()),
            Report::Polling(limit) => self.told.push(format!("polling: {limit}")),
        }
    }

    /// The archive as a fresh load would have it, of the same folders.
    fn fresh(&self) -> Vec<String> {
        let loaded = load::load_all(&self.source, NOW).unwrap();
        let mut archive = loaded.archive;
        for folder in &self.folders {
            load::load_folder(&self.source, folder, NOW, &|_| true);
            let (sender, events) = unbounded();
            load::load_folder(&self.source, folder, NOW, &|event| sender.send(event).is_ok());
            drop(sender);
            for event in events {
                if let Event::Batch(posts) = event {
                    archive.add(posts);
                }
            }
            archive.note_shared_urls();
        }
        seen(&archive)
    }

    /// Takes in what is told until the archive is what a fresh load makes of the folder; whether it
    /// came to that within a limit.
    fn settles_within(&mut self, limit: Duration) -> bool {
        self.comes_to(limit, |kept| seen(&kept.archive) == kept.fresh())
    }

    fn comes_to(&mut self, limit: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        while !is_so(self) {
            match self.reports.recv_deadline(deadline) {
                Ok((generation, report)) => self.take_in(generation, report),
                Err(_) => return is_so(self),
            }
        }
        true
    }

    fn settle(&mut self) {
        assert!(self.settles_within(LIMIT), "{:#?}\n{:#?}", seen(&self.archive), self.fresh());
    }

    fn wait_for(&mut self, told: &str) {
        let is_told = |kept: &Self| kept.told.iter().any(|line| line.contains(told));
        assert!(self.comes_to(LIMIT, is_told), "{told}: {:?}", self.told);
    }

    fn titles(&self) -> Vec<String> {
        let posts = self.archive.newest_first().iter().map(|&id| self.archive.post(id).unwrap());
        posts.map(|post| post.title().to_string()).collect()
    }
}

/// Everything that can be seen of an archive.
fn seen(archive: &Archive) -> Vec<String> {
    let posts = archive.newest_first().iter().map(|&id| archive.post(id).unwrap());
    let mut seen: Vec<String> = posts
        .map(|post| {
            format!(
                "{} {} {:?} {:?} {:?} {:?} {:?}",
                post.key().to_clean(),
                post.title(),
                post.date(),
                post.status(),
                post.categories().collect::<Vec<_>>(),
                post.tags().collect::<Vec<_>>(),
                post.problems()
            )
        })
        .collect();
    let problems = archive.problems().into_iter();
    seen.extend(problems.map(|(key, problem)| format!("{}: {problem}", key.to_clean())));
    seen.push(format!("{}", archive.problem_count()));
    seen.push(format!("{:?}", Status::ALL.map(|status| archive.count(status))));
    seen
}

fn post(title: &str) -> String {
    format!("---\ntitle: {title}\ncategories: [a]\ntags: [b, {title}]\n---\n正文。\n")
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, &post("old"));
    }
    folder
}

/// Whether the system tells of changes here; if not, says why what needs that is skipped.
fn is_told(folder: &Path) -> bool {
    let outlook = outlook(&Source::open(folder).unwrap(), NOW, Mode::Auto);
    let is_told = matches!(outlook, Outlook::Told(_));
    if !is_told {
        println!("skipped: the system does not tell of changes here: {outlook:?}");
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

/// Set in a process in which a call fails: which limit that is, and whether polling is on.
const CHILD: &str = "KANBAO_TEST_CHILD";

/// Runs a test of this file again, in a process in which a call fails; `None` where that cannot be
/// had, with the reason.
fn with_failing(call: &str, test: &str, child: &str) -> Option<bool> {
    let can = Command::new("strace").args(["-f", "-e", "trace=none", "true"]).output();
    if !can.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace is not there, or may not trace");
        return None;
    }
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={call}"))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, child)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("running 1 test"), "{told}");
    if !output.status.success() {
        println!("{told}{}", String::from_utf8_lossy(&output.stderr));
    }
    Some(output.status.success())
}

/// S36.
#[test]
fn where_watches_are_short_polling_finds_changes_and_one_message_says_so() {
    match std::env::var(CHILD).as_deref().unwrap_or_default().split_once(' ') {
        Some(("watches", poll)) => return without_system(Limit::Watches, poll),
        Some(("instances", poll)) => return without_system(Limit::Instances, poll),
        _ => {}
    }
    if !is_told(folder(&["a.md"]).path()) {
        return;
    }
    let test = "churn::where_watches_are_short_polling_finds_changes_and_one_message_says_so";
    for (call, limit) in [
        ("inotify_add_watch:error=ENOSPC", "watches"),
        // In the second folder only.
        ("inotify_add_watch:error=ENOSPC:when=2+", "watches"),
        ("inotify_init1:error=EMFILE", "instances"),
    ] {
        let Some(passed) = with_failing(call, test, &format!("{limit} soon")) else { return };
        assert!(passed, "{call}");
        // The negative control: the fallback is switched off.
        let without = with_failing(call, test, &format!("{limit} never"));
        assert_eq!(without, Some(false), "{call}");
    }
}

fn without_system(limit: Limit, poll: &str) {
    let folder = folder(&["_posts/2024-01-01-a.md", "zh/_posts/2024-01-01-b.md"]);
    let never = Pace { poll: Duration::from_secs(3600), ..QUICK };
    let (pace, patience) = match poll {
        "soon" => (QUICK, LIMIT),
        _ => (never, Duration::from_secs(2)),
    };
    let mut kept = Kept::at(folder.path(), Mode::Auto, pace);
    kept.wait_for("polling");
    assert_eq!(kept.told, [format!("polling: {} is too low", limit.sysctl())]);
    assert!(limit.sysctl().starts_with("fs.inotify.max_user_"));
    for round in 0..3 {
        write(folder.path(), &format!("_posts/2024-01-02-{round}.md"), &post("new"));
        fs::rename(
            folder.path().join("zh/_posts/2024-01-01-b.md"),
            folder.path().join("zh/_posts/2024-01-01-c.md"),
        )
        .unwrap_or_default();
        assert!(kept.settles_within(patience));
    }
    // All is loaded again: the message is not told again.
    kept.generation += 1;
    kept.load(None);
    write(folder.path(), "_posts/2024-01-03.md", &post("newer"));
    assert!(kept.settles_within(patience));
    assert_eq!(kept.told.len(), 1);
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
