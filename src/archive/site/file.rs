//! Maps an address to a file of the archive, without touching the disk or the network.

use crate::archive::post::PostKey;
use crate::archive::site::Site;
use crate::document::percent_decoded;

impl Site {
    /// The path, from the root, of the file that a link in `post` leads to: an address below the
    /// site's, one that begins with `/` (and the site's `baseurl`), or one relative to the post.
    /// `None` if it is elsewhere or leaves the root. The file need not exist; symlinks are checked
    /// when it is read.
    pub fn file_at(&self, target: &str, post: &PostKey) -> Option<PostKey> {
        let target = target.split(['?', '#']).next().unwrap_or_default();
        let own = self.address().and_then(|own| target.strip_prefix(own.as_str()));
        let path = match own.filter(|path| path.starts_with('/')) {
            Some(path) => percent_decoded(path),
            None if target.is_empty() || target.starts_with("//") || target.contains(':') => {
                return None;
            }
            None if target.starts_with('/') => {
                let base = self.value("baseurl");
                let base = base.map_or("", |base| base.as_str().trim_end_matches('/'));
                let path = target.strip_prefix(base).filter(|path| path.starts_with('/'));
                percent_decoded(path.unwrap_or(target))
            }
            None => {
                let folder = std::str::from_utf8(post.as_bytes()).ok()?.rsplit_once('/');
                let folder = folder.map_or("", |(folder, _)| folder);
                format!("{folder}/{}", percent_decoded(target))
            }
        };
        let mut parts = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        let path = parts.join("/");
        (!path.is_empty() && !path.contains('\0')).then(|| PostKey::new(path.into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(config: &str, rows: &[(&str, Option<&str>)]) {
        let (site, _) = Site::jekyll(Some(config.as_bytes()));
        let post = PostKey::new(*b"zh/_posts/2020-01-02-x.md");
        for (target, expected) in rows {
            let found = site.file_at(target, &post).map(|path| path.to_clean().to_string());
            assert_eq!(found.as_deref(), *expected, "{target}");
        }
    }

    #[test]
    fn addresses_and_files() {
        // S15
        check(
            "url: https://a.org\nbaseurl: /b",
            &[
                ("https://a.org/b/assets/x.png", Some("assets/x.png")),
                ("https://a.org/b/%E5%9B%BE.png?w=1#top", Some("图.png")),
                ("/b/assets/x.png", Some("assets/x.png")),
                ("/bees/x.png", Some("bees/x.png")),
                ("x.png", Some("zh/_posts/x.png")),
                ("../../x.png", Some("x.png")),
                ("../../../x.png", None),
                ("/a/../../x.png", None),
                ("/a/%2e%2e/%2e%2e/x.png", None),
                ("/x%00.png", None),
                ("/b/", None),
                ("https://a.org/bees/x.png", None),
                ("https://a.org.evil.example/b/x.png", None),
                ("https://b.org/x.png", None),
                ("//b.org/x.png", None),
                ("data:image/png", None),
                ("file:///etc/passwd", None),
                ("", None),
            ],
        );
        check("title: a", &[("/x.png", Some("x.png")), ("https://a.org/x.png", None)]);
    }
}
