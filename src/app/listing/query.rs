//! A query among the conditions of the list. Worker threads run it and send hits.
//!
//! Answers carry a number; those to a query that is no longer wanted are dropped. Old hits stay
//! until the first new ones come, so that nothing flickers while the user types.

use std::collections::HashMap;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::query::Query;
use crate::search::query::field::{Question, Sort, SortKey};
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::search::snippet::Snippet;
use crate::search::sought::Sought;

/// What a query comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A search: its hits are shown with snippets.
    Search,
    /// A filter.
    Filter,
    /// A saved view, by its name.
    View(CleanText),
    /// The relation to a post instead of a query, and its name.
    Related(Relation, Text),
}

impl Origin {
    /// Whether hits are shown with what they are found by.
    pub(super) fn shows_hits(&self) -> bool {
        matches!(self, Self::Search | Self::Related(..))
    }

    /// Whether another takes its place: there is one search, one filter and one view at a time.
    pub(super) fn is_replaced_by(&self, other: &Self) -> bool {
        let is_related = matches!(self, Self::Related(..));
        !is_related && std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// The hits of a query, as far as they have come.
#[derive(Clone, Debug, Default)]
struct Hits {
    /// By id.
    set: FixedBitSet,
    /// In the order in which they came.
    order: Vec<PostId>,
}

impl Hits {
    fn add(&mut self, hits: &[PostId]) {
        for hit in hits {
            self.set.grow_and_insert(hit.0 as usize);
        }
        self.order.extend_from_slice(hits);
    }
}

/// What an answer has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrived {
    /// Nothing that is shown.
    Nothing,
    /// Other hits than before.
    Others,
    /// More hits.
    More,
}

/// How far the query has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Waiting,
    /// Requested; with the percentage of the archive searched so far, if the query is slow.
    Requested(Option<usize>),
    Done,
}

/// A query and its hits.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each says one thing of the query")]
pub struct QueryCondition {
    origin: Origin,
    /// The query as typed.
    text: String,
    /// The synonyms that it also finds.
    also: String,
    is_wide: bool,
    pub(super) matcher: Arc<Matcher>,
    /// The post that had the cursor before. It gets the cursor again with the list, if the query
    /// finds nothing or relates posts to it.
    pub(super) back: Option<PostId>,
    /// The order of the list before the query set another.
    pub(super) sort_before: Option<Sort>,
    /// Whether the user chose the order that it has set, so that the next search inherits it.
    pub(super) is_sorted_by_hand: bool,
    /// Whether the list returns to the top when its new hits arrive, because the best are there.
    pub(super) starts_list: bool,
    /// The order in which hits are requested.
    pub(super) sort: Option<Sort>,
    pub(super) number: u64,
    progress: Progress,
    hits: Hits,
    /// Whether `hits` are of this query, not of the one before.
    is_shown: bool,
    /// Whether `hits` are of an older query.
    shows_older: bool,
    /// The hits of a query that runs again, until all have come.
    refreshed: Option<Hits>,
    pub(super) snippets: HashMap<PostId, Snippet>,
    /// The posts whose snippets were requested last.
    pub(super) requested_snippets: Vec<PostId>,
}

impl QueryCondition {
    pub(super) fn new(origin: Origin, text: &str, matcher: Arc<Matcher>, number: u64) -> Self {
        let is_wide = matches!(origin, Origin::Related(..));
        Self {
            origin,
            text: text.to_owned(),
            also: String::new(),
            is_wide,
            matcher,
            back: None,
            sort_before: None,
            is_sorted_by_hand: false,
            starts_list: false,
            sort: None,
            number,
            progress: Progress::Waiting,
            hits: Hits::default(),
            is_shown: false,
            shows_older: false,
            refreshed: None,
            snippets: HashMap::new(),
            requested_snippets: Vec::new(),
        }
    }

    /// With the words that it finds besides those that were typed.
    #[must_use]
    pub(super) fn also(mut self, words: &[String]) -> Self {
        self.set_also(words);
        self
    }

    pub(super) fn set_also(&mut self, words: &[String]) {
        self.also = words.join(" = ");
    }

    /// Makes it a new start for the conditions.
    #[must_use]
    pub(super) fn wide(self, is_wide: bool) -> Self {
        Self { is_wide: is_wide || self.is_wide, ..self }
    }

    /// Shows the hits and snippets of an older query until the first of its own come.
    pub(super) fn show_hits_of(&mut self, old: Self) {
        self.shows_older = old.shows_hits();
        (self.hits, self.snippets) = (old.hits, old.snippets);
    }

    /// What it comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The query as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the conditions before it do not count.
    pub fn is_wide(&self) -> bool {
        self.is_wide
    }

    /// Whether it is a saved view.
    pub(super) fn is_view(&self) -> bool {
        matches!(self.origin, Origin::View(_))
    }

