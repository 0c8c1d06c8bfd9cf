//! Reads `.kanbao.toml` at the root of an archive: id, name, saved views, category labels, and
//! harmless settings.
//!
//! An archive may come from a stranger: the file cannot name a command, a path or a colour.

use std::collections::HashMap;
use std::path::Path;

use crate::clean::CleanText;
use crate::config::fault::{Allowed, Fault};
use crate::config::file;
use crate::config::layers::Layer;
use crate::config::problem::{ConfigProblem, Place, quoted, unknown};
use crate::config::settings::By;
use crate::config::tree::{self, Entry, Raw};

/// The file's name.
pub const FILE: &str = ".kanbao.toml";
/// The top-level keys that are not settings.
const KEYS: [&str; 4] = ["id", "name", "views", "categories"];
/// The most views, and the most labels.
const MOST_ENTRIES: usize = 10_000;

/// An archive's own configuration.
#[derive(Clone, Debug, Default)]
pub struct ArchiveConfig {
    /// The id of its reading state on every machine.
    pub id: Option<String>,
    /// Its display name.
    pub name: Option<CleanText>,
    /// Its saved views in file order.
    pub views: Vec<View>,
    /// Labels of categories, by category path.
    pub categories: HashMap<String, CleanText>,
    /// Its settings.
    pub settings: Layer,
}

/// A named query, not parsed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: CleanText,
    /// The query as written.
    pub query: String,
    /// Whether lists omit its posts.
    pub is_muted: bool,
    /// Its position in the file.
    pub place: Place,
}

impl ArchiveConfig {
    /// Reads the file in the archive's root, if it exists.
    pub fn of_root(root: &Path) -> (Self, Vec<ConfigProblem>) {
        let path = root.join(FILE);
        match file::read(&path) {
            Ok(Some(text)) => Self::parse(&path, &text),
            Ok(None) => (Self::default(), Vec::new()),
            Err(problem) => (Self::default(), vec![problem]),
        }
    }

    /// Parses the text of the file.
    pub fn parse(path: &Path, text: &str) -> (Self, Vec<ConfigProblem>) {
        let source = file::shown(path);
        let (entries, mut problems) = tree::parse(&source, text);
        let mut config = Self::default();
        let mut settings = Vec::new();
        for Entry { key, value, place } in entries {
            let mut report = |place, what| problems.push(ConfigProblem::at(&source, place, what));
            match (key.as_str(), value) {
                ("id", Raw::Text(id)) if !id.trim().is_empty() => {
                    config.id = Some(id.trim().to_owned());
                }
                ("name", Raw::Text(name)) => {
                    config.name = Some(CleanText::line(&name)).filter(|name| !name.is_empty());
                }
                (key @ ("id" | "name"), value) => {
                    let (allowed, found) = (Box::new(Allowed::Text), value.found());
                    report(place, Fault::MustBe { name: quoted(key), allowed, found });
                }
                ("views", Raw::Table(rows)) => {
                    let rows = rows.into_iter().take(MOST_ENTRIES);
                    config.views = rows.filter_map(|row| view(row, &mut report)).collect();
                }
                ("categories", Raw::Table(rows)) => {
                    let labels = texts("categories", rows, &mut report).into_iter();
                    let label = |(path, label, _): (_, String, _)| (path, CleanText::line(&label));
                    config.categories = labels.map(label).collect();
                }
                (key @ ("views" | "categories"), value) => {
                    let (allowed, found) = (Box::new(Allowed::Table), value.found());
                    report(place, Fault::MustBe { name: quoted(key), allowed, found });
                }
                (_, value) => settings.push(Entry { key, value, place }),
            }
        }
        config.settings = Layer::of_entries(path, settings, By::Archive, &KEYS, &mut problems);
        (config, problems)
    }
}

