//! Selecting text in the article, by keys and by the mouse.
//!
//! A selection is of bytes of the author's text, so it survives another measure and another script.

use std::collections::HashSet;
use std::ops::Range;

use crate::app::article::caret::Selection;
use crate::app::article::pointer::Pointer;
use crate::app::article::{Article, ArticlePane};
use crate::archive::post::PostKey;
use crate::command::Command;
use crate::state::highlights::{Colour, Highlight};
use crate::typeset::{Anchor, words};

/// Lines kept between the caret and the edges of the pane.
const MARGIN: usize = 2;

/// What the user does to mark text.
#[derive(Debug, Default)]
pub(super) struct Marking {
    pub(super) selection: Option<Selection>,
    /// Where the caret was last in this article.
    last_caret: Option<usize>,
    pub(super) pointer: Pointer,
    /// The colour of the next highlight.
    colour: Colour,
    /// The highlights, by path and id, whose text was gone when their posts were shown.
    lost: HashSet<(PostKey, Box<str>)>,
}

/// What the view reads.
impl ArticlePane {
    /// Whether text is being selected.
    pub fn is_selecting(&self) -> bool {
        self.marking.selection.is_some() && self.article.is_some()
    }

    /// Whether a selection has a start, from which it reaches to the caret.
    pub fn has_start(&self) -> bool {
        self.marking.selection.is_some_and(|selection| selection.start.is_some())
    }

    /// The place of the selected text.
    pub fn selected(&self) -> Option<Range<Anchor>> {
        Some(self.article.as_ref()?.body.places(&self.selected_bytes()?))
    }

    /// The highlight that is seen under the caret, unless a selection has started.
    pub fn highlight_under_caret(&self) -> Option<&Highlight> {
        let caret = self.caret().filter(|_| !self.has_start())?;
        let found = self.article.as_ref()?.highlights_at(&caret);
        found.into_iter().next().map(|placed| &placed.highlight)
    }

    /// The place of the caret.
    pub fn caret(&self) -> Option<Range<Anchor>> {
        let (article, selection) = (self.article.as_ref()?, self.marking.selection?);
        Some(article.body.places(&words::grapheme(article.body.text().as_str(), selection.head)))
    }
}

/// Selecting.
impl ArticlePane {
    /// The selected bytes of the author's text.
    pub(in crate::app) fn selected_bytes(&self) -> Option<Range<usize>> {
        let (article, selection) = (self.article.as_ref()?, self.marking.selection?);
        let text = article.body.text().as_str();
        Some(match selection.start {
            None => words::word(text, selection.head),
            Some(start) => {
                let (from, to) = (start.min(selection.head), start.max(selection.head));
                from..words::grapheme(text, to).end
            }
        })
    }

    /// Starts a selection in a pane of `height` lines. The caret returns to its last place if that
    /// is in view, else goes to the hit in view, else to the first text in view. Returns whether
    /// there is any text.
    pub(in crate::app) fn begin_selection(&mut self, height: usize) -> bool {
        let Some(article) = self.article.as_ref().filter(|one| !one.body.text().is_empty()) else {
            return false;
        };
        let in_view = |head: &usize| {
            let line = article.page.line_of(article.body.place(*head));
            (self.top..self.top + height.max(1)).contains(&line)
        };
        let text = article.body.text().as_str();
        let last = self.marking.last_caret;
        let hit = self.found.as_ref().and_then(|found| found.hits().get(found.at()));
        // A hit in a note below the text has no byte in the body.
        let hit = hit.map(|hit| article.body.byte(hit.start)).filter(|byte| *byte < text.len());
        // At the end of the page, only notes may be in view.
        let first = || article.byte_at((self.top, None), false).unwrap_or(0);
        let head = last.filter(in_view).or(hit.filter(in_view)).unwrap_or_else(first);
        self.marking.selection = Some(Selection::new(None, head));
        self.show_caret(height);
        true
    }

    /// Ends the selection, even while the mouse drags.
    pub(in crate::app) fn end_selection(&mut self) {
        self.release();
        if let Some(selection) = self.marking.selection.take() {
            self.marking.last_caret = Some(selection.head);
        }
    }

    /// Drops the start, so that only the caret is left. Returns whether there was one.
    pub(in crate::app) fn drop_start(&mut self) -> bool {
        self.release();
        self.marking.selection.as_mut().is_some_and(|selection| selection.start.take().is_some())
    }

    /// Selects a place of the author's text.
    pub(in crate::app) fn select_bytes(&mut self, bytes: &Range<usize>) {
        let Some(article) = &self.article else { return };
        if !bytes.is_empty() {
            let head = words::last_grapheme(article.body.text().as_str(), bytes.clone());
            self.marking.selection = Some(Selection::new(Some(bytes.start), head));
        }
    }

    /// The highlights under the selection: first the one over just this text or, if the selection
    /// has no start, the one that is seen under the caret.
    pub(in crate::app) fn highlights_at_selection(&self) -> Vec<Highlight> {
        let (Some(article), Some(selected)) = (&self.article, self.selected()) else {
            return Vec::new();
        };
        let mut found = article.highlights_at(&selected);
        match self.caret().filter(|_| !self.has_start()) {
            Some(caret) => found.sort_by_key(|one| !one.meets(&caret)),
            None => found.sort_by_key(|one| one.range() != Some(&selected)),
        }
        found.into_iter().map(|placed| placed.highlight.clone()).collect()
    }

    /// Runs a command that moves the caret or the ends, in a pane of `height` lines. Returns
    /// whether it is one.
    pub(in crate::app) fn moves_caret(
        &mut self,
        command: Command,
        count: Option<usize>,
        height: usize,
    ) -> bool {
        let (Some(article), Some(mut selection)) = (&self.article, self.marking.selection) else {
            return false;
        };
        if !selection.run(article, command, count, height) {
            return false;
        }
        self.marking.selection = Some(selection);
        self.show_caret(height);
        true
    }

    /// Scrolls the caret into view.
    pub(in crate::app) fn show_caret(&mut self, height: usize) {
        let (Some(article), Some(selection)) = (&self.article, self.marking.selection) else {
            return;
        };
        let line = article.page.line_of(article.body.place(selection.head));
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let highest = line.saturating_sub(height.saturating_sub(margin + 1));
        let lowest = line.saturating_sub(margin);
        let top = self.top.clamp(highest.min(lowest), lowest);
        if top != self.top {
            self.go_to(top, height);
        }
    }

    /// Whether the text of a highlight was gone when its post was shown last.
    pub(in crate::app) fn has_lost(&self, key: &PostKey, id: &str) -> bool {
        self.marking.lost.contains(&(key.clone(), id.into()))
    }

    /// The colour of the next highlight.
    pub(in crate::app) fn colour(&self) -> Colour {
        self.marking.colour
    }

    pub(in crate::app) fn set_colour(&mut self, colour: Colour) {
        self.marking.colour = colour;
    }

    /// Keeps the selection if the text of another version of the article is the same.
    pub(super) fn carry_selection(&mut self, shown: &Article) {
        let is_same = |old: &Article| old.key == shown.key && old.body.text() == shown.body.text();
        if !self.article.as_ref().is_some_and(is_same) {
            (self.marking.selection, self.marking.last_caret) = (None, None);
            self.marking.pointer = Pointer::default();
        }
        for placed in &shown.highlights {
            let one = (shown.key.clone(), placed.highlight.id.clone());
            if placed.place.is_none() {
                self.marking.lost.insert(one);
            } else {
                self.marking.lost.remove(&one);
            }
        }
    }
}
