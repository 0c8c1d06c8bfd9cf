//! The facet pane: the reading state, views, categories as a tree, tags, years with their months
//! and authors, each with the posts that would be listed with it.
//!
//! Rows without posts are left out, and a section shows only its first rows until it is expanded.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::app::cursor::Cursor;
use crate::app::listing::tally::{MARKED, Rows, Tally, by_name, marked};
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::Locale;
use crate::conversion::Script;
use crate::search::facets::{Counts, Facet, Kind};
use crate::search::query::field::Mark;

/// The rows of a section until it is expanded.
const SHORT: usize = 10;

/// The name of a facet that has one in every language.
fn text_of(facet: &Facet) -> Option<Text> {
    Some(match facet {
        Facet::Year(None) => Text::Undated,
        Facet::Unread | Facet::Marked(Mark::Read) => Text::Unread,
        Facet::Marked(Mark::Starred) => Text::Starred,
        Facet::Marked(Mark::New) => Text::NewPosts,
        Facet::Marked(Mark::Note) => Text::Noted,
        Facet::Marked(Mark::Highlight) => Text::Highlighted,
        _ => return None,
    })
}

/// A group of rows below a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Saved views.
    Views,
    /// Categories.
    Categories,
    /// The user's own tags.
    OwnTags,
    /// Tags.
    Tags,
    /// Years and their months.
    Years,
    /// Authors.
    Authors,
}

impl Section {
    /// Its title.
    pub const fn title(self) -> Text {
        match self {
            Self::Views => Text::Views,
            Self::Categories => Text::Categories,
            Self::OwnTags => Text::OwnTags,
            Self::Tags => Text::Tags,
            Self::Years => Text::Years,
            Self::Authors => Text::Authors,
        }
    }
}

