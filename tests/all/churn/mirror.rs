//! An archive that follows its folder by the watcher's reports.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use kanbao::archive::Archive;
use kanbao::archive::load::{self, Event, Options};
use kanbao::archive::post::{PostKey, Status};
use kanbao::archive::source::Source;
use kanbao::archive::watch::{Changes, Mode, Pace, Report, Watch};

use super::{LIMIT, NOW, QUICK};

/// An archive kept up to date by reports.
pub(super) struct Mirror {
    source: Source,
    watch: Arc<Watch>,
    pub reports: Receiver<(u64, Report)>,
    pub archive: Archive,
    pub generation: u64,
    pub folders: Vec<PostKey>,
    /// A summary of each report that is not a change.
    pub notices: Vec<String>,
    pub moved: Vec<(PostKey, PostKey)>,
    pub posts_read: usize,
}

impl Mirror {
    pub(super) fn new(source: &Path, mode: Mode) -> Self {
        Self::at(source, mode, QUICK)
    }

    pub(super) fn at(source: &Path, mode: Mode, pace: Pace) -> Self {
        let source = Source::open(source).unwrap();
        let (sender, reports) = unbounded();
        let report = move |generation, report| sender.send((generation, report)).is_ok();
        let watch = Watch::start(source.clone(), NOW.clock, mode, pace, report).unwrap();
        let mut mirror = Self {
            source,
            watch: Arc::new(watch),
            reports,
            archive: Archive::default(),
            generation: 0,
            folders: Vec::new(),
            notices: Vec::new(),
            moved: Vec::new(),
            posts_read: 0,
        };
        mirror.load(None);
        mirror
    }

    /// Loads everything, or a folder in addition, as the reader does.
    pub(super) fn load(&mut self, folder: Option<&PostKey>) {
        let (sender, events) = unbounded();
        let options = Options { folder, ..NOW.into() };
        let emit = |event| sender.send(event).is_ok();
        self.watch.load(self.generation, &self.source, options, &emit);
        drop(sender);
        if folder.is_none() {
            self.archive = Archive::default();
        }
        for event in events {
            match event {
                Event::Changes(changes) => drop(self.archive.change(changes.posts, &changes.gone)),
                Event::Batch(posts) => drop(self.archive.add(posts)),
                Event::Walked(walked) => self.archive.add_walked(walked.problems, walked.lines),
                Event::Done => self.archive.note_shared_urls(),
                Event::Site(_) | Event::Stored(_) => {}
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
                self.notices.push("rules".to_owned());
                self.generation += 1;
                self.load(None);
            }
            Report::Lost(reason) => self.notices.push(format!("lost: {reason}")),
            Report::Back => self.notices.push("back".to_owned()),
            Report::Polling(limit) => self.notices.push(format!("polling: {limit:?}")),
        }
    }

    /// Returns what a fresh load of the same folders shows.
    pub(super) fn fresh(&self) -> Vec<String> {
        let loaded = load::load_all(&self.source, NOW).unwrap();
        let mut archive = loaded.archive;
        for folder in &self.folders {
            let options = Options { folder: Some(folder), ..NOW.into() };
            let (sender, events) = unbounded();
            load::load(&self.source, options, &|event| sender.send(event).is_ok());
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

    /// Applies reports until the archive equals a fresh load; returns `false` if it does not in
    /// time.
    pub(super) fn settles_within(&mut self, limit: Duration) -> bool {
        self.comes_to(limit, |mirror| seen(&mirror.archive) == mirror.fresh())
    }

    pub(super) fn comes_to(&mut self, limit: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        while !is_so(self) {
            match self.reports.recv_deadline(deadline) {
                Ok((generation, report)) => self.take_in(generation, report),
                Err(_) => return is_so(self),
            }
        }
        true
    }

    pub(super) fn settle(&mut self) {
        assert!(self.settles_within(LIMIT), "{:#?}\n{:#?}", seen(&self.archive), self.fresh());
    }

    pub(super) fn wait_for(&mut self, notice: &str) {
        let has_come = |mirror: &Self| mirror.notices.iter().any(|line| line.contains(notice));
        assert!(self.comes_to(LIMIT, has_come), "{notice}: {:?}", self.notices);
    }

    pub(super) fn titles(&self) -> Vec<String> {
        let posts = self.archive.newest_first().iter().map(|&id| self.archive.post(id).unwrap());
        posts.map(|post| post.title().to_string()).collect()
    }
}

/// Returns everything visible of an archive.
pub(super) fn seen(archive: &Archive) -> Vec<String> {
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
