//! Selecting text in the article: a caret that moves by characters, words and lines, and a start.
//!
//! Both are bytes of the author's text, so a selection survives another measure and another script.

use std::collections::HashSet;
use std::ops::Range;

use crate::app::article::{Article, ArticlePane};
use crate::archive::post::PostKey;
use crate::command::Command;
use crate::state::highlights::{Colour, Highlight};
use crate::typeset::{Anchor, words};

/// Lines kept between the caret and the edges of the pane.
const MARGIN: usize = 2;

/// A caret, and where a selection started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Selection {
    /// `None` while only the caret moves: then the word under it is selected.
    start: Option<usize>,
    /// The caret.
    head: usize,
    /// The column that the caret keeps when it moves by lines.
    column: Option<usize>,
}

/// What the user does to mark text.
#[derive(Debug, Default)]
pub(super) struct Marking {
    selection: Option<Selection>,
    /// Where the caret was last in this article.
    last_caret: Option<usize>,
    /// Where the mouse was pressed, while it drags.
    pressed: Option<Anchor>,
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

    /// Starts to select in a pane of `height` lines: with the caret where it was last if that is in
    /// view, else at the hit in view, else at the first text in view. Whether there is any text.
    pub(in crate::app) fn begin_selection(&mut self, height: usize) -> bool {
        let Some(article) = self.article.as_ref().filter(|one| !one.body.text().is_empty()) else {
            return false;
        };
        let in_view = |head: &usize| {
            let line = article.page.line_of(article.body.place(*head));
            (self.top..self.top + height.max(1)).contains(&line)
        };
        let text = article.body.text().as_str();
        let last = self
            .marking
            .last_caret
            .filter(|last| *last < text.len() && text.is_char_boundary(*last));
        let hit = self.found.as_ref().and_then(|found| found.hits().get(found.at()));
        let hit = hit.map(|hit| article.body.byte(hit.start));
        let first = || {
            let byte = article.body.byte(article.page.anchor(self.top));
            // At the end there may be notes only.
            if byte < text.len() {
                byte
            } else {
                text.char_indices().last().map_or(0, |(at, _)| at)
            }
        };
        let head = last.filter(in_view).or(hit.filter(in_view)).unwrap_or_else(first);
        self.marking.selection = Some(Selection { start: None, head, column: None });
        self.show_caret(height);
        true
    }

    /// Ends the selection.
    pub(in crate::app) fn end_selection(&mut self) {
        if let Some(selection) = self.marking.selection.take() {
            self.marking.last_caret = Some(selection.head);
        }
    }

    /// Drops the start, so that only the caret is left; whether there was one.
    pub(in crate::app) fn drop_start(&mut self) -> bool {
        self.marking.selection.as_mut().is_some_and(|selection| selection.start.take().is_some())
    }

    /// Selects from one place of the page to another, both included, as a mouse drags.
    pub(in crate::app) fn select_between(&mut self, from: Anchor, to: Anchor) {
        let Some(article) = &self.article else { return };
        let text = article.body.text();
        let byte = |place| article.body.byte(place).min(text.len());
        let (start, head) = (byte(from), byte(to));
        if start < text.len() {
            let last = text.as_str().char_indices().last().map_or(0, |(at, _)| at);
            let head = head.min(last);
            self.marking.selection = Some(Selection { start: Some(start), head, column: None });
        }
    }

    /// Selects a place of the author's text.
    pub(in crate::app) fn select_bytes(&mut self, bytes: &Range<usize>) {
        let Some(article) = &self.article else { return };
        let own = article.body.text().as_str().get(bytes.clone()).unwrap_or_default();
        if let Some((last, _)) = own.char_indices().last() {
            let (start, head) = (Some(bytes.start), bytes.start + last);
            self.marking.selection = Some(Selection { start, head, column: None });
        }
    }

