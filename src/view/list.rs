//! The list pane: one row per post, in columns of fixed width.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::post::Status;
use crate::clean::{CleanStr, CleanText};
use crate::command::Command;
use crate::config::theme::Theme;
use crate::search::query::field::Mark;
use crate::search::titles::marks;
use crate::view::paint::Painter;

/// At this width and above, dates show all four digits of the year.
const WITH_YEAR: u16 = 56;
/// From this many columns a row ends with the post's category.
const WITH_CATEGORY: u16 = 70;
/// The columns of the signs before the date: selection, star, unread, status and a gap.
const SIGNS: u16 = 5;
/// The cells that a long category leaves free after a title: for the number of versions, the sign of
/// a note and a gap.
const AFTER_TITLE: u16 = 8;

/// The columns of a row. Those that would be empty, or say the same in every row, have no cells.
#[derive(Clone, Copy)]
struct Columns {
    /// The format of the date, and its cells.
    date: Option<(&'static str, u16)>,
    /// The most cells of the category.
    category: u16,
}

impl Columns {
    fn new(app: &App, width: u16) -> Self {
        let listing = app.listing();
        let date = match () {
            () if !listing.has_dates() => None,
            () if width >= WITH_YEAR => Some(("%Y-%m-%d", 10)),
            () if listing.is_of_this_year(app.library()) => Some(("%m-%d", 5)),
            () => Some(("%y-%m-%d", 8)),
        };
        let has_category = width >= WITH_CATEGORY && listing.has_categories();
        Self { date, category: if has_category { (width / 6).min(20) } else { 0 } }
    }
}

pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    if app.listing().posts().is_empty() {
        empty(painter, theme, app, area);
        return;
    }
    let focused = app.screen().focus() == Pane::List;
    let cursor = app.listing().cursor();
    let height = app.listing().row_height();
    let columns = Columns::new(app, area.width);
    let rows = app.listing().posts().iter().enumerate().skip(cursor.top);
    for (y, (at, &id)) in (area.y..area.bottom()).step_by(height.into()).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        if app.listing().is_chosen(at) {
            painter.text(line.x, y, 1, CleanStr::literal("v"), theme.accent);
        }
        if let Some(post) = app.library().archive().post(id) {
            row(painter, theme, app, post, columns, line);
            if height > 1 && y + 1 < area.bottom() {
                let (x, width) = (line.x + SIGNS, line.width.saturating_sub(SIGNS));
                second_line(painter, theme, app, post, Rect { x, y: y + 1, width, height: 1 });
            }
        }
        let line = Rect { height: height.min(area.bottom() - y), ..line };
        if at == cursor.at {
            painter.select(line, if focused { theme.selection } else { theme.selection_dim });
        }
    }
}

fn row(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    post: PostRef<'_>,
    columns: Columns,
    line: Rect,
) {
    signs(painter, theme, app, post, line);
    let mut title_x = line.x + SIGNS;
    if let Some((format, cells)) = columns.date {
        let date = post.date().map(|date| date.civil().strftime(format).to_string());
        let date = CleanText::line(&date.unwrap_or_default());
        painter.text(title_x, line.y, cells, date.as_clean(), theme.dim);
        title_x += cells + 2;
    }
    let title = app.screen().script().shown(app.listing().short_title(post));
    let mut end = line.right().saturating_sub(1);
    if let Some(category) = post.categories().last().filter(|_| columns.category > 0) {
        let label = app.listing().facets().category_label(category.as_str()).unwrap_or(category);
        let label = app.screen().script().shown(label);
        // At the right edge, so that a short name leaves its cells to the title, and a short title
        // to the name.
        let cells = |text: &CleanText| painter.widths.cells(text.as_str()) as u16;
        let beside = title_x.saturating_add(cells(&title)).saturating_add(AFTER_TITLE);
        let room = columns.category.max(end.saturating_sub(beside)).min(cells(&label));
        end = end.saturating_sub(room);
        painter.fitted(end, line.y, room, label.as_clean(), theme.dim);
        end = end.saturating_sub(2);
    }
    let mut style = if post.status() == Status::Shown { theme.text } else { theme.dim };
    let has = |mark| app.library().marks().has(post.id(), mark);
    if !has(Mark::Read) {
        style = style.add_modifier(Modifier::BOLD);
    }
    let mut room = end.saturating_sub(title_x);
    let noted = has(Mark::Note).then(|| painter.glyph('¶'));
    room = room.saturating_sub(if noted.is_some() { 2 } else { 0 });
    let versions = match app.listing().versions_below(post.id()) {
        0 => CleanText::default(),
        others => CleanText::line(&format!(" +{others}")),
    };
    let cells = painter.widths.cells(versions.as_str()) as u16;
    room = room.saturating_sub(cells);
    let used = painter.fitted(title_x, line.y, room, title.as_clean(), style);
    mark_title(painter, theme, app, post, Rect { x: title_x, width: used, ..line });
    let after = title_x + used + cells;
    painter.text(title_x + used, line.y, cells, versions.as_clean(), theme.accent);
    if let Some(glyph) = noted {
        painter.text(after + 1, line.y, 1, glyph.as_clean(), theme.accent);
    }
}

