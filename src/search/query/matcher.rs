//! A resolved query that tests posts: dates resolved, text folded, questions numbered.
//!
//! Conditions that need a title, body or name become numbered [`Question`]s, without duplicates. The
//! caller answers by number, so an index can answer one for all posts. Logic is three-valued: the
//! result is `None` only if it depends on an unanswered question.

use fixedbitset::FixedBitSet;
use jiff::civil::Date;

use crate::archive::date::PostDate;
use crate::archive::post::Status;
use crate::search::fold::Fold;
use crate::search::query::dates::Dates;
use crate::search::query::field::{Fact, Mark, Question, Side, ValueKind};
use crate::search::query::{Node, Query, Term, Text, Value};

/// A post as seen by a query.
pub trait Subject {
    /// The post's date.
    fn date(&self) -> Option<PostDate>;

    /// The post's status.
    fn status(&self) -> Status;

    /// Whether the post has problems.
    fn has_problems(&self) -> bool;

    /// Whether the post has a mark.
    fn is_marked(&self, mark: Mark) -> bool;

    /// Whether the post has one of the names.
    fn has_one_of(&self, names: &Names) -> bool;

    /// Whether the user gave the post a tag, whose name is folded.
    fn has_own_tag(&self, tag: &str) -> bool;

    /// Answers a question; `None` if the answer is not known yet.
    fn answer(&self, number: usize, question: &Question) -> Option<bool>;
}

/// Names of an archive, by id.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Names {
    Categories(FixedBitSet),
    Tags(FixedBitSet),
    Authors(FixedBitSet),
}

/// A resolved query.
#[derive(Clone, Debug)]
pub struct Matcher {
    test: Test,
    questions: Vec<Question>,
    hidden: bool,
    fold: Fold,
}

/// A node of a resolved query.
#[derive(Clone, Debug)]
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// Whether the date is in a half-open range of seconds since 1970, in the displayed local time.
    Dated(i64, i64, bool),
    Fact(Fact),
    /// Whether the user gave it a tag.
    Own(String),
    Named(Names),
    Ask(usize),
}

impl Query {
    /// Resolves the query: `today` is the day in the list's time zone, `fold` normalizes text.
    pub fn resolve(&self, today: Date, fold: Fold) -> Matcher {
        let mut resolver = Resolver { today, fold, questions: Vec::new(), hidden: false };
        let test = resolver.test(&self.root, true);
        Matcher { test, questions: resolver.questions, hidden: resolver.hidden, fold }
    }
}

impl Matcher {
    /// The questions; their index is their number.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The function that folded the text.
    pub fn fold(&self) -> Fold {
        self.fold
    }

    /// Resolves questions about names for one archive.
    pub(super) fn resolve_names(&mut self, names: &dyn Fn(&Question) -> Option<Names>) {
        let questions = &self.questions;
        self.test.resolve_names(&|number| questions.get(number).and_then(names));
    }

    /// Lets hidden posts match. Otherwise they match only if the query has `is:draft` or `is:hidden`.
    #[must_use]
    pub fn with_hidden(self, hidden: bool) -> Self {
        Self { hidden: self.hidden || hidden, ..self }
    }

    /// Whether a post matches; `None` if that depends on unanswered questions.
    pub fn matches(&self, subject: &impl Subject) -> Option<bool> {
        if subject.status().is_hidden() && !self.hidden {
            return Some(false);
        }
        self.holds(&self.test, subject)
    }

    /// The posts that may match. `ask` returns the posts for which a question's answer may be yes.
    /// `None` means all posts, for a question and for the result.
    pub fn candidates(&self, ask: &dyn Fn(usize) -> Option<FixedBitSet>) -> Option<FixedBitSet> {
        self.test.candidates(ask)
    }

    /// The relevance of a post: how many of the query's texts are in its title.
    pub fn title_hits(&self, subject: &impl Subject) -> usize {
        let questions = self.questions.iter().enumerate();
        let titles = questions.filter(|(_, question)| matches!(question, Question::Title(_)));
        titles.filter(|&(number, question)| subject.answer(number, question) == Some(true)).count()
    }

    fn holds(&self, test: &Test, subject: &impl Subject) -> Option<bool> {
        match test {
            Test::All(tests) => self.first_of(false, tests, subject),
            Test::Any(tests) => self.first_of(true, tests, subject),
            Test::Not(test) => self.holds(test, subject).map(|holds| !holds),
            Test::Dated(from, to, expected) => {
                let is_in_range = subject.date().is_some_and(|date| {
                    let shown = date.seconds.saturating_add(i64::from(date.offset_minutes) * 60);
                    (*from..*to).contains(&shown)
                });
                Some(is_in_range == *expected)
            }
            Test::Fact(fact) => match fact {
                Fact::Marked(mark) => Some(subject.is_marked(*mark)),
                Fact::Unmarked(mark) => Some(!subject.is_marked(*mark)),
                Fact::Status(status) => Some(subject.status() == *status),
                Fact::Hidden => Some(subject.status().is_hidden()),
                Fact::Problem => Some(subject.has_problems()),
                Fact::Asks(_) => None,
            },
            Test::Own(tag) => Some(subject.has_own_tag(tag)),
            Test::Named(names) => Some(subject.has_one_of(names)),
            Test::Ask(number) => subject.answer(*number, self.questions.get(*number)?),
        }
    }

