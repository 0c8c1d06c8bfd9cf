//! The page of reading statistics.

use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::search::statistics::{Part, Statistics};

impl Overlay {
    /// Returns the rows that count read posts: in total, by month and by category. `label` returns
    /// the label of a category's path.
    pub(in crate::app) fn statistics_rows(
        counted: &Statistics,
        label: impl Fn(&CleanText) -> CleanText,
    ) -> Vec<Row> {
        let count = |name, posts, part: Part<'_>| Row::Count {
            name,
            posts,
            of: None,
            query: part.to_query().into(),
        };
        let mut rows = vec![
            Row::Heading(Text::PostsRead),
            count(Text::ReadThisWeek, counted.this_week, Part::Week),
            count(Text::ReadThisMonth, counted.this_month, Part::Month),
            count(Text::ReadInAll, counted.posts, Part::All),
        ];
        if counted.posts == 0 {
            rows.extend([Row::Blank, Row::Note(Text::NothingRead)]);
            return rows;
        }
        let month = |&((year, month), posts): &((i16, i8), usize)| {
            let name = CleanText::line(&format!("{year:04}-{month:02}"));
            count(Text::Plain(name), posts, Part::MonthOf(year, month))
        };
        let months = with_reading(&counted.months).chunk_by(|a, b| (a.1 == 0) == (b.1 == 0));
        let months = months.flat_map(|some| match some {
            [(_, 0), _, ..] => vec![Row::Note(Text::MonthsWithout { count: some.len() })],
            some => some.iter().map(month).collect(),
        });
        rows.extend(with_bars(Text::ReadByMonth, months.collect()));
        let categories = counted
            .categories
            .iter()
            .map(|(name, posts)| count(Text::Plain(label(name)), *posts, Part::Category(name)));
        rows.extend(with_bars(Text::ReadByCategory, categories.collect()));
        rows
    }
}

/// The months from the first to the last in which anything was read.
fn with_reading<T>(months: &[(T, usize)]) -> &[(T, usize)] {
    let is_read = |(_, posts): &(T, usize)| *posts > 0;
    let first = months.iter().position(is_read).unwrap_or(0);
    let end = months.iter().rposition(is_read).map_or(0, |last| last + 1);
    months.get(first..end).unwrap_or_default()
}

/// Gives rows bars of the same scale and puts a heading above them. Returns nothing without rows.
fn with_bars(heading: Text, mut rows: Vec<Row>) -> Vec<Row> {
    let posts = |row: &Row| if let Row::Count { posts, .. } = row { *posts } else { 0 };
    let Some(most) = rows.iter().map(posts).max() else { return Vec::new() };
    for row in &mut rows {
        if let Row::Count { of, .. } = row {
            *of = Some(most);
        }
    }
    [Row::Blank, Row::Heading(heading)].into_iter().chain(rows).collect()
}
