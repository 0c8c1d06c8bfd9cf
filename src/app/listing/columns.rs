//! What the rows of the list have in common and can omit.

use std::collections::HashMap;

use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::title::SEPARATORS;
use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::clean::CleanStr;

/// The number of titles sampled.
const SAMPLE: usize = 256;
/// A suffix is omitted only if at least this many of them share it.
const LEAST: usize = 6;
/// The longest suffix, in bytes.
const LONGEST: usize = 90;

/// Suffixes of titles that are not shown in the list.
#[derive(Debug, Default)]
pub(super) struct Suffixes {
    /// A quarter of all titles or more have this one.
    of_all: Option<String>,
    /// Most of those that are listed have this one.
    of_listed: Option<String>,
}

impl Suffixes {
    pub(super) fn of_all(&mut self, archive: &Archive, posts: &[PostId]) {
        self.of_all = shared(archive, posts, 4);
    }

    pub(super) fn of_listed(&mut self, archive: &Archive, posts: &[PostId]) {
        self.of_listed = shared(archive, posts, 2);
    }

    /// A title without them.
    fn strip<'a>(&self, title: CleanStr<'a>) -> CleanStr<'a> {
        let rest = |suffix: &String| {
            let rest = title.as_str().strip_suffix(suffix.as_str())?;
            Some(rest.trim_end().len()).filter(|len| *len > 0)
        };
        let end =
            self.of_all.as_ref().and_then(rest).or_else(|| self.of_listed.as_ref().and_then(rest));
        end.map_or(title, |end| title.slice(0..end))
    }
}

/// The suffix, with its separator, that at least one in `part` of the titles has.
fn shared(archive: &Archive, posts: &[PostId], part: usize) -> Option<String> {
    let step = posts.len().div_ceil(SAMPLE).max(1);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut seen = 0;
    for post in posts.iter().step_by(step).filter_map(|id| archive.post(*id)) {
        seen += 1;
        let title = post.title().as_str();
        let place = |one: &&str| Some((title.rfind(*one).filter(|at| *at > 0)?, one.len()));
        let last = SEPARATORS.iter().filter_map(place).max_by_key(|(start, len)| start + len);
        let suffix = last.and_then(|(start, _)| title.get(start..));
        if let Some(suffix) = suffix.filter(|suffix| suffix.len() <= LONGEST) {
            *counts.entry(suffix).or_default() += 1;
        }
    }
    let (suffix, count) = counts.into_iter().max_by_key(|(suffix, count)| (*count, *suffix))?;
    (count >= LEAST && count * part >= seen).then(|| suffix.to_owned())
}

impl Listing {
    /// A post's title as the list shows it: without the name of a site that many titles end with.
    pub fn short_title<'a>(&self, post: PostRef<'a>) -> CleanStr<'a> {
        self.suffixes.strip(post.title())
    }

    /// Whether a listed post has a date.
    pub fn has_dates(&self) -> bool {
        self.counts.listed.all_months().next().is_some()
    }

    /// Whether all listed posts with a date are of this year.
    pub fn is_of_this_year(&self, library: &Library) -> bool {
        let year = library.today().year();
        let mut months = self.counts.listed.all_months();
        let ends = [months.next(), months.next_back()];
        ends.into_iter().flatten().all(|((own, _), _)| own == year)
    }

    /// Whether the listed posts differ in their categories.
    pub fn has_categories(&self) -> bool {
        self.counts.listed.differ_in_category()
    }
}
