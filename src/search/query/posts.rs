//! Queries asked of an archive's posts.
//!
//! Categories, tags and authors are looked at once a name, not once a post. Bodies, marks and an
//! index, if there is one, are the caller's.

use crate::archive::date::PostDate;
use crate::archive::post::Status;
use crate::archive::{Archive, NameId, PostRef};
use crate::clean::CleanStr;
use crate::search::query::field::{Mark, Question};
use crate::search::query::matcher::{Matcher, Subject};

/// An archive of which a query is asked.
#[derive(Debug)]
pub struct Posts<'a> {
    matcher: &'a Matcher,
    /// For each question about categories, tags or authors, which names make the answer yes.
    names: Vec<Vec<bool>>,
}

/// What is known of a post besides its metadata.
pub trait Known {
    /// Whether the post has a mark.
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool;

    /// The answer to the question with a number about a title or a body; `None` if it is not known.
    /// Titles are then looked at as they are, without pinyin.
    fn answer(&self, post: PostRef<'_>, number: usize, question: &Question) -> Option<bool>;
}

/// Nothing is known but the metadata.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnlyMetadata;

impl Known for OnlyMetadata {
    fn is_marked(&self, _post: PostRef<'_>, _mark: Mark) -> bool {
        false
    }

    fn answer(&self, _post: PostRef<'_>, _number: usize, _question: &Question) -> Option<bool> {
        None
    }
}

impl<'a> Posts<'a> {
    /// Looks at the archive's names.
    pub fn new(archive: &'a Archive, matcher: &'a Matcher) -> Self {
        let which = |question: &Question, names: &mut dyn Iterator<Item = CleanStr<'_>>| {
            names.map(|name| question.holds_of(&(matcher.fold())(name.as_str()))).collect()
        };
        let of = |question: &Question| -> Vec<bool> {
            match question {
                Question::Category(_) => {
                    which(question, &mut archive.categories().map(|(_, name)| name))
                }
                Question::Tag(_) => which(question, &mut archive.tags().map(|(_, name)| name)),
                Question::Author(_) => {
                    which(question, &mut archive.authors().map(|(_, name)| name))
                }
                _ => Vec::new(),
            }
        };
        Self { matcher, names: matcher.questions().iter().map(of).collect() }
    }

    /// Whether a post is one that is asked for; `None` if that depends on what is not known.
    pub fn matches(&self, post: PostRef<'_>, known: &impl Known) -> Option<bool> {
        self.matcher.matches(&Asked { posts: self, post, known })
    }

    /// How many of the texts that are looked for are in a post's title.
    pub fn title_hits(&self, post: PostRef<'_>, known: &impl Known) -> usize {
        self.matcher.title_hits(&Asked { posts: self, post, known })
    }
}

struct Asked<'a, K> {
    posts: &'a Posts<'a>,
    post: PostRef<'a>,
    known: &'a K,
}

impl<K: Known> Subject for Asked<'_, K> {
    fn date(&self) -> Option<PostDate> {
        self.post.date()
    }

    fn status(&self) -> Status {
        self.post.status()
    }

    fn has_problems(&self) -> bool {
        !self.post.problems().is_empty()
    }

    fn is_marked(&self, mark: Mark) -> bool {
        self.known.is_marked(self.post, mark)
    }

    fn answer(&self, number: usize, question: &Question) -> Option<bool> {
        let fold = self.posts.matcher.fold();
        let has = |ids: &[NameId]| {
            let names = self.posts.names.get(number)?;
            Some(ids.iter().any(|id| names.get(id.0 as usize).is_some_and(|&is_it| is_it)))
        };
        match question {
            Question::Category(_) => has(self.post.category_ids()),
            Question::Tag(_) => has(self.post.tag_ids()),
            Question::Author(_) => has(self.post.author_ids()),
            Question::Path(_) => {
                let path = String::from_utf8_lossy(self.post.key_bytes());
                Some(question.holds_of(&fold(&path)))
            }
            Question::Title(_) => Some(
                self.known
                    .answer(self.post, number, question)
                    .unwrap_or_else(|| question.holds_of(&fold(self.post.title().as_str()))),
            ),
            Question::Pattern(_) => Some(question.holds_of(self.post.title().as_str())),
            Question::Body(_) | Question::Links | Question::Images => {
                self.known.answer(self.post, number, question)
            }
        }
    }
}
