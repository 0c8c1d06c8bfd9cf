//! The rules of the site that an archive belongs to, from its `_config.yml`: which folders and
//! files to read, and how (R2, J1, J2, J4). A plain folder is a site without a config.
//!
//! Never touches the disk; knows nothing of a post's text.

mod config;
mod defaults;
mod file;
mod glob;
pub mod permalink;
pub mod placement;
mod today;

use encoding_rs::Encoding;

use crate::archive::date::Zone;
use crate::archive::front_matter::{Field, Fields, Value};
use crate::archive::post::Problem;
use crate::clean::{CleanStr, CleanText};
use crate::clock::Clock;
use crate::document::{Dialect, Syntax};
use config::Config;
use defaults::Defaults;
use placement::{Placement, Section};

/// Extensions of posts in a plain folder (R2).
const LISTED: [&str; 9] = ["md", "markdown", "mkd", "mkdn", "mkdown", "html", "htm", "txt", "text"];
/// Folders of a site without posts (R2).
const OTHER_FOLDERS: [&[u8]; 6] =
    [b"_site", b"_layouts", b"_includes", b"_sass", b"_data", b"assets"];
/// Jekyll's default of `markdown_ext` (J4).
const MARKDOWN: &str = "markdown,mkdown,mkdn,mkd,md";

/// Whether to enter a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Enter it.
    Yes,
    /// Skip it for this reason; the folder counts as one excluded entry (R2).
    Excluded(&'static str),
}

/// The role of a file in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A post, or a file that must be accounted for like one (R3).
    Candidate,
    /// Not a post by its folder or extension; not counted.
    NotAPost,
}

/// The clock and the user's settings for dates.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// The clock that future posts are compared with.
    pub clock: Clock,
    /// Whether to hide posts dated in the future (R12).
    pub hide_future: bool,
    /// Whether `YYYY-MM-DD HH:MM:SS` without a zone is UTC, as in Jekyll, not local time (R11,
    /// J11).
    pub naive_utc: bool,
}

impl Dates {
    /// A fixed time in seconds since 1970; shows future posts and takes dates as local.
    pub const fn at(now: i64) -> Self {
        Self { clock: Clock::Fixed(now), hide_future: false, naive_utc: false }
    }
}

/// A site's settings, with Jekyll's defaults for those missing in its config.
#[derive(Clone, Debug)]
pub struct Site {
    is_jekyll: bool,
    title: Option<CleanText>,
    address: Option<CleanText>,
    zone: Zone,
    hide_future: bool,
    /// The zone with Jekyll's rule for dates (J11), for addresses.
    jekyll_zone: Zone,
    encoding: Option<&'static Encoding>,
    exclude: Vec<String>,
    include: Vec<String>,
    collections_dir: String,
    /// The folders of the config's collections, without posts and drafts (J22).
    collections: Vec<String>,
    markdown_ext: Vec<String>,
    shows_unpublished: bool,
    defaults: Defaults,
    excerpt_separator: Option<CleanText>,
    permalink: String,
    /// All values of the config, for posts that quote them.
    values: Vec<Field>,
}

impl Site {
    /// A folder of posts without a config.
    pub fn plain() -> Self {
        Self { is_jekyll: false, ..Self::jekyll(None).0 }
    }

    /// A Jekyll site with the bytes of its `_config.yml`, if it has one, and the problems in them
    /// (of the kind `site-config`). Never fails (R2).
    pub fn jekyll(config: Option<&[u8]>) -> (Self, Vec<Problem>) {
        let mut config = Config::read(config.unwrap_or_default());
        let mut text = |key, default: &str| {
            config.text(key).map_or_else(|| default.to_owned(), |text| text.to_string())
        };
        let collections_dir = placement::within_root(&text("collections_dir", ""));
        let markdown_ext = extensions(&text("markdown_ext", MARKDOWN));
        let permalink = permalink::template(&text("permalink", "date")).to_owned();
        let mut collections = config.collections();
        collections.retain(|name| !matches!(name.as_str(), "posts" | "drafts"));
        for name in &mut collections {
            *name = match collections_dir.as_str() {
                "" => format!("_{name}"),
                parent => format!("{parent}/_{name}"),
            };
        }
        let zone = config.zone();
        let mut jekyll_zone = zone.clone();
        jekyll_zone.naive_utc = true;
        let site = Self {
            hide_future: false,
            is_jekyll: true,
            title: config.text("title"),
            address: config.address(),
            jekyll_zone,
            zone,
            encoding: config.encoding(),
            include: config.patterns("include"),
            exclude: config.patterns("exclude"),
            markdown_ext,
            shows_unpublished: config.is_true("unpublished"),
            defaults: config.defaults(&collections_dir),
            excerpt_separator: config.text("excerpt_separator"),
            collections_dir,
            collections,
            permalink,
            values: config.values(),
        };
        (site, config.into_problems())
    }

