//! Facets: the categories, tags and dates by which a list is narrowed, and how many posts each
//! would leave.
//!
//! Chosen facets intersect. A count says how many posts of the current list a facet holds, so it
//! is what would remain if the facet were chosen too.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use fixedbitset::FixedBitSet;

use crate::archive::post::PostId;
use crate::archive::{Archive, NameId, PostRef};
use crate::clean::{CleanStr, CleanText};
use crate::search::marks::Marks;
use crate::search::query::field::Mark;

/// Something by which posts are chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// A category with the categories below it; the path of a branch, parts joined by `/`.
    Category(CleanText),
    /// A tag, by its name: an archive that is read again numbers its tags anew.
    Tag(CleanText),
    /// An author, by name too.
    Author(CleanText),
    /// A year; `None` for undated posts.
    Year(Option<i16>),
    /// A month of a year, 1 to 12.
    Month(i16, i8),
    /// What the reader has not read.
    Unread,
    /// What has a mark.
    Marked(Mark),
}

impl Facet {
    /// The facet's name as a query would say it, or as its author wrote it.
    pub fn label(&self) -> CleanText {
        match self {
            Self::Category(path) => path.clone(),
            Self::Tag(name) => CleanText::line(&format!("#{name}")),
            Self::Author(name) => name.clone(),
            Self::Year(Some(year)) => CleanText::line(&year.to_string()),
            Self::Year(None) => CleanText::line("undated"),
            Self::Month(year, month) => CleanText::line(&format!("{year}-{month:02}")),
            Self::Unread => CleanText::line("unread"),
            Self::Marked(Mark::Read) => CleanText::line("read"),
            Self::Marked(Mark::Starred) => CleanText::line("starred"),
            Self::Marked(Mark::New) => CleanText::line("new"),
            Self::Marked(Mark::Note) => CleanText::line("note"),
        }
    }

    /// The facet as a term of a query.
    pub fn to_query(&self) -> String {
        let quoted = |name: &CleanText| format!("\"{}\"", name.as_str().replace('"', " "));
        match self {
            Self::Category(path) => format!("category:{}", quoted(path)),
            Self::Tag(name) => format!("tag:{}", quoted(name)),
            Self::Author(name) => format!("author:{}", quoted(name)),
            Self::Year(Some(year)) => format!("date:{year:04}"),
            // Every date there is comes after the first year.
            Self::Year(None) => "-after:0001".to_owned(),
            Self::Month(year, month) => format!("date:{year:04}-{month:02}"),
            Self::Unread => "is:unread".to_owned(),
            Self::Marked(Mark::Read) => "is:read".to_owned(),
            Self::Marked(Mark::Starred) => "is:starred".to_owned(),
            Self::Marked(Mark::New) => "is:new".to_owned(),
            Self::Marked(Mark::Note) => "has:note".to_owned(),
        }
    }

