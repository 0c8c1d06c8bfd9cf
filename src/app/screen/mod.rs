//! The screen: its size, the panes and the focus, the measure, and what lies over the panes.

pub mod layout;
mod over;
pub mod overlay;
pub mod picture;
mod script;

use ratatui::layout::{Position, Rect};

use crate::app::effect::{PictureRequest, Technique};
use crate::app::options::Options;
use crate::app::screen::layout::{Layout, Lines, Pane, Shares};
use crate::app::screen::overlay::Overlay;
use crate::app::screen::picture::Showing;
use crate::app::screen::script::Scripts;
use crate::app::session::Session;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::config::choice::Arrangement;
use crate::config::locale::Locale;
use crate::conversion::Script;
use crate::typeset::breaks::Level;
use crate::typeset::{Measure, Typography};
use crate::width::Widths;

/// The narrowest and widest measure, in cells.
const MEASURES: (usize, usize) = (20, 200);
/// The step, in cells or percent, by which a pane's share changes.
const SHARE_STEP: isize = 4;

/// A line between panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Divider {
    /// Between the facets and the rest.
    Facets,
    /// Between list and article.
    List,
}

/// What is around the panes.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    /// Whether the focused pane takes the whole screen.
    zoom: bool,
    /// The lines requested above the panes.
    lines: Lines,
}

/// The screen's state.
#[derive(Debug)]
pub struct Screen {
    /// The terminal's columns and rows.
    size: (u16, u16),
    arrangement: Arrangement,
    is_linear: bool,
    focus: Pane,
    shares: Shares,
    frame: Frame,
    /// The divider that is being dragged.
    dragged: Option<Divider>,
    /// The article's measure in cells, where the screen has room for it.
    measure: usize,
    /// The measure of the settings.
    usual_measure: usize,
    widths: Widths,
    level: Level,
    typography: Typography,
    scripts: Scripts,
    locale: Locale,
    theme: CleanText,
    themes: Vec<CleanText>,
    overlay: Option<Overlay>,
    /// Whether the line to the terminal is slow.
    is_line_slow: bool,
    /// Whether pictures are shown, and how.
    showing: Showing,
}

impl Screen {
    pub(in crate::app) fn new(options: &Options, restored: &Session) -> Self {
        let preferences = &options.preferences;
        Self {
            size: options.size,
            arrangement: preferences.layout,
            is_linear: preferences.linear,
            focus: options.focus,
            shares: restored.shares.clamped(),
            frame: Frame::default(),
            dragged: None,
            measure: restored.measure.unwrap_or(preferences.measure),
            usual_measure: preferences.measure,
            widths: options.widths,
            level: options.level,
            typography: options.typography,
            scripts: Scripts::new(options.script, restored.script()),
            locale: options.locale,
            theme: options.theme.clone(),
            themes: options.themes.clone(),
            overlay: None,
            is_line_slow: false,
            showing: Showing::new(options.pictures, restored.pictures),
        }
    }

    /// The terminal's columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The pane that has the focus.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// Whether the focused pane takes the whole screen.
    pub fn zoom(&self) -> bool {
        self.frame.zoom
    }

    /// Whether the screen is laid out for a screen reader: one pane at a time, plain lines.
    pub fn is_linear(&self) -> bool {
        self.is_linear
    }

    /// How wide the terminal draws characters.
    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// The language of the reader.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The characters that text is shown in.
    pub fn script(&self) -> Script {
        self.scripts.shown
    }

    /// The name of the theme.
    pub fn theme(&self) -> &CleanText {
        &self.theme
    }

    /// The names of all themes.
    pub fn themes(&self) -> &[CleanText] {
        &self.themes
    }

    /// Whether the line to the terminal is too slow to preview every post on the way.
    pub fn is_line_slow(&self) -> bool {
        self.is_line_slow
    }

    pub(in crate::app) fn set_line_slow(&mut self, is_slow: bool) {
        self.is_line_slow = is_slow;
    }

    /// The areas of the screen; `None` if it is too small to read.
    pub fn layout(&self) -> Option<Layout> {
        let arrangement = if self.is_linear { Arrangement::Single } else { self.arrangement };
        let lines = if self.is_linear { Lines::default() } else { self.frame.lines };
        Layout::new(self.size, arrangement, self.shares, lines, self.focus, self.frame.zoom)
    }

