//! The rules of the site that an archive belongs to, by its generator and its config: which folders
//! and files to read, and how (R2, R19, J1, J2, J4). A plain folder is a site without a config.
//!
//! Never touches the disk; knows nothing of a post's text.

mod config;
mod defaults;
pub mod extensions;
mod file;
pub mod generator;
mod glob;
mod hexo;
pub mod permalink;
pub mod placement;
mod today;
mod values;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use encoding_rs::Encoding;

use crate::archive::data::DataFiles;
use crate::archive::date::Zone;
use crate::archive::exclusion::Exclusion;
use crate::archive::front_matter::{Field, Fields, Format};
use crate::archive::post::Problem;
use crate::archive::wrong::Wrong;
use crate::clean::{CleanStr, CleanText};
use crate::clock::Clock;
use crate::document::{Data, Dialect, Syntax};
use config::Config;
use defaults::Defaults;
use generator::{Generator, Recognised};
use hexo::Hexo;
use placement::{Placement, Section};

/// Folders of a site without posts (R2).
const OTHER_FOLDERS: [&[u8]; 6] =
    [b"_site", b"_layouts", b"_includes", b"_sass", b"_data", b"assets"];

/// Whether to enter a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Enter it.
    Yes,
    /// Skip it for this reason; the folder counts as one excluded entry (R2).
    Excluded(Exclusion),
}

/// The role of a file in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A post, or a file that must be accounted for like one (R3).
    Candidate,
    /// Not a post by its folder or extension; not counted.
    NotAPost,
}

/// Whether the folders of posts are categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folders {
    /// Of posts that have no category of their own.
    #[default]
    Auto,
    /// Of all posts.
    Always,
    /// Of none.
    Never,
}

/// The clock and the user's settings for dates and folders.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// The clock that future posts are compared with.
    pub clock: Clock,
    /// Whether to hide posts dated in the future (R12).
    pub hide_future: bool,
    /// Whether `YYYY-MM-DD HH:MM:SS` without a zone is UTC, as in Jekyll, not local time (R11,
    /// J11).
    pub naive_utc: bool,
    /// Whether folders are categories.
    pub folders: Folders,
}

impl Dates {
    /// A fixed time in seconds since 1970; shows future posts and takes dates as local.
    pub const fn at(now: i64) -> Self {
        let folders = Folders::Auto;
        Self { clock: Clock::Fixed(now), hide_future: false, naive_utc: false, folders }
    }
}

/// A site's settings, with Jekyll's defaults for those missing in its config.
#[derive(Clone, Debug)]
pub struct Site {
    generator: Generator,
    /// The folders that are read; empty = all.
    roots: Vec<String>,
    folders: Folders,
    hexo: Hexo,
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
    knows_defaults: bool,
    excerpt_separator: Option<CleanText>,
    permalink: String,
    /// All values of the config, for posts that quote them.
    values: Vec<Field>,
    /// The same by name for Liquid, made when a post first asks for one.
    settings: OnceLock<HashMap<String, Data>>,
    data: Arc<DataFiles>,
}

impl Site {
    /// A folder of posts without a config.
    pub fn plain() -> Self {
        Self::of(&Recognised::default(), None).0
    }

    /// A Jekyll site with the bytes of its `_config.yml`, if it has one, and the problems in them
    /// (of the kind `site-config`). Never fails (R2).
    pub fn jekyll(config: Option<&[u8]>) -> (Self, Vec<Problem>) {
        let jekyll = Recognised { generator: Generator::Jekyll, ..Recognised::default() };
        Self::of(&jekyll, config)
    }

