//! Taking back the last change: of marks, or of what is listed.

use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::search::facets::Facet;
use crate::search::query::field::Sort;
use crate::state::Change;

/// How many changes can be undone.
const MOST: usize = 1000;

/// A change that can be taken back.
#[derive(Clone, Debug)]
pub(in crate::app) enum Done {
    /// Of marks: what undoes it, and what it was.
    Marks {
        /// The changes that undo it.
        undo: Vec<Change>,
        /// What was said of it.
        what: Text,
    },
    /// Of what is listed, and the post that was under the cursor.
    Listed(Choice, Option<PostKey>),
}

/// What a person has chosen to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Choice {
    facets: Vec<Facet>,
    query: Option<CleanText>,
    hidden: bool,
    sort: Sort,
}

impl App {
    /// What is listed now, apart from a search that has taken the list's place.
    pub(in crate::app) fn choice(&self) -> Choice {
        Choice {
            facets: self.filter.facets.clone(),
            query: self.narrowing.as_ref().map(|narrowing| narrowing.text.clone()),
            hidden: self.filter.hidden,
            sort: self.before.first().map_or(self.list.sort, |list| list.sort),
        }
    }

    /// Has a change taken back by the next undo.
    pub(in crate::app) fn remember(&mut self, done: Done) {
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(done);
    }

    /// Runs what may change what is listed; if it does, that can be taken back.
    pub(in crate::app) fn choosing(
        &mut self,
        run: impl FnOnce(&mut Self) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let (choice, known) = (self.choice(), self.done.len());
        let post = self.selected().and_then(|id| Some(self.archive.post(id)?.key()));
        let effects = run(self);
        // What is undone is not done again by the next undo.
        if self.done.len() >= known && self.choice() != choice {
            self.remember(Done::Listed(choice, post));
        }
        effects
    }

    pub(in crate::app) fn undo(&mut self) -> Vec<Effect> {
        match self.done.pop() {
            None => {
                self.notice = Some(Text::NothingToUndo);
                Vec::new()
            }
            Some(Done::Marks { undo, what }) => {
                let views = self.views();
                let mut effects = self.change_state(&undo, None);
                self.refresh_keys(undo.iter().map(Change::key).collect());
                let what = what.to_clean(self.locale);
                let what = what.as_clean();
                let end = what.as_str().find(" · ").unwrap_or(what.len());
                self.notice = Some(Text::Undone { what: what.slice(0..end).to_clean() });
                if self.views() != views {
                    self.counted.is_stale = true;
                    self.rebuild_facets();
                }
                // The article shows its note.
                effects.extend(self.preview());
                effects
            }
            Some(Done::Listed(choice, post)) => self.list_again(choice, post),
        }
    }

    fn list_again(&mut self, choice: Choice, post: Option<PostKey>) -> Vec<Effect> {
        let mut effects = self.leave_searches();
        let Choice { facets, query, hidden, sort } = choice;
        self.stop_narrowing();
        (self.filter.facets, self.filter.hidden, self.list.sort) = (facets, hidden, sort);
        effects.extend(match &query {
            Some(query) => self.filter_by(query.as_str()).unwrap_or_default(),
            None => self.refilter(),
        });
        let post = post.and_then(|key| self.archive.find(key.as_bytes()));
        if let Some(at) = post.and_then(|id| self.list.position(&self.archive, id)) {
            self.list.cursor.at = at;
        }
        if let Some(narrowing) = &mut self.narrowing {
            narrowing.keep = post;
        }
        self.settle();
        let chosen = self.breadcrumb();
        let chosen =
            if chosen.is_empty() { Text::Everything.to_clean(self.locale) } else { chosen };
        self.notice = Some(Text::ListedAgain { chosen });
        effects.extend(self.preview());
        effects
    }
}