    /// The highlights under the selection, the innermost first.
    pub(in crate::app) fn highlights_at_selection(&self) -> Vec<Highlight> {
        let (Some(article), Some(selected)) = (&self.article, self.selected()) else {
            return Vec::new();
        };
        highlights_in(article, &selected)
    }

    /// Runs a command that moves the caret or the ends, in a pane of `height` lines; whether it is
    /// one.
    pub(in crate::app) fn moves_caret(
        &mut self,
        command: Command,
        count: Option<usize>,
        height: usize,
    ) -> bool {
        let (Some(article), Some(mut selection)) = (&self.article, self.marking.selection) else {
            return false;
        };
        let once = count.unwrap_or(1).min(MOST_TIMES);
        let times = once as isize;
        let (half, page) = ((height / 2).max(1) as isize, height.max(1) as isize);
        match command {
            Command::SelectText => {
                selection.start =
                    if selection.start.is_some() { None } else { Some(selection.head) };
            }
            Command::SwapEnds => {
                if let Some(start) = &mut selection.start {
                    std::mem::swap(start, &mut selection.head);
                }
            }
            Command::SelectSentence => selection.extend(article, &words::sentence),
            Command::SelectParagraph => selection.extend(article, &words::line),
            Command::CharLeft
            | Command::CharRight
            | Command::WordLeft
            | Command::WordRight
            | Command::WordEnd => {
                for _ in 0..once {
                    selection.step(article, command);
                }
            }
            Command::Down => selection.move_lines(article, times),
            Command::Up => selection.move_lines(article, -times),
            Command::HalfPageDown => selection.move_lines(article, half.saturating_mul(times)),
            Command::HalfPageUp => selection.move_lines(article, -half.saturating_mul(times)),
            Command::PageDown => selection.move_lines(article, page.saturating_mul(times)),
            Command::PageUp => selection.move_lines(article, -page.saturating_mul(times)),
            Command::LineStart | Command::LineEnd => {
                let line = article.page.line_of(article.body.place(selection.head));
                let column = if command == Command::LineStart { 0 } else { usize::MAX };
                if let Some(place) = article.page.place_near(line, column) {
                    selection.head = article.body.byte(place);
                }
            }
            Command::Top => selection.head = 0,
            Command::Bottom => {
                let text = article.body.text().as_str();
                selection.head = text.char_indices().last().map_or(0, |(at, _)| at);
            }
            _ => return false,
        }
        let by_line = matches!(
            command,
            Command::Down
                | Command::Up
                | Command::HalfPageDown
                | Command::HalfPageUp
                | Command::PageDown
                | Command::PageUp
        );
        if !by_line {
            selection.column = None;
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

    /// Where the mouse was pressed, while it drags.
    pub(in crate::app) fn pressed(&self) -> Option<Anchor> {
        self.marking.pressed
    }

    pub(in crate::app) fn set_pressed(&mut self, place: Option<Anchor>) {
        self.marking.pressed = place;
    }

    /// Keeps the selection if the text of another version of the article is the same.
    pub(super) fn carry_selection(&mut self, shown: &Article) {
        let is_same = |old: &Article| old.key == shown.key && old.body.text() == shown.body.text();
        if !self.article.as_ref().is_some_and(is_same) {
            (self.marking.selection, self.marking.last_caret) = (None, None);
            self.marking.pressed = None;
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

/// The most steps of one key.
const MOST_TIMES: usize = 10_000;

impl Selection {
    /// Moves the caret by a character or a word.
    fn step(&mut self, article: &Article, command: Command) {
        let text = article.body.text().as_str();
        let here = words::grapheme(text, self.head);
        let is_end = |at: usize| text.get(at..).is_none_or(|rest| rest.trim_end().is_empty());
        let skip_line_ends = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            at + rest.len() - rest.trim_start_matches('\n').len()
        };
        match command {
            Command::CharRight if !is_end(here.end) => self.head = skip_line_ends(here.end),
            Command::CharLeft => {
                let before = text.get(..self.head).unwrap_or_default().trim_end_matches('\n');
                let line = words::line(text, before.len());
                let own = text.get(line.start..before.len()).unwrap_or_default();
                let mut last = None;
                // Only the last characters: graphemes are short.
                let from = own.char_indices().rev().nth(64).map_or(0, |(at, _)| at);
                let mut at = line.start + from;
                while at < before.len() {
                    last = Some(at);
                    at = words::grapheme(text, at).end.max(at + 1);
                }
                self.head = last.unwrap_or(self.head);
            }
            Command::WordRight => {
                if let Some(word) = words::next_word(text, self.head) {
                    self.head = word.start;
                }
            }
            Command::WordLeft => {
                if let Some(word) = words::word_before(text, self.head) {
                    self.head = word.start;
                }
            }
            Command::WordEnd => {
                let last_of = |word: &Range<usize>| {
                    let own = text.get(word.clone()).unwrap_or_default();
                    own.char_indices().last().map_or(word.start, |(at, _)| word.start + at)
                };
                let word = words::word(text, self.head);
                let next = || words::next_word(text, self.head);
                let word = if last_of(&word) > self.head { Some(word) } else { next() };
                self.head = word.map_or(self.head, |word| last_of(&word));
            }
            _ => {}
        }
    }

    /// Moves the caret by lines with text, and keeps its column.
    fn move_lines(&mut self, article: &Article, by: isize) {
        let page = &article.page;
        let place = article.body.place(self.head);
        let from = page.line_of(place);
        let own = || {
            let text = article.body.text().as_str();
            let glyph = article.body.places(&words::grapheme(text, self.head));
            page.cells_of(&glyph).first().map_or(0, |(_, columns)| columns.start)
        };
        let column = self.column.unwrap_or_else(own);
        self.column = Some(column);
        let lines: Box<dyn Iterator<Item = usize>> =
            if by < 0 { Box::new((0..from).rev()) } else { Box::new(from + 1..page.len()) };
        let text_on = |line: usize| {
            let place = page.place_near(line, column)?;
            let byte = article.body.byte(place);
            // Titles, notes and pictures are not the author's text.
            (article.body.place(byte) == place).then_some(byte)
        };
        if let Some(byte) = lines.filter_map(text_on).take(by.unsigned_abs()).last() {
            self.head = byte;
        }
    }

    /// Selects a sentence or a paragraph; if it is selected already, the next one too.
    fn extend(&mut self, article: &Article, part: &dyn Fn(&str, usize) -> Range<usize>) {
        let text = article.body.text().as_str();
        let last_of = |part: &Range<usize>| {
            let own = text.get(part.clone()).unwrap_or_default();
            own.char_indices().last().map_or(part.start, |(at, _)| part.start + at)
        };
        let here = part(text, self.head);
        let (from, head) = (self.start.unwrap_or(here.start), last_of(&here));
        if self.start.is_some_and(|start| start <= here.start) && self.head == head {
            let rest = text.get(here.end..).unwrap_or_default();
            let next = here.end + rest.len() - rest.trim_start().len();
            if next < text.len() {
                self.head = last_of(&part(text, next));
            }
        } else {
            (self.start, self.head) = (Some(from.min(here.start)), head);
        }
    }
}

/// The highlights that share text with a place, the shortest first.
pub(super) fn highlights_in(article: &Article, place: &Range<Anchor>) -> Vec<Highlight> {
    let meets = |own: &Range<Anchor>| own.start < place.end && place.start < own.end;
    let found = article
        .highlights
        .iter()
        .filter(|placed| placed.place.as_ref().is_some_and(|(own, _)| meets(own)));
    let mut found: Vec<Highlight> = found.map(|placed| placed.highlight.clone()).collect();
    found.sort_by_key(|highlight| highlight.passage.exact.len());
    found
}