    /// The site of a generator with the bytes of its config, and the problems in them. Never fails.
    pub fn of(recognised: &Recognised, config: Option<&[u8]>) -> (Self, Vec<Problem>) {
        let generator = recognised.generator;
        let config_is_unread = config.is_none() && recognised.config.is_some();
        let mut config = Config::read(config.unwrap_or_default(), format_of(recognised.config));
        let hexo = Hexo::read(&mut config);
        let mut text = |key, default: &str| {
            config.text(key).map_or_else(|| default.to_owned(), |text| text.to_string())
        };
        let (parent, permalink) = match generator {
            Generator::Hexo => (text("source_dir", "source"), ":year/:month/:day/:title/"),
            _ => (text("collections_dir", ""), "date"),
        };
        let collections_dir = placement::within_root(&parent);
        let markdown_ext = split(&text("markdown_ext", &extensions::MARKDOWN.join(",")));
        let permalink = permalink::template(&text("permalink", permalink)).to_owned();
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
        jekyll_zone.naive_utc = generator != Generator::Hexo;
        let mut roots = config.content_folders();
        if generator != Generator::Hugo || roots.is_empty() {
            roots = recognised.roots.iter().map(|root| (*root).to_owned()).collect();
        }
        let mut site = Self {
            hide_future: false,
            generator,
            roots,
            folders: Folders::Auto,
            hexo,
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
            settings: OnceLock::new(),
            data: Arc::default(),
            knows_defaults: false,
        };
        let (is_unread, problems) = (config_is_unread, config.into_problems());
        site.knows_defaults = problems.is_empty() && !is_unread;
        (site, problems)
    }

    /// Returns the site with Hugo's languages from their own file, and the problems in that file.
    /// The languages name folders of texts.
    pub(super) fn with_languages(mut self, path: &str, bytes: &[u8]) -> (Self, Vec<Problem>) {
        let mut languages = Config::read(bytes, format_of(Some(path)));
        self.values.push(languages.as_value("languages"));
        let folders = Config::of(self.values.clone()).content_folders();
        if !folders.is_empty() {
            self.roots = folders;
        }
        (self, languages.into_problems())
    }

    /// Applies the user's settings for dates; the config cannot set these.
    #[must_use]
    pub fn with(mut self, dates: Dates) -> Self {
        self.hide_future = dates.hide_future;
        self.zone.naive_utc = dates.naive_utc;
        self.folders = dates.folders;
        self
    }

    /// Whether posts dated in the future are hidden (R12).
    pub fn hides_future(&self) -> bool {
        self.hide_future
    }

    /// The generator of the site.
    pub fn generator(&self) -> Generator {
        self.generator
    }

    /// Whether times without a zone are taken as UTC (J11).
    pub fn takes_naive_dates_as_utc(&self) -> bool {
        self.zone.naive_utc
    }

    /// Whether this is a Jekyll site.
    pub fn is_jekyll(&self) -> bool {
        self.generator == Generator::Jekyll
    }

    /// Whether the folders of posts are categories.
    pub fn folders(&self) -> Folders {
        self.folders
    }

    /// The folders of a file below the root of texts, as the path of a category; may be empty.
    pub fn folder_category(&self, place: &Placement<'_>) -> String {
        place.folder_category(&self.roots)
    }

    /// How the site's generator reads Markdown.
    pub fn dialect(&self) -> Dialect {
        if self.is_jekyll() { Dialect::Kramdown } else { Dialect::CommonMark }
    }

