//! The top line with the title, the conditions and the counts; the bottom line with hints or a
//! notice, and the position.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::listing::facets::Row;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::command::{Command, Context};
use crate::config::locale::grouped;
use crate::config::theme::Theme;
use crate::view::paint::Painter;

/// Stands between hints, and between numbers.
const SEPARATOR: &str = " · ";
/// From this many columns the top line begins with the program's name.
const WITH_PROGRAM: u16 = 60;
/// From this many columns the numbers in the bottom line have words, however many they are.
const WITH_WORDS: u16 = 72;
/// From this many columns the top line counts hidden posts and posts with problems.
const WITH_HIDDEN: u16 = 80;
/// The cells of an archive's name below which it is not worth its room.
const LEAST_NAME: u16 = 6;

pub(super) fn top(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let Some(room) = area.width.checked_sub(2) else { return };
    let inner = Rect { x: area.x + 1, width: room, ..area };
    // The conditions stand here unless they have a line of their own.
    let has_line = app.screen().layout().is_some_and(|layout| layout.chips.is_some());
    let crumbs = if has_line { CleanText::default() } else { app.conditions() };
    let cells = |text: &CleanText| app.screen().widths().cells(text.as_str()) as u16;
    let counts = counts(app);
    // What is listed and why goes before the other numbers and the name.
    let first =
        |kept: usize| CleanText::join(counts.iter().take(kept).map(CleanText::as_clean), SEPARATOR);
    let has_room = |text: &CleanText| match cells(&crumbs) {
        0 => cells(text) <= room,
        taken => taken + 2 + cells(text) <= room,
    };
    let counts = (2..=counts.len()).rev().map(first).find(has_room).unwrap_or_else(|| first(1));
    let taken = painter.right(inner, counts.as_clean(), theme.dim);
    let end = inner.right().saturating_sub(taken + 2);
    let mut x = inner.x;
    if area.width >= WITH_PROGRAM {
        x += painter.text(
            x,
            area.y,
            end.saturating_sub(x),
            CleanStr::literal("kanbao"),
            theme.accent,
        );
        x +=
            painter.text(x, area.y, end.saturating_sub(x), CleanStr::literal(SEPARATOR), theme.dim);
    }
    let rest = end.saturating_sub(x);
    let name = app.name();
    let name_room = if crumbs.is_empty() { rest } else { rest.saturating_sub(cells(&crumbs) + 3) };
    if name_room >= cells(&name).min(LEAST_NAME) {
        x += painter.fitted(x, area.y, name_room, name.as_clean(), theme.heading) + 3;
    }
    painter.fitted(x, area.y, end.saturating_sub(x), crumbs.as_clean(), theme.accent);
}

/// Returns the numbers of listed, unread, muted and hidden posts, and of posts with problems.
fn counts(app: &App) -> Vec<CleanText> {
    let listed = app.listing().listed();
    let all = app.listing().listable();
    let mut texts = vec![if listed == all {
        Text::Posts { count: all }
    } else {
        Text::PostsOf { listed, all }
    }];
    let unread = app.listing().unread();
    if unread > 0 {
        texts.push(Text::UnreadPosts { count: unread });
    }
    let muted = app.listing().muted();
    if muted > 0 && app.screen().size().0 >= WITH_PROGRAM {
        texts.push(if app.listing().is_muting() {
            Text::Muted { count: muted }
        } else {
            Text::MutedToo { count: muted }
        });
    }
    if app.screen().size().0 >= WITH_HIDDEN {
        let hidden = app.library().archive().hidden_count();
        if hidden > 0 && !app.listing().shows_hidden() {
            texts.push(Text::Hidden { count: hidden });
        }
        let count = app.library().archive().problem_count();
        if count > 0 {
            texts.push(Text::WithProblems { count });
        }
    }
    texts.iter().map(|text| text.to_clean(app.screen().locale())).collect()
}

