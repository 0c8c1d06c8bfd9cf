//! All titles of an archive, folded and packed, to be searched on each key press.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use fixedbitset::FixedBitSet;
use memchr::memmem;

use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::fold::{Folded, fold_into, joined};
use crate::search::pinyin::{self, Class, Classes, Pattern};
use crate::search::query::Text;
use crate::search::query::field::Question;
use crate::search::query::matcher::Matcher;

/// From this many titles on, two threads search.
const WORTH_SHARING: usize = 20_000;
/// Separates titles; no title contains it.
const END: char = '\n';

/// The folded titles of an archive, by post id.
#[derive(Debug, Default)]
pub struct Titles {
    text: String,
    /// The end of each title in `text`, including [`END`].
    ends: Vec<usize>,
    /// Up to date after the last search by pinyin: most queries need none.
    readings: Mutex<Readings>,
}

/// The readings of the first titles.
#[derive(Debug, Default)]
struct Readings {
    /// The classes of all characters.
    rows: Vec<Class>,
    /// The end of each title in `rows`.
    ends: Vec<usize>,
    classes: Classes,
}

impl Titles {
    /// Folds an archive's titles.
    pub fn new(archive: &Archive) -> Self {
        let mut titles = Self::default();
        titles.update(archive);
        titles
    }

    /// Adds posts that are new in the archive, which must be the same one.
    pub fn update(&mut self, archive: &Archive) {
        for id in self.ends.len()..archive.ids_end() {
            // A removed post has no title.
            if let Some(post) = archive.post(PostId(id as u32)) {
                fold_into(post.title().as_str(), &mut self.text);
            }
            self.text.push(END);
            self.ends.push(self.text.len());
        }
    }

    /// The number of titles.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no titles.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The folded title of a post.
    pub fn folded(&self, id: PostId) -> &str {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).map(|end| end - END.len_utf8());
        let range = start.unwrap_or_default()..end.unwrap_or_default();
        self.text.get(range).unwrap_or_default()
    }

    /// The posts whose titles contain a folded text, or match it by pinyin unless it is exact; by id.
    pub fn find(&self, text: &Text) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.len());
        self.find_letters(&text.text, &mut found);
        if !text.exact && pinyin::may_be(&text.text) {
            // A panic leaves the readings of the first titles.
            let mut readings = self.readings.lock().unwrap_or_else(PoisonError::into_inner);
            readings.update(self);
            readings.find(&text.text, &mut found);
        }
        found
    }

    fn find_letters(&self, text: &str, found: &mut FixedBitSet) {
        if text.is_empty() || text.contains(END) {
            return;
        }
        let finder = memmem::Finder::new(text);
        let all = self.text.as_bytes();
        let (mut title, mut from) = (0, 0);
        while let Some(at) = all.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            while self.ends.get(title).is_some_and(|&end| end <= at) {
                title += 1;
            }
            let Some(&end) = self.ends.get(title) else { break };
            found.insert(title);
            from = end;
        }
    }
}

impl Readings {
    /// Adds the titles that are new.
    fn update(&mut self, titles: &Titles) {
        for id in self.ends.len()..titles.len() {
            let title = titles.folded(PostId(id as u32));
            self.rows.extend(title.chars().map(|c| self.classes.of(c)));
            self.ends.push(self.rows.len());
        }
    }

    /// Adds the titles that match a folded text by pinyin.
    fn find(&self, text: &str, found: &mut FixedBitSet) {
        let Some(pattern) = Pattern::new(text, &self.classes) else { return };
        let half = if self.ends.len() < WORTH_SHARING { 0 } else { self.ends.len() / 2 };
        let look = |from: usize, to: usize| -> Vec<usize> {
            let mut start = from.checked_sub(1).and_then(|last| self.ends.get(last)).copied();
            let ends = self.ends.get(from..to).unwrap_or_default().iter();
            let rows = ends.map(|&end| {
                let row = self.rows.get(start.unwrap_or_default()..end).unwrap_or_default();
                start = Some(end);
                row
            });
            (from..).zip(rows).filter(|(_, row)| pattern.is_in(row)).map(|(at, _)| at).collect()
        };
        std::thread::scope(|scope| {
            // If the thread cannot start, this one does all the work.
            let other = (half > 0)
                .then(|| std::thread::Builder::new().spawn_scoped(scope, || look(0, half)).ok());
            let other = other.flatten();
            let from = if other.is_some() { half } else { 0 };
            found.extend(look(from, self.ends.len()));
            found.extend(other.and_then(|other| other.join().ok()).unwrap_or_default());
        });
    }
}

