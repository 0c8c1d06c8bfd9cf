//! The article pane: draws the visible lines of the page, centred in the pane.

use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::app::article::{Colour, Hint};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::config::theme::Theme;
use crate::typeset::{Anchor, Page, Role, Roles};
use crate::view::paint::Painter;
use crate::view::{Link, Look, picture};

pub(super) fn draw(painter: &mut Painter<'_>, look: &Look, app: &App, area: Rect) {
    let theme = &look.theme;
    if let Some(reason) = app.article().failure() {
        let message = Text::NotReadable { reason: reason.clone() }.to_clean(app.screen().locale());
        let room = area.width.saturating_sub(1);
        painter.fitted(area.x + 1, area.y, room, message.as_clean(), theme.warning);
        return;
    }
    let Some(article) = app.article().article() else { return };
    let page = &article.page;
    let measure = (page.measure().cells as u16).min(area.width);
    let x = app.page_left(area);
    let lines = (app.article().top()..page.len()).take(area.height.into());
    let selected = app.article().selected();
    let selection = theme.selection.add_modifier(Modifier::BOLD);
    for (y, line) in (area.y..).zip(lines) {
        let area = Rect { x, y, width: measure, height: 1 };
        draw_line(painter, theme, page, line, area);
        draw_picture(painter, look, app, line, area);
        for (columns, colour) in article.highlighted(line) {
            painter.restyle(cells(area, &columns), highlight(theme, colour));
        }
        mark_hits(painter, theme, app, line, area);
        for (_, columns) in page.columns_of(line, selected.as_slice()) {
            painter.restyle(cells(area, &columns), selection);
        }
    }
    if let Some(caret) = caret_cells(app, area) {
        painter
            .restyle(caret, Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED));
    }
    hints(painter, theme, app, x, area);
    scrollbar(painter, theme, app, area);
}

/// Draws which part of a longer article is in view, in the last column, which no text needs.
fn scrollbar(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let lines = app.article().lines();
    let measure = app.article().article().map_or(0, |article| article.page.measure().cells);
    let has_room = usize::from(app.page_left(area) - area.x) + measure < usize::from(area.width);
    if lines <= usize::from(area.height) || !has_room {
        return;
    }
    let height = usize::from(area.height);
    let thumb = (height * height / lines).max(1);
    let last_top = lines - height;
    // At the end only when the last line is in view.
    let top = app.article().top().min(last_top) * (height - thumb) / last_top;
    let x = area.right() - 1;
    let thumb = Rect { x, y: area.y + top as u16, width: 1, height: thumb as u16 };
    painter.rule(thumb, ["▐", "#"], theme.dim);
}

/// The links to the web that are in view.
pub(super) fn links(app: &App, area: Rect) -> Vec<Link> {
    let Some(article) = app.article().article().filter(|_| app.article().failure().is_none())
    else {
        return Vec::new();
    };
    let measure = (article.page.measure().cells as u16).min(area.width);
    let text = Rect { x: app.page_left(area), width: measure, ..area };
    let lines = (app.article().top()..article.page.len()).take(area.height.into());
    let parts = |(y, line): (u16, usize)| {
        let of_line = article.web_links(line).into_iter();
        of_line.map(move |(columns, address, id)| {
            let (x, width) = (text.x + columns.start as u16, columns.len() as u16);
            let area = Rect { x, y, width, height: 1 }.intersection(text);
            Link { area, address: address.clone(), id }
        })
    };
    (area.y..).zip(lines).flat_map(parts).collect()
}

/// Draws the row of a picture that a line is, if it has come.
fn draw_picture(painter: &mut Painter<'_>, look: &Look, app: &App, line: usize, area: Rect) {
    let Some(article) = app.article().article() else { return };
    let Some(row) = article.page.picture_row(line) else { return };
    if let Some(picture) = app.article().pictures().get(article, row.link, row.cells) {
        let indent = (article.page.indent(line) as u16).min(area.width);
        let area = Rect { x: area.x + indent, width: area.width - indent, ..area };
        picture::draw_row(painter, picture, row.row, look.true_colour, area);
    }
}

/// Highlights the hits of a search in the article; the current hit is also underlined and bold.
fn mark_hits(painter: &mut Painter<'_>, theme: &Theme, app: &App, line: usize, area: Rect) {
    let (Some(article), Some(found)) = (app.article().article(), app.article().found()) else {
        return;
    };
    for (hit, columns) in article.page.columns_of(line, found.hits()) {
        let cells = Rect { x: area.x + columns.start as u16, width: columns.len() as u16, ..area };
        let style = if hit == found.at() {
            theme.hit.add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
        } else {
            theme.hit
        };
        painter.restyle(cells.intersection(area), style);
    }
}

/// The cells of columns of a line.
fn cells(area: Rect, columns: &Range<usize>) -> Rect {
    let (x, width) = (area.x + columns.start as u16, columns.len() as u16);
    Rect { x, width, ..area }.intersection(area)
}

/// The style of a highlight.
pub(super) fn highlight(theme: &Theme, colour: Colour) -> Style {
    match colour {
        Colour::Yellow => theme.highlight_yellow,
        Colour::Green => theme.highlight_green,
        Colour::Blue => theme.highlight_blue,
        Colour::Red => theme.highlight_red,
    }
}

