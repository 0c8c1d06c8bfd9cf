//! The axis of time: the posts of each month from the first to the last, and the months that are
//! chosen on it.

use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::archive::PostRef;
use crate::search::facets::{Counts, Facet, Kind};

/// A month, counted from January of year 0.
pub type Month = i32;

/// From this many months on, the axis leaves out a few posts that are far away from all others.
const LONG: i32 = 600;
/// One post in this many counts as few, at each end of the axis.
const FEW: usize = 500;

/// Where the user is on the axis.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AxisPlace {
    cursor: Option<Month>,
    /// Where a range of months starts.
    anchor: Option<Month>,
    /// Whether the mouse is choosing the range.
    is_dragging: bool,
    /// Width of the axis in cells; `None` while it is not drawn.
    width: Option<usize>,
}

/// A column of the axis: one or several months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The first month and the last, both included.
    pub months: (Month, Month),
    /// Number of posts that meet all conditions except those of time.
    pub posts: usize,
    /// Whether it is among the times that filter the list.
    pub is_chosen: bool,
    /// Whether the cursor, or the range that is being chosen, is in it.
    pub is_at_cursor: bool,
    /// Whether the post under the list's cursor is of this time.
    pub is_of_post: bool,
}

/// A month as year and month, 1 to 12.
pub fn year_and_month(month: Month) -> (i16, i8) {
    (month.div_euclid(12) as i16, (month.rem_euclid(12) + 1) as i8)
}

fn month_of((year, month): (i16, i8)) -> Month {
    i32::from(year) * 12 + i32::from(month) - 1
}

/// The first and last month of a facet, if it is a time.
fn months_of(facet: &Facet) -> Option<(Month, Month)> {
    match *facet {
        Facet::Year(Some(year)) => Some((month_of((year, 1)), month_of((year, 12)))),
        Facet::Month(year, month) => Some((month_of((year, month)), month_of((year, month)))),
        Facet::Months([from, to]) => Some((month_of(from), month_of(to))),
        _ => None,
    }
}

/// Width of a year label in cells.
const LABEL: usize = 4;

/// Returns the years whose labels fit on an axis of `width` cells, with the cells where the labels
/// start. The first year goes before the others. A label stands where its year starts, or further
/// right within its year if the label before it takes that room.
fn labels(
    (first, last): (Month, Month),
    (step, cells): (Month, usize),
    width: usize,
) -> Vec<(usize, i16)> {
    let columns = (first..=last).step_by(step as usize).zip((0..).step_by(cells));
    let starts = columns.filter_map(|(from, cell)| {
        let to = (from + step - 1).min(last);
        let has_january = (from..=to).any(|month| month.rem_euclid(12) == 0);
        (cell == 0 || has_january).then(|| (cell, year_and_month(to).0))
    });
    let starts: Vec<(usize, i16)> = starts.collect();
    let ends = starts.iter().skip(1).map(|&(cell, _)| cell).chain([width]);
    let (mut labels, mut free) = (Vec::new(), 0);
    for (&(start, year), end) in starts.iter().zip(ends) {
        let cell = start.max(free);
        let end = if cell == start { width } else { end };
        if cell + LABEL <= end {
            labels.push((cell, year));
            free = cell + LABEL + 1;
        }
    }
    labels
}

/// The facet of some months.
fn facet_of((from, to): (Month, Month)) -> Facet {
    let (first, last) = (year_and_month(from), year_and_month(to));
    if from == to {
        Facet::Month(first.0, first.1)
    } else if first.0 == last.0 && first.1 == 1 && last.1 == 12 {
        Facet::Year(Some(first.0))
    } else {
        Facet::Months([first, last])
    }
}

