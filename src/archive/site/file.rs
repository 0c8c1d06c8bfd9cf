//! Maps a link to a file of the archive, without touching the disk or the network.

use url::Url;

use crate::archive::post::PostKey;
use crate::archive::site::generator::Generator;
use crate::archive::site::placement::{Section, last_part, parts, stem_and_extension, within};
use crate::archive::site::{Site, extensions};
use crate::clean::CleanStr;
use crate::document::percent_decoded_bytes;

impl Site {
    /// The path, from the root, of the file that a link in `post` leads to: an address below the
    /// site's, one that begins with `/` (and the site's `baseurl`), or one relative to the post.
    /// `None` if it is elsewhere or leaves the root. The file need not exist; symlinks are checked
    /// when it is read.
    pub fn file_at(&self, target: &str, post: &PostKey) -> Option<PostKey> {
        self.path_at(target, post, b"")
    }

    /// The paths, from the root, at which the file of a picture in `post` may be, whose page is at
    /// the address `page`: where its address leads, in the folders that the generator copies to the
    /// site's root, and beside the post, as it was written before it was made absolute.
    pub fn places_of_picture(
        &self,
        target: &str,
        post: &PostKey,
        page: Option<&str>,
    ) -> Vec<PostKey> {
        let page = page.or_else(|| self.address().map(CleanStr::as_str));
        let base = page.and_then(|page| Url::parse(page).ok());
        let written = || base?.make_relative(&Url::parse(target).ok()?);
        let beside = written().and_then(|written| self.file_at(&written, post));
        let at = self.file_at(target, post);
        let is_from_root = target.starts_with('/')
            || self.address().is_some_and(|own| target.starts_with(own.as_str()));
        let copied = at.iter().filter(|_| is_from_root).flat_map(|at| self.copies_of(at, post));
        at.iter().cloned().chain(copied).chain(beside).collect()
    }

    /// The paths of the files that the generator copies to `path` on the site of `post`.
    fn copies_of(&self, path: &PostKey, post: &PostKey) -> impl Iterator<Item = PostKey> {
        let root = self.root_of(post);
        let bases = [Some(&b""[..]), Some(root).filter(|root| !root.is_empty())];
        bases.into_iter().flatten().flat_map(move |base| {
            self.generator().copied().iter().map(move |folder| {
                let parts = [base, folder.as_bytes(), path.as_bytes()];
                PostKey::new(
                    parts
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(&b'/'),
                )
            })
        })
    }

    /// The path, from the root, of the post whose file a link in `post` names; `/` and Zola's `@/`
    /// stand for the folder of texts. `None` if the link is an address of the site. The post need
    /// not exist.
    pub fn post_at(&self, target: &str, post: &PostKey) -> Option<PostKey> {
        let path = self.path_at(target, post, self.root_of(post))?;
        let extension = stem_and_extension(last_part(path.as_bytes())).1?;
        // On a site a page of a post has such a name, too.
        let is_post = extensions::is_one_of(extension, &extensions::MARKDOWN)
            || self.address().is_none() && extensions::is_posts(extension);
        is_post.then_some(path)
    }

    /// The paths, from the root, where the post of a page may be if the site keeps its texts in their
    /// own folders: `posts/a` may come from `content/posts/a.md`, `zh/a` from `content/zh/a.md`.
    pub fn paths_of_page(&self, page: &[u8]) -> impl Iterator<Item = Vec<u8>> {
        self.roots.iter().map(String::as_bytes).flat_map(move |root| {
            let in_language = within(page, last_part(root));
            let paths = [Some(page), in_language].into_iter().flatten();
            paths.map(move |path| [root, path].join(&b'/'))
        })
    }

    /// The path, from the root, of the post named in a `post_url` tag or the like (J20) of `post`;
    /// `None` if it leaves the root. The post need not exist.
    pub fn named_post(&self, name: &str, post: &PostKey) -> Option<String> {
        let name = name.trim_matches('/');
        if name.is_empty() || name.split('/').any(|part| part == "..") {
            return None;
        }
        let is_path = self.place(name.as_bytes()).section != Section::Folder;
        if !self.generator().has_sections() || is_path {
            // A name alone may stand in any folder.
            let root = std::str::from_utf8(self.root_of(post)).unwrap_or_default();
            return Some(match root {
                root if !root.is_empty() && name.contains('/') => format!("{root}/{name}"),
                _ => name.to_owned(),
            });
        }
        Some(match self.collections_dir.as_str() {
            "" => format!("_posts/{name}"),
            folder => format!("{folder}/_posts/{name}"),
        })
    }

