//! Queries over the metadata of a whole archive, as `f` asks them after each key.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench query` measures an archive of one's own.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod archive;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use kanbao::archive::load;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::search::fold::fold;
use kanbao::search::query::Query;
use kanbao::search::query::posts::{OnlyMetadata, Posts};

fn queries(criterion: &mut Criterion) {
    let source = Source::open(&archive::folder()).unwrap();
    let archive = load::load_all(&source, Dates::at(0)).unwrap().archive;
    let mut group = criterion.benchmark_group("query");
    group.sample_size(20);
    for text in [
        "date:2020-01..2022-06",
        "c:科技 -#甲 after:2021 -is:problem",
        "(date:2021 OR date:2019) is:unread path:2021",
        "title:数据中心",
        "/数据.*5g/",
    ] {
        group.bench_function(text, |bencher| {
            bencher.iter(|| {
                let matcher = Query::parse(text).unwrap().resolve(date(2024, 1, 1), fold);
                let posts = Posts::new(&archive, &matcher);
                let ids = archive.newest_first().iter();
                let all = ids.filter_map(|&id| archive.post(id));
                all.filter(|&post| posts.matches(post, &OnlyMetadata) == Some(true)).count()
            });
        });
    }
    group.finish();
    let longest = "甲 OR ".repeat(255) + "甲";
    criterion.bench_function("reading a query of 256 terms", |bencher| {
        bencher.iter(|| Query::parse(&longest).unwrap());
    });
    let patterns = r"/\w{20}/ ".repeat(8);
    criterion.bench_function("reading a query of 8 large /regex/", |bencher| {
        bencher.iter(|| Query::parse(&patterns).unwrap());
    });
}

criterion_group!(benches, queries);
criterion_main!(benches);
