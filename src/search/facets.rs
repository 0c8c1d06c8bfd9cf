//! Facets: categories, tags, authors, dates and marks that filter the list, and their counts.
//!
//! Selected facets intersect. A post has mostly one category, one author and one date, so several of
//! one kind are alternatives, a choice of these replaces the one before, and their counts are of the
//! posts that would be listed instead; those of the other kinds are of the posts that would remain.

mod counts;

use fixedbitset::FixedBitSet;
use jiff::civil::Date;

use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::marks::Marks;
use crate::search::query::dates::{Dates, When};
use crate::search::query::field::{self, Fact, Mark};
use crate::search::query::posts::Posts;
use crate::search::query::{Node, Query, Term, Text, Value};

pub use counts::Counts;

/// A property to filter posts by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// A category and its descendants, by path: parts joined by `/`.
    Category(CleanText),
    /// A tag, by name: a reload assigns new ids.
    Tag(CleanText),
    /// One of the user's own tags, by name.
    OwnTag(CleanText),
    /// An author, by name.
    Author(CleanText),
    /// A year; `None` for undated posts.
    Year(Option<i16>),
    /// A year and a month, 1 to 12.
    Month(i16, i8),
    /// From one month to another, both included, the earlier first.
    Months([(i16, i8); 2]),
    /// Unread posts.
    Unread,
    /// Posts with a mark.
    Marked(Mark),
}

/// What a facet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Categories.
    Category,
    /// Tags.
    Tag,
    /// The user's own tags.
    OwnTag,
    /// Authors.
    Author,
    /// The date.
    Time,
    /// The reading state.
    Mark,
}

impl Kind {
    /// The kinds of which most posts have one value: a choice replaces the one before.
    pub const SINGLE: [Self; 3] = [Self::Category, Self::Author, Self::Time];
}

