//! The prompt with its offers or a notice above it, and the panel of keys that may follow.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::app::App;
use crate::app::input::prompt::{Offer, Pick, Prompt};
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::theme::Theme;
use crate::typeset::Page;
use crate::view::paint::Painter;

/// The most rows of a panel above the bottom line, or else half of the screen.
const MOST_ROWS: u16 = 12;
/// The most cells for the name of an offer; fewer if all names are shorter and the row is narrow.
const NAME: u16 = 24;
/// Stands for what has no room.
const CUT: &str = "…";
/// From this many cells the columns of a panel do not depend on what it shows.
const STEADY: u16 = 60;

/// Draws the prompt in the bottom line, and its offers or a notice above; returns the cursor's
/// position.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    prompt: &Prompt,
    line: Rect,
) -> Position {
    let above = app.notice_above();
    match &above {
        Some(page) => notice(painter, theme, app, page, line),
        None if prompt.offers().is_empty() => nothing(painter, theme, app, line),
        None => offers(painter, theme, app, prompt, line),
    }
    let inner = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
    let label = app.prompt_label().unwrap_or_default();
    let half = inner.width / 2;
    let used = painter.fitted(inner.x, inner.y, half, label.as_clean(), theme.accent);
    // A label that is cut has lost its colon.
    let is_cut = painter.widths.cells(label.as_str()) > usize::from(half);
    let used = used + u16::from(is_cut);
    let hint = app.prompt_hint();
    let beside = app.notice().filter(|_| above.is_none()).or(hint.as_ref());
    let beside = beside.map(|notice| notice.to_clean(app.screen().locale())).unwrap_or_default();
    // A hint without room is left out, a notice has room.
    let room = inner.width.saturating_sub(used) / if app.notice().is_some() { 1 } else { 2 };
    let has_room = painter.widths.cells(beside.as_str()) <= usize::from(room);
    let beside = if has_room { beside } else { CleanText::default() };
    let right = Rect { x: inner.right() - room, width: room, ..inner };
    let taken = painter.right(right, beside.as_clean(), theme.dim);
    let gap = if taken > 0 { taken + 2 } else { 0 };
    let area = Rect { x: inner.x + used, width: inner.width.saturating_sub(used + gap), ..inner };
    let cursor = input(painter, theme, area, prompt.input());
    if prompt.is_selected() {
        let text = Rect { width: cursor.x - area.x, ..area };
        painter.restyle(text, theme.selection);
    }
    cursor
}

/// Draws an input line, scrolled so that the cursor is in view; returns the cursor's position.
pub(super) fn input(
    painter: &mut Painter<'_>,
    theme: &Theme,
    area: Rect,
    input: &Input,
) -> Position {
    let text = CleanText::line(input.value());
    let before: String = input.value().chars().take(input.cursor()).collect();
    let before = CleanText::line(&before);
    let widths = painter.widths;
    let room = usize::from(area.width.saturating_sub(1));
    // Skip whole graphemes at the left until the cursor fits beside the mark of the cut.
    let mut cells = widths.cells(before.as_str());
    let mark = if cells > room { CleanStr::literal(CUT) } else { CleanStr::default() };
    let room = room.saturating_sub(widths.cells(mark.as_str()));
    let mut skipped = 0;
    for (at, grapheme) in before.as_clean().graphemes() {
        if cells <= room {
            break;
        }
        cells -= widths.grapheme(grapheme.as_str());
        skipped = at + grapheme.len();
    }
    let used = painter.text(area.x, area.y, area.width, mark, theme.dim);
    let shown = text.as_clean().slice(skipped..text.len());
    painter.fitted(area.x + used, area.y, area.width - used, shown, theme.text);
    Position { x: area.x + used + cells as u16, y: area.y }
}

/// Draws that nothing can be offered, if a name must be one of those there are.
fn nothing(painter: &mut Painter<'_>, theme: &Theme, app: &App, line: Rect) {
    let Some(text) = app.nothing_offered().filter(|_| app.notice().is_none()) else { return };
    let Some(area) = panel(painter, theme, app, (1, 1), line) else { return };
    let text = text.to_clean(app.screen().locale());
    let room = area.width.saturating_sub(2);
    painter.fitted(area.x + 1, area.y, room, text.as_clean(), theme.dim);
}

/// Draws a notice above the bottom line.
pub(super) fn notice(painter: &mut Painter<'_>, theme: &Theme, app: &App, page: &Page, line: Rect) {
    let Some(area) = panel(painter, theme, app, (page.len() as u16, most_rows(line)), line) else {
        return;
    };
    for (y, at) in (area.y..area.bottom()).zip(0..page.len()) {
        painter.text(area.x + 1, y, area.width - 1, page.plain(at).as_clean(), theme.text);
    }
}

