//! A post without its body as bytes, for a store: all that lists, facets and queries need.
//!
//! The row of a post whose file has not changed stands for reading it. What depends on the time or on
//! settings is decided when the row is read.

use crate::archive::date::PostDate;
use crate::archive::post::{Post, PostKey, Problem, ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::site::Site;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::store::varint;
use packed::{Packed, push_text};

pub(in crate::archive) mod packed;

const DERIVED: u8 = 1;
const DATED: u8 = 2;
const TIMED: u8 = 4;
const ZONED: u8 = 8;
const WITH_URL: u8 = 16;
const LINKS: u8 = 32;
const IMAGES: u8 = 64;
const PARTS_KNOWN: u8 = 128;
/// Beside the status: a sketch follows.
const SKETCHED: u8 = 128;

/// The numbers of a sketch.
pub const SKETCH: usize = 16;

/// Shows whether a text can be nearly the same as that of another post.
pub type Sketch = [u16; SKETCH];

/// What a body contains, as far as queries can ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Whether it has links.
    pub links: bool,
    /// Whether it has images.
    pub images: bool,
    /// The sketch of its text; `None` if that is too short.
    pub sketch: Option<Sketch>,
}

/// The row of a post; `parts` is what its body has, if that is known.
pub fn row_of(post: &Post, parts: Option<Parts>) -> Vec<u8> {
    let mut row = Vec::with_capacity(256);
    let date = post.date;
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    row.push(
        flag(post.title_derived, DERIVED)
            | flag(date.is_some(), DATED)
            | flag(date.is_some_and(|date| date.has_time), TIMED)
            | flag(date.is_some_and(|date| date.has_zone), ZONED)
            | flag(post.url.is_some(), WITH_URL)
            | flag(parts.is_some(), PARTS_KNOWN)
            | flag(parts.is_some_and(|parts| parts.links), LINKS)
            | flag(parts.is_some_and(|parts| parts.images), IMAGES),
    );
    let sketch = parts.and_then(|parts| parts.sketch);
    row.push(post.status as u8 | if sketch.is_some() { SKETCHED } else { 0 });
    row.extend(sketch.into_iter().flatten().flat_map(u16::to_le_bytes));
    if let Some(date) = date {
        row.extend_from_slice(&date.seconds.to_le_bytes());
        row.extend_from_slice(&date.offset_minutes.to_le_bytes());
    }
    push_text(&mut row, post.title.as_str());
    for names in [&post.categories, &post.tags, &post.authors] {
        varint::push(&mut row, names.len());
        for name in names {
            push_text(&mut row, name.as_str());
        }
    }
    if let Some(url) = &post.url {
        push_text(&mut row, url.as_str());
    }
    varint::push(&mut row, post.problems.len());
    post.problems.iter().for_each(|problem| push_problem(&mut row, problem));
    row
}

/// What the body of a row's post has; `None` if the row does not say.
pub fn parts_of(row: &[u8]) -> Option<Parts> {
    let mut rest = Rest(row);
    let [flags, status] = rest.bytes()?;
    let has = |flag: u8| flags & flag != 0;
    let sketch = if status & SKETCHED != 0 { Some(rest.sketch()?) } else { None };
    has(PARTS_KNOWN).then(|| Parts { links: has(LINKS), images: has(IMAGES), sketch })
}

/// The post of a row; `None` if it is none. `now`, in seconds since 1970, and the site decide whether
/// it is in the future.
pub fn post_of(key: &[u8], row: &[u8], site: &Site, now: i64) -> Option<Post> {
    let mut rest = Rest(row);
    let [flags, status] = rest.bytes()?;
    let has = |flag: u8| flags & flag != 0;
    if status & SKETCHED != 0 {
        rest.sketch()?;
    }
    let status = status & !SKETCHED;
    let mut status = *Status::ALL.iter().find(|known| **known as u8 == status)?;
    let date = if has(DATED) {
        Some(PostDate {
            seconds: i64::from_le_bytes(rest.bytes()?),
            offset_minutes: i16::from_le_bytes(rest.bytes()?),
            has_time: has(TIMED),
            has_zone: has(ZONED),
        })
    } else {
        None
    };
    if matches!(status, Status::Shown | Status::Future) {
        let is_future = site.hides_future() && date.is_some_and(|date| date.seconds > now);
        status = if is_future { Status::Future } else { Status::Shown };
    }
    let title = rest.text()?;
    let (categories, tags, authors) = (rest.texts()?, rest.texts()?, rest.texts()?);
    let url = if has(WITH_URL) { Some(rest.text()?) } else { None };
    let problems = rest.problems()?;
    rest.0.is_empty().then(|| Post {
        key: PostKey::new(key),
        title,
        title_derived: has(DERIVED),
        date,
        categories,
        tags,
        authors,
        url,
        status,
        problems,
        version: None,
    })
}

