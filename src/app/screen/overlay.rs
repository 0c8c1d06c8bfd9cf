//! Overlays: full-screen views over the panes, with help, a list of rows or a picture.

mod kind;
mod lists;
mod places;
mod row;
mod statistics;

use std::collections::HashMap;

use crate::app::cursor::{Cursor, row_at_percent};
use crate::app::screen::picture::Viewer;
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::command::Command;
use crate::config::locale::Locale;
use crate::document::{self, NoContext, Syntax};
use crate::search::fold::fold;
use crate::typeset::{Anchor, Measure, Page};
use crate::width::Widths;

pub use kind::Kind;
pub use row::Row;

/// Rows that a page shares with the next.
const OVERLAP: usize = 2;
/// Cells between keys and what stands beside them.
const KEYS_GAP: usize = 2;
/// Cells that a text below a row is indented.
pub const DETAIL_INDENT: usize = 2;
/// From this many columns the help is in two columns.
const TWO_COLUMNS: u16 = 120;

/// A full-screen view over the panes.
#[derive(Debug)]
pub struct Overlay {
    kind: Kind,
    /// The rows that are shown.
    rows: Vec<Row>,
    /// All rows, if a filter hides some.
    all: Option<Vec<Row>>,
    /// The words that rows must contain; empty if all are shown.
    filter: CleanText,
    /// By row: the first line of a text beside keys, if others follow it as details.
    first_lines: HashMap<usize, CleanText>,
    /// What the rows were laid out for.
    fitted: Option<(Measure, Locale)>,
    /// Whether the lines at places were asked for.
    is_requested: bool,
    cursor: Cursor,
    /// Number of rows that had room when it was last laid out.
    in_view: usize,
}

impl Overlay {
    pub(in crate::app) fn new(kind: Kind, rows: Vec<Row>) -> Self {
        let mut overlay = Self {
            kind,
            rows,
            all: None,
            filter: CleanText::default(),
            first_lines: HashMap::new(),
            fitted: None,
            is_requested: false,
            cursor: Cursor::default(),
            in_view: 0,
        };
        overlay.go_to(0);
        overlay
    }

    /// An overlay that shows a picture when it is read.
    pub(in crate::app) fn picture(viewer: Viewer) -> Self {
        Self::new(Kind::Picture(viewer), vec![Row::Note(Text::Loading)])
    }