fn offers(painter: &mut Painter<'_>, theme: &Theme, app: &App, prompt: &Prompt, line: Rect) {
    let count = prompt.offers().len() as u16;
    let Some(area) = panel(painter, theme, app, (count, most_rows(line)), line) else { return };
    let names = prompt.offers().iter().map(|offer| painter.widths.cells(offer.label.as_str()));
    let widest = if area.width < STEADY { names.max().unwrap_or(0) as u16 } else { NAME };
    let chosen = prompt.chosen().unwrap_or(0);
    let first = (chosen + 1).saturating_sub(area.height.into());
    let rows = prompt.offers().iter().enumerate().skip(first).take(area.height.into());
    for (y, (at, offer)) in (area.y..).zip(rows) {
        let row = Rect { y, height: 1, ..area };
        let keys = match offer.pick {
            Pick::Command(command) => CleanText::line(&app.input().keymap().keys_of(command)),
            _ => CleanText::default(),
        };
        // Of the same length, so that the marks hold.
        let label = match offer.pick {
            Pick::Facet(_) | Pick::Post(_) => app.screen().script().shown(offer.label.as_clean()),
            _ => offer.label.clone(),
        };
        entry(
            painter,
            theme,
            row,
            label.as_clean(),
            &offer.detail,
            keys.as_clean(),
            app,
            widest.min(NAME),
        );
        mark_label(painter, theme, offer, row);
        if prompt.chosen() == Some(at) {
            painter.select(row, theme.selection);
        }
    }
}

/// Highlights what was typed in an offer's label, as far as that is drawn.
fn mark_label(painter: &mut Painter<'_>, theme: &Theme, offer: &Offer, row: Rect) {
    let label = offer.label.as_clean();
    let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    for mark in &offer.marks {
        let cells = |text: CleanStr<'_>| painter.widths.cells(text.as_str()) as u16;
        let (before, width) = (cells(label.slice(0..mark.start)), cells(label.slice(mark.clone())));
        let marked = Rect { x: inner.x.saturating_add(before), width, ..inner };
        painter.restyle(marked.intersection(inner), theme.hit);
    }
}

/// Draws the keys that may follow the pending ones, with their commands.
pub(super) fn following(painter: &mut Painter<'_>, theme: &Theme, app: &App, line: Rect) {
    let following = app.following_keys();
    // Show every key: truncate descriptions rather than omit a key.
    let most = if line.width < STEADY { line.y.saturating_sub(1) } else { most_rows(line) }.max(1);
    let columns = (following.len() as u16).div_ceil(most).max(1);
    let rows = (following.len() as u16).div_ceil(columns);
    let Some(area) = panel(painter, theme, app, (rows, most), line) else { return };
    let width = area.width / columns;
    let cells = following.iter().map(|(keys, _)| painter.widths.cells(keys.as_str()) as u16);
    let cells = cells.max().unwrap_or(0);
    for (at, (keys, command)) in (0_u16..area.height * columns).zip(following) {
        let (x, y) = (area.x + at / area.height * width, area.y + at % area.height);
        let row = Rect { x, y, width, height: 1 };
        let none = CleanStr::default();
        entry(painter, theme, row, keys.as_clean(), &Text::Command(command), none, app, cells);
    }
}

/// The rows that a panel above the bottom line may take.
fn most_rows(line: Rect) -> u16 {
    MOST_ROWS.max(line.y / 2).min(line.y * 2 / 3)
}

/// Clears rows above the bottom line, at most so many, and draws a rule above them, with the number
/// of rows that do not fit; `None` if there are no rows or no room.
fn panel(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    (rows, most): (u16, u16),
    line: Rect,
) -> Option<Rect> {
    let height = rows.min(most);
    if height == 0 {
        return None;
    }
    let area = Rect { y: line.y - height, height, ..line };
    if let Some(y) = area.y.checked_sub(1) {
        let rule = Rect { y, height: 1, ..area };
        painter.clear(rule);
        painter.horizontal(rule, theme.dim);
        let layout = app.screen().layout().filter(|_| app.screen().overlay().is_none());
        if let Some(divider) = layout.and_then(|layout| layout.divider).filter(|at| at.y + 1 == y) {
            painter.clear(divider);
        }
        // The rules between the panes end here.
        let rules = layout.map_or([None; 2], |layout| layout.rules);
        for rule in rules.into_iter().flatten().filter(|rule| rule.y < y && y <= rule.bottom()) {
            painter.join(rule.x, y, "┴", theme.dim);
        }
        if rows > height {
            let count = usize::from(rows - height);
            let is_notice = app.notice_above().is_some();
            let more = if is_notice { Text::MoreLines { count } } else { Text::MoreRows { count } };
            let more = format!(" {} ", more.to_clean(app.screen().locale()));
            let right = Rect { width: rule.width.saturating_sub(1), ..rule };
            painter.right(right, CleanText::line(&more).as_clean(), theme.dim);
        }
    }
    painter.clear(area);
    Some(area)
}

#[allow(clippy::too_many_arguments, reason = "one argument per column of the row")]
fn entry(
    painter: &mut Painter<'_>,
    theme: &Theme,
    row: Rect,
    name: CleanStr<'_>,
    detail: &Text,
    keys: CleanStr<'_>,
    app: &App,
    cells: u16,
) {
    let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    let taken = painter.right(inner, keys, theme.accent);
    let detail = detail.to_clean(app.screen().locale());
    let room = inner.width.saturating_sub(taken + 1);
    // The column does not depend on the row's keys, so that the columns line up.
    let column = if detail.is_empty() { room } else { cells.min(inner.width / 2).min(room) };
    painter.fitted(inner.x, row.y, column, name, theme.text);
    let rest = room.saturating_sub(column + 2);
    painter.fitted(inner.x + column + 2, row.y, rest, detail.as_clean(), theme.dim);
}
