//! The panes for a screen reader: one pane at a time, each row a phrase with words instead of
//! glyphs and colours, and the cursor on the current row.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::listing::facets::{FacetRow, Row};
use crate::app::screen::layout::{Layout, Pane};
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::post::Status;
use crate::clean::CleanText;
use crate::config::theme::Theme;
use crate::search::query::field::Mark;
use crate::view::paint::Painter;
use crate::view::{Look, article, list};

/// Draws the focused pane and returns the position of the selected row; of an article, that of the
/// current hit or of its first line.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    layout: &Layout,
) -> Option<Position> {
    let theme = &look.theme;
    let area = layout.pane(app.screen().focus())?;
    match app.screen().focus() {
        Pane::Facets => facets(painter, theme, app, area),
        Pane::List if app.listing().posts().is_empty() => {
            list::empty(painter, theme, app, area);
            Some(area.as_position())
        }
        Pane::List => posts(painter, theme, app, area),
        Pane::Article => {
            article::draw(painter, look, app, area);
            article::hit(app, area).or(Some(area.as_position()))
        }
    }
}

fn posts(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) -> Option<Position> {
    let height = app.listing().row_height();
    let first = app.listing().cursor().top;
    let mut cursor = None;
    let rows = app.listing().posts().iter().enumerate().skip(first);
    for (y, (at, &id)) in (area.y..area.bottom()).step_by(height.into()).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        let Some(post) = app.library().archive().post(id) else { continue };
        let facts = facts(app, at, post);
        // A long title leaves half of the line for the facts.
        let taken = (painter.widths.cells(facts.as_str()) as u16).min(area.width / 2);
        let title = app.screen().script().shown(post.title());
        let used = painter.fitted(area.x, y, area.width - taken, title.as_clean(), theme.text);
        let rest = area.width - used;
        painter.fitted(area.x + used, y, rest, facts.as_clean(), theme.dim);
        if height > 1 && y + 1 < area.bottom() {
            let is_snippet =
                app.listing().search().is_some_and(|search| search.snippet(post.id()).is_some());
            let label = if is_snippet { Text::Excerpt } else { Text::Plain(CleanText::default()) };
            let label = label.to_clean(app.screen().locale());
            let used = painter.text(area.x, y + 1, area.width, label.as_clean(), theme.dim);
            let (x, width) = (area.x + used, area.width - used);
            list::second_line(painter, theme, app, post, Rect { x, y: y + 1, width, height: 1 });
        }
        if at == app.listing().cursor().at {
            painter.select(line, theme.selection);
            cursor = Some(line.as_position());
        }
    }
    cursor
}

/// The words after a title: the user's marks, the status, the date, the category and the first
/// problem.
fn facts(app: &App, row: usize, post: PostRef<'_>) -> CleanText {
    let say = |text: Text| text.to_clean(app.screen().locale());
    let has = |mark| app.library().marks().has(post.id(), mark);
    let mut facts = Vec::new();
    if app.listing().is_chosen(row) {
        facts.push(say(Text::Chosen));
    }
    let own = [
        (!has(Mark::Read), Text::Unread),
        (has(Mark::Starred), Text::Starred),
        (has(Mark::Note), Text::Noted),
        (has(Mark::Highlight), Text::Highlighted),
    ];
    facts.extend(own.into_iter().filter(|(is, _)| *is).map(|(_, text)| say(text)));
    let versions = app.listing().versions_below(post.id());
    facts.extend((versions > 0).then(|| say(Text::MoreVersions { count: versions })));
    if post.status() != Status::Shown {
        facts.push(say(Text::Status(post.status())));
    }
    if let Some(date) = post.date() {
        facts.push(CleanText::line(&date.civil().strftime("%Y-%m-%d").to_string()));
    }
    if let Some(category) = post.categories().last() {
        let label = app.listing().facets().category_label(category.as_str()).unwrap_or(category);
        facts.push(app.screen().script().shown(label));
    }
    // Last, because it is the longest and may be truncated.
    if let Some(problem) = post.problems().first() {
        facts.push(say(Text::from(problem)));
    }
    let comma = app.screen().locale().comma();
    let facts = CleanText::join(facts.iter().map(CleanText::as_clean), comma);
    CleanText::line(&format!("{comma}{facts}"))
}

fn facets(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) -> Option<Position> {
    let cursor = app.listing().facets().cursor();
    let mut place = None;
    let rows =
        app.listing().facets().rows().iter().enumerate().skip(cursor.top).take(area.height.into());
    for (y, (at, row)) in (area.y..).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        let style = if matches!(row, Row::Section(..)) { theme.heading } else { theme.text };
        let depth = if let Row::Facet(row) = row { row.depth as u16 * 2 } else { 0 };
        let indent = depth.min(area.width / 2);
        let text = facet(app, row);
        painter.fitted(area.x + indent, y, area.width - indent, text.as_clean(), style);
        if at == cursor.at {
            painter.select(line, theme.selection);
            place = Some(line.as_position());
        }
    }
    place
}

/// A row of the facets in words.
fn facet(app: &App, row: &Row) -> CleanText {
    let say = |text: Text| text.to_clean(app.screen().locale());
    let mut parts = Vec::new();
    match row {
        Row::Blank => {}
        Row::Axis => {
            let (facet, count) = app.listing().axis_facet().unzip();
            parts.extend(facet.map(|facet| say(Text::TimeAxis { months: facet.label() })));
            parts.extend(count.map(|count| say(Text::Posts { count })));
        }
        Row::Section(section, is_open) => {
            parts.push(say(section.title()));
            parts.extend((!is_open).then(|| say(Text::Folded)));
        }
        Row::More(_, 0) => parts.push(say(Text::FewerRows)),
        Row::More(_, count) => parts.push(say(Text::MoreRows { count: *count })),
        Row::All { all, .. } => {
            parts.extend([say(Text::Everything), say(Text::Posts { count: *all })]);
        }
        Row::View { name, count, chosen, is_muted, .. } => {
            parts.push(name.clone());
            parts.extend(is_muted.then(|| say(Text::MutedView)));
            parts.extend(count.map(|count| say(Text::Posts { count })));
            parts.extend(chosen.then(|| say(Text::Chosen)));
        }
        Row::Facet(row) => {
            let FacetRow { count, chosen, open, .. } = row;
            let name = row.shown(app.screen().locale(), app.screen().script());
            parts.extend([name, say(Text::Posts { count: *count })]);
            parts.extend(chosen.then(|| say(Text::Chosen)));
            parts.extend(open.map(|open| say(if open { Text::Unfolded } else { Text::Folded })));
        }
    }
    CleanText::join(parts.iter().map(CleanText::as_clean), app.screen().locale().comma())
}
