//! Runs a query over an archive and streams the hits, newest first or sorted.
//!
//! Titles are in memory, and the store knows which bodies may contain a text; the query's
//! [`Matcher`] combines them. Undecided posts are searched in the store's texts. Posts that are not
//! in the store are read from their files: without a store the hits are the same, only slower.
//! Posts are processed in growing windows, so that the first screenful comes early. The caller
//! stops the search or lets it run to count all hits.

use std::cell::Cell;
use std::time::Duration;

use fixedbitset::FixedBitSet;

use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::clean::CleanText;
use crate::parallel;
use crate::search::body::{Body, BodyQuestion, Original, posts_meeting};
use crate::search::fold::fold;
use crate::search::fulltext::lookup::{Lookup, StoredText};
use crate::search::fulltext::text::Bodies;
use crate::search::marks::Marks;
use crate::search::query::field::{Mark, Question, Sort, SortKey};
use crate::search::query::matcher::Matcher;
use crate::search::query::posts::{Answers, Posts};
use crate::search::snippet::Snippet;
use crate::search::sought::Sought;
use crate::search::titles::Titles;
use crate::store::code::CodedText;

/// Posts in the first window; the next ones grow by half, up to [`LARGEST`].
const FIRST: usize = 64;
/// Posts in the largest window.
const LARGEST: usize = 4096;
/// Posts read before hits are reported; doubles while hits are rare.
const READ: usize = 32;
/// The most posts read before hits are reported.
const MOST_READ: usize = 256;
/// The longest time to look for a `/regex/` in texts: a filter may rule out nothing.
pub const PATTERN_LIMIT: Duration = Duration::from_secs(60);

/// The data a search runs on.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'a> {
    /// The posts.
    pub archive: &'a Archive,
    /// Their titles, up to date with `archive`.
    pub titles: &'a Titles,
    /// Their bodies in the store.
    pub lookup: &'a Lookup,
    /// Reads the bodies that are not in it.
    pub bodies: Bodies<'a>,
    /// Their marks.
    pub marks: &'a Marks,
}

/// The query and the sort order of a search.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The query, resolved with [`fold`].
    pub matcher: &'a Matcher,
    /// The sort order; newest first if `None`.
    pub sort: Option<Sort>,
}

/// Watches a search.
pub struct Watch<'a> {
    /// Whether to stop.
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Told how many of all candidates were looked at so far.
    pub looked: &'a dyn Fn(usize, usize),
}

/// The result of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The number of hits reported.
    pub hits: usize,
    /// Whether these are all hits.
    pub all: bool,
}

/// The answer to a question before anything is read.
enum Answer {
    Titles(FixedBitSet),
    /// Of the posts of the store, those that may be hits.
    Bodies(Option<FixedBitSet>),
    /// The store knows what bodies have.
    Parts,
    /// The posts that repeat an older one.
    Repeats(FixedBitSet),
    /// [`Posts`] answers it from the metadata, or the body must be read.
    Names,
}

