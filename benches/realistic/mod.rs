//! An archive of made-up posts whose text grows like that of real ones.
//!
//! The size of an index depends on how many different pairs of characters a text has. Sentences
//! from short lists of words have a third of the pairs in real posts. Here, words are drawn from a
//! lexicon of 400,000 by the Zipf-Mandelbrot law, each word has its own few usual followers, each
//! post its own words, names and phrases, and an eighth of the posts are English. The numbers are
//! calibrated on 5,685 real opinion posts (NodeBE4/oped2; 73 MB of text), whose folded text has
//! 331,000 pairs in its first 10 MB and 747,000 in 50 MB.
//!
//! Post `i` depends on `i` only. No text is copied from anywhere.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use kanbao::script::is_bmp_ideograph;

/// The median of the bytes of a post's text, and the spread and limits of their logarithm.
const MEDIAN: f64 = 9000.0;
const SPREAD: f64 = 0.86;
const LEAST: f64 = 600.0;
const MOST: usize = 280_000;
const ENGLISH: f64 = 0.125;
const VOCABULARY: usize = 400_000;
const LATIN_WORDS: usize = 30_000;
/// How often a word is one of the usual followers of the last, and how many it has.
const FOLLOW: f64 = 0.76;
const FOLLOWERS: f64 = 8.0;
/// How often it is one of the post's own words or names, and how rare these are elsewhere.
const OWN: f64 = 0.16;
const RARE: f64 = 3.0;
/// How often it is a Latin word or a number.
const LATIN: f64 = 0.035;
const SURNAMES: &str =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余";

/// Random numbers (splitmix64).
#[derive(Clone)]
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    /// Below `n`, small numbers more often the greater `power` is.
    fn low(&mut self, n: usize, power: f64) -> usize {
        (n as f64 * self.share().powf(power)) as usize
    }

    /// Normally distributed.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }

    /// An index by the sums of weights.
    fn weighted(&mut self, sums: &[f64]) -> usize {
        let at = self.share() * sums.last().unwrap();
        sums.partition_point(|&sum| sum <= at).min(sums.len() - 1)
    }
}

