//! Drawing: reads the model and writes cells. It changes nothing and wraps no lines.

mod article;
mod axis;
mod chips;
mod facets;
mod linear;
mod list;
mod note;
mod overlay;
mod paint;
mod picture;
pub mod placeholder;
mod prompt;
mod status;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screen::layout::{Layout, Pane};
use crate::app::screen::picture::PictureFile;
use crate::app::text::Text;
use crate::ascii;
use crate::clean::CleanText;
use crate::config::theme::Theme;
use paint::Painter;

/// The glyphs of a vertical rule beside what has the focus.
const HEAVY_VERTICAL: [&str; 2] = ["┃", "|"];

/// The theme and the terminal's capabilities.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Colours by role.
    pub theme: Theme,
    /// Whether to draw ornaments in ASCII.
    pub ascii: bool,
    /// Whether the locale has no UTF-8, so that this program's own marks are ASCII too.
    pub ascii_marks: bool,
    /// Whether pictures use true colour instead of the palette of 256 colours.
    pub true_colour: bool,
}

/// Draws the whole screen and returns the cursor's position, if it is shown: in an input line, or
/// on the row for a screen reader.
pub fn draw(app: &App, look: &Look, buffer: &mut Buffer) -> Option<Position> {
    let is_linear = app.screen().is_linear();
    let ascii = look.ascii || is_linear;
    let mut painter = Painter { buffer, widths: app.screen().widths(), ascii, ruled: !is_linear };
    let mut on_page = look.clone();
    on_page.theme = on_page.theme.on_page();
    let cursor = draw_screen(&mut painter, app, &on_page);
    painter.colour_rest(look.theme.text);
    if look.ascii_marks {
        use_ascii_marks(buffer);
    }
    cursor
}

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The cells, in one row.
    pub area: Rect,
    /// The address of the web, in ASCII.
    pub address: CleanText,
    /// The same for all parts of a link that is wrapped.
    pub id: u32,
}

/// The links to the web that are on the screen, where nothing covers them.
pub fn links(app: &App) -> Vec<Link> {
    let screen = app.screen();
    let layout = screen.layout().filter(|layout| {
        !layout.facets_over
            && screen.overlay().is_none()
            && app.input().note().is_none()
            && app.input().prompt().is_none()
            && app.following_keys().is_empty()
            && app.notice_above().is_none()
            && app.article().hints().is_none()
    });
    let area = layout.and_then(|layout| layout.article).filter(|_| !screen.is_linear());
    area.map(|area| article::links(app, area)).unwrap_or_default()
}

/// Returns the files of the pictures that may be drawn, now or when the user scrolls.
pub fn files(app: &App) -> Vec<Arc<PictureFile>> {
    let viewer = app.screen().overlay().and_then(|overlay| overlay.viewer());
    let enlarged = viewer.and_then(|viewer| viewer.picture()?.file());
    app.article().pictures().files().chain(enlarged).cloned().collect()
}

/// Replaces marks that a terminal without UTF-8 cannot show, in this program's texts and in posts.
fn use_ascii_marks(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(mark) = ascii::mark(cell.symbol()) {
            cell.set_symbol(mark);
        }
    }
}

fn draw_screen(painter: &mut Painter<'_>, app: &App, look: &Look) -> Option<Position> {
    let area = painter.buffer.area;
    let theme = &look.theme;
    // The model may not have received the new size yet.
    let Some(layout) =
        app.screen().layout().filter(|_| app.screen().size() == (area.width, area.height))
    else {
        painter.text(
            area.x,
            area.y,
            area.width,
            Text::TooSmall.to_clean(app.screen().locale()).as_clean(),
            theme.dim,
        );
        return None;
    };
    if let Some(note) = app.input().note() {
        return note::draw(painter, theme, app, note, area);
    }
    let mut cursor = None;
    if let Some(overlay) = app.screen().overlay() {
        cursor = overlay::draw(painter, look, app, overlay, area);
    } else {
        status::top(painter, theme, app, layout.top);
        chips::draw(painter, theme, app);
        if let Some(area) = layout.axis.and(app.axis_area()) {
            axis::draw(painter, theme, app, area);
        }
        if app.screen().is_linear() {
            cursor = linear::draw(painter, look, app, &layout);
        } else {
            panes(painter, look, app, &layout);
        }
    }
    if let Some(prompt) = app.input().prompt() {
        return Some(prompt::draw(painter, theme, app, prompt, layout.status));
    }
    if let Some(page) = app.notice_above() {
        prompt::notice(painter, theme, app, &page, layout.status);
    }
    status::bottom(painter, theme, app, layout.status);
    prompt::following(painter, theme, app, layout.status);
    if app.screen().overlay().is_none() && app.screen().focus() == Pane::Article {
        let caret = layout.pane(Pane::Article).and_then(|area| article::caret(app, area));
        if caret.is_some() {
            return caret;
        }
    }
    cursor.filter(|_| app.screen().is_linear())
}

fn panes(painter: &mut Painter<'_>, look: &Look, app: &App, layout: &Layout) {
    let theme = &look.theme;
    if let Some(area) = layout.list {
        list::draw(painter, theme, app, area);
    }
    if let Some(area) = layout.article {
        article::draw(painter, look, app, area);
    }
    rules(painter, theme, app, layout);
    if let Some(area) = layout.facets {
        if layout.facets_over {
            let behind = [layout.list, layout.article, layout.divider];
            for area in behind.into_iter().flatten() {
                painter.fade(area, theme.dim);
            }
            let covered = Rect { width: area.width + 2, ..area };
            painter.clear(covered);
            let rule = Rect { x: area.right(), width: 1, ..area };
            painter.rule(rule, HEAVY_VERTICAL, theme.accent);
        }
        facets::draw(painter, theme, app, area);
    }
}

/// Draws the rules between the panes, joined where they meet. The rule beside an article that has
/// the focus is heavy, so that the focus is visible without colours; lists show it by their
/// selected row.
fn rules(painter: &mut Painter<'_>, theme: &Theme, app: &App, layout: &Layout) {
    let is_reading = app.screen().focus() == Pane::Article;
    let [left, middle] = layout.rules;
    if let Some(rule) = left {
        painter.vertical(rule, theme.dim);
    }
    if let Some(rule) = middle {
        if is_reading {
            painter.rule(rule, HEAVY_VERTICAL, theme.accent);
        } else {
            painter.vertical(rule, theme.dim);
        }
    }
    let Some(area) = layout.divider else { return };
    if is_reading {
        painter.rule(area, ["━", "="], theme.accent);
    } else {
        painter.horizontal(area, theme.dim);
    }
    if let Some(rule) = left {
        let gap = Rect { x: rule.x + 1, width: area.x.saturating_sub(rule.x + 1), ..area };
        let (glyphs, join, style) = if is_reading {
            (["━", "="], "┝", theme.accent)
        } else {
            (["─", "-"], "├", theme.dim)
        };
        painter.rule(gap, glyphs, style);
        painter.join(rule.x, area.y, join, theme.dim);
    }
}
