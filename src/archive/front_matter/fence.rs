//! Finds where front matter begins and ends, and its format (R1, J6).
//!
//! The table [`FENCES`] maps fences to formats. One pass over the lines; parses no field.

use memchr::memchr_iter;

use super::Format;
use super::entries::{Syntax, split_key};
use super::fields::Keep;
use super::{json, limits, meta};
use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;

/// Opening fence, closing fences, format.
const FENCES: [(&str, &[&str], Format); 3] = [
    ("---", &["---", "..."], Format::Yaml),
    ("+++", &["+++"], Format::Toml),
    ("---toml", &["---"], Format::Toml),
];

/// The front matter's location.
pub(super) struct Block<'a> {
    pub format: Format,
    /// The text between the fences.
    pub content: &'a str,
    /// The line in the file where the content begins, from 1.
    pub line: u32,
    pub body: &'a str,
    pub problems: Vec<Problem>,
}

impl<'a> Block<'a> {
    /// Finds the front matter of a text; without one, everything is body.
    pub(super) fn find(text: &'a str) -> Self {
        let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let line = lines_before(text, start) + 1;
        let mut block = Self::fenced(start, line)
            .or_else(|| Self::long_fenced(start, line))
            .or_else(|| Self::bare_json(start, line))
            .or_else(|| Self::without_opener(start, line))
            .or_else(|| Self::unfenced(start, line))
            .unwrap_or(Self::none(text));
        if start.len() < text.len() && block.format != Format::None {
            // R5: a text that begins with a horizontal rule has no front matter.
            if !block.content.lines().any(|line| is_key(line.trim_start(), block.syntax())) {
                return Self::none(text);
            }
            let wrong = if line > 1 { Wrong::BlankLineBefore } else { Wrong::SpaceBefore };
            block.problems.push(Problem::new(
                1,
                ProblemKind::BeforeFrontMatter,
                wrong,
                Remedy::ReadAnyway,
            ));
        }
        block
    }

    fn none(text: &'a str) -> Self {
        Self { format: Format::None, content: "", line: 1, body: text, problems: Vec::new() }
    }

    /// A block with an opening fence (J6, R1).
    fn fenced(text: &'a str, line: u32) -> Option<Self> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim_end();
        let (_, closers, format) = FENCES.into_iter().find(|(opener, ..)| *opener == first)?;
        let is_close = |line: &str| closers.contains(&line);
        let Some((content, body)) = split_at_close(rest, &is_close, usize::MAX) else {
            return Some(Self::unclosed(text, rest, line, format));
        };
        let json = format == Format::Yaml && content.trim_start().starts_with('{');
        let format = if json { Format::Json } else { format };
        Some(Self { format, content, line: line + 1, body, problems: Vec::new() })
    }

    /// A block in longer fences, as in Hexo: the same number of dashes above and below.
    fn long_fenced(text: &'a str, line: u32) -> Option<Self> {
        let (first, rest) = text.split_once('\n')?;
        let fence = first.trim_end();
        if !is_dashes(fence) {
            return None;
        }
        let is_close = |line: &str| line == fence;
        let (content, body) = split_at_close(rest, &is_close, usize::MAX)?;
        let block =
            Self { format: Format::Yaml, content, line: line + 1, body, problems: Vec::new() };
        looks_like_keys(content, Syntax::Yaml).then_some(block)
    }

    /// A block of `Key: value` lines without fences, up to the first blank line, as in Pelican. It needs
    /// a title and another known key.
    fn unfenced(text: &'a str, line: u32) -> Option<Self> {
        let end = text.find("\n\n").filter(|&end| end <= limits::FRONT_MATTER_BYTES)?;
        let (content, body) = text.split_at_checked(end + 1)?;
        let keys = meta::keys(content)?;
        let is_known = |key: &String| Keep::Known.keeps(key);
        if !keys.iter().any(|key| key == "title")
            || keys.iter().filter(|key| is_known(key)).count() < 2
        {
            return None;
        }
        let body = without_blank_lines(body);
        Some(Self { format: Format::Meta, content, line, body, problems: Vec::new() })
    }

    /// A block without a closing fence: the lines before the first blank one, if they look like
    /// keys (M7).
    fn unclosed(text: &'a str, rest: &'a str, line: u32, format: Format) -> Self {
        let mut block =
            Self { format, content: rest, line: line + 1, body: "", problems: Vec::new() };
        block.body = rest.get(rest.len()..).unwrap_or_default();
        if rest.trim().is_empty() {
            // M16: a lone fence.
            block.content = "";
            return block;
        }
        let end: usize = rest
            .split_inclusive('\n')
            .take_while(|line| !line.trim().is_empty())
            .map(str::len)
            .sum();
        let (content, body) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let done = if looks_like_keys(content, block.syntax()) {
            block.content = content;
            block.body = without_blank_lines(body);
            Remedy::ToBlankLine
        } else {
            block = Self::none(text);
            Remedy::AllBody
        };
        let wrong = Wrong::NoClosingFence;
        block.problems.push(Problem::new(line, ProblemKind::UnclosedFrontMatter, wrong, done));
        block
    }

