//! Links as any folder of Markdown has them: which post is meant, and what is said if none is.

use crate::app::App;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::command::Command;

impl App {
    /// The post that a link's target means, if it is a path: of a file beside the article's, below the
    /// root, with or without its ending, or of the page that a site makes of a post, such as
    /// `/2024/01/02/name.html`.
    pub(in crate::app) fn post_meant(&self, target: &str) -> Option<PostId> {
        if !is_path(target) {
            return None;
        }
        let (archive, site) = (self.library.archive(), self.library.site()?);
        let key = site.file_at(target, self.article.key()?)?;
        let path = key.as_bytes();
        let page = path.strip_suffix(b"/index.html").unwrap_or(path);
        archive
            .named(page)
            .or_else(|| archive.named(&of_dated_page(page)?))
            // A name alone, as in `[[name]]`, may be that of a file in any folder.
            .or_else(|| {
                archive.named(
                    page.rsplit(|byte| *byte == b'/').next().filter(|_| !target.contains('/'))?,
                )
            })
    }

    /// Says that a link leads to nothing in the archive, and how to take it elsewhere.
    pub(in crate::app) fn say_not_here(&mut self, path: &str) {
        let keys = self.input.first_key_of(Command::CopyLink);
        self.outbox.say(Text::NotInArchive { path: CleanText::line(path), keys });
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
