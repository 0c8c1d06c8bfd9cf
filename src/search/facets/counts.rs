//! How many posts have each facet.

use std::collections::{BTreeMap, HashMap};

use crate::archive::post::PostId;
use crate::archive::{Archive, NameId, PostRef};
use crate::clean::{CleanStr, CleanText};
use crate::search::marks::Marks;
use crate::search::query::field::Mark;

/// The number of listed posts per facet.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Posts by exact list of categories; [`Counts::tree`] sums them up.
    categories: HashMap<Vec<NameId>, usize>,
    tags: Vec<usize>,
    /// Posts by the user's own tag.
    own_tags: BTreeMap<CleanText, usize>,
    authors: Vec<usize>,
    months: BTreeMap<Option<(i16, i8)>, usize>,
    marked: [usize; Mark::ALL.len()],
    total: usize,
}

impl Counts {
    /// Adds posts to the counts.
    pub fn add(&mut self, archive: &Archive, marks: &Marks, ids: &[PostId]) {
        self.step(archive, marks, ids, true);
    }

    /// Removes posts that were added. `marks` must be unchanged since then.
    pub fn remove(&mut self, archive: &Archive, marks: &Marks, ids: &[PostId]) {
        self.step(archive, marks, ids, false);
        self.categories.retain(|_, count| *count > 0);
        self.own_tags.retain(|_, count| *count > 0);
        self.months.retain(|_, count| *count > 0);
    }

    fn step(&mut self, archive: &Archive, marks: &Marks, ids: &[PostId], adds: bool) {
        for (count, mark) in self.marked.iter_mut().zip(Mark::ALL) {
            let posts = marks.count(ids, mark);
            *count = if adds { *count + posts } else { count.saturating_sub(posts) };
        }
        for post in ids.iter().filter_map(|&id| archive.post(id)) {
            step(&mut self.total, adds);
            for tag in marks.tags_of(post.id()) {
                step(self.own_tags.entry(tag).or_default(), adds);
            }
            self.step_categories(post, adds);
            step_names(&mut self.tags, post.tag_ids(), adds);
            step_names(&mut self.authors, post.author_ids(), adds);
            step(self.months.entry(post.year_month()).or_default(), adds);
        }
    }

    /// Adds a post to the counts of categories alone.
    pub fn add_categories(&mut self, post: PostRef<'_>) {
        self.step_categories(post, true);
    }

    fn step_categories(&mut self, post: PostRef<'_>, adds: bool) {
        // Grouped by the whole list of categories, so that a branch counts a post in two of its
        // categories once. There are few such lists.
        let categories = post.category_ids();
        match self.categories.get_mut(categories) {
            Some(count) => step(count, adds),
            None => drop(self.categories.insert(categories.to_vec(), usize::from(adds))),
        }
    }

    /// The number of posts with a mark.
    pub fn marked(&self, mark: Mark) -> usize {
        self.marked.get(mark as usize).copied().unwrap_or(0)
    }

    /// The number of unread posts.
    pub fn unread(&self) -> usize {
        self.total - self.marked(Mark::Read)
    }

    /// Adjusts the counts after one counted post gained or lost a mark.
    pub fn adjust(&mut self, mark: Mark, on: bool) {
        if let Some(count) = self.marked.get_mut(mark as usize) {
            *count = count.saturating_add_signed(if on { 1 } else { -1 });
        }
    }

    /// Adjusts the counts after one counted post gained or lost one of the user's own tags.
    pub fn adjust_own_tag(&mut self, tag: &CleanText, on: bool) {
        let count = self.own_tags.entry(tag.clone()).or_default();
        *count = count.saturating_add_signed(if on { 1 } else { -1 });
    }

    /// The user's own tags with the number of posts, sorted.
    pub fn own_tags(&self) -> impl Iterator<Item = (CleanStr<'_>, usize)> {
        self.own_tags.iter().map(|(tag, count)| (tag.as_clean(), *count))
    }

    /// The number of posts with one of the user's own tags.
    pub fn own_tag(&self, tag: &CleanText) -> usize {
        self.own_tags.get(tag).copied().unwrap_or(0)
    }

    /// The number of all posts.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The number of posts with a tag.
    pub fn tag(&self, id: NameId) -> usize {
        self.tags.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// The number of posts by an author.
    pub fn author(&self, id: NameId) -> usize {
        self.authors.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// The number of posts per year, newest first, undated last.
    pub fn years(&self) -> Vec<(Option<i16>, usize)> {
        let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
        for (month, count) in &self.months {
            *years.entry(month.map(|(year, _)| year)).or_default() += count;
        }
        years.into_iter().rev().collect()
    }

    /// The number of posts per month with posts, oldest first; without undated posts.
    pub fn all_months(&self) -> impl DoubleEndedIterator<Item = ((i16, i8), usize)> {
        self.months.iter().filter_map(|(month, &count)| Some(((*month)?, count)))
    }

    /// The number of posts per month of a year, newest first.
    pub fn months(&self, year: i16) -> Vec<(i8, usize)> {
        let range = Some((year, i8::MIN))..=Some((year, i8::MAX));
        self.months
            .range(range)
            .rev()
            .filter_map(|(month, &count)| Some(((*month)?.1, count)))
            .collect()
    }

    /// Whether posts differ in the last of their categories.
    pub fn differ_in_category(&self) -> bool {
        let mut last = self.categories.keys().map(|ids| ids.last());
        let first = last.next();
        last.any(|other| Some(other) != first)
    }

    /// The category tree with the number of posts per branch; a branch counts each post once.
    pub fn tree(&self, archive: &Archive) -> BTreeMap<CleanText, usize> {
        let mut tree: BTreeMap<CleanText, usize> = BTreeMap::new();
        for (_, name) in archive.categories() {
            for branch in branches(name) {
                tree.entry(branch.to_clean()).or_default();
            }
        }
        for (ids, count) in &self.categories {
            let mut names: Vec<CleanStr<'_>> =
                ids.iter().flat_map(|&id| branches(archive.category(id))).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *tree.entry(name.to_clean()).or_default() += count;
            }
        }
        tree
    }
}

fn step(count: &mut usize, adds: bool) {
    *count = count.saturating_add_signed(if adds { 1 } else { -1 });
}

/// Increments or decrements the count of each name.
fn step_names(counts: &mut Vec<usize>, ids: &[NameId], adds: bool) {
    for id in ids {
        let at = id.0 as usize;
        if counts.len() <= at {
            counts.resize(at + 1, 0);
        }
        if let Some(count) = counts.get_mut(at) {
            step(count, adds);
        }
    }
}

/// A category and its ancestors: `a`, `a/b` and `a/b/c` for `a/b/c`.
fn branches(name: CleanStr<'_>) -> impl Iterator<Item = CleanStr<'_>> {
    let ends = name.as_str().match_indices('/').map(|(at, _)| at).filter(|&at| at > 0);
    ends.chain([name.len()]).map(move |end| name.slice(0..end))
}
