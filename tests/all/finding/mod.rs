//! The index, the scan and the titles find exactly what a search of every text finds.

mod damage;
mod exact;
mod processes;
mod related;
mod words;

use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use kanbao::archive::load::{Loaded, load_all};
use kanbao::archive::post::PostId;
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader, Source};
use kanbao::search::find::{Finder, Request};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::build::{self, Job, Outcome, Report};
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::place::Place;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::fulltext::{Generation, Index, stamps};
use kanbao::search::marks::Marks;
use kanbao::search::query::Query;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::titles::Titles;
use tempfile::TempDir;

/// 2024-06-01T00:00:00Z, the current time of all tests.
const NOW: i64 = 1_717_200_000;

/// An archive with a folder for its index.
struct World {
    root: TempDir,
    cache: TempDir,
    loaded: Loaded,
    reader: Reader,
    marks: Marks,
}

impl World {
    /// An archive of files old enough to be identified by their time stamps.
    fn new(files: &[(String, String)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            write(root.path(), name, text, 100);
        }
        Self::of(root)
    }

    fn of(root: TempDir) -> Self {
        let source = Source::open(root.path()).unwrap();
        let loaded = load_all(&source, Dates::at(NOW)).unwrap();
        let reader = source.reader().unwrap();
        let marks = Marks::default();
        Self { root, cache: tempfile::tempdir().unwrap(), loaded, reader, marks }
    }

    /// Reads the archive again.
    fn reload(&mut self) {
        let source = Source::open(self.root.path()).unwrap();
        self.loaded = load_all(&source, Dates::at(NOW)).unwrap();
    }

    fn place(&self) -> Place {
        Place::new(self.cache.path().join("archive"))
    }

    fn bodies(&self) -> Bodies<'_> {
        Bodies { reader: &self.reader, site: &self.loaded.site, now: NOW }
    }

    fn build(&self) -> Report {
        match self.try_build(false, usize::MAX) {
            Outcome::Done(report) => report,
            other => panic!("{other:?}"),
        }
    }

    /// Builds the index; cancelled after `cancel_at` posts.
    fn try_build(&self, anew: bool, cancel_at: usize) -> Outcome {
        let place = self.place();
        let (archive, bodies) = (&self.loaded.archive, self.bodies());
        let job = Job { place: &place, archive, bodies, anew, most: usize::MAX };
        let cancel = AtomicBool::new(false);
        build::run(job, &|at| cancel.store(at.done >= cancel_at, Ordering::Relaxed), &cancel)
            .unwrap()
    }

    fn index(&self) -> Index {
        Index::open(&self.place(), &Generation::of(&self.reader))
    }

    fn lookup(&self) -> Lookup {
        self.index().look_up(&self.loaded.archive, &stamps(&self.loaded.archive, &self.reader))
    }

    fn find<'a>(&'a self, titles: &'a Titles, lookup: &'a Lookup) -> Finder<'a> {
        let (archive, bodies) = (&self.loaded.archive, self.bodies());
        Finder { archive, titles, lookup, bodies, marks: &self.marks }
    }

    /// The paths of a query's hits, in order.
    fn found(&self, lookup: &Lookup, query: &str) -> Vec<String> {
        let titles = Titles::new(&self.loaded.archive);
        let matcher = resolve(query);
        let sort = Query::parse(query).unwrap().sort;
        let mut hits = Vec::new();
        let request = Request { matcher: &matcher, sort };
        let ended = self.find(&titles, lookup).run(request, &|| false, &mut |ids| {
            hits.extend(ids.iter().map(|&id| self.path(id)));
            true
        });
        assert!(ended.all && ended.hits == hits.len(), "{query}: {ended:?}");
        hits
    }

    fn path(&self, id: PostId) -> String {
        self.loaded.archive.post(id).unwrap().key().to_clean().to_string()
    }
}

fn resolve(query: &str) -> Matcher {
    Query::parse(query).unwrap().resolve(jiff::civil::date(2024, 6, 1), fold)
}

/// Writes a file that is `age` seconds old.
fn write(root: &Path, name: &str, text: &str, age: u64) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let time = SystemTime::now() - Duration::from_secs(age);
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}
