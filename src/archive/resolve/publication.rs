//! Resolves whether a post is shown, and its address on the site (R3, R12, J12, J18).
//!
//! Knows neither the forms of dates nor the sources of categories.

use super::resolver::{Resolver, is_one_of};
use crate::archive::date::{self, PostDate};
use crate::archive::front_matter::{Format, Scalar, ScalarKind};
use crate::archive::post::{ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::site::generator::Generator;
use crate::archive::site::permalink::{OfHexo, Parts};
use crate::archive::site::placement::Section;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::document::Syntax;

/// Texts that were meant as booleans but are none in YAML (M18).
const NO: [&str; 5] = ["false", "no", "off", "n", "0"];
const YES: [&str; 5] = ["true", "yes", "on", "y", "1"];

impl Resolver<'_> {
    /// The status (R3, R12); `format` is `None` for a file without text.
    pub(super) fn status(
        &mut self,
        format: Option<Format>,
        date: Option<PostDate>,
        now: i64,
    ) -> Status {
        let has_sections = self.site.generator().has_sections();
        let is_readme = format == Some(Format::None) && !has_sections && self.place.is_readme();
        let reason = is_readme.then_some(Wrong::Readme);
        if let Some(reason) = self.site.exclusion(&self.place).or(reason) {
            // Problems of an excluded file do not matter.
            self.problems.clear();
            self.note(1, ProblemKind::FileName, reason, Remedy::LeftOut);
            return Status::Excluded;
        }
        if self.site.is_jekyll()
            && let Some((wrong, done)) = self.place.name_fault()
        {
            self.note(1, ProblemKind::FileName, wrong, done);
        }
        let is_status = self.scalar("status").is_some_and(|(_, scalar)| {
            is_one_of(scalar.text.as_str().trim(), &["draft", "private"])
        });
        let is_draft =
            is_status || self.is_flag("draft", true, &YES) || self.place.section == Section::Drafts;
        let is_unpublished =
            self.is_flag("published", false, &NO) && !self.site.shows_unpublished();
        let is_future = self.site.hides_future() && date.is_some_and(|date| date.seconds > now);
        if format.is_none() {
            Status::Unreadable
        } else if is_draft {
            Status::Draft
        } else if is_unpublished {
            Status::Unpublished
        } else if is_future {
            Status::Future
        } else {
            Status::Shown
        }
    }

    /// Whether a field is the boolean that hides; records a word that may have been meant so (M18).
    fn is_flag(&mut self, name: &str, hides: bool, words: &[&str]) -> bool {
        let Some((field, scalar)) = self.scalar(name) else { return false };
        if let ScalarKind::Bool(is) = scalar.kind {
            return is == hides;
        }
        let text = scalar.text.as_str().trim();
        if is_one_of(text, words) {
            let [key, text] = [name, text].map(CleanText::line);
            let meant = CleanText::line(if hides { "true" } else { "false" });
            let wrong = Wrong::FlagIsText { key, text, meant };
            self.note(field.line, ProblemKind::UnclearVisibility, wrong, Remedy::NotHidden);
        }
        false
    }

    /// The post's address; `None` if its site does not publish it (J18).
    pub(super) fn url(&self, categories: &[CleanText], status: Status) -> Option<CleanText> {
        let site = self.site.address()?;
        if !matches!(status, Status::Shown | Status::Future) {
            return None;
        }
        if let Some(path) = self.own_path() {
            return Some(CleanText::line(&format!("{}/{path}", site.as_str())));
        }
        let has_address = self.place.section == Section::Posts
            && (self.site.generator() == Generator::Hexo || self.place.is_post_name());
        if !has_address {
            return None;
        }
        let zone = self.site.jekyll_zone();
        let field = self.scalar("date").map(|(_, scalar)| scalar.text.as_str().trim());
        let date = field
            .and_then(|text| date::parse(text, zone).ok())
            .map(|(date, _)| date)
            .or_else(|| self.place.name_date()?.to_date(zone));
        let slug = String::from_utf8_lossy(self.place.slug());
        let slug = self.scalar("slug").map_or(&*slug, |(_, scalar)| scalar.text.as_str());
        let extension = match self.site.syntax(&self.place) {
            Syntax::Markdown => "html".into(),
            Syntax::Html | Syntax::Plain => {
                String::from_utf8_lossy(self.place.extension().unwrap_or_default())
            }
        };
        let is_hexo = self.site.generator() == Generator::Hexo;
        let own = is_hexo.then(|| (self.hexo_title(), self.hexo_category()));
        let hexo = own.as_ref().map(|(title, category)| OfHexo { title, category });
        let template = self.scalar("permalink").map(|(_, scalar)| scalar.text.as_str());
        let parts = Parts { categories, date, slug, extension: &extension, hexo };
        let path = parts.expand(template.unwrap_or(self.site.permalink()))?;
        Some(CleanText::line(&[site.as_str(), &path].concat()))
    }

    /// The path below the site's root that the post sets itself. Hugo and Zola posts without one have
    /// no known address.
    fn own_path(&self) -> Option<String> {
        // Zola ends every address with a slash.
        let (field, end) = match self.site.generator() {
            Generator::Hugo => ("url", ""),
            Generator::Zola => ("path", "/"),
            _ => return None,
        };
        let (_, scalar) = self.scalar(field)?;
        let path = scalar.text.as_str().trim().trim_start_matches('/');
        let path = if end.is_empty() { path } else { path.trim_end_matches('/') };
        (!path.is_empty() && !path.contains(':')).then(|| format!("{path}{end}"))
    }
}

