//! The line above (where am I) and the line below (what can I do, what is happening).

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::article::grouped;
use crate::app::layout::Pane;
use crate::clean::{CleanStr, CleanText};
use crate::command::Command;
use crate::config::theme::Theme;
use crate::view::paint::Painter;

/// From this many columns the top line begins with the program's name.
const WITH_PROGRAM: u16 = 60;

pub(super) fn top(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let Some(room) = area.width.checked_sub(2) else { return };
    let inner = Rect { x: area.x + 1, width: room, ..area };
    let counts = counts(app);
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
        x += painter.text(x, area.y, end.saturating_sub(x), CleanStr::literal(" · "), theme.dim);
    }
    let crumbs = app.breadcrumb();
    let name_room =
        if crumbs.is_empty() { end.saturating_sub(x) } else { end.saturating_sub(x) / 2 };
    x += painter.fitted(x, area.y, name_room, app.name().as_clean(), theme.heading) + 3;
    painter.fitted(x, area.y, end.saturating_sub(x), crumbs.as_clean(), theme.accent);
}

/// How many posts are listed, of how many, and how many are hidden or have problems.
fn counts(app: &App) -> CleanText {
    let listed = app.list.posts.len();
    let all = app.listable();
    let mut text = if listed == all {
        format!("{} post{}", grouped(all), if all == 1 { "" } else { "s" })
    } else {
        format!("{} of {}", grouped(listed), grouped(all))
    };
    let mut add = |n: usize, what: &str| {
        if n > 0 {
            text = format!("{text} · {} {what}", grouped(n));
        }
    };
    if app.size().0 >= 80 {
        if !app.filter.hidden {
            add(app.archive.hidden_count() + app.progress.excluded.len(), "hidden");
        }
        add(app.archive.problem_count(), "with problems");
    }
    CleanText::line(&text)
}

pub(super) fn bottom(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let Some(room) = area.width.checked_sub(2) else { return };
    let inner = Rect { x: area.x + 1, width: room, ..area };
    let right = place(app);
    let taken = painter.right(inner, right.as_clean(), theme.dim);
    let left_room = inner.width.saturating_sub(taken + 2);
    let (left, style) = if app.notice.is_empty() {
        (hints(app), theme.dim)
    } else {
        (app.notice.clone(), theme.text)
    };
    painter.fitted(inner.x, area.y, left_room, left.as_clean(), style);
}

/// Keys typed so far, the progress of the load, the place in the pane.
fn place(app: &App) -> CleanText {
    let mut parts = Vec::new();
    let keys: String = app.pending.iter().map(ToString::to_string).collect();
    let typed = format!("{}{keys}", app.count.map(|count| count.to_string()).unwrap_or_default());
    if !typed.is_empty() {
        parts.push(typed);
    }
    if !app.progress.is_done() {
        parts.push(format!(
            "reading {} / {}",
            grouped(app.arrived()),
            grouped(app.progress.expected)
        ));
    }
    let layout = app.layout();
    if let Some(area) = layout.and_then(|layout| layout.article).filter(|_| app.article.lines() > 0)
    {
        parts.push(format!("{:>3}%", app.article.percent(usize::from(area.height))));
    }
    let len = app.list.posts.len();
    if len > 0 {
        // As wide as it will ever be, so that nothing moves while one goes through the list.
        let len = grouped(len);
        parts.push(format!(
            "{:>width$} / {len}",
            grouped(app.list.cursor.at + 1),
            width = len.len()
        ));
    }
    CleanText::line(&parts.join("   "))
}

/// The keys that matter most in the focused pane.
fn hints(app: &App) -> CleanText {
    let commands: &[(Command, &str)] = match (app.overlay.is_some(), app.focus) {
        (true, _) => &[(Command::Down, "down"), (Command::Enter, "go"), (Command::Back, "close")],
        (_, Pane::Facets) => &[
            (Command::Enter, "list this"),
            (Command::ToggleFacet, "add"),
            (Command::ClearFilter, "all"),
            (Command::Help, "help"),
        ],
        (_, Pane::List) => &[
            (Command::Down, "down"),
            (Command::Enter, "read"),
            (Command::FocusNext, "pane"),
            (Command::Help, "help"),
            (Command::BackOrQuit, "quit"),
        ],
        (_, Pane::Article) => &[
            (Command::Down, "down"),
            (Command::NextPost, "next"),
            (Command::Zoom, "zoom"),
            (Command::Back, "back"),
            (Command::Help, "help"),
        ],
    };
    let hints = commands.iter().map(|(command, what)| {
        let keys = app.keymap.keys_of(*command);
        format!("{} {what}", keys.split(' ').next().unwrap_or_default())
    });
    CleanText::line(&hints.collect::<Vec<_>>().join(" · "))
}
