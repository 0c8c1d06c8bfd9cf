//! Resolves a post's date from the first source that has a valid one (R9).
//!
//! Knows the sources of dates, not their forms.

use std::borrow::Cow;

use super::publication::is_yes_or_no;
use super::resolver::{Resolver, is_one_of};
use crate::archive::date::{self, DateWarning, PostDate};
use crate::archive::front_matter::Value;
use crate::archive::post::ProblemKind;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::width::Widths;

/// Fields tried before the file's name, and after the folders (R9).
const DATES: [&str; 11] = [
    "date",
    "publishDate",
    "publishdate",
    "pubDate",
    "pubdate",
    "pubDatetime",
    "published",
    "publishedAt",
    "createTime",
    "createdAt",
    "created",
];
const LATER_DATES: [&str; 2] = ["updated", "lastmod"];
/// Eleventy's keywords for dates that are not in the post.
const WORD_DATES: [&str; 4] = ["last modified", "created", "git last modified", "git created"];

/// The maximum width of a quotation in a problem, in cells.
const QUOTED_CELLS: usize = 40;

/// What is done about an invalid date.
const NEXT: Remedy = Remedy::Another;

impl Resolver<'_> {
    /// The first valid date of the chain (R9).
    pub(super) fn date(&mut self) -> Option<PostDate> {
        let zone = self.site.zone();
        if self.place.has_impossible_date() {
            self.note(1, ProblemKind::InvalidDate, Wrong::NoSuchDate, NEXT);
        }
        DATES
            .iter()
            .find_map(|name| self.field_date(name))
            .or_else(|| self.place.name_date()?.to_date(zone))
            .or_else(|| {
                let paths = ["path", "permalink"].into_iter().filter_map(|name| self.scalar(name));
                let mut dates =
                    paths.filter_map(|(_, path)| date::in_path(path.text.as_str().as_bytes()));
                dates.find_map(|date| date.to_date(zone))
            })
            .or_else(|| self.place.folder_date()?.to_date(zone))
            .or_else(|| LATER_DATES.iter().find_map(|name| self.field_date(name)))
    }

    /// The date in a field; records a problem if it is invalid or doubtful (M12).
    fn field_date(&mut self, name: &str) -> Option<PostDate> {
        let field = self.get(name).or_else(|| self.own.get(name))?;
        let text = match &field.value {
            Value::Scalar(scalar) if name == "published" && is_yes_or_no(scalar) => return None,
            Value::Scalar(scalar) => scalar.text.as_str().trim(),
            Value::Null if name == "published" => return None,
            Value::Null => "",
            Value::List(_) | Value::Map(_) => {
                self.unexpected(field, |key| Wrong::NotDate { key }, NEXT);
                return None;
            }
        };
        if is_one_of(text, &WORD_DATES) {
            return None;
        }
        let (key, quoted) = (CleanText::line(name), CleanText::line(&quote(text)));
        let (date, kind, wrong, done) = match date::parse(text, self.site.zone()) {
            Ok((date, None)) => return Some(date),
            Ok((date, Some(why))) => {
                let (kind, done) = taken_as(&why);
                (Some(date), kind, Wrong::DoubtfulDate { key, text: quoted, why }, done)
            }
            Err(_) if text.is_empty() => {
                (None, ProblemKind::InvalidDate, Wrong::EmptyDate { key }, NEXT)
            }
            Err(why) => {
                let wrong = Wrong::BadDate { key, text: quoted, why };
                (None, ProblemKind::InvalidDate, wrong, NEXT)
            }
        };
        self.note(field.line, kind, wrong, done);
        date
    }
}

/// A warning's kind of problem, and how the date was interpreted.
fn taken_as(warning: &DateWarning) -> (ProblemKind, Remedy) {
    match warning {
        DateWarning::AmbiguousZone { .. } => (ProblemKind::UnclearZone, Remedy::ByLanguage),
        DateWarning::UnknownZone { .. } => (ProblemKind::UnclearZone, Remedy::WithoutZone),
        DateWarning::Clamped => (ProblemKind::InvalidDate, Remedy::LastSecond),
    }
}

