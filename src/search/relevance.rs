//! Relevance: the best hits of a query first. BM25 over title and text, where the rarity of a word
//! comes from the filters of the store, else from the number of titles that have it.

use std::cmp::Reverse;

use fixedbitset::FixedBitSet;

use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::parallel;
use crate::search::find::Finder;
use crate::search::fold::fold;
use crate::search::fulltext::lookup::StoredText;
use crate::search::query::field::Question;
use crate::search::query::matcher::Matcher;
use crate::store::code::{Coded, CodedText, Needle};

/// How fast further occurrences of a word stop counting: BM25's k1.
const SATURATION: f64 = 1.2;
/// How much the length of a text counts: BM25's b.
const LENGTH: f64 = 0.5;
/// How many occurrences in a text one in a title is worth.
const TITLE: f64 = 10.0;
/// Scores are rounded to this many steps of the best score. Within a step, newer posts come first.
const STEPS: f64 = 20.0;
/// Assumed length of a coded text in bytes if the store has no texts.
const USUAL: usize = 2000;
/// Posts that a thread reads at a time.
const AT_A_TIME: usize = 4;

/// A word of a query.
#[derive(Debug)]
struct Word<'a> {
    text: &'a str,
    needle: Needle,
    /// The posts in whose titles it is, by pinyin too.
    titles: FixedBitSet,
    /// Whether occurrences in texts count.
    is_of_texts: bool,
    /// The posts in whose texts it may be, of those in the store; `None` for all.
    texts: Option<FixedBitSet>,
    rarity: f64,
}

impl<'a> Word<'a> {
    /// The words that a query looks for in titles and texts.
    fn all(matcher: &'a Matcher, find: &Finder<'_>) -> Vec<Self> {
        let mut words: Vec<Self> = Vec::new();
        for question in matcher.sought() {
            let text = match question {
                Question::Title(text) => text.text.as_str(),
                Question::Body(text) => text.as_str(),
                _ => continue,
            };
            let known = words.iter().position(|word| word.text == text);
            let at = known.unwrap_or_else(|| {
                let (needle, titles) = (Needle::new(text), FixedBitSet::new());
                let (is_of_texts, texts, rarity) = (false, None, 0.0);
                words.push(Self { text, needle, titles, is_of_texts, texts, rarity });
                words.len() - 1
            });
            let Some(word) = words.get_mut(at) else { continue };
            if let Question::Title(text) = question {
                word.titles = find.titles.find(text);
            } else {
                (word.is_of_texts, word.texts) = (true, find.lookup.candidates(text));
            }
        }
        let all = find.archive.len() as f64;
        for word in &mut words {
            let with = word.texts.as_ref().map_or(0, |texts| texts.count_ones(..));
            let with = with.max(word.titles.count_ones(..)) as f64;
            word.rarity = (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln();
        }
        words
    }

    /// Whether a post's text has to be read to know how often it has the word.
    fn may_be_in_text(&self, find: &Finder<'_>, id: PostId) -> bool {
        let may_be = |texts: &FixedBitSet| texts.contains(id.0 as usize);
        self.is_of_texts && (self.texts.as_ref().is_none_or(may_be) || !find.lookup.knows(id))
    }
}

impl Finder<'_> {
    /// Sorts the hits of a query, which are newest first, by relevance. Leaves them as they were
    /// if it is `cancelled`, or if the query has no words.
    pub fn by_relevance(
        &self,
        matcher: &Matcher,
        hits: Vec<PostId>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Vec<PostId> {
        let words = Word::all(matcher, self);
        if words.is_empty() {
            return hits;
        }
        let mean = self.lookup.mean_length().unwrap_or(USUAL).max(1) as f64;
        let score = |id: PostId, text: Coded<'_>| self.score(&words, id, text, mean);
        let is_read = |id: &PostId| words.iter().any(|word| word.may_be_in_text(self, *id));
        let read: Vec<PostId> = hits.iter().copied().filter(is_read).collect();
        let of_read = |at: usize, text: StoredText<'_>| {
            read.get(at).map_or(0.0, |id| score(*id, text.folded))
        };
        let of_store = self.lookup.map(&read, false, &of_read, cancelled);
        let of_file = |(id, score_in_store): &(PostId, Option<f64>)| {
            score_in_store.unwrap_or_else(|| {
                let key = self.archive.post(*id).map(PostRef::key);
                let text = key.map(|key| fold(self.bodies.text(&key).as_str()));
                score(*id, CodedText::new(&text.unwrap_or_default()).as_coded())
            })
        };
        let open: Vec<(PostId, Option<f64>)> = read.iter().copied().zip(of_store).collect();
        let scores = parallel::map_by(&open, AT_A_TIME, of_file, |_| !cancelled());
        if cancelled() {
            return hits;
        }
        let mut scores = read.iter().zip(scores).peekable();
        let mut best_first: Vec<(f64, PostId)> = hits
            .into_iter()
            .map(|id| match scores.next_if(|(own, _)| **own == id) {
                Some((_, score)) => (score, id),
                None => (score(id, Coded::default()), id),
            })
            .collect();
        let best = best_first.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        let step = |score: f64| (score / best * STEPS).round() as u32;
        best_first.sort_by_key(|(score, _)| Reverse(step(*score)));
        best_first.into_iter().map(|(_, id)| id).collect()
    }

    /// How relevant a post with a folded text is.
    fn score(&self, words: &[Word<'_>], id: PostId, text: Coded<'_>, mean: f64) -> f64 {
        let length = 1.0 - LENGTH + LENGTH * text.len() as f64 / mean;
        let title = self.titles.folded(id);
        let count = |word: &Word<'_>| {
            let is_in_title = usize::from(word.titles.contains(id.0 as usize));
            let in_title = match is_in_title {
                0 => 0,
                // A match by pinyin is not literally in the title.
                _ => title.matches(word.text).count().max(1),
            };
            let in_text = if word.is_of_texts { text.count(&word.needle) } else { 0 };
            let counts = in_title as f64 * TITLE + in_text as f64 / length;
            word.rarity * counts / (SATURATION + counts)
        };
        words.iter().filter(|word| !word.text.is_empty()).map(count).sum()
    }
}
