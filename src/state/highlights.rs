//! Highlighted passages with colours and notes.
//!
//! A highlight has three records: its passage, which never changes, its colour and its note. If one
//! machine changes the colour and another the note, both changes survive. A highlight exists as
//! long as its passage does, so a removed one stays removed, whatever is written to it elsewhere.
//! Its id is made from the passage, so two machines that highlight the same text make one
//! highlight.

use serde::{Deserialize, Serialize};

use crate::hash::fnv1a;
use crate::state::passage::Passage;
use crate::state::record::Kind;
use crate::state::{Change, State, TooLong, tags};

/// The colour of a highlight; a theme gives each its look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// The default, which needs no record.
    #[default]
    Yellow,
    /// The second.
    Green,
    /// The third.
    Blue,
    /// The fourth.
    Red,
}

impl Colour {
    /// Every colour.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Red];

    /// The stable name in logs and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }

    /// The colour with a stable name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }

    /// The colour after this one; the first after the last.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Yellow => Self::Green,
            Self::Green => Self::Blue,
            Self::Blue => Self::Red,
            Self::Red => Self::Yellow,
        }
    }
}

/// A highlight of a post. Its texts may come from files others wrote: clean them before showing them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Its id within the post.
    pub id: Box<str>,
    /// What is highlighted.
    pub passage: Passage,
    /// Its colour.
    pub colour: Colour,
    /// The note on it; not empty.
    pub note: Option<Box<str>>,
    /// When it was made, in milliseconds since 1970.
    pub made: u64,
}

impl Passage {
    /// The id of a highlight over it.
    pub fn id(&self) -> String {
        let Self { exact, prefix, suffix, start, end } = self;
        let whole = format!("{exact}\0{prefix}\0{suffix}\0{start}\0{end}");
        format!("{:016x}", fnv1a(whole.as_bytes()))
    }
}

/// The value of a highlight's record.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Marked {
    #[serde(flatten)]
    passage: Passage,
    /// When it was made, in milliseconds since 1970. Not the record's time, which an undo changes.
    #[serde(default)]
    made: u64,
}

/// Parses the value of a highlight's record; `None` if it is damaged.
pub(super) fn parse(value: &str) -> Option<Marked> {
    serde_json::from_str(value).ok().filter(|marked: &Marked| marked.passage.is_sound())
}

/// Whether a text can be the value of a record of this kind.
pub fn is_value(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Highlight => parse(value).is_some(),
        Kind::HighlightColour => Colour::of_name(value).is_some(),
        _ => true,
    }
}

impl Change {
    /// Highlights a passage of a post at `made`, in milliseconds since 1970.
    pub fn highlight(post: &[u8], passage: &Passage, made: u64) -> Result<Self, TooLong> {
        let marked = Marked { passage: passage.clone(), made };
        let value = serde_json::to_string(&marked).map_err(|_| TooLong)?;
        Self::new(Kind::Highlight, &tags::key(post, &passage.id()), Some(&value))
    }

    /// Gives a highlight a colour.
    pub fn highlight_colour(post: &[u8], id: &str, colour: Colour) -> Self {
        let value = Some(colour.name()).filter(|_| colour != Colour::default());
        let key = tags::key(post, id).into();
        Self { kind: Kind::HighlightColour, key, value: value.map(Into::into) }
    }

    /// Sets the note on a highlight, or removes it.
    pub fn highlight_note(post: &[u8], id: &str, note: Option<&str>) -> Result<Self, TooLong> {
        let note = note.filter(|note| !note.trim().is_empty());
        Self::new(Kind::HighlightNote, &tags::key(post, id), note)
    }

    /// Removes a highlight with its colour and its note.
    pub fn remove_highlight(post: &[u8], id: &str) -> [Self; 3] {
        let key = tags::key(post, id).into_boxed_slice();
        [Kind::Highlight, Kind::HighlightColour, Kind::HighlightNote].map(|kind| Self {
            kind,
            key: key.clone(),
            value: None,
        })
    }
}

impl State {
    /// The highlights of a post, in the order of their passages.
    pub fn highlights(&self, post: &[u8]) -> Vec<Highlight> {
        let ids = self.highlighted.get(post).into_iter().flatten();
        let mut all: Vec<Highlight> = ids.filter_map(|id| self.highlight(post, id)).collect();
        all.sort_by_key(|highlight| (highlight.passage.start, highlight.passage.end));
        all
    }

    /// A highlight of a post.
    pub fn highlight(&self, post: &[u8], id: &str) -> Option<Highlight> {
        let key = tags::key(post, id);
        let found = self.table(Kind::Highlight)?.get(&key)?;
        let colour = self.value(Kind::HighlightColour, &key).and_then(Colour::of_name);
        let note = self.value(Kind::HighlightNote, &key).filter(|note| !note.trim().is_empty());
        let Marked { passage, made } = parse(found.value?)?;
        Some(Highlight {
            passage,
            id: id.into(),
            colour: colour.unwrap_or_default(),
            note: note.map(Into::into),
            made,
        })
    }