pub(super) fn bottom(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let Some(room) = area.width.checked_sub(2) else { return };
    let inner = Rect { x: area.x + 1, width: room, ..area };
    let cells = |text: &CleanText| painter.widths.cells(text.as_str());
    let is_above = app.notice_above().is_some();
    let notice = app.status_notice().filter(|_| !is_above).or_else(|| under_caret(app));
    let notice = notice.or_else(|| on_axis(app)).or_else(|| selecting(app));
    if let (Some(notice), Some(Text::Samples)) = (&notice, app.notice()) {
        return greeting(painter, theme, app, notice, inner);
    }
    let mut right = place(app, true);
    if area.width < WITH_WORDS && cells(&right) > usize::from(room) * 3 / 5 {
        right = place(app, false);
    }
    let beside = cells(&right) + 2;
    // Without room for both, the notice hides the position.
    if let Some(notice) = &notice
        && cells(notice) + beside > usize::from(room)
    {
        painter.fitted(inner.x, area.y, room, notice.as_clean(), theme.text);
        return;
    }
    let taken = painter.right(inner, right.as_clean(), theme.dim);
    let left_room = inner.width.saturating_sub(taken + 2);
    let (left, style) = match notice {
        None => (hints(app, hinted(app), usize::from(left_room)), theme.dim),
        Some(notice) => (notice, theme.text),
    };
    painter.fitted(inner.x, area.y, left_room, left.as_clean(), style);
}

/// Draws the first notice with key hints beside it, because a newcomer has no other way to learn a
/// key. If room is short, the notice is cut so that the hint for the help fits.
fn greeting(painter: &mut Painter<'_>, theme: &Theme, app: &App, notice: &CleanText, line: Rect) {
    let hinted = hinted(app);
    let separator = painter.widths.cells(SEPARATOR) as u16;
    let help = hints(app, hinted.get(..1).unwrap_or_default(), line.width.into());
    let kept = painter.widths.cells(help.as_str()) as u16 + separator;
    let room = line.width.saturating_sub(kept);
    let used = painter.fitted(line.x, line.y, room, notice.as_clean(), theme.text);
    let x = line.x + used;
    let room = line.right().saturating_sub(x + separator);
    let hints = hints(app, hinted, room.into());
    painter.text(x, line.y, separator, CleanStr::literal(SEPARATOR), theme.dim);
    painter.text(x + separator, line.y, room, hints.as_clean(), theme.dim);
}

/// Returns the size of a range that is being selected, and the keys that end it. Returns `None`
/// without a range or below an overlay.
fn selecting(app: &App) -> Option<CleanText> {
    let text = app.selecting_range().filter(|_| app.screen().overlay().is_none())?;
    Some(text.to_clean(app.screen().locale()))
}

/// The note on the highlight under the caret; on a screen that is read aloud, its colour too.
fn under_caret(app: &App) -> Option<CleanText> {
    let is_covered = app.screen().overlay().is_some();
    let highlight = app.article().highlight_under_caret().filter(|_| !is_covered)?;
    let locale = app.screen().locale();
    let name = Text::Colour(highlight.colour.name()).to_clean(locale);
    let text = match &highlight.note {
        Some(note) => Text::NoteUnder { name, note: CleanText::line(note) },
        None if app.screen().is_linear() => Text::HighlightUnder { name },
        None => return None,
    };
    Some(text.to_clean(locale))
}

/// Returns the months that would be chosen on the axis of time and their number of posts, during a
/// drag or where no row names them.
fn on_axis(app: &App) -> Option<CleanText> {
    let (screen, listing) = (app.screen(), app.listing());
    let is_above = screen.layout().is_some_and(|layout| layout.axis.is_some());
    let is_there = listing.facets().is_on_axis() && screen.focus() == Pane::Facets && !is_above;
    if screen.overlay().is_some() || !is_there && !listing.is_dragging_on_axis() {
        return None;
    }
    let (facet, count) = listing.axis_facet()?;
    let texts = [Text::TimeAxis { months: facet.label() }, Text::PostsIn { count }];
    let texts = texts.map(|text| text.to_clean(screen.locale()));
    Some(CleanText::join(texts.iter().map(CleanText::as_clean), " · "))
}

