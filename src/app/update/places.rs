//! Places in posts: the user's marks, and where jumps started.

use std::sync::Arc;

use crate::app::App;
use crate::app::effect::LinesRequest;
use crate::app::input::{Awaited, plain_char};
use crate::app::screen::overlay::{self, Overlay, Row};
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::config::keymap::{Code, Key};
use crate::state::Change;
use crate::state::record::Kind;
use crate::typeset::Anchor;

impl App {
    pub(super) fn await_letter(&mut self, awaited: Awaited) {
        self.input.await_letter(awaited);
        self.outbox.say(Text::WhichLetter);
    }

    /// Takes the letter of a bookmark; another key ends the wait.
    pub(in crate::app) fn letter(&mut self, awaited: Awaited, key: Key) {
        let letter = plain_char(key).filter(char::is_ascii_alphabetic);
        match (letter, awaited) {
            (Some(letter), Awaited::SetMark) => self.set_bookmark(letter),
            (Some(letter), Awaited::GoToMark) => self.go_to_bookmark(letter),
            (Some(letter), Awaited::DeleteMark) => self.delete_bookmark(letter),
            (None, Awaited::GoToMark) if matches!(key.code, Code::Enter | Code::Char('\'')) => {
                self.show_places();
            }
            (None, _) if key.code == Code::Escape => {}
            (letter, Awaited::Fetch) => self.fetch_or_reload(letter == Some('y')),
            (None, _) => {
                let key = CleanText::line(&key.to_string());
                self.outbox.say(Text::NoLetter { key });
            }
        }
    }

    fn set_bookmark(&mut self, letter: char) {
        let Some(key) = self.subject().and_then(|id| self.library.key_of(id)) else {
            return self.outbox.say(Text::NoPost);
        };
        let place = self.article.place().filter(|(shown, _)| *shown == key);
        let anchor = place.map_or_else(Anchor::default, |(_, anchor)| anchor);
        let what = Text::MarkSet { letter: CleanText::line(&letter.to_string()) };
        if let Ok(change) = Change::mark(letter, key.as_bytes(), &anchor.to_string()) {
            self.change_state(&[change], Some(what));
        }
    }

    fn go_to_bookmark(&mut self, letter: char) {
        let Some((key, anchor)) = self.library.state().mark(letter) else {
            let letter = CleanText::line(&letter.to_string());
            return self.outbox.say(Text::NoMark { letter });
        };
        let (key, place) = (PostKey::new(key), anchor.parse().unwrap_or_default());
        self.jump_to(&key, place);
    }

    /// Goes to a place, unless its post is gone; there is a way back.
    pub(super) fn jump_to(&mut self, key: &PostKey, place: Anchor) {
        if self.has_post(key) {
            self.screen.close_overlay();
            self.start_jump();
            self.go_to_post_at(key, place);
        }
    }

    pub(super) fn delete_bookmark(&mut self, letter: char) {
        let name = CleanText::line(&letter.to_string());
        if self.library.state().mark(letter).is_none() {
            return self.outbox.say(Text::NoMark { letter: name });
        }
        if let Ok(change) = Change::new(Kind::Mark, name.as_str().as_bytes(), None) {
            self.change_state(&[change], Some(Text::MarkDeleted { letter: name }));
        }
    }

    /// Lists the user's marks and the places that jumps started from.
    pub(super) fn show_places(&mut self) {
        let rows = self.place_rows();
        self.screen.show_overlay(Overlay::new(overlay::Kind::Places, rows));
    }

    pub(super) fn place_rows(&self) -> Vec<Row> {
        let state = self.library.state();
        let letters = ('a'..='z').chain('A'..='Z');
        let marks = letters.filter_map(|letter| {
            let (key, anchor) = state.mark(letter)?;
            let (key, anchor) = (PostKey::new(key), anchor.parse().unwrap_or_default());
            Some(Row::Place { letter: Some(letter), key, anchor, read: None })
        });
        let mut jumps: Vec<Row> = Vec::new();
        for (key, anchor) in self.article.jumps().places() {
            let row = Row::Place { letter: None, key: key.clone(), anchor: *anchor, read: None };
            if !jumps.contains(&row) {
                jumps.push(row);
            }
        }
        Overlay::place_rows(marks.collect(), jumps)
    }

    /// The request for the lines at the places that are listed.
    pub(super) fn lines_request(&mut self) -> Option<LinesRequest> {
        let site = Arc::clone(self.library.site()?);
        let (measure, locale) = (self.screen.measure(), self.screen.locale());
        let places = self.screen.overlay_mut()?.take_unread();
        (!places.is_empty()).then_some(LinesRequest { places, measure, locale, site })
    }
}
