//! Tests an archive's posts against a query.
//!
//! Categories, tags and authors are compared once per name, not once per post. The caller supplies
//! marks and the answers about bodies.

use crate::archive::date::PostDate;
use crate::archive::post::Status;
use crate::archive::{Archive, NameId, PostRef};
use crate::clean::CleanStr;
use crate::search::query::field::{Mark, Question};
use crate::search::query::matcher::{Matcher, Names, Subject};

/// A query with the names of an archive resolved.
#[derive(Debug)]
pub struct Posts {
    matcher: Matcher,
}

/// Supplies what the metadata of a post does not hold.
pub trait Answers {
    /// Whether the post has a mark.
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool;

    /// When the post was marked as read, in milliseconds since 1970; `None` if it is unread.
    fn read_at(&self, post: PostRef<'_>) -> Option<u64>;

    /// Whether the user gave the post a tag, whose name is folded.
    fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool;

    /// Whether one of the user's highlights of the post, or the note on it, has a folded text.
    fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool;

    /// Answers a question about a title or a body; `None` if not known. The title itself then decides,
    /// without pinyin.
    fn answer(&self, post: PostRef<'_>, number: usize, question: &Question) -> Option<bool>;
}

/// No answers and no marks: the metadata alone decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnlyMetadata;

impl Answers for OnlyMetadata {
    fn is_marked(&self, _post: PostRef<'_>, _mark: Mark) -> bool {
        false
    }

    fn read_at(&self, _post: PostRef<'_>) -> Option<u64> {
        None
    }

    fn has_own_tag(&self, _post: PostRef<'_>, _tag: &str) -> bool {
        false
    }

    fn has_highlight(&self, _post: PostRef<'_>, _text: &str) -> bool {
        false
    }

    fn answer(&self, _post: PostRef<'_>, _number: usize, _question: &Question) -> Option<bool> {
        None
    }
}

impl Posts {
    /// Resolves the archive's names, comparing folded text.
    pub fn new(archive: &Archive, matcher: &Matcher) -> Self {
        let fold = matcher.fold();
        Self::with(archive, matcher, &|question, name| question.matches(&fold(name)))
    }

    /// Resolves names for facets: compares them as written, and authors as a whole.
    pub fn with_exact_names(archive: &Archive, matcher: &Matcher) -> Self {
        Self::with(archive, matcher, &|question, name| match question {
            Question::Author(author) => author == name,
            _ => question.matches(name),
        })
    }

    fn with(
        archive: &Archive,
        matcher: &Matcher,
        is_match: &dyn Fn(&Question, &str) -> bool,
    ) -> Self {
        let mut matcher = matcher.clone();
        matcher.resolve_names(&|question| {
            let ids = |names: &mut dyn Iterator<Item = (NameId, CleanStr<'_>)>| {
                let matching = names.filter(|(_, name)| is_match(question, name.as_str()));
                matching.map(|(id, _)| id.0 as usize).collect()
            };
            match question {
                Question::Category(_) => Some(Names::Categories(ids(&mut archive.categories()))),
                Question::Tag(_) => Some(Names::Tags(ids(&mut archive.tags()))),
                Question::Author(_) => Some(Names::Authors(ids(&mut archive.authors()))),
                _ => None,
            }
        });
        Self { matcher }
    }

    /// Whether a post matches; `None` if that depends on unknown answers.
    pub fn matches(&self, post: PostRef<'_>, answers: &impl Answers) -> Option<bool> {
        self.matcher.matches(&PostSubject { posts: self, post, answers })
    }
}

struct PostSubject<'a, K> {
    posts: &'a Posts,
    post: PostRef<'a>,
    answers: &'a K,
}

impl<K: Answers> Subject for PostSubject<'_, K> {
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
        self.answers.is_marked(self.post, mark)
    }

    fn read_at(&self) -> Option<u64> {
        self.answers.read_at(self.post)
    }

    fn has_own_tag(&self, tag: &str) -> bool {
        self.answers.has_own_tag(self.post, tag)
    }

    fn has_highlight(&self, text: &str) -> bool {
        self.answers.has_highlight(self.post, text)
    }

    fn has_one_of(&self, names: &Names) -> bool {
        let (names, ids) = match names {
            Names::Categories(names) => (names, self.post.category_ids()),
            Names::Tags(names) => (names, self.post.tag_ids()),
            Names::Authors(names) => (names, self.post.author_ids()),
        };
        ids.iter().any(|id| names.contains(id.0 as usize))
    }

    fn answer(&self, number: usize, question: &Question) -> Option<bool> {
        let fold = self.posts.matcher.fold();
        match question {
            Question::Path(_) => {
                let path = String::from_utf8_lossy(self.post.key_bytes());
                Some(question.matches(&fold(&path)))
            }
            Question::Title(_) => Some(
                self.answers
                    .answer(self.post, number, question)
                    .unwrap_or_else(|| question.matches(&fold(self.post.title().as_str()))),
            ),
            Question::Pattern(_) => Some(question.matches(self.post.title().as_str())),
            Question::Near(_) => Some(question.matches(&fold(self.post.title().as_str()))),
            _ => self.answers.answer(self.post, number, question),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
    use crate::archive::remedy::Remedy;
    use crate::archive::wrong::Wrong;
    use crate::clean::CleanText;
    use crate::search::fold::fold;
    use crate::search::query::Query;

    fn post(path: &str, title: &str, names: [&[&str]; 3], status: Status) -> Post {
        let [categories, tags, authors] =
            names.map(|names| names.iter().map(|name| CleanText::line(name)).collect());
        let problem = Problem::new(1, ProblemKind::FileName, Wrong::Readme, Remedy::NotUsed);
        Post {
            key: PostKey::new(path.as_bytes()),
            title: CleanText::line(title),
            title_derived: false,
            // 2024-03-01T00:00:00Z
            date: Some(PostDate {
                seconds: 1_709_251_200,
                offset_minutes: 0,
                has_time: true,
                has_zone: true,
            }),
            problems: if path == "b" { vec![problem] } else { Vec::new() },
            categories,
            tags,
            authors,
            url: None,
            status,
            version: None,
        }
    }

    fn archive() -> Archive {
        let mut archive = Archive::default();
        archive.add(vec![
            post("a", "甲", [&["科技/通信"], &["乙", "丙"], &[]], Status::Shown),
            post("b", "ＢＢ", [&["财经", "科技"], &["丙"], &["张三", "李四"]], Status::Shown),
            post("c", "草稿", [&[], &["Ｗind"], &["李四"]], Status::Draft),
        ]);
        archive
    }

    /// The paths of matching posts, with a `?` if the match depends on a body.
    fn found(query: &str, known: &impl Answers) -> String {
        let archive = archive();
        let today = jiff::civil::date(2024, 3, 2);
        let matcher = Query::parse(query).unwrap().resolve(today, fold);
        let posts = Posts::new(&archive, &matcher);
        let mut paths = String::new();
        for post in archive.newest_first().iter().filter_map(|&id| archive.post(id)) {
            let found = posts.matches(post, known);
            if found != Some(false) {
                paths.push_str(post.key().to_clean().as_str());
                paths.push_str(if found.is_none() { "?" } else { "" });
            }
        }
        paths
    }

    #[test]
    fn posts_are_found_by_metadata() {
        for (query, expected) in [
            ("", "ba"),
            ("c:科技", "ba"),
            ("c:科技/通信 OR #无", "a"),
            ("#丙 -#乙", "b"),
            ("author:李", "b"),
            ("#wind is:hidden", "c"),
            ("path:A", "a"),
            ("title:bb is:problem", "b"),
            ("/^甲$/ date:yesterday", "a"),
            ("甲", "b?a"),
            ("is:read OR has:note", ""),
            ("-has:link", "b?a?"),
        ] {
            assert_eq!(found(query, &OnlyMetadata), expected, "{query}");
        }
    }

    /// Stands for an index and a reading state.
    struct Others;

    impl Answers for Others {
        fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
            mark == Mark::Read && post.key_bytes() == b"a"
        }

        fn read_at(&self, post: PostRef<'_>) -> Option<u64> {
            // 2024-03-01T12:00:00Z
            (post.key_bytes() == b"a").then_some(1_709_294_400_000)
        }

        fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool {
            tag == "甲" && post.key_bytes() == b"a"
        }

        fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool {
            "划线 的话".contains(text) && post.key_bytes() == b"b"
        }

        fn answer(&self, post: PostRef<'_>, number: usize, question: &Question) -> Option<bool> {
            match question {
                // As if by pinyin.
                Question::Title(text) if text.text == "jia" && !text.exact => {
                    Some(post.title().as_str() == "甲")
                }
                Question::Body(_) => Some(number == 1 && post.key_bytes() == b"b"),
                _ => None,
            }
        }
    }

    #[test]
    fn answers_are_used() {
        for (query, expected) in [
            ("is:read", "a"),
            ("is:unread", "b"),
            ("read:yesterday", "a"),
            ("read:today", ""),
            ("-read:2024", "b"),
            ("mine:甲", "a"),
            ("-mine:甲", "b"),
            ("mine:乙", ""),
            ("highlight:划线", "b"),
            ("highlight:\"线 的\" -mine:甲", "b"),
            ("-highlight:划线", "a"),
            ("highlight:乙", ""),
            ("title:jia", "a"),
            ("title:\"jia\"", ""),
            ("jia", "ba"),
            ("甲 -is:read", "b"),
            ("has:link", "b?a?"),
        ] {
            assert_eq!(found(query, &Others), expected, "{query}");
        }
    }
}
