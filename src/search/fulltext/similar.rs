//! Posts with similar texts: those that share rare trigrams.

use std::collections::{HashMap, HashSet};

use crate::archive::post::PostId;
use crate::search::fulltext::lookup::{Lookup, StoredText};
use crate::store::Characters;
use crate::store::code::Needle;

/// Characters per trigram.
const LENGTH: usize = 3;
/// Limit of keywords per text.
const MOST_KEYWORDS: usize = 24;
/// The most trigrams whose rarity is estimated, the frequent ones of the text first.
const MOST_ESTIMATED: usize = 400;
/// The most trigrams that are looked for, those that seem rarest first.
const MOST_SOUGHT: usize = 48;
/// The segments that the estimate is made with: the newest.
const SAMPLE: usize = 4;
/// Up to this many posts, all texts are read.
const FEW: usize = 1000;

impl Lookup {
    /// Posts that share rare trigrams with a folded text, with their weighted share from 0 to 1, in
    /// no order. Incomplete if `cancelled`.
    pub fn similar(&self, text: &str, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<(PostId, f64)> {
        let own = trigram_counts(text);
        let ids: Vec<PostId> = self.known_ids().collect();
        let sought = if ids.len() <= FEW { None } else { Some(self.rarest(&own, cancelled)) };
        let mut posts: HashMap<&str, Vec<PostId>> = HashMap::new();
        match &sought {
            None => {
                let shared = |_, text: StoredText<'_>| Some(shared(&own, &text.folded.decode()?));
                let found = self.map(&ids, false, &shared, cancelled);
                for (&id, trigrams) in ids.iter().zip(found) {
                    for trigram in trigrams.flatten().unwrap_or_default() {
                        posts.entry(trigram).or_default().push(id);
                    }
                }
            }
            Some(sought) => {
                for trigram in sought.iter().take_while(|_| !cancelled()) {
                    let ids: Vec<PostId> = self
                        .candidates(trigram)
                        .map(|some| some.ones().map(|id| PostId(id as u32)).collect())
                        .unwrap_or_default();
                    let needle = Needle::new(trigram);
                    let has = |_, text: StoredText<'_>| text.folded.has(&needle);
                    let has = self.map(&ids, false, &has, cancelled);
                    let with = ids.iter().zip(has).filter(|(_, has)| *has == Some(true));
                    posts.insert(trigram, with.map(|(&id, _)| id).collect());
                }
            }
        }
        ranked(&own, &posts, ids.len())
    }

    /// The trigrams of a text that seem to be in the fewest blocks of the store.
    fn rarest(&self, own: &HashMap<String, usize>, cancelled: &dyn Fn() -> bool) -> Vec<String> {
        let mut often: Vec<(&String, usize)> = own.iter().map(|(t, &count)| (t, count)).collect();
        often.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        often.truncate(MOST_ESTIMATED);
        let sample = || self.store().segments().iter().take(SAMPLE);
        let all: usize = sample().map(crate::store::Segment::blocks).sum();
        let mut rare: Vec<(f64, &String)> = often
            .into_iter()
            .take_while(|_| !cancelled())
            .map(|(trigram, count)| {
                let characters = Characters::of(trigram);
                let with = sample().map(|segment| segment.blocks_with(&characters));
                let blocks: usize = with.map(|some| some.count_ones(..)).sum();
                let rarity = (all.max(1) as f64 / blocks.max(1) as f64).ln();
                (rarity * (count as f64).sqrt(), trigram)
            })
            .collect();
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        rare.into_iter().take(MOST_SOUGHT).map(|(_, trigram)| trigram.clone()).collect()
    }
}

/// [`Lookup::similar`] without a store, for posts with their folded texts.
pub fn similar_of(text: &str, others: &[(PostId, String)]) -> Vec<(PostId, f64)> {
    let own = trigram_counts(text);
    let mut posts: HashMap<&str, Vec<PostId>> = HashMap::new();
    for (id, other) in others {
        for trigram in shared(&own, other) {
            posts.entry(trigram).or_default().push(*id);
        }
    }
    ranked(&own, &posts, others.len())
}

/// Returns the trigrams that also occur in another text.
fn shared<'a>(own: &'a HashMap<String, usize>, text: &str) -> Vec<&'a str> {
    let theirs: HashSet<&str> = trigrams(text).collect();
    own.keys().map(String::as_str).filter(|trigram| theirs.contains(trigram)).collect()
}

/// The trigrams of a text, in order.
fn trigrams(text: &str) -> impl Iterator<Item = &str> {
    let starts = || text.char_indices().map(|(at, _)| at);
    let ends = starts().skip(LENGTH).chain([text.len()]);
    starts().zip(ends).filter_map(|(start, end)| text.get(start..end)).filter(|trigram| {
        // At the last two places fewer characters are left.
        trigram.chars().count() == LENGTH
    })
}

/// The frequency of each trigram of a folded text; without those that are not all alphanumeric.
fn trigram_counts(text: &str) -> HashMap<String, usize> {
    let mut own = HashMap::new();
    for trigram in trigrams(text).filter(|trigram| trigram.chars().all(char::is_alphanumeric)) {
        *own.entry(trigram.to_owned()).or_default() += 1;
    }
    own
}

/// Each post's share of the weight of the most significant trigrams: those that few posts have.
fn ranked(
    own: &HashMap<String, usize>,
    posts: &HashMap<&str, Vec<PostId>>,
    all: usize,
) -> Vec<(PostId, f64)> {
    let weigh = |trigram: &str, posts: &[PostId]| {
        let rare = (all.max(1) as f64 / posts.len().max(1) as f64).ln();
        let often = own.get(trigram).map_or(0.0, |&count| (count as f64).sqrt());
        (posts.len() >= 2 && rare > 1.0).then_some(rare * often)
    };
    let weighed =
        posts.iter().filter_map(|(trigram, posts)| Some((weigh(trigram, posts)?, *trigram)));
    let mut rare: Vec<(f64, &str)> = weighed.collect();
    rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    rare.truncate(MOST_KEYWORDS);
    let whole: f64 = rare.iter().map(|(weight, _)| weight).sum();
    let mut scores: HashMap<PostId, f64> = HashMap::new();
    for (weight, trigram) in rare {
        for &post in posts.get(trigram).into_iter().flatten() {
            *scores.entry(post).or_default() += weight / whole;
        }
    }
    scores.into_iter().collect()
}
