//! Links as any folder of Markdown has them: which post is meant, and what is said if none is.

use crate::app::App;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::command::Command;
use crate::document::{Link, percent_decoded};

impl App {
    /// The post that a link means: the one that it names, else that of its path. A path is that of a
    /// file beside the article's or below the root, with or without its ending, or of the page that a
    /// site makes of a post, such as `/2024/01/02/name.html`.
    pub(in crate::app) fn post_meant(&self, link: &Link) -> Option<PostId> {
        let (archive, site) = (self.library.archive(), self.library.site()?);
        let (target, article) = (link.target.as_str(), self.article.key()?);
        let at_address = || archive.at_address(target.split('#').next().unwrap_or_default());
        let named = link.post();
        let is_named = named.is_some();
        if let Some(id) = (!is_named).then(at_address).flatten() {
            return Some(id);
        }
        let path = named.or_else(|| Some(site.file_at(target, article)?.as_bytes().to_vec()))?;
        let article = article.as_bytes();
        let folder = article.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let folder = article.get(..folder).unwrap_or_default();
        let page = path.strip_suffix(b"/index.html").unwrap_or(&path);
        // The nearest of several posts of a name is meant.
        let beside = (is_named && !page.contains(&b'/'))
            .then(|| archive.named(&[folder, page].concat()))
            .flatten();
        // A relative path may count from the root, and a name alone may be in any folder.
        let from_root = || {
            let written = page.strip_prefix(folder)?;
            (!is_named || written.contains(&b'/')).then(|| archive.named(written)).flatten()
        };
        beside
            .or_else(|| archive.named(page))
            .or_else(|| archive.named(&of_dated_page(page)?))
            .or_else(from_root)
    }

    /// Says that a link leads to nothing in the archive, and how to take it elsewhere.
    pub(in crate::app) fn say_not_here(&mut self, path: &str) {
        let path = path.split('#').next().unwrap_or_default();
        let keys = self.input.first_key_of(Command::CopyLink);
        self.outbox.say(Text::NotInArchive { path: CleanText::line(&percent_decoded(path)), keys });
    }
}

/// Whether a link's target is the path of a file or a page, not the address of something elsewhere.
pub(in crate::app) fn is_path(target: &str) -> bool {
    let before_slash = target.split('/').next().unwrap_or_default();
    !target.is_empty()
        && !target.starts_with(['#', '?'])
        && !target.starts_with("//")
        && !before_slash.contains(':')
}

/// The name of the post of a page with a date in its path: `a/2024/01/02/name` -> `2024-01-02-name`.
fn of_dated_page(page: &[u8]) -> Option<Vec<u8>> {
    let parts: Vec<&[u8]> = page.split(|byte| *byte == b'/').collect();
    let [.., year, month, day, name] = parts.as_slice() else { return None };
    let is = |part: &[u8], len: usize| part.len() == len && part.iter().all(u8::is_ascii_digit);
    (is(year, 4) && is(month, 2) && is(day, 2)).then(|| [*year, month, day, name].join(&b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_addresses() {
        for path in ["b.md", "./b", "../c/b.md#x", "/2024/01/02/b.html", "%E4%B8%80.md"] {
            assert!(is_path(path), "{path}");
        }
        for address in ["", "#x", "?x", "//a.example/b", "https://a.example", "mailto:a", "a:b"] {
            assert!(!is_path(address), "{address}");
        }
    }

    #[test]
    fn dated_pages_name_their_posts() {
        let check = |page: &str, expected: Option<&str>| {
            let found = of_dated_page(page.as_bytes());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{page}");
        };
        check("2024/01/02/name", Some("2024-01-02-name"));
        check("zh/2024/01/02/name", Some("2024-01-02-name"));
        check("2024/1/2/name", None);
        check("name", None);
    }
}