    /// What it shows.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What can be done in it, the most important first; without rows to act on, only to leave it.
    pub fn hints(&self) -> &'static [(Command, Text)] {
        let hints = self.kind.hints();
        if self.is_empty() { hints.get(..1).unwrap_or_default() } else { hints }
    }

    /// Whether Enter does anything on the row under the cursor.
    pub fn leads_on(&self) -> bool {
        self.selected().is_some_and(Row::leads_on)
    }

    /// Whether it only says that there is nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| matches!(row, Row::Note(_) | Row::Blank))
    }

    /// The title.
    pub fn title(&self) -> Text {
        self.kind.title()
    }

    /// The rows that are shown.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What stands beside the keys of a row that has more lines below it.
    pub fn first_line(&self, row: usize) -> Option<CleanStr<'_>> {
        self.first_lines.get(&row).map(CleanText::as_clean)
    }

    /// The column of what stands beside keys, in cells; `room` is the width of a row.
    pub fn beside_keys(&self, room: usize, widths: Widths) -> usize {
        let keys = self.rows.iter().filter_map(Row::keys).map(|keys| widths.cells(keys.as_str()));
        (keys.max().unwrap_or(0) + KEYS_GAP).min(room / 2)
    }

    /// The cursor among the rows.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The picture that is shown instead of the rows.
    pub fn viewer(&self) -> Option<&Viewer> {
        match &self.kind {
            Kind::Picture(viewer) => Some(viewer),
            _ => None,
        }
    }

    pub(in crate::app) fn viewer_mut(&mut self) -> Option<&mut Viewer> {
        match &mut self.kind {
            Kind::Picture(viewer) => Some(viewer),
            _ => None,
        }
    }

    /// The words that rows must contain; empty if all are shown.
    pub fn filter(&self) -> &CleanText {
        &self.filter
    }

    /// The number of the row under the cursor among those that it can be on, from 1, and their count.
    pub fn position(&self) -> (usize, usize) {
        let count = self.rows.iter().filter(|row| row.is_choice()).count();
        ((self.passed() + 1).min(count), count)
    }

    /// The number of rows above the cursor that it can be on.
    fn passed(&self) -> usize {
        self.rows.iter().take(self.cursor.at).filter(|row| row.is_choice()).count()
    }

    /// The columns of rows on a screen `width` cells wide: two for the help if there is room.
    pub fn columns(&self, width: u16) -> usize {
        if matches!(self.kind, Kind::Help) && width >= TWO_COLUMNS { 2 } else { 1 }
    }

    /// The column and line of a row in columns of `height` lines; `None` if it is not in view. A
    /// group that does not fit into the first column starts the second.
    pub fn place(&self, row: usize, height: usize, columns: usize) -> Option<(usize, usize)> {
        let at = row.checked_sub(self.cursor.top)?;
        let whole = columns == 2 && self.rows.len() <= height * 2;
        let is_blank = |at: &usize| matches!(self.rows.get(*at), Some(Row::Blank));
        let gap = (0..=height)
            .rev()
            .find(is_blank)
            .filter(|gap| whole && self.rows.len() > height && self.rows.len() - gap - 1 <= height);
        match gap {
            Some(gap) if at == gap => None,
            Some(gap) if at > gap => Some((1, at - gap - 1)),
            _ => {
                let column = at / height.max(1);
                (column < columns).then_some((column, at % height.max(1)))
            }
        }
    }

    /// The row at a column and line, if the cursor can be on it.
    pub(in crate::app) fn row_at(
        &self,
        column: usize,
        line: usize,
        height: usize,
        columns: usize,
    ) -> Option<usize> {
        let mut rows = self.cursor.top..self.rows.len();
        let row = rows.find(|&row| self.place(row, height, columns) == Some((column, line)))?;
        self.rows.get(row).is_some_and(Row::is_choice).then_some(row)
    }

    /// The row under the cursor.
    pub(in crate::app) fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at)
    }

    /// Scrolls the cursor into view.
    pub(in crate::app) fn follow(&mut self, in_view: usize) {
        self.in_view = in_view;
        self.cursor.follow(self.rows.len(), in_view);
    }

    /// Runs a command that moves the cursor. Returns whether it is one. `in_view` is the number of
    /// rows that fit on the screen.
    pub(in crate::app) fn moves(
        &mut self,
        command: Command,
        count: Option<usize>,
        in_view: usize,
    ) -> bool {
        if self.viewer().is_some() {
            return false;
        }
        let times = count.unwrap_or(1) as isize;
        let half = (in_view / 2).max(1) as isize;
        let page = in_view.saturating_sub(OVERLAP).max(1) as isize;
        match command {
            Command::Down | Command::ScrollDown => self.step(times),
            Command::Up | Command::ScrollUp => self.step(-times),
            Command::HalfPageDown => self.turn(half * times),
            Command::HalfPageUp => self.turn(-(half * times)),
            Command::PageDown => self.turn(page * times),
            Command::PageUp => self.turn(-(page * times)),
            Command::Top | Command::Bottom if count.is_some() => {
                self.go_to_choice(count.unwrap_or(1).saturating_sub(1));
            }
            Command::Top | Command::LineStart => self.step(isize::MIN),
            Command::Bottom | Command::LineEnd => self.go_to(usize::MAX),
            Command::Percent => self.go_to(row_at_percent(count.unwrap_or(0), self.rows.len())),
            Command::NextHeading | Command::PreviousHeading if self.has_headings() => {
                self.go_to_heading(times * if command == Command::NextHeading { 1 } else { -1 });
            }
            _ => return false,
        }
        true
    }

    fn has_headings(&self) -> bool {
        self.rows.iter().any(|row| matches!(row, Row::Heading(_)))
    }

    /// Goes to the first row below another heading, `by` headings away; not beyond the ends.
    fn go_to_heading(&mut self, by: isize) {
        let headings = self.rows.iter().enumerate();
        let headings = headings.filter(|(_, row)| matches!(row, Row::Heading(_)));
        let headings: Vec<usize> = headings.map(|(at, _)| at).collect();
        let passed = headings.partition_point(|at| *at < self.cursor.at);
        let wanted = passed.saturating_add_signed(by).min(headings.len());
        match wanted.checked_sub(1).and_then(|number| headings.get(number)) {
            Some(at) => self.go_to(*at),
            None => self.step(isize::MIN),
        }
    }

    /// Goes to a row by its number among those that the cursor can be on.
    fn go_to_choice(&mut self, number: usize) {
        let mut choices = self.rows.iter().enumerate().filter(|(_, row)| row.is_choice());
        let at = choices.nth(number).map_or(usize::MAX, |(at, _)| at);
        self.go_to(at);
    }

    /// Moves by rows, skipping those without a choice.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let target =
            self.cursor.at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        if by < 0 { self.go_back_to(target) } else { self.go_to(target) }
    }

    /// Scrolls the rows in view; the cursor stays on its row.
    pub(in crate::app) fn scroll(&mut self, by: isize) {
        self.cursor.scroll(by, self.rows.len(), self.in_view);
    }

    /// Moves by rows and scrolls by as many.
    fn turn(&mut self, by: isize) {
        let Cursor { at, top, .. } = self.cursor;
        self.step(by);
        let moved = self.cursor.at;
        self.cursor = Cursor::new(at, top);
        self.cursor.keep_row(moved);
    }

    /// Goes to the heading of a place in the article.
    pub(in crate::app) fn go_to_section(&mut self, place: Anchor) {
        let begins_before =
            |row: &Row| matches!(row, Row::Section { anchor, .. } if *anchor <= place);
        if let Some(at) = self.rows.iter().rposition(begins_before) {
            self.go_to(at);
        }
    }

    /// Goes to the first choice that was not among the rows `before`, if there are more now.
    pub(in crate::app) fn go_to_added(&mut self, before: &[Row]) {
        let choices = |rows: &[Row]| rows.iter().filter(|row| row.is_choice()).count();
        if choices(&self.rows) <= choices(before) {
            return;
        }
        let mut before = before.iter().filter(|row| row.is_choice());
        let mut is_added = |row: &Row| before.next().is_none_or(|old| !old.is_same(row));
        if let Some(at) = self.rows.iter().position(|row| row.is_choice() && is_added(row)) {
            self.go_to(at);
        }
    }

    /// Moves the cursor to the first choice at or after `row`, else to the last before it.
    pub(in crate::app) fn go_to(&mut self, row: usize) {
        let choice = |at: &usize| self.rows.get(*at).is_some_and(Row::is_choice);
        let found = (row..self.rows.len())
            .find(choice)
            .or_else(|| (0..self.rows.len().min(row)).rev().find(choice));
        self.cursor.at = found.unwrap_or(row.min(self.rows.len().saturating_sub(1)));
    }

    fn go_back_to(&mut self, row: usize) {
        let choice = |at: &usize| self.rows.get(*at).is_some_and(Row::is_choice);
        if let Some(at) = (0..=row).rev().find(choice) {
            self.cursor.at = at;
        } else {
            // Show the heading above the first choice.
            self.go_to(row);
            self.cursor.top = 0;
        }
    }
}

