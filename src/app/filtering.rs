//! What is listed and in which order, and what it is called.

use crate::app::facets::{FacetRow, Row};
use crate::app::scroll::Cursor;
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::facets::{Counts, Facet, Filter};
use crate::search::query::field::{Mark, Sort, SortKey};

impl App {
    pub(super) fn toggle_facet(&mut self) -> Vec<Effect> {
        match self.facets.selected().map(|row| row.facet.clone()) {
            Some(facet) => self.filter.toggle(&facet),
            None => self.filter.facets.clear(),
        }
        self.refilter()
    }

    pub(super) fn toggle_hidden(&mut self) -> Vec<Effect> {
        self.filter.hidden = !self.filter.hidden;
        self.counted.is_stale = true;
        let (posts, folders) = (self.archive.hidden_count(), self.progress.excluded.len());
        self.notice = Some(if self.filter.hidden {
            Text::HiddenShown { posts, folders }
        } else {
            Text::HiddenHidden { posts, folders }
        });
        self.refilter()
    }

    /// Takes the last of the filters away: the query, which stands behind the facets, or the facet
    /// that was chosen last.
    pub(super) fn clear_last(&mut self) -> Vec<Effect> {
        if self.narrowing.is_some() {
            self.stop_narrowing();
        } else if self.filter.facets.pop().is_none() {
            self.notice = Some(Text::NoFilter);
            return Vec::new();
        }
        self.refilter()
    }

    /// Lists what the row under the facets' cursor stands for, and nothing else.
    pub(super) fn list_row(&mut self) -> Vec<Effect> {
        match self.facets.rows.get(self.facets.cursor.at) {
            Some(Row::View { query, .. }) => {
                let query = query.clone();
                self.list_only(Vec::new(), Some(query.as_str()))
            }
            Some(Row::Facet(row)) => {
                let facet = row.facet.clone();
                self.list_only(vec![facet], None)
            }
            _ => self.list_only(Vec::new(), None),
        }
    }

    /// Lists what has these facets, or what a query finds, and nothing else, from the top.
    pub(super) fn list_only(&mut self, facets: Vec<Facet>, query: Option<&str>) -> Vec<Effect> {
        let focus = self.focus;
        let mut effects = self.leave_searches();
        self.focus = focus;
        self.stop_narrowing();
        self.filter.facets = facets;
        self.list.cursor = Cursor::default();
        self.list_was_moved();
        self.list.posts.clear();
        effects.extend(match query {
            Some(query) => self.filter_by(query).unwrap_or_default(),
            None => self.refilter(),
        });
        effects
    }

    /// Makes the list and the counts anew after the filter changed.
    pub(super) fn refilter(&mut self) -> Vec<Effect> {
        self.select_posts();
        self.settle();
        self.preview()
    }

    /// Lists and counts the posts of the archive that pass the filter.
    pub(super) fn select_posts(&mut self) {
        let all = Filter { hidden: self.filter.hidden, ..Filter::default() };
        let listable = all.select(&self.archive, &self.marks, self.archive.newest_first());
        let listed = self.filter.select(&self.archive, &self.marks, &listable);
        // Of all posts only what is new is counted while they stay the same.
        let of = Some((self.version, self.filter.hidden));
        if self.counts.of != of {
            self.counts.of = of;
            self.counts.all = Counts::default();
            self.counts.all.add(&self.archive, &self.marks, &listable);
        }
        self.counts.listed = if listed.len() == listable.len() {
            self.counts.all.clone()
        } else {
            let mut counts = Counts::default();
            counts.add(&self.archive, &self.marks, &listed);
            counts
        };
        self.emptied = if listed.is_empty() { self.emptied_by(&listable) } else { None };
        let sort = self.before.first().map_or(self.list.sort, |list| list.sort);
        let listed = self.sorted(listed, sort);
        match self.before.first_mut() {
            // The list has been lent to a search.
            Some(list) => {
                let selected = list.posts.get(list.cursor.at).copied();
                let at = selected.and_then(|id| listed.iter().position(|other| *other == id));
                list.cursor.at = at.unwrap_or(list.cursor.at).min(listed.len().saturating_sub(1));
                list.posts = listed;
            }
            None => self.list.replace(&self.archive, listed),
        }
        self.rebuild_facets();
    }

