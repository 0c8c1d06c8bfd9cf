//! Runs the search thread's loop on tasks that wait already, so that nothing depends on timing.

use jiff::civil::Date;

use super::*;
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

fn search(scope: &Scope, target: SearchTarget, number: u64) -> Task {
    let (scope, matcher) = (scope.clone(), matcher("颠勺"));
    Task::Search(SearchRequest { target, number, scope, matcher, sort: None, relation: None })
}

fn count(scope: &Scope, queries: &[&str]) -> Task {
    let queries = queries.iter().map(|query| (CleanText::line(query), matcher(query))).collect();
    Task::Count(CountRequest { scope: scope.clone(), queries })
}

/// The answers to tasks of which all are waiting, with the numbers of the newest requests.
fn answers(tasks: Vec<Task>, search: u64, filter: u64) -> Vec<String> {
    let (newest, (inputs, received)) = (Arc::new(Newest::default()), unbounded());
    newest.search.store(search, Ordering::Relaxed);
    newest.filter.store(filter, Ordering::Relaxed);
    let (sender, waiting) = unbounded();
    for task in tasks {
        sender.send(task).unwrap();
    }
    drop(sender);
    let searcher = Searcher {
        source: Arc::new(Source::Samples),
        clock: DATES.clock,
        folder: None,
        newest,
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
        Input::Message(Message::Found { target, number, hits, ended: None }) => {
            format!("{target:?} {number}: {} hits", hits.len())
        }
        Input::Message(Message::Found { target, number, ended: Some(summary), .. }) => {
            format!("{target:?} {number}: end after {}", summary.hits)
        }
        Input::Message(Message::Counted(query, count)) => format!("{query}: {count}"),
        other => panic!("{other:?}"),
    };
    received.iter().map(text).collect()
}

#[test]
fn a_newer_query_supersedes_older_ones_of_its_target() {
    let scope = samples();
    let tasks = vec![
        search(&scope, SearchTarget::List, 1),
        search(&scope, SearchTarget::Filter, 1),
        search(&scope, SearchTarget::List, 2),
    ];
    let expected =
        ["Filter 1: 1 hits", "Filter 1: end after 1", "List 2: 1 hits", "List 2: end after 1"];
    assert_eq!(answers(tasks, 2, 1), expected);
}

#[test]
fn queries_are_counted_after_searches() {
    let scope = samples();
    let tasks = vec![
        count(&scope, &["tag:入门"]),
        search(&scope, SearchTarget::List, 1),
        count(&scope, &["颠勺", "body:没有这样的话"]),
    ];
    // A newer count supersedes an older one.
    let expected = ["List 1: 1 hits", "List 1: end after 1", "body:没有这样的话: 0", "颠勺: 1"];
    assert_eq!(answers(tasks, 1, 0), expected);
}
