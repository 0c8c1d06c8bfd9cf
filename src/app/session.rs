//! Where the last session ended, so that the next starts there.
//!
//! JSON in the reading state. Unknown fields of a later version and invalid values are ignored.

use serde::{Deserialize, Serialize};

use crate::app::screen::layout::Shares;
use crate::archive::post::PostKey;
use crate::config::choice::Choice;
use crate::conversion::Script;
use crate::search::facets::Facet;
use crate::state::record::{escape, unescape};

/// What is stored of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::app) struct Session {
    /// The path of the post under the cursor, escaped as in the state's logs.
    pub(super) post: String,
    /// Whether the article had the focus.
    pub(super) reading: bool,
    /// The facets that filtered the list, as queries.
    pub(super) facets: Vec<String>,
    /// The article's measure in cells, if the user changed it.
    pub(super) measure: Option<usize>,
    /// The word of the script that text was shown in, if the user changed it.
    pub(super) script: Option<String>,
    /// How the panes shared the screen.
    pub(super) shares: Shares,
    /// Whether pictures are shown, if the user chose.
    pub(super) pictures: Option<bool>,
    /// The date of the newest post, in seconds since 1970.
    pub(super) newest: Option<i64>,
}

/// The date of the newest post of a session, in seconds since 1970: later posts are new.
pub fn newest(session: &str) -> Option<i64> {
    Session::parse(session).newest
}

impl Session {
    /// Parses what an earlier session stored.
    pub(super) fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The session as it is stored.
    pub(super) fn print(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Sets the post under the cursor, and the facets that filter the list.
    pub(super) fn set_list(&mut self, post: Option<&PostKey>, facets: &[Facet]) {
        self.post.clear();
        if let Some(key) = post {
            escape(key.as_bytes(), &mut self.post);
        }
        self.facets = facets.iter().map(Facet::to_query).collect();
    }

    /// The facets that filtered the list.
    pub(super) fn facets(&self) -> Vec<Facet> {
        self.facets.iter().filter_map(|query| Facet::of_query(query)).collect()
    }

    /// The script that the user chose.
    pub(super) fn script(&self) -> Option<Script> {
        Script::named(self.script.as_deref()?)
    }

    /// The post to go to, and whether it was read.
    pub(super) fn place(&self) -> Option<(PostKey, bool)> {
        let key = unescape(self.post.as_bytes()).filter(|key| !key.is_empty())?;
        Some((PostKey::new(key), self.reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;

    #[test]
    fn what_is_not_understood_is_left_out() {
        let session = Session::parse(r#"{"post":"a\\x09b","facets":["later","tag:x"],"other":1}"#);
        assert_eq!(session.place().map(|(key, _)| key), Some(PostKey::new(*b"a\tb")));
        assert_eq!(session.facets(), [Facet::Tag(CleanText::line("x"))]);
        assert_eq!(Session::parse("nonsense"), Session::default());
        assert_eq!(Session::default().place(), None);
    }
}
