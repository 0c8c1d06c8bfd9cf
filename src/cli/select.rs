//! Selects the posts that a command lists, counts or writes.
//!
//! Posts that metadata and store cannot decide are read in result order, a few at a time, so the
//! first results come early and no more posts are read than requested.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::archive::post::PostId;
use crate::cli::failure::{complain, warn};
use crate::cli::listing::Format;
use crate::cli::open::{OpenArchive, Use};
use crate::cli::progress::ProgressBar;
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, PROBLEMS, Result, help, query};
use crate::parallel;
use crate::search::find::{Finder, PATTERN_LIMIT, Request, Watch, has_pattern};
use crate::search::fold;
use crate::search::marks::Marks;
use crate::search::query::Query;
use crate::search::query::dates::Today;
use crate::search::query::field::{Question, SORTS, Sort, SortKey};
use crate::search::query::matcher::Matcher;
use crate::search::query::synonyms::Synonyms;
use crate::search::titles::Titles;
use crate::search::views;

/// The options that choose posts.
#[derive(Args, Debug, Default)]
pub(super) struct SelectionArgs {
    /// Only posts that a query finds; see Queries in `kanbao list --help`
    #[arg(
        short,
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = help::POSTS
    )]
    query: Option<String>,

    #[command(flatten)]
    scope: ScopeArgs,
}

/// The option of lists, which leave out the posts of muted views.
#[derive(Args, Debug, Default)]
pub(super) struct MutedArgs {
    /// Include the posts of muted views
    #[arg(long, help_heading = help::POSTS)]
    muted: bool,
}

/// The options that say what is searched, and where.
#[derive(Args, Debug, Default)]
pub(super) struct ScopeArgs {
    /// Include drafts, unpublished and excluded posts
    #[arg(long, help_heading = help::POSTS)]
    all: bool,

    /// Read every file, as if nothing were indexed
    #[arg(long, help_heading = help::POSTS)]
    no_store: bool,
}

impl SelectionArgs {
    /// Opens the invocation's archive and selects the posts; `sort` overrides the query's order.
    pub(super) fn open(&self, invocation: Invocation<'_>, sort: Option<Sort>) -> Result<Selection> {
        let query = query::parse(self.query.as_deref().unwrap_or_default())?;
        Selection::open(invocation, &query, &self.scope, sort)
    }
}

/// The options of a list of posts.
#[derive(Args, Debug, Default)]
pub(super) struct ListArgs {
    /// Stop after N posts
    #[arg(short, value_name = "N", help_heading = help::POSTS)]
    n: Option<usize>,

    /// Sort order, overriding the query's; newest first by default
    #[arg(
        long,
        value_name = "KEY",
        value_parser = sort_parser(),
        allow_hyphen_values = true,
        help_heading = help::OUTPUT
    )]
    pub sort: Option<Sort>,

    /// Output format
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    pub format: Format,
}

impl ListArgs {
    /// The most posts to write.
    pub(super) fn most(&self) -> usize {
        self.n.unwrap_or(usize::MAX)
    }
}

/// Accepts the values of the query field `sort:`.
fn sort_parser() -> impl TypedValueParser<Value = Sort> {
    let words = SORTS.iter().map(|word| PossibleValue::new(word.name).help(word.help));
    PossibleValuesParser::new(words)
        .try_map(|word| Sort::named(&word).ok_or_else(|| format!("{word} is not a sort order")))
}

/// An open archive and the query that selects its posts.
pub(super) struct Selection {
    pub archive: OpenArchive,
    pub marks: Marks,
    pub matcher: Matcher,
    sort: Option<Sort>,
    /// Queries of the muted views.
    muting: Vec<Arc<Matcher>>,
    /// Whether to omit the posts that match `muting`.
    leaves_out: bool,
    /// Whether the query matches every post.
    is_all: bool,
    /// Whether the query ran out of time.
    is_cut: AtomicBool,
}

impl Selection {
    /// Opens the invocation's archive; `sort` overrides the query's order.
    pub(super) fn open(
        invocation: Invocation<'_>,
        query: &Query,
        scope: &ScopeArgs,
        sort: Option<Sort>,
    ) -> Result<Self> {
        let using = if scope.no_store { Use::Files } else { Use::Store };
        let archive = OpenArchive::open(invocation, using)?;
        let state = archive.state(invocation);
        let marks = archive.marks(&state);
        let site = &archive.loaded.site;
        let today = Today { date: site.today(archive.now), site: Some(site) };
        let groups = &invocation.config.settings.synonyms.value;
        let synonyms = Synonyms::new(groups.words(), fold::fold);
        let resolve = |query: &Query, all: bool| {
            synonyms.expand(query).resolve(today, fold::fold).with_hidden(all)
        };
        let matcher = resolve(query, scope.all);
        let views = views::all(&invocation.config.views(), &state).into_iter();
        let muted = views.filter(|view| view.is_muted);
        let queries = muted.filter_map(|view| Query::parse(view.query.as_str()).ok());
        let muting = queries.map(|query| Arc::new(resolve(&query, true))).collect();
        Ok(Self {
            archive,
            marks,
            matcher,
            muting,
            leaves_out: false,
            sort: sort.or(query.sort),
            is_all: query.is_all(),
            is_cut: AtomicBool::new(false),
        })
    }

