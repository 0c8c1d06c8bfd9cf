//! Tokenizes code with the syntax definitions of Sublime Text, as `bat` does. The only user of
//! syntect.

use std::sync::LazyLock;
use std::time::Duration;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::Token;
use crate::clock::thread_time;
use crate::document::{Mark, Style};

/// The longest line that is tokenized, in bytes: the worst line found of this length takes half a
/// second, and the time grows with the square.
const LONGEST_LINE: usize = 512;

/// The meaning of scopes; the first match counts. A match with `None` means no token.
const SCOPES: [(&str, Option<Token>); 12] = [
    ("comment", Some(Token::Comment)),
    // Code inside a string or a comment is code again.
    ("source", None),
    ("meta.interpolation", None),
    ("string", Some(Token::String)),
    ("constant", Some(Token::Constant)),
    ("keyword.operator", None),
    ("keyword", Some(Token::Keyword)),
    ("storage", Some(Token::Keyword)),
    ("entity", Some(Token::Name)),
    ("support", Some(Token::Name)),
    ("variable.function", Some(Token::Name)),
    ("variable.language", Some(Token::Constant)),
];

/// Common names of languages that the definitions do not have.
const ALIASES: [(&str, &str); 12] = [
    ("shell", "sh"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("objc", "objective-c"),
    ("jsx", "js"),
    ("node", "js"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("docker", "dockerfile"),
    ("python3", "python"),
];

/// Loaded at the first use, in about 2 ms; a language's rules are loaded and compiled when it is
/// first used.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static MEANINGS: LazyLock<Vec<(Scope, Option<Token>)>> = LazyLock::new(|| {
    let meaning = |&(name, token)| Some((Scope::new(name).ok()?, token));
    SCOPES.iter().filter_map(meaning).collect()
});

/// Tokenizes code while there is time `left`; subtracts the time used.
pub(super) fn marks(language: &str, code: &str, left: &mut Duration) -> Vec<Mark> {
    let Some(syntax) = syntax(language) else { return Vec::new() };
    let start = thread_time();
    let elapsed = || thread_time().saturating_sub(start);
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut marks = Marks::default();
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE || elapsed() >= *left {
            break;
        }
        let Ok(changes) = state.parse_line(line, &SYNTAXES) else { break };
        let line_start = marks.at;
        for (at, change) in changes {
            marks.go_to(line_start + at, token(&scopes));
            if scopes.apply(&change).is_err() {
                return marks.marks;
            }
        }
        marks.go_to(line_start + line.len(), token(&scopes));
    }
    *left = left.saturating_sub(elapsed());
    marks.marks
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let alias = ALIASES.iter().find(|(alias, _)| language.eq_ignore_ascii_case(alias));
    SYNTAXES.find_syntax_by_token(alias.map_or(language, |(_, name)| name))
}

/// The meaning of the innermost scope that has one.
fn token(scopes: &ScopeStack) -> Option<Token> {
    let meaning = |scope: &Scope| MEANINGS.iter().find(|(outer, _)| outer.is_prefix_of(*scope));
    scopes.as_slice().iter().rev().find_map(meaning).and_then(|(_, token)| *token)
}

/// Marks from left to right; adjacent tokens of a kind become one mark.
#[derive(Default)]
struct Marks {
    marks: Vec<Mark>,
    /// The end of the tokenized code, in bytes.
    at: usize,
}