/// What the view reads.
impl Listing {
    /// The first and the last month of the archive; `None` if all posts are of one.
    pub fn axis_span(&self) -> Option<(Month, Month)> {
        let counts = &self.counts.all;
        let ends = |least: usize| {
            let mut seen = [0, 0];
            let mut reaches = |end: usize, (month, count): ((i16, i8), usize)| {
                let seen = seen.get_mut(end)?;
                *seen += count;
                (*seen > least).then(|| month_of(month))
            };
            let first = counts.all_months().find_map(|month| reaches(0, month))?;
            let last = counts.all_months().rev().find_map(|month| reaches(1, month))?;
            Some((first, last)).filter(|(first, last)| first < last)
        };
        let all = ends(0)?;
        if all.1 - all.0 < LONG { Some(all) } else { ends(counts.total() / FEW).or(Some(all)) }
    }

    /// Whether there is an axis.
    pub fn has_axis(&self) -> bool {
        self.axis_span().is_some()
    }

    /// The months of a column on an axis of `width` cells, and the cells of a column.
    pub fn axis_scale(&self, width: usize) -> Option<(Month, usize)> {
        let (first, last) = self.axis_span()?;
        let (months, width) = ((last - first + 1) as usize, width.max(1));
        Some((months.div_ceil(width) as Month, (width / months).clamp(1, 3)))
    }

    /// The months in a cell of an axis of `width` cells.
    pub(in crate::app) fn axis_months(&self, width: usize, cell: usize) -> Option<(Month, Month)> {
        let ((first, last), (step, cells)) = (self.axis_span()?, self.axis_scale(width)?);
        let from = first + step * (cell / cells) as Month;
        (from <= last).then(|| (from, (from + step - 1).min(last)))
    }

    /// The years whose labels fit below an axis of `width` cells, with the cells where the labels
    /// start.
    pub fn axis_years(&self, width: usize) -> Vec<(usize, i16)> {
        let span = self.axis_span();
        let scale = span.zip(self.axis_scale(width));
        scale.map_or_else(Vec::new, |(span, scale)| labels(span, scale, width))
    }

    /// The year whose label is in a cell below an axis of `width` cells.
    pub(in crate::app) fn axis_year_at(&self, width: usize, cell: usize) -> Option<i16> {
        let mut labels = self.axis_years(width).into_iter();
        labels.find(|(start, _)| (*start..start + LABEL).contains(&cell)).map(|(_, year)| year)
    }

    /// The columns of an axis of `width` cells.
    pub fn axis_columns(&self, library: &Library, width: usize) -> Vec<Column> {
        let (Some((first, last)), Some((step, _))) = (self.axis_span(), self.axis_scale(width))
        else {
            return Vec::new();
        };
        let chosen = self.conditions.facets().find_map(months_of);
        let post = self.selected().and_then(|id| library.archive().post(id));
        let post = post.and_then(PostRef::year_month).map(month_of);
        let is_used = self.facets.is_on_axis() || self.axis.anchor.is_some();
        let at = is_used.then(|| self.axis_choice()).flatten();
        let mut columns: Vec<Column> = (first..=last)
            .step_by(step as usize)
            .map(|from| {
                let months = (from, (from + step - 1).min(last));
                let overlaps = |other: Option<(Month, Month)>| {
                    other.is_some_and(|(from, to)| from <= months.1 && months.0 <= to)
                };
                Column {
                    months,
                    posts: 0,
                    is_chosen: overlaps(chosen),
                    is_at_cursor: overlaps(at),
                    is_of_post: overlaps(post.map(|month| (month, month))),
                }
            })
            .collect();
        for (month, count) in self.time_counts().all_months() {
            let at = usize::try_from((month_of(month) - first).div_euclid(step));
            if let Some(column) = at.ok().and_then(|at| columns.get_mut(at)) {
                column.posts += count;
            }
        }
        columns
    }

    /// Counts of the posts that meet all conditions except those of time.
    pub(super) fn time_counts(&self) -> &Counts {
        self.counts.with(Kind::Time)
    }

