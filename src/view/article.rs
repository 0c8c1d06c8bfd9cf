//! The article pane: the visible lines of the page, in the middle of the pane.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::app::text::Text;
use crate::config::theme::Theme;
use crate::typeset::{Page, Role, Roles};
use crate::view::paint::Painter;

pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    if let Some(reason) = &app.article.failure {
        let told = Text::NotReadable { reason: reason.clone() }.to_clean(app.locale);
        let room = area.width.saturating_sub(1);
        painter.fitted(area.x + 1, area.y, room, told.as_clean(), theme.warning);
        return;
    }
    let Some(article) = &app.article.article else { return };
    let page = &article.page;
    let measure = (page.measure().cells as u16).min(area.width);
    let x = area.x + (area.width - measure) / 2;
    let lines = (app.article.top..page.len()).take(area.height.into());
    for (y, line) in (area.y..).zip(lines) {
        draw_line(painter, theme, page, line, Rect { x, y, width: measure, height: 1 });
    }
}

fn draw_line(painter: &mut Painter<'_>, theme: &Theme, page: &Page, line: usize, area: Rect) {
    for &bar in page.bars(line) {
        let bar = Rect { x: area.x + bar as u16, width: 1, ..area };
        if bar.x < area.right() {
            painter.vertical(bar, theme.dim);
        }
    }
    let indent = (page.indent(line) as u16).min(area.width);
    if let Some(cells) = page.rule(line) {
        let rule =
            Rect { x: area.x + indent, width: (area.width - indent).min(cells as u16), ..area };
        painter.horizontal(rule, theme.dim);
        return;
    }
    let marker = page.marker(line);
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
}

/// The style of a set of roles: each lays its own over those before it.
fn style(theme: &Theme, roles: Roles) -> Style {
    roles.iter().fold(theme.text, |style, role| {
        style.patch(match role {
            Role::Title | Role::Heading => theme.heading,
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
            Role::Emphasis => Style::new().add_modifier(Modifier::ITALIC),
            Role::Deleted => Style::new().add_modifier(Modifier::CROSSED_OUT),
            Role::Inserted => Style::new().add_modifier(Modifier::UNDERLINED),
        })
    })
}
