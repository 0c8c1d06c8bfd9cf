//! Finds the post that a link means, on a site or in any folder of Markdown.

use crate::archive::post::{PostId, PostKey};
use crate::archive::post_name::PostName;
use crate::archive::site::Site;
use crate::archive::site::placement::last_part;
use crate::archive::{Archive, Lookup};
use crate::document::Link;

impl Lookup {
    /// The post that a link in `article` means: the one that it names or whose address it is, else
    /// that of its path. A path is that of a file beside the article's, below the root or below a
    /// folder of texts, with or without its ending, or of the page that a site makes of a post, such
    /// as `/2024/01/02/name.html` or `/posts/name/`.
    pub fn meant(&self, site: &Site, link: &Link, article: &PostKey) -> Option<PostId> {
        let mut addresses = addresses(site, link).into_iter().flatten();
        addresses
            .find_map(|address| self.at_address(&address))
            .or_else(|| self.of_path(site, link, &path_of(site, link, article)?, article))
    }

    /// The post of a path that a link names or leads to.
    fn of_path(&self, site: &Site, link: &Link, path: &[u8], article: &PostKey) -> Option<PostId> {
        let is_named = link.post().is_some();
        let page = page_of(path);
        let article = article.as_bytes();
        let folder = article.strip_suffix(last_part(article)).unwrap_or_default();
        // The nearest of several posts of a name is meant.
        let beside = (is_named && !page.contains(&b'/'))
            .then(|| self.named(&[folder, page].concat()))
            .flatten();
        let below_roots = || site.paths_of_page(page).find_map(|path| self.named(&path));
        // A relative path may count from the root, and a name alone may be in any folder.
        let from_root = || {
            let written = page.strip_prefix(folder)?;
            (!is_named || written.contains(&b'/')).then(|| self.named(written)).flatten()
        };
        beside
            .or_else(|| self.named(page))
            .or_else(below_roots)
            .or_else(|| self.named(&of_dated_page(page)?))
            .or_else(from_root)
    }
}

impl Archive {
    /// Like [`Lookup::meant`], for one question. Looks at the paths of all posts only if the link
    /// has one.
    pub fn meant(&self, site: &Site, link: &Link, article: &PostKey) -> Option<PostId> {
        let mut addresses = addresses(site, link).into_iter().flatten();
        addresses.find_map(|address| self.at_address(&address)).or_else(|| {
            let path = path_of(site, link, article)?;
            let lookup = self.lookup_like(PostName::in_link(page_of(&path)).stem);
            lookup.of_path(site, link, &path, article)
        })
    }
}

/// The address of a link that names no post, with and without a slash at its end: sites lead from
/// one to the other.
fn addresses(site: &Site, link: &Link) -> Option<[String; 2]> {
    if link.post().is_some() {
        return None;
    }
    let address = link.target.as_str().split('#').next().unwrap_or_default();
    let own = site.address().zip(site.below_address(address));
    let address = own.map_or(address.to_owned(), |(root, path)| format!("{root}{path}"));
    let other = match address.strip_suffix('/') {
        Some(without) => without.to_owned(),
        None => format!("{address}/"),
    };
    Some([address, other])
}

/// The path that a link names or leads to, from the root.
fn path_of(site: &Site, link: &Link, article: &PostKey) -> Option<Vec<u8>> {
    let at = || Some(site.file_at(link.target.as_str(), article)?.as_bytes().to_vec());
    link.post().or_else(at)
}

fn page_of(path: &[u8]) -> &[u8] {
    path.strip_suffix(b"/index.html").unwrap_or(path)
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
    use crate::archive::resolve::PostFile;
    use crate::archive::site::generator::{Generator, Recognised};
    use crate::clean::CleanText;

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

    /// Follows links of the first file, each in two ways.
    fn check(
        recognised: &Recognised,
        config: &str,
        files: &[(&str, &str)],
        links: &[(&str, &str)],
    ) {
        let (site, _) = Site::of(recognised, Some(config.as_bytes()));
        let post = |(path, text): &(&str, &str)| {
            let key = PostKey::new(path.as_bytes());
            PostFile::new(&key, text.as_bytes(), &site).post(0)
        };
        let mut archive = Archive::default();
        archive.add(files.iter().map(post).collect());
        let article = PostKey::new(files[0].0.as_bytes());
        let lookup = archive.lookup();
        for (target, expected) in links {
            let link = Link { target: CleanText::line(target), image: false, dots: None };
            for id in [lookup.meant(&site, &link, &article), archive.meant(&site, &link, &article)]
            {
                let path = id.and_then(|id| archive.post(id)).map(|post| post.key().to_clean());
                let path = path.as_ref().map_or("none", CleanText::as_str);
                assert_eq!(path, *expected, "{target}");
            }
        }
    }

    #[test]
    fn pages_below_folders_of_texts() {
        let hugo = Recognised {
            generator: Generator::Hugo,
            roots: vec!["content"],
            config: Some("hugo.toml"),
            ..Recognised::default()
        };
        let files = [
            ("content/posts/a.md", "a"),
            ("content/posts/c.md", "c"),
            ("content/blog/b/index.md", "b"),
            ("content/blog/v1.2/index.zh.md", "v"),
            ("content/moved.md", "---\nurl: /elsewhere/x/\n---\nx"),
        ];
        let links = [
            ("/posts/c/", "content/posts/c.md"),
            ("/posts/c", "content/posts/c.md"),
            ("/posts/c/#part", "content/posts/c.md"),
            ("/posts/c/index.html", "content/posts/c.md"),
            ("https://a.org/posts/c/", "content/posts/c.md"),
            ("http://a.org/posts/c/", "content/posts/c.md"),
            ("http://a.org/elsewhere/x/", "content/moved.md"),
            ("https://a.org/elsewhere/x", "content/moved.md"),
            ("https://a.org/elsewhere/x/", "content/moved.md"),
            ("/blog/b/", "content/blog/b/index.md"),
            ("../blog/b", "content/blog/b/index.md"),
            ("c.md", "content/posts/c.md"),
            ("/posts/none/", "none"),
            ("https://b.org/posts/c/", "none"),
        ];
        check(&hugo, "baseURL = \"https://a.org/\"", &files, &links);
        let zola = Recognised { generator: Generator::Zola, ..hugo };
        let files = [
            ("content/a.md", "a"),
            ("content/2024-01-02-b.md", "+++\npath = \"2024/01/02/b\"\n+++\nb"),
        ];
        let links = [("https://a.org/2024/01/02/b/", "content/2024-01-02-b.md")];
        check(&zola, "base_url = \"https://a.org\"", &files, &links);
    }

    #[test]
    fn folders_of_languages() {
        let hugo = Recognised { generator: Generator::Hugo, ..Recognised::default() };
        let hugo = Recognised { roots: vec!["content/zh"], ..hugo };
        let files = [("content/zh/a.md", "a"), ("content/zh/posts/c.md", "c")];
        check(&hugo, "a: b", &files, &[("/zh/posts/c/", "content/zh/posts/c.md")]);
    }
}
