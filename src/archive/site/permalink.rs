//! Expands Jekyll's permalink templates into a post's address on its site (J18).
//!
//! Addresses are for browsers, never identities (R4). Does not know how date, categories and slug
//! were resolved.

use std::fmt::Write;

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use crate::archive::date::PostDate;
use crate::clean::CleanText;
use crate::document::push_percent_encoded;

const GENERAL_CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// Jekyll's named styles.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"),
    ("none", "/:categories/:title:output_ext"),
];

/// Placeholders of the date, as `strftime` directives.
const DIRECTIVES: [(&str, &str); 17] = [
    ("year", "%Y"),
    ("month", "%m"),
    ("day", "%d"),
    ("y_day", "%j"),
    ("short_year", "%y"),
    ("i_month", "%-m"),
    ("short_month", "%b"),
    ("long_month", "%B"),
    ("i_day", "%-d"),
    ("short_day", "%a"),
    ("long_day", "%A"),
    ("week", "%V"),
    ("w_year", "%G"),
    ("w_day", "%u"),
    ("hour", "%H"),
    ("minute", "%M"),
    ("second", "%S"),
];

/// The template of a named style (`date`, `pretty`, `none` ..); any other text is a template
/// itself.
pub fn template(style: &str) -> &str {
    STYLES.iter().find(|(name, _)| *name == style).map_or(style, |(_, template)| template)
}

/// The values of a template's placeholders.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The post's categories.
    pub categories: &'a [CleanText],
    /// The post's date by Jekyll's rules.
    pub date: Option<PostDate>,
    /// The post's slug.
    pub slug: &'a str,
    /// The extension of the generated page, without its dot.
    pub extension: &'a str,
    /// In a Hexo site, what it reads in its own way.
    pub hexo: Option<OfHexo<'a>>,
}

/// The values of placeholders that differ from Jekyll's in Hexo.
#[derive(Clone, Copy, Debug)]
pub struct OfHexo<'a> {
    /// The title.
    pub title: &'a str,
    /// The last category with those above it.
    pub category: &'a str,
}