    /// `decisive` if a test has that result, else `None` if one is open, else the opposite.
    fn first_of(&self, decisive: bool, tests: &[Test], subject: &impl Subject) -> Option<bool> {
        let mut answer = Some(!decisive);
        for test in tests {
            match self.holds(test, subject) {
                Some(holds) if holds == decisive => return Some(decisive),
                Some(_) => {}
                None => answer = None,
            }
        }
        answer
    }
}

impl Test {
    fn resolve_names(&mut self, names: &dyn Fn(usize) -> Option<Names>) {
        match self {
            Self::All(tests) | Self::Any(tests) => {
                for test in tests {
                    test.resolve_names(names);
                }
            }
            Self::Not(test) => test.resolve_names(names),
            Self::Ask(number) => {
                if let Some(names) = names(*number) {
                    *self = Self::Named(names);
                }
            }
            _ => {}
        }
    }

    fn candidates(&self, ask: &dyn Fn(usize) -> Option<FixedBitSet>) -> Option<FixedBitSet> {
        match self {
            Self::All(tests) => {
                tests.iter().filter_map(|test| test.candidates(ask)).reduce(|mut all, some| {
                    all.intersect_with(&some);
                    all
                })
            }
            Self::Any(tests) => {
                let mut any = FixedBitSet::new();
                for test in tests {
                    any.union_with(&test.candidates(ask)?);
                }
                Some(any)
            }
            Self::Ask(number) => ask(*number),
            // A post that may match may also not match.
            _ => None,
        }
    }
}

struct Resolver {
    today: Date,
    fold: Fold,
    questions: Vec<Question>,
    /// Whether the query asks for hidden posts.
    hidden: bool,
}

impl Resolver {
    fn test(&mut self, node: &Node, positive: bool) -> Test {
        match node {
            Node::All(nodes) => Test::All(self.tests(nodes, positive)),
            Node::Any(nodes) => Test::Any(self.tests(nodes, positive)),
            Node::Not(node) => match self.test(node, !positive) {
                // Cheaper than a Test::Not.
                Test::Dated(from, to, expected) => Test::Dated(from, to, !expected),
                test => Test::Not(Box::new(test)),
            },
            Node::Term(term) => self.term(term, positive),
        }
    }

    /// Cheap tests first, so that expensive ones seldom run.
    fn tests(&mut self, nodes: &[Node], positive: bool) -> Vec<Test> {
        let mut tests: Vec<Test> = nodes.iter().map(|node| self.test(node, positive)).collect();
        tests.sort_by_cached_key(|test| self.cost(test));
        tests
    }

    fn term(&mut self, term: &Term, positive: bool) -> Test {
        match term {
            Term::Anywhere(text) => {
                let body = Question::Body((self.fold)(&text.text));
                Test::Any(vec![self.title(text), self.ask(body)])
            }
            Term::Pattern(pattern) => self.ask(Question::Pattern(pattern.clone())),
            Term::Field(field, value) => match (&field.takes, value) {
                (ValueKind::Text(question), Value::Text(text)) => {
                    let question = question((self.fold)(&text.text));
                    self.ask(question)
                }
                (ValueKind::OwnTag, Value::Text(text)) => Test::Own((self.fold)(&text.text)),
                (ValueKind::Dates(side), Value::Dates(dates)) => self.dates(*side, *dates),
                (_, Value::Fact(Fact::Asks(question))) => self.ask(question.clone()),
                (_, Value::Fact(fact)) => {
                    self.hidden |= positive && matches!(fact, Fact::Hidden | Fact::Status(_));
                    Test::Fact(fact.clone())
                }
                (_, Value::Text(text)) => self.title(text),
                (_, Value::Dates(dates)) => self.dates(Side::Within, *dates),
            },
        }
    }

    fn title(&mut self, text: &Text) -> Test {
        self.ask(Question::Title(Text { text: (self.fold)(&text.text), exact: text.exact }))
    }

    fn ask(&mut self, question: Question) -> Test {
        let known = self.questions.iter().position(|known| *known == question);
        Test::Ask(known.unwrap_or_else(|| {
            self.questions.push(question);
            self.questions.len() - 1
        }))
    }

