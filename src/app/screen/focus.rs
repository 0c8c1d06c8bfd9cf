//! Moving: within a pane, from pane to pane, into and out of what is under the cursor.

use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::app::{App, Effect};

impl App {
    pub(in crate::app) fn step(&mut self, by: isize) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => self.facets.step(by),
            Pane::List => return self.step_list(by),
            Pane::Article => self.scroll_article(by),
        }
        Vec::new()
    }

    pub(in crate::app) fn step_list(&mut self, by: isize) -> Vec<Effect> {
        let before = self.list.cursor.at;
        self.list.cursor.step(by, self.list.posts.len());
        self.list_was_moved();
        if self.focus == Pane::Article && before == self.list.cursor.at {
            self.notice = Some(if by < 0 { Text::NewestPost } else { Text::OldestPost });
        }
        self.preview()
    }

    /// Goes to a row of the list.
    pub(in crate::app) fn go_to_row(&mut self, row: usize) -> Vec<Effect> {
        self.list.cursor.at = row.min(self.list.posts.len().saturating_sub(1));
        self.list_was_moved();
        self.preview()
    }

    /// From now on the cursor stays on its post, whatever arrives.
    pub(in crate::app) fn list_was_moved(&mut self) {
        self.list.touched = true;
    }

    pub(in crate::app) fn go_to(&mut self, row: usize) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => self.facets.go_to(row),
            Pane::List => return self.go_to_row(row),
            Pane::Article => {
                let height = self.height(Pane::Article);
                self.article.go_to(row, height);
            }
        }
        Vec::new()
    }

    pub(in crate::app) fn scroll_article(&mut self, by: isize) {
        let height = self.height(Pane::Article);
        if height > 0 {
            self.article.scroll(by, height);
        }
    }

    /// Moves the focus among the panes in a circle.
    pub(in crate::app) fn focus_by(&mut self, by: usize) -> Vec<Effect> {
        let at = Pane::ALL.iter().position(|&pane| pane == self.focus).unwrap_or(0);
        let pane = Pane::ALL.get((at + by) % Pane::ALL.len()).copied().unwrap_or_default();
        self.focus_on(pane)
    }

    pub(in crate::app) fn focus_on(&mut self, pane: Pane) -> Vec<Effect> {
        self.focus = pane;
        self.preview()
    }

    pub(in crate::app) fn enter(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Facets => {
                self.focus = Pane::List;
                self.list_row()
            }
            Pane::List if self.list.posts.is_empty() => Vec::new(),
            Pane::List => {
                if self.search.is_some() {
                    self.find_searched();
                }
                self.focus_on(Pane::Article)
            }
            Pane::Article => Vec::new(),
        }
    }

    pub(in crate::app) fn back(&mut self) -> Vec<Effect> {
        if self.focus == Pane::List && self.search.is_some() && !self.zoom {
            return self.leave_search();
        }
        if !self.list.chosen.is_empty() {
            self.list.chosen.clear();
        } else if self.zoom {
            self.zoom = false;
        } else {
            self.focus = match self.focus {
                Pane::List => Pane::Facets,
                Pane::Facets | Pane::Article => Pane::List,
            };
        }
        Vec::new()
    }
}
