//! Posts whose text is the same or nearly the same as that of an older one.
//!
//! A store keeps a sketch of each text: the minimum hashes of its runs (shingles) of five
//! characters (one permutation hashing, a form of `MinHash`). If the sketches of two posts share a
//! band, their texts are compared. A post is a duplicate if it shares most runs with the oldest
//! post of a story.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::archive::post::PostId;
use crate::archive::row::{SKETCH, Sketch};
use crate::archive::{Archive, PostRef};
use crate::parallel;
use crate::script::is_bmp_ideograph;
use crate::search::fold::fold;
use crate::search::fulltext::lookup::Lookup;
use crate::search::fulltext::text::Bodies;

/// Number of characters in a run.
const RUN: usize = 5;
/// Base of the rolling hash of a run.
const BASE: u64 = 0x0000_0100_0000_01b3;
/// [`BASE`] to the power of [`RUN`].
const BASE_OF_RUN: u64 = BASE.wrapping_pow(RUN as u32);
/// A text of fewer runs is too short to compare.
const FEWEST: usize = 50;
/// The numbers of a sketch in a band; two posts are compared if they agree in a whole band.
const BAND: usize = 4;
/// Texts are compared only if their sketches share at least this many numbers.
const SHARED: usize = 10;
/// Limit of stories per band that a post is compared with.
const MOST_COMPARED: usize = 4;
/// Number of posts between checks for cancellation.
const AT_A_TIME: usize = 1024;
/// The least percentage of their runs that two texts of a story share.
const ALIKE: usize = 85;
/// Two texts that differ in figures in at least this many places are editions of a regular report.
const FIGURES: usize = 5;

/// The stories that several posts tell.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// The posts of each story, the oldest first.
    stories: Vec<Vec<PostId>>,
    repeats: FixedBitSet,
    /// Story numbers by post.
    numbers: HashMap<PostId, u32>,
}

impl Duplicates {
    /// Creates the result from stories, each with its oldest post first. Drops stories of a single
    /// post.
    pub fn new(mut stories: Vec<Vec<PostId>>) -> Self {
        stories.retain(|posts| posts.len() > 1);
        let (mut repeats, mut numbers) = (FixedBitSet::new(), HashMap::new());
        for (number, posts) in (0..).zip(&stories) {
            numbers.extend(posts.iter().map(|&post| (post, number)));
            for post in posts.iter().skip(1) {
                repeats.grow_and_insert(post.0 as usize);
            }
        }
        Self { stories, repeats, numbers }
    }

    /// Returns the number of a post's story; `None` if no other post tells it.
    pub fn number_of(&self, post: PostId) -> Option<u32> {
        self.numbers.get(&post).copied()
    }

    /// Returns all posts of a post's story, oldest first; empty if no other post tells it.
    pub fn story_of(&self, post: PostId) -> &[PostId] {
        let story = self.number_of(post).and_then(|number| self.stories.get(number as usize));
        story.map_or(&[], Vec::as_slice)
    }

    /// The stories of several posts, each with its oldest post first; those with the oldest posts
    /// first.
    pub fn stories(&self) -> &[Vec<PostId>] {
        &self.stories
    }

    /// The posts that repeat an older one, by id.
    pub fn repeats(&self) -> &FixedBitSet {
        &self.repeats
    }
}