    fn dates(&self, side: Side, dates: Dates) -> Test {
        let (first, last) = dates.days(self.today);
        let from = first.map_or(i64::MIN, seconds);
        // The last day of the calendar has no successor.
        let to = last.map_or(i64::MAX, |day| day.tomorrow().map_or(i64::MAX, seconds));
        match side {
            Side::Within => Test::Dated(from, to, true),
            Side::Since => Test::Dated(from, i64::MAX, true),
            Side::Before => Test::Dated(i64::MIN, from, true),
        }
    }

    fn cost(&self, test: &Test) -> usize {
        match test {
            Test::All(tests) | Test::Any(tests) => {
                tests.iter().map(|test| self.cost(test)).max().unwrap_or(0)
            }
            Test::Not(test) => self.cost(test),
            Test::Ask(number) => match self.questions.get(*number) {
                Some(Question::Category(_) | Question::Tag(_) | Question::Author(_)) => 1,
                Some(Question::Path(_)) => 2,
                Some(Question::Title(_)) => 3,
                Some(Question::Pattern(_)) => 4,
                Some(Question::Body(_) | Question::Links | Question::Images) | None => 5,
            },
            _ => 0,
        }
    }
}

/// Seconds from 1970 to the start of a day, in local time.
fn seconds(day: Date) -> i64 {
    Date::constant(1970, 1, 1).duration_until(day).as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::date::{Zone, parse};
    use crate::search::fold::fold;
    use jiff::civil::date;

    /// A Wednesday.
    const TODAY: Date = date(2022, 3, 16);

    /// A post in a test; `body` is `None` while it is unknown.
    #[derive(Clone, Copy, Default)]
    struct Sample {
        title: &'static str,
        body: Option<&'static str>,
        categories: &'static [&'static str],
        tags: &'static [&'static str],
        author: &'static str,
        path: &'static str,
        date: &'static str,
        status: Status,
        problem: bool,
        mark: Option<Mark>,
        /// The user's tag, folded.
        own: &'static str,
    }

    impl Subject for Sample {
        fn date(&self) -> Option<PostDate> {
            parse(self.date, &Zone::AS_WRITTEN).ok().map(|(date, _)| date)
        }

        fn status(&self) -> Status {
            self.status
        }

        fn has_problems(&self) -> bool {
            self.problem
        }

        fn is_marked(&self, mark: Mark) -> bool {
            self.mark == Some(mark)
        }

        fn has_own_tag(&self, tag: &str) -> bool {
            self.own == tag
        }

        fn has_one_of(&self, _names: &Names) -> bool {
            unreachable!("there is no archive")
        }

        fn answer(&self, _number: usize, question: &Question) -> Option<bool> {
            let one_of = |names: &[&str]| names.iter().any(|name| question.matches(&fold(name)));
            match question {
                Question::Title(_) => Some(one_of(&[self.title])),
                Question::Pattern(_) => Some(question.matches(self.title)),
                Question::Category(_) => Some(one_of(self.categories)),
                Question::Tag(_) => Some(one_of(self.tags)),
                Question::Author(_) => Some(one_of(&[self.author])),
                Question::Path(_) => Some(one_of(&[self.path])),
                Question::Body(_) => self.body.map(|body| one_of(&[body])),
                Question::Links => self.body.map(|body| body.contains("http")),
                Question::Images => self.body.map(|body| body.contains("![")),
            }
        }
    }

    fn check(post: Sample, table: &[(&str, Option<bool>)]) {
        for (query, expected) in table {
            let matcher = Query::parse(query).unwrap().resolve(TODAY, fold);
            assert_eq!(matcher.matches(&post), *expected, "{query}");
        }
    }

    const YES: Option<bool> = Some(true);
    const NO: Option<bool> = Some(false);

    #[test]
    fn texts_match_regardless_of_case_and_width() {
        let post = Sample {
            title: "工信部：ＡＩ芯片（300115）快讯",
            body: Some("正文 http://a.org"),
            categories: &["科技/半导体"],
            tags: &["Wind新闻"],
            author: "记者 张三",
            path: "_posts/2022-01-05-AI.md",
            ..Sample::default()
        };
        check(
            post,
            &[
                ("", YES),
                ("工信部 芯片 正文", YES),
                ("工信部 股市", NO),
                ("股市 OR ai芯片", YES),
                ("股市 OR (芯片 -正文)", NO),
                ("股市 芯片 OR 快讯", YES),
                ("\"芯片(300115)\"", YES),
                ("title:正文 OR body:芯片", NO),
                ("body:正文 -title:正文", YES),
                ("/^工信部.*\\d{6}）/ /ａｉ/", YES),
                ("/^快讯/", NO),
                ("c:科技 category:科技/半导体", YES),
                ("c:科 OR c:半导体", NO),
                ("#wind新闻", YES),
                ("#wind", NO),
                ("author:张三 path:posts/2022 path:ai.MD", YES),
                ("has:link -has:image", YES),
            ],
        );
    }

    #[test]
    fn unknown_answers_leave_only_dependent_results_open() {
        let post = Sample { title: "芯片", ..Sample::default() };
        check(
            post,
            &[
                ("芯片", YES),
                ("股市", None),
                ("-股市", None),
                ("-芯片", NO),
                ("芯片 body:股市", None),
                ("body:股市 title:股市", NO),
                ("has:link title:芯片", None),
                ("has:link OR title:芯片", YES),
            ],
        );
    }

    #[test]
    fn dates_are_in_the_displayed_time() {
        // 17:30 on the day before in UTC
        let post = Sample { date: "2022-03-10 01:30 +0800", ..Sample::default() };
        check(
            post,
            &[
                ("date:2022 date:2022-03 date:2022-03-10 date:2022-W10", YES),
                ("date:2022-03-09 OR date:2022-W11 OR date:2021", NO),
                ("date:2022-01..2022-03 date:..2022-03-10 date:2022-03-10..", YES),
                ("date:..2022-03-09 OR date:2022-03-11..", NO),
                ("after:2022-03-10 before:2022-03-11", YES),
                ("after:2022-03-11 OR before:2022-03-10", NO),
                ("after:6d date:6d after:1w date:7d..6d", YES),
                ("after:5d OR date:5d OR date:5d..", NO),
                ("before:5d date:..6d", YES),
                ("date:month date:year after:1m", YES),
                ("date:week OR date:today OR date:yesterday OR after:yesterday", NO),
            ],
        );
        let monday = Sample { date: "2022-03-14", ..Sample::default() };
        check(monday, &[("date:week after:week", YES), ("before:week", NO)]);
        let yesterday = Sample { date: "2022-03-15 23:59:59", ..Sample::default() };
        check(yesterday, &[("date:yesterday after:yesterday before:today", YES)]);
        let future = Sample { date: "2023-01-01", ..Sample::default() };
        check(future, &[("after:7d", YES), ("date:7d", NO)]);
        let undated = Sample::default();
        check(undated, &[("date:0001..9999 OR after:9999y", NO), ("-date:2022", YES)]);
        let old = Sample { date: "1000-01-01", ..Sample::default() };
        check(old, &[("date:..9999y", NO), ("after:9999y date:..9999-12-31", YES)]);
    }

    #[test]
    fn states_and_hidden_posts() {
        // Hidden posts answer only to is:draft and is:hidden.
        let plain = Sample::default();
        check(plain, &[("is:unread", YES), ("is:read OR is:problem OR is:hidden OR has:note", NO)]);
        let marked = |mark| Sample { mark: Some(mark), ..Sample::default() };
        check(marked(Mark::Read), &[("is:read -is:unread -is:starred", YES)]);
        check(marked(Mark::Starred), &[("is:starred -is:new", YES)]);
        check(marked(Mark::New), &[("is:new -has:note", YES)]);
        check(marked(Mark::Note), &[("has:note -is:new", YES)]);
        check(Sample { problem: true, ..plain }, &[("is:problem", YES)]);
        let draft = Sample { title: "甲", status: Status::Draft, ..plain };
        check(draft, &[("甲", NO), ("", NO), ("-is:draft", NO), ("-is:hidden OR 甲", NO)]);
        check(draft, &[("is:draft", YES), ("is:hidden 甲", YES), ("is:draft -title:甲", NO)]);
        check(Sample { status: Status::Unpublished, ..plain }, &[("is:draft", NO)]);
        let all = Query::parse("甲").unwrap().resolve(TODAY, fold).with_hidden(true);
        assert_eq!(all.matches(&draft), YES);
    }

    #[test]
    fn questions_are_unique_and_cheap_ones_come_first() {
        let query = Query::parse("甲 OR (body:甲 title:甲 -body:Ａ body:a) date:2022").unwrap();
        let matcher = query.resolve(TODAY, fold);
        let text = |text: &str| Text { text: text.to_owned(), exact: false };
        assert_eq!(
            matcher.questions(),
            [
                Question::Title(text("甲")),
                Question::Body("甲".to_owned()),
                Question::Body("a".to_owned()),
            ]
        );
        // The title alone decides: the body is not needed.
        let post = Sample { title: "乙", ..Sample::default() };
        check(post, &[("body:甲 title:甲", NO), ("-body:甲 (title:甲 OR date:2022)", NO)]);
        let hits = Query::parse("甲 OR 乙 OR title:乙丙").unwrap().resolve(TODAY, fold);
        assert_eq!(hits.title_hits(&Sample { title: "甲乙丁", ..post }), 2);
    }
}
