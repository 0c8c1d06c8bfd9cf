//! The facet pane: categories as a tree, tags, years with their months, each with its count.

use std::collections::{HashMap, HashSet};

use crate::app::cursor::Cursor;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::Locale;
use crate::conversion::Script;
use crate::search::facets::{Counts, Facet};
use crate::search::query::field::Mark;

/// The facets of the reading state, in their order.
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

/// Whether a facet of [`MARKED`] is shown: notes only if there are any.
fn is_of_use(facet: &Facet, all: &Counts) -> bool {
    *facet != Facet::Marked(Mark::Note) || marked(facet, all) > 0
}

/// The name of a facet that has one in every language.
fn text_of(facet: &Facet) -> Option<Text> {
    Some(match facet {
        Facet::Year(None) => Text::Undated,
        Facet::Unread | Facet::Marked(Mark::Read) => Text::Unread,
        Facet::Marked(Mark::Starred) => Text::Starred,
        Facet::Marked(Mark::New) => Text::NewPosts,
        Facet::Marked(Mark::Note) => Text::Noted,
        _ => return None,
    })
}

/// Rows of names of one kind, each with its posts among all and among those listed; the most used
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
    /// All posts: no facet.
    All {
        /// The posts in the list without facets.
        count: usize,
    },
    /// The title of a group of facets.
    Heading(Text),
    /// A blank row.
    Blank,
    /// The posts of each month of a year; see [`Listing::histogram`](super::Listing::histogram).
    Months,
    /// A saved view.
    View {
        /// Its name.
        name: CleanText,
        /// Its query.
        query: CleanText,
        /// The posts that it finds, if they were counted.
        count: Option<usize>,
        /// Whether it filters the list.
        chosen: bool,
    },
    /// A category, tag, author, year or month, or a reading state.
    Facet(FacetRow),
}

/// A facet in the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// The facet.
    pub facet: Facet,
    /// A category's label or the last part of its path; the tag, the year or the month.
    pub label: CleanText,
    /// The depth in its tree.
    pub depth: usize,
    /// The posts that would be listed with it.
    pub count: usize,
    /// Whether a branch is open; `None` if nothing is below it.
    pub open: Option<bool>,
    /// Whether the facet filters the list.
    pub chosen: bool,
}

impl FacetRow {
    /// The row's text, in a language if it is ours, else in a script.
    pub fn shown(&self, locale: Locale, script: Script) -> CleanText {
        let own = text_of(&self.facet).map(|text| text.to_clean(locale));
        own.unwrap_or_else(|| script.shown(self.label.as_clean()))
    }
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct FacetPane {
    rows: Vec<Row>,
    cursor: Cursor,
    /// Branches that are open.
    open: HashSet<Facet>,
    /// Labels of categories, by path.
    labels: HashMap<String, CleanText>,
}

impl FacetPane {
    /// An empty pane with labels of categories, by path.
    pub(super) fn labelled(labels: HashMap<String, CleanText>) -> Self {
        Self { labels, ..Self::default() }
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cursor among the rows.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The label of a category, if it has one.
    pub fn category_label(&self, path: &str) -> Option<CleanStr<'_>> {
        self.labels.get(path).map(CleanText::as_clean)
    }

    /// A facet's name outside the pane, in a language.
    pub(in crate::app) fn name(&self, facet: &Facet, locale: Locale) -> CleanText {
        if let Some(text) = text_of(facet) {
            return text.to_clean(locale);
        }
        let label = match facet {
            Facet::Category(path) => self.category_label(path.as_str()),
            _ => None,
        };
        label.map_or_else(|| facet.label(), CleanStr::to_clean)
    }

    /// Rebuilds the rows; the cursor stays on its facet.
    ///
    /// `all` orders the rows, so that they do not move while filters change; `remaining` is shown.
    pub(super) fn rebuild(
        &mut self,
        archive: &Archive,
        chosen: &[&Facet],
        all: &Counts,
        remaining: &Counts,
        views: Vec<Row>,
    ) {
        let before = self.rows.get(self.cursor.at).cloned();
        let mut rows = vec![Row::All { count: all.total() }];
        let is_chosen = |facet: &Facet| chosen.contains(&facet);
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

    /// The categories, each branch before those below it, the one with most posts first.
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

    /// Updates the counts of marks.
    pub(super) fn recount(&mut self, remaining: &Counts) {
        for row in &mut self.rows {
            if let Row::Facet(row) = row
                && matches!(row.facet, Facet::Unread | Facet::Marked(_))
            {
                row.count = marked(&row.facet, remaining);
            }
        }
    }

    /// Sets the number of posts that a view's query finds.
    pub(super) fn set_view_count(&mut self, query: &CleanText, posts: usize) {
        for row in &mut self.rows {
            if let Row::View { query: own, count, .. } = row
                && own == query
            {
                *count = Some(posts);
            }
        }
    }

    /// The row under the cursor.
    pub(super) fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at)
    }

    /// The facet under the cursor.
    pub fn selected(&self) -> Option<&FacetRow> {
        match self.row() {
            Some(Row::Facet(row)) => Some(row),
            _ => None,
        }
    }

    /// Brings the cursor into view; `height` is in lines.
    pub(super) fn settle(&mut self, height: usize) {
        self.cursor.follow(self.rows.len(), height);
    }

    /// Moves by rows that can be chosen.
    pub(in crate::app) fn step(&mut self, by: isize) {
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
    pub(in crate::app) fn go_to(&mut self, row: usize) {
        let after = (row..self.rows.len()).find(|&at| self.is_choice(at));
        let before = || (0..self.rows.len().min(row)).rev().find(|&at| self.is_choice(at));
        self.cursor.at = after.or_else(before).unwrap_or(0);
    }

    /// Opens or closes the branch under the cursor; whether there was one to change.
    pub(super) fn set_open(&mut self, open: bool) -> bool {
        let Some(row) = self.selected() else { return false };
        if row.open != Some(!open) {
            return false;
        }
        let facet = row.facet.clone();
        if open { self.open.insert(facet) } else { self.open.remove(&facet) }
    }

    /// Goes to the branch that the cursor is in; whether there is one.
    pub(in crate::app) fn go_to_parent(&mut self) -> bool {
        let Some(depth) = self.selected().map(|row| row.depth).filter(|&depth| depth > 0) else {
            return false;
        };
        let is_parent = |row: &Row| matches!(row, Row::Facet(row) if row.depth < depth);
        let parent = self.rows.iter().take(self.cursor.at).rposition(is_parent);
        parent.inspect(|&at| self.cursor.at = at).is_some()
    }

    /// Whether a row can be chosen.
    pub(in crate::app) fn is_choice(&self, at: usize) -> bool {
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
