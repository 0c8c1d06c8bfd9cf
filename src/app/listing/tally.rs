//! What the rows of the facet pane are made from: counts, and the facets that are chosen.

use std::cmp::{Ordering, Reverse};

use crate::app::listing::facets::{FacetRow, Row};
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::clean::{CleanStr, CleanText};
use crate::natural;
use crate::search::facets::{Counts, Facet, Kind};
use crate::search::query::field::Mark;

/// The facets of the reading state, in their order.
pub(super) const MARKED: [Facet; 5] = [
    Facet::Unread,
    Facet::Marked(Mark::Starred),
    Facet::Marked(Mark::New),
    Facet::Marked(Mark::Note),
    Facet::Marked(Mark::Highlight),
];

/// How many of the posts counted a facet of [`MARKED`] holds.
pub(super) fn marked(facet: &Facet, counts: &Counts) -> usize {
    match facet {
        Facet::Marked(mark) => counts.marked(*mark),
        _ => counts.unread(),
    }
}

/// What counts depend on: the version of the archive, whether hidden posts count, and the version
/// of the muted posts that are left out.
pub(super) type Version = (u64, bool, (u64, bool));

/// Counts of the posts that can be listed, and of the listed ones.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub all: Counts,
    /// The posts that can be listed, newest first.
    pub listable: Vec<PostId>,
    /// Posts of muted views that could be listed otherwise, newest first.
    pub muted: Vec<PostId>,
    /// Number of muted posts that meet the conditions.
    pub muted_here: usize,
    /// The version of `all`; `None` before the first count.
    pub of: Option<Version>,
    pub listed: Counts,
    /// For each kind with a chosen facet of which most posts have one: counts of the posts that meet
    /// all conditions but those of the kind.
    pub others: Vec<(Kind, Counts)>,
    /// Number of listed posts when the facets were last counted.
    pub in_facets: usize,
    /// Number of `listable` posts at the last call of `describe`.
    pub described: usize,
}

impl Totals {
    /// Counts of the posts that would be listed with another facet of a kind.
    pub(super) fn with(&self, kind: Kind) -> &Counts {
        let others = self.others.iter().find(|(other, _)| *other == kind);
        others.map_or(&self.listed, |(_, counts)| counts)
    }
}

/// What the rows are made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally<'a> {
    pub archive: &'a Archive,
    pub counts: &'a Totals,
    /// The facets that filter the list.
    pub chosen: &'a [&'a Facet],
    pub has_axis: bool,
}

impl Tally<'_> {
    pub(super) fn is_chosen(&self, facet: &Facet) -> bool {
        self.chosen.contains(&facet)
    }

    /// A row, if it has posts or filters the list.
    pub(super) fn row(
        &self,
        facet: Facet,
        label: Option<CleanText>,
        count: usize,
    ) -> Option<FacetRow> {
        let chosen = self.is_chosen(&facet);
        let label = label.unwrap_or_else(|| facet.label());
        (count > 0 || chosen).then_some(FacetRow {
            facet,
            label,
            depth: 0,
            count,
            open: None,
            chosen,
        })
    }

    /// Rows of names of one kind, each with its posts among those listed and among all; the most used
    /// first, `most` of them and those chosen. Also the number of names that have posts.
    pub(super) fn names<'n>(
        &self,
        names: impl Iterator<Item = (CleanStr<'n>, [usize; 2])>,
        facet: fn(CleanText) -> Facet,
        most: usize,
    ) -> Rows {
        let has_chosen = !self.chosen.is_empty();
        let is_chosen = |name: &CleanStr<'_>| has_chosen && self.is_chosen(&facet(name.to_clean()));
        let mut used: Vec<(Reverse<[usize; 2]>, CleanStr<'_>)> = names
            .filter(|(name, [count, _])| *count > 0 || is_chosen(name))
            .map(|(name, counts)| (Reverse(counts), name))
            .collect();
        used.sort_unstable_by(|(count, name), (other_count, other)| {
            count.cmp(other_count).then_with(|| by_name(name.as_str(), other.as_str()))
        });
        let total = used.len();
        let shown = used.into_iter().enumerate();
        let shown = shown.filter(|(at, (_, name))| *at < most || is_chosen(name));
        let row =
            |(_, (Reverse([count, _]), name)): (usize, (Reverse<[usize; 2]>, CleanStr<'_>))| {
                self.row(facet(name.to_clean()), None, count).map(Row::Facet)
            };
        Rows { rows: shown.filter_map(row).collect(), total }
    }
}

/// Orders names with equal counts: `第 2 期` before `第 10 期`.
pub(super) fn by_name(name: &str, other: &str) -> Ordering {
    natural::compare(name.as_bytes(), other.as_bytes())
}

/// Rows of a section, and how many it has at its top level.
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub total: usize,
}

impl Rows {
    pub(super) fn new(rows: Vec<Row>) -> Self {
        let total = rows.iter().filter(|row| row.is_top()).count();
        Self { rows, total }
    }

    pub(super) fn of(rows: Vec<FacetRow>) -> Self {
        Self::new(rows.into_iter().map(Row::Facet).collect())
    }
}

impl Row {
    /// Whether it is at the top level of its section.
    pub(super) fn is_top(&self) -> bool {
        !matches!(self, Self::Facet(row) if row.depth > 0)
    }
}
