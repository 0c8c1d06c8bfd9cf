//! The list of the user's marks and of the places where jumps started.

use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::typeset::Anchor;

impl Overlay {
    /// The user's marks, and the places that jumps started from, with the lines there once they are
    /// read.
    pub(in crate::app) fn places(marks: Vec<Row>, jumps: Vec<Row>) -> Self {
        let part = |title: Text, none: Text, rows: Vec<Row>| {
            let none = rows.is_empty().then_some(Row::Note(none));
            [Row::Heading(title)].into_iter().chain(none).chain(rows)
        };
        let mut rows: Vec<Row> = part(Text::OwnMarks, Text::NoMarks, marks).collect();
        rows.push(Row::Blank);
        rows.extend(part(Text::LeftPlaces, Text::NothingBack, jumps));
        Self::new(Text::Places, rows)
    }

    /// Whether it lists places.
    pub fn has_places(&self) -> bool {
        self.title == Text::Places
    }

    /// The places whose lines were not asked for.
    pub(in crate::app) fn take_unread(&mut self) -> Vec<(PostKey, Anchor)> {
        if std::mem::replace(&mut self.is_requested, true) {
            return Vec::new();
        }
        let place = |row: &Row| match row {
            Row::Place { key, anchor, read: None, .. } => Some((key.clone(), *anchor)),
            _ => None,
        };
        self.rows.iter().filter_map(place).collect()
    }

    /// Takes titles and lines of places.
    pub(in crate::app) fn take_lines(&mut self, lines: &[(PostKey, Anchor, CleanText, CleanText)]) {
        for row in self.rows.iter_mut().chain(self.all.iter_mut().flatten()) {
            let Row::Place { key, anchor, read, .. } = row else { continue };
            let own = lines.iter().find(|(post, place, ..)| (post, place) == (&*key, &*anchor));
            if let Some((_, _, title, line)) = own {
                *read = Some((title.clone(), line.clone()));
            }
        }
        self.fitted = None;
    }

    /// Takes the mark of a letter away.
    pub(in crate::app) fn remove_mark(&mut self, gone: char) {
        let is_it = |row: &Row| matches!(row, Row::Place { letter: Some(own), .. } if *own == gone);
        let at = self.cursor.at;
        for rows in [Some(&mut self.rows), self.all.as_mut()].into_iter().flatten() {
            rows.retain(|row| !is_it(row));
        }
        self.fitted = None;
        self.go_to(at);
    }
}
