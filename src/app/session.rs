//! Where one was when the reader ended, to begin there the next time.
//!
//! Kept as JSON in the reading state; what a later version wrote beside is left alone, and what is
//! not understood is as if it were not there.

use serde::{Deserialize, Serialize};

use crate::app::layout::{Pane, Shares};
use crate::app::{App, Effect};
use crate::archive::post::{PostId, PostKey};
use crate::search::facets::Facet;
use crate::state::Change;
use crate::state::record::{Kind, escape, unescape};

/// What is kept of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Session {
    /// The post under the cursor: its path, escaped as in the state's logs.
    post: String,
    /// Whether the article had the focus.
    reading: bool,
    /// The facets that narrowed the list, as queries.
    facets: Vec<String>,
    /// The article's measure in cells, if it was changed.
    measure: Option<usize>,
    /// How the panes share the screen.
    shares: Shares,
    /// The newest post's date, in seconds since 1970.
    newest: Option<i64>,
}

/// The date of the newest post that a session saw, in seconds since 1970: later ones are new.
pub fn newest(session: &str) -> Option<i64> {
    Session::parse(session).newest
}

impl Session {
    /// Reads what an earlier session wrote.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The dates after which posts are new, in seconds since 1970.
    pub fn newest(&self) -> Option<i64> {
        self.newest
    }

    /// The facets that narrowed the list.
    pub fn facets(&self) -> Vec<Facet> {
        self.facets.iter().filter_map(|query| Facet::of_query(query)).collect()
    }

    /// The measure that was chosen, in cells.
    pub fn measure(&self) -> Option<usize> {
        self.measure
    }

    /// How the panes share the screen.
    pub fn shares(&self) -> Shares {
        self.shares.clamped()
    }

    /// The post to go to, and whether it was read.
    pub fn place(&self) -> Option<(PostKey, bool)> {
        let key = unescape(self.post.as_bytes()).filter(|key| !key.is_empty())?;
        Some((PostKey::new(key), self.reading))
    }
}

impl App {
    /// What there is to keep before the reader ends.
    pub(super) fn end(&mut self) -> Vec<Effect> {
        let mut effects = self.remember_place();
        let session = serde_json::to_string(&self.session()).unwrap_or_default();
        if let Ok(change) = Change::new(Kind::Session, b"", Some(&session)) {
            effects.extend(self.change_state(&[change], None));
        }
        effects
    }

    fn session(&self) -> Session {
        let mut post = String::new();
        if let Some(selected) = self.selected().and_then(|id| self.archive.post(id)) {
            escape(selected.key_bytes(), &mut post);
        }
        let dated = |id: &PostId| self.archive.post(*id)?.date().map(|date| date.seconds);
        let is_past = |seconds: &i64| *seconds <= self.now;
        let newest = self.archive.newest_first().iter().filter_map(dated).find(is_past);
        Session {
            post,
            reading: self.focus == Pane::Article,
            facets: self.filter.facets.iter().map(Facet::to_query).collect(),
            measure: (self.measure != self.preferences.measure).then_some(self.measure),
            shares: self.shares,
            newest: newest.max(self.new_since),
        }
    }

    /// Goes to where the last session ended, once the post is there and unless a person has gone
    /// elsewhere meanwhile.
    pub(super) fn restore_place(&mut self) -> Vec<Effect> {
        let Some((key, reading)) = self.restoring.clone() else { return Vec::new() };
        if self.list.touched {
            self.restoring = None;
            return Vec::new();
        }
        let is_it = |id: &&PostId| {
            self.archive.post(**id).is_some_and(|post| post.key_bytes() == key.as_bytes())
        };
        let Some(at) = self.list.posts.iter().position(|id| is_it(&id)) else { return Vec::new() };
        self.restoring = None;
        self.list.cursor.at = at;
        self.list_was_moved();
        if reading && self.focus == Pane::List {
            self.focus = Pane::Article;
        }
        self.preview()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;

    #[test]
    fn what_is_not_understood_is_left_out() {
        let session = Session::parse(r#"{"post":"a\\x09b","facets":["tag:x","later"],"other":1}"#);
        assert_eq!(session.place().map(|(key, _)| key), Some(PostKey::new(*b"a\tb")));
        assert_eq!(session.facets(), [Facet::Tag(CleanText::line("x"))]);
        assert_eq!(Session::parse("nonsense"), Session::default());
        assert_eq!(Session::default().place(), None);
    }
}