    /// A JSON object without fences.
    fn bare_json(text: &'a str, line: u32) -> Option<Self> {
        let (content, rest) = text.split_at_checked(json::object_len(text)?)?;
        // If the rest of the object's last line is blank, it is not part of the body.
        let body = match rest.split_once('\n') {
            Some((end, body)) if end.trim().is_empty() => without_blank_lines(body),
            _ => rest,
        };
        Some(Self { format: Format::Json, content, line, body, problems: Vec::new() })
    }

    /// A block without an opening fence, as in Hexo: `key: value` on line 1, `---` or more soon after.
    fn without_opener(text: &'a str, line: u32) -> Option<Self> {
        let first = text.split('\n').next()?;
        let (key, _) = split_key(first, Syntax::Yaml)?;
        if !Keep::Known.keeps(key) || !is_key(first, Syntax::Yaml) {
            return None;
        }
        let (content, body) = split_at_close(text, &is_dashes, limits::LINES_WITHOUT_OPENER)?;
        if !looks_like_keys(content, Syntax::Yaml) {
            return None;
        }
        let wrong = Wrong::NoOpeningFence;
        let done = Remedy::ReadAnyway;
        let problem = Problem::new(line, ProblemKind::BeforeFrontMatter, wrong, done);
        Some(Self { format: Format::Yaml, content, line, body, problems: vec![problem] })
    }

    /// The syntax of its keys.
    pub(super) fn syntax(&self) -> Syntax {
        match self.format {
            Format::None | Format::Yaml | Format::Meta => Syntax::Yaml,
            Format::Toml => Syntax::Toml,
            Format::Json => Syntax::Json,
        }
    }
}

/// Splits a text at a closing fence within its first `lines` lines.
///
/// Blanks after the fence and blank lines below it are skipped (J6).
fn split_at_close<'a>(
    text: &'a str,
    is_close: &dyn Fn(&str) -> bool,
    lines: usize,
) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(lines) {
        if is_close(line.trim_end()) {
            let body = text.get(at + line.len()..).unwrap_or_default();
            return Some((text.get(..at)?, without_blank_lines(body)));
        }
        at += line.len();
    }
    None
}

