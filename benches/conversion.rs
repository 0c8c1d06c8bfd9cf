//! Measures what converting an article to another script costs: typesets articles of about 7 KB
//! with and without conversion and compares the times. Conversion may take at most 1.3 times as
//! long.
//!
//! The posts are synthetic (`realistic`); `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench conversion`
//! measures another archive.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[allow(dead_code, reason = "the bench of the store uses the rest")]
mod realistic;

use std::hint::black_box;
use std::time::{Duration, Instant};

use kanbao::archive::body;
use kanbao::archive::load::load_all;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::config::choice::Choice as _;
use kanbao::conversion::Script;
use kanbao::document::Document;
use kanbao::script::is_bmp_ideograph;
use kanbao::typeset::{Measure, Page};

/// Wanted length of an article's text in bytes.
const BYTES: usize = 7000;
/// Number of articles measured: those closest to the wanted length.
const ARTICLES: usize = 40;
/// Rounds per article and script; the fastest one counts.
const ROUNDS: usize = 15;
/// Highest ratio of the time with conversion to the time without.
const LIMIT: f64 = 1.3;
/// At least one in this many bytes of a text must belong to a Han character.
const CHINESE: usize = 4;

fn main() {
    let source = Source::open(&realistic::folder()).unwrap();
    let loaded = load_all(&source, Dates::at(0)).unwrap();
    let reader = source.reader().unwrap();
    let posts = loaded.archive.newest_first().iter().filter_map(|&id| loaded.archive.post(id));
    let read = |post: kanbao::archive::PostRef<'_>| {
        let body = body::read(&reader, &post.key(), &loaded.site, 0).ok()?;
        let text = body.text();
        let han = text.as_str().chars().filter(|&c| is_bmp_ideograph(c)).count();
        let is_chinese = han * 3 * CHINESE >= text.len();
        is_chinese.then(|| (text.len(), body.document))
    };
    let mut articles: Vec<(usize, Document)> = posts.filter_map(read).collect();
    articles.sort_by_key(|(bytes, _)| bytes.abs_diff(BYTES));
    articles.truncate(ARTICLES);
    let bytes: usize = articles.iter().map(|(bytes, _)| bytes).sum();
    let count = articles.len().max(1);
    println!("{} articles, {} bytes of text on average", articles.len(), bytes / count);
    let start = Instant::now();
    black_box(Script::TraditionalTw.converted("头发"));
    println!("the first conversion unpacks the tables: {:.1?}", start.elapsed());
    let scripts =
        [Script::Simplified, Script::Traditional, Script::TraditionalTw, Script::TraditionalHk];
    let plain = Measure::new(76);
    for script in scripts {
        let measure = Measure { script, ..plain };
        let mut ratios: Vec<(f64, Duration, Duration)> = articles
            .iter()
            .map(|(_, document)| {
                let [alone, converted] = shortest(document, [plain, measure]);
                (converted.as_secs_f64() / alone.as_secs_f64(), alone, converted)
            })
            .collect();
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some(&(ratio, alone, converted)) = ratios.get(ratios.len() / 2) else { continue };
        let (least, most) = (ratios[0].0, ratios[ratios.len() - 1].0);
        let verdict = if ratio <= LIMIT { "as it should be" } else { "TOO SLOW" };
        println!(
            "{}: {ratio:.2} times as long ({least:.2} to {most:.2}; {converted:.1?} against \
             {alone:.1?}), at most {LIMIT}: {verdict}",
            script.word()
        );
    }
}

/// Returns the shortest time to typeset a document with each measure. Alternates between the
/// measures, so that both meet the same disturbances, and ignores the first round, which unpacks
/// the tables.
fn shortest(document: &Document, measures: [Measure; 2]) -> [Duration; 2] {
    let mut shortest = [Duration::MAX; 2];
    for round in 0..=ROUNDS {
        for (time, measure) in shortest.iter_mut().zip(measures) {
            let start = Instant::now();
            black_box(Page::new(None, black_box(document), measure));
            let elapsed = start.elapsed();
            if round > 0 {
                *time = elapsed.min(*time);
            }
        }
    }
    shortest
}