    /// What is to be asked of each post: names are looked for once, not once a post.
    fn test(&self, archive: &Archive) -> Test {
        fn named<'a>(
            names: impl Iterator<Item = (NameId, CleanStr<'a>)>,
            is_meant: impl Fn(CleanStr<'a>) -> bool,
        ) -> FixedBitSet {
            names.filter(|(_, name)| is_meant(*name)).map(|(id, _)| id.0 as usize).collect()
        }
        match self {
            Self::Category(path) => Test::Category(named(archive.categories(), |name| {
                is_within(name.as_str(), path.as_str())
            })),
            Self::Tag(tag) => Test::Tag(named(archive.tags(), |name| name == tag.as_clean())),
            Self::Author(author) => {
                Test::Author(named(archive.authors(), |name| name == author.as_clean()))
            }
            Self::Year(year) => Test::Year(*year),
            Self::Month(year, month) => Test::Month(*year, *month),
            Self::Unread => Test::Unread,
            Self::Marked(mark) => Test::Marked(*mark),
        }
    }
}

/// A facet as it is asked of posts: of names, the ids of those that are meant.
enum Test {
    Category(FixedBitSet),
    Tag(FixedBitSet),
    Author(FixedBitSet),
    Year(Option<i16>),
    Month(i16, i8),
    Unread,
    Marked(Mark),
}

impl Test {
    fn holds(&self, post: PostRef<'_>, marks: &Marks) -> bool {
        let any = |meant: &FixedBitSet, ids: &[NameId]| {
            ids.iter().any(|id| meant.contains(id.0 as usize))
        };
        match self {
            Self::Category(meant) => any(meant, post.category_ids()),
            Self::Tag(meant) => any(meant, post.tag_ids()),
            Self::Author(meant) => any(meant, post.author_ids()),
            Self::Year(year) => post.year_month().map(|(year, _)| year) == *year,
            Self::Month(year, month) => post.year_month() == Some((*year, *month)),
            Self::Unread => !marks.has(post.id(), Mark::Read),
            Self::Marked(mark) => marks.has(post.id(), *mark),
        }
    }
}

/// In a word or two, to be kept; read by [`Facet::from_str`].
impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Category(path) => write!(f, "category {path}"),
            Self::Tag(name) => write!(f, "tag {name}"),
            Self::Author(name) => write!(f, "author {name}"),
            Self::Year(Some(year)) => write!(f, "year {year}"),
            Self::Year(None) => f.write_str("undated"),
            Self::Month(year, month) => write!(f, "month {year}-{month}"),
            Self::Unread => f.write_str("unread"),
            Self::Marked(Mark::Read) => f.write_str("read"),
            Self::Marked(Mark::Starred) => f.write_str("starred"),
            Self::Marked(Mark::New) => f.write_str("new"),
            Self::Marked(Mark::Note) => f.write_str("note"),
        }
    }
}

impl FromStr for Facet {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, value) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match kind {
            "category" => Self::Category(CleanText::line(value)),
            "tag" => Self::Tag(CleanText::line(value)),
            "author" => Self::Author(CleanText::line(value)),
            "year" => Self::Year(Some(value.parse().map_err(|_| ())?)),
            "undated" => Self::Year(None),
            "month" => {
                let (year, month) = value.rsplit_once('-').ok_or(())?;
                Self::Month(year.parse().map_err(|_| ())?, month.parse().map_err(|_| ())?)
            }
            "unread" => Self::Unread,
            "read" => Self::Marked(Mark::Read),
            "starred" => Self::Marked(Mark::Starred),
            "new" => Self::Marked(Mark::New),
            "note" => Self::Marked(Mark::Note),
            _ => return Err(()),
        })
    }
}

/// Whether a category is a branch or lies below it.
fn is_within(name: &str, branch: &str) -> bool {
    name.strip_prefix(branch).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What narrows a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The chosen facets, in the order in which they were chosen; all must hold.
    pub facets: Vec<Facet>,
    /// Whether drafts and other hidden posts are listed too.
    pub hidden: bool,
    /// The posts that a query finds, by id, if the list is narrowed by one.
    pub hits: Option<FixedBitSet>,
}

impl Filter {
    /// Those of `ids` that are listed, in the same order.
    pub fn select(&self, archive: &Archive, marks: &Marks, ids: &[PostId]) -> Vec<PostId> {
        let tests: Vec<Test> = self.facets.iter().map(|facet| facet.test(archive)).collect();
        let passes = |post: PostRef<'_>| {
            (self.hidden || !post.status().is_hidden())
                && self.hits.as_ref().is_none_or(|hits| hits.contains(post.id().0 as usize))
                && tests.iter().all(|test| test.holds(post, marks))
        };
        ids.iter().copied().filter(|&id| archive.post(id).is_some_and(passes)).collect()
    }

    /// Chooses a facet, or takes it back.
    pub fn toggle(&mut self, facet: &Facet) {
        match self.facets.iter().position(|chosen| chosen == facet) {
            Some(at) => drop(self.facets.remove(at)),
            None => self.facets.push(facet.clone()),
        }
    }
}

/// How many listed posts each facet holds.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Posts by category id, each branch's own; see [`Counts::tree`] for sums.
    categories: HashMap<Vec<NameId>, usize>,
    tags: Vec<usize>,
    authors: Vec<usize>,
    months: BTreeMap<Option<(i16, i8)>, usize>,
    marked: [usize; Mark::ALL.len()],
    total: usize,
}