    /// The lines that a pane shows; 0 if it is not shown.
    pub fn height(&self, pane: Pane) -> usize {
        let area = self.layout().and_then(|layout| layout.pane(pane));
        area.map_or(0, |area| usize::from(area.height))
    }

    /// The measure for which articles are typeset on this screen.
    pub fn measure(&self) -> Measure {
        let pane = self.layout().and_then(|layout| layout.article);
        // Without an article pane the next one will have the width of the screen.
        let width = pane.map_or(self.size.0, |pane| pane.width);
        let cells = self.measure.min(usize::from(width.saturating_sub(2))).max(1);
        // A picture leaves room for the text around it.
        let rows = pane.map_or(self.size.1, |pane| pane.height) * 2 / 3;
        let picture_rows = if self.has_pictures() { rows.clamp(4, 30) } else { 0 };
        let Self { widths, level, typography, scripts, .. } = *self;
        let (script, cell) = (scripts.shown, self.technique().in_text().cell());
        Measure { cells, widths, level, typography, picture_rows, cell, script }
    }
}

/// Changes.
impl Screen {
    pub(in crate::app) fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
    }

    pub(in crate::app) fn set_focus(&mut self, pane: Pane) {
        self.focus = pane;
    }

    /// Moves the focus by some panes, in a circle.
    pub(in crate::app) fn focus_by(&mut self, by: usize) {
        let at = Pane::ALL.iter().position(|&pane| pane == self.focus).unwrap_or(0);
        self.focus = Pane::ALL.get((at + by) % Pane::ALL.len()).copied().unwrap_or_default();
    }

    /// Has lines shown above the panes, where there is room.
    pub(in crate::app) fn set_lines(&mut self, lines: Lines) {
        self.frame.lines = lines;
    }

    pub(in crate::app) fn toggle_zoom(&mut self) {
        self.frame.zoom = !self.frame.zoom;
    }

    pub(in crate::app) fn set_arrangement(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
    }

    pub(in crate::app) fn set_locale(&mut self, locale: Locale) {
        self.locale = locale;
    }

    pub(in crate::app) fn set_widths(&mut self, widths: Widths) {
        self.widths = widths;
    }

    /// Takes another theme by its name. Returns whether there is one of that name.
    pub(in crate::app) fn set_theme(&mut self, name: &str) -> bool {
        let theme = self.themes.iter().find(|theme| theme.as_str() == name);
        if let Some(theme) = theme {
            self.theme = theme.clone();
            return true;
        }
        false
    }

    /// Draws ambiguous characters two cells wide instead of one, or the reverse; the cells.
    pub(in crate::app) fn toggle_ambiguous_width(&mut self) -> usize {
        self.widths.ambiguous_wide = !self.widths.ambiguous_wide;
        if self.widths.ambiguous_wide { 2 } else { 1 }
    }

    pub(in crate::app) fn set_script(&mut self, script: Script) {
        self.scripts.shown = script;
    }

    /// Sets the script from the settings.
    pub(in crate::app) fn set_usual_script(&mut self, script: Script) {
        self.scripts.usual = script;
    }

    /// The script that the user chose, if it is not the one of the settings.
    pub(in crate::app) fn own_script(&self) -> Option<Script> {
        self.scripts.chosen()
    }

    /// The script after the one in use.
    pub(in crate::app) fn next_script(&self) -> Script {
        self.scripts.next(self.locale)
    }

    pub(in crate::app) fn set_ambiguous_wide(&mut self, is_wide: bool) {
        self.widths.ambiguous_wide = is_wide;
    }

    pub(in crate::app) fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    pub(in crate::app) fn set_typography(&mut self, typography: Typography) {
        self.typography = typography;
    }

    pub(in crate::app) fn set_linear(&mut self, is_linear: bool) {
        self.is_linear = is_linear;
    }

    /// Sets the measure of the settings.
    pub(in crate::app) fn set_measure(&mut self, cells: usize) {
        (self.measure, self.usual_measure) = (cells, cells);
    }

    /// Changes the measure, starting from the one in use, which the screen may limit.
    pub(in crate::app) fn change_measure(&mut self, by: isize) -> Text {
        let used = self.measure().cells;
        if by > 0 && used < self.measure {
            return Text::AsWideAsPane;
        }
        self.measure = used.saturating_add_signed(by).clamp(MEASURES.0, MEASURES.1);
        let cells = self.measure;
        if cells == self.usual_measure {
            Text::MeasureUsual { cells }
        } else {
            Text::Measure { cells }
        }
    }

    /// The measure that the user chose, if it is not the one of the settings.
    pub(in crate::app) fn own_measure(&self) -> Option<usize> {
        (self.measure != self.usual_measure).then_some(self.measure)
    }

    /// How the panes are arranged.
    pub fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    /// How the panes share the screen.
    pub(in crate::app) fn shares(&self) -> Shares {
        self.shares
    }

    /// Gives the list, or the facets if they have the focus, more room or less.
    pub(in crate::app) fn change_shares(&mut self, by: isize) -> Text {
        let mut shares = self.shares;
        let by = (by * SHARE_STEP) as i16;
        if self.focus == Pane::Facets {
            shares.facets = shares.facets.saturating_add_signed(by);
        } else {
            shares.list = Some(self.list_share().saturating_add_signed(by));
        }
        self.shares = shares.clamped();
        Text::Panes { list: self.list_share().into(), facets: self.shares.facets.into() }
    }

    /// The share of the list that is in use, in percent.
    fn list_share(&self) -> u16 {
        let shown = || {
            let layout = self.layout()?;
            let (list, article) = (layout.list?, layout.article?);
            let (part, whole) = if list.y == article.y {
                (list.width, article.right() - list.x)
            } else {
                (list.height, article.bottom() - list.y)
            };
            Some((u32::from(part) * 100).div_ceil(u32::from(whole.max(1))) as u16)
        };
        self.shares.list.or_else(shown).unwrap_or(40)
    }
}

