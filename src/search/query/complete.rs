//! Completions for a query: fields, their keywords, and the archive's names.

use std::ops::Range;

use crate::clean::CleanText;
use crate::search::fold::Fold;
use crate::search::query::MOST_CHARACTERS;
use crate::search::query::field::{FIELDS, Field, Question, ValueKind};
use crate::search::query::fullwidth::{text_to_ascii, to_ascii};
use crate::search::query::lexer::{Kind, Token, lex};
use crate::search::query::print::{is_value, quoted};

/// The most completions returned.
pub const MOST: usize = 50;

/// Names to complete with their number of posts, most used first.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    categories: Vec<(CleanText, usize)>,
    tags: Vec<(CleanText, usize)>,
    /// The user's own tags.
    own: Vec<(CleanText, usize)>,
}

impl Vocabulary {
    /// Categories, tags and the user's own tags with their numbers of posts, by which they are sorted.
    pub fn new(
        mut categories: Vec<(CleanText, usize)>,
        mut tags: Vec<(CleanText, usize)>,
        mut own: Vec<(CleanText, usize)>,
    ) -> Self {
        for names in [&mut categories, &mut tags, &mut own] {
            names.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        }
        Self { categories, tags, own }
    }
}

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query to replace.
    pub range: Range<usize>,
    /// The replacement.
    pub text: CleanText,
    /// Its description.
    pub help: Help,
}

/// The description of a completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// A field.
    Field(&'static str),
    /// A keyword of a field: the field and the keyword.
    Word(&'static str, &'static str),
    /// A name, with its number of posts.
    Posts(usize),
}

/// The completions at a cursor, a byte offset; none in a plain word that is not the start of a field.
/// Scans the vocabulary once.
pub fn complete(text: &str, cursor: usize, names: &Vocabulary, fold: Fold) -> Vec<Completion> {
    let Some(before) = text.get(..cursor).filter(|text| text.len() <= MOST_CHARACTERS * 4) else {
        return Vec::new();
    };
    let mut tokens = lex(before);
    let touching = |token: &Token, at: usize| token.span.end == at;
    // After a closed quotation or parenthesis a new term starts.
    let last = tokens.pop().filter(|token| touching(token, cursor));
    let Some(last) = last else { return fields("", cursor..cursor) };
    let field = tokens.pop().filter(|token| touching(token, last.span.start));
    let field = field.and_then(|token| match token.kind {
        Kind::Field(field) => Some(field),
        _ => None,
    });
    match (last.kind, field) {
        (Kind::Field(field), _) => values(field, "", cursor..cursor, names, fold),
        (Kind::Word(typed), Some(field)) => values(field, &typed, last.span, names, fold),
        (Kind::Phrase(typed, false), Some(field)) => {
            // Replace a closing quote as well.
            let next = text.get(cursor..).and_then(|rest| rest.chars().next());
            let closing = next.filter(|&c| to_ascii(c) == '"').map_or(0, char::len_utf8);
            values(field, &typed, last.span.start..cursor + closing, names, fold)
        }
        (Kind::Word(typed), None) => fields(&typed, last.span),
        (Kind::Minus | Kind::Not | Kind::Open, _) => fields("", cursor..cursor),
        _ => Vec::new(),
    }
}

fn fields(typed: &str, range: Range<usize>) -> Vec<Completion> {
    let typed = text_to_ascii(typed).to_ascii_lowercase();
    let fitting = FIELDS.iter().filter(|field| field.name.starts_with(&typed));
    fitting
        .map(|field| proposal(&range, &format!("{}:", field.name), Help::Field(field.name)))
        .collect()
}

