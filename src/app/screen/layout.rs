//! The layout of the panes: a pure function of the size, the arrangement, the shares, the focus and
//! the zoom.

use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

pub use crate::app::pane::Pane;
use crate::config::choice::Arrangement;

/// The smallest screen that is drawn on, in columns and rows.
pub const SMALLEST: (u16, u16) = (16, 4);
/// Below this many columns one pane is shown at a time.
const TWO_PANES: u16 = 60;
/// From this many columns the facets are beside the list and the article.
const FACETS_BESIDE: u16 = 100;
/// The same where list and article are side by side.
const FACETS_BESIDE_COLUMNS: u16 = 120;
/// From this many columns all three panes are side by side.
const THREE_COLUMNS: u16 = 160;
/// Below this many rows list and article do not share the height.
const STACKED_ROWS: u16 = 16;
/// The width of the facets, in cells, unless the user changes it.
const FACETS: u16 = 32;
/// The share of a list above an article, in percent: while the article is read, and otherwise.
const LIST_ABOVE: (u16, u16) = (20, 40);
/// The share of a list beside an article, in percent, at least; it takes columns that the article
/// does not need, up to a width. It does not follow the focus: the article has its measure already,
/// and moving both columns would send the whole screen.
const LIST_BESIDE: u16 = 36;
/// The widest list beside an article, in cells, unless the user changes it.
const WIDEST_LIST: u16 = 90;
/// The cells that an article beside a list needs: the rule, the usual measure and its margins.
const ARTICLE: u16 = 80;
/// From this many rows the row below the top line is kept for the conditions.
const ROOMY_ROWS: u16 = 30;
/// From this many rows the conditions have a row of their own; below it they are in the top line.
const CHIPS_ROWS: u16 = 10;
/// From this many rows the axis of time is shown above the panes.
const AXIS_ROWS: u16 = 36;
/// The rows of the axis of time: bars and years.
const AXIS: u16 = 2;

/// How the panes share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shares {
    /// The widest facets, in cells.
    pub facets: u16,
    /// The list's share beside or above the article, in percent, if the user changed it.
    pub list: Option<u16>,
}

impl Default for Shares {
    fn default() -> Self {
        Self { facets: FACETS, list: None }
    }
}

impl Shares {
    /// Clamps the shares to readable sizes.
    #[must_use]
    pub fn clamped(self) -> Self {
        let list = self.list.map(|list| list.clamp(15, 75));
        Self { facets: self.facets.clamp(12, 80), list }
    }

    /// The lines of a list above an article.
    fn above(self, height: u16, focus: Pane) -> u16 {
        let (reading, otherwise) = LIST_ABOVE;
        let share = self.list.unwrap_or(if focus == Pane::Article { reading } else { otherwise });
        part(height, share).clamp(4, height.saturating_sub(4))
    }

    /// The columns of a list beside an article.
    fn beside(self, width: u16) -> u16 {
        if let Some(share) = self.list {
            part(width, share)
        } else {
            let least = part(width, LIST_BESIDE).min(WIDEST_LIST);
            width.saturating_sub(ARTICLE).clamp(least, WIDEST_LIST)
        }
    }
}

fn part(whole: u16, percent: u16) -> u16 {
    (u32::from(whole) * u32::from(percent) / 100) as u16
}

/// The lines that are wanted above the panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The conditions.
    pub chips: bool,
    /// The axis of time.
    pub axis: bool,
}

/// The areas of one screen; `None` for panes that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The line at the top, with the title.
    pub top: Rect,
    /// The line of the conditions.
    pub chips: Option<Rect>,
    /// The axis of time.
    pub axis: Option<Rect>,
    /// The facets.
    pub facets: Option<Rect>,
    /// Whether the facets cover the other panes.
    pub facets_over: bool,
    /// The list.
    pub list: Option<Rect>,
    /// The article.
    pub article: Option<Rect>,
    /// The columns with a vertical rule.
    pub rules: [Option<Rect>; 2],
    /// The row between list and article.
    pub divider: Option<Rect>,
    /// The status line at the bottom.
    pub status: Rect,
}