impl Facet {
    /// What the facet is about.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Category(_) => Kind::Category,
            Self::Tag(_) => Kind::Tag,
            Self::OwnTag(_) => Kind::OwnTag,
            Self::Author(_) => Kind::Author,
            Self::Year(_) | Self::Month(..) | Self::Months(_) => Kind::Time,
            Self::Unread | Self::Marked(_) => Kind::Mark,
        }
    }

    /// The facet's label: a name as written, else the keyword of a query.
    pub fn label(&self) -> CleanText {
        match self {
            Self::Category(path) => path.clone(),
            Self::Tag(name) => CleanText::line(&format!("#{name}")),
            Self::OwnTag(name) => CleanText::line(&format!("+{name}")),
            Self::Author(name) => name.clone(),
            Self::Year(Some(year)) => CleanText::line(&year.to_string()),
            Self::Year(None) => CleanText::line("undated"),
            Self::Month(year, month) => CleanText::line(&format!("{year}-{month:02}")),
            Self::Months([from, to]) => {
                let of = |(year, month): &(i16, i8)| format!("{year}-{month:02}");
                CleanText::line(&format!("{}–{}", of(from), of(to)))
            }
            Self::Unread => CleanText::line("unread"),
            Self::Marked(Mark::Read) => CleanText::line("read"),
            Self::Marked(Mark::Starred) => CleanText::line("starred"),
            Self::Marked(Mark::New) => CleanText::line("new"),
            Self::Marked(Mark::Note) => CleanText::line("note"),
            Self::Marked(Mark::Highlight) => CleanText::line("highlight"),
        }
    }

    /// The facet as a query; [`Facet::of_query`] parses it back.
    pub fn to_query(&self) -> String {
        Query { root: self.to_node(), sort: None }.to_string()
    }

    /// Parses a query that is exactly one facet.
    pub fn of_query(query: &str) -> Option<Self> {
        let query = Query::parse(query).ok()?;
        let undated = Self::Year(None);
        match query.root {
            root if root == undated.to_node() => Some(undated),
            Node::Term(Term::Field(field, value)) => match (field.name, value) {
                ("category", Value::Text(path)) => {
                    Some(Self::Category(CleanText::line(&path.text)))
                }
                ("tag", Value::Text(name)) => Some(Self::Tag(CleanText::line(&name.text))),
                ("mine", Value::Text(name)) => Some(Self::OwnTag(CleanText::line(&name.text))),
                ("author", Value::Text(name)) => Some(Self::Author(CleanText::line(&name.text))),
                ("date", Value::Dates(Dates::At(When::Year(year)))) => Some(Self::Year(Some(year))),
                ("date", Value::Dates(Dates::At(When::Month(year, month)))) => {
                    Some(Self::Month(year, month))
                }
                (
                    "date",
                    Value::Dates(Dates::Between(
                        Some(When::Month(from, first)),
                        Some(When::Month(to, last)),
                    )),
                ) => Some(Self::Months([(from, first), (to, last)])),
                (_, Value::Fact(Fact::Unmarked(Mark::Read))) => Some(Self::Unread),
                (_, Value::Fact(Fact::Marked(mark))) => Some(Self::Marked(mark)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether this says more exactly what another says, which is then superfluous: a part of a
    /// time, or a branch of a category.
    pub fn refines(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Category(own), Self::Category(branch)) => {
                let rest = own.as_str().strip_prefix(branch.as_str());
                rest.is_some_and(|rest| rest.starts_with('/'))
            }
            _ => [self, other].map(Self::kind) == [Kind::Time; 2],
        }
    }

    /// The facet as a part of a query.
    pub fn to_node(&self) -> Node {
        let term = |field, value| Node::Term(Term::Field(field, value));
        let text = |name: &CleanText| Value::Text(Text { text: name.to_string(), exact: false });
        let dates = |when| Value::Dates(Dates::At(when));
        match self {
            Self::Category(path) => term(&field::CATEGORY, text(path)),
            Self::Tag(name) => term(&field::TAG, text(name)),
            Self::OwnTag(name) => term(&field::MINE, text(name)),
            Self::Author(name) => term(&field::AUTHOR, text(name)),
            Self::Year(Some(year)) => term(&field::DATE, dates(When::Year(*year))),
            // No post is dated before year 1.
            Self::Year(None) => term(&field::AFTER, dates(When::Year(1))).negated(),
            Self::Month(year, month) => term(&field::DATE, dates(When::Month(*year, *month))),
            Self::Months([from, to]) => {
                let [from, to] = [from, to].map(|(year, month)| Some(When::Month(*year, *month)));
                term(&field::DATE, Value::Dates(Dates::Between(from, to)))
            }
            Self::Unread => term(&field::IS, Value::Fact(Fact::Unmarked(Mark::Read))),
            Self::Marked(mark @ (Mark::Note | Mark::Highlight)) => {
                term(&field::HAS, Value::Fact(Fact::Marked(*mark)))
            }
            Self::Marked(mark) => term(&field::IS, Value::Fact(Fact::Marked(*mark))),
        }
    }
}

/// The part of a query for one of several selected facets. Facets of a kind that most posts have only
/// one of are alternatives, because hardly any post would match them all. The first of them gets
/// the part for all; the others get `None`.
pub fn node_among(facet: &Facet, all: &[&Facet]) -> Option<Node> {
    if !Kind::SINGLE.contains(&facet.kind()) {
        return Some(facet.to_node());
    }
    let of_kind: Vec<&Facet> =
        all.iter().copied().filter(|other| other.kind() == facet.kind()).collect();
    let is_first = of_kind.first().is_none_or(|first| *first == facet);
    is_first.then(|| Node::any(of_kind.into_iter().map(Facet::to_node).collect()))
}

/// What posts must meet, ready to test them.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Facets that must match, as [`node_among`] combines them.
    pub facets: Vec<Facet>,
    /// Whether drafts and other hidden posts pass.
    pub hidden: bool,
    /// The hits of queries, by id; a post must be among all of them.
    pub hits: Vec<&'a FixedBitSet>,
}

