//! Searching the whole archive as one types.
//!
//! A search takes the list's place and gives it back. It is answered elsewhere, hit by hit; answers
//! to what is not asked any more are void.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::effect::{IndexWish, Purpose, Scope, SearchWish, SnippetWish};
use crate::app::layout::Pane;
use crate::app::prompt::{Asked, Offer, Pick};
use crate::app::scroll::Cursor;
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::find::{Summary, needles};
use crate::search::fold::fold;
use crate::search::query::Query;
use crate::search::query::complete::{Completion, Help, Vocabulary, complete};
use crate::search::query::error::QueryError;
use crate::search::query::field::Sort;
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::search::snippet::Snippet;

/// A search that is shown in the list's place.
#[derive(Clone, Debug)]
pub struct Searching {
    /// The query as typed.
    pub text: String,
    /// How the posts belong to another, and what that is called, if they are no hits of a query.
    pub relation: Option<(Relation, Text)>,
    /// The query, resolved.
    pub matcher: Arc<Matcher>,
    /// Pieces of the texts of hits.
    pub snippets: HashMap<PostId, Snippet>,
    /// Whether all hits are there.
    pub is_done: bool,
    number: u64,
    /// Whether the list shows the hits of this very query, not those of what was typed before.
    is_shown: bool,
    /// The hits that have come of a search that is made again, until all have.
    again: Option<Vec<PostId>>,
    /// The pieces that were asked for last.
    asked: Vec<PostId>,
}

/// What was in the list before a search took its place.
#[derive(Clone, Debug)]
pub(super) struct Before {
    /// The search of which these are the hits; `None` for the list itself.
    search: Option<Searching>,
    /// The posts.
    pub posts: Vec<PostId>,
    /// The cursor among them.
    pub cursor: Cursor,
    /// By what they are sorted.
    pub sort: Sort,
    focus: Pane,
}

impl Searching {
    /// What is shown, in words.
    pub fn name(&self) -> Text {
        match &self.relation {
            Some((_, name)) => name.clone(),
            None => Text::Searching { words: CleanText::line(&self.text) },
        }
    }
}

impl App {
    /// Begins to search, or goes on with the last search.
    pub(super) fn begin_search(&mut self) -> Vec<Effect> {
        if self.before.is_empty() {
            self.lend_list();
        }
        self.focus = Pane::List;
        let text = self.search.as_ref().map(|search| search.text.clone()).unwrap_or_default();
        self.ask(Asked::Search, &text)
    }

    /// Keeps what is in the list, until what takes its place is left.
    fn lend_list(&mut self) {
        let (posts, cursor) = (self.list.posts.clone(), self.list.cursor);
        let (sort, focus) = (self.list.sort, self.focus);
        self.before.push(Before { search: self.search.clone(), posts, cursor, sort, focus });
    }

    /// Shows the posts that are like the one at hand.
    pub(super) fn more_like(&mut self) -> Vec<Effect> {
        let Some(post) = self.subject().and_then(|id| self.archive.post(id)) else {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        };
        let name = Text::LikePost { title: post.title().to_clean() };
        self.relate(Relation::Alike(post.id()), name)
    }

    /// Shows the posts of other years on the day of the post at hand; of today if it has no date.
    pub(super) fn on_this_day(&mut self) -> Vec<Effect> {
        let post = self.subject().and_then(|id| self.archive.post(id));
        let day = post.and_then(PostRef::date).map(|date| date.civil().date());
        let day = day.unwrap_or(self.today);
        let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let name = Text::OfDay { month: month.into(), day: of_month.into() };
        self.relate(Relation::SameDay(day), name)
    }

    fn relate(&mut self, relation: Relation, name: Text) -> Vec<Effect> {
        self.lend_list();
        self.focus = Pane::List;
        self.show_search("", &Query::ALL, Some((relation, name)))
    }