fn values(
    field: &'static Field,
    typed: &str,
    range: Range<usize>,
    names: &Vocabulary,
    fold: Fold,
) -> Vec<Completion> {
    let known = match field.takes {
        ValueKind::Words(_) | ValueKind::Sort(_) => {
            let typed = text_to_ascii(typed).to_ascii_lowercase();
            let fitting = field.words().filter(|(word, _)| word.starts_with(&typed));
            let help = |word| Help::Word(field.name, word);
            return fitting.map(|(word, _)| proposal(&range, word, help(word))).collect();
        }
        ValueKind::Text(ask) => match ask(String::new()) {
            Question::Category(_) => &names.categories,
            Question::Tag(_) => &names.tags,
            _ => return Vec::new(),
        },
        ValueKind::OwnTag => &names.own,
        ValueKind::Title
        | ValueKind::Body
        | ValueKind::Highlight
        | ValueKind::Dates(_)
        | ValueKind::Read => return Vec::new(),
    };
    let typed = fold(typed);
    // Names starting with the input come before names containing it.
    let (mut begin, mut have) = (Vec::new(), Vec::new());
    for (name, posts) in known {
        match fold(name.as_str()).find(&typed) {
            Some(0) => begin.push((name, posts)),
            Some(_) => have.push((name, posts)),
            None => {}
        }
    }
    let fitting = begin.into_iter().chain(have).take(MOST);
    fitting
        .map(|(name, posts)| {
            let bare = is_value(name.as_str());
            let text = if bare { name.to_string() } else { quoted(name.as_str()) };
            proposal(&range, &text, Help::Posts(*posts))
        })
        .collect()
}

fn proposal(range: &Range<usize>, text: &str, help: Help) -> Completion {
    Completion { range: range.clone(), text: CleanText::line(text), help }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    fn names() -> Vocabulary {
        let names = |names: &[(&str, usize)]| {
            names.iter().map(|&(name, posts)| (CleanText::line(name), posts)).collect()
        };
        Vocabulary::new(
            names(&[("财经", 5), ("科技", 1), ("科技/通信", 9)]),
            names(&[("Wind", 3), ("两个 词", 7), ("新wind", 8), ("乙", 3)]),
            names(&[("读过", 2)]),
        )
    }

    /// Completes at the `|` and compares the whole query for each completion.
    fn check(table: &[(&str, &[&str])]) {
        for (text, expected) in table {
            let cursor = text.find('|').unwrap();
            let text = text.replacen('|', "", 1);
            let found: Vec<String> = complete(&text, cursor, &names(), fold)
                .into_iter()
                .map(|proposal| {
                    let mut text = text.clone();
                    text.replace_range(proposal.range, proposal.text.as_str());
                    text
                })
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn completes_fields_words_and_names() {
        check(&[
            ("ta|", &["tag:"]),
            ("甲 -ＤＡ|", &["甲 -date:"]),
            ("(b|)", &["(body:)", "(before:)"]),
            ("is:s|", &["is:starred"]),
            ("has：|", &["has：link", "has：image", "has：note", "has：highlight"]),
            ("x sort:-t| y", &["x sort:-title y"]),
            ("c:|", &["c:科技/通信", "c:财经", "c:科技"]),
            ("c:科|", &["c:科技/通信", "c:科技"]),
            // Prefix matches come first, then the most used.
            ("#wi|", &["#Wind", "#新wind"]),
            ("tag:\"两|", &["tag:\"两个 词\""]),
            ("tag:两|", &["tag:\"两个 词\""]),
            ("tag:“两个 |", &["tag:\"两个 词\""]),
            ("tag:\"两|\" 乙", &["tag:\"两个 词\" 乙"]),
            ("tag:“两|” 乙", &["tag:\"两个 词\" 乙"]),
            ("甲|", &[]),
            ("\"ta|", &[]),
            ("\"甲\"|", &[]),
            ("title:w|", &[]),
            ("nosuch:w|", &[]),
        ]);
    }

    #[test]
    fn every_field_is_offered_between_terms() {
        for (text, cursor) in [("", 0), ("甲 ", 4), ("-", 1), ("(", 1)] {
            assert_eq!(complete(text, cursor, &names(), fold).len(), FIELDS.len(), "{text}");
        }
        let found = complete("c:科技/", "c:科技/".len(), &names(), fold);
        assert_eq!(found[0].help, Help::Posts(9));
        assert_eq!(complete("甲", 1, &names(), fold), []);
    }
}
