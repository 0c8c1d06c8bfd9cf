//! Measures the store of texts: its size, the cost of building it, and how soon it has hits;
//! compares the hits with a scan of all texts, and whole processes with ripgrep.
//!
//! The posts are synthetic (`realistic`). `KANBAO_BENCH_POSTS=N cargo bench --bench store` sets
//! their number (default 5,000), `KANBAO_BENCH_QUERIES=N` the number of random queries (default
//! 1,000); `KANBAO_BENCH_ARCHIVE=DIR` measures another archive.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::string_slice)]

mod realistic;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use kanbao::archive::load::{Loaded, load_all};
use kanbao::archive::post::PostId;
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader, Source};
use kanbao::archive::stored::Generation;
use kanbao::parallel;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::build::{self, Job, Manner};
use kanbao::search::fulltext::folder_of;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::marks::Marks;
use kanbao::search::query::Query;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::titles::Titles;
use kanbao::search::unfold::fold_with_stream;
use kanbao::store::{Entry, Folder, Segment, Update};
use memchr::memmem;
use realistic::Random;
use rustix::time::{ClockId, clock_gettime};

/// Hits per screenful.
const SCREENFUL: usize = 50;
/// Rounds of whole processes.
const ROUNDS: usize = 15;

struct Bench {
    loaded: Loaded,
    reader: Reader,
    root: PathBuf,
    marks: Marks,
}

fn main() {
    let root = realistic::folder();
    let source = Source::open(&root).unwrap();
    let loaded = load_all(&source, Dates::at(0)).unwrap();
    let bench = Bench { reader: source.reader().unwrap(), loaded, root, marks: Marks::default() };
    let archive = &bench.loaded.archive;
    let posts = archive.len();
    println!("{posts} posts");
    // Where whole processes look for it.
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-store");
    let folder = folder_of(&home.join("kanbao/index"), &bench.root);
    folder.clear().unwrap();
    bench.build(&folder);

    let generation = Generation::of(&bench.reader, &bench.loaded.site);
    let (store, opened) = timed(|| generation.open(&folder));
    let coded: u64 = store.segments().iter().map(Segment::text_len).sum();
    let (bytes, parts) = (store.bytes(), store.segments().len());
    let (lookup, looked) = timed(|| Lookup::new(Arc::new(store), archive, &bench.reader));
    println!(
        "opened in {opened:.2?}, look-up {looked:.1?}; {parts} segments, {} of {posts} known",
        lookup.known()
    );
    let titles = Titles::new(archive);
    let texts = bench.texts();
    let text: usize = texts.iter().map(|(_, body)| body.len()).sum();
    let text = text as u64;
    println!(
        "store {:.1} MB / folded text {:.1} MB = {:.3}; its code {:.3}",
        mega(bytes),
        mega(text),
        bytes as f64 / text as f64,
        coded as f64 / text as f64
    );
    distinct(&texts);
    let random = needles(&texts, wanted());
    let absent = absent_needles(&texts, wanted() / 5);
    bench.screenfuls("random", &titles, &lookup, &random);
    bench.screenfuls("absent", &titles, &lookup, &absent);
    bench.exact(&titles, &lookup, &random, &texts);
    bench.exact(&titles, &lookup, &absent, &texts);
    bench.processes(&home, &random);
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// The processor time of this process.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn wanted() -> usize {
    let wanted = std::env::var("KANBAO_BENCH_QUERIES").ok().and_then(|n| n.parse().ok());
    wanted.unwrap_or(1000)
}

/// How many different pairs and triples of characters the first megabytes have.
fn distinct(texts: &[(String, String)]) {
    let (mut pairs, mut triples, mut bytes) = (HashSet::new(), HashSet::new(), 0);
    for (_, text) in texts {
        let chars: Vec<u64> = text.chars().map(u64::from).collect();
        pairs.extend(chars.windows(2).map(|pair| pair[0] << 21 | pair[1]));
        triples.extend(chars.windows(3).map(|three| three[0] << 42 | three[1] << 21 | three[2]));
        bytes += text.len();
        if bytes > 10_000_000 {
            println!("the first 10 MB have {} pairs and {} triples", pairs.len(), triples.len());
            break;
        }
    }
}