    /// Applies the user's settings for dates; the config cannot set these.
    #[must_use]
    pub fn with(mut self, dates: Dates) -> Self {
        self.hide_future = dates.hide_future;
        self.zone.naive_utc = dates.naive_utc;
        self
    }

    /// Whether posts dated in the future are hidden (R12).
    pub fn hides_future(&self) -> bool {
        self.hide_future
    }

    /// Whether this is a Jekyll site and not a plain folder.
    pub fn is_jekyll(&self) -> bool {
        self.is_jekyll
    }

    /// How the site's generator reads Markdown.
    pub fn dialect(&self) -> Dialect {
        if self.is_jekyll { Dialect::Kramdown } else { Dialect::CommonMark }
    }

    /// The site's title.
    pub fn title(&self) -> Option<CleanStr<'_>> {
        self.title.as_ref().map(CleanText::as_clean)
    }

    /// The text of a config value by its keys: `author.name` is Jekyll's `site.author.name`.
    pub fn value(&self, keys: &str) -> Option<CleanStr<'_>> {
        let mut keys = keys.split('.');
        let first = keys.next()?;
        let mut value = &self.values.iter().rfind(|field| field.name == first)?.value;
        for key in keys {
            let Value::Map(pairs) = value else { return None };
            value = pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value)?;
        }
        value.as_scalar().map(|scalar| scalar.text.as_clean())
    }

    /// The path, from the root, of the post named in a `post_url` tag (J20); `None` if it leaves
    /// the root. The post need not exist.
    pub fn named_post(&self, name: &str) -> Option<String> {
        let name = name.trim_matches('/');
        if name.is_empty() || name.split('/').any(|part| part == "..") {
            return None;
        }
        let is_path = self.place(name.as_bytes()).section != Section::Folder;
        if !self.is_jekyll || is_path {
            return Some(name.to_owned());
        }
        Some(match self.collections_dir.as_str() {
            "" => format!("_posts/{name}"),
            folder => format!("{folder}/_posts/{name}"),
        })
    }

    /// The address of the site's root, `url` plus `baseurl`, without a trailing `/`.
    pub fn address(&self) -> Option<CleanStr<'_>> {
        self.address.as_ref().map(CleanText::as_clean)
    }

    /// The zone of dates without one, in which all dates are shown (R11).
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The zone with which Jekyll reads dates for addresses (J11).
    pub fn jekyll_zone(&self) -> &Zone {
        &self.jekyll_zone
    }

    /// The encoding of posts; `None` = UTF-8 (J5).
    pub fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }

    /// Whether posts with `published: false` are shown (J12).
    pub fn shows_unpublished(&self) -> bool {
        self.shows_unpublished
    }

    /// The separator after a post's excerpt: an empty line unless the config sets one (J19).
    pub fn excerpt_separator(&self) -> &str {
        self.excerpt_separator.as_ref().map_or("\n\n", CleanText::as_str)
    }

    /// The permalink template (J18).
    pub fn permalink(&self) -> &str {
        &self.permalink
    }

    /// Splits the path of a file, relative to the root.
    pub fn place<'a>(&self, path: &'a [u8]) -> Placement<'a> {
        Placement::of(path, self.collections_dir.as_bytes())
    }

    /// The config's defaults for a post, highest precedence first (J9).
    pub fn defaults(&self, place: &Placement<'_>) -> Vec<&Fields> {
        self.defaults.of(place)
    }

    /// Whether to enter a folder, given its path relative to the root (R2, J1, J2).
    pub fn enters(&self, folder: &[u8]) -> Enter {
        let name = placement::last_part(folder);
        if name.starts_with(b".") {
            return Enter::Excluded("hidden folder");
        }
        if matches!(name, b"node_modules" | b"vendor") {
            return Enter::Excluded("folder of other people's code");
        }
        // Below `_posts` Jekyll's rules apply to files, not folders.
        if !self.is_jekyll || self.place(folder).section != Section::Folder {
            return Enter::Yes;
        }
        if matches!(name, b"_posts" | b"_drafts") {
            return Enter::Excluded("outside the site's collections_dir");
        }
        if OTHER_FOLDERS.contains(&name) {
            return Enter::Excluded("folder of the site's makings");
        }
        if covers(&self.include, name, true) {
            return Enter::Yes;
        }
        if covers(&self.exclude, folder, true) {
            return Enter::Excluded("excluded by the site's config");
        }
        if self.collections.iter().any(|collection| collection.as_bytes() == folder) {
            return Enter::Yes;
        }
        if placement::is_special(name) || name.ends_with(b"~") {
            return Enter::Excluded("folder in which Jekyll looks for no posts");
        }
        Enter::Yes
    }

    /// The role of a file, given its path relative to the root (R2, R3).
    pub fn file(&self, path: &[u8]) -> FileKind {
        let place = self.place(path);
        let is_candidate = if self.is_jekyll {
            place.section != Section::Folder
        } else {
            LISTED.iter().any(|listed| has_extension(&place, listed))
        };
        if is_candidate { FileKind::Candidate } else { FileKind::NotAPost }
    }

    /// Whether a file belongs to a collection other than the posts (J22). Jekyll does not list such
    /// documents, so they are offered as an extra folder.
    pub fn in_collection(&self, path: &[u8]) -> bool {
        self.collections.iter().any(|collection| {
            path.strip_prefix(collection.as_bytes()).is_some_and(|rest| rest.starts_with(b"/"))
        })
    }

    /// The reason why Jekyll's rules or the config exclude a candidate, if they do (J2, J4).
    pub fn exclusion(&self, place: &Placement<'_>) -> Option<&'static str> {
        if !self.is_jekyll || place.section == Section::Folder {
            return None;
        }
        if place.name().ends_with(b".") {
            return Some("the file name ends with a dot");
        }
        if has_extension(place, "yml") || has_extension(place, "yaml") {
            return Some("a YAML file holds no post");
        }
        let is_included =
            covers(&self.include, place.below, false) || covers(&self.include, place.name(), false);
        if is_included {
            None
        } else if covers(&self.exclude, place.path, false) {
            Some("excluded by the site's config")
        } else if place.is_special() {
            Some("the name is that of a hidden, special or backup file")
        } else {
            None
        }
    }

    /// The syntax of a file's body (J4).
    pub fn syntax(&self, place: &Placement<'_>) -> Syntax {
        if has_extension(place, "html") || has_extension(place, "htm") {
            Syntax::Html
        } else if self.markdown_ext.iter().any(|markdown| has_extension(place, markdown)) {
            Syntax::Markdown
        } else {
            Syntax::Plain
        }
    }
}

