//! `kanbao check --duplicates`: the stories that several posts tell.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::commands::list;
use crate::cli::listing::{Format, Listing};
use crate::cli::open::{OpenArchive, Use};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, PROBLEMS, Result};

/// The header of the TSV format.
const NAMES: &[&str] = &["story", "path", "date", "title"];

/// A post of a story in the JSON formats.
#[derive(Serialize)]
struct Record {
    /// From 1.
    story: usize,
    path: CleanText,
    date: Option<String>,
    title: CleanText,
    /// Whether an older post has nearly the same text.
    duplicate: bool,
}

/// Lists the posts of each story, the oldest first; exits with 1 if there are any.
pub(super) fn run(format: Format, invocation: Invocation<'_>) -> Result<u8> {
    let opened = OpenArchive::open(invocation, Use::Store)?;
    let lookup = opened.lookup();
    let archive = opened.posts();
    let found = lookup.duplicates(archive, opened.bodies(), &|| false);
    let stories = found.map(|found| found.stories()).unwrap_or_default();
    let mut listing = Listing::begin(BufWriter::new(io::stdout().lock()), format, NAMES)?;
    let (paint, script) = (Paint::of_output(), list::script(invocation, format));
    for (number, posts) in (1..).zip(stories) {
        let posts = posts.iter().filter_map(|&id: &PostId| archive.post(id));
        for (at, post) in posts.enumerate() {
            let date = || post.date().map(crate::archive::date::PostDate::rfc3339);
            let (path, title) = (post.key().to_clean(), script.shown(post.title()));
            listing.write(
                || {
                    let line = list::plain(post, paint, script);
                    if at == 0 { line } else { format!("    {line}") }
                },
                || {
                    let date = date().unwrap_or_default();
                    vec![number.to_string(), path.to_string(), date, title.to_string()]
                },
                || Record {
                    story: number,
                    path: path.clone(),
                    date: date(),
                    title: title.clone(),
                    duplicate: at > 0,
                },
            )?;
        }
    }
    let mut out = listing.end()?;
    if format == Format::Plain {
        let repeats: usize = stories.iter().map(|posts| posts.len() - 1).sum();
        let (stories, posts) = (stories.len(), archive.len());
        writeln!(out, "{}", said(&Said::Stories { stories, repeats, posts }))?;
    }
    out.flush()?;
    Ok(if stories.is_empty() { 0 } else { PROBLEMS })
}
