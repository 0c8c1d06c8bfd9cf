//! A synthetic archive: generated Chinese news of typical length, the same on every run.
#![allow(dead_code)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const WORDS: [&str; 24] = [
    "工业",
    "信息",
    "江城",
    "港口",
    "本报讯",
    "记者",
    "近日",
    "产能",
    "晶圆",
    "同比增长",
    "“十四五”",
    "平台",
    "数据中心",
    "、",
    "，",
    "。",
    "5G",
    "12.7%",
    "推进",
    "建设",
    "——",
    "项目",
    "《规划》",
    "市场",
];

/// A random number generator (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 1) as usize
    }
}

/// The archive in `KANBAO_BENCH_ARCHIVE`, else a generated one of 5,000 posts.
pub(crate) fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("KANBAO_BENCH_ARCHIVE") {
        return folder.into();
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-archive");
    let posts = folder.join("_posts");
    if !folder.join("whole").exists() {
        fs::create_dir_all(&posts).unwrap();
        for i in 0..5000 {
            fs::write(posts.join(name(i)), post(i)).unwrap();
        }
        fs::write(folder.join("whole"), "").unwrap();
    }
    folder
}

fn day(i: usize) -> (usize, usize, usize) {
    (2018 + i % 7, 1 + i / 7 % 12, 1 + i / 84 % 28)
}

fn name(i: usize) -> String {
    let (year, month, day) = day(i);
    format!("{year}-{month:02}-{day:02}-{year}{month:02}{day:02}{i:010}.md")
}

fn post(i: usize) -> String {
    let (year, month, day) = day(i);
    let mut numbers = Numbers(i as u64);
    let title: String = (0..8).map(|_| WORDS[numbers.next() % WORDS.len()]).collect();
    let category = numbers.next() % 15;
    let tag = numbers.next() % 40;
    format!(
        "---\nlayout: post\ntitle: \"{title}\"\ndate: {year}-{month:02}-{day:02} 09:35:52 +0800\ncategories: c{category}\ntags: 来源{tag}新闻\n---\n{}",
        body(&mut numbers)
    )
}

fn body(numbers: &mut Numbers) -> String {
    let paragraphs = 3 + numbers.next() % 12;
    let mut body = String::new();
    for _ in 0..paragraphs {
        let words: String = (0..100).map(|_| WORDS[numbers.next() % WORDS.len()]).collect();
        let link = numbers.next() % 100;
        let _ = writeln!(body, "<p>{words}<a href=\"https://example.org/{link}\">链接</a>。</p>");
    }
    body
}

/// One article of some 7 KB, as HTML.
pub(crate) fn article() -> String {
    let mut numbers = Numbers(7);
    let mut text = String::new();
    while text.len() < 6700 {
        text.push_str(&body(&mut numbers));
    }
    text
}

/// Times two jobs alternately and prints the median of the pairwise ratios.
pub(crate) fn ratio(name: &str, mut job: impl FnMut(), mut reference: impl FnMut()) {
    const PAIRS: usize = 9;
    let time = |job: &mut dyn FnMut()| -> Duration {
        let start = Instant::now();
        job();
        start.elapsed()
    };
    job();
    reference();
    let mut pairs: Vec<(f64, Duration, Duration)> = (0..PAIRS)
        .map(|_| {
            let (a, b) = (time(&mut job), time(&mut reference));
            (a.as_secs_f64() / b.as_secs_f64(), a, b)
        })
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, most) = (pairs[0].0, pairs[PAIRS - 1].0);
    let (median, a, b) = pairs[PAIRS / 2];
    println!("ratio {name}: {median:.2} ({least:.2} to {most:.2}; {a:.1?} against {b:.1?})");
}