    /// Searches for what is typed so far.
    pub(super) fn search(&mut self, text: &str) -> Vec<Effect> {
        if text.trim().is_empty() {
            self.put_back();
            return self.preview();
        }
        let query = match Query::parse(text) {
            Ok(query) => query,
            Err(error) => {
                self.tell_fault(error);
                return Vec::new();
            }
        };
        if query.is_all() {
            return Vec::new();
        }
        self.show_search(text, &query, None)
    }

    fn show_search(
        &mut self,
        text: &str,
        query: &Query,
        relation: Option<(Relation, Text)>,
    ) -> Vec<Effect> {
        let matcher = self.resolved(query);
        self.searches += 1;
        let old = self.search.take();
        let asked = relation.as_ref().map(|(relation, _)| *relation);
        self.search = Some(Searching {
            text: text.to_owned(),
            relation,
            matcher: Arc::clone(&matcher),
            // Shown until the first hits of the new one come.
            snippets: old.map(|old| old.snippets).unwrap_or_default(),
            is_done: false,
            number: self.searches,
            is_shown: false,
            again: None,
            asked: Vec::new(),
        });
        self.list.sort = query.sort.unwrap_or_default();
        self.wish_search(Purpose::Search, self.searches, matcher, query.sort, asked)
    }

    /// The posts as they are; `None` before the site is known.
    pub(super) fn scope(&self) -> Option<Scope> {
        let site = self.site.clone()?;
        let (archive, marks) = (Arc::clone(&self.archive), self.marks.clone());
        Some(Scope { archive, version: self.version, site, marks })
    }

    pub(super) fn resolved(&self, query: &Query) -> Arc<Matcher> {
        Arc::new(query.resolve(self.today, fold).with_hidden(self.filter.hidden))
    }

    pub(super) fn tell_fault(&mut self, error: QueryError) {
        self.notice = Some(Text::Fault(error));
    }

    pub(super) fn wish_search(
        &self,
        purpose: Purpose,
        number: u64,
        matcher: Arc<Matcher>,
        sort: Option<Sort>,
        relation: Option<Relation>,
    ) -> Vec<Effect> {
        let Some(scope) = self.scope() else { return Vec::new() };
        let wish = SearchWish { purpose, number, scope, matcher, sort, relation };
        vec![Effect::Search(wish)]
    }

    /// Takes hits in.
    pub(super) fn found(
        &mut self,
        purpose: Purpose,
        number: u64,
        hits: &[PostId],
        ended: Option<Summary>,
    ) -> Vec<Effect> {
        match purpose {
            Purpose::Search => self.found_in_search(number, hits, ended),
            Purpose::Filter => self.found_in_filter(number, hits, ended),
        }
    }

    fn found_in_search(
        &mut self,
        number: u64,
        hits: &[PostId],
        ended: Option<Summary>,
    ) -> Vec<Effect> {
        let Some(search) = self.search.as_mut().filter(|search| search.number == number) else {
            return Vec::new();
        };
        search.is_done = ended.is_some();
        if let Some(again) = &mut search.again {
            again.extend_from_slice(hits);
            if !search.is_done {
                return Vec::new();
            }
            let hits = search.again.take().unwrap_or_default();
            return self.take_again(hits);
        }
        if !std::mem::replace(&mut search.is_shown, true) {
            search.snippets.clear();
            self.list.posts.clear();
            self.list.chosen.clear();
            self.list.cursor = Cursor::default();
        }
        self.list.posts.extend_from_slice(hits);
        let is_empty = search.is_done && self.list.posts.is_empty();
        if let Some((relation, _)) = search.relation.as_ref().filter(|_| is_empty) {
            self.notice = Some(match relation {
                Relation::Alike(_) => Text::NothingAlike,
                Relation::SameDay(_) => Text::NothingThatDay,
            });
            return self.leave_search();
        }
        self.settle();
        let mut effects = self.wish_snippets();
        effects.extend(self.preview());
        effects
    }