impl Filter<'_> {
    /// The posts of `ids` that pass the filter, in the same order.
    pub fn select(&self, archive: &Archive, marks: &Marks, ids: &[PostId]) -> Vec<PostId> {
        let mut listed = ids.to_vec();
        for hits in &self.hits {
            listed.retain(|id| hits.contains(id.0 as usize));
        }
        let mut others: Vec<&Facet> = Vec::new();
        for facet in &self.facets {
            match facet {
                Facet::OwnTag(tag) => listed.retain(|id| marks.has_tag(*id, tag.as_str())),
                facet => others.push(facet),
            }
        }
        let node = |facet: &&Facet| node_among(facet, &others);
        let mut facets: Vec<Node> = others.iter().filter_map(node).collect();
        if facets.is_empty() {
            facets.push(Query::ALL.root);
        }
        // One pass per facet: loops over a single test are faster than a conjunction per post.
        for root in facets {
            // No facet depends on today.
            let matcher = Query { root, sort: None }.resolve(Date::ZERO, str::to_owned);
            let posts = Posts::with_exact_names(archive, &matcher.with_hidden(self.hidden));
            let passes = |post| posts.matches(post, marks) == Some(true);
            listed.retain(|&id| archive.post(id).is_some_and(passes));
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::date::PostDate;
    use crate::archive::post::{Post, PostKey, Status};
    use crate::search::fold::fold;
    use crate::search::query::posts::OnlyMetadata;

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
            version: None,
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

    fn listed(archive: &Archive, filter: &Filter<'_>) -> Vec<String> {
        let ids = filter.select(archive, &Marks::default(), archive.newest_first());
        ids.iter().map(|&id| archive.post(id).unwrap().title().to_string()).collect()
    }

    #[test]
    fn facets_intersect_and_branches_include_descendants() {
        let archive = archive();
        let tag = |name: &str| Facet::Tag(CleanText::line(name));
        let science = Facet::Category(CleanText::line("科技"));
        let of = |facets: &[&Facet], hidden: bool| {
            let facets = facets.iter().copied().cloned().collect();
            listed(&archive, &Filter { facets, hidden, ..Filter::default() })
        };
        assert_eq!(of(&[], false), ["b", "a", "u"]);
        assert_eq!(of(&[&science], false), ["b", "a"]);
        assert_eq!(of(&[&science, &tag("y")], false), ["b"]);
        // Alternatives, since a post has mostly one category.
        let finance = Facet::Category(CleanText::line("财经"));
        assert_eq!(of(&[&science, &finance], false), ["b", "a", "u"]);
        assert_eq!(of(&[&science, &tag("y"), &finance], false), ["b", "u"]);
        assert_eq!(of(&[&tag("y")], false), ["b", "u"]);
        assert_eq!(of(&[&tag("y")], true), ["d", "b", "u"]);
        assert_eq!(of(&[&tag("y"), &Facet::Year(None)], true), ["u"]);
        assert_eq!(of(&[&Facet::Month(2024, 3)], false), ["b", "a"]);
        assert_eq!(of(&[&Facet::Months([(2023, 12), (2024, 3)])], false), ["b", "a"]);
        assert_eq!(of(&[&Facet::Months([(2023, 12), (2024, 2)])], false), [""; 0]);
        let hits: FixedBitSet = [1].into_iter().collect();
        let filter = Filter { hits: vec![&hits], ..Filter::default() };
        assert_eq!(listed(&archive, &filter), ["b"]);
    }

    #[test]
    fn a_facet_refines_what_includes_it() {
        let category = |path: &str| Facet::Category(CleanText::line(path));
        let check = |a: &Facet, b: &Facet, expected: bool| {
            assert_eq!(a.refines(b), expected, "{a:?} {b:?}");
        };
        check(&category("科技/通信"), &category("科技"), true);
        check(&category("科技"), &category("科技/通信"), false);
        check(&category("科技园"), &category("科技"), false);
        check(&Facet::Month(2024, 3), &Facet::Year(Some(2024)), true);
        check(&Facet::Year(None), &Facet::Months([(2024, 3), (2024, 5)]), true);
        check(&Facet::Unread, &Facet::Year(None), false);
    }

    /// Every kind of facet, with names that need quotes.
    fn facets() -> Vec<Facet> {
        let names = ["y", "a b", "ＡＩ", "-a", "他说\"好\"", "\\", "（甲）", "OR", "#x", "乙:丙"];
        let names = names.map(CleanText::line);
        let mut facets = vec![
            Facet::Category(CleanText::line("科技")),
            Facet::Category(CleanText::line("科技/半导体 一")),
            Facet::Year(Some(2024)),
            Facet::Year(None),
            Facet::Month(2024, 3),
            Facet::Months([(2023, 12), (2024, 3)]),
            Facet::Unread,
        ];
        facets.extend(names.iter().cloned().map(Facet::Tag));
        facets.extend(names.iter().cloned().map(Facet::Author));
        facets.extend(names.iter().cloned().map(Facet::OwnTag));
        facets.extend(Mark::ALL.map(Facet::Marked));
        facets
    }

    #[test]
    fn a_facet_is_kept_as_a_query() {
        for facet in facets() {
            assert_eq!(Facet::of_query(&facet.to_query()), Some(facet));
        }
        assert_eq!(Facet::Tag(CleanText::line("a b")).to_query(), "tag:\"a b\"");
        for text in ["", "甲", "tag:", "tag:a tag:b", "-tag:a", "date:7d", "is:draft", "after:0001"]
        {
            assert_eq!(Facet::of_query(text), None, "{text}");
        }
    }

    /// A query folds names and takes a part of an author's name; a facet matches exact names.
    #[test]
    fn facets_match_exact_names() {
        let mut archive = archive();
        let named = |path, tag, author| {
            let authors = vec![CleanText::line(author)];
            Post { authors, ..post(path, &[tag], &[tag], Status::Shown) }
        };
        archive.add(vec![named("m", "ai", "张三"), named("n", "AI", "张三丰")]);
        for (facet, expected, by_query) in [
            (Facet::Category(CleanText::line("ai")), "m", "nm"),
            (Facet::Tag(CleanText::line("AI")), "n", "nm"),
            (Facet::Author(CleanText::line("张三")), "m", "nm"),
        ] {
            let query = Query::parse(&facet.to_query()).unwrap();
            let matcher = query.resolve(Date::ZERO, fold);
            let posts = Posts::new(&archive, &matcher);
            let all = archive.newest_first().iter().filter_map(|&id| archive.post(id));
            let found = all.filter(|post| posts.matches(*post, &OnlyMetadata) == Some(true));
            let found: Vec<_> = found.map(|post| post.title().to_string()).collect();
            assert_eq!(found.concat(), by_query, "{facet:?}");
            let filter = Filter { facets: vec![facet], ..Filter::default() };
            assert_eq!(listed(&archive, &filter).concat(), expected);
        }
    }

    #[test]
    fn a_category_has_no_branch_without_a_name() {
        let mut archive = Archive::default();
        let ids = archive.add(vec![post("a", &["/甲/乙"], &[], Status::Shown)]);
        let mut counts = Counts::default();
        counts.add(&archive, &Marks::default(), &ids);
        let names: Vec<_> = counts.tree(&archive).into_keys().collect();
        assert_eq!(names, ["/甲", "/甲/乙"].map(CleanText::line));
    }

    #[test]
    fn counts_remaining_posts() {
        let (archive, marks) = (archive(), Marks::default());
        let mut counts = Counts::default();
        let shown = Filter::default().select(&archive, &marks, archive.newest_first());
        counts.add(&archive, &marks, &shown);
        let tree = counts.tree(&archive).into_iter();
        let tree: Vec<(String, usize)> = tree.map(|(name, of)| (name.to_string(), of)).collect();
        let expected = [("科技", 2), ("科技/半导体", 1), ("科技/通信", 1), ("财经", 1)];
        assert_eq!(tree, expected.map(|(name, count)| (name.to_owned(), count)));
        assert_eq!(counts.years(), [(Some(2024), 2), (None, 1)]);
        assert_eq!(counts.months(2024), [(3, 2)]);
        assert_eq!(counts.total(), 3);
    }
}
