//! Saved views: named queries from the archive and from the user. Lists omit the posts of muted
//! views.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::clean::CleanText;
use crate::search::find::{Finder, Request};
use crate::search::query::matcher::Matcher;
use crate::state::State;
use crate::state::record::Kind;

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: CleanText,
    /// Query as the user wrote it.
    pub query: CleanText,
    /// Whether lists omit its posts.
    pub is_muted: bool,
}

impl View {
    /// Creates a view that is not muted.
    pub fn new(name: &str, query: &str) -> Self {
        Self { name: CleanText::line(name), query: CleanText::line(query), is_muted: false }
    }

    /// Mutes or unmutes the view.
    #[must_use]
    pub fn muted(self, is_muted: bool) -> Self {
        Self { is_muted, ..self }
    }
}

/// Returns the views of the archive, then the views of the user. A user's view replaces an
/// archive's view of the same name, and a user's choice to mute or unmute a view overrides the
/// archive's.
pub fn all(of_archive: &[View], state: &State) -> Vec<View> {
    let mut views = of_archive.to_vec();
    for (name, query) in state.all(Kind::View) {
        let own = View::new(&String::from_utf8_lossy(name), query);
        views.retain(|known| known.name != own.name);
        views.push(own);
    }
    for view in &mut views {
        view.is_muted = state.mutes(view.name.as_str()).unwrap_or(view.is_muted);
    }
    views
}

/// Returns the ids of the posts that match any of the queries, and whether these are all of them:
/// not if `cancelled`.
pub fn posts_of(
    find: Finder<'_>,
    queries: &[Arc<Matcher>],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> (FixedBitSet, bool) {
    let mut posts = FixedBitSet::with_capacity(find.archive.ids_end());
    let mut is_whole = true;
    for query in queries {
        let summary = find.run(Request { matcher: query, sort: None }, cancelled, &mut |hits| {
            for hit in hits {
                posts.grow_and_insert(hit.0 as usize);
            }
            true
        });
        is_whole &= summary.all;
    }
    (posts, is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Change;

    /// Checks the names and queries of all views. A `-` marks a muted view.
    fn check(changes: &[Change], expected: &str) {
        let of_archive = [View::new("甲", "a"), View::new("乙", "b").muted(true)];
        let mut state = State::new("h");
        state.change(changes, 1);
        let views = all(&of_archive, &state).into_iter();
        let views: Vec<String> = views
            .map(|one| format!("{}{}={}", if one.is_muted { "-" } else { "" }, one.name, one.query))
            .collect();
        assert_eq!(views.join(" "), expected, "{changes:?}");
    }

    #[test]
    fn the_user_goes_before_the_archive() {
        let view = |name: &str| Change::new(Kind::View, name.as_bytes(), Some("own")).unwrap();
        let mute = |name, muted| Change::mute(name, muted);
        check(&[], "甲=a -乙=b");
        check(&[mute("甲", Some(true)), mute("乙", Some(false))], "-甲=a 乙=b");
        check(&[mute("乙", Some(false)), mute("乙", None)], "甲=a -乙=b");
        // A user's view replaces a muted view of the archive and is not muted itself.
        check(&[view("乙"), view("丙")], "甲=a 丙=own 乙=own");
        check(&[view("丙"), mute("丙", Some(true)), mute("丁", Some(true))], "甲=a -乙=b -丙=own");
    }
}
