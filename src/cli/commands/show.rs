//! `kanbao show`: one post, laid out as in the reader, or in another format.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use memchr::memmem;

use super::export::page;
use crate::app::article::{Article, name_images};
use crate::app::effect::Subject;
use crate::archive::PostRef;
use crate::archive::body::Body;
use crate::archive::post::PostId;
use crate::archive::source::in_the_form_on_the_disk;
use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::environment::{columns, in_locale};
use crate::cli::open::{self, OpenArchive, Use};
use crate::cli::record::{PostRecord, names};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, PROBLEMS, Result, complain, help, warn};
use crate::config::locale::Locale;
use crate::document::Document;
use crate::forms::composed;
use crate::script;
use crate::typeset::{Measure, Page, Role, Roles};
use crate::width::Widths;

/// The most posts named where a part of a name is not unique.
const MOST_NAMES: usize = 10;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao show -a ~/news 2024-03-28", "the post whose file name contains this"),
    ("kanbao show --width 60 post.md | less", "a file, in lines of at most sixty cells"),
    ("kanbao show --format markdown --no-header post.html", "only the text, as Markdown"),
    ("kanbao show --format json 2024-03-28 | jq -r .text", "the text from a JSON object"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// A path inside the archive, the path of any post file, or a unique part of a file name
    #[arg(value_name = "POST")]
    post: PathBuf,

    /// Line width in cells (default: the setting, or the terminal's width if that is less)
    #[arg(long, value_name = "N", help_heading = help::OUTPUT)]
    width: Option<NonZeroUsize>,

    /// Only the body
    #[arg(long, help_heading = help::OUTPUT)]
    no_header: bool,

    /// Output format (default: ansi on a terminal with colours, else text)
    #[arg(long, value_enum, help_heading = help::OUTPUT)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The lines the reader would show
    Text,
    /// The same with colours
    Ansi,
    /// Markdown with YAML front matter
    Markdown,
    /// An HTML page
    Html,
    /// One object
    Json,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    // A post file outside the archive that would be opened is an archive of its own.
    let own = &in_the_form_on_the_disk(arguments.post.clone());
    let alone = invocation.archive.is_none()
        && own.is_file()
        && !open::source(invocation).is_ok_and(|source| source.holds(own));
    let named = if alone { Some(own.as_path()) } else { invocation.archive };
    let archive = OpenArchive::open(Invocation { archive: named, ..invocation }, Use::Store)?;
    let id = match find(own, &archive, alone) {
        Ok(id) => id,
        Err(several) => {
            let (name, count) = (CleanText::lossy(own.as_os_str().as_bytes()), several.len());
            if several.is_empty() {
                let hint = said(&Said::ManyPostsHint);
                complain(&said(&Said::NoSuchPost { name }), hint.as_str());
            } else {
                let path = |&id: &PostId| Some(archive.posts().post(id)?.key().to_clean());
                let first = several.iter().take(MOST_NAMES).filter_map(path);
                let rest = (count > MOST_NAMES).then(|| CleanText::line("…"));
                let paths: Vec<String> = first.chain(rest).map(|path| path.to_string()).collect();
                complain(&said(&Said::ManyPosts { name, count }), &paths.join("\n"));
            }
            return Ok(PROBLEMS);
        }
    };
    let Some(post) = archive.posts().post(id) else { return Ok(PROBLEMS) };
    let mut body = match archive.body(&post.key()) {
        Ok(body) => body,
        Err(reason) => {
            warn(&Said::At { name: post.key().to_clean(), why: reason.into() });
            return Ok(PROBLEMS);
        }
    };
    let depth = memchr::memchr_iter(b'/', post.key_bytes()).count();
    for link in &mut body.document.links {
        link.make_relative(depth);
    }
    let has_header = !arguments.no_header;
    let page = |document| page_of(post, document, measure(arguments, invocation), has_header);
    let mut out = BufWriter::new(io::stdout().lock());
    let usual = if Paint::of_output().is_on() { Format::Ansi } else { Format::Text };
    let format = arguments.format.unwrap_or(usual);
    if !matches!(format, Format::Text | Format::Ansi) {
        body.show_in(invocation.script_of_data());
    }
    if format == Format::Html {
        body.document.make_uris();
    }
    match format {
        Format::Text => text(&mut out, &page(body.document))?,
        Format::Ansi => ansi(&mut out, &page(body.document))?,
        Format::Markdown if has_header => write!(out, "{}", page::markdown(&body))?,
        Format::Markdown => write!(out, "{}", body.document.to_markdown())?,
        Format::Html if has_header => write!(out, "{}", page::html(&body, None))?,
        Format::Html => write!(out, "{}", body.document.to_html())?,
        Format::Json => json(&mut out, &body)?,
    }
    out.flush()?;
    Ok(0)
}

