//! Matches the name in a link, a whole path or a part of it, with a post (J20).

use crate::archive::date::from_name;

/// A path of a post or in a link, divided into folders and file name.
pub(super) struct PostName<'a> {
    /// The path before the file name, with its `/`.
    folders: &'a [u8],
    /// The file name without its extension.
    stem: &'a [u8],
}

impl<'a> PostName<'a> {
    /// Divides a path.
    pub(super) fn of(path: &'a [u8]) -> Self {
        let name = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
        let (folders, name) = path.split_at_checked(name).unwrap_or_default();
        let dot = name.iter().rposition(|&byte| byte == b'.').filter(|&at| at > 0);
        let stem = name.get(..dot.unwrap_or(name.len())).unwrap_or_default();
        Self { folders, stem }
    }

    /// Whether a link names this post. The link may omit the date; without folders, it matches any.
    pub(super) fn is_named_by(&self, words: &Self) -> bool {
        let is_named = self.stem == words.stem || {
            let date = from_name(self.stem).map_or(0, |date| date.rest);
            self.stem.get(date..) == Some(words.stem)
        };
        is_named
            && !words.stem.is_empty()
            && (words.own_folders().next().is_none() || words.own_folders().eq(self.own_folders()))
    }

    /// The folders without `_posts` and `_drafts`.
    fn own_folders(&self) -> impl Iterator<Item = &'a [u8]> {
        let folders = self.folders.split(|&byte| byte == b'/');
        folders.filter(|folder| !matches!(*folder, b"" | b"_posts" | b"_drafts"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_posts_j20() {
        for (words, path, expected) in [
            ("_posts/2020-01-01-a", "_posts/2020-01-01-a.md", true),
            ("_posts/2020-01-01-a", "old_post/2020-01-01-a.md", true),
            ("_posts/sub/2020-01-01-a", "sub/_posts/2020-01-01-a.md", true),
            ("_posts/sub/2020-01-01-a", "_posts/sub/2020-01-01-a.md", true),
            ("_posts/sub/2020-01-01-a", "_posts/2020-01-01-a.md", false),
            ("_posts/my-post", "_posts/2020-01-01-my-post.md", true),
            ("_posts/my-post", "_posts/2020-01-01-not-my-post.md", false),
            ("中文", "_posts/20200101 中文.md", true),
            ("_posts/2020-01-01-a", "_posts/2020-01-02-a.md", false),
            ("_posts/", "_posts/2020-01-01-.md", false),
            ("", ".md", false),
        ] {
            let meant = PostName::of(path.as_bytes()).is_named_by(&PostName::of(words.as_bytes()));
            assert_eq!(meant, expected, "{words} {path}");
        }
    }
}
