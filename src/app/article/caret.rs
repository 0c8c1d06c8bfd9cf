//! The caret in an article's text, and the start of a selection: how keys move them.
//!
//! Both are bytes of the author's text, each the first of a grapheme.

use std::ops::Range;

use crate::app::article::Article;
use crate::app::article::pointer::Cell;
use crate::command::Command;
use crate::typeset::{Anchor, words};

/// The most steps of one key.
const MOST_TIMES: usize = 10_000;

impl Article {
    /// The byte of the author's text that is nearest to a column of a line, of those at places that
    /// `may_be` takes.
    pub(super) fn byte_near(
        &self,
        line: usize,
        column: usize,
        may_be: impl Fn(Anchor) -> bool,
    ) -> Option<usize> {
        // Titles, notes and the stand-ins for pictures are not the author's text.
        let is_text = |place: Anchor| self.body.place(self.body.byte(place)) == place;
        let place = self.page.place_near(line, column, |place| may_be(place) && is_text(place));
        place.map(|place| self.body.byte(place))
    }

    /// The byte of the author's text at a cell. For a line without any, and beyond the last line, the
    /// next byte; or if `is_end`, the one before.
    pub(super) fn byte_at(&self, (line, column): Cell, is_end: bool) -> Option<usize> {
        let near = |line, column| self.byte_near(line, column, |_| true);
        let lines = self.page.len();
        let above = || (0..line.min(lines)).rev().find_map(|line| near(line, usize::MAX));
        let below = || (line..lines).find_map(|line| near(line, 0));
        let own = near(line, column.unwrap_or(0));
        if is_end { own.or_else(above).or_else(below) } else { own.or_else(below).or_else(above) }
    }
}

/// A caret, and where a selection started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// `None` while only the caret moves: then the word under it is selected.
    pub start: Option<usize>,
    /// The caret.
    pub head: usize,
    /// The column that the caret keeps when it moves by lines.
    column: Option<usize>,
}

impl Selection {
    /// A selection from a start to a caret, or only a caret.
    pub(super) fn new(start: Option<usize>, head: usize) -> Self {
        Self { start, head, column: None }
    }

    /// Runs a command that moves the caret or the ends, in a pane of `height` lines. Returns
    /// whether it is one.
    pub(super) fn run(
        &mut self,
        article: &Article,
        command: Command,
        count: Option<usize>,
        height: usize,
    ) -> bool {
        let once = count.unwrap_or(1).min(MOST_TIMES);
        let times = once as isize;
        let (half, page) = ((height / 2).max(1) as isize, height.max(1) as isize);
        let by = match command {
            Command::Down => times,
            Command::Up => -times,
            Command::HalfPageDown => half.saturating_mul(times),
            Command::HalfPageUp => -half.saturating_mul(times),
            Command::PageDown => page.saturating_mul(times),
            Command::PageUp => -page.saturating_mul(times),
            _ => {
                let is_known = self.move_in_text(article, command, once);
                if is_known {
                    self.column = None;
                }
                return is_known;
            }
        };
        self.move_lines(article, by);
        true
    }

    /// Runs a command that does not move by lines. Returns whether it is one.
    fn move_in_text(&mut self, article: &Article, command: Command, times: usize) -> bool {
        let text = article.body.text().as_str();
        match command {
            Command::SelectText => {
                self.start = if self.start.is_some() { None } else { Some(self.head) };
            }
            Command::SwapEnds => {
                if let Some(start) = &mut self.start {
                    std::mem::swap(start, &mut self.head);
                }
            }
            Command::SelectSentence => self.extend(text, &words::sentence),
            Command::SelectParagraph => self.extend(text, &words::line),
            Command::CharLeft
            | Command::CharRight
            | Command::WordLeft
            | Command::WordRight
            | Command::WordEnd => {
                for _ in 0..times {
                    let before = self.head;
                    self.step(text, command);
                    if self.head == before {
                        break;
                    }
                }
            }
            Command::LineStart | Command::LineEnd => {
                let line = article.page.line_of(article.body.place(self.head));
                let column = if command == Command::LineStart { 0 } else { usize::MAX };
                let own = words::line(text, self.head);
                self.head = match article.byte_near(line, column, |_| true) {
                    Some(byte) => byte,
                    // The name of a column above its values.
                    None if column == 0 => own.start,
                    None => words::last_grapheme(text, own),
                };
            }
            Command::Top => self.head = 0,
            Command::Bottom => self.head = words::last_grapheme(text, 0..text.trim_end().len()),
            _ => return false,
        }
        true
    }

    /// Moves the caret by a character or a word.
    fn step(&mut self, text: &str, command: Command) {
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
                if !before.is_empty() {
                    self.head = words::last_grapheme(text, 0..before.len());
                }
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
                let last_of = |word: Range<usize>| words::last_grapheme(text, word);
                let here = last_of(words::word(text, self.head));
                let next = || words::next_word(text, self.head).map(last_of);
                let last = if here > self.head { Some(here) } else { next() };
                self.head = last.unwrap_or(self.head);
            }
            _ => {}
        }
    }

    /// Moves the caret by lines with text, and keeps its column. It goes on in the text, too: in a
    /// table, where the line below may hold a cell that is read earlier, a selection only grows.
    fn move_lines(&mut self, article: &Article, by: isize) {
        let glyph = article.body.places(&words::grapheme(article.body.text().as_str(), self.head));
        let here = glyph.start;
        let (from, cells) = article.page.cells_of(&glyph);
        let column = *self.column.get_or_insert(cells.start);
        let is_further = |place: Anchor| if by < 0 { place < here } else { place > here };
        let byte_on = |line: usize| article.byte_near(line, column, is_further);
        let times = by.unsigned_abs();
        let head = if by < 0 {
            (0..from).rev().filter_map(byte_on).take(times).last()
        } else {
            (from + 1..article.page.len()).filter_map(byte_on).take(times).last()
        };
        self.head = head.unwrap_or(self.head);
    }

    /// Selects a sentence or a paragraph; if it is selected already, the next one too.
    fn extend(&mut self, text: &str, part: &dyn Fn(&str, usize) -> Range<usize>) {
        let last_of = |part: &Range<usize>| words::last_grapheme(text, part.clone());
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