/// Whether a line is three dashes or more.
fn is_dashes(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// Skips leading blank lines; keeps the indent of the first other line.
fn without_blank_lines(text: &str) -> &str {
    let blanks = text.len() - text.trim_ascii_start().len();
    let Some((head, _)) = text.split_at_checked(blanks) else { return text };
    if blanks == text.len() {
        return text.get(blanks..).unwrap_or_default();
    }
    text.get(head.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or(text)
}

/// Whether the lines of a block are keys, list items, comments and indented lines.
fn looks_like_keys(block: &str, syntax: Syntax) -> bool {
    let mut lines = block.lines();
    lines.next().is_some_and(|first| is_key(first, syntax))
        && lines.all(|line| {
            line.is_empty() || line.starts_with([' ', '\t', '-', '#']) || is_key(line, syntax)
        })
}

/// Whether a line is a key of letters, digits, `_` and `-`, with a value.
fn is_key(line: &str, syntax: Syntax) -> bool {
    let Some((key, value)) = split_key(line, syntax) else { return false };
    let word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let spaced =
        syntax != Syntax::Yaml || value.is_empty() || value.starts_with([' ', '\t', '"', '\'']);
    word && (spaced || Keep::Known.keeps(key))
}

/// The number of line ends in a text before its suffix.
pub(super) fn lines_before(text: &str, suffix: &str) -> u32 {
    let before = text.as_bytes().get(..text.len() - suffix.len()).unwrap_or_default();
    memchr_iter(b'\n', before).count() as u32
}

#[cfg(test)]
mod tests {
    use super::Format::{self, Toml, Yaml};
    use crate::archive::decode::decode;
    use crate::archive::front_matter::tests::check;

    #[test]
    fn fences_as_for_jekyll() {
        // J6
        for (text, body, line) in [
            ("---\ntitle: a\n---\nb\n", "b\n", 4),
            ("--- \t\ntitle: a\n---  \n\n \n  b", "  b", 6),
            ("---\ntitle: a\n...\nb", "b", 4),
            ("---\n\ntitle: a\n\n---\nb", "b", 6),
            ("---\ntitle: a\nx: |\n  ---\n---\nb", "b", 6),
            ("---\ntitle: a\n---\n---\nb", "---\nb", 4),
        ] {
            check(text, Yaml, "title=a", body, line);
        }
        check("---\n---\nb", Yaml, "", "b", 3);
        check(
            "---\n----\n---\nb",
            Yaml,
            "2: the front matter is text, not keys and values; left out",
            "b",
            4,
        );
        check("----\ntitle: a\n---\nb", Format::None, "", "----\ntitle: a\n---\nb", 1);
        check("a\n---\ntitle: b\n---\n", Format::None, "", "a\n---\ntitle: b\n---\n", 1);
        check("text", Format::None, "", "text", 1);
    }

    #[test]
    fn blank_lines_and_marks_before_the_fence() {
        // R5, M8, M9
        let blank = "1: blank line before the front matter; front matter read anyway";
        check("\n---\ntitle: a\n---\nb", Yaml, &format!("title=a\n{blank}"), "b", 5);
        check("\n \u{feff}\n---\ntitle: a\n---\nb", Yaml, &format!("title=a\n{blank}"), "b", 6);
        let space = "1: space before the front matter; front matter read anyway";
        check("  ---\ntitle: a\n---\nb", Yaml, &format!("title=a\n{space}"), "b", 4);
        check("\n+++\ntitle = 'a'\n+++\nb", Toml, &format!("title=a\n{blank}"), "b", 5);
        // A horizontal rule is no fence.
        check("\n---\na\n---\nb", Format::None, "", "\n---\na\n---\nb", 1);
        let decoded =
            decode("\u{feff}\u{feff}---\r\ntitle: a\r\n---\r\nb".as_bytes(), None).unwrap();
        check(&decoded.text, Yaml, "title=a", "b", 4);
        // M11
        let decoded = decode(b"---\rtitle: a\r---\rb", None).unwrap();
        check(&decoded.text, Yaml, "title=a", "b", 4);
    }

    #[test]
    fn longer_fences_of_hexo() {
        check("------\ntitle: a\n------\nb", Yaml, "title=a", "b", 4);
        for text in ["------\ntitle: a\n---\nb", "----\na rule\n----\nb", "----\ntitle: a\n"] {
            check(text, Format::None, "", text, 1);
        }
    }

    #[test]
    fn no_closing_fence() {
        // M7
        let read_some = "1: no closing fence; read up to the first blank line";
        check(
            "---\ntitle: a\ntags:\n- b\n\nc\n",
            Yaml,
            &format!("title=a\ntags=[b]\n{read_some}"),
            "c\n",
            6,
        );
        check("+++\ntitle = 'a'\n\nc\n", Toml, &format!("title=a\n{read_some}"), "c\n", 4);
        check(
            "---\ntitle: \"a \"b\"\n\nc",
            Yaml,
            &format!("title=a \"b\n{read_some}\n2: `title` is not valid YAML; read as text"),
            "c",
            4,
        );
        let all = "1: no closing fence; all of it is body";
        check("---\na rule\n\nb", Format::None, all, "---\na rule\n\nb", 1);
        check(
            "---\ntitle: a\nthen text\n\nb",
            Format::None,
            all,
            "---\ntitle: a\nthen text\n\nb",
            1,
        );
        check("---\n\ntitle: a\n", Format::None, all, "---\n\ntitle: a\n", 1);
    }

    #[test]
    fn no_opening_fence() {
        // Hexo
        let warning = "1: no opening fence; front matter read anyway";
        check(
            "title: a\ndate: 2013/7/13\n---\nb",
            Yaml,
            &format!("title=a\ndate=2013/7/13\n{warning}"),
            "b",
            4,
        );
        check(
            "title: a\nother:\"b\"\n------\nb",
            Yaml,
            &format!(
                "title=a\n{warning}\n2: the front matter is not valid YAML (column 10); read line by line"
            ),
            "b",
            4,
        );
        for text in [
            "title: a\n\nnot a key\n---\nb".to_owned(),
            "Note: a\n---\nb".to_owned(),
            "title: a\nb".to_owned(),
            format!("title: a\n{}---\nb", "x: y\n".repeat(39)),
        ] {
            check(&text, Format::None, "", &text, 1);
        }
    }

    #[test]
    fn no_text() {
        // M16
        for text in ["", " \n\u{3000}\n"] {
            check(
                text,
                Format::None,
                "1: no text; shown empty",
                "",
                1 + text.matches('\n').count() as u32,
            );
        }
        check("---", Yaml, "1: no text; shown empty", "", 1);
        check("---\n", Yaml, "1: no text; shown empty", "", 2);
        check("---\ntitle: a\n---\n \n", Yaml, "title=a\n1: no text; shown empty", "", 5);
        check("---\ntitle: a\n---", Yaml, "title=a\n1: no text; shown empty", "", 3);
    }
}