impl Bench {
    fn bodies(&self) -> Bodies<'_> {
        Bodies { reader: &self.reader, site: &self.loaded.site, now: 0 }
    }

    /// Builds the store, and once more from texts that are in memory.
    fn build(&self, folder: &Folder) {
        let run = || {
            let (archive, bodies) = (&self.loaded.archive, self.bodies());
            let job = Job { folder, archive, bodies, manner: Manner::default() };
            let start = cpu();
            build::run(job, &|_| {}, &AtomicBool::new(false)).unwrap();
            cpu() - start
        };
        let (built, again, peak) = (run(), run(), status("VmHWM:"));
        let ids = self.loaded.archive.newest_first().iter();
        let posts = ids.filter_map(|&id| self.loaded.archive.post(id));
        let texts: Vec<_> = posts
            .map(|post| {
                let text = self.bodies().text(&post.key());
                (post.key(), fold_with_stream(text.as_str()))
            })
            .collect();
        let bytes: usize = texts.iter().map(|(_, (text, _))| text.len()).sum();
        let other = Folder::new(folder.path().with_extension("beyond"));
        let start = cpu();
        let mut update = Update::begin(&other, "bench", false).unwrap().unwrap();
        for (key, (text, unfold)) in &texts {
            let entry = Entry { key: key.as_bytes(), stamp: 1, row: &[0; 200], text, unfold };
            update.add(entry).unwrap();
        }
        update.finish(Vec::new(), None).unwrap();
        let beyond = (cpu() - start) / bytes as f64 * 1e8;
        drop(update);
        other.clear().unwrap();
        println!(
            "build {built:.2} s of processor time; beyond extraction {beyond:.2} s for 100 MB; \
             nothing new {again:.2} s; peak {peak} MB",
        );
    }

    fn find<'a>(&'a self, titles: &'a Titles, lookup: &'a Lookup) -> Finder<'a> {
        let archive = &self.loaded.archive;
        Finder { archive, titles, lookup, bodies: self.bodies(), marks: &self.marks }
    }

    /// Folded titles and bodies, newest first.
    fn texts(&self) -> Vec<(String, String)> {
        let archive = &self.loaded.archive;
        let text = |&id: &_| {
            let post = archive.post(id).unwrap();
            let body = self.bodies().text(&post.key());
            (fold(post.title().as_str()), fold(body.as_str()))
        };
        parallel::map(archive.newest_first(), text, |_| true)
    }

    fn screenfuls(
        &self,
        kind: &str,
        titles: &Titles,
        lookup: &Lookup,
        needles: &[(String, usize)],
    ) {
        let find = self.find(titles, lookup);
        let start = cpu();
        println!("first screenful, {kind} needles, ms:");
        let mut every = Vec::new();
        for len in 1..=8 {
            let own = needles.iter().filter(|(_, of)| *of == len);
            let (mut bare, mut shown): (Vec<_>, Vec<_>) = own
                .map(|(needle, _)| {
                    let matcher = resolve(&quoted(needle));
                    let start = Instant::now();
                    let hits = screenful(&find, &matcher);
                    let bare = start.elapsed();
                    parallel::map_by(&hits, 4, |&id| find.snippet(id, &matcher, 80), |_| true);
                    (bare, start.elapsed())
                })
                .unzip();
            every.extend_from_slice(&bare);
            bare.sort();
            shown.sort();
            println!(
                "  {len} characters: {}; with {SCREENFUL} snippets {}",
                spread(&bare),
                spread(&shown)
            );
        }
        every.sort();
        println!("  {} keys: {}", every.len(), spread(&every));
        println!(
            "  {:.2} ms of processor time each",
            (cpu() - start) * 1000.0 / needles.len() as f64
        );
    }

    /// Compares the hits with a scan of all texts.
    fn exact(
        &self,
        titles: &Titles,
        lookup: &Lookup,
        needles: &[(String, usize)],
        texts: &[(String, String)],
    ) {
        let find = self.find(titles, lookup);
        let (mut hits, mut wrong) = (0, 0);
        let mut whole = Vec::new();
        for (needle, _) in needles {
            let finder = memmem::Finder::new(needle.as_str());
            let has = |text: &str| finder.find(text.as_bytes()).is_some();
            let ids = self.loaded.archive.newest_first();
            let pairs: Vec<_> = ids.iter().zip(texts).collect();
            let is_hit = |(_, (title, body)): &(_, &(String, String))| has(title) || has(body);
            let expected: Vec<_> =
                parallel::map(&pairs, |pair| is_hit(pair).then_some(*pair.0), |_| true)
                    .into_iter()
                    .flatten()
                    .filter(|&id| {
                        self.loaded.archive.post(id).is_some_and(|post| !post.status().is_hidden())
                    })
                    .collect();
            let matcher = resolve(&quoted(needle));
            let mut found = Vec::new();
            let start = Instant::now();
            find.run(Request { matcher: &matcher, sort: None }, &|| false, &mut |ids| {
                found.extend_from_slice(ids);
                true
            });
            whole.push(start.elapsed());
            hits += found.len();
            if found != expected {
                wrong += 1;
                println!("  wrong: {needle:?}: {} found, {} there", found.len(), expected.len());
            }
        }
        whole.sort();
        println!(
            "{} queries, {hits} hits, {wrong} wrong; all hits, ms: {}",
            needles.len(),
            spread(&whole)
        );
    }

    /// Whole processes, each beside the others in every round: hits with snippets, all paths, a list.
    fn processes(&self, home: &Path, needles: &[(String, usize)]) {
        let has_rg = Command::new("rg").arg("--version").output().is_ok();
        let names: Vec<&String> = needles
            .iter()
            .filter(|(needle, length)| *length > 1 && needle.chars().all(char::is_alphanumeric))
            .map(|(needle, _)| needle)
            .collect();
        let mut random = Random(11);
        let run = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).env("XDG_CACHE_HOME", home).stdout(Stdio::null());
            timed(|| command.status().unwrap()).1
        };
        let root = self.root.to_str().unwrap();
        let kanbao = env!("CARGO_BIN_EXE_kanbao");
        let mut times: [Vec<Duration>; 4] = std::array::from_fn(|_| Vec::new());
        for _ in 0..ROUNDS {
            let needle = names[random.below(names.len())];
            let quoted = quoted(needle);
            times[0].push(run(kanbao, &["search", "-a", root, "-n", "50", &quoted]));
            times[1].push(run(kanbao, &["list", "-a", root, "-n", "20"]));
            times[2].push(run(kanbao, &["list", "-a", root, "-n", "20", "--no-store"]));
            if has_rg {
                times[3].push(run("rg", &["-lF", needle, root]));
            }
        }
        let [search, list, read, rg] = times.map(|mut times| {
            times.sort();
            times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1000.0
        });
        println!(
            "processes, median of {ROUNDS} rounds: search -n 50 {search:.0} ms, list -n 20 {list:.0} ms, with --no-store {read:.0} ms"
        );
        if has_rg {
            println!("  rg -lF {rg:.0} ms; search / rg {:.2}", search / rg);
        }
    }
}

