//! Runs the search thread's loop on tasks that wait already, so that nothing depends on timing.

use fixedbitset::FixedBitSet;
use jiff::civil::Date;

use super::*;
use crate::app::effect::{CountRequest, Counted, MuteRequest, StatisticsRequest};
use crate::archive::Archive;
use crate::archive::load::{self, Event};
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::search::fold::fold;
use crate::search::marks::Marks;
use crate::search::query::Query;
use crate::search::query::matcher::Matcher;

/// 2025-01-01.
const DATES: Dates = Dates::at(1_735_689_600);

fn samples() -> Scope {
    let (events, received) = unbounded();
    load::load(&Source::Samples, DATES, &move |event| events.send(event).is_ok());
    let (mut archive, mut site) = (Archive::default(), Arc::new(Site::plain()));
    for event in received {
        match event {
            Event::Site(new) => site = new,
            Event::Batch(posts) => drop(archive.add(posts)),
            _ => {}
        }
    }
    Scope { archive: Arc::new(archive), version: 1, site, marks: Marks::default() }
}

fn matcher(query: &str) -> Arc<Matcher> {
    Arc::new(Query::parse(query).unwrap().resolve(Date::constant(2025, 1, 1), fold))
}

fn search(scope: &Scope, number: u64) -> Task {
    let (scope, matcher) = (scope.clone(), matcher("颠勺"));
    let wanted = vec![number];
    Task::Search(SearchRequest { number, wanted, scope, matcher, sort: None, relation: None })
}

fn count(scope: &Scope, queries: &[&str]) -> Task {
    let counted = |query: &&str| Counted {
        query: CleanText::line(query),
        matcher: matcher(query),
        has_muted: false,
    };
    let queries = queries.iter().map(counted).collect();
    let (scope, left_out) = (scope.clone(), Arc::default());
    Task::Rest(RestTask::Count(CountRequest { scope, queries, left_out }))
}

fn mute(scope: &Scope, number: u64, queries: &[&str]) -> Task {
    let queries = queries.iter().map(|query| matcher(query)).collect();
    Task::Rest(RestTask::Mute(MuteRequest { number, scope: scope.clone(), queries }))
}

/// Returns the answers to tasks that all wait from the start; `numbers` names the wanted searches.
fn answers(tasks: Vec<Task>, numbers: &[u64]) -> Vec<String> {
    let (wanted, (inputs, received)) = (Arc::new(Wanted::default()), unbounded());
    wanted.set(numbers);
    let (sender, waiting) = unbounded();
    for task in tasks {
        sender.send(task).unwrap();
    }
    drop(sender);
    let searcher = Searcher {
        source: Arc::new(Source::Samples),
        clock: DATES.clock,
        folder: None,
        wanted,
        builds: Arc::default(),
        is_damaged: Arc::default(),
        indexes: None,
        shared: Arc::default(),
        inputs,
        version: None,
        titles: Titles::default(),
        lookup: Arc::default(),
    };
    searcher.run(&waiting);
    let text = |input| match input {
        Input::Message(Message::Found { number, hits, ended: None }) => {
            format!("{number}: {} hits", hits.len())
        }
        Input::Message(Message::Found { number, ended: Some(summary), .. }) => {
            format!("{number}: end after {}", summary.hits)
        }
        Input::Message(Message::Counted(query, hits)) => {
            format!("{query}: {}", hits.count_ones(..))
        }
        Input::Message(Message::Muted { number, posts, .. }) => {
            format!("{number}: {} muted", posts.count_ones(..))
        }
        Input::Message(Message::Statistics(number, counted)) => {
            format!("{number}: {} read", counted.posts)
        }
        Input::Message(Message::Duplicates(version, found)) => {
            format!("version {version}: {:?} stories", found.map(|found| found.stories().len()))
        }
        other => panic!("{other:?}"),
    };
    received.iter().map(text).collect()
}

#[test]
fn a_query_that_is_not_wanted_does_not_run() {
    let scope = samples();
    let tasks = vec![search(&scope, 1), search(&scope, 2), search(&scope, 3)];
    let expected = ["2: 1 hits", "2: end after 1", "3: 1 hits", "3: end after 1"];
    assert_eq!(answers(tasks, &[3, 2]), expected);
}

#[test]
fn queries_are_counted_after_searches() {
    let scope = samples();
    let tasks = vec![
        count(&scope, &["tag:入门"]),
        search(&scope, 1),
        count(&scope, &["颠勺", "body:没有这样的话"]),
    ];
    // A newer count supersedes an older one.
    let expected = ["1: 1 hits", "1: end after 1", "body:没有这样的话: 0", "颠勺: 1"];
    assert_eq!(answers(tasks, &[1]), expected);
}

#[test]
fn posts_of_muted_views_are_found_after_searches_and_before_counts() {
    let scope = samples();
    let tasks = vec![
        mute(&scope, 1, &["颠勺"]),
        count(&scope, &["颠勺"]),
        mute(&scope, 2, &["颠勺", "tag:机器人", "body:没有这样的话"]),
        search(&scope, 1),
    ];
    let expected = ["1: 1 hits", "1: end after 1", "2: 1 muted", "颠勺: 1"];
    assert_eq!(answers(tasks, &[1]), expected);
}

#[test]
fn posts_that_are_left_out_do_not_count_but_in_muted_views() {
    let scope = samples();
    let all: FixedBitSet = scope.archive.newest_first().iter().map(|id| id.0 as usize).collect();
    let counted = |name: &str, has_muted| {
        let (query, matcher) = (CleanText::line(name), matcher("颠勺"));
        Counted { query, matcher, has_muted }
    };
    let queries = vec![counted("shown", false), counted("muted", true)];
    let request = CountRequest { scope, queries, left_out: Arc::new(all) };
    assert_eq!(answers(vec![Task::Rest(RestTask::Count(request))], &[]), ["muted: 1", "shown: 0"]);
}

#[test]
fn the_rest_is_done_in_order_and_the_last_of_each_kind() {
    let scope = samples();
    let statistics = |number| {
        let (scope, today, left_out) = (scope.clone(), Date::ZERO, Arc::default());
        let request = StatisticsRequest { number, scope, today, hidden: false, left_out };
        Task::Rest(RestTask::Statistics(request))
    };
    let duplicates = || Task::Rest(RestTask::Duplicates(scope.clone()));
    let tasks = vec![
        duplicates(),
        count(&scope, &["颠勺"]),
        statistics(1),
        mute(&scope, 3, &["颠勺"]),
        statistics(2),
        duplicates(),
    ];
    let expected = ["3: 1 muted", "2: 0 read", "颠勺: 1", "version 1: Some(0) stories"];
    assert_eq!(answers(tasks, &[]), expected);
}
