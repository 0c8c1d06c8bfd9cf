//! Where the last session ended, so that the next starts there.
//!
//! JSON in the reading state. Unknown fields of a later version and invalid values are ignored.

use serde::{Deserialize, Serialize};

use crate::app::listing::conditions::Chosen;
use crate::app::listing::query::Origin;
use crate::app::screen::layout::Shares;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::config::choice::Choice;
use crate::conversion::Script;
use crate::search::facets::Facet;
use crate::state::record::{escape, unescape};

/// The list's usual share in earlier versions, in percent.
const OLD_LIST: u16 = 36;

/// What is stored of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::app) struct Session {
    /// The path of the post under the cursor, escaped as in the state's logs.
    pub(super) post: String,
    /// Whether the article had the focus.
    pub(super) reading: bool,
    /// The conditions of the list, in their order.
    pub(super) conditions: Vec<Stored>,
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

/// What a stored condition comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Source {
    Facet,
    Search,
    Filter,
    View,
    /// What a later version stored.
    #[default]
    #[serde(other)]
    Unknown,
}

/// A condition as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::app) struct Stored {
    /// What it comes from.
    from: Source,
    /// The name of a view.
    name: String,
    /// The condition as a query.
    query: String,
    /// Whether the conditions before it do not count.
    wide: bool,
}

impl Stored {
    /// `None` for a relation to a post: it was a side step.
    fn of(chosen: &Chosen) -> Option<Self> {
        let of = |from: Source, name: &str, query: &str, wide: bool| {
            let [name, query] = [name, query].map(str::to_owned);
            Some(Self { from, name, query, wide })
        };
        match chosen {
            Chosen::Facet(facet) => of(Source::Facet, "", &facet.to_query(), false),
            Chosen::Query(Origin::Search, text, wide) => of(Source::Search, "", text, *wide),
            Chosen::Query(Origin::Filter, text, wide) => of(Source::Filter, "", text, *wide),
            Chosen::Query(Origin::View(name), text, wide) => {
                of(Source::View, name.as_str(), text, *wide)
            }
            Chosen::Query(Origin::Related(..), ..) => None,
        }
    }

    fn chosen(&self) -> Option<Chosen> {
        let origin = match self.from {
            Source::Facet => return Facet::of_query(&self.query).map(Chosen::Facet),
            Source::Search => Origin::Search,
            Source::Filter => Origin::Filter,
            Source::View => Origin::View(CleanText::line(&self.name)),
            Source::Unknown => return None,
        };
        Some(Chosen::Query(origin, self.query.clone(), self.wide))
    }
}

/// The date of the newest post of a session, in seconds since 1970: later posts are new.
pub fn newest(session: &str) -> Option<i64> {
    Session::parse(session).newest
}

impl Session {
    /// Parses what an earlier session stored.
    pub(super) fn parse(text: &str) -> Self {
        let mut session: Self = serde_json::from_str(text).unwrap_or_default();
        // Earlier versions stored their own share as if the user had chosen it.
        session.shares.list = session.shares.list.filter(|&list| list != OLD_LIST);
        session
    }

    /// The session as it is stored.
    pub(super) fn print(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Sets the post under the cursor, and the conditions of the list.
    pub(super) fn set_list(&mut self, post: Option<&PostKey>, conditions: &[Chosen]) {
        self.post.clear();
        if let Some(key) = post {
            escape(key.as_bytes(), &mut self.post);
        }
        self.conditions = conditions.iter().filter_map(Stored::of).collect();
    }

    /// The conditions of the list.
    pub(super) fn conditions(&self) -> Vec<Chosen> {
        self.conditions.iter().filter_map(Stored::chosen).collect()
    }

    /// The script that the user chose.
    pub(super) fn script(&self) -> Option<Script> {
        Script::named(self.script.as_deref()?)
    }

    /// The post to go to, and whether the article pane had the focus.
    pub(super) fn place(&self) -> Option<(PostKey, bool)> {
        let key = unescape(self.post.as_bytes()).filter(|key| !key.is_empty())?;
        Some((PostKey::new(key), self.reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_left_out() {
        let session = Session::parse(
            r#"{"post":"a\\x09b","other":1,"conditions":[{"from":"Facet","query":"later"},
            {"from":"later"},{"from":"Facet","query":"tag:x"},{"from":"Search","query":"甲"}]}"#,
        );
        assert_eq!(session.place().map(|(key, _)| key), Some(PostKey::new(*b"a\tb")));
        let search = Chosen::Query(Origin::Search, "甲".to_owned(), false);
        let tag = Chosen::Facet(Facet::Tag(CleanText::line("x")));
        assert_eq!(session.conditions(), [tag, search]);
        assert_eq!(Session::parse("nonsense"), Session::default());
        assert_eq!(Session::default().place(), None);
    }
}
