//! Derives a post's section, slug, date and categories from its path (J1-J4, J13, J14).
//!
//! Paths are bytes relative to the archive's root with `/` separators, since file names need not be
//! UTF-8. Knows neither the disk, the site's `exclude`, nor the file's content.

use std::ops::RangeInclusive;

use super::generator;
use crate::archive::date::{self, NameDate};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

/// The kind of folder that a file is in (J1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Below a `_posts` folder.
    Posts,
    /// Below a `_drafts` folder.
    Drafts,
    /// Anywhere else.
    Folder,
}

/// A path, split into parts.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// The kind of folder.
    pub section: Section,
    /// The whole path.
    pub path: &'a [u8],
    /// The path relative to the site's `collections_dir`, if it has one.
    pub inner: &'a [u8],
    /// The path of the folder that contains `_posts` or `_drafts`; else empty.
    above: &'a [u8],
    /// The path relative to `_posts` or `_drafts`; else the whole path.
    pub below: &'a [u8],
}

impl<'a> Placement<'a> {
    /// Splits a path; with a `collections_dir`, only files in it are posts or drafts (J1).
    pub fn of(path: &'a [u8], collections_dir: &[u8]) -> Self {
        let whole = Self { section: Section::Folder, path, inner: path, above: b"", below: path };
        let Some(inner) = within(path, collections_dir) else { return whole };
        let mut at = 0;
        for part in parts(inner) {
            let section = match part {
                b"_posts" => Section::Posts,
                b"_drafts" => Section::Drafts,
                _ => {
                    at += part.len() + 1;
                    continue;
                }
            };
            let above = inner.get(..at).unwrap_or_default();
            let below = inner.get(at + part.len() + 1..).unwrap_or_default();
            return Self { section, path, inner, above, below };
        }
        Self { inner, ..whole }
    }

    /// The file name.
    pub fn name(&self) -> &'a [u8] {
        last_part(self.path)
    }

    /// The extension without its dot (M13).
    pub fn extension(&self) -> Option<&'a [u8]> {
        stem_and_extension(self.name()).1
    }

    /// The folders below `_posts` or the root of texts, as the path of one category; empty if there
    /// are none. The folder of a bundle is the post's own.
    pub fn folder_category(&self, roots: &[String]) -> String {
        let below = match self.section {
            Section::Folder => generator::below(roots, self.path),
            Section::Posts | Section::Drafts => self.below,
        };
        let Some((mut folders, name)) = split_last(below, b'/') else { return String::new() };
        if stem_and_extension(name).0 == b"index" {
            folders = split_last(folders, b'/').map_or(b"", |(above, _)| above);
        }
        let names = parts(folders).map(CleanText::lossy);
        let names: Vec<String> = names.map(|name| name.as_str().trim().to_owned()).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("/")
    }

    /// The folders above `_posts`, from the root: categories (J14).
    pub fn categories(&self) -> impl Iterator<Item = CleanText> + use<'a> {
        parts(self.above).filter(|part| !part.is_empty()).map(CleanText::lossy)
    }

    /// The name with date and slug: the file's without its extension, or the folder's for an
    /// `index` file (a Hugo bundle).
    fn stem(&self) -> &'a [u8] {
        let stem = stem_and_extension(self.name()).0;
        if stem == b"index"
            && let Some((folder, _)) = split_last(self.below, b'/')
        {
            return last_part(folder);
        }
        stem
    }

    /// The slug: the stem without date and trailing dots (J13); may be empty.
    pub fn slug(&self) -> &'a [u8] {
        let stem = self.stem();
        let slug = after_date(stem).or_else(|| after_loose_date(stem)).unwrap_or(stem);
        let end = slug.iter().rposition(|&byte| byte != b'.').map_or(0, |last| last + 1);
        slug.get(..end).unwrap_or_default()
    }

    /// The stem with the folders below `_posts`, Hexo's title of an address; may have a date.
    pub fn title_path(&self) -> (&'a [u8], &'a [u8]) {
        let stem = stem_and_extension(self.name()).0;
        (split_last(self.below, b'/').map_or(b"", |(folders, _)| folders), stem)
    }

    /// The date at the start of the file name (R9).
    pub fn name_date(&self) -> Option<NameDate> {
        date::from_name(self.stem())
    }

    /// The date in `/YYYY/MM/DD/` or at the start of the folder's name (R9).
    pub fn folder_date(&self) -> Option<NameDate> {
        let (folders, _) = split_last(self.path, b'/')?;
        date::in_path(self.path).or_else(|| date::from_name(last_part(folders)))
    }

    /// The date in the path: of the name, else of the folders (R9).
    pub fn date(&self) -> Option<NameDate> {
        self.name_date().or_else(|| self.folder_date())
    }

    /// Whether Jekyll would accept the name of a post: `YYYY-M-D-slug.ext` (J3).
    pub fn is_post_name(&self) -> bool {
        after_date(self.name()).is_some() && self.extension().is_some()
    }

    /// Whether the name begins with a date that does not exist (J10).
    pub fn has_impossible_date(&self) -> bool {
        after_date(self.stem()).is_some() && date::from_name(self.stem()).is_none()
    }

    /// The fault in the name of a file below `_posts`, and what is done about it (M13).
    pub fn name_fault(&self) -> Option<(Wrong, Remedy)> {
        if self.section != Section::Posts {
            None
        } else if self.extension().is_none() {
            Some((Wrong::NoExtension, Remedy::PlainText))
        } else if after_date(self.name()).is_none() {
            Some((Wrong::NoDateInName, Remedy::Jekyll))
        } else if self.slug().is_empty() {
            Some((Wrong::NothingAfterDate, Remedy::Shown))
        } else {
            None
        }
    }

    /// Whether Jekyll treats the name as that of a hidden, special or backup file (J2).
    pub fn is_special(&self) -> bool {
        is_special(self.below) || is_special(self.name()) || self.name().ends_with(b"~")
    }

    /// Whether the file is a README, in any case and with any extension.
    pub fn is_readme(&self) -> bool {
        let word = self.name().split(|&byte| byte == b'.').next().unwrap_or_default();
        word.eq_ignore_ascii_case(b"readme")
    }
}