/// The result of a job, and its duration.
fn timed<T>(job: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (job(), start.elapsed())
}

fn resolve(query: &str) -> Matcher {
    Query::parse(query).unwrap().resolve(jiff::civil::date(2024, 1, 1), fold)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn screenful(find: &Finder<'_>, matcher: &Matcher) -> Vec<PostId> {
    let mut hits = Vec::new();
    find.run(Request { matcher, sort: None }, &|| false, &mut |ids| {
        hits.extend_from_slice(ids);
        hits.len() < SCREENFUL
    });
    hits.truncate(SCREENFUL);
    hits
}

/// Random substrings of the texts of 1 to 8 characters, with their lengths.
fn needles(texts: &[(String, String)], wanted: usize) -> Vec<(String, usize)> {
    let mut random = Random(7);
    let mut needles = Vec::new();
    while needles.len() < wanted {
        let length = 1 + needles.len() % 8;
        needles.extend(piece(&mut random, texts, length).map(|piece| (piece, length)));
    }
    needles
}

/// Pieces of texts put together that occur nowhere.
fn absent_needles(texts: &[(String, String)], wanted: usize) -> Vec<(String, usize)> {
    let mut random = Random(8);
    let mut needles = Vec::new();
    while needles.len() < wanted {
        let parts = [2, 2].map(|length| piece(&mut random, texts, length).unwrap_or_default());
        let needle = parts.concat();
        let finder = memmem::Finder::new(&needle);
        if texts.iter().all(|(_, text)| finder.find(text.as_bytes()).is_none()) {
            needles.push((needle, 4));
        }
    }
    needles
}

/// A piece of a random text.
fn piece(random: &mut Random, texts: &[(String, String)], length: usize) -> Option<String> {
    let chars: Vec<char> = texts[random.below(texts.len())].1.chars().collect();
    let start = random.below(chars.len().checked_sub(length)?);
    let piece: String = chars[start..start + length].iter().collect();
    (!piece.contains('\n') && !piece.trim().is_empty()).then_some(piece)
}

fn spread(sorted: &[Duration]) -> String {
    let at = |share: usize| {
        let time = sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1)));
        time.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    format!("p50 {:.2} p90 {:.2} p99 {:.2}", at(50), at(90), at(99))
}

/// A number of the process's status in MB, if /proc is available.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or_default() / 1000
}