/// The cell of the caret, while text is selected.
pub(super) fn caret(app: &App, area: Rect) -> Option<Position> {
    caret_cells(app, area).map(Rect::as_position)
}

/// The first cell of the current hit, if it is in view.
pub(super) fn hit(app: &App, area: Rect) -> Option<Position> {
    let found = app.article().found()?;
    cells_of(app, area, found.hits().get(found.at())?).map(Rect::as_position)
}

/// The cells of the glyph under the caret, while text is selected and it is in view.
fn caret_cells(app: &App, area: Rect) -> Option<Rect> {
    cells_of(app, area, &app.article().caret()?)
}

/// The cells of a text in its first line, if that is in view.
fn cells_of(app: &App, area: Rect, text: &Range<Anchor>) -> Option<Rect> {
    let article = app.article().article()?;
    let (line, columns) = article.page.cells_of(text);
    let row = u16::try_from(line.checked_sub(app.article().top())?).ok()?;
    // A blank after a full line stands beside it, if the pane has a cell there.
    let (x, width) = (app.page_left(area) + columns.start as u16, columns.len() as u16);
    let cells = Rect { x, y: area.y.checked_add(row)?, width, height: 1 }.intersection(area);
    (!cells.is_empty()).then_some(cells)
}

/// Draws the hint letters before their links, which move aside where the line has free cells; else
/// over their first cells. `left` is where lines begin.
fn hints(painter: &mut Painter<'_>, theme: &Theme, app: &App, left: u16, area: Rect) {
    let Some(hints) = app.article().hints() else { return };
    let hints: Vec<&Hint> = hints.left().collect();
    // The last column has the scrollbar.
    let width = area.width.saturating_sub(1);
    for of_line in hints.chunk_by(|a, b| a.line == b.line) {
        let mut moved = 0;
        // From the right, so that the places of the others stay what they are.
        for hint in of_line.iter().rev() {
            let Some(y) = hint.line.checked_sub(app.article().top()) else { continue };
            let row = Rect { y: area.y + y as u16, width, height: 1, ..area };
            let label = CleanText::line(&hint.label);
            let x = (left + hint.column as u16).saturating_sub(moved);
            moved += painter.insert(row, x, label.as_clean(), theme.hit);
        }
    }
}

fn draw_line(painter: &mut Painter<'_>, theme: &Theme, page: &Page, line: usize, area: Rect) {
    let indent = (page.indent(line) as u16).min(area.width);
    // Of deeply nested quotations, the indent has no room for all bars.
    let end = if page.runs(line).is_empty() { area.right() } else { area.x + indent };
    for &bar in page.bars(line) {
        let bar = Rect { x: area.x + bar as u16, width: 1, ..area };
        if bar.x < end {
            painter.vertical(bar, theme.dim);
        }
    }
    if let Some(cells) = page.rule(line) {
        let rule =
            Rect { x: area.x + indent, width: (area.width - indent).min(cells as u16), ..area };
        painter.horizontal(rule, theme.dim);
        return;
    }
    if let Some(column) = page.frame(line).map(|column| area.x + column as u16)
        && column < area.x + indent
    {
        painter.rule(Rect { x: column, width: 1, ..area }, ["┆", "|"], theme.dim);
        if page.is_cut(line) && column + 1 < area.x + indent {
            let sign = painter.glyph('↳');
            painter.text(column + 1, area.y, 1, sign.as_clean(), theme.dim);
        }
    }
    let marker = painter.marker(page.marker(line));
    let marker = marker.as_clean();
    let cells = (painter.widths.cells(marker.as_str()) as u16).min(indent);
    painter.text(area.x + indent - cells, area.y, cells, marker, theme.dim);
    let mut at = area.x + indent;
    for run in page.runs(line) {
        at += painter.text(
            at,
            area.y,
            area.right().saturating_sub(at),
            run.text,
            style(theme, run.roles),
        );
    }
    if let Some(column) = page.frame(line) {
        let x = area.x + (column as u16).min(area.width);
        painter.back(Rect { x, width: area.right() - x, ..area }, theme.code_block);
    }
}

/// The style of a set of roles: later roles override earlier ones.
fn style(theme: &Theme, roles: Roles) -> Style {
    roles.iter().fold(theme.text, |style, role| {
        style.patch(match role {
            Role::Title | Role::Heading => theme.heading,
            Role::Subheading => theme.subheading,
            Role::MinorHeading => theme.minor_heading,
            Role::Meta | Role::Footer | Role::Ornament | Role::Placeholder | Role::Image => {
                theme.dim
            }
            Role::Quote => theme.quote,
            Role::Code => theme.code,
            Role::CodeKeyword => theme.code_keyword,
            Role::CodeName => theme.code_name,
            Role::CodeString => theme.code_string,
            Role::CodeConstant => theme.code_constant,
            Role::CodeComment => theme.code_comment,
            Role::Link => theme.link,
            Role::Highlight => theme.hit,
            Role::Strong => Style::new().add_modifier(Modifier::BOLD),
            Role::Emphasis => theme.emphasis,
            Role::Deleted => Style::new().add_modifier(Modifier::CROSSED_OUT),
            Role::Inserted => Style::new().add_modifier(Modifier::UNDERLINED),
        })
    })
}