/// The mouse.
impl Screen {
    /// The pane in a cell and its area; the facets before the panes they lie over.
    pub(in crate::app) fn pane_at(&self, at: Position) -> Option<(Pane, Rect)> {
        let layout = self.layout()?;
        let mut areas = Pane::ALL.into_iter().filter_map(|pane| Some((pane, layout.pane(pane)?)));
        areas.find(|(_, area)| area.contains(at))
    }

    /// Starts to drag the divider in a cell. Returns whether there is one.
    pub(in crate::app) fn grab_divider(&mut self, at: Position) -> bool {
        self.dragged = self.divider_at(at);
        self.dragged.is_some()
    }

    pub(in crate::app) fn release_divider(&mut self) {
        self.dragged = None;
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

    /// Drags the divider to a cell.
    pub(in crate::app) fn drag_divider(&mut self, at: Position) {
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
                shares.list = Some(part as u16);
            }
            _ => {}
        }
        self.shares = shares.clamped();
    }
}

/// Pictures.
impl Screen {
    /// Whether pictures of the archive are shown.
    pub fn has_pictures(&self) -> bool {
        self.showing.is_on()
    }

    /// Shows or hides pictures. Returns whether they are shown now; `None` if they cannot be shown.
    pub(in crate::app) fn toggle_pictures(&mut self) -> Option<bool> {
        self.showing.toggle()
    }

    /// Returns the user's choice to show pictures, if the settings leave it open.
    pub(in crate::app) fn chosen_pictures(&self) -> Option<bool> {
        self.showing.to_keep()
    }

    /// Maximum size of a picture in columns and rows.
    pub(in crate::app) fn picture_room(&self) -> (u16, u16) {
        (self.size.0, self.size.1.saturating_sub(2))
    }

    /// Returns the request for the picture in the overlay, unless the same one was sent already.
    pub(in crate::app) fn picture_request(&mut self) -> Option<PictureRequest> {
        let (room, technique) = (self.picture_room(), self.technique());
        self.overlay.as_mut()?.viewer_mut()?.request(room, technique)
    }

    /// The technique for drawing pictures.
    pub fn technique(&self) -> Technique {
        self.showing.technique
    }

    pub(in crate::app) fn set_technique(&mut self, technique: Technique) {
        self.showing.technique = technique;
    }
}