fn quote(text: &str) -> Cow<'_, str> {
    Widths::default().truncate(text, QUOTED_CELLS)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SITE, problems, read};
    use super::*;

    fn check(config: &str, path: &str, fields: &str, date: &str, expected: &[&str]) {
        let post = read(config, path, &format!("---\ntitle: t\n{fields}\n---\nbody\n"));
        let found = post.date.map_or_else(|| "none".to_owned(), PostDate::rfc3339);
        assert_eq!(found, date, "{path} {fields}");
        assert_eq!(problems(&post), expected, "{path} {fields}");
    }

    #[test]
    fn the_chain_of_r9() {
        let by_field = "2021-02-03T00:00:00Z";
        let path = "2020/03/26/x.md";
        for name in DATES {
            check(
                "plain",
                path,
                &format!("lastmod: 2022-01-01\n{name}: 2021-02-03"),
                by_field,
                &[],
            );
        }
        for (path, fields, date) in [
            ("2020-01-02-x.md", "date: 2021-02-03\npubdate: 2019-01-01", "2021-02-03"),
            ("2020-01-02-x.md", "path: 2019/03/26/x", "2020-01-02"),
            ("20200102 x.md", "", "2020-01-02"),
            ("-202001021.md", "", "2020-01-02"),
            ("2018/01/01/x.md", "path: 2019/03/26/x\npermalink: /2017/01/01/x", "2019-03-26"),
            ("2018/01/01/x.md", "permalink: /2017/01/01/x", "2017-01-01"),
            ("2018/01/01/x.md", "updated: 2022-01-01", "2018-01-01"),
            ("2018-01-01/x.md", "", "2018-01-01"),
            ("2018-01-01-news/index.md", "", "2018-01-01"),
            ("x.md", "lastmod: 2022-01-02\nupdated: 2022-01-01", "2022-01-01"),
            ("x.md", "lastmod: 2022-01-02", "2022-01-02"),
            ("x.md", "published: true", "none"),
            ("x.md", "published:", "none"),
            ("x.md", "published: 'yes'", "none"),
            ("x.md", "date: Last Modified", "none"),
            ("x.md", "date: git Created", "none"),
            ("x.md", "", "none"),
        ] {
            let date = if date == "none" { date.to_owned() } else { format!("{date}T00:00:00Z") };
            check("plain", path, fields, &date, &[]);
        }
    }

    #[test]
    fn times_are_those_of_the_site_r11() {
        let path = "_posts/2020-01-02-x.md";
        check(SITE, path, "", "2020-01-02T00:00:00+08:00", &[]);
        check(SITE, path, "date: 2020-01-03 10:00:00", "2020-01-03T10:00:00+08:00", &[]);
        check(SITE, path, "date: 2020-01-03 10:00:00 +0000", "2020-01-03T18:00:00+08:00", &[]);
        check("", path, "date: 2020-01-03 10:00:00", "2020-01-03T10:00:00Z", &[]);
    }

    #[test]
    fn a_bad_date_is_a_warning_and_the_chain_goes_on_m12() {
        let path = "_posts/2020-01-02-x.md";
        let by_name = "2020-01-02T00:00:00Z";
        for (fields, warning) in [
            ("date:", "3: `date` is empty; another was looked for"),
            ("date: ''", "3: `date` is empty; another was looked for"),
            (
                "date:  +0800",
                "3: `date: +0800` is not a date: it has no day; another was looked for",
            ),
            (
                "date: tuesday",
                "3: `date: tuesday` is not a date: it has no day; another was looked for",
            ),
            (
                "a: b\ndate: 2020-22-01",
                "4: `date: 2020-22-01` is not a date: there is no month 22; another was looked for",
            ),
            (
                "date: 2020-02-30",
                "3: `date: 2020-02-30` is not a date: the month has no day 30; another was looked for",
            ),
            ("date: [2020-02-03]", "3: `date` is not a date; another was looked for"),
        ] {
            check("", path, fields, by_name, &[warning]);
        }
        let both = "date: 0000-01-01\npubdate: 10000-01-01";
        let post = read("", path, &format!("---\n{both}\n---\nbody\n"));
        assert_eq!(post.problems.len(), 2, "{both}");
    }

    #[test]
    fn impossible_dates_of_names_are_warnings_j10() {
        let warning = "1: the date in the file name does not exist; another was looked for";
        check("", "_posts/2020-22-01-x.md", "", "none", &[warning]);
        check("", "_posts/2020-22-01-x.md", "date: 2020-02-01", "2020-02-01T00:00:00Z", &[warning]);
    }

    #[test]
    fn unclear_zones_and_times_are_warnings_r10() {
        let path = "_posts/2020-01-02-x.md";
        check(
            SITE,
            path,
            "date: 2020-01-03 10:00 CST",
            "2020-01-03T10:00:00+08:00",
            &[
                "3: `date: 2020-01-03 10:00 CST`: the time zone CST has several meanings; taken as the site language suggests",
            ],
        );
        check(
            "",
            path,
            "date: 2020-01-03 24:00",
            "2020-01-03T23:59:59Z",
            &[
                "3: `date: 2020-01-03 24:00`: the time is past the end of the day or minute; taken as the last second before",
            ],
        );
    }
}