/// Whether a value of `published` is a yes or no, not a date.
pub(super) fn is_yes_or_no(scalar: &Scalar) -> bool {
    let text = scalar.text.as_str().trim();
    matches!(scalar.kind, ScalarKind::Bool(_)) || is_one_of(text, &NO) || is_one_of(text, &YES)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, SITE, post, problems, read, site};
    use super::*;
    use crate::archive::post::PostKey;
    use crate::archive::site::Dates;

    const PATH: &str = "_posts/2020-01-02-x.md";

    fn check(config: &str, path: &str, text: &str, status: Status, expected: &[&str]) {
        let post = read(config, path, text);
        assert_eq!(post.status, status, "{path} {text}");
        assert_eq!(problems(&post), expected, "{path} {text}");
    }

    #[test]
    fn drafts_and_unpublished_j12_m18() {
        for (fields, status, warning) in [
            ("published: false", Status::Unpublished, None),
            ("status: Draft", Status::Draft, None),
            ("status: publish", Status::Shown, None),
            ("published: true", Status::Shown, None),
            (
                "published: 'false'",
                Status::Shown,
                Some("`published` is the text `false`, not the boolean `false`"),
            ),
            (
                "published: 0",
                Status::Shown,
                Some("`published` is the text `0`, not the boolean `false`"),
            ),
            (
                "published: 'no'",
                Status::Shown,
                Some("`published` is the text `no`, not the boolean `false`"),
            ),
            (
                "published: 'OFF'",
                Status::Shown,
                Some("`published` is the text `OFF`, not the boolean `false`"),
            ),
            ("published: 'yes'", Status::Shown, None),
            ("published: 2020-01-01", Status::Shown, None),
            ("draft: true", Status::Draft, None),
            ("draft: false", Status::Shown, None),
            (
                "draft: 'yes'",
                Status::Shown,
                Some("`draft` is the text `yes`, not the boolean `true`"),
            ),
            ("draft: true\npublished: false", Status::Draft, None),
            // J21
            ("layout: none", Status::Shown, None),
            ("layout:", Status::Shown, None),
        ] {
            let warning = warning
                .map(|wrong| format!("2: {wrong}; not hidden by it, though that may be meant"));
            let expected: Vec<&str> = warning.iter().map(String::as_str).collect();
            check("", PATH, &format!("---\n{fields}\n---\nbody"), status, &expected);
        }
        check("", "_drafts/x.md", "body", Status::Draft, &[]);
        check("plain", "_drafts/x.md", "body", Status::Draft, &[]);
        let text = "---\npublished: false\n---\nbody";
        check("unpublished: true", PATH, text, Status::Shown, &[]);
        let defaults = "defaults: [{scope: {path: ''}, values: {published: false}}]";
        check(defaults, PATH, "body", Status::Unpublished, &[]);
        check(defaults, PATH, "---\npublished: true\n---\nbody", Status::Shown, &[]);
        check(defaults, PATH, "---\npublished:\n---\nbody", Status::Unpublished, &[]);
    }

    #[test]
    fn future_posts_are_hidden_only_by_the_user_r12() {
        let config = "future: false";
        check(config, "_posts/2099-01-02-x.md", "body", Status::Shown, &[]);
        let site = site(config).with(Dates { hide_future: true, ..Dates::at(NOW) });
        for (date, status) in [("2099-01-02", Status::Future), ("2020-01-02", Status::Shown)] {
            let key = PostKey::new(format!("_posts/{date}-x.md").as_bytes());
            assert_eq!(post(&key, b"body", &site).status, status, "{date}");
        }
        let undated = post(&PostKey::new(*b"_posts/x.md"), b"body", &site);
        assert_eq!(undated.status, Status::Shown);
    }

    #[test]
    fn names_that_jekyll_does_not_know_j3_m13() {
        let wrong = "1: the file name does not begin with YYYY-MM-DD-; shown; Jekyll leaves it out";
        check("", "_posts/-202205262391921712.md", "body", Status::Shown, &[wrong]);
        let wrong = "1: the file name has no extension; shown as plain text; Jekyll leaves it out";
        check("", "_posts/2020-01-02-x", "body", Status::Shown, &[wrong]);
        let wrong = "1: the file name ends after its date; shown";
        check("", "_posts/2020-01-02-.md", "body", Status::Shown, &[wrong]);
        check("plain", "x.md", "body", Status::Shown, &[]);
        check("", "_drafts/x", "body", Status::Draft, &[]);
    }

    #[test]
    fn an_excluded_file_has_only_its_reason_j2_r2() {
        let special = "1: the name is that of a hidden, special or backup file; left out";
        check("", "_posts/.x.md", "", Status::Excluded, &[special]);
        check(
            "",
            "_posts/x.yml",
            "",
            Status::Excluded,
            &["1: a YAML file is not a post; left out"],
        );
        let excluded = "1: excluded by the site config; left out";
        check("exclude: [_posts/2020]", PATH, "body", Status::Excluded, &[excluded]);
        let readme = "1: a README without front matter; left out";
        check("plain", "a/README.md", "# Title", Status::Excluded, &[readme]);
        check("plain", "readme.zh.TXT", "text", Status::Excluded, &[readme]);
        let wrong = "1: the file name does not begin with YYYY-MM-DD-; shown; Jekyll leaves it out";
        check("", "_posts/README.md", "# Title", Status::Shown, &[wrong]);
        check("plain", "README.md", "---\ntitle: a\n---\nbody", Status::Shown, &[]);
        check("plain", "readme-first.md", "body", Status::Shown, &[]);
    }

    #[test]
    fn addresses_j18() {
        for (config, path, fields, expected) in [
            (SITE, PATH, "", Some("https://a.org/2020/01/02/x.html")),
            (SITE, "zh/_posts/2020-01-02-A b.md", "", Some("https://a.org/zh/2020/01/02/A-b.html")),
            (SITE, "_posts/2020-01-02-x.txt", "", Some("https://a.org/2020/01/02/x.txt")),
            // J11: what Jekyll takes for UTC is the next day in Shanghai.
            (SITE, PATH, "date: 2020-01-02 20:00:00", Some("https://a.org/2020/01/03/x.html")),
            (
                SITE,
                PATH,
                "date: 2020-01-02 20:00:00 +0800",
                Some("https://a.org/2020/01/02/x.html"),
            ),
            (SITE, PATH, "date: 2020-01-02 20:00", Some("https://a.org/2020/01/02/x.html")),
            (SITE, PATH, "permalink: /a/:year/:title", Some("https://a.org/a/2020/x")),
            (SITE, PATH, "slug: my y", Some("https://a.org/2020/01/02/my-y.html")),
            (SITE, PATH, "category: a\ncategories: b", Some("https://a.org/b/a/2020/01/02/x.html")),
            (SITE, PATH, "published: false", None),
            (SITE, "_drafts/2020-01-02-x.md", "", None),
            (SITE, "_posts/x.md", "", None),
            ("", PATH, "", None),
            ("plain", PATH, "", None),
            (
                "url: https://a.org\nbaseurl: b\npermalink: pretty",
                PATH,
                "",
                Some("https://a.org/b/2020/01/02/x/"),
            ),
        ] {
            let post = read(config, path, &format!("---\n{fields}\n---\nbody"));
            let found = post.url.as_ref().map(CleanText::as_str);
            assert_eq!(found, expected, "{config} {path} {fields}");
        }
        // A future post has its address already.
        let site = site(SITE).with(Dates { hide_future: true, ..Dates::at(NOW) });
        let future = post(&PostKey::new(*b"_posts/2099-01-02-x.md"), b"body", &site);
        assert_eq!(future.status, Status::Future);
        assert_eq!(future.url.unwrap().as_str(), "https://a.org/2099/01/02/x.html");
    }
}