impl Finder<'_> {
    /// Passes the hits in order to `sink`, until `sink` returns `false` or `cancelled` returns
    /// `true`. Hits by relevance arrive all at once, because any of them may be the best. Texts of
    /// hits are not kept: call [`Finder::snippet`] for the hits on screen.
    pub fn run(
        &self,
        request: Request<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
        sink: &mut dyn FnMut(&[PostId]) -> bool,
    ) -> Summary {
        self.run_watched(request, &Watch { cancelled, looked: &|_, _| {} }, sink)
    }

    /// Like [`Finder::run`], and reports progress.
    pub fn run_watched(
        &self,
        request: Request<'_>,
        watch: &Watch<'_>,
        sink: &mut dyn FnMut(&[PostId]) -> bool,
    ) -> Summary {
        let Some(sort) = request.sort.filter(|sort| sort.key == SortKey::Relevance) else {
            return self.stream(request, watch, sink);
        };
        let mut hits = Vec::new();
        let mut summary = self.stream(request, watch, &mut |some| {
            hits.extend_from_slice(some);
            true
        });
        let mut ranked = self.by_relevance(request.matcher, hits, watch.cancelled);
        if sort.reversed {
            ranked.reverse();
        }
        // A search that was cut short still has found these.
        let is_whole = ranked.is_empty() || sink(&ranked);
        summary.all &= is_whole;
        summary
    }

    /// Passes hits to `sink` as they are found.
    fn stream(
        &self,
        request: Request<'_>,
        watch: &Watch<'_>,
        sink: &mut dyn FnMut(&[PostId]) -> bool,
    ) -> Summary {
        let cancelled = watch.cancelled;
        let posts = Posts::new(self.archive, request.matcher);
        let questions = request.matcher.questions().iter();
        let answers: Vec<Answer> =
            questions.map(|question| self.answer(question, cancelled)).collect();
        let bodies = request.matcher.questions().iter().map(BodyQuestion::of).collect();
        let search = Search { find: self, request, posts, answers, bodies };
        let candidates = request.matcher.candidates(&|number| search.candidates_for(number));
        let all = candidates.as_ref().map_or(self.archive.len(), |some| some.count_ones(..));
        let drawn = Cell::new(0);
        let ids = search.in_order(candidates.as_ref(), cancelled);
        let mut ids = ids.inspect(|_| drawn.set(drawn.get() + 1));
        let mut summary = Summary { hits: 0, all: false };
        let (mut size, mut read) = (FIRST, READ);
        while !cancelled() {
            let window = search.window(&mut ids, size);
            if window.is_empty() {
                summary.all = true;
                break;
            }
            // A doubled window would read twice as much as a screenful needs.
            size = (size * 3 / 2).min(LARGEST);
            let is_open = window.iter().any(|candidate| search.reads_file(candidate));
            let mut rest = window.as_slice();
            while !rest.is_empty() {
                let (some, others) =
                    rest.split_at(rest.len().min(if is_open { read } else { LARGEST }));
                rest = others;
                let hits = search.decide_all(some, cancelled);
                if cancelled() {
                    return summary;
                }
                (watch.looked)(drawn.get() - rest.len(), all);
                summary.hits += hits.len();
                // Where hits are rare, read more posts at a time.
                if is_open && hits.len() * 2 < some.len() {
                    read = (read * 2).min(MOST_READ);
                }
                if !hits.is_empty() && !sink(&hits) {
                    return summary;
                }
            }
        }
        summary
    }

    /// An excerpt of a hit, see [`snippet`].
    pub fn snippet(&self, id: PostId, matcher: &Matcher, most: usize) -> Snippet {
        let Some(post) = self.archive.post(id) else { return Snippet::default() };
        let text = || self.bodies.text(&post.key());
        snippet(self.lookup, (id, post.title().as_str()), matcher, most, text)
    }

    fn answer(&self, question: &Question, cancelled: &(dyn Fn() -> bool + Sync)) -> Answer {
        match question {
            Question::Title(text) => Answer::Titles(self.titles.find(text)),
            Question::Body(needle) => Answer::Bodies(self.lookup.candidates(needle)),
            Question::BodyNear(near) => {
                let [first, second] =
                    [&near.first, &near.second].map(|text| self.lookup.candidates(text));
                Answer::Bodies(first.zip(second).map(|(mut both, second)| {
                    both.intersect_with(&second);
                    both
                }))
            }
            Question::Duplicate => {
                let posts = self.lookup.duplicates(self.archive, self.bodies, cancelled);
                Answer::Repeats(posts.map(|posts| posts.repeats().clone()).unwrap_or_default())
            }
            Question::BodyPattern(pattern) => {
                let with = |text: &str| self.lookup.candidates(text);
                Answer::Bodies(posts_meeting(pattern.needs(), &with))
            }
            Question::Links | Question::Images => Answer::Parts,
            _ => Answer::Names,
        }
    }
}

