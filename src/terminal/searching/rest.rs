//! The search thread's work while no search is waiting: finds the posts of muted views, sorts,
//! counts, and finds duplicates, in this order. A search interrupts a task, which starts over
//! afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::Receiver;
use fixedbitset::FixedBitSet;

use crate::app::Message;
use crate::app::effect::{
    CountRequest, Counted, MuteRequest, OrderRequest, Scope, StatisticsRequest,
};
use crate::search::find::{PATTERN_LIMIT, Request, has_pattern};
use crate::search::query::dates::Today;
use crate::search::query::field::Question;
use crate::search::statistics::Statistics;
use crate::search::views::posts_of;
use crate::terminal::searching::{Searcher, Task};

/// If the store lacks this many posts, views whose count would read them are not counted, and
/// duplicates are not searched for.
const SLOW: usize = 1000;
/// Among more posts than this, duplicates are searched for only if a query asks, because each new
/// post means comparing all posts again, which would keep a processor busy for seconds.
const MOST_FOLDED: usize = 200_000;

/// A task for when no search is waiting.
pub(in crate::terminal) enum RestTask {
    Mute(MuteRequest),
    Order(OrderRequest),
    Statistics(StatisticsRequest),
    Count(CountRequest),
    Duplicates(Scope),
}

/// The newest task of each kind, until it is done.
#[derive(Default)]
pub(super) struct Rest {
    mute: Option<MuteRequest>,
    order: Option<OrderRequest>,
    statistics: Option<StatisticsRequest>,
    /// Queries to count, one at a time.
    count: Option<CountRequest>,
    duplicates: Option<Scope>,
}

impl Rest {
    pub(super) fn is_empty(&self) -> bool {
        self.mute.is_none()
            && self.order.is_none()
            && self.statistics.is_none()
            && self.count.is_none()
            && self.duplicates.is_none()
    }

    /// Adds a task, which supersedes an older one of its kind.
    pub(super) fn put(&mut self, task: RestTask) {
        match task {
            RestTask::Mute(request) => self.mute = Some(request),
            RestTask::Order(request) => self.order = Some(request),
            RestTask::Statistics(request) => self.statistics = Some(request),
            RestTask::Count(request) => self.count = Some(request),
            RestTask::Duplicates(scope) => self.duplicates = Some(scope),
        }
    }

    /// Runs the first task; keeps it if a waiting task interrupts it.
    pub(super) fn go_on(&mut self, searcher: &mut Searcher, waiting: &Receiver<Task>) {
        if let Some(request) = self.mute.take() {
            self.mute = (!searcher.mute(&request, waiting)).then_some(request);
        } else if let Some(request) = self.order.take() {
            self.order = (!searcher.order(&request, waiting)).then_some(request);
        } else if let Some(request) = self.statistics.take() {
            searcher.statistics(&request);
        } else if let Some(request) = self.count.take() {
            self.count = searcher.guarded(|own| own.count_one(request, waiting)).flatten();
        } else if let Some(scope) = self.duplicates.take() {
            self.duplicates = (!searcher.duplicates(&scope, waiting)).then_some(scope);
        }
    }
}