    /// Whether the hits are posts of a relation instead of hits of a query.
    pub fn is_relation(&self) -> bool {
        self.relation().is_some()
    }

    /// Whether the query can rank its hits.
    pub(super) fn has_relevance(&self) -> bool {
        let is_word =
            |question: &Question| matches!(question, Question::Title(_) | Question::Body(_));
        match self.relation() {
            Some(relation) => relation.is_ranked(),
            None => self.matcher.sought().any(is_word),
        }
    }

    /// Whether its hits were requested by relevance.
    pub(super) fn is_ranked(&self) -> bool {
        self.sort.is_some_and(|sort| sort.key == SortKey::Relevance)
    }

    pub(super) fn relation(&self) -> Option<&Relation> {
        match &self.origin {
            Origin::Related(relation, _) => Some(relation),
            _ => None,
        }
    }

    /// Whether it has not been requested.
    pub(super) fn is_waiting(&self) -> bool {
        self.progress == Progress::Waiting
    }

    /// It has been requested.
    pub(super) fn set_requested(&mut self) {
        self.progress = Progress::Requested(None);
    }

    /// Records the percentage of the archive that it has searched.
    pub(super) fn set_looked(&mut self, percent: usize) {
        if matches!(self.progress, Progress::Requested(_)) {
            self.progress = Progress::Requested(Some(percent));
        }
    }

    /// The percentage of the archive that it has searched, if it is slow.
    pub(super) fn looked(&self) -> Option<usize> {
        match self.progress {
            Progress::Requested(percent) => percent,
            _ => None,
        }
    }

    /// Whether all hits have come.
    pub fn is_done(&self) -> bool {
        self.progress == Progress::Done
    }

    /// Whether there are hits to show, of this query or the one before.
    pub(super) fn counts(&self) -> bool {
        self.is_shown || !self.hits.order.is_empty()
    }

    /// Whether its own hits are shown.
    pub(super) fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// The query, resolved.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Whether hits are listed, and not what was listed before they come.
    pub(super) fn shows_hits(&self) -> bool {
        self.is_shown || self.shows_older
    }

    /// The snippet of a hit, once it was read.
    pub fn snippet(&self, id: PostId) -> Option<&Snippet> {
        self.snippets.get(&id)
    }

    /// The hits by id.
    pub(super) fn hits(&self) -> &FixedBitSet {
        &self.hits.set
    }

    /// The hits in order of arrival.
    pub(super) fn order(&self) -> &[PostId] {
        &self.hits.order
    }

    /// What to find in an article with this title.
    pub(in crate::app) fn sought(&self, title: &str) -> Sought {
        Sought::of(&self.matcher, title)
    }

    /// The query, parsed; `None` for a relation.
    pub(super) fn as_query(&self) -> Option<Query> {
        if self.is_relation() { None } else { Query::parse(&self.text).ok() }
    }

    /// How it is shown among the conditions.
    pub(super) fn name(&self) -> Text {
        match &self.origin {
            Origin::Related(_, name) => name.clone(),
            Origin::View(name) => Text::Plain(name.clone()),
            Origin::Search | Origin::Filter if self.also.is_empty() => {
                Text::Plain(CleanText::line(&self.text))
            }
            Origin::Search | Origin::Filter => {
                Text::Plain(CleanText::line(&format!("{} (= {})", self.text, self.also)))
            }
        }
    }

    pub(super) fn set_origin(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// Shows posts as its hits until its own come.
    pub(super) fn show_posts(&mut self, posts: &[PostId]) {
        self.hits.add(posts);
    }

    /// Has it run again under another number. The hits stay until all new ones have come, unless
    /// `forgets` them, since posts have other ids now.
    pub(super) fn run_again(&mut self, number: u64, forgets: bool) {
        (self.number, self.progress) = (number, Progress::Waiting);
        if forgets {
            (self.hits, self.refreshed, self.back) = (Hits::default(), None, None);
            self.snippets.clear();
        } else {
            self.refreshed = self.is_shown.then(Hits::default);
        }
        self.requested_snippets.clear();
    }

    /// Takes hits, and whether they are the last.
    pub(super) fn take_hits(&mut self, hits: &[PostId], is_last: bool) -> Arrived {
        if is_last {
            self.progress = Progress::Done;
        }
        if let Some(refreshed) = &mut self.refreshed {
            refreshed.add(hits);
            if !is_last {
                return Arrived::Nothing;
            }
            self.hits = self.refreshed.take().unwrap_or_default();
            // Texts may have changed.
            self.snippets.clear();
            self.requested_snippets.clear();
            return Arrived::Others;
        }
        if !std::mem::replace(&mut self.is_shown, true) {
            self.hits = Hits::default();
            self.hits.add(hits);
            self.snippets.clear();
            return Arrived::Others;
        }
        self.hits.add(hits);
        Arrived::More
    }
}