    /// Returns the first and last month of the column that contains `month`. While the axis is not
    /// drawn, each month is a column. Returns `None` for a month outside the axis.
    fn column_of(&self, month: Month) -> Option<(Month, Month)> {
        let (first, last) = self.axis_span()?;
        let scale = self.axis.width.and_then(|width| self.axis_scale(width));
        let step = scale.map_or(1, |(step, _)| step);
        let from = month - (month - first).rem_euclid(step);
        (first..=last).contains(&month).then(|| (from, (from + step - 1).min(last)))
    }

    /// Returns the columns that have posts, earliest first, each with its first month that has
    /// posts.
    fn used_columns(&self) -> Vec<((Month, Month), Month)> {
        let months = self.time_counts().all_months().filter(|(_, count)| *count > 0);
        let months = months.map(|(month, _)| month_of(month));
        let mut columns: Vec<_> =
            months.filter_map(|month| Some((self.column_of(month)?, month))).collect();
        columns.dedup_by_key(|(column, _)| *column);
        columns
    }

    /// Returns the month under the cursor of the axis. If the user has left the axis and that
    /// column has no posts any more, returns the latest month that has posts.
    pub(super) fn axis_cursor(&self) -> Option<Month> {
        let (first, last) = self.axis_span()?;
        let is_used = self.facets.is_on_axis() || self.axis.anchor.is_some();
        let has_posts = |cursor: Month| {
            let column = self.column_of(cursor);
            self.used_columns().iter().any(|(used, _)| Some(*used) == column)
        };
        let own = self.axis.cursor.filter(|&cursor| is_used || has_posts(cursor));
        let months = self.time_counts().all_months();
        let latest =
            || months.rev().find(|(_, count)| *count > 0).map(|(month, _)| month_of(month));
        Some(own.or_else(latest).unwrap_or(last).clamp(first, last))
    }

    /// Returns the first and last month that would be chosen: whole columns, as with the mouse.
    fn axis_choice(&self) -> Option<(Month, Month)> {
        let cursor = self.axis_cursor()?;
        let anchor = self.axis.anchor.unwrap_or(cursor);
        let [from, to] = [cursor.min(anchor), cursor.max(anchor)].map(|end| self.column_of(end));
        Some((from?.0, to?.1))
    }

    /// Returns the facet of the months that would be chosen, and its number of posts.
    pub fn axis_facet(&self) -> Option<(Facet, usize)> {
        let (from, to) = self.axis_choice()?;
        let is_within = |month: (i16, i8)| (from..=to).contains(&month_of(month));
        let months = self.time_counts().all_months().filter(|(month, _)| is_within(*month));
        Some((facet_of((from, to)), months.map(|(_, count)| count).sum()))
    }
}

/// Moving and choosing.
impl Listing {
    /// Sets the width of the axis in cells; `None` if it is not drawn.
    pub(in crate::app) fn set_axis_width(&mut self, width: Option<usize>) {
        self.axis.width = width;
    }

    /// Moves along the axis by columns that have posts, and stops at the last of them. A negative
    /// number moves back in time.
    pub(in crate::app) fn step_axis(&mut self, by: isize) {
        let Some(present) = self.axis_cursor().and_then(|month| self.column_of(month)) else {
            return;
        };
        let (columns, most) = (self.used_columns(), by.unsigned_abs());
        let goal = if by < 0 {
            columns.iter().rev().filter(|(column, _)| *column < present).take(most).last()
        } else {
            columns.iter().filter(|(column, _)| *column > present).take(most).last()
        };
        if let Some(&(_, month)) = goal {
            self.axis.cursor = Some(month);
        }
    }

    /// Starts a range of months at the cursor, or cancels it. Returns whether a range has started.
    pub(in crate::app) fn toggle_axis_anchor(&mut self) -> bool {
        self.axis.anchor = match self.axis.anchor {
            Some(_) => None,
            None => self.axis_cursor(),
        };
        self.axis.anchor.is_some()
    }

    /// Cancels a range of months. Returns whether there was one.
    pub(in crate::app) fn clear_axis_anchor(&mut self) -> bool {
        self.axis.anchor.take().is_some()
    }