    /// Which of the facets, as they were chosen one after another, left nothing of how many posts;
    /// the query counts as the last.
    fn emptied_by(&self, listable: &[PostId]) -> Option<Text> {
        let mut left = listable.to_vec();
        let mut before = Vec::new();
        let mut tell = |filter: Filter, name: CleanText| {
            let remaining = filter.select(&self.archive, &self.marks, &left);
            if remaining.is_empty() {
                let all = Text::Everything.to_clean(self.locale);
                let named = if before.is_empty() { vec![all] } else { std::mem::take(&mut before) };
                let before = CleanText::join(named.iter().map(CleanText::as_clean), "  ");
                return Some(Text::EmptiedBy { before, posts: left.len(), by: name });
            }
            left = remaining;
            before.push(name);
            None
        };
        let hidden = self.filter.hidden;
        let facets = self.filter.facets.iter().find_map(|facet| {
            let filter = Filter { facets: vec![facet.clone()], hidden, hits: None };
            tell(filter, self.facet_name(facet))
        });
        let query = || {
            let name = self.narrowing.as_ref()?.text.clone();
            tell(Filter { hits: self.filter.hits.clone(), hidden, facets: Vec::new() }, name)
        };
        facets.or_else(query).filter(|_| !listable.is_empty())
    }

    pub(super) fn rebuild_facets(&mut self) {
        let views = self.view_rows();
        let counts = &self.counts;
        self.facets.rebuild(&self.archive, &self.filter, &counts.all, &counts.listed, views);
    }

    /// Posts that are newest first, sorted.
    pub(super) fn sorted(&self, mut posts: Vec<PostId>, sort: Sort) -> Vec<PostId> {
        let Sort { key, reversed } = sort;
        if key == SortKey::Title {
            let title = |id: &PostId| Some(self.archive.post(*id)?.title());
            posts.sort_by_key(title);
        }
        if reversed {
            posts.reverse();
        }
        posts
    }

    /// Sorts the list by something else; the cursor stays on its post.
    pub(super) fn sort(&mut self, sort: Sort) -> Vec<Effect> {
        self.notice = Some(Text::Sorted { word: CleanText::line(sort.name()) });
        if self.search.is_some() {
            return self.sort_hits(sort);
        }
        self.keep_sort();
        self.list.sort = sort;
        self.list_was_moved();
        self.refilter()
    }

    /// Goes to the next month of the list's posts, or the one before.
    pub(super) fn go_to_month(&mut self, count: usize, forward: bool) -> Vec<Effect> {
        let month = |at: usize| {
            let id = self.list.posts.get(at)?;
            Some(self.archive.post(*id)?.year_month())
        };
        let mut at = self.list.cursor.at;
        for _ in 0..count {
            let own = month(at);
            let found = if forward {
                (at..self.list.posts.len()).find(|&other| month(other) != own)
            } else {
                // To the first post of the month before.
                let other = (0..at).rev().find(|&other| month(other) != own);
                other.map(|last| {
                    let first = (0..last).rev().find(|&other| month(other) != month(last));
                    first.map_or(0, |before| before + 1)
                })
            };
            match found {
                Some(found) => at = found,
                None => break,
            }
        }
        if at == self.list.cursor.at {
            self.notice = Some(if forward { Text::OldestPost } else { Text::NewestPost });
            return Vec::new();
        }
        self.go_to_row(at)
    }

    /// How many listed posts each month of a year has: of the year of the post under the cursor,
    /// whose month is given too.
    pub fn histogram(&self) -> Option<(i16, [usize; 12], usize)> {
        let (year, month) = self.archive.post(self.selected()?)?.year_month()?;
        let mut months = [0; 12];
        let slot = |month: i8| usize::try_from(month).ok()?.checked_sub(1);
        for (month, count) in self.counts.listed.months(year) {
            if let Some(months) = slot(month).and_then(|at| months.get_mut(at)) {
                *months = count;
            }
        }
        Some((year, months, slot(month)?))
    }

    /// A facet as it is named alone: a category by the label that the archive gives it.
    fn facet_name(&self, facet: &Facet) -> CleanText {
        match facet {
            Facet::Year(None) => Text::Undated,
            Facet::Unread | Facet::Marked(Mark::Read) => Text::Unread,
            Facet::Marked(Mark::Starred) => Text::Starred,
            Facet::Marked(Mark::New) => Text::NewPosts,
            Facet::Marked(Mark::Note) => Text::Noted,
            facet => return self.facets.label(facet),
        }
        .to_clean(self.locale)
    }

    /// A facet as it is named in its place among the facets.
    pub fn facet_label(&self, row: &FacetRow) -> CleanText {
        match &row.facet {
            facet @ (Facet::Year(None) | Facet::Unread | Facet::Marked(_)) => {
                self.facet_name(facet)
            }
            _ => row.label.clone(),
        }
    }

    /// The chosen facets by name, for the top line.
    pub fn breadcrumb(&self) -> CleanText {
        let names: Vec<CleanText> =
            self.filter.facets.iter().map(|facet| self.facet_name(facet)).collect();
        let query = self.narrowing.as_ref().map(|narrowing| narrowing.text.as_clean());
        CleanText::join(names.iter().map(CleanText::as_clean).chain(query), "  ")
    }
}
