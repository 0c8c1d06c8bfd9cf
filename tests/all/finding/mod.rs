//! The store, the scan and the titles find exactly what a search of every text finds.

mod damage;
mod exact;
mod orders;
mod processes;
mod related;
mod shared;
mod starting;
mod words;

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use kanbao::archive::load::{Loaded, load_all};
use kanbao::archive::post::PostId;
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader, Source};
use kanbao::archive::stored::Generation;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::build::{self, Job, Manner, Outcome, Report};
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::marks::Marks;
use kanbao::search::query::Query;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::titles::Titles;
use kanbao::store::{Folder, Store};
use tempfile::TempDir;

/// 2024-06-01T00:00:00Z, the current time of all tests.
const NOW: i64 = 1_717_200_000;

/// An archive with a folder for its store.
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

    fn folder(&self) -> Folder {
        Folder::new(self.cache.path().join("archive"))
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

    /// Builds the store; cancelled after `cancel_at` posts.
    fn try_build(&self, anew: bool, cancel_at: usize) -> Outcome {
        let folder = self.folder();
        let (archive, bodies) = (&self.loaded.archive, self.bodies());
        let manner = Manner { anew, check: true, share: !anew };
        let job = Job { folder: &folder, archive, bodies, manner };
        let cancel = AtomicBool::new(false);
        build::run(job, &|at| cancel.store(at.done >= cancel_at, Ordering::Relaxed), &cancel)
            .unwrap()
    }

    fn generation(&self) -> Generation {
        Generation::of(&self.reader, &self.loaded.site)
    }

    fn store(&self) -> Store {
        self.generation().open(&self.folder())
    }

    fn lookup(&self) -> Lookup {
        Lookup::new(Arc::new(self.store()), &self.loaded.archive, &self.reader)
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
