//! Drawing: reads the model, writes cells, changes nothing and wraps nothing.

mod article;
mod facets;
mod list;
mod overlay;
mod paint;
mod picture;
mod status;

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::layout::{Layout, Pane};
use crate::app::text::Text;
use crate::config::theme::Theme;
use paint::Painter;

/// How the reader looks on this terminal.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Colours by role.
    pub theme: Theme,
    /// Whether ornaments must be ASCII.
    pub ascii: bool,
    /// Whether a picture may have any colour, not only those of a palette of 256.
    pub true_colour: bool,
}

/// Draws the whole reader.
pub fn draw(app: &App, look: &Look, buffer: &mut Buffer) {
    let mut painter = Painter { buffer, widths: app.widths, ascii: look.ascii };
    whole(&mut painter, app, look);
    painter.colour_rest(look.theme.text);
}

fn whole(painter: &mut Painter<'_>, app: &App, look: &Look) {
    let area = painter.buffer.area;
    let theme = &look.theme;
    // The model may not know yet of the size that is drawn.
    let Some(layout) = app.layout().filter(|_| app.size() == (area.width, area.height)) else {
        painter.text(
            area.x,
            area.y,
            area.width,
            Text::TooSmall.to_clean(app.locale).as_clean(),
            theme.dim,
        );
        return;
    };
    if let Some(over) = &app.overlay {
        overlay::draw(painter, look, app, over, area);
        status::bottom(painter, theme, app, layout.status);
        return;
    }
    status::top(painter, theme, app, layout.top);
    panes(painter, theme, app, &layout);
    status::bottom(painter, theme, app, layout.status);
}

fn panes(painter: &mut Painter<'_>, theme: &Theme, app: &App, layout: &Layout) {
    if let Some(area) = layout.list {
        list::draw(painter, theme, app, area);
    }
    if let Some(area) = layout.article {
        article::draw(painter, theme, app, area);
    }
    for rule in layout.rules.into_iter().flatten() {
        painter.vertical(rule, theme.dim);
    }
    if let Some(area) = layout.divider {
        let style = if app.focus == Pane::Article { theme.accent } else { theme.dim };
        painter.horizontal(area, style);
    }
    if let Some(area) = layout.facets {
        if layout.facets_over {
            let whole = ratatui::layout::Rect { width: area.width + 2, ..area };
            painter.clear(whole);
            let rule = ratatui::layout::Rect { x: area.right(), width: 1, ..area };
            painter.vertical(rule, theme.accent);
        }
        facets::draw(painter, theme, app, area);
    }
}
