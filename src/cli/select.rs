//! Which posts a query finds, for the commands that list or write them.
//!
//! What the metadata does not decide is decided by reading the posts, in their order and a few at a
//! time, so that the first ones are there at once and no more are read than are wanted.

use std::io;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::archive::PostRef;
use crate::archive::body;
use crate::archive::date::{self, PostDate};
use crate::archive::load::Loaded;
use crate::archive::post::PostId;
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::cli::{Failure, Result, parallel};
use crate::search::fold::{self, Fold};
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::{FIELDS, Key, Mark, Question, Sort};

use crate::search::query::posts::{Known, OnlyMetadata, Posts};
use crate::width::Widths;

/// Posts that are read at a time to look into them.
const AT_A_TIME: usize = 256;
/// The characters of a query that are shown before and behind a fault.
const SHOWN: (usize, usize) = (50, 20);

/// Where the help of a field begins in the grammar, in cells.
const COLUMN: usize = 24;

/// How text is folded to be compared.
const FOLD: Fold = fold::fold;

/// Reads a query; a fault is told with the place marked.
pub(super) fn query(text: &str) -> Result<Query> {
    Query::parse(text).map_err(|error| Failure::Told {
        line: CleanText::line(&format!("query: {error}")),
        hint: CleanText::body(&marked(text, &error)),
    })
}

/// The query's line, a caret below the fault, and the suggestion.
fn marked(text: &str, error: &QueryError) -> String {
    let (before, after) = text.split_at_checked(error.at).unwrap_or((text, ""));
    let skipped = before.chars().count().saturating_sub(SHOWN.0);
    let cut = |len: usize| if len == 0 { "" } else { "…" };
    let before: String = before.chars().skip(skipped).collect();
    let before = CleanText::line(&format!("{}{before}", cut(skipped)));
    let shown: String = after.chars().take(SHOWN.1).collect();
    let rest = cut(after.len() - shown.len());
    let after = CleanText::line(&format!("{shown}{rest}"));
    let blanks = " ".repeat(Widths::default().cells(before.as_str()));
    let suggestion = error.suggestion.iter().map(|suggestion| format!("\n{suggestion}"));
    format!("{before}{after}\n{blanks}^{}", suggestion.collect::<String>())
}

/// The grammar, for the help.
pub(super) fn grammar() -> String {
    let mut text = "Queries:\n  \
        All terms must hold: 降准 利率. Any of two: 降准 OR 利率. Not: -降准. Grouped: (降准 OR 利率) 央行.\n  \
        A word or \"a phrase\" is looked for in titles and texts, a /regex/ in titles.\n  \
        Full-width letters and ：（）“”－ count as their ASCII twins.\n\n"
        .to_owned();
    text.extend(FIELDS.iter().map(|field| {
        let alias = field.alias.map_or_else(String::new, |alias| {
            format!(" ({alias}{})", if alias == "#" { "TAG" } else { ":" })
        });
        let what = format!("{}:{}{alias}", field.name, field.values());
        // Rows with many words have their help below them.
        let gap = if what.len() > COLUMN { "\n" } else { "" };
        let blanks = if gap.is_empty() { COLUMN - what.len() } else { COLUMN + 2 };
        format!("  {what}{gap}{:blanks$}  {}\n", "", field.help)
    }));
    text.push_str(
        "\nDates: 2022, 2022-01, 2022-01-05, 2022-W05, 7d, 2w, 3m, 1y (so long ago), today, yesterday, \
         week, month, year",
    );
    text
}

/// What posts are selected from.
#[derive(Clone, Copy)]
pub(super) struct Selection<'a> {
    pub loaded: &'a Loaded,
    pub reader: &'a Reader,
    /// Seconds since 1970.
    pub now: i64,
    /// Whether hidden posts count.
    pub all: bool,
}

impl Selection<'_> {
    /// Gives the posts that the query finds, in its order and at most so many, as they are found.
    pub fn for_each_batch(
        self,
        query: &Query,
        most: usize,
        give: &mut dyn FnMut(&[PostId]) -> io::Result<()>,
    ) -> io::Result<()> {
        let archive = &self.loaded.archive;
        let today = today(&self.loaded.site, self.now);
        let matcher = query.resolve(today, FOLD).with_hidden(self.all);
        let posts = Posts::new(archive, &matcher);
        let found = archive.newest_first().iter().filter_map(|&id| archive.post(id));
        let mut found: Vec<(PostRef<'_>, Option<bool>)> = found
            .map(|post| (post, posts.matches(post, &OnlyMetadata)))
            .filter(|(_, is_found)| *is_found != Some(false))
            .collect();
        order(&mut found, query.sort, &posts);
        let open = found.iter().any(|(_, is_found)| is_found.is_none());
        let mut left = most;
        for some in found.chunks(if open { AT_A_TIME } else { usize::MAX }) {
            let decided = parallel::map(
                some,
                |&(post, is_found)| {
                    is_found.unwrap_or_else(|| self.has(&posts, post)).then(|| post.id())
                },
                |_| true,
            );
            let ids: Vec<PostId> = decided.into_iter().flatten().take(left).collect();
            left -= ids.len();
            give(&ids)?;
            if left == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Looks into a post.
    fn has(self, posts: &Posts<'_>, post: PostRef<'_>) -> bool {
        let body = body::read(self.reader, &post.key(), &self.loaded.site, self.now);
        let seen = body.map_or_else(|_| Seen::default(), |body| Seen::new(&body.document));
        posts.matches(post, &seen) == Some(true)
    }
}

/// Puts posts, which are newest first, into another order.
fn order(found: &mut [(PostRef<'_>, Option<bool>)], sort: Option<Sort>, posts: &Posts<'_>) {
    let Some(sort) = sort else { return };
    match sort.key {
        Key::Date => {}
        Key::Title => found.sort_by_key(|(post, _)| post.title()),
        Key::Relevance => found.sort_by_cached_key(|&(post, _)| {
            std::cmp::Reverse(posts.title_hits(post, &OnlyMetadata))
        }),
    }
    if sort.reversed {
        found.reverse();
    }
}

/// What a query can ask of a body; of an unreadable one there is nothing.
#[derive(Default)]
struct Seen {
    text: String,
    links: bool,
    images: bool,
}

impl Seen {
    fn new(document: &crate::document::Document) -> Self {
        Self {
            text: FOLD(document.plain_text().as_str()),
            links: document.links.iter().any(|link| !link.image),
            images: document.links.iter().any(|link| link.image),
        }
    }
}

impl Known for Seen {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        OnlyMetadata.is_marked(post, mark)
    }

    fn answer(&self, _post: PostRef<'_>, _number: usize, question: &Question) -> Option<bool> {
        match question {
            Question::Body(_) => Some(question.holds_of(&self.text)),
            Question::Links => Some(self.links),
            Question::Images => Some(self.images),
            _ => None,
        }
    }
}

/// Today on the site's clock, or on this machine's if the site has none: a post of this moment
/// would be listed under this day.
fn today(site: &Site, now: i64) -> Date {
    let instant = Timestamp::from_second(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let offset_minutes = (TimeZone::system().to_offset(instant).seconds() / 60) as i16;
    let here = PostDate { seconds: now, offset_minutes, has_time: true, has_zone: true };
    let shown = date::parse(&here.jekyll(), site.zone()).map_or(here, |(date, _)| date);
    shown.civil().date()
}
