//! `kanbao facets`: categories, tags, authors or years with their numbers of posts.

use std::io::{self, BufWriter};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::list;
use crate::clean::CleanText;
use crate::cli::listing::{Format, Listing};
use crate::cli::select::{MutedArgs, SelectionArgs};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, Result, help, query};
use crate::conversion::Script;
use crate::search::facets::Counts;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao facets tags", "the tags, most used first"),
    ("kanbao facets years -q 降准", "the years in which posts mention 降准"),
    ("kanbao facets categories --format tsv", "for other programs"),
];

#[derive(Args, Debug)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &query::grammar()),
)]
pub(in crate::cli) struct Arguments {
    /// The names to count
    #[arg(value_enum)]
    facet: Facet,

    #[command(flatten)]
    choose: SelectionArgs,

    #[command(flatten)]
    muted: MutedArgs,

    /// Output format
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Facet {
    /// Categories, each before its subcategories
    Categories,
    /// Tags, most used first
    Tags,
    /// Authors, most used first
    Authors,
    /// Years, newest first; posts without a date come last
    Years,
}

/// A name with its number of posts in the JSON formats.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct FacetRecord {
    /// `null` for posts without a date.
    name: Option<CleanText>,
    count: usize,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let selection = arguments.choose.open(invocation, None)?.without_muted(&arguments.muted);
    let archive = selection.archive.posts();
    let mut counts = Counts::default();
    selection.for_each_batch(usize::MAX, &mut |_, ids| {
        counts.add(archive, &selection.marks, ids);
        Ok(())
    })?;
    let records = match arguments.facet {
        Facet::Categories => {
            let tree = counts.tree(archive).into_iter();
            tree.filter(|(_, count)| *count > 0).map(named).collect()
        }
        Facet::Tags => {
            most_first(archive.tags().map(|(id, name)| (name.to_clean(), counts.tag(id))))
        }
        Facet::Authors => {
            most_first(archive.authors().map(|(id, name)| (name.to_clean(), counts.author(id))))
        }
        Facet::Years => counts
            .years()
            .into_iter()
            .map(|(year, count)| {
                let name = year.map(|year| CleanText::line(&year.to_string()));
                FacetRecord { name, count }
            })
            .collect(),
    };
    write(&records, arguments.format, list::script(invocation, arguments.format))?;
    Ok(selection.exit_code(counts.total()))
}

fn named((name, count): (CleanText, usize)) -> FacetRecord {
    FacetRecord { name: Some(name), count }
}

fn most_first(names: impl Iterator<Item = (CleanText, usize)>) -> Vec<FacetRecord> {
    let mut names: Vec<(CleanText, usize)> = names.filter(|(_, count)| *count > 0).collect();
    names.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    names.into_iter().map(named).collect()
}

fn write(records: &[FacetRecord], format: Format, script: Script) -> io::Result<()> {
    let out = BufWriter::new(io::stdout().lock());
    let mut listing = Listing::begin(out, format, &["name", "count"])?;
    let digits = records.iter().map(|record| record.count.to_string().len()).max().unwrap_or(1);
    for record in records {
        let FacetRecord { name, count } = record;
        let name = name.as_ref().map(|name| script.shown(name.as_clean()));
        let shown = |none: &str| name.as_ref().map_or(none.to_owned(), CleanText::to_string);
        let plain = || format!("{count:>digits$}  {}", shown(said(&Said::NoDate).as_str()));
        listing.write(plain, || vec![shown(""), count.to_string()], || record)?;
    }
    listing.end().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_used_names_come_first_and_ties_are_in_order() {
        let names = [("b", 1), ("c", 2), ("a", 1), ("d", 0)];
        let names = names.map(|(name, count)| (CleanText::line(name), count));
        let expected = [("c", 2), ("a", 1), ("b", 1)];
        let expected = expected.map(|(name, count)| named((CleanText::line(name), count)));
        assert_eq!(most_first(names.into_iter()), expected);
    }
}
