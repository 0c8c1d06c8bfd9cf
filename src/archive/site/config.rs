//! Reads the keys of a generator's config that kanbao uses, and checks the shape of each (R2).
//!
//! A value of the wrong shape is dropped with a problem. Does not know what the values are for.

use encoding_rs::{Encoding, UTF_8};

use super::defaults::Defaults;
use super::glob;
use super::placement::within_root;
use crate::archive::date::Zone;
use crate::archive::decode;
use crate::archive::front_matter::{self, Field, Format, ScalarKind, Value};
use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

/// A config whose values are read key by key.
pub(super) struct Config {
    fields: Vec<Field>,
    problems: Vec<Problem>,
}

impl Config {
    /// Parses a config; salvages a broken one as far as possible.
    pub(super) fn read(bytes: &[u8], format: Format) -> Self {
        let (fields, mut problems) = match decode::decode(bytes, None) {
            Ok(decoded) => {
                let (fields, problems) = front_matter::read_config(&decoded.text, format);
                (fields, [decoded.problems, problems].concat())
            }
            Err(problem) => (Vec::new(), vec![problem]),
        };
        for problem in &mut problems {
            problem.kind = ProblemKind::SiteConfig;
        }
        Self { fields, problems }
    }

    /// A config of known values.
    pub(super) fn of(fields: Vec<Field>) -> Self {
        Self { fields, problems: Vec::new() }
    }

    /// All values under one key.
    pub(super) fn as_value(&mut self, name: &str) -> Field {
        let pairs = std::mem::take(&mut self.fields).into_iter();
        let value = Value::Map(pairs.map(|field| (field.name, field.value)).collect());
        Field { name: name.to_owned(), line: 1, value }
    }