    /// Whether the user is choosing months with the mouse.
    pub fn is_dragging_on_axis(&self) -> bool {
        self.axis.is_dragging
    }

    /// Starts choosing months with the mouse, beginning with these.
    pub(in crate::app) fn start_drag_on_axis(&mut self, months: (Month, Month)) {
        let (anchor, cursor) = (Some(months.0), Some(months.1));
        self.axis = AxisPlace { anchor, cursor, is_dragging: true, ..self.axis };
    }

    /// Extends the range from its start to these months.
    pub(in crate::app) fn drag_on_axis(&mut self, months: (Month, Month)) {
        let is_before = self.axis.anchor.is_some_and(|anchor| months.1 < anchor);
        self.axis.cursor = Some(if is_before { months.0 } else { months.1 });
    }

    /// Stops choosing months with the mouse. Returns whether it was choosing.
    pub(in crate::app) fn end_drag_on_axis(&mut self) -> bool {
        std::mem::take(&mut self.axis.is_dragging)
    }

    /// Filters the list by the months at the cursor or in the range, or removes that filter.
    /// Returns the facet of months that have no posts, and then changes no filter.
    pub(in crate::app) fn choose_on_axis(&mut self, library: &Library) -> Option<Facet> {
        let choice = self.axis_facet();
        self.axis.anchor = None;
        let (facet, posts) = choice?;
        self.choose_time(library, facet, posts)
    }

    /// Filters the list by a year, or removes that filter. Returns the facet of a year without posts,
    /// and then changes no filter.
    pub(in crate::app) fn choose_year(&mut self, library: &Library, year: i16) -> Option<Facet> {
        let year = Some(year);
        let years = self.time_counts().years();
        let posts =
            years.into_iter().find(|(other, _)| *other == year).map_or(0, |(_, posts)| posts);
        self.choose_time(library, Facet::Year(year), posts)
    }

    fn choose_time(&mut self, library: &Library, facet: Facet, posts: usize) -> Option<Facet> {
        if posts == 0 && !self.conditions.facets().any(|chosen| *chosen == facet) {
            return Some(facet);
        }
        self.toggle_facet(library, &facet);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_with_room_have_labels() {
        // The first and the last month, months in a column, cells of a column, cells of the axis.
        let check = |from: (i16, i8), to: (i16, i8), scale, width, expected: &[_]| {
            let found = labels((month_of(from), month_of(to)), scale, width);
            assert_eq!(found, expected, "{from:?} {to:?} {scale:?}");
        };
        check((2023, 3), (2024, 12), (1, 3), 118, &[(0, 2023), (30, 2024)]);
        // A first year of one or two months has a label, and so does the next year.
        check((2022, 12), (2024, 12), (1, 3), 118, &[(0, 2022), (5, 2023), (39, 2024)]);
        check((2022, 11), (2024, 2), (1, 1), 118, &[(0, 2022), (5, 2023), (14, 2024)]);
        check((2022, 11), (2022, 12), (1, 3), 118, &[(0, 2022)]);
        check((2022, 12), (2023, 1), (1, 3), 118, &[(0, 2022), (5, 2023)]);
        // An axis with room for only one label.
        check((2022, 12), (2023, 1), (1, 3), 6, &[(0, 2022)]);
        check((2022, 12), (2023, 3), (1, 1), 4, &[(0, 2022)]);
        check((2022, 12), (2022, 12), (1, 3), 3, &[]);
        // Years that are narrower than a label: as many as fit.
        check((2020, 1), (2023, 12), (4, 1), 12, &[(0, 2020), (6, 2022)]);
        // The last column has fewer months than the others.
        check((2023, 11), (2025, 2), (3, 3), 40, &[(0, 2024), (12, 2025)]);
        check((2023, 12), (2025, 2), (2, 2), 40, &[(0, 2024), (12, 2025)]);
        let years = [(0, 2019), (5, 2020), (14, 2021), (26, 2022), (38, 2023)];
        check((2019, 11), (2023, 12), (1, 1), 50, &years);
    }
}