    /// The path of an address below the site's own. The scheme may differ, since old links use
    /// `http`.
    pub fn below_address<'a>(&self, target: &'a str) -> Option<&'a str> {
        let without_scheme = |address: &'a str| {
            ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme))
        };
        let own = self.address()?;
        let own = own.as_str().split_once("://").map_or(own.as_str(), |(_, own)| own);
        without_scheme(target)?.strip_prefix(own)
    }

    /// The folder of texts that a post is in; empty if all folders are.
    fn root_of(&self, post: &PostKey) -> &[u8] {
        let roots = self.roots.iter().map(String::as_bytes);
        let around = roots.filter(|root| within(post.as_bytes(), root).is_some());
        around.max_by_key(|root| root.len()).unwrap_or_default()
    }

    /// The path that a link leads to; one that begins with `/` counts from `root`.
    fn path_at(&self, target: &str, post: &PostKey, root: &[u8]) -> Option<PostKey> {
        let target = target.split(['?', '#']).next().unwrap_or_default();
        let own = self.below_address(target);
        let folder = post.as_bytes().strip_suffix(last_part(post.as_bytes())).unwrap_or_default();
        let (start, path) = match own.filter(|path| path.starts_with('/')) {
            Some(path) => (root, path),
            None if target.is_empty() || target.starts_with("//") || target.contains(':') => {
                return None;
            }
            None if target.starts_with('/') => {
                let base = self.value("baseurl");
                let base = base.map_or("", |base| base.as_str().trim_end_matches('/'));
                let path = target.strip_prefix(base).filter(|path| path.starts_with('/'));
                (root, path.unwrap_or(target))
            }
            None => match target.strip_prefix("@/") {
                Some(path) if self.generator() == Generator::Zola => (root, path),
                _ => (folder, target),
            },
        };
        let path = percent_decoded_bytes(path);
        let mut found = Vec::new();
        for part in parts(start).chain(parts(&path)) {
            match part {
                b"" | b"." => {}
                b".." => drop(found.pop()?),
                part => found.push(part),
            }
        }
        let path = found.join(&b'/');
        (!path.is_empty() && !path.contains(&0)).then(|| PostKey::new(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::site::generator::Recognised;

    #[test]
    fn pictures_are_beside_their_posts() {
        let (site, _) = Site::jekyll(Some(b"url: https://a.org\nbaseurl: /b"));
        let post = PostKey::new(*b"zh/_posts/2020-01-02-x.md");
        let check = |target: &str, page: Option<&str>, expected: &[&str]| {
            let found = site.places_of_picture(target, &post, page);
            let found: Vec<String> = found.iter().map(|path| path.to_clean().to_string()).collect();
            assert_eq!(found, expected, "{target}");
        };
        let page = Some("https://a.org/b/2020/x.html");
        check("https://a.org/b/2020/y.png", page, &["2020/y.png", "zh/_posts/y.png"]);
        check("https://a.org/b/2020/%E5%9B%BE.png", page, &["2020/图.png", "zh/_posts/图.png"]);
        check("https://a.org/b/i/y.png", page, &["i/y.png", "zh/i/y.png"]);
        check("https://a.org/y.png", None, &["zh/_posts/y.png"]);
        check("https://c.org/y.png", page, &[]);
        check("y.png", page, &["zh/_posts/y.png"]);
    }

    #[test]
    fn pictures_are_in_folders_that_are_copied_to_the_root() {
        for (generator, roots, post, target, expected) in [
            (Generator::Hexo, &[][..], "source/_posts/x.md", "/i/y.png", "i/y.png source/i/y.png"),
            (
                Generator::Hugo,
                &["content"],
                "content/posts/x.md",
                "/y.png",
                "y.png static/y.png content/static/y.png",
            ),
            (
                Generator::Vue,
                &["docs"],
                "docs/x.md",
                "/y.png",
                "y.png public/y.png .vuepress/public/y.png docs/public/y.png \
                 docs/.vuepress/public/y.png",
            ),
            (Generator::Hugo, &["content"], "content/posts/x.md", "y.png", "content/posts/y.png"),
            (Generator::Jekyll, &[], "_posts/x.md", "/y.png", "y.png"),
        ] {
            let recognised =
                Recognised { generator, roots: roots.to_vec(), ..Recognised::default() };
            let (site, _) = Site::of(&recognised, None);
            let found = site.places_of_picture(target, &PostKey::new(post.as_bytes()), None);
            let found: Vec<String> = found.iter().map(|path| path.to_clean().to_string()).collect();
            assert_eq!(found.join(" "), expected, "{target} of {post}");
        }
    }

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

    #[test]
    fn a_link_to_a_file_of_the_archive_leads_to_its_post() {
        // B32
        let own = PostKey::new("content/甲/a 1%.md".as_bytes());
        let check = |generator, config: &str, rows: &[(&str, Option<&str>)]| {
            let (config_path, roots) = match generator {
                Generator::Plain => ("", Vec::new()),
                _ => ("config.toml", vec!["content"]),
            };
            let config_path = Some(config_path);
            let recognised =
                Recognised { generator, config: config_path, roots, ..Recognised::default() };
            let (site, _) = Site::of(&recognised, Some(config.as_bytes()));
            for (target, expected) in rows {
                let found = site.post_at(target, &own).map(|path| path.to_clean().to_string());
                assert_eq!(found.as_deref(), *expected, "{target}");
            }
        };
        check(
            Generator::Plain,
            "",
            &[
                ("b.md", Some("content/甲/b.md")),
                ("./b.md#c", Some("content/甲/b.md")),
                ("../乙/b%20c.markdown", Some("content/乙/b c.markdown")),
                ("b.MDX", Some("content/甲/b.MDX")),
                ("b.mkd", Some("content/甲/b.mkd")),
                ("b.html?c", Some("content/甲/b.html")),
                ("b.txt", Some("content/甲/b.txt")),
                ("/b.md", Some("b.md")),
                ("../../../b.md", None),
                ("b.pdf", None),
                ("md", None),
                ("mailto:b.md", None),
            ],
        );
        let zola = "base_url = 'https://a.org'";
        check(
            Generator::Zola,
            zola,
            &[
                ("@/blog/b.md", Some("content/blog/b.md")),
                ("/blog/b.md", Some("content/blog/b.md")),
                ("../../b.md", Some("b.md")),
                // The address of a page.
                ("b.html", None),
            ],
        );
        // The name of a file need not be UTF-8.
        let found = Site::plain().post_at("%D6%D0.md", &PostKey::new(*b"\xd6/a.md")).unwrap();
        assert_eq!(found.as_bytes(), b"\xd6/\xd6\xd0.md");
    }
}