/// Parses a row of the `views` table: a query, or a table with the keys `query` and `mute`. Reports
/// faults; returns `None` if there is no query.
fn view(row: Entry, report: &mut impl FnMut(Place, Fault)) -> Option<View> {
    let Entry { key, value, place } = row;
    let name = CleanText::line(&key);
    let parts = match value {
        Raw::Text(query) => return Some(View { name, query, is_muted: false, place }),
        Raw::Table(parts) => parts,
        value => {
            let found = value.found();
            report(place, Fault::HoldsTexts { table: quoted("views"), found });
            return None;
        }
    };
    let (mut query, mut is_muted) = (None, false);
    for Entry { key, value, place } in parts {
        match (key.as_str(), value) {
            ("query", Raw::Text(text)) => query = Some(text),
            ("mute", Raw::Bool(mute)) => is_muted = mute,
            (name @ ("query" | "mute"), value) => {
                let allowed = if name == "query" { Allowed::Text } else { Allowed::Truth };
                let (allowed, found) = (Box::new(allowed), value.found());
                report(place, Fault::MustBe { name: quoted(name), allowed, found });
            }
            (name, _) => report(place, unknown("key", name, ["query", "mute"])),
        }
    }
    let Some(query) = query else {
        report(place, Fault::ViewWithoutQuery { name: quoted(name.as_str()) });
        return None;
    };
    Some(View { name, query, is_muted, place })
}

/// The keys of a table with their texts and positions; reports values of other types.
fn texts(
    table: &str,
    rows: Vec<Entry>,
    report: &mut impl FnMut(Place, Fault),
) -> Vec<(String, String, Place)> {
    let text = |Entry { key, value, place }| match value {
        Raw::Text(text) => Some((key, text, place)),
        value => {
            let found = value.found();
            report(place, Fault::HoldsTexts { table: quoted(table), found });
            None
        }
    };
    rows.into_iter().take(MOST_ENTRIES).filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::locale::Locale;

    fn check(text: &str, expected: &[&str]) -> ArchiveConfig {
        let (config, problems) = ArchiveConfig::parse(Path::new("/x/.kanbao.toml"), text);
        let problems: Vec<String> =
            problems.iter().map(|problem| problem.brief(Locale::English).to_string()).collect();
        assert_eq!(problems, expected, "{text}");
        config
    }

    #[test]
    fn every_key_is_read() {
        let config = check(
            "id = ' news '\nname = \"看\\u202e报\"\n[views]\n'本周' = 'after:7d'\n[categories]\nguoji = '国际'\n[reading]\nmeasure = 60\n",
            &[],
        );
        assert_eq!(config.id.as_deref(), Some("news"));
        assert_eq!(config.name.unwrap().as_str(), "看报");
        let view = View {
            name: CleanText::line("本周"),
            query: "after:7d".to_owned(),
            is_muted: false,
            place: Place { line: 4, column: 1 },
        };
        assert_eq!(config.views, [view]);
        assert_eq!(config.categories["guoji"].as_str(), "国际");
    }

    #[test]
    fn bad_values_are_skipped_alone() {
        let config = check(
            "id = 3\nnmae = 'x'\nname = ''\nviews = 1\n[categories]\na = 1\nb = 'B'\n",
            &[
                ".kanbao.toml:1: `id` must be a string, not `3`",
                ".kanbao.toml:4: `views` must be a table, not `1`",
                ".kanbao.toml:6: `categories` holds strings, not `1`",
                ".kanbao.toml:2: unknown key `nmae`; did you mean `name`?",
            ],
        );
        assert_eq!((config.id, config.name, config.categories.len()), (None, None, 1));
        let config = check(
            "[views]\na = 'x'\nb = { query = 'y', mute = true }\n[views.c]\nquery = 'z'\nmute = 'no'\n[views.d]\nmuet = true\n[views.e]\nquery = 1\n",
            &[
                ".kanbao.toml:6: `mute` must be true or false, not `no`",
                ".kanbao.toml:8: unknown key `muet`; did you mean `mute`?",
                ".kanbao.toml:7: the view `d` has no `query`",
                ".kanbao.toml:10: `query` must be a string, not `1`",
                ".kanbao.toml:9: the view `e` has no `query`",
            ],
        );
        let views = config.views.iter().map(|view| (view.query.as_str(), view.is_muted));
        assert_eq!(views.collect::<Vec<_>>(), [("x", false), ("y", true), ("z", false)]);
        check("id = ' '", &[".kanbao.toml:1: `id` must be a string, not ` `"]);
        check(
            "[commands.a]\nrun = ['a']",
            &[".kanbao.toml:1: `commands` cannot be set by an archive"],
        );
        check("archive = '/etc'", &[".kanbao.toml:1: `archive` cannot be set by an archive"]);
        assert_eq!(
            check(
                "id = 'a'\nname = \n",
                &[".kanbao.toml:2: not valid TOML: string values must be quoted, expected literal string"]
            )
            .id
            .as_deref(),
            Some("a")
        );
    }
}
