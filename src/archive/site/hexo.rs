//! Hexo's rules for the files below `_posts`.

use super::Site;
use super::config::Config;
use super::extensions::{HTML, MARKDOWN, is_one_of};

/// What the config says of files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hexo {
    /// Whether names begin with the date, which is then no part of addresses.
    pub has_dated_names: bool,
    /// Whether HTML is a post: with `post_asset_folder` all files but those of the extension of new
    /// posts belong to a post.
    reads_html: bool,
}

impl Site {
    /// Whether the names of Hexo's files begin with the date, which is then no part of addresses.
    pub fn has_dated_names(&self) -> bool {
        self.hexo.has_dated_names
    }
}

impl Hexo {
    pub(super) fn read(config: &mut Config) -> Self {
        let name = config.text("new_post_name").map(|name| name.to_string()).unwrap_or_default();
        let extension = name.rsplit('.').next().unwrap_or_default();
        Self {
            has_dated_names: name.contains(":year"),
            reads_html: !config.is_true("post_asset_folder")
                || is_one_of(extension.as_bytes(), &HTML),
        }
    }

    /// Whether files with an extension are posts: those that Hexo renders to pages.
    pub(super) fn is_post(self, extension: &[u8]) -> bool {
        is_one_of(extension, &MARKDOWN) || self.reads_html && is_one_of(extension, &HTML)
    }
}