    /// The problems without duplicates, in line order.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems.dedup();
        self.problems
    }

    /// All keys and their values.
    pub(super) fn values(&self) -> Vec<Field> {
        self.fields.clone()
    }

    fn get(&self, name: &str) -> Option<(u32, &Value)> {
        let field = self.fields.iter().rfind(|field| field.name == name)?;
        Some((field.line, &field.value)).filter(|(_, value)| *value != &Value::Null)
    }

    fn note(&mut self, line: u32, wrong: Wrong, done: Remedy) {
        self.problems.push(Problem::new(line, ProblemKind::SiteConfig, wrong, done));
    }

    /// The trimmed text of a key; `None` if it is empty.
    pub(super) fn text(&mut self, name: &str) -> Option<CleanText> {
        let (line, value) = self.get(name)?;
        if let Value::Scalar(scalar) = value {
            let text = CleanText::line(scalar.text.as_str().trim());
            return (!text.is_empty()).then_some(text);
        }
        self.note(line, Wrong::NotText { key: CleanText::line(name) }, Remedy::LeftOut);
        None
    }

    /// The text of the first of several keys that has one.
    pub(super) fn first_text(&mut self, names: &[&str]) -> Option<CleanText> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The folders of Hugo's texts, one for each language that has its own.
    pub(super) fn content_folders(&mut self) -> Vec<String> {
        let own = self.first_text(&["contentDir", "contentdir"]);
        let mut folders: Vec<String> = own.iter().map(CleanText::to_string).collect();
        let mut is_any_without = false;
        if let Some((_, Value::Map(languages))) = self.get("languages") {
            for (_, language) in languages {
                let Value::Map(keys) = language else { continue };
                let folder = keys.iter().find(|(key, _)| key.eq_ignore_ascii_case("contentdir"));
                let folder = folder.and_then(|(_, value)| value.as_scalar());
                is_any_without |= folder.is_none();
                folders.extend(folder.map(|folder| folder.text.to_string()));
            }
        }
        // A language without a folder of its own has the usual one.
        if own.is_none() && is_any_without && !folders.is_empty() {
            folders.push("content".to_owned());
        }
        folders
            .iter()
            .map(|folder| within_root(folder))
            .filter(|folder| !folder.is_empty())
            .collect()
    }

    /// Whether a key is `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        matches!(self.get(name), Some((_, Value::Scalar(scalar))) if scalar.kind == ScalarKind::Bool(true))
    }

    /// The patterns in a list; a single text is a list of one.
    pub(super) fn patterns(&mut self, name: &str) -> Vec<String> {
        let Some((line, value)) = self.get(name) else { return Vec::new() };
        let items = match value {
            Value::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let pattern = |item: &Value| match item {
            Value::Scalar(scalar) if scalar.text.len() <= glob::LONGEST => {
                Some(scalar.text.as_str().trim_start_matches('/').to_owned())
            }
            _ => None,
        };
        let mut patterns: Vec<String> = items.iter().filter_map(pattern).collect();
        if patterns.len() < items.len() {
            let wrong = Wrong::NotPattern { key: CleanText::line(name) };
            self.note(line, wrong, Remedy::ItemsLeftOut);
        }
        // An empty pattern would match everything.
        patterns.retain(|pattern| !pattern.is_empty());
        patterns
    }

    /// The names in `collections`: the keys of a map, or the items of a list (J22).
    pub(super) fn collections(&self) -> Vec<String> {
        match self.get("collections") {
            Some((_, Value::Map(fields))) => fields.iter().map(|(name, _)| name.clone()).collect(),
            Some((_, Value::List(items))) => {
                let names = items.iter().filter_map(|item| match item {
                    Value::Scalar(scalar) => Some(scalar.text.to_string()),
                    _ => None,
                });
                names.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The zone in `timezone`; the site is Chinese by that or by `lang` (R10, R11).
    pub(super) fn zone(&mut self) -> Zone {
        let mut zone = Zone::default();
        if let Some(name) = self.first_text(&["timezone", "timeZone"]) {
            if let Some(named) = Zone::named(name.as_str()) {
                zone = named;
            } else {
                let field = self.get("timezone").or_else(|| self.get("timeZone"));
                let line = field.map_or(1, |(line, _)| line);
                self.note(line, Wrong::UnknownTimeZone { name }, Remedy::DatesAsWritten);
            }
        }
        let is_chinese = |lang: &CleanText| {
            lang.as_str().get(..2).is_some_and(|lang| lang.eq_ignore_ascii_case("zh"))
        };
        let languages =
            ["lang", "language", "languageCode", "defaultContentLanguage", "default_language"];
        // Hexo's may be a list, of which the first is the usual one.
        let scalars = languages.iter().filter_map(|name| match self.get(name)?.1 {
            Value::List(items) => items.first()?.as_scalar(),
            value => value.as_scalar(),
        });
        zone.chinese |= scalars.take(1).any(|scalar| is_chinese(&scalar.text));
        zone
    }

    /// The encoding of posts; `None` if it is UTF-8 or unknown.
    pub(super) fn encoding(&mut self) -> Option<&'static Encoding> {
        let label = self.text("encoding")?;
        let encoding = Encoding::for_label(label.as_str().as_bytes());
        if encoding.is_none() {
            let line = self.get("encoding").map_or(1, |(line, _)| line);
            self.note(line, Wrong::UnknownEncoding { name: label }, Remedy::LeftOut);
        }
        encoding.filter(|encoding| *encoding != UTF_8)
    }

    /// The site's address: `url` plus `baseurl`, without a trailing `/`; `None` without `url`
    /// (J18).
    pub(super) fn address(&mut self) -> Option<CleanText> {
        // Hugo ignores the case of its keys, and for Jekyll `baseurl` is a path.
        let base = self.text("baseurl").filter(|base| !base.as_str().is_empty());
        let (own, base) = match base {
            Some(base) if base.as_str().contains("://") => (Some(base), None),
            base => (None, base),
        };
        let url = self.first_text(&["url", "baseURL", "baseUrl", "BaseURL", "base_url"]).or(own);
        let url = url.as_ref()?.as_str().trim_end_matches('/');
        match base.as_ref().map_or("", |base| base.as_str().trim_matches('/')) {
            "" => Some(CleanText::line(url)),
            base => Some(CleanText::line(&format!("{url}/{base}"))),
        }
    }

    /// The front matter defaults, dropping items of the wrong shape (J9).
    pub(super) fn defaults(&mut self, collections_dir: &str) -> Defaults {
        let Some((line, value)) = self.get("defaults") else { return Defaults::default() };
        let (defaults, skipped) = Defaults::read(value, collections_dir);
        if skipped > 0 {
            self.note(line, Wrong::BadDefaults, Remedy::ItemsLeftOut);
        }
        defaults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::site::Site;
    use crate::clean::CleanStr;

    #[test]
    fn values() {
        let (site, problems) = Site::jekyll(Some(
            "title: ' 金融消息 '\nurl: https://a.org/\nbaseurl: /blog/\ntimezone: Asia/Shanghai\n\
             encoding: gbk\nexcerpt_separator: <!-- more -->\nunpublished: true\nfuture: false\n\
             permalink: none\ndefaults:\n  - scope: {path: ''}\n    values: {layout: post}\n"
                .as_bytes(),
        ));
        assert_eq!(problems, []);
        assert!(site.is_jekyll() && site.shows_unpublished() && !site.hides_future());
        assert_eq!(site.title().unwrap().as_str(), "金融消息");
        assert_eq!(site.address().unwrap().as_str(), "https://a.org/blog");
        assert_eq!(site.encoding().unwrap().name(), "GBK");
        assert_eq!(site.excerpt_separator(), "<!-- more -->");
        assert_eq!(site.permalink(), "/:categories/:title:output_ext");
        assert!(site.zone().chinese && !site.zone().naive_utc && site.jekyll_zone().naive_utc);
        assert_eq!(site.defaults(&site.place(b"_posts/x.md")).len(), 1);
    }

    #[test]
    fn addresses_of_sites() {
        for (config, expected) in [
            ("url: https://a.org\nbaseurl: b", Some("https://a.org/b")),
            ("baseURL: https://a.org/", Some("https://a.org")),
            ("baseurl: https://a.org/b/", Some("https://a.org/b")),
            ("BaseURL: https://a.org", Some("https://a.org")),
            ("baseurl: /b", None),
        ] {
            let address = Site::jekyll(Some(config.as_bytes())).0.address().map(CleanStr::to_clean);
            assert_eq!(address.as_ref().map(CleanText::as_str), expected, "{config}");
        }
    }

    #[test]
    fn jekylls_own_values() {
        for config in [None, Some(&b""[..]), Some(b"title:\nbaseurl: /x\nunpublished: 'true'")] {
            let (site, problems) = Site::jekyll(config);
            assert_eq!(problems, []);
            assert_eq!((site.title(), site.address(), site.encoding()), (None, None, None));
            assert_eq!(site.excerpt_separator(), "\n\n");
            assert_eq!(site.permalink(), "/:categories/:year/:month/:day/:title:output_ext");
            assert!(!site.shows_unpublished() && !site.zone().chinese);
        }
    }

    #[test]
    fn chinese_by_zone_or_language_r10() {
        for (config, chinese) in [
            ("lang: zh-CN", true),
            ("lang: ZH", true),
            ("lang: en", false),
            ("lang: z", false),
            ("timezone: Asia/Shanghai", true),
            ("timezone: Europe/Paris\nlang: zh", true),
            ("language: [zh-CN, en]", true),
            ("language: [en, zh-CN]", false),
            ("language: []\nlang: zh", true),
        ] {
            let (site, _) = Site::jekyll(Some(config.as_bytes()));
            assert_eq!(site.zone().chinese, chinese, "{config}");
        }
    }

    #[test]
    fn faults() {
        for (config, line, message) in [
            (
                "a: 1\ntimezone: Mars/Base",
                2,
                "the time zone Mars/Base is unknown; dates shown as written",
            ),
            (
                "a: 1\ntimeZone: Mars/Base",
                2,
                "the time zone Mars/Base is unknown; dates shown as written",
            ),
            ("- a", 1, "the config is a list, not keys and values; left out"),
            ("encoding: klingon", 1, "the encoding klingon is unknown; left out"),
            ("baseurl: {a: b}", 1, "`baseurl` is not text; left out"),
            (
                "a: 1\nexclude: [a, [b]]",
                2,
                "an item of `exclude` is not a pattern; those items were left out",
            ),
            (
                "include: {a: b}",
                1,
                "an item of `include` is not a pattern; those items were left out",
            ),
            (
                "defaults: [1]",
                1,
                "`defaults` has items without values or with a long path; those items were left out",
            ),
        ] {
            let (_, problems) = Site::jekyll(Some(config.as_bytes()));
            let found: Vec<_> = problems.iter().map(|p| (p.line, p.to_string())).collect();
            assert_eq!(found, [(line, message.to_owned())], "{config}");
            assert_eq!(problems[0].kind, ProblemKind::SiteConfig);
        }
    }

    #[test]
    fn broken_configs_are_read_as_far_as_possible() {
        for config in
            [&b"title: [\n"[..], b"- a\n- b", b"\0\xff\xfe\x01", b"\xef\xbb\xbftitle: a: b"]
        {
            let (site, problems) = Site::jekyll(Some(config));
            assert!(site.is_jekyll());
            assert!(problems.iter().all(|problem| problem.kind == ProblemKind::SiteConfig));
        }
        let (_, problems) = Site::jekyll(Some(b"title: [\n"));
        assert!(!problems.is_empty());
    }
}
