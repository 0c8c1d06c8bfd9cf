//! Queries on the command line: parsing with a caret below the error, and the grammar for the help.

use std::fmt::Write as _;

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::cli::translation::Look;
use crate::cli::words::{Said, said};
use crate::cli::{Failure, Result};
use crate::config::locale::{Argument, Locale};
use crate::search::query::Query;
use crate::search::query::error::{QueryError, Remark};
use crate::search::query::field::FIELDS;
use crate::width::Widths;

/// The most characters of a query shown before and after an error.
const SHOWN: (usize, usize) = (50, 20);

/// The cell in which a field's help begins.
const COLUMN: usize = 24;

/// Parses a query; the failure's hint marks the place of an error.
pub(super) fn parse(text: &str) -> Result<Query> {
    Query::parse(text).map_err(|error| {
        let hint = marked(text, &error);
        // The suggestion stands below the mark.
        let bare = QueryError { suggestion: None, ..error };
        let fault = said(&Text::Fault(bare));
        Failure::new(said(&Said::Query { fault }).as_str(), &hint)
    })
}

/// The query, a caret below the error, and the suggestion.
fn marked(text: &str, error: &QueryError) -> String {
    let (before, after) = text.split_at_checked(error.at).unwrap_or((text, ""));
    let skipped = before.chars().count().saturating_sub(SHOWN.0);
    let cut = |len: usize| if len == 0 { "" } else { "…" };
    let before: String = before.chars().skip(skipped).collect();
    let before = CleanText::line(&format!("{}{before}", cut(skipped)));
    let shown: String = after.chars().take(SHOWN.1).collect();
    let rest = cut(after.len() - shown.len());
    let after = CleanText::line(&format!("{shown}{rest}"));
    let blanks = " ".repeat(Widths::default().cells(before.as_str()));
    let key = |remark: &Remark| format!("query-{}", remark.kind.name());
    let suggestion = error.suggestion.iter().map(|remark| {
        let detail = ("detail", Argument::from(&remark.detail));
        format!("\n{}", Locale::of_user().format(&key(remark), &[detail]))
    });
    format!("{before}{after}\n{blanks}^{}", suggestion.collect::<String>())
}

fn aliased(alias: &str) -> String {
    format!(" ({alias}{})", if alias == "#" { "TAG" } else { ":" })
}

/// How terms are combined.
const TERMS: &str = "\
    All terms: 降准 利率. Either of two: 降准 OR 利率. Not: -降准. Groups: (降准 OR 利率) 央行.
A word or \"a phrase\" is searched in titles and texts, a /regex/ in titles.
Two with at most ten characters between them: 央行 NEAR/10 利率.
Full-width letters and ：（）“”－ count as their ASCII twins.";

const DATES: &str = "\
    Dates: 2022, 2022-01, 2022-01-05, 2022-W05, 7d, 2w, 3m, 1y (that long ago), today, yesterday, \
    week, month, year, last-week, last-month, last-year, 昨天, 上周, 去年";

/// The grammar, for the help.
pub(super) fn grammar() -> String {
    grammar_in(&mut |_| None)
}

/// The grammar in a language; in English where it has no text.
pub(super) fn grammar_in(look: &mut Look<'_>) -> String {
    let mut text = |key: &str, english: &str| look(&[key]).unwrap_or(english.to_owned());
    let mut grammar = "Queries:\n".to_owned();
    grammar.extend(text("grammar-terms", TERMS).lines().map(|line| format!("  {line}\n")));
    grammar.push('\n');
    for field in FIELDS {
        let aliases: String = field.aliases.iter().map(|alias| aliased(alias)).collect();
        let values = field.values().replace(" or ", &text("grammar-or", " or "));
        let what = format!("{}:{values}{aliases}", field.name);
        let cells = Widths::default().cells(&what);
        // The help of a long row goes on a line of its own.
        let gap = if cells > COLUMN { "\n" } else { "" };
        let blanks = if gap.is_empty() { COLUMN - cells } else { COLUMN + 2 };
        let help = text(&format!("field-{}", field.name), field.help);
        // Writing to a string cannot fail.
        let _ = writeln!(grammar, "  {what}{gap}{:blanks$}  {help}", "");
    }
    grammar.push('\n');
    grammar + &text("grammar-dates", DATES)
}
