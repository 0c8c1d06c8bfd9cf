//! Links as any folder of Markdown has them: which post is meant, and what is said if none is.

use crate::app::App;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::command::Command;
use crate::document::{Link, percent_decoded};

impl App {
    /// The post that a link in the article means.
    pub(in crate::app) fn post_meant(&self, link: &Link) -> Option<PostId> {
        self.library.archive().meant(self.library.site()?, link, self.article.key()?)
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
}
