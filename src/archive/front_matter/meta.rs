//! Parses front matter of `Key: value` lines without fences, as used by Pelican and `MultiMarkdown`.
//!
//! Keys ignore case. An indented line continues the value above it.

use super::entries::{Syntax, split_key};
use super::fields::{Gatherer, Scalar, ScalarKind, Value, takes_list};

/// The keys of a block in lower case; `None` if a line is neither a key with a value nor indented.
pub(super) fn keys(block: &str) -> Option<Vec<String>> {
    let lines = block.lines().filter(|line| !line.starts_with([' ', '\t']));
    let is_first = !block.starts_with([' ', '\t']);
    lines.map(|line| Some(key_and_value(line)?.0)).collect::<Option<_>>().filter(|_| is_first)
}

/// Parses a block that [`keys`] accepted.
pub(super) fn read(block: &str, out: &mut Gatherer) {
    let block = out.clean_source(block);
    let mut fields: Vec<(usize, String, String)> = Vec::new();
    for (index, line) in block.as_str().lines().enumerate() {
        let continued = line.starts_with([' ', '\t']).then(|| fields.last_mut()).flatten();
        if let Some((_, _, value)) = continued {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((key, value)) = key_and_value(line) {
            fields.push((index, key, value.to_owned()));
        }
    }
    for (index, name, text) in fields {
        if !out.keep.keeps(&name) {
            continue;
        }
        let value = if takes_list(&name) {
            let items = text.split([',', ';']).map(|item| Value::text(out.clean(item.trim())));
            Value::List(items.collect())
        } else {
            let kind = match text.to_lowercase().as_str() {
                "true" => ScalarKind::Bool(true),
                "false" => ScalarKind::Bool(false),
                _ => ScalarKind::Text,
            };
            Value::Scalar(Scalar { text: out.clean(&text), kind })
        };
        out.field(&name, out.line(index), value);
    }
}

/// The key of a line in lower case, and the value.
fn key_and_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = split_key(line, Syntax::Yaml)?;
    let is_word =
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let is_spaced = value.starts_with([' ', '\t']) || value.is_empty();
    let name = match key.to_lowercase() {
        name if name == "modified" => "lastmod".to_owned(),
        name => name,
    };
    (is_word && is_spaced).then(|| (name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::Format::{self, Meta};
    use super::super::tests::check;

    #[test]
    fn lines_of_pelican() {
        // R1
        check(
            "Title: 甲: 乙\nDate: 2024-01-03 10:20\nCategory: 技术\nTags: Big Data, c\nAuthors: A B; C\n\
             Summary: 一行\n    又一行\nModified: 2024-02-01\nX-Other: 1\n\n\n正文\n",
            Meta,
            "title=甲: 乙\ndate=2024-01-03 10:20\ncategory=[技术]\ntags=[Big Data, c]\nauthors=[A B, C]\n\
             summary=一行 又一行\nlastmod=2024-02-01",
            "正文\n",
            12,
        );
        check("title: a\ndraft: True\n\nb", Meta, "title=a\ndraft=!true", "b", 4);
    }

    #[test]
    fn other_lines_are_text() {
        // R1
        for text in [
            "Title: a\n\nb",
            "Title: a\nWhat: b\n\nc",
            "Date: 2024-01-03\nTags: a\n\nb",
            "Title: a\nDate: 2024-01-03\nand so on\n\nb",
            "Title: a\nDate: 2024-01-03\n",
            "Title:a\nDate:b\n\nc",
        ] {
            check(text, Format::None, "", text, 1);
        }
    }
}