pub(super) fn push_problem(row: &mut Vec<u8>, problem: &Problem) {
    varint::push(row, problem.line as usize);
    push_text(row, problem.kind.name());
    problem.wrong.push(row);
    push_text(row, problem.done.name());
    push_text(row, problem.done.value().as_str());
}

/// What is left of a row.
pub(super) struct Rest<'a>(pub &'a [u8]);

impl Rest<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    fn sketch(&mut self) -> Option<Sketch> {
        let bytes = self.bytes::<{ 2 * SKETCH }>()?;
        let mut sketch = [0; SKETCH];
        for (number, pair) in sketch.iter_mut().zip(bytes.chunks_exact(2)) {
            *number = u16::from_le_bytes(pair.try_into().ok()?);
        }
        Some(sketch)
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        varint::take(&mut self.0)
    }

    pub(super) fn text(&mut self) -> Option<CleanText> {
        CleanText::take(&mut self.0)
    }

    pub(super) fn texts(&mut self) -> Option<Vec<CleanText>> {
        (0..self.number()?).map(|_| self.text()).collect()
    }

    pub(super) fn problems(&mut self) -> Option<Vec<Problem>> {
        (0..self.number()?).map(|_| self.problem()).collect()
    }

    fn problem(&mut self) -> Option<Problem> {
        let line = self.number()? as u32;
        let name = self.text()?;
        let kind = *ProblemKind::ALL.iter().find(|kind| kind.name() == name.as_str())?;
        let wrong = Wrong::take(&mut self.0)?;
        let done = Remedy::of(self.text()?.as_str(), &self.text()?)?;
        Some(Problem { line, kind, wrong, done })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::archive::resolve::PostFile;
    use crate::archive::site::Dates;

    const NOW: i64 = 1_700_000_000;

    fn same(post: &Post, other: &Post) -> bool {
        format!("{post:?}") == format!("{other:?}")
    }

    #[test]
    fn posts_are_read_as_they_were() {
        let dates = Dates { hide_future: true, ..Dates::at(NOW) };
        let config = "url: https://a.org\ntimezone: Asia/Shanghai";
        let hides = Site::jekyll(Some(config.as_bytes())).0.with(dates);
        let shows = hides.clone().with(Dates::at(NOW));
        for text in [
            "---\ntitle: 甲\ndate: 2020-01-02 08:00:00 +0800\ntags: [乙, 丙]\nauthor: 丁\n---\n正文",
            "---\ntitle: 甲\ndate: 2099-01-02\ncategories: a/b\n---\n正文",
            "---\ndraft: true\ndate: tuesday\n---\n",
            "没有字段",
            "\u{0}\u{1}",
        ] {
            for name in ["_posts/2020-01-02-a.md", "_posts/x.md", "_drafts/y.html"] {
                let key = PostKey::new(name.as_bytes());
                let post = |site| PostFile::new(&key, text.as_bytes(), site).post(NOW);
                let row = row_of(&post(&hides), None);
                assert_eq!(parts_of(&row), None);
                for (links, images) in [(false, true), (true, false)] {
                    let parts =
                        Some(Parts { links, images, sketch: links.then_some([513; SKETCH]) });
                    let row = row_of(&post(&hides), parts);
                    assert_eq!(parts_of(&row), parts);
                    let read = post_of(key.as_bytes(), &row, &hides, NOW).unwrap();
                    assert!(same(&read, &post(&hides)));
                }
                for site in [&hides, &shows] {
                    let read = post_of(key.as_bytes(), &row, site, NOW).unwrap();
                    assert!(same(&read, &post(site)), "{text} {name}: {read:?}");
                }
                for end in 0..row.len() {
                    assert!(post_of(b"x", &row[..end], &hides, NOW).is_none(), "{text} {end}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_row_is_tolerated(row in prop::collection::vec(any::<u8>(), 0..60)) {
            post_of(b"x", &row, &Site::plain(), NOW);
            parts_of(&row);
        }
    }
}
