//! Which posts a query finds, for the commands that list or write them.
//!
//! What neither the metadata nor the index decides is decided by reading the posts, in their order
//! and a few at a time, so that the first ones are there at once and no more are read than are wanted.

use std::io;

use crate::archive::load::Loaded;
use crate::archive::post::PostId;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::cli::{Failure, Result};
use crate::config::paths;
use crate::search::find::{Find, Wish};
use crate::search::fold::{self, Fold};
use crate::search::fulltext::lookup::Lookup;
use crate::search::fulltext::place::Place;
use crate::search::fulltext::text::Bodies;
use crate::search::fulltext::{self, Generation, Index};
use crate::search::marks::Marks;
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::{FIELDS, Question};
use crate::search::query::matcher::Matcher;
use crate::search::titles::Titles;
use crate::width::Widths;

/// The characters of a query that are shown before and behind a fault.
const SHOWN: (usize, usize) = (50, 20);

/// Where the help of a field begins in the grammar, in cells.
const COLUMN: usize = 24;

/// How text is folded to be compared.
const FOLD: Fold = fold::fold;

/// Reads a query; a fault is told with the place marked.
pub(super) fn query(text: &str) -> Result<Query> {
    Query::parse(text).map_err(|error| Failure::Message {
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
    /// What was done with the posts.
    pub marks: &'a Marks,
}

impl Selection<'_> {
    /// Gives the posts that the query finds, in its order and at most so many, as they are found.
    pub fn for_each_batch(
        self,
        query: &Query,
        most: usize,
        give: &mut dyn FnMut(&[PostId]) -> io::Result<()>,
    ) -> io::Result<()> {
        let matcher = self.resolve(query);
        let known = Known::of(self, &matcher);
        let find = known.find(self);
        let wish = Wish { matcher: &matcher, sort: query.sort };
        let (mut left, mut written) = (most, Ok(()));
        if left > 0 {
            find.run(wish, &|| false, &mut |ids| {
                let ids = ids.get(..left.min(ids.len())).unwrap_or_default();
                left -= ids.len();
                written = give(ids);
                left > 0 && written.is_ok()
            });
        }
        written
    }

    /// Makes a query ready to be asked of the selection's posts.
    pub fn resolve(self, query: &Query) -> Matcher {
        query.resolve(self.loaded.site.today(self.now), FOLD).with_hidden(self.all)
    }
}

/// What is known of the posts without reading them, as far as a query asks for it.
pub(super) struct Known {
    titles: Titles,
    lookup: Lookup,
}

impl Known {
    /// Opens the archive's index, if there is one, and folds the titles, if they are asked for.
    pub fn of(selection: Selection<'_>, matcher: &Matcher) -> Self {
        let archive = &selection.loaded.archive;
        let asks = |is_it: fn(&Question) -> bool| matcher.questions().iter().any(is_it);
        let titles = asks(|question| matches!(question, Question::Title(_)));
        let bodies = asks(|question| {
            matches!(question, Question::Body(_) | Question::Links | Question::Images)
        });
        let titles = if titles { Titles::new(archive) } else { Titles::default() };
        let place = place(selection.reader).filter(|_| bodies);
        let lookup = place.map_or_else(Lookup::none, |place| {
            let index = Index::open(&place, &Generation::of(selection.reader));
            // Without an index no file need be looked at.
            if index.posts() == 0 {
                return Lookup::none();
            }
            index.look_up(archive, &fulltext::stamps(archive, selection.reader))
        });
        Self { titles, lookup }
    }

    /// Where hits are looked for.
    pub fn find<'a>(&'a self, selection: Selection<'a>) -> Find<'a> {
        Find {
            archive: &selection.loaded.archive,
            titles: &self.titles,
            lookup: &self.lookup,
            bodies: Bodies {
                reader: selection.reader,
                site: &selection.loaded.site,
                now: selection.now,
            },
            marks: selection.marks,
        }
    }
}

/// Where the index of an archive is kept; `None` for the samples, and where there is no home.
pub(super) fn place(reader: &Reader) -> Option<Place> {
    Some(Place::of_archive(&paths::folders()?.cache.join("index"), reader.root()?))
}
