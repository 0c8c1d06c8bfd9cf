//! Saved views: filters under a name, the archive's own and those that a person keeps.
//!
//! How many posts each finds is counted elsewhere, a moment after the posts or their marks change.

use std::collections::HashMap;
use std::time::Duration;

use crate::app::effect::CountWish;
use crate::app::input::prompt::{Asked, Offer, Pick};
use crate::app::listing::facets::Row;
use crate::app::text::Text;
use crate::app::{Alarm, App, Effect};
use crate::clean::CleanText;
use crate::search::facets::Facet;
use crate::search::fold::fold;
use crate::search::query::{Query, Text as Wanted};
use crate::search::titles::Titles;
use crate::state::Change;
use crate::state::record::Kind;

/// The most titles that are offered.
const MOST_TITLES: usize = 50;

/// How long the posts of views are left uncounted, as more may change.
const PAUSE: Duration = Duration::from_millis(300);

/// How many posts the views find.
#[derive(Debug, Default)]
pub(in crate::app) struct CountedViews {
    /// By query, as far as they were counted.
    counts: HashMap<CleanText, usize>,
    /// Whether posts or marks have changed since.
    pub is_stale: bool,
}

/// The titles of the archive, folded when they are first asked for.
#[derive(Debug, Default)]
pub(in crate::app) struct KnownTitles {
    /// The state of the archive that they are of.
    version: u64,
    titles: Titles,
}

impl App {
    /// The views by name with their queries: the archive's, then a person's own.
    pub fn views(&self) -> Vec<(CleanText, CleanText)> {
        let mut views = self.preferences.views.clone();
        for (name, query) in self.state.all(Kind::View) {
            let name = CleanText::line(&String::from_utf8_lossy(name));
            views.retain(|(known, _)| *known != name);
            views.push((name, CleanText::line(query)));
        }
        views
    }

    /// The filter as a query, as a view keeps it; empty if nothing is chosen.
    fn filter_as_query(&self) -> String {
        // A search is of the whole archive, and what it is asked is what a view is.
        if let Some(search) = self.search.as_ref().filter(|search| !search.text.is_empty()) {
            return search.text.clone();
        }
        let facets = self.filter.facets.iter().map(Facet::to_query);
        let query = self.narrowing.as_ref().map(|narrowing| narrowing.text.to_string());
        // One of several words may be an alternative of the others.
        let whole = |query: String| if query.contains(' ') { format!("({query})") } else { query };
        let query = query.map(whole);
        facets.chain(query).collect::<Vec<_>>().join(" ")
    }

    /// Asks for the name under which the filter is to be kept.
    pub(in crate::app) fn ask_for_view(&mut self) -> Vec<Effect> {
        if self.filter_as_query().is_empty() {
            self.notice = Some(Text::NothingToSave);
            return Vec::new();
        }
        self.ask(Asked::View, "")
    }

    /// Keeps the filter under a name.
    pub(in crate::app) fn save_view(&mut self, name: &str) -> Vec<Effect> {
        if name.is_empty() {
            return Vec::new();
        }
        let query = self.filter_as_query();
        let Ok(change) = Change::new(Kind::View, name.as_bytes(), Some(&query)) else {
            return Vec::new();
        };
        let what = Text::ViewSaved { name: CleanText::line(name) };
        let effects = self.change_state(&[change], Some(what));
        self.counted.is_stale = true;
        self.rebuild_facets();
        effects
    }

    /// The views as rows of the facets.
    pub(in crate::app) fn view_rows(&self) -> Vec<Row> {
        let own = self.narrowing.as_ref().map(|narrowing| &narrowing.text);
        let row = |(name, query): (CleanText, CleanText)| {
            let chosen = own == Some(&query) && self.filter.facets.is_empty();
            let count = self.counted.counts.get(&query).copied();
            Row::View { name, query, count, chosen }
        };
        self.views().into_iter().map(row).collect()
    }

    /// Has the posts of the views counted again in a moment, if they are to be.
    pub(in crate::app) fn count_soon(&mut self) -> Vec<Effect> {
        let is_stale = std::mem::take(&mut self.counted.is_stale);
        if !is_stale || self.views().is_empty() {
            return Vec::new();
        }
        vec![Effect::Alarm(PAUSE, Alarm::Views)]
    }

    /// Has the posts of the views counted.
    pub(in crate::app) fn count_views(&self) -> Vec<Effect> {
        let Some(scope) = self.scope() else { return Vec::new() };
        let resolved = |(_, text): (CleanText, CleanText)| {
            let query = Query::parse(text.as_str()).ok()?;
            Some((text, self.resolved(&query)))
        };
        let queries = self.views().into_iter().filter_map(resolved).collect();
        vec![Effect::Count(CountWish { scope, queries })]
    }

    /// Takes in how many posts a view's query finds.
    pub(in crate::app) fn counted(&mut self, query: CleanText, count: usize) {
        for row in &mut self.facets.rows {
            if let Row::View { query: own, count: shown, .. } = row
                && *own == query
            {
                *shown = Some(count);
            }
        }
        self.counted.counts.insert(query, count);
    }

    /// The posts whose titles have a text in them, or begin so by pinyin; newest first.
    pub(in crate::app) fn offered_titles(&mut self, text: &str) -> Vec<Offer> {
        if text.is_empty() {
            return Vec::new();
        }
        if self.titles.version != self.version {
            self.titles = KnownTitles { version: self.version, ..KnownTitles::default() };
        }
        let titles = &mut self.titles.titles;
        titles.update(&self.archive);
        let found = titles.find(&Wanted { text: fold(text), exact: false });
        let posts = self.archive.newest_first().iter();
        let posts = posts.filter(|id| found.contains(id.0 as usize)).take(MOST_TITLES);
        let posts = posts.filter_map(|&id| self.archive.post(id));
        posts
            .map(|post| Offer {
                label: post.title().to_clean(),
                detail: Text::Plain(CleanText::default()),
                pick: Pick::Post(post.id()),
            })
            .collect()
    }
}
