//! Saved views: queries under a name, the archive's own and the user's. The posts of muted views are
//! left out of lists.

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
    /// Its query as written.
    pub query: CleanText,
    /// Whether its posts are left out.
    pub is_muted: bool,
}

impl View {
    /// A view that is not muted.
    pub fn new(name: &str, query: &str) -> Self {
        Self { name: CleanText::line(name), query: CleanText::line(query), is_muted: false }
    }

    /// A muted view, or one that is not.
    #[must_use]
    pub fn muted(self, is_muted: bool) -> Self {
        Self { is_muted, ..self }
    }
}

/// The views by name: the archive's, then the user's own, which replace those of the same name. What
/// the user muted or took back goes before what the archive says.
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

/// The posts that any of some queries finds, by id; some of them if `cancelled`.
pub fn posts_of(
    find: Finder<'_>,
    queries: &[Arc<Matcher>],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> FixedBitSet {
    let mut posts = FixedBitSet::with_capacity(find.archive.ids_end());
    for query in queries {
        find.run(Request { matcher: query, sort: None }, cancelled, &mut |hits| {
            for hit in hits {
                posts.grow_and_insert(hit.0 as usize);
            }
            true
        });
    }
    posts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Change;

    /// The names of all views with their queries; a muted one has a `-`.
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
        // An own view is not the archive's, which was muted.
        check(&[view("乙"), view("丙")], "甲=a 丙=own 乙=own");
        check(&[view("丙"), mute("丙", Some(true)), mute("丁", Some(true))], "甲=a -乙=b -丙=own");
    }
}