/// Returns an excerpt of a hit with its matches, at most `most` characters long. `text` reads the
/// body if it is not in the store. Also looks in the text for the parts of the title that match by
/// pinyin, and omits a title at the start of the text.
pub fn snippet(
    lookup: &Lookup,
    (id, title): (PostId, &str),
    matcher: &Matcher,
    most: usize,
    text: impl FnOnce() -> CleanText,
) -> Snippet {
    let sought = Sought::of(matcher, title);
    let (snippet, text) = if let Some(stored) = lookup.snippet(id, &sought, most) {
        (stored, None)
    } else {
        let text = text();
        (Snippet::new(text.as_clean(), &sought, most), Some(text))
    };
    if !snippet.may_show(title) {
        return snippet;
    }
    let Some(text) = text.or_else(|| lookup.text(id)) else { return snippet };
    Snippet::below_title(text.as_clean(), title, &sought, most).unwrap_or(snippet)
}

/// Whether a query looks for a pattern in bodies, which may take long.
pub fn has_pattern(matcher: &Matcher) -> bool {
    let mut questions = matcher.questions().iter();
    questions.any(|question| matches!(question, Question::BodyPattern(_)))
}

/// A post that may be a hit, and whether it is one, if known.
type Candidate<'a> = (PostRef<'a>, Option<bool>);

struct Search<'a> {
    find: &'a Finder<'a>,
    request: Request<'a>,
    posts: Posts,
    answers: Vec<Answer>,
    /// By question: asks a body.
    bodies: Vec<Option<BodyQuestion>>,
}

impl<'a> Search<'a> {
    /// The candidates, or all posts, in sort order. By date they are found as they are needed, so that
    /// the first screenful of a frequent text does not wait for the others.
    fn in_order<'b>(
        &'b self,
        candidates: Option<&'b FixedBitSet>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Box<dyn Iterator<Item = PostId> + 'b> {
        let is_candidate =
            move |id: &&PostId| candidates.is_none_or(|some| some.contains(id.0 as usize));
        let ids = self.find.archive.newest_first().iter().filter(is_candidate).copied();
        let Some(sort) = self.request.sort else { return Box::new(ids) };
        let mut ids = self.find.sorted(sort.key, ids.collect(), cancelled).unwrap_or_default();
        if sort.reversed && sort.key != SortKey::Relevance {
            ids.reverse();
        }
        Box::new(ids.into_iter())
    }

    /// The posts for which the answer to a question may be yes; `None` means all.
    fn candidates_for(&self, number: usize) -> Option<FixedBitSet> {
        match self.answers.get(number)? {
            Answer::Titles(posts) | Answer::Repeats(posts) => Some(posts.clone()),
            Answer::Bodies(candidates) => {
                let mut posts = self.find.lookup.unknown(self.find.archive.ids_end());
                posts.union_with(candidates.as_ref()?);
                Some(posts)
            }
            Answer::Parts | Answer::Names => None,
        }
    }