impl Marks {
    fn go_to(&mut self, end: usize, token: Option<Token>) {
        let start = self.at;
        self.at = start.max(end);
        let Some(style) = token.map(Style::Token) else { return };
        match self.marks.last_mut() {
            _ if end <= start => {}
            Some(last) if last.range.end == start && last.style == style => last.range.end = end,
            _ => self.marks.push(Mark { range: start..end, style }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::CleanText;
    use crate::document::code::Tokenizer;
    use proptest::prelude::*;

    fn marks(language: &str, code: &str) -> Vec<Mark> {
        let mut tokenizer = Tokenizer { left: Duration::MAX };
        tokenizer.marks(Some(&CleanText::line(language)), &CleanText::body(code))
    }

    /// Each token as the letter of its kind and its text.
    fn check(language: &str, code: &str, expected: &[&str]) {
        let shown = |mark: &Mark| {
            let letter = match mark.style {
                Style::Token(Token::Keyword) => 'k',
                Style::Token(Token::Name) => 'n',
                Style::Token(Token::String) => 's',
                Style::Token(Token::Constant) => 'c',
                Style::Token(Token::Comment) => '#',
                _ => '?',
            };
            format!("{letter} {}", code.get(mark.range.clone()).unwrap().trim_end())
        };
        let found: Vec<String> = marks(language, code).iter().map(shown).collect();
        assert_eq!(found, expected, "{language}: {code}");
    }

    #[test]
    fn tokens_of_languages() {
        check(
            "toml",
            "[a]\nb = \"看\\n\" # 报\nc = 3\n",
            &["n a", "n b", "s \"看", "c \\n", "s \"", "# # 报", "n c", "c 3"],
        );
        check(
            "rust",
            "fn a() -> bool { true } // b",
            &["k fn", "n a", "k bool", "c true", "# // b"],
        );
        check(
            "sh",
            "if x; then echo \"$y\"; fi",
            &["k if", "n x", "k then", "n echo", "s \"$y\"", "k fi"],
        );
        check(
            "Python",
            "def a():\n    return f'{b}c'",
            &["k def", "n a", "k return", "k f", "s '", "s c'"],
        );
        check("html", "<p class=\"a\">b</p>", &["n p", "n class", "s \"a\"", "n p"]);
        check("go", "/* a\nb */ func", &["# /* a\nb */", "k func"]);
        check("makefile", "a: b\n\techo c # d", &["n a", "s b", "n echo", "# # d"]);
    }

    #[test]
    fn languages_by_other_names() {
        for (alias, _) in ALIASES {
            assert!(!marks(alias, "\"a\" // b\n# c\nFROM d").is_empty(), "{alias}");
        }
        for unknown in ["", "text", "kanbao", "../rust"] {
            check(unknown, "fn a() {}", &[]);
        }
    }

    #[test]
    fn long_code_has_no_tokens() {
        let long = format!("1\n\"{}\"\n2", "a".repeat(LONGEST_LINE));
        check("toml", &format!("a = {long}"), &["n a", "c 1"]);
        assert_eq!(marks("toml", &"a = 1\n".repeat(20_000)), []);
    }

    #[test]
    fn slow_code_has_no_tokens() {
        let (language, code) = (CleanText::line("toml"), CleanText::body("a = 1"));
        let mut tokenizer = Tokenizer { left: Duration::from_nanos(1) };
        assert_eq!(tokenizer.marks(Some(&language), &code), []);
        assert_eq!(tokenizer.left, Duration::ZERO);
        let mut tokenizer = Tokenizer::default();
        assert_eq!(tokenizer.marks(Some(&language), &code).len(), 2);
        assert!(tokenizer.left < super::super::BUDGET);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Marks are sorted and at character boundaries, whatever the code.
        #[test]
        fn marks_fit_the_text(
            language in prop::sample::select(vec!["rust", "sh", "html", "yaml", "markdown", "php"]),
            code in "([a-z<>/\"'`$(){}=:;# \\\\\t\n]|<[?]|[*]|[0-9]|看|“|e\u{301}|🙂){0,80}",
        ) {
            let code = CleanText::body(&code);
            let mut end = 0;
            for mark in marks(language, code.as_str()) {
                prop_assert!(end <= mark.range.start && !mark.range.is_empty());
                prop_assert!(code.as_str().get(mark.range.clone()).is_some());
                end = mark.range.end;
            }
        }
    }
}