/// The width of the page, and how characters are counted.
fn measure(arguments: &Arguments, invocation: Invocation<'_>) -> Measure {
    let usual = || usual_width(invocation.measure.cells).max(1);
    let cells = arguments.width.map_or_else(usual, NonZeroUsize::get);
    let mut measure = Measure { cells, ..invocation.measure };
    if !io::stdout().is_terminal() {
        // No terminal could draw them badly.
        measure.widths = Widths { joined: true, emoji_selector: true, ..measure.widths };
    }
    measure
}

/// Finds a post by its path, else by a unique part of its file name; else the posts that it names.
fn find(
    given: &Path,
    opened: &OpenArchive,
    alone: bool,
) -> std::result::Result<PostId, Vec<PostId>> {
    let archive = opened.posts();
    let all = archive.newest_first();
    if alone && let [only] = all {
        return Ok(*only);
    }
    if let Some(id) = archive.find(given.as_os_str().as_bytes()) {
        return Ok(id);
    }
    let named = |&id: &PostId| {
        archive.post(id).is_some_and(|post| names(given, opened.source.root(), &post.key()))
    };
    let wanted = composed(given.as_os_str().as_bytes());
    // Names on the disk may be links; others can only differ in their form.
    if (given.exists() || !wanted.is_ascii())
        && let Some(&id) = all.iter().find(|id| named(id))
    {
        return Ok(id);
    }
    let finder = memmem::Finder::new(wanted.as_ref());
    let has_part = |id: PostId| {
        let key = archive.post(id).map(PostRef::key_bytes).unwrap_or_default();
        let name = key.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        finder.find(&composed(name)).is_some()
    };
    let found: Vec<PostId> = all.iter().copied().filter(|&id| has_part(id)).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        _ => Err(found),
    }
}

/// Lays out the page as the reader shows it to this user.
fn page_of(post: PostRef<'_>, mut document: Document, measure: Measure, has_header: bool) -> Page {
    let locale = Locale::of_user();
    if !has_header {
        name_images(&mut document, locale);
        return Page::new(None, &document, measure);
    }
    Article::new(Subject::of(post, locale), document, measure, locale).page
}

/// The default width: the setting, or the terminal's width if that is less.
fn usual_width(measure: usize) -> usize {
    columns().map_or(measure, |columns| measure.min(columns))
}

fn text(out: &mut impl Write, page: &Page) -> io::Result<()> {
    (0..page.len()).try_for_each(|line| writeln!(out, "{}", in_locale(page.plain(line).as_str())))
}

fn json(out: &mut impl Write, body: &Body) -> io::Result<()> {
    let mut record = PostRecord::of_body(body);
    record.text = Some(body.text());
    serde_json::to_writer_pretty(&mut *out, &record)?;
    writeln!(out)
}

/// Prints the lines with our own SGR sequences around the runs; the text contains none.
fn ansi(out: &mut impl Write, page: &Page) -> io::Result<()> {
    for line in 0..page.len() {
        let mut styled = String::new();
        let marker = page.marker(line);
        let widths = page.measure().widths;
        let blanks = page.indent(line).saturating_sub(widths.cells(marker.as_str()));
        if page.rule(line).is_some() {
            writeln!(out, "{}", in_locale(page.plain(line).as_str()))?;
            continue;
        }
        for run in page.runs(line) {
            // Slanted Han is no Chinese typography.
            let is_upright = run.text.as_str().chars().any(script::is_east_asian);
            let codes = codes(run.roles, is_upright);
            let shown: String =
                run.text.graphemes().map(|(_, grapheme)| widths.shown(grapheme.as_str())).collect();
            if codes.is_empty() {
                styled.push_str(&shown);
            } else {
                let _ = write!(styled, "\x1b[{codes}m{shown}\x1b[0m");
            }
        }
        let line = format!("{}{marker}{styled}", " ".repeat(blanks));
        writeln!(out, "{}", in_locale(line.trim_end()))?;
    }
    Ok(())
}

/// The parameters of the sequence for roles; upright text is emphasised by a line.
fn codes(roles: Roles, is_upright: bool) -> String {
    let codes: Vec<&str> = roles
        .iter()
        .filter(|&role| role != Role::Quote || !is_upright)
        .map(|role| match role {
            Role::Title | Role::Heading | Role::Subheading | Role::MinorHeading | Role::Strong => {
                "1"
            }
            Role::Meta
            | Role::Footer
            | Role::Ornament
            | Role::Placeholder
            | Role::Image
            | Role::CodeComment => "2",
            Role::Emphasis if is_upright => "4",
            Role::Quote | Role::Emphasis => "3",
            Role::Link | Role::Inserted => "4",
            Role::Highlight => "7",
            Role::Deleted => "9",
            Role::Code => "32",
            Role::CodeKeyword => "35",
            Role::CodeName => "94",
            Role::CodeString => "33",
            Role::CodeConstant => "36",
        })
        .collect();
    codes.join(";")
}
