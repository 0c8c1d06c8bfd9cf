//! `kanbao facets`: the names by which posts are sorted, and how many posts each has.

use std::io::{self, BufWriter};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::state;
use crate::clean::CleanText;
use crate::cli::listing::{Format, Listing};
use crate::cli::select::{self, Selection};
use crate::cli::{Invocation, PROBLEMS, Result, help, open};
use crate::search::facets::Counts;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao facets tags", "the tags, most used first"),
    ("kanbao facets years -q 降准", "in which years 降准 was written of"),
    ("kanbao facets categories --format tsv", "for other programs"),
];

#[derive(Args, Debug)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &select::grammar()),
)]
pub(in crate::cli) struct Arguments {
    /// Which names
    #[arg(value_enum)]
    facet: Facet,

    /// Only of posts that a query finds; --help tells its grammar
    #[arg(
        short,
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = help::POSTS
    )]
    query: Option<String>,

    /// The form of the list
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    format: Format,

    /// Of drafts, unpublished and excluded posts too
    #[arg(long, help_heading = help::POSTS)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Facet {
    /// Categories, each branch before what is below it
    Categories,
    /// Tags, most used first
    Tags,
    /// Authors, most used first
    Authors,
    /// Years, newest first; posts without a date come last
    Years,
}

/// A name and its posts, as scripts see it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Object {
    /// `null` for posts without a date.
    name: Option<CleanText>,
    count: usize,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let query = select::query(arguments.query.as_deref().unwrap_or_default())?;
    let (source, loaded) = open::load(invocation)?;
    let reader = open::reader(&source)?;
    let marks = state::marks(invocation, &source, &loaded.archive);
    let (now, all) = (invocation.dates.now, arguments.all);
    let selection = Selection { loaded: &loaded, reader: &reader, now, all, marks: &marks };
    let archive = &loaded.archive;
    let mut counts = Counts::default();
    selection.for_each_batch(&query, usize::MAX, &mut |ids| {
        counts.add(archive, &marks, ids);
        Ok(())
    })?;
    let objects = match arguments.facet {
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
                Object { name, count }
            })
            .collect(),
    };
    write(&objects, arguments.format)?;
    Ok(if counts.total() == 0 && !query.is_all() { PROBLEMS } else { 0 })
}

fn named((name, count): (CleanText, usize)) -> Object {
    Object { name: Some(name), count }
}

fn most_first(names: impl Iterator<Item = (CleanText, usize)>) -> Vec<Object> {
    let mut names: Vec<(CleanText, usize)> = names.filter(|(_, count)| *count > 0).collect();
    names.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    names.into_iter().map(named).collect()
}

fn write(objects: &[Object], format: Format) -> io::Result<()> {
    let out = BufWriter::new(io::stdout().lock());
    let mut listing = Listing::begin(out, format, &["name", "count"])?;
    let digits = objects.iter().map(|object| object.count.to_string().len()).max().unwrap_or(1);
    for object in objects {
        let Object { name, count } = object;
        let shown = |none: &str| name.as_ref().map_or(none.to_owned(), CleanText::to_string);
        let plain = || format!("{count:>digits$}  {}", shown("(no date)"));
        listing.write(plain, || vec![shown(""), count.to_string()], || object)?;
    }
    listing.end().map(drop)
}
