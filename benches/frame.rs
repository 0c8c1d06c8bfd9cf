//! From a key press to a drawn frame, and from an article to a page.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod archive;
mod driver;

use criterion::{Criterion, criterion_group, criterion_main};
use driver::Bench;
use kanbao::app::listing::facets::Row;
use kanbao::archive::post::PostId;
use kanbao::config::choice::Choice;
use kanbao::conversion::Script;
use kanbao::document::{self, NoContext, Syntax};
use kanbao::search::facets::Facet;
use kanbao::typeset::{Measure, Page};
use kanbao::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Widget, Wrap};

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    for size in [(80, 24), (200, 60)] {
        let name = format!("{}x{}", size.0, size.1);
        let mut bench = Bench::new(size);
        group.bench_function(format!("{name} next post, read and drawn"), |bencher| {
            bencher.iter(|| {
                bench.press("j");
                bench.press("k");
            });
        });
        bench.press("Enter");
        group.bench_function(format!("{name} scroll a line"), |bencher| {
            bencher.iter(|| {
                bench.press("j");
                bench.press("k");
            });
        });
    }
    group.finish();
}

/// Selects and deselects a facet: the list, all counts, the rows of facets and a frame.
fn facets(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("facets");
    let mut bench = Bench::new((200, 60));
    let name =
        format!("of {} posts: one chosen, one taken back", bench.app.library().archive().len());
    // The first category, below what is unread, starred and new.
    for key in ["g", "1", "g", "g", "4", "j"] {
        bench.press(key);
    }
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            bench.press("Space");
            bench.press("Space");
        });
    });
    group.finish();
}

/// Chooses a facet and takes it back while a search has found half of the posts and goes on: the
/// list, all counts, the rows of facets and a frame. At most 30 ms each.
fn facets_in_a_search(criterion: &mut Criterion) {
    let mut bench = Bench::made_up(100_000, (200, 60));
    for key in ["/", "x", "Enter"] {
        bench.press(key);
    }
    let hits: Vec<PostId> = (0..50_000).map(|n| PostId(n * 2)).collect();
    for hits in hits.chunks(4096) {
        bench.found(hits.to_vec());
    }
    for key in ["g", "1", "g", "g"] {
        bench.press(key);
    }
    let is_category = |bench: &Bench| {
        let facets = bench.app.listing().facets();
        let row = facets.rows().get(facets.cursor().at);
        matches!(row, Some(Row::Facet(row)) if matches!(row.facet, Facet::Category(_)))
    };
    while !is_category(&bench) {
        bench.press("j");
    }
    let mut group = criterion.benchmark_group("facets");
    group.sample_size(20);
    group.bench_function("of 100,000 posts while a search runs: chosen, taken back", |bencher| {
        bencher.iter(|| {
            bench.press("Space");
            bench.press("Space");
        });
    });
    group.finish();
}

fn pages(criterion: &mut Criterion) {
    let html = archive::article();
    let document = document::parse(&html, Syntax::Html, &NoContext);
    let mut group = criterion.benchmark_group("page");
    group.throughput(criterion::Throughput::Bytes(html.len() as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| document::parse(&html, Syntax::Html, &NoContext));
    });
    group.bench_function("typeset", |bencher| {
        bencher.iter(|| Page::new(None, &document, Measure::new(76)));
    });
    for script in [Script::Simplified, Script::TraditionalTw] {
        let measure = Measure { script, ..Measure::new(76) };
        group.bench_function(format!("typeset in another script, {}", script.word()), |bencher| {
            bencher.iter(|| Page::new(None, &document, measure));
        });
    }
    let mut page = Page::new(None, &document, Measure::new(76));
    group.bench_function("refit", |bencher| {
        bencher.iter(|| {
            page.refit(Measure::new(60));
            page.refit(Measure::new(76));
        });
    });
    let paragraphs = prose(&document);
    group.bench_function("textwrap, its own rules", |bencher| {
        bencher.iter(|| textwrapped(&paragraphs));
    });
    group.bench_function("ratatui's Paragraph", |bencher| bencher.iter(|| wrapped(&paragraphs)));
    group.finish();
    let ours = || drop(Page::new(None, &document, Measure::new(76)));
    archive::ratio("typeset / textwrap's own rules", ours, || {
        assert!(textwrapped(&paragraphs) > 0);
    });
    archive::ratio("typeset / ratatui's Paragraph", ours, || assert!(wrapped(&paragraphs) > 0));
}

/// The paragraphs of a document as plain text.
fn prose(document: &document::Document) -> Vec<String> {
    document.plain_text().as_str().split("\n\n").map(str::to_owned).collect()
}

/// Lines by textwrap with UAX #14 and its own widths.
fn textwrapped(paragraphs: &[String]) -> usize {
    let options = textwrap::Options::new(76)
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    paragraphs.iter().map(|text| textwrap::wrap(text, &options).len()).sum()
}

/// Lines by ratatui's wrapping, which breaks Chinese by width alone.
fn wrapped(paragraphs: &[String]) -> usize {
    let mut lines = 0;
    for text in paragraphs {
        let height = Widths::default().cells(text) / 60 + 2;
        let mut buffer = Buffer::empty(Rect::new(0, 0, 76, height as u16));
        Paragraph::new(text.as_str()).wrap(Wrap { trim: false }).render(buffer.area, &mut buffer);
        lines += usize::from(buffer.area.height);
    }
    lines
}

criterion_group!(benches, frames, facets, facets_in_a_search, pages);
criterion_main!(benches);