/// Which rows are shown, and how they are laid out.
impl Overlay {
    /// Lays the rows out for a measure and a language, unless they are.
    pub(in crate::app) fn fit(&mut self, measure: Measure, locale: Locale) {
        if self.fitted == Some((measure, locale)) {
            return;
        }
        let rows = match &self.kind {
            Kind::Output { text, .. } => Some(lines_of(text, measure)),
            _ => None,
        };
        self.lay_out(rows, measure, locale);
    }

    /// Shows only the rows that contain `words`, with their headings; all rows if `words` is blank.
    pub(in crate::app) fn filter_rows(&mut self, words: &str, measure: Measure, locale: Locale) {
        self.fit(measure, locale);
        self.filter = CleanText::line(words.trim());
        self.lay_out(None, measure, locale);
        if !self.filter.is_empty() {
            self.cursor = Cursor::default();
            self.go_to(0);
        }
    }

    /// Replaces the rows. The filter stays. The cursor stays on its row, else goes to the row that
    /// takes its place.
    pub(in crate::app) fn replace_rows(
        &mut self,
        mut rows: Vec<Row>,
        measure: Measure,
        locale: Locale,
    ) {
        self.keep_lines(&mut rows);
        self.lay_out(Some(rows), measure, locale);
    }

    /// Lays out what the filter leaves of other rows, or else of those there are. The cursor stays on
    /// its row, in the same line of the screen.
    fn lay_out(&mut self, others: Option<Vec<Row>>, measure: Measure, locale: Locale) {
        self.fitted = Some((measure, locale));
        let (row, passed) = (self.selected().cloned(), self.passed());
        let own = (self.all.take(), std::mem::take(&mut self.rows));
        let all = others.or(own.0).unwrap_or_else(|| {
            own.1.into_iter().filter(|row| !matches!(row, Row::Detail(_))).collect()
        });
        let words = fold(self.filter.as_str());
        let (rows, all) = if words.is_empty() {
            (all, None)
        } else {
            (containing(&words, &all, locale), Some(all))
        };
        self.all = all;
        self.rows = rows;
        self.first_lines.clear();
        if self.kind.has_details() {
            self.add_details(measure, locale);
        }
        match row.and_then(|row| self.row_like(&row)) {
            Some(at) => self.cursor.keep_row(at),
            None => self.go_to_choice(passed),
        }
    }

