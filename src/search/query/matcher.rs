//! A resolved query that tests posts: dates resolved, text folded, questions numbered.
//!
//! Conditions that need a title, body or name become numbered [`Question`]s, without duplicates.
//! The caller answers by number, so an index can answer one for all posts. Logic is three-valued:
//! the result is `None` only if it depends on an unanswered question.

use crate::archive::date::PostDate;
use crate::archive::date::seconds_of_day;
use crate::archive::post::Status;
use crate::search::fold::Fold;
use crate::search::query::dates::{Dates, Today};
use crate::search::query::field::{Fact, Mark, Question, Side, ValueKind};
use crate::search::query::{Near, Node, Query, Term, Text, Value};
use fixedbitset::FixedBitSet;

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

    /// When the post was marked as read, in milliseconds since 1970; `None` if it is unread.
    fn read_at(&self) -> Option<u64>;

    /// Whether the post has one of the names.
    fn has_one_of(&self, names: &Names) -> bool;

    /// Whether the user gave the post a tag, whose name is folded.
    fn has_own_tag(&self, tag: &str) -> bool;

    /// Whether one of the user's highlights of the post, or the note on it, has a folded text.
    fn has_highlight(&self, text: &str) -> bool;

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
    /// The questions to which a hit may answer yes, by number.
    sought: FixedBitSet,
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
    /// Whether it was read in a half-open range of seconds since 1970.
    ReadAt(i64, i64),
    Fact(Fact),
    /// Whether the user gave it a tag.
    Own(String),
    /// Whether a highlight has the folded text.
    Highlight(String),
    Named(Names),
    Ask(usize),
}

impl Test {
    fn depends_on_marks(&self) -> bool {
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().any(Self::depends_on_marks),
            Self::Not(test) => test.depends_on_marks(),
            Self::Fact(fact) => matches!(fact, Fact::Marked(_) | Fact::Unmarked(_)),
            Self::ReadAt(..) | Self::Own(_) | Self::Highlight(_) => true,
            Self::Dated(..) | Self::Named(_) | Self::Ask(_) => false,
        }
    }
}

impl Query {
    /// Resolves the query: `today` is the day on the list's clock, `fold` normalizes text.
    pub fn resolve<'a>(&self, today: impl Into<Today<'a>>, fold: Fold) -> Matcher {
        let today = today.into();
        let (questions, sought) = (Vec::new(), FixedBitSet::new());
        let mut resolver = Resolver { today, fold, questions, sought, hidden: false };
        let test = resolver.test(&self.root, true);
        let Resolver { questions, sought, hidden, .. } = resolver;
        Matcher { test, questions, sought, hidden, fold }
    }
}

impl Matcher {
    /// The questions; their index is their number.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The questions that are not negated.
    pub fn sought(&self) -> impl Iterator<Item = &Question> {
        self.sought.ones().filter_map(|number| self.questions.get(number))
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

    /// Lets hidden posts match. Otherwise they match only if the query has `is:draft` or
    /// `is:hidden`.
    #[must_use]
    pub fn with_hidden(self, hidden: bool) -> Self {
        Self { hidden: self.hidden || hidden, ..self }
    }

    /// Whether a post may match or not depending on its marks, tags or highlights.
    pub fn depends_on_marks(&self) -> bool {
        self.test.depends_on_marks()
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
            Test::ReadAt(from, to) => {
                let time = subject.read_at().and_then(|time| i64::try_from(time / 1000).ok());
                Some(time.is_some_and(|time| (*from..*to).contains(&time)))
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
            Test::Highlight(words) => Some(subject.has_highlight(words)),
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

struct Resolver<'a> {
    today: Today<'a>,
    fold: Fold,
    questions: Vec<Question>,
    sought: FixedBitSet,
    /// Whether the query asks for hidden posts.
    hidden: bool,
}

impl Resolver<'_> {
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
                Test::Any(vec![self.title(text, positive), self.ask(body, positive)])
            }
            Term::Near(near) => {
                let near = Near {
                    first: (self.fold)(&near.first),
                    second: (self.fold)(&near.second),
                    most: near.most,
                };
                let title = self.ask(Question::Near(near.clone()), positive);
                Test::Any(vec![title, self.ask(Question::BodyNear(near), positive)])
            }
            Term::Pattern(pattern) => self.ask(Question::Pattern(pattern.clone()), positive),
            Term::Field(field, value) => match (&field.takes, value) {
                (ValueKind::Text(question), Value::Text(text)) => {
                    let question = question((self.fold)(&text.text));
                    self.ask(question, positive)
                }
                (ValueKind::Body, Value::Text(text)) => {
                    self.ask(Question::Body((self.fold)(&text.text)), positive)
                }
                (_, Value::Pattern(pattern)) => {
                    self.ask(Question::BodyPattern(pattern.clone()), positive)
                }
                (ValueKind::OwnTag, Value::Text(text)) => Test::Own((self.fold)(&text.text)),
                (ValueKind::Highlight, Value::Text(text)) => {
                    Test::Highlight((self.fold)(&text.text))
                }
                (ValueKind::Read, Value::Dates(dates)) => self.read(*dates),
                (ValueKind::Dates(side), Value::Dates(dates)) => self.dates(*side, *dates),
                (_, Value::Fact(Fact::Asks(question))) => self.ask(question.clone(), positive),
                (_, Value::Fact(fact)) => {
                    self.hidden |= positive && matches!(fact, Fact::Hidden | Fact::Status(_));
                    Test::Fact(fact.clone())
                }
                (_, Value::Text(text)) => self.title(text, positive),
                (_, Value::Dates(dates)) => self.dates(Side::Within, *dates),
            },
        }
    }

    fn title(&mut self, text: &Text, positive: bool) -> Test {
        let text = Text { text: (self.fold)(&text.text), exact: text.exact };
        self.ask(Question::Title(text), positive)
    }

    fn ask(&mut self, question: Question, positive: bool) -> Test {
        let known = self.questions.iter().position(|known| *known == question);
        let number = known.unwrap_or_else(|| {
            self.questions.push(question);
            self.questions.len() - 1
        });
        if positive {
            self.sought.grow_and_insert(number);
        }
        Test::Ask(number)
    }

    fn dates(&self, side: Side, dates: Dates) -> Test {
        let (first, last) = dates.days(self.today.date);
        let from = first.map_or(i64::MIN, seconds_of_day);
        // The last day of the calendar has no successor.
        let to = last.map_or(i64::MAX, |day| day.tomorrow().map_or(i64::MAX, seconds_of_day));
        match side {
            Side::Within => Test::Dated(from, to, true),
            Side::Since => Test::Dated(from, i64::MAX, true),
            Side::Before => Test::Dated(i64::MIN, from, true),
        }
    }

    fn read(&self, dates: Dates) -> Test {
        let (first, last) = dates.days(self.today.date);
        let begin = |day| self.today.beginning_of(day);
        let after = last.map(|day| day.tomorrow().map_or(i64::MAX, begin));
        Test::ReadAt(first.map_or(i64::MIN, begin), after.unwrap_or(i64::MAX))
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
                Some(Question::Pattern(_) | Question::Near(_)) => 4,
                Some(Question::Links | Question::Images | Question::Duplicate) => 5,
                Some(Question::Body(_) | Question::BodyNear(_)) => 6,
                Some(Question::BodyPattern(_)) | None => 7,
            },
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests;
