//! The names of the conditions, and the one that emptied the list.

use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::conditions::{Chip, Condition};
use crate::app::listing::query::Origin;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::search::facets::{Facet, Kind};

/// The condition that left no post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Emptied {
    /// The position of the condition among those that count.
    condition: usize,
    /// How many posts the conditions before it left.
    posts: usize,
    /// Whether no post in the archive has this category, tag, author or date.
    has_vanished: bool,
}

impl Listing {
    /// Finds the condition that left none of the posts that can be listed.
    pub(super) fn find_emptied(&self, library: &Library) -> Option<Emptied> {
        let active = self.conditions.active();
        let left = |conditions: &[Condition]| {
            let filter = self.conditions.filter_of(conditions);
            filter.select(library.archive(), library.marks(), &self.counts.listable).len()
        };
        let mut posts = self.counts.listable.len();
        for (condition, one) in active.iter().enumerate() {
            let before = std::mem::replace(&mut posts, left(active.get(..=condition)?));
            if posts == 0 {
                let is_name = |facet: &Facet| !matches!(facet.kind(), Kind::Mark | Kind::OwnTag);
                let has_vanished = matches!(one, Condition::Facet(facet) if is_name(facet))
                    && left(std::slice::from_ref(one)) == 0;
                let emptied = Emptied { condition, posts: before, has_vanished };
                return (before > 0).then_some(emptied);
            }
        }
        None
    }

    /// Says which condition left no post.
    pub(in crate::app) fn emptied_text(&self, locale: Locale) -> Option<Text> {
        let Emptied { condition, posts, has_vanished } = *self.emptied.as_ref()?;
        let mut before = self.condition_names(locale);
        let by = before.get(condition)?.clone();
        if has_vanished {
            return Some(Text::NoneHas { chosen: by });
        }
        if before.len() == 1 {
            return Some(Text::NoneMatches { chosen: by, posts });
        }
        before.truncate(condition);
        if before.is_empty() {
            before.push(Text::Everything.to_clean(locale));
        }
        let before = CleanText::join(before.iter().map(CleanText::as_clean), " · ");
        Some(Text::EmptiedBy { before, posts, by })
    }

    /// The words of the search that left no post.
    pub fn nothing_like(&self) -> Option<CleanText> {
        let at = self.emptied.as_ref()?.condition;
        let query = self.conditions.active().get(at)?.query()?;
        (*query.origin() == Origin::Search).then(|| CleanText::line(query.text()))
    }

    /// The active conditions as chips. Facets with equal names are shown as queries, because a
    /// category and an author can share a name.
    pub fn chips(&self, locale: Locale) -> Vec<Chip> {
        let active = self.conditions.active();
        let chips: Vec<Chip> = active.iter().map(|one| self.chip(one, locale)).collect();
        let alone = |chip: &Chip| chips.iter().filter(|other| *other == chip).count() == 1;
        let query = |one: &Condition| match one {
            Condition::Facet(facet) => Some(Chip::plain(CleanText::line(&facet.to_query()))),
            Condition::Query(_) => None,
        };
        let shown = |(chip, one)| match query(one).filter(|_| !alone(chip)) {
            Some(query) => query,
            None => Chip::clone(chip),
        };
        chips.iter().zip(active).map(shown).collect()
    }

    fn chip(&self, condition: &Condition, locale: Locale) -> Chip {
        match condition {
            Condition::Facet(facet) => Chip::plain(self.facets.name(facet, locale)),
            Condition::Query(query) => {
                Chip { name: query.name(), is_search: query.origin().shows_hits() }
            }
        }
    }

    fn condition_names(&self, locale: Locale) -> Vec<CleanText> {
        self.chips(locale).into_iter().map(|chip| chip.name.to_clean(locale)).collect()
    }

    /// The names of conditions in one line.
    pub(super) fn names_of<'c>(
        &self,
        conditions: impl Iterator<Item = &'c Condition>,
        locale: Locale,
    ) -> CleanText {
        let name = |condition| self.chip(condition, locale).name.to_clean(locale);
        let names: Vec<CleanText> = conditions.map(name).collect();
        CleanText::join(names.iter().map(CleanText::as_clean), " · ")
    }

    /// The conditions in one line.
    pub(in crate::app) fn conditions_line(&self, locale: Locale) -> CleanText {
        CleanText::join(self.condition_names(locale).iter().map(CleanText::as_clean), " · ")
    }
}
