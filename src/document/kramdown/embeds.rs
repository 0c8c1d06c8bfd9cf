//! Embeds of `VuePress` and `VitePress`, which become links: files of the archive (`<<< ./a.ts`,
//! `<!-- @include: ./b.md -->`, `@[code](./a.ts)`) and videos (`@[youtube](x)`).

use super::super::liquid::{Marker, embed_address, link};
use super::super::scan::{first_line, split_lead};
use super::super::split_near;
use super::{LONGEST_MARK, Pass};

impl Pass<'_> {
    /// Handles `@[name options](address)`.
    pub(super) fn embed(&mut self) -> bool {
        let near = first_line(split_near(self.scan.rest(), LONGEST_MARK).0);
        let Some((name, rest)) = near.strip_prefix("@[").and_then(|rest| rest.split_once("]("))
        else {
            return false;
        };
        let Some((target, _)) = rest.split_once(')') else { return false };
        let len = name.len() + target.len() + "@[](".len() + 1;
        let name = name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let id = target.split_whitespace().next().unwrap_or_default();
        let html = if matches!(name.as_str(), "code" | "include" | "pdf") {
            file_link(id)
        } else {
            embed_address(&name, id).map(|address| link(&address, &format!("{name}: {id}")))
        };
        html.is_some_and(|html| self.replace(len, &html))
    }

    /// Handles a line that stands for the text of a file.
    pub(super) fn include(&mut self, line: &str) -> bool {
        let (lead, words) = split_lead(line);
        let words = words.trim_end();
        let comment = words.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        let path = match comment {
            Some(comment) => {
                let comment = comment.trim();
                let rest =
                    comment.strip_prefix("@include:").or(comment.strip_prefix("@include-push("));
                rest.map(|rest| rest.trim().trim_end_matches(')'))
            }
            None => words.strip_prefix("<<<").map(str::trim),
        };
        let html = path.and_then(file_link);
        html.is_some_and(|html| {
            self.scan.leave_html();
            self.replace(line.len(), &format!("{lead}\n{lead}{html}\n{lead}"))
        })
    }
}

/// A link to a file, with its name as text, or a placeholder; `@/` is the root of the site.
fn file_link(path: &str) -> Option<String> {
    let end = path.find(['{', '#', ' ']).unwrap_or(path.len());
    let path = path.get(..end)?;
    let path = path.strip_prefix('@').filter(|path| path.starts_with('/')).unwrap_or(path);
    let name = path.rsplit('/').next()?;
    let is_file = name.contains('.') && !path.contains(['<', '>', '(', ')']);
    // `@name` is an alias, whose folder the site's program knows.
    let placeholder = |text: &str| Marker::Placeholder { text, is_block: false }.html();
    is_file.then(|| match path.strip_prefix('@') {
        Some(alias) => placeholder(&format!("[include: {alias}]")),
        None => link(path, name),
    })
}