    /// Whether a post has highlights.
    pub fn has_highlights(&self, post: &[u8]) -> bool {
        self.highlighted.contains_key(post)
    }

    /// The paths of all posts with highlights, in any order.
    pub fn highlighted(&self) -> impl Iterator<Item = &[u8]> {
        self.highlighted.keys().map(|post| &**post)
    }

    /// The changes that copy the highlights of a post to another path.
    pub(super) fn highlights_passed(&self, from: &[u8], to: &[u8]) -> Vec<Change> {
        let ids = self.highlighted.get(from).into_iter().flatten();
        let copies = ids.flat_map(|id| {
            let (from, to) = (tags::key(from, id), tags::key(to, id));
            [Kind::Highlight, Kind::HighlightColour, Kind::HighlightNote]
                .into_iter()
                .filter_map(move |kind| Change::new(kind, &to, Some(self.value(kind, &from)?)).ok())
        });
        copies.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::record::{Op, Record, Stamp};
    use proptest::prelude::*;

    const TEXT: &str = "甲乙丙丁戊己庚辛壬癸";

    fn passage(from: usize, to: usize) -> Passage {
        Passage::of(TEXT, from * 3..to * 3).unwrap()
    }

    /// The highlights of the post `p`: quote, colour, note.
    fn shown(state: &State) -> Vec<String> {
        let show = |one: Highlight| {
            let (colour, note) = (one.colour.name(), one.note.unwrap_or_default());
            format!("{} {colour} {note}", one.passage.exact)
        };
        state.highlights(b"p").into_iter().map(show).collect()
    }

    #[test]
    fn highlights_are_made_changed_and_removed() {
        let mut state = State::new("h");
        let (one, two) = (passage(4, 6), passage(1, 2));
        let changes = [&one, &two].map(|passage| Change::highlight(b"p", passage, 5).unwrap());
        state.change(&changes, 5);
        assert_eq!(shown(&state), ["乙 yellow ", "戊己 yellow "]);
        let id = one.id();
        let changes = [
            Change::highlight_colour(b"p", &id, Colour::Red),
            Change::highlight_note(b"p", &id, Some("为什么？")).unwrap(),
        ];
        state.change(&changes, 6);
        assert_eq!(shown(&state), ["乙 yellow ", "戊己 red 为什么？"]);
        let removed = state.change(&Change::remove_highlight(b"p", &id), 7);
        assert_eq!(shown(&state), ["乙 yellow "]);
        assert!(state.all(Kind::HighlightNote).is_empty(), "nothing of it is left");
        state.change(&removed.undo, 8);
        assert_eq!(state.highlight(b"p", &id).unwrap().made, 5);
        assert_eq!(shown(&state), ["乙 yellow ", "戊己 red 为什么？"]);
        assert!(!state.has_highlights(b"q"));
        assert_eq!(state.highlighted().collect::<Vec<_>>(), [b"p"]);
    }

    #[test]
    fn two_machines_that_highlight_offline_lose_nothing() {
        let mut common = State::new("a");
        let first =
            common.change(&[Change::highlight(b"p", &passage(0, 2), 5).unwrap()], 1).records;
        let id = passage(0, 2).id();
        let on = |host: &str, now, changes: &[Change]| {
            let mut state = State::new(host);
            for record in &first {
                state.apply(record, "a");
            }
            state.change(changes, now).records
        };
        // One machine highlights and colours a passage; the other highlights it and writes a note.
        let same = Change::highlight(b"p", &passage(5, 7), 5).unwrap();
        let one = on("a", 10, &[Change::highlight_colour(b"p", &id, Colour::Blue), same.clone()]);
        let note = Change::highlight_note(b"p", &id, Some("记")).unwrap();
        let other = Change::highlight(b"p", &passage(8, 9), 5).unwrap();
        let two = on("b", 20, &[note, same, other]);
        let expected = ["甲乙 blue 记", "己庚 yellow ", "壬 yellow "];
        for order in [[&first, &one, &two], [&two, &one, &first], [&one, &first, &two]] {
            let mut state = State::new("c");
            for record in order.into_iter().chain(order).flatten() {
                state.apply(record, "x");
            }
            assert_eq!(shown(&state), expected);
        }
    }

    #[test]
    fn a_removed_highlight_is_not_brought_back_by_a_later_note() {
        let mut one = State::new("a");
        let made = one.change(&[Change::highlight(b"p", &passage(0, 2), 5).unwrap()], 1).records;
        let id = passage(0, 2).id();
        let removed = one.change(&Change::remove_highlight(b"p", &id), 10).records;
        let mut two = State::new("b");
        for record in &made {
            two.apply(record, "a");
        }
        let note = [
            Change::highlight_note(b"p", &id, Some("记")).unwrap(),
            Change::highlight_colour(b"p", &id, Colour::Green),
        ];
        let noted = two.change(&note, 20).records;
        for order in [[&made, &removed, &noted], [&noted, &removed, &made]] {
            let mut state = State::new("c");
            for record in order.into_iter().flatten() {
                state.apply(record, "x");
            }
            assert_eq!(shown(&state), Vec::<String>::new());
            assert!(!state.has_highlights(b"p"));
        }
    }

    #[test]
    fn damaged_records_are_no_highlights() {
        let mut state = State::new("h");
        let long = "x".repeat(33);
        for value in [
            "",
            "{",
            "[]",
            r#"{"exact":1}"#,
            r#"{"exact":" \n"}"#,
            r#"{"exact":"甲","start":-1}"#,
            &format!(r#"{{"exact":"甲","prefix":"{long}"}}"#),
        ] {
            let key = tags::key(b"p", "x").into_boxed_slice();
            let stamp = Stamp { ms: 1, seq: value.len() as u32 };
            let record = Record { stamp, op: Op::Set(Kind::Highlight), key, value: value.into() };
            state.apply(&record, "h");
            assert_eq!(shown(&state), Vec::<String>::new(), "{value}");
            assert!(!is_value(Kind::Highlight, value));
        }
        assert!(!state.has_highlights(b"p"));
        assert_eq!(state.records().len(), 1, "kept all the same");
        // An unknown colour is the first; a key without an id belongs to no post.
        state.change(&[Change::highlight(b"p", &passage(0, 1), 5).unwrap()], 9);
        let odd =
            Change::new(Kind::HighlightColour, &tags::key(b"p", &passage(0, 1).id()), Some("x"));
        let without_id = Change::new(Kind::Highlight, b"p", Some(r#"{"exact":"甲"}"#));
        state.change(&[odd.unwrap(), without_id.unwrap()], 10);
        assert_eq!(shown(&state), ["甲 yellow "]);
    }

    /// Records about few highlights, with few stamps, so that they collide.
    fn records() -> impl Strategy<Value = Vec<(Record, u8)>> {
        let change = (0..3usize, 0..7u8).prop_map(|(at, what)| {
            let passage = passage(at, at + 2);
            let id = passage.id();
            let [removed, ..] = Change::remove_highlight(b"p", &id);
            match what {
                0 | 1 => Change::highlight(b"p", &passage, 5).unwrap(),
                2 => Change::highlight_colour(b"p", &id, Colour::Red),
                3 => Change::highlight_colour(b"p", &id, Colour::Yellow),
                4 => Change::highlight_note(b"p", &id, Some("记")).unwrap(),
                5 => Change::highlight_note(b"p", &id, None).unwrap(),
                _ => removed,
            }
        });
        let record = (0..5u64, change, 0..3u8)
            .prop_map(|(ms, change, host)| (change.record(Stamp { ms, seq: 0 }), host));
        prop::collection::vec(record, 0..30)
    }

    fn merged<'a>(records: impl IntoIterator<Item = &'a (Record, u8)>) -> State {
        let mut state = State::new("0");
        for (record, host) in records {
            state.apply(record, &host.to_string());
        }
        state
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Commutative and idempotent.
        #[test]
        fn records_in_any_order_and_number_are_the_same_highlights(
            (records, shuffled) in records().prop_flat_map(|records| {
                let twice = [records.clone(), records.clone()].concat();
                (Just(records), Just(twice).prop_shuffle())
            })
        ) {
            prop_assert_eq!(shown(&merged(&records)), shown(&merged(&shuffled)));
        }

        /// Associative: what two machines merged first does not matter.
        #[test]
        fn merges_in_any_grouping_are_the_same(
            (a, b, c) in (records(), records(), records())
        ) {
            let all = merged(a.iter().chain(&b).chain(&c));
            let of_two: Vec<(Record, u8)> = merged(b.iter().chain(&c))
                .records()
                .into_iter()
                .map(|(record, host)| (record, host.parse().unwrap()))
                .collect();
            let grouped = merged(a.iter().chain(&of_two));
            prop_assert_eq!(shown(&grouped), shown(&all));
            prop_assert_eq!(grouped.records(), all.records());
        }

        #[test]
        fn the_index_is_what_the_table_says(records in records()) {
            let state = merged(&records);
            let of_table = state.all(Kind::Highlight).len();
            prop_assert_eq!(state.highlights(b"p").len(), of_table);
            prop_assert_eq!(state.has_highlights(b"p"), of_table > 0);
        }
    }
}