/// Draws the signs at the start of a row, each in a column of its own: none hides another.
fn signs(painter: &mut Painter<'_>, theme: &Theme, app: &App, post: PostRef<'_>, line: Rect) {
    let has = |mark| app.library().marks().has(post.id(), mark);
    let star = has(Mark::Starred).then(|| painter.glyph('★'));
    let unread = (!has(Mark::Read)).then(|| painter.glyph('●'));
    for (x, sign) in (line.x + 1..).zip([star, unread]) {
        if let Some(sign) = sign {
            painter.text(x, line.y, 1, sign.as_clean(), theme.accent);
        }
    }
    let (mark, style) = mark(post, app.library().now(), theme);
    painter.text(line.x + 3, line.y, 1, mark, style);
}

/// Draws the second line of a row: the snippet of a hit, else the post's categories and tags.
pub(super) fn second_line(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    post: PostRef<'_>,
    line: Rect,
) {
    let (x, room) = (line.x, line.width.saturating_sub(1));
    let Some(search) = app.listing().search() else {
        let tags = post.tags().map(|tag| format!("#{tag}"));
        let names: Vec<String> =
            post.categories().map(|name| name.to_string()).chain(tags).collect();
        let names = CleanText::line(&names.join(" "));
        let names = app.screen().script().shown(names.as_clean());
        painter.fitted(x, line.y, room, names.as_clean(), theme.dim);
        return;
    };
    let Some(snippet) = search.snippet(post.id()) else { return };
    // Of the same length, so that the matches are where they were.
    let text = app.screen().script().shown(snippet.text.as_clean());
    let cut =
        CleanText::line(&painter.widths.truncate(text.as_clean().as_str(), usize::from(room)));
    let is_cut = cut != text;
    let cut = cut.as_clean();
    // The mark of a cut is no part of a match.
    let whole = cut.len() - if is_cut { cut.len().min("…".len()) } else { 0 };
    let (mut at, mut end) = (x, 0);
    for range in &snippet.matches {
        let range = range.start.min(whole)..range.end.min(whole);
        let left = |at: u16| (x + room).saturating_sub(at);
        at += painter.text(at, line.y, left(at), cut.slice(end..range.start), theme.dim);
        at += painter.text(at, line.y, left(at), cut.slice(range.clone()), theme.hit);
        end = range.end;
    }
    painter.text(at, line.y, (x + room).saturating_sub(at), cut.slice(end..cut.len()), theme.dim);
}

/// Highlights the search's words in a title.
fn mark_title(painter: &mut Painter<'_>, theme: &Theme, app: &App, post: PostRef<'_>, at: Rect) {
    let Some(search) = app.listing().search() else { return };
    let title = post.title();
    for range in marks(title.as_str(), search.matcher()) {
        let cells = |text: CleanStr<'_>| painter.widths.cells(text.as_str()) as u16;
        let (before, hit) = (cells(title.slice(0..range.start)), cells(title.slice(range)));
        let marked = Rect { x: at.x + before, width: hit, ..at };
        painter.restyle(marked.intersection(at), theme.hit);
    }
}

/// The sign of a post's status or problems, in one ASCII character; not the user's marks.
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

/// Why the list is empty, and which keys help.
fn why_empty(app: &App) -> Vec<Text> {
    let listing = app.listing();
    if !app.library().progress().is_done() {
        return vec![Text::Loading];
    }
    if listing.is_searching() {
        return vec![Text::StillSearching];
    }
    let keys = |command| app.input().first_key_of(command);
    let muted = if listing.is_muting() { listing.muted() } else { 0 };
    let (posts, keys_of_muted) = (muted, keys(Command::ToggleMuted));
    if listing.conditions().is_empty() {
        let hidden = app.library().archive().hidden_count();
        let is_hiding = hidden > 0 && !listing.shows_hidden();
        let muted = (muted > 0).then_some(Text::MutedLeftOut { posts, keys: keys_of_muted });
        let keys = keys(Command::ToggleHidden);
        let hidden = is_hiding.then_some(Text::HiddenLeftOut { posts: hidden, keys });
        return [Some(Text::NothingListed), muted, hidden].into_iter().flatten().collect();
    }
    let is_alone = listing.conditions().active().len() == 1;
    let words = listing.nothing_like().filter(|_| is_alone);
    let why = app.emptied().filter(|_| words.is_none());
    let chosen = match words {
        Some(words) => Some(Text::NothingLikeIt { words }),
        None if is_alone && why.is_some() => None,
        None => Some(Text::NothingLeft { chosen: app.conditions() }),
    };
    let muted = (muted > 0).then_some(Text::MutedHere { posts, keys: keys_of_muted });
    let [keys, undo] = [Command::ClearFilter, Command::Undo].map(keys);
    let help = Some(Text::NothingLeftHelp { keys, undo });
    [chosen, why, muted, help].into_iter().flatten().collect()
}

/// Draws why the list is empty, and which keys help.
pub(super) fn empty(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let lines = why_empty(app);
    // Centre the lines in the part that the facets do not cover.
    let over =
        app.screen().layout().filter(|layout| layout.facets_over).and_then(|layout| layout.facets);
    let left = over.map_or(area.x, |facets| facets.right() + 2).clamp(area.x, area.right());
    let area = Rect { x: left, width: area.right() - left, ..area };
    let first = area.y + area.height.saturating_sub(lines.len() as u16) / 2;
    for (y, text) in (first..area.bottom()).zip(&lines) {
        let line = text.to_clean(app.screen().locale());
        let cells = (painter.widths.cells(line.as_str()) as u16).min(area.width);
        painter.fitted(area.x + (area.width - cells) / 2, y, cells, line.as_clean(), theme.dim);
    }
}