    /// Takes the hits of a search that was made again: the cursor stays on its post, or on its row.
    fn take_again(&mut self, hits: Vec<PostId>) -> Vec<Effect> {
        let (selected, row) = (self.selected(), self.list.cursor.at);
        let same = selected.and_then(|id| hits.iter().position(|hit| *hit == id));
        let at = same.unwrap_or(row).min(hits.len().saturating_sub(1));
        self.list.posts = hits;
        let cursor = &mut self.list.cursor;
        cursor.top = (cursor.top + at).saturating_sub(cursor.at);
        cursor.at = at;
        if let Some(search) = &mut self.search {
            // Texts may be others.
            search.snippets.clear();
            search.asked.clear();
        }
        self.settle();
        let mut effects = self.wish_snippets();
        effects.extend(self.preview());
        effects
    }

    /// Wishes for pieces of the texts of the hits in view.
    pub(super) fn wish_snippets(&mut self) -> Vec<Effect> {
        let rows = self.list_rows();
        let (top, Some(site)) = (self.list.cursor.top, self.site.clone()) else {
            return Vec::new();
        };
        let Some(search) = self.search.as_mut().filter(|search| search.is_shown) else {
            return Vec::new();
        };
        let in_view = self.list.posts.iter().skip(top).take(rows);
        let missing: Vec<PostId> =
            in_view.filter(|id| !search.snippets.contains_key(id)).copied().collect();
        if missing.is_empty() || missing == search.asked {
            return Vec::new();
        }
        let key = |&id: &PostId| Some((id, self.archive.post(id)?.key()));
        let posts = missing.iter().filter_map(key).collect();
        search.asked = missing;
        let (number, matcher) = (search.number, Arc::clone(&search.matcher));
        vec![Effect::Snippets(SnippetWish { number, posts, site, matcher })]
    }

    /// Takes pieces of texts in.
    pub(super) fn take_snippets(&mut self, number: u64, snippets: Vec<(PostId, Snippet)>) {
        if let Some(search) = self.search.as_mut().filter(|search| search.number == number) {
            search.snippets.extend(snippets);
        }
    }

    /// Puts back what was in the list before the search.
    fn put_back(&mut self) {
        self.search = None;
        if let Some(Before { search, posts, cursor, sort, .. }) = self.before.last() {
            self.search.clone_from(search);
            self.list.posts.clone_from(posts);
            (self.list.cursor, self.list.sort) = (*cursor, *sort);
        }
        if self.search.is_some() {
            self.list.posts.retain(|id| self.archive.post(*id).is_some());
        }
    }

    /// Ends the search: all is as it was before.
    pub(super) fn leave_search(&mut self) -> Vec<Effect> {
        self.put_back();
        self.article.found = None;
        if let Some(before) = self.before.pop() {
            self.focus = before.focus;
        }
        self.settle();
        let unfinished = self.search.as_ref().filter(|search| !search.is_done);
        let mut effects = match unfinished.map(|search| search.text.clone()) {
            Some(text) => self.search(&text),
            None => self.wish_snippets(),
        };
        effects.extend(self.preview());
        effects
    }

    /// Ends all searches, so that the list is what the filter leaves.
    pub(super) fn leave_searches(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(list) = self.before.first().filter(|_| self.search.is_some()).cloned() {
            self.before = vec![list];
            effects = self.leave_search();
        }
        effects
    }

    /// Sorts the hits, which the search tells in another order.
    pub(super) fn sort_hits(&mut self, sort: Sort) -> Vec<Effect> {
        let Some(search) = &self.search else { return Vec::new() };
        let (text, relation) = (search.text.clone(), search.relation.clone());
        if relation.is_some() {
            let mut posts = std::mem::take(&mut self.list.posts);
            posts.sort_by(|a, b| self.archive.compare(*a, *b));
            self.list.sort = sort;
            self.list.posts = self.sorted(posts, sort);
            self.settle();
            let mut effects = self.wish_snippets();
            effects.extend(self.preview());
            return effects;
        }
        let Ok(query) = Query::parse(&text) else { return Vec::new() };
        self.show_search(&text, &Query { sort: Some(sort), ..query }, None)
    }