    /// The site's title.
    pub fn title(&self) -> Option<CleanStr<'_>> {
        self.title.as_ref().map(CleanText::as_clean)
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
            return Enter::Excluded(Exclusion::Hidden);
        }
        if matches!(name, b"node_modules" | b"vendor") {
            return Enter::Excluded(Exclusion::ThirdParty);
        }
        let is_on_the_way = |root: &String| {
            let (root, folder) = (root.as_bytes(), folder);
            placement::within(folder, root).is_some()
                || folder == root
                || placement::within(root, folder).is_some()
        };
        if !self.roots.is_empty() && !self.roots.iter().any(is_on_the_way) {
            return Enter::Excluded(Exclusion::OutsideContent);
        }
        if self.generator.leaves_out(&self.roots, folder) {
            return Enter::Excluded(Exclusion::TemplatesOrOutput);
        }
        // Below `_posts` Jekyll's rules apply to files, not folders.
        if !self.generator.has_sections() || self.place(folder).section != Section::Folder {
            return Enter::Yes;
        }
        if matches!(name, b"_posts" | b"_drafts") {
            return Enter::Excluded(Exclusion::OutsideCollections);
        }
        if OTHER_FOLDERS.contains(&name) {
            return Enter::Excluded(Exclusion::TemplatesOrOutput);
        }
        if covers(&self.include, name, true) {
            return Enter::Yes;
        }
        if covers(&self.exclude, folder, true) {
            return Enter::Excluded(Exclusion::ByConfig);
        }
        if self.collections.iter().any(|collection| collection.as_bytes() == folder) {
            return Enter::Yes;
        }
        if placement::is_special(name) || name.ends_with(b"~") {
            return Enter::Excluded(Exclusion::Special);
        }
        Enter::Yes
    }

    /// The role of a file, given its path relative to the root (R2, R3).
    pub fn file(&self, path: &[u8]) -> FileKind {
        let place = self.place(path);
        let name = place.name();
        let extension = place.extension().unwrap_or_default();
        let is_in = match self.generator {
            Generator::Jekyll => {
                place.section != Section::Folder && !extensions::is_beside(extension)
            }
            Generator::Hexo => place.section != Section::Folder && self.hexo.is_post(extension),
            _ => extensions::is_posts(extension) && self.holds(path),
        };
        // Editors and file managers leave such files everywhere; a title may begin with an
        // ellipsis.
        let is_hidden = name.starts_with(b".")
            && !name.starts_with(b"..")
            && !covers(&self.include, name, false);
        let is_candidate = is_in && !is_hidden && !self.generator.is_section_page(name);
        if is_candidate { FileKind::Candidate } else { FileKind::NotAPost }
    }

    /// Whether files with a post on each line are read: elsewhere they are a generator's data.
    pub(super) fn reads_lines(&self) -> bool {
        self.generator == Generator::Plain
    }

    /// Whether a file is in a folder of texts.
    fn holds(&self, path: &[u8]) -> bool {
        let mut roots = self.roots.iter();
        self.roots.is_empty()
            || roots.any(|root| placement::within(path, root.as_bytes()).is_some())
    }

    /// Whether a file belongs to a collection other than the posts (J22). Jekyll does not list such
    /// documents, so they are offered as an extra folder.
    pub fn in_collection(&self, path: &[u8]) -> bool {
        self.collections.iter().any(|collection| {
            path.strip_prefix(collection.as_bytes()).is_some_and(|rest| rest.starts_with(b"/"))
        })
    }

    /// The reason why Jekyll's rules or the config exclude a candidate, if they do (J2, J4).
    pub fn exclusion(&self, place: &Placement<'_>) -> Option<Wrong> {
        if !self.generator.has_sections() || place.section == Section::Folder {
            return None;
        }
        if place.name().ends_with(b".") {
            return Some(Wrong::EndsWithDot);
        }
        if has_extension(place, "yml") || has_extension(place, "yaml") {
            return Some(Wrong::YamlFile);
        }
        let is_included =
            covers(&self.include, place.below, false) || covers(&self.include, place.name(), false);
        if is_included {
            None
        } else if covers(&self.exclude, place.path, false) {
            Some(Wrong::Excluded)
        } else if place.is_special() {
            Some(Wrong::SpecialName)
        } else {
            None
        }
    }

    /// The syntax of a file's body (J4).
    pub fn syntax(&self, place: &Placement<'_>) -> Syntax {
        if extensions::is_one_of(place.extension().unwrap_or_default(), &extensions::HTML) {
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

/// The format of a config, by its name.
fn format_of(path: Option<&str>) -> Format {
    match path.and_then(|path| path.rsplit_once('.')) {
        Some((_, "toml")) => Format::Toml,
        Some((_, "json")) => Format::Json,
        _ => Format::Yaml,
    }
}

fn split(list: &str) -> Vec<String> {
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
mod tests;
