//! `kanbao tag`: the user's own tags on posts.

use std::io::{self, BufWriter, Write};

use clap::Args;

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::cli::select::{ScopeArgs, Selection};
use crate::cli::why::Why;
use crate::cli::words::{Said, said};
use crate::cli::{Failure, Invocation, PROBLEMS, Result, help, open, query, warn};
use crate::state::Change;
use crate::state::log::Store;
use crate::state::tags::{self, Edit};

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao tag", "the tags, with their numbers of posts"),
    ("kanbao tag -q 降准 +货币", "tag what a query finds"),
    ("kanbao tag -q mine:货币 +央行 -货币", "rename a tag"),
    ("kanbao tag --dry-run -q 'c:财经 利率' +读过", "say what would change"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// The posts: those that a query finds; see Queries in `kanbao list --help`
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true, help_heading = help::POSTS)]
    query: Option<String>,

    #[command(flatten)]
    scope: ScopeArgs,

    /// Print what would change, and change nothing
    #[arg(long, help_heading = help::OUTPUT)]
    dry_run: bool,

    /// +TAG adds a tag, -TAG removes it; options come before
    #[arg(value_name = "+TAG|-TAG", allow_hyphen_values = true)]
    changes: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let edits = arguments.changes.iter().map(|change| edit(change));
    let edits = edits.collect::<Result<Vec<Edit<'_>>>>()?;
    if let Some(tag) = tags::contradiction(&edits) {
        let text = CleanText::line(tag);
        return Err(Failure::of(&Said::BadTag { text, why: "both" }, &Said::BadTagHint));
    }
    match (&arguments.query, edits.is_empty()) {
        (None, true) => list(invocation),
        (Some(query), false) => change(arguments, query, &edits, invocation),
        (None, false) => Err(Failure::of(&Said::NoPostsNamed, &Said::NoPostsNamedHint)),
        (Some(_), true) => Err(Failure::of(&Said::NoTagsNamed, &Said::NoTagsNamedHint)),
    }
}

/// Parses `+TAG` or `-TAG`.
fn edit(text: &str) -> Result<Edit<'_>> {
    let wrong = |why| {
        let text = CleanText::line(text);
        Failure::of(&Said::BadTag { text, why }, &Said::BadTagHint)
    };
    if !text.starts_with(['+', '＋', '-', '－']) {
        return Err(wrong("unsigned"));
    }
    if let Some(edit) = tags::edit(text) {
        return Ok(edit);
    }
    let name = text.get(1..).unwrap_or_default();
    Err(wrong(match tags::parse(name).as_slice() {
        [_] => "signed",
        [] => "none",
        _ => "several",
    }))
}

/// Prints all tags, those with most posts first.
fn list(invocation: Invocation<'_>) -> Result<u8> {
    let Some(place) = open::state_place(invocation, &open::source(invocation)?) else {
        return Err(open::no_home());
    };
    let (_, state, _) = Store::open(place);
    let mut tags: Vec<(&str, usize)> = state.all_tags().into_iter().collect();
    tags.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
    let mut out = BufWriter::new(io::stdout().lock());
    for (tag, posts) in &tags {
        writeln!(out, "{posts:>7}  {}", CleanText::line(tag))?;
    }
    out.flush()?;
    Ok(if tags.is_empty() { PROBLEMS } else { 0 })
}

fn change(
    arguments: &Arguments,
    query: &str,
    edits: &[Edit<'_>],
    invocation: Invocation<'_>,
) -> Result<u8> {
    let selection = Selection::open(invocation, &query::parse(query)?, &arguments.scope, None)?;
    let mut posts = Vec::new();
    selection.for_each_batch(usize::MAX, &mut |_, ids| {
        posts.extend_from_slice(ids);
        Ok(())
    })?;
    let Some(place) = open::state_place(invocation, &selection.archive.source) else {
        return Err(open::no_home());
    };
    let (mut store, mut state, report) = Store::open(place);
    for problem in report.problems() {
        warn(&Text::from(problem));
    }
    let archive = selection.archive.posts();
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut changes, mut posts_changed) = (Vec::new(), 0);
    for post in posts.iter().filter_map(|id| archive.post(*id)) {
        let key = post.key_bytes();
        let has = |tag: &str| state.tags(key).any(|own| own == tag);
        let effective: Vec<&Edit<'_>> =
            edits.iter().filter(|edit| has(edit.tag) != edit.adds).collect();
        if effective.is_empty() {
            continue;
        }
        posts_changed += 1;
        if arguments.dry_run {
            let signed = effective.iter().map(|edit| {
                CleanText::line(&format!("{}{}", if edit.adds { '+' } else { '-' }, edit.tag))
            });
            let signed: Vec<CleanText> = signed.collect();
            let all = CleanText::join(signed.iter().map(CleanText::as_clean), " ");
            writeln!(out, "{}  {all}", post.key().to_clean())?;
        } else {
            changes.extend(effective.iter().map(|edit| Change::tag(key, edit.tag, edit.adds)));
        }
    }
    let step = state.change(&changes, invocation.dates.clock.milliseconds());
    let saved = store.append(step.records);
    saved.map_err(|not_saved| Failure::only(&Why::from(&not_saved)))?;
    store.sync().map_err(|error| Failure::only(&error))?;
    let mood = if arguments.dry_run { "dry" } else { "done" };
    let tagged = Said::Tagged { posts: posts_changed, of: posts.len(), mood };
    writeln!(out, "{}", said(&tagged))?;
    out.flush()?;
    Ok(selection.exit_code(posts.len()))
}
