//! Statistics of what the user has read. Takes time linear in the posts that were read.

use fixedbitset::FixedBitSet;
use jiff::civil::Date;

use crate::archive::Archive;
use crate::clean::CleanText;
use crate::search::facets::{Counts, Facet};
use crate::search::marks::Marks;
use crate::search::query::dates::{Today, Unit, When};

/// The months that are counted, this one included.
pub const MONTHS: usize = 12;
/// The most categories that are counted.
pub const MOST_CATEGORIES: usize = 10;

/// The posts of an archive that were read, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All that were read.
    pub posts: usize,
    /// Those that were read this month.
    pub this_month: usize,
    /// Those that were read this week.
    pub this_week: usize,
    /// Number of posts read in each of the last [`MONTHS`] months, the current month first: year
    /// and month (1 to 12).
    pub months: Vec<((i16, i8), usize)>,
    /// Categories with the most read posts, at most [`MOST_CATEGORIES`]. A category includes its
    /// subcategories.
    pub categories: Vec<(CleanText, usize)>,
}

/// A part of what was read.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// What was read this week.
    Week,
    /// What was read this month.
    Month,
    /// Everything that was read.
    All,
    /// What was read in a year's month, 1 to 12.
    MonthOf(i16, i8),
    /// What was read of a category and those below it.
    Category(&'a CleanText),
}

impl Part<'_> {
    /// The query that finds it, read last first.
    pub fn to_query(self) -> String {
        let part = match self {
            Self::Week => "read:week".to_owned(),
            Self::Month => "read:month".to_owned(),
            Self::All => "is:read".to_owned(),
            Self::MonthOf(year, month) => format!("read:{year:04}-{month:02}"),
            Self::Category(name) => {
                format!("is:read {}", Facet::Category(name.clone()).to_query())
            }
        };
        format!("{part} sort:read")
    }
}

impl Statistics {
    /// Counts the posts that were read. Includes hidden posts only if `hidden`; skips the post ids
    /// in `left_out`. Months and weeks follow the clock of `today`.
    pub fn of(
        archive: &Archive,
        marks: &Marks,
        hidden: bool,
        left_out: &FixedBitSet,
        today: Today<'_>,
    ) -> Self {
        let start = |day| today.beginning_of(day).saturating_mul(1000);
        let months = months_until(today.date);
        // Newest first: the first that has begun is the month.
        let begun: Vec<i64> = months.iter().map(|first| start(*first)).collect();
        let after = |when: When| {
            let (_, last) = when.days(today.date);
            last.tomorrow().map_or(i64::MAX, start)
        };
        let end = after(When::This(Unit::Month));
        let week = start(When::This(Unit::Week).days(today.date).0)..after(When::This(Unit::Week));
        let mut counted = Self::default();
        let mut by_month = vec![0; months.len()];
        let mut categories = Counts::default();
        for (post, time) in marks.history() {
            let post = archive.post(post).filter(|post| hidden || !post.status().is_hidden());
            let post = post.filter(|post| !left_out.contains(post.id().0 as usize));
            let Some(post) = post else { continue };
            let time = i64::try_from(time).unwrap_or(i64::MAX);
            counted.posts += 1;
            counted.this_week += usize::from(week.contains(&time));
            let month = begun.partition_point(|start| *start > time);
            if let Some(count) = by_month.get_mut(month).filter(|_| time < end) {
                *count += 1;
            }
            categories.add_categories(post);
        }
        counted.this_month = by_month.first().copied().unwrap_or(0);
        let names = months.iter().map(|first| (first.year(), first.month()));
        counted.months = names.zip(by_month).collect();
        counted.categories = most_read(categories.tree(archive));
        counted
    }
}

/// The first days of the last months, newest first.
fn months_until(today: Date) -> Vec<Date> {
    let before = |first: &Date| first.yesterday().ok().map(Date::first_of_month);
    std::iter::successors(Some(today.first_of_month()), before).take(MONTHS).collect()
}

