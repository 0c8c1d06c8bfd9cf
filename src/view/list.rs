//! The list pane: one row a post, in columns of fixed width.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::layout::Pane;
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::post::Status;
use crate::clean::{CleanStr, CleanText};
use crate::command::Command;
use crate::config::theme::Theme;
use crate::search::query::field::Mark;
use crate::view::paint::Painter;

/// From this many columns the date has its year.
const WITH_YEAR: u16 = 56;
/// From this many columns a row ends in the post's category.
const WITH_CATEGORY: u16 = 70;

pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    if app.list.posts.is_empty() {
        empty(painter, theme, app, area);
        return;
    }
    let focused = app.focus == Pane::List;
    let cursor = app.list.cursor;
    let rows = app.list.posts.iter().enumerate().skip(cursor.top).take(area.height.into());
    for (y, (at, &id)) in (area.y..).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        if let Some(post) = app.archive.post(id) {
            row(painter, theme, app, post, line);
        }
        if at == cursor.at {
            painter.restyle(line, if focused { theme.selection } else { theme.selection_dim });
        }
    }
}

fn row(painter: &mut Painter<'_>, theme: &Theme, app: &App, post: PostRef<'_>, line: Rect) {
    if app.list.chosen.contains(&post.id()) {
        painter.text(line.x, line.y, 1, CleanStr::literal("v"), theme.accent);
    }
    let has = |mark| app.marks.has(post.id(), mark);
    let glyph = painter.glyph(match (has(Mark::Starred), has(Mark::Read)) {
        (true, _) => '★',
        (false, false) => '●',
        (false, true) => ' ',
    });
    painter.text(line.x + 1, line.y, 1, glyph.as_clean(), theme.accent);
    let (mark, style) = mark(post, app.now, theme);
    painter.text(line.x + 2, line.y, 1, mark, style);
    let with_year = line.width >= WITH_YEAR;
    let date = CleanText::line(&match post.date() {
        Some(date) if with_year => date.civil().strftime("%Y-%m-%d").to_string(),
        Some(date) => date.civil().strftime("%m-%d").to_string(),
        None => String::new(),
    });
    let date_cells = if with_year { 10 } else { 5 };
    painter.text(line.x + 4, line.y, date_cells, date.as_clean(), theme.dim);
    let title_x = line.x + 4 + date_cells + 2;
    let mut end = line.right().saturating_sub(1);
    if line.width >= WITH_CATEGORY {
        let cells = (line.width / 6).min(20);
        end = end.saturating_sub(cells);
        if let Some(category) = post.categories().last() {
            let label = app.facets.category_label(category.as_str()).unwrap_or(category);
            painter.fitted(end, line.y, cells, label, theme.dim);
        }
        end = end.saturating_sub(2);
    }
    let mut style = if post.status() == Status::Shown { theme.text } else { theme.dim };
    if !has(Mark::Read) {
        style = style.add_modifier(Modifier::BOLD);
    }
    let mut room = end.saturating_sub(title_x);
    let noted = has(Mark::Note).then(|| painter.glyph('¶'));
    room = room.saturating_sub(if noted.is_some() { 2 } else { 0 });
    let used = painter.fitted(title_x, line.y, room, post.title(), style);
    if let Some(glyph) = noted {
        painter.text(title_x + used + 1, line.y, 1, glyph.as_clean(), theme.accent);
    }
}

/// What is unusual about a post, in one ASCII character; not what the reader has done with it.
fn mark(post: PostRef<'_>, now: i64, theme: &Theme) -> (CleanStr<'static>, ratatui::style::Style) {
    match post.status() {
        Status::Shown if !post.problems().is_empty() => (CleanStr::literal("!"), theme.warning),
        Status::Shown if post.date().is_some_and(|date| date.seconds > now) => {
            (CleanStr::literal(">"), theme.dim)
        }
        Status::Shown => (CleanStr::default(), theme.text),
        Status::Unreadable => (CleanStr::literal("!"), theme.warning),
        _ => (CleanStr::literal("~"), theme.dim),
    }
}

/// Why there is nothing, and what to do.
fn empty(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let lines = if !app.progress.is_done() {
        vec![Text::Loading]
    } else if app.filter.facets.is_empty() {
        vec![Text::NothingListed]
    } else {
        let keys = CleanText::line(&app.keymap.keys_of(Command::ClearFilter));
        vec![Text::NothingLeft { chosen: app.breadcrumb() }, Text::NothingLeftHelp { keys }]
    };
    let first = area.y + area.height.saturating_sub(lines.len() as u16) / 2;
    for (y, text) in (first..area.bottom()).zip(&lines) {
        let line = text.to_clean(app.locale);
        let cells = (painter.widths.cells(line.as_str()) as u16).min(area.width);
        painter.fitted(area.x + (area.width - cells) / 2, y, cells, line.as_clean(), theme.dim);
    }
}
