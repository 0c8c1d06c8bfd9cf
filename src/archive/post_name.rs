//! Matches the name in a link, a whole path or a part of it, with a post (J20).

use crate::archive::date::from_name;
use crate::archive::site::extensions;

/// A path of a post or in a link, divided into folders and file name.
pub(super) struct PostName<'a> {
    /// The path before the file name, with its `/`.
    folders: &'a [u8],
    /// The file name without its extension.
    pub(super) stem: &'a [u8],
    path_before_extension: &'a [u8],
}

impl<'a> PostName<'a> {
    /// Divides the path of a post, whose extension may be any.
    pub(super) fn of(path: &'a [u8]) -> Self {
        Self::divide(path, &|_| true)
    }

    /// Divides the name in a link. Only extensions of posts count: `a.png` is a picture, not a
    /// name of `a.md`.
    pub(super) fn in_link(path: &'a [u8]) -> Self {
        Self::divide(path, &extensions::is_posts)
    }

    fn divide(path: &'a [u8], is_extension: &dyn Fn(&[u8]) -> bool) -> Self {
        let name = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
        let (folders, name) = path.split_at_checked(name).unwrap_or_default();
        let dot = name.iter().rposition(|&byte| byte == b'.').filter(|&at| at > 0);
        let dot = dot.filter(|&at| name.get(at + 1..).is_some_and(is_extension));
        let stem = name.get(..dot.unwrap_or(name.len())).unwrap_or_default();
        let path_before_extension = path.get(..folders.len() + stem.len()).unwrap_or_default();
        Self { folders, stem, path_before_extension }
    }

    /// The file name without its extension and the date at its start.
    pub(super) fn stem_after_date(&self) -> &'a [u8] {
        let date = from_name(self.stem).map_or(0, |date| date.rest);
        self.stem.get(date..).unwrap_or_default()
    }

    /// The whole path without its extension.
    pub(super) fn path_before_extension(&self) -> &'a [u8] {
        self.path_before_extension
    }

    /// The path of the folder, without a slash at its end.
    pub(super) fn folder(&self) -> &'a [u8] {
        self.folders.strip_suffix(b"/").unwrap_or_default()
    }

    /// The folders without `_posts` and `_drafts`.
    pub(super) fn own_folders(&self) -> impl Iterator<Item = &'a [u8]> {
        let folders = self.folders.split(|&byte| byte == b'/');
        folders.filter(|folder| !matches!(*folder, b"" | b"_posts" | b"_drafts"))
    }
}