impl Layout {
    /// Lays out a screen of `size` columns and rows; `None` if it is smaller than [`SMALLEST`].
    /// Panes without room are not shown.
    pub fn new(
        size: (u16, u16),
        arrangement: Arrangement,
        shares: Shares,
        lines: Lines,
        focus: Pane,
        zoom: bool,
    ) -> Option<Self> {
        let (width, height) = size;
        if width < SMALLEST.0 || height < SMALLEST.1 {
            return None;
        }
        let status = Rect::new(0, height - 1, width, 1);
        if zoom {
            let area = Rect::new(0, 0, width, height - 1);
            return Some(Self { status, ..Self::default() }.with_only(focus, area));
        }
        let top = Rect::new(0, 0, width, 1);
        // Where there is room nothing moves when the first condition comes.
        let has_chips = height >= ROOMY_ROWS || lines.chips && height >= CHIPS_ROWS;
        let chips = has_chips.then(|| Rect::new(0, 1, width, 1));
        let first = if has_chips { 2 } else { 1 };
        let has_axis = lines.axis && height >= AXIS_ROWS && width >= TWO_PANES;
        let axis = has_axis.then(|| Rect::new(0, first, width, AXIS));
        let first = first + axis.map_or(0, |axis| axis.height);
        let body = Rect::new(0, first, width, height - first - 1);
        let layout = Self { top, chips, axis, status, ..Self::default() };
        let too_small = width < TWO_PANES || width < FACETS_BESIDE && height < STACKED_ROWS;
        if too_small || arrangement == Arrangement::Single {
            return Some(layout.with_only(focus, body));
        }
        let in_columns = match arrangement {
            Arrangement::Columns => width >= FACETS_BESIDE,
            Arrangement::Stacked => false,
            Arrangement::Automatic | Arrangement::Single => width >= THREE_COLUMNS,
        };
        let are_beside = width >= if in_columns { FACETS_BESIDE_COLUMNS } else { FACETS_BESIDE };
        let (layout, rest) = if are_beside {
            // Wider than usual only if the user widened them.
            let most = if shares.facets > FACETS { width / 2 } else { width / 4 };
            let facets = shares.facets.min(most);
            let rule = Rect { x: facets, width: 1, ..body };
            let rest = Rect { x: facets + 2, width: width - facets - 2, ..body };
            let facets = Some(Rect { width: facets, ..body });
            (Self { facets, rules: [Some(rule), None], ..layout }, rest)
        } else {
            let facets = (focus == Pane::Facets)
                .then(|| Rect { width: shares.facets.min(width / 2), ..body });
            (Self { facets, facets_over: facets.is_some(), ..layout }, body)
        };
        if !in_columns {
            return Some(layout.stacked(rest, shares, focus));
        }
        let list = shares.beside(rest.width);
        let rule = Rect { x: rest.x + list, width: 1, ..rest };
        Some(Self {
            list: Some(Rect { width: list, ..rest }),
            article: Some(Rect { x: rule.x + 2, width: rest.width - list - 2, ..rest }),
            rules: [layout.rules[0], Some(rule)],
            ..layout
        })
    }

