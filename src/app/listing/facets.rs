//! The facet pane: categories as a tree, tags, years with their months, each with its count.

use std::collections::{HashMap, HashSet};

use crate::app::cursor::Cursor;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::clean::{CleanStr, CleanText};
use crate::search::facets::{Counts, Facet, Filter};
use crate::search::query::field::Mark;

/// The facets of what the reader has done, in their order.
const MARKED: [Facet; 4] = [
    Facet::Unread,
    Facet::Marked(Mark::Starred),
    Facet::Marked(Mark::New),
    Facet::Marked(Mark::Note),
];

/// How many of the posts counted a facet of [`MARKED`] holds.
fn marked(facet: &Facet, counts: &Counts) -> usize {
    match facet {
        Facet::Marked(mark) => counts.marked(*mark),
        _ => counts.unread(),
    }
}

/// Whether a facet of [`MARKED`] is shown though it holds nothing: notes are not for everyone.
fn is_of_use(facet: &Facet, all: &Counts) -> bool {
    *facet != Facet::Marked(Mark::Note) || marked(facet, all) > 0
}

/// Rows of names of one kind, each with its posts of all and of those that remain; the most used
/// first.
fn names(
    all: impl Iterator<Item = (Facet, [usize; 2])>,
    is_chosen: &impl Fn(&Facet) -> bool,
) -> Vec<FacetRow> {
    let row = |(facet, [all, count]): (Facet, [usize; 2])| {
        let (label, chosen) = (facet.label(), is_chosen(&facet));
        (all, FacetRow { facet, label, depth: 0, count, open: None, chosen })
    };
    let mut rows: Vec<(usize, FacetRow)> = all.filter(|(_, [all, _])| *all > 0).map(row).collect();
    rows.sort_by(|a, b| (b.0, &a.1.label).cmp(&(a.0, &b.1.label)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Everything: no facet at all.
    All {
        /// The posts of the list without facets.
        count: usize,
    },
    /// The name of a group, and whether a blank row stands above.
    Heading(Text),
    /// A blank row.
    Blank,
    /// The posts of each month of the year at hand; see [`App::histogram`](super::App::histogram).
    Months,
    /// A saved view.
    View {
        /// What it is called.
        name: CleanText,
        /// What it finds.
        query: CleanText,
        /// The posts that it finds, if they were counted.
        count: Option<usize>,
        /// Whether the list is narrowed by it.
        chosen: bool,
    },
    /// A category, tag, year or month, or what the reader has done.
    Facet(FacetRow),
}

/// A facet in the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// The facet.
    pub facet: Facet,
    /// What is shown: a category's label or the last part of its path, the tag, the year or the month.
    pub label: CleanText,
    /// How deep in its tree.
    pub depth: usize,
    /// Posts that would remain.
    pub count: usize,
    /// Whether a branch is open; `None` for what has nothing below.
    pub open: Option<bool>,
    /// Whether the facet is chosen.
    pub chosen: bool,
}

/// The pane's model.
#[derive(Debug, Default)]
pub struct FacetPane {
    /// All rows, as drawn.
    pub rows: Vec<Row>,
    /// Cursor and scroll place.
    pub cursor: Cursor,
    /// Branches that are open.
    open: HashSet<Facet>,
    /// What categories are called, by their paths.
    labels: HashMap<String, CleanText>,
}

impl FacetPane {
    /// An empty pane in which categories are called by these labels, found by their paths.
    pub fn labelled(labels: HashMap<String, CleanText>) -> Self {
        Self { labels, ..Self::default() }
    }

    /// What a category is called, if it is not by its name.
    pub fn category_label(&self, path: &str) -> Option<CleanStr<'_>> {
        self.labels.get(path).map(CleanText::as_clean)
    }

    /// A facet's name outside the pane.
    pub fn label(&self, facet: &Facet) -> CleanText {
        match facet {
            Facet::Category(path) => self.category_label(path.as_str()).map(CleanStr::to_clean),
            _ => None,
        }
        .unwrap_or_else(|| facet.label())
    }

    /// Makes the rows anew; the cursor stays on its facet.
    ///
    /// `all` orders the rows, so that they stand still while filters change; `remaining` is shown.
    pub fn rebuild(
        &mut self,
        archive: &Archive,
        filter: &Filter,
        all: &Counts,
        remaining: &Counts,
        views: Vec<Row>,
    ) {
        let before = self.rows.get(self.cursor.at).cloned();
        let mut rows = vec![Row::All { count: all.total() }];
        let is_chosen = |facet: &Facet| filter.facets.contains(facet);
        rows.extend(MARKED.iter().filter(|facet| is_of_use(facet, all)).map(|facet| {
            let (count, chosen) = (marked(facet, remaining), is_chosen(facet));
            let label = facet.label();
            Row::Facet(FacetRow {
                facet: facet.clone(),
                label,
                depth: 0,
                count,
                open: None,
                chosen,
            })
        }));
        if !views.is_empty() {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::Views));
            rows.extend(views);
        }
        let mut group = |heading: Text, facets: Vec<FacetRow>| {
            if !facets.is_empty() {
                rows.push(Row::Blank);
                rows.push(Row::Heading(heading));
                rows.extend(facets.into_iter().map(Row::Facet));
            }
        };
        group(Text::Categories, self.categories(archive, all, remaining, &is_chosen));
        let tags = archive.tags().map(|(id, name)| {
            (Facet::Tag(name.to_clean()), [all, remaining].map(|counts| counts.tag(id)))
        });
        group(Text::Tags, names(tags, &is_chosen));
        let authors = archive.authors().map(|(id, name)| {
            (Facet::Author(name.to_clean()), [all, remaining].map(|counts| counts.author(id)))
        });
        group(Text::Authors, names(authors, &is_chosen));
        let years = self.years(all, remaining, &is_chosen);
        let has_dates = years.iter().any(|row| row.facet != Facet::Year(None));
        group(Text::Years, years);
        let heading = rows.iter().position(|row| *row == Row::Heading(Text::Years));
        if let Some(at) = heading.filter(|_| has_dates) {
            rows.insert(at + 1, Row::Months);
        }
        self.rows = rows;
        self.keep_cursor(before.as_ref());
    }

    /// The categories, each branch before what is below it, the fuller first.
    fn categories(
        &self,
        archive: &Archive,
        all: &Counts,
        remaining: &Counts,
        is_chosen: &impl Fn(&Facet) -> bool,
    ) -> Vec<FacetRow> {
        let tree = all.tree(archive);
        let remaining = remaining.tree(archive);
        // A row sorts by the counts and names of all branches above it.
        let sort_key = |path: &CleanText| -> Vec<(std::cmp::Reverse<usize>, CleanText)> {
            let path = path.as_clean();
            let ends = path.as_str().match_indices('/').map(|(at, _)| at).chain([path.len()]);
            ends.map(|end| path.slice(0..end).to_clean())
                .map(|branch| (std::cmp::Reverse(tree.get(&branch).copied().unwrap_or(0)), branch))
                .collect()
        };
        let mut paths: Vec<&CleanText> =
            tree.iter().filter(|(_, count)| **count > 0).map(|(path, _)| path).collect();
        paths.sort_by_cached_key(|path| sort_key(path));
        let mut rows: Vec<FacetRow> = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let path = path.as_clean();
            let parts = path.as_str().matches('/').count();
            let above =
                path.as_str().rmatch_indices('/').map(|(end, _)| path.slice(0..end).to_clean());
            if above.into_iter().any(|branch| !self.open.contains(&Facet::Category(branch))) {
                continue;
            }
            let has_below = paths.get(at + 1).is_some_and(|next| {
                next.as_str().strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
            });
            let start = path.as_str().rfind('/').map_or(0, |slash| slash + 1);
            let facet = Facet::Category(path.to_clean());
            let label = self.category_label(path.as_str());
            rows.push(FacetRow {
                label: label.unwrap_or_else(|| path.slice(start..path.len())).to_clean(),
                depth: parts,
                count: remaining.get(&path.to_clean()).copied().unwrap_or(0),
                open: has_below.then(|| self.open.contains(&facet)),
                chosen: is_chosen(&facet),
                facet,
            });
        }
        rows
    }

    fn years(
        &self,
        all: &Counts,
        remaining: &Counts,
        is_chosen: &impl Fn(&Facet) -> bool,
    ) -> Vec<FacetRow> {
        let remaining_years = remaining.years();
        let mut rows = Vec::new();
        for (year, _) in all.years() {
            let facet = Facet::Year(year);
            let open = self.open.contains(&facet);
            let count = remaining_years
                .iter()
                .find(|(other, _)| *other == year)
                .map_or(0, |(_, count)| *count);
            rows.push(FacetRow {
                label: facet.label(),
                depth: 0,
                count,
                open: year.map(|_| open),
                chosen: is_chosen(&facet),
                facet,
            });
            let Some(year) = year.filter(|_| open) else { continue };
            let remaining_months = remaining.months(year);
            for (month, _) in all.months(year) {
                let facet = Facet::Month(year, month);
                let count = remaining_months
                    .iter()
                    .find(|(other, _)| *other == month)
                    .map_or(0, |(_, count)| *count);
                let label = facet.label();
                let chosen = is_chosen(&facet);
                rows.push(FacetRow { label, depth: 1, count, open: None, chosen, facet });
            }
        }
        rows
    }

    /// Takes over counts of marks that have changed.
    pub fn recount(&mut self, remaining: &Counts) {
        for row in &mut self.rows {
            if let Row::Facet(row) = row
                && matches!(row.facet, Facet::Unread | Facet::Marked(_))
            {
                row.count = marked(&row.facet, remaining);
            }
        }
    }

    /// The facet under the cursor; `None` on the row of everything.
    pub fn selected(&self) -> Option<&FacetRow> {
        match self.rows.get(self.cursor.at) {
            Some(Row::Facet(row)) => Some(row),
            _ => None,
        }
    }

    /// Moves over rows that can be chosen.
    pub fn step(&mut self, by: isize) {
        let step = if by < 0 { -1 } else { 1 };
        let mut left = by.unsigned_abs();
        let mut at = self.cursor.at;
        while left > 0 {
            let Some(next) = at.checked_add_signed(step).filter(|&next| next < self.rows.len())
            else {
                break;
            };
            at = next;
            if self.is_choice(at) {
                self.cursor.at = at;
                left -= 1;
            }
        }
    }

    /// Puts the cursor on the first row at or after `row` that can be chosen, else the last before.
    pub fn go_to(&mut self, row: usize) {
        let after = (row..self.rows.len()).find(|&at| self.is_choice(at));
        let before = || (0..self.rows.len().min(row)).rev().find(|&at| self.is_choice(at));
        self.cursor.at = after.or_else(before).unwrap_or(0);
    }

    /// Opens or closes the branch under the cursor; whether there was one to change.
    pub fn set_open(&mut self, open: bool) -> bool {
        let Some(row) = self.selected() else { return false };
        if row.open != Some(!open) {
            return false;
        }
        let facet = row.facet.clone();
        if open { self.open.insert(facet) } else { self.open.remove(&facet) }
    }

    /// Goes to the branch above the cursor; whether there is one.
    pub fn go_to_parent(&mut self) -> bool {
        let Some(depth) = self.selected().map(|row| row.depth).filter(|&depth| depth > 0) else {
            return false;
        };
        let is_parent = |row: &Row| matches!(row, Row::Facet(row) if row.depth < depth);
        let parent = self.rows.iter().take(self.cursor.at).rposition(is_parent);
        parent.inspect(|&at| self.cursor.at = at).is_some()
    }

    fn is_choice(&self, at: usize) -> bool {
        matches!(self.rows.get(at), Some(Row::All { .. } | Row::View { .. } | Row::Facet(_)))
    }

    fn keep_cursor(&mut self, before: Option<&Row>) {
        let same = |row: &Row| match (row, before) {
            (Row::Facet(row), Some(Row::Facet(before))) => row.facet == before.facet,
            (Row::All { .. }, Some(Row::All { .. })) => true,
            (Row::View { name, .. }, Some(Row::View { name: before, .. })) => name == before,
            _ => false,
        };
        match self.rows.iter().position(same) {
            Some(at) => self.cursor.at = at,
            None => self.go_to(self.cursor.at),
        }
    }
}
