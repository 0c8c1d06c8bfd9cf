//! Queries over the metadata of an archive, as `f` runs them after each key, and facets over 100,000
//! posts: selection and counts.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench query` measures another archive.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod archive;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use kanbao::archive::date::PostDate;
use kanbao::archive::post::{Post, PostKey, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::{Archive, load};
use kanbao::clean::CleanText;
use kanbao::search::facets::{Counts, Facet, Filter};
use kanbao::search::fold::fold;
use kanbao::search::marks::Marks;
use kanbao::search::query::Query;
use kanbao::search::query::field::Mark;
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

/// Posts of ten years, newest first, with 40 categories in branches, 500 tags and 50 authors; a
/// third are read.
fn made_up(posts: i64) -> (Archive, Marks) {
    let texts = |name: String| vec![CleanText::line(&name)];
    let post = |n: i64| Post {
        key: PostKey::new(format!("_posts/{n}.md").as_bytes()),
        title: CleanText::line("数据中心"),
        title_derived: false,
        date: (n % 1000 != 0).then_some(PostDate {
            seconds: 1_400_000_000 + n * 3200,
            offset_minutes: 480,
            has_time: true,
            has_zone: true,
        }),
        categories: texts(format!("类{}/目{}", n * 7 % 8, n * 13 % 5)),
        tags: [n * 31 % 500, n * 17 % 450].map(|tag| CleanText::line(&format!("标签{tag}"))).into(),
        authors: texts(format!("记者{}", n * 11 % 50)),
        url: None,
        status: if n % 200 == 0 { Status::Draft } else { Status::Shown },
        problems: Vec::new(),
        version: None,
    };
    let mut archive = Archive::default();
    let ids = archive.add((0..posts).map(post).collect());
    let mut marks = Marks::default();
    for &id in ids.iter().step_by(3) {
        marks.set(id, Mark::Read, true);
    }
    (archive, marks)
}

fn facets(criterion: &mut Criterion) {
    let (archive, marks) = made_up(100_000);
    let ids = archive.newest_first();
    let mut group = criterion.benchmark_group("facets of 100,000 posts");
    group.sample_size(20);
    let (category, tag) = (CleanText::line("类3"), CleanText::line("标签7"));
    for (name, facets) in [
        ("none", vec![]),
        ("category", vec![Facet::Category(category.clone())]),
        ("tag", vec![Facet::Tag(tag)]),
        ("author", vec![Facet::Author(CleanText::line("记者7"))]),
        ("year", vec![Facet::Year(Some(2020))]),
        ("undated", vec![Facet::Year(None)]),
        ("unread", vec![Facet::Unread]),
        (
            "category, year, unread",
            vec![Facet::Category(category), Facet::Year(Some(2020)), Facet::Unread],
        ),
    ] {
        let filter = Filter { facets, ..Filter::default() };
        group.bench_function(name, |bencher| {
            bencher.iter(|| filter.select(&archive, &marks, ids));
        });
    }
    group.bench_function("counts", |bencher| {
        bencher.iter(|| {
            let mut counts = Counts::default();
            counts.add(&archive, &marks, ids);
            counts
        });
    });
    group.finish();
}

criterion_group!(benches, queries, facets);
criterion_main!(benches);
