//! The mouse: the wheel moves what it is over, a click goes to a row, a facet or a link, and the
//! lines between panes can be dragged.

use ratatui::layout::{Position, Rect};

use crate::app::listing::facets::Row;
use crate::app::screen::layout::Pane;
use crate::app::{App, Effect};
use crate::command::Command;

/// Rows or lines that a step of the wheel moves.
const WHEEL: isize = 3;

/// What a mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button goes down.
    Press,
    /// The mouse is moved with the left button down.
    Drag,
    /// The left button comes up.
    Release,
    /// The wheel, forward or back.
    Wheel {
        /// Whether towards the end of what is shown.
        down: bool,
    },
}

/// A line between panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Divider {
    /// Between the facets and the rest.
    Facets,
    /// Between list and article.
    List,
}

impl App {
    /// Takes in what the mouse does in a cell.
    pub(in crate::app) fn mouse(&mut self, mouse: Mouse, at: Position) -> Vec<Effect> {
        if self.note.is_some() || self.prompt.is_some() {
            return Vec::new();
        }
        self.notice = None;
        let mut effects = match mouse {
            Mouse::Wheel { down } => self.wheel(if down { WHEEL } else { -WHEEL }, at),
            Mouse::Press => self.press(at),
            Mouse::Drag => {
                self.drag(at);
                Vec::new()
            }
            Mouse::Release => {
                self.dragged = None;
                Vec::new()
            }
        };
        self.settle();
        effects.extend(self.note_opened());
        effects
    }

    /// The pane in a cell, the facets before what they lie over.
    fn pane_at(&self, at: Position) -> Option<(Pane, Rect)> {
        let layout = self.layout()?;
        let areas = Pane::ALL.into_iter().filter_map(|pane| Some((pane, layout.pane(pane)?)));
        areas.into_iter().find(|(_, area)| area.contains(at))
    }

    fn wheel(&mut self, by: isize, at: Position) -> Vec<Effect> {
        if let Some(overlay) = &mut self.overlay {
            overlay.step(by);
            return Vec::new();
        }
        match self.pane_at(at) {
            Some((Pane::Facets, _)) => self.facets.step(by),
            Some((Pane::List, _)) => return self.step_list(by),
            Some((Pane::Article, _)) => self.scroll_article(by),
            None => {}
        }
        Vec::new()
    }

    fn press(&mut self, at: Position) -> Vec<Effect> {
        if self.overlay.is_some() {
            return self.press_in_overlay(at);
        }
        self.dragged = self.divider_at(at);
        let Some((pane, area)) = self.pane_at(at).filter(|_| self.dragged.is_none()) else {
            return Vec::new();
        };
        let row = usize::from(at.y - area.y);
        match pane {
            Pane::List => {
                let row = self.list.cursor.top + row / usize::from(self.row_height());
                let again = self.focus == Pane::List && row == self.list.cursor.at;
                if row >= self.list.posts.len() {
                    return self.focus_on(Pane::List);
                }
                self.focus = Pane::List;
                if again { self.enter() } else { self.go_to_row(row) }
            }
            Pane::Facets => {
                self.focus = Pane::Facets;
                let row = self.facets.cursor.top + row;
                if !matches!(
                    self.facets.rows.get(row),
                    Some(Row::All { .. } | Row::View { .. } | Row::Facet(_))
                ) {
                    return Vec::new();
                }
                self.facets.go_to(row);
                if self.is_at_branch(at, area) {
                    let is_open = self.facets.selected().is_some_and(|row| row.open == Some(true));
                    return self.run(if is_open { Command::Fold } else { Command::Unfold }, None);
                }
                self.list_row()
            }
            Pane::Article => {
                self.focus = Pane::Article;
                let line = self.article.top + row;
                let column = at.x.checked_sub(self.page_left(area)).map(usize::from);
                let article = self.article.article.as_ref();
                let spot = article.zip(column).and_then(|(one, at)| one.page.spot(line, at));
                let target = spot.and_then(|spot| spot.link);
                match target.and_then(|target| article?.links.get(target)).cloned() {
                    Some(target) => self.follow(&target),
                    None => self.preview(),
                }
            }
        }
    }

    /// Whether a cell holds the mark of a branch, before the name.
    fn is_at_branch(&self, at: Position, area: Rect) -> bool {
        let Some(row) = self.facets.selected().filter(|row| row.open.is_some()) else {
            return false;
        };
        usize::from(at.x - area.x) <= 2 + row.depth * 2
    }

    fn press_in_overlay(&mut self, at: Position) -> Vec<Effect> {
        let height = usize::from(self.size.1).saturating_sub(2);
        let columns = self.overlay_columns();
        let Some(overlay) = &mut self.overlay else { return Vec::new() };
        let column = usize::from(at.x) * columns / usize::from(self.size.0).max(1);
        let place = Some((column, usize::from(at.y).wrapping_sub(1)));
        let rows = overlay.cursor.top..overlay.rows.len();
        let Some(row) = rows.into_iter().find(|&row| overlay.place(row, height, columns) == place)
        else {
            return Vec::new();
        };
        if !overlay.rows.get(row).is_some_and(crate::app::screen::overlay::Row::is_choice) {
            return Vec::new();
        }
        overlay.go_to(row);
        self.run(Command::Enter, None)
    }

    fn divider_at(&self, at: Position) -> Option<Divider> {
        let layout = self.layout()?;
        let [facets, list] = layout.rules;
        let is_at = |area: Option<Rect>| area.is_some_and(|area| area.contains(at));
        if is_at(facets) {
            Some(Divider::Facets)
        } else if is_at(list) || is_at(layout.divider) {
            Some(Divider::List)
        } else {
            None
        }
    }

    fn drag(&mut self, at: Position) {
        let (Some(divider), Some(layout)) = (self.dragged, self.layout()) else { return };
        let mut shares = self.shares;
        match (divider, layout.list, layout.article) {
            (Divider::Facets, ..) => shares.facets = at.x,
            (Divider::List, Some(list), Some(article)) => {
                let (from, whole, at) = if list.y == article.y {
                    (list.x, article.right() - list.x, at.x)
                } else {
                    (list.y, article.bottom() - list.y, at.y)
                };
                let part = u32::from(at.saturating_sub(from)) * 100 / u32::from(whole.max(1));
                shares.list = part as u16;
            }
            _ => {}
        }
        self.shares = shares.clamped();
    }

    /// The column in which the article's measure begins.
    pub fn page_left(&self, area: Rect) -> u16 {
        if self.is_linear() {
            return area.x;
        }
        let measure = self.article.article.as_ref().map_or(0, |one| one.page.measure().cells);
        area.x + (area.width - (measure as u16).min(area.width)) / 2
    }
}
