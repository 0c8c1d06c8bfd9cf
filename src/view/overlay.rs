//! Overlays: help, problems, links, the outline or a picture, over the panes.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screen::overlay::{DETAIL_INDENT, Kind, Overlay, Row};
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::grouped;
use crate::view::paint::Painter;
use crate::view::{Look, article, picture};

/// Draws an overlay and returns the position of the row under the cursor.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    overlay: &Overlay,
    area: Rect,
) -> Option<Position> {
    let (theme, locale) = (&look.theme, app.screen().locale());
    let head = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    draw_head(painter, look, app, overlay, head);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
    if let Some(shown) = overlay.viewer().and_then(|viewer| viewer.picture()) {
        picture::draw(painter, shown, look.true_colour, rows);
        return None;
    }
    if overlay.rows().is_empty() {
        let none = Text::NoSuchRow { text: overlay.filter().clone() };
        let line = Rect { y: rows.y, height: 1, ..head };
        painter.fitted(line.x, line.y, line.width, none.to_clean(locale).as_clean(), theme.dim);
        return Some(line.as_position());
    }
    let columns = app.screen().overlay_columns();
    let mut cursor = None;
    let width = area.width / columns as u16;
    let cells = Cells::of(painter, app, overlay, width.saturating_sub(2));
    // Between columns, a blank row takes no line.
    let in_view = usize::from(rows.height) * columns + 1;
    let shown = overlay.rows().iter().enumerate().skip(overlay.cursor().top);
    for (at, row) in shown.take(in_view) {
        let Some((column, y)) = overlay.place(at, usize::from(rows.height), columns) else {
            continue;
        };
        let line =
            Rect { x: rows.x + width * column as u16, y: rows.y + y as u16, width, height: 1 };
        draw_row(painter, look, app, (overlay, at, row), line, cells);
        if at == overlay.cursor().at && row.is_choice() {
            if !overlay.is_empty() {
                painter.select(line, theme.selection);
            }
            cursor = Some(line.as_position());
        }
    }
    cursor
}

/// Draws the title, the words that rows must contain, and the cursor's place among the rows.
fn draw_head(painter: &mut Painter<'_>, look: &Look, app: &App, overlay: &Overlay, head: Rect) {
    let theme = &look.theme;
    let place = match overlay.position() {
        _ if overlay.viewer().is_some() || overlay.is_empty() => CleanText::default(),
        (at, of) => CleanText::line(&format!("{} / {}", grouped(at), grouped(of))),
    };
    let taken = painter.right(head, place.as_clean(), theme.dim);
    let room = head.width.saturating_sub(taken + 2);
    let title = overlay.title().to_clean(app.screen().locale());
    let used = painter.fitted(head.x, head.y, room, title.as_clean(), theme.accent);
    if !overlay.filter().is_empty() {
        let filter = CleanText::line(&format!("  / {}", overlay.filter()));
        let room = room.saturating_sub(used);
        painter.fitted(head.x + used, head.y, room, filter.as_clean(), theme.text);
    }
}

