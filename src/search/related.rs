//! Related posts: about the same topic, or from the same day in other years.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::archive::post::{PostId, PostKey};
use crate::archive::{Archive, NameId, PostRef};
use crate::parallel;
use crate::search::fold::fold;
use crate::search::fulltext::lookup::Lookup;
use crate::search::fulltext::similar_of;
use crate::search::fulltext::text::Bodies;

/// The score of sharing all rare words, relative to one rare tag.
const TEXT: f64 = 2.0;

/// The largest archive without a store whose texts are all read.
const MOST_READ: usize = 1000;
/// The least score of a similar post, relative to the best.
const LEAST: f64 = 0.15;
/// The most similar posts returned.
const MOST: usize = 50;

/// How posts are related.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Similar to a post; by its path, since its id changes when the archive is read again.
    Alike(PostKey),
    /// From this day in other years.
    SameDay(Date),
    /// With the same or nearly the same text as a post; includes the post itself.
    SameStory(PostKey),
}

impl Relation {
    /// Returns whether the posts are sorted best first. Posts of a day and versions of a story have
    /// no ranking, so they are newest first.
    pub fn is_ranked(&self) -> bool {
        matches!(self, Self::Alike(_))
    }
}

/// Returns the posts in a relation, without hidden posts. The result is incomplete if `cancelled`.
pub fn related(
    archive: &Archive,
    lookup: &Lookup,
    bodies: Bodies<'_>,
    relation: &Relation,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Vec<PostId> {
    match relation {
        Relation::SameDay(day) => on_this_day(archive, *day),
        Relation::SameStory(key) => {
            let Some(id) = archive.find(key.as_bytes()) else { return Vec::new() };
            let found = lookup.duplicates(archive, bodies, cancelled);
            let story = found.map(|found| found.story_of(id)).unwrap_or_default();
            story.iter().rev().copied().collect()
        }
        Relation::Alike(key) => {
            let Some(id) = archive.find(key.as_bytes()) else { return Vec::new() };
            let read = || fold(bodies.text(key).as_str());
            let text = lookup.folded(id).unwrap_or_else(read);
            let similar = if lookup.known() > 0 {
                lookup.similar(&text, cancelled)
            } else if archive.len() <= MOST_READ {
                similar_of(&text, &texts(archive, bodies, cancelled))
            } else {
                Vec::new()
            };
            more_like(archive, id, &similar, MOST)
        }
    }
}

/// The folded texts of all posts; of some if `cancelled`.
fn texts(
    archive: &Archive,
    bodies: Bodies<'_>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Vec<(PostId, String)> {
    let text = |&id: &PostId| Some((id, fold(bodies.text(&archive.post(id)?.key()).as_str())));
    let goes_on = |_| !cancelled();
    parallel::map_by(archive.newest_first(), 8, text, goes_on).into_iter().flatten().collect()
}

/// The posts of this day and month in other years, newest first, without hidden ones.
pub fn on_this_day(archive: &Archive, today: Date) -> Vec<PostId> {
    let is_of_day = |post: &PostRef<'_>| {
        post.date().map(|date| date.civil().date()).is_some_and(|date| {
            (date.month(), date.day()) == (today.month(), today.day())
                && date.year() != today.year()
        })
    };
    let posts = archive.newest_first().iter().filter_map(|&id| archive.post(id));
    posts.filter(|post| !post.status().is_hidden()).filter(is_of_day).map(PostRef::id).collect()
}

/// The posts most similar to one, best first, without hidden ones. Shared tags count more the rarer
/// they are; `similar` adds posts with similar texts, by a share from 0 to 1.
pub fn more_like(
    archive: &Archive,
    id: PostId,
    similar: &[(PostId, f64)],
    most: usize,
) -> Vec<PostId> {
    let Some(post) = archive.post(id) else { return Vec::new() };
    let mut scores: HashMap<PostId, f64> = HashMap::new();
    let listed = || {
        let all = archive.newest_first().iter().filter_map(|&id| archive.post(id));
        all.filter(|other| other.id() != id && !other.status().is_hidden())
    };
    let mut counts: HashMap<NameId, usize> = post.tag_ids().iter().map(|&tag| (tag, 0)).collect();
    for other in listed() {
        for tag in other.tag_ids() {
            if let Some(count) = counts.get_mut(tag) {
                *count += 1;
            }
        }
    }
    let all = listed().count() as f64;
    // A tag of half of the posts or more carries no information.
    counts.retain(|_, count| *count as f64 * 2.0 < all);
    for other in listed() {
        let shared = other.tag_ids().iter().filter_map(|tag| counts.get(tag));
        let score: f64 = shared.map(|&count| (all / count as f64).ln() / all.ln().max(1.0)).sum();
        if score > 0.0 {
            scores.insert(other.id(), score);
        }
    }
    for &(other, share) in similar {
        let is_listed = archive.post(other).is_some_and(|post| !post.status().is_hidden());
        if other != id && is_listed {
            *scores.entry(other).or_default() += TEXT * share;
        }
    }
    let mut found: Vec<(PostId, f64)> = scores.into_iter().collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| archive.compare(a.0, b.0)));
    // Nearly all posts share something.
    let least = found.first().map_or(0.0, |(_, best)| best * LEAST);
    found.retain(|(_, score)| *score >= least);
    found.truncate(most);
    found.into_iter().map(|(id, _)| id).collect()
}