impl Lookup {
    /// Returns the posts that repeat an older one, without hidden posts. Computed once. Returns
    /// `None` if `cancelled` before it is complete.
    pub fn duplicates(
        &self,
        archive: &Archive,
        bodies: Bodies<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<&Arc<Duplicates>> {
        if self.duplicates.get().is_none() {
            let found = self.find_duplicates(archive, bodies, cancelled)?;
            return Some(self.duplicates.get_or_init(|| Arc::new(found)));
        }
        self.duplicates.get()
    }

    fn find_duplicates(
        &self,
        archive: &Archive,
        bodies: Bodies<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Duplicates> {
        let sketches = self.all_sketches(archive, bodies, cancelled)?;
        let sketch_of = |post: PostId| sketches.get(post.0 as usize).and_then(Option::as_ref);
        let shared = shared_bands(sketches.iter().flatten());
        // The stories whose oldest post has the band, by band.
        let mut bands: HashMap<u64, Vec<u32>> = HashMap::new();
        let mut stories: Vec<Vec<PostId>> = Vec::new();
        for (at, post) in archive.newest_first().iter().rev().enumerate() {
            let Some(sketch) = sketch_of(*post) else { continue };
            if at.is_multiple_of(AT_A_TIME) && cancelled() {
                return None;
            }
            let own: Vec<u64> = bands_of(sketch).filter(|band| shared.contains(band)).collect();
            if own.is_empty() {
                continue;
            }
            let others = own.iter().filter_map(|band| bands.get(band));
            let mut others: Vec<u32> =
                others.flat_map(|stories| stories.iter().take(MOST_COMPARED)).copied().collect();
            others.sort_unstable();
            others.dedup();
            let story = others.into_iter().find(|&story| {
                let oldest = stories.get(story as usize).and_then(|posts| posts.first());
                oldest.is_some_and(|&oldest| {
                    let is_near = sketch_of(oldest).is_some_and(|own| are_near(own, sketch));
                    is_near && self.tell_the_same(archive, [oldest, *post], bodies)
                })
            });
            if let Some(posts) = story.and_then(|story| stories.get_mut(story as usize)) {
                posts.push(*post);
                continue;
            }
            for band in own {
                bands.entry(band).or_default().push(stories.len() as u32);
            }
            stories.push(vec![*post]);
        }
        Some(Duplicates::new(stories))
    }

    /// Returns the sketches of all posts except hidden ones, by post id; `None` if `cancelled`.
    fn all_sketches(
        &self,
        archive: &Archive,
        bodies: Bodies<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Option<Sketch>>> {
        let mut sketches = vec![None; archive.ids_end()];
        self.for_each_sketch(&mut |post, sketch| {
            let is_hidden = archive.post(post).is_none_or(|post| post.status().is_hidden());
            if let Some(own) = sketches.get_mut(post.0 as usize).filter(|_| !is_hidden) {
                *own = Some(sketch);
            }
            !(post.0 as usize).is_multiple_of(AT_A_TIME) || !cancelled()
        });
        let posts = archive.newest_first().iter().filter_map(|&id| archive.post(id));
        let unknown = posts.filter(|post| !post.status().is_hidden() && !self.knows(post.id()));
        let unknown: Vec<PostRef<'_>> = unknown.collect();
        let read = |post: &PostRef<'_>| (post.id(), sketch_of(&read_folded(*post, bodies)));
        for (post, sketch) in parallel::map_by(&unknown, 8, read, |_| !cancelled()) {
            if let Some(own) = sketches.get_mut(post.0 as usize) {
                *own = sketch;
            }
        }
        (!cancelled()).then_some(sketches)
    }

    /// Returns whether the texts of two posts share most of their runs.
    fn tell_the_same(&self, archive: &Archive, posts: [PostId; 2], bodies: Bodies<'_>) -> bool {
        let read = |id| archive.post(id).map(|post| read_folded(post, bodies)).unwrap_or_default();
        let [one, other] = posts.map(|id| self.folded(id).unwrap_or_else(|| read(id)));
        are_alike(&one, &other)
    }
}

/// Returns a hash of each band of a sketch. A rare collision only costs a needless comparison of
/// texts.
fn bands_of(sketch: &Sketch) -> impl Iterator<Item = u64> {
    let bands = (0..).zip(sketch.chunks_exact(BAND));
    bands.map(|(at, own)| own.iter().fold(at, |hash, &number| mixed(hash ^ u64::from(number))))
}

/// Returns the bands that occur in several posts. They are few, and bands that occur once need no
/// entry.
fn shared_bands<'a>(sketches: impl Iterator<Item = &'a Sketch>) -> HashSet<u64> {
    let mut all: Vec<u64> = sketches.flat_map(bands_of).collect();
    all.sort_unstable();
    let shared = all.windows(2).filter(|pair| pair.first() == pair.last());
    shared.filter_map(|pair| pair.first().copied()).collect()
}

/// The folded text of a post, from its file.
fn read_folded(post: PostRef<'_>, bodies: Bodies<'_>) -> String {
    fold(bodies.text(&post.key()).as_str())
}

/// Whether two sketches have enough in common.
fn are_near(one: &Sketch, other: &Sketch) -> bool {
    one.iter().zip(other).filter(|(one, other)| one == other).count() >= SHARED
}

/// Whether two folded texts share most runs and are not two editions of a regular report.
fn are_alike(one: &str, other: &str) -> bool {
    let [own, others] = [one, other].map(|text| {
        let mut hashes: Vec<u64> = Vec::new();
        for_each_run(text, &mut |hash, _| hashes.push(hash));
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    });
    let shared = own.iter().filter(|hash| others.binary_search(hash).is_ok()).count();
    let share_most = shared * 100 >= (own.len() + others.len() - shared) * ALIKE && shared > 0;
    share_most && !are_editions(differences(one, &others), differences(other, &own))
}

/// The places where a text has runs that another one lacks.
#[derive(Clone, Copy, Default)]
struct Differences {
    places: usize,
    /// Those with digits.
    in_figures: usize,
}

/// Compares a text with the sorted hashes of another one's runs.
fn differences(text: &str, others: &[u64]) -> Differences {
    let mut found = Differences::default();
    let (mut is_within, mut has_figures) = (false, false);
    for_each_run(text, &mut |hash, run| {
        let differs = others.binary_search(&hash).is_err();
        if differs && !is_within {
            found.places += 1;
            has_figures = false;
        }
        if differs && !has_figures && run.iter().any(|c| (0x30..0x3a).contains(c)) {
            found.in_figures += 1;
            has_figures = true;
        }
        is_within = differs;
    });
    found
}

/// Whether texts that share most runs report different figures: those of another month, for
/// example. A copy on another site differs in few figures, such as the dates around it.
fn are_editions(one: Differences, other: Differences) -> bool {
    one.in_figures.min(other.in_figures) >= FIGURES
        && (one.in_figures + other.in_figures) * 2 >= one.places + other.places
}

/// Returns the sketch of a folded text; `None` if the text is too short. Takes time linear in its
/// length.
pub fn sketch_of(text: &str) -> Option<Sketch> {
    let mut least = [u64::MAX; SKETCH];
    let mut runs = 0;
    for_each_run(text, &mut |hash, _| {
        runs += 1;
        if let Some(least) = least.get_mut((hash >> 32) as usize % SKETCH) {
            *least = hash.min(*least);
        }
    });
    // The low half of the minimum is as random as that of any hash.
    (runs >= FEWEST).then(|| least.map(|hash| hash as u16))
}

/// Passes each run of characters in a text to `each`, with its hash. Skips punctuation and blanks.
fn for_each_run(text: &str, each: &mut dyn FnMut(u64, &[u64; RUN])) {
    // Looking up Han characters, the most frequent ones, in Unicode's tables would take longer than
    // everything else.
    let is_counted = |c: &char| is_bmp_ideograph(*c) || c.is_alphanumeric();
    // Rolling hash with a prime base: each character adds a digit and drops the oldest one.
    let (mut last, mut number) = ([0_u64; RUN], 0_u64);
    for (at, c) in text.chars().filter(is_counted).enumerate() {
        let [oldest, second, third, fourth, fifth] = last;
        last = [second, third, fourth, fifth, u64::from(c)];
        number = number.wrapping_mul(BASE).wrapping_add(u64::from(c));
        number = number.wrapping_sub(oldest.wrapping_mul(BASE_OF_RUN));
        if at + 1 >= RUN {
            each(mixed(number), &last);
        }
    }
}

/// Spreads the bits of a number (`splitmix64`).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of characters that differ from text to text.
    fn text(seed: u64, len: u64) -> String {
        let han = |at: u64| char::from_u32(0x4e00 + (mixed(seed << 20 | at) % 3000) as u32);
        (0..len).filter_map(han).collect()
    }

    fn edited(text: &str, every: usize) -> String {
        text.chars().enumerate().map(|(at, c)| if at % every == 1 { '改' } else { c }).collect()
    }

    #[test]
    fn texts_are_alike_by_the_runs_they_share() {
        let own = text(1, 600);
        let spaced: String = own.chars().flat_map(|c| [c, ' ', '，']).collect();
        for (other, alike) in [
            (own.clone(), true),
            (spaced, true),
            (format!("{own}（完）"), true),
            (edited(&own, 200), true),
            (edited(&own, 20), false),
            (text(2, 600), false),
            (format!("{own}{}", text(3, 300)), false),
            (String::new(), false),
        ] {
            assert_eq!(are_alike(&own, &other), alike, "{}", other.chars().count());
        }
    }

    #[test]
    fn a_report_of_other_figures_is_another_one() {
        // A paragraph of text before each of the figures.
        let report = |figures: [u32; 6]| -> String {
            let pieces = (0..).zip(figures).map(|(at, figure)| [text(at, 400), figure.to_string()]);
            pieces.flatten().collect()
        };
        let own = report([312, 45, 1760, 98, 233, 510]);
        let next = report([327, 46, 1810, 91, 240, 555]);
        let corrected = report([312, 45, 1760, 98, 233, 501]);
        for (other, alike) in [
            (next.clone(), false),
            (corrected, true),
            (format!("2024年5月3日{own}"), true),
            // As many words differ: a text that was revised.
            (edited(&next, 200), true),
        ] {
            assert_eq!(are_alike(&own, &other), alike, "{}", &other);
            assert_eq!(are_alike(&other, &own), alike, "{}", &other);
        }
    }

    #[test]
    fn a_run_is_the_same_wherever_it_stands() {
        let runs = |text: &str| {
            let mut runs = Vec::new();
            for_each_run(text, &mut |run, _| runs.push(run));
            runs
        };
        let (own, before) = (text(1, 30), text(2, 17));
        let after = runs(&format!("{before}{own}"));
        assert!(after.ends_with(&runs(&own)));
        assert_eq!((runs(&own).len(), runs("甲乙丙丁").len()), (26, 0));
        // The order of characters matters.
        assert_ne!(runs("甲乙丙丁戊"), runs("戊丁丙乙甲"));
    }

    #[test]
    fn sketches_of_texts_that_are_alike_share_a_band() {
        let share = |one: &Sketch, other: &Sketch| {
            one.chunks(BAND).zip(other.chunks(BAND)).any(|(one, other)| one == other)
        };
        let (mut found, mut wrong) = (0, 0);
        for seed in 0..200 {
            let own = text(seed, 400);
            let sketch = sketch_of(&own).unwrap();
            let other = sketch_of(&edited(&own, 190)).unwrap();
            found += usize::from(share(&sketch, &other) && are_near(&sketch, &other));
            let strange = sketch_of(&text(seed + 1000, 400)).unwrap();
            wrong += usize::from(share(&sketch, &strange));
        }
        assert!(found >= 190 && wrong == 0, "{found} {wrong}");
        assert_eq!(sketch_of(&text(1, 53)), None);
        assert!(sketch_of(&text(1, 54)).is_some());
    }
}