/// A row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// All posts: no conditions.
    All {
        /// The posts that are listed.
        listed: usize,
        /// The posts in the list without conditions.
        all: usize,
    },
    /// The axis of time; see [`Listing::axis_columns`](super::Listing::axis_columns).
    Axis,
    /// The title of a section, and whether its rows are shown.
    Section(Section, bool),
    /// A blank row.
    Blank,
    /// How many rows of a section are left out; 0 if all are shown.
    More(Section, usize),
    /// A saved view.
    View {
        /// Its name.
        name: CleanText,
        /// Its query.
        query: CleanText,
        /// Number of posts that it finds, if counted.
        count: Option<usize>,
        /// Whether it filters the list.
        chosen: bool,
        /// Whether its posts are left out of the list.
        is_muted: bool,
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
    /// Sections of which only the title is shown.
    folded: HashSet<Section>,
    /// Sections that show all their rows.
    expanded: HashSet<Section>,
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

    /// Rebuilds the rows; the cursor stays on its row.
    pub(super) fn rebuild(&mut self, tally: &Tally<'_>, views: Vec<Row>) {
        let before = self.rows.get(self.cursor.at).cloned();
        let (archive, left, all) = (tally.archive, &tally.counts.listed, &tally.counts.all);
        let mut rows = vec![Row::All { listed: left.total(), all: all.total() }];
        let states = MARKED.iter().filter_map(|facet| {
            tally.row(facet.clone(), None, marked(facet, left)).map(Row::Facet)
        });
        rows.extend(states);
        if tally.has_axis {
            rows.push(Row::Axis);
        }
        self.add_section(&mut rows, Section::Views, Rows::new(views));
        let own = all.own_tags().map(|(tag, all)| {
            let left = left.own_tag(&tag.to_clean());
            (tag, [left, all])
        });
        let own = tally.names(own, Facet::OwnTag, self.most(Section::OwnTags));
        self.add_section(&mut rows, Section::OwnTags, own);
        self.add_section(&mut rows, Section::Categories, Rows::of(self.categories(tally)));
        let tags = archive.tags().map(|(id, name)| (name, [left, all].map(|of| of.tag(id))));
        let tags = tally.names(tags, Facet::Tag, self.most(Section::Tags));
        self.add_section(&mut rows, Section::Tags, tags);
        self.add_section(&mut rows, Section::Years, Rows::of(self.years(tally)));
        let by_author = [tally.counts.with(Kind::Author), all];
        let authors = archive.authors().map(|(id, name)| (name, by_author.map(|of| of.author(id))));
        let authors = tally.names(authors, Facet::Author, self.most(Section::Authors));
        self.add_section(&mut rows, Section::Authors, authors);
        self.rows = rows;
        self.keep_cursor(before.as_ref());
    }

    /// The rows that a section shows at most.
    fn most(&self, section: Section) -> usize {
        if self.expanded.contains(&section) { usize::MAX } else { SHORT }
    }

    /// Adds a section, if it has rows: its title, and as many rows as it shows.
    fn add_section(&self, rows: &mut Vec<Row>, section: Section, own: Rows) {
        let Rows { rows: mut own, total } = own;
        if own.is_empty() {
            return;
        }
        let is_folded = self.folded.contains(&section);
        rows.push(Row::Blank);
        rows.push(Row::Section(section, !is_folded));
        if is_folded {
            return;
        }
        if total <= SHORT {
            return rows.append(&mut own);
        }
        if self.expanded.contains(&section) {
            rows.append(&mut own);
            return rows.push(Row::More(section, 0));
        }
        let mut shown = 0;
        for row in own {
            shown += usize::from(row.is_top());
            let is_chosen = matches!(&row, Row::Facet(row) if row.chosen);
            if shown <= SHORT || is_chosen {
                rows.push(row);
            }
        }
        rows.push(Row::More(section, total - SHORT));
    }

    /// The categories, each branch before those below it, the one with most posts first.
    fn categories(&self, tally: &Tally<'_>) -> Vec<FacetRow> {
        let left = tally.counts.with(Kind::Category).tree(tally.archive);
        let is_shown = |path: &CleanText, count: usize| {
            count > 0 || tally.is_chosen(&Facet::Category(path.clone()))
        };
        // A row sorts by the counts and names of all branches above it.
        let sort_key = |path: &CleanText| -> Vec<(Reverse<usize>, CleanText)> {
            let path = path.as_clean();
            let ends = path.as_str().match_indices('/').map(|(at, _)| at).chain([path.len()]);
            ends.map(|end| path.slice(0..end).to_clean())
                .map(|branch| (Reverse(left.get(&branch).copied().unwrap_or(0)), branch))
                .collect()
        };
        let shown = left.iter().filter(|(path, count)| is_shown(path, **count));
        let mut keyed: Vec<_> = shown.map(|(path, _)| (sort_key(path), path)).collect();
        keyed.sort_by(|(key, _), (other, _)| {
            let branches = |(one, two): (&(_, CleanText), &(_, CleanText))| {
                Ord::cmp(&one.0, &two.0).then_with(|| by_name(one.1.as_str(), two.1.as_str()))
            };
            let differing = key.iter().zip(other).map(branches).find(|order| order.is_ne());
            differing.unwrap_or_else(|| key.len().cmp(&other.len()))
        });
        let paths: Vec<&CleanText> = keyed.into_iter().map(|(_, path)| path).collect();
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
                count: left.get(&path.to_clean()).copied().unwrap_or(0),
                open: has_below.then(|| self.open.contains(&facet)),
                chosen: tally.is_chosen(&facet),
                facet,
            });
        }
        rows
    }

    /// The years, the latest first.
    fn years(&self, tally: &Tally<'_>) -> Vec<FacetRow> {
        let mut rows = Vec::new();
        let times = tally.counts.with(Kind::Time);
        for (year, count) in times.years() {
            let facet = Facet::Year(year);
            let open = self.open.contains(&facet);
            let Some(row) = tally.row(facet, None, count) else { continue };
            rows.push(FacetRow { open: year.map(|_| open), ..row });
            let Some(year) = year.filter(|_| open) else { continue };
            let months = times.months(year).into_iter();
            let months = months
                .filter_map(|(month, count)| tally.row(Facet::Month(year, month), None, count));
            rows.extend(months.map(|row| FacetRow { depth: 1, ..row }));
        }
        rows
    }

    /// Updates the counts of marks. Returns `false` if a row must be added or removed.
    pub(super) fn recount(&mut self, remaining: &Counts) -> bool {
        let mut is_whole = true;
        for facet in &MARKED {
            let count = marked(facet, remaining);
            let mut rows = self.rows.iter_mut().filter_map(|row| match row {
                Row::Facet(row) if row.facet == *facet => Some(row),
                _ => None,
            });
            match rows.next() {
                Some(row) => {
                    is_whole &= count > 0 || row.chosen;
                    row.count = count;
                }
                None => is_whole &= count == 0,
            }
        }
        is_whole
    }

    /// Replaces the rows of views by new ones of the same views.
    pub(super) fn set_views(&mut self, views: Vec<Row>) {
        let name = |row: &Row| match row {
            Row::View { name, .. } => Some(name.clone()),
            _ => None,
        };
        for view in views {
            let same = self.rows.iter_mut().find(|row| name(row) == name(&view));
            if let Some(row) = same {
                *row = view;
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

    /// Scrolls by rows; the cursor stays on its row.
    pub(in crate::app) fn scroll(&mut self, by: isize, height: usize) {
        self.cursor.scroll(by, self.rows.len(), height);
    }

    /// Moves by rows that can be chosen.
    pub(in crate::app) fn step(&mut self, by: isize) {
        self.cursor.is_free = false;
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
        self.cursor.go_to(after.or_else(before).unwrap_or(0));
    }

    /// Opens or closes the branch or the section under the cursor. Returns whether there was one to
    /// change.
    pub(super) fn set_open(&mut self, open: bool) -> bool {
        match self.row() {
            Some(&Row::Section(section, is_open)) if is_open != open => {
                if open {
                    self.folded.remove(&section)
                } else {
                    self.folded.insert(section)
                }
            }
            Some(&Row::More(section, left_out)) => {
                if open == (left_out == 0) {
                    return false;
                }
                if open { self.expanded.insert(section) } else { self.expanded.remove(&section) }
            }
            Some(Row::Facet(row)) if row.open == Some(!open) => {
                let facet = row.facet.clone();
                if open { self.open.insert(facet) } else { self.open.remove(&facet) }
            }
            _ => false,
        }
    }

    /// Whether the row under the cursor can be opened or closed only: `Some` if it is open.
    pub(in crate::app) fn is_open(&self) -> Option<bool> {
        match self.row() {
            Some(&Row::Section(_, is_open)) => Some(is_open),
            Some(&Row::More(_, left_out)) => Some(left_out == 0),
            _ => None,
        }
    }

    /// Whether the cursor is on the axis of time.
    pub fn is_on_axis(&self) -> bool {
        matches!(self.row(), Some(Row::Axis))
    }

    /// The row of the axis of time.
    pub fn axis_row(&self) -> Option<usize> {
        self.rows.iter().position(|row| *row == Row::Axis)
    }

    /// Goes to the title of a section `count` times on or back. Returns whether there is one.
    pub(in crate::app) fn go_to_section(&mut self, count: usize, forward: bool) -> bool {
        let is_section = |at: &usize| matches!(self.rows.get(*at), Some(Row::Section(..)));
        let (at, skip) = (self.cursor.at, count.saturating_sub(1));
        let found = if forward {
            (at + 1..self.rows.len()).filter(is_section).nth(skip)
        } else {
            (0..at).rev().filter(is_section).nth(skip)
        };
        found.inspect(|&at| self.cursor.go_to(at)).is_some()
    }

    /// Goes to the branch that the cursor is in, else to the title of its section. Returns whether
    /// there is one.
    pub(in crate::app) fn go_to_parent(&mut self) -> bool {
        let depth = self.selected().map_or(0, |row| row.depth);
        let is_parent = |row: &Row| match row {
            Row::Facet(row) => row.depth < depth,
            Row::Section(..) => true,
            _ => false,
        };
        let parent = self.rows.iter().take(self.cursor.at).rposition(is_parent);
        parent.inspect(|&at| self.cursor.go_to(at)).is_some()
    }

    /// Whether a row can be chosen.
    pub(in crate::app) fn is_choice(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| *row != Row::Blank)
    }

    fn keep_cursor(&mut self, before: Option<&Row>) {
        let same = |row: &Row| match (row, before) {
            (Row::Facet(row), Some(Row::Facet(before))) => row.facet == before.facet,
            (Row::All { .. }, Some(Row::All { .. })) | (Row::Axis, Some(Row::Axis)) => true,
            (Row::View { name, .. }, Some(Row::View { name: before, .. })) => name == before,
            (Row::Section(section, _), Some(Row::Section(before, _))) => section == before,
            // Where a section is expanded, its first new row takes the place of this one.
            (Row::More(section, left_out), Some(Row::More(before, were))) => {
                section == before && (*left_out > 0 || *were == 0)
            }
            _ => false,
        };
        match self.rows.iter().position(same) {
            Some(at) => self.cursor.at = at,
            None => self.go_to(self.cursor.at),
        }
    }
}