fn sums(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// Characters by GB 2312, the common ones before the rare ones, shuffled within, then some others.
fn han() -> Vec<char> {
    let mut random = Random(1);
    let mut level = |rows: std::ops::Range<u8>| {
        let cells = rows.flat_map(|row| (0xa1..=0xfe).map(move |cell| [row, cell]));
        let mut level: Vec<char> = cells
            .filter_map(|bytes| encoding_rs::GBK.decode(&bytes).0.chars().next())
            .filter(|&c| is_bmp_ideograph(c))
            .collect();
        for at in (1..level.len()).rev() {
            level.swap(at, random.below(at + 1));
        }
        level
    };
    let mut chars = level(0xb0..0xd8);
    chars.extend(level(0xd8..0xf8));
    let others: Vec<char> =
        ('\u{4e00}'..='\u{9fa5}').step_by(17).filter(|c| !chars.contains(c)).take(1200).collect();
    chars.extend(others);
    chars
}

/// Words, the commonest first, and the sums of their weights.
pub(crate) struct Lexicon {
    chars: Vec<char>,
    words: Vec<String>,
    sums: Vec<f64>,
    latin: Vec<String>,
    latin_sums: Vec<f64>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let chars = han();
        let mut random = Random(20_191_008);
        let weight = |i: usize| (-(i as f64) / 900.0).exp() / (i as f64 + 12.0) + 5e-7;
        let char_sums = sums((0..chars.len()).map(weight));
        let (mut words, mut known) = (Vec::new(), std::collections::HashSet::new());
        let mut singles = chars.iter();
        while words.len() < VOCABULARY {
            let i = words.len();
            let single = match i {
                0..150 => 0.62,
                150..4000 => 0.28,
                4000..30_000 => 0.07,
                _ => 0.004,
            };
            let share = random.share();
            let mut several =
                |count| (0..count).map(|_| chars[random.weighted(&char_sums)]).collect();
            let word: String = if share < single {
                singles.next().map_or_else(|| several(2), |c| String::from(*c))
            } else {
                let share = (share - single) / (1.0 - single);
                let (three, four) = if i < 5000 { (0.02, 0.01) } else { (0.22, 0.2) };
                several(if share < four {
                    4
                } else if share < four + three {
                    3
                } else {
                    2
                })
            };
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let latin = latin_words(&mut random);
        Self {
            sums: sums((0..words.len()).map(|i| 1.0 / (i as f64 + 6.0).powf(1.02))),
            latin_sums: sums((0..latin.len()).map(|i| 1.0 / (i as f64 + 3.0))),
            chars,
            words,
            latin,
        }
    }

    /// Returns one of a word's usual followers, which depend on the word alone.
    fn after(&self, word: usize, which: usize) -> usize {
        let mut random = Random((word as u64) << 8 | which as u64);
        random.weighted(&self.sums)
    }
}

fn latin_words(random: &mut Random) -> Vec<String> {
    let begins =
        ["", "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "st", "pr", "th", "w"];
    let ends = [
        "a", "e", "i", "o", "u", "an", "er", "in", "on", "al", "ate", "ing", "ion", "is", "us",
        "ter",
    ];
    let word = |i: usize| -> String {
        let syllables =
            [1, 2, 2, 3, 3, 4][(6.0 * (i as f64 / LATIN_WORDS as f64).powf(0.4)) as usize];
        let mut syllable =
            || begins[random.below(begins.len())].to_owned() + ends[random.below(ends.len())];
        (0..syllables).map(|_| syllable()).collect()
    };
    let mut known = std::collections::HashSet::new();
    let words: Vec<String> = (0..LATIN_WORDS).map(word).collect();
    words.into_iter().filter(|word| known.insert(word.clone())).collect()
}

/// Composes one post.
struct Writer<'a> {
    lexicon: &'a Lexicon,
    number: usize,
    random: Random,
    size: usize,
    is_english: bool,
    /// Words that are rare elsewhere, and names.
    own: Vec<(Option<usize>, String)>,
    topic: [String; 2],
}

impl<'a> Writer<'a> {
    fn new(lexicon: &'a Lexicon, number: usize, most: usize) -> Self {
        let mut random = Random(1_000_003 + number as u64 * 7919);
        let size = (MEDIAN.ln() + SPREAD * random.normal()).exp().max(LEAST) as usize;
        let size = size.min(most);
        let is_english = random.share() < ENGLISH;
        let mut own = Vec::new();
        for _ in 0..12 + size / 700 {
            let word = random.low(lexicon.words.len(), RARE);
            own.push((Some(word), lexicon.words[word].clone()));
        }
        let surnames: Vec<char> = SURNAMES.chars().collect();
        for _ in 0..2 + size / 4000 {
            let mut name = String::from(surnames[random.low(surnames.len(), 1.5)]);
            let given = if random.share() < 0.3 { 1 } else { 2 };
            name.extend((0..given).map(|_| lexicon.chars[random.below(1800)]));
            own.push((None, name));
        }
        let topic = std::array::from_fn(|_| own[random.below(own.len())].1.clone());
        Self { lexicon, number, random, size, is_english, own, topic }
    }

    fn latin(&mut self) -> String {
        let kind = self.random.share();
        let mut random = |n| self.random.below(n);
        if kind < 0.22 {
            return format!("{}年", 2024 - self.random.low(80, 3.0));
        }
        if kind < 0.34 {
            return format!("{}月{}日", 1 + random(12), 1 + random(31));
        }
        if kind < 0.62 {
            let number = match random(10) {
                0..7 => format!("{}", 10_f64.powf(5.0 * self.random.share()) as u32),
                _ => format!("{:.1}", 100.0 * self.random.share()),
            };
            return number + if self.random.share() < 0.2 { "%" } else { "" };
        }
        let word = &self.lexicon.latin[self.random.weighted(&self.lexicon.latin_sums)];
        match kind {
            kind if kind < 0.7 => word.to_uppercase(),
            kind if kind < 0.9 => capitalized(word),
            _ => word.clone(),
        }
    }

    fn clause(&mut self, length: usize) -> String {
        let (mut clause, mut chars) = (String::new(), 0);
        let mut last: Option<usize> = None;
        while chars < length {
            let share = self.random.share();
            let piece = if let Some(word) = last.filter(|_| share < FOLLOW) {
                let follower =
                    self.lexicon.after(word, (FOLLOWERS * self.random.share().powi(2)) as usize);
                last = Some(follower);
                self.lexicon.words[follower].clone()
            } else if share > 1.0 - OWN {
                let (word, piece) = self.own[self.random.low(self.own.len(), 1.6)].clone();
                last = word;
                piece
            } else if share > 1.0 - OWN - LATIN {
                last = None;
                self.latin()
            } else {
                let word = self.random.weighted(&self.lexicon.sums);
                last = Some(word);
                self.lexicon.words[word].clone()
            };
            chars += piece.chars().count();
            clause.push_str(&piece);
        }
        clause
    }

    fn sentence(&mut self) -> String {
        if self.is_english {
            let words = 6 + self.random.below(20);
            let words: Vec<&str> = (0..words)
                .map(|_| {
                    self.lexicon.latin[self.random.weighted(&self.lexicon.latin_sums)].as_str()
                })
                .collect();
            return capitalized(&words.join(" ")) + ". ";
        }
        let count = 1 + self.random.below(4);
        let mut clauses: Vec<String> = (0..count)
            .map(|_| {
                let length = 4 + self.random.below(14);
                self.clause(length)
            })
            .collect();
        if self.random.share() < 0.12 {
            let last = clauses.pop().unwrap_or_default();
            clauses.push(format!("“{last}”"));
        }
        if self.random.share() < 0.06 {
            clauses[0] = format!("《{}》{}", self.clause(5), clauses[0]);
        }
        if self.random.share() < 0.1 {
            clauses.insert(0, self.topic.concat());
        }
        let end = match self.random.below(30) {
            0..27 => "。",
            27..29 => "？",
            _ => "！",
        };
        clauses.join("，") + end
    }

    fn paragraphs(&mut self) -> Vec<String> {
        let (mut paragraphs, mut bytes) = (Vec::new(), 0);
        while bytes < self.size {
            let sentences = 1 + self.random.below(5);
            let paragraph: String = (0..sentences).map(|_| self.sentence()).collect();
            bytes += paragraph.len();
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    /// Returns the file's name and text; half of the text is markup, as in archived feeds.
    fn post(&mut self) -> (String, String) {
        let title = self.topic[0].clone() + &self.clause(8);
        let mut random = |n| self.random.below(n);
        let (year, month, day) = (2014 + random(11), 1 + random(12), 1 + random(28));
        let (hour, minute, author, category) = (random(24), random(60), random(400), random(8));
        let date = format!("{year}-{month:02}-{day:02}");
        let mut text = format!(
            "---\nlayout: post\ntitle: \"{title}\"\ndate: {date}T{hour:02}:{minute:02}:00+08:00\n\
             author: author{author}\nfrom: https://example.com/{author}/{}\n\
             tags: [ author{author} ]\ncategories: [ category{category} ]\n---\n",
            self.number
        );
        for paragraph in self.paragraphs() {
            let (kind, block) = (self.random.share(), self.random.next() as u32);
            if kind < 0.03 {
                let _ = writeln!(text, "<h3>{}</h3>", self.clause(6));
            } else if kind < 0.08 {
                let _ = writeln!(
                    text,
                    "<figure class=\"wp-block-image size-large\"><img src=\"https://example.com/{year}/\
                     {block:08x}.png\" alt=\"\" loading=\"lazy\" width=\"1024\" height=\"683\"></figure>"
                );
            }
            let chars: Vec<char> = paragraph.chars().collect();
            let part = |range: std::ops::Range<usize>| -> String {
                chars[range.start.min(chars.len())..range.end.min(chars.len())].iter().collect()
            };
            let paragraph = if kind > 0.85 {
                let at = chars.len() / 2;
                let (before, linked, behind) =
                    (part(0..at), part(at..at + 5), part(at + 5..chars.len()));
                format!(
                    "{before}<a href=\"https://example.com/link/{block}\" target=\"_blank\" \
                     rel=\"noopener noreferrer\">{linked}</a>{behind}"
                )
            } else if kind > 0.75 {
                format!("<strong>{}</strong>{}", part(0..6), part(6..chars.len()))
            } else {
                paragraph
            };
            let _ = writeln!(
                text,
                "<section class=\"block-{block:08x}\" data-role=\"paragraph\" style=\"box-sizing: \
                 border-box; padding: 0px 8px;\"><p style=\"text-align: justify; line-height: 1.75em; \
                 margin-bottom: 15px; letter-spacing: 1px;\"><span style=\"font-size: 16px; color: \
                 #333333; font-family: sans-serif;\">{paragraph}</span></p></section>"
            );
        }
        (format!("{date}-{:08}.md", self.number), text)
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// Returns the archive in `KANBAO_BENCH_ARCHIVE`, or generates one of `KANBAO_BENCH_POSTS` posts
/// (default 5,000), each with at most about `KANBAO_BENCH_BYTES` bytes of text.
pub(crate) fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("KANBAO_BENCH_ARCHIVE") {
        return folder.into();
    }
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse::<usize>().ok());
    let count = number("KANBAO_BENCH_POSTS").unwrap_or(5000);
    let most = number("KANBAO_BENCH_BYTES").unwrap_or(MOST);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("realistic-{count}-{most}"));
    if folder.join("whole").exists() {
        return folder;
    }
    let posts = folder.join("_posts");
    fs::create_dir_all(&posts).unwrap();
    let (lexicon, next) = (Lexicon::new(), AtomicUsize::new(0));
    let write = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                break;
            }
            let (name, text) = Writer::new(&lexicon, number, most).post();
            fs::write(posts.join(name), text).unwrap();
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(write);
        }
    });
    fs::write(folder.join("whole"), "").unwrap();
    folder
}