impl Counts {
    /// Counts posts in addition to those counted before.
    pub fn add(&mut self, archive: &Archive, marks: &Marks, ids: &[PostId]) {
        for (count, mark) in self.marked.iter_mut().zip(Mark::ALL) {
            *count += marks.count(ids, mark);
        }
        for post in ids.iter().filter_map(|&id| archive.post(id)) {
            self.total += 1;
            // Posts are grouped by their whole list of categories, so that a branch counts a post
            // once that lies in two of its categories. There are few different lists.
            let categories = post.category_ids();
            match self.categories.get_mut(categories) {
                Some(count) => *count += 1,
                None => drop(self.categories.insert(categories.to_vec(), 1)),
            }
            add_names(&mut self.tags, post.tag_ids());
            add_names(&mut self.authors, post.author_ids());
            *self.months.entry(post.year_month()).or_default() += 1;
        }
    }

    /// The posts that have a mark.
    pub fn marked(&self, mark: Mark) -> usize {
        self.marked.get(mark as usize).copied().unwrap_or(0)
    }

    /// The posts that were not read.
    pub fn unread(&self) -> usize {
        self.total - self.marked(Mark::Read)
    }

    /// One of the posts counted got a mark or lost it.
    pub fn remark(&mut self, mark: Mark, on: bool) {
        if let Some(count) = self.marked.get_mut(mark as usize) {
            *count = count.saturating_add_signed(if on { 1 } else { -1 });
        }
    }