/// Whether a name's first character hides it from Jekyll (J2).
pub fn is_special(name: &[u8]) -> bool {
    matches!(name.first(), Some(b'.' | b'_' | b'#' | b'~'))
}

/// The components of a path.
pub fn parts(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&byte| byte == b'/')
}

/// The last component of a path.
pub fn last_part(path: &[u8]) -> &[u8] {
    split_last(path, b'/').map_or(path, |(_, name)| name)
}

/// The path relative to `folder`; `None` if it is not in it. An empty folder contains everything.
pub(super) fn within<'a>(path: &'a [u8], folder: &[u8]) -> Option<&'a [u8]> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix(b"/") }
}

fn split_last(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().rposition(|&byte| byte == at)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

pub(in crate::archive) fn stem_and_extension(name: &[u8]) -> (&[u8], Option<&[u8]>) {
    match split_last(name, b'.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() => {
            (stem, Some(extension))
        }
        _ => (name, None),
    }
}

/// The rest after `YYYY-M-D-`, with a year of two to four digits and any numbers (J3).
fn after_date(name: &[u8]) -> Option<&[u8]> {
    let name = after_digits(name, 2..=4)?.strip_prefix(b"-")?;
    let name = after_digits(name, 1..=2)?.strip_prefix(b"-")?;
    after_digits(name, 1..=2)?.strip_prefix(b"-")
}

fn after_digits(text: &[u8], count: RangeInclusive<usize>) -> Option<&[u8]> {
    let found = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count.contains(&found) { text.get(found..) } else { None }
}

/// The rest after a date of another form; `None` if the date is part of a longer number.
fn after_loose_date(name: &[u8]) -> Option<&[u8]> {
    let NameDate { rest, head, .. } = date::from_name(name)?;
    if head > 0 {
        let head = name.get(..head)?;
        let end = head.iter().rposition(|byte| !matches!(byte, b'-' | b'_' | b' '));
        return head.get(..end.map_or(0, |end| end + 1));
    }
    let (date, slug) = name.split_at_checked(rest)?;
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    if is_digit(date.last()) && is_digit(slug.first()) {
        return None;
    }
    let begin = slug.iter().position(|byte| !matches!(byte, b'-' | b'_' | b' '));
    begin.map_or(Some(b""), |begin| slug.get(begin..))
}