fn has_extension(place: &Placement<'_>, wanted: &str) -> bool {
    place.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted.as_bytes()))
}

fn extensions(list: &str) -> Vec<String> {
    list.split(',').map(|one| one.trim().trim_start_matches('.').to_owned()).collect()
}

/// Whether a pattern matches a path or is a prefix of it (J2).
fn covers(patterns: &[String], entry: &[u8], is_folder: bool) -> bool {
    patterns.iter().map(String::as_bytes).any(|pattern| {
        entry.starts_with(pattern)
            || is_folder && pattern.strip_suffix(b"/") == Some(entry)
            || glob::matches(pattern, entry)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(config: &str) -> Site {
        Site::jekyll(Some(config.as_bytes())).0
    }

    #[test]
    fn folders_r2_j1_j2() {
        let yes = ["a", "zh/a", "_posts", "a/_posts", "_posts/_a", "_drafts", "old_post", "in_"];
        let no = [".git", "a/.x", "_posts/.x", "node_modules", "_posts/vendor"];
        let no_in_site =
            ["_site", "a/_layouts", "_includes", "_sass", "_data", "assets", "_news", "#a", "a~"];
        let jekyll = site("");
        for folder in yes {
            assert_eq!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
            assert_eq!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
        }
        for folder in no {
            assert_ne!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
            assert_ne!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
        }
        for folder in no_in_site {
            assert_ne!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
            assert_eq!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
        }
    }

    #[test]
    fn values_of_the_config() {
        let site = site("title: a\nurl: ''\nauthor: {name: b, links: [c]}");
        for (keys, expected) in [
            ("title", Some("a")),
            ("url", Some("")),
            ("author.name", Some("b")),
            ("author.links", None),
            ("author", None),
            ("title.x", None),
            ("none", None),
        ] {
            assert_eq!(site.value(keys).map(CleanStr::as_str), expected, "{keys}");
        }
    }

    #[test]
    fn named_posts_j20() {
        for (config, name, expected) in [
            ("", "2020-01-01-a", Some("_posts/2020-01-01-a")),
            ("", "sub/2020-01-01-a", Some("_posts/sub/2020-01-01-a")),
            ("", "/zh/_posts/2020-01-01-a.md", Some("zh/_posts/2020-01-01-a.md")),
            ("collections_dir: c", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
            ("collections_dir: ./x/../c/", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
            ("collections_dir: ../c", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
            ("", "../a", None),
            ("", "/", None),
        ] {
            assert_eq!(site(config).named_post(name).as_deref(), expected, "{config} {name}");
        }
        assert_eq!(Site::plain().named_post("post/a.md").as_deref(), Some("post/a.md"));
    }

    #[test]
    fn folders_by_the_config() {
        let site = site(
            "exclude: [old, 'x*/', tmp/]\ninclude: [_news]\ncollections_dir: col\ncollections: {films: {output: true}}",
        );
        for (folder, enters) in [
            ("old", false),
            ("older", false),
            ("new/old", true),
            ("xyz", true),
            ("tmp", false),
            ("_news", true),
            ("_posts", false),
            ("_films", false),
            ("col/_films", true),
            ("col/_films/old", true),
            ("col/_books", false),
            ("col", true),
            ("col/_posts", true),
            ("col/_posts/old", true),
        ] {
            assert_eq!(site.enters(folder.as_bytes()) == Enter::Yes, enters, "{folder}");
        }
    }

    #[test]
    fn files_r2_j4() {
        for (path, plain, jekyll, syntax) in [
            ("_posts/2020-01-01-x.md", true, true, Syntax::Markdown),
            ("_posts/a/x.Rmd", false, true, Syntax::Plain),
            ("_posts/.DS_Store", false, true, Syntax::Plain),
            ("_drafts/x", false, true, Syntax::Plain),
            ("x.MD", true, false, Syntax::Markdown),
            ("a/x.mkdown", true, false, Syntax::Markdown),
            ("x.markdown", true, false, Syntax::Markdown),
            ("x.Html", true, false, Syntax::Html),
            ("x.htm", true, false, Syntax::Html),
            ("x.txt", true, false, Syntax::Plain),
            ("x.text", true, false, Syntax::Plain),
            ("x.yml", false, false, Syntax::Plain),
            ("md", false, false, Syntax::Plain),
        ] {
            let kind = |is| if is { FileKind::Candidate } else { FileKind::NotAPost };
            assert_eq!(Site::plain().file(path.as_bytes()), kind(plain), "plain {path}");
            assert_eq!(site("").file(path.as_bytes()), kind(jekyll), "{path}");
            assert_eq!(site("").syntax(&site("").place(path.as_bytes())), syntax, "{path}");
        }
        let rmd = site("markdown_ext: 'rmd, .Txt'");
        assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.Rmd")), Syntax::Markdown);
        assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.txt")), Syntax::Markdown);
        assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.md")), Syntax::Plain);
    }

    #[test]
    fn exclusions_j2_j4() {
        let config = "exclude: ['*.bak', _posts/secret, both.md]\ninclude: [both.md, .kept.md]";
        for (path, excluded) in [
            ("_posts/2020-01-01-x.md", false),
            ("_posts/x.md", false),
            ("_posts/.x.md", true),
            ("_posts/a/_x.md", true),
            ("_posts/_a/x.md", true),
            ("_posts/b/_a/x.md", false),
            ("_posts/#x.md", true),
            ("_posts/~x.md", true),
            ("_posts/2020-01-01-x.md~", true),
            ("_posts/2020-01-01-x.", true),
            ("_posts/2020-01-01-x.YML", true),
            ("_posts/2020-01-01-x.yaml", true),
            ("_posts/2020-01-01-x.bak", true),
            ("_posts/secrets/2020-01-01-x.md", true),
            ("_posts/both.md", false),
            ("_posts/.kept.md", false),
            ("_drafts/.x.md", true),
        ] {
            let site = site(config);
            let found = site.exclusion(&site.place(path.as_bytes()));
            assert_eq!(found.is_some(), excluded, "{path}: {found:?}");
            assert_eq!(Site::plain().exclusion(&Site::plain().place(path.as_bytes())), None);
        }
    }
}
