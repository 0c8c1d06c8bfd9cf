//! Queries against posts, one row per query.

use super::*;
use crate::archive::date::{Zone, parse};
use crate::archive::site::Site;
use crate::search::fold::fold;
use jiff::civil::{Date, date};

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
    /// When it was read, in RFC 3339; empty if it is unread.
    read: &'static str,
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

    fn read_at(&self) -> Option<u64> {
        let time: jiff::Timestamp = self.read.parse().ok()?;
        u64::try_from(time.as_millisecond()).ok()
    }

    fn has_own_tag(&self, tag: &str) -> bool {
        self.own == tag
    }

    fn has_highlight(&self, text: &str) -> bool {
        self.own.contains(text)
    }

    fn has_one_of(&self, _names: &Names) -> bool {
        unreachable!("there is no archive")
    }

    fn answer(&self, _number: usize, question: &Question) -> Option<bool> {
        let one_of = |names: &[&str]| names.iter().any(|name| question.matches(&fold(name)));
        match question {
            Question::Duplicate => None,
            Question::Title(_) | Question::Near(_) => Some(one_of(&[self.title])),
            Question::Pattern(_) => Some(question.matches(self.title)),
            Question::Category(_) => Some(one_of(self.categories)),
            Question::Tag(_) => Some(one_of(self.tags)),
            Question::Author(_) => Some(one_of(&[self.author])),
            Question::Path(_) => Some(one_of(&[self.path])),
            Question::Body(_) | Question::BodyPattern(_) | Question::BodyNear(_) => {
                self.body.map(|body| one_of(&[body]))
            }
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
fn the_day_of_reading_is_that_of_the_sites_clock() {
    // An hour after midnight on a site's clock in Shanghai, the day before in UTC.
    let post = Sample { read: "2022-03-09T17:00:00Z", date: "2020-01-01", ..Sample::default() };
    let (site, _) = Site::jekyll(Some(b"timezone: Asia/Shanghai"));
    for (query, on_site, in_utc) in [
        ("read:2022-03-10 read:6d", true, false),
        ("read:2022-03-09 read:7d -read:6d", false, true),
        ("read:2022 read:2022-03 read:2022-W10 read:..2022-03-10 read:2022-03-09..", true, true),
        ("read:2022-03-11.. OR read:..2022-03-08 OR read:today OR read:2020", false, false),
        ("date:2020 -read:2020", true, true),
    ] {
        let query = Query::parse(query).unwrap();
        let today = Today { date: TODAY, site: Some(&site) };
        assert_eq!(query.resolve(today, fold).matches(&post), Some(on_site), "{query}");
        assert_eq!(query.resolve(TODAY, fold).matches(&post), Some(in_utc), "{query}");
    }
    let unread = Sample::default();
    check(unread, &[("read:0001..9999 OR read:..9999y", NO), ("-read:2022", YES)]);
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
    check(marked(Mark::Highlight), &[("has:highlight -has:note", YES)]);
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
    let sought: Vec<&Question> = matcher.sought().collect();
    assert_eq!(sought, matcher.questions().iter().collect::<Vec<_>>(), "`a` is sought too");
    let query = Query::parse("-(甲 -body:乙) OR title:丙").unwrap();
    let matcher = query.resolve(TODAY, fold);
    let sought: Vec<Question> = matcher.sought().cloned().collect();
    assert_eq!(sought, [Question::Body("乙".to_owned()), Question::Title(text("丙"))]);
}
