//! The list of the user's marks and of the places where jumps started.

use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::typeset::Anchor;

impl Overlay {
    /// The rows of the user's marks, and of the places that jumps started from.
    pub(in crate::app) fn place_rows(marks: Vec<Row>, jumps: Vec<Row>) -> Vec<Row> {
        let part = |title: Text, none: Text, rows: Vec<Row>| {
            let none = rows.is_empty().then_some(Row::Note(none));
            [Row::Heading(title)].into_iter().chain(none).chain(rows)
        };
        let mut rows: Vec<Row> = part(Text::OwnMarks, Text::NoMarks, marks).collect();
        rows.push(Row::Blank);
        rows.extend(part(Text::LeftPlaces, Text::NoJumps, jumps));
        rows
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
        self.all.as_ref().unwrap_or(&self.rows).iter().filter_map(place).collect()
    }

    /// Takes titles and lines of places.
    pub(in crate::app) fn take_lines(&mut self, lines: &[(PostKey, Anchor, CleanText, CleanText)]) {
        for row in self.rows.iter_mut().chain(self.all.iter_mut().flatten()) {
            let Row::Place { key, anchor, read, .. } = row else { continue };
            let own = lines.iter().find(|(post, place, ..)| (post, place) == (&*key, &*anchor));
            if let Some((_, _, title, line)) = own {
                *read = Some((title.clone(), line.clone()));
                self.fitted = None;
            }
        }
    }

    /// Gives places among other rows the titles and lines that are known; the rest will be asked for.
    pub(super) fn keep_lines(&mut self, rows: &mut [Row]) {
        let known = self.all.as_ref().unwrap_or(&self.rows);
        for row in rows {
            let Row::Place { key, anchor, read, .. } = row else { continue };
            let own = |known: &Row| match known {
                Row::Place { key: post, anchor: place, read, .. }
                    if (post, place) == (&*key, &*anchor) =>
                {
                    read.clone()
                }
                _ => None,
            };
            *read = known.iter().find_map(own);
        }
        self.is_requested = false;
    }
}