impl Searcher {
    /// Runs a task; returns `None` if it panics.
    fn guarded<T>(&mut self, task: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| task(self))).ok();
        if done.is_none() {
            // Titles and lookup may be incomplete: prepare them again.
            self.version = None;
        }
        done
    }

    /// Sorts all posts and sends the order; returns `false` if a waiting task interrupted it.
    fn order(&mut self, request: &OrderRequest, waiting: &Receiver<Task>) -> bool {
        let all = || request.scope.archive.newest_first().to_vec();
        let sorted = self.guarded(|own| {
            let Ok(reader) = own.source.reader() else { return Some(all()) };
            own.prepare(&request.scope, &reader);
            let find = own.find(&request.scope, &reader);
            find.sorted(request.key, all(), &|| !waiting.is_empty())
        });
        let Some(posts) = sorted.unwrap_or_else(|| Some(all())) else { return false };
        let (version, key) = (request.scope.version, request.key);
        self.send(Message::Ordered { version, key, posts });
        true
    }

    /// Finds the posts of muted views and sends them; returns `false` if a waiting task interrupted
    /// it.
    fn mute(&mut self, request: &MuteRequest, waiting: &Receiver<Task>) -> bool {
        let limit = Instant::now() + PATTERN_LIMIT;
        let found = self.guarded(|own| {
            let Ok(reader) = own.source.reader() else { return Some(None) };
            own.prepare(&request.scope, &reader);
            let find = own.find(&request.scope, &reader);
            let has_pattern = request.queries.iter().any(|query| has_pattern(query));
            let is_late = || has_pattern && Instant::now() >= limit;
            let cancelled = || !waiting.is_empty() || is_late();
            let found = posts_of(find, &request.queries, &cancelled);
            (found.1 || is_late()).then_some(Some(found))
        });
        let Some(found) = found.unwrap_or(Some(None)) else { return false };
        if let Some((posts, is_whole)) = found {
            self.send(Message::Muted { number: request.number, posts, is_whole });
        }
        true
    }

    /// Computes the reading statistics and sends them.
    fn statistics(&mut self, request: &StatisticsRequest) {
        let StatisticsRequest { number, scope, today, hidden, left_out } = request;
        let today = Today { date: *today, site: Some(&scope.site) };
        let counted = self
            .guarded(|_| Statistics::of(&scope.archive, &scope.marks, *hidden, left_out, today));
        self.send(Message::Statistics(*number, Box::new(counted.unwrap_or_default())));
    }

    /// Counts the hits of the last query. Returns the request without that query, or with it if a
    /// waiting task interrupted the count; `None` if no query is left or the archive cannot be
    /// read.
    fn count_one(
        &mut self,
        mut request: CountRequest,
        waiting: &Receiver<Task>,
    ) -> Option<CountRequest> {
        let counted = request.queries.pop()?;
        let Counted { query: ref text, ref matcher, has_muted } = counted;
        let reader = self.source.reader().ok()?;
        self.prepare(&request.scope, &reader);
        // Skip a query that would read many bodies because the store lacks them.
        let posts = request.scope.archive.len();
        let unknown = posts.saturating_sub(self.lookup.known());
        let is_slow = |question: &Question| match question {
            Question::Body(_)
            | Question::BodyNear(_)
            | Question::BodyPattern(_)
            | Question::Links
            | Question::Images => unknown >= SLOW,
            _ => false,
        };
        if matcher.questions().iter().any(is_slow) {
            return Some(request);
        }
        let find = self.find(&request.scope, &reader);
        let limit = has_pattern(matcher).then(|| Instant::now() + PATTERN_LIMIT);
        let is_late = || limit.is_some_and(|limit| Instant::now() >= limit);
        let cancelled = || !waiting.is_empty() || is_late();
        let query = Request { matcher, sort: None };
        let mut found = FixedBitSet::with_capacity(request.scope.archive.ids_end());
        let summary = find.run(query, &cancelled, &mut |hits| {
            found.extend(hits.iter().map(|hit| hit.0 as usize));
            true
        });
        if summary.all {
            if !has_muted {
                found.difference_with(&request.left_out);
            }
            self.send(Message::Counted(text.clone(), found));
        } else if !is_late() {
            request.queries.push(counted);
        }
        Some(request)
    }

    /// Finds the posts that tell the same story and sends them; returns `false` if a waiting task
    /// interrupted it.
    fn duplicates(&mut self, scope: &Scope, waiting: &Receiver<Task>) -> bool {
        let found = self.guarded(|own| {
            if scope.archive.len() > MOST_FOLDED {
                return Some(None);
            }
            let Ok(reader) = own.source.reader() else { return Some(None) };
            own.prepare(scope, &reader);
            if scope.archive.len().saturating_sub(own.lookup.known()) >= SLOW {
                return Some(None);
            }
            let find = own.find(scope, &reader);
            let cancelled = || !waiting.is_empty();
            find.lookup.duplicates(find.archive, find.bodies, &cancelled).cloned().map(Some)
        });
        let Some(found) = found.unwrap_or(Some(None)) else { return false };
        self.send(Message::Duplicates(scope.version, found));
        true
    }
}