/// The path of a folder below the root: `..` does not leave it, as in Jekyll.
pub(super) fn within_root(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Placement<'_> {
        Placement::of(path.as_bytes(), b"")
    }

    #[test]
    fn sections_and_categories_j1_j14() {
        for (path, collections, section, categories, below) in [
            ("_posts/x.md", "", Section::Posts, &[][..], "x.md"),
            ("a/b/_posts/c/d/x.md", "", Section::Posts, &["a", "b"], "c/d/x.md"),
            ("zh/news/_posts/x.md", "", Section::Posts, &["zh", "news"], "x.md"),
            ("Big News/_drafts/x.md", "", Section::Drafts, &["Big News"], "x.md"),
            ("_posts/_posts/x.md", "", Section::Posts, &[], "_posts/x.md"),
            ("old_posts/x.md", "", Section::Folder, &[], "old_posts/x.md"),
            ("x.md", "", Section::Folder, &[], "x.md"),
            ("col/zh/_posts/x.md", "col", Section::Posts, &["zh"], "x.md"),
            ("_posts/x.md", "col", Section::Folder, &[], "_posts/x.md"),
            ("column/_posts/x.md", "col", Section::Folder, &[], "column/_posts/x.md"),
        ] {
            let place = Placement::of(path.as_bytes(), collections.as_bytes());
            assert_eq!(place.section, section, "{path}");
            assert_eq!(place.below, below.as_bytes(), "{path}");
            let found: Vec<String> = place.categories().map(|name| name.to_string()).collect();
            assert_eq!(found, categories, "{path}");
        }
    }

    #[test]
    fn slugs_j13() {
        for (path, slug) in [
            ("_posts/2020-01-01-my-first.md", "my-first"),
            ("_posts/2020-2-5-x.y.md", "x.y"),
            ("_posts/20-02-05-x....md", "x"),
            ("_posts/2020-01-01-.md", ""),
            ("_posts/2020-22-01-x.md", "x"),
            ("_posts/template.md", "template"),
            ("_posts/-202205262391921712.md", "-202205262391921712"),
            ("_posts/2021-12-08-202112082206672930.md", "202112082206672930"),
            ("_posts/2020-01-01-noext", "noext"),
            ("20200101 Title.md", "Title"),
            ("20200101.md", ""),
            ("[2016-08-28] 甲.md", "甲"),
            ("2024年5月10日 乙.md", "乙"),
            ("2024-05-08丙.md", "丙"),
            ("2024_05_12_.md", ""),
            ("标题-2024-05-17.md", "标题"),
            ("标题 2024年5月17日.md", "标题"),
            ("2024-05-18T10-30-00 标题.md", "标题"),
            ("a/标题 (2024.5.17)/index.md", "标题"),
            ("content/some-news/index.md", "some-news"),
            ("content/2020-01-01-news/index.md", "news"),
            ("index.md", "index"),
            (".md", ".md"),
        ] {
            assert_eq!(place(path).slug(), slug.as_bytes(), "{path}");
        }
    }

    #[test]
    fn post_names_j3_m13() {
        for (name, is_post, fault) in [
            ("2020-01-01-x.md", true, None),
            ("2020-2-5-x.md", true, None),
            ("20-2-5-x.Rmd", true, None),
            ("2020-22-01-x.md", true, None),
            ("2020-01-01-.md", true, Some(Wrong::NothingAfterDate)),
            ("2020-01-01-x", false, Some(Wrong::NoExtension)),
            ("-202205262391921712.md", false, Some(Wrong::NoDateInName)),
            ("template.md", false, Some(Wrong::NoDateInName)),
            ("20200101 Title.md", false, Some(Wrong::NoDateInName)),
            ("02020-01-01-x.md", false, Some(Wrong::NoDateInName)),
        ] {
            let path = format!("_posts/a/{name}");
            assert_eq!(place(&path).is_post_name(), is_post, "{name}");
            let found = place(&path).name_fault().map(|(wrong, _)| wrong);
            assert_eq!(found, fault, "{name}");
            assert_eq!(place(name).name_fault(), None, "{name} outside _posts");
        }
    }

    #[test]
    fn dates_r9() {
        for (path, expected) in [
            ("_posts/2020-01-02-x.md", Some((2020, 1, 2))),
            ("_posts/-202205262391921712.md", Some((2022, 5, 26))),
            ("content/2020-01-02-news/index.md", Some((2020, 1, 2))),
            ("2020/03/26/x.md", Some((2020, 3, 26))),
            ("notes/2020-03-26/x.md", Some((2020, 3, 26))),
            ("notes/2020-03-26/a/x.md", None),
            ("2020-22-01-x.md", None),
            ("x.md", None),
        ] {
            let found = place(path)
                .name_date()
                .or(place(path).folder_date())
                .map(|date| (date.year, date.month, date.day));
            assert_eq!(found.map(|(y, m, d)| (y, i32::from(m), i32::from(d))), expected, "{path}");
        }
        assert!(place("_posts/2020-22-01-x.md").has_impossible_date());
        assert!(!place("_posts/2020-12-01-x.md").has_impossible_date());
        assert!(!place("_posts/x.md").has_impossible_date());
    }
}