    /// The area of a pane.
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Facets => self.facets,
            Pane::List => self.list,
            Pane::Article => self.article,
        }
    }

    fn with_only(self, pane: Pane, area: Rect) -> Self {
        match pane {
            Pane::Facets => Self { facets: Some(area), ..self },
            Pane::List => Self { list: Some(area), ..self },
            Pane::Article => Self { article: Some(area), ..self },
        }
    }

    /// The list above the article, or one of them if there is not enough height for both.
    fn stacked(self, area: Rect, shares: Shares, focus: Pane) -> Self {
        if area.height < STACKED_ROWS - 3 {
            let pane = if focus == Pane::Article { Pane::Article } else { Pane::List };
            return self.with_only(pane, area);
        }
        let list = shares.above(area.height, focus);
        let divider = Rect { y: area.y + list, height: 1, ..area };
        Self {
            list: Some(Rect { height: list, ..area }),
            divider: Some(divider),
            article: Some(Rect { y: divider.y + 1, height: area.height - list - 1, ..area }),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::choice::Choice;

    #[allow(clippy::excessive_nesting, reason = "every combination of four settings")]
    #[test]
    fn every_size_stays_inside_the_screen() {
        for width in 0..260 {
            for height in 0..70 {
                for focus in Pane::ALL {
                    for zoom in [false, true] {
                        let arrangement = Arrangement::ALL[(width + height) as usize % 4].0;
                        let list = (height % 3 > 0).then_some(height);
                        let shares = Shares { facets: width, list }.clamped();
                        let lines = Lines { chips: width % 2 == 0, axis: width % 3 == 0 };
                        let layout =
                            Layout::new((width, height), arrangement, shares, lines, focus, zoom);
                        let Some(layout) = layout else {
                            assert!(width < SMALLEST.0 || height < SMALLEST.1);
                            continue;
                        };
                        let screen = Rect::new(0, 0, width, height);
                        let areas =
                            [layout.facets, layout.list, layout.article, Some(layout.status)];
                        let above = [layout.chips, layout.axis];
                        for area in areas.into_iter().chain(above).flatten() {
                            assert_eq!(
                                area.intersection(screen),
                                area,
                                "{width}x{height} {focus:?}"
                            );
                            assert!(
                                area.width > 0 && area.height > 0,
                                "{width}x{height} {focus:?}"
                            );
                        }
                        assert!(layout.pane(focus).is_some(), "{width}x{height} {focus:?} {zoom}");
                    }
                }
            }
        }
    }

    #[test]
    fn panes_by_width() {
        let panes = |width, focus| {
            let shares = Shares::default();
            let layout = Layout::new(
                (width, 40),
                Arrangement::Automatic,
                shares,
                Lines::default(),
                focus,
                false,
            )
            .unwrap();
            Pane::ALL.map(|pane| layout.pane(pane).is_some())
        };
        assert_eq!(panes(50, Pane::List), [false, true, false]);
        assert_eq!(panes(50, Pane::Article), [false, false, true]);
        assert_eq!(panes(80, Pane::List), [false, true, true]);
        assert_eq!(panes(80, Pane::Facets), [true, true, true]);
        assert_eq!(panes(120, Pane::List), [true, true, true]);
        assert_eq!(panes(200, Pane::List), [true, true, true]);
    }

    #[test]
    fn the_list_gives_way_to_what_is_read_unless_it_was_dragged() {
        let check = |size, focus, list, expected| {
            let shares = Shares { list, ..Shares::default() };
            let lines = Lines::default();
            let layout =
                Layout::new(size, Arrangement::Automatic, shares, lines, focus, false).unwrap();
            let area = layout.list.unwrap();
            assert_eq!((area.width, area.height), expected, "{size:?} {focus:?}");
        };
        check((80, 24), Pane::List, None, (80, 8));
        check((80, 24), Pane::Article, None, (80, 4));
        check((80, 24), Pane::Article, Some(50), (80, 11));
        check((120, 40), Pane::List, None, (88, 14));
        check((120, 40), Pane::Article, None, (88, 7));
        check((160, 50), Pane::List, None, (46, 47));
        check((200, 50), Pane::Article, None, (86, 47));
        check((250, 50), Pane::Article, None, (90, 47));
    }

    #[test]
    fn an_arrangement_is_kept_where_there_is_room() {
        // The panes shown, and whether the list is beside the article.
        let check = |arrangement, width, expected: [bool; 3], beside: bool| {
            let shares = Shares::default();
            let lines = Lines::default();
            let layout =
                Layout::new((width, 40), arrangement, shares, lines, Pane::List, false).unwrap();
            let panes = Pane::ALL.map(|pane| layout.pane(pane).is_some());
            assert_eq!(panes, expected, "{arrangement:?} {width}");
            let tops = layout.list.zip(layout.article).map(|(list, article)| list.y == article.y);
            assert_eq!(tops, panes[2].then_some(beside), "{arrangement:?} {width}");
        };
        check(Arrangement::Columns, 120, [true; 3], true);
        check(Arrangement::Columns, 119, [false, true, true], true);
        check(Arrangement::Columns, 80, [false, true, true], false);
        check(Arrangement::Stacked, 200, [true; 3], false);
        check(Arrangement::Automatic, 200, [true; 3], true);
        check(Arrangement::Single, 200, [false, true, false], false);
    }
}
