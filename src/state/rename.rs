//! Moved posts: transfers the state of a missing path to the post with the same file name (S54).

use std::collections::{HashMap, HashSet};

use crate::state::record::{Kind, Op, Record};
use crate::state::table::Table;
use crate::state::{Change, State, Step, place};

const OF_POSTS: [Kind; 4] = [Kind::Read, Kind::Star, Kind::Note, Kind::Position];

impl State {
    /// Transfers the state of each missing path to the only post with the same file name and no
    /// records of its own. Does nothing if two such posts or two missing paths match (S54). A moved
    /// post keeps the time when it was read.
    ///
    /// `posts` are the keys of all posts; `is_there` returns whether a key is one of them. Call
    /// this after a complete load with `None` for `touched`, then with the paths that have appeared
    /// or vanished since: only posts with their file names are compared. `now` is in milliseconds
    /// since 1970.
    pub fn follow_renames<'a>(
        &mut self,
        posts: impl Iterator<Item = &'a [u8]> + Clone,
        is_there: impl Fn(&[u8]) -> bool,
        touched: Option<&[&'a [u8]]>,
        now: u64,
    ) -> Step {
        let tables = OF_POSTS.into_iter().filter_map(|kind| self.table(kind));
        let with_value = tables.flat_map(Table::iter).filter(|found| found.value.is_some());
        let parts = self.tagged.keys().chain(self.highlighted.keys()).map(|key| &**key);
        let known = with_value.map(|found| found.key).chain(parts);
        // Compare file names first: that is cheaper than `is_there`, and few paths change at a
        // time.
        let names: Option<HashSet<&[u8]>> =
            touched.map(|touched| touched.iter().map(|path| file_name(path)).collect());
        let may_have_moved =
            |key: &&[u8]| names.as_ref().is_none_or(|names| names.contains(file_name(key)));
        let missing: HashSet<&[u8]> =
            known.filter(may_have_moved).filter(|key| !is_there(key)).collect();
        if missing.is_empty() {
            return Step::default();
        }
        let mut gone: HashMap<&[u8], Unique<'_>> = HashMap::new();
        for key in missing {
            gone.entry(file_name(key)).or_default().add(key);
        }
        let mut heirs: HashMap<&[u8], Unique<'_>> = HashMap::new();
        for post in posts {
            let name = file_name(post);
            if gone.contains_key(name) && !self.has_record(post) {
                heirs.entry(name).or_default().add(post);
            }
        }
        let mut moved: Vec<(&[u8], &[u8])> = gone
            .iter()
            .filter_map(|(name, from)| Some((from.only()?, heirs.get(name)?.only()?)))
            .collect();
        moved.sort_unstable();
        let changes: Vec<Change> =
            moved.iter().flat_map(|&(from, to)| self.passed(from, to)).collect();
        let read: Vec<Record> =
            moved.iter().filter_map(|&(from, to)| self.read_passed(from, to)).collect();
        let mut step = self.change(&changes, now);
        let host = self.host().to_owned();
        for record in read {
            self.apply(&record, &host);
            step.undo.push(Change::read(&record.key, false));
            step.records.push(record);
        }
        step
    }

    /// The record that has `to` read when `from` was.
    fn read_passed(&self, from: &[u8], to: &[u8]) -> Option<Record> {
        let read = self.table(Kind::Read)?.get(from)?;
        let (key, value) = (to.into(), read.value?.into());
        Some(Record { stamp: read.stamp, op: Op::Set(Kind::Read), key, value })
    }

    /// Whether a post has any record.
    fn has_record(&self, post: &[u8]) -> bool {
        let mut tables = OF_POSTS.into_iter().filter_map(|kind| self.table(kind));
        tables.any(|table| table.get(post).is_some())
            || self.tagged.contains_key(post)
            || self.highlighted.contains_key(post)
    }

    /// The changes that copy the state of `from` to `to`, without the read mark.
    fn passed(&self, from: &[u8], to: &[u8]) -> Vec<Change> {
        let of_post = OF_POSTS
            .into_iter()
            .filter(|kind| *kind != Kind::Read)
            .filter_map(|kind| Change::new(kind, to, Some(self.value(kind, from)?)).ok());
        let marks = self.all(Kind::Mark).into_iter().filter_map(|(letter, value)| {
            let (post, anchor) = place(value)?;
            let letter = std::str::from_utf8(letter).ok()?.chars().next()?;
            (post == from).then(|| Change::mark(letter, to, anchor).ok()).flatten()
        });
        let tags = self.tags(from).map(|tag| Change::tag(to, tag, true));
        of_post.chain(tags).chain(self.highlights_passed(from, to)).chain(marks).collect()
    }
}

/// No key, one key, or too many to decide.
#[derive(Clone, Copy, Debug, Default)]
enum Unique<'a> {
    #[default]
    None,
    One(&'a [u8]),
    Many,
}