/// The bytes of a title that a query matches, in order: by letters, else by pinyin.
pub fn marks(title: &str, matcher: &Matcher) -> Vec<Range<usize>> {
    let folded = Folded::new(title);
    let of = |question: &Question| {
        let letters = match question {
            Question::Title(wanted) => folded.find(&wanted.text),
            _ => return Vec::new(),
        };
        let read = read(&folded, question);
        letters.into_iter().chain(read.iter().map(|part| folded.original(part))).collect()
    };
    joined(matcher.questions().iter().flat_map(of).collect())
}

/// The folded parts of a title that a query matches by pinyin.
pub fn read_parts(title: &str, matcher: &Matcher) -> Vec<String> {
    let folded = Folded::new(title);
    let questions = matcher.questions().iter();
    let parts = questions.flat_map(|question| read(&folded, question));
    parts.filter_map(|part| folded.as_str().get(part).map(str::to_owned)).collect()
}

/// The parts of a folded title that a question about it matches by pinyin, as it does not by letters.
fn read(title: &Folded, question: &Question) -> Vec<Range<usize>> {
    match question {
        Question::Title(wanted) if !wanted.exact && title.find(&wanted.text).is_empty() => {
            pinyin::find(title.as_str(), &wanted.text)
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::post::{Post, PostKey, Status};
    use crate::clean::CleanText;
    use crate::search::fold::fold;
    use crate::search::query::Query;

    fn archive(titles: &[&str]) -> Archive {
        let post = |title: &&str| Post {
            key: PostKey::new(title.as_bytes()),
            title: CleanText::line(title),
            title_derived: false,
            date: None,
            categories: Vec::new(),
            tags: Vec::new(),
            authors: Vec::new(),
            url: None,
            status: Status::Shown,
            problems: Vec::new(),
            version: None,
        };
        let mut archive = Archive::default();
        archive.add(titles.iter().map(post).collect());
        archive
    }

    fn found(titles: &Titles, text: &str, exact: bool) -> Vec<usize> {
        titles.find(&Text { text: text.to_owned(), exact }).ones().collect()
    }

    #[test]
    fn letters_and_readings_are_found() {
        let titles =
            Titles::new(&archive(&["工信部：ＡＩ芯片", "GXB 快讯", "數據中心數據", "部：工信"]));
        for (text, exact, expected) in [
            ("工信部", false, &[0][..]),
            ("部：", false, &[]),
            ("部:", false, &[0, 3]),
            ("ai", false, &[0]),
            ("数据", false, &[2]),
            ("gxb", false, &[0, 1]),
            ("gxb", true, &[1]),
            ("gx", false, &[0, 1, 3]),
            ("片g", false, &[]),
            ("片\ng", false, &[]),
            ("\n", false, &[]),
            ("", false, &[]),
        ] {
            assert_eq!(found(&titles, text, exact), expected, "{text:?} {exact}");
        }
    }

    #[test]
    fn what_a_query_matches_is_marked() {
        for (title, query, expected) in [
            ("据工信部：ＡＩ芯片", "gxb", &["工信部"][..]),
            ("据工信部：ＡＩ芯片", "ai xinpian", &["ＡＩ", "芯片"]),
            ("据工信部：ＡＩ芯片", "aixp", &["ＡＩ芯片"]),
            ("GXB 和工信部", "gxb", &["GXB"]),
            ("据工信部", "\"gxb\"", &[]),
            ("據工信部", "据工 gxb", &["據工信部"]),
            ("据工信部", "body:gxb", &[]),
        ] {
            let today = jiff::civil::date(2024, 1, 1);
            let query = Query::parse(query).unwrap().resolve(today, fold);
            let found: Vec<&str> =
                marks(title, &query).into_iter().map(|at| title.get(at).unwrap()).collect();
            assert_eq!(found, expected, "{title} {query:?}");
        }
    }

    #[test]
    fn many_titles_use_two_threads_and_new_ones_are_added() {
        let names: Vec<String> = (0..WORTH_SHARING + 7)
            .map(|n| format!("{}{n:05}", if n % 3 == 0 { "工信部" } else { "财政部" }))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let whole = archive(&names);
        let mut titles = Titles::new(&archive(&names[..10]));
        assert_eq!(found(&titles, "gxb", false), [0, 3, 6, 9]);
        titles.update(&whole);
        assert_eq!(titles.len(), names.len());
        let expected: Vec<usize> = (0..names.len()).filter(|n| n % 3 == 0).collect();
        assert_eq!(found(&titles, "gxb", false), expected);
        assert_eq!(found(&titles, "工信部", false), expected);
        assert_eq!(found(&titles, "部00011", false), [11]);
    }
}