/// Pending keys, the progress of the load, and the position in the pane, with or without words.
fn place(app: &App, has_words: bool) -> CleanText {
    let mut parts = Vec::new();
    let keys: String = app.input().pending().iter().map(ToString::to_string).collect();
    let typed =
        format!("{}{keys}", app.input().count().map(|count| count.to_string()).unwrap_or_default());
    if !typed.is_empty() {
        parts.push(typed);
    }
    // A screen reader would read progress aloud again and again.
    let is_linear = app.screen().is_linear();
    if !app.library().progress().is_done() && !is_linear {
        let (arrived, expected) = (app.library().arrived(), app.library().progress().expected());
        parts.push(Text::Loaded { arrived, expected }.to_clean(app.screen().locale()).to_string());
    }
    if let Some(name) = app.running().filter(|_| !is_linear) {
        parts.push(Text::RunningNow { name }.to_clean(app.screen().locale()).to_string());
    }
    if app.library().news() > 0 {
        let count = app.library().news();
        parts.push(Text::News { count }.to_clean(app.screen().locale()).to_string());
    }
    if is_linear && app.listing().is_searching() {
        parts.push(Text::StillSearching.to_clean(app.screen().locale()).to_string());
    } else if let Some(percent) = app.listing().percent_looked() {
        parts.push(Text::Looked { percent }.to_clean(app.screen().locale()).to_string());
    }
    if let Some((done, all)) = app.library().indexing().filter(|_| !is_linear) {
        let percent = done * 100 / all.max(1);
        parts.push(Text::Indexing { percent }.to_clean(app.screen().locale()).to_string());
    }
    // Positions in the panes are not shown while an overlay covers them.
    if app.screen().overlay().is_none() {
        parts.extend(place_in_panes(app, has_words));
    }
    CleanText::line(&parts.join("   "))
}

/// Whether the article is read, and not only shown beside the list.
fn is_read(app: &App) -> bool {
    let article = app.article();
    article.lines() > 0 && (app.screen().focus() == Pane::Article || article.top() > 0)
}

/// How much of the article was read, and the place in the list.
fn place_in_panes(app: &App, has_words: bool) -> Vec<String> {
    let mut parts = Vec::new();
    let locale = app.screen().locale();
    let layout = app.screen().layout();
    if let Some(area) = layout.and_then(|layout| layout.article).filter(|_| is_read(app)) {
        let percent = app.article().percent(usize::from(area.height)).to_string();
        let blanks = " ".repeat(3_usize.saturating_sub(percent.len()));
        let percent = CleanText::line(&percent);
        let shown = if has_words {
            Text::ReadPercent { percent }.to_clean(locale).to_string()
        } else {
            format!("{percent}%")
        };
        parts.push(blanks + &shown);
    }
    let len = app.listing().posts().len();
    if len > 0 {
        // Padded to its widest, so that nothing moves while the cursor does.
        let of = CleanText::line(&grouped(len));
        let at = CleanText::line(&grouped(app.listing().cursor().at + 1));
        let blanks = " ".repeat(of.len().saturating_sub(at.len()));
        let shown = if has_words {
            // Some posts have no row of their own.
            let place = if app.listing().listed() == len {
                Text::PostAt { at, of }
            } else {
                Text::RowAt { at, of }
            };
            place.to_clean(locale).to_string()
        } else {
            format!("{at} / {of}")
        };
        parts.push(blanks + &shown);
    }
    parts
}

/// The hints for the focused pane, the most important first. The help is the last to give way.
fn hinted(app: &App) -> &'static [(Command, Text)] {
    if let Some(overlay) = app.screen().overlay() {
        return overlay.hints();
    }
    match app.screen().focus() {
        Pane::Article if app.article().has_start() => SELECTED,
        Pane::Article if app.context() == Context::Selection => SELECTION,
        Pane::Facets => on_facets(app.listing().facet_row()),
        Pane::List if app.listing().posts().is_empty() => &[
            (Command::Help, Text::HintHelp),
            (Command::ClearFilter, Text::HintAll),
            (Command::Search, Text::HintSearch),
            (Command::Filter, Text::HintFilter),
            (Command::FocusNext, Text::HintPane),
            (Command::CommandLine, Text::HintCommand),
            (Command::BackOrQuit, Text::HintQuit),
        ],
        Pane::List => &[
            (Command::Help, Text::HintHelp),
            (Command::Search, Text::HintSearch),
            (Command::Filter, Text::HintFilter),
            (Command::Enter, Text::HintRead),
            (Command::ToggleStar, Text::HintStar),
            (Command::FocusNext, Text::HintPane),
            (Command::CommandLine, Text::HintCommand),
            (Command::BackOrQuit, Text::HintQuit),
        ],
        Pane::Article => &[
            (Command::Help, Text::HintHelp),
            (Command::PageDown, Text::HintPage),
            (Command::NextPost, Text::HintNext),
            (Command::Back, Text::HintBack),
            (Command::Find, Text::HintFind),
            (Command::ToggleStar, Text::HintStar),
            (Command::Links, Text::HintLinks),
            (Command::Zoom, Text::HintZoom),
        ],
    }
}