impl Parts<'_> {
    /// The path of the address, from `/`; `None` if a placeholder is unknown or has no value.
    pub fn expand(&self, template: &str) -> Option<String> {
        let mut path = String::with_capacity(template.len() + self.slug.len() + 16);
        path.push('/');
        let mut pieces = template.split(':');
        path.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
            let end = piece.find(|c| !is_name(c)).unwrap_or(piece.len());
            let (name, rest) = piece.split_at_checked(end)?;
            if name.is_empty() {
                path.push(':');
            } else if self.push(name, &mut path).is_none() {
                // `:year_:month`: the underscore is not part of the name.
                self.push(name.strip_suffix('_')?, &mut path)?;
                path.push('_');
            }
            path.push_str(rest);
        }
        Some(tidy(&path))
    }

    fn push(&self, name: &str, path: &mut String) -> Option<()> {
        match (name, self.hexo) {
            ("title", Some(hexo)) => push_escaped(path, hexo.title),
            ("name", Some(hexo)) => {
                push_escaped(path, hexo.title.rsplit('/').next().unwrap_or_default());
            }
            ("category", Some(hexo)) => push_escaped(path, hexo.category),
            _ => return self.push_of_jekyll(name, path),
        }
        Some(())
    }

    fn push_of_jekyll(&self, name: &str, path: &mut String) -> Option<()> {
        match name {
            "categories" => self.push_categories(path, str::to_lowercase),
            "slugified_categories" => self.push_categories(path, |name| slugify(name, "", false)),
            "title" => push_escaped(path, &slugify(self.slug, "._~!$&'()+,;=@", true)),
            "slug" => push_escaped(path, &slugify(self.slug, "", false)),
            "collection" => path.push_str("posts"),
            "output_ext" => {
                path.push('.');
                push_escaped(path, self.extension);
            }
            _ => {
                let (_, directive) = DIRECTIVES.iter().find(|(known, _)| *known == name)?;
                write!(path, "{}", self.date?.civil().strftime(directive)).ok()?;
            }
        }
        Some(())
    }

    fn push_categories(&self, path: &mut String, form: impl Fn(&str) -> String) {
        let mut names: Vec<String> = Vec::with_capacity(self.categories.len());
        for category in self.categories {
            let name = form(category.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for (i, name) in names.iter().enumerate() {
            if i > 0 {
                path.push('/');
            }
            push_escaped(path, name);
        }
    }
}

/// Replaces every run of characters that are neither letters, marks, digits nor in `kept` with `-`.
fn slugify(text: &str, kept: &str, cased: bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if is_word(c) || kept.contains(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    let slug = slug.strip_suffix('-').unwrap_or(slug);
    if cased { slug.to_owned() } else { slug.to_lowercase() }
}

/// A name in an address as Hexo writes it: without ASCII punctuation.
pub fn hexo_slug(name: &str) -> String {
    let is_left_out = |c: char| c.is_ascii_punctuation() || c.is_whitespace() || c.is_control();
    let words = name.split(is_left_out).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = GENERAL_CATEGORY.get(c);
    category == GeneralCategory::DecimalNumber
        || GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Percent-encodes characters that are not allowed in the path of a URL.
fn push_escaped(path: &mut String, text: &str) {
    let is_kept = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(c);
    push_percent_encoded(text.as_bytes(), is_kept, path);
}

/// Removes `..`, `./` and double slashes, as Jekyll does at last.
fn tidy(path: &str) -> String {
    let path = if path.contains('.') {
        path.replace("..", "/").replace("./", "")
    } else {
        path.to_owned()
    };
    let mut tidied = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !tidied.ends_with('/') {
            tidied.push(c);
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: Option<&str>) {
        let categories = ["Big News", "金融", "big news"].map(CleanText::line);
        let date = PostDate {
            // 2020-01-31T20:00:00Z, which is 1 February in Shanghai.
            seconds: 1_580_500_800,
            offset_minutes: 480,
            has_time: true,
            has_zone: true,
        };
        let parts = Parts {
            categories: &categories,
            date: Some(date),
            slug: "My  first.Post-é!",
            extension: "html",
            hexo: None,
        };
        assert_eq!(parts.expand(template(style)).as_deref(), expected, "{style}");
    }

    #[test]
    fn styles_and_templates_j18() {
        let categories = "/big%20news/%E9%87%91%E8%9E%8D";
        for (style, expected) in [
            ("date", "/2020/02/01/My-first.Post-%C3%A9!.html"),
            ("pretty", "/2020/02/01/My-first.Post-%C3%A9!/"),
            ("ordinal", "/2020/032/My-first.Post-%C3%A9!.html"),
            ("weekdate", "/2020/W05/Sat/My-first.Post-%C3%A9!.html"),
            ("none", "/My-first.Post-%C3%A9!.html"),
        ] {
            check(style, Some(&format!("{categories}{expected}")));
        }
        check("/:slug", Some("/my-first-post-%C3%A9"));
        check("/:slugified_categories/x", Some("/big-news/%E9%87%91%E8%9E%8D/x"));
        check("news//:year_:month/", Some("/news/2020_02/"));
        check("/:i_month/:i_day/:short_year/", Some("/2/1/20/"));
        check("/a/../b/./c", Some("/a/b/c"));
        check("/:nonsense/", None);
        check("/a:/b", Some("/a:/b"));
        check("/固定/", Some("/固定/"));
        check("", Some("/"));
    }

    #[test]
    fn a_date_is_needed_only_where_named() {
        let parts = Parts { categories: &[], date: None, slug: "x", extension: "html", hexo: None };
        assert_eq!(parts.expand(template("date")), None);
        assert_eq!(parts.expand(template("none")).as_deref(), Some("/x.html"));
    }
}
