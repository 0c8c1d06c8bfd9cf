//! Sorts posts. Among equal posts, the newest comes first.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::natural::weights;
use crate::parallel;
use crate::search::find::Finder;
use crate::search::fold::fold;
use crate::search::marks::Marks;
use crate::search::pinyin::weight;
use crate::search::query::field::{Mark, SortKey};
use crate::store::code::CodedText;

/// The number of texts measured between checks for cancellation.
const AT_A_TIME: usize = 8;
/// Weights of a title that are kept while titles are sorted: most differ in them.
const KEPT: usize = 2;

impl SortKey {
    /// Whether an order by it depends on texts or names and so is slow in a large archive.
    pub fn is_slow(self) -> bool {
        matches!(self, Self::Title | Self::Author | Self::Length)
    }

    /// Puts posts in an order by marks; `None` if the order is by something else.
    pub fn by_marks(self, marks: &Marks, posts: &[PostId]) -> Option<Vec<PostId>> {
        let is_first = |id: &&PostId| match self {
            Self::Unread => !marks.has(**id, Mark::Read),
            Self::Read => marks.has(**id, Mark::Read),
            _ => marks.has(**id, Mark::Starred),
        };
        let is_by_marks = matches!(self, Self::Unread | Self::Read | Self::Starred);
        is_by_marks.then(|| {
            let (mut first, last): (Vec<PostId>, Vec<PostId>) = posts.iter().partition(is_first);
            if self == Self::Read {
                first.sort_by_cached_key(|id| Reverse(marks.time_read(*id)));
            }
            first.extend(last);
            first
        })
    }
}

impl Finder<'_> {
    /// Sorts posts that are newest first; returns `None` if `cancelled`. Sorting by date or
    /// relevance leaves them unchanged.
    pub fn sorted(
        &self,
        key: SortKey,
        posts: Vec<PostId>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<PostId>> {
        match key {
            SortKey::Date | SortKey::Relevance => Some(posts),
            SortKey::Unread | SortKey::Read | SortKey::Starred => key.by_marks(self.marks, &posts),
            SortKey::Title => Some(self.by_title(&posts)),
            SortKey::Author => Some(self.by_author(posts)),
            SortKey::Length => self.by_length(&posts, cancelled),
        }
    }

    fn by_title(&self, posts: &[PostId]) -> Vec<PostId> {
        let read = |id: &PostId| -> ([u64; KEPT], PostId) {
            let title = self.title(*id);
            let mut weights = weights(title.as_ref(), weight);
            ([(); KEPT].map(|()| weights.next().unwrap_or_default()), *id)
        };
        let mut titles = parallel::map(posts, read, |_| true);
        titles.sort_by(|(first_a, a), (first_b, b)| {
            first_a.cmp(first_b).then_with(|| {
                let (a, b) = (self.title(*a), self.title(*b));
                weights(a.as_ref(), weight).cmp(weights(b.as_ref(), weight))
            })
        });
        titles.into_iter().map(|(_, id)| id).collect()
    }

    /// The folded title of a post.
    fn title(&self, id: PostId) -> Cow<'_, str> {
        if (id.0 as usize) < self.titles.len() {
            return Cow::Borrowed(self.titles.folded(id));
        }
        let post = self.archive.post(id);
        Cow::Owned(post.map(|post| fold(post.title().as_str())).unwrap_or_default())
    }

    /// By the first author; posts without one come last.
    fn by_author(&self, mut posts: Vec<PostId>) -> Vec<PostId> {
        let mut names: Vec<(Vec<u64>, usize)> = self
            .archive
            .authors()
            .map(|(id, name)| (weights(&fold(name.as_str()), weight).collect(), id.0 as usize))
            .collect();
        names.sort_unstable();
        let mut places = vec![usize::MAX; names.len()];
        for (place, (_, id)) in names.into_iter().enumerate() {
            if let Some(own) = places.get_mut(id) {
                *own = place;
            }
        }
        posts.sort_by_key(|id| {
            let first = self.archive.post(*id).and_then(|post| post.author_ids().first().copied());
            first.and_then(|id| places.get(id.0 as usize).copied()).unwrap_or(usize::MAX)
        });
        posts
    }

    /// The longest text first.
    fn by_length(
        &self,
        posts: &[PostId],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<PostId>> {
        let length = |id: &PostId| {
            let read = || {
                let key = self.archive.post(*id).map(PostRef::key);
                let folded = key.map(|key| fold(self.bodies.text(&key).as_str()));
                CodedText::new(&folded.unwrap_or_default()).as_coded().len()
            };
            (Reverse(self.lookup.length(*id).unwrap_or_else(read)), *id)
        };
        let mut lengths = parallel::map_by(posts, AT_A_TIME, length, |_| !cancelled());
        if lengths.len() < posts.len() {
            return None;
        }
        lengths.sort_by_key(|(length, _)| *length);
        Some(lengths.into_iter().map(|(_, id)| id).collect())
    }
}