impl<'a> Unique<'a> {
    fn add(&mut self, key: &'a [u8]) {
        *self = match *self {
            Self::None => Self::One(key),
            Self::One(known) if known == key => return,
            Self::One(_) | Self::Many => Self::Many,
        };
    }

    fn only(self) -> Option<&'a [u8]> {
        if let Self::One(key) = self { Some(key) } else { None }
    }
}

fn file_name(key: &[u8]) -> &[u8] {
    key.rsplit(|&byte| byte == b'/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::passage::Passage;

    fn follow(state: &mut State, posts: &[&str], arrived: Option<&[&[u8]]>) -> Step {
        let all = posts.iter().map(|post| post.as_bytes());
        state.follow_renames(all.clone(), |key| all.clone().any(|post| post == key), arrived, 100)
    }

    /// Checks which of the current posts are read afterwards.
    fn check(known: &[(&str, bool)], posts: &[&str], expected: &[&str]) {
        let mut state = State::new("h");
        for (now, (post, read)) in known.iter().enumerate() {
            // Marking a post as unread also leaves a record.
            state.change(&[Change::read(post.as_bytes(), true)], now as u64);
            state.change(&[Change::read(post.as_bytes(), *read)], now as u64);
        }
        let mut again = |arrived| {
            let step = follow(&mut state, posts, arrived);
            let read = posts.iter().filter(|post| state.is_read(post.as_bytes()));
            (step, read.copied().collect::<Vec<_>>())
        };
        assert!(again(Some(&[b"z/other.md"])).0.records.is_empty(), "others have arrived");
        let all: Vec<&[u8]> = posts.iter().map(|post| post.as_bytes()).collect();
        let (step, read) = again(Some(&all));
        assert_eq!(read, expected, "{known:?} {posts:?}");
        assert_eq!(again(None), (Step::default(), read), "a second time changes nothing");
        state.change(&step.undo, 200);
        let before = known.iter().filter(|(_, read)| *read).map(|(post, _)| post.as_bytes());
        assert!(before.eq(state.all(Kind::Read).into_iter().map(|(post, _)| post)), "undone");
    }

    /// S54.
    #[test]
    fn the_state_of_a_moved_post_moves_with_it() {
        check(&[("a.md", true)], &["x/a.md"], &["x/a.md"]);
        check(&[("x/a.md", true)], &["a.md", "b.md"], &["a.md"]);
        // The old path is still there: a copy.
        check(&[("a.md", true)], &["a.md", "x/a.md"], &["a.md"]);
        check(&[("a.md", true)], &["x/b.md"], &[]);
        // Two candidates.
        check(&[("a.md", true)], &["x/a.md", "y/a.md"], &[]);
        // The only one without a record of its own.
        check(&[("a.md", true), ("x/a.md", false)], &["x/a.md", "y/a.md"], &["y/a.md"]);
        check(&[("a.md", true), ("x/a.md", false)], &["x/a.md"], &[]);
        // Two missing paths.
        check(&[("a.md", true), ("x/a.md", true)], &["y/a.md"], &[]);
        // A root that is not mounted.
        check(&[("a.md", true)], &[], &[]);
    }

    #[test]
    fn every_kind_moves_and_marks_point_to_the_new_path() {
        let mut state = State::new("h");
        let passage = Passage::of("甲乙丙", 3..6).unwrap();
        let id = passage.id();
        let changes = [
            Change::read(b"a.md", true),
            Change::star(b"a.md", true),
            Change::highlight(b"a.md", &passage, 1).unwrap(),
            Change::highlight_note(b"a.md", &id, Some("想")).unwrap(),
            Change::tag(b"a.md", "甲", true),
            Change::new(Kind::Note, b"a.md", Some("记")).unwrap(),
            Change::new(Kind::Position, b"a.md", Some("3:4")).unwrap(),
            Change::mark('m', b"a.md", "5:6").unwrap(),
            Change::mark('n', b"b.md", "7:8").unwrap(),
        ];
        state.change(&changes, 1);
        let step = follow(&mut state, &["new/a.md", "b.md"], None);
        assert_eq!(step.records.len(), 8);
        let post = b"new/a.md";
        assert!(state.is_starred(post));
        assert_eq!(state.time_read(post), Some(1), "when it was read, not when it moved");
        assert_eq!(state.tags(post).collect::<Vec<_>>(), ["甲"]);
        let highlights = state.highlights(post);
        assert_eq!(highlights[0].note.as_deref(), Some("想"));
        assert_eq!((highlights.len(), &highlights[0].passage), (1, &passage));
        assert_eq!((state.note(post), state.position(post)), (Some("记"), Some("3:4")));
        assert_eq!(state.mark('m'), Some((post.to_vec(), "5:6")));
        assert_eq!(state.mark('n'), Some((b"b.md".to_vec(), "7:8")));
    }
}