/// The categories with most posts; among equals, by name.
fn most_read(tree: impl IntoIterator<Item = (CleanText, usize)>) -> Vec<(CleanText, usize)> {
    let mut all: Vec<(CleanText, usize)> =
        tree.into_iter().filter(|(_, posts)| *posts > 0).collect();
    all.sort_by(|(a, more), (b, posts)| posts.cmp(more).then_with(|| a.cmp(b)));
    all.truncate(MOST_CATEGORIES);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::post::{Post, PostKey, Status};
    use crate::archive::site::Site;
    use crate::state::{Change, State};

    fn post(path: &str, category: &str) -> Post {
        Post {
            key: PostKey::new(path.as_bytes()),
            title: CleanText::line(path),
            title_derived: false,
            date: None,
            categories: vec![CleanText::line(category)],
            tags: Vec::new(),
            authors: Vec::new(),
            url: None,
            status: Status::Shown,
            problems: Vec::new(),
            version: None,
        }
    }

    /// Returns the statistics of posts read at these times, each with a category, and of an unread
    /// post, on a Wednesday in Shanghai.
    fn read(posts: &[(&str, &str)]) -> Statistics {
        let mut archive = Archive::default();
        let mut state = State::new("h");
        for (at, (time, category)) in posts.iter().enumerate() {
            let path = format!("p{at}");
            let time: jiff::Timestamp = time.parse().unwrap();
            let time = u64::try_from(time.as_millisecond()).unwrap();
            state.change(&[Change::read(path.as_bytes(), true)], time);
            archive.add(vec![post(&path, category)]);
        }
        archive.add(vec![post("unread", "财经")]);
        // A draft is not counted even if it was read.
        archive.add(vec![Post { status: Status::Draft, ..post("draft", "科技") }]);
        state.change(&[Change::read(b"draft", true)], 1_709_700_000_000);
        let (site, _) = Site::jekyll(Some(b"timezone: Asia/Shanghai"));
        let today = Today { date: jiff::civil::date(2024, 3, 6), site: Some(&site) };
        // A post of a muted view is not counted either.
        archive.add(vec![post("muted", "科技")]);
        let left_out = archive.find(b"muted").map(|id| id.0 as usize).into_iter().collect();
        state.change(&[Change::read(b"muted", true)], 1_709_700_000_000);
        let mut marks = Marks::default();
        marks.refresh(&archive, archive.newest_first(), &state);
        Statistics::of(&archive, &marks, false, &left_out, today)
    }

    #[test]
    fn reading_is_counted_by_week_month_and_category() {
        let counted = read(&[
            // The last moments before the twelve months, and their first.
            ("2023-03-31T15:59:59.999Z", "科技"),
            ("2023-03-31T16:00:00Z", "科技/通信"),
            ("2024-02-29T15:59:59Z", "科技/通信"),
            ("2024-02-29T16:00:00Z", "国际"),
            // The first moment of the week.
            ("2024-03-03T15:59:59Z", "科技"),
            ("2024-03-03T16:00:00Z", "体育"),
            // Clocks of other machines are ahead.
            ("2024-03-10T15:59:59Z", "科技"),
            ("2024-04-01T00:00:00Z", "科技"),
        ]);
        assert_eq!((counted.posts, counted.this_month, counted.this_week), (8, 4, 2));
        let months: Vec<String> = counted
            .months
            .iter()
            .map(|((year, month), posts)| format!("{year}-{month}:{posts}"))
            .collect();
        assert_eq!(
            months.join(" "),
            "2024-3:4 2024-2:1 2024-1:0 2023-12:0 2023-11:0 2023-10:0 2023-9:0 2023-8:0 2023-7:0 \
             2023-6:0 2023-5:0 2023-4:1"
        );
        let categories: Vec<String> =
            counted.categories.iter().map(|(name, posts)| format!("{name}:{posts}")).collect();
        assert_eq!(categories.join(" "), "科技:6 科技/通信:2 体育:1 国际:1");
    }

    #[test]
    fn only_the_most_read_categories_are_kept() {
        let names: Vec<String> = (0..30).map(|at| format!("类{at:02}")).collect();
        let mut posts: Vec<(&str, &str)> =
            names.iter().map(|name| ("2024-03-01T00:00:00Z", name.as_str())).collect();
        posts.push(("2024-03-01T00:00:00Z", "类29"));
        let counted = read(&posts);
        assert_eq!(counted.categories.len(), MOST_CATEGORIES);
        assert_eq!(counted.categories.first(), Some(&(CleanText::line("类29"), 2)));
    }

    #[test]
    fn no_read_posts_give_empty_statistics() {
        let counted = read(&[]);
        assert_eq!((counted.posts, counted.months.len()), (0, MONTHS));
        assert!(counted.categories.is_empty());
    }
}
