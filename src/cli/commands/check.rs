//! `kanbao check`: every problem of an archive, including those of the bodies.

mod duplicates;

use std::io::{self, BufWriter, Write};

use clap::Args;

use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::load::Loaded;
use crate::archive::post::{PostId, PostKey, Problem, ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::listing::{Format, Listing};
use crate::cli::open::{OpenArchive, Use};
use crate::cli::record::ProblemRecord;
use crate::cli::words::{Said, listed, said};
use crate::cli::{Invocation, PROBLEMS, Result, help};
use crate::config::archive::FILE;
use crate::config::locale::Locale;
use crate::config::messages::Speak as _;
use crate::config::problem::ConfigProblem;
use crate::parallel;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao check -a ~/news", "every problem, and a summary"),
    ("kanbao check -a ~/news --strict", "for tests of a site: exits with 1 if anything is wrong"),
    ("kanbao check -a ~/news --duplicates", "stories that several posts tell"),
    ("kanbao check --format jsonl | jq -r .kind", "one object per problem"),
];

/// The header of the TSV format.
const NAMES: &[&str] = &["path", "line", "kind", "message"];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// Exit with 1 for any problem, not only for unreadable posts
    #[arg(long)]
    strict: bool,

    /// List posts that repeat the text of an older one, or nearly so, instead of problems
    #[arg(long, conflicts_with = "strict")]
    duplicates: bool,

    /// Output format; only plain ends with a summary
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    if arguments.duplicates {
        return duplicates::run(arguments.format, invocation);
    }
    let mut opened = OpenArchive::open(invocation, Use::Files)?;
    for (id, problems) in problems_of_bodies(&opened) {
        opened.loaded.archive.add_problems(id, problems);
    }
    let Loaded { archive, walked, .. } = &opened.loaded;
    let own = invocation.config.archive_problems.iter().map(of_config).collect::<Vec<_>>();
    let file = PostKey::new(FILE.as_bytes());
    let mut problems: Vec<_> = own.iter().map(|problem| (file.clone(), problem)).collect();
    problems.extend(archive.problems());
    let out = BufWriter::new(io::stdout().lock());
    let mut listing = Listing::begin(out, arguments.format, NAMES)?;
    let paint = Paint::of_output();
    let locale = Locale::of_user();
    // The archive's own settings come first.
    for (at, (key, problem)) in problems.iter().enumerate() {
        let (path, line) = (key.to_clean(), problem.line);
        listing.write(
            || {
                let text = match invocation.config.archive_problems.get(at) {
                    Some(own) => said(&Said::NotUsed { fault: (*own.what).clone() }),
                    None => Text::from(*problem).to_clean(locale),
                };
                format!("{}: {text}", paint.place(archive.location(key, line)))
            },
            || {
                vec![
                    path.to_string(),
                    line.to_string(),
                    problem.kind.name().to_owned(),
                    problem.to_string(),
                ]
            },
            || ProblemRecord::with_path(problem, key),
        )?;
    }
    let mut out = listing.end()?;
    if arguments.format == Format::Plain {
        writeln!(out, "{}", summary(archive, &problems, walked.excluded.len()))?;
    }
    out.flush()?;
    let failed = archive.count(Status::Unreadable) > 0 || arguments.strict && !problems.is_empty();
    Ok(if failed { PROBLEMS } else { 0 })
}

/// A problem of the archive's own settings as a problem of a file.
fn of_config(problem: &ConfigProblem) -> Problem {
    let line = problem.place.map_or(1, |place| place.line);
    let wrong = Wrong::Other { text: problem.what.to_clean(Locale::English) };
    Problem::new(line, ProblemKind::ArchiveConfig, wrong, Remedy::NotUsed)
}

/// The numbers of files, of posts in each state, and of messages.
fn summary(
    archive: &Archive,
    problems: &[(PostKey, &Problem)],
    excluded_folders: usize,
) -> CleanText {
    let with = archive.newest_first().iter().filter_map(|&id| archive.post(id));
    let with =
        with.filter(|post| post.status() == Status::Shown && !post.problems().is_empty()).count();
    let mut parts = vec![said(&Said::Files { count: archive.len() })];
    for status in Status::ALL {
        let count = archive.count(status);
        if status == Status::Shown || count > 0 {
            let status = said(&Text::Status(status));
            parts.push(said(&Said::InStatus { count, status }));
        }
        if status == Status::Shown && with > 0 {
            parts.push(said(&Said::Warnings { count: with }));
        }
    }
    if excluded_folders > 0 {
        parts.push(said(&Said::FoldersSkipped { count: excluded_folders }));
    }
    parts.push(said(&Said::Messages { count: problems.len() }));
    listed(&parts)
}

/// Reads every body, on all cores, and collects its problems.
fn problems_of_bodies(opened: &OpenArchive) -> Vec<(PostId, Vec<Problem>)> {
    let archive = opened.posts();
    let problems = |&id: &PostId| {
        let post = archive.post(id).filter(|post| post.status() == Status::Shown)?;
        let body = opened.body(&post.key()).ok()?;
        (!body.post.problems.is_empty()).then_some((id, body.post.problems))
    };
    let found = parallel::map(archive.newest_first(), problems, |_| true);
    found.into_iter().flatten().collect()
}