fn draw_row(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    (overlay, at, row): (&Overlay, usize, &Row),
    line: Rect,
    cells: Cells,
) {
    let theme = &look.theme;
    let (x, room) = (line.x + 1, line.width.saturating_sub(2));
    let whole = |painter: &mut Painter<'_>, text: CleanStr<'_>, style| {
        painter.fitted(x, line.y, room, text, style);
    };
    let column = cells.beside_keys;
    let beside_keys = |painter: &mut Painter<'_>, keys: &CleanText, text: &CleanText, style| {
        let text = overlay.first_line(at).unwrap_or_else(|| text.as_clean());
        painter.fitted(x, line.y, column.saturating_sub(2), keys.as_clean(), theme.accent);
        painter.fitted(x + column, line.y, room.saturating_sub(column), text, style);
    };
    match row {
        Row::Blank => {}
        Row::Heading(name) => {
            whole(painter, name.to_clean(app.screen().locale()).as_clean(), theme.heading);
        }
        Row::Command { keys, command } => {
            let help = overlay.kind().help_of(*command).to_clean(app.screen().locale());
            beside_keys(painter, keys, &help, theme.text);
        }
        Row::Sign(mark, meaning) => {
            let text = meaning.to_clean(app.screen().locale());
            let mark = painter.glyph(*mark);
            whole(painter, CleanText::line(&format!("{mark}  {text}")).as_clean(), theme.text);
        }
        Row::Own { keys, help, .. } => beside_keys(painter, keys, help, theme.text),
        Row::Line { text, .. } => whole(painter, text.as_clean(), theme.text),
        Row::Highlight { colour, title, facts, .. } => {
            let sign = painter.glyph('▌');
            painter.text(x, line.y, 1, sign.as_clean(), article::highlight(theme, *colour));
            // A long title is cut rather than the facts behind it.
            let facts = CleanText::line(&format!(" · {facts}"));
            let (x, room) = (x + 2, room.saturating_sub(2));
            let taken = (painter.widths.cells(facts.as_str()) as u16).min(room * 2 / 3);
            let used = painter.fitted(x, line.y, room - taken, title.as_clean(), theme.accent);
            painter.fitted(x + used, line.y, room - used, facts.as_clean(), theme.accent);
        }
        Row::Count { .. } => draw_count(painter, look, app, row, line, cells),
        Row::Colour { keys, colour } => {
            let text = Text::Colour(colour.name()).to_clean(app.screen().locale());
            beside_keys(painter, keys, &text, article::highlight(theme, *colour));
        }
        Row::Problem { place, .. } => whole(painter, place.as_clean(), theme.warning),
        Row::Detail(text) => {
            let (indent, style) = match overlay.kind() {
                Kind::Places => (3, theme.dim),
                Kind::Help | Kind::TextMenu => (column, theme.text),
                _ => (DETAIL_INDENT as u16, theme.text),
            };
            let room = room.saturating_sub(indent);
            painter.fitted(x + indent, line.y, room, text.as_clean(), style);
        }
        Row::Place { letter, key, read, .. } => {
            let letter = CleanText::line(&letter.map(String::from).unwrap_or_default());
            painter.text(x, line.y, 1, letter.as_clean(), theme.accent);
            let title = read.as_ref().map_or_else(|| key.to_clean(), |(title, _)| title.clone());
            let title = app.screen().script().shown(title.as_clean());
            let room = room.saturating_sub(3);
            painter.fitted(x + 3, line.y, room, title.as_clean(), theme.text);
        }
        Row::Link { text, .. } | Row::Section { text, .. } => {
            whole(painter, text.as_clean(), theme.text);
        }
        Row::Note(text) => {
            whole(painter, text.to_clean(app.screen().locale()).as_clean(), theme.text);
        }
    }
}

/// Draws a number of posts: the name, the number and a bar. A screen reader gets words.
fn draw_count(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    row: &Row,
    line: Rect,
    cells: Cells,
) {
    let Row::Count { posts, of, .. } = row else { return };
    let theme = &look.theme;
    let (x, room) = (line.x + 1, line.width.saturating_sub(2));
    let name = name_of(app, row);
    if !painter.ruled {
        let posts = Text::Posts { count: *posts }.to_clean(app.screen().locale());
        let comma = app.screen().locale().comma();
        let text = CleanText::line(&format!("{name}{comma}{posts}"));
        painter.fitted(x, line.y, room, text.as_clean(), theme.text);
        return;
    }
    let names = cells.names.min(room.saturating_sub(cells.counts + 2) / 2);
    painter.fitted(x, line.y, names, name.as_clean(), theme.text);
    let count = Rect { x: x + names + 2, width: cells.counts.min(room), ..line };
    painter.right(count, CleanText::line(&grouped(*posts)).as_clean(), theme.text);
    let bar = Rect { x: count.right() + 2, ..line };
    let longest = usize::from((x + room).saturating_sub(bar.x));
    if let Some(of) = of.filter(|of| *of > 0) {
        // Round up, so that a single post has a bar.
        let width = (posts * longest).div_ceil(of).min(longest) as u16;
        painter.rule(Rect { width, ..bar }, ["█", "#"], theme.accent);
    }
}

/// Returns the name of what a row counts, in the user's script.
fn name_of(app: &App, row: &Row) -> CleanText {
    match row {
        Row::Count { name: Text::Plain(name), .. } => app.screen().script().shown(name.as_clean()),
        Row::Count { name, .. } => name.to_clean(app.screen().locale()),
        _ => CleanText::default(),
    }
}

/// The widths of the columns of rows.
#[derive(Clone, Copy)]
struct Cells {
    /// The column of what stands beside keys.
    beside_keys: u16,
    /// The widest name of what is counted.
    names: u16,
    /// The widest number of posts.
    counts: u16,
}

impl Cells {
    fn of(painter: &Painter<'_>, app: &App, overlay: &Overlay, room: u16) -> Self {
        let beside_keys = overlay.beside_keys(room.into(), painter.widths) as u16;
        let mut all = Self { beside_keys, names: 0, counts: 0 };
        let cells = |text: &str| painter.widths.cells(text) as u16;
        for row in overlay.rows() {
            if let Row::Count { posts, .. } = row {
                all.names = all.names.max(cells(name_of(app, row).as_str()));
                all.counts = all.counts.max(cells(&grouped(*posts)));
            }
        }
        all
    }
}