    /// Omits the posts of muted views, unless the arguments include them.
    #[must_use]
    pub(super) fn without_muted(self, arguments: &MutedArgs) -> Self {
        Self { leaves_out: !arguments.muted && !self.muting.is_empty(), ..self }
    }

    /// Passes the selected posts to `write` in order, in batches as they are found, at most `most`
    /// in all. `write` also gets the search, for snippets.
    pub(super) fn for_each_batch(
        &self,
        most: usize,
        write: &mut dyn FnMut(&Finder<'_>, &[PostId]) -> io::Result<()>,
    ) -> io::Result<()> {
        let (titles, lookup) = parallel::both(|| self.titles(), || self.archive.lookup());
        let find = Finder {
            archive: self.archive.posts(),
            titles: &titles,
            lookup: &lookup,
            bodies: self.archive.bodies(),
            marks: &self.marks,
        };
        let wish = Request { matcher: &self.matcher, sort: self.sort };
        let (mut left, mut left_out, mut written) = (most, 0, Ok(()));
        let muting = if self.leaves_out { self.muting.as_slice() } else { &[] };
        let is_slow = has_pattern(&self.matcher) || muting.iter().any(|query| has_pattern(query));
        let limit = is_slow.then(|| Instant::now() + PATTERN_LIMIT);
        let (bar, looked) = (ProgressBar::of("posts"), Cell::new((0, 0)));
        let watch = Watch {
            cancelled: &|| limit.is_some_and(|limit| Instant::now() >= limit),
            looked: &|done, all| {
                looked.set((done, all));
                if limit.is_some() {
                    bar.show(done, all);
                }
            },
        };
        if left > 0 {
            let (muted, is_whole) = views::posts_of(find, muting, watch.cancelled);
            let ended = find.run_watched(wish, &watch, &mut |found| {
                let is_left = |id: &PostId| !muted.contains(id.0 as usize);
                let ids: Vec<PostId> = found.iter().copied().filter(is_left).collect();
                left_out += found.len() - ids.len();
                let ids = ids.get(..left.min(ids.len())).unwrap_or_default();
                left -= ids.len();
                bar.end();
                written = write(&find, ids);
                left > 0 && written.is_ok()
            });
            bar.end();
            tell_muted(left_out);
            let is_cut = !is_whole || !ended.all && left > 0;
            if is_cut && written.is_ok() {
                self.is_cut.store(true, Ordering::Relaxed);
                complain_of_limit(looked.get());
            }
        }
        written
    }

    /// Whether every post is selected.
    pub(super) fn is_of_all(&self) -> bool {
        self.is_all
    }

    /// Whether the query ran out of time, so that posts are missing.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }

    /// Returns the exit code after `found` posts: a query that finds nothing or runs out of time is
    /// a problem.
    pub(super) fn exit_code(&self, found: usize) -> u8 {
        if self.is_cut() || found == 0 && !self.is_all { PROBLEMS } else { 0 }
    }

    /// The folded titles, if the query or the order asks for them.
    fn titles(&self) -> Titles {
        let is_sorted_by_title = self.sort.is_some_and(|sort| sort.key == SortKey::Title);
        if is_sorted_by_title || self.asks(|question| matches!(question, Question::Title(_))) {
            Titles::new(self.archive.posts())
        } else {
            Titles::default()
        }
    }

    fn asks(&self, is_it: impl Fn(&Question) -> bool) -> bool {
        let muting = self.muting.iter().filter(|_| self.leaves_out).map(|one| &**one);
        muting.chain([&self.matcher]).flat_map(Matcher::questions).any(is_it)
    }
}

/// Reports how many posts of muted views were omitted. Only on a terminal; in a pipe it would be
/// noise.
fn tell_muted(posts: usize) {
    if posts > 0 && io::stderr().is_terminal() {
        warn(&Said::Muted { posts });
    }
}

/// Reports that a query ran out of time, and how many of all posts it searched.
fn complain_of_limit((done, all): (usize, usize)) {
    let seconds = PATTERN_LIMIT.as_secs() as usize;
    let line = said(&Said::Stopped { seconds, done, all });
    complain(&line, said(&Said::StoppedHint).as_str());
}