    /// Adds the texts of rows below them, wrapped, and the lines that do not fit beside keys.
    fn add_details(&mut self, measure: Measure, locale: Locale) {
        let room = measure.cells + DETAIL_INDENT;
        let column = self.beside_keys(room, measure.widths);
        let beside = Measure { cells: room.saturating_sub(column).max(1), ..measure };
        let rows = std::mem::take(&mut self.rows);
        for row in rows {
            let mut details = match &row {
                Row::Problem { text, .. } => wrapped(&text.to_clean(locale), measure),
                Row::Place { read: Some((title, line)), .. } if title != line => vec![line.clone()],
                Row::Highlight { text, .. } => wrapped(text, measure),
                Row::Command { command, .. } => {
                    wrapped(&self.kind.help_of(*command).to_clean(locale), beside)
                }
                Row::Own { help, .. } => wrapped(help, beside),
                _ => Vec::new(),
            };
            if row.keys().is_some() && !details.is_empty() {
                let first = details.remove(0);
                if !details.is_empty() {
                    self.first_lines.insert(self.rows.len(), first);
                }
            }
            self.rows.push(row);
            self.rows.extend(details.into_iter().map(Row::Detail));
        }
    }

    /// Returns the current index of a row of the previous layout.
    fn row_like(&self, before: &Row) -> Option<usize> {
        match before {
            // Lines may begin elsewhere.
            Row::Line { anchor, .. } => self
                .rows
                .iter()
                .rposition(|row| matches!(row, Row::Line { anchor: own, .. } if own <= anchor)),
            _ => self.rows.iter().position(|row| row.is_same(before)),
        }
    }
}

/// The lines of a text.
fn lines_of(text: &CleanText, measure: Measure) -> Vec<Row> {
    let document = document::parse(&with_columns(text.as_str()), Syntax::Plain, &NoContext);
    let page = Page::new(None, &document, measure);
    let line = |line| Row::Line { text: page.plain(line), anchor: page.anchor(line) };
    (0..page.len()).map(line).collect()
}

/// A text whose columns stay where programs align them by several spaces: all but the last are
/// spaces that a line keeps.
fn with_columns(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_kept = c == ' ' && chars.peek() == Some(&' ');
        kept.push(if is_kept { '\u{a0}' } else { c });
    }
    kept
}

/// The rows that contain folded words, with the headings above them.
fn containing(words: &str, all: &[Row], locale: Locale) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut heading = None;
    for row in all {
        if let Row::Heading(_) = row {
            heading = Some(row);
        } else if row.is_choice() && fold(row.words(locale).as_str()).contains(words) {
            if let Some(heading) = heading.take() {
                if !rows.is_empty() {
                    rows.push(Row::Blank);
                }
                rows.push(heading.clone());
            }
            rows.push(row.clone());
        }
    }
    rows
}

/// A text in lines.
fn wrapped(text: &CleanText, measure: Measure) -> Vec<CleanText> {
    if !text.as_str().contains('\n') && measure.widths.cells(text.as_str()) <= measure.cells {
        return vec![text.clone()];
    }
    let document = document::parse(text.as_str(), Syntax::Plain, &NoContext);
    let page = Page::new(None, &document, measure);
    (0..page.len()).map(|line| page.plain(line)).collect()
}