    /// All posts counted.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The posts of a tag.
    pub fn tag(&self, id: NameId) -> usize {
        self.tags.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// The posts of an author.
    pub fn author(&self, id: NameId) -> usize {
        self.authors.get(id.0 as usize).copied().unwrap_or(0)
    }

    /// The posts of each year, newest first, the undated last.
    pub fn years(&self) -> Vec<(Option<i16>, usize)> {
        let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
        for (month, count) in &self.months {
            *years.entry(month.map(|(year, _)| year)).or_default() += count;
        }
        years.into_iter().rev().collect()
    }

    /// The posts of each month of a year, newest first.
    pub fn months(&self, year: i16) -> Vec<(i8, usize)> {
        let range = Some((year, i8::MIN))..=Some((year, i8::MAX));
        self.months
            .range(range)
            .rev()
            .filter_map(|(month, &count)| Some(((*month)?.1, count)))
            .collect()
    }

    /// The category tree with the posts of each branch, each post counted once a branch.
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

/// Counts a post for each of its names.
fn add_names(counts: &mut Vec<usize>, ids: &[NameId]) {
    for id in ids {
        let at = id.0 as usize;
        if counts.len() <= at {
            counts.resize(at + 1, 0);
        }
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
}

/// A category and every branch above it: `a/b/c` is in `a`, `a/b` and `a/b/c`.
fn branches(name: CleanStr<'_>) -> impl Iterator<Item = CleanStr<'_>> {
    let ends = name.as_str().match_indices('/').map(|(at, _)| at).filter(|&at| at > 0);
    ends.chain([name.len()]).map(move |end| name.slice(0..end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::date::PostDate;
    use crate::archive::post::{Post, PostKey, Status};
    use crate::search::fold::fold;
    use crate::search::query::Query;
    use crate::search::query::posts::{OnlyMetadata, Posts};

    fn post(path: &str, categories: &[&str], tags: &[&str], status: Status) -> Post {
        let texts = |names: &[&str]| names.iter().map(|name| CleanText::line(name)).collect();
        // 2024-03-01T00:00:00Z
        let date =
            PostDate { seconds: 1_709_251_200, offset_minutes: 0, has_time: true, has_zone: true };
        Post {
            key: PostKey::new(path.as_bytes()),
            title: CleanText::line(path),
            title_derived: false,
            date: (!path.starts_with('u')).then_some(date),
            categories: texts(categories),
            tags: texts(tags),
            authors: if path == "b" { texts(&["李四"]) } else { Vec::new() },
            url: None,
            status,
            problems: Vec::new(),
        }
    }

    fn archive() -> Archive {
        let mut archive = Archive::default();
        archive.add(vec![
            post("a", &["科技", "科技/半导体"], &["x"], Status::Shown),
            post("b", &["科技/通信"], &["x", "y"], Status::Shown),
            post("u", &["财经"], &["y"], Status::Shown),
            post("d", &["财经"], &["y"], Status::Draft),
        ]);
        archive
    }

    fn listed(archive: &Archive, filter: &Filter) -> Vec<String> {
        let ids = filter.select(archive, &Marks::default(), archive.newest_first());
        ids.iter().map(|&id| archive.post(id).unwrap().title().to_string()).collect()
    }

    #[test]
    fn facets_intersect_and_branches_hold_what_is_below() {
        let archive = archive();
        let tag = |name: &str| Facet::Tag(CleanText::line(name));
        let mut filter = Filter::default();
        assert_eq!(listed(&archive, &filter), ["b", "a", "u"]);
        filter.toggle(&Facet::Category(CleanText::line("科技")));
        assert_eq!(listed(&archive, &filter), ["b", "a"]);
        filter.toggle(&tag("y"));
        assert_eq!(listed(&archive, &filter), ["b"]);
        filter.toggle(&Facet::Category(CleanText::line("科技")));
        assert_eq!(listed(&archive, &filter), ["b", "u"]);
        filter.hidden = true;
        assert_eq!(listed(&archive, &filter), ["d", "b", "u"]);
        filter.toggle(&Facet::Year(None));
        assert_eq!(listed(&archive, &filter), ["u"]);
        filter = Filter { facets: vec![Facet::Month(2024, 3)], ..Filter::default() };
        assert_eq!(listed(&archive, &filter), ["b", "a"]);
    }

    #[test]
    fn facets_are_read_as_they_are_written() {
        let mut facets = vec![
            Facet::Category(CleanText::line("科技/半导体 一")),
            Facet::Tag(CleanText::line("a b")),
            Facet::Author(CleanText::line("李 四")),
            Facet::Year(Some(-3)),
            Facet::Year(None),
            Facet::Month(2024, 3),
            Facet::Unread,
        ];
        facets.extend(Mark::ALL.map(Facet::Marked));
        for facet in facets {
            assert_eq!(facet.to_string().parse(), Ok(facet));
        }
        for text in ["", "month 2024", "year x", "later thing"] {
            assert_eq!(text.parse::<Facet>(), Err(()));
        }
    }

    /// The query of a facet finds what the facet holds.
    #[test]
    fn a_facet_is_a_query() {
        let archive = archive();
        let marks = Marks::default();
        for facet in [
            Facet::Category(CleanText::line("科技")),
            Facet::Tag(CleanText::line("y")),
            Facet::Author(CleanText::line("李四")),
            Facet::Year(Some(2024)),
            Facet::Year(None),
            Facet::Month(2024, 3),
            Facet::Unread,
            Facet::Marked(Mark::Starred),
        ] {
            let query = Query::parse(&facet.to_query()).unwrap();
            let matcher = query.resolve(jiff::civil::date(2024, 6, 1), fold);
            let posts = Posts::new(&archive, &matcher);
            let filter = Filter { facets: vec![facet.clone()], ..Filter::default() };
            let found: Vec<PostId> = archive
                .newest_first()
                .iter()
                .filter_map(|&id| archive.post(id))
                .filter(|post| posts.matches(*post, &OnlyMetadata) == Some(true))
                .map(PostRef::id)
                .collect();
            assert_eq!(found, filter.select(&archive, &marks, archive.newest_first()), "{facet}");
        }
    }

    #[test]
    fn counts_what_remains() {
        let archive = archive();
        let mut counts = Counts::default();
        counts.add(
            &archive,
            &Marks::default(),
            &Filter::default().select(&archive, &Marks::default(), archive.newest_first()),
        );
        let tree: Vec<(String, usize)> = counts
            .tree(&archive)
            .into_iter()
            .map(|(name, count)| (name.to_string(), count))
            .collect();
        let expected = [("科技", 2), ("科技/半导体", 1), ("科技/通信", 1), ("财经", 1)];
        assert_eq!(tree, expected.map(|(name, count)| (name.to_owned(), count)));
        assert_eq!(counts.years(), [(Some(2024), 2), (None, 1)]);
        assert_eq!(counts.months(2024), [(3, 2)]);
        assert_eq!(counts.total(), 3);
    }
}