/// The hints for a row of the facets.
fn on_facets(row: Option<&Row>) -> &'static [(Command, Text)] {
    match row {
        Some(Row::View { .. }) => ON_VIEW,
        Some(Row::Section(_, true)) => {
            &[(Command::Help, Text::HintHelp), (Command::Enter, Text::HintFold)]
        }
        Some(Row::Section(_, false)) => {
            &[(Command::Help, Text::HintHelp), (Command::Enter, Text::HintOpen)]
        }
        Some(Row::More(..)) => {
            &[(Command::Help, Text::HintHelp), (Command::Enter, Text::HintAllRows)]
        }
        Some(Row::Axis) => &[
            (Command::Help, Text::HintHelp),
            (Command::Enter, Text::HintList),
            (Command::Fold, Text::HintEarlier),
            (Command::Unfold, Text::HintLater),
            (Command::SelectRange, Text::HintStart),
            (Command::ClearFilter, Text::HintAll),
        ],
        _ => &[
            (Command::Help, Text::HintHelp),
            (Command::Enter, Text::HintList),
            (Command::ToggleFacet, Text::HintAdd),
            (Command::ClearFilter, Text::HintAll),
            (Command::Search, Text::HintSearch),
        ],
    }
}

/// The hints for a view in the facets.
const ON_VIEW: &[(Command, Text)] = &[
    (Command::Help, Text::HintHelp),
    (Command::Enter, Text::HintList),
    (Command::ToggleFacet, Text::HintAdd),
    (Command::MuteView, Text::HintMute),
    (Command::RenameView, Text::HintRename),
    (Command::DeleteView, Text::HintRemove),
    (Command::ClearFilter, Text::HintAll),
];

/// The hints for a caret without a selection.
const SELECTION: &[(Command, Text)] = &[
    (Command::Help, Text::HintHelp),
    (Command::SelectText, Text::HintStart),
    (Command::Highlight, Text::HintHighlight),
    (Command::Note, Text::HintNote),
    (Command::CopyText, Text::HintCopy),
    (Command::Enter, Text::HintMenu),
    (Command::Clear, Text::HintBack),
];

/// The hints for a selection that has a start.
const SELECTED: &[(Command, Text)] = &[
    (Command::Help, Text::HintHelp),
    (Command::Highlight, Text::HintHighlight),
    (Command::Note, Text::HintNote),
    (Command::CopyText, Text::HintCopy),
    (Command::Enter, Text::HintMenu),
    (Command::Clear, Text::HintBack),
];

/// Hints with their keys, as many as fit completely. That of the help, or of the way out of an
/// overlay, is the last to give way and stands last.
fn hints(app: &App, hinted: &[(Command, Text)], room: usize) -> CleanText {
    let hint = |(command, what): &(Command, Text)| {
        let is_useless = *command == Command::Enter
            && app.screen().overlay().is_some_and(|overlay| !overlay.leads_on());
        if is_useless {
            return None;
        }
        let keys = app.input().keymap().keys_in(app.context(), *command);
        // Of a page's keys, the largest one is the easiest to find.
        let key = keys.split(' ').find(|key| *key == "Space").or_else(|| keys.split(' ').next());
        let key = key.filter(|key| !key.is_empty())?;
        let is_filtered = app.screen().overlay().is_some_and(|one| !one.filter().is_empty());
        let row = app.listing().facet_row();
        let is_muted = matches!(row, Some(Row::View { is_muted: true, .. }));
        let what = match command {
            Command::Clear if is_filtered => &Text::HintAllRows,
            Command::MuteView if is_muted => &Text::HintUnmute,
            _ => what,
        };
        let what = what.to_clean(app.screen().locale());
        Some(CleanText::line(&format!("{key} {what}")))
    };
    let cells = |text: &CleanText| app.screen().widths().cells(text.as_str());
    let (mut shown, mut used): (Vec<CleanText>, usize) = (Vec::new(), 0);
    for hint in hinted.iter().filter_map(hint) {
        let separator = if shown.is_empty() { 0 } else { app.screen().widths().cells(SEPARATOR) };
        if used + separator + cells(&hint) > room {
            break;
        }
        used += separator + cells(&hint);
        shown.push(hint);
    }
    let is_last =
        |(command, _): &(Command, Text)| matches!(command, Command::Help | Command::Clear);
    if hinted.first().is_some_and(is_last) && !shown.is_empty() {
        shown.rotate_left(1);
    }
    CleanText::join(shown.iter().map(CleanText::as_clean), SEPARATOR)
}