    /// Whether keys that go from hit to hit go through the list.
    pub(super) fn is_among_hits(&self) -> bool {
        self.focus == Pane::List && self.search.is_some()
    }

    /// Goes through the hits in the list; says so where there are no more.
    pub(super) fn step_hits(&mut self, by: isize) -> Vec<Effect> {
        let at = self.list.cursor.at;
        let effects = self.step_list(by);
        if self.list.cursor.at == at {
            self.notice = Some(Text::NoFurtherHit);
        }
        effects
    }

    /// Says what was found, when all was typed. The hits stay until one leaves them.
    pub(super) fn end_search(&mut self, text: &str) -> Vec<Effect> {
        if text.is_empty() || self.search.is_none() {
            return self.leave_search();
        }
        Vec::new()
    }

    /// Searches again and has the index brought up to date, as when all posts have come, or other
    /// versions of some. Posts may have other ids than those that were found.
    pub(super) fn find_again(&mut self, ids_are_others: bool) -> Vec<Effect> {
        self.counted.is_stale = true;
        let mut effects = Vec::new();
        if let Some(site) = self.site.clone().filter(|_| self.preferences.index) {
            let (archive, version) = (Arc::clone(&self.archive), self.version);
            effects.push(Effect::Index(IndexWish { archive, site, version }));
        }
        effects.extend(self.search_again());
        effects.extend(self.narrow_again(ids_are_others));
        effects
    }

    /// Makes the search again that is shown. What it found stays until all has come.
    fn search_again(&mut self) -> Vec<Effect> {
        let Some(search) = &self.search else { return Vec::new() };
        let (matcher, relation) = (Arc::clone(&search.matcher), &search.relation);
        let relation = relation.as_ref().map(|(relation, _)| *relation);
        let sort = Some(self.list.sort).filter(|sort| *sort != Sort::default());
        self.searches += 1;
        let number = self.searches;
        if let Some(search) = &mut self.search {
            (search.number, search.is_done) = (number, false);
            search.again = search.is_shown.then(Vec::new);
        }
        self.wish_search(Purpose::Search, number, matcher, sort, relation)
    }

    /// Looks in the article for what led to it: the first text that was searched for; without a
    /// search for what was looked for before.
    pub(super) fn find_searched(&mut self) {
        let search = self.search.as_ref();
        let words = search.and_then(|search| needles(&search.matcher).first().copied());
        match words.map(str::to_owned) {
            Some(words) => self.article.find(&words),
            None => self.article.find_again(),
        }
    }

    /// What could be typed next in a query, where more than a word is being typed.
    pub(super) fn offered_terms(&self, text: &str) -> Vec<Offer> {
        let last = text.rsplit([' ', '(', '-']).next().unwrap_or_default();
        if !last.contains([':', '：', '#']) {
            return Vec::new();
        }
        let tree = self.counts.all.tree(&self.archive).into_iter().collect();
        let tags = self.archive.tags().map(|(id, name)| (name.to_clean(), self.counts.all.tag(id)));
        let names = Vocabulary::new(tree, tags.collect());
        let completions = complete(text, text.len(), &names, fold).into_iter();
        let offer = |completion: Completion| {
            let (before, _) = text.split_at_checked(completion.range.start)?;
            Some(Offer {
                label: completion.text.clone(),
                detail: match completion.help {
                    Help::Field(name) => Text::Field(name),
                    Help::Word(field, word) => Text::Word(field, word),
                    Help::Posts(count) => Text::PostsIn { count },
                },
                pick: Pick::Line(format!("{before}{}", completion.text)),
            })
        };
        completions.filter_map(offer).collect()
    }
}
