//! What stands after the fence of a code block: its language, and its title as Docusaurus
//! (`js title="a.js"`), `VitePress` (`js [a.js]`), others (`js:a.js`) and Hexo (`js A Title https://..`)
//! write it. Everything else is an option of a highlighter.

/// The language and the title of a code block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Info<'a> {
    /// The language; empty if there is none.
    pub language: &'a str,
    /// The title; empty if there is none.
    pub title: &'a str,
    /// The address of the code's source.
    pub source: Option<&'a str>,
}

impl<'a> Info<'a> {
    /// Reads the words after a fence.
    pub(super) fn of(info: &'a str) -> Self {
        let end = info.find([' ', ',', '{']).unwrap_or(info.len());
        let (language, rest) = info.split_at_checked(end).unwrap_or((info, ""));
        let (language, file) = match language.split_once(':') {
            Some((language, file)) if !language.is_empty() => (language, file),
            _ => (language, ""),
        };
        let rest = rest.trim_start_matches(',');
        let named = ["title", "filename", "file"].iter().find_map(|name| value(rest, name));
        let bracketed = || {
            let (before, title) = rest.split_once('[')?;
            let is_outside = before.matches('{').count() == before.matches('}').count();
            title.split_once(']').filter(|_| is_outside).map(|(title, _)| title.trim())
        };
        let file = Some(file).filter(|file| file.contains(['.', '/']));
        let mut source = None;
        let title = named.or(file).or_else(bracketed).unwrap_or_else(|| {
            let (title, address) =
                match rest.find("http").filter(|&at| rest.get(at..).is_some_and(is_address)) {
                    Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
                    None => (rest, ""),
                };
            source = address.split_whitespace().next();
            Some(title.trim()).filter(|title| is_title(title)).unwrap_or_default()
        });
        Self { language, title, source: source.filter(|_| !title.is_empty()) }
    }
}

/// The value of `name="..."` or `name=...`.
fn value<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    let (before, after) = info.split_once(name)?;
    let value = after.strip_prefix('=')?;
    if before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let value = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(quote) => value.get(1..)?.split_once(quote)?.0,
        None => value.split([' ', '}', ',']).next()?,
    };
    Some(value.trim()).filter(|value| !value.is_empty())
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether words are a title. Options begin with a lowercase letter and contain neither a dot nor
/// letters of other scripts.
fn is_title(words: &str) -> bool {
    let starts_large =
        words.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic());
    let is_file = words.contains('.') && words.starts_with(|c: char| c.is_alphanumeric());
    (starts_large || is_file) && !words.contains(['{', '}', '=', '[', ']', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_told_from_options() {
        // B10
        for (info, language, title) in [
            ("", "", ""),
            ("js", "js", ""),
            ("rust,ignore", "rust", ""),
            ("js {1,3} showLineNumbers", "js", ""),
            ("js{1} title=\"a b.js\" live", "js", "a b.js"),
            ("ts title='甲' {1}", "ts", "甲"),
            ("ts filename=a.ts {1}", "ts", "a.ts"),
            ("ts subtitle=\"a\"", "ts", ""),
            ("js:a.js", "js", "a.js"),
            ("ts:line-numbers {1}", "ts", ""),
            ("js:no-v-pre", "js", ""),
            ("sh [pnpm]", "sh", "pnpm"),
            ("js A title", "js", "A title"),
            ("js 例一", "js", "例一"),
            ("js src/a.js", "js", "src/a.js"),
            ("js twoslash", "js", ""),
            ("{.line-numbers}", "", ""),
            ("js {hl_lines=[1,3]}", "js", ""),
        ] {
            let found = Info::of(info);
            assert_eq!((found.language, found.title), (language, title), "{info:?}");
        }
        let found = Info::of("js A title https://a.cn/b source");
        assert_eq!((found.title, found.source), ("A title", Some("https://a.cn/b")));
        assert_eq!(Info::of("js https://a.cn/b").source, None);
    }
}
