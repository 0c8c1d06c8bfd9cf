//! Search: build time and size of the index, time to the first screenful of hits, titles, and whether
//! the hits equal those of a scan of all texts. `latency` measures the memory of the reader.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench find` measures another archive;
//! `KANBAO_BENCH_QUERIES=N` sets the number of random queries (1000).
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::string_slice)]

mod archive;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use kanbao::archive::load::{Loaded, load_all};
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader, Source};
use kanbao::parallel;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::build::{self, Job};
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::place::Place;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::fulltext::{Generation, Index, stamps};
use kanbao::search::marks::Marks;
use kanbao::search::query::Query;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::titles::Titles;
use memchr::memmem;

/// Hits per screenful.
const SCREENFUL: usize = 50;
const KEYS: [&str; 12] = [
    "工",
    "工业",
    "工业互联网",
    "gxb",
    "gongye",
    "5g",
    "集成电路",
    "shuju",
    "数据",
    "ai",
    "无此标题",
    "新能源汽车",
];

struct Bench {
    loaded: Loaded,
    reader: Reader,
    folder: std::path::PathBuf,
    marks: Marks,
}

fn main() {
    let folder = archive::folder();
    let source = Source::open(&folder).unwrap();
    let loaded = load_all(&source, Dates::at(0)).unwrap();
    let bench = Bench { reader: source.reader().unwrap(), loaded, folder, marks: Marks::default() };
    let posts = bench.loaded.archive.len();
    println!("{posts} posts; resident and private {} MB after the load", private());
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-index-{posts}"));
    let place = Place::new(cache);
    place.clear().unwrap();
    let start = Instant::now();
    build::run(bench.job(&place), &|_| {}, &AtomicBool::new(false)).unwrap();
    println!("index built in {:.1?}; {} MB private right after", start.elapsed(), private());
    let start = Instant::now();
    build::run(bench.job(&place), &|_| {}, &AtomicBool::new(false)).unwrap();
    println!("nothing new: {:.0?}", start.elapsed());

    let archive = &bench.loaded.archive;
    let (index, opened) = timed(|| Index::open(&place, &Generation::of(&bench.reader)));
    let (files, stamped) = timed(|| stamps(archive, &bench.reader));
    let (lookup, looked) = timed(|| index.look_up(archive, &files));
    println!(
        "opened and checked in {opened:.0?}, stamps {stamped:.0?}, look-up {looked:.0?}; {} of {posts} known, {} parts",
        lookup.known(),
        index.parts(),
    );
    let start = Instant::now();
    let titles = Titles::new(archive);
    println!(
        "titles folded in {:.0?}; {} MB private, after building in this process",
        start.elapsed(),
        private()
    );
    time_titles(&titles);
    let texts = bench.texts();
    let size: usize = texts.iter().map(|(title, body)| title.len() + body.len()).sum();
    let ratio = index.bytes() as f64 / size as f64;
    println!("index {} MB / text {} MB = {ratio:.3}", index.bytes() / 1_000_000, size / 1_000_000);
    let needles = needles(&texts);
    bench.screenfuls(&titles, &lookup, &needles);
    bench.exact(&titles, &lookup, &needles, &texts);
    bench.against_grep(&titles, &lookup);
}

impl Bench {
    fn bodies(&self) -> Bodies<'_> {
        Bodies { reader: &self.reader, site: &self.loaded.site, now: 0 }
    }

    fn job<'a>(&'a self, place: &'a Place) -> Job<'a> {
        Job {
            place,
            archive: &self.loaded.archive,
            bodies: self.bodies(),
            anew: false,
            most: usize::MAX,
        }
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

    fn screenfuls(&self, titles: &Titles, lookup: &Lookup, needles: &[(String, usize)]) {
        let find = self.find(titles, lookup);
        println!("first screenful, ms:");
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
            "{} random queries, {hits} hits, {wrong} wrong; all hits, ms: {}",
            needles.len(),
            spread(&whole)
        );
    }

    fn against_grep(&self, titles: &Titles, lookup: &Lookup) {
        let find = self.find(titles, lookup);
        let has_rg = Command::new("rg").arg("--version").output().is_ok();
        for needle in ["储能", "工业互联网", "数据中心", "无此词语"] {
            let matcher = resolve(&quoted(needle));
            let look = || {
                let mut grep = Command::new(if has_rg { "rg" } else { "grep" });
                grep.arg(if has_rg { "-lF" } else { "-rlF" }).arg(needle).arg(&self.folder);
                grep.stdout(Stdio::null()).status().unwrap();
            };
            let mut pairs: Vec<(f64, Duration, Duration)> = (0..9)
                .map(|_| {
                    let start = Instant::now();
                    std::hint::black_box(screenful(&find, &matcher));
                    let own = start.elapsed();
                    let start = Instant::now();
                    look();
                    let grep = start.elapsed();
                    (grep.as_secs_f64() / own.as_secs_f64(), own, grep)
                })
                .collect();
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (ratio, own, grep) = pairs[4];
            let name = if has_rg { "rg" } else { "grep" };
            println!(
                "{needle}: 1/{ratio:.0} of {name} ({own:.2?} against {grep:.2?}; least 1/{:.0})",
                pairs[0].0
            );
        }
    }
}

/// The result of a job, and its duration.
fn timed<T>(job: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (job(), start.elapsed())
}

fn time_titles(titles: &Titles) {
    let mut times = Vec::new();
    for key in KEYS {
        let matcher = resolve(&format!("title:{key}"));
        let mut own: Vec<Duration> = (0..9)
            .map(|_| {
                let start = Instant::now();
                for question in matcher.questions() {
                    if let kanbao::search::query::field::Question::Title(text) = question {
                        std::hint::black_box(titles.find(text));
                    }
                }
                start.elapsed()
            })
            .collect();
        own.sort();
        times.push((own[4], key));
    }
    times.sort();
    println!("titles, median of 9 a key: {times:.2?}");
}

fn resolve(query: &str) -> Matcher {
    Query::parse(query).unwrap().resolve(jiff::civil::date(2024, 1, 1), fold)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn screenful(find: &Finder<'_>, matcher: &Matcher) -> Vec<kanbao::archive::post::PostId> {
    let mut hits = Vec::new();
    find.run(Request { matcher, sort: None }, &|| false, &mut |ids| {
        hits.extend_from_slice(ids);
        hits.len() < SCREENFUL
    });
    hits.truncate(SCREENFUL);
    hits
}

/// Random substrings of the texts of 1 to 8 characters, with their lengths.
fn needles(texts: &[(String, String)]) -> Vec<(String, usize)> {
    let wanted = std::env::var("KANBAO_BENCH_QUERIES").ok().and_then(|n| n.parse().ok());
    let wanted: usize = wanted.unwrap_or(1000);
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    let mut needles = Vec::new();
    while needles.len() < wanted {
        let len = 1 + needles.len() % 8;
        let chars: Vec<char> = texts[next() % texts.len()].1.chars().collect();
        if chars.len() <= len {
            continue;
        }
        let start = next() % (chars.len() - len);
        let needle: String = chars[start..start + len].iter().collect();
        if !needle.contains('\n') && !needle.trim().is_empty() {
            needles.push((needle, len));
        }
    }
    needles
}

fn spread(sorted: &[Duration]) -> String {
    let at = |share: usize| {
        let time = sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1)));
        time.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    format!("p50 {:.2} p90 {:.2} p99 {:.2}", at(50), at(90), at(99))
}

/// The private memory of this process in MB, if /proc is available.
fn private() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or_default() / 1000
}