    /// The next candidates that are not ruled out by metadata.
    fn window(&self, ids: &mut dyn Iterator<Item = PostId>, size: usize) -> Vec<Candidate<'a>> {
        ids.filter_map(|id| self.find.archive.post(id))
            .map(|post| (post, self.posts.matches(post, self)))
            .filter(|(_, is_hit)| *is_hit != Some(false))
            .take(size)
            .collect()
    }

    fn needs_document(&self) -> bool {
        self.bodies.iter().flatten().any(BodyQuestion::needs_document)
    }

    /// Whether a candidate's file has to be read.
    fn reads_file(&self, (post, is_hit): &Candidate<'_>) -> bool {
        is_hit.is_none() && !self.find.lookup.knows(post.id())
    }

    /// Reads a post, as much of it as the query needs; returns whether it is a hit.
    fn read_and_decide(&self, post: PostRef<'_>) -> bool {
        let (key, bodies) = (post.key(), self.find.bodies);
        let (text, parts) = if self.needs_document() {
            let whole = bodies.whole(&key);
            (whole.text, Some(whole.parts))
        } else {
            (bodies.text(&key), None)
        };
        let folded = CodedText::new(&fold(text.as_str()));
        let (folded, original) = (folded.as_coded(), Original::Text(text.as_str()));
        self.is_hit(post, Body { folded, original, parts }) == Some(true)
    }

    /// Whether a post with this body is a hit; `None` if the body does not say all that is asked.
    fn is_hit(&self, post: PostRef<'_>, body: Body<'_>) -> Option<bool> {
        self.posts.matches(post, &ReadPost { search: self, body })
    }

    /// The hits among some candidates; looks for undecided ones in the store, or reads them.
    fn decide_all(
        &self,
        some: &[Candidate<'a>],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Vec<PostId> {
        let mut decided: Vec<Candidate<'a>> = some.to_vec();
        let open = || some.iter().filter(|(_, is_hit)| is_hit.is_none()).map(|(post, _)| *post);
        let posts: Vec<PostRef<'_>> = open().collect();
        let ids: Vec<PostId> = open().map(PostRef::id).collect();
        let decide = |at: usize, StoredText { folded, beside }: StoredText<'_>| {
            let body = Body { folded, original: Original::Beside(beside), parts: None };
            posts.get(at).and_then(|&post| self.is_hit(post, body))
        };
        let with_beside = self.bodies.iter().flatten().any(BodyQuestion::needs_original);
        let answers = self.find.lookup.map(&ids, with_beside, &decide, cancelled);
        let rest = decided.iter_mut().filter(|(_, is_hit)| is_hit.is_none());
        for ((_, is_hit), answer) in rest.zip(answers) {
            *is_hit = answer.flatten();
        }
        if decided.iter().any(|(_, is_hit)| is_hit.is_none()) {
            let decide = |&(post, is_hit): &Candidate<'a>| {
                (post, Some(is_hit.unwrap_or_else(|| self.read_and_decide(post))))
            };
            decided = parallel::map_by(&decided, 2, decide, |_| !cancelled());
        }
        if cancelled() {
            return Vec::new();
        }
        let hits = decided.iter().filter(|(_, is_hit)| *is_hit == Some(true));
        hits.map(|(post, _)| post.id()).collect()
    }
}

impl Answers for Search<'_> {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.find.marks.has(post.id(), mark)
    }

    fn read_at(&self, post: PostRef<'_>) -> Option<u64> {
        self.find.marks.time_read(post.id())
    }

    fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool {
        self.find.marks.is_tagged(post.id(), tag)
    }

    fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool {
        self.find.marks.is_highlighted(post.id(), text)
    }

    fn answer(&self, post: PostRef<'_>, number: usize, question: &Question) -> Option<bool> {
        let id = post.id();
        match self.answers.get(number)? {
            Answer::Titles(posts) | Answer::Repeats(posts) => Some(posts.contains(id.0 as usize)),
            Answer::Bodies(candidates) => {
                let candidates = candidates.as_ref().filter(|_| self.find.lookup.knows(id))?;
                // The filters only rule out.
                if candidates.contains(id.0 as usize) { None } else { Some(false) }
            }
            Answer::Parts => {
                let parts = self.find.lookup.parts();
                let with = match question {
                    Question::Links => &parts.links,
                    _ => &parts.images,
                };
                parts.known.contains(id.0 as usize).then(|| with.contains(id.0 as usize))
            }
            Answer::Names => None,
        }
    }
}

/// Answers for a post that was read.
struct ReadPost<'a> {
    search: &'a Search<'a>,
    body: Body<'a>,
}

impl Answers for ReadPost<'_> {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.search.is_marked(post, mark)
    }

    fn read_at(&self, post: PostRef<'_>) -> Option<u64> {
        self.search.read_at(post)
    }

    fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool {
        self.search.has_own_tag(post, tag)
    }

    fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool {
        self.search.has_highlight(post, text)
    }

    fn answer(&self, post: PostRef<'_>, number: usize, question: &Question) -> Option<bool> {
        let asked = self.search.bodies.get(number).and_then(Option::as_ref);
        let answer = asked.and_then(|asked| asked.answer(self.body));
        answer.or_else(|| self.search.answer(post, number, question))
    }
}
