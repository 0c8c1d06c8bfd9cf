//! `kanbao list`: the posts of an archive, one per line or per JSON object.

use std::io::{self, BufWriter, Write};

use clap::Args;

use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanStr;
use crate::cli::colour::Paint;
use crate::cli::failure::Failure;
use crate::cli::listing::{Format, Listing};
use crate::cli::open::state_place;
use crate::cli::record::PostRecord;
use crate::cli::seen::Seen;
use crate::cli::select::{ListArgs, MutedArgs, Selection, SelectionArgs};
use crate::cli::words::Said;
use crate::cli::{Invocation, PROBLEMS, Result, help, query};
use crate::conversion::Script;
use crate::parallel;
use crate::search::fulltext::lookup::Lookup;

/// Posts read and written at a time if their bodies are needed.
const AT_A_TIME: usize = 1024;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao list -a ~/news -n 20", "the newest twenty"),
    ("kanbao list -q '降准 OR 利率 -tag:股市 after:7d'", "the posts a query finds"),
    ("kanbao list -q 'cat:国际' --sort title --format tsv", "fields for cut and awk"),
    ("kanbao list -q 降准 --since-last mail", "what came since the last run, for cron"),
    ("kanbao list --all --format jsonl | jq -r .url", "one object per line"),
];

#[derive(Args, Debug, Default)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &query::grammar()),
)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    choose: SelectionArgs,

    #[command(flatten)]
    muted: MutedArgs,

    /// Only posts that earlier runs with this name have not listed; exit code 1 if there are none
    #[arg(long, value_name = "NAME", help_heading = help::POSTS)]
    since_last: Option<String>,

    #[command(flatten)]
    output: ListArgs,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let ListArgs { sort, format, .. } = arguments.output;
    let script = script(invocation, format);
    let selection = arguments.choose.open(invocation, sort)?.without_muted(&arguments.muted);
    let mut posts = PostList {
        listing: Listing::begin(BufWriter::new(io::stdout().lock()), format, NAMES)?,
        format,
        paint: Paint::of_output(),
        script,
        selection: &selection,
    };
    let most = arguments.output.most();
    let Some(name) = &arguments.since_last else {
        selection.for_each_batch(most, &mut |find, ids| posts.write(find.lookup, ids))?;
        let written = posts.listing.written();
        posts.listing.end()?;
        return Ok(selection.exit_code(written));
    };
    let archive = selection.archive.posts();
    let state = state_place(invocation, &selection.archive.source)
        .ok_or_else(|| Failure::only(&Said::SinceNoFolder))?;
    let seen = Seen::open(&state.folder, name)?;
    let mut found: Vec<PostId> = Vec::new();
    selection.for_each_batch(usize::MAX, &mut |_, ids| {
        let is_new = |id: &&PostId| archive.post(**id).is_some_and(|post| seen.is_new(post));
        found.extend(ids.iter().filter(is_new));
        Ok(())
    })?;
    found.truncate(most);
    posts.write(&selection.archive.lookup(), &found)?;
    posts.listing.end()?;
    if !found.is_empty() || seen.is_damaged() {
        // Only after they were printed: a run that is killed lists them again.
        seen.save(archive, &found)?;
    }
    Ok(if found.is_empty() { PROBLEMS } else { 0 })
}

/// Writes a list of posts.
struct PostList<'a, W> {
    listing: Listing<W>,
    format: Format,
    paint: Paint,
    script: Script,
    selection: &'a Selection,
}

impl<W: Write> PostList<'_, W> {
    /// Writes posts and flushes them before the search continues.
    fn write(&mut self, lookup: &Lookup, ids: &[PostId]) -> io::Result<()> {
        let (selection, paint, script) = (self.selection, self.paint, self.script);
        if matches!(self.format, Format::Json | Format::Jsonl) {
            for ids in ids.chunks(AT_A_TIME) {
                for record in records(selection, lookup, ids) {
                    self.listing.write_object(&record.shown_in(script))?;
                }
            }
        } else {
            for post in ids.iter().filter_map(|&id| selection.archive.posts().post(id)) {
                let (plain, fields) = (|| plain(post, paint, script), || fields(post, script));
                self.listing.write(plain, fields, || ())?;
            }
        }
        self.listing.flush()
    }
}

/// The script of a list: what people read is in the script of the settings.
pub(super) fn script(invocation: Invocation<'_>, format: Format) -> Script {
    match format {
        Format::Plain => invocation.measure.script,
        Format::Tsv | Format::Json | Format::Jsonl => invocation.script_of_data(),
    }
}

/// A post's line in the plain format: date, title and path.
pub(super) fn plain(post: PostRef<'_>, paint: Paint, script: Script) -> String {
    let date = post
        .date()
        .map_or_else(|| " ".repeat(10), |date| date.civil().strftime("%Y-%m-%d").to_string());
    let title = script.shown(post.title());
    format!("{}  {title}  {}", paint.dim(date), paint.dim(post.key().to_clean()))
}

/// The header of the TSV format, whose fields [`fields`] gives.
pub(super) const NAMES: &[&str] = &["path", "date", "title", "categories", "tags", "status"];

pub(super) fn fields(post: PostRef<'_>, script: Script) -> Vec<String> {
    let join = |names: &mut dyn Iterator<Item = CleanStr<'_>>| -> String {
        names.map(|name| script.shown(name).to_string()).collect::<Vec<_>>().join("|")
    };
    vec![
        post.key().to_clean().to_string(),
        post.date().map_or_else(String::new, crate::archive::date::PostDate::rfc3339),
        script.shown(post.title()).to_string(),
        join(&mut post.categories()),
        join(&mut post.tags()),
        post.status().name().to_owned(),
    ]
}

/// Makes the posts' records on all cores; the records are in the posts' order.
fn records(selection: &Selection, lookup: &Lookup, ids: &[PostId]) -> Vec<PostRecord> {
    let record = |&id: &PostId| PostRecord::read(selection, lookup, id, false);
    parallel::map(ids, record, |_| true).into_iter().flatten().collect()
}
