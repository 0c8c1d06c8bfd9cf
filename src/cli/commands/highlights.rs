//! `kanbao highlights`: what the user highlighted, with the notes on it.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use crate::app::article::{Article, Placed};
use crate::app::effect::Subject;
use crate::app::text::Text as Message;
use crate::archive::post::{PostId, PostKey};
use crate::archive::{Archive, PostRef};
use crate::clean::CleanText;
use crate::cli::record::path_bytes;
use crate::cli::select::{Selection, SelectionArgs};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, PROBLEMS, Result, complain, help, open, query, warn};
use crate::config::locale::Locale;
use crate::document::{Block, Document, Link, Mark, Style, Text};
use crate::state::State;
use crate::state::highlights::Highlight;
use crate::state::log::Store;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao highlights -a ~/news > highlights.md", "all of them, as Markdown"),
    ("kanbao highlights -q 'highlight:利率 after:2024'", "of the posts that a query finds"),
    ("kanbao highlights --format jsonl | jq -r .exact", "one object per line"),
];

#[derive(Args, Debug)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &query::grammar()),
)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    choose: SelectionArgs,

    /// Output format
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Quotations under the titles of their posts, which are links
    #[default]
    Markdown,
    /// One object per line
    Jsonl,
}

/// A highlight in the JSON format. The names of the passage's parts are those of the W3C's Web
/// Annotation.
#[derive(Debug, Serialize)]
struct HighlightRecord {
    path: CleanText,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    /// `null` if the archive has no such post.
    title: Option<CleanText>,
    date: Option<String>,
    url: Option<CleanText>,
    id: CleanText,
    exact: CleanText,
    prefix: CleanText,
    suffix: CleanText,
    start: usize,
    end: usize,
    colour: &'static str,
    note: Option<CleanText>,
    made: Option<String>,
    /// `position`, `quote` or `context`; `null` if the text is gone.
    found: Option<&'static str>,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let selection = arguments.choose.open(invocation, None)?;
    let Some(place) = open::state_place(invocation, &selection.archive.source) else {
        return Err(open::no_home());
    };
    let (_, state, report) = Store::open(place);
    for problem in report.problems() {
        warn(&Message::from(problem));
    }
    let archive = selection.archive.posts();
    let is_marked = |id: &&PostId| {
        archive.post(**id).is_some_and(|post| state.has_highlights(post.key_bytes()))
    };
    let mut posts: Vec<PostId> = Vec::new();
    if selection.is_of_all() {
        // Hidden posts, too.
        posts.extend(archive.newest_first().iter().filter(is_marked));
    } else {
        selection.for_each_batch(usize::MAX, &mut |_, ids| {
            posts.extend(ids.iter().filter(is_marked));
            Ok(())
        })?;
    }
    let mut out = Output { out: BufWriter::new(io::stdout().lock()), arguments, written: 0 };
    for id in posts {
        let Some(post) = archive.post(id) else { continue };
        let (placed, url) = placed(&selection, post, &state, invocation);
        out.write(&Owner { key: post.key(), post: Some(post), url }, &placed)?;
    }
    if selection.is_of_all() {
        for key in missing(archive, &state) {
            let gone = |highlight| Placed { highlight, place: None };
            let gone: Vec<Placed> =
                state.highlights(key.as_bytes()).into_iter().map(gone).collect();
            out.write(&Owner { key, post: None, url: None }, &gone)?;
        }
    }
    out.out.flush()?;
    Ok(if out.written == 0 { PROBLEMS } else { 0 })
}

/// What highlights belong to.
struct Owner<'a> {
    key: PostKey,
    /// `None` if the archive has no such post.
    post: Option<PostRef<'a>>,
    /// Its address on the site.
    url: Option<CleanText>,
}

/// The highlights of a post, found in its text as the reader finds them, and the post's address.
fn placed(
    selection: &Selection,
    post: PostRef<'_>,
    state: &State,
    invocation: Invocation<'_>,
) -> (Vec<Placed>, Option<CleanText>) {
    let highlights = state.highlights(post.key_bytes());
    match selection.archive.body(&post.key()) {
        Ok(body) => {
            let locale = Locale::of_user();
            let subject = Subject { highlights, ..Subject::of(post, locale) };
            let article = Article::new(subject, body.document, invocation.measure, locale);
            (article.highlights, body.post.url)
        }
        Err(reason) => {
            let name = post.key().to_clean();
            complain(&said(&Said::At { name, why: reason.into() }), "");
            let gone = |highlight| Placed { highlight, place: None };
            (highlights.into_iter().map(gone).collect(), None)
        }
    }
}

/// The paths with highlights that the archive does not have, sorted.
fn missing(archive: &Archive, state: &State) -> Vec<PostKey> {
    let mut gone: HashSet<&[u8]> = state.highlighted().collect();
    for post in archive.newest_first().iter().filter_map(|&id| archive.post(id)) {
        gone.remove(post.key_bytes());
    }
    let mut missing: Vec<PostKey> = gone.into_iter().map(PostKey::new).collect();
    missing.sort_unstable_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    missing
}

struct Output<'a, W> {
    out: W,
    arguments: &'a Arguments,
    written: usize,
}

impl<W: Write> Output<'_, W> {
    /// Writes the highlights of one post.
    fn write(&mut self, owner: &Owner<'_>, placed: &[Placed]) -> io::Result<()> {
        if placed.is_empty() {
            return Ok(());
        }
        match self.arguments.format {
            Format::Jsonl => {
                for placed in placed {
                    serde_json::to_writer(&mut self.out, &record(owner, placed))?;
                    writeln!(self.out)?;
                }
            }
            Format::Markdown => {
                if self.written > 0 {
                    writeln!(self.out)?;
                }
                write!(self.out, "{}", document(owner, placed).to_markdown())?;
            }
        }
        self.written += placed.len();
        Ok(())
    }
}

fn record(owner: &Owner<'_>, placed: &Placed) -> HighlightRecord {
    let Owner { key, post, url } = owner;
    let Placed { highlight, place } = placed;
    let passage = &highlight.passage;
    HighlightRecord {
        path: key.to_clean(),
        path_bytes: path_bytes(key),
        title: post.map(|post| post.title().to_clean()),
        date: post.and_then(|post| Some(post.date()?.rfc3339())),
        url: url.clone(),
        id: CleanText::line(&highlight.id),
        exact: CleanText::body(&passage.exact),
        prefix: CleanText::body(&passage.prefix),
        suffix: CleanText::body(&passage.suffix),
        start: passage.start,
        end: passage.end,
        colour: highlight.colour.name(),
        note: highlight.note.as_deref().map(CleanText::body),
        made: made(highlight).map(|made| made.to_string()),
        found: place.as_ref().map(|(_, by)| by.name()),
    }
}

/// When a highlight was made.
fn made(highlight: &Highlight) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(highlight.made).ok()?).ok()
}

/// The highlights of a post as a document: its title as a heading that leads to it, and a quotation
/// for each, followed by the note.
fn document(owner: &Owner<'_>, placed: &[Placed]) -> Document {
    let Owner { key, post, url } = owner;
    let path = key.to_clean();
    let title = post.map_or_else(|| path.clone(), |post| post.title().to_clean());
    let mut link = Link {
        target: url.clone().unwrap_or_else(|| CleanText::line(&Link::to_post(key.as_bytes(), ""))),
        image: false,
        dots: None,
    };
    link.make_relative(0);
    let marks = post.map(|_| Mark { range: 0..title.len(), style: Style::Link(0) });
    let marks = marks.into_iter().filter(|mark| !mark.range.is_empty()).collect();
    let mut facts = Vec::new();
    if let Some(date) = post.and_then(PostRef::date) {
        facts.push(date.civil().strftime("%Y-%m-%d").to_string());
    }
    facts.push(path.to_string());
    let mut blocks = vec![
        Block::Heading { level: 2, text: Text { text: title, marks } },
        Block::Paragraph(Text::plain(CleanText::line(&facts.join(" · ")))),
    ];
    for Placed { highlight, place } in placed {
        let lines = CleanText::body(&highlight.passage.exact);
        let paragraphs = lines.as_clean().lines().filter(|line| !line.trim().is_empty());
        let paragraphs = paragraphs.map(|line| Block::Paragraph(Text::plain(line.to_clean())));
        blocks.push(Block::Quote(paragraphs.collect()));
        let mut facts = vec![highlight.colour.name().to_owned()];
        facts.extend(made(highlight).map(|made| made.strftime("%Y-%m-%d").to_string()));
        if place.is_none() {
            facts.push("no longer in the text".to_owned());
        }
        let facts = CleanText::line(&facts.join(" · "));
        let marks = vec![Mark { range: 0..facts.len(), style: Style::Emphasis }];
        blocks.push(Block::Paragraph(Text { text: facts, marks }));
        if let Some(note) = &highlight.note {
            blocks.push(Block::Paragraph(Text::plain(CleanText::body(note))));
        }
    }
    Document { blocks, links: vec![link], ..Document::default() }
}
